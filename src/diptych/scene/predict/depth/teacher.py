"""A plate's depth from a network that somebody else trained, asked once and kept beside the plate."""

import hashlib
from contextlib import suppress
from pathlib import Path

import numpy as np

from diptych.arrays import Bytes
from diptych.errors import Problem
from diptych.files import CannotWrite, atomic
from diptych.scene.data.depth import DepthRange
from diptych.scene.predict.depth.kept import Kept
from diptych.scene.predict.plate import PlateDepth, Unit

KEPT: Kept[PlateDepth] = Kept(4)  # for plates that have no file


def taught(teacher: str, picture: Bytes, beside: Path | None = None) -> PlateDepth:
    """What a teacher, hf:NAME_OR_FOLDER or onnx:FILE, answers to a plate, uint8 [H, W, 3].

    `beside`: the plate's file, beside which the answer is kept under the hash of all that decides it.
    """
    key = _key(teacher, picture)
    if beside is None:
        return KEPT(key, lambda: _asked(teacher, picture))
    kept = beside.with_name(f".{beside.stem}.depth-{key}.npz")
    if (stored := _kept(kept, picture.shape[:2], teacher)) is not None:
        return stored
    stored = _asked(teacher, picture)
    with suppress(CannotWrite), atomic(kept) as partial, partial.open("wb") as file:  # else it is asked again
        np.savez_compressed(file, values=stored.values, unit=stored.unit)
    return stored


def _asked(teacher: str, picture: Bytes) -> PlateDepth:
    from diptych.scene.data.teacher.asking import TeacherOptions, load
    from diptych.scene.data.teacher.kinds import as_scaled

    try:
        loaded = load(TeacherOptions(teacher))
    except ModuleNotFoundError as error:
        raise Problem(f"{teacher}: needs {error.name}. Install it with: pip install 'diptych[teacher]'") from None
    answer = loaded(picture[None])[0].astype(np.float32)
    if loaded.kind == "metric":
        return PlateDepth(np.where(answer > 0, answer, np.float32(np.nan)), "metres", _source(teacher))
    if loaded.kind == "distance":
        answer = as_scaled(answer[None], "distance", DepthRange())[0]
        answer = np.where(answer < 0, np.float32(np.nan), answer)
    return PlateDepth(np.where(np.isfinite(answer), answer, np.float32(np.nan)), "relative", _source(teacher))


def _source(teacher: str) -> str:
    return f"the teacher {teacher}"


def _kept(path: Path, shape: tuple[int, ...], teacher: str) -> PlateDepth | None:
    """What was kept, if it is whole."""
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as file:
            values, unit = file["values"], str(file["unit"])
    except (OSError, ValueError, KeyError, EOFError):
        return None
    if values.shape != shape or unit not in ("metres", "relative"):
        return None
    known: Unit = "metres" if unit == "metres" else "relative"
    return PlateDepth(values.astype(np.float32), known, _source(teacher))


def _key(teacher: str, picture: Bytes) -> str:
    """A hash of the plate's pixels and of the teacher: its name, and its files where they lie on this machine."""
    digest = hashlib.sha256(f"{teacher} {picture.shape}".encode())
    digest.update(np.ascontiguousarray(picture).data)
    source = Path(teacher.partition(":")[2])
    files = [source] if source.is_file() else sorted(path for path in source.rglob("*") if path.is_file())
    for file in files if source.exists() else []:
        state = file.stat()
        digest.update(f"{file.name} {state.st_size} {state.st_mtime_ns}".encode())
    return digest.hexdigest()[:16]
