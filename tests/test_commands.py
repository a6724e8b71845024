"""What every command promises: help with an example, and one clear line for every mistake."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import App

from diptych.__main__ import app
from tests.command import diptych, said


def commands(of: App, name: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The full name of every command that can be run."""
    for word in of:
        if not word.startswith("-"):
            inner = of[word]
            if inner.default_command is not None:
                yield (*name, word)
            yield from commands(inner, (*name, word))


EVERY = sorted(commands(app))


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_every_command_has_help_with_an_example(command: tuple[str, ...]) -> None:
    done = diptych(*command, "--help")
    assert done.returncode == 0
    assert done.stderr == ""
    assert f"Example: diptych {' '.join(command)}" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cude"], 'Unknown command "cude". Did you mean "code"?'),
        (["code", "claen"], 'Unknown command "claen". Did you mean "clean"?'),
        (["code", "corpus", "x", "--paris", "9"], "Unknown option: --paris. Did you mean --pairs?"),
        (["code", "corpus", "x", "--pairs", "nine"], 'Invalid value for --pairs: unable to convert "nine" into int.'),
        (["code", "corpus"], 'Command "code corpus" parameter --out requires an argument.'),
        (["code", "run", "/no/such.py"], "/no/such.py cannot be read: No such file or directory. Give the path of a"),
        (["code", "clean", "/no/such.txt"], "/no/such.txt: cannot be read (No such file or directory)."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_gets_one_clear_message(arguments: list[str], message: str) -> None:
    done = diptych(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said(done.stderr).startswith(message)


def test_no_traceback_for_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    for command in (["code", "run"], ["code", "clean"]):
        done = diptych(*command, str(tmp_path))
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert str(tmp_path.name) in said(done.stderr)
