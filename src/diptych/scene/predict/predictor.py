"""A plate and a frame in, mask and depth out, at any size.

The plate is brought to the frame first. The net works on WORK_PX pixels at most; the edges of what it says are
then measured in the pictures at full size.
"""

import math
import time
import warnings
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats
from diptych.errors import PlateWarning, Problem
from diptych.scene.data.depth import UNKNOWN
from diptych.scene.predict.align import Move
from diptych.scene.predict.depth.frame import contact
from diptych.scene.predict.depth.ready import ReadyDepth
from diptych.scene.predict.depth.units import Intrinsics, metres, points
from diptych.scene.predict.devices import Device
from diptych.scene.predict.fit import Fit, fitted, resized
from diptych.scene.predict.holes import filled, without_unseen
from diptych.scene.predict.known import known, moved_spread, within
from diptych.scene.predict.light import grey, with_colour, without_colour
from diptych.scene.predict.net import SceneGraph, tensor, weights_file
from diptych.scene.predict.pictures import AnyPicture, checked, is_batch
from diptych.scene.predict.plate import Plate, PlateDepth, Unit
from diptych.scene.predict.refine import refined
from diptych.scene.predict.sharpness import equally_sharp

if TYPE_CHECKING:
    from diptych.scene.predict.clip import Clip
    from diptych.scene.predict.depth.source import DepthFrom

WORK_PX = 320 * 240  # pixels; the best mean over the suite, see bench/predict.py
MOST_ENLARGED = 3.0  # times the size of a picture
MOVED_SLACK_PX, STILL_SLACK_PX = 2.0, 1.0  # by which a plate may still lie wrong at an edge
WITHIN = 2.0  # spreads of the plate within which a difference is none


@dataclass(frozen=True)
class Steps:
    """What is done about a frame beside asking the net; each can be left out, to see what it is worth.

    flow: bend the plate where a moved camera shows parallax. unseen: nothing is keyed, and no edge measured,
    for what the moved plate never saw. sharpness: the sharper of plate and frame is blurred like the other.
    spread: a net that reads the plate's spread is told; for another, differences within it do not count. fill:
    close holes through which nothing is seen. refine: measure edges at full size; without, the net's answer is
    enlarged. before: a clip's frame is answered with the mask of the one before. steady: a clip's mask holds
    still where the frame does. stand: a thing is as far as what it stands on, where the plate's depth is known;
    without, as the net says. work_px: pixels the net sees.
    """

    flow: bool = True
    unseen: bool = True
    spread: bool = True
    sharpness: bool = True
    fill: bool = True
    refine: bool = True
    before: bool = True
    steady: bool = True
    stand: bool = True
    work_px: int = WORK_PX


@dataclass(frozen=True)
class Answer:
    """What was found: `mask` in 0..1 and `depth`, float32 [1, H, W]; depth is scaled inverse depth.

    1 is `near_metres`, 0 is `far_metres` or farther, −1 unknown. `plate` is the plate as it was compared:
    uint8 [H, W, 3]. `seconds` is how long it took. Where `fit.picture` is false the frame shows nothing: mask 0,
    depth −1. `exact`: the depth in its own unit, where the plate's was given.
    """

    mask: Floats
    depth: Floats
    near_metres: float
    far_metres: float
    fit: Fit
    plate: Bytes
    seconds: float
    exact: PlateDepth | None = None

    @property
    def depth_unit(self) -> Unit:
        """`metres` where they were earned: the plate's depth was given in them; else `relative`."""
        return "relative" if self.exact is None else self.exact.unit

    def metres(self) -> Floats:
        """Metres from the camera along its axis, float32 [H, W], NaN unknown; a Problem where depth is relative."""
        return metres(self.exact or PlateDepth(self.depth[0], "relative", "the net alone"))

    def points(self, camera: Intrinsics) -> Floats:
        """Where the thing's pixels lie, metres [N, 3]: right, down, ahead; a Problem where depth is relative."""
        return points(PlateDepth(self.metres(), "metres", ""), camera, self.mask[0])


