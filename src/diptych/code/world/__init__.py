"""The built-in world of programs: descriptions as people write them, the plans they mean, programs that run.

example(7).description, example(7).plan, example(7).program, example(7).tests
write_corpus(Path("corpus"), pairs=100_000, seed=0, workers=2)
"""

from diptych.code.world.corpus import read_corpus, write_corpus
from diptych.code.world.example import SPLITS, Example, example
from diptych.code.world.run import ProgramCase, entry, matches, passes, script
from diptych.code.world.table import rows, table

__all__ = [
    "SPLITS",
    "Example",
    "ProgramCase",
    "entry",
    "example",
    "matches",
    "passes",
    "read_corpus",
    "rows",
    "script",
    "table",
    "write_corpus",
]
