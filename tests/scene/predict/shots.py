"""Small pictures and clips that tests of prediction share, and the command line with a limit on its files."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from diptych.scene.predict.media.encode import Coding, Stretch, Times
from tests.command import ENVIRONMENT

WIDTH, HEIGHT = 128, 96
FFV1 = Coding(".mkv", "matroska", "ffv1", "yuv444p")
H264 = Coding(".mp4", "mp4", "libx264", "yuv420p", {"preset": "ultrafast", "bf": "0", "crf": "10"})


def texture(height: int, width: int, seed: int = 0) -> NDArray[np.uint8]:
    """A picture of soft blobs, with patterns of many sizes."""
    noise = np.random.default_rng(seed).random((height, width, 3), np.float32)
    blobs = np.sum([2**k * cv2.GaussianBlur(noise, (0, 0), 2**k) for k in (1, 2, 3, 4)], axis=0)
    blobs = (blobs - blobs.min()) / (blobs.max() - blobs.min())
    return np.round(255 * blobs).astype(np.uint8)


def with_thing(plate: NDArray[np.uint8], across: float = 0.4) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """The plate with a red disc of soft edge, `across` the picture, and its mask [H, W] in 0..1."""
    height, width = plate.shape[:2]
    y, x = np.mgrid[:height, :width]
    away = np.hypot(y - 0.5 * height, x - across * width)
    mask = np.clip((0.25 * height - away) / 2 + 0.5, 0, 1).astype(np.float32)
    frame = mask[..., None] * np.array([230, 20, 20], np.float32) + (1 - mask[..., None]) * plate
    return np.round(frame).astype(np.uint8), mask


def write_clip(
    path: Path, frames: list[NDArray[np.uint8]], how: Coding = H264, stamps: list[int] | None = None
) -> Path:
    """Write a clip of 25 frames a second, or with stamps in units of 1/12800 s."""
    base = Fraction(1, 12800) if stamps else Fraction(1, 25)
    size = frames[0].shape[1], frames[0].shape[0]
    with Stretch(path, how, size, Times(Fraction(25), base)) as stretch:
        for number, frame in enumerate(frames):
            stretch.add(frame, stamps[number] if stamps else number, 512 if stamps else 1)
    return path


def write_dpx(path: Path, levels: NDArray[np.uint16]) -> None:
    """Write a picture as film scanners do."""
    with av.open(str(path), "w", format="image2") as target:
        stream = target.add_stream("dpx", rate=1)
        stream.width, stream.height, stream.pix_fmt = levels.shape[1], levels.shape[0], "rgb48be"
        frame = av.VideoFrame.from_ndarray(levels, format="rgb48le").reformat(format="rgb48be", threads=1)
        target.mux(stream.encode(frame))


def write_scene(folder: Path, frames: int = 6) -> NDArray[np.uint8]:
    """Write plate.png, frame.png and clip.mp4, in which the disc moves; return the plate."""
    plate = texture(HEIGHT, WIDTH)
    Image.fromarray(plate).save(folder / "plate.png")
    Image.fromarray(with_thing(plate)[0]).save(folder / "frame.png")
    write_clip(folder / "clip.mp4", [with_thing(plate, 0.3 + 0.05 * number)[0] for number in range(frames)])
    return plate


def limited(kib: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line where no file can grow beyond `kib` KiB, as on a disk that fills up."""
    command = ["bash", "-c", f'ulimit -f {kib}; exec "$@"', "bash", sys.executable, "-m", "diptych", *arguments]
    environment = {**ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1"}  # half a .pyc would stop every later process
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
