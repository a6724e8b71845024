"""The published collections of pairs: CoNaLa and ODEX."""

import json
from pathlib import Path

from diptych.code.data.pairs.odex import read_questions
from diptych.code.data.pairs.pair import Pair, read_text, text_field
from diptych.errors import Problem


def read_conala(path: Path) -> list[Pair]:
    """Read CoNaLa v1.1 (a JSON list): one pair for each intent of a record that is not missing.

    102 of its records have no rewritten intent and one has the word "None": those give one pair.
    """
    try:
        records = json.loads(read_text(path))
    except (json.JSONDecodeError, RecursionError) as error:
        raise Problem(f"{path}: not JSON ({error}). CoNaLa files are one JSON list.") from None
    if not isinstance(records, list):
        raise Problem(f"{path}: expected a JSON list, found {type(records).__name__}.")
    pairs = []
    for number, record in enumerate(records, 1):
        where = f"{path.name} record {number}"
        if not isinstance(record, dict):
            raise Problem(f"{where}: expected a JSON object, found {type(record).__name__}.")
        snippet = text_field(record, "snippet", where)
        pairs.append(Pair(text_field(record, "intent", where), snippet, f"{where} intent"))
        rewritten = record.get("rewritten_intent")
        if isinstance(rewritten, str) and rewritten.strip().lower() not in ("", "none"):
            pairs.append(Pair(rewritten, snippet, f"{where} rewritten"))
    return pairs


def read_odex(path: Path) -> list[Pair]:
    """Read ODEX (JSON lines): the program is the function that its tests call, prompt + solution + suffix."""
    return [question.pair() for question in read_questions(path)]


def one_a_record(pairs: list[Pair]) -> list[Pair]:
    """Return one CoNaLa pair a record: the rewritten intent's where there is one. Its test is scored on these."""
    return list({pair.origin.rsplit(" ", 1)[0]: pair for pair in pairs}.values())
