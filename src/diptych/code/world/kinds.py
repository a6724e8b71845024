"""What a program works on: kinds of parameters, how values are drawn, written as Python, said in English, read."""

import ast
import random
import re
import string
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from diptych.code.data.plans.render import literal

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
NUMBER_NAMES = listed("one two three four five six seven eight nine ten")
SYMBOL_NAMES = {
    "-": "hyphen",
    ",": "comma",
    " ": "space",
    "_": "underscore",
    "*": "star",
    ".": "dot",
    ":": "colon",
    "#": "hash",
}
BARE = 0.08  # of the lists of numbers are said without brackets
KEYS = FRUIT + COLOURS + ANIMALS + ["a", "b", "c", "d", "x", "y", "z"]


@dataclass(frozen=True)
class TextFile:
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
    type: str = ""
    kind: str = ""
    within: str = ""  # the parameter that it is mostly drawn from: a letter of the text, a number of the list
    index_of: str = ""  # the parameter whose length bounds it
    default: str = ""
    choices: bool = False  # it is one of a few values, of which the text knows the form
    low: int | None = None
    high: int | None = None

    def sample(self, part: str) -> str:
        """The literal that a script of `part` uses where nobody said which."""
        return literal(self.draw(random.Random(f"{part} {self.name}"))) if ">" not in self.type else ""

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


def optional(*values: Any) -> Draw:
    """Draw one of `values`."""
    return lambda rng: rng.choice(values)


def _nested(rng: random.Random) -> list[list[int]]:
    return [[rng.randint(0, 20) for _ in range(rng.randint(1, 4))] for _ in range(rng.randint(2, 4))]


def _records(rng: random.Random) -> list[dict[str, Any]]:
    return [{"name": name, "age": rng.randint(18, 70)} for name in rng.sample(PEOPLE, rng.randint(3, 4))]


def _date(rng: random.Random) -> str:
    return f"{rng.randint(1980, 2030)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def _path(rng: random.Random) -> str:
    return rng.choice(FILES) + ".txt"


def _mixed_list(rng: random.Random) -> list[Any]:
    return rng.sample([1, "apple", 2.5, 7, "red", True, 12, "pen", 3.2, "cat", 40], rng.randint(4, 6))


def plain(nouns: str, draw: Draw, names: str, reader: str = "") -> Param:
    """A kind from its nouns, separated by `|`, and the usual names of its variables."""
    return Param(tuple(nouns.split("|")), draw, reader, tuple(names.split()))


NUMBERS = "list of numbers|list|list of integers|array|list of numbers|array of integers|list of ints"
KINDS: dict[str, tuple[str, Callable[..., Param]]] = {
    "int": ("int", integer),
    "num": ("num", real),
    "nums": ("[int]", numbers),
    "reals": ("[num]", lambda low=1, high=30: plain("list of numbers|list|list of floats|array", lambda rng: [
        round(rng.uniform(low, high), 1) for _ in range(rng.randint(3, 6))], "nums numbers values lst data", "[float(x) for x in input().split()]")),
    "repeated": ("[int]", repeated),
    "sorted": ("[int]", lambda low=1, high=60: plain("sorted list|sorted array|list|sorted list of numbers", lambda rng: sorted(
        rng.sample(range(low, high + 1), rng.randint(4, 8))), "nums numbers arr lst", "[int(x) for x in input().split()]")),
    "tuple": ("[int]", lambda low=1, high=30: sequence(low, high)),
    "set": ("[int]", lambda low=1, high=12: elements(low, high)),
    "word": ("str", word),
    "text": ("str", text),
    "sentence": ("str", sentence),
    "mixed": ("str", mixed),
    "char": ("char", char),
    "words": ("[str]", words),
    "doubled": ("[str]", lambda: plain("list of strings|list of words|list|array of strings", lambda rng: rng.choices(
        rng.sample(WORDS, 4), k=rng.randint(4, 7)), "words strings lst items", "input().split()")),
    "dict": ("{str:int}", mapping),
    "matrix": ("[[int]]", matrix),
    "square": ("[[int]]", lambda: matrix(True)),
    "nested": ("[[int]]", lambda: plain("list of lists|nested list|list of lists|2d list", _nested, "lists nested items data")),
    "pairs": ("[[T]]", pairs),
    "records": ("[{str:str}]", lambda: plain("list of dictionaries|list of dicts|list of records", _records, "records people data items")),
    "anything": ("[T]", lambda: plain("list|mixed list|list of mixed values|given list", _mixed_list, "items data lst values")),
    "path": ("path", lambda: plain("text file|file|file|given file", _path, "path filename file_name file_path", "input()")),
    "csv": ("path", lambda: plain("csv file|CSV file|csv", lambda rng: rng.choice(FILES) + ".csv", "path filename csv_file file_path", "input()")),
    "json": ("path", lambda: plain("json file|JSON file", lambda rng: rng.choice(FILES) + ".json", "path filename json_file file_path", "input()")),
    "outpath": ("path", lambda: plain("new file|another file|output file|text file|file", lambda rng: "output_" + rng.choice(FILES) + ".txt", "target output out_path destination", "input()")),
    "date": ("date", lambda: plain("date|date string|given date|date in YYYY-MM-DD format", _date, "day d date_string", "input()")),
    "name": ("str", lambda: word(PEOPLE)("name", "name", "string")),
    "value": ("T", lambda: plain("value|object|variable|element", optional(5, "hello", [1, 2], 2.5), "value x obj var")),
    "bool": ("bool", lambda: plain("boolean|boolean value|bool", optional(True, False), "flag value b")),
    "symbol": ("char", lambda: plain("symbol|character", optional(*"*#@+$%"), "symbol char ch")),
    "separator": ("str", lambda: plain("separator|delimiter|string", optional("-", ", ", "_", "|", " "), "separator sep delimiter")),
    "test": ("T>bool", lambda: plain("condition", optional(), "test")),
    "function": ("T>U", lambda: plain("function", optional(), "function")),
    "key": ("T>num", lambda: plain("key", optional(), "key")),
}  # fmt: skip
_PARAM = re.compile(
    r"(?P<name>\w+): (?P<kind>[\w\[\]{}:>]+)(?: (?P<low>-?\d+)\.\.(?P<high>-?\d+))?(?: (?P<role>~?)\"(?P<nouns>[^\"]*)\")?"
    r"(?: in (?P<within>\w+))?(?: at (?P<within2>\w+))?(?: of (?P<choices>\{.*?\}))?(?: = (?P<default>.*))?$"
)


