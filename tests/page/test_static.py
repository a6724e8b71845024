"""The page's own files: each that one names is there, for whoever has a fresh copy of the repository or the wheel."""

import re
from importlib import resources
from pathlib import Path, PurePosixPath

import pytest

STATIC = Path(str(resources.files("diptych.page") / "static"))
WRITTEN = sorted(path for path in STATIC.rglob("*") if path.suffix in (".js", ".css", ".html"))
NAMED = re.compile(
    r"""(?:from|import)\s*\(?\s*["'](\.{1,2}/[^"']+)["']|(?:src|href)="([^":#]+\.\w+)"|url\(["']?([^"')]+)"""
)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(STATIC).as_posix())
def test_what_a_file_names_is_there(path: Path) -> None:
    for names in NAMED.findall(path.read_text(encoding="utf-8")):
        name = "".join(names)
        if "$" not in name and not name.startswith(("data:", "api/")):
            assert (path.parent / PurePosixPath(name)).exists(), name


def test_every_picture_has_its_author_and_licence_named() -> None:
    """In ORIGINS.md, which LICENSE names and the page links to: the wheel holds all three."""
    origins = (STATIC / "examples" / "ORIGINS.md").read_text(encoding="utf-8")
    rendered = {f"{name}.{kind}" for name in ("bicycle", "walker") for kind in ("plate", "frame", "thumb")}
    pictures = {path.stem for path in (STATIC / "examples").glob("*.webp")}
    unnamed = {
        name for name in pictures - rendered if not re.search(rf"\| [^|]*\b{re.escape(name)}\b[^|]*\|\n", origins)
    }
    assert unnamed == set()
    assert rendered <= pictures
    assert "ORIGINS.md" in (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")
    assert 'href="examples/ORIGINS.md"' in (STATIC / "index.html").read_text(encoding="utf-8")
