"""A stored program with the values that one description names in place of those that another one names."""

import re
from dataclasses import dataclass

from diptych.code.data.syntax import parses
from diptych.code.data.tokens import Token, detokenise, tokenise
from diptych.code.data.tokens.english import STRAIGHT
from diptych.code.data.tokens.python import LAYOUT
from diptych.errors import Problem

_VALUE = re.compile(
    r"""`(?P<ticked>[^`\n]+)`
      | (?<!\w)(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)')(?!\w)
      | (?<![\w)\]])(?P<number>[+-]?(?:\d+(?:\.\d+)?|\.\d+))(?![\w.]\d|\w)
      | (?P<name>\b(?:[a-z]\w*_\w+|[a-z]+[A-Z]\w*|(?<=[a-z] )[b-zB-HJ-Z])\b)""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class NamedValue:
    """Something that a description names: its text without quotes, what kind of thing it is, the word before it."""

    text: str
    kind: str  # "number", "name" or "text"
    before: str


def values(description: str) -> list[NamedValue]:
    """The values of a description, in order, each once."""
    values_by_text: dict[str, NamedValue] = {}
    text = description.translate(STRAIGHT)
    for match in _VALUE.finditer(text):
        value = match[match.lastgroup or 0].strip()
        if match.lastgroup == "ticked" and len(value) > 1 and value[0] in "'\"" and value[-1] == value[0]:
            value, kind = value[1:-1], "text"
        elif match.lastgroup == "number" or re.fullmatch(r"[+-]?\d+(\.\d+)?", value):
            kind = "number"
        else:
            kind = "name" if value.isidentifier() else "text"
        before = re.findall(r"\w+", text[: match.start()].lower())[-1:]
        if value:
            values_by_text.setdefault(value, NamedValue(value, kind, "".join(before)))
    return list(values_by_text.values())


def adapted(program: str, old_text: str, new_text: str) -> str:
    """`program`, written for the description `old_text`, fitted to `new_text`; unchanged where nothing fits.

    A value of the old description that the program has and the new one lacks gives way to a value that only the new
    one has: of the same kind, if there is one, after the same word, if there is one, else the next in order.
    """
    old, new = values(old_text), values(new_text)
    kept = {value.text for value in old} & {value.text for value in new}
    tokens = tokenise(program)
    free = [value for value in new if value.text not in kept]
    changed = tokens
    for value in old:
        if value.text in kept or not free:
            continue
        chosen = max(free, key=lambda other: (_alike(value, other), -free.index(other)))
        if not _alike(value, chosen)[0]:
            continue
        done = _replaced(changed, value, chosen)
        if done is not None:
            changed, free = done, [other for other in free if other is not chosen]
    text = detokenise(token.text for token in changed)
    return text if changed is not tokens and parses(text) else program


def _alike(value: NamedValue, other: NamedValue) -> tuple[bool, bool, bool]:
    fits = (value.kind == "number") == (other.kind == "number")
    return fits, value.kind == other.kind, value.before == other.before


def _replaced(tokens: list[Token], old: NamedValue, new: NamedValue) -> list[Token] | None:
    """The tokens with `old` replaced wherever it stands, as a string, a name, a number or several tokens; None where
    it stands nowhere."""
    out: list[Token] = []
    pattern = _pieces(old.text)
    fresh = [Token(text, "identifier") for text in _pieces(new.text)]
    replaced, i = False, 0
    while i < len(tokens):
        token = tokens[i]
        if token.type == "string" and (text := _in_string(token.text, old.text, new.text)) is not None:
            out.append(Token(text, "string"))
            replaced, i = True, i + 1
        elif pattern and fresh and [t.text for t in tokens[i : i + len(pattern)]] == pattern:
            out += fresh
            replaced, i = True, i + len(pattern)
        else:
            out.append(token)
            i += 1
    return out if replaced else None


def _in_string(token: str, old: str, new: str) -> str | None:
    """A string token with `old` in it replaced, where it stands as a word of its own."""
    match = re.fullmatch(r"(?s)(\w*)('''|\"\"\"|'|\")(.*)\2", token)
    if not match or not old:
        return None
    inner = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, match[3])
    if inner == match[3] or match[2] in inner or "\\" in new:
        return None
    return f"{match[1]}{match[2]}{inner}{match[2]}"


def _pieces(text: str) -> list[str]:
    """The tokens of a piece of code; none where it is not code."""
    try:
        return [token.text for token in tokenise(text) if token.text not in LAYOUT]
    except Problem:
        return []
