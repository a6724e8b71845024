"""Bring a plate onto its frame: a shift, a rotation, a zoom, found beside whatever stands in the frame.

Plate and frame are `uint8 [H, W, 3]`, RGB, of one size.
"""

from dataclasses import dataclass
from typing import TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats

Map = cv2.typing.MatLike  # affine, [2, 3]: from a point of the frame to the same point of the plate

SIDE_PX = 320  # the map is looked for at this size: it is found as well as at 480, in a third of the time
FARTHEST = 0.1  # of the picture's longer side, that any corner may move
LEAST_PX = 0.3  # a smaller move costs more, by resampling, than it mends
TRIMMED = 0.6  # share of the pixels, those that fit best, by which a map is judged
T = TypeVar("T", Bytes, Floats)
_FLAGS = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
_NAN_OUTSIDE = cv2.BORDER_CONSTANT, float("nan")
_STOP = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 30, 1e-4)


@dataclass(frozen=True)
class Move:
    """Where the points of a frame lie in its plate.

    affine: [2, 3], between pixel centres of pictures of `size`, width and height, px; None where nothing moved.
    flow: [h, w, 2], how much farther to look in the plate than `affine` says, px of `size`; None where it is enough.
    """

    size: tuple[int, int]
    affine: Map | None = None
    flow: Floats | None = None

    @property
    def farthest_px(self) -> float:
        """How far the farthest corner moved, px."""
        return 0.0 if self.affine is None else _moves(self.affine, self.size)

    def at(self, size: tuple[int, int]) -> "Move":
        """The same move of the same pictures at another size, width and height, px."""
        across, down = size[0] / self.size[0], size[1] / self.size[1]
        affine = None if self.affine is None else _at_size(self.affine, across, down)
        flow = None if self.flow is None else self.flow * np.array((across, down), np.float32)
        return Move(size, affine, flow)

    def applied(self, picture: T) -> T:
        """A picture of the plate's, [H, W, …], as the frame would show it; what it never saw repeats its border."""
        if self.affine is None:
            return picture
        if self.flow is None:
            return cast(T, _warped(picture, self.affine, self.size))
        x, y = self._points()
        return cast(T, cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))

    def applied_or_nan(self, values: Floats) -> Floats:
        """Values of the plate's, [H, W], as the frame would show them; NaN where it never looked."""
        if self.affine is None:
            return values
        if self.flow is None:
            flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
            return cast(Floats, cv2.warpAffine(values, self.affine, self.size, None, flags, *_NAN_OUTSIDE))
        x, y = self._points()
        return cast(Floats, cv2.remap(values, x, y, cv2.INTER_NEAREST, None, *_NAN_OUTSIDE))

    def unseen(self) -> NDArray[np.bool_]:
        """Where the plate shows nothing of the frame's view: bool [H, W]."""
        if self.affine is None:
            return np.zeros(self.size[::-1], np.bool_)
        x, y = self._points()
        width, height = self.size
        return (x < -0.5) | (x > width - 0.5) | (y < -0.5) | (y > height - 0.5)

    def _points(self) -> tuple[Floats, Floats]:
        """Where the frame's pixels lie in the plate, px: x and y, [H, W] each."""
        a = np.asarray(self.affine, np.float32)
        across, down = (np.arange(side, dtype=np.float32) for side in self.size)
        x, y = (row[0] * across + row[1] * down[:, None] + row[2] for row in a)
        if self.flow is None:
            return x, y
        flow = cv2.resize(self.flow, self.size)
        return x + flow[..., 0], y + flow[..., 1]


def apart_levels(plate: Bytes, frame: Bytes) -> float:
    """How badly the plate fits the frame as it lies: mean misfit, in levels, of the part that fits best."""
    size = _looked_at(frame)
    return judged(misfit(_small(plate, size), _small(frame, size)))


