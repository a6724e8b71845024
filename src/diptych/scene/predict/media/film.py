"""The videos and sequences made of one clip, written in stretches, so that an interrupted run can be resumed.

A hidden folder beside them holds the stretches that are whole and what has been done so far. When all is done
they are joined, with the clip's sound, and the folder goes. No finished file is touched before that.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from numpy.typing import NDArray

from diptych.files import write_text, writing
from diptych.scene.predict.media.clip import ClipInfo
from diptych.scene.predict.media.encode import CodingKind, Stretch, Times, coding
from diptych.scene.predict.media.join import join
from diptych.scene.predict.media.still import of_png, save_exr, save_png

STRETCH_FRAMES = 250
WAITING = 3  # pictures a track may lag behind
SOUND = ("cutout", "on", "overlay")  # kinds that get the clip's sound


class Track(Protocol):
    """What takes the pictures of one kind."""

    def add(self, picture: Any, number: int, stamp: int, duration: int) -> None: ...
    def close(self) -> None: ...


class VideoTrack:
    """One stretch of a video."""

    def __init__(self, path: Path, kind: CodingKind, clip: ClipInfo, start: int) -> None:
        how = coding(kind, clip.width, clip.height)
        times = Times(clip.rate, clip.time_base, clip.pixel_aspect)
        self.start, self.stretch = start, Stretch(path, how, (clip.width, clip.height), times)

    def add(self, picture: NDArray[Any], number: int, stamp: int, duration: int) -> None:
        self.stretch.add(picture, stamp - self.start, duration)

    def close(self) -> None:
        self.stretch.close()


class PngTrack:
    """A sequence of PNGs, numbered from 1."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder, self.kind = folder, kind

    def add(self, picture: NDArray[Any], number: int, stamp: int, duration: int) -> None:
        save_png(sequence_path(self.folder, number, ".png"), of_png(picture, False))

    def close(self) -> None:
        """Every picture is whole already."""


class ExrTrack:
    """A sequence of EXRs, numbered from 1."""

    def __init__(self, folder: Path, rate: Fraction, premultiply: bool) -> None:
        self.folder, self.rate, self.premultiply = folder, float(rate), premultiply

    def add(self, picture: Any, number: int, stamp: int, duration: int) -> None:
        path = sequence_path(self.folder, number, ".exr")
        save_exr(path, picture.rgba, picture.linear, picture.depth, picture.unit, self.premultiply, self.rate)

    def close(self) -> None:
        """Every picture is whole already."""


def sequence_path(folder: Path, number: int, ending: str) -> Path:
    """The file of a frame, `number` counted from 0, its name counted from 1 as editors do."""
    return folder / f"{folder.name}.{number + 1:06}{ending}"


