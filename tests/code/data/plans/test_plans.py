"""Plans: tokens, types, and the programs that they write."""

import re
from functools import cache
from pathlib import Path

import pytest

from diptych.code.data.plans.plan import FORMS, LEAVES, Grammar, parse, types_of
from diptych.code.data.plans.render import FunctionNames, literal, program
from diptych.code.data.plans.say import say
from diptych.code.data.plans.scan import scan
from diptych.code.data.plans.table import Table
from diptych.code.data.plans.types import fits, resolved
from diptych.code.world import Example, example, table


@cache
def examples() -> list[Example]:
    return [example(number, seed=77) for number in range(300)]


def written(tokens: str, description: str = "", names: FunctionNames = FunctionNames()) -> str:  # noqa: B008
    """The program of a plan that is written in one line."""
    return program(table(), parse(table(), tokens.split()), scan(description), names)


def test_a_plan_is_its_tokens() -> None:
    for made in examples():
        assert parse(table(), made.plan).tokens() == made.plan
        assert len(types_of(table(), made.plan)) == len(made.plan)
        assert made.plan[0] in FORMS


def test_every_token_of_a_plan_was_allowed_where_it_stands() -> None:
    grammar = Grammar(table())
    vocabulary = (*FORMS, *LEAVES, *table().names, "per_line", "round", "using:for")
    for made in examples()[:6]:
        for at, token in enumerate(made.plan):
            if token in vocabulary:
                assert token in grammar.allowed(made.plan[:at], vocabulary)
        assert grammar.allowed(made.plan, vocabulary) == {""}


@pytest.mark.parametrize(
    "tokens",
    ["", "function", "function sum_list", "function sum_list @1 @1", "function @1",
     "script select is_even is_even @1",
     "function sum_list is_even @1", "function select to_uppercase @1", "sum_list @1"],
)  # fmt: skip
def test_what_is_no_plan_is_refused(tokens: str) -> None:
    with pytest.raises(ValueError, match="not a plan"):
        parse(table(), tokens.split())


def test_types_fit_as_they_should() -> None:
    assert fits("num", "int", {})
    assert not fits("int", "num", {})
    bound: dict[str, str] = {}
    assert fits("[T]", "str", bound)
    assert bound == {"T": "char"}
    assert not fits("[[T]]", "str", {})
    assert not fits("{K:T}", "{[int]:str}", {})
    assert not fits("K", "[int]", {})
    assert fits("T>bool", "int>bool", bound := {})
    assert bound == {"T": "int"}
    assert resolved("{K:[T]}", {"K": "str", "T": "int"}) == "{str:[int]}"


def test_the_table_reads_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "parts.json"
    table().dump(path)
    again = Table.load(path.read_text())
    assert again == table()
    assert again.identity == table().identity


# Programs ---------------------------------------------------------------------------------------------------------


def test_a_pipeline_becomes_one_comprehension() -> None:
    assert written("function sum_list transform square select is_even @1") == (
        "def sum_list(nums):\n    return sum(num**2 for num in nums if num % 2 == 0)\n"
    )


def test_ranges_are_lists_only_where_they_must_be() -> None:
    assert "for num in range(1, n + 1)" in written("function select is_odd upto @1")
    assert written("script upto $1", "up to 5") == "print(list(range(1, 5 + 1)))\n"


@pytest.mark.parametrize(
    ("modifier", "description", "end"),
    [
        ("per_line", "3", "for num in nums:\n    print(num)\n"),
        ("one_line", "3", "print(*nums)\n"),
        ("sep $1", "', '", 'print(*nums, sep=", ")\n'),
        ("end $1", "'Done!'", 'print(nums)\nprint("Done!")\n'),
        ("tuple", "3", "print(tuple(nums))\n"),
    ],
)
def test_modifiers_of_what_is_printed_are_honoured(modifier: str, description: str, end: str) -> None:
    program_text = written(f"script {modifier} copy_list @1", description)
    assert program_text.replace("nums[:]", "nums").endswith(end)


