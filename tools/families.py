"""The page of sample pairs: `python -m tools.families docs/families.md` writes it between its marks."""

import random
import sys
from hashlib import blake2b
from pathlib import Path

from diptych.code.world.families import FAMILIES

from diptych.code.world import compose
from diptych.code.world.example import Example, of_family
from diptych.errors import Problem
from diptych.files import write_text

START, END = "<!-- samples -->\n", "<!-- end of samples -->\n"
DESCRIPTIONS, PROGRAMS = 5, 2  # shown of each group


def page() -> str:
    """Some descriptions and programs of each group, as Markdown: the same for the same families."""
    parts = []
    for group in dict.fromkeys(task.group for task in FAMILIES.values()):
        names = sorted((name for name, task in FAMILIES.items() if task.group == group), key=_order)
        pairs = [of_family(FAMILIES[name], random.Random(_order(name))) for name in names[:DESCRIPTIONS]]
        parts.append(_section(group, f"{len(names)} families", pairs))
    rng = random.Random(0)
    composed = [of_family(compose.draw(rng), rng) for _ in range(DESCRIPTIONS)]
    return "".join([*parts, _section("compositions", "made of parts", composed)])


def write_page(path: Path) -> None:
    """Put `page()` between the marks of the document `path`."""
    before, start, rest = path.read_text(encoding="utf-8").partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise Problem(f"{path} has no lines {START.strip()} and {END.strip()}; put them where the samples belong.")
    write_text(path, before + start + page() + end + after)


def _section(group: str, size: str, pairs: list[Example]) -> str:
    lines = [f"\n### {group} ({size})\n\n"]
    lines += [f"> {pair.description}\n\n```python\n{pair.program}```\n\n" for pair in pairs[:PROGRAMS]]
    lines += [f"- {pair.description}\n" for pair in pairs[PROGRAMS:]]
    return "".join(lines)


def _order(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "little")


if __name__ == "__main__":
    write_page(Path(sys.argv[1]))
