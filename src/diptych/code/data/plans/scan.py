"""The values that a description gives: numbers, ranges, quoted text, single letters, symbols, dates, files, names."""

import ast
import re
from dataclasses import dataclass
from typing import Any

WORD_NUMBERS = {
    word: n
    for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())  # noqa: SIM905
}
NAMED_SYMBOLS = {
    "comma": ",", "commas": ",", "space": " ", "spaces": " ", "hyphen": "-", "hyphens": "-", "dash": "-",
    "dashes": "-",
    "underscore": "_", "underscores": "_", "star": "*", "stars": "*", "asterisk": "*", "asterisks": "*", "dot": ".",
    "dots": ".", "colon": ":", "colons": ":", "semicolon": ";", "semicolons": ";", "tab": "\t",
    "tabs": "\t", "slash": "/",
    "slashes": "/", "pipe": "|", "newline": "\n", "newlines": "\n", "hash": "#", "hashes": "#",
}  # fmt: skip
ORDINALS = {
    word: n + 1
    for n, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split())  # noqa: SIM905
} | {"twice": 2, "thrice": 3, "double": 2, "triple": 3, "once": 1}
_NAME = r"[A-Za-z_]\w*"
_FINDERS = (
    ("container", re.compile(r"(?<![\w\]])(?:\[(?=[^\]]*[\d\"'\[\]])|\{(?=[^}]*[:,\d\"'])|\((?=\s*[-\d\"'(\[]))")),
    (
        "signature",
        re.compile(rf"\b({_NAME})\((\s*{_NAME}(?:\s*=\s*[^,()]+)?(?:\s*,\s*{_NAME}(?:\s*=\s*[^,()]+)?)*)?\s*\)"),
    ),
    (
        "text",
        re.compile(r"\"([^\"\n]*)\"|(?<!\w)'((?:[^'\n]|(?<=\w)'(?=\w))*)'(?!\w)|“([^”\n]*)”|‘([^’\n]*)’|`([^`\n]+)`"),
    ),
    (
        "path",
        re.compile(
            r"(?<![\w.])[\w/-]+(?:\.[\w-]+)*\.(?:txt|csv|tsv|json|log|md|xml|html|py|dat|ini|cfg|jsonl|yaml|yml)\b"
        ),
    ),
    ("date", re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b")),
    ("range", re.compile(r"(?<![\w.-])(\d+)\s?(?:-|–|\.\.)\s?(\d+)(?![\w-]|\.\d)")),
    ("name", re.compile(rf"\b(?:called|named|(?:with|under) the name|name it|call it|name)\s+({_NAME})(?!\w|\.\w)")),
    (
        "number",
        re.compile(
            r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w]|\.\d)|(?<![\w.])-?\d+(?:\.\d+)?(?=(?:st|nd|rd|th|s|x|cm|km|m|kg|g)\b|%)"
        ),
    ),
    ("letter", re.compile(r"\b(?:letter|character|char|symbol)s?\s+(\S)(?=$|[\s,.;:?!)])")),
    ("word", re.compile(rf"\b(?:word|words|string|substring|key|prefix|suffix)\s+({_NAME})\b(?!\s*\()")),
    ("symbol", re.compile(r"(?<![\w\S])([*#@+$&%=.,;:|/_!?~^-])(?=[\s]|$|[.,](?:\s|$))")),
    ("number word", re.compile(rf"\b(?:{'|'.join([*WORD_NUMBERS, *ORDINALS])})\b", re.IGNORECASE)),
    ("named symbol", re.compile(rf"\b(?:{'|'.join(NAMED_SYMBOLS)})\b", re.IGNORECASE)),
)
_CLOSERS = {"[": "]", "{": "}", "(": ")"}
_NOT_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "is",
        "are",
        "and",
        "or",
        "that",
        "which",
        "with",
        "from",
        "to",
        "for",
        "by",
        "into",
        "as",
        "on",
        "at",
        "it",
        "its",
        "has",
        "have",
        "contains",
        "starts",
        "ends",
        "only",
        "using",
        "has",
        "appears",
        "occurs",
        "using",
        "if",
        "whether",
        "not",
        "given",
        "where",
        "when",
        "without",
        "s",
        "into",
        "list",
        "called",
        "named",
    ]
)


@dataclass(frozen=True)
class GivenValue:
    """A value that a description gives: its kind, where it stands (`start`..`end`), its text, the value."""

    kind: str
    start: int
    end: int
    text: str
    value: Any


def scan(description: str) -> tuple[GivenValue, ...]:
    """The values in `description` in the order in which they stand there; `$1` of a plan is the first."""
    taken = [False] * (len(description) + 1)
    out: list[GivenValue] = []
    for kind, pattern in _FINDERS:
        for match in pattern.finditer(description):
            for span in _givens(kind, match, description):
                if not any(taken[span.start : span.end]):
                    taken[span.start : span.end] = [True] * (span.end - span.start)
                    out.append(span)
    return tuple(sorted(out, key=lambda span: span.start))


def _givens(kind: str, match: re.Match[str], description: str) -> list[GivenValue]:
    start, end, text = match.start(), match.end(), match[0]
    if kind == "container":
        return _container(description, start)
    if kind == "signature":
        parameters = tuple(p.partition("=")[0].strip() for p in (match[2] or "").split(",") if p.strip())
        return [GivenValue(kind, start, end, text, (match[1], parameters))]
    if kind == "text":
        value = next(group for group in match.groups() if group is not None)
        if text[0] == "`" and value.isidentifier():  # in backticks people write names of variables
            return [GivenValue("name", start, end, text, value)]
        return [GivenValue(_kind_of(value), start, end, text, value)]
    if kind == "range":
        return [GivenValue("number", *match.span(n), match[n], int(match[n])) for n in (1, 2)]
    if kind == "number":
        return [GivenValue(kind, start, end, text, float(text) if "." in text else int(text))]
    if kind == "number word":
        return [GivenValue("number", start, end, text, (WORD_NUMBERS | ORDINALS)[text.lower()])]
    if kind == "named symbol":
        return [GivenValue("symbol", start, end, text, NAMED_SYMBOLS[text.lower()])]
    if kind in ("name", "letter", "word", "symbol"):
        if match[1].lower() in _NOT_WORDS and kind in ("word", "name", "letter"):
            return []
        return [GivenValue(kind, *match.span(1), match[1], match[1])]
    return [GivenValue(kind, start, end, text, text)]


def _kind_of(value: str) -> str:
    for kind in ("path", "date"):
        pattern = next(p for name, p in _FINDERS if name == kind)
        if pattern.fullmatch(value):
            return kind
    return "text"


def _container(description: str, start: int) -> list[GivenValue]:
    """The list, tuple, dictionary or set that begins at `start`, if it closes and is one."""
    depth, quote = 0, ""
    for at in range(start, len(description)):
        letter = description[at]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "[{(":
            depth += 1
        elif letter in "]})":
            depth -= 1
            if depth == 0:
                text = description[start : at + 1]
                try:
                    value = ast.literal_eval(text)
                except (ValueError, SyntaxError, TypeError, MemoryError):
                    return []
                return (
                    [GivenValue("container", start, at + 1, text, value)]
                    if isinstance(value, list | tuple | dict | set)
                    else []
                )
    return []