def register(plate: Bytes, frame: Bytes, of: tuple[int, int] | None = None) -> Move:
    """How to move the plate onto the frame; nowhere, where nothing is gained.

    `of`: width and height, px, of the pictures to be moved, where these are made smaller.

    Phase correlation, then twice ECC on what fits so far, so that the thing in the frame has no say. A map counts
    only if the best-fitting part of the picture fits better by it, whatever the light.
    """
    width, height = of or frame.shape[1::-1]
    size = _looked_at(frame)
    p, f = _small(plate, size), _small(frame, size)
    matrix: Map = np.eye(2, 3, dtype=np.float32)
    apart = misfit(p, f)
    before = best = judged(apart)
    for candidate in (_shifted(p, f), None, None):
        try:
            warp = _refined(p, f, matrix, apart) if candidate is None else candidate
        except cv2.error:  # ECC did not converge: flat, or nothing in common
            break
        if _moves(warp, size) > FARTHEST * max(size):
            continue
        rest = misfit(cast(Floats, _warped(p, warp, size)), f)
        if judged(rest) < best:
            best, matrix, apart = judged(rest), warp, rest
    if _moves(matrix, size) * width / size[0] < LEAST_PX or best > 0.97 * before:
        return Move((width, height))
    return Move((width, height), _at_size(matrix, width / size[0], height / size[1]))


def misfit(plate: Floats, frame: Floats) -> Floats:
    """|frame − plate| `[h, w]` in levels, with the gain and offset between them that most pixels agree on."""
    weight = np.ones_like(plate)
    for _ in range(5):
        weight /= weight.mean()
        mean_p, mean_f = float((weight * plate).mean()), float((weight * frame).mean())
        centred = weight * (plate - mean_p)
        gain = ((centred * (frame - mean_f)).mean() + 1) / ((centred * (plate - mean_p)).mean() + 1)
        apart = np.abs(frame - mean_f - gain.clip(0.25, 4) * (plate - mean_p))
        weight = 1 / (1 + np.square(apart / 8))
    return cast(Floats, apart)


def _looked_at(picture: Bytes) -> tuple[int, int]:
    height, width = picture.shape[:2]
    scale = min(1.0, SIDE_PX / max(height, width))
    return max(round(width * scale), 16), max(round(height * scale), 16)


def _small(image: Bytes, size: tuple[int, int]) -> Floats:
    grey = cv2.resize(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA)
    return cast(Floats, cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 1.0))


def _shifted(plate: Floats, frame: Floats) -> Map:
    """By phase correlation, of copies: it multiplies its very inputs by the window."""
    window = cv2.createHanningWindow(plate.shape[::-1], cv2.CV_32F)
    (x, y), _ = cv2.phaseCorrelate(frame.copy(), plate.copy(), window)
    return np.array([[1, 0, x], [0, 1, y]], np.float32)


def _refined(plate: Floats, frame: Floats, start: Map, apart: Floats) -> Map:
    """By ECC, on the pixels that fit so far."""
    alike = cv2.blur(apart, (5, 5)) < max(2.5 * float(np.median(apart)), 6.0)
    fits = cv2.erode(alike.astype(np.uint8), np.ones((3, 3), np.uint8))
    _, warp = cv2.findTransformECC(frame, plate, start.astype(np.float32), cv2.MOTION_AFFINE, _STOP, fits, 1)
    return warp


def judged(apart: Floats) -> float:
    """How badly the better part of a picture fits: mean misfit, in levels, of its best TRIMMED."""
    count = int(TRIMMED * apart.size)
    return float(np.partition(apart.ravel(), count)[:count].mean())


def _moves(warp: Map, size: tuple[int, int]) -> float:
    corners = np.array([[0, 0, 1], [size[0], 0, 1], [0, size[1], 1], [*size, 1]], np.float32)
    return float(np.abs(corners @ np.asarray(warp).T - corners[:, :2]).max())


def _warped(image: NDArray[np.uint8] | Floats, warp: Map, size: tuple[int, int]) -> Map:
    return cv2.warpAffine(image, warp, size, flags=_FLAGS, borderMode=cv2.BORDER_REPLICATE)


def _at_size(warp: Map, across: float, down: float) -> NDArray[np.float64]:
    """An affine map between pictures as one between pictures `across` and `down` times as large."""
    grow = np.array([[across, 0, across / 2 - 0.5], [0, down, down / 2 - 0.5], [0, 0, 1]])
    return cast(NDArray[np.float64], (grow @ np.vstack([warp, [0, 0, 1]]) @ np.linalg.inv(grow))[:2])
