"""Writing programs with the shipped weights: NumPy and ONNX Runtime alone.

Writer().write("sum of the even numbers of a list")
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

from diptych.code.data.finder import Found
from diptych.code.data.library import Library
from diptych.code.data.shelf import Stored
from diptych.code.data.units import PAIRS
from diptych.code.decode.draft import Draft, Speller
from diptych.code.decode.net import Net
from diptych.code.decode.search import beam, greedy, last
from diptych.code.syntax import parses, tree
from diptych.code.tokens import Token, detokenise, english
from diptych.errors import Problem

NAMES = ("encoder.onnx", "decoder.onnx", "library.zip", "code.json")
FEATURES = ("mean log", "least log", "sum log", "task log", "margin", "known words", "long")
LONGEST_TEXT = 4_000  # characters of a description that are looked at


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


class Writer:
    """Writes programs for descriptions; made once, used often."""

    def __init__(self, weights: str | Path | None = None, threads: int = 0) -> None:
        folder = Path(weights) if weights else None
        if folder is not None and not folder.is_dir():
            raise Problem(f"{folder}: there is no folder of weights here. Export one: diptych code onnx RUN {folder}")
        with as_file(files("diptych") / "weights") as shipped:
            paths = [folder / name if folder else shipped / f"code.{name.removeprefix('code.')}" for name in NAMES]
            if missing := [path for path in paths if not path.exists()]:
                raise Problem(f"{missing[0]}: there are no weights here. Train some: diptych code train RUN")
            self.net = Net(paths[0], paths[1], threads)
            library = Library.load(paths[2])
            self._calibration = json.loads(paths[3].read_text(encoding="utf-8"))["calibration"]
        self.library, self.coder, self.finder = library, library.coder(), library.finder()
        self.speller = Speller(library.vocabulary)

    def write(self, description: str) -> str:
        """The program for a description; "" for an empty one."""
        return self.answers(description)[0].program

    def stream(self, description: str) -> Iterator[str]:
        """The program as it grows, each time longer, the last one whole."""
        said = tidy(description)
        if not english(said):
            return
        found = self.finder.find(said, PAIRS)
        for draft in greedy(self.net, self.speller, self.coder.source(said, [one.pair for one in found])):
            yield detokenise(draft.state.texts)

    def answers(self, description: str, n: int = 1) -> list[Written]:
        """The `n` best different programs, most confident first; fewer where no more were found."""
        if n < 1:
            raise Problem(f"-n must be at least 1, not {n}.")
        said = tidy(description)
        if not english(said):
            return [Written(description, "", (), 0.0, None, False)]
        answers: dict[str, Written] = {}
        for draft, found in self.drafts(said, n):
            one = self._answer(description, said, draft, found)
            answers.setdefault(tree(one.program), one)
        return sorted(answers.values(), key=lambda one: -one.confidence)[:n]

    def drafts(self, said: str, n: int = 1) -> Iterator[tuple[Draft, Sequence[Found]]]:
        """The likeliest program, and what it was written from; for more than one also those of a wider search and of
        other stored pairs."""
        found = self.finder.find(said, max(PAIRS, n + 1))
        source = self.coder.source(said, [one.pair for one in found[:PAIRS]])
        yield last(greedy(self.net, self.speller, source)), found
        if n == 1:
            return
        for draft in beam(self.net, self.speller, source, n):
            yield draft, found
        for other in found[1:]:
            pairs = [other, *(one for one in found if one is not other)][:PAIRS]
            yield last(greedy(self.net, self.speller, self.coder.source(said, [one.pair for one in pairs]))), pairs

    def program(self, draft: Draft) -> str:
        """The draft as text. The grammar sees to it that it parses; an ending is the guard behind it."""
        program = detokenise(draft.state.texts)
        return program if parses(program) else "pass\n"

    def _answer(self, ask: str, said: str, draft: Draft, found: Sequence[Found]) -> Written:
        program = self.program(draft)
        memorised = bool(found) and tree(program) == tree(found[0].pair.program)
        confidence = calibrated(self.signs(said, draft, found), self._calibration)
        return Written(ask, program, tuple(draft.tokens()), confidence, found[0].pair, memorised)

    def signs(self, said: str, draft: Draft, found: Sequence[Found]) -> list[float]:
        """What the confidence is judged by, as FEATURES names it."""
        logs = np.array(draft.logs or (-9.0,))
        task, _, _ = self.finder.likelihoods(said)
        return [
            float(logs.mean()),
            float(max(logs.min(), -8)),
            float(max(logs.sum(), -30)),
            float(max(task.max(), -6)),
            min(found[0].score - found[1].score, 8.0) if len(found) > 1 else 8.0,
            self.finder.knows(said),
            float(np.log1p(max(len(english(said)) - 25, 0))),
        ]


def calibrated(signs: Sequence[float], calibration: dict[str, Any]) -> float:
    """The confidence in 0..1: a logistic function of the signs."""
    logit = calibration["bias"] + float(np.dot(signs, calibration["weights"]))
    return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def tidy(description: str) -> str:
    """A description on one line, without what cannot be meant: control characters, and what is beyond a page."""
    plain = "".join(char if char.isprintable() else " " for char in description[:LONGEST_TEXT])
    plain = _RULE.sub(" ", plain.encode("utf-8", "ignore").decode())
    return " ".join(_NUMBERING.sub("", plain).split())


_NUMBERING = re.compile(r"^\s*(?:[#>*•-]+\s*|\(?(?:q|Q|question|Question|task|Task)?\s?\d{1,3}\s?[.):]+\s+)+")
_RULE = re.compile(r"([-=_*~.#])\1{3,}")  # a line drawn with signs
