"""The runner runs programs as Python would, says truly how they ended, and leaves nothing behind."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import diptych.code.runner as runner_package
from diptych.code.runner import ORDER, Isolation, Job, Limits, Reason, Runner, parent, prove, seccomp
from diptych.errors import Problem
from tests.conftest import needs, without

pytestmark = pytest.mark.slow

MIB = 1024 * 1024
GENEROUS = Limits(wall_seconds=60, cpu_seconds=60)


@pytest.fixture(scope="module", params=ORDER)
def runner(request: pytest.FixtureRequest) -> Iterator[Runner]:
    isolation: Isolation = request.param
    if isolation == "bubblewrap":
        needs("bwrap")
    if missing := prove.lacking(isolation):
        without(missing)
    with Runner(GENEROUS, isolation) as made:  # which proves that no attempt of the self-test gets out
        assert made.isolation == isolation
        yield made


def plain(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"])), code=st.integers(0, 255))
def test_what_goes_in_comes_out(runner: Runner, text: str, code: int) -> None:
    program = (
        "import sys\ndata = sys.stdin.buffer.read()\nsys.stdout.buffer.write(data)\n"
        f"sys.stdout.flush()\nsys.stderr.buffer.write(data)\nsys.exit({code})"
    )
    outcome = runner.run(program, text)
    assert (outcome.stdout, outcome.stderr, outcome.exit_code) == (text, text, code)
    assert outcome.reason == ("error" if code else "finished")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(program=st.text(max_size=50))
def test_any_text_is_a_program_with_an_outcome(runner: Runner, program: str) -> None:
    assert runner.run(program).reason in ("finished", "error")


HONEST = (
    "print(sum(range(10)))",
    "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    print('done')\nasyncio.run(f())",
    "import atexit\natexit.register(print, 'bye')",
    "import dataclasses\n@dataclasses.dataclass\nclass A:\n    x: int\nprint(A(3), A.__module__, __name__)",
    "import inspect\ndef f():\n    return 1  # one\nprint(f())",
    "import tempfile, os\nwith tempfile.TemporaryFile() as f:\n    f.write(b'abc'); f.seek(0); print(f.read())",
    "import datetime, zoneinfo\nprint(datetime.datetime(2024, 7, 1, tzinfo=zoneinfo.ZoneInfo('Europe/Paris')))",
    "import signal\nsignal.signal(signal.SIGALRM, lambda *_: print('rang'))\nsignal.raise_signal(signal.SIGALRM)",
    "import sqlite3\nprint(sqlite3.connect(':memory:').execute('select 1 + 1').fetchall())",
    "import hashlib, zlib, bz2\nprint(hashlib.sha256(zlib.compress(bz2.compress(b''))).hexdigest())",
    "raise SystemExit('sorry')",
)


def test_honest_programs_print_as_in_plain_python(runner: Runner) -> None:
    for program, outcome in zip(HONEST, runner.run_many(map(Job, HONEST)), strict=True):
        expected = plain(program)
        assert (outcome.stdout, outcome.stderr, outcome.exit_code) == (
            expected.stdout,
            expected.stderr,
            expected.returncode,
        )


def test_the_standard_library_imports_as_in_plain_python(runner: Runner) -> None:
    program = """
import sys
noisy = {"antigravity", "this", "idlelib", "turtledemo", "nt", "msvcrt", "winreg", "winsound", "_winapi"}
failed = []
for name in sorted(set(sys.stdlib_module_names) - noisy):
    try:
        __import__(name)
    except ImportError:
        failed.append(name)
