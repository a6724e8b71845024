"""The library of a training: vocabulary, shelf and finder, made from the world once and kept beside its run."""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from diptych.code.data import shelf as shelves
from diptych.code.data.finder import Finder, Labels
from diptych.code.data.shelf import Stored
from diptych.code.data.tokens import Subwords
from diptych.code.data.tokens.subwords import FORMAT
from diptych.code.data.units import Coder
from diptych.errors import Problem
from diptych.files import atomic

EPOCH = (1980, 1, 1, 0, 0, 0)  # the date of every part, so that the same library has the same bytes


@dataclass(frozen=True)
class Library:
    """What a net looks things up in. `about` holds what else belongs to the weights, such as the calibration."""

    vocabulary: Subwords
    shelf: list[Stored]
    labels: Labels
    tables: Mapping[str, NDArray[np.generic]]

    def coder(self) -> Coder:
        return Coder(self.vocabulary)

    def finder(self) -> Finder:
        return Finder(self.shelf, self.labels, self.tables)

    @property
    def identity(self) -> str:
        """A hash of everything in it."""
        digest = hashlib.sha256()
        for _, content in self._parts():
            digest.update(content)
        return digest.hexdigest()[:16]

    def save(self, path: Path) -> None:
        """Write the library as one ZIP file of JSON and NumPy arrays."""
        with atomic(path) as partial, ZipFile(partial, "w", ZIP_DEFLATED, compresslevel=9) as file:
            for name, content in self._parts():
                info = _member(name)
                file.writestr(info, content, ZIP_DEFLATED, 9)

    def _parts(self) -> Iterator[tuple[str, bytes]]:
        yield "vocabulary.json", _json({"format": FORMAT, "merges": self.vocabulary.merges})
        yield "labels.json", _json(asdict(self.labels))
        yield "shelf.jsonl", b"\n".join(_json(asdict(pair)) for pair in self.shelf)
        for name, table in sorted(self.tables.items()):
            with io.BytesIO() as content:
                np.lib.format.write_array(content, np.ascontiguousarray(table), allow_pickle=False)
                yield f"{name}.npy", content.getvalue()

    @classmethod
    def load(cls, path: Path) -> "Library":
        """Read a library that `save` wrote."""
        try:
            with ZipFile(path) as file:
                labels = json.loads(file.read("labels.json"))
                return cls(
                    Subwords.from_json(json.loads(file.read("vocabulary.json")), str(path)),
                    [shelves.from_json(json.loads(line)) for line in file.read("shelf.jsonl").splitlines()],
                    Labels(**{name: tuple(value) for name, value in labels.items()}),
                    {
                        name.removesuffix(".npy"): _array(file.read(name))
                        for name in file.namelist()
                        if ".npy" in name
                    },
                )
        except FileNotFoundError:
            raise Problem(f"{path}: there is no library here. Train first: diptych code train RUN") from None
        except (KeyError, ValueError, OSError, BadZipFile) as error:
            raise Problem(f"{path}: not a library of diptych, or torn ({error}). Train again.") from None


def _member(name: str) -> ZipInfo:
    return ZipInfo(name, EPOCH)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _array(content: bytes) -> NDArray[np.generic]:
    with io.BytesIO(content) as file:
        return np.asarray(np.lib.format.read_array(file, allow_pickle=False))
