"""The page about the families says what the families do."""

from pathlib import Path

import pytest
from tools import families as samples

from diptych.code.world import FAMILIES
from diptych.errors import Problem

DOCUMENT = Path(__file__).parents[3] / "docs/families.md"


def test_the_samples_in_the_document_are_those_of_the_families() -> None:
    shown = DOCUMENT.read_text(encoding="utf-8").partition(samples.START)[2].partition(samples.END)[0]
    assert shown == samples.page(), "run: python -m tools.families docs/families.md"


def test_every_group_is_shown() -> None:
    page = samples.page()
    assert all(f"### {group} (" in page for group in {task.group for task in FAMILIES.values()} | {"compositions"})


def test_the_page_goes_between_the_marks_and_nothing_else_changes(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text(f"before\n{samples.START}old\n{samples.END}after\n")
    samples.write_page(document)
    assert document.read_text() == f"before\n{samples.START}{samples.page()}{samples.END}after\n"


def test_a_document_without_marks_is_named(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("nothing here\n")
    with pytest.raises(Problem) as error:
        samples.write_page(document)
    assert str(error.value) == (
        f"{document} has no lines <!-- samples --> and <!-- end of samples -->; put them where the samples belong."
    )


def test_the_family_in_the_document_is_a_family() -> None:
    """The example of "Adding a family" is code that works as it stands."""
    from diptych.code.world import do, family, find
    from diptych.code.world.values import integer

    text = DOCUMENT.read_text(encoding="utf-8").partition("## Adding a family")[2]
    source = text.partition("```python\n")[2].partition("```")[0]
    scope: dict[str, object] = {"__name__": "example", "do": do, "family": family, "find": find, "integer": integer}
    exec(compile(source, str(DOCUMENT), "exec"), scope)
    task = scope["remainder"]
    assert callable(task)
    assert task(17, 5) == 2
