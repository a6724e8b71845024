"""What all tests share: one thread, and the rule that what needs a system package skips only where it may."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

# Files that take longest, longest first: begun last, one of them would keep one process busy and the others idle.
LONGEST = (
    "studies/test_reproduce.py", "page/test_browser.py", "engine/test_resume.py", "page/test_browser_live.py",
    "code/runner/test_runner.py", "scene/data/test_scale.py", "test_notebooks.py", "page/test_browser_code.py",
    "code/world/test_world_corpus.py", "test_docs_use.py", "page/test_export.py", "scene/nets/test_nets.py",
    "code/runner/test_runner_hostile.py", "code/data/test_tokens.py", "page/test_tasks.py",
)  # fmt: skip

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch is imported; tests run side by side


def needs(program: str) -> None:
    """Skip where a system program is missing; fail there under DIPTYCH_NO_SKIP=1, as CI sets it."""
    if shutil.which(program) is None:
        without(f"{program} is not installed; .ci/run names its system package")


def without(reason: str) -> None:
    """Skip, because something outside is missing; fail under DIPTYCH_NO_SKIP=1."""
    if os.environ.get("DIPTYCH_NO_SKIP") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    root = Path(__file__).parent
    place = {root / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(LONGEST)))


@pytest.fixture(scope="module", autouse=True)
def no_plots(request: pytest.FixtureRequest) -> Iterator[None]:
    """Reports have no curves, which take longer to draw than small trainings take, but where `plots` is said."""
    with pytest.MonkeyPatch.context() as patch:
        if request.node.get_closest_marker("plots") is None:
            patch.setattr("diptych.engine.report._plots", lambda lines: [])
        yield
