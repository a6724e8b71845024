"""Writing programs with the shipped weights: NumPy and ONNX Runtime alone.

Writer().write("sum of the even numbers of a list")
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

from diptych.code.data.assemble import examples, of_parts
from diptych.code.data.finder import Found
from diptych.code.data.library import Library
from diptych.code.data.shelf import Stored
from diptych.code.data.syntax import parses, tree
from diptych.code.data.tokens import Token, detokenise, english
from diptych.code.data.units import PAIRS
from diptych.code.predict.decode.draft import Draft, Speller
from diptych.code.predict.decode.fill import bracketed, filled, fits, givens, readings, renamed
from diptych.code.predict.decode.flaws import flaws, lacks_function, skeleton, strays
from diptych.code.predict.decode.looks import Look, looks
from diptych.code.predict.decode.net import Net
from diptych.code.predict.decode.polish import polished
from diptych.code.predict.decode.search import beam, greedy, last, read
from diptych.code.world.family import VALUES
from diptych.errors import Problem

NAMES = ("code.encoder.onnx", "code.decoder.onnx", "code.library.zip", "code.json")
LONGEST_TEXT = 4_000  # characters of a description that are looked at
CLEAR = 1.0  # by how much the best pair must be ahead, as a logarithm, for no other to be tried
FAR = 6.0  # a pair that is so much behind, as a logarithm, is not taken for the lack of flaws in what is made of it
OTHER_PAIR = 0.15  # what it costs a draft that its pair is less likely than the likeliest, for each unit of logarithm
WAYS = 3  # stored programs of the likeliest task that are filled
UNKNOWN = 1.0  # what it costs a draft that no stored program of the task is like it


@dataclass(frozen=True)
class Written:
    """An answer. `confidence` is the chance in 0..1 that it does what was asked; `memorised` says that the program is
    the nearest stored pair's own."""

    ask: str
    program: str
    tokens: tuple[Token, ...]
    confidence: float
    nearest: Stored | None
    memorised: bool

    def as_json(self) -> dict[str, Any]:
        """Everything but the tokens, for a line of JSON."""
        nearest = self.nearest and {"description": self.nearest.description, "program": self.nearest.program}
        return {
            "ask": self.ask,
            "program": self.program,
            "confidence": round(self.confidence, 3),
            "nearest": nearest,
            "memorised": self.memorised,
        }


