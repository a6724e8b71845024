"""Which token may come next, so that only programs that parse can be written.

The judge is Python's own parser. A line that is being written may grow by a token if it can still be finished: if one
of a few endings, made of what is open in it, gives a line that parses. The ending found is kept, so there is always a
shortest way out. Lines are judged alone; how blocks may follow each other is a handful of rules.
"""

import ast
import keyword
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from diptych.code.data.tokens.python import DEDENT, INDENT, NEWLINE

Texts = tuple[str, ...]

OPERATORS = frozenset(
    [
        "+",
        "-",
        "*",
        "**",
        "/",
        "//",
        "%",
        "@",
        "<<",
        ">>",
        "&",
        "|",
        "^",
        "~",
        ":=",
        "<",
        ">",
        "<=",
        ">=",
        "==",
        "!=",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "!",
        ".",
        ";",
        "=",
        "->",
        "+=",
        "-=",
        "*=",
        "/=",
        "//=",
        "%=",
        "@=",
        "&=",
        "|=",
        "^=",
        ">>=",
        "<<=",
        "**=",
        "...",
    ]
) - {"!", ";"}
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[jJ]?)")
_STRING = re.compile(r"""(?i:r|u|b|br|rb|f|fr|rf)?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')""")
_OPEN_STRING = re.compile(r"""((?i:r|u|b|br|rb|f|fr|rf)?)(?:(")(?:[^"\\\n]|\\.)*\\?|(')(?:[^'\\\n]|\\.)*\\?)""")
_STRING_ENDS = ("", "\\", "0", "00", "n", "x")  # what may stand before the closing quote
_F_STRING_ENDS = (*_STRING_ENDS, "}", "x}", "}}", "x}}", "x)}", ")}", "x]}", "]}", "']}", "')}", "x for x in x)}")
PAIRS = {"(": ")", "[": "]", "{": "}"}

# What must stand before or after a line for it to parse alone.
BEFORE = {"elif": "if x:\n pass\n", "else": "if x:\n pass\n", "except": "try:\n pass\n", "finally": "try:\n pass\n"}
AFTER = {"try": "\nfinally:\n pass", "@": "\ndef x(): pass"}
HEADS = frozenset("if elif else for while def class with try except finally".split())  # noqa: SIM905
# Which line may follow which, where that is restricted: the last statement of the block → the next one's first word.
FOLLOWS = {
    "elif": {"if", "elif"},
    "else": {"if", "elif", "for", "while", "except", "except:"},
    "except": {"try", "except"},
    "finally": {"try", "except", "except:", "else of try"},
}
MUST_FOLLOW = {"try": {"except", "finally"}, "@": {"@", "def", "class"}}
FUNCTION_ONLY = frozenset(("return", "yield"))
NEVER = frozenset(("async", "await", "__debug__"))

# How an unfinished line may go on, nearest first; then what is open is closed.
OPERAND_NEXT: tuple[Texts, ...] = tuple(
    tuple(way.split())
    for way in ("x", "", "x : x", "x else x", "x in x", "x import x", "x ( )", "in x", "x = x", "x , x")
)
OPERAND_PAST: tuple[Texts, ...] = tuple(
    tuple(way.split()) for way in ("", ": x", "= x", "in x", "else x", "import x", "( )", "x", ":")
)


@dataclass(frozen=True)
class State:
    """A program as far as it is written: whole tokens, and what is known of the line and the blocks around it."""

    texts: Texts = ()
    line: Texts = ()  # the tokens of the line that is being written
    ending: Texts = ()  # tokens that would finish this line
    heads: Texts = ()  # the first words of the blocks around, outermost first
    lasts: Texts = ("",)  # the last statement's first word in each block, outermost first; "" for none yet
    opens: bool = False  # a block was announced and must begin

    @property
    def done(self) -> bool:
        """Whether the program may end here."""
        resting = bool(self.texts) and not self.line and not self.opens
        return resting and all(last and last not in MUST_FOLLOW for last in self.lasts)

    def rest(self) -> Texts:
        """The tokens that would finish the program."""
        out: list[str] = [*self.ending, NEWLINE] if self.line else []
        opens = self.opens or (bool(self.line) and _is_head((*self.line, *self.ending)))
        lasts = list(self.lasts)
        if self.line:
            lasts[-1] = _kind((*self.line, *self.ending), lasts[-1])
        if opens:
            out += [INDENT, "pass", NEWLINE, DEDENT]
        for last in reversed(lasts[1:]):
            out += _closing(last)
            out.append(DEDENT)
        out += _closing(lasts[0])
        return tuple(out) if self.texts or out else ("pass", NEWLINE)

    def push(self, text: str) -> "State | None":
        """The state after one more whole token, or None where it cannot stand."""
        if text == NEWLINE:
            return self._end_line()
        if text == INDENT:
            return self._grown(text, opens=False, lasts=(*self.lasts, "")) if self.opens and not self.line else None
        if self.opens:
            return None
        if text == DEDENT:
            dedents = not self.line and self.heads and self.lasts[-1] and self.lasts[-1] not in MUST_FOLLOW
            return self._grown(text, heads=self.heads[:-1], lasts=self.lasts[:-1]) if dedents else None
        if not is_token(text) or not self._fits(text):
            return None
        line = (*self.line, text)
        ending = finish(line)
        return None if ending is None else replace(self, texts=(*self.texts, text), line=line, ending=ending)

    def could_push(self, part: str) -> bool:
        """Whether a token that begins with `part` can stand here."""
        return any(self.push(whole) is not None for whole in wholes(part))

    def _fits(self, text: str) -> bool:
        """What the parser would not see: how a statement follows the last one, and where words are allowed."""
        if text in NEVER or (text in FUNCTION_ONLY and "def" not in self.heads):
            return False
        if text == "nonlocal" and self.heads.count("def") < 2:
            return False
        if self.line:
            return not (begins_operand(text) and ends_operand(self.line[-1]))
        last = self.lasts[-1]
        if last in MUST_FOLLOW and text not in MUST_FOLLOW[last]:
            return False
        return text not in FOLLOWS or last in FOLLOWS[text]

    def _end_line(self) -> "State | None":
        if not self.line or self.opens:
            return None
        head = _is_head(self.line)
        if not head and not _parses(self.line):
            return None
        lasts = (*self.lasts[:-1], _kind(self.line, self.lasts[-1]))
        heads = (*self.heads, self.line[0]) if head else self.heads
        return self._grown(NEWLINE, line=(), ending=(), lasts=lasts, heads=heads, opens=head)

    def _grown(self, text: str, **changes: object) -> "State":
        return replace(self, texts=(*self.texts, text), **changes)  # type: ignore[arg-type]


