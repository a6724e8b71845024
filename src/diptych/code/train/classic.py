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

from diptych.arrays import Arrays, Bytes
from diptych.code.data.augment import Recipe, Synonyms, augment
from diptych.code.data.pairs import Pair
from diptych.code.data.samples import padded, shifted
from diptych.code.data.tokens import BEGIN, END, PAD, tokenise
from diptych.code.data.units import NO_TYPE, TYPE_NUMBER
from diptych.code.nets.classic import Classic, ClassicShape
from diptych.code.train.task import TokenScores
from diptych.code.train.words import UNKNOWN, Words, plain_words
from diptych.engine.settings import Optimiser, Schedule, Settings, TrainingStage
from diptych.engine.task import Batch, NetAnswer, Task, Term

GLOVE = ("english.safetensors", "python.safetensors")  # as `diptych code glove` names them


LONGEST_PROGRAM = 246  # characters of a program that the source system kept
DESCRIPTION = range(3, 97)  # characters of a description that it kept
COPIES = 4.05  # rows that it trained on for each that it had, the row itself among them


def token_ce(answer: NetAnswer, batch: Batch) -> Tensor:
    """Cross entropy of the next token, as a mean over tokens."""
    return _ce(answer["token"], batch["wanted"], batch["wanted"] != PAD, PAD)


def type_ce(answer: NetAnswer, batch: Batch) -> Tensor:
    """Cross entropy of the next token's type, as a mean over tokens."""
    return _ce(answer["type"], batch["wanted_types"], batch["wanted"] != PAD, NO_TYPE)


def _ce(logits: Tensor, wanted: Tensor, there: Tensor, ignored: int) -> Tensor:
    """Of logits [B, T, …], or [N, …] of the N places that are `there`."""
    wanted = wanted[there] if logits.ndim == 2 else wanted.flatten()
    return functional.cross_entropy(logits.flatten(0, -2).float(), wanted, ignore_index=ignored)


def kept(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that the source system had left after it looked at their lengths."""
    return [pair for pair in pairs if len(pair.program) <= LONGEST_PROGRAM and len(pair.description) in DESCRIPTION]


def copied(pairs: Sequence[Pair], synonyms: dict[str, Synonyms], seed: int = 0, times: float = COPIES) -> list[Pair]:
    """The pairs and augmented copies of them, `times` as many in all, or as many as 20 rounds bring.

    A round makes a copy of each pair with synonyms, one with two words swapped and one with a tenth of them dropped.
    """
    recipe = Recipe(synonyms, swaps=1, deletion=0.1)
    wanted, seen = round(times * len(pairs)), {pair.description for pair in pairs}
    out = list(pairs)
    for number in range(20):
        for pair in augment(pairs, recipe, seed + number):
            if len(out) < wanted and pair.description not in seen:
                seen.add(pair.description)
                out.append(pair)
        if len(out) == wanted:
            break
    return out


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

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens of each program, by which batches are made of what is about as long."""
        return np.array([len(tokens) for _, tokens, _ in self._coded])

    def source(self, description: str) -> NDArray[np.int64]:
        """The words of a description and END [S]."""
        numbers = [self.words.english_number.get(word, UNKNOWN) for word in plain_words(description)]
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
        return batch["source"], batch["tokens"], batch["types"], batch["wanted"]

    def terms(self) -> Sequence[Term]:
        return [Term("token", "ce", 1.5, token_ce), Term("type", "ce", 1.0, type_ce)]

    def metrics(self) -> TokenScores:
        return TokenScores()

    def pictures(self, answer: NetAnswer, batch: Batch) -> dict[str, Bytes]:
        """None: programs are read, not looked at."""
        return {}


def from_glove(path: Path, words: Sequence[str], width: int) -> dict[int, Tensor]:
    """The vectors [width] of those words that GloVe knows, as widely spread as embeddings are drawn."""
    from diptych.code.data.glove import read_vectors

    vectors = read_vectors(path)
    table = torch.from_numpy(vectors.initial(words, width, spread=width**-0.5))
    return {number: table[number] for number, word in enumerate(words) if word in vectors.number}


def settings(epochs: float = 100, batch: int = 128, rate: float = 5e-4, seed: int = 0) -> Settings:
    """The source system's training: Adam, gradients clipped, a plateau of 10 epochs × 0.8."""
    return Settings(
        stages=(TrainingStage(epochs, batch),),
        optimiser=Optimiser("adam", rate, clip=1.0),
        schedule=Schedule("plateau", factor=0.8, patience=10),
        precision="auto",
        evaluate=1.0,
        judged=2048,
        seed=seed,
    )
