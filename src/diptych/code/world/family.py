"""A family is one short function: its decorator says what people ask for, its body is the program they expect."""

import inspect
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from diptych.code.world.values import Param

FUNCTION = "function"  # a function that returns
PRINTS = "prints"  # a function that prints
OPEN = "open"  # a program; the description gives no values
VALUES = "values"  # a program for the values in the description
INPUT = "input"  # a program that reads its values
FORMS = (FUNCTION, PRINTS, OPEN, VALUES, INPUT)
FAMILIES = "diptych.code.world.families."  # the module or package below it is the group


@dataclass(frozen=True)
class Goal:
    """One wording of what is asked. `kind`: find and show (noun phrases), do (an imperative),
    check (a clause), tell (which clause), name (of a known task), make (a class)."""

    kind: str
    text: str


def find(*texts: str) -> tuple[Goal, ...]:
    """What is to be found: "the factorial of {n}"."""
    return tuple(Goal("find", text) for text in texts)


def do(*texts: str) -> tuple[Goal, ...]:
    """What is to be done: "reverse {s}"."""
    return tuple(Goal("do", text) for text in texts)


def check(*texts: str) -> tuple[Goal, ...]:
    """What is to be checked: "{n} is prime"."""
    return tuple(Goal("check", text) for text in texts)


def show(*texts: str) -> tuple[Goal, ...]:
    """What is to be printed, where a value would make no sense: "a pyramid of {n} rows"."""
    return tuple(Goal("show", text) for text in texts)


def tell(*texts: str) -> tuple[Goal, ...]:
    """Which of several cases holds: "{n} is positive, negative or zero"."""
    return tuple(Goal("tell", text) for text in texts)


def name(*texts: str) -> tuple[Goal, ...]:
    """What it is called, in tasks that have a name of their own: "tower of hanoi"."""
    return tuple(Goal("name", text) for text in texts)


def checker(*nouns: str) -> tuple[Goal, ...]:
    """What a check is called: "palindrome checker"."""
    return name(*(f"{noun} [check*2|checker*2|test|checking]" for noun in nouns))


def make(*texts: str) -> tuple[Goal, ...]:
    """What class is to be made: "a class Circle with a radius and a method area"."""
    return tuple(Goal("make", text) for text in texts)


@dataclass(frozen=True)
class Check:
    """An expression over `solution`, `answer` and `printed`, and what it prints; "" for what the reference prints."""

    expression: str
    expected: str


@dataclass(frozen=True, eq=False)
class Family:
    """A task with its wordings, parameters, reference programs (one a way) and how its behaviour is checked."""

    name: str
    group: str
    goals: tuple[Goal, ...]
    params: tuple[Param, ...]
    sources: dict[str, str]
    draw: Callable[[random.Random], tuple[Any, ...]] | None = None
    oracle: Callable[..., Any] | None = None
    checks: tuple[Check, ...] = ()
    forms: tuple[str, ...] = FORMS
    composition: str = ""
    functions: dict[str, Callable[..., Any]] = field(default_factory=dict)

    def way(self, *ways: str) -> Callable[[Callable[..., Any]], "Family"]:
        """Add another program for the same task, asked for by its way: `@factorial.way("recursion")`."""

        def add(function: Callable[..., Any]) -> Family:
            return replace(self, functions=self.functions | dict.fromkeys(ways, function))

        return add

    def __call__(self, *arguments: Any) -> Any:
        """Call the reference, so that a recursive one can call itself."""
        return self.functions[""](*arguments)

    def source(self, way: str = "") -> str:
        """The reference program of `way`: the text of one function or class."""
        return self.sources[way] if way in self.sources else source_of(self.functions[way])

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways that have a program of their own; "" is the usual one."""
        return tuple(self.functions or self.sources)

    def arguments(self, rng: random.Random) -> tuple[Any, ...]:
        """One value for each parameter."""
        return self.draw(rng) if self.draw else tuple(param.draw(rng) for param in self.params)


def family(
    *goals: tuple[Goal, ...],
    draw: Callable[[random.Random], tuple[Any, ...]] | None = None,
    oracle: Callable[..., Any] | None = None,
    checks: tuple[str, ...] = (),
    calls: tuple[str, ...] = (),
    forms: str = "",
    **params: Param,
) -> Callable[[Callable[..., Any]], Family]:
    """Turn the decorated function (or class) into a family of tasks.

    `draw` draws all arguments together, where they depend on each other; `oracle` computes the result another way;
    `checks` are expressions that must be True, for results that cannot be known (`answer(…)` is what a call
    returns or prints); `calls` are expressions whose value the reference gives, for classes; `forms` restricts.
    """

    def wrap(function: Callable[..., Any]) -> Family:
        return Family(
            name=function.__name__,
            group=function.__module__.removeprefix(FAMILIES).partition(".")[0],
            goals=tuple(goal for some in goals for goal in some),
            params=tuple(replace(param, name=name) for name, param in params.items()),
            sources={},
            draw=draw,
            oracle=oracle,
            checks=(*(Check(text, "True") for text in checks), *(Check(text, "") for text in calls)),
            forms=tuple(forms.split()) or FORMS,
            functions={"": function},
        )

    return wrap


@cache
def source_of(function: Callable[..., Any]) -> str:
    """The text of `function` without its decorators."""
    lines = inspect.getsource(function).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(("def ", "class ")))
    return "\n".join(lines[start:]).rstrip() + "\n"
