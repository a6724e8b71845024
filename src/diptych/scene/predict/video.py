"""A clip in, and out come videos or sequences of its size, its frames and its times; in constant memory."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from diptych.arrays import Bytes
from diptych.errors import Problem
from diptych.files import write_text
from diptych.progress import console, progress
from diptych.scene.predict.files import Answers, ordered
from diptych.scene.predict.ledger import Ledger
from diptych.scene.predict.media.clip import ClipInfo, Frame, open_clip
from diptych.scene.predict.media.film import FilmWriter
from diptych.scene.predict.media.still import needs_exr
from diptych.scene.predict.outputs import OutputOptions, Product, product
from diptych.scene.predict.stopping import Stopping, stopping
from diptych.scene.predict.things import Tracker, thing_of

Background = Callable[[int, int], Bytes]
Item = tuple[Frame, Bytes | None]


class ForeignPlate(Problem):
    """The plate does not even belong to the first frame."""


@dataclass(frozen=True)
class ClipDone:
    """What became of a clip: the files written, its frames, the refused ones (from 1) and how many are damaged."""

    path: Path
    written: list[str]
    frames: int
    refused: list[int]
    damaged: int = 0
    notes: list[str] = field(default_factory=list)


def predict_video(
    answers: Answers,
    path: Path,
    out: Path,
    name: str,
    wanted: OutputOptions,
    threads: int,
    identity: str = "",
    background: Background | None = None,
) -> ClipDone:
    """Write NAME.mask.mp4, NAME.depth.mp4 and what else is wanted; an earlier run that was ended is gone on with.

    `identity` stands for plate, weights and background: what else decides the result. A first frame that the plate
    does not belong to is `ForeignPlate` unless the plate is trusted.
    """
    if wanted.video == "exr":
        needs_exr()
    deep = wanted.bits == 16 or wanted.video in ("exr", "prores4444")
    request = {**asdict(wanted), "identity": identity, "clip": _identity(path)}
    with open_clip(path, deep) as (clip, frames), stopping() as stop:
        film = FilmWriter(out, name, clip, request, wanted.alpha != "straight")
        try:
            start = _shoot(answers, film, _items(clip, frames, background), wanted, threads, stop)
            if stop:
                _say_goodbye(film, clip, start)
            else:
                done = _finished(film, clip, start, out, name, wanted)
        except BaseException:
            film.abandon()
            raise
    if stop:
        stop.leave()
    return done


def _shoot(
    answers: Answers, film: FilmWriter, items: Iterator[Item], wanted: OutputOptions, threads: int, stop: Stopping
) -> Fraction:
    """Answer every frame that is not done yet; return when the first is shown, seconds."""
    clip, tracker = film.clip, Tracker()
    for line in film.lines if wanted.things else ():
        tracker([thing_of(about) for about in line["things"]])
    first = next(items, None)
    if first is None:
        raise Problem(f"{clip.path}: has no frame that can be read.")
    start = first[0].stamp * clip.time_base

    def todo() -> Iterator[Item]:
        if not film.done:
            yield first
        for item in items:
            if stop:
                return
            if item[0].number >= film.done:
                yield item

    def answered(item: Item) -> tuple[Frame, Product]:
        frame, behind = item
        return frame, product(answers.answer(frame.picture.pixels), frame.picture, wanted, behind, clip=True)

    with progress(f"predict {clip.path.name}", clip.count, "frames", film.done) as advance:
        for frame, made in ordered(answered, todo(), threads):
            if frame.number == 0 and made.refused:
                raise ForeignPlate(
                    f"{clip.path}, first frame: {made.refused}. Use --trust-plate to go on all the same."
                )
            film.add(
                _pictures(made), _line(clip, frame, made, start, tracker), frame.number, frame.stamp, frame.duration
            )
            advance(1)
    return start


def _items(clip: ClipInfo, frames: Iterator[Frame], background: Background | None) -> Iterator[Item]:
    for frame in frames:
        yield frame, background(clip.width, clip.height) if background else None


def _pictures(made: Product) -> dict[str, Any]:
    return made.pictures if made.layers is None else {**made.pictures, "layers": made.layers}


def _line(clip: ClipInfo, frame: Frame, made: Product, start: Fraction, tracker: Tracker) -> dict[str, Any]:
    """What there is to know about a frame; frames count from 1, time from the first."""
    line = {"frame": frame.number + 1, "time": round(float(frame.stamp * clip.time_base - start), 6), **made.about}
    if "things" in line:
        line["things"] = [thing.about() for thing in tracker(made.things)]
    return line


def _finished(
    film: FilmWriter, clip: ClipInfo, start: Fraction, out: Path, name: str, wanted: OutputOptions
) -> ClipDone:
    lines, notes = film.lines, list(clip.notes)
    written, remarks = film.finish(start)
    if wanted.json:
        write_text(out / f"{name}.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
        written.append(f"{name}.jsonl")
    if wanted.things:
        ledger = Ledger()
        for line in lines:
            things = tuple(thing_of(about) for about in line["things"])
            ledger.add(clip.path.name, (clip.width, clip.height), things, line["frame"], line["time"])
        written += ledger.write(out, f"{name}.things")
    refused = [line["frame"] for line in lines if line["refused"]]
    return ClipDone(clip.path, written, len(lines), refused, clip.damaged, notes + remarks)


def _say_goodbye(film: FilmWriter, clip: ClipInfo, start: Fraction) -> None:
    names = film.interrupt(start)
    whole = f" of about {clip.count:,}" if clip.count else ""
    kept = f" {', '.join(names)} can be looked at;" if names else ""
    console.print(
        f"{clip.path}: ended after {film.done:,}{whole} frames.{kept} the same command goes on from here.",
        soft_wrap=True, markup=False,
    )  # fmt: skip


def _identity(path: Path) -> list[Any]:
    state = path.stat()
    return [str(path.resolve()), state.st_size, state.st_mtime_ns]


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in rising order as people write them: 3-5, 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in runs)
