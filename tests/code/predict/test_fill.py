"""Stored programs with other values, what can be seen in a program without running it, compositions on demand."""

import random
import warnings

import pytest

from diptych.code.data import assemble
from diptych.code.data.assemble import assembled, examples, of_parts, placed
from diptych.code.data.shelf import Stored, stored
from diptych.code.predict.decode.fill import filled, givens, reading, readings, renamed, written
from diptych.code.predict.decode.flaws import flaws, lacks_function, skeleton, strays
from diptych.code.world import compose
from diptych.code.world.example import example, of_family
from diptych.code.world.family import FORMS

PAIR = Stored(
    "the number of times that 4 occurs in [1, 4]", "k = 4\nnums = [1, 4]\nprint(nums.count(k))\n", "x", "values"
)


@pytest.mark.parametrize("value", [3, -2.5, "a", "it's", 'say "x"', [1, "b"], (1,), {"a": [2]}, {4}, ""])
def test_a_value_is_found_in_a_text_and_written_alike(value: object) -> None:
    assert [one.value for one in givens(f"the sum of {value!r} please")] == [value]
    assert eval(written(value)) == value


def test_what_is_no_value() -> None:
    assert givens("the 2nd of the 3x3 matrices don't count, 50% either; f(x) (as usual) can't [see below]") == []
    assert [one.value for one in givens("sort [pear, fig]")] == [["pear", "fig"]]


def test_values_take_the_places_of_those_of_their_kind() -> None:
    assert filled("in [2, 2, 7] count 2", PAIR) == "k = 2\nnums = [2, 2, 7]\nprint(nums.count(k))\n"
    assert filled(PAIR.description, PAIR) == PAIR.program
    assert filled("count 2", PAIR) is None  # there is no list
    assert filled("count 'a' in ['a']", PAIR) is None  # other kinds


def test_values_that_a_task_names_anyway_take_no_place() -> None:
    logarithm = Stored("decimal log of 7", "x = 7\nprint(math.log10(x))\n", "log_base_ten", "values")
    assert filled("base 10 log of 190", logarithm) is None
    assert filled("base 10 log of 190", logarithm, [10]) == "x = 190\nprint(math.log10(x))\n"
    notes = Stored(
        "notes of 20 and 5 for 90", "n = 90\nfor note in [20, 5]:\n    n %= note\nprint(n)\n", "x", "values"
    )
    assert filled("notes of 20 and 5 for 65", notes) == notes.program.replace("90", "65")
    assert filled("in [2, 7] count 2, just the 2", PAIR) == "k = 2\nnums = [2, 7]\nprint(nums.count(k))\n"


def test_a_number_under_its_name_goes_to_that_name() -> None:
    dates = Stored("year = 1975 and month = 10", "year = 1975\nmonth = 10\nprint(year, month)\n", "x", "values")
    right = "year = 2002\nmonth = 6\nprint(year, month)\n"
    assert filled("month 6 of year 2002", dates) == filled("the month is 6, year=2002", dates) == right
    assert strays("month 6 of year 2002", right, dates) == 0
    assert strays("month 6 of year 2002", right.replace("6", "2").replace("2002", "6"), dates) > 0
    assert strays("month 6 of year 2002", "year = 6\nmonth = 2002\nprint(year, month)\n", dates) == 2


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("sort 3 1 2", ["sort [3, 1, 2]"]),
        ("sort 3, 1 and -2.5", ["sort [3, 1, -2.5]"]),
        ("take 7 off 4, 8, 15 and 3", ["take 7 off [4, 8, 15] and 3", "take 7 off [4, 8, 15, 3]"]),
        ("add 3 4", []),
        ("zip [1, 2, 3] and '4 5 6' on 3x3 10 20", []),
    ],
)
def test_numbers_in_a_row_may_be_a_list(said: str, meant: list[str]) -> None:
    assert readings(said) == [said, *meant]


