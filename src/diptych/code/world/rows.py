"""The rows of the world: what a part takes and gives, its texts in Python, and how people ask for it.

    digit_sum(n: int 1..99999) -> int = sum(int(digit) for digit in str(n))
        find: the sum of [the |]digits [of|in] {n} ; the digit sum of {n} do: add the digits of {n} weight: 2
        =while
            total = 0
            …

The first line is the signature, perhaps with the usual text behind `=`; else that is indented below. `=way,way` begins
another text. The other lines hold wordings and options by their kinds, phrases separated by ` ; `.
"""

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from diptych.code.data.plans.render import literal
from diptych.code.data.plans.table import Hole, Part
from diptych.code.world.compiled import code
from diptych.code.world.grammar import parse, plain
from diptych.code.world.kinds import Param, param

WORDINGS = ("find", "do", "check", "show", "tell", "name", "make", "adj", "that", "noun", "each", "items", "key")
OPTIONS = ("forms", "weight", "writes", "extras", "args", "holds", "calls", "content", "stdin", "alone")
_KIND = re.compile(rf"(?:^|(?<= ))({'|'.join(WORDINGS + OPTIONS)}): ")
_SIGNATURE = re.compile(r"(\w+)\(((?:[^()\"]|\"[^\"]*\"|\([^()]*\))*)\)(?: -> (\S+))?(?: = (.*))?$")


@dataclass(frozen=True, eq=False)
class PartRow:
    """A part with its parameters as people know them, its wordings by kind, and its group."""

    part: Part
    params: dict[str, Param]
    wordings: dict[str, tuple[str, ...]]
    group: str = ""
    forms: tuple[str, ...] = ()
    weight: float = 1.0
    arguments: tuple[tuple[Any, ...], ...] = ()  # where no kind can draw them
    holds: tuple[str, ...] = ()  # expressions that must be True, for results that cannot be known
    calls: tuple[str, ...] = ()  # expressions whose value the row's own text gives, for classes
    content: str = ""  # of the file that it reads
    stdin: str = ""  # what a user types who talks with it
    alone: bool = False  # never part of another

    @property
    def name(self) -> str:
        """The name of the part."""
        return self.part.name

    def goals(self) -> tuple[tuple[str, str], ...]:
        """(kind, phrase) of every wording that can stand by itself."""
        kinds = ("find", "do", "check", "show", "tell", "name", "make")
        return tuple((kind, text) for kind in kinds for text in self.wordings.get(kind, ()))

    @cached_property
    def needed(self) -> frozenset[str]:
        """The holes that have a wording or no default."""
        return frozenset(hole.name for hole in self.part.holes if not hole.default)


def read(path: Path) -> list[PartRow]:
    """The rows of one file."""
    rows = []
    for block in _blocks(path.read_text()):
        try:
            rows += [_row(lines, path.stem) for lines in _dimensions(block)]
        except Exception as error:
            raise ValueError(f"{path.name}: {block[0]}: {error}") from error
    return rows


def _blocks(text: str) -> list[list[str]]:
    out: list[list[str]] = []
    for line in text.split("\n"):
        if line.startswith("#") or not line.strip():
            if out and out[-1] and line.strip() == "" and out[-1][-1].startswith("        "):
                out[-1].append("")
        elif not line.startswith(" "):
            if out and len(out[-1]) == 1 and out[-1][0].startswith("@"):
                out[-1].append(line.rstrip())
            else:
                out.append([line.rstrip()])
        else:
            out[-1].append(line.rstrip())
    return out


def _dimensions(block: list[str]) -> list[list[str]]:
    """One block for each set of values in its first line: `@ word, sign: and, & ; or, |` fills `<word>` and `<sign>`."""
    if not block[0].startswith("@"):
        return [block]
    names, _, sets = block[0][1:].partition(":")
    out = []
    for values in sets.split(" ; "):
        lines = block[1:]
        keys = [name.strip() for name in names.split(",")]
        for key, value in zip(keys, values.split(", ", len(keys) - 1), strict=True):
            word = re.sub(r"\W+", "_", value.strip())  # where it is part of a name
            lines = [re.sub(rf"(?<=\w)<{key}>|<{key}>(?=\w)|^<{key}>(?=\()", word, line) for line in lines]
            lines = [line.replace(f"<{key}>", _choice(value.strip(), line)) for line in lines]
        out.append(lines)
    return out


