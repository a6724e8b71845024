"""Clips, frame by frame, with the time of each: by FFmpeg's libraries, or by Pillow where a picture is animated."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import av.filter
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray
from PIL import Image

from diptych.errors import Problem
from diptych.scene.data.reading import Picture, check_size

CLIPS = frozenset(
    {".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".mxf", ".wmv"}
    | {".asf", ".flv", ".ogv", ".3gp", ".y4m", ".vob", ".dv", ".mjpeg", ".mjpg", ".h264", ".264", ".hevc", ".ivf"}
)
ANIMATED = frozenset({".gif", ".webp", ".png", ".apng", ".avif"})  # pictures that may be clips
STAMPLESS = frozenset({"avi", "h264", "hevc", "mjpeg"})  # their stamps say when to decode, not when to show
DEFAULT_RATE = Fraction(25)
PILLOW_BASE = Fraction(1, 1000)


@dataclass(frozen=True)
class Frame:
    """One frame: its number from 0, its time stamp and duration in units of the clip's `time_base`, its picture."""

    number: int
    stamp: int
    duration: int
    picture: Picture


@dataclass
class ClipInfo:
    """What is known of a clip before its frames are read. `count` is an estimate, 0 where nothing is known.

    `bits` a channel; `turn` in quarters counter-clockwise; `pixel_aspect` is width over height of a pixel.
    `damaged` counts the packets that could not be decoded so far.
    """

    path: Path
    width: int
    height: int
    rate: Fraction
    time_base: Fraction
    count: int = 0
    bits: int = 8
    pixel_aspect: Fraction = Fraction(1)
    damaged: int = 0
    notes: list[str] = field(default_factory=list)


def is_clip(path: Path) -> bool:
    """Is it a clip, by its name, or by its frames where a picture may be animated?"""
    ending = path.suffix.lower()
    if ending in CLIPS:
        return not path.is_dir()
    if ending not in ANIMATED:
        return False
    with suppress(Exception), Image.open(path) as opened:  # what cannot be read is said when it is read
        return getattr(opened, "n_frames", 1) > 1
    return False


@contextmanager
def open_clip(path: Path, deep: bool = False) -> Iterator[tuple[ClipInfo, Iterator[Frame]]]:
    """Open a clip: what is known of it, and its frames. `deep` keeps 16 bits a channel where it has more than 8."""
    if path.suffix.lower() in ANIMATED:
        with _animation(path) as opened:
            yield opened
        return
    try:
        container = av.open(str(path), metadata_errors="ignore")
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise Problem(f"{path}: cannot be read as a video ({_reason(error)}).") from None
    with container:
        if not container.streams.video:
            raise Problem(f"{path}: has no pictures in it, only sound or data.")
        stream = cast(av.VideoStream, container.streams.best("video") or container.streams.video[0])
        if stream.codec_context is None:
            raise Problem(f"{path}: there is no decoder here for its video codec.")
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = 2
        yield _opened(path, container, stream, deep)


def _opened(
    path: Path, container: av.container.InputContainer, stream: av.VideoStream, deep: bool
) -> tuple[ClipInfo, Iterator[Frame]]:
    """Decode the first frame, which alone tells how the clip lies and what it holds."""
    decoded = _Decoded(path, container, stream)
    first = next(decoded, None)
    if first is None:
        name = stream.codec_context.name
        raise Problem(f"{path}: has no frame that can be read (codec {name}).")
    check_size(first.width, first.height, path)
    turned = round(first.rotation / 90) % 4
    width, height = (first.width, first.height)[:: -1 if turned % 2 else 1]
    rate = stream.average_rate or stream.guessed_rate or DEFAULT_RATE
    base = stream.time_base or 1 / rate
    count = stream.frames or (round(stream.duration * base * rate) if stream.duration else 0)
    if not count and container.duration:
        count = round(container.duration * rate / av.time_base)
    bits = max(component.bits for component in first.format.components)
    aspect = stream.sample_aspect_ratio or Fraction(1)
    clip = ClipInfo(path, width, height, rate, base, count, bits, 1 / aspect if turned % 2 else aspect)
    if first.interlaced_frame:
        clip.notes.append("interlaced: each frame was made of its two fields")
    return clip, _frames(clip, decoded, first, deep and bits > 8, turned)


class _Decoded:
    """The decoded frames of a stream; packets that are broken are counted and passed over."""

    def __init__(self, path: Path, container: av.container.InputContainer, stream: av.VideoStream) -> None:
        self.path, self.container, self.stream, self.damaged = path, container, stream, 0
        self.packets = container.demux(stream)
        self.ready: list[VideoFrame] = []
        self.ended = False

    def __iter__(self) -> "_Decoded":
        return self

    def __next__(self) -> VideoFrame:
        while not self.ready:
            if self.ended:
                raise StopIteration
            self._more()
        return self.ready.pop(0)

    def _more(self) -> None:
        try:
            packet = next(self.packets)
        except StopIteration:
            self.ended = True
            return
        except (av.error.FFmpegError, OSError):  # the file ends within a packet
            self.damaged += 1
            self.ended = True
            packet = None
        try:
            self.ready = list(self.stream.codec_context.decode(packet))
        except av.error.EOFError:
            self.ended = True
        except (av.error.FFmpegError, ValueError):
            self.damaged += 1


