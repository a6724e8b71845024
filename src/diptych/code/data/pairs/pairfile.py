"""The pair file: a line that starts with `#` describes, the code below it is the program, up to the next such line.

Real files bend this: descriptions are numbered, wrapped, indented or lack their `#`; blank lines are missing or
stand inside programs; and many `#` lines are comments of the program above. So the file is cut at every line that
could be a description (a block), and blocks that turn out to be part of the program above are joined to it. Every
line ends up in exactly one record, refusal or stray.
"""

import ast
import builtins
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from diptych.code.data.pairs.pair import Pair, read_text
from diptych.code.data.pairs.repair import repair
from diptych.code.data.syntax import parse, parses
from diptych.errors import Problem

REQUEST = re.compile(
    r"(?:please |now |\W)*(?:"
    r"w[a-z]{2,4}e? (?:a|an|the|your|some|python|code|program|function|down|short|simple|s|python'?s?)\b"
    r"|(?:\w+ )?python ?\d?\.? (?:\w+ )?(?:program|function|code|script|funcction|class)s?"
    r" (?:to|for|that|which|of|using)\b"
    r"|(?:program|function|script|class|method|generator)s? (?:to|that|which|for|returning|printing)\b"
    r"|(?:define|create|implement|make|build|develop) (?:a|an)\b"
    r"|given (?:a|an|two)\b)"
    r"(?!.*\bdemonstrate working of\b)",
    re.IGNORECASE,
)
# "#12 reverse", "# 12. reverse", "Q12) reverse", but not "# 3x4 matrix" or "# 2 digits".
NUMBERING = re.compile(
    r"#+(?:\d+\b[.):\-]*|\s*(?:Q|Que|Question|Problem|Program)?\.?\s*\d+\s*[.):\-]+)(?=\s|[A-Za-z]|$)", re.I
)
NUMBER = re.compile(r"\d+\s+")
MARK = re.compile(r"^(?:[\W\d_]*|(?:In|Out)\s*\[[\d ]*\]:?|-\*-.*|coding[:=].*|!.*)$")
DETAIL = re.compile(r"(?:Input|Output|Note|Example|Sample|[a-z])")
WRAPPED_COLUMNS = 78


@dataclass(frozen=True, slots=True)
class LineBlock:
    """The lines from one line that could be a description to the line before the next; lines count from 1."""

    first: int
    last: int
    heads: tuple[str, ...]  # the run of `#` lines
    body: str

    @property
    def request(self) -> bool:
        """Does it ask for a program beyond doubt?"""
        return (
            bool(self.heads)
            and (_numbered(self.heads[0]) or bool(REQUEST.match(without_number(self.heads[0]))))
            and not self.mark
        )

    @property
    def mark(self) -> bool:
        """Is it only a number, a rule or a notebook's mark?"""
        return all(MARK.match(head.lstrip("#").strip()) for head in self.heads)


