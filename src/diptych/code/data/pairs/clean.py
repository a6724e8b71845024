"""Cleaning: what the source system removed, except what a program needs."""

import re
from dataclasses import replace

from diptych.code.data.pairs.imports import strip_imports
from diptych.code.data.pairs.pair import Pair
from diptych.code.data.tokens.english import STRAIGHT
from diptych.code.data.tokens.python import detokenise, tokenise


def clean(pair: Pair) -> Pair:
    """Return `pair` with a tidy description and a program without comments and without imports that come back."""
    return replace(pair, description=tidy(pair.description), program=clean_program(pair.program))


def clean_program(program: str) -> str:
    """Return `program` in one layout, without comments, blank lines and imports that `with_imports` restores."""
    return detokenise(token.text for token in tokenise(strip_imports(program)))


def tidy(description: str) -> str:
    """Return `description` on one line, with straight quotes and without the stop at its end.

    Case, quotes, paths, numbers and names stay; the English tokens put words into lower case.
    """
    text = re.sub(r"\s+", " ", description.translate(STRAIGHT)).strip()
    return re.sub(r"(?<=[\w'\"`)\]}])[\s.:;,?!]+$", "", text)
