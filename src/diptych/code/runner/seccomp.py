"""The system calls that a computing program needs, as a filter for the kernel. Everything else is refused.

An allow list, because a list of refusals is out of date with the next kernel: no socket to the outside, no other
process, no exec, no ptrace, no signal but to itself, no namespaces, no mounts, no io_uring, no bpf, no keys.
"""

import errno
import platform
import struct
from collections.abc import Iterator

# A name and its number on x86_64 and on aarch64 ("-": that machine lacks it), from the kernel's own headers.
ALLOWED = """
read 0 63, write 1 64, pread64 17 67, pwrite64 18 68, readv 19 65, writev 20 66, preadv 295 69, pwritev 296 70,
preadv2 327 286, pwritev2 328 287, lseek 8 62, open 2 -, openat 257 56, close 3 57, close_range 436 436, dup 32 23,
dup2 33 -, dup3 292 24, stat 4 -, fstat 5 80, lstat 6 -, newfstatat 262 79, statx 332 291, statfs 137 43,
fstatfs 138 44, access 21 -, faccessat 269 48, faccessat2 439 439, readlink 89 -, readlinkat 267 78,
getdents64 217 61, getcwd 79 17, chdir 80 49, fchdir 81 50, mkdir 83 -, mkdirat 258 34, rmdir 84 -, unlink 87 -,
unlinkat 263 35, rename 82 -, renameat 264 38, renameat2 316 276, link 86 -, linkat 265 37, symlink 88 -,
symlinkat 266 36, umask 95 166, ftruncate 77 46, fallocate 285 47, fsync 74 82, fdatasync 75 83, fadvise64 221 223,
sendfile 40 71, copy_file_range 326 285, pipe 22 -, pipe2 293 59, flock 73 32,
brk 12 214, mmap 9 222, munmap 11 215, mprotect 10 226, mremap 25 216, madvise 28 233, msync 26 227, mincore 27 232,
exit 60 93, exit_group 231 94, getpid 39 172, gettid 186 178, getppid 110 173, getuid 102 174, geteuid 107 175,
getgid 104 176, getegid 108 177, getresuid 118 148, getresgid 120 150, getgroups 115 158, getpgid 121 155,
getpgrp 111 -, getsid 124 156, wait4 61 260, waitid 247 95, times 100 153, getrusage 98 165, sysinfo 99 179,
uname 63 160, getrlimit 97 163, setrlimit 160 164, getpriority 140 141, sched_yield 24 124, sched_getaffinity 204 123,
sched_getparam 143 121, sched_getscheduler 145 120, sched_get_priority_max 146 125, sched_get_priority_min 147 126,
getcpu 309 168, clock_gettime 228 113, clock_getres 229 114, clock_nanosleep 230 115, nanosleep 35 101,
gettimeofday 96 169, time 201 -, getitimer 36 102, setitimer 38 103, alarm 37 -, timer_create 222 107,
timer_settime 223 110, timer_gettime 224 108, timer_delete 226 111, timer_getoverrun 225 109, timerfd_create 283 85,
timerfd_settime 286 86, timerfd_gettime 287 87, pause 34 -,
rt_sigaction 13 134, rt_sigprocmask 14 135, rt_sigreturn 15 139, rt_sigpending 127 136, rt_sigtimedwait 128 137,
rt_sigsuspend 130 133, sigaltstack 131 132, restart_syscall 219 128, futex 202 98, futex_waitv 449 449,
set_robust_list 273 99, set_tid_address 218 96, rseq 334 293, membarrier 324 283, arch_prctl 158 -, getrandom 318 278,
poll 7 -, ppoll 271 73, select 23 -, pselect6 270 72, epoll_create 213 -, epoll_create1 291 20, epoll_ctl 233 21,
epoll_wait 232 -, epoll_pwait 281 22, epoll_pwait2 441 441, eventfd 284 -, eventfd2 290 19, signalfd4 289 74,
sendto 44 206, recvfrom 45 207, shutdown 48 210
"""
# Landlock does not guard these, so they are allowed only where other files cannot be reached, or not be changed.
WHERE_MOUNTED = """
chmod 90 -, fchmod 91 52, fchmodat 268 53, truncate 76 45, utime 132 -, utimes 235 -, futimesat 261 -,
utimensat 280 88
"""

