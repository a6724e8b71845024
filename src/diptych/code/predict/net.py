"""The net for prediction: ONNX Runtime and NumPy alone, with all that was written so far kept between two tokens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Floats
from diptych.code.data.reading import DescriptionWords, slots
from diptych.code.data.vocabulary import BEGIN, Vocabulary
from diptych.code.predict.graph import angles, session


@dataclass(frozen=True)
class PlanState:
    """Where one or several ([B]) plans for one description stand."""

    memory: Floats  # [L, 2, B, H, S, D]
    offers: Floats  # [B, S, W]
    mask: Floats  # [B, 1, 1, S]
    marks: NDArray[np.int64]  # [B, S]
    past: Floats  # [L, 2, B, H, T, D]
    token: NDArray[np.int64]  # written last, [B, 1], and its type
    type: NDArray[np.int64]

    def take(self, rows: Sequence[int]) -> "PlanState":
        """The chosen ones of these plans."""
        some = np.array(rows)
        return PlanState(
            self.memory[:, :, some],
            self.offers[some],
            self.mask[some],
            self.marks[some],
            self.past[:, :, some],
            self.token[some],
            self.type[some],
        )

    def wrote(self, tokens: Sequence[int], types: Sequence[int]) -> "PlanState":
        """The same plans with one more token each."""
        return replace(self, token=np.array(tokens)[:, None], type=np.array(types)[:, None])


class PlanGraphs:
    """Both graphs, ready to run."""

    def __init__(
        self, encoder: bytes | Path, decoder: bytes | Path, vocabulary: Vocabulary, threads: int = 1
    ) -> None:
        self._encoder, self._decoder = session(encoder, threads), session(decoder, threads)
        past = next(value for value in self._decoder.get_inputs() if value.name == "past")
        self._layers, _, _, self._heads, _, self._size = past.shape
        self._marks = np.array(vocabulary.marks, np.int64)

    def read(self, source: DescriptionWords) -> PlanState:
        """Read a description of at least one word; nothing is written yet."""
        marks = self._marks[list(source.marks)][None]
        memory, offers, mask = self._encoder.run(None, {"slots": slots(source.words)[None], "marks": marks})
        past = np.zeros((self._layers, 2, 1, self._heads, 0, self._size), np.float32)
        return PlanState(memory, offers, mask, marks, past, np.full((1, 1), BEGIN), np.zeros((1, 1), np.int64))

    def step(self, writing: PlanState) -> tuple[Floats, Floats, PlanState]:
        """Logarithms of the chances of the next token [B, V] and type [B, K], and the writing that knows the last."""
        cosines, sines = angles(writing.past.shape[4], self._size)
        inputs = {
            name: getattr(writing, name) for name in ("token", "type", "past", "memory", "offers", "mask", "marks")
        }
        tokens, types, present = self._decoder.run(None, {**inputs, "cosines": cosines, "sines": sines})
        return tokens, types, replace(writing, past=present)
