"""The commands that make, show and clean data, and run programs."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from diptych.code.commands.app import code
from diptych.errors import Problem

if TYPE_CHECKING:
    from rich.table import Table

    from diptych.code.data.pairs import Pair
    from diptych.code.data.pairs.load import PairCorpus

SHOWN = 20  # refusals in the table; --refused shows all


@code.command
def clean(
    file: Path,
    *,
    out: Annotated[Path | None, Parameter(name=["--out", "-o"])] = None,
    distinct: bool = False,
    refused: bool = False,
) -> None:
    """Show what a file of pairs holds, repair what can be repaired, and say which records cannot.

    Example: diptych code clean pairs.txt --out pairs.jsonl

    Parameters
    ----------
    file
        A pair file (.txt), CoNaLa (.json), or ODEX or pairs (.jsonl).
    out
        Write the repaired and cleaned pairs here, as JSON lines: without comments and imports that come back.
    distinct
        Keep the first of pairs with the same description and the same syntax tree.
    refused
        List every refused record, not only the first 20.
    """
    from rich.console import Console

    from diptych.code.data import pairs as p
    from diptych.code.data.pairs.load import load
    from diptych.progress import track

    corpus = load(file)
    if not corpus.pairs:
        raise Problem(f"{file}: no record with a program that parses. {_example(corpus.refused)}")
    cleaned = [p.clean(pair) for pair in track(corpus.pairs, "clean", len(corpus.pairs), "pairs")]
    once = p.distinct(cleaned)
    console = Console(highlight=False)
    console.print(_table(corpus, len(once), _token_count(once)))
    for where, why in corpus.refused[: None if refused else SHOWN]:
        console.print(f"refused  {where}  {why}", soft_wrap=True, markup=False)
    if len(corpus.refused) > SHOWN and not refused:
        console.print(f"… and {len(corpus.refused) - SHOWN} more; --refused lists them all.")
    if out:
        p.write_jsonl(out, once if distinct else cleaned)
        console.print(f"wrote {len(once if distinct else cleaned):,} pairs to {out}", soft_wrap=True)


def _example(refused: Iterable[tuple[str, str]]) -> str:
    return next((f"The first refusal: {where}: {why}." for where, why in refused), "Is the file empty?")


def _token_count(pairs: Iterable["Pair"]) -> tuple[int, int]:
    """Return the numbers of English and of Python tokens."""
    from diptych.code.data.tokens import english, tokenise

    counts = [(len(english(pair.description)), len(tokenise(pair.program))) for pair in pairs]
    return sum(a for a, _ in counts), sum(b for _, b in counts)


def _table(corpus: "PairCorpus", distinct: int, tokens: tuple[int, int]) -> "Table":
    from rich.table import Table

    table = Table("what", "count", "share", title=corpus.name)
    table.columns[1].justify = table.columns[2].justify = "right"

    def row(label: str, count: int, of: int) -> None:
        table.add_row(label, f"{count:,}", f"{100 * count / of:.2f} %" if of else "")

    kept = len(corpus.pairs)
    if file := corpus.pair_file:
        spans = ([(part.first, part.last) for part in parts] for parts in (file.records, file.refused, file.strays))
        named = ("lines in records", "lines refused", "stray lines: marks, blanks, descriptions without a program")
        for name, parts in zip(named, spans, strict=True):
            row(name, sum(last - first + 1 for first, last in parts), file.lines)
        table.add_section()
    row("records as they stand in the file", corpus.records, 0)
    row("… that parse untouched", corpus.untouched, corpus.records)
    row("records after repair", kept + len(corpus.refused), 0)
    row("… that parse", kept, kept + len(corpus.refused))
    row("… refused", len(corpus.refused), kept + len(corpus.refused))
    table.add_section()
    for name, count in corpus.repairs.most_common():
        row(f"repaired: {name}", count, kept)
    table.add_section()
    row("distinct pairs", distinct, kept)
    row("English tokens of those", tokens[0], 0)
    row("Python tokens of those", tokens[1], 0)
    return table


@code.command
def corpus(out: Path, *, pairs: int = 100_000, seed: int = 0, workers: int = 0) -> None:
    """Write pairs of the built-in world of programs: descriptions, programs and tests with exact answers.

    The same seed gives the same bytes on any number of workers; run again, an interrupted corpus goes on.

    Example: diptych code corpus data/programs --pairs 100000

    Parameters
    ----------
    out
        The folder to write to.
    pairs
        How many pairs, all distinct.
    seed
        Another seed, other pairs.
    workers
        Processes; 0: one per core.
    """
    from diptych.code.world.corpus import write_corpus

    write_corpus(out, pairs, seed, workers)
