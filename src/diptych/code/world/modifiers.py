"""What a description may ask for beside the thing itself: rounding, one per line, a word at the end, two words for true
and false, a tuple instead of a list."""

import random
from dataclasses import dataclass, field

from diptych.code.world.frames import FUNCTION, PRINTS
from diptych.code.world.kinds import KINDS
from diptych.code.world.tree import Branch, Leaf

ENDINGS = ("done", "Done", "finished", "end", "bye", "Goodbye", "ok", "that's all", "Done!")
ANSWERS = (
    ("Yes", "No"),
    ("yes", "no"),
    ("Valid", "Invalid"),
    ("True", "False"),
    ("YES", "NO"),
    ("found", "not found"),
)


@dataclass
class Modifier:
    """A modifier with its values and the words that ask for it, before or after the rest of the description."""

    name: str
    leaves: list[Leaf] = field(default_factory=list)
    after: str = ""

    def added_to(self, description: str) -> str:
        """The description with the modifier."""
        return description + self.after


def draw_modifiers(tree: Branch, form: str, kind: str, rng: random.Random) -> list[Modifier]:
    """The modifiers of one request: mostly none."""
    shows = form != FUNCTION
    prints = tree.row.part.codes[0].kind in ("prints", "whole")
    out: list[Modifier] = []
    unordered = tree.row.part.codes[0].uses & {"set", "frozenset"} and "sorted" not in tree.row.part.codes[0].uses
    if unordered:  # which order a set is printed in, nobody knows
        return out
    if prints or kind in ("make", "name", "tell"):
        return out
    result = tree.type
    odds = rng.random()
    if result == "num" and odds < 0.35:
        out.append(_round(rng))
    elif result.startswith("[") and shows and odds < 0.3:
        out.append(_layout(rng))
    elif result.startswith("[") and result != "[[T]]" and not shows and odds < 0.06:
        out.append(Modifier("tuple", [], rng.choice((" as a tuple", " and return a tuple", " in a tuple"))))
    elif result == "bool" and kind == "check" and odds < 0.14:
        out.append(_say(rng, form))
    if shows and rng.random() < 0.05 and form != PRINTS:
        out.append(_end(rng))
    return out


def _leaf(kind: str, value: object) -> Leaf:
    type_, make = KINDS[kind]
    param = make()
    return Leaf(type(param)(nouns=param.nouns, draw=param.draw, type=type_), value, stated=True)


def _round(rng: random.Random) -> Modifier:
    places = rng.choice((1, 2, 2, 2, 3, 4))
    words = rng.choice(
        (" rounded to {} decimal places", " rounded to {} decimals", " to {} decimal places", " to {} decimals", " with {} decimals",
         ", round the result to {} decimal places", " and round it to {} decimals", " rounded to {} places", " with {} decimal places")
    )  # fmt: skip
    text = str(places) if rng.random() < 0.75 or places > 3 else ("one", "two", "three")[places - 1]
    return Modifier(
        "round",
        [_leaf("int", places)],
        words.format(text).replace("1 decimal places", "1 decimal place").replace("1 decimals", "1 decimal"),
    )


def _layout(rng: random.Random) -> Modifier:
    pick = rng.random()
    if pick < 0.45:
        return Modifier(
            "per_line",
            [],
            rng.choice(
                (
                    ", one per line",
                    " one per line",
                    ", each on a new line",
                    " on separate lines",
                    ", each on its own line",
                    " line by line",
                    ", one on each line",
                )
            ),
        )
    if pick < 0.7:
        return Modifier(
            "one_line",
            [],
            rng.choice(
                (
                    " on one line",
                    " on a single line",
                    ", all on one line",
                    " in one line",
                    " in the same line",
                    " separated by spaces",
                    " on the same line",
                )
            ),
        )
    sign, words = rng.choice(
        (
            (", ", "', '"),
            ("-", "'-'"),
            (",", "commas"),
            (",", "a comma"),
            ("-", "a hyphen"),
            (" | ", "' | '"),
            (";", "';'"),
            ("-", "dashes"),
            ("*", "'*'"),
        )
    )
    return Modifier(
        "sep",
        [_leaf("word", sign)],
        rng.choice((" separated by {}", ", separated by {}", " separated with {}", " with {} between them")).format(
            words
        ),
    )


def _say(rng: random.Random, form: str) -> Modifier:
    yes, no = rng.choice(ANSWERS)
    quote = rng.choice(("'", '"'))
    verb = "return" if form == FUNCTION else "print"
    words = rng.choice(
        (
            ", {v} {q}{y}{q} if so and {q}{n}{q} otherwise",
            " and {v} {q}{y}{q} or {q}{n}{q}",
            ", {v} {q}{y}{q} or {q}{n}{q}",
            ", {v} {q}{y}{q} if it does else {q}{n}{q}",
        )
    )
    return Modifier("say", [_leaf("word", yes), _leaf("word", no)], words.format(v=verb, q=quote, y=yes, n=no))


def _end(rng: random.Random) -> Modifier:
    word = rng.choice(ENDINGS)
    quote = '"' if "'" in word else rng.choice(("'", '"'))
    words = rng.choice(
        (
            " and print {} at the end",
            ", then print {}",
            ", at the end print {}",
            " and finally print {}",
            ". Print {} when done",
            " and then print {}",
        )
    )
    return Modifier("end", [_leaf("word", word)], words.format(f"{quote}{word}{quote}"))