def _choice(value: str, line: str) -> str:
    """Words separated by `|` as a choice, where `line` is a wording."""
    return f"[{value}]" if "|" in value and _KIND.match(line.strip()) else value


def _row(lines: list[str], group: str) -> PartRow:
    match = _SIGNATURE.match(lines[0])
    if not match:
        raise ValueError("not a signature")
    name, inside, result, text = match.groups()
    result = result or "none"
    params = {p.name: p for p in map(param, _split(inside, ","))}
    texts: list[tuple[str, list[str]]] = [("", [text])] if text else []
    wordings: dict[str, tuple[str, ...]] = {}
    options: dict[str, str] = {}
    for line in lines[1:]:
        if line.startswith("        ") or not line:  # the usual text, where none began yet
            texts = texts or [("", [])]
            texts[-1][1].append(line[8:])
            continue
        body = line.strip()
        if body.startswith("="):
            ways, _, rest = body[1:].partition(" ")
            texts.append((ways, [rest] if rest else []))
            continue
        for kind, phrases in zip(*[iter(_KIND.split(body)[1:])] * 2, strict=True):
            if kind in WORDINGS:
                wordings[kind] = (*wordings.get(kind, ()), *_split(phrases, ";"))
            else:
                options[kind] = f"{options[kind]} ;; {phrases.strip()}" if kind in options else phrases.strip()
    arguments = tuple(ast.literal_eval(text) for text in _split(options.get("args", "").replace(";;", ";"), ";"))
    samples = [literal(value) for value in arguments[0]] if arguments else [p.sample(name) for p in params.values()]
    holes = tuple(Hole(p.name, p.type, p.default, sample) for p, sample in zip(params.values(), samples, strict=True))
    codes = tuple(
        code(
            name, holes, "\n".join(body).strip("\n"), result, tuple(w for w in ways.replace("_", " ").split(",") if w)
        )
        for ways, body in texts
    )
    extras = tuple(x.strip() for x in options.get("extras", "").split(",") if x.strip())
    writes = tuple(options.get("writes", "").split())
    part = Part(name, holes, result, codes, extras, writes, _plain(wordings))
    forms = tuple(options.get("forms", "").split())
    return PartRow(
        part,
        params,
        wordings,
        group,
        forms,
        float(options.get("weight", "1")),
        arguments,
        _several(options.get("holds", "")),
        _several(options.get("calls", "")),
        ast.literal_eval(options["content"]) if "content" in options else "",
        ast.literal_eval(options.get("stdin", '""')),
        "alone" in options,
    )


def _plain(wordings: dict[str, tuple[str, ...]]) -> str:
    """The first wording with the first of each choice: how the part is called where it is shown."""
    kind = next(
        (
            kind
            for kind in ("find", "check", "do", "show", "items", "name", "make", "tell", "noun", "adj", "that")
            if kind in wordings
        ),
        "",
    )
    if not kind:
        return ""
    text = plain(parse(wordings[kind][0]))
    if kind in ("adj", "that", "noun"):
        text = f"is {text}"
    return text


def _several(text: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in text.split(";;") if piece.strip())


def _split(text: str, sign: str) -> list[str]:
    """The pieces of `text` between signs that stand outside brackets and quotes."""
    out, depth, quoted = [""], 0, False
    for letter in text:
        quoted ^= letter == '"'
        depth += (letter in "([{") - (letter in ")]}")
        if letter == sign and not quoted and depth == 0:
            out.append("")
        else:
            out[-1] += letter
    return [piece.strip() for piece in out if piece.strip()]
