"""Archives written front to back, the same bytes whoever writes: no clock, no owner, no compression, no seeking."""

import struct
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

Add = Callable[[str, bytes], None]  # name and content of a member

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
END64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR = struct.Struct("<4sLQL")
UTF8, DATE, MODE = 1 << 11, (1 << 5) | 1, 0o100644 << 16  # 1 January 1980, an ordinary file
MOST16, MOST32 = 0xFFFF, 0xFFFFFFFF


@contextmanager
def writing(name: str, file: BinaryIO) -> Iterator[Add]:
    """Yield what adds a member to the archive `name`, a .zip or a .tar, of any length."""
    with (_tar if name.endswith(".tar") else _zip)(file) as add:
        yield add


@contextmanager
def _zip(file: BinaryIO) -> Iterator[Add]:
    directory = bytearray()
    place = count = 0

    def add(name: str, content: bytes) -> None:
        nonlocal place, count
        encoded, crc, size = name.encode(), zlib.crc32(content), len(content)
        facts = (UTF8, 0, 0, DATE, crc, size, size, len(encoded))
        file.write(LOCAL.pack(b"PK\3\4", 20, *facts, 0) + encoded)
        file.write(content)
        far = struct.pack("<2HQ", 1, 8, place) if place >= MOST32 else b""
        needs = 45 if far else 20
        head = (b"PK\1\2", 3 << 8 | needs, needs, *facts, len(far), 0, 0, 0, MODE, min(place, MOST32))
        directory.extend(CENTRAL.pack(*head) + encoded + far)
        place += LOCAL.size + len(encoded) + size
        count += 1

    yield add
    file.write(directory)
    if count >= MOST16 or place >= MOST32 or len(directory) >= MOST32:
        file.write(END64.pack(b"PK\6\6", END64.size - 12, 45, 45, 0, 0, count, count, len(directory), place))
        file.write(LOCATOR.pack(b"PK\6\7", 0, place + len(directory), 1))
    counted = min(count, MOST16)
    file.write(END.pack(b"PK\5\6", 0, 0, counted, counted, min(len(directory), MOST32), min(place, MOST32), 0))


@contextmanager
def _tar(file: BinaryIO) -> Iterator[Add]:
    place = 0

    def add(name: str, content: bytes) -> None:
        nonlocal place
        facts = tarfile.TarInfo(name)
        facts.size = len(content)
        block = facts.tobuf(tarfile.USTAR_FORMAT) + content
        block += bytes(-len(block) % tarfile.BLOCKSIZE)
        file.write(block)
        place += len(block)

    yield add
    end = 2 * tarfile.BLOCKSIZE
    file.write(bytes(end + -(place + end) % tarfile.RECORDSIZE))
