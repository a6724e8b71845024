"""Sources of pairs, cleaning, and imports that go and come back."""

import json
from pathlib import Path

import pytest

from diptych.code.data.pairs import (
    Pair,
    clean,
    clean_program,
    distinct,
    needed_imports,
    one_a_record,
    read_conala,
    read_jsonl,
    read_odex,
    tidy,
    with_imports,
    write_jsonl,
)
from diptych.code.data.pairs.imports import DOTTED, FROM, MODULES, strip_imports, unbound
from diptych.code.data.pairs.load import load
from diptych.code.data.syntax import tree
from diptych.errors import Problem


def test_conala_gives_a_pair_for_each_intent_that_is_there(tmp_path: Path) -> None:
    rows = [
        {"question_id": 1, "intent": "sum a list", "rewritten_intent": "sum list `x`", "snippet": "sum(x)"},
        {"question_id": 1, "intent": "all of it", "rewritten_intent": None, "snippet": "all(x)"},
        {"question_id": 2, "intent": "zip them", "rewritten_intent": "None", "snippet": "zip(x, y)"},
    ]
    path = tmp_path / "conala.json"
    path.write_text(json.dumps(rows))
    pairs = read_conala(path)
    assert pairs == [
        Pair("sum a list", "sum(x)", "conala.json record 1 intent"),
        Pair("sum list `x`", "sum(x)", "conala.json record 1 rewritten"),
        Pair("all of it", "all(x)", "conala.json record 2 intent"),
        Pair("zip them", "zip(x, y)", "conala.json record 3 intent"),
    ]
    assert [pair.description for pair in one_a_record(pairs)] == ["sum list `x`", "all of it", "zip them"]


def test_odex_programs_are_the_functions_that_its_tests_call(tmp_path: Path) -> None:
    row = {"intent": "double `x`", "prompt": "def f(x):\n\treturn ", "canonical_solution": "2 * x", "suffix": ""}
    path = tmp_path / "odex.jsonl"
    path.write_text(json.dumps(row) + "\n")
    assert read_odex(path) == [Pair("double `x`", "def f(x):\n\treturn 2 * x", "odex.jsonl:1")]
    assert load(path).pairs == tuple(read_odex(path))


def test_jsonl_comes_back_as_it_was_written(tmp_path: Path) -> None:
    pairs = [Pair("größer als “1”", "x = 'ä\\n'\n", "a:1"), Pair("", "", "b")]
    write_jsonl(tmp_path / "p.jsonl", pairs)
    assert read_jsonl(tmp_path / "p.jsonl") == pairs


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("p.jsonl", b"\n[1]", "p.jsonl:2: expected a JSON object, found list."),
        ("p.jsonl", b'{"d": 1}', 'p.jsonl:1: the field "description" must be a string; the record has \'d\'.'),
        ("c.json", b'{"a": 1}', "c.json: expected a JSON list, found dict."),
        ("c.json", b"[1]", "c.json record 1: expected a JSON object, found int."),
        ("c.json", b"[{}]", 'c.json record 1: the field "snippet" must be a string; the record has no field.'),
        ("p.txt", b"# a\n\xff", "p.txt:2: not UTF-8. Save the file as UTF-8 and try again."),
        ("p.csv", b"", "p.csv: unknown kind. Give a pair file (.txt), CoNaLa (.json), or ODEX or pairs (.jsonl)."),
        ("none.txt", None, "none.txt: cannot be read (No such file or directory)."),
    ],
)  # fmt: skip
def test_bad_files_are_named_with_line_and_remedy(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Problem) as raised:
        load(tmp_path / name)
    assert str(raised.value).replace(f"{tmp_path}/", "") == message


def test_programs_of_any_source_are_repaired_or_refused(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "p.jsonl", [Pair("a", "print 1", "x:1"), Pair("b", "1 +", "x:2"), Pair("c", "1", "x:3")])
    corpus = load(tmp_path / "p.jsonl")
    assert corpus.pairs == (Pair("a", "print(1)", "x:1"), Pair("c", "1", "x:3"))
    assert (corpus.records, corpus.untouched) == (3, 1)
    assert corpus.refused == (("x:2", "not Python: invalid syntax (line 1)"),)
    assert dict(corpus.repairs) == {"Python 2 statement": 1}


