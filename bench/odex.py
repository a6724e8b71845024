"""ODEX's questions without libraries, one program each (pass@1): their tests are run, and decide.

    python -m bench.odex --data ../shared/data/pairs

reads `conala-train.json`, `conala-test.json` and `odex_en_test.jsonl` there. Three ways answer: copying the nearest
pair of CoNaLa's training part, the choice among its likest pairs with the question's values put in, and the shipped
net, which saw the built-in world alone. Each answer is fitted into the question's function in the same way.
"""

import argparse
import ast
import textwrap
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

import diptych
from diptych.code.data.nearest import Nearest
from diptych.code.data.pairs.odex import Question, read_questions
from diptych.code.data.syntax import parse, parses
from diptych.code.evaluate.compare import Likest
from diptych.code.evaluate.judge import judge
from diptych.code.runner import Runner
from diptych.code.train.metrics import bootstrap, paired_bootstrap, rate
from diptych.code.train.parts import part
from diptych.progress import track


def fitted(question: Question, answer: str) -> str:
    """The answer as the function that the tests call: its own, if it ends in one, else it becomes the body.

    What a body prints or ends with is returned, since the tests look at nothing else.
    """
    if not parses(answer):
        return question.program("pass")
    statements = parse(answer).body
    if statements and isinstance(statements[-1], ast.FunctionDef):
        return answer
    if question.suffix.strip():
        return question.program(textwrap.indent(answer, "\t").strip())
    header = question.prompt[: question.prompt.index(":\n") + 1]
    body = [*statements[:-1], *(returned(statements[-1]) if statements else ())]
    return header + "\n" + textwrap.indent(ast.unparse(ast.Module(body, [])) or "pass", "\t") + "\n"


def returned(last: ast.stmt) -> list[ast.stmt]:
    """The last statement, returning the value that it shows, computes or binds, where it does one of these."""
    match last:
        case ast.Expr(ast.Call(ast.Name("print"), [value], [])) | ast.Expr(value):
            return [ast.Return(value)]
        case ast.Assign([ast.Name() as name], _):
            return [last, ast.Return(ast.Name(name.id))]
    return [last]


def table(data: Path) -> Table:
    """Run all answers; return the table."""
    questions = [q for q in read_questions(data / "odex_en_test.jsonl") if not q.libraries]
    parts = part([data / "conala-train.json", data / "conala-test.json"], "official")
    asked = [question.description for question in questions]
    nearest, pairs, writer = Nearest(parts.train), Likest.tuned(parts), diptych.load("code")
    answers = {
        "nearest pair": [nearest.write(text) for text in asked],
        "likest pairs with the question's values": [pairs.write(text) for text in asked],
        "shipped net": [writer.write(text) for text in track(asked, "shipped net", len(asked), "programs")],
    }
    programs = {"the usual answer": [question.program() for question in questions]}
    programs |= {way: list(map(fitted, questions, some)) for way, some in answers.items()}
    with Runner() as runner:
        rows = {
            way: np.array([[passed, 1] for passed in judge(questions, some, runner)], np.float64)
            for way, some in programs.items()
        }
    out = Table("answered by", "pass@1, %", "above the nearest pair", title=f"{len(questions)} questions of ODEX")
    for way, counts in rows.items():
        lead = paired_bootstrap(counts, rows["nearest pair"], rate)
        out.add_row(way, str(bootstrap(counts, rate)), str(lead))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/pairs"), help="folder with the three files")
    Console(width=110).print(table(parser.parse_args().data))


if __name__ == "__main__":
    main()
