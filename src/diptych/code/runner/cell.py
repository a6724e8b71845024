"""The inside: shuts itself in, waits for a job, runs it as a child process and reports how the kernel says it ended.

The runner hands this code through a pipe to a bare interpreter, so that the cell needs no file of ours. Two processes
take part: the warden, which is trusted and never sees a byte of the program's making, and the program.
"""

from __future__ import annotations

import importlib.machinery
import os
import resource
import select
import struct
import sys
import time

from diptych.code.runner import kernel

TYPE_CHECKING = False  # as in typing, which takes longer to import than all the rest; so does signal
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO

    Setup = dict[str, Any]

REPORT = "<iiddqd"  # wait status, cause, CPU seconds, wall seconds, peak bytes, zero
NO_CAUSE, WALL, FOLDER, TOLD = range(4)
KILL, FILE_TOO_LARGE = 9, 25
ANSWERS = 3  # the program's descriptor for them
MEMORY_SIGNAL = 63  # a real-time signal; how a program ends that leaves a MemoryError unhandled
LOOK_SECONDS = 0.02  # how often the warden looks at the folder


def main(control: BinaryIO, report: int, answers: int, receive: Callable[[], Setup]) -> None:
    """Runs one job; `receive` gives the next message from the runner, and `control` ends when the runner does."""
    setup = receive()
    shut_in(setup)
    os.write(report, b"r")
    job = receive()
    started = time.monotonic()
    program = os.fork()
    if program == 0:
        control.close()  # from 3.13 on Python complains of a file whose descriptor was closed underneath
        lock(setup, answers)
        perform(job)
        return
    os.close(answers)
    cause = watch(program, control.fileno(), setup)
    _, status, usage = os.wait4(program, 0)
    cpu = usage.ru_utime + usage.ru_stime
    os.write(report, struct.pack(REPORT, status, cause, cpu, time.monotonic() - started, usage.ru_maxrss * 1024, 0))
    os._exit(0)


# The warden


def shut_in(setup: Setup) -> None:
    """All that takes privileges; afterwards there are none, and the only folder is the program's."""
    root = os.getuid() == 0
    if setup["isolation"] == "namespaces":
        enter_namespaces(setup, root)
    os.chdir(setup["folder"])
    if root and setup["isolation"] != "landlock":
        # A number that owns nothing and that no one else has, so that its processes can be counted.
        os.chown(".", setup["nobody"], setup["nobody"])
        os.setgroups([])
        os.setresgid(*[setup["nobody"]] * 3)
        os.setresuid(*[setup["nobody"]] * 3)
    kernel.drop_capabilities()
    if setup["isolation"] != "landlock":
        kernel.die_with_parent()


def enter_namespaces(setup: Setup, root: bool) -> None:
    """This process waits outside; the one that returns is the first of a world with nothing else in it."""
    user, group = os.getuid(), os.getgid()
    spaces = kernel.NEW_MOUNTS | kernel.NEW_CGROUP | kernel.NEW_UTS | kernel.NEW_IPC
    kernel.unshare(spaces | kernel.NEW_PROCESSES | kernel.NEW_NETWORK | (0 if root else kernel.NEW_USER))
    if not root:
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{name}", "w") as map_file:
                map_file.write(text)
    warden = os.fork()
    if warden:
        os.closerange(0, os.sysconf("SC_OPEN_MAX"))
        os.waitpid(warden, 0)
        os._exit(0)
    kernel.die_with_parent()
    kernel.new_root("/tmp", setup["read"], setup["hidden"], setup["devices"], setup["links"])
    kernel.own_folder(setup["folder"], setup["folder_bytes"], setup["folder_files"])


