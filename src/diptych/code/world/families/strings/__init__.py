"""Strings: counting, cleaning, positions, words, checks."""

from diptych.code.world.families.strings import (
    checks,
    cleaning,
    counting,
    exercises,
    finding,
    positions,
    repeats,
    reversing,
    words,
)

MODULES = (reversing, counting, cleaning, positions, finding, words, repeats, checks, exercises)
