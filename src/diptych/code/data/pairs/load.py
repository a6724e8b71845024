"""One door for every format: pair file (.txt), CoNaLa (.json), ODEX and plain pairs (.jsonl)."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from diptych.code.data.pairs.pair import Pair, as_object, read_jsonl, read_text
from diptych.code.data.pairs.pairfile import PairFile, read_pair_file
from diptych.code.data.pairs.repair import repair
from diptych.code.data.pairs.sources import read_conala, read_odex
from diptych.errors import Problem


@dataclass(frozen=True)
class PairCorpus:
    """The pairs of one file whose programs parse, after repair, and what became of the rest."""

    name: str
    records: int  # as the file has them
    untouched: int  # of those, the ones that parse as they are
    pairs: tuple[Pair, ...]
    repairs: Counter[str]  # how many records each repair served
    refused: tuple[tuple[str, str], ...]  # where, why
    pair_file: PairFile | None = None


def load(path: Path) -> PairCorpus:
    """Read and repair the pairs in `path`; what it holds is told by its suffix, and for .jsonl by its fields."""
    if path.suffix == ".txt":
        return _from_pair_file(read_pair_file(path))
    if path.suffix == ".json":
        return _repaired(path.name, read_conala(path))
    if path.suffix == ".jsonl":
        lines = enumerate(read_text(path).splitlines(), 1)
        number, first = next(((number, line) for number, line in lines if line.strip()), (1, "{}"))
        is_odex = "canonical_solution" in as_object(first, f"{path.name}:{number}")
        return _repaired(path.name, read_odex(path) if is_odex else read_jsonl(path))
    raise Problem(f"{path}: unknown kind. Give a pair file (.txt), CoNaLa (.json), or ODEX or pairs (.jsonl).")


def _from_pair_file(file: PairFile) -> PairCorpus:
    repairs = Counter(name for record in file.records for name in record.repairs)
    refused = tuple((f"{file.name}:{r.first}-{r.last}", r.reason) for r in file.refused)
    return PairCorpus(file.name, file.plain, file.plain_parsed, tuple(file.pairs()), repairs, refused, file)


def _repaired(name: str, raw: list[Pair]) -> PairCorpus:
    pairs: list[Pair] = []
    refused: list[tuple[str, str]] = []
    repairs: Counter[str] = Counter()
    untouched = 0
    for pair in raw:
        try:
            program, done = repair(pair.program)
        except Problem as problem:
            refused.append((pair.origin, str(problem)))
            continue
        untouched += not done
        repairs.update(done)
        pairs.append(replace(pair, program=program))
    return PairCorpus(name, len(raw), untouched, tuple(pairs), repairs, tuple(refused))