class Predictor:
    """A net with all that a picture needs before it and after it. Safe to use from several threads."""

    def __init__(
        self,
        weights: Path | None = None,
        threads: int = 0,
        register: bool = True,
        steps: Steps = Steps(),
        device: Device = "cpu",
    ) -> None:
        """`weights`: an ONNX file or a run folder, None for the shipped ones; `threads` 0: one per core.

        `register`: move the plate onto the frame before the net sees them.
        """
        self.net = SceneGraph(weights_file(weights), threads, device)
        self.threads = threads
        self.register = register
        self.steps = steps

    def without(self, register: bool | None = None, **steps: bool) -> "Predictor":
        """The same net with other steps, to see what one is worth."""
        other = copy(self)
        other.steps = replace(self.steps, **steps)
        other.register = self.register if register is None else register
        return other

    def predict(
        self, plate: AnyPicture | Plate, frame: AnyPicture | Iterable[AnyPicture], strict: bool = True
    ) -> tuple[Floats, Floats]:
        """Mask and depth, float32 [1, H, W], of plate and frame; of several frames of one size, [N, 1, H, W].

        A picture is a path, a Pillow image, or an array or tensor [H, W, 3], RGB, of 8 or 16 bits or floats in 0..1;
        grey and RGBA do too. Several are a list, or an array [N, H, W, 3].

        A frame that shows no picture, or that the plate does not belong to, is a Problem; one that the plate explains
        only in part, a PlateWarning. `strict` false answers all of them without a word.
        """
        against = self.against(plate)
        if not is_batch(frame):
            answer = _trusted(against.answer(frame)) if strict else against.answer(frame)
            return answer.mask, answer.depth
        answers = []
        for number, value in enumerate(frame):
            frame_answer = against.answer(checked(value, f"frame {number}"))
            answers.append(_trusted(frame_answer, f"frame {number}: ") if strict else frame_answer)
        if not answers:
            raise Problem("There are no frames.")
        if len({frame_answer.mask.shape for frame_answer in answers}) > 1:
            raise Problem("The frames differ in size. Ask for one after the other: against(plate).answer(frame).")
        return np.stack([frame_answer.mask for frame_answer in answers]), np.stack(
            [frame_answer.depth for frame_answer in answers]
        )

    def answer(self, plate: AnyPicture | Plate, frame: AnyPicture) -> Answer:
        """All that can be said of a frame; see `Answer`."""
        return self.against(plate).answer(frame)

    def against(self, plate: AnyPicture | Plate, depth: "DepthFrom | PlateDepth | str" = "auto") -> "PlateSession":
        """Keep what depends on the plate alone, for many frames.

        `plate`: a picture as `predict` takes it, several pictures of the empty view, or the path of a folder or clip.

        `depth`: the plate's, or where it comes from: none, net, a file in metres and so on, see
        `diptych.scene.predict.depth.source`; auto is our plate net; with none, `best` answers no depth. A `Plate`
        that knows its depth keeps it.
        """
        from diptych.scene.predict.plate_files import plate_from

        known = plate if isinstance(plate, Plate) else plate_from(plate)
        if known.depth is None:
            plate_depth = depth if isinstance(depth, PlateDepth) else depth_of(depth, known.picture, self.threads)
            known = replace(known, depth=plate_depth)
        return PlateSession(self, known)


