"""The commands that learn from the words of pairs: vectors, and more descriptions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from diptych.code.commands.app import code
from diptych.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.code.data.augment import Synonyms, Translator
    from diptych.code.data.glove import Vectors

# What is shown of vectors just trained, as far as the corpus has the words.
ENGLISH = ("largest", "string", "elements", "remove", "dictionary", "calculate", "uppercase", "rows")
PYTHON = ("max", "append", "==", "sorted", "split", "open", "True", "for")
ENGLISH_ANALOGIES = (
    ("number", "numbers", "string"),
    ("even", "odd", "positive"),
    ("celsius", "fahrenheit", "kilometers"),
    ("largest", "smallest", "maximum"),
)
PYTHON_ANALOGIES = (("upper", "lower", "isupper"), ("==", "!=", "<="), ("max", "min", "any"), ("[", "]", "{"))
FLAGS = {"swaps": "swap", "deletion": "delete", "translated": "translate"}  # of `augment`, by the recipe's names


@code.command
def glove(
    files: list[Path],
    /,
    *,
    out: Annotated[Path, Parameter(name=["--out", "-o"])],
    dimensions: int = 300,
    epochs: int = 100,
    window: int = 10,
    least: int = 5,
    threads: int = 0,
    seed: int = 0,
) -> None:
    """Train GloVe vectors from scratch on the English and on the Python of pairs; show neighbours and analogies.

    Writes english.safetensors and python.safetensors; the same seed gives the same bytes on any number of threads.

    Example: diptych code glove pairs.txt conala-train.json --out vectors

    Parameters
    ----------
    files
        Pair files (.txt), CoNaLa (.json), ODEX or pairs (.jsonl).
    out
        The folder to write to.
    dimensions
        Numbers a vector.
    epochs
        Passes over all pairs of words that meet.
    window
        Words that are at most so far apart meet.
    least
        Rarer words get no vector.
    threads
        Threads; 0: one per core.
    seed
        Another seed, other vectors.
    """
    from diptych.code.data.glove import GloveSettings, cooccurrences, train, write_vectors
    from diptych.code.data.glove.texts import descriptions, programs, read_pairs
    from diptych.progress import progress

    try:
        settings = GloveSettings(dimensions=dimensions, epochs=epochs, seed=seed)
    except ValueError as error:
        raise Problem(f"--{error}.") from None
    pairs = read_pairs(files)
    for name, texts, words, analogies in (
        ("english", descriptions, ENGLISH, ENGLISH_ANALOGIES),
        ("python", programs, PYTHON, PYTHON_ANALOGIES),
    ):
        table = cooccurrences(texts(pairs), window, least)
        with progress(name, epochs, "epochs") as advance:
            vectors = train(table, settings, threads, lambda _, loss: advance(1, f"loss {loss:.4f}"))
        write_vectors(out / f"{name}.safetensors", vectors)
        _show(f"{out / name}.safetensors: {len(vectors.words):,} words", vectors, words, analogies)


@code.command
def neighbours(vectors: Path, *words: str, n: int = 8) -> None:
    """Show the neighbours of a word; of three words A B C, what C is to as A is to B.

    Example: diptych code neighbours vectors/english.safetensors even odd positive

    Parameters
    ----------
    vectors
        What `diptych code glove` wrote.
    words
        One word, or three.
    n
        How many to show.
    """
    from diptych.code.data.glove import read_vectors

    known = read_vectors(vectors)
    if len(words) == 1:
        nearest = known.near(words[0], n)
    elif len(words) == 3:
        nearest = known.analogy(*words, n)
    else:
        raise Problem(f"Give one word or three, not {len(words)}.")
    for word, cosine in nearest:
        print(f"{cosine:.3f}  {word}")


@code.command
def augment(
    file: Path,
    out: Path,
    *,
    wordnet: Path | None = None,
    glove: Path | None = None,
    share: float = 0.2,
    swap: int = 0,
    delete: float = 0.0,
    apertium: str | None = None,
    argos: str | None = None,
    translate: float = 1.0,
    least: int = 2,
    seed: int = 0,
) -> None:
    """Write pairs and changed copies of them as JSON lines; each change that is asked for makes one copy a pair.

    Quoted text, numbers, paths and the program's own names come through unchanged.

    Example: diptych code augment pairs.txt more.jsonl --wordnet /usr/share/wordnet --swap 1 --delete 0.1

    Parameters
    ----------
    file
        A pair file (.txt), CoNaLa (.json), ODEX or pairs (.jsonl).
    out
        The pairs and their copies.
    wordnet
        Synonyms from the WordNet files in this folder; with --glove, only those that the vectors place near.
    glove
        Neighbours from these vectors (english.safetensors of `diptych code glove`).
    share
        How many of the words are replaced, in 0..1.
    swap
        Swap so many pairs of words.
    delete
        Drop each word with this probability.
    apertium
        Translate there and back: a pair of modes of `apertium -l`, such as eng-spa or en-eo.
    argos
        The same with Argos Translate, such as en-es.
    translate
        Translate this share of the pairs, in 0..1.
    least
        A new word must stand in so many descriptions of the file; 0 lets any word in.
    seed
        Another seed, other copies.
    """
    from collections import Counter

    from diptych.code.data.augment import Recipe, augment
    from diptych.code.data.glove.texts import read_pairs
    from diptych.code.data.pairs import write_jsonl
    from diptych.progress import console, track

    try:
        recipe = Recipe(
            _synonyms(wordnet, glove), share, swap, delete, _translator(apertium, argos), translate, least
        )
    except ValueError as error:
        field, _, rest = str(error).partition(" ")
        raise Problem(f"--{FLAGS.get(field, field)} {rest}.") from None
    pairs = read_pairs([file])
    copies = list(track(augment(pairs, recipe, seed), "augment", len(pairs) * recipe.copies, "copies"))
    write_jsonl(out, [*pairs, *copies])
    made = Counter(copy.origin.rsplit(" ", 1)[1] for copy in copies)
    kinds = ", ".join(f"{count:,} {how}" for how, count in made.most_common()) or "none; ask for a change: --swap 1"
    console.print(f"wrote {len(pairs):,} pairs and {len(copies):,} copies ({kinds}) to {out}", soft_wrap=True)


def _synonyms(wordnet: Path | None, glove: Path | None) -> "dict[str, Synonyms]":
    from diptych.code.data.augment import Agreed, Neighbours, WordNet
    from diptych.code.data.glove import read_vectors

    vectors = read_vectors(glove) if glove else None
    sources: dict[str, Synonyms] = {}
    if wordnet and vectors:
        sources["wordnet"] = Agreed(WordNet(wordnet, senses=3), vectors)
    elif wordnet:
        sources["wordnet"] = WordNet(wordnet)
    if vectors:
        sources["glove"] = Neighbours(vectors)
    return sources


def _translator(apertium: str | None, argos: str | None) -> "Translator | None":
    from diptych.code.data.augment import Apertium, Argos

    if apertium and argos:
        raise Problem("Give --apertium or --argos, not both.")
    for option, name, kind in (("--apertium", apertium, Apertium), ("--argos", argos, Argos)):
        if name:
            there, dash, back = name.partition("-")
            if not dash:
                raise Problem(f"{option} takes two languages such as en-es, not {name!r}.")
            return kind(name, f"{back}-{there}")
    return None


def _show(
    title: str, vectors: "Vectors", words: "Sequence[str]", analogies: "Sequence[tuple[str, str, str]]"
) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("word", "neighbours, with cosine", title=title)
    for word in (word for word in words if word in vectors.number):
        table.add_row(word, ", ".join(f"{other} {cosine:.2f}" for other, cosine in vectors.near(word, 5)))
    table.add_section()
    for a, b, c in (three for three in analogies if all(word in vectors.number for word in three)):
        best = ", ".join(f"{other} {cosine:.2f}" for other, cosine in vectors.analogy(a, b, c, 3))
        table.add_row(f"{a} : {b} = {c} : …", best)
    Console(highlight=False, markup=False).print(table)
