"""What people might type, written by hand and kept out of the world, with what it means that a program is right.

`TUNED` was looked at while the search for stored pairs and the choice between drafts were being improved; `HELD_BACK`
was not looked at until that was done.
"""

from typing import Any

from diptych.code.evaluate.shown import Shown

# `alike`: the same value, or a text that says it: the last numbers of the text, yes or no in words.
ALIKE = """
import re
def figures(value):
    return [round(float(one), 2) for one in re.findall(r"-?[0-9]+(?:[.][0-9]+)?(?:e-?[0-9]+)?", str(value))]
def plain(value):
    if isinstance(value, (list, tuple, range, map, filter, zip)) or hasattr(value, "__next__"):
        return [plain(one) for one in value]
    if hasattr(value, "items"):
        return {key: plain(one) for key, one in value.items()}
    return round(value, 2) if isinstance(value, float) else value
def alike(got, wanted):
    if isinstance(wanted, bool):
        if isinstance(got, str) and got:
            says_no = re.search(r"\\b(not|no|false|invalid|isn't|doesn't|none|composite)\\b", got.lower())
            return bool(says_no) != wanted
        return isinstance(got, bool) and got == wanted
    if isinstance(wanted, tuple):  # one of several
        return any(alike(got, one) for one in wanted)
    if isinstance(wanted, str):
        return isinstance(got, str) and wanted in (got, got.strip().rpartition(chr(10))[2])
    if isinstance(wanted, (int, float)):
        return not isinstance(got, (list, tuple, dict)) and figures(got)[-1:] == figures(wanted)
    got, wanted = plain(got), plain(wanted)
    if isinstance(got, str):
        words, found = re.findall("[A-Za-z]+", str(wanted)), re.findall("[A-Za-z]+", got)
        if len(figures(wanted)) + len(words) == 0:
            return got.strip() == str(wanted)
        return figures(got)[-len(figures(wanted)) or 99:] == figures(wanted) and found[-len(words) or 99:] == words
    return got == wanted or (isinstance(wanted, set) and isinstance(got, list) and sorted(got) == sorted(wanted))
def solves(*cases):
    return all(any(alike(answer(*given), wanted) for given in orders(given)) for given, wanted in cases)
def orders(given):  # a text and a list may come in either order
    return [given, given[::-1]] if len(given) == 2 and type(given[0]) is not type(given[1]) else [given]
"""


def asked(description: str, *cases: tuple[tuple[Any, ...], Any]) -> Shown:
    """Right if its function gives what is wanted in every case, or it reads the first case's values and prints it."""
    stdin = "".join(f"{_typed(value)}\n" for value in cases[0][0])
    check = f"solves(*{cases!r}) if solution else alike(printed.strip(), {cases[0][1]!r})"
    return Shown(description, f"[exec({ALIKE!r}, globals()), {check}][1]", stdin)


def given(description: str, wanted: Any, *also: Any) -> Shown:
    """Right if it prints what is wanted, or one of what is as good."""
    check = f"any(alike(printed.strip() or answer(), one) for one in {(wanted, *also)!r})"
    return Shown(description, f"[exec({ALIKE!r}, globals()), {check}][1]")


def printed(description: str, check: str, stdin: str = "") -> Shown:
    """Right if `check` is true."""
    return Shown(description, f"[exec({ALIKE!r}, globals()), {check}][1]", stdin)