def test_what_is_read_into_a_description_fits_the_program() -> None:
    adds = Stored("add 1, 2 and 4", "a = 1\nb = 2\nc = 4\nprint(a + b + c)\n", "x", "values")
    sums = Stored("sum of 5 1 2", "nums = [5, 1, 2]\nprint(sum(nums))\n", "x", "values")
    assert reading("add 3, 5 and 8", adds) == "add 3, 5 and 8"
    assert reading("add 3, 5 and 8", sums) == "add [3, 5, 8]"
    assert filled(reading("add 3, 5 and 8", sums), sums) == "nums = [3, 5, 8]\nprint(sum(nums))\n"


def test_names_that_are_asked_for_come_from_the_draft() -> None:
    pair = Stored("insert x as my_fn", "def my_fn(x, nums):\n    return [x, *nums]\n", "insert_first", "function")
    draft = "def put(k, lst):\n    return lst[k:lst]\n"
    assert renamed(pair.program, pair, draft, "put k into lst by put") == ("def put(k, lst):\n    return [k, *lst]\n")
    assert renamed(pair.program, pair, draft, "insert k").startswith("def insert_first(k, nums):")
    assert renamed(pair.program, pair, "def put(nums, x):\n    pass\n", "put nums before x").startswith(
        "def put(nums, x)"
    )
    assert renamed(pair.program, pair, "f = lambda nums: nums\n", "of nums").startswith("def insert_first(x, nums):")


def test_where_no_values_are_given_a_count_is_none() -> None:
    adds = Stored("add two numbers", "def add(a, b):\n    return a + b\n", "add", "function")
    assert filled("add 2 numbers", adds) == adds.program
    assert filled("add 17 to a number", adds) is None


def test_the_worlds_own_programs_have_no_flaw_and_are_their_own_kin() -> None:
    for number in range(8_000_000_000, 8_000_000_060):
        one = example(number)
        assert (flaws(one.program), strays(one.description, one.program, stored(one))) == (0, 0), one.description
        assert filled(reading(one.description, stored(one)), stored(one)) == one.program


