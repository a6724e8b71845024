"""`dataset.json`: what a data set is, and a SHA-256 of everything in it, itself included."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from diptych.errors import Problem
from diptych.files import write_text
from diptych.progress import progress
from diptych.scene.data.assets import sha256

VERSION = 1
NAME = "dataset.json"
UNTAUGHT = Path("teacher/.unfinished.json")  # what a teacher that was interrupted was asked
# The same data set may have been made by another command, and described by another version.
_NOT_IDENTITY = ("command", "pictures", "identity", "seal")


def write(folder: Path, about: Mapping[str, Any]) -> dict[str, Any]:
    """Write `dataset.json` with its identity and its seal; return all that stands in it."""
    identity = _hash({key: value for key, value in about.items() if key not in _NOT_IDENTITY})
    sealed = {**{key: value for key, value in about.items() if key != "seal"}, "identity": identity}
    sealed["seal"] = _hash(sealed)
    write_text(folder / NAME, json_text(sealed))
    return sealed


def read(folder: Path) -> dict[str, Any]:
    """Return what `dataset.json` says; a Problem where there is none or of another version."""
    path = folder / NAME
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        version = about["version"]
    except FileNotFoundError:
        raise Problem(f"{folder}: is no data set, there is no {NAME}. Make one with: diptych scene compose") from None
    except (ValueError, KeyError, TypeError):
        raise Problem(f"{path}: is damaged. Make the data set again with: diptych scene compose") from None
    if version != VERSION:
        how = "import" if about.get("kind") == "pictures" else "compose"
        raise Problem(
            f"{path}: is of version {version}, this diptych reads version {VERSION}."
            f" Make the data set again with: diptych scene {how}"
        )
    return dict(about)


def listing(folder: Path, paths: Iterable[Path], threads: int) -> dict[str, dict[str, Any]]:
    """Return size and SHA-256 of files in `folder`, by their paths from there."""
    ordered = sorted(paths)
    with ThreadPoolExecutor(threads) as pool:
        sums = list(pool.map(sha256, ordered))
    return {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": checksum}
        for path, checksum in zip(ordered, sums, strict=True)
    }


def check(folder: Path, threads: int = 2) -> list[str]:
    """Return what is wrong with a data set, a line for each file that is missing, changed or a stranger.

    Where `dataset.json` itself has been changed there is nothing to check the others by, and that is the one line.
    """
    about = read(folder)
    unsealed = {key: value for key, value in about.items() if key != "seal"}
    if json_text(about) != (folder / NAME).read_text(encoding="utf-8") or about.get("seal") != _hash(unsealed):
        return [f"{folder / NAME}: has been changed. Make the data set again with: diptych scene compose"]
    wrong, listed = [], about["files"]
    with progress("check", len(listed), "files") as advance, ThreadPoolExecutor(threads) as pool:
        for name, line in zip(listed, pool.map(lambda item: _fault(folder, *item), listed.items()), strict=True):
            advance(1, name)
            wrong += [line] if line else []
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    strangers = there - {*listed, NAME}
    if (folder / UNTAUGHT).exists():
        strangers = {name for name in strangers if Path(name).parent != UNTAUGHT.parent}
        wrong.append(f"{folder / UNTAUGHT.parent}: is unfinished. Go on with the command that asked the teacher")
    return wrong + [f"{folder / name}: does not belong to the data set" for name in sorted(strangers)]


def _fault(folder: Path, name: str, facts: Mapping[str, Any]) -> str:
    path = folder / name
    try:
        size = path.stat().st_size
        if size != facts["bytes"]:
            return f"{path}: has {size:,} bytes instead of {facts['bytes']:,}"
        return "" if sha256(path) == facts["sha256"] else f"{path}: has been changed"
    except FileNotFoundError:
        return f"{path}: is missing"
    except OSError as error:
        return f"{path}: cannot be read ({error.strerror})"


def _hash(about: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(about, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def json_text(about: Mapping[str, Any]) -> str:
    """Return facts as they are written."""
    return json.dumps(about, indent=1, ensure_ascii=False) + "\n"