print(failed)
"""
    assert runner.run("import warnings\nwarnings.simplefilter('ignore')" + program).stdout == plain(program).stdout


def test_own_folder_is_empty_and_writable(runner: Runner) -> None:
    program = (
        "import os\nprint(os.listdir('.'))\nopen('a', 'w').write('x')\nos.mkdir('b')\n"
        "os.rename('a', 'b/c')\nprint(open('b/c').read(), os.environ)"
    )
    assert runner.run(program).stdout == runner.run(program).stdout == "[]\nx environ({})\n"


def test_a_program_never_sees_another(runner: Runner) -> None:
    with Runner(GENEROUS, runner.isolation, warm=2) as warm:
        program = "import builtins\nprint(hasattr(builtins, 'seen'))\nbuiltins.seen = True"
        assert [warm.run(program).stdout for _ in range(4)] == ["False\n"] * 4


def test_sets_print_alike_each_time(runner: Runner) -> None:
    assert len({runner.run("print({'a', 'b', 'c', 'd', 'e'})").stdout for _ in range(3)}) == 1


ENDS: dict[str, tuple[Limits, Reason, int | None]] = {
    "pass": (Limits(wall_seconds=60), "finished", 0),
    "1 / 0": (Limits(wall_seconds=60), "error", 1),
    "def": (Limits(wall_seconds=60), "error", 1),
    "import time\ntime.sleep(30)": (Limits(wall_seconds=0.3), "timeout", -9),
    "while True: pass": (Limits(wall_seconds=60, cpu_seconds=1), "timeout", -24),
    "x = bytearray(10**10)": (Limits(wall_seconds=60), "memory", None),
    "while True: print('a' * 1000)": (Limits(wall_seconds=60, output_bytes=5000), "output", -9),
    "f = open('a', 'wb')\nwhile True: f.write(bytes(1000))": (Limits(wall_seconds=60, file_bytes=9999), "files", -25),
    "import os\nos.abort()": (Limits(wall_seconds=60), "killed", -6),
    "import os\nos.kill(os.getpid(), 9)": (Limits(wall_seconds=60), "killed", -9),
}


@pytest.mark.parametrize("program", ENDS)
def test_the_reason_is_what_happened(runner: Runner, program: str) -> None:
    limits, reason, code = ENDS[program]
    outcome = runner.run(program, limits=limits)
    assert outcome.reason == reason
    assert code is None or outcome.exit_code == code
    assert len(outcome.stdout) <= limits.output_bytes


def test_resources_are_counted(runner: Runner) -> None:
    outcome = runner.run("import time\nx = bytes(range(256)) * 400_000\ntime.sleep(0.2)")
    assert 100 * MIB < outcome.peak_bytes < 200 * MIB
    assert outcome.wall_seconds >= 0.2
    assert outcome.cpu_seconds > 0


def test_what_was_printed_before_the_end_is_kept(runner: Runner) -> None:
    outcome = runner.run("print('before')\nwhile True: pass", limits=Limits(wall_seconds=1))
    assert (outcome.stdout, outcome.reason) == ("before\n", "timeout")


def test_an_error_shows_the_program_alone(runner: Runner) -> None:
    assert runner.run("def f():\n    return missing\nf()").stderr.splitlines() == [
        "Traceback (most recent call last):",
        '  File "program.py", line 3, in <module>',
        "    f()",
        '  File "program.py", line 2, in f',
        "    return missing",
        "           ^^^^^^^",
        "NameError: name 'missing' is not defined",
    ]


def test_questions_are_answered_in_order(runner: Runner) -> None:
    outcome = runner.run("def f(n): return 6 / n", ask=("f(2)", "f(0)", "'é'", "[f]*0"))
    assert outcome.answers == ("3.0", "raise ZeroDivisionError", "'é'", "[]")


def test_leaving_early_leaves_questions_unanswered(runner: Runner) -> None:
    assert runner.run("import sys\nprint('1')\nsys.exit(0)", ask=("1",)).answers == ()


def test_threads_run_where_they_can_be_counted(runner: Runner) -> None:
    program = "import threading\nt = threading.Thread(target=print, args=('in',))\nt.start()\nt.join()"
    assert runner.run(program).stdout == ("" if runner.isolation == "landlock" else "in\n")


def test_many_come_back_in_order_on_any_number_of_workers(runner: Runner) -> None:
    jobs = [Job(f"import time\ntime.sleep({0.1 * (number % 3 == 0)})\nprint({number})") for number in range(12)]
    one, three = ([outcome.stdout for outcome in runner.run_many(iter(jobs), workers)] for workers in (1, 3))
    assert one == three == [f"{number}\n" for number in range(12)]


def test_nothing_is_left_behind(runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = sorted(os.listdir("/proc/self/fd"))
    for program in ("open('a', 'w').write('x')", "import os\nos.kill(os.getpid(), 9)"):
        runner.run(program)
    with Runner(GENEROUS, runner.isolation, warm=2) as warm:
        warm.run("pass")
    assert sorted(os.listdir("/proc/self/fd")) == before
    assert list(tmp_path.iterdir()) == []


def below(process: int) -> set[int]:
    """All processes that descend from one."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return {int(child) for child in children} | {deeper for child in children for deeper in below(int(child))}


