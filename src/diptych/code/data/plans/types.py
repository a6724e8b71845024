"""The types of parts, written as text: `int`, `[str]`, `{str:int}`, `int>bool`; `T`, `U` and `K` stand for any."""

from functools import cache

VARIABLES = ("T", "U", "K")  # K: what a dictionary may have as a key
WIDER = {"int": ("num",), "char": ("str",)}  # an int may stand where a num is asked for
Bound = dict[str, str]


@cache
def split(kind: str) -> tuple[str, ...]:
    """The pieces of a composed type: `[int]` is ("[]", "int"), `{str:int}` is ("{}", "str", "int"), `T>bool` is
    (">", "T", "bool"); a plain type stands alone."""
    if kind.startswith("["):
        return "[]", kind[1:-1]
    if kind.startswith("{"):
        key, _, value = kind[1:-1].partition(":")
        return "{}", key, value
    if ">" in kind:
        argument, _, result = kind.partition(">")
        return ">", argument, result
    return (kind,)


def fits(wanted: str, offered: str, bound: Bound) -> bool:
    """Whether a value of type `offered` may stand where `wanted` is asked for; variables are bound on the way. A text
    is a list of its characters, too."""
    return _fits(wanted, "[char]" if offered == "str" and wanted.startswith("[") else offered, bound)


def _fits(wanted: str, offered: str, bound: Bound) -> bool:
    if wanted == "K" and offered[0] in "[{":
        return False
    if wanted in VARIABLES:
        if offered in VARIABLES:
            return True
        if wanted in bound:
            return _fits(bound[wanted], offered, bound) if bound[wanted] not in VARIABLES else True
        bound[wanted] = offered
        return True
    if wanted == offered or offered in VARIABLES or wanted in WIDER.get(offered, ()):
        return True
    a, b = split(wanted), split(offered)
    if len(a) == 1 or len(a) != len(b) or a[0] != b[0]:
        return False
    return all(_fits(x, y, bound) for x, y in zip(a[1:], b[1:], strict=True))


def resolved(kind: str, bound: Bound) -> str:
    """`kind` with its variables replaced by what they are bound to."""
    if kind in VARIABLES:
        return bound.get(kind, kind)
    pieces = split(kind)
    if len(pieces) == 1:
        return kind
    inner = [resolved(piece, bound) for piece in pieces[1:]]
    if pieces[0] == "[]":
        return f"[{inner[0]}]"
    return f"{{{inner[0]}:{inner[1]}}}" if pieces[0] == "{}" else f"{inner[0]}>{inner[1]}"
