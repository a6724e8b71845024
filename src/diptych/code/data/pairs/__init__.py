"""Pairs of a description and a program: where they come from, and how they are cleaned."""

from diptych.code.data.pairs.clean import clean, clean_program, tidy
from diptych.code.data.pairs.imports import needed_imports, with_imports
from diptych.code.data.pairs.pair import Pair, distinct, read_jsonl, write_jsonl
from diptych.code.data.pairs.pairfile import PairFile, Record, Refusal, parse_pair_file, read_pair_file
from diptych.code.data.pairs.sources import one_a_record, read_conala, read_odex

__all__ = [
    "Pair",
    "PairFile",
    "Record",
    "Refusal",
    "clean",
    "clean_program",
    "distinct",
    "needed_imports",
    "one_a_record",
    "parse_pair_file",
    "read_conala",
    "read_jsonl",
    "read_odex",
    "read_pair_file",
    "tidy",
    "with_imports",
    "write_jsonl",
]
