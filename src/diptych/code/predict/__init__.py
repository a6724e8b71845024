"""Prediction without torch: NumPy and ONNX Runtime."""

from diptych.code.predict.writer import Writer, Written

__all__ = ["Writer", "Written"]
