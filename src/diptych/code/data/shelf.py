"""The shelf: stored pairs of the world that the net may look at while it writes, and how they are labelled."""

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from diptych.code.data.tokens import Token, tokenise
from diptych.code.world import compose
from diptych.code.world.example import Example, of_family
from diptych.code.world.families import FAMILIES
from diptych.code.world.family import Family
from diptych.files import write_text

COMPOSED = "composed"  # the task label of every composition
TRIES = 100  # examples drawn of each family; those with a new kind of program are stored
MOST = 24  # stored of each family
COMPOSITIONS = 2_600  # examples drawn of the compositions


@dataclass(frozen=True)
class Stored:
    """A pair on the shelf. `task` is its family or COMPOSED, `parts` what a composition is made of."""

    description: str
    program: str
    task: str
    form: str
    parts: tuple[str, ...] = ()


def stored(example: Example) -> Stored:
    """The example as it would stand on the shelf."""
    if example.composition:
        return Stored(
            example.description, example.program, COMPOSED, example.form, tuple(example.composition.split())
        )
    return Stored(example.description, example.program, example.family, example.form)


def fill(tries: int = TRIES, most: int = MOST, compositions: int = COMPOSITIONS) -> list[Stored]:
    """A shelf from the training split of the world: of each family every kind of program, and many compositions."""
    shelf = [pair for task in FAMILIES.values() for pair in _kinds(task, tries, most)]
    rng, seen = random.Random(0), set()
    for _ in range(compositions):
        example = of_family(compose.draw(rng), rng)
        key = (example.composition, example.form)
        if example.split == "train" and key not in seen:
            seen.add(key)
            shelf.append(stored(example))
    return shelf


def _kinds(task: Family, tries: int, most: int) -> list[Stored]:
    """The plainest description of each kind of program of a family; a kind is form and shape."""
    rng = random.Random(int.from_bytes(blake2b(task.name.encode(), digest_size=8).digest(), "little"))
    found: dict[tuple[str, ...], list[Stored]] = {}
    for _ in range(tries):
        example = of_family(task, rng)
        if example.split == "train":
            found.setdefault((example.form, *_shape(tokenise(example.program))), []).append(stored(example))
    common = sorted(found.values(), key=len, reverse=True)[:most]
    return [sorted(kind, key=lambda pair: len(pair.description))[len(kind) // 2] for kind in common]


_NAMED = {"identifier": "name", "function declaration": "name", "number": "number", "string": "string"}


def _shape(tokens: Sequence[Token]) -> tuple[str, ...]:
    """A program without its names and values."""
    return tuple(_NAMED.get(token.type, token.text) for token in tokens)


def save(path: Path, shelf: Sequence[Stored]) -> None:
    """Write a shelf as JSON lines."""
    write_text(path, "".join(json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in shelf))


def load(path: Path) -> list[Stored]:
    """Read a shelf that `save` wrote."""
    return [from_json(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def from_json(record: dict[str, Any]) -> Stored:
    """A pair from its JSON record."""
    return Stored(**{**record, "parts": tuple(record["parts"])})
