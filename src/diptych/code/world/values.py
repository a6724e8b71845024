"""What a program works on: kinds of parameters, how values are drawn, written as Python, said in English, read."""

import json
import random
import string
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

Draw = Callable[[random.Random], Any]


def listed(text: str) -> list[str]:
    """The words of `text`."""
    return text.split()


PEOPLE = listed(
    "Alice Bob Carol David Emma Frank Grace Henry Irene Jack Karen Liam Maria Noah Olivia Peter "
    "Quinn Rosa Sam Tina Uma Victor Wendy Xavier Yara Zoe Ravi Priya Amir Chen Lena Omar"
)
FRUIT = listed("apple banana cherry mango orange grape lemon peach pear plum kiwi melon fig papaya lime date")
COLOURS = listed("red green blue yellow black white purple brown pink grey violet cyan")
CITIES = listed("Paris London Delhi Tokyo Rome Cairo Lima Oslo Madrid Berlin Boston Sydney Dublin Athens")
ANIMALS = listed("cat dog horse tiger lion zebra rabbit monkey eagle snake camel otter panda goat")
THINGS = listed("pen book table chair lamp phone clock mirror bottle basket ladder window pencil ruler")
SUBJECTS = listed("python school river music garden summer winter coding engine market planet letter number island")
PALINDROMES = listed("madam level radar racecar noon civic refer rotor kayak deed stats tenet")
OPENERS = listed("the a my our this every one")
VERBS = listed("is was likes sees makes finds loves needs keeps has")
WORDS = FRUIT + COLOURS + ANIMALS + THINGS + SUBJECTS + PALINDROMES
FILES = listed("notes data sample input report story poem log test my_file words message")
BARE = 0.08  # of the lists of numbers are said without brackets
KEYS = FRUIT + COLOURS + ANIMALS + ["a", "b", "c", "d", "x", "y", "z"]


@dataclass(frozen=True)
class File:
    """A text file that a program finds in its folder."""

    name: str
    content: str


@dataclass(frozen=True)
class Param:
    """One parameter: its nouns in English (the first is the commonest), how it is drawn, and how `input()` reads it.

    `role` marks a parameter that is named by what it means ("the radius") and not by what it is ("a number").
    """

    nouns: tuple[str, ...]
    draw: Draw
    reader: str = ""
    aliases: tuple[str, ...] = ()
    role: bool = False
    name: str = ""

    def __call__(self, *nouns: str) -> "Param":
        """The same kind under other nouns: `integer(1, 9)("year")`."""
        return replace(self, nouns=nouns)


def role(param: Param, *nouns: str) -> Param:
    """The same kind, named by its meaning: `role(real(1, 20), "radius")`."""
    return replace(param, nouns=nouns, role=True)


def integer(low: int = 1, high: int = 50) -> Param:
    """A whole number in low..high."""
    return Param(
        ("number", "number", "number", "integer", "num", "whole number" if low >= 0 else "integer"),
        lambda rng: rng.randint(low, high),
        "int(input())",
        ("n", "num", "number", "x", "value", "k", "a", "m"),
    )


def real(low: float = 1, high: float = 50) -> Param:
    """A number in low..high, whole or with one decimal."""

    def draw(rng: random.Random) -> float:
        value = rng.uniform(low, high)
        return round(value) if rng.random() < 0.6 else round(value, 1)

    return Param(("number",), draw, "float(input())", ("x", "num", "value", "number", "a", "val"))


def numbers(low: int = -20, high: int = 60, least: int = 3, most: int = 8) -> Param:
    """A list of `least`..`most` whole numbers in low..high."""
    return Param(
        (
            "list of numbers",
            "list",
            "list of integers",
            "array",
            "list of numbers",
            "array of integers",
            "list of ints",
        ),
        lambda rng: [rng.randint(low, high) for _ in range(rng.randint(least, most))],
        "[int(x) for x in input().split()]",
        ("nums", "numbers", "lst", "arr", "values", "data", "items", "my_list", "array", "l"),
    )


def repeated(low: int = 1, high: int = 6, least: int = 5, most: int = 9) -> Param:
    """A list of numbers from a small range, so that some come more than once."""
    return numbers(low, high, least, most)("list", "list of numbers", "array", "list of integers", "given list")


def word(pool: list[str] = WORDS) -> Param:
    """One word."""
    return Param(
        ("string", "string", "word", "text", "str"),
        lambda rng: rng.choice(pool),
        "input()",
        ("s", "text", "word", "string1", "st", "my_string", "name", "str1"),
    )


def text(least: int = 2, most: int = 5) -> Param:
    """A short sentence of `least`..`most` words, some with capitals."""
    return Param(
        ("string", "string", "text", "sentence", "given string"),
        lambda rng: sentence_of(rng, rng.randint(least, most)),
        "input()",
        ("s", "text", "sentence", "st", "my_string", "txt", "line", "str1"),
    )


def sentence(least: int = 3, most: int = 7) -> Param:
    """A sentence: `text` under the nouns that people use where words matter."""
    return replace(text(least, most), nouns=("sentence", "string", "text", "sentence", "given sentence"))


def sentence_of(rng: random.Random, words: int) -> str:
    """A sentence of so many words."""
    out = [rng.choice(OPENERS) if rng.random() < 0.4 else rng.choice(PEOPLE)]
    while len(out) < words:
        out.append(rng.choice(VERBS if len(out) % 3 == 1 else WORDS))
    style = rng.random()
    if style < 0.3:
        out[0] = out[0].capitalize()
    elif style < 0.45:
        out = [w.capitalize() for w in out]
    return " ".join(out[:words])