def test_rounding_and_words_for_true_and_false() -> None:
    assert "return round(sum(nums) / len(nums), 2)" in written("function round $1 average @1", "to 2 decimals")
    assert 'return "Yes" if n % 2 == 0 else "No"' in written("function say $1 $2 is_even @1", "'Yes' or 'No'")


def test_ways_are_chosen_and_avoided() -> None:
    assert "for num in nums" in written("function using:for sum_list @1")
    assert "sum(" not in written("function without:sum sum_list @1").replace("sum_list(", "")
    assert re.search(
        r"return .*total\(", written("function using:recursion sum_list @1", names=FunctionNames("total"))
    )
    assert written("function using:lambda square @1") == "square = lambda n: n**2\n"


def test_a_function_takes_the_names_that_it_is_given() -> None:
    text = written("function greater_than @1 $1", "5", FunctionNames("is_big", ("value",)))
    assert text == "def is_big(value):\n    return value > 5\n"


def test_a_recursive_part_with_something_in_its_holes_stays_a_function_of_its_own() -> None:
    scope: dict[str, object] = {}
    exec(written("function using:recursion factorial string_length @1", names=FunctionNames("f")), scope)
    f = scope["f"]
    assert callable(f)
    assert f("abcd") == 24


def test_input_is_read() -> None:
    assert written("input square @1").startswith("n = int(input())\n")


def test_a_file_is_never_read_and_written() -> None:
    description = "copy notes.txt to notes.txt in uppercase"
    with pytest.raises(ValueError, match="would be read and written"):
        written("script copy_upper $1 $2", description)
    text = written("script copy_upper $1 $2", "copy notes.txt to loud.txt in uppercase")
    assert 'open("notes.txt") as file, open("loud.txt", "w") as out' in text


def test_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(ValueError, match="is no int"):
        written("script upto $1", "up to 'x'")
    with pytest.raises(ValueError, match="no value"):
        written("script upto $3", "up to 5")


def test_every_plan_says_what_it_is() -> None:
    for made in examples():
        text = say(table(), parse(table(), made.plan), made.givens)
        assert text
        assert not re.search(r"\{(?:given|with|one|each|\w+ where) ?", text), text


def test_what_is_lazy_is_listed_before_it_is_shown() -> None:
    text = written("script using:generator chunks upto $1 $2", "numbers up to 11 in chunks of 2")
    assert text.endswith("print(list(chunks(list(range(1, 11 + 1)), 2)))\n")


# Values in descriptions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("description", "values"),
    [
        ("numbers from 1-20", [1, 20]),
        ("the first three elements, twice", [1, 3, 2]),
        ("round 3.5 to 2 decimals", [3.5, 2]),
        ("replace 'a b' with \"c\"", ["a b", "c"]),
        ("sort [3, 1, 2] now", [[3, 1, 2]]),
        ("copy notes.txt to new_notes.txt", ["notes.txt", "new_notes.txt"]),
        ("days between 2024-01-31 and 2024-03-01", ["2024-01-31", "2024-03-01"]),
        ("count the letter e in it", ["e"]),
        ("a triangle of # with 5 rows", ["#", 5]),
        ("join with hyphens", ["-"]),
        ("a function called add_up", ["add_up"]),
        ("write power(base, exponent) please", [("power", ("base", "exponent"))]),
        ("the 7th element below -4", [7, -4]),
        ("don't touch Anna's book", []),
        ("sort `my_list` by the key", ["my_list"]),
    ],
)  # fmt: skip
def test_values_are_found(description: str, values: list[object]) -> None:
    found = scan(description)
    assert [given.value for given in found] == values
    assert all(description[given.start : given.end] == given.text for given in found)


def test_a_literal_has_double_quotes_where_it_can() -> None:
    assert literal(["a", 'say "x"', {"k": (1,)}]) == '["a", \'say "x"\', {"k": (1,)}]'
