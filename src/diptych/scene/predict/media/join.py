"""Stretches of video made one file, with their clip's sound; nothing is coded anew but sound that does not fit."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av

from diptych.files import CannotWrite, atomic, on_disk
from diptych.scene.predict.media.encode import Coding, frames_in

PRIMING_SECONDS = Fraction(1, 10)


def join(
    stretches: Sequence[tuple[Path, int]], out: Path, how: Coding, base: Fraction, sound: Path | None, start: Fraction
) -> str:
    """Write `out` from stretches, each with its first stamp in units of `base`; return what to say of its sound.

    `sound` is a clip to take sound from, whose first frame is shown at `start` seconds.
    """
    note = ""
    with atomic(out) as partial, ExitStack() as stack:
        file = stack.enter_context(partial.open("wb"))
        target = stack.enter_context(av.open(file, "w", format=how.container, options=_options(how)))
        sources = [(stack.enter_context(av.open(str(path))), offset) for path, offset in stretches]
        video = target.add_stream_from_template(sources[0][0].streams.video[0])
        video.time_base = how.unit(base)
        heard = None
        if sound is not None and how.sound:
            heard = _sound(stack, sound, target, how)
            note = heard.note if heard else ""
        with on_disk(out):
            for packet in _by_time(_pictures(sources, video, base), heard.packets(start) if heard else iter(())):
                target.mux(packet)
            target.close()
            file.flush()
            os.fsync(file.fileno())
        count, wanted = frames_in(partial), sum(frames_in(path) for path, _ in stretches)
        if count != wanted:
            raise CannotWrite(f"{out}: holds {count} of {wanted} frames after writing. Is the disk full?")
    return note


def _options(how: Coding) -> dict[str, str]:
    return {"movflags": "faststart"} if how.container in ("mp4", "mov") else {}


def _pictures(sources: list[tuple[Any, int]], video: Any, base: Fraction) -> Iterator[Any]:
    for source, offset in sources:
        stream = source.streams.video[0]
        for packet in source.demux(stream):
            if not packet.size:
                continue
            scale = packet.time_base / video.time_base
            packet.pts = packet.dts = round((packet.pts or 0) * scale + offset * base / video.time_base)
            packet.duration = round((packet.duration or 0) * scale)
            packet.time_base, packet.stream = video.time_base, video
            yield packet


class _Sound:
    """The sound of a clip, copied where the container carries it, coded anew where not."""

    def __init__(self, source: Any, target: Any, how: Coding) -> None:
        self.source = source
        self.stream_read = source.streams.audio[0]
        name = self.stream_read.codec_context.name
        self.copied = name in how.sound
        # Encoders put silence before the sound; only MP4 and MOV can say that it is not to be heard.
        self.before = PRIMING_SECONDS if how.container in ("mp4", "mov") else Fraction(0)
        self.note = "" if self.copied else f"the sound was coded anew: {name} does not go into {how.ending}"
        if self.copied:
            self.stream = target.add_stream_from_template(self.stream_read)
        else:
            rate = 48000 if how.fallback_sound == "libopus" else self.stream_read.codec_context.sample_rate
            self.stream = target.add_stream(how.fallback_sound, rate=rate)
            self.stream.codec_context.layout = self.stream_read.codec_context.layout

    def packets(self, start: Fraction) -> Iterator[Any]:
        """Every packet from `start` seconds on, its stamps counted from there."""
        if self.copied:
            for packet in self.source.demux(self.stream_read):
                if not packet.size or packet.pts is None:
                    continue
                shift = round(start / packet.time_base)
                if packet.pts >= shift - round(self.before / packet.time_base):
                    packet.pts -= shift
                    packet.dts = packet.pts
                    packet.stream = self.stream
                    yield packet
            return
        encoder = self.stream.codec_context
        layout = self.stream_read.codec_context.layout.name
        resampler = av.AudioResampler(encoder.format, layout, encoder.sample_rate, encoder.frame_size or 1024)
        with suppress(av.error.EOFError):
            for frame in self.source.decode(self.stream_read):
                if frame.pts is None or frame.pts * frame.time_base < start:
                    continue
                frame.pts -= round(start / frame.time_base)
                for ready in resampler.resample(frame):
                    yield from self.stream.encode(ready)
        for ready in resampler.resample(None):
            yield from self.stream.encode(ready)
        yield from self.stream.encode(None)


def _sound(stack: ExitStack, clip: Path, target: Any, how: Coding) -> _Sound | None:
    """The clip's sound, None where it has none."""
    try:
        source = stack.enter_context(av.open(str(clip), metadata_errors="ignore"))
    except (av.error.FFmpegError, OSError):  # an animated picture that FFmpeg does not know
        return None
    return _Sound(source, target, how) if source.streams.audio else None


def _by_time(pictures: Iterator[Any], sounds: Iterator[Any]) -> Iterator[Any]:
    """Both kinds of packets, woven by their time, as players want them."""
    heard = next(sounds, None)
    for packet in pictures:
        time = cast(int, packet.pts) * packet.time_base
        while heard is not None and (heard.pts or 0) * heard.time_base <= time:
            yield heard
            heard = next(sounds, None)
        yield packet
    while heard is not None:
        yield heard
        heard = next(sounds, None)
