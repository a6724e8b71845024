"""A corpus on disk: shards of JSON lines and a manifest, the same bytes for any number of workers, resumable."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from hashlib import blake2b, sha256
from itertools import count
from pathlib import Path
from typing import Any

from diptych.code.world.checks import FAILURES
from diptych.code.world.example import Example, example
from diptych.errors import Problem
from diptych.files import write_text
from diptych.progress import progress
from diptych.spread import spread

SHARD = 10_000  # pairs a shard
CHUNK = 500  # examples a worker makes at once
FORMAT = 2
FIELDS = (
    "description", "program", "plan", "family", "group", "form", "name", "parameters", "phrasing", "composition", "values", "split",
)  # fmt: skip


def write_corpus(out: Path, pairs: int, seed: int = 0, workers: int = 0) -> None:
    """Write `pairs` pairs of distinct descriptions to the folder `out`: `NNNNN.jsonl` shards and `manifest.json`.

    `workers` processes make them (0: one per core); the bytes depend on `pairs` and `seed` alone. A killed run is
    resumed by the same call: whole shards are kept.
    """
    if pairs < 1:
        raise Problem(f"--pairs must be at least 1, not {pairs}.")
    manifest = _resume(out, pairs, seed)
    if manifest["written"] == pairs:
        return
    seen = {_key(row) for shard in manifest["shards"] for row in _rows(out / shard["file"])}
    families, splits, groups = (Counter(manifest[name]) for name in ("families", "splits", "groups"))
    start = manifest["next"]
    rows: list[str] = []
    with progress("pairs", pairs, "pairs", len(seen)) as advance:
        for number, row, family, group, split in _examples(start, seed, workers):
            key = _key(row)
            if key in seen:
                continue
            seen.add(key)
            rows.append(row)
            for counter, name in ((families, family), (groups, group), (splits, split)):
                counter[name] += 1
            if len(rows) == SHARD or len(seen) == pairs:
                file = f"{len(manifest['shards']):05d}.jsonl"
                text = "".join(rows)
                write_text(out / file, text)
                shard = {"file": file, "pairs": len(rows), "sha256": sha256(text.encode()).hexdigest()}
                manifest["shards"].append(shard)
                manifest |= {"written": len(seen), "next": number + 1}
                manifest |= {"families": _sorted(families), "groups": _sorted(groups), "splits": _sorted(splits)}
                write_text(out / "manifest.json", json.dumps(manifest, indent=1) + "\n")
                advance(len(rows), "")
                rows = []
            if len(seen) == pairs:
                return


def read_corpus(out: Path, split: str = "") -> Iterator[dict[str, Any]]:
    """The pairs of a corpus in order, of one split or ("") of all."""
    manifest = _manifest(out)
    if manifest is None:
        raise Problem(f"{out} holds no corpus (no manifest.json). Make one: diptych code corpus {out}")
    for shard in manifest["shards"]:
        for line in _rows(out / shard["file"]):
            row = json.loads(line)
            if not split or row["split"] == split:
                yield row


def _resume(out: Path, pairs: int, seed: int) -> dict[str, Any]:
    fresh = {"format": FORMAT, "seed": seed, "pairs": pairs, "written": 0, "next": 0}
    empty: dict[str, Any] = {"shards": [], "families": {}, "groups": {}, "splits": {}}
    manifest = _manifest(out)
    if manifest is None:
        return fresh | empty
    wanted = {name: fresh[name] for name in ("format", "seed", "pairs")}
    if wanted != {name: manifest.get(name) for name in wanted}:
        raise Problem(
            f"{out} holds another corpus ({manifest.get('pairs')} pairs, seed {manifest.get('seed')}). "
            "Choose another folder, or remove it."
        )
    return manifest


def _manifest(out: Path) -> dict[str, Any] | None:
    try:
        manifest: dict[str, Any] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Problem(
            f"{out / 'manifest.json'} is no corpus manifest: {error}. Remove the folder and write it again."
        ) from error
    return manifest


def _rows(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from file


def _key(row: str) -> bytes:
    """Two pairs are the same when their descriptions are, capitals and blanks aside."""
    description = json.loads(row)["description"]
    return blake2b(" ".join(description.lower().rstrip(".").split()).encode(), digest_size=8).digest()


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))


CorpusLine = tuple[int, str, str, str, str]


def _examples(start: int, seed: int, workers: int) -> Iterator[CorpusLine]:
    """Every example from number `start` on, in order."""
    chunks = (range(first, first + CHUNK) for first in count(start, CHUNK))
    for rows in spread(partial(_chunk, seed), chunks, workers or os.cpu_count() or 1, "processes"):
        yield from rows


def _chunk(seed: int, numbers: range) -> list[CorpusLine]:
    out = []
    for number in numbers:
        pair = example(number, seed)
        if (packed := _packed(pair)) is not None:
            row = json.dumps(packed, ensure_ascii=False) + "\n"
            out.append((number, row, pair.family, pair.group, pair.split))
    return out


def _packed(pair: Example) -> dict[str, Any] | None:
    """The row of a pair; None where its program fails on its own values: of an empty list there is no maximum."""
    try:
        tests = pair.tests
    except FAILURES:
        return None
    return {
        **{name: getattr(pair, name) for name in FIELDS},
        "tests": [asdict(test) for test in tests],
    }