class PlateSession:
    """A predictor and a plate. Every frame is answered for itself; those of a clip have `clip`."""

    def __init__(self, predictor: Predictor, plate: Plate) -> None:
        self.predictor = predictor
        self.plate = replace(plate, picture=checked(plate.picture, "plate"))
        self.grey = without_colour(self.plate.picture)
        self.ready_depth = None if plate.depth is None else ReadyDepth.of(plate.depth)

    def answer(self, frame: AnyPicture) -> Answer:
        """All that can be said of a frame; see `Answer`."""
        start = time.perf_counter()
        frame = self.compared(frame)
        plate, move, fit = fitted(self.plate.picture, frame, self.predictor.register, self.predictor.steps.flow)
        if not fit.picture:
            return self.nothing(frame, plate, fit, start)
        coarse = self.coarse(frame, plate, move)
        return self.finished(frame, coarse, fit, start)

    def compared(self, frame: AnyPicture) -> Bytes:
        """The frame as it is compared, uint8 [H, W, 3]: grey where the plate is."""
        pixels = checked(frame, "frame")
        return grey(pixels) if self.grey and with_colour(pixels) else pixels

    def clip(self, keep_up: bool = False) -> "Clip":
        """What answers for the frames of one clip, in order; see `Clip`."""
        from diptych.scene.predict.clip import Clip

        return Clip(self, keep_up)

    def coarse(self, frame: Bytes, plate: Bytes, move: Move, before: Floats | None = None) -> "CoarseAnswer":
        """What the net says of a frame, and of the plate that was brought to it by `move`, at the working size.

        `before`: the mask of the frame before, [h, w] at that size, or None.
        """
        steps, net = self.predictor.steps, self.predictor.net
        height, width = frame.shape[:2]
        size = work_size(height, width, steps.work_px)
        spread = self.plate.spread if steps.spread else None
        if spread is not None and not net.is_told:
            plate = within(plate, frame, WITHIN * moved_spread(spread, move))
        small = resized(plate, size), resized(frame, size)
        if steps.sharpness:
            small = equally_sharp(*small)
        known_arrays = known(spread, self.ready_depth.scaled if self.ready_depth else None, move, size, before)
        mask, depth = net(tensor(small[0]), tensor(small[1]), known_arrays)
        unseen = move.at(size).unseen()
        if steps.unseen:
            mask = without_unseen(mask, unseen)
        return CoarseAnswer(mask, depth, plate, small, unseen, move)

    def finished(self, frame: Bytes, coarse: "CoarseAnswer", fit: Fit, start: float) -> Answer:
        """The answer at the frame's size."""
        steps, range_ = self.predictor.steps, self.predictor.net.range
        mask, depth = coarse.mask, coarse.depth if self._asks_depth() else None
        if steps.fill:
            mask = filled(mask, *coarse.small)
        if steps.refine and not coarse.enlarged(frame):  # what was seen larger than it is has its edges already
            slack_px = MOVED_SLACK_PX if fit.moved_px else STILL_SLACK_PX
            unseen = coarse.unseen if steps.unseen else None
            mask, depth = refined(mask, depth, coarse.small, (coarse.plate, frame), unseen, slack_px)
        else:
            way = cv2.INTER_AREA if coarse.enlarged(frame) else cv2.INTER_LINEAR
            mask = _resized(mask, frame, way)
            depth = None if depth is None else _resized(depth, frame, way)
        exact, near, far = None, range_.near_metres, range_.far_metres
        if self.ready_depth is not None:
            exact = self._depth(self.ready_depth, coarse, mask, depth)
            depth = self.ready_depth.share(exact)
            if exact.unit == "metres":  # a relative depth has no metres to lie between
                far, near = (1 / end for end in self.ready_depth.span)
        elif depth is None:
            depth = np.full_like(mask, UNKNOWN)
        seconds = time.perf_counter() - start
        return Answer(mask[None], depth[None], near, far, fit, coarse.plate, seconds, exact)

    def _asks_depth(self) -> bool:
        """Whether the net's own depth counts: with nothing known of the plate's, unless the net has to be told."""
        if self.ready_depth is None:
            return not self.predictor.net.is_told
        return self.predictor.net.is_told and not self.predictor.steps.stand

    def _depth(self, ready: ReadyDepth, coarse: "CoarseAnswer", mask: Floats, answered: Floats | None) -> PlateDepth:
        """The frame's depth [H, W], given its plate's: that, moved as the plate was, but on the thing its own."""
        size, values = mask.shape[::-1], ready.depth.values
        if values.shape != mask.shape:
            values = np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_NEAREST), np.float32)
        moved = coarse.move.at(size).applied_or_nan(values)
        if answered is None:  # what a thing stands on is nearer to the truth than what nets of ours say so far
            return contact(replace(ready.depth, values=moved), mask)
        return ready.frame(moved, mask, answered)

    def nothing(self, frame: Bytes, plate: Bytes, fit: Fit, start: float) -> Answer:
        """The answer for a frame that shows no picture."""
        range_ = self.predictor.net.range
        mask = np.zeros((1, *frame.shape[:2]), np.float32)
        seconds = time.perf_counter() - start
        return Answer(mask, mask + UNKNOWN, range_.near_metres, range_.far_metres, fit, plate, seconds)


@dataclass(frozen=True)
class CoarseAnswer:
    """A frame's answer at the working size: mask and depth [h, w], the plate as it was compared at full size, both
    pictures at the working size, and where the plate shows nothing."""

    mask: Floats
    depth: Floats
    plate: Bytes
    small: tuple[Bytes, Bytes]
    unseen: NDArray[np.bool_]
    move: Move

    def enlarged(self, frame: Bytes) -> bool:
        """Whether the working size is larger than the frame."""
        return self.mask.size > frame.shape[0] * frame.shape[1]


def depth_of(depth: "DepthFrom | str", picture: Bytes, threads: int = 0) -> PlateDepth | None:
    """The depth of a plate from where it is to come; of the same plate it is asked but once."""
    from diptych.scene.predict.depth.source import DepthFrom, plate_depth

    return plate_depth(DepthFrom(depth) if isinstance(depth, str) else depth, picture, threads=threads)


def _trusted(answer: Answer, which: str = "") -> Answer:
    """The answer, unless its plate is another's; where it is so in part, with a warning. `which` frame, for both."""
    if not answer.fit.belongs:
        advice = "Give the plate of this view, or strict=False to key the frame all the same."
        raise Problem(f"{which}{answer.fit}. {advice}")
    if answer.fit.partial:
        warnings.warn(f"{which}{answer.fit}", PlateWarning, stacklevel=3)
    return answer


def _resized(values: Floats, frame: Bytes, way: int) -> Floats:
    return cast(Floats, cv2.resize(values, frame.shape[1::-1], interpolation=way))


def work_size(height: int, width: int, work_px: int = WORK_PX) -> tuple[int, int]:
    """Width and height, px, at which the net works: small pictures are enlarged, since it sees things better so."""
    scale = min(MOST_ENLARGED, math.sqrt(work_px / (height * width)))
    return max(round(width * scale), 1), max(round(height * scale), 1)