def _frames(clip: ClipInfo, decoded: _Decoded, first: VideoFrame, deep: bool, turned: int) -> Iterator[Frame]:
    """Every frame with its stamp. Where stamps are missing or go backwards, the next follows at the clip's rate."""
    step = max(round(1 / (clip.rate * clip.time_base)), 1)
    due = _stamp(clip, first) or 0
    stamped = decoded.container.format.name not in STAMPLESS
    size = first.width, first.height
    held: Frame | None = None
    for number, frame in enumerate(_woven(decoded, first)):
        if (frame.width, frame.height) != size:
            raise Problem(
                f"{clip.path}: frame {number} is {frame.width}×{frame.height} px, those before {size[0]}×{size[1]}."
            )
        read_stamp = _stamp(clip, frame) if stamped else None
        stamp = read_stamp if read_stamp is not None and read_stamp >= due else due
        if held is not None:
            yield Frame(held.number, held.stamp, max(stamp - held.stamp, 1), held.picture)
        held = Frame(number, stamp, step, _picture(frame, deep, turned))
        due = stamp + 1 if read_stamp is not None else stamp + step
        clip.damaged = decoded.damaged
    clip.damaged = decoded.damaged
    if held is not None:
        yield held


def _stamp(clip: ClipInfo, frame: VideoFrame) -> int | None:
    """When the frame is shown, in units of the clip's time base; filters may count in another."""
    if frame.pts is None or not frame.time_base or frame.time_base == clip.time_base:
        return frame.pts
    return round(frame.pts * frame.time_base / clip.time_base)


def _woven(decoded: _Decoded, first: VideoFrame) -> Iterator[VideoFrame]:
    """The frames as they are, or of interlaced ones whole pictures, as many as there were."""
    if not first.interlaced_frame:
        yield first
        yield from decoded
        return
    graph = av.filter.Graph()
    source = graph.add_buffer(template=decoded.stream)
    weave = graph.add("bwdif", "mode=send_frame:deint=all")
    sink = graph.add("buffersink")
    source.link_to(weave)
    weave.link_to(sink)
    graph.configure()

    def pulled() -> Iterator[VideoFrame]:
        while True:
            try:
                yield cast(VideoFrame, graph.pull())
            except (av.error.BlockingIOError, av.error.EOFError):
                return

    graph.push(first)
    for frame in decoded:
        yield from pulled()
        graph.push(frame)
    graph.push(None)
    yield from pulled()


def _picture(frame: VideoFrame, deep: bool, turned: int) -> Picture:
    # On one thread: FFmpeg 8.1's scaler on several leaves rows of wrong levels now and then.
    levels: NDArray[Any] = frame.to_ndarray(format="rgb48le" if deep else "rgb24", threads=1)
    return Picture(np.ascontiguousarray(np.rot90(levels, turned)) if turned else levels)


@contextmanager
def _animation(path: Path) -> Iterator[tuple[ClipInfo, Iterator[Frame]]]:
    """An animated picture, by Pillow: it alone knows how the frames of a GIF, WebP or PNG cover each other."""
    try:
        opened = Image.open(path)
        check_size(*opened.size, path)
        count = getattr(opened, "n_frames", 1)
        opened.load()  # only then is the first frame's duration known
        rate = Fraction(1000, _milliseconds(opened)).limit_denominator(1001)
    except Problem:
        raise
    except Exception as error:  # whatever a decoder may raise on bytes that are broken
        raise Problem(f"{path}: cannot be read as an animated picture ({_reason(error)}).") from None
    with opened:
        clip = ClipInfo(path, *opened.size, rate, PILLOW_BASE, count)
        yield clip, _animated(clip, opened)


def _animated(clip: ClipInfo, opened: Image.Image) -> Iterator[Frame]:
    stamp = 0
    for number in range(clip.count):
        try:
            opened.seek(number)
            picture = np.asarray(opened.convert("RGB"))
        except Exception:  # whatever a decoder may raise on bytes that are broken
            clip.damaged = clip.count - number
            return
        duration = _milliseconds(opened)
        yield Frame(number, stamp, duration, Picture(picture))
        stamp += duration


def _milliseconds(opened: Image.Image) -> int:
    """How long the frame that is open stands; browsers show what claims 10 ms or less for 100."""
    milliseconds = int(opened.info.get("duration") or 0)
    return milliseconds if milliseconds > 10 else 100


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).split("\n")[0][:200]
