"""What a request says that a plan does not use: it is told with the answer, and makes it less likely to be right."""

import re
from collections.abc import Callable, Iterator

from diptych.code.data.plans.plan import Plan
from diptych.code.data.plans.scan import GivenValue
from diptych.code.predict.hear import Request

TOLD = ("text", "number", "date", "path", "container")  # kinds of values that nobody gives for nothing
Test = Callable[[Plan, str], bool]  # whether a plan, and its program, do what was said


def _way(name: str) -> Test:
    return lambda plan, program: name in plan.ways("using:")


def _has(pattern: str) -> Test:
    compiled = re.compile(pattern)
    return lambda plan, program: bool(compiled.search(program))


def _lacks(pattern: str) -> Test:
    compiled = re.compile(pattern)
    return lambda plan, program: not compiled.search(program)


# What is said of how a program does its work, and how its plan or its text shows that it does.
_SAID: tuple[tuple[str, str, Test], ...] = (
    (r"\b(?:recursive|recursively|recursion)\b", "recursive", _has(r"(?s)def (\w+)\(.*:\n.*\b\1\(")),
    (r"\blambda\b", "lambda", _has(r"\blambda\b")),
    (r"\b(?:regex|regexp|regular expressions?)\b", "regular expression", _has(r"\bre\.")),
    (r"\blist comprehension\b", "list comprehension", _has(r"\[.*\bfor\b.*\bin\b.*\]")),
    (r"\bwhile loop\b", "while loop", _has(r"\bwhile\b")),
    (r"\bfor loop\b", "for loop", _has(r"\bfor\b")),
    (r"\bone (?:per|a|on each) line\b", "one per line", lambda plan, _: plan.modifier("per_line") is not None),
    (r"\bround(?:ed)?\b", "rounded", _has(r"\bround\(|:\.\d+f")),
    (r"\bwithout (?:using )?(?:any |a |the )?loops?\b", "without loops", _lacks(r"(?m)^\s*(?:for|while)\b")),
)
_WITHOUT = re.compile(
    r"\b(?:without|not|no|don't|do not|avoid) (?:using |use |the )*(?:built-?in |function )*[`'\"]?(\w+)(?:\(\))?",
    re.IGNORECASE,
)
_BANNED = frozenset(
    [
        "sum",
        "max",
        "min",
        "len",
        "sorted",
        "sort",
        "reversed",
        "reverse",
        "set",
        "split",
        "join",
        "replace",
        "count",
        "eval",
        "int",
        "str",
        "abs",
        "pow",
        "math",
        "upper",
        "lower",
        "itertools",
        "collections",
        "numpy",
        "import",
        "slicing",
        "range",
        "map",
        "filter",
        "zip",
        "enumerate",
        "any",
        "all",
        "append",
    ]
)


def unused(request: Request, plan: Plan, program: str) -> tuple[str, ...]:
    """What of the request is not in the plan: values as they are written, and ways in words."""
    return (*_values(request.givens, plan, program), *_ways(request.description, plan, program))


def _values(givens: tuple[GivenValue, ...], plan: Plan, program: str) -> Iterator[str]:
    used = set(plan.tokens())
    for k, span in enumerate(givens, 1):
        spelled = span.kind == "number" and span.text.isalpha()  # "two numbers"
        there = f"${k}" in used or spelled or span.kind not in TOLD
        if not there and str(span.value) not in program:
            yield span.text


def _ways(description: str, plan: Plan, program: str) -> Iterator[str]:
    for pattern, words, done in _SAID:
        if re.search(pattern, description, re.IGNORECASE) and not done(plan, program):
            yield words
    for match in _WITHOUT.finditer(description):
        name = match[1].lower()
        if name in _BANNED and re.search(rf"\b{name}\b", program):
            yield match[0]
