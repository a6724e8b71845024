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
class Value:
    """Something that a description names: its text without quotes, what kind of thing it is, the word before it."""

    text: str
    kind: str  # "number", "name" or "text"
    before: str


def values(description: str) -> list[Value]:
    """The values of a description, in order, each once."""
    found: dict[str, Value] = {}
    text = description.translate(STRAIGHT)
    for match in _VALUE.finditer(text):
        said = match[match.lastgroup or 0].strip()
        if match.lastgroup == "ticked" and len(said) > 1 and said[0] in "'\"" and said[-1] == said[0]:
            said, kind = said[1:-1], "text"
        elif match.lastgroup == "number" or re.fullmatch(r"[+-]?\d+(\.\d+)?", said):
            kind = "number"
        else:
            kind = "name" if said.isidentifier() else "text"
        before = re.findall(r"\w+", text[: match.start()].lower())[-1:]
        if said:
            found.setdefault(said, Value(said, kind, "".join(before)))
    return list(found.values())


def adapted(program: str, said: str, asked: str) -> str:
    """`program`, which was written for `said`, as it may stand for `asked`; the same one where nothing can change.

    A value of `said` that the program has and `asked` has not gives way to one of `asked` that is not in `said`: of
    the same kind, if there is one, after the same word, if there is one, else the next in order.
    """
    old, new = values(said), values(asked)
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


def _alike(one: Value, other: Value) -> tuple[bool, bool, bool]:
    fits = (one.kind == "number") == (other.kind == "number")
    return fits, one.kind == other.kind, one.before == other.before


def _replaced(tokens: list[Token], old: Value, new: Value) -> list[Token] | None:
    """The tokens with `old` replaced wherever it stands, as a string, a name, a number or several tokens; None where
    it stands nowhere."""
    out: list[Token] = []
    pattern = _pieces(old.text)
    fresh = [Token(text, "identifier") for text in _pieces(new.text)]
    found, i = False, 0
    while i < len(tokens):
        token = tokens[i]
        if token.type == "string" and (text := _in_string(token.text, old.text, new.text)) is not None:
            out.append(Token(text, "string"))
            found, i = True, i + 1
        elif pattern and fresh and [t.text for t in tokens[i : i + len(pattern)]] == pattern:
            out += fresh
            found, i = True, i + len(pattern)
        else:
            out.append(token)
            i += 1
    return out if found else None


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
