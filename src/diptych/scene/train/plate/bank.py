"""Plates with depth, all in memory: a net that is trained on crops of them reads no file while it trains."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from diptych.errors import Problem
from diptych.progress import track
from diptych.scene.data import pictures
from diptych.scene.data.composing.resample import middle

VALIDATION_EVERY = 20  # plates, of which the last is kept for validation


@dataclass(frozen=True)
class Bank:
    """`pictures`: uint8 [P, 3, S, S]. `inverse`: float16 [P, 1, S, S], 1 / metres, 0 far away, −1 unknown.

    `identity`: a hash of the files they came from.
    """

    pictures: Tensor
    inverse: Tensor
    identity: str

    def to(self, device: torch.device) -> "Bank":
        """The same plates on another device."""
        return Bank(self.pictures.to(device), self.inverse.to(device), self.identity)

    def split(self, name: str) -> NDArray[np.int64]:
        """Positions of the plates of `train` or of `validation`; they share none."""
        numbers = np.arange(len(self.pictures))
        held = numbers % VALIDATION_EVERY == VALIDATION_EVERY - 1
        return numbers[held if name == "validation" else ~held]


def load(folder: Path, size_px: int | None = None, threads: int = 1) -> Bank:
    """All plates of `folder`/plates that have depth: their middle square at `size_px`, or at the first one's size."""
    paths = sorted((folder / "plates").glob("*.depth.png"))
    if len(paths) < VALIDATION_EVERY:
        raise Problem(
            f"{folder}: holds {len(paths)} plates with depth, but at least {VALIDATION_EVERY} are needed."
            f" Render some: diptych scene world {folder} --plates 2000 --cutouts 0"
        )
    size = size_px or min(pictures.millimetres(paths[0]).shape)
    digest = hashlib.sha256(str(size).encode())
    seen, inverse = [], []
    with ThreadPoolExecutor(threads) as pool:
        read = pool.map(lambda path: _plate(path, size), paths)
        for picture, near, files in track(read, "read plates", len(paths), "plates"):
            seen.append(picture)
            inverse.append(near)
            digest.update(files)
    return Bank(torch.from_numpy(np.stack(seen)), torch.from_numpy(np.stack(inverse)), digest.hexdigest())


def _plate(path: Path, size: int) -> tuple[NDArray[np.uint8], NDArray[np.float16], bytes]:
    """Picture, inverse depth and the hash of both files."""
    picture_path = path.with_name(path.name.replace(".depth.png", ".png"))
    picture, levels = pictures.plate_picture(picture_path), pictures.millimetres(path)
    if picture.shape[:2] != levels.shape:
        raise Problem(f"{path}: is not of the size of {picture_path.name}.")
    top, left, height, width = middle(levels.shape[0], levels.shape[1], 1.0)
    box = np.s_[top : top + height, left : left + width]
    picture, levels = picture[box], levels[box]
    if levels.shape != (size, size):
        picture = np.asarray(cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA), np.uint8)
        levels = np.asarray(cv2.resize(levels, (size, size), interpolation=cv2.INTER_NEAREST), np.uint16)
    inverse = np.where(levels > 0, 1000 / np.maximum(levels, 1).astype(np.float32), -1)
    inverse[levels == pictures.FARTHEST_MM] = 0
    files = hashlib.sha256(picture_path.read_bytes() + path.read_bytes()).digest()
    return np.ascontiguousarray(picture.transpose(2, 0, 1)), inverse.astype(np.float16)[None], files
