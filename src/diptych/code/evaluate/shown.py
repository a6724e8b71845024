"""The twenty-five descriptions that the source system was shown with, and what it means that a program is right."""

from dataclasses import dataclass

from diptych.code.runner import Runner
from diptych.code.world.run import ProgramCase, script

# A driver sees `solution` (the program's last function, or None), `answer(…)` (what it returns or else prints; for a
# program without functions what that printed), `printed`, and `values(kind)`: the values of a kind that the program
# itself gives, in order.
PRELUDE = """
def values(kind):
    own = ("printed", "solution", "answer", "show", "values", "same")
    given = [(name, value) for name, value in globals().items() if type(value) is kind and name not in own]
    return [value for name, value in given if name[0] != "_"]
def number():
    return (values(int) + values(float))[0]
def same(got, wanted):
    if isinstance(got, float) or isinstance(wanted, float):
        return abs(float(got) - wanted) < 1e-6 * max(1, abs(wanted))
    return got == wanted or str(got).strip().splitlines()[-1:] == [str(wanted)]
"""


@dataclass(frozen=True)
class Shown:
    """A description; an expression that is true of a program that is right; what that program reads, if it reads."""

    description: str
    check: str
    stdin: str = ""

    def script(self, program: str) -> str:
        """The script that prints True if `program` is right."""
        return script(program, ProgramCase(self.stdin, f"{PRELUDE}print(bool({self.check}))", "True"))

    def right(self, program: str, runner: Runner) -> bool:
        """Whether `program` is right, in the runner."""
        outcome = runner.run(self.script(program), self.stdin)
        return outcome.reason == "finished" and outcome.stdout.splitlines()[-1:] == ["True"]


SHOWN = (
    Shown(
        "insertion sort that prints the sorted list",
        "same(answer([3, 1, 2]), [1, 2, 3]) and (not values(list) or str(sorted(values(list)[0])) in printed)",
    ),
    Shown(
        "function that solves towers of hanoi",
        "str(answer(*(3, 'A', 'C', 'B')[:solution.__code__.co_argcount])).count('A') >= 4"
        " or answer(*(3, 'A', 'C', 'B')[:solution.__code__.co_argcount]) == 7",
    ),
    Shown("sum of two numbers", "same(answer(3, 4), 7) if solution else same(printed, sum(values(int)[:2]))"),
    Shown("factorial of a number", "same(answer(5), 120) if solution else int(printed) % values(int)[0] == 0"),
    Shown(
        "function that counts chars, digits and symbols of a string",
        "[int(d) for d in str(answer('ab1!c2#d')) if d.isdigit()] == [4, 2, 2]",
    ),
    Shown("reverse a string", "same(answer('abc'), 'cba') if solution else values(str)[0][::-1] in printed"),
    Shown(
        "print the current datetime",
        "str(__import__('datetime').datetime.now().year) in printed and printed.count(':') >= 2",
    ),
    Shown("function that returns the LCM of two numbers", "solution(4, 6) == 12 and solution(7, 3) == 21"),
    Shown(
        "function that prints the factors of a number",
        "[int(d) for d in __import__('re').findall('[0-9]+', str(answer(12)))][-6:] == [1, 2, 3, 4, 6, 12]",
    ),
    Shown(
        "function for compound interest given p, r, t",
        "abs(float(answer(1000, 10, 2)) - 210) < 1e-6 or abs(float(answer(1000, 10, 2)) - 1210) < 1e-6",
    ),
    Shown(
        "convert Python objects into JSON strings",
        "__import__('json').loads(answer({'a': [1, None]}) if solution else printed)",
    ),
    Shown(
        "function that makes an HTML string with tags around the word(s)",
        "answer('b', 'word') == '<b>word</b>'",
    ),
    Shown("perimeter of a square", "same(answer(5), 20) if solution else same(printed, 4 * number())"),
    Shown(
        "map two lists into a dictionary",
        "answer(['a', 'b'], [1, 2]) == {'a': 1, 'b': 2} if solution"
        " else str(dict(zip(*values(list)[:2]))) in printed",
    ),
    Shown(
        "Celsius to Fahrenheit",
        "same(answer(100), 212.0) if solution else same(printed, number() * 9 / 5 + 32)",
    ),
    Shown(
        "remainder of two numbers",
        "same(answer(17, 5), 2) if solution else same(printed, values(int)[0] % values(int)[1])",
    ),
    Shown(
        "km per hour to miles per hour",
        "abs(float(answer(100) if solution else printed) - (100 if solution else number()) * 0.6214) < 0.1",
    ),
    Shown(
        "new string with the second string in the middle of the first",
        "answer('abcd', 'XY') == 'abXYcd' if solution else values(str)[1] in printed",
    ),
    Shown("maximum of a list", "same(answer([3, 9, 2]), 9) if solution else same(printed, max(values(list)[0]))"),
    Shown("exponents of an input", "'32' in printed or '4' in printed", "2\n5\n"),
    Shown(
        "square every term of a list with a list comprehension",
        "same(answer([1, 2, 3]), [1, 4, 9]) if solution else str([n * n for n in values(list)[0]]) in printed",
    ),
    Shown(
        "sum of natural numbers",
        "same(answer(10), 55) if solution else same(printed, sum(range(values(int)[0] + 1)))",
    ),
    Shown(
        "check that a name exists in a list",
        "(same(answer('Bob', ['Al', 'Bob']), True) and same(answer('X', ['Al']), False)) if solution"
        " else printed.strip()",
    ),
    Shown(
        "zip lists",
        "list(answer([1, 2], ['a', 'b'])) == [(1, 'a'), (2, 'b')] if solution"
        " else str(list(zip(*values(list)[:2]))) in printed",
    ),
    Shown("check for a positive number", "(answer(5) and not answer(-5)) if solution else printed.strip()"),
)
