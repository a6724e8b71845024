"""How well a run on pairs writes the test part, beside copying the nearest pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diptych.code.data.nearest import Nearest
from diptych.code.data.pairs import Pair
from diptych.code.data.tokens import Subwords
from diptych.code.evaluate.choose import VOTERS, Proposal, Voting, tune
from diptych.code.evaluate.write import ClassicWriter, PairWriter
from diptych.code.nets.classic import Classic, ClassicShape
from diptych.code.nets.ours import Ours, OursShape
from diptych.code.train.metrics import MEASURES, Interval, bootstrap, paired_bootstrap
from diptych.code.train.pairs import VOCABULARY, best_weights
from diptych.code.train.parts import Parts
from diptych.code.train.similar import Similar
from diptych.code.train.words import Words
from diptych.engine import checkpoint
from diptych.progress import track

WORDS = "words.json"
TUNED_ON = "BLEU (tokens)"


@dataclass(frozen=True)
class Comparison:
    """What each way of writing gave for the same pairs, by its name; "nearest" is always one of them."""

    pairs: list[Pair]
    written: dict[str, list[str]]
    summary: str = ""

    @property
    def wanted(self) -> list[str]:
        return [pair.program for pair in self.pairs]

    def scores(self) -> dict[str, dict[str, float]]:
        """By way of writing, then by metric, in 0..100."""
        return {
            way: {name: measure.score(programs, self.wanted) for name, measure in MEASURES.items()}
            for way, programs in self.written.items()
        }

    def lead(self, way: str, metric: str = TUNED_ON) -> tuple[Interval, Interval]:
        """The score of `way` and by how much it exceeds the nearest pair's, with 95 % intervals."""
        measure = MEASURES[metric]
        ours, theirs = (measure.rows(self.written[name], self.wanted) for name in (way, "nearest"))
        return bootstrap(ours, measure.value), paired_bootstrap(ours, theirs, measure.value)

    def as_json(self) -> dict[str, Any]:
        """Scores, and every description with all that was written for it."""
        cases = [
            {"description": pair.description, "wanted": pair.program}
            | {way: programs[row] for way, programs in self.written.items()}
            for row, pair in enumerate(self.pairs)
        ]
        return {"said": self.summary, "scores": self.scores(), "cases": cases}


def compare(run: Path, fault: bool = False, constrained: bool = False, most: int | None = None) -> Comparison:
    """Write the test part (its first `most` pairs) with the best weights of `run`, or without a net if it has none.

    `fault` and `constrained` are for the classic net alone: see ClassicWriter.
    """
    parts = Parts.read(run)
    test = parts.test[:most]
    nearest = Nearest(parts.train)
    copied = [nearest.write(pair.description) for pair in test]
    if not (run / "best.safetensors").exists():
        pairs = NearestWriter.tuned(parts)
        return Comparison(
            test, {"pairs": [pairs.write(pair.description) for pair in test], "nearest": copied}, pairs.summary
        )
    saved = checkpoint.load(run / "best.safetensors")
    about = saved["identity"]["task"]
    if about["net"] == "classic":
        net = Classic(ClassicShape(**about["shape"]))
        net.load_state_dict(best_weights(saved))
        writer = ClassicWriter(net, Words.load(run / WORDS), fault, constrained)
        return Comparison(test, {"classic": writer.write([pair.description for pair in test]), "nearest": copied})
    ours = Ours(OursShape(**about["shape"]))
    ours.load_state_dict(best_weights(saved))
    return ours_beside(ours, Subwords.load(run / VOCABULARY), parts, test, copied, about["retrieval"])


@dataclass(frozen=True)
class NearestWriter:
    """Writes without a net: the choice among the most similar pairs, with the description's values put in."""

    similar: Similar
    choice: Voting
    summary: str

    @classmethod
    def tuned(cls, parts: Parts) -> "NearestWriter":
        """On the pairs of the training part, tuned on the validation part."""
        similar = Similar(parts.train)
        tuned_on = [_of_pairs(similar, pair.description) for pair in parts.valid]
        measure = MEASURES[TUNED_ON]
        choice, score = tune(tuned_on, [pair.program for pair in parts.valid], measure, trusts=[0.0])
        return cls(similar, choice, _said(choice, score, parts))

    def write(self, description: str) -> str:
        """A program for the description."""
        return self.choice.choose(_of_pairs(self.similar, description))


def _of_pairs(similar: Similar, description: str) -> Proposal:
    return Proposal("", 0.0, similar.find(description, VOTERS))


def _said(choice: Voting, score: float, parts: Parts) -> str:
    return f"{choice}, {TUNED_ON} {score:.2f} on {len(parts.valid)} of validation"


def ours_beside(
    net: Ours, vocabulary: Subwords, parts: Parts, test: list[Pair], copied: list[str], retrieval: bool
) -> Comparison:
    """Our net alone; the choice of it and the most similar pairs, tuned on the validation part; the nearest pair."""
    pair_writer = PairWriter(net, vocabulary, parts.train, retrieval)
    tuned_on = _proposals(pair_writer, parts.valid, "validation")
    choice, score = tune(tuned_on, [pair.program for pair in parts.valid], MEASURES[TUNED_ON])
    proposals = _proposals(pair_writer, test, "test")
    written = {
        "ours": [choice.choose(proposal) for proposal in proposals],
        "net alone": [proposal.program for proposal in proposals],
        "pairs alone": [Voting(choice.temperature, 0.0).choose(proposal) for proposal in proposals],
        "nearest": copied,
    }
    return Comparison(test, written, _said(choice, score, parts))


def _proposals(writer: PairWriter, pairs: Sequence[Pair], name: str) -> list[Proposal]:
    return [writer.propose(pair.description) for pair in track(pairs, name, len(pairs), "programs")]
