"""Foreign exercises as their files have them: MBPP, HumanEval and ODEX, each with tests that decide by running."""

import ast
import gzip
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from diptych.code.data.pairs.imports import with_imports
from diptych.code.data.pairs.odex import Question, read_questions
from diptych.code.data.pairs.pair import as_object, read_text, text_field
from diptych.code.data.syntax import parse, parses
from diptych.code.predict.examples import Claim
from diptych.code.predict.examples import parse as example
from diptych.errors import Problem

ExerciseKind = Literal["mbpp", "humaneval", "odex"]


@dataclass(frozen=True)
class Exercise:
    """A description, and tests of the function that answers it.

    A test is a block of statements that raises where the function, known as `name` and as `candidate`, is wrong.
    `fit` makes of a written program the text that defines the function; "" where there is none in it."""

    description: str
    name: str
    tests: tuple[str, ...]
    setup: str
    reference: str
    origin: str
    fit: Callable[[str], str]

    def examples(self, most: int) -> tuple[Claim, ...]:
        """The first `most` tests as examples that a user would give; fewer where they are no plain claims."""
        claims = []
        for test in self.tests[:most]:
            try:
                claims.append(example(test.strip()))
            except Problem:
                continue
        return tuple(claims)


def load(kind: ExerciseKind, path: Path) -> list[Exercise]:
    """The exercises of a file as its authors publish it."""
    exercises = list(_READERS[kind](path))
    if not exercises:
        raise Problem(f"{path}: there is no exercise in it. Give the file of {kind} (JSON lines).")
    return exercises


def _records(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    if path.suffix == ".gz":
        try:
            text = gzip.decompress(path.read_bytes()).decode()
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise Problem(f"{path}: cannot be read ({error}).") from None
    else:
        text = read_text(path)
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield as_object(line, f"{path.name}:{number}"), f"{path.name}:{number}"


def _mbpp(path: Path) -> Iterator[Exercise]:
    """MBPP: `text` or `prompt`; tests are assertions that call the function by its name."""
    for record, where in _records(path):
        description = text_field(record, "prompt" if "text" not in record else "text", where)
        tests = record.get("test_list", record.get("tests"))
        if not isinstance(tests, list) or not tests or not all(isinstance(test, str) for test in tests):
            raise Problem(f'{where}: the field "test_list" must be a list of assertions.')
        setup = record.get("setup", record.get("test_setup_code", "")) or "\n".join(record.get("test_imports", ()))
        name = _called(tests[0])
        reference = str(record.get("code", record.get("reference", "")))
        yield Exercise(description, name, tuple(tests), str(setup), reference, where, definitions)


def _called(test: str) -> str:
    """The first function that a test calls and Python does not have."""
    calls = (node for node in ast.walk(parse(test)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    names = [node.func.id for node in calls if node.func.id not in dir(__import__("builtins"))]  # type: ignore[attr-defined]
    return names[0] if names else "candidate"


def _humaneval(path: Path) -> Iterator[Exercise]:
    """HumanEval: the docstring without its examples is the description; what stands before the function is setup."""
    for record, where in _records(path):
        prompt, test, name = (text_field(record, key, where) for key in ("prompt", "test", "entry_point"))
        function = next(
            node for node in reversed(parse(prompt + "\n    pass\n").body) if isinstance(node, ast.FunctionDef)
        )
        setup = "\n".join(prompt.split("\n")[: function.lineno - 1])
        reference = prompt + str(record.get("canonical_solution", ""))
        claims = tuple(_checks(test))
        yield Exercise(_plain(ast.get_docstring(function) or ""), name, claims, setup, reference, where, definitions)


def _checks(test: str) -> Iterator[str]:
    """The plain assertions of a `check(candidate)` one by one, then all of it."""
    for node in ast.walk(parse(test)):
        match node:
            case ast.Assert(test=ast.Compare(left=ast.Call(func=ast.Name(id="candidate")))):
                yield f"assert {ast.unparse(node.test)}"
    yield f"{test}\ncheck(candidate)"


def _plain(docstring: str) -> str:
    """The text of a docstring down to its first example."""
    lines = []
    for line in docstring.splitlines():
        if line.strip().startswith(">>>") or line.strip().lower().rstrip(":").removeprefix("for ") in _EXAMPLES:
            break
        lines.append(line.strip())
    return " ".join(" ".join(lines).split())


_EXAMPLES = ("example", "examples", "example 1", "instance", "note")


def _odex(path: Path) -> Iterator[Exercise]:
    """ODEX's questions that need Python's own library alone."""
    for question in read_questions(path):
        if question.standard and question.tests:
            yield Exercise(
                question.description, "candidate", (f"{question.tests}\ncheck(candidate)",), "",
                question.program(), question.origin, _fitting(question),
            )  # fmt: skip


_READERS: dict[str, Callable[[Path], Iterator[Exercise]]] = {"mbpp": _mbpp, "humaneval": _humaneval, "odex": _odex}


def definitions(program: str) -> str:
    """The imports, functions, classes and assignments of `program`, without what it does besides."""
    if not parses(program):
        return ""
    kept = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
    body: list[ast.stmt] = [node for node in parse(with_imports(program)).body if isinstance(node, kept)]
    return ast.unparse(ast.Module(body, []))


def entry(program: str) -> str:
    """The name of the last function that `program` defines at its margin; "" for none."""
    name = ""
    for node in parse(program).body:
        match node:
            case ast.FunctionDef(name=defined) | ast.Assign(targets=[ast.Name(id=defined)], value=ast.Lambda()):
                name = defined
    return name


def _fitting(question: Question) -> Callable[[str], str]:
    return lambda program: fitted(question, program)


def fitted(question: Question, program: str) -> str:
    """The program as the function that ODEX's tests call: its own, if it ends in one, else it becomes the body.

    What a body prints or ends with is returned, since the tests look at nothing else.
    """
    if not parses(program):
        return question.program("pass")
    statements = parse(with_imports(program)).body
    if statements and entry(ast.unparse(statements[-1])):
        return ast.unparse(ast.Module(statements, []))
    if question.suffix.strip():
        return question.program(textwrap.indent(program, "\t").strip())
    header = question.prompt[: question.prompt.index(":\n") + 1]
    body = [*statements[:-1], *(_returned(statements[-1]) if statements else ())]
    return header + "\n" + textwrap.indent(ast.unparse(ast.Module(body, [])) or "pass", "\t") + "\n"


def _returned(last: ast.stmt) -> list[ast.stmt]:
    """The last statement, returning the value that it shows, computes or binds, where it does one of these."""
    match last:
        case ast.Expr(ast.Call(ast.Name("print"), [value], [])) | ast.Expr(value):
            return [ast.Return(value)]
        case ast.Assign([ast.Name() as name], _):
            return [last, ast.Return(ast.Name(name.id))]
    return [last]
