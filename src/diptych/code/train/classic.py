"""The source system's training: its net on whole tokens, 1.5 × CE of the token + CE of the type."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from diptych.code.data.pairs import Pair
from diptych.code.data.samples import padded, shifted
from diptych.code.data.tokens import BEGIN, END, PAD, tokenise
from diptych.code.data.units import NO_TYPE, TYPE_NUMBER
from diptych.code.nets.classic import Classic, ClassicShape
from diptych.code.train.task import Scores
from diptych.code.train.words import UNKNOWN, Words, said
from diptych.engine.settings import Optimiser, Schedule, Settings, Stage
from diptych.engine.task import Answer, Arrays, Batch, Picture, Task, Term

GLOVE = ("english.safetensors", "python.safetensors")  # as `diptych code glove` names them


def token_ce(answer: Answer, batch: Batch) -> Tensor:
    """Cross entropy of the next token, as a mean over tokens."""
    return functional.cross_entropy(answer["token"].flatten(0, 1), batch["wanted"].flatten(), ignore_index=PAD)


def type_ce(answer: Answer, batch: Batch) -> Tensor:
    """Cross entropy of the next token's type, as a mean over tokens."""
    wanted = batch["wanted_types"].flatten()
    return functional.cross_entropy(answer["type"].flatten(0, 1), wanted, ignore_index=NO_TYPE)


@dataclass(frozen=True)
class WordSamples:
    """Pairs as numbers of whole words and tokens, cut at the source system's lengths."""

    pairs: list[Pair]
    words: Words
    shape: ClassicShape

    @cached_property
    def identity(self) -> str:
        return blake2b(repr((self.pairs, self.words)).encode(), digest_size=8).hexdigest()

    def __len__(self) -> int:
        return len(self.pairs)

    @cached_property
    def _coded(self) -> list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
        return [(self.source(pair.description), *self._target(pair.program)) for pair in self.pairs]

    def source(self, description: str) -> NDArray[np.int64]:
        """The words of a description and END [S]."""
        numbers = [self.words.english_number.get(word, UNKNOWN) for word in said(description)]
        return np.array([*numbers[: self.shape.longest_description - 1], END])

    def _target(self, program: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The tokens of a program and END, and their types [T]."""
        tokens = tokenise(program)[: self.shape.longest_program - 1]
        numbers = [self.words.python_number.get(token.text, UNKNOWN) for token in tokens]
        return np.array([*numbers, END]), np.array([*(TYPE_NUMBER[token.type] for token in tokens), NO_TYPE])

    def batch(self, positions: NDArray[np.int64], epoch: int, size: int | None) -> Arrays:
        """Sources [B, S] and targets [B, T], padded; nothing is random, `size` is not used."""
        sources, targets, kinds = zip(*(self._coded[int(position)] for position in positions), strict=True)
        wanted, types = padded(list(targets)), padded(list(kinds))
        return {
            "source": padded(list(sources)),
            "tokens": shifted(wanted, 1, BEGIN),
            "types": shifted(types, 1, NO_TYPE),
            "wanted": wanted,
            "wanted_types": types,
            "split": np.zeros(len(wanted), np.int64),
        }


@dataclass
class ClassicTask(Task):
    """A description's words to a program's tokens and their types."""

    train: list[Pair]
    valid: list[Pair]
    words: Words
    glove: Path | None = None
    shape: ClassicShape | None = None
    seed: int = 0

    name: str = "code-classic"
    heads: tuple[str, ...] = ("token", "type")
    score: tuple[str, Literal["max", "min"]] = ("loss", "min")

    @cached_property
    def sizes(self) -> ClassicShape:
        """The net's sizes: the source system's, but for the vocabularies."""
        own = {"english": len(self.words.english), "python": len(self.words.python)}
        return ClassicShape(**{**asdict(self.shape or ClassicShape()), **own})

    def describe(self) -> dict[str, Any]:
        glove = str(self.glove or "")
        return {"net": "classic", "shape": asdict(self.sizes), "glove": glove, "seed": self.seed}

    def model(self) -> nn.Module:
        net = Classic(self.sizes)
        if self.glove:
            first, second = (self.glove / name for name in GLOVE)
            net.start_from(
                from_glove(first, self.words.english, self.sizes.width),
                from_glove(second, self.words.python, self.sizes.width),
            )
        return net

    def samples(self, split: Literal["train", "validation"]) -> WordSamples:
        return WordSamples(self.train if split == "train" else self.valid, self.words, self.sizes)

    def inputs(self, batch: Batch) -> tuple[Tensor, ...]:
        return batch["source"], batch["tokens"], batch["types"]

    def terms(self) -> Sequence[Term]:
        return [Term("token", "ce", 1.5, token_ce), Term("type", "ce", 1.0, type_ce)]

    def metrics(self) -> Scores:
        return Scores()

    def pictures(self, answer: Answer, batch: Batch) -> dict[str, Picture]:
        """None: programs are read, not looked at."""
        return {}


def from_glove(path: Path, words: Sequence[str], width: int) -> dict[int, Tensor]:
    """The vectors [width] of those words that GloVe knows, as widely spread as embeddings are drawn."""
    from diptych.code.data.glove import read_vectors

    vectors = read_vectors(path)
    table = torch.from_numpy(vectors.initial(words, width, spread=1.0))
    return {number: table[number] for number, word in enumerate(words) if word in vectors.number}


def settings(epochs: float = 100, batch: int = 128, rate: float = 5e-4, seed: int = 0) -> Settings:
    """The source system's training: Adam, a plateau of 10 epochs × 0.8."""
    return Settings(
        stages=(Stage(epochs, batch),),
        optimiser=Optimiser("adam", rate),
        schedule=Schedule("plateau", factor=0.8, patience=10),
        precision="32-true",
        evaluate=1.0,
        judged=2048,
        seed=seed,
    )
