"""What must come of a program: its inputs with the outputs that the world's own text gives. Only this package's own text
is run here, never a model's."""

import ast
import copy
import io
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from types import FrameType
from typing import TYPE_CHECKING, Any

from diptych.code.data.plans.render import literal
from diptych.code.world.kinds import typed
from diptych.code.world.run import MemoryFile, ProgramCase, ordered, shown
from diptych.code.world.tree import Branch, Leaf

if TYPE_CHECKING:
    from diptych.code.world.example import Example

TESTS = 3
FILE = "program.py"  # what tracebacks call a program
LINES = 200_000  # that a program with a loop of its own may run


class Endless(Exception):
    """A program that was ended, since it would run for ever on these values."""


FAILURES = (ArithmeticError, LookupError, ValueError, TypeError, AttributeError, RecursionError, Endless)
TEXTS = {
    "path": "the quick brown fox\njumps over the lazy dog\n\nthe end\n",
    "csv": "name,age,city\nAlice,30,Paris\nBob,25,Rome\nCarol,41,Oslo\n",
    "json": '{"name": "Alice", "age": 30}\n',
}


def tests(made: "Example") -> tuple[ProgramCase, ...]:
    """Cases for the program of an example; none where its results are left to chance."""
    row = made.tree.row
    files = files_of(made.tree)
    if row.holds:
        return tuple(ProgramCase("", f"print({text})", "True", files) for text in row.holds)
    if row.calls:
        scope = run(made.program, files)[0]
        solution = scope.get(made.name) or _last(scope)
        return tuple(
            ProgramCase("", f"show({text})", shown(eval(text, scope | {"solution": solution})), files)
            for text in row.calls
        )
    if made.form in ("script", "input"):
        typed_lines = "".join(typed(leaf.value, False) + "\n" for leaf in made.tree.variables())
        stdin = typed_lines if made.form == "input" else row.stdin
        return (ProgramCase(stdin, "", ordered(run(made.program, files, stdin)[1]), files),)
    return tuple(
        ProgramCase("", f"show(answer({', '.join(map(literal, arguments))}))", shown(result), files)
        for arguments, result in calls(made)
    )


def calls(made: "Example") -> list[tuple[tuple[Any, ...], Any]]:
    """Arguments, drawn anew, with what a function returns or prints for them."""
    files = files_of(made.tree)
    rng = random.Random(made.description)
    out = []
    stated = any(leaf.stated for leaf in made.tree.leaves())
    for number in range(1 if stated and made.tree.row.arguments else TESTS):
        arguments = tuple(_value(made.tree, leaf, rng, number) for leaf in made.tree.variables())
        scope, _ = run(made.program, files)
        with redirect_stdout(io.StringIO()) as output, bounded(made.program):
            result = scope[made.name](*copy.deepcopy(arguments))
            if hasattr(result, "__next__"):
                result = list(result)
        out.append((arguments, ordered(output.getvalue().strip()) if result is None else result))
        if made.tree.row.arguments and number == len(made.tree.row.arguments) - 1:
            break
    return out


def examples(made: "Example") -> tuple[tuple[tuple[Any, ...], Any], ...]:
    """(arguments, result) for a function that returns."""
    if made.form != "function" or made.tree.row.holds or made.tree.row.calls:
        return ()
    return tuple(calls(made))


def files_of(tree: Branch) -> tuple[tuple[str, str], ...]:
    """The files that a program finds, with their content."""
    out = []
    for branch in tree.branches():
        for name, slot in branch.slots.items():
            kind = branch.row.params[name].kind
            if isinstance(slot, Leaf) and kind in TEXTS:
                content = branch.row.content or TEXTS[kind]
                sample = next(hole.sample for hole in branch.row.part.holes if hole.name == name)
                out += [(slot.value, content), (ast.literal_eval(sample), content)]
    return tuple(out)


def run(program: str, files: tuple[tuple[str, str], ...] = (), stdin: str = "") -> tuple[dict[str, Any], str]:
    """The names that a program of the world leaves, and what it prints."""
    kept = dict(files)

    def open_in_memory(name: str, mode: str = "r", **_: Any) -> MemoryFile:
        return MemoryFile(kept, name, mode)

    lines = iter(stdin.splitlines())

    def read_line(prompt: str = "") -> str:
        print(prompt, end="")
        line = next(lines, None)
        if line is None:
            raise EOFError
        return line

    scope: dict[str, Any] = {"__name__": "program", "open": open_in_memory, "input": read_line}
    with redirect_stdout(io.StringIO()) as output, bounded(program):
        exec(compile(program, FILE, "exec"), scope)
    return scope, output.getvalue()


@contextmanager
def bounded(program: str) -> Iterator[None]:
    """End a `while` that would never end, as the Collatz sequence of 0; by lines counted, so that every machine agrees."""
    if "while " not in program:
        yield
        return
    left = LINES

    def count(frame: FrameType, *_: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename != FILE:
            return None
        left -= 1
        if left < 0:
            raise Endless
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        yield
    finally:
        sys.settrace(before)


def _value(tree: Branch, leaf: Leaf, rng: random.Random, number: int) -> Any:
    """A value for a variable: the one that was drawn first, then others of its kind."""
    if tree.row.arguments and number:
        at = list(tree.row.params).index(leaf.param.name)
        return tree.row.arguments[number % len(tree.row.arguments)][at]
    return leaf.value if number == 0 or leaf.param.type == "path" else leaf.redraw(rng)


def _last(scope: dict[str, Any]) -> Any:
    return next(value for value in reversed(scope.values()) if getattr(value, "__module__", "") == "program")
