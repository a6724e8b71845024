"""The scene task as the engine sees it: losses, metrics, presets; and the trained net as an ONNX file."""
