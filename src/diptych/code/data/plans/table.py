"""The table of parts: what a part takes and gives, and the texts that write it in Python. A file of data."""

import json
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from diptych.code.data.plans.types import Bound, fits

ATOM = 9  # the precedence of a name, a call, a literal


@dataclass(frozen=True)
class Hole:
    """A place in a part: its name in the text, its type, and the literals for when nobody said what stands there:
    `default` in a function, `sample` in a script."""

    name: str
    type: str
    default: str = ""
    sample: str = ""

    @property
    def is_function(self) -> bool:
        """Whether another part stands here, to be applied to something."""
        return ">" in self.type


@dataclass(frozen=True)
class Ref:
    """A place in a text where a name stands: of a hole, of a local variable, or of the function itself.

    `level` is the precedence that an expression needs to stand here unbracketed (above ATOM, in an f-string, only a
    name may); `again` says that the place is
    evaluated many times; `argument` is what the function in this hole is applied to.
    """

    name: str
    level: int = 0
    again: bool = False
    argument: str = ""


@dataclass(frozen=True)
class PartCode:
    """One way to write a part. `kind`: expression, comprehension (its pieces), body (ends in one return), function
    (returns in several places, calls itself, or prints), whole (defines what it needs by itself)."""

    kind: str
    text: tuple[str | Ref, ...]
    level: int = ATOM
    uses: frozenset[str] = frozenset()
    imports: tuple[str, ...] = ()
    locals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A typed part: `holes` in the order in which they are asked for, `result`, and its texts, the usual one first.
    `extras` are parameters with a default that only the text itself uses."""

    name: str
    holes: tuple[Hole, ...]
    result: str
    codes: tuple[PartCode, ...]
    extras: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()  # holes that name a file to be written
    says: str = ""  # one plain phrase for it, with its holes in braces

    def element(self, wanted: str, bound: Bound) -> int | None:
        """The hole that takes what a function of type `wanted` (`int>bool`) is applied to; None where none does."""
        argument, _, result = wanted.partition(">")
        for at, hole in enumerate(self.holes):
            trial = dict(bound)
            if not hole.is_function and fits(argument, hole.type, trial) and fits(result, self.result, trial):
                bound.update(trial)
                return at
        return None


@dataclass(frozen=True)
class Table:
    """All parts by name."""

    parts: dict[str, Part]

    @cached_property
    def identity(self) -> str:
        """A short name for all that the table holds: what was trained with one table does not read another."""
        packed = json.dumps([_packed(part) for part in self.parts.values()], sort_keys=True)
        return blake2b(packed.encode(), digest_size=8).hexdigest()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, in the order of the table."""
        return tuple(self.parts)

    def dump(self, path: Path) -> None:
        """Write the table as JSON."""
        path.write_text(json.dumps([_packed(part) for part in self.parts.values()], separators=(",", ":")) + "\n")

    @classmethod
    def load(cls, text: str) -> "Table":
        """The table that `dump` wrote."""
        return cls({row["name"]: _unpacked(row) for row in json.loads(text)})


def _packed(part: Part) -> dict[str, Any]:
    codes = [
        {
            "kind": code.kind,
            "text": [
                piece if isinstance(piece, str) else [piece.name, piece.level, int(piece.again), piece.argument]
                for piece in code.text
            ],
            "level": code.level,
            "uses": sorted(code.uses),
            "imports": code.imports,
            "locals": code.locals,
        }
        for code in part.codes
    ]
    return {
        "name": part.name,
        "holes": [[hole.name, hole.type, hole.default, hole.sample] for hole in part.holes],
        "result": part.result,
        "extras": part.extras,
        "writes": part.writes,
        "says": part.says,
        "codes": codes,
    }


def _unpacked(row: dict[str, Any]) -> Part:
    codes = tuple(
        PartCode(
            kind=code["kind"],
            text=tuple(p if isinstance(p, str) else Ref(p[0], p[1], bool(p[2]), p[3]) for p in code["text"]),
            level=code["level"],
            uses=frozenset(code["uses"]),
            imports=tuple(code["imports"]),
            locals=tuple(code["locals"]),
        )
        for code in row["codes"]
    )
    holes = tuple(Hole(*hole) for hole in row["holes"])
    return Part(row["name"], holes, row["result"], codes, tuple(row["extras"]), tuple(row["writes"]), row["says"])
