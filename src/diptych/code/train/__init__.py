"""The code task as the engine sees it: what is trained, on what, for how long; and the trained net as ONNX files."""