def is_token(text: str) -> bool:
    """Whether `text` is one whole token that stands in a line."""
    if text in OPERATORS or text.isidentifier() or _NUMBER.fullmatch(text):
        return True
    return bool(_STRING.fullmatch(text)) and _parses((text,))


@lru_cache(maxsize=50_000)
def wholes(part: str) -> Texts:
    """Short whole tokens that begin with `part`; none if no token does."""
    if not part:
        return ("x", "pass")
    if match := _OPEN_STRING.fullmatch(part):
        quote = match[2] or match[3]
        ends = _F_STRING_ENDS if "f" in match[1].lower() else _STRING_ENDS
        return tuple(part + end + quote for end in ends if is_token(part + end + quote))
    if part.isidentifier():
        return (part, part + "x", *(part + quote * 2 for quote in "'\"" if is_token(part + quote * 2)))
    more = tuple(part + end for end in ("", "0", "x0") if _NUMBER.fullmatch(part + end))
    return more or tuple(sorted(text for text in OPERATORS if text.startswith(part)))


def begins_operand(text: str) -> bool:
    """Whether `text` is a name or a value, which cannot come right after another."""
    return not keyword.iskeyword(text) and (text[0].isalnum() or text[0] in "_'\"" or ord(text[0]) > 127)


def ends_operand(text: str) -> bool:
    """Whether an operand may end with `text`."""
    if keyword.iskeyword(text):
        return text in ("True", "False", "None")
    return text in (")", "]", "}", "...") or begins_operand(text)


@lru_cache(maxsize=20_000)
def finish(line: Texts) -> Texts | None:
    """A short ending with which `line` parses, as a line or as the head of a block; None if none was found."""
    ways = OPERAND_PAST if ends_operand(line[-1]) else OPERAND_NEXT
    colon = line[0] in HEADS
    for way in ways:
        for closing in dict.fromkeys(_closings((*line, *way))):
            ending = (*way, *closing)
            if colon and _is_head((*line, *ending, ":")):
                return (*ending, ":")
            if _is_head((*line, *ending)) or _parses((*line, *ending)):
                return ending
    return None


def _closings(line: Texts) -> Iterator[Texts]:
    """What closes everything that is open in `line`: brackets, and in each what a word has promised."""
    levels: list[tuple[str, list[str]]] = [("", [])]
    for at, text in enumerate(line):
        promised = levels[-1][1]
        if text in PAIRS:
            levels.append((text, []))
        elif text in PAIRS.values() and len(levels) > 1:
            levels.pop()
        elif text == "lambda":
            promised.append("lambda")
        elif text == ":" and "lambda" in promised:
            promised.remove("lambda")
        elif text == "if" and at and "for" not in promised:
            promised.append("if")
        elif text == "else" and "if" in promised:
            promised.remove("if")
        elif text == "for" and at:
            promised += ["for", "in"]
        elif text == "in" and "in" in promised:
            promised.remove("in")
    for with_else in (True, False):
        out: list[str] = []
        for bracket, promised in reversed(levels):
            for word in reversed(promised):
                out += _KEPT[word] if with_else or word != "if" else ()
            if bracket:
                out.append(PAIRS[bracket])
        yield tuple(out)


_KEPT: dict[str, Texts] = {"lambda": (":", "x"), "if": ("else", "x"), "for": (), "in": ("in", "x")}


def _is_head(line: Texts) -> bool:
    """Whether `line` announces a block."""
    return line[0] in HEADS and line[-1] == ":" and _parses((*line, "pass"))


@lru_cache(maxsize=50_000)
def _parses(line: Texts) -> bool:
    first = line[0]
    text = BEFORE.get(first, "") + " ".join(line) + AFTER.get(first, "")
    if first == "@" and line[-1:] == ("@",):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" in a plain string parses, with a warning
            ast.parse(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


def _kind(line: Texts, before: str) -> str:
    """By what name the next line knows this one."""
    if line[0] == "except" and len(line) > 1 and line[1] == ":":
        return "except:"
    if line[0] == "else" and before.startswith("except"):
        return "else of try"
    return line[0]


def _closing(last: str) -> Texts:
    """What must follow a block's last statement before the block can end."""
    if last == "try":
        return ("except", ":", NEWLINE, INDENT, "pass", NEWLINE, DEDENT)
    if last == "@":
        return ("def", "x", "(", ")", ":", NEWLINE, INDENT, "pass", NEWLINE, DEDENT)
    return () if last else ("pass", NEWLINE)
