"""What all tests share: one thread, and the rule that what needs a system package skips only where it may."""

import os
import shutil
from collections.abc import Callable

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch is imported; tests run side by side


@pytest.fixture
def needs() -> Callable[[str], None]:
    """`needs("bwrap")` skips where that program is missing, but fails under DIPTYCH_NO_SKIP=1, as CI sets it."""

    def check(program: str) -> None:
        if shutil.which(program) is None:
            reason = f"{program} is not installed; .ci/run names its system package"
            if os.environ.get("DIPTYCH_NO_SKIP") == "1":
                pytest.fail(reason)
            pytest.skip(reason)

    return check