class FilmWriter:
    """Everything that is written of one clip."""

    def __init__(self, out: Path, name: str, clip: ClipInfo, request: dict[str, Any], premultiply: bool) -> None:
        """`request` says all that decides what is written; an unfinished run goes on only if it is the same."""
        self.out, self.name, self.clip, self.premultiply = out, name, clip, premultiply
        self.folder, lock = _claimed(out, name)
        self.lock: int | None = lock
        self.video = request["video"]
        self.state = _state(self.folder, request)
        self.lines: list[dict[str, Any]] = self.state.pop("lines")
        self.tracks: dict[str, Track] = {}
        self.threads: dict[str, ThreadPoolExecutor] = {}
        self.waiting: dict[str, list[Future[None]]] = {}
        self.open: dict[str, Any] | None = None

    @property
    def done(self) -> int:
        """How many frames are written and safe."""
        return sum(stretch["frames"] for stretch in self.state["stretches"])

    def add(self, pictures: dict[str, Any], line: dict[str, Any], number: int, stamp: int, duration: int) -> None:
        """Write the pictures of one frame, by kind."""
        if self.open is None:
            index = len(self.state["stretches"])
            self.open = {"index": index, "first": stamp, "frames": 0, "kinds": sorted(pictures)}
            for kind in pictures:
                self.tracks[kind] = self._track(kind, index, stamp)
                self.threads[kind], self.waiting[kind] = ThreadPoolExecutor(1), []
        for kind, picture in pictures.items():
            waiting = self.waiting[kind]
            waiting.append(self.threads[kind].submit(self.tracks[kind].add, picture, number, stamp, duration))
            if len(waiting) > WAITING:
                waiting.pop(0).result()
        self.lines.append(line)
        self.open["frames"] += 1
        if self.open["frames"] == STRETCH_FRAMES:
            self.keep()

    def keep(self) -> None:
        """End the stretch; what came so far is safe afterwards."""
        if self.open is None:
            return
        for kind, track in self.tracks.items():
            for future in self.waiting[kind]:
                future.result()
            self.threads[kind].submit(track.close).result()
            self.threads[kind].shutdown()
        self.state["stretches"].append(self.open)
        self.open = None
        self.tracks, self.threads, self.waiting = {}, {}, {}
        write_text(self.folder / "state.json", json.dumps({**self.state, "lines": self.lines}) + "\n")

    def finish(self, start: Fraction) -> tuple[list[str], list[str]]:
        """Join everything; return the names written and what is to be said. `start`: of the first frame, seconds."""
        self.keep()
        written, notes = [], []
        for kind in self.state["stretches"][0]["kinds"]:
            how = self._video(kind)
            if how is None:
                folder = self._sequence(kind)
                self._drop_surplus(folder)
                written.append(f"{folder.name}/")
                continue
            path = self.out / f"{self.name}.{kind}{coding(how, self.clip.width, self.clip.height).ending}"
            notes.append(self._join(kind, how, path, start))
            written.append(path.name)
            path.with_suffix(f".unfinished{path.suffix}").unlink(missing_ok=True)
        self.abandon()
        return written, [note for note in dict.fromkeys(notes) if note]

    def interrupt(self, start: Fraction) -> list[str]:
        """Keep what came so far, joined as NAME.KIND.unfinished.* to look at; return the names."""
        self.keep()
        if not self.state["stretches"]:
            self.abandon()
            return []
        names = []
        for kind in self.state["stretches"][0]["kinds"]:
            how = self._video(kind)
            if how is None:
                names.append(f"{self._sequence(kind).name}/")
                continue
            ending = coding(how, self.clip.width, self.clip.height).ending
            names.append(f"{self.name}.{kind}.unfinished{ending}")
            self._join(kind, how, self.out / names[-1], start)
        self._unlock()
        return names

    def abandon(self) -> None:
        """Leave nothing behind but what is finished."""
        for pool in self.threads.values():
            pool.shutdown(cancel_futures=True)
        for track in self.tracks.values():
            if isinstance(track, VideoTrack):
                track.stretch.abandon()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._unlock()

    def _unlock(self) -> None:
        if self.lock is not None:
            os.close(self.lock)
        self.lock = None

    def _track(self, kind: str, index: int, start: int) -> Track:
        how = self._video(kind)
        if how is not None:
            return VideoTrack(self._stretch(kind, how, index), how, self.clip, start)
        folder = self._sequence(kind)
        with writing(folder):
            folder.mkdir(exist_ok=True)
        if kind == "layers":
            return ExrTrack(folder, self.clip.rate, self.premultiply)
        return PngTrack(folder, kind)

    def _video(self, kind: str) -> CodingKind | None:
        """How a kind is coded as video; None where it is a sequence of pictures."""
        if kind == "layers" or self.video == "png":
            return None
        if kind == "cutout":
            return "webm" if self.video == "webm" else "prores4444"
        return "grey" if kind in ("mask", "depth") else "colour"

    def _sequence(self, kind: str) -> Path:
        return self.out / f"{self.name}.{kind}"

    def _stretch(self, kind: str, how: CodingKind, index: int) -> Path:
        return self.folder / f"{kind}.{index:05}{coding(how, self.clip.width, self.clip.height).ending}"

    def _join(self, kind: str, how: CodingKind, path: Path, start: Fraction) -> str:
        stretches: Sequence[dict[str, Any]] = self.state["stretches"]
        first = stretches[0]["first"]
        parts = [(self._stretch(kind, how, part["index"]), part["first"] - first) for part in stretches]
        sound = self.clip.path if kind in SOUND else None
        return join(parts, path, coding(how, self.clip.width, self.clip.height), self.clip.time_base, sound, start)

    def _drop_surplus(self, folder: Path) -> None:
        """Remove the frames of an earlier, longer clip."""
        for path in folder.glob(f"{folder.name}.*"):
            number = path.name[len(folder.name) + 1 :].split(".")[0]
            if number.isdigit() and int(number) > self.done:
                path.unlink()


def _claimed(out: Path, name: str) -> tuple[Path, int]:
    """A folder for this run alone: the one an earlier run left, or a second one while another run is at work."""
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    for path in out.glob(f".{name}.*.partial"):  # second ones, of runs that were killed
        if (lock := _locked(path)) is not None:
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)
    for folder in (out / f".{name}.partial", out / f".{name}.{os.getpid()}.partial"):
        with writing(folder):
            folder.mkdir(exist_ok=True)
        lock = _locked(folder)
        if lock is not None:
            return folder, lock
    raise AssertionError("no other process has this number")


def _locked(folder: Path) -> int | None:
    """Lock a folder as long as this process lives; None where another has it."""
    with writing(folder):
        handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _state(folder: Path, request: dict[str, Any]) -> dict[str, Any]:
    """What an earlier run has done of this request; everything else in the folder goes."""
    fresh: dict[str, Any] = {"request": request, "stretches": [], "lines": []}
    try:
        state = json.loads((folder / "state.json").read_text(encoding="utf-8"))
        if state["request"] == json.loads(json.dumps(request)):
            fresh = state
    except (OSError, ValueError, KeyError, TypeError):
        pass
    whole = {f"{part['index']:05}" for part in fresh["stretches"]}
    for path in folder.iterdir():
        if path.name != "state.json" and path.name.split(".")[-2:-1] != [] and path.name.split(".")[-2] not in whole:
            path.unlink(missing_ok=True)
    return fresh
