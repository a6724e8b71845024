"""Our net on pairs of files: it reads the most similar training pairs and the description, copies from both."""

import random
from dataclasses import asdict, dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from diptych.arrays import Arrays, Bytes
from diptych.code.data.pairs import Pair
from diptych.code.data.samples import padded, shifted
from diptych.code.data.tokens import BEGIN, Subwords
from diptych.code.data.units import LONGEST_PROGRAM, PAIRS, Coder, SourceUnits, TargetUnits, learn_units
from diptych.code.nets.ours import Ours, OursShape
from diptych.code.train.similar import Similar, SimilarPair
from diptych.code.train.task import TERMS, WEIGHTS, TokenScores
from diptych.engine import checkpoint
from diptych.engine.settings import Optimiser, Schedule, Settings, TrainingStage
from diptych.engine.task import Batch, NetAnswer, Task, Term

VOCABULARY = "vocabulary.json"  # in the folder of a run
CHOSEN_FROM = 4  # most similar pairs, of which two are read while training
OTHERS = 0.3  # of the samples read two of those at random, so that the net does not trust the first blindly


@dataclass(frozen=True)
class PairSamples:
    """The pairs of one part with what is found for them among the training pairs."""

    pairs: list[Pair]
    similar: Similar
    vocabulary: Subwords
    training: bool
    near: bool = False
    retrieval: bool = True
    seed: int = 0

    @cached_property
    def identity(self) -> str:
        parts = (self.pairs, self.similar.pairs, self.vocabulary.merges, self.near, self.retrieval, self.seed)
        return blake2b(repr(parts).encode(), digest_size=8).hexdigest()

    def __len__(self) -> int:
        return len(self.pairs)

    @cached_property
    def _coder(self) -> Coder:
        return Coder(self.vocabulary)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Units of each program, by which batches are made of what is about as long."""
        return np.array([len(self._coder.target(pair.program).units) for pair in self.pairs])

    @cached_property
    def _found(self) -> dict[int, list[SimilarPair]]:
        return {}

    def similar_to(self, position: int) -> list[SimilarPair]:
        """The most similar training pairs of the pair at `position`, itself left out."""
        if position not in self._found:
            pair = self.pairs[position]
            but = pair if self.training else None
            self._found[position] = self.similar.find(pair.description, CHOSEN_FROM, but, self.near)
        return self._found[position]

    def sample(self, position: int, epoch: int) -> tuple[SourceUnits, TargetUnits]:
        """What the net reads and writes; chance comes from (seed, epoch, position) alone."""
        pair, similar = self.pairs[position], self.similar_to(position) if self.retrieval else []
        rng = random.Random(f"{self.seed} {epoch} {position}")
        if self.training and rng.random() < OTHERS:
            similar = rng.sample(similar, min(PAIRS, len(similar)))
        return self._coder.source(pair.description, as_stored(similar[:PAIRS])), self._coder.target(pair.program)

    def batch(self, positions: NDArray[np.int64], epoch: int, size: int | None) -> Arrays:
        """Sources [B, S] and targets [B, T], padded; `size` is not used."""
        sources, targets = zip(*(self.sample(int(position), epoch) for position in positions), strict=True)
        units, types = padded([target.units for target in targets]), padded([target.types for target in targets])
        return {
            "source": padded([source.units for source in sources]),
            "source_types": padded([source.types for source in sources]),
            "segments": padded([source.segments for source in sources]),
            "units": shifted(units, 1, BEGIN),
            "earlier": shifted(units, 2, BEGIN),
            "types": shifted(types, 1, 0),
            "wanted": units,
            "wanted_types": types,
            "split": np.zeros(len(units), np.int64),
        }


def as_stored(similar: list[SimilarPair]) -> list[Pair]:
    """Found pairs as the net's source takes them: with the program that has the asked values."""
    return [Pair(neighbour.pair.description, neighbour.program, neighbour.pair.origin) for neighbour in similar]


def writable(pairs: list[Pair], vocabulary: Subwords) -> list[Pair]:
    """The pairs whose programs are not too long to be written to their end."""
    coder = Coder(vocabulary)
    return [pair for pair in pairs if len(coder.target(pair.program).units) < LONGEST_PROGRAM]


@dataclass
class PairTask(Task):
    """A description, and training pairs like it, to a program's units and their types."""

    train: list[Pair]
    valid: list[Pair]
    vocabulary: Subwords
    shape: OursShape = field(default_factory=OursShape)
    near: bool = False  # whether a training pair may be written with one before the eyes that is nearly the same
    retrieval: bool = True
    start: Path | None = None  # a run folder whose net is trained on
    seed: int = 0

    name: str = "code-pairs"
    heads: tuple[str, ...] = ("token", "type")
    score: tuple[str, Literal["max", "min"]] = ("tokens", "max")

    def describe(self) -> dict[str, Any]:
        own = {name: getattr(self, name) for name in ("near", "retrieval", "seed")}
        return {"net": "ours", "shape": asdict(self.shape), "start": str(self.start or ""), **own}

    def model(self) -> nn.Module:
        net = Ours(self.shape)
        if self.start:
            net.load_state_dict(best_weights(checkpoint.load(self.start / "best.safetensors")))
        return net

    @cached_property
    def similar(self) -> Similar:
        return Similar(self.train)

    def samples(self, split: Literal["train", "validation"]) -> PairSamples:
        training = split == "train"
        pairs = writable(self.train if training else self.valid, self.vocabulary)
        return PairSamples(
            pairs, self.similar, self.vocabulary, training, self.near or not training, self.retrieval, self.seed
        )

    def inputs(self, batch: Batch) -> tuple[Tensor, ...]:
        names = ("source", "source_types", "segments", "units", "earlier", "types", "wanted")
        return tuple(batch[name] for name in names)

    def terms(self) -> list[Term]:
        return [Term(head, name, weight, TERMS[head, name]) for (head, name), weight in WEIGHTS.items()]

    def metrics(self) -> TokenScores:
        return TokenScores()

    def pictures(self, answer: NetAnswer, batch: Batch) -> dict[str, Bytes]:
        """None: programs are read, not looked at."""
        return {}


def vocabulary_of(pairs: list[Pair], start: Path | None) -> Subwords:
    """The vocabulary of the run to start from; without one a new one, learned from the pairs."""
    if start:
        return Subwords.load(start / VOCABULARY)
    return learn_units(pairs)


def shape_of(start: Path | None) -> OursShape:
    """The sizes of the net to start from; without one the usual ones, with dropout, for pairs of files are few."""
    if start:
        return OursShape(**checkpoint.load(start / "best.safetensors")["identity"]["task"]["shape"])
    return OursShape(dropout=0.1)


def best_weights(saved: dict[str, Any]) -> dict[str, Tensor]:
    """The weights of a checkpoint that are judged: their average, where one was kept."""
    state = saved["ema"] or saved["model"]
    named = {name.removeprefix("module."): value for name, value in state.items()}
    return {name: value for name, value in named.items() if name != "n_averaged"}


def settings(epochs: float = 4, batch: int = 32, rate: float = 7e-4, seed: int = 0) -> Settings:
    """A short training that starts from trained weights."""
    return Settings(
        stages=(TrainingStage(epochs, batch),),
        optimiser=Optimiser("adamw", rate, decay=1e-2, clip=1.0),
        schedule=Schedule("one-cycle", warmup=0.1, end=1e-2),
        ema=0.99,
        precision="bf16-mixed",
        evaluate=1.0,
        judged=512,
        seed=seed,
    )
