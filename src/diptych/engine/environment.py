"""What a figure depends on besides the code: versions, machine, command."""

import os
import platform
import shlex
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import torch

PACKAGES = ("diptych", "torch", "lightning-fabric", "numpy", "numba", "onnxruntime")


def environment() -> dict[str, str]:
    """Name and value of everything worth stating beside a result."""
    return {
        "command": shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]]),
        "python": platform.python_version(),
        **{package: installed for package in PACKAGES if (installed := _version(package))},
        "system": f"{platform.system()} {platform.machine()}",
        "processor": torch.cuda.get_device_name() if torch.cuda.is_available() else _processor(),
        "cores": str(os.cpu_count()),
        "threads": str(torch.get_num_threads()),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
