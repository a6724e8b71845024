"""Small assets for the tests of the data side, written as a user would bring them."""

import json
from pathlib import Path

import numpy as np
from PIL import Image

CAMERA = {"fx": 80.0, "fy": 80.0, "cx": 48.0, "cy": 48.0, "height_metres": 1.5, "pitch_degrees": 10.0}


def plate(
    path: Path, seed: int = 0, size: tuple[int, int] = (96, 96), depth: bool = True, camera: bool = True
) -> Path:
    """Write a plate of noise, height and width `size`; with the depth of flat ground under CAMERA."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    height, width = size
    Image.fromarray(rng.integers(0, 256, (height, width, 3), dtype=np.uint8)).save(path)
    if depth:
        Image.fromarray(millimetres(height, width)).save(path.with_suffix(".depth.png"))
    if camera:
        path.with_suffix(".json").write_text(json.dumps({"family": "plain", "camera": CAMERA}))
    return path


def millimetres(height: int, width: int) -> np.ndarray:
    """Return the depth of flat ground, uint16; the sky is far, and the first row is unknown."""
    t = (np.arange(height) + 0.5 - CAMERA["cy"]) / CAMERA["fy"]
    pitch = np.radians(CAMERA["pitch_degrees"])
    down = t * np.cos(pitch) + np.sin(pitch)
    metres = np.where(down > 0, CAMERA["height_metres"] / np.maximum(down, 1e-9), 1e9)
    rows = np.minimum(metres * 1000, 65535).astype(np.uint16)
    rows[0] = 0
    return np.repeat(rows[:, None], width, 1)


def cutout(
    path: Path,
    seed: int = 0,
    size: tuple[int, int] = (60, 40),
    relief: bool = True,
    metres: float | None = 0.8,
) -> Path:
    """Write a soft ellipse of noise, height and width `size`, that fills its picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(100 + seed)
    height, width = size
    y, x = np.mgrid[:height, :width]
    out = np.hypot((y + 0.5) / height - 0.5, (x + 0.5) / width - 0.5) * 2
    alpha = (np.clip((1.05 - out) * 6, 0, 1) * 255).astype(np.uint8)
    colour = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
    Image.fromarray(np.dstack([colour, alpha])).save(path)
    if relief:
        Image.fromarray((out * 100).astype(np.uint16)).save(path.with_suffix(".relief.png"))
    if metres is not None:
        path.with_suffix(".json").write_text(json.dumps({"family": "egg", "height_metres": metres}))
    return path


def folder(path: Path, plates: int = 4, cutouts: int = 5) -> Path:
    """Write plates and cutouts of several sizes; the last plate has neither depth nor camera."""
    for i in range(plates):
        last = i == plates - 1
        plate(path / "plates" / f"p{i}.png", i, (96, 96 + 16 * (i % 2)), depth=not last, camera=not last)
    for i in range(cutouts):
        cutout(
            path / "cutouts" / f"c{i}.png",
            i,
            (60 + 7 * i, 40 + 9 * (i % 3)),
            relief=i % 2 == 0,
            metres=0.5 + 0.3 * i,
        )
    return path
