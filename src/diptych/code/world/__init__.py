"""The built-in world of programs: descriptions as people write them, programs that run, tests that say what is right.

example(7).description, example(7).program, example(7).tests
write_corpus(Path("corpus"), pairs=100_000, seed=0, workers=2)
"""

from diptych.code.world.corpus import read_corpus, write_corpus
from diptych.code.world.example import SPLITS, Example, example, of_family
from diptych.code.world.families import FAMILIES
from diptych.code.world.family import Family, check, do, family, find, make, show
from diptych.code.world.run import Case, entry, matches, passes, script

__all__ = [
    "FAMILIES",
    "SPLITS",
    "Case",
    "Example",
    "Family",
    "check",
    "do",
    "entry",
    "example",
    "family",
    "find",
    "make",
    "matches",
    "of_family",
    "passes",
    "read_corpus",
    "script",
    "show",
    "write_corpus",
]