PROGRAM = 0x7FFF0001  # stands for the program's own process number until it is known, inside

# name, numbers: (which argument, mask, allowed values), all of which must hold.
EVERY_BIT = 0xFFFFFFFF
CONDITIONAL = {
    "kill 62 129": ((0, EVERY_BIT, (PROGRAM,)),),
    "tgkill 234 131": ((0, EVERY_BIT, (PROGRAM,)),),
    "prlimit64 302 261": ((0, EVERY_BIT, (0, PROGRAM)),),
    "prctl 157 167": ((0, EVERY_BIT, (15, 16)),),  # the thread's name
    # Copy and flag descriptors, lock files; not F_SETOWN, which makes the kernel send signals to others.
    "fcntl 72 25": ((1, EVERY_BIT, (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)),),
    # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
    "ioctl 16 29": ((1, EVERY_BIT, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),),
    # A pair of connected Unix streams, which asyncio needs; a datagram one could still write to other sockets.
    "socketpair 53 199": ((0, EVERY_BIT, (1,)), (1, 0xF, (1,))),
}
THREAD = {"clone 56 220": ((0, 0x00010000, (0x00010000,)),)}
# These look like a limit that is reached, and like an old kernel, so that libraries fall back or report it well.
REFUSED = {
    "clone 56 220": errno.EAGAIN,
    "fork 57 -": errno.EAGAIN,
    "vfork 58 -": errno.EAGAIN,
    "clone3 435 435": errno.ENOSYS,
}
NEWER = 450  # from here on the table knows nothing

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, JUMP_EQUAL, JUMP_FROM, AND, RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
Instruction = tuple[int, int, int, int]


def supported() -> bool:
    """Whether this machine's system calls are in the table."""
    return platform.machine() in MACHINES


def numbers(text: str, machine: str) -> dict[str, int]:
    """Name to number of `name x86_64 aarch64, …`, without those that the machine lacks."""
    column = MACHINES[machine][0]
    rows = [entry.split() for entry in text.split(",")]
    return {row[0]: int(row[1 + column]) for row in rows if row[1 + column] != "-"}


def filter_bytes(mounted: bool, threads: bool, machine: str = platform.machine()) -> bytes:
    """The filter as the kernel reads it. `mounted`: no file of the host can be changed; `threads`: may be started."""
    return b"".join(struct.pack("<HBBI", *step) for step in instructions(mounted, threads, machine))


def instructions(mounted: bool, threads: bool, machine: str) -> Iterator[Instruction]:
    """The filter, step by step: (code, jump if true, jump if false, constant)."""
    yield LOAD, 0, 0, 4  # another architecture's calls have other numbers: end at once
    yield JUMP_EQUAL, 1, 0, MACHINES[machine][1]
    yield RETURN, 0, 0, KILL
    yield LOAD, 0, 0, 0
    yield JUMP_FROM, 0, 1, NEWER
    yield RETURN, 0, 0, ERRNO | errno.ENOSYS
    for number in numbers(ALLOWED + ("," + WHERE_MOUNTED if mounted else ""), machine).values():
        yield JUMP_EQUAL, 0, 1, number
        yield RETURN, 0, 0, ALLOW
    for text, conditions in {**CONDITIONAL, **(THREAD if threads else {})}.items():
        refusal = REFUSED.get(text, errno.EPERM)
        for number in numbers(text, machine).values():
            body = list(checks(conditions, refusal))
            yield JUMP_EQUAL, 0, len(body), number
            yield from body
    for text, refusal in REFUSED.items():
        for number in numbers(text, machine).values():
            yield JUMP_EQUAL, 0, 1, number
            yield RETURN, 0, 0, ERRNO | refusal
    yield RETURN, 0, 0, ERRNO | errno.EPERM


def checks(conditions: tuple[tuple[int, int, tuple[int, ...]], ...], refusal: int) -> Iterator[Instruction]:
    """Steps that allow a call when every condition holds. Only the low half counts: so it is for these arguments."""
    for argument, mask, values in conditions:
        yield LOAD, 0, 0, 16 + 8 * argument
        yield AND, 0, 0, mask
        for left, value in zip(range(len(values), 0, -1), values, strict=True):
            yield JUMP_EQUAL, left, 0, value
        yield RETURN, 0, 0, ERRNO | refusal
    yield RETURN, 0, 0, ALLOW
