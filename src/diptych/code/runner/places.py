"""The few files of this machine that a program must be able to read: the Python that runs it, and no more."""

import functools
import json
import os
import struct
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Packages of ours and of the user stay outside: -S leaves site-packages out, -P the current folder. The interpreter
# is told nothing but the hash seed, so that a program which prints a set prints the same twice.
FLAGS = ("-s", "-P", "-S", "-B", "-X", "utf8")
ENVIRONMENT = {"PYTHONHASHSEED": "0"}

DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
OPTIONAL = ("/etc/ld.so.cache", "/usr/share/zoneinfo")
LINKS = ("/lib", "/lib64", "/usr/lib64")  # where the loader looks first; links into /usr on today's systems
PACKAGES = ("site-packages", "dist-packages")  # below the standard library, or below the folder of its libraries

# Prints the folders of every library that the standard library's extension modules need.
PROBE = """
import json, os
for name in "bz2 ctypes curses dbm decimal hashlib lzma pyexpat readline sqlite3 ssl uuid zlib".split():
    try:
        __import__(name)
    except ImportError:
        pass
with open("/proc/self/maps") as maps:
    mapped = {line.split(maxsplit=5)[5].strip() for line in maps if "/" in line}
print(json.dumps(sorted({os.path.dirname(path) for path in mapped if ".so" in os.path.basename(path)})))
"""


@dataclass(frozen=True)
class Places:
    """Paths that a program may read (`read`) but for the installed packages in them (`hidden`), devices it may also
    write to, and links to make (path, target)."""

    python: str
    read: tuple[str, ...]
    hidden: tuple[str, ...]
    devices: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


@functools.cache
def places() -> Places:
    """What this interpreter needs, without the packages installed beside it by a virtual environment."""
    python = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    bare = subprocess.run([python, *FLAGS, "-c", PROBE], env=ENVIRONMENT, check=True, capture_output=True, text=True)
    installed = {"installed_base": sys.base_prefix, "base": sys.base_prefix, "platbase": sys.base_prefix}
    stdlib = {os.path.realpath(sysconfig.get_path(name, vars=installed)) for name in ("stdlib", "platstdlib")}
    wanted = {python, loader(Path(python)), *stdlib, *json.loads(bare.stdout), *OPTIONAL}
    links = tuple((link, os.readlink(link)) for link in LINKS if os.path.islink(link))
    # A folder inside another one that is wanted comes with it.
    read = sorted(path for path in wanted if path and os.path.exists(path))
    outer = [path for path in read if not any(path.startswith(other + "/") for other in read)]
    devices = tuple(path for path in DEVICES if os.path.exists(path))
    return Places(python, tuple(outer), tuple(sorted(packages(outer))), devices, links)


def packages(folders: list[str]) -> Iterator[str]:
    """The folders of installed packages inside `folders`: this Python's, and those of others beside it."""
    for folder in map(Path, folders):
        for name in PACKAGES:
            yield from (str(path) for path in (*folder.glob(name), *folder.glob(f"*/{name}")) if path.is_dir())


def around(path: str, hidden: tuple[str, ...]) -> Iterator[str]:
    """Paths that together hold all of `path` but what is `hidden`; Landlock knows no exceptions inside a folder."""
    if path in hidden:
        return
    if not any(other.startswith(path + "/") for other in hidden):
        yield path
        return
    for entry in os.scandir(path):
        if os.path.exists(entry.path):  # a link may lead nowhere
            yield from around(entry.path, hidden)


def loader(program: Path) -> str:
    """The dynamic loader that an ELF file names, in its true folder; empty for a static program."""
    data = program.read_bytes()
    start, size, count = *struct.unpack_from("<Q", data, 32), *struct.unpack_from("<HH", data, 54)
    for header in range(start, start + size * count, size):
        kind, offset, length = *struct.unpack_from("<I", data, header), *struct.unpack_from("<8xQ16xQ", data, header)
        if kind == 3:  # PT_INTERP
            folder, name = os.path.split(data[offset : offset + length].rstrip(b"\0").decode())
            return os.path.join(os.path.realpath(folder), name)
    return ""
