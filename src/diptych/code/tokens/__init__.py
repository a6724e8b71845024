"""Tokens: Python and English as (text, type), and the sub-word units that both are written in."""

from diptych.code.tokens.python import TYPES, Token, detokenise, tokenise

__all__ = ["TYPES", "Token", "detokenise", "tokenise"]
