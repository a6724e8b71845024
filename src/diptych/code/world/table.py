"""All rows of the world, and the table of parts that is made of them."""

from functools import cache
from pathlib import Path

from diptych.code.data.plans.table import Table
from diptych.code.world.rows import PartRow, read

FOLDER = Path(__file__).parent / "rows"


@cache
def rows() -> dict[str, PartRow]:
    """Every row by its name, in the order of the files."""
    everything = [row for path in sorted(FOLDER.glob("*.rows")) for row in read(path)]
    names = [row.name for row in everything]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"names of two rows: {', '.join(twice)}")
    return {row.name: row for row in everything}


@cache
def table() -> Table:
    """The parts alone, as prediction knows them."""
    return Table({name: row.part for name, row in rows().items()})
