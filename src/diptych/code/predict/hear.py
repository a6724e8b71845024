"""What is asked for: a description as it is read, the values that it gives, the examples in it, and the signature."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import dropwhile

from diptych.code.data.plans.scan import GivenValue, scan
from diptych.code.data.reading import DescriptionWords, read
from diptych.code.predict import examples as told
from diptych.code.predict.examples import Claim
from diptych.errors import Problem

OPENING = frozenset(
    re.findall(
        r"\w+",
        """write create define make implement build give me show please a an python function program script code
        method to that which will would can could should returns return print prints using use i need for how do""",
    )
)
LONGEST_TEXT = 4_000  # characters of a description that are looked at

_SIGNATURE = re.compile(r"^\s*(?:def\s+)?([A-Za-z_]\w*)\s*\(([^()]*)\)\s*(?:->.*)?:?\s*$")
_NAME = re.compile(r"^[A-Za-z_]\w*$")
_NAMED = re.compile(r"\b(?:named|called)\s*[`'\"]?$", re.IGNORECASE)
_QUOTED = re.compile(r"(\"[^\"]*\"|(?<!\w)'[^']*')")  # where blanks may be meant
_NUMBERING = re.compile(r"^\s*(?:[#>*•-]+\s*|\(?(?:q|Q|question|Question|task|Task)?\s?\d{1,3}\s?[.):]+\s+)+")
_RULE = re.compile(r"([-=_*~.#])\1{3,}")


@dataclass(frozen=True)
class Request:
    """A tidy `description`, the values that it gives, examples of what is wanted, and the name and the parameters of
    the function as far as someone told them."""

    description: str
    givens: tuple[GivenValue, ...]
    examples: tuple[Claim, ...] = ()
    name: str = ""
    parameters: tuple[str, ...] = field(default=())

    @cached_property
    def source(self) -> DescriptionWords:
        """What the net reads."""
        return read(self.description, self.givens)

    @cached_property
    def task(self) -> tuple[str, ...]:
        """The words of what is asked for, without the name that the function is to have."""
        for span in self.givens:
            if span.kind in ("name", "signature") and (named := _NAMED.search(self.description, 0, span.start)):
                rest = f"{self.description[: named.start()]} {self.description[span.end :]}"
                return read(rest, scan(rest)).words
        return self.source.words

    @cached_property
    def lengths(self) -> tuple[int, int]:
        """How many words the task has, and how many without those that only ask for a function or a program."""
        return len(self.task), sum(1 for _ in dropwhile(OPENING.__contains__, self.task))

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not any(map(str.isalnum, self.description))


def hear(description: str, examples: tuple[Claim, ...] = (), signature: str = "") -> Request:
    """The request that a description makes, with examples and a signature `f(a, b)` that were given beside it."""
    text, claims = told.heard(description[:LONGEST_TEXT])
    text = tidy(text)
    givens = scan(text)
    name, parameters = signed(signature) if signature else _signed(givens)
    examples = (*examples, *claims)
    named = [example.name for example in examples if example.name != told.ANY_NAME]
    return Request(text, givens, examples, name or (named[0] if named else ""), parameters)


def signed(signature: str) -> tuple[str, tuple[str, ...]]:
    """The name and the parameters of `f(a, b)`, with or without `def`, annotations and defaults."""
    match = _SIGNATURE.match(signature)
    parameters = (
        tuple(re.split(r"[:=]", parameter)[0].strip() for parameter in match[2].split(",") if parameter.strip())
        if match
        else ()
    )
    if not match or not all(map(_NAME.match, parameters)) or len(set(parameters)) < len(parameters):
        raise Problem(f"{signature!r} is no signature: give a name and parameters, as in --signature 'f(a, b)'.")
    return match[1], parameters


def _signed(givens: tuple[GivenValue, ...]) -> tuple[str, tuple[str, ...]]:
    """The name and parameters that the description itself gives."""
    for span in givens:
        if span.kind == "signature":
            return span.value
    return next((span.value for span in givens if span.kind == "name"), ""), ()


def tidy(description: str) -> str:
    """A description on one line, without what cannot be meant: control characters, numbering, lines drawn with signs,
    blanks after blanks that are not quoted, and what is beyond a page."""
    plain = "".join(char if char.isprintable() else " " for char in description[:LONGEST_TEXT])
    plain = _RULE.sub(" ", plain.encode("utf-8", "ignore").decode())
    parts = _QUOTED.split(_NUMBERING.sub("", plain))
    return "".join(part if n % 2 else re.sub(r"\s+", " ", part) for n, part in enumerate(parts)).strip()
