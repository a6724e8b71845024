"""Prediction without torch: NumPy, OpenCV, Pillow and ONNX Runtime."""

from diptych.scene.predict.clip import Clip
from diptych.scene.predict.fit import Fit
from diptych.scene.predict.plate import Plate
from diptych.scene.predict.predictor import Answer, PlateSession, Predictor, Steps

__all__ = ["Answer", "Clip", "Fit", "Plate", "PlateSession", "Predictor", "Steps"]
