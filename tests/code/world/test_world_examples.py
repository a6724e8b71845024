"""Examples: what is asked for is in the program, and the program runs."""

import ast
import dataclasses
import re
from collections.abc import Callable
from functools import cache

import pytest

from diptych.code.data.plans.plan import parse
from diptych.code.data.plans.render import FunctionNames, program
from diptych.code.data.plans.scan import scan
from diptych.code.world import Example, ProgramCase, example, passes, rows, table
from diptych.code.world.checks import FAILURES, Endless, run


@cache
def examples() -> list[Example]:
    return [example(number, seed=5) for number in range(800)]


def tokens_of(made: Example, sign: str) -> list[str]:
    return [token for token in made.plan if re.fullmatch(rf"\{sign}\d+", token)]


def test_a_program_is_what_its_plan_and_its_description_give() -> None:
    for made in examples():
        again = program(
            table(), parse(table(), made.plan), scan(made.description), FunctionNames(made.name, made.parameters)
        )
        assert ast.dump(ast.parse(again)) == ast.dump(ast.parse(made.program)), made.description


def test_every_program_compiles_and_nearly_every_one_runs() -> None:
    failed = 0
    for made in examples()[:300]:
        compile(made.program, "program.py", "exec")
        try:
            assert made.tests or made.tree.row.holds
        except FAILURES:
            failed += 1
    assert failed <= 6, failed


def run_alone(tests: tuple[ProgramCase, ...]) -> Callable[[str, str], str]:
    """Run a script as the runner does, its files in memory."""
    return lambda text, stdin: run(text, tests[0].files, stdin)[1]


def test_a_program_passes_its_own_tests() -> None:
    passed = 0
    for made in examples()[:200]:
        if made.tree.row.holds or made.group in ("chance", "dates", "times"):
            continue
        try:
            tests = tuple(dataclasses.replace(test, files=()) if test.driver else test for test in made.tests)
        except FAILURES:
            continue
        if any(test.files for test in tests) or "open(" in made.program:
            continue
        assert passes(made.program, tests, run_alone(tests)), made.program
        passed += 1
    assert passed > 100


def test_the_values_that_a_plan_names_stand_in_the_description() -> None:
    some = [made for made in examples() if tokens_of(made, "$")]
    for made in some:
        for token in tokens_of(made, "$"):
            given = made.givens[int(token[1:]) - 1]
            assert made.description[given.start : given.end] == given.text
    assert len(some) > 200


def test_forms_are_honoured() -> None:
    for made in examples():
        prints = made.tree.row.part.codes[0].kind == "prints"
        if made.form == "input":
            assert "input()" in made.program, made.program
        elif made.form == "function" and not prints and made.group != "classes":
            assert re.search(r"return|yield|lambda", made.program), made.program
        elif made.form in ("script", "prints"):
            assert "print(" in made.program or prints, made.program


def test_names_that_a_description_gives_are_in_the_program() -> None:
    named = [made for made in examples() if made.named]
    for made in named:
        assert made.name in made.description
        assert made.name in made.program
    assert len(named) > 30


def test_no_program_writes_a_file_that_it_reads() -> None:
    writing = 0
    for made in (example(number, seed=6) for number in range(2_500)):
        written = set(re.findall(r'open\("?([\w.]+)"?, "[wa]"', made.program))
        read = set(re.findall(r'open\("?([\w.]+)"?(?:\)|, newline=""\))', made.program))
        assert not written & read, made.program
        writing += bool(written)
    assert writing > 10


def test_every_group_and_every_form_is_drawn() -> None:
    assert {made.form for made in examples()} == {"function", "prints", "script", "input"}
    assert len({made.family for made in examples()}) > 400
    assert {made.group for made in examples()} >= {row.group for row in rows().values()} - {
        "bits",
        "validation",
        "sources",
        "tests",
    }


def test_a_loop_without_an_end_is_ended() -> None:
    with pytest.raises(Endless):
        run("n = 0\nwhile n != 1:\n    n //= 2\n")
    assert run("n = 0\nwhile n < 9:\n    n += 1\nprint(n)\n")[1] == "9\n"