def test_distinct_keeps_the_first_of_equals() -> None:
    pairs = [Pair("Add  two", "a+b", "1"), Pair("add two", "a + b  # sum", "2"), Pair("add two", "a - b", "3")]
    assert distinct(pairs) == [pairs[0], pairs[2]]


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("  Write\ta program ?. ", "Write a program"),
        ("replace ‘a’ by “b”", "replace 'a' by \"b\""),
        ("open 'C:\\tmp\\x.txt'.", "open 'C:\\tmp\\x.txt'"),
        ("what is 3.5?", "what is 3.5"),
        ("print '...'", "print '...'"),
        ("...", "..."),
    ],
)
def test_tidy_keeps_what_a_program_needs(description: str, expected: str) -> None:
    assert tidy(description) == expected
    assert tidy(expected) == expected


def test_clean_programs_have_one_layout_and_no_comments() -> None:
    program = "import math  # for the root\n\ndef f( x ):\n  # the root\n  return math.sqrt( x )\n"
    assert clean_program(program) == "def f(x):\n    return math.sqrt(x)\n"
    assert clean(Pair("Root .", program, "o")) == Pair("Root", "def f(x):\n    return math.sqrt(x)\n", "o")


@pytest.mark.parametrize(
    ("program", "lines"),
    [
        ("print(math.pi)", ["import math"]),
        ("sqrt(2)", ["from math import sqrt"]),
        ("datetime.now()", ["from datetime import datetime"]),
        ("datetime.datetime.now()", ["import datetime"]),
        (
            "datetime(2020, 1, 1) + timedelta(days=1)",
            ["from datetime import datetime", "from datetime import timedelta"],
        ),
        ("time.time(); sleep(1)", ["import time", "from time import sleep"]),
        ("time()", ["from time import time"]),
        ("urllib.request.urlopen(u)", ["import urllib.request"]),
        ("os.path.join('a', 'b')", ["import os"]),
        ("np.array([1])", ["import numpy as np"]),
        ("string.replace('a', 'b')", []),  # a string, as descriptions say, not the module
        ("string.punctuation", ["import string"]),
        ("def f(math):\n    return math.x", []),
        ("def f():\n    return re.sub('a', 'b', s)", ["import re"]),
        ("[random for random in x]", []),
        ("import re\nre.sub", []),
        ("nothing_known(x)", []),
        ("def f():\n    nonlocal re", []),  # parses, but no compiler takes it
    ],
)
def test_imports_are_resolved_from_unbound_names(program: str, lines: list[str]) -> None:
    assert needed_imports(program) == lines


def test_imports_go_below_docstring_and_future() -> None:
    program = '"""What it does."""\nfrom __future__ import annotations\nprint(math.pi)'
    assert (
        with_imports(program)
        == '"""What it does."""\nfrom __future__ import annotations\nimport math\nprint(math.pi)'
    )
    assert with_imports("print(1)") == "print(1)"


@pytest.mark.parametrize(
    ("program", "stripped"),
    [
        ("import math\nprint(math.pi)", "print(math.pi)"),
        ("import os, sys\nprint(os.name, sys.argv)", "print(os.name, sys.argv)"),
        ("import json\nprint(1)", "print(1)"),  # unused
        ("from math import (\n    sin,\n    cos,\n)\nprint(sin(1), cos(1))", "print(sin(1), cos(1))"),
        ("def f():\n    import math\n    return math.pi", "def f():\n    return math.pi"),
        ("def f():\n    import json\nf()", "def f():\n    pass\nf()"),
        ("import time\ntime = time.time()", None),  # the name is bound again
        ("from sub import sub\nsub('a')", None),
        ("from re import sub\nsub('a', 'b', 'c')", None),  # the table has another `sub`
        ("import math as m\nm.pi", None),
        ("from math import *\nsin(1)", None),
        ("from __future__ import annotations\nx = 1", None),
        ("import a; import math\nmath.pi", None),
        ("import this", None),
        ("import math", None),  # nothing would be left
    ],
)
def test_an_import_goes_only_if_it_would_come_back(program: str, stripped: str | None) -> None:
    assert strip_imports(program) == (program if stripped is None else stripped)


def test_a_stripped_program_gets_its_imports_back() -> None:
    program = "import math\nfrom collections import Counter\nprint(Counter([math.pi]))\n"
    assert tree(with_imports(strip_imports(program))) == tree(program)


def test_the_table_is_consistent_and_real() -> None:
    assert all(whole.split(".")[0] in MODULES or whole.startswith("concurrent") for whole in DOTTED)
    for line in FROM.values():
        if "tqdm" not in line:
            assert unbound(line) == set()
            exec(line)  # every member that the table names exists
