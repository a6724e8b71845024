"""What all tests share: one thread, and the rule that what needs a system package skips only where it may."""

import os
import shutil
from collections.abc import Iterator

import pytest

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


@pytest.fixture(scope="module")
def no_plots() -> Iterator[None]:
    """For trainings whose reports nobody looks at: drawing forty curves takes longer than the training."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("diptych.engine.report._plots", lambda lines: [])
        yield
