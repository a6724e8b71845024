"""The self-test: before anything else runs, programs try to get out, and none may."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from diptych.code.runner import kernel, parent, seccomp
from diptych.code.runner.attempts import ASK, ATTEMPTS, CHEATS, RIGHT
from diptych.code.runner.outcome import MIB, Isolation, Job, Limits, Outcome

# Small, so that running into them takes no time; the attempts go well beyond each.
TIGHT = Limits(
    wall_seconds=1.0, cpu_seconds=1, memory_bytes=128 * MIB, output_bytes=64 * 1024, file_bytes=MIB,
    folder_bytes=4 * MIB, folder_files=100, threads=4,
)  # fmt: skip

# What must work, or holding everything back would pass for safety.
HONEST = Job(
    "import asyncio, collections, datetime, decimal, json, math, random, re, statistics, sys\n"
    "open('note', 'w').write(sys.stdin.read())\n"
    "asyncio.run(asyncio.sleep(0))\n"
    "print(open('note').read(), file=sys.stderr)\n"
    "print(json.dumps({'root': math.isqrt(81)}))\n"
    "solve = lambda n: n * n\n",
    stdin="a line",
    ask=(ASK,),
)


@dataclass(frozen=True)
class Bait:
    """Things of this machine that a program could read, write, reach or hurt if it were not shut in."""

    secret: str
    folder: Path
    listeners: dict[str, socket.socket]
    victim: subprocess.Popen[bytes]
    descriptor: int

    def prelude(self) -> str:
        """The names that the attempts use, as one line of Python."""
        values = {
            "SECRET": str(self.folder / "secret"),
            "OUTSIDE": str(self.folder / "open" / "outside"),
            "TCP": self.listeners["TCP"].getsockname()[1],
            "UDP": self.listeners["UDP"].getsockname()[1],
            "UNIX": str(self.folder / "open" / "unix"),
            "ABSTRACT": self.listeners["abstract"].getsockname(),
            "VICTIM": self.victim.pid,
            "DESCRIPTOR": self.descriptor,
        }
        return "; ".join(f"{name} = {value!r}" for name, value in values.items()) + "\n"

    def damage(self) -> str:
        """What was taken, in words; empty when all is as it was."""
        for name, listener in self.listeners.items():
            with suppress(BlockingIOError):
                listener.recv(100) if name == "UDP" else listener.accept()[0].close()
                return f"something came in by {name}"
        if self.victim.poll() is not None:
            return "another process was killed"
        return "a file was written outside" if (self.folder / "open" / "outside").exists() else ""


@contextmanager
def bait() -> Iterator[Bait]:
    """Lays the bait and takes it up again."""
    folder = Path(tempfile.mkdtemp(prefix="diptych-bait-"))
    secret = secrets.token_hex()
    (folder / "secret").write_text(secret)
    (folder / "open").mkdir()
    folder.chmod(0o755)
    (folder / "open").chmod(0o777)
    listeners = {
        "TCP": socket.create_server(("127.0.0.1", 0)),
        "UDP": socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "Unix socket": socket.socket(socket.AF_UNIX),
        "abstract": socket.socket(socket.AF_UNIX),
    }
    listeners["UDP"].bind(("127.0.0.1", 0))
    listeners["Unix socket"].bind(str(folder / "open" / "unix"))
    (folder / "open" / "unix").chmod(0o777)
    listeners["abstract"].bind("\0diptych-" + secrets.token_hex(8))
    for name, listener in listeners.items():
        listener.setblocking(False)
        if name != "UDP":
            listener.listen()
    victim = subprocess.Popen(["sleep", "600"])
    descriptor = os.open(folder / "secret", os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    try:
        yield Bait(secret, folder, listeners, victim, descriptor)
    finally:
        victim.kill()
        victim.wait()
        os.close(descriptor)
        for listener in listeners.values():
            listener.close()
        shutil.rmtree(folder)


def unsafe(isolation: Isolation) -> str:
    """Why nothing may run under this isolation, in one line; empty when every attempt was held."""
    if missing := lacking(isolation):
        return missing
    try:
        honest = parent.work(parent.start(isolation, Limits(wall_seconds=60, cpu_seconds=60)), HONEST)
    except parent.BrokenCell as error:
        return str(error)
    if (honest.stdout, honest.stderr, honest.answers) != ('{"root": 9}\n', "a line\n", (RIGHT,)):
        return f"an honest program ended with {honest}: {honest.stderr.strip()[-200:]}"

    def run(job: Job) -> Outcome:
        return parent.work(parent.start(isolation, TIGHT), job)

    try:
        return hostile(run)
    except parent.BrokenCell as error:
        return str(error)


def lacking(isolation: Isolation) -> str:
    """What this machine misses for an isolation, in words."""
    if not seccomp.supported():
        return f"system calls of {os.uname().machine} are not known; x86_64 and aarch64 are"
    if isolation == "bubblewrap" and not shutil.which("bwrap"):
        return "bwrap is not installed"
    if isolation == "landlock" and kernel.landlock_version() < 3:
        return f"the kernel's Landlock version is {kernel.landlock_version()}, it must be 3 (Linux 6.2) or newer"
    return ""


def hostile(run: Callable[[Job], Outcome]) -> str:
    """Runs every attempt; the first that got out, in words."""
    with bait() as laid, ThreadPoolExecutor(min(8, 2 * (os.cpu_count() or 1))) as pool:
        tried = {name: Job(laid.prelude() + program) for name, program in ATTEMPTS.items()}
        tried |= {name: Job(laid.prelude() + program, ask=(ASK,)) for name, program in CHEATS.items()}
        for name, outcome in zip(tried, pool.map(run, tried.values()), strict=True):
            if escaped(name, outcome, laid):
                return f"a program got out: {name}"
        if damage := laid.damage():
            return f"a program got out: {damage}"
    return ""


def escaped(name: str, outcome: Outcome, laid: Bait) -> bool:
    """Whether an attempt reached what it wanted."""
    won = outcome.answers == (RIGHT,) if name in CHEATS else outcome.reason == "finished"
    return won or laid.secret in outcome.stdout + outcome.stderr