def watch(program: int, control: int, setup: Setup) -> int:
    """Waits for the program's end, or brings it about: time is up, the folder is full, the runner is gone."""
    deadline = time.monotonic() + setup["wall_seconds"]
    ended = os.pidfd_open(program)
    poll = select.poll()
    poll.register(ended, select.POLLIN)
    poll.register(control, select.POLLIN)
    cause = NO_CAUSE
    while cause == NO_CAUSE:
        left = deadline - time.monotonic()
        ready = [descriptor for descriptor, _ in poll.poll(max(0.0, min(left, LOOK_SECONDS)) * 1000)]
        if ended in ready:
            return NO_CAUSE
        if control in ready:
            cause = TOLD
        elif left <= 0:
            cause = WALL
        elif too_full(setup):
            cause = FOLDER
    os.kill(program, KILL)
    return cause


def too_full(setup: Setup) -> bool:
    """Whether the own folder holds more bytes or entries than it may."""
    waiting, size, count = ["."], 0, 0
    while waiting and size <= setup["folder_bytes"] and count <= setup["folder_files"]:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    count += 1
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        size += entry.stat(follow_symlinks=False).st_blocks * 512
        except FileNotFoundError:  # the program is quicker
            continue
        except OSError:  # deeper than a path can be long
            return True
    return size > setup["folder_bytes"] or count > setup["folder_files"]


# The program


def lock(setup: Setup, answers: int) -> None:
    """The program's process: nothing of the warden's remains but the interpreter; limits, then the last locks."""
    kernel.die_with_parent()
    os.dup2(answers, ANSWERS)
    os.closerange(ANSWERS + 1, os.sysconf("SC_OPEN_MAX"))
    os.setsid()
    for name, value in setup["rlimits"].items():
        resource.setrlimit(getattr(resource, name), value)
    kernel.libc.signal(FILE_TOO_LARGE, 0)  # Python ignores it; the default ends the process
    os.environ.clear()
    kernel.no_new_privileges()
    if setup["landlock"]:
        # Python remembers what its folders hold, so that it needs to list none of them again.
        importlib.machinery.PathFinder.find_spec("diptych")
        kernel.landlock(setup["folder"], setup["around"], setup["devices"], setup["landlock"])
    kernel.seccomp(setup["filter"].replace(struct.pack("<I", setup["program"]), struct.pack("<I", os.getpid())))


class ProgramSource:
    """Gives tracebacks and `inspect` the program's lines, since there is no file."""

    def __init__(self, program: str) -> None:
        self.program = program

    def get_source(self, name: str) -> str:
        return self.program


def perform(job: Setup) -> None:
    """Runs the program as `python program.py` would, then evaluates what is asked and answers it."""
    main_module = type(sys)("__main__")
    names = main_module.__dict__
    names.update(__file__="program.py", __loader__=ProgramSource(job["program"]))
    for name in [name for name in sys.modules if name.startswith("diptych")]:
        del sys.modules[name]
    sys.modules["__main__"] = main_module
    sys.argv = ["program.py"]
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # what was printed survives a kill
    try:
        exec(compile(job["program"], "program.py", "exec"), names)
        for expression in job["ask"]:
            with open(ANSWERS, "wb", closefd=False) as answers:
                answers.write(answer(expression, names).encode("utf-8", "backslashreplace").hex().encode() + b"\n")
    except SystemExit:
        raise
    except BaseException as error:
        show(error)
        if isinstance(error, MemoryError):
            os.kill(os.getpid(), MEMORY_SIGNAL)
        raise SystemExit(1) from None


def answer(expression: str, names: Setup) -> str:
    try:
        return repr(eval(expression, names))
    except Exception as error:
        return f"raise {type(error).__name__}"


def show(error: BaseException) -> None:
    """The traceback on stderr, from the program's own first line on."""
    trace = error.__traceback__.tb_next if error.__traceback__ else None
    if sys.excepthook is not sys.__excepthook__:
        sys.excepthook(type(error), error, trace)
        return
    import traceback  # costs 8 ms, so only now

    traceback.print_exception(type(error), error, trace, limit=-100)  # a million frames would take their time
