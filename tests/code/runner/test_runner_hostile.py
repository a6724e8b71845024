"""Nothing gets out of the runner, and the attempts would get out of less."""

import dataclasses
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from diptych.code.runner import ORDER, Isolation, Job, Limits, Outcome, parent, prove, seccomp
from diptych.code.runner.attempts import ATTEMPTS, CHEATS
from tests.code.runner.hostile.programs import HOSTILE
from tests.conftest import needs

pytestmark = pytest.mark.slow


@pytest.fixture(params=ORDER)
def isolation(request: pytest.FixtureRequest) -> Isolation:
    if request.param == "bubblewrap":
        needs("bwrap")
    if missing := prove.lacking(request.param):
        pytest.skip(missing)
    found: Isolation = request.param
    return found


def test_there_are_enough_of_them() -> None:
    assert len({**ATTEMPTS, **CHEATS, **HOSTILE}) == len(ATTEMPTS) + len(CHEATS) + len(HOSTILE) >= 30


def test_no_hostile_program_gets_out(isolation: Isolation) -> None:
    tight = dataclasses.replace(prove.TIGHT, wall_seconds=0.5)

    def run(program: str) -> Outcome:
        return parent.work(parent.start(isolation, tight), Job(laid.prelude() + program))

    with prove.bait() as laid, ThreadPoolExecutor(4) as pool:
        outcomes = dict(zip(HOSTILE, pool.map(run, HOSTILE.values()), strict=True))
        assert [name for name, outcome in outcomes.items() if prove.escaped(name, outcome, laid)] == []
        assert laid.damage() == ""


def unconfined(program: str) -> Outcome:
    """As programs were run before there was a runner."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, close_fds=False, timeout=60, check=False
    )
    return Outcome("error" if done.returncode else "finished", done.returncode, done.stdout, done.stderr)


# Too slow or endless unconfined, or in need of rights or kernel features that not every machine gives.
EXEMPT = {
    "endless loop", "sleep through signals", "deep recursion", "many files", "fill the disk", "a large file",
    "list the root folder's home", "write into Python itself", "system calls through ctypes", "ptrace",
    "limits of the victim", "raise its own limits", "signals by file ownership", "a signal to everyone",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(ATTEMPTS) - EXEMPT))
def test_unconfined_the_attempt_gets_out(name: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    with prove.bait() as laid:
        assert prove.escaped(name, unconfined(laid.prelude() + ATTEMPTS[name]), laid) or laid.damage()


def test_the_self_test_notices_a_missing_lock(isolation: Isolation, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = b"\x06\0\0\0\0\0\xff\x7f"  # a filter that allows every system call
    monkeypatch.setattr(seccomp, "filter_bytes", lambda mounted, threads: everything)
    monkeypatch.setattr(prove, "TIGHT", Limits(wall_seconds=30, cpu_seconds=1, threads=4))
    monkeypatch.setattr(prove, "ATTEMPTS", {name: ATTEMPTS[name] for name in ("list /proc", "fork bomb")})
    assert prove.unsafe(isolation) == "a program got out: fork bomb"
