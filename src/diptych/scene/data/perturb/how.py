"""How the kernel is compiled: outside the lock of the interpreter, and kept on disk.

Numba's cache looks at the file of a function, not at the files of those it calls: after a change in one file of the
kernel, touch them all.
"""

from typing import Any

from numba import njit

HOW: dict[str, Any] = {"nogil": True, "cache": True}
fast = njit(**HOW)
inlined = njit(inline="always", **HOW)
