"""Programs on the page, in a real Chromium: asked for, changed, run, stopped, remembered."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tools.browser import Browser, Page

from diptych.code.predict.writer import Written
from diptych.page.settings import PageSettings
from tests.page.conftest import WARM
from tests.page.serving import PROGRAMS, Copier, served

pytestmark = pytest.mark.slow
DONE = """document.querySelector('#run').textContent === 'Run'
    && document.querySelector('#reason').matches('.good, .bad, .warned')"""
TEXT = "document.querySelector('#program').value"
ADD = (
    PROGRAMS["sum of two numbers"]
    .replace("input()", 'input("A number: ")', 1)
    .replace("input()", 'input("Another: ")')
)


class Several(Copier):
    """The copier; it knows three ways to add, is surer of the second, and cannot write games."""

    def answers(self, description: str, n: int = 1, *given: Any) -> list[Written]:
        if "game" in description:
            instead = ("reverse a string", "maximum of a list")
            return [Written(description, "", 0.05, withheld="print('a guess')\n", instead=instead)]
        if given and given[0]:
            return [Written(description, "print(6)\n", 0.9, proven=len(given[0]))]
        if "add" not in description:
            return super().answers(description, n)
        made = [("print(1 + 2)\n", 0.5), (ADD, 0.9), ("print(sum([1, 2]))\n", 0.6)]
        return [Written(description, text, sure) for text, sure in made[:n]]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(PageSettings(), writer=lambda settings: Several()) as url:
        yield url


@pytest.fixture
def code(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.page(1280, 900)
    page.go(address + "/#code")
    page.wait("document.querySelectorAll('#chips button').length")
    page.wait(WARM)
    yield page
    complaints = page.complaints()
    page.close()
    assert complaints == []


def ask(page: Page, description: str, count: int = 1) -> None:
    page.evaluate(f"document.querySelector('#description').value = {json.dumps(description)}")
    page.click("#ask button")
    page.wait(f"document.querySelectorAll('#alternatives label').length >= {count if count > 1 else 0} && {TEXT}")


def run(page: Page, program: str = "") -> str:
    """Run what is there, or `program`; how it ended."""
    if program:
        page.evaluate("document.querySelector('#program').select()")
        page.type(program)
    page.click("#run")
    page.wait(DONE)
    return page.text("#reason")


def test_the_first_program_stays_and_others_come_behind_by_what_is_shown(code: Page) -> None:
    ask(code, "add", 3)
    labels = code.evaluate("[...document.querySelectorAll('#alternatives label')].map(it => it.innerText)")
    assert labels == ["First 50 %", "Other 1 90 %", "Other 2 60 %"]
    assert code.evaluate(TEXT) == "print(1 + 2)\n"
    assert code.text("#verdict") == "May be right (50 %) · written new."
    code.click("#alternatives label:nth-child(2)")
    assert code.evaluate(TEXT) == ADD
    assert code.text("#verdict").startswith("Very likely right (90 %)")
    code.click("#program")
    code.type(" ")
    assert code.text("#verdict") != "Very likely right (90 %) · written new."


def test_what_a_program_asks_for_has_a_field_with_its_name_and_is_not_given_to_the_next(code: Page) -> None:
    ask(code, "add", 3)
    code.click("#alternatives label:nth-child(2)")
    assert code.evaluate("[...document.querySelectorAll('#inputs label')].map(it => it.textContent)") == [
        "A number",
        "Another",
    ]
    assert run(code) == "This program asks for input: fill it in, then run it."
    for number, value in ((1, "20"), (2, "22")):
        code.click(f"#inputs label:nth-child({number}) input")
        code.type(value)
    assert run(code).startswith("Finished in")
    assert code.text("#output").strip().endswith("42")
    ask(code, "reverse a string")
    assert code.evaluate("[...document.querySelectorAll('#inputs input')].map(it => it.value).join()") == ""


def test_stop_ends_a_program(code: Page) -> None:
    code.evaluate("document.querySelector('#program').select()")
    code.type("while True: pass")
    code.click("#run")
    code.wait("document.querySelector('#run').textContent === 'Stop'")
    code.click("#run")
    code.wait(DONE)
    assert code.text("#reason") == "Stopped by you."
    assert run(code, "print('next')").startswith("Finished")


FAILURES = (  # a program, what is said, the one thing to do, and what is then selected
    ("x = 1\nwhile True:\n    pass", "Stopped after 5 s. An endless loop?", "Show the loop", "while True:"),
    ("for i in range(10**9):\n    print(i)", "Stopped: it printed more than 64 KB. The beginning is shown.",
     "Show the loop", "for i in range(10**9):"),
    ("x = [0] * 10**10", "Stopped: it wanted more memory than a program gets here.", "Go to line 1",
     "x = [0] * 10**10"),
    ("import urllib.request\nurllib.request.urlopen('http://example.com')",
     "It uses the network, and there is none here.", "Show the import", ""),
    ("import numpy", "It needs the package numpy; programs here have Python's standard library alone.",
     "Show the import", "import numpy"),
    ("import tkinter\ntkinter.Tk()", "It opens a window, and programs here have no screen.", "Show the import",
     "import tkinter"),
    ("x = 1\n1 / 0", "It ended with ZeroDivisionError: division by zero.", "Go to line 2", "1 / 0"),
    ("print('a'", "Python cannot read it: SyntaxError: '(' was never closed.", "Go to line 1", "print('a'"),
)  # fmt: skip


def test_each_failure_is_one_sentence_and_one_thing_to_do(code: Page) -> None:
    chosen = "(a => a.value.slice(a.selectionStart, a.selectionEnd))(document.querySelector('#program'))"
    for program, says, button, selected in FAILURES:
        assert run(code, program) == says
        assert code.text("#fix button") == button
        code.click("#fix button")
        if selected:
            assert code.evaluate(chosen) == selected


def test_a_program_that_only_defines_gets_a_call(code: Page) -> None:
    ask(code, "factorial of a number")
    assert run(code) == "It only defines things; nothing was called."
    code.click("#fix button")
    code.wait("document.querySelector('#output').textContent === '120\\n'")
    assert "with your lines below it" in code.text("#verdict")


def test_what_cannot_be_written_is_said_with_the_nearest_that_can(code: Page) -> None:
    ask_text = "a game of chess"
    code.evaluate(f"document.querySelector('#description').value = {ask_text!r}")
    code.click("#ask button")
    code.wait("!document.querySelector('#cannot').hidden")
    assert code.text("#cannot p") == "I can’t write that one. The closest I can:"
    assert code.evaluate(TEXT) == ""
    code.click("#cannot .chips button:nth-child(3)")
    assert code.evaluate(TEXT) == "print('a guess')\n"
    assert code.text("#verdict").startswith("Probably wrong (5 %)")
    code.click("#cannot .chips button:nth-child(1)")
    code.wait(f"{TEXT} === {json.dumps(PROGRAMS['reverse a string'])}")
    assert code.evaluate("document.querySelector('#cannot').hidden")


def test_history_tells_what_was_written_and_what_was_changed(code: Page) -> None:
    ask(code, "maximum of a list")
    run(code)
    run(code, "print('my own thing')")
    titles = "[...document.querySelectorAll('#history b')].map(it => it.textContent)"
    assert code.evaluate(titles) == ["Your own program", "maximum of a list"]
    run(code, "1 / 0")
    last = "(it => [it.textContent, it.classList.contains('bad')])(document.querySelector('#history .out'))"
    assert code.evaluate(last) == ["It ended with ZeroDivisionError: division by zero.", True]
    assert code.evaluate("localStorage.length") == 0
    code.click("#keep")
    code.send("Page.reload")
    code.wait("document.querySelectorAll('#history li').length === 3")
    code.click("#history li:nth-child(3) button")
    assert code.evaluate(TEXT) == PROGRAMS["maximum of a list"]
    assert code.text("#reason").startswith("Its last output: Finished in")
    assert code.text("#output").strip() == "3"
    code.click("#forget")
    assert code.evaluate("localStorage.length") == 0
    assert code.evaluate("document.querySelector('#past').hidden")


def test_types_are_coloured_and_explained(code: Page) -> None:
    ask(code, "factorial of a number")
    code.click("#types")
    titles = code.evaluate("[...document.querySelectorAll('#editor code span')].map(it => it.title)")
    assert "keyword: a word of Python" in titles
    assert "function declaration: the name of a new function" in titles


def test_a_signature_and_examples_are_given_and_what_holds_is_told(code: Page) -> None:
    code.evaluate("document.querySelector('#fields').open = true")
    for selector, text in (("#signature", "def lcm(a, b)"), ("#samples", "lcm(4, 6) == 12\nlcm(2, 3) == 6")):
        code.click(selector)
        code.type(text)
    ask(code, "least common multiple")
    assert "does 2 of your examples" in code.text("#verdict")
    code.evaluate("document.querySelector('#samples').value = 'nothing to be compared'")
    code.click("#ask button")
    code.wait("document.querySelector('#code-status').classList.contains('warn')")
    assert "nothing to be compared" in code.text("#code-status")
