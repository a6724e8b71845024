"""Plans for a request: what the net writes under the grammar of types, and what stored plans become in its place."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Floats
from diptych.code.data.plans.plan import PlanReader
from diptych.code.data.plans.scan import GivenValue
from diptych.code.data.plans.table import Table
from diptych.code.data.vocabulary import BEGIN, END, NOTHING, PAD, Vocabulary
from diptych.code.predict.net import PlanGraphs, PlanState

LONGEST = 32  # tokens of a plan
SHOWN = frozenset(("per_line", "one_line", "sep", "end"))  # modifiers of what is printed
TYPE_SHARE = 0.3  # what the type's probability counts beside the token's
KINDS: dict[str, tuple[type, ...]] = {
    "int": (int,), "num": (int, float), "str": (str,), "char": (str,), "path": (str,), "date": (str,),
    "bool": (bool,),
}  # fmt: skip


@dataclass(frozen=True)
class PlanDraft:
    """A plan being written: its tokens, what the grammar knows of it, and the logarithms of the probabilities."""

    tokens: tuple[str, ...]
    reading: PlanReader
    logs: tuple[float, ...] = ()  # of each token
    kinds: tuple[float, ...] = ()  # of each token's type

    @property
    def score(self) -> float:
        """What a beam compares."""
        return sum(self.logs) + TYPE_SHARE * sum(self.kinds)


class TokenMasks:
    """Which tokens the grammar lets stand next, as rows of booleans; each situation is worked out once."""

    def __init__(self, table: Table, vocabulary: Vocabulary) -> None:
        self.table, self.vocabulary = table, vocabulary
        alike: defaultdict[object, list[int]] = defaultdict(list)  # parts that fit in the same places
        for number, token in enumerate(vocabulary.tokens):
            part = table.parts.get(token)
            key = (part.result, tuple(hole.type for hole in part.holes)) if part else token
            alike[key].append(number)
        self._alike = [(vocabulary.tokens[some[0]], np.array(some)) for some in alike.values()]
        self._known: dict[object, NDArray[np.bool_]] = {}

    def of(self, reading: PlanReader) -> NDArray[np.bool_]:
        """The tokens that may come next [V]."""
        if reading.state == "tree" and not reading.wanted:
            return np.arange(len(self.vocabulary.tokens)) == END
        wanted = reading.wanted[-1] if reading.wanted else ("", {})
        key = (reading.state, tuple(reading.values[-1:]), wanted[0], tuple(sorted(wanted[1].items())))
        if key not in self._known:
            mask = np.zeros(len(self.vocabulary.tokens), bool)
            for token, some in self._alike:
                mask[some] = grown(reading, token) is not None
            self._known[key] = mask
        return self._known[key]


def grown(reading: PlanReader, token: str) -> PlanReader | None:
    """The reading with one more token; None where the token cannot stand."""
    other = copy(reading)
    other.wanted = [(kind, dict(bound)) for kind, bound in reading.wanted]
    other.values, other.types = list(reading.values), list(reading.types)
    return other if other.take(token) else None


@dataclass(frozen=True)
class PlanLimits:
    """What narrows plans beside the grammar: the values that a request gives, and what its examples show."""

    givens: tuple[GivenValue, ...] = ()
    parameters: int | None = None
    result: object = None  # a value that the program should return, None where nobody knows


class Proposer:
    """Writes plans with the net; made once."""

    def __init__(self, net: PlanGraphs, table: Table, vocabulary: Vocabulary) -> None:
        self.net, self.table, self.vocabulary = net, table, vocabulary
        self.masks = TokenMasks(table, vocabulary)
        self._results = [getattr(table.parts.get(token), "result", "") for token in vocabulary.tokens]

    def beam(self, writing: PlanState, wanted: PlanLimits, width: int) -> list[PlanDraft]:
        """The likeliest plans that a search of `width` finds, best first."""
        drafts, ended = [PlanDraft((), PlanReader(self.table))], list[PlanDraft]()
        for _ in range(LONGEST):
            logs, kinds, writing = self.net.step(writing)
            options = [
                (row, *option)
                for row, draft in enumerate(drafts)
                for option in self._options(draft, logs[row], kinds[row], wanted, width)
            ]
            options.sort(key=lambda option: -option[1])
            chosen, going = options[:width], []
            for row, _, number, draft in chosen:
                if number in (END, self.vocabulary.number[NOTHING]):
                    ended.append(draft)
                else:
                    going.append((row, number, draft))
            if not going or (len(ended) >= width and max(draft.score for *_, draft in going) < ended[-1].score):
                break
            drafts = [draft for *_, draft in going]
            types = [self.vocabulary.type_number.get(draft.reading.types[-1], 0) for draft in drafts]
            writing = writing.take([row for row, *_ in going]).wrote([number for _, number, _ in going], types)
        return sorted(ended, key=lambda draft: -draft.score)[:width]

    def likelihood(self, writing: PlanState, tokens: Sequence[str]) -> PlanDraft | None:
        """A given plan as the net would have written it; None where the grammar does not let it stand."""
        draft = PlanDraft((), PlanReader(self.table))
        if not all(token in self.vocabulary.number for token in tokens):
            return None
        for token in (*tokens, ""):
            logs, kinds, writing = self.net.step(writing)
            number = self.vocabulary.number[token] if token else END
            grew = self._grow(draft, number, float(logs[0][number]), kinds[0])
            if grew is None:
                return None
            draft = grew
            if token:
                writing = writing.wrote([number], [self.vocabulary.type_number.get(draft.reading.types[-1], 0)])
        return draft

    def nothing(self, writing: PlanState) -> float:
        """How likely the net finds it that no program can do what is asked, as a logarithm."""
        logs, _, _ = self.net.step(writing)
        return float(logs[0][self.vocabulary.number[NOTHING]])

    def _options(
        self, draft: PlanDraft, logs: Floats, kinds: Floats, wanted: PlanLimits, most: int
    ) -> Iterator[tuple[float, int, PlanDraft]]:
        """The likeliest ways to go on: score, token and the longer draft."""
        allowed = self.masks.of(draft.reading) & self._suits(draft, wanted)
        if not draft.tokens:
            allowed[self.vocabulary.number[NOTHING]] = False
        numbers = np.flatnonzero(allowed)
        for number in numbers[np.argsort(-logs[numbers], kind="stable")[:most]].tolist():
            if (grew := self._grow(draft, number, float(logs[number]), kinds)) is not None:
                yield grew.score, number, grew

    def _grow(self, draft: PlanDraft, number: int, log: float, kinds: Floats) -> PlanDraft | None:
        if number == END:
            whole = draft.reading.state == "tree" and not draft.reading.wanted
            return PlanDraft(draft.tokens, draft.reading, (*draft.logs, log), draft.kinds) if whole else None
        token = self.vocabulary.tokens[number]
        reading = grown(draft.reading, token)
        if reading is None:
            return None
        kind = self.vocabulary.type_number.get(reading.types[-1], 0)
        return PlanDraft((*draft.tokens, token), reading, (*draft.logs, log), (*draft.kinds, float(kinds[kind])))

    def _suits(self, draft: PlanDraft, wanted: PlanLimits) -> NDArray[np.bool_]:
        """What the request's own values and examples leave [V]: `$k` of a fitting value that is not used yet,
        parameters in order, a root of the wanted type."""
        out = np.ones(len(self.vocabulary.tokens), bool)
        out[[PAD, BEGIN]] = False
        next_type = draft.reading.next_type()
        for k, number in enumerate(self.vocabulary.marks[1:]):
            fresh = k < len(wanted.givens) and self.vocabulary.tokens[number] not in draft.tokens
            out[number] = fresh and fits(wanted.givens[k], next_type)
        next_parameter = 1 + max((int(t[1:]) for t in draft.tokens if t[0] == "@" and t != "@"), default=0)
        last = wanted.parameters if wanted.parameters is not None else next_parameter
        for n in range(min(next_parameter, last) + 1, 20):
            if (parameter := self.vocabulary.number.get(f"@{n}")) is not None:
                out[parameter] = False
        if draft.reading.state == "header" and wanted.result is not None:
            out &= [not result or may_be(wanted.result, result) for result in self._results]
        return out


def fits(span: GivenValue, kind: str) -> bool:
    """Whether what a request gives can stand where `kind` is asked for; a date is no text unless it is quoted."""
    return may_be(span.value, kind) and (span.kind != "date" or kind == "date" or span.text[0] in "\"'`")


def may_be(value: object, kind: str) -> bool:
    """Whether `value` can stand where `kind` is asked for."""
    if kind in KINDS:
        return isinstance(value, KINDS[kind]) and (kind == "bool" or not isinstance(value, bool))
    if kind.startswith("["):
        return isinstance(value, list | tuple | set) and all(may_be(item, kind[1:-1]) for item in list(value)[:5])
    if kind.startswith("{"):
        return isinstance(value, dict)
    return kind not in ("none", "form", "header", "modifier") and ">" not in kind


def as_function(plan: Sequence[str], description: str) -> tuple[str, ...]:
    """A plan for a script that would have to make up its values, as a function of them; any other plan as it is."""
    if plan[0] != "script" or not any(token[0] == "@" and token != "@" for token in plan):
        return tuple(plan)
    prints = _PRINTS.search(description) or SHOWN.intersection(plan)
    return ("prints" if prints else "function", *plan[1:])


_PRINTS = re.compile(r"\b(?:print|display|show|output)(?:s|ed|ing)?\b", re.IGNORECASE)


def remapped(plan: Sequence[str], theirs: Sequence[GivenValue], ours: Sequence[GivenValue]) -> tuple[str, ...]:
    """A stored plan for the values of another description: the first number for the first number, and so on; a value
    that has no fellow is the part's own default."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for k, span in enumerate(ours, 1):
        places[_sort(span)].append(k)
    counted: Counter[str] = Counter()
    fellow: dict[str, str] = {}
    for k, span in enumerate(theirs, 1):
        sort = _sort(span)
        if f"${k}" in plan:
            some = places[sort]
            fellow[f"${k}"] = f"${some[counted[sort]]}" if counted[sort] < len(some) else "@"
            counted[sort] += 1
    return tuple(fellow.get(token, token) for token in plan)


def _sort(span: GivenValue) -> str:
    return span.kind if span.kind == "date" else type(span.value).__name__
