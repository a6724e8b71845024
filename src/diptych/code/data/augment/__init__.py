"""More descriptions of the same programs: synonyms, swaps, deletions, and there and back through another language.

What a program needs (quoted text, numbers, paths, code names) comes through all of them unchanged.
"""

from diptych.code.data.augment.change import delete, replace, swap
from diptych.code.data.augment.copies import Recipe, augment
from diptych.code.data.augment.pieces import TextPiece, join, pieces
from diptych.code.data.augment.synonyms import Agreed, Neighbours, Synonyms
from diptych.code.data.augment.translate import Apertium, Argos, Translator, back_translate
from diptych.code.data.augment.wordnet import WordNet

__all__ = [
    "Agreed",
    "Apertium",
    "Argos",
    "Neighbours",
    "Recipe",
    "Synonyms",
    "TextPiece",
    "Translator",
    "WordNet",
    "augment",
    "back_translate",
    "delete",
    "join",
    "pieces",
    "replace",
    "swap",
]