def param(text: str) -> Param:
    """The parameter that a row writes: `radius: num 1..20 ~"radius"`, `c: char in s`, `k: int = 2`."""
    match = _PARAM.match(text)
    if not match:
        raise ValueError(f"not a parameter: {text!r}")
    kind = match["kind"]
    if kind not in KINDS:
        base = plain("value", lambda rng: None, "value x")
        base_param = replace(base, type=kind)
    else:
        type_, make = KINDS[kind]
        base_param = replace(make(*(int(match[x]) for x in ("low", "high") if match[x])), type=type_)
    nouns = tuple(match["nouns"].split("|")) if match["nouns"] else base_param.nouns
    draw = base_param.draw
    if match["choices"]:
        choices = tuple(ast.literal_eval(f"[{match['choices'][1:-1]}]"))
        draw = optional(*choices)
    return replace(
        base_param,
        name=match["name"],
        nouns=nouns,
        role=bool(match["role"]),
        draw=draw,
        kind=kind,
        within=match["within"] or "",
        index_of=match["within2"] or "",
        default=match["default"] or "",
        choices=bool(match["choices"]),
        low=int(match["low"]) if match["low"] else None,
        high=int(match["high"]) if match["high"] else None,
    )


def spoken(value: Any, rng: random.Random, kind: str = "") -> str:
    """`value` as people type it in a description: either quote or none, lists with or without blanks and brackets."""
    text = literal(value)
    if (
        isinstance(value, list)
        and len(value) > 2
        and {*map(type, value)} == {int}
        and rng.random() < BARE
        and kind == ""
    ):
        return rng.choice((" ", ", ")).join(map(str, value))
    if kind in ("path", "date"):
        return rng.choice((value, value, value, f"'{value}'", f'"{value}"'))
    if kind == "char" and value in SYMBOL_NAMES and rng.random() < 0.3:
        return SYMBOL_NAMES[value]
    if kind == "char" and rng.random() < 0.35 and value.isalnum():
        return str(value)
    if kind == "char" and value in "*#@+$%" and rng.random() < 0.3:
        return str(value)
    if isinstance(value, str):
        if value.isalpha() and rng.random() < 0.2 and kind == "str":
            return value
        return "'" + text[1:-1] + "'" if rng.random() < 0.6 and "'" not in text else text
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 10 and rng.random() < 0.12:
        return NUMBER_NAMES[value - 1]
    if isinstance(value, list | tuple | dict | set):
        if rng.random() < 0.4 and '"' in text and "'" not in text:
            text = text.replace('"', "'")
        if rng.random() < 0.3 and '"' not in text and "'" not in text:
            text = text.replace(", ", ",").replace(": ", ":")
    return text


def typed(value: Any, commas: bool) -> str:
    """`value` as a line that a user types, without its line end."""
    if isinstance(value, list):
        return ("," if commas else " ").join(map(str, value))
    return str(value)