def _typed(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


TUNED = (
    asked("how do i check if a number is prime", ((7,), True), ((9,), False), ((1,), False)),
    asked("Hello, could someone show me how to count the vowels in a word?", (("education",), 5), (("sky",), 0)),
    asked("fibonacci series upto n terms", ((7,), [0, 1, 1, 2, 3, 5, 8]), ((2,), [0, 1])),
    asked("i have a list with duplicates, want a list without them", (([1, 2, 2, 3, 1],), [1, 2, 3])),
    asked("palindrome checker for strings", (("level",), True), (("python",), False)),
    asked("celcius from fahrenheit", ((212,), 100.0), ((32,), 0.0)),
    asked("area of a circle from its radius", ((2,), 12.57), ((1,), 3.14)),
    asked("simple interest", ((1000, 5, 2), 100.0)),
    asked("bubble sort", (([3, 1, 2],), [1, 2, 3])),
    asked("Return only the even numbers of a list", (([1, 2, 4, 7],), [2, 4])),
    asked("function that tells if a year is a leap year", ((2000,), True), ((1900,), False), ((2024,), True)),
    asked("greatest common divisor of two ints", ((12, 18), 6), ((7, 3), 1)),
    asked("smallest item of a list", (([4, 2, 9],), 2)),
    asked("add up all the digits of a number", ((1234,), 10)),
    asked("reverse an integer", ((1234,), 4321)),
    asked("Please write code to swap two variables", ((3, 4), [4, 3])),
    asked("cube of a number", ((3,), 27)),
    asked("is this number even or odd", ((4,), "Even"), ((5,), "Odd")),
    asked("concatenate 2 strings", (("ab", "cd"), "abcd")),
    asked("length of a string without using len", (("hello",), 5)),
    asked("how many words are there in a sentence", (("the cat sat",), 3)),
    asked("binary representation of a decimal number", ((10,), "1010")),
    asked("turn a binary string into a decimal", (("1010",), 10)),
    asked("merge two dicts", (({"a": 1}, {"b": 2}), {"a": 1, "b": 2})),
    asked("sort the keys of a dictionary", (({"b": 1, "a": 2},), (["a", "b"], {"a": 2, "b": 1}))),
    asked("the average of the numbers in a list", (([1, 2, 3, 6],), 3.0)),
    asked("multiply all the numbers in a list together", (([2, 3, 4],), 24)),
    asked("2nd biggest number in a list", (([5, 9, 7],), 7)),
    asked("count how many times an item appears in a list", (([1, 2, 1, 1], 1), 3)),
    asked("anagram check", (("listen", "silent"), True), (("ab", "cd"), False)),
    asked("Flatten a nested list, please", (([[1, 2], [3]],), [1, 2, 3])),
    asked("common elements between two lists", (([1, 2, 3], [2, 3, 4]), [2, 3])),
    asked("remove all vowels from a text", (("education",), "dctn")),
    asked("convert string to upper case", (("abc",), "ABC")),
    asked("capitalise each word of a sentence", (("hello big world",), "Hello Big World")),
    asked("find the longest word in a sentence", (("a bigger cat",), "bigger")),
    asked("square root of a number", ((49,), 7.0)),
    asked("x to the power of y", ((2, 5), 32)),
    asked("function which gives the area of a triangle with base and height", ((6, 4), 12.0)),
    asked("volume of a sphere", ((3,), 113.1)),
    asked("convert kilometers to miles", ((10,), 6.21)),
    asked("hours to seconds", ((2,), 7200)),
    asked("linear search in a list", (([4, 5, 6], 5), 1)),
    asked("binary search", (([1, 3, 5, 7], 5), 2)),
    asked("matrix transpose", (([[1, 2], [3, 4]],), [[1, 3], [2, 4]])),
    asked("add two matrices", (([[1, 2]], [[3, 4]]), [[4, 6]])),
    asked("check whether a string is made of digits only", (("123",), True), (("12a",), False)),
    asked("replace spaces with underscores", (("a b c",), "a_b_c")),
    asked("frequency of each character in a string", (("aab",), {"a": 2, "b": 1})),
    asked("check armstrong number", ((153,), True), ((154,), False)),
    asked("hcf of two numbers using recursion", ((12, 18), 6)),
    asked("sum of squares of the first n natural numbers", ((3,), 14)),
    asked("absolute value of a number", ((-4,), 4)),
    asked("Get the last element of a list", (([1, 2, 9],), 9)),
    asked("ascii value of a character", (("A",), 65)),
    asked("difference between two sets", (({1, 2, 3}, {2}), {1, 3})),
    asked("calculate bmi from weight and height", ((80, 2), 20.0)),
    asked("speed given distance and time", ((100, 4), 25.0)),
    asked("largest of three numbers", ((3, 9, 5), 9)),
    asked("Sort a list in descending order", (([1, 3, 2],), [3, 2, 1])),
    asked("parse a json string to a dict", (('{"a": 1}',), {"a": 1})),
    given("sum of 12 and 30", 42),
    given("print the numbers from 1 to 5", [1, 2, 3, 4, 5]),
    given("find the max of [4, 17, 3]", 17),
    given("Reverse the string 'forum'", "murof"),
    given("convert 25 celsius to fahrenheit", 77.0),
    given("whats the factorial of 6", 720),
    given("sort ['pear', 'fig', 'apple'] alphabetically", ["apple", "fig", "pear"]),
    printed("print the multiplication table of 7", "figures(printed)[-1] == 70 and '35' in printed"),
    given("hello world program", "Hello, World!", "Hello World", "Hello World!", "Hello, world!"),
)

HELD_BACK = (
    asked("prime number test", ((11,), True), ((15,), False)),
    asked("how can I get the number of consonants in a string", (("hello",), 3)),
    asked("list the first n fibonacci numbers pls", ((6,), [0, 1, 1, 2, 3, 5])),
    asked("need a func to drop repeated values from a list", (([1, 1, 2, 3, 3],), [1, 2, 3])),
    asked("does a word read the same backwards", (("noon",), True), (("cat",), False)),
    asked("fahrenheit to celsius converter", ((212,), 100.0)),
    asked("circumference of a circle", ((2,), 12.57)),
    asked("Function to compute simple interest from principal, rate and time", ((2000, 5, 3), 300.0)),
    asked("sort numbers with selection sort", (([3, 1, 2],), [1, 2, 3])),
    asked("keep only odd numbers from a list using a list comprehension", (([1, 2, 5],), [1, 5])),
    asked("check leap year", ((2000,), True), ((1900,), False)),
    asked("gcd using euclid's algorithm", ((12, 18), 6)),
    asked("minimum of three numbers", ((5, 2, 8), 2)),
    asked("product of the digits of a number", ((234,), 24)),
    asked("count digits in an integer", ((12345,), 5)),
    asked("square of a number", ((7,), 49)),
    asked("return true if a number is odd", ((3,), True), ((4,), False)),
    asked("join two lists", (([1, 2], [3]), [1, 2, 3])),
    asked("Count the number of upper case letters in a string", (("HeLLo",), 3)),
    asked("convert an int to hexadecimal", ((255,), "0xff")),
    asked("from a list of words, get the one that is longest", ((["a", "abc", "ab"],), "abc")),
    asked("make a dictionary from two lists", ((["a", "b"], [1, 2]), {"a": 1, "b": 2})),
    asked("sort a dictionary by its values", (({"a": 3, "b": 1},), {"b": 1, "a": 3})),
    asked("mean of a list of numbers", (([2, 4, 9],), 5.0)),
    asked("median of a list", (([5, 1, 3],), 3)),
    asked("get second smallest in list", (([5, 1, 3],), 3)),
    asked("check if a value is in a list", (([1, 2], 2), True), (([1, 2], 5), False)),
    asked("test if two strings are anagrams of each other", (("listen", "silent"), True), (("ab", "cd"), False)),
    asked("intersect two sets", (({1, 2, 3}, {2, 3}), {2, 3})),
    asked("delete the spaces in a string", (("a b c",), "abc")),
    asked("lower case a string", (("ABC",), "abc")),
    asked("capitalize first letter of a string", (("hello",), "Hello")),
    asked("reverse the order of words in a sentence", (("one two three",), "three two one")),
    asked("raise a number to a power", ((2, 5), 32)),
    asked("area of rectangle", ((3, 4), 12)),
    asked("hypotenuse of a right triangle", ((3, 4), 5.0)),
    asked("volume of a cylinder given radius and height", ((2, 5), 62.83)),
    asked("miles to kilometres", ((10,), 16.09)),
    asked("convert minutes into seconds", ((3,), 180)),
    asked("implement quick sort", (([3, 1, 2],), [1, 2, 3])),
    asked("merge sort algorithm", (([3, 1, 2],), [1, 2, 3])),
    asked("multiply two matrices", (([[1, 2], [3, 4]], [[1, 0], [0, 1]]), [[1, 2], [3, 4]])),
    asked("check that a string ends with a given suffix", (("python", "on"), True), (("python", "py"), False)),
    asked("remove punctuation from a string", (("a,b.c!",), "abc")),
    asked("most frequent element in a list", (([1, 2, 2, 3],), 2)),
    asked("perfect number check", ((6,), True), ((8,), False)),
    asked("lcm of 2 numbers", ((4, 6), 12)),
    asked("sum of the first n odd or even numbers: just sum of even numbers up to n", ((10,), 30)),
    asked("sum of cubes of first n numbers", ((3,), 36)),
    asked("get first and last element of a list", (([1, 2, 9],), [1, 9])),
    asked("split a string into words", (("a bc d",), ["a", "bc", "d"])),
    asked("union of two lists without repeats", (([1, 2], [2, 3]), [1, 2, 3])),
    asked("distance between two points", ((0, 0, 3, 4), 5.0)),
    asked("kinetic energy of a moving body", ((2, 3), 9.0)),
    asked("who is older: maximum of two numbers", ((3, 9), 9)),
    asked("sum of all elements in a list", (([1, 2, 3],), 6)),
    asked("check whether a list is empty", (([],), True), (([1],), False)),
    asked("rotate a list to the left by n", (([1, 2, 3, 4], 1), [2, 3, 4, 1])),
    asked("sum of even numbers in a list", (([1, 2, 4],), 6)),
    asked("count the positive numbers in a list", (([1, -2, 4],), 2)),
    given("add 15 and 27", 42),
    given("print even numbers from 2 to 10", [2, 4, 6, 8, 10]),
    given("What is the smallest number in [8, 3, 11]?", 3),
    given("uppercase the string 'forum'", "FORUM"),
    given("how many kilometers per hour is... convert 100 km to miles", 62.14),
    given("calculate the square root of 81", 9.0, 9),
    given("is 29 prime?", True),
    given("sort [5, 2, 8] from high to low", [8, 5, 2]),
    given("print a right triangle of stars with 3 rows", "***", "* * *"),
    printed("print today's date", "str(__import__('datetime').date.today().year) in printed"),
)
