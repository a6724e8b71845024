"""The grammar, the renaming, the slips and the comparison of outputs: the laws under the world."""

import ast
import contextlib
import io
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.code.data.plans.render import literal
from diptych.code.world import ProgramCase, entry, matches, passes, script
from diptych.code.world.grammar import expand, parse, plain
from diptych.code.world.kinds import spoken, typed
from diptych.code.world.phrasing import article, gerund, plural, third_person
from diptych.code.world.slips import slip


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


def test_the_plain_wording_takes_the_first_option_and_keeps_slots() -> None:
    assert plain(parse("[find|get] the [big*2|small [sum|total]] of {a}")) == "find the big of {a}"


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
def test_what_is_said_of_a_list_reads_back_as_it(value: list[object], seed: int) -> None:
    text = spoken(value, random.Random(seed))
    bare = re.fullmatch(r"\d+(,? \d+)+", text)
    assert ast.literal_eval(f"[{', '.join(re.findall(r'[0-9]+', text))}]" if bare else text) == value


def test_lists_of_numbers_are_said_without_brackets_at_times() -> None:
    said = {spoken([3, 1, 2], random.Random(seed)) for seed in range(200)}
    assert said == {"[3, 1, 2]", "[3,1,2]", "3 1 2", "3, 1, 2"}


def test_what_a_user_types() -> None:
    assert typed([1, 2], commas=False) == "1 2"
    assert typed([1, 2], commas=True) == "1,2"
    assert typed("two words", commas=False) == "two words"


def test_slips_leave_quotes_values_and_kept_names() -> None:
    said = "write a function named myFunc to count 'the A' in [1, 2] using my_name"
    for seed in range(400):
        slipped = slip(said, random.Random(seed), frozenset({"myFunc"}))
        assert all(part in slipped for part in ("myFunc", "'the A'", "[1, 2]", "my_name")), slipped


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
    good = (
        ProgramCase("", "show(solution(3))", "6\n"),
        ProgramCase("", "print(printed.strip())", "8\n"),
        ProgramCase("", "", "8\n"),
    )
    assert passes(program, good, run_here)
    assert not passes(program, (*good, ProgramCase("", "show(solution(3))", "7\n")), run_here)
    assert not passes(program, good, lambda text, stdin: None)
    assert script(program, good[2]) == program


def test_a_driver_sees_what_is_returned_or_else_printed() -> None:
    test = ProgramCase("", "print(answer(2))", "2\n")
    assert passes("def f(x):\n    return x\n", (test,), run_here)
    assert passes("def f(x):\n    print(x)\n", (test,), run_here)
