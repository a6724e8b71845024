"""Prediction without torch: NumPy, OpenCV, Pillow and ONNX Runtime."""

from diptych.scene.predict.fit import Fit
from diptych.scene.predict.plate import Plate, PlateDepth
from diptych.scene.predict.predictor import Against, Answer, Predictor

__all__ = ["Against", "Answer", "Fit", "Plate", "PlateDepth", "Predictor"]
