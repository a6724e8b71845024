"""A pair, and pairs as JSON lines."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from diptych.code.data.syntax import tree
from diptych.errors import Problem
from diptych.files import write_text


@dataclass(frozen=True, slots=True)
class Pair:
    """An English description and the Python program it asks for; `origin` is file and line or record."""

    description: str
    program: str
    origin: str


def distinct(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the first pair of each (description in lower case, syntax tree), in order; all programs must parse."""
    seen: dict[tuple[str, str], Pair] = {}
    for pair in pairs:
        seen.setdefault((" ".join(pair.description.lower().split()), tree(pair.program)), pair)
    return list(seen.values())


def read_jsonl(path: Path) -> list[Pair]:
    """Read pairs from JSON lines with the string fields `description` and `program`."""
    pairs = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        record = as_object(line, where)
        pairs.append(
            Pair(
                text_field(record, "description", where),
                text_field(record, "program", where),
                str(record.get("origin") or where),
            )
        )
    return pairs


def write_jsonl(path: Path, pairs: Sequence[Pair]) -> None:
    """Write pairs as JSON lines, whole or not at all."""
    write_text(path, "".join(json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in pairs))


def read_text(path: Path) -> str:
    """Return the UTF-8 text of `path` without a byte-order mark; raise a Problem that says why it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise Problem(f"{path}:{line}: not UTF-8. Save the file as UTF-8 and try again.") from None
    except OSError as error:
        raise Problem(f"{path}: cannot be read ({error.strerror}).") from None


def as_object(line: str, where: str) -> dict[str, object]:
    """Return the JSON object that `line` holds."""
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Problem(f"{where}: not JSON ({error}).") from None
    if not isinstance(record, dict):
        raise Problem(f"{where}: expected a JSON object, found {type(record).__name__}.")
    return record


def text_field(record: dict[str, object], name: str, where: str) -> str:
    """Return the string that `record` has under `name`."""
    value = record.get(name)
    if not isinstance(value, str):
        fields = ", ".join(map(repr, record)) or "no field"
        raise Problem(f'{where}: the field "{name}" must be a string; the record has {fields}.')
    return value
