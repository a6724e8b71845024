"""Stretches of video, each whole or absent, and how they are coded."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, cast

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from diptych.errors import Problem
from diptych.files import CannotWrite, on_disk, writing

CodingKind = Literal["grey", "colour", "prores4444", "webm"]
BT709 = 1  # of H.273, for primaries, transfer and matrix alike
_FORMATS = {
    ("|u1", 2): "gray",
    ("|u1", 3): "rgb24",
    ("|u1", 4): "rgba",
    ("<u2", 2): "gray16le",
    ("<u2", 3): "rgb48le",
    ("<u2", 4): "rgba64le",
}


@dataclass(frozen=True)
class Coding:
    """How one kind of video is written: ending, FFmpeg's container and encoder, pixels, what sound it carries."""

    ending: str
    container: str
    encoder: str
    pixels: str
    options: dict[str, str] = field(default_factory=dict)
    sound: frozenset[str] = frozenset()
    fallback_sound: str = ""  # what sound becomes that the container cannot carry

    def unit(self, base: Fraction) -> Fraction:
        """Seconds a unit of the stamps in its files, for a clip that counts in `base`.

        WebM counts milliseconds; PyAV holds back its first packets, and then writes their stamps as they are.
        """
        return Fraction(1, 1000) if self.container == "webm" else base


_MP4_SOUND = frozenset({"aac", "mp3", "ac3", "eac3", "alac", "opus", "flac"})
_MOV_SOUND = frozenset({"aac", "mp3", "ac3", "alac", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_f32le"})
# Without B-frames, so that stretches can be joined whatever their time stamps. 1 is the finest that browsers play:
# 0 would be lossless, in a profile that only some of them know.
_H264 = {"preset": "veryfast", "bf": "0"}
_VP9 = {"deadline": "realtime", "cpu-used": "8", "row-mt": "1", "b": "0", "lag-in-frames": "0"}
CODINGS: dict[CodingKind, Coding] = {
    "grey": Coding(".mp4", "mp4", "libx264", "yuv420p", {**_H264, "crf": "1"}),
    "colour": Coding(".mp4", "mp4", "libx264", "yuv420p", {**_H264, "crf": "12"}, _MP4_SOUND, "aac"),
    # Of FFmpeg's two encoders of ProRes the quicker, which keeps 16 bits of alpha.
    "prores4444": Coding(".mov", "mov", "prores", "yuva444p10le", {"profile": "4"}, _MOV_SOUND, "pcm_s16le"),
    "webm": Coding(
        ".webm", "webm", "libvpx-vp9", "yuva420p", {**_VP9, "auto-alt-ref": "0", "crf": "12"},
        frozenset({"opus", "vorbis"}), "libopus",
    ),
}  # fmt: skip
# H.264 cannot hold an odd side at 4:2:0; VP9 can, and browsers play it in MP4 too.
_ODD: dict[CodingKind, Coding] = {
    "grey": Coding(".mp4", "mp4", "libvpx-vp9", "yuv420p", {**_VP9, "crf": "4"}),
    "colour": Coding(".mp4", "mp4", "libvpx-vp9", "yuv420p", {**_VP9, "crf": "12"}, _MP4_SOUND, "aac"),
}


def coding(kind: CodingKind, width: int, height: int) -> Coding:
    """How a video of this kind and size, px, is written."""
    odd = width % 2 or height % 2
    return _ODD.get(kind, CODINGS[kind]) if odd else CODINGS[kind]


class Stretch:
    """Frames of one video, written to `path` as they come; `close` checks that the file is whole."""

    def __init__(self, path: Path, how: Coding, size: tuple[int, int], times: "Times", threads: int = 1) -> None:
        """`size`: width and height, px."""
        self.path, self.how, self.count = path, how, 0
        self.durations: dict[int, int] = {}
        with writing(path):
            self.file = path.open("wb")
        self.container = av.open(self.file, "w", format=how.container)
        try:
            self.stream = cast(
                av.VideoStream, self.container.add_stream(how.encoder, rate=times.rate, options=how.options)
            )
        except ValueError:
            self.abandon()
            raise Problem(f"{path}: there is no encoder {how.encoder} here; see diptych doctor.") from None
        self.stream.width, self.stream.height = size
        self.stream.pix_fmt = how.pixels
        self.unit, self.scale = how.unit(times.base), times.base / how.unit(times.base)
        self.stream.time_base = self.unit
        context = self.stream.codec_context
        context.time_base = self.unit
        context.thread_count = threads
        context.sample_aspect_ratio = times.pixel_aspect
        context.color_range = ColorRange.MPEG
        context.colorspace = context.color_primaries = context.color_trc = BT709
        if "yuva" in how.pixels and how.container == "webm":
            self.stream.metadata["alpha_mode"] = "1"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self.abandon()

    def add(self, picture: NDArray[Any], stamp: int, duration: int) -> None:
        """Write a picture, uint8 or uint16 [H, W], [H, W, 3] or [H, W, 4], shown at `stamp` for `duration`."""
        frame = VideoFrame.from_ndarray(
            np.ascontiguousarray(picture),
            format=_FORMATS[picture.dtype.str, picture.shape[2] if picture.ndim == 3 else 2],
        )
        frame = frame.reformat(
            format=self.how.pixels,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,  # FFmpeg 8.1's scaler on several threads leaves rows of wrong levels now and then
        )
        frame.pts, frame.time_base = round(stamp * self.scale), self.unit
        frame.duration = self.durations[frame.pts] = round((stamp + duration) * self.scale) - frame.pts
        self._write(frame)
        self.count += 1

    def close(self) -> None:
        """Finish the file, and check that it holds every frame."""
        try:
            self._write(None)
            with on_disk(self.path):
                self.container.close()
                self.file.flush()
                self.file.close()
        except BaseException:
            self.abandon()
            raise
        frames = frames_in(self.path)
        if frames != self.count:
            self.path.unlink(missing_ok=True)
            raise CannotWrite(f"{self.path}: holds {frames} of {self.count} frames after writing. Is the disk full?")

    def _write(self, frame: VideoFrame | None) -> None:
        with on_disk(self.path):
            for packet in self.stream.encode(frame):
                if packet.pts is not None and packet.time_base == self.unit:
                    packet.duration = self.durations.pop(packet.pts, packet.duration or 0)
                self.container.mux(packet)

    def abandon(self) -> None:
        """Close what can be closed, and remove the file."""
        for close in (self.container.close, self.file.close):
            try:
                close()
            except (OSError, ValueError, av.error.FFmpegError):  # it is broken already
                continue
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True)
class Times:
    """How a video counts time: frames a second, seconds a unit of its stamps, and width over height of a pixel."""

    rate: Fraction
    base: Fraction
    pixel_aspect: Fraction = Fraction(1)


def frames_in(path: Path) -> int:
    """How many frames a video holds, by its packets; 0 where it cannot be read."""
    try:
        with av.open(str(path)) as container:
            return sum(bool(packet.size) for packet in container.demux(container.streams.video[0]))
    except (av.error.FFmpegError, OSError, IndexError):
        return 0