@dataclass(frozen=True, slots=True)
class Record:
    """A description and a program that parses, with the repairs that it took."""

    first: int
    last: int
    description: str
    program: str
    repairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Lines that hold no usable record, and the reason."""

    first: int
    last: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class PairFile:
    """All of a pair file: `records`, `refused` and `strays` cover every line once."""

    name: str
    lines: int
    plain: int  # records as the bare format has them: every `#` line with code below it
    plain_parsed: int  # those that parse untouched
    records: tuple[Record, ...] = field(repr=False)
    refused: tuple[Refusal, ...] = field(repr=False)
    strays: tuple[Refusal, ...] = field(repr=False)

    def pairs(self) -> list[Pair]:
        """Return the records as pairs."""
        return [Pair(r.description, r.program, f"{self.name}:{r.first}") for r in self.records]


def read_pair_file(path: Path) -> PairFile:
    """Read and repair the pair file at `path`."""
    return parse_pair_file(read_text(path), path.name)


def parse_pair_file(text: str, name: str) -> PairFile:
    """Account for every line of `text`, the content of a pair file called `name`."""
    lines = text.split("\n")
    blocks = _blocks(lines)
    records: list[Record] = []
    refused: list[Refusal] = []
    strays: list[Refusal] = []
    for group in _groups(blocks):
        outcome = _read_group(group, lines)
        if isinstance(outcome, Record):
            records.append(outcome)
        else:
            (refused if any(block.body.strip() for block in group) else strays).append(outcome)
    plain = _plain_bodies(lines)
    return PairFile(
        name, len(lines), len(plain), sum(map(parses, plain)), tuple(records), tuple(refused), tuple(strays)
    )


def _plain_bodies(lines: Sequence[str]) -> list[str]:
    """Return what the format itself calls a program: the lines below each `#` line up to the next, if any."""
    heads = [i for i, line in enumerate(lines) if line.startswith("#")]
    bodies = ("\n".join(lines[a + 1 : b]) for a, b in pairwise([*heads, len(lines)]))
    return [body for body in bodies if body.strip()]


def without_number(head: str) -> str:
    """Return the description that a `#` line holds: without its signs, the number of an exercise and outer blanks."""
    text = NUMBERING.sub("", head.strip(), count=1).lstrip("#").strip()
    request = NUMBER.sub("", text, count=1)
    return request if request != text and REQUEST.match(request) else text


def _numbered(head: str) -> bool:
    return without_number(head) != head.strip().lstrip("#").strip()


def _is_head(lines: Sequence[str], i: int) -> bool:
    """Could line `i` (from 0) be a description?"""
    line = lines[i]
    if line.startswith("#"):
        return True
    after_blank = i == 0 or not lines[i - 1].strip()
    if re.match(r"\s{1,3}#", line):  # a description that slipped from the margin
        return after_blank and bool(REQUEST.match(without_number(line)))
    # A description that lost its sign: prose that asks for a program and is no Python.
    words = line.split()
    return after_blank and len(words) > 4 and line[0].isalpha() and bool(REQUEST.match(line)) and not parses(line)


def _blocks(lines: Sequence[str]) -> list[LineBlock]:
    """Cut the file into blocks; a block before the first description has no heads."""
    starts = [i for i in range(len(lines)) if _is_head(lines, i)]
    runs = [i for n, i in enumerate(starts) if n == 0 or starts[n - 1] != i - 1 or _asks_anew(lines, i)]
    edges = [*runs, len(lines)]
    blocks = [LineBlock(1, edges[0], (), "\n".join(lines[: edges[0]]))] if edges[0] else []
    head = set(starts)
    for first, end in pairwise(edges):
        below = first
        while below < end and below in head:
            below += 1
        heads = tuple(line.strip() for line in lines[first:below])
        blocks.append(LineBlock(first + 1, end, heads, "\n".join(lines[below:end])))
    return blocks


def _asks_anew(lines: Sequence[str], i: int) -> bool:
    """Does line `i`, right below another `#` line, start a description of its own?"""
    if MARK.match(lines[i - 1].lstrip("#").strip()) or _numbered(lines[i]):
        return True
    return bool(REQUEST.match(without_number(lines[i])))


def _groups(blocks: Sequence[LineBlock]) -> Iterable[list[LineBlock]]:
    """Yield runs of blocks that belong to one record: a description, and comments of its program below it."""
    start = 0
    for i, joined in enumerate([*_joins(blocks), False]):
        if not joined and i:
            yield list(blocks[start:i])
            start = i


def _joins(blocks: Sequence[LineBlock]) -> list[bool]:
    """Say for each block whether it continues the record above it."""
    joined = [False] * len(blocks)
    facts = [_names(block.body) for block in blocks]
    start = 0  # of the record above
    for i, block in enumerate(blocks):
        if (
            i
            and not block.request
            and blocks[start].heads
            and (above := _reach(blocks, facts, start, i, joined[i - 1])) is not None
        ):
            joined[above + 1 : i + 1] = [True] * (i - above)
        elif block.request or block.mark or not blocks[start].request:
            start = i
    return joined


def _reach(
    blocks: Sequence[LineBlock], facts: Sequence["BoundNames"], start: int, i: int, in_record: bool
) -> int | None:
    """Return the block that block `i`, which does not ask for a program, continues; None when it stands alone."""
    block, above = blocks[i], blocks[i - 1]
    if block.mark and not block.body.strip():
        return None
    if (above.request or in_record) and (not above.body.strip() or facts[i - 1].only_imports):
        return i - 1
    touches = bool(above.body.split("\n")[-1].strip())
    if touches or not block.body.strip():
        return i - 1
    if (not facts[i].parsed and not facts[i - 1].parsed) or block.body.lstrip("\n")[:1] == " ":
        both = above.body + "\n#\n" + block.body
        if parses(both):
            return i - 1
    # The nearest block that binds each name this one needs; the farthest of those begins the record.
    binders = (
        next((k for k in range(i - 1, start - 1, -1) if name in facts[k].bound), i) for name in facts[i].unbound
    )
    return min((k for k in binders if k < i), default=None)


@dataclass(frozen=True, slots=True)
class BoundNames:
    """What a piece of program binds and what it needs bound; nothing where it does not parse."""

    parsed: bool
    bound: frozenset[str] = frozenset()
    unbound: frozenset[str] = frozenset()
    only_imports: bool = False


def _names(body: str) -> BoundNames:
    try:
        module = parse(repair(body)[0])
    except Problem:
        return BoundNames(False)
    bound: set[str] = set()
    used: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).split(".")[0])
    imports = bool(module.body) and all(isinstance(n, ast.Import | ast.ImportFrom) for n in module.body)
    return BoundNames(True, frozenset(bound), frozenset(used - bound - set(dir(builtins))), imports)


def _read_group(group: Sequence[LineBlock], lines: Sequence[str]) -> Record | Refusal:
    """Return the record that a group of blocks makes, or why it makes none."""
    first, last = group[0].first, group[-1].last
    text = "\n".join(lines[first - 1 : last])
    head = group[0]
    repairs = []
    if not head.heads:
        return Refusal(first, last, "no description above the code" if text.strip() else "blank", text)
    if head.mark:
        return Refusal(first, last, "a mark, not a description", text)
    description, used = _description(head.heads)
    if _numbered(head.heads[0]):
        repairs.append("numbering")
    if used > 1:
        repairs.append("wrapped description")
    if used < len(head.heads) or len(group) > 1:
        repairs.append("comment, not a description")
    if lines[first - 1][:1] != "#":
        repairs.append("description off the margin or without its sign")
    if first > 1 and lines[first - 2].strip():
        repairs.append("missing blank line")
    above = first - 1 + len(head.heads)  # lines of the file above the program
    above += next((n for n, line in enumerate(lines[above:last]) if line.strip()), 0)
    program = "\n".join(lines[above:last]).rstrip()
    if not program.strip():
        return Refusal(first, last, "a description without a program", text)
    try:
        program, mended = repair(program)
    except Problem as problem:
        if (continued := _continued(program)) is None:
            reason = re.sub(r"\(line (\d+)\)", lambda m: f"(line {above + int(m[1])})", str(problem))
            return Refusal(first, last, reason, text)
        prose, program, mended = continued
        description, mended = f"{description} {prose}", ("wrapped description", *mended)
    if not parse(program).body:
        return Refusal(first, last, "a program of comments alone", text)
    return Record(first, last, description, program.rstrip() + "\n", tuple(dict.fromkeys((*repairs, *mended))))


def _description(heads: Sequence[str]) -> tuple[str, int]:
    """Return the description that a run of `#` lines makes, and how many of the lines it took."""
    text = without_number(heads[0])
    for n, head in enumerate(heads[1:], 1):
        more = head.lstrip("#").strip()
        if len(heads[n - 1]) < WRAPPED_COLUMNS and not DETAIL.match(more):
            return text, n
        text = f"{text} {more}"
    return text, len(heads)


def _continued(program: str) -> tuple[str, str, tuple[str, ...]] | None:
    """Return (prose, program, repairs) where the first line of `program` is the rest of the description."""
    prose, _, rest = program.partition("\n")
    if len(prose.split()) < 4 or re.search(r"[=\[\]{}]|^\s*(?:def|for|while|if|class)\b", prose) or not rest.strip():
        return None
    try:
        rest, repairs = repair(rest)
    except Problem:
        return None
    return prose.strip(), rest, repairs
