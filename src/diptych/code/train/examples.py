"""The corpus of a training, made from the world by as many processes as there are cores."""

import random
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from diptych.code.data import impossible
from diptych.code.data.corpus import Corpus, CorpusRow, joined, packed
from diptych.code.data.plans.plan import FORMS, LEAVES
from diptych.code.data.plans.scan import scan
from diptych.code.data.reading import DescriptionWords, read
from diptych.code.data.thesaurus import framed, reworded, worn
from diptych.code.data.vocabulary import NOTHING, Vocabulary
from diptych.code.world.example import SPLITS, Example, example
from diptych.code.world.table import table
from diptych.files import write_text
from diptych.progress import progress
from diptych.spread import spread

VOCABULARY = "vocabulary.json"  # in the folder of a run
CHUNK = 4_000
VALIDATION_FIRST = 1_000_000_000  # number of the first example of validation
CHANGED = 0.4  # of the descriptions of training are said in other words
NO_PROGRAM = 0.04  # of the descriptions of training ask for something that no plan does
SCRAMBLED = 0.3  # of those are words of other descriptions in any order
LOST_WORDS = (0.0, 0.0, 0.0, 0.04, 0.1)  # share of the words left out, one of these for each description
LONGEST_PLAN = 40  # tokens
MET = 20_000  # examples whose modifiers and types make the vocabulary


def vocabulary(path: Path, seed: int, workers: int) -> Vocabulary:
    """What the net writes, kept at `path`: the parts of the table, and the modifiers and types that many examples
    have."""
    if path.exists():
        return Vocabulary.from_json(path.read_text(encoding="utf-8"))
    chunks = [(first, seed) for first in range(0, MET, CHUNK // 4)]
    met = list(spread(_met, chunks, workers, "processes"))
    tokens, types = set[str]().union(*(names for names, _ in met)), set[str]().union(*(names for _, names in met))
    modifiers = tokens - {*table().names, *LEAVES, *FORMS}
    words = Vocabulary.of((*FORMS, *LEAVES, *sorted(modifiers), *table().names), sorted(types))
    write_text(path, words.as_json() + "\n")
    return words


def _met(task: tuple[int, int]) -> tuple[set[str], set[str]]:
    first, seed = task
    some = list(_made(range(first, first + CHUNK // 4), seed))
    return {token for instance in some for token in instance.plan}, {
        name for instance in some for name in instance.types
    }


def corpus(path: Path, words: Vocabulary, examples: int, seed: int, workers: int, training: bool = True) -> Corpus:
    """The corpus at `path`, made first if it is not there: all examples of the training split among the first
    `examples`, or as many of the other splits."""
    if not path.exists():
        chunks = [(words, first, min(CHUNK, examples - first), seed, training) for first in range(0, examples, CHUNK)]
        with progress(f"write {path.stem} corpus", examples, "examples") as advance:

            def parts() -> Iterator[Corpus]:
                for part in spread(_chunk, chunks, workers, "processes"):
                    yield part
                    advance(CHUNK)

            joined(parts()).save(path)
    return Corpus.load(path)


def _chunk(task: tuple[Vocabulary, int, int, int, bool]) -> Corpus:
    words, first, count, seed, training = task
    if training:
        examples = (instance for instance in _made(range(first, first + count), seed) if instance.split == "train")
        return packed(_training(examples, random.Random(f"{seed} {first}")), words)
    start = VALIDATION_FIRST + 20 * first
    made = _made(range(start, start + 50 * count), seed)
    held_out = (
        instance for instance in made if instance.split != "train" and words.number.keys() >= set(instance.plan)
    )
    return packed(map(_plain, islice(held_out, count)), words)


def _made(numbers: Iterable[int], seed: int) -> Iterator[Example]:
    """The examples of some numbers. A fault of the world's costs that example only, and is told."""
    for number in numbers:
        try:
            yield example(number, seed)
        except Exception as error:
            print(f"example {number} of the world {seed} is left out: {error!r}", file=sys.stderr)


def _plain(instance: Example) -> CorpusRow:
    return CorpusRow(
        read(instance.description, instance.givens), instance.plan, instance.types, SPLITS.index(instance.split)
    )


def _training(examples: Iterator[Example], rng: random.Random) -> Iterator[CorpusRow]:
    """Rows of training: some said in other words, some with words lost, and some that ask for nothing that can be."""
    seen: list[str] = []
    for instance in examples:
        description, givens = instance.description, instance.givens
        if rng.random() < CHANGED:
            other = worn(framed(reworded(description, rng), rng), rng)
            new = scan(other)
            if [span.value for span in new] == [span.value for span in givens]:
                description, givens = other, new
        if len(instance.plan) <= LONGEST_PLAN:
            yield CorpusRow(_thinned(read(description, givens), rng), instance.plan, instance.types, 0)
        seen = [*seen[-30:], description]
        if rng.random() < NO_PROGRAM:
            text = impossible.draw(rng)
            if rng.random() < SCRAMBLED:
                text = impossible.scrambled(rng.sample(seen, min(len(seen), 4)), rng)
            yield CorpusRow(_thinned(read(text, scan(text)), rng), (NOTHING,), ("form",), 0)


def _thinned(source: DescriptionWords, rng: random.Random) -> DescriptionWords:
    """A description with some of its words left out; marks stay."""
    share = rng.choice(LOST_WORDS)
    kept = [n for n, mark in enumerate(source.marks) if mark or rng.random() >= share]
    if not kept:
        return source
    return DescriptionWords(tuple(source.words[n] for n in kept), tuple(source.marks[n] for n in kept))
