"""The outside: starts a cell, hands it a job, collects what it prints, and decides how it ended."""

import fcntl
import functools
import marshal
import os
import random
import selectors
import signal
import struct
import subprocess
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from diptych.code.runner import cell as inside
from diptych.code.runner import kernel, seccomp
from diptych.code.runner.outcome import Isolation, Job, Limits, Outcome, Reason
from diptych.code.runner.places import ENVIRONMENT, FLAGS, Places, around, places

START_SECONDS = 60.0  # a cell that has not shut itself in by then never will; generous, for busy machines
GRACE_SECONDS = 10.0  # the warden keeps the time; this is for a warden that does not
STOP_SECONDS = 0.1  # between two looks at whether a program shall end
SEALED = 0x0001 | 0x0002 | 0x0004 | 0x0008  # seal, shrink, grow, write

# Makes modules of the code that comes first through the pipe, then hands over to cell.main.
BOOT = """
import marshal, sys
control = open(int(sys.argv[1]), "rb")
for name, code in marshal.load(control):
    sys.modules[name] = module = type(sys)(name)
    exec(code, module.__dict__)
module.main(control, int(sys.argv[2]), int(sys.argv[3]), lambda: marshal.load(control))
"""


class BrokenCell(Exception):
    """A cell that could not shut itself in, with the reason in one line."""


@functools.cache
def code() -> bytes:
    """The code of the cell, compiled once."""
    parts = [("diptych.code.runner", compile("", "runner", "exec"))]
    for module in (kernel, inside):
        path = Path(str(module.__file__))
        parts.append((module.__name__, compile(path.read_text(encoding="utf-8"), path.name, "exec")))
    return marshal.dumps(parts)


@dataclass
class Cell:
    """A started interpreter that shuts itself in and then waits for its one job."""

    process: subprocess.Popen[bytes]
    limits: Limits
    stdin: int
    stdout: int
    stderr: int
    control: int
    report: int
    answers: int
    folder: tempfile.TemporaryDirectory[str] | None

    def close(self) -> None:
        """Ends the cell, whatever it does: a warden whose control pipe closes ends its program and itself."""
        for name in ("control", "stdin", "stdout", "stderr", "report", "answers"):
            if getattr(self, name) >= 0:
                os.close(getattr(self, name))
                setattr(self, name, -1)
        try:
            self.process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.folder:
            self.folder.cleanup()


