"""Which extra brings a package that is missing, as the installed metadata says."""

import re
from importlib.metadata import PackageNotFoundError, requires

_NEED = re.compile(r"([A-Za-z0-9._-]+).*;.*extra == ['\"]([a-z]+)['\"]")
# Packages whose module has another name.
_PACKAGES = {"lightning": "lightning_fabric", "cv2": "opencv_python_headless"}


def extras() -> dict[str, list[str]]:
    """The packages of each extra, by the names of their modules."""
    packages: dict[str, list[str]] = {}
    try:
        needs = requires("diptych") or []
    except PackageNotFoundError:  # run from a folder that was never installed
        needs = []
    for need in needs:
        match = _NEED.match(need)
        if match:
            packages.setdefault(match[2], []).append(_module(match[1]))
    return packages


def missing(error: ModuleNotFoundError) -> str | None:
    """What to say of a module that is missing: which extra to install; None where no extra brings it."""
    name = (error.name or "").split(".")[0]
    package = _module(_PACKAGES.get(name, name))
    for extra, modules in extras().items():
        if package in modules and extra != "dev":
            return f"This needs {name}, which is not installed. Install it with: pip install 'diptych[{extra}]'"
    return None


def _module(package: str) -> str:
    return re.sub(r"[.-]", "_", package).lower()
