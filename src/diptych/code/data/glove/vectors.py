"""Word vectors: who stands near whom, on disk, and as the first embeddings of a network."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem
from diptych.files import atomic

FORMAT = "diptych glove 1"


@dataclass(frozen=True, eq=False)
class Vectors:
    """A vector for each word: `vectors` float32 [words, dimensions], `counts` int64 [words], most frequent first."""

    words: tuple[str, ...]
    vectors: NDArray[np.float32]
    counts: NDArray[np.int64]

    @cached_property
    def number(self) -> dict[str, int]:
        """Where each word stands."""
        return {word: i for i, word in enumerate(self.words)}

    @cached_property
    def directions(self) -> NDArray[np.float32]:
        """The vectors at length 1, after the mean (what all words share) is taken off."""
        centred = self.vectors - self.vectors.mean(0)
        return centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), np.float32(1e-12))

    def near(self, word: str, n: int = 8) -> list[tuple[str, float]]:
        """The `n` words nearest to `word`, each with its cosine in −1..1, the nearest first."""
        return self._nearest(self._direction(word), {word}, n)

    def analogy(self, a: str, b: str, c: str, n: int = 5) -> list[tuple[str, float]]:
        """The `n` best words for "`a` is to `b` as `c` is to …", each with its cosine."""
        target = self._direction(b) - self._direction(a) + self._direction(c)
        return self._nearest(target / max(float(np.linalg.norm(target)), 1e-12), {a, b, c}, n)

    def initial(
        self, words: Sequence[str], dimensions: int, spread: float = 0.02, seed: int = 0
    ) -> NDArray[np.float32]:
        """First embeddings, float32 [len(words), dimensions]: of mean 0 and standard deviation `spread`.

        Fewer dimensions than the vectors have: their principal ones. Unknown words are normal, from `seed`.
        """
        if dimensions > (most := self.vectors.shape[1]):
            raise Problem(f"The vectors have {most} dimensions, fewer than the {dimensions} asked for.")
        out = np.random.default_rng(seed).normal(0, spread, (len(words), dimensions)).astype(np.float32)
        centred = self.vectors - self.vectors.mean(0)
        if dimensions < most:
            axes = np.linalg.eigh(centred.T @ centred)[1][:, ::-1]
            centred = centred @ axes[:, :dimensions]
        known = [i for i, word in enumerate(words) if word in self.number]
        out[known] = centred[[self.number[words[i]] for i in known]] * (spread / centred.std())
        return out

    def _direction(self, word: str) -> NDArray[np.float32]:
        if word not in self.number:
            raise Problem(f"{word!r} is not among the {len(self.words):,} words that have a vector.")
        return self.directions[self.number[word]]

    def _nearest(self, target: NDArray[np.float32], but: set[str], n: int) -> list[tuple[str, float]]:
        cosines = self.directions @ target
        ranked = (int(i) for i in np.argsort(-cosines, kind="stable"))
        neighbours = [(self.words[i], float(cosines[i])) for _, i in zip(range(n + len(but)), ranked, strict=False)]
        return [pair for pair in neighbours if pair[0] not in but][:n]


def write_vectors(path: Path, vectors: Vectors) -> None:
    """Write `vectors` as safetensors: `vectors`, `counts`, and the words in the header. Whole or not at all."""
    from safetensors.numpy import save_file

    header = {"diptych": json.dumps({"format": FORMAT, "words": vectors.words}, ensure_ascii=False)}
    with atomic(path) as partial:
        save_file({"vectors": vectors.vectors, "counts": vectors.counts}, partial, header)


def read_vectors(path: Path) -> Vectors:
    """Read what `write_vectors` wrote."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "numpy") as file:
            header = json.loads((file.metadata() or {}).get("diptych", "{}"))
            if header.get("format") != FORMAT:
                raise Problem(f"{path} holds no word vectors. Make them: diptych code glove FILE --out FOLDER")
            return Vectors(tuple(header["words"]), file.get_tensor("vectors"), file.get_tensor("counts"))
    except (OSError, SafetensorError) as error:
        raise Problem(f"{path}: cannot be read as word vectors ({error}).") from None