def running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_programs_end_when_the_runner_is_killed(runner: Runner) -> None:
    script = (
        "from diptych.code.runner import Job, Limits, parent\n"
        f"cell = parent.start({runner.isolation!r}, Limits(wall_seconds=100, cpu_seconds=100))\n"
        "parent.ready(cell)\nparent.ready = lambda cell: print('ready', flush=True)\n"
        "parent.work(cell, Job('while True: pass'))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as host:
        assert host.stdout is not None
        assert host.stdout.readline() == b"ready\n"
        time.sleep(0.3)
        left = below(host.pid)
        assert left
        host.kill()
    deadline = time.monotonic() + 30
    while any(map(running, left)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not [process for process in left if running(process)]


def test_run_uses_one_shared_runner() -> None:
    outcome = runner_package.run("print(input())", "hello", Limits(wall_seconds=60))
    assert (outcome.stdout, outcome.reason) == ("hello\n", "finished")
    assert runner_package.shared() is runner_package.shared()


def test_limits_name_the_range() -> None:
    with pytest.raises(ValueError, match=r"^wall_seconds must be between 0.01 and 86400, but is 0$"):
        Limits(wall_seconds=0)
    with pytest.raises(ValueError, match=r"^memory_bytes must be between 67108864 and 1099511627776, but is 1$"):
        Limits(memory_bytes=1)


def test_without_any_isolation_nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner_package, "_unsafe", prove.unsafe)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Problem) as refused:
        Runner(isolation="bubblewrap")
    assert str(refused.value) == (
        "Programs cannot be run safely on this machine, so none is run. bubblewrap: bwrap is not installed.\n"
        "Install bubblewrap (apt-get install bubblewrap), or allow user namespaces, or use Linux 6.2 or newer."
    )


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_system_call_numbers_are_the_kernels(machine: str) -> None:
    headers = {
        "x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
        "aarch64": "/usr/include/asm-generic/unistd.h",
    }
    if not Path(headers[machine]).exists():
        pytest.skip(f"{headers[machine]} is missing")
    known = {}
    for line in Path(headers[machine]).read_text().splitlines():
        match line.split():
            case ["#define", name, number] if name.startswith("__NR") and number.isdigit():
                known[name.removeprefix("__NR3264_").removeprefix("__NR_")] = int(number)
    known.setdefault("newfstatat", known.get("fstatat", -1))
    entries = [*seccomp.CONDITIONAL, *seccomp.THREAD, *seccomp.REFUSED]
    table = seccomp.numbers(",".join([seccomp.ALLOWED, seccomp.WHERE_MOUNTED, *entries]), machine)
    assert table == {name: known[name] for name in table}
    assert max(table.values()) < seccomp.NEWER


def test_a_cell_that_cannot_be_shut_in_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "setup", lambda *_: {})  # any fault inside the cell
    assert prove.unsafe("landlock") == "KeyError: 'isolation'"
