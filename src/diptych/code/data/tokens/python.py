"""Python as (text, type) pairs, and back to a program with the same syntax tree."""

import io
import keyword
import token
import tokenize
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from diptych.code.data.syntax import parse

NEWLINE, INDENT, DEDENT = "⏎", "⇥", "⇤"  # no Python token can have these texts
LAYOUT = {NEWLINE: "newline", INDENT: "indent", DEDENT: "dedent"}

TYPES = (
    "identifier",
    "keyword",
    "function declaration",  # the name after `def`
    "function name",  # a name that is called
    "class declaration",  # the name after `class`
    "attribute",  # a name after a dot that is not called
    "operator",
    "number",
    "string",  # with its prefix and quotes; an f-string is one token, as before Python 3.12
    "newline",
    "indent",
    "dedent",
)


class Token(NamedTuple):
    """One token: its text and one of the types of its language."""

    text: str
    type: str


def tokenise(program: str) -> list[Token]:
    """Return the tokens of `program`, without comments and blank lines; raise a Problem when it does not parse."""
    program = program.replace("\r\n", "\n").replace("\r", "\n")
    parse(program)
    raw = list(_whole_strings(program))
    tokens: list[Token] = []
    line_is_empty = True
    for i, (kind, text) in enumerate(raw):
        if kind == token.NEWLINE:
            if not line_is_empty:
                tokens.append(Token(NEWLINE, "newline"))
            line_is_empty = True
            continue
        if kind == token.INDENT:
            tokens.append(Token(INDENT, "indent"))
        elif kind == token.DEDENT:
            tokens.append(Token(DEDENT, "dedent"))
        elif kind == token.NAME:
            after = raw[i + 1][1] if i + 1 < len(raw) else ""
            tokens.append(Token(text, _name_type(text, tokens[-1].text if tokens else "", after)))
        else:
            tokens.append(Token(text, _PLAIN_TYPES.get(kind, "operator")))
        line_is_empty = line_is_empty and kind in (token.INDENT, token.DEDENT)
    return tokens


_PLAIN_TYPES = {token.NUMBER: "number", token.STRING: "string"}


def _name_type(text: str, before: str, after: str) -> str:
    if keyword.iskeyword(text):
        return "keyword"
    if before in ("def", "class"):
        return "function declaration" if before == "def" else "class declaration"
    if after == "(":
        return "function name"
    return "attribute" if before == "." else "identifier"


def _whole_strings(program: str) -> Iterator[tuple[int, str]]:
    """Yield (kind, text) of each token that matters; f-strings, which Python 3.12 takes apart, come whole."""
    opens = {getattr(token, name) for name in ("FSTRING_START", "TSTRING_START") if hasattr(token, name)}
    closes = {getattr(token, name) for name in ("FSTRING_END", "TSTRING_END") if hasattr(token, name)}
    dropped = {token.COMMENT, token.NL, token.ENDMARKER}
    lines = program.split("\n")
    depth, start = 0, (0, 0)
    for item in tokenize.generate_tokens(io.StringIO(program).readline):
        if item.type in opens:
            start = start if depth else item.start
            depth += 1
        elif item.type in closes:
            depth -= 1
            if not depth:
                yield token.STRING, _between(lines, start, item.end)
        elif not depth and item.type not in dropped:
            yield item.type, item.string


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """Return the text from `start` to `end`, each (line from 1, column from 0)."""
    (first, left), (last, right) = start, end
    if first == last:
        return lines[first - 1][left:right]
    return "\n".join([lines[first - 1][left:], *lines[first : last - 1], lines[last - 1][:right]])


def detokenise(texts: Iterable[str]) -> str:
    """Return the program with these token texts: four spaces a level, one space where a reader expects one.

    Any sequence gives a program, though not always one that parses: that is for `parse` to say.
    """
    lines: list[str] = []
    level, line = 0, _Line()
    for text in texts:
        if text not in LAYOUT:
            line.add(text)
            continue
        if text == NEWLINE or line.parts:  # an indent inside a line ends it: the model may say so
            lines.append("    " * level + "".join(line.parts) if line.parts else "")
            line = _Line()
        level = max(0, level + {NEWLINE: 0, INDENT: 1, DEDENT: -1}[text])
    if line.parts:
        lines.append("    " * level + "".join(line.parts))
    return "\n".join(lines) + "\n" if lines else ""


_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_TIGHT_BEFORE = frozenset(",;:)]}")
_SIGNS = frozenset(("+", "-", "~", "*", "**", "@"))


class _Line:
    """One logical line as it grows, with what decides on the next space."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.before = ""  # the text before
        self.sign = False  # was it a sign, such as the minus of -1?
        self.open: list[str] = []  # brackets and lambdas not yet closed
        self.tight_colon = False

    def add(self, text: str) -> None:
        before = self.before
        if before and self._space(before, text):
            self.parts.append(" ")
        self.parts.append(text)
        self.sign = text in _SIGNS and (before == "" or not _ends_operand(before))
        self._follow(text)
        self.before = text

    def _follow(self, text: str) -> None:
        if text in _OPEN or text == "lambda":
            self.open.append(text)
        elif text in _CLOSE and self.open:
            self.open.pop()
        elif text == ":":
            self.tight_colon = bool(self.open) and self.open[-1] == "["
            if self.open and self.open[-1] == "lambda":
                self.open.pop()

    def _space(self, before: str, text: str) -> bool:
        if before[0].isdigit() and text == ".":
            return True  # 1 .real is not 1.real
        if text in _TIGHT_BEFORE or before in _OPEN or self.sign:
            return False
        if text == ".":
            return keyword.iskeyword(before)
        if before == ".":
            return keyword.iskeyword(text)
        if before == ":":
            return not self.tight_colon
        if text in ("(", "["):
            return not _ends_operand(before)
        if "=" in (before, text):
            return not self.open or self.open[-1] not in ("(", "lambda")
        return True


_CONSTANTS = frozenset(("True", "False", "None"))


def _ends_operand(text: str) -> bool:
    """Say whether an operand may end with `text`, so that a minus after it subtracts and a bracket calls."""
    if keyword.iskeyword(text):
        return text in _CONSTANTS
    return text in _CLOSE or text == "..." or text[0].isalnum() or text[0] in "_'\"" or ord(text[0]) > 127
