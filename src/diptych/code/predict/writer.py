"""Writing programs with the shipped weights: NumPy and ONNX Runtime alone. Find → propose → score → choose.

Writer().write("sum of the even numbers of a list")
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diptych.code.data.plans.plan import parse
from diptych.code.data.plans.render import program
from diptych.code.data.plans.say import say
from diptych.code.data.plans.scan import scan
from diptych.code.data.plans.table import Table
from diptych.code.data.reading import read
from diptych.code.data.shelf import PlanShelf, StoredMatch, StoredPlan
from diptych.code.data.tokens import Token, tokenise
from diptych.code.data.vocabulary import Vocabulary
from diptych.code.predict.candidates import Candidate, made
from diptych.code.predict.examples import Claim
from diptych.code.predict.hear import Request, hear
from diptych.code.predict.net import PlanGraphs, PlanState
from diptych.code.predict.propose import PlanLimits, Proposer, as_function, remapped
from diptych.code.predict.score import FLOOR, Calibration, Likeness, Sight, Signs, signs
from diptych.code.predict.search import proven, values_of
from diptych.code.predict.unused import unused
from diptych.errors import Problem

if TYPE_CHECKING:
    from diptych.code.runner import Runner

NAMES = ("code.encoder.onnx", "code.decoder.onnx", "code.parts.json", "code.shelf.npz", "code.json")
BEAM, STORED = 6, 4  # plans that the net proposes, and stored ones that are tried
WITH_EXAMPLES = 16  # plans that the net proposes where examples will choose
SECONDS = 2.0  # of the search among what examples may prove
SUGGESTED = 3
RESCORED = 12  # of the proven candidates are read by the net


@dataclass(frozen=True)
class NearestPair:
    """The stored pair that is nearest to what was asked."""

    description: str
    program: str


@dataclass(frozen=True)
class Written:
    """An answer. `confidence` is the chance in 0..1 that it does what was asked; where that is too low, `program` is
    "" and `withheld` has what would have been written.

    `unused` is what the request says and the program does not use, `proven` how many examples it was run on and does
    right, `by` which part proposed it, `instead` the nearest things that can be done where no program is shown."""

    ask: str
    program: str
    confidence: float
    withheld: str = ""
    unused: tuple[str, ...] = ()
    proven: int = 0
    by: str = ""
    nearest: NearestPair | None = None
    instead: tuple[str, ...] = ()

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The program's tokens with their types."""
        return tuple(tokenise(self.program))

    def anyway(self) -> "Written":
        """The same with its program shown, however unsure it is."""
        return replace(self, program=self.program or self.withheld, withheld="")

    @property
    def memorised(self) -> bool:
        """Whether the program is the nearest stored pair's own."""
        return self.nearest is not None and self.nearest.program == (self.program or self.withheld)

    def as_json(self) -> dict[str, Any]:
        """Everything but the tokens, for a line of JSON."""
        return {
            "ask": self.ask,
            "program": self.program,
            "confidence": round(self.confidence, 3),
            "proven": self.proven,
            "unused": list(self.unused),
            "by": self.by,
            "nearest": self.nearest and {"description": self.nearest.description, "program": self.nearest.program},
            "memorised": self.memorised,
            "withheld": self.withheld,
            "instead": list(self.instead),
        }


