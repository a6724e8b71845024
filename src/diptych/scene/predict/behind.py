"""What a cutout is put onto: a colour, a picture, or a clip that runs along and begins anew."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from PIL import ImageColor

from diptych.arrays import Bytes
from diptych.errors import Problem
from diptych.scene.data.reading import Picture, read
from diptych.scene.predict.fit import resized
from diptych.scene.predict.media.clip import is_clip, open_clip


class Behind:
    """Backgrounds, one after the other, each at the size that is asked for: filled, and cut where it stands over."""

    def __init__(self, wanted: str) -> None:
        """`wanted`: a colour such as green or #00b140, a picture, or a clip."""
        self.colour: tuple[int, ...] | None = None
        self.still: Picture | None = None
        self.clip: Path | None = None
        path = Path(wanted)
        if not path.exists():
            self.colour = _colour(wanted)
        elif is_clip(path):
            self.clip = path
        else:
            self.still = read(path)
        self.stack = ExitStack()
        self.frames: Iterator[Picture] = iter(())
        self.last: tuple[tuple[int, int], Bytes] | None = None  # of what does not move

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.stack.close()

    def next(self, width: int, height: int) -> Bytes:
        """The next background, uint8 [H, W, 3]."""
        if self.clip is not None:
            return filled(self._moving().pixels, width, height)
        if self.last is None or self.last[0] != (width, height):
            still = self.still.pixels if self.still else np.full((height, width, 3), self.colour, np.uint8)
            self.last = (width, height), filled(still, width, height)
        return self.last[1]

    def _moving(self) -> Picture:
        picture = next(self.frames, None)
        if picture is None and self.clip is not None:
            self.stack.close()
            _, frames = self.stack.enter_context(open_clip(self.clip))
            self.frames = (frame.picture for frame in frames)
            picture = next(self.frames, None)
        if picture is None:
            raise Problem(f"{self.clip}: has no frame that can be read.")
        return picture


def filled(picture: Bytes, width: int, height: int) -> Bytes:
    """The middle of a picture, at a size that it fills."""
    scale = max(width / picture.shape[1], height / picture.shape[0])
    size = max(round(picture.shape[1] * scale), width), max(round(picture.shape[0] * scale), height)
    large = resized(picture, size)
    top, left = (size[1] - height) // 2, (size[0] - width) // 2
    return np.ascontiguousarray(large[top : top + height, left : left + width])


def _colour(name: str) -> tuple[int, ...]:
    try:
        return ImageColor.getrgb(name)[:3]
    except ValueError:
        raise Problem(f"--on {name}: there is no such file, and no such colour. Try green, or #00b140.") from None
