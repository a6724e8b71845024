"""Writing programs with the nets of a run on pairs; torch for the classic net, ONNX Runtime for ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from diptych.code.data.pairs import Pair
from diptych.code.data.tokens import BEGIN, END, Subwords, detokenise
from diptych.code.data.units import NO_TYPE, PAIRS, Coder
from diptych.code.evaluate.choose import VOTERS, Proposal
from diptych.code.nets.classic import Classic
from diptych.code.nets.ours import Ours
from diptych.code.predict.decode.draft import Speller, likeliest
from diptych.code.predict.decode.grammar import State
from diptych.code.predict.decode.net import UnitGraphs
from diptych.code.predict.decode.search import greedy, last
from diptych.code.train.classic import WordSamples
from diptych.code.train.graph import DECODER, ENCODER
from diptych.code.train.pairs import as_stored
from diptych.code.train.similar import Similar
from diptych.code.train.units_onnx import export
from diptych.code.train.words import UNKNOWN, Words

TOGETHER = 128  # programs that the classic net writes side by side
TRIED = 24  # of its likeliest tokens, where only what parses may stand


@dataclass(frozen=True)
class ClassicWriter:
    """Writes as the source system did: the likeliest token, its type fed back.

    `fault` reproduces what that system did in truth: it never fed the types back. `constrained` lets only tokens
    stand with which the program can still be made to parse.
    """

    net: Classic
    words: Words
    fault: bool = False
    constrained: bool = False
    longest: int = 250

    @torch.no_grad()
    def write(self, descriptions: Sequence[str]) -> list[str]:
        """A program for each description."""
        self.net.eval()
        samples = WordSamples([], self.words, self.net.shape)
        out: list[str] = []
        for first in range(0, len(descriptions), TOGETHER):
            sources = [samples.source(description) for description in descriptions[first : first + TOGETHER]]
            width = max(map(len, sources))
            out += self._together(torch.tensor(np.array([np.pad(row, (0, width - len(row))) for row in sources])))
        return out

    def _together(self, source: torch.Tensor) -> list[str]:
        device = self.net.token_head.weight.device
        memory, seen = self.net.read(source.to(device))
        remembered, past = self.net.remembered(memory), None
        rows = len(source)
        tokens, types = torch.full((rows, 1), BEGIN), torch.full((rows, 1), NO_TYPE)
        states, going = [State() for _ in range(rows)], [True] * rows
        texts: list[list[str]] = [[] for _ in range(rows)]
        for _ in range(min(self.longest, self.net.shape.longest_program)):
            state, past = self.net.states(remembered, seen, tokens.to(device), types.to(device), past)
            logits, kinds = (logits.cpu().numpy() for logits in self.net.heads(state[:, -1]).values())
            chosen, fed = [END] * rows, [NO_TYPE] * rows
            for row in (row for row in range(rows) if going[row]):
                chosen[row], states[row] = self._choose(logits[row], states[row])
                going[row] = chosen[row] != END
                if going[row]:
                    text = self.words.python[chosen[row]]
                    texts[row].append(text)
                    fed[row] = NO_TYPE if self.fault else likeliest(text, kinds[row])
            if not any(going):
                break
            tokens, types = torch.tensor(chosen)[:, None], torch.tensor(fed)[:, None]
        if self.constrained:  # what stopped in the middle of something is ended the shortest way
            texts = [[*some, *state.rest()] for some, state in zip(texts, states, strict=True)]
        return [detokenise(some) for some in texts]

    def _choose(self, logits: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]", state: State) -> tuple[int, State]:
        """The likeliest token that may stand, and what is then known of the program."""
        if not self.constrained:
            return int(logits.argmax()), state
        for number in np.argsort(-logits)[:TRIED].tolist():
            if number == END and state.done:
                return END, state
            if number > UNKNOWN and (grown := state.push(self.words.python[number])) is not None:
                return number, grown
        return END, state


class PairWriter:
    """Our net, reading the most similar of `pairs` beside the description; only programs that parse come out."""

    def __init__(self, net: Ours, vocabulary: Subwords, pairs: Sequence[Pair], retrieval: bool = True) -> None:
        with TemporaryDirectory() as folder:
            export(net, Path(folder), half=False)
            self.net = UnitGraphs((Path(folder) / ENCODER).read_bytes(), (Path(folder) / DECODER).read_bytes(), 1)
        self.coder, self.speller = Coder(vocabulary), Speller(vocabulary)
        self.similar, self.retrieval = Similar(pairs), retrieval

    def propose(self, description: str, most: int = VOTERS) -> Proposal:
        """What the net writes by itself, beside what the `most` most similar pairs have."""
        similar = self.similar.find(description, most)
        read = as_stored(similar[:PAIRS]) if self.retrieval else []
        draft = last(greedy(self.net, self.speller, self.coder.source(description, read)))
        return Proposal(detokenise(draft.state.texts), draft.score, similar)
