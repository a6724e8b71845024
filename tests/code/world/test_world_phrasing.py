"""The grammar, the renaming, the slips and the comparison of outputs: the laws under the world."""

import ast
import contextlib
import io
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.code.world import Case, entry, example, matches, passes, script
from diptych.code.world.family import VALUES as VALUES_FORM
from diptych.code.world.grammar import expand, parse
from diptych.code.world.phrasing import article, gerund, plural, third_person
from diptych.code.world.render import rename
from diptych.code.world.slips import slip
from diptych.code.world.values import literal, spoken, typed


def say(text: str, seed: int) -> str:
    return expand(parse(text), random.Random(seed), str.upper)


def test_a_phrase_draws_one_of_each_choice_and_fills_slots() -> None:
    assert {say("[find|get] the [sum|total] of {a}", seed) for seed in range(60)} == {
        f"{verb} the {noun} of A" for verb in ("find", "get") for noun in ("sum", "total")
    }


def test_choices_nest_and_weights_count() -> None:
    assert {say("[a|b [c|d]]", seed) for seed in range(60)} == {"a", "b c", "b d"}
    drawn = [say("[often*9|rarely]", seed) for seed in range(300)]
    assert 240 < drawn.count("often") < 295


@pytest.mark.parametrize("text", ["[a|b", "a]b", "[a|[b]"])
def test_unbalanced_brackets_are_named(text: str) -> None:
    with pytest.raises(ValueError, match="unbalanced brackets in the phrase"):
        parse(text)


def test_english_forms() -> None:
    assert [third_person(x) for x in ("reverse a list", "push x", "copy a file", "do it")] == [
        "reverses a list",
        "pushes x",
        "copies a file",
        "does it",
    ]
    assert [gerund(x) for x in ("swap two numbers", "reverse a list", "count words")] == [
        "swapping two numbers",
        "reversing a list",
        "counting words",
    ]
    assert [plural(x) for x in ("list of numbers", "matrix", "dictionary", "array")] == [
        "lists of numbers",
        "matrices",
        "dictionaries",
        "arrays",
    ]
    assert [article(x) for x in ("number", "array", "uppercase letter", "user")] == [
        "a number",
        "an array",
        "an uppercase letter",
        "a user",
    ]


def test_renaming_leaves_strings_attributes_and_keywords() -> None:
    text = 'def f(s, n):\n    print(f"s {s:>{n}} n", s.n, n, sep="s n")\n    return dict(n=n)\n'
    assert rename(text, {"s": "word", "n": "k", "f": "g"}) == (
        'def g(word, k):\n    print(f"s {word:>{k}} n", word.n, k, sep="s n")\n    return dict(n=k)\n'
    )


def test_renaming_back_is_the_identity() -> None:
    for number in range(300):
        program = example(number).program
        names = {node.id for node in ast.walk(ast.parse(program)) if isinstance(node, ast.Name)}
        there = {name: f"{name}_zz" for name in names}
        assert rename(rename(program, there), {new: old for old, new in there.items()}) == program


VALUES = st.recursive(
    st.integers() | st.booleans() | st.none() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3) | st.tuples(inner)
    ),
    max_leaves=6,
)


@given(VALUES)
def test_a_literal_reads_back_as_its_value(value: object) -> None:
    assert ast.literal_eval(literal(value)) == value


@given(st.lists(st.sampled_from(["apple", "fig", "it"]) | st.integers(0, 99)), st.integers(0, 99))
def test_what_is_said_of_a_value_reads_back_as_it(value: list[object], seed: int) -> None:
    said = spoken(value, random.Random(seed))
    bare = re.fullmatch(r"\d+(,? \d+)+", said)
    assert ast.literal_eval(f"[{', '.join(re.findall(r'[0-9]+', said))}]" if bare else said) == value


def test_lists_of_numbers_are_said_without_brackets_at_times() -> None:
    said = {spoken([3, 1, 2], random.Random(seed)) for seed in range(200)}
    assert said == {"[3, 1, 2]", "[3,1,2]", "3 1 2", "3, 1, 2"}


def test_a_description_gives_every_value_that_its_program_needs() -> None:
    some = [one for one in map(example, range(700)) if one.form == VALUES_FORM]
    for one in some:
        needed = re.findall(r"\d+", one.values.partition(":")[2])
        assert {*needed} <= {*re.findall(r"\d+", one.description)}, (one.description, one.values)
    assert len(some) > 50


def test_what_is_to_be_tried_on_values_is_a_function_that_is_called() -> None:
    some = [one for one in map(example, range(3_000)) if one.form == VALUES_FORM and " try it on " in one.description]
    for one in some:
        *_, call = ast.parse(one.program).body
        assert isinstance(call, ast.Expr), one.program
        assert "def " in one.program or "lambda" in one.program, one.program
    assert len(some) > 10


def test_what_a_user_types() -> None:
    assert typed([1, 2], commas=False) == "1 2"
    assert typed([1, 2], commas=True) == "1,2"
    assert typed("two words", commas=False) == "two words"


def test_slips_leave_quotes_values_and_kept_names() -> None:
    said = "write a function named myFunc to count 'the A' in [1, 2] using my_name"
    for seed in range(400):
        slipped = slip(said, random.Random(seed), frozenset({"myFunc"}))
        assert all(part in slipped for part in ("myFunc", "'the A'", "[1, 2]", "my_name")), slipped


def test_names_and_values_that_the_description_gives_are_in_the_program() -> None:
    for number in range(3000):
        pair = example(number)
        if pair.form == "values":
            assert not any(word.startswith("input(") for word in pair.program.split())
        elif pair.form == "input":
            assert "input()" in pair.program
        elif pair.values:
            assert set(pair.values.partition(":")[2].split()) <= set(rename_free(pair.program)), pair


def rename_free(program: str) -> list[str]:
    tree = ast.parse(program)
    out = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    out += [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)]
    return out + [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def test_outputs_are_compared_line_by_line_numbers_to_nine_digits_sets_in_any_order() -> None:
    assert matches("0.3\n", "0.30000000000000004")
    assert matches("a \nb\n", "a\nb")
    assert matches("{1, 2, 10}", "{10, 1, 2}")
    assert not matches("{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}")
    assert not matches("0.3", "0.31")
    assert not matches("a\nb", "a")
    assert not matches("[1, 2]", "[2, 1]")


def test_a_test_calls_the_last_function_that_a_program_defines() -> None:
    assert entry("def helper():\n    pass\n\ndef main(x):\n    return x\n") == "main"
    assert entry("double = lambda x: 2 * x\n") == "double"
    assert entry("print(1)\n") == ""
    assert entry("def broken(:\n") == ""


def run_here(text: str, stdin: str) -> str | None:
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(text, {"__name__": "__main__"})
    return output.getvalue()


def test_a_program_passes_when_all_tests_do() -> None:
    program = "def double(x):\n    return 2 * x\n\n\nprint(double(4))\n"
    good = (Case("", "show(solution(3))", "6\n"), Case("", "print(printed.strip())", "8\n"), Case("", "", "8\n"))
    assert passes(program, good, run_here)
    assert not passes(program, (*good, Case("", "show(solution(3))", "7\n")), run_here)
    assert not passes(program, good, lambda text, stdin: None)
    assert script(program, good[2]) == program


def test_a_driver_sees_what_is_returned_or_else_printed() -> None:
    test = Case("", "print(answer(2))", "2\n")
    assert passes("def f(x):\n    return x\n", (test,), run_here)
    assert passes("def f(x):\n    print(x)\n", (test,), run_here)
