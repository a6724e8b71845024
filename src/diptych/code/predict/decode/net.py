"""The net for prediction: ONNX Runtime and NumPy alone, with all that was written so far kept between two units."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Floats
from diptych.code.data.tokens import BEGIN
from diptych.code.data.units import SourceUnits
from diptych.code.predict.graph import angles, session


@dataclass(frozen=True)
class UnitState:
    """Where one or several ([B]) programs for one source stand."""

    memory: Floats  # [L, 2, B, H, S, D]
    offers: Floats  # [B, S, W]
    source: NDArray[np.int64]  # [B, S]
    past: Floats  # [L, 2, B, H, T, D]
    unit: NDArray[np.int64]  # the unit written last [B, 1], the one before it, and its type
    earlier: NDArray[np.int64]
    type: NDArray[np.int64]

    def take(self, rows: Sequence[int]) -> "UnitState":
        """The chosen ones of these programs."""
        some = np.array(rows)
        return UnitState(
            self.memory[:, :, some],
            self.offers[some],
            self.source[some],
            self.past[:, :, some],
            self.unit[some],
            self.earlier[some],
            self.type[some],
        )

    def wrote(self, units: Sequence[int], types: Sequence[int]) -> "UnitState":
        """The same programs with one more unit each."""
        return replace(self, earlier=self.unit, unit=np.array(units)[:, None], type=np.array(types)[:, None])


@dataclass(frozen=True)
class UnitLogits:
    """What the net says of the next unit: logarithms [B, V], logits of types [B, K], where it looks [B, S]."""

    logs: Floats
    kinds: Floats
    attention: Floats


class UnitGraphs:
    """Both graphs, ready to run."""

    def __init__(self, encoder: bytes | Path, decoder: bytes | Path, threads: int = 1) -> None:
        self._encoder, self._decoder = session(encoder, threads), session(decoder, threads)
        past = next(value for value in self._decoder.get_inputs() if value.name == "past")
        self._layers, _, _, self._heads, _, self._size = past.shape

    def read(self, source: SourceUnits) -> UnitState:
        """Read the source; nothing is written yet."""
        inputs = {"source": source.units, "source_types": source.types, "segments": source.segments}
        memory, offers = self._encoder.run(None, {name: value[None] for name, value in inputs.items()})
        past = np.zeros((self._layers, 2, 1, self._heads, 0, self._size), np.float32)
        begin = np.full((1, 1), BEGIN)
        return UnitState(memory, offers, source.units[None], past, begin, begin, np.zeros((1, 1), np.int64))

    def step(self, writing: UnitState) -> tuple[UnitLogits, UnitState]:
        """What may come after the units written, and the writing with them remembered."""
        cosines, sines = angles(writing.past.shape[4], self._size)
        logs, kinds, present, attention = self._decoder.run(
            None,
            {
                "unit": writing.unit,
                "earlier": writing.earlier,
                "type": writing.type,
                "past": writing.past,
                "memory": writing.memory,
                "offers": writing.offers,
                "source": writing.source,
                "cosines": cosines,
                "sines": sines,
            },
        )
        return UnitLogits(logs, kinds, attention), replace(writing, past=present)