def start(isolation: Isolation, limits: Limits) -> Cell:
    """Starts a cell; it gets ready while we do other things."""
    folder = tempfile.TemporaryDirectory(prefix="diptych-run-") if isolation == "landlock" else None
    path = folder.name if folder else "/box"
    where = places()
    stdin = os.memfd_create("stdin", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    ours, theirs = {}, {}
    for name in ("stdout", "stderr", "report", "answers"):
        ours[name], theirs[name] = os.pipe()
    theirs["control"], ours["control"] = os.pipe()
    passed = [theirs[name] for name in ("control", "report", "answers")]
    command = [where.python, *FLAGS, "-c", BOOT, *map(str, passed)]
    if isolation == "bubblewrap":
        command = bubblewrap(where, path, limits) + command
    try:
        process = subprocess.Popen(
            command, stdin=stdin, stdout=theirs["stdout"], stderr=theirs["stderr"], pass_fds=passed, cwd="/",
            env=ENVIRONMENT,
        )  # fmt: skip
    except OSError as error:
        for descriptor in (stdin, *ours.values()):
            os.close(descriptor)
        raise BrokenCell(f"{command[0]}: {error.strerror}") from None
    finally:
        for descriptor in theirs.values():
            os.close(descriptor)
    started = Cell(process, limits, stdin, folder=folder, **ours)
    tell(started, code() + marshal.dumps(setup(isolation, limits, where, path)))
    return started


def bubblewrap(where: Places, folder: str, limits: Limits) -> list[str]:
    """The command that makes a world of these places only. Root needs no user namespace: the cell drops it later."""
    spaces = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    command = ["bwrap", *(spaces if os.getuid() == 0 else ["--unshare-all"]), "--as-pid-1", "--new-session"]
    for path, target in where.links:
        command += ["--symlink", target, path]
    everything = (*where.read, *where.devices)
    # Its own folders above a file are closed to all but root; so make them before, open.
    for above in sorted({str(each) for path in everything for each in Path(path).parents if str(each) != "/"}):
        command += ["--perms", "0755", "--dir", above]
    for path in where.read:
        command += ["--ro-bind", path, path]
    for path in where.hidden:
        command += ["--perms", "0755", "--tmpfs", path, "--remount-ro", path]
    for path in where.devices:
        command += ["--dev-bind", path, path]
    command += ["--size", str(limits.folder_bytes), "--perms", "0700", "--tmpfs", folder]
    return [*command, "--remount-ro", "/", "--chdir", "/", "--"]


def setup(isolation: Isolation, limits: Limits, where: Places, folder: str) -> dict[str, Any]:
    """All that a cell must know to shut itself in."""
    shared = isolation == "landlock"  # the process and user numbers of the host
    most = {
        "RLIMIT_AS": limits.memory_bytes,
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": limits.file_bytes,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_MEMLOCK": 0,
    }
    rlimits = {name: (value, value) for name, value in most.items()}
    rlimits["RLIMIT_CPU"] = (limits.cpu_seconds, limits.cpu_seconds + 1)  # a signal, then the end
    if not shared:
        rlimits["RLIMIT_NPROC"] = (limits.threads + 1, limits.threads + 1)  # and the warden
    return {
        **asdict(limits),
        "isolation": isolation,
        "folder": folder,
        "read": where.read,
        "hidden": where.hidden,
        "around": tuple(each for path in where.read for each in around(path, where.hidden)),
        "devices": where.devices,
        "links": where.links,
        "nobody": random.SystemRandom().randrange(1 << 30, 1 << 31),
        "rlimits": rlimits,
        "landlock": kernel.landlock_version(),
        "filter": seccomp.filter_bytes(mounted=not shared, threads=not shared),
        "program": seccomp.PROGRAM,
    }


def tell(cell: Cell, message: bytes) -> None:
    """Writes all of a message; a cell that died says why in `ready`."""
    try:
        while message:
            message = message[os.write(cell.control, message) :]
    except BrokenPipeError:
        pass


def ready(cell: Cell) -> None:
    """Waits until the cell is shut in, or raises `BrokenCell` with what it said."""
    with selectors.DefaultSelector() as selector:
        selector.register(cell.report, selectors.EVENT_READ)
        if selector.select(START_SECONDS) and os.read(cell.report, 1) == b"r":
            return
    cell.process.kill()
    message = os.read(cell.stderr, 1 << 16).decode("utf-8", "replace").strip()
    cell.close()
    raise BrokenCell(message.splitlines()[-1] if message else f"the cell ended with {cell.process.returncode}")


def work(cell: Cell, job: Job, stop: threading.Event | None = None) -> Outcome:
    """Gives a cell its job and brings back the outcome. The cell is used up; `stop` ends it early."""
    try:
        ready(cell)
        text = memoryview(job.stdin.encode("utf-8", "surrogatepass"))
        done = 0
        while done < len(text):
            done += os.pwrite(cell.stdin, text[done:], done)
        fcntl.fcntl(cell.stdin, fcntl.F_ADD_SEALS, SEALED)
        tell(cell, marshal.dumps({"program": job.program, "ask": job.ask}))
        return collect(cell, stop)
    finally:
        cell.close()


def collect(cell: Cell, stop: threading.Event | None = None) -> Outcome:
    """Reads until every pipe has ended, which is when no process of the cell is left."""
    started = time.monotonic()
    deadline = started + cell.limits.wall_seconds + GRACE_SECONDS
    texts = {cell.stdout: bytearray(), cell.stderr: bytearray(), cell.answers: bytearray(), cell.report: bytearray()}
    printed, overflow = 0, False
    with selectors.DefaultSelector() as selector:
        for descriptor in texts:
            selector.register(descriptor, selectors.EVENT_READ)
        while selector.get_map():
            left = max(0.0, deadline - time.monotonic())
            events = selector.select(left if stop is None else min(left, STOP_SECONDS))
            if stop is not None and stop.is_set() and cell.control >= 0:
                os.close(cell.control)  # tells the warden to end it
                cell.control = -1
            if not events and time.monotonic() >= deadline:
                cell.process.kill()
                break
            for key, _ in events:
                data = os.read(key.fd, 1 << 16)
                if not data:
                    selector.unregister(key.fd)
                elif key.fd == cell.report:
                    texts[key.fd] += data
                elif not overflow:
                    texts[key.fd] += data[: cell.limits.output_bytes - printed]
                    printed += len(data)
                    if printed > cell.limits.output_bytes:
                        overflow = True
                        os.close(cell.control)  # tells the warden to end it
                        cell.control = -1
    wall = time.monotonic() - started
    stdout, stderr = (texts[each].decode("utf-8", "replace") for each in (cell.stdout, cell.stderr))
    report = bytes(texts[cell.report])
    if len(report) != struct.calcsize(inside.REPORT):
        late = time.monotonic() >= deadline
        reason: Reason = "output" if overflow else "timeout" if late else "killed"
        return Outcome(reason, None, stdout, stderr, wall_seconds=wall)
    status, cause, cpu, wall, peak, _ = struct.unpack(inside.REPORT, report)
    code = os.waitstatus_to_exitcode(status)
    reason = "output" if overflow else decide(code, cause, cpu, cell.limits)
    return Outcome(reason, code, stdout, stderr, unpack(texts[cell.answers]), cpu, wall, peak)


def decide(code: int, cause: int, cpu_seconds: float, limits: Limits) -> Reason:
    """The reason, from the warden's cause and the wait status alone."""
    if cause == inside.WALL:
        return "timeout"
    if cause == inside.FOLDER:
        return "files"
    if code >= 0:
        return "error" if code else "finished"
    if -code == signal.SIGXCPU or (-code == signal.SIGKILL and cpu_seconds >= limits.cpu_seconds):
        return "timeout"
    return {signal.SIGXFSZ.value: "files", inside.MEMORY_SIGNAL: "memory"}.get(-code, "killed")  # type: ignore[return-value]


def unpack(lines: bytearray) -> tuple[str, ...]:
    """The answers; none when a program wrote something else there."""
    try:
        return tuple(bytes.fromhex(line).decode() for line in lines.decode("ascii").splitlines())
    except ValueError:
        return ()