class Writer:
    """Writes programs for descriptions; made once, used often. With `net=False` stored pairs alone answer."""

    def __init__(self, weights: str | Path | None = None, threads: int = 0, net: bool = True) -> None:
        with as_file(files("diptych") / "weights") as shipped:
            paths = [(Path(weights) if weights else shipped) / name for name in NAMES]
            if missing := [path for path in paths if not path.exists()]:
                raise Problem(f"{missing[0]}: there are no weights here. Export some: diptych code onnx RUN OUT")
            about = json.loads(paths[4].read_text(encoding="utf-8"))
            self.vocabulary = Vocabulary(tuple(about["vocabulary"]["tokens"]), tuple(about["vocabulary"]["types"]))
            self.table = Table.load(paths[2].read_text(encoding="utf-8"))
            self.shelf = PlanShelf.load(paths[3])
            self.net = PlanGraphs(paths[0], paths[1], self.vocabulary, threads) if net else None
        self.proposer = Proposer(self.net, self.table, self.vocabulary) if self.net else None
        self.calibration = Calibration.of(about["calibration"]["net" if net else "shelf"])
        self.open_as_functions = True  # where nobody gives values a function is more use than a script with some
        self._runner: Runner | None = None

    def write(self, description: str) -> str:
        """The program for a description; "" where none is sure enough to be shown."""
        return self.answers(description)[0].program

    def answers(
        self,
        description: str,
        n: int = 1,
        examples: Sequence[Claim] = (),
        signature: str = "",
        runner: "Runner | None" = None,
    ) -> list[Written]:
        """The `n` best different programs, the best first; fewer where no more were found. Examples, those in the
        description too, are tried in `runner`, or in one of its own."""
        if n < 1:
            raise Problem(f"-n must be at least 1, not {n}.")
        request = hear(description, tuple(examples), signature)
        if request.empty:
            return [Written(description, "", 0.0)]
        matches = self.find(request)
        ranked = self.score(request, self.propose(request, matches, runner))
        return self.choose(description, request, ranked, matches, n)

    def find(self, request: Request) -> list[StoredMatch]:
        """The stored pairs whose descriptions are nearest."""
        return self.shelf.find(request.source.words, max(STORED, SUGGESTED))

    def propose(
        self, request: Request, matches: Sequence[StoredMatch], runner: "Runner | None" = None
    ) -> list[Candidate]:
        """Programs for a request; where it has examples, those that these prove, if there are any."""
        writing = self.net.read(request.source) if self.net else None
        proposed = [*(self._written(request, writing) if writing else ()), *self._stored(request, matches, writing)]
        best: dict[str, Candidate] = {}
        for candidate in proposed:
            best.setdefault(candidate.program, candidate)
        proposed = [
            replace(candidate, unused=unused(request, candidate.plan, candidate.program))
            for candidate in best.values()
        ]
        if not request.examples:
            return proposed
        right = proven(proposed, request, self.table, runner or self._own_runner(), SECONDS)
        return [self._proven(candidate, request, writing) for candidate in right[:RESCORED]] or proposed

    def _proven(self, candidate: Candidate, request: Request, writing: PlanState | None) -> Candidate:
        """A candidate that the examples prove, as likely as the net finds it."""
        draft = self.proposer.likelihood(writing, candidate.tokens) if writing and self.proposer else None
        score = sum(draft.logs) if draft else candidate.score
        lost = unused(request, candidate.plan, candidate.program)
        return replace(
            candidate, score=score, least=min(draft.logs) if draft else 0.0, unused=lost, proven=len(request.examples)
        )

    def score(self, request: Request, candidates: Sequence[Candidate]) -> list[tuple[float, Candidate]]:
        """The candidates with their confidence, the surest first."""
        if not candidates:
            return []
        weights = self.calibration.weights(candidates[0].proven > 0)
        rows = zip(weights.confidence(self.signs(request, candidates)), candidates, strict=True)
        return sorted(rows, key=lambda row: -row[0])

    def signs(self, request: Request, candidates: Sequence[Candidate]) -> list[Signs]:
        """What speaks for each candidate."""
        nothing = self.proposer.nothing(self.net.read(request.source)) if self.net and self.proposer else FLOOR
        words = request.task
        proven = sum(candidate.proven > 0 for candidate in candidates)
        sight = Sight(nothing, self.shelf.known(words), self.shelf.odd(words), proven)
        alike, out = self.shelf.alike(words), []
        for candidate in candidates:
            shared = self.shelf.shared(words, self._said(candidate, request))
            parts = candidate.plan.root.parts()
            like = Likeness(sum(alike.get(part, 0.0) for part in parts) / len(parts), *shared)
            out.append(signs(request, candidate, like, sight))
        return out

    def _said(self, candidate: Candidate, request: Request) -> tuple[str, ...]:
        """The words of what a candidate does, said in one plain phrase."""
        phrase = say(self.table, candidate.plan, request.givens)
        return read(phrase, scan(phrase)).words

    def choose(
        self,
        ask: str,
        request: Request,
        ranked: Sequence[tuple[float, Candidate]],
        matches: Sequence[StoredMatch],
        n: int,
    ) -> list[Written]:
        """What is shown: the surest programs, or none and the nearest things that can be done instead."""
        nearest = self.near(matches[0].pair) if matches else None
        instead = tuple(candidate.pair.description for candidate in matches[:SUGGESTED])
        answers = []
        for confidence, candidate in ranked[:n]:
            shown = confidence >= self.calibration.threshold
            answers.append(
                Written(
                    ask,
                    candidate.program if shown else "",
                    confidence,
                    "" if shown else candidate.program,
                    candidate.unused,
                    candidate.proven,
                    candidate.origin,
                    nearest,
                    () if shown else instead,
                )
            )
        return answers or [Written(ask, "", 0.0, nearest=nearest, instead=instead)]

    def stream(self, description: str) -> Iterator[str]:
        """The program that `write` gives, line by line, each time longer."""
        lines = self.write(description).splitlines(keepends=True)
        for end in range(1, len(lines) + 1):
            yield "".join(lines[:end])

    def _written(self, request: Request, writing: PlanState) -> Iterator[Candidate]:
        """What the net writes under the grammar, narrowed by what the examples show."""
        assert self.proposer is not None
        width = WITH_EXAMPLES if request.examples else BEAM
        wanted = PlanLimits(request.givens)
        if request.examples:
            arguments, result = values_of(request.examples[0])
            wanted = PlanLimits(request.givens, len(arguments) if arguments else None, result)
        for draft in self.proposer.beam(writing, wanted, width):
            more = {"least": min(draft.logs), "kinds": sum(draft.kinds)}
            tokens = as_function(draft.tokens, request.description) if self.open_as_functions else draft.tokens
            if tokens and (candidate := made(tokens, request, self.table, "net", sum(draft.logs), **more)):
                yield candidate

    def _stored(
        self, request: Request, matches: Sequence[StoredMatch], writing: PlanState | None
    ) -> Iterator[Candidate]:
        """Stored plans with the values of the request, as likely as the net finds them."""
        for match in matches[:STORED]:
            tokens = remapped(match.pair.plan, scan(match.pair.description), request.givens)
            more: dict[str, float] = {}
            score = 8 * (match.alike - 1)
            if writing and self.proposer:
                draft = self.proposer.likelihood(writing, tokens)
                if draft is None:
                    continue
                score = sum(draft.logs)
                more |= {"least": min(draft.logs), "kinds": sum(draft.kinds)}
            if self.open_as_functions:
                tokens = as_function(tokens, request.description)
            if candidate := made(tokens, request, self.table, "shelf", score, **more):
                yield candidate

    def near(self, pair: StoredPlan) -> NearestPair:
        """A stored pair with its program."""
        plan = parse(self.table, pair.plan)
        return NearestPair(pair.description, program(self.table, plan, scan(pair.description)))

    def _own_runner(self) -> "Runner":
        from diptych.code.runner import Runner

        if self._runner is None:
            self._runner = Runner()
        return self._runner