@pytest.mark.parametrize(
    ("program", "count"),
    [
        ("print(1)\n", 0),
        ("print(x)\n", 1),
        ("print\n", 1),
        ("s = 1\nprint(s in s)\n", 1),
        ("def f(a):\n    return 1\n", 1),
        ("def f(a):\n    return a\n\n\nf(1, 2)\n", 1),
        ("def f(a, a):\n    return b\n", 3),
        ("while i < 3:\n    i += 1\n", 1),
        ("def f(a):\n    b = [c for c in a if c]\n    return b\n", 0),
        ("def f(a):\n    for i in a[i]:\n        print(i)\n", 1),
        ("def f(a):\n    return a\n\n\nprint(2)\n", 1),
        ("def f(a):\n    return a\n\n\nprint(f(2))\n", 0),
        ("for i in range(3):\n    t = i\nprint(t)\n", 0),
        ("try:\n    print(1)\nexcept ValueError as e:\n    print(e)\n", 0),
        ("print((1, 2)(3))\n", 1),
        ("x = 5\nprint(x is 5)\n", 1),
        ("x = None\nprint(x is None)\n", 0),
        ("print(3[0])\n", 1),
        ("print((-3)[0])\n", 1),
        ("print((1, 2, 3)[0][1])\n", 1),
        ("print([4, 5][0])\n", 0),
        ("return 5\n", 1),
    ],
)
def test_flaws(program: str, count: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert flaws(program) == count


def test_values_that_nobody_gave_or_that_are_lacking() -> None:
    assert strays("count 4 in [1, 4]", PAIR.program, PAIR) == 0
    assert strays("count 5 in [1, 4]", PAIR.program, PAIR) == 2  # 5 is lacking, 4 is a stranger
    assert strays("add 12 and 30", "a = 12\nb = 30\nc = 30\nprint(a + b + c)\n", PAIR) == 1
    assert strays("add 3, 4 and 55", "nums = [3, 4, 55]\nprint(sum(nums))\n", PAIR) == 0
    assert strays("reverse pear, not 'fig'", "a = 'fig'\nb = 'pear'\nprint(a, b)\n", PAIR) == 0
    assert strays("add two numbers", "a = 12\nprint(a)\n", PAIR) == 0  # nothing was given
    assert strays("count 2", PAIR.program, PAIR) == 2  # 4 and [1, 4] are another's


def test_who_asks_for_a_function_gets_one() -> None:
    script, function = "s = 'a'\nprint(s[::-1])\n", "def f(s):\n    return s[::-1]\n"
    for said in (
        "Write a python function that reverses a string",
        "function to reverse 'a'",
        "make a short method to",
    ):
        assert lacks_function(said, script)
        assert not lacks_function(said, function)
        assert not lacks_function(said, "f = lambda s: s[::-1]\n")
    assert not lacks_function("reverse 'a' using the reversed function", script)


def test_a_skeleton_has_no_names_and_values_but_keeps_the_rest() -> None:
    a = skeleton("def area(r):\n    return 3.14 * r\n\n\nr = 5\nprint(area(r))\n")
    assert a == skeleton("def f(x):\n    return 3.14 * x\nradius = 77\nprint(f(radius))\n") != ""
    assert a != skeleton("def area(r):\n    return 3.15 * r\n\n\nr = 5\nprint(area(r))\n")
    assert skeleton("import math\ndef f(a, b):\n    return math.gcd(a, b)\n") != skeleton(
        "import math\ndef f(a, b):\n    return math.gcd(a, a)\n"
    )


def test_every_composition_is_made_again_from_its_parts() -> None:
    rng = random.Random(5)
    for _ in range(150):
        task = compose.draw(rng)
        parts = stored(of_family(task, rng)).parts
        if len(set(parts)) == len(parts):  # a step that comes twice is never assembled
            assert of_parts(parts).composition == task.composition


def test_a_composition_comes_in_the_form_that_is_heard() -> None:
    parts = dict.fromkeys(placed(("list", "odd", "cubes", "sum")), 9.0)
    for form in ("function", "input", "values"):
        pair = assembled("sum of the cubes of the odd numbers", parts, {name: float(name == form) for name in FORMS})
        assert (pair.form, pair.parts) == (form, ("list", "odd", "cubes", "sum"))


def test_steps_are_put_in_the_order_in_which_they_are_said() -> None:
    heard = dict.fromkeys(("0 string", "1 title", "2 reverse"), 5.0)
    forms = dict.fromkeys(FORMS, 0.0)
    assert assembled("convert it to title case and then reverse it", heard, forms).parts[1:] == ("title", "reverse")
    assert assembled("reverse a string, then capitalize each word", heard, forms).parts[1:] == ("reverse", "title")
    heard = dict.fromkeys(("0 list", "1 positives", "2 first"), 5.0)
    said = "given a list of numbers, remove its first element, then the negative numbers"
    assert assembled(said, heard, forms).parts[1:] == ("first", "positives")
    heard = dict.fromkeys(("0 string", "1 title", "2 sort"), 5.0)
    assert assembled("sorts the characters and capitalizes them", heard, forms).parts[1:] == ("sort", "title")


def test_whatever_steps_are_heard_a_chain_can_be_made() -> None:
    forms = dict.fromkeys(FORMS, 0.0)
    for last in ("split", "count", "double"):
        heard = {"0 string": 9.0, f"1 {last}": 9.0, "2 upper": 5.0, "1 upper": 1.0}
        assert assembled(f"{last} the words and uppercase it", heard, forms).parts == ("string", "upper", last)


def test_pairs_of_a_composition_carry_no_names_that_were_asked_for() -> None:
    found = examples(of_parts(("list", "even", "squares", "sum")))
    assert {pair.form for pair in found} > {"function", "values", "input"}
    assert all("called" not in pair.description and "named" not in pair.description for pair in found)
    assert assemble.examples(of_parts(("list", "even", "squares", "sum"))) is found
