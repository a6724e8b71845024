"""Prediction without torch: NumPy, OpenCV, Pillow and ONNX Runtime."""

from diptych.scene.predict.clip import Clip
from diptych.scene.predict.fit import Fit
from diptych.scene.predict.plate import Plate
from diptych.scene.predict.predictor import Against, Answer, Predictor, Steps

__all__ = ["Against", "Answer", "Clip", "Fit", "Plate", "Predictor", "Steps"]
