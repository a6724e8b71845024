"""What Linux offers to shut a process in, called directly. Runs inside the cell, so it imports next to nothing."""

from __future__ import annotations

import ctypes
import os
import struct

TYPE_CHECKING = False  # as in typing, which takes longer to import than all the rest
if TYPE_CHECKING:
    from collections.abc import Sequence

libc = ctypes.CDLL(None, use_errno=True)

# Numbers that all machines share, but for pivot_root.
OPEN_TREE, MOVE_MOUNT, MOUNT_SETATTR, LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_ENFORCE = 428, 429, 442, 444, 445, 446
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}

NEW_MOUNTS, NEW_CGROUP, NEW_UTS, NEW_IPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
NEW_USER, NEW_PROCESSES, NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000
RECURSIVE, EMPTY_PATH, HERE = 0x8000, 0x1000, -100
READ_ONLY, NO_SUID, NO_DEVICES, NO_EXEC = 1, 2, 4, 8
DETACH = 2


def call(name: str, result: int) -> int:
    """The result of a libc call, or the error that the kernel gave, with the call's name."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return result


def pointer(data: bytes) -> ctypes.Array[ctypes.c_char]:
    """The bytes as memory that the kernel can read."""
    return ctypes.create_string_buffer(data, len(data))


def syscall(name: str, number: int, *arguments: object) -> int:
    """A system call for which libc has no function."""
    wide = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return call(name, libc.syscall(ctypes.c_long(number), *wide))


def prctl(name: str, option: int, *arguments: object) -> None:
    wide = [ctypes.c_ulong(each) if isinstance(each, int) else each for each in arguments]
    call(name, libc.prctl(option, *wide, *[ctypes.c_ulong(0)] * (4 - len(wide))))


def die_with_parent() -> None:
    """SIGKILL comes when the thread that started this process ends."""
    prctl("die with the parent", 1, 9)


def drop_capabilities() -> None:
    """Root's powers are gone for good; also those inside a user namespace."""
    header, none = pointer(struct.pack("<Ii", 0x20080522, 0)), pointer(bytes(24))
    call("drop capabilities", libc.capset(header, none))


def no_new_privileges() -> None:
    prctl("no new privileges", 38, 1)


def seccomp(program: bytes) -> None:
    """Installs a filter of system calls, for good."""
    steps = pointer(program)
    length = len(program) // 8
    prctl("seccomp", 22, 2, pointer(struct.pack("<HxxxxxxQ", length, ctypes.addressof(steps))))


def landlock_version() -> int:
    """0 where the kernel has no Landlock."""
    try:
        return syscall("Landlock", LANDLOCK_CREATE, None, 0, 1)
    except OSError:
        return 0


def landlock(folder: str, read: Sequence[str], write: Sequence[str], version: int) -> None:
    """From now on: everything in `folder`, reading below `read`, reading and writing the files `write`, no more."""
    bits = {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)
    every = (1 << bits) - 1
    # Own folder: all but run files, make devices and sockets, control devices.
    own = every & ~(1 | 1 << 6 | 1 << 9 | 1 << 11 | 1 << 15)
    rules = struct.pack("<QQQ", every, 3, 3)[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = syscall("Landlock", LANDLOCK_CREATE, pointer(rules), len(rules), 0)
    allowed = [(folder, own)] + [(path, 4 | 8) for path in read] + [(path, 2 | 4 | every & 1 << 14) for path in write]
    for path, access in allowed:
        inode = os.open(path, os.O_PATH | os.O_CLOEXEC)
        access &= own if os.path.isdir(path) else 2 | 4 | 1 << 14
        rule = pointer(struct.pack("<Qi", access, inode))
        syscall("Landlock rule", LANDLOCK_ADD, ruleset, 1, rule, 0)
        os.close(inode)
    syscall("Landlock", LANDLOCK_ENFORCE, ruleset, 0)
    os.close(ruleset)


def unshare(flags: int) -> None:
    call("new namespaces", libc.unshare(flags))


def mount(kind: bytes, target: bytes, flags: int, data: bytes) -> None:
    call("mount", libc.mount(kind, target, kind, ctypes.c_ulong(flags), data))


def read_only_copy(path: str, device: bool) -> int:
    """A detached, read-only copy of the tree at a path, to be mounted elsewhere."""
    tree = syscall("open tree", OPEN_TREE, HERE, os.fsencode(path), 1 | os.O_CLOEXEC | RECURSIVE)
    attributes = pointer(
        struct.pack("<QQQQ", NO_SUID | NO_EXEC * device | (READ_ONLY | NO_DEVICES) * (not device), 0, 0, 0)
    )
    syscall("mount attributes", MOUNT_SETATTR, tree, b"", EMPTY_PATH | RECURSIVE, attributes, 32)
    return tree


def new_root(
    base: str, read: Sequence[str], hidden: Sequence[str], devices: Sequence[str], links: Sequence[tuple[str, str]]
) -> None:
    """Only these paths remain of the file system, none writable but the devices; those `hidden` are empty."""
    mount(b"none", b"/", 1 << 18 | 1 << 14, b"")  # private and recursive: nothing done here shows outside
    copies = [(path, read_only_copy(path, path in devices)) for path in (*read, *devices)]
    mount(b"tmpfs", os.fsencode(base), NO_SUID | NO_DEVICES, b"mode=755,size=1m")
    os.chdir(base)
    for path, target in links:
        os.makedirs("." + os.path.dirname(path), exist_ok=True)
        os.symlink(target, "." + path)
    for path, tree in copies:
        place = "." + path
        os.makedirs(os.path.dirname(place), exist_ok=True)
        if stat_is_folder(tree):
            os.makedirs(place, exist_ok=True)
        else:
            os.close(os.open(place, os.O_CREAT, 0o600))
        syscall("move mount", MOVE_MOUNT, tree, b"", HERE, os.fsencode(place), 4)
        os.close(tree)
    for path in hidden:
        mount(b"tmpfs", os.fsencode("." + path), READ_ONLY | NO_SUID | NO_DEVICES, b"mode=755,size=4k")
    syscall("pivot root", PIVOT_ROOT[os.uname().machine], b".", b".")
    call("unmount the old root", libc.umount2(b".", DETACH))
    os.chdir("/")


def stat_is_folder(descriptor: int) -> bool:
    return os.fstat(descriptor).st_mode & 0o170000 == 0o040000


def own_folder(path: str, size_bytes: int, files: int) -> None:
    """An empty folder in memory at a path of the new root, which becomes read-only itself."""
    os.mkdir(path)
    options = f"mode=700,size={size_bytes},nr_inodes={files + 1}"
    mount(b"tmpfs", os.fsencode(path), NO_SUID | NO_DEVICES | NO_EXEC, options.encode())
    attributes = pointer(struct.pack("<QQQQ", READ_ONLY, 0, 0, 0))
    syscall("mount attributes", MOUNT_SETATTR, HERE, b"/", 0, attributes, 32)
