"""What goes into the runner and what comes out: limits, a job, an outcome."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from diptych.code.runner.explain import EndKind

MIB = 1024 * 1024

Isolation = Literal["bubblewrap", "namespaces", "landlock"]
"""How a program is shut in; the first that proves itself is taken, in this order."""

Reason = Literal["finished", "error", "timeout", "memory", "output", "files", "killed"]
"""Why a program ended. `finished`: exit code 0. `error`: any other exit code, so also an exception.
`timeout`: wall or CPU seconds. `memory`: a MemoryError that the program did not handle.
`output`: too many bytes printed. `files`: a file or its folder grew too large. `killed`: a signal, as in a crash."""


@dataclass(frozen=True)
class Limits:
    """What one program may use. It is always a single process; it never starts another."""

    wall_seconds: float = 5.0
    """From the first line of the program to its end, 0.01..86400."""
    cpu_seconds: int = 5
    """Whole seconds, because the kernel counts no finer, 1..86400."""
    memory_bytes: int = 512 * MIB
    """Address space of the process, interpreter included, from 64 MiB."""
    output_bytes: int = MIB
    """stdout, stderr and answers together, from 1."""
    file_bytes: int = 8 * MIB
    """The largest single file, from 1."""
    folder_bytes: int = 32 * MIB
    """All files in the program's own folder, from 4096."""
    folder_files: int = 1000
    """Files and folders in it, from 1."""
    threads: int = 16
    """Threads of the process, its first included, from 1. Isolation `landlock` cannot count them and allows one."""

    def __post_init__(self) -> None:
        lowest = {
            "wall_seconds": 0.01,
            "cpu_seconds": 1,
            "memory_bytes": 64 * MIB,
            "output_bytes": 1,
            "file_bytes": 1,
            "folder_bytes": 4096,
            "folder_files": 1,
            "threads": 1,
        }
        for name, low in lowest.items():
            high = 86400 if name.endswith("_seconds") else 1 << 40
            if not low <= getattr(self, name) <= high:
                raise ValueError(f"{name} must be between {low} and {high}, but is {getattr(self, name)}")


@dataclass(frozen=True)
class Job:
    """A program, the text it reads from stdin, and expressions to evaluate in it when its last line is done."""

    program: str
    stdin: str = ""
    ask: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How a program ended. Every field but the three texts is what the kernel said, never what the program said."""

    reason: Reason
    exit_code: int | None
    """As a shell's, or minus the signal that ended it; None when nothing could be learned."""
    stdout: str
    stderr: str
    answers: tuple[str, ...] = field(default=())
    """One for each expression asked: its `repr`, or `raise ValueError` for the exception it raised. Fewer when
    the program ended before. Compare them with what you expect, which the program never sees: then leaving by
    `sys.exit(0)` or printing a marker gains nothing."""
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    peak_bytes: int = 0
    """Largest resident memory, interpreter included."""

    @property
    def kind(self) -> "EndKind":
        """What kind of ending it was, in one word: see `explain.Kind`."""
        return self._explained()[0]

    @property
    def words(self) -> str:
        """What happened, as a sentence for someone who did not write the program."""
        return self._explained()[1]

    def _explained(self) -> "tuple[EndKind, str]":
        from diptych.code.runner.explain import explain

        return explain(self)

    def __str__(self) -> str:
        """One line: `finished with exit code 0 (0.02 s CPU, 0.03 s wall, 12.1 MiB)`."""
        code = self.exit_code
        how = "" if code is None else f" with exit code {code}" if code >= 0 else f" by signal {-code}"
        return (
            f"{self.reason}{how} ({self.cpu_seconds:.2f} s CPU, {self.wall_seconds:.2f} s wall, "
            f"{self.peak_bytes / MIB:.1f} MiB)"
        )