def mixed(least: int = 5, most: int = 12) -> Param:
    """Text of letters, digits and signs."""

    def draw(rng: random.Random) -> str:
        size = rng.randint(least, most)
        letters = (
            rng.choice(WORDS) + rng.choice(PEOPLE) + str(rng.randint(1, 99)) + "".join(rng.choices("@#$&!%*", k=2))
        )
        return "".join(rng.sample(letters, min(size, len(letters))))

    return replace(text(), nouns=("string", "string", "text", "given string"), draw=draw)


def char(pool: str = string.ascii_lowercase) -> Param:
    """One character of `pool`."""
    return Param(
        ("character", "letter", "char"),
        lambda rng: rng.choice(pool),
        "input()",
        ("c", "ch", "letter", "char", "character"),
    )


def words(least: int = 3, most: int = 6, pool: list[str] = WORDS) -> Param:
    """A list of words, all different."""
    return Param(
        ("list of strings", "list of words", "list", "list of strings", "array of strings"),
        lambda rng: rng.sample(pool, rng.randint(least, most)),
        "input().split()",
        ("words", "strings", "lst", "items", "word_list", "my_list", "data"),
    )


def mapping(low: int = 1, high: int = 50, least: int = 2, most: int = 5) -> Param:
    """A dictionary from words to numbers in low..high."""
    return Param(
        ("dictionary", "dictionary", "dict", "given dictionary"),
        lambda rng: {k: rng.randint(low, high) for k in rng.sample(KEYS, rng.randint(least, most))},
        aliases=("d", "my_dict", "data", "dictionary", "mapping", "dict1"),
    )


def matrix(square: bool = False) -> Param:
    """A list of rows of small numbers."""

    def draw(rng: random.Random) -> list[list[int]]:
        rows = rng.randint(2, 3)
        columns = rows if square else rng.randint(2, 3)
        return [[rng.randint(0, 9) for _ in range(columns)] for _ in range(rows)]

    nouns = ("square matrix", "matrix") if square else ("matrix", "matrix", "2d list", "2d matrix", "given matrix")
    return Param(nouns, draw, aliases=("matrix", "m", "mat", "grid", "rows"))


def pairs(low: int = 1, high: int = 30) -> Param:
    """A list of (word, number) tuples."""
    return Param(
        ("list of tuples", "list of tuples", "list of pairs"),
        lambda rng: [(w, rng.randint(low, high)) for w in rng.sample(KEYS, rng.randint(3, 5))],
        aliases=("pairs", "tuples", "records", "data", "items", "lst"),
    )


def elements(low: int = 1, high: int = 12) -> Param:
    """A set of numbers in low..high."""
    return Param(
        ("set", "set", "set of numbers"),
        lambda rng: set(rng.sample(range(low, high + 1), rng.randint(3, 5))),
        aliases=("a", "s", "set1", "my_set", "items"),
    )


def sequence(low: int = 1, high: int = 30) -> Param:
    """A tuple of numbers."""
    return Param(
        ("tuple", "tuple", "tuple of numbers"),
        lambda rng: tuple(rng.randint(low, high) for _ in range(rng.randint(3, 6))),
        aliases=("t", "my_tuple", "tup", "data", "items"),
    )


def file(lines: int = 4) -> Param:
    """A text file of one to `lines` lines."""

    def draw(rng: random.Random) -> File:
        name = rng.choice(FILES)
        content = [sentence_of(rng, rng.randint(2, 5)) for _ in range(rng.randint(1, lines))]
        return File(f"{name}.txt", "\n".join(content) + "\n")

    return Param(
        ("text file", "file", "file", "given file"),
        draw,
        aliases=("path", "filename", "file_name", "file_path", "name"),
    )


def one_of(*values: Any) -> Draw:
    """Draw one of `values`."""
    return lambda rng: rng.choice(values)


def kind(noun: str, draw: Draw, aliases: str, reader: str = "") -> Param:
    """A parameter of its own kind: nouns and aliases are written with `|` and blanks between them."""
    return Param(tuple(noun.split("|")), draw, reader, tuple(aliases.split()))


def literal(value: Any) -> str:
    """`value` as Python source, strings in double quotes."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, File):
        return json.dumps(value.name)
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + (",)" if len(value) == 1 else ")")
    if isinstance(value, set):
        return "{" + ", ".join(map(literal, sorted(value))) + "}" if value else "set()"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
    return repr(value)


def spoken(value: Any, rng: random.Random) -> str:
    """`value` as people type it in a description: either quote, lists with or without blanks and brackets."""
    said = literal(value)
    if isinstance(value, list) and len(value) > 2 and {*map(type, value)} == {int} and rng.random() < BARE:
        return rng.choice((" ", ", ")).join(map(str, value))
    if isinstance(value, str | File):
        return "'" + said[1:-1] + "'" if rng.random() < 0.6 and "'" not in said else said
    if isinstance(value, list | tuple | dict | set):
        if rng.random() < 0.4 and '"' in said and "'" not in said:
            said = said.replace('"', "'")
        if rng.random() < 0.3 and '"' not in said and "'" not in said:
            said = said.replace(", ", ",").replace(": ", ":")
    return said


def typed(value: Any, commas: bool) -> str:
    """`value` as a line that a user types, without its line end."""
    if isinstance(value, list):
        return ("," if commas else " ").join(map(str, value))
    return str(value)
