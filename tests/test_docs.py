"""The API pages are made from docstrings, and name everything that is public."""

from pathlib import Path

import pytest
from tools import docs

import diptych


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_pages_name_everything_that_is_public(tmp_path: Path) -> None:
    pages = docs.build(tmp_path)
    assert len(pages) > len(docs.MODULES)
    face = (tmp_path / "diptych.html").read_text(encoding="utf-8")
    assert [name for name in diptych.__all__ if name not in face] == []
