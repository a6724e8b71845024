"""A rendered clip for a camera that is not there: a place of the built-in world, empty, then with a thing in it."""

import tempfile
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.files import atomic
from diptych.scene.world import render_world

WIDTH_PX, HEIGHT_PX, RATE = 640, 360, 20
EMPTY_SECONDS, THING_SECONDS = 6.0, 6.0  # long enough to count to three and take the plate
SEED = 7
NOISES = 7  # that follow one another; drawing one takes longer than all else
RENDERED_PX = 320  # a camera is not sharp


def write_clip(path: Path) -> Path:
    """Write the clip as .y4m, 20 frames a second, with the noise of a sensor; return `path`."""
    with tempfile.TemporaryDirectory() as folder:
        render_world(Path(folder), 1, 2, RENDERED_PX, SEED)
        place = cv2.imread(f"{folder}/plates/plate_0001.png")
        thing = cv2.imread(f"{folder}/cutouts/cutout_0002.png", cv2.IMREAD_UNCHANGED)
    assert place is not None
    assert thing is not None
    place = np.asarray(cv2.resize(place, (WIDTH_PX, WIDTH_PX), interpolation=cv2.INTER_CUBIC), np.uint8)
    top = (WIDTH_PX - HEIGHT_PX) // 2
    plate = np.asarray(place[top : top + HEIGHT_PX], np.float32)
    side = 0.62 * HEIGHT_PX / max(thing.shape[:2])
    small = np.asarray(cv2.resize(thing, None, fx=side, fy=side, interpolation=cv2.INTER_AREA), np.float32)
    random = np.random.default_rng(SEED)
    noise = [random.normal(0, 2, plate.shape).astype(np.float32) for _ in range(NOISES)]
    with atomic(path) as partial, partial.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH_PX} H{HEIGHT_PX} F{RATE}:1 Ip A1:1 C420mpeg2\n".encode())
        for number in range(round(RATE * (EMPTY_SECONDS + THING_SECONDS))):
            at = number / RATE - EMPTY_SECONDS
            frame = _with(plate, small, at / THING_SECONDS) if at >= 0 else plate
            noisy = (frame + noise[number % NOISES]).clip(0, 255).astype(np.uint8)
            file.write(b"FRAME\n" + np.asarray(cv2.cvtColor(noisy, cv2.COLOR_BGR2YUV_I420)).tobytes())
    return path


def _with(plate: NDArray[np.float32], thing: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """The thing on its way from the left to the right of the plate and back; always wholly in the view."""
    height, width = thing.shape[:2]
    x = round((WIDTH_PX - width) * (0.5 - 0.5 * np.cos(2 * np.pi * share)))
    y = HEIGHT_PX - height - 8
    frame = plate.copy()
    alpha = thing[..., 3:] / 255
    part = frame[y : y + height, x : x + width]
    part[:] = alpha * thing[..., :3] + (1 - alpha) * part
    return frame
