"""Files are whole or absent."""

from pathlib import Path

import pytest

from diptych.files import atomic, write_text


def test_a_file_appears_whole(tmp_path: Path) -> None:
    write_text(tmp_path / "deep/er/x.txt", "später")
    assert (tmp_path / "deep/er/x.txt").read_text(encoding="utf-8") == "später"
    assert (tmp_path / "deep/er/x.txt").stat().st_mode & 0o777 == 0o644


def test_a_failing_writer_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    write_text(path, "old")
    with pytest.raises(ZeroDivisionError), atomic(path) as partial:
        partial.write_text("ne" * (1 // 0))
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
