"""Tokens: Python and English as (text, type), and the sub-word units that both are written in."""

from diptych.code.data.tokens.english import ENGLISH_TYPES, PROTECTED, english
from diptych.code.data.tokens.python import TYPES, Token, detokenise, tokenise
from diptych.code.data.tokens.subwords import BEGIN, END, PAD, Subwords, learn_subwords

__all__ = [
    "BEGIN",
    "END",
    "ENGLISH_TYPES",
    "PAD",
    "PROTECTED",
    "TYPES",
    "Subwords",
    "Token",
    "detokenise",
    "english",
    "learn_subwords",
    "tokenise",
]
