"""The texts that vectors are learned from: the descriptions and the programs of pairs, each text once."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from diptych.code.data.pairs import Pair, clean
from diptych.code.data.pairs.load import load
from diptych.code.data.tokens import english, tokenise


def read_pairs(files: Iterable[Path]) -> list[Pair]:
    """Return the repaired and cleaned pairs of `files`: pair files, CoNaLa, ODEX, pairs as JSON lines."""
    return [clean(pair) for file in files for pair in load(file).pairs]


def descriptions(pairs: Sequence[Pair]) -> list[list[str]]:
    """Return the English tokens of each distinct description."""
    return [[token.text for token in english(text)] for text in dict.fromkeys(pair.description for pair in pairs)]


def programs(pairs: Sequence[Pair]) -> list[list[str]]:
    """Return the Python tokens, layout among them, of each distinct program."""
    return [[token.text for token in tokenise(text)] for text in dict.fromkeys(pair.program for pair in pairs)]
