"""Our sub-word units beside the `tokenizers` library, and the speed of tokenising.

    python -m bench.tokens

uses the standard library's own functions as text, so it needs no data.
"""

import ast
import os
import sysconfig
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from diptych.code.data.syntax import parse
from diptych.code.data.tokens import detokenise, tokenise
from diptych.code.data.tokens.subwords import Subwords, learn_subwords
from diptych.errors import Problem

FUNCTIONS, UNITS, REPEATS = 2000, 4096, 5


def functions(count: int) -> list[str]:
    """Return the source of `count` functions of the standard library."""
    programs: list[str] = []
    library = Path(sysconfig.get_paths()["stdlib"])
    for path in [*sorted(library.glob("*.py")), *sorted(library.glob("[a-s]*/*.py"))]:
        source = path.read_text("utf-8", "replace")
        try:
            module = parse(source)
        except Problem:
            continue
        nodes = (node for node in module.body if isinstance(node, ast.FunctionDef))
        lines = source.split("\n")
        programs += ["\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in nodes]
        if len(programs) >= count:
            break
    return programs[:count]


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of `work`."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def library(texts: list[str]) -> Tokenizer:
    """Learn a vocabulary of the same size with the library, on the same words."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split("\n", "removed"), pre_tokenizers.ByteLevel(False, use_regex=False)]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=UNITS, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def main() -> None:
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    programs = functions(FUNCTIONS)
    tokenised = [[token.text for token in tokenise(program)] for program in programs]
    counts = Counter(text for texts in tokenised for text in texts)
    lines = ["\n".join(text.replace("\n", " ") for text in texts) for texts in tokenised]
    ours, theirs = learn_subwords(counts, UNITS), library(lines)
    total = sum(map(len, tokenised))
    out = Table(
        "what",
        "ours",
        "tokenizers",
        "ratio",
        title=f"{len(programs):,} functions, {total:,} tokens; medians of {REPEATS}",
    )
    for name, mine, other in (
        (f"learn {UNITS:,} units", lambda: learn_subwords(counts, UNITS), lambda: library(lines)),
        (
            "encode, no token seen before",
            lambda: Subwords(ours.merges).encode(counts),
            lambda: theirs.encode_batch(list(counts)),
        ),
        ("encode all", lambda: [ours.encode(texts) for texts in tokenised], lambda: theirs.encode_batch(lines)),
    ):
        a, b = seconds(mine), seconds(other)
        out.add_row(name, f"{a:.3f} s", f"{b:.3f} s", f"{a / b:.2f}×")
    units = sum(len(each) for texts in tokenised for each in ours.encode(texts))
    out.add_row(
        "units a token",
        f"{units / total:.3f}",
        f"{sum(len(e.ids) for e in theirs.encode_batch(lines)) / total:.3f}",
        "",
    )
    a, b = seconds(lambda: [tokenise(p) for p in programs]), seconds(lambda: [detokenise(t) for t in tokenised])
    out.add_row("tokenise / detokenise", f"{total / a:,.0f} / {total / b:,.0f} tokens/s", "", "")
    Console(width=120).print(out)


if __name__ == "__main__":
    main()
