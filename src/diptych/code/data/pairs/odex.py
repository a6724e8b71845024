"""ODEX: questions with tests that decide, by running, whether a program answers them."""

import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

from diptych.code.data.pairs.pair import Pair, as_object, read_text, text_field
from diptych.errors import Problem


@dataclass(frozen=True)
class Question:
    """A description, where the program goes (`prompt` … `suffix`), the usual answer, a test `check(candidate)`."""

    description: str
    prompt: str
    answer: str
    suffix: str
    tests: str
    libraries: tuple[str, ...]
    origin: str

    def program(self, answer: str = "") -> str:
        """The function that the tests call, with `answer` (default: the usual one) in its place."""
        return textwrap.dedent(self.prompt + (answer or self.answer) + self.suffix)

    @property
    def standard(self) -> bool:
        """Whether Python's own library is enough; many questions name none at all (`not libraries`)."""
        return set(self.libraries) <= sys.stdlib_module_names

    def pair(self) -> Pair:
        """The question as a pair."""
        return Pair(self.description, self.program(), self.origin)


def read_questions(path: Path) -> list[Question]:
    """Read ODEX (JSON lines)."""
    lines = enumerate(read_text(path).splitlines(), 1)
    return [_question(as_object(line, f"{path.name}:{n}"), f"{path.name}:{n}") for n, line in lines if line.strip()]


def _question(record: dict[str, object], where: str) -> Question:
    tests, libraries = record.get("test", []), record.get("library", [])
    for name, value in (("test", tests), ("library", libraries)):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise Problem(f'{where}: the field "{name}" must be a list of strings.')
    assert isinstance(tests, list)
    assert isinstance(libraries, list)
    start = text_field(record, "test_start", where) if tests else ""
    return Question(
        description=text_field(record, "intent", where),
        prompt=text_field(record, "prompt", where),
        answer=text_field(record, "canonical_solution", where),
        suffix=text_field(record, "suffix", where),
        tests=start + "".join(tests),
        libraries=tuple(libraries),
        origin=where,
    )
