"""Frames a second of `predict` at 1280×720, from pixels to pixels: `python -m bench.predict [--rounds N]`.

The old way is the source systems': resize with Pillow, `unet-small` in PyTorch, enlarge the two maps; at our working
size. Nothing is registered, and no edge measured, there. Ways take turns.
"""

import argparse
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from tools import examples

from bench.scenes import rates, show
from diptych.arrays import Bytes
from diptych.scene.nets.unet_small import UnetSmall
from diptych.scene.predict import Predictor
from diptych.scene.predict.files import ordered
from diptych.scene.predict.outputs import OutputOptions
from diptych.scene.predict.pipe import predict_pipe
from diptych.scene.predict.predictor import work_size

WIDTH, HEIGHT, FRAMES, THREADS = 1280, 720, 16, 2


def pictures() -> tuple[Bytes, Bytes]:
    """The plate and frame of an example of the page, enlarged."""
    folder = Path(examples.FOLDER)
    opened = (Image.open(folder / f"cup.{kind}.webp").convert("RGB") for kind in ("plate", "frame"))
    plate, frame = (np.asarray(picture.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)) for picture in opened)
    return plate, frame


def old(plate: Bytes, frame: Bytes) -> Callable[[], None]:
    """One frame after the other through PyTorch."""
    net, size = UnetSmall().eval(), work_size(HEIGHT, WIDTH)
    torch.set_num_threads(THREADS)

    def tensor(picture: Bytes) -> torch.Tensor:
        small = Image.fromarray(picture).resize(size, Image.Resampling.BILINEAR)
        return torch.from_numpy(np.asarray(small, np.float32) / 255).permute(2, 0, 1)[None]

    @torch.no_grad()
    def run() -> None:
        for _ in range(FRAMES):
            for map_ in net(tensor(plate), tensor(frame)).values():
                Image.fromarray(map_[0, 0].numpy()).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)

    return run


def ours(plate: Bytes, frame: Bytes, register: bool) -> Callable[[], object]:
    """As `diptych scene predict` does with a folder or a video: one thread a frame, several frames side by side."""
    against = Predictor(threads=1, register=register).against(plate)

    def frames() -> Iterator[Bytes]:
        yield from [frame] * FRAMES

    return lambda: sum(1 for _ in ordered(against.answer, frames(), THREADS))


def piped(plate: Bytes, frame: Bytes) -> Callable[[], object]:
    """As ffmpeg would be served: raw RGB24 in, RGBA with clean edges out."""
    against, data = Predictor(threads=1).against(plate), frame.tobytes() * FRAMES
    return lambda: predict_pipe(
        against, (WIDTH, HEIGHT), io.BytesIO(data), io.BytesIO(), OutputOptions(cutout=True), THREADS
    )


def main() -> None:
    """Print the medians, and the ratios to the old way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    plate, frame = pictures()
    ways = {
        "unet-small in PyTorch, maps alone": old(plate, frame),
        "predict": ours(plate, frame, register=True),
        "predict, not registered": ours(plate, frame, register=False),
        "predict in a pipe, RGBA": piped(plate, frame),
    }
    show(rates({name: (FRAMES, way) for name, way in ways.items()}, rounds))


if __name__ == "__main__":
    main()
