"""What can compute: the providers of ONNX Runtime that are there, by the names that people know."""

from typing import Literal

import onnxruntime

Device = Literal["auto", "cpu", "cuda", "rocm", "coreml", "openvino", "directml"]
CPU = "CPUExecutionProvider"
# In the order in which `auto` takes them.
PROVIDERS: dict[str, str] = {
    "cuda": "CUDAExecutionProvider",
    "rocm": "MIGraphXExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "directml": "DmlExecutionProvider",
    "cpu": CPU,
}


def present() -> list[str]:
    """The devices that this installation of ONNX Runtime was built for."""
    available = onnxruntime.get_available_providers()
    return [device for device, provider in PROVIDERS.items() if provider in available]


def providers(device: Device) -> list[str]:
    """The providers to ask for, the processor last."""
    wanted = present()[:1] if device == "auto" else [device] if device in present() else []
    return list(dict.fromkeys([*(PROVIDERS[name] for name in wanted), CPU]))


def remark(device: Device, session: onnxruntime.InferenceSession) -> str:
    """What to say where another device answers than the one that was asked for; empty where all is well."""
    used = session.get_providers()[0]
    if device in ("auto", "cpu") or used == PROVIDERS[device]:
        return ""
    why = "did not start" if device in present() else f"is not in this ONNX Runtime, which has {', '.join(present())}"
    return f"--device {device}: {device} {why}; the processor computes instead."