@dataclass(frozen=True)
class Attempt:
    """A draft as a program, and the stored pairs that it was written from."""

    said: str
    draft: Draft
    pairs: Sequence[Found]
    kin: frozenset[str] = frozenset()  # skeletons of the stored programs that do what the first of `pairs` does
    behind: float = 0.0  # by how much the first of `pairs` is less likely than the best one found, as a logarithm

    @cached_property
    def program(self) -> str:
        """The draft's text. The grammar sees to it that it parses; behind it stands the nearest pair."""
        program = detokenise(self.draft.state.texts)
        return polished(program if parses(program) else self.pairs[0].pair.program)

    @cached_property
    def flaws(self) -> int:
        slips = flaws(self.program) + strays(self.said, self.program, self.pairs[0].pair)
        return slips + lacks_function(self.said, self.program)

    @cached_property
    def known(self) -> bool:
        """Whether a stored program of the same task does the same in the same way."""
        return skeleton(self.program) in self.kin

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against it."""
        return self.known and not self.flaws

    @property
    def worth(self) -> tuple[bool, float]:
        """Attempts are compared by this."""
        score = self.draft.score - OTHER_PAIR * self.behind - UNKNOWN * (not self.known)
        return not self.flaws and self.behind < FAR, score


class Writer:
    """Writes programs for descriptions; made once, used often."""

    def __init__(self, weights: str | Path | None = None, threads: int = 0) -> None:
        with as_file(files("diptych") / "weights") as shipped:
            paths = [(Path(weights) if weights else shipped) / name for name in NAMES]
            if missing := [path for path in paths if not path.exists()]:
                raise Problem(f"{missing[0]}: there are no weights here. Export some: diptych code onnx RUN OUT")
            self.net = Net(paths[0], paths[1], threads)
            self.library = Library.load(paths[2])
            self._calibration = json.loads(paths[3].read_text(encoding="utf-8"))["calibration"]
        self.coder, self.finder = self.library.coder(), self.library.finder()
        self.speller = Speller(self.library.vocabulary)
        self._tasks: defaultdict[str, list[Stored]] = defaultdict(list)
        for pair in self.library.shelf:
            self._tasks[pair.task].append(pair)
        self.assembles = True  # whether compositions are made when they are asked for

    def write(self, description: str) -> str:
        """The program for a description; "" for an empty one."""
        return self.answers(description)[0].program

    def stream(self, description: str) -> Iterator[str]:
        """The first draft as it grows, each time longer; last the program that `write` gives."""
        said = self.heard(description)
        if english(said):
            source = self.coder.source(said, [one.pair for one in self.find(said)])
            for draft in greedy(self.net, self.speller, source):
                yield detokenise(draft.state.texts)
            yield self.write(description)

    def answers(self, description: str, n: int = 1) -> list[Written]:
        """The `n` best different programs, the best first; fewer where no more were found."""
        if n < 1:
            raise Problem(f"-n must be at least 1, not {n}.")
        said = self.heard(description)
        if not english(said):
            return [Written(description, "", (), 0.0, None, False)]
        different: dict[str, Attempt] = {}
        for attempt in self.attempts(said, n):
            different.setdefault(tree(attempt.program), attempt)
        return [self._answer(description, said, attempt) for attempt in list(different.values())[:n]]

    def looks(self, description: str, program: str) -> list[Look]:
        """Where the net looks while it writes `program`, one that it wrote for the description, token by token."""
        said = self.heard(description)
        source = self.coder.source(said, [one.pair for one in self.find(said)])
        return looks(self.net, self.speller, source, read(self.net, self.speller, source, program))

    def heard(self, description: str) -> str:
        """The description as it is read: tidy, and with brackets around numbers in a row where a list is meant."""
        said = tidy(description)
        some = readings(said)
        if len(some) == 1:
            return said
        # Who means several numbers and no list says "and" before the last.
        return next((one for one in some if fits(one, self.find(one, 1)[0].pair)), bracketed(said))

    def attempts(self, said: str, n: int = 1) -> list[Attempt]:
        """Attempts at a description as it was `heard`, the best one first.

        The first draft is good enough where it is a stored program but for its names and values, and has no flaw.
        Otherwise other stored pairs are tried, too, and the stored programs themselves with the description's values.
        """
        found = self.find(said, max(PAIRS + 1, n))
        kin = [self._kin(one.pair) for one in found]
        tried = [self._attempt(said, found[:PAIRS], kin[0])]
        if n > 1 or not tried[0].sound:
            first = tried[0].program
            tried += self._filled(said, found, kin, 0, first)
            clear = len(found) == 1 or found[0].score - found[1].score > CLEAR
            if n > 1 or not (tried[-1].sound and clear):
                tried.append(self._attempt(said, found[:1], kin[0]))
                for row in range(1, len(found)):
                    pairs = [found[row], found[0]]
                    tried.append(self._attempt(said, pairs, kin[row], found[0].score - found[row].score))
                    tried += self._filled(said, found, kin, row, first)
        if n > 1:
            source = self.coder.source(said, [one.pair for one in found[:PAIRS]])
            tried += [Attempt(said, one, found[:PAIRS], kin[0]) for one in beam(self.net, self.speller, source, n)]
        return sorted(tried, key=lambda attempt: attempt.worth, reverse=True)

    def find(self, said: str, most: int = PAIRS) -> list[Found]:
        """The stored pairs that a description is like, and the composition that it seems to speak of."""
        also = [self.finder.assembled(said)] if self.assembles else []
        return self.finder.find(said, most, also=also)

    def _attempt(self, said: str, pairs: Sequence[Found], kin: frozenset[str], behind: float = 0.0) -> Attempt:
        source = self.coder.source(said, [one.pair for one in pairs])
        return Attempt(said, last(greedy(self.net, self.speller, source)), pairs, kin, behind)

    def _filled(
        self, said: str, found: Sequence[Found], kin: Sequence[frozenset[str]], row: int, first: str
    ) -> Iterator[Attempt]:
        """The stored program with the values of the description, if they fit, and with the names that the first draft
        took from it, as likely as the net finds it."""
        best = found[row].pair
        like = sorted(self._alike(best), key=lambda pair: -self.finder.shared(said, pair))
        for pair in (best, *(one for one in like if one.program != best.program))[: WAYS if row == 0 else 1]:
            if (program := filled(said, pair, self._usual(pair))) is not None:
                program = renamed(program, pair, first, said)
                pairs = [Found(pair, -1, found[row].score), *(one for one in found if one is not found[row])][:PAIRS]
                source = self.coder.source(said, [one.pair for one in pairs])
                draft = read(self.net, self.speller, source, program)
                yield Attempt(said, draft, pairs, kin[row], found[0].score - found[row].score)

    def _alike(self, pair: Stored) -> list[Stored]:
        """The stored programs for what `pair` does, in its form."""
        some = examples(of_parts(pair.parts)) if pair.parts else self._tasks[pair.task]
        return [one for one in (pair, *some) if one.form == pair.form]

    def _kin(self, pair: Stored) -> frozenset[str]:
        """The skeletons of the stored programs for what `pair` does, in its form."""
        return frozenset(skeleton_of(one.program) for one in self._alike(pair))

    def _usual(self, pair: Stored) -> list[Any]:
        """Values that descriptions of the task of `pair` give although no value is asked for."""
        some = () if pair.parts else self._tasks[pair.task]
        return [given.value for one in some if one.form != VALUES for given in givens(one.description)]

    def _answer(self, ask: str, said: str, attempt: Attempt) -> Written:
        nearest = attempt.pairs[0].pair
        confidence = calibrated(self.signs(said, attempt), self._calibration)
        memorised = tree(attempt.program) == tree(polished(nearest.program))
        return Written(ask, attempt.program, tuple(attempt.draft.tokens()), confidence, nearest, memorised)

    def signs(self, said: str, attempt: Attempt) -> dict[str, float]:
        """What the confidence is judged by."""
        logs = np.array(attempt.draft.logs or (-9.0,))
        task, _, _ = self.finder.likelihoods(said)
        pairs = attempt.pairs
        nearest = pairs[0].pair
        return {
            # of the net: how likely it finds the program
            "mean log": float(logs.mean()),
            "least log": float(max(logs.min(), -8)),
            "sum log": float(max(logs.sum(), -30)),
            # of the finder, and of the description
            "task log": float(max(task.max(), -6)),
            "doubt": max(self.finder.doubt(said, nearest), -12.0),
            "margin": float(np.clip(pairs[0].score - pairs[1].score, -8, 8)) if len(pairs) > 1 else 0.0,
            "known words": self.finder.knows(said),
            "shared words": self.finder.shared(said, nearest),
            "long": float(np.log1p(max(len(english(said)) - 25, 0))),
            # of the program
            "known": float(attempt.known),
            "flaws": float(attempt.flaws > 0),
            "behind": min(attempt.behind, 8.0),
        }


skeleton_of = lru_cache(maxsize=50_000)(skeleton)


def calibrated(signs: dict[str, float], calibration: dict[str, Any]) -> float:
    """The confidence in 0..1: a logistic function of the signs."""
    logit = calibration["bias"] + sum(weight * signs[name] for name, weight in calibration["weights"].items())
    return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def tidy(description: str) -> str:
    """A description on one line, without what cannot be meant: control characters, numbering, lines drawn with signs,
    blanks after blanks that are not quoted, and what is beyond a page."""
    plain = "".join(char if char.isprintable() else " " for char in description[:LONGEST_TEXT])
    plain = _RULE.sub(" ", plain.encode("utf-8", "ignore").decode())
    parts = _QUOTED.split(_NUMBERING.sub("", plain))
    return "".join(part if n % 2 else re.sub(r"\s+", " ", part) for n, part in enumerate(parts)).strip()


_QUOTED = re.compile(r"(\"[^\"]*\"|(?<!\w)'[^']*')")  # where blanks may be meant
_NUMBERING = re.compile(r"^\s*(?:[#>*•-]+\s*|\(?(?:q|Q|question|Question|task|Task)?\s?\d{1,3}\s?[.):]+\s+)+")
_RULE = re.compile(r"([-=_*~.#])\1{3,}")
