"""API pages from the docstrings: python -m tools.docs OUT"""

import sys
from pathlib import Path

import pdoc

# The public face, and what those who go further import.
MODULES = (
    "diptych",
    "diptych.engine.task",
    "diptych.engine.settings",
    "diptych.engine.train",
    "diptych.scene.predict",
    "diptych.scene.data.dataset",
    "diptych.scene.data.perturb",
    "diptych.scene.nets",
    "diptych.scene.train.losses",
    "diptych.scene.train.metrics",
    "diptych.code.predict",
    "diptych.code.runner",
)


def build(out: Path) -> list[Path]:
    """Write the pages to `out`; return them."""
    pdoc.render.configure(docformat="markdown", show_source=False)
    pdoc.pdoc(*MODULES, output_directory=out)
    return sorted(out.rglob("*.html"))


if __name__ == "__main__":
    pages = build(Path(sys.argv[1] if len(sys.argv) > 1 else "site"))
    print(f"{len(pages)} pages: {pages[0].parent / 'index.html'}")
