"""What works here and what does not, on one screen: devices, codecs, formats, extras, the sandbox, the weights."""

import hashlib
import importlib.util
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diptych.errors import Problem
from diptych.extras import extras

ENCODERS = {"libx264": "H.264", "prores": "ProRes 4444", "libvpx-vp9": "VP9 with alpha", "libopus": "Opus"}
DECODERS = {
    "h264": "H.264", "hevc": "H.265", "av1": "AV1", "libdav1d": "AV1", "vp9": "VP9", "prores": "ProRes",
    "dnxhd": "DNxHD", "mpeg2video": "MPEG-2", "ffv1": "FFV1", "mjpeg": "MJPEG", "wmv2": "WMV", "dvvideo": "DV",
}  # fmt: skip
FORMATS = {"pillow_heif": "HEIC", "OpenEXR": "EXR"}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: does it work, and what is there to say?"""

    name: str
    works: bool
    note: str


def findings() -> list[Finding]:
    """Everything, looked at."""
    return [_python(), *_devices(), *_video(), *_formats(), *_extras(), _sandbox(), *_weights()]


def as_json(results: list[Finding]) -> dict[str, Any]:
    """The findings by their names."""
    return {finding.name: {"works": finding.works, "note": finding.note} for finding in results}


def _python() -> Finding:
    from diptych import __version__

    system = f"{platform.system()} {platform.release()}, {platform.machine()}"
    return Finding("diptych", True, f"{__version__} on Python {platform.python_version()}, {system}")


def _devices() -> list[Finding]:
    import onnxruntime

    from diptych.scene.predict.devices import PROVIDERS, present

    there = present()
    absent = ", ".join(name for name in PROVIDERS if name not in there)
    note = f"{', '.join(there)} by ONNX Runtime {onnxruntime.__version__}; not in it: {absent}"
    return [Finding("devices", True, note)]


def _video() -> list[Finding]:
    import av

    def there(names: dict[str, str], mode: Any) -> tuple[list[str], list[str]]:
        works: dict[str, bool] = {}
        for name, title in names.items():
            try:
                av.Codec(name, mode)
            except ValueError:
                works.setdefault(title, False)
            else:
                works[title] = True
        return [name for name, ok in works.items() if ok], [name for name, ok in works.items() if not ok]

    results = []
    for name, codecs, mode in (("video out", ENCODERS, "w"), ("video in", DECODERS, "r")):
        works, missing = there(codecs, mode)
        note = (
            ", ".join(works) + (f"; missing: {', '.join(missing)}" if missing else "") + f" (PyAV {av.__version__})"
        )
        results.append(Finding(name, not missing, note))
    return results


def _formats() -> list[Finding]:
    from PIL import features

    have = ["PNG", "JPEG", "TIFF", "WebP", "GIF", "DPX", "HDR"] + (["AVIF"] if features.check("avif") else [])
    have += ["JPEG 2000"] if features.check("jpg_2000") else []
    missing: list[str] = []
    for module, name in FORMATS.items():
        (have if importlib.util.find_spec(module) else missing).append(name)
    note = ", ".join(have) + (f"; for {', '.join(missing)}: pip install 'diptych[formats]'" if missing else "")
    return [Finding("pictures", not missing, note)]


def _extras() -> list[Finding]:
    results = []
    for extra, modules in extras().items():
        missing = [module for module in modules if not _installed(module)]
        note = f"missing {', '.join(missing)}: pip install 'diptych[{extra}]'" if missing else "installed"
        results.append(Finding(f"[{extra}]", not missing, note))
    return results


def _installed(module: str) -> bool:
    from importlib.metadata import PackageNotFoundError, version

    try:
        version(module)
    except PackageNotFoundError:
        return False
    return True


def _sandbox() -> Finding:
    from diptych.code.runner import Runner

    try:
        isolation = Runner.prove()
    except Problem as problem:
        return Finding("sandbox", False, " ".join(str(problem).split()))
    return Finding("sandbox", True, f"programs run shut in, by {isolation}")


def _weights() -> list[Finding]:
    folder = Path(__file__).parent / "weights"
    paths = sorted(path for path in folder.glob("*") if path.suffix in (".onnx", ".safetensors", ".zip"))
    if not paths:
        return [Finding("weights", False, f"{folder}: no weights came with this installation")]
    results = []
    for path in paths:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        results.append(Finding(path.name, True, f"{path.stat().st_size / 1e6:.1f} MB, sha256 {digest}"))
    return results
