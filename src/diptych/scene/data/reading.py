"""Reading one picture of any format, upright, at the precision it was kept in; what cannot be read is a Problem."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps, TiffImagePlugin

from diptych.arrays import Bytes, Floats
from diptych.errors import Problem

Levels = NDArray[Any]  # uint8, uint16 or float32
Transfer = Literal["auto", "srgb", "linear"]

MOST_PX = 89_000_000  # just below where Pillow itself begins to warn
BRIGHTEST = 1024.0  # a float picture above this is not one in 0..1 with highlights
FORMATS = "pip install 'diptych[formats]'"
PLAIN = frozenset(
    {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".apng", ".jfif", ".jpe", ".tga", ".psd"}
    | {".jp2", ".j2k", ".avif", ".ppm", ".pgm", ".pnm", ".pbm", ".dib", ".pcx", ".sgi", ".ico", ".qoi"}
)
HEIF = frozenset({".heic", ".heif", ".hif"})
FLOATS = frozenset({".exr", ".hdr", ".pfm"})
FILM = frozenset({".dpx", ".cin"})
OTHERS = frozenset({".jxl", ".cr2", ".cr3", ".nef", ".arw", ".dng", ".raf", ".orf", ".rw2"})  # known, not read
READ = PLAIN | HEIF | FLOATS | FILM


@dataclass(frozen=True)
class Picture:
    """A picture, upright.

    `levels`: uint8 or uint16 [H, W, 3] of RGB coded for a screen, or float32 [H, W, 3], where 1.0 is white. `linear`:
    are the levels proportional to light, as float pictures of renderers and compositors are? `notes` says what was
    assumed or left out, in words. `profile` is the ICC profile that the file carried.
    """

    levels: Levels
    linear: bool = False
    notes: tuple[str, ...] = ()
    profile: bytes | None = field(default=None, repr=False)

    @cached_property
    def pixels(self) -> Bytes:
        """The picture as nets and eyes take it, uint8 [H, W, 3], coded as sRGB where it was linear."""
        return as_bytes(self.levels, self.linear)

    @property
    def deep(self) -> bool:
        """Does it hold more than 8 bits a channel?"""
        return self.levels.dtype != np.uint8


def read(path: Path, transfer: Transfer = "auto", least_px: int = 0) -> Picture:
    """Read a picture file; see `Picture`.

    `transfer` says what float levels are: `auto` takes EXR and HDR as linear, other formats as coded for a screen.
    A JPEG may come halved while its sides stay above `least_px`.
    """
    ending = path.suffix.lower()
    if ending == ".exr":
        return _floats(path, _exr(path), transfer, linear=True)
    if ending in FLOATS:
        return _floats(path, _decoded(path, _bytes_of(path)), transfer, linear=ending == ".hdr")
    if ending in FILM:
        return _film(path)
    if ending in OTHERS:
        raise Problem(f"{path}: {ending[1:].upper()} files are not read. Save it as PNG or TIFF with 16 bits.")
    if ending in HEIF:
        _needs("pillow_heif", path).register_heif_opener()
    return _plain(path, transfer, least_px)


def as_bytes(levels: Levels, linear: bool) -> Bytes:
    """Levels as `Picture` holds them, as uint8 [H, W, 3]."""
    if levels.dtype == np.uint8:
        return levels
    if levels.dtype == np.uint16:
        return cast(Bytes, cv2.convertScaleAbs(levels, alpha=1 / 257))
    if linear:
        return _CODED[np.sqrt(levels.clip(0, 1) * np.float32(65535) * 65535).astype(np.uint16)]
    return (levels.clip(0, 1) * np.float32(255) + np.float32(0.5)).astype(np.uint8)


def srgb(light: NDArray[Any]) -> NDArray[np.float64]:
    """Light in 0..1 as sRGB codes it, 0..1."""
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 0.0031308) ** (1 / 2.4) - 0.055)


def light(coded: NDArray[Any]) -> NDArray[np.float64]:
    """The inverse of `srgb`."""
    return np.where(coded <= 0.04045, coded / 12.92, ((np.maximum(coded, 0.04045) + 0.055) / 1.055) ** 2.4)


_CODED = np.round(255 * srgb(np.square(np.arange(65536) / 65535))).astype(np.uint8)  # by the square root of light


def check_size(width: int, height: int, name: object) -> None:
    """Refuse what would not fit into memory, before it is decoded."""
    if width * height > MOST_PX:
        raise Problem(
            f"{name}: has {width}×{height} px, {width * height / 1e6:,.0f} million; at most {MOST_PX // 1_000_000}"
            " million are taken. Make it smaller."
        )


def checked_floats(levels: NDArray[Any], name: object) -> Floats:
    """Float levels with NaN as black, refused where they are not in 0..1 with highlights."""
    with np.errstate(over="ignore"):  # what no float32 holds is as bright as can be
        values = np.nan_to_num(np.asarray(levels, np.float32), nan=0.0, posinf=BRIGHTEST, neginf=0.0)
    top = float(values.max(initial=0))
    if top > BRIGHTEST or (top > 200 and np.median(values) > 16):
        raise Problem(f"{name}: holds floats up to {top:g}; 1.0 must be white. Divide by 255, or by 65535.")
    return values


def _floats(path: Path, levels: Floats, transfer: Transfer, linear: bool) -> Picture:
    linear = linear if transfer == "auto" else transfer == "linear"
    taken = "light, linear" if linear else "coded as sRGB"
    return Picture(checked_floats(levels, path), linear, (f"float levels were taken as {taken}; see --transfer",))


def _exr(path: Path) -> Floats:
    """R, G and B of the first part of an OpenEXR file; Y alone is grey."""
    exr = _needs("OpenEXR", path)
    try:
        with exr.File(str(path), separate_channels=True) as file:
            by_name = file.channels() if file.parts else {}  # a part that is damaged is left out
            channels = {name: np.asarray(channel.pixels) for name, channel in by_name.items()}
    except Exception as error:  # OpenEXR's errors have no common type
        raise _unreadable(path, error) from None
    if not channels:
        raise Problem(f"{path}: cannot be read as an image (its pixels are damaged or cut off)")
    grey = channels.get("Y")
    planes = [channels.get(name, grey) for name in "RGB"]
    if any(plane is None or plane.ndim != 2 for plane in planes):
        raise Problem(f"{path}: has the channels {', '.join(sorted(channels))}; R, G and B, or Y, are wanted.")
    height, width = cast(Floats, planes[0]).shape
    check_size(width, height, path)
    return np.dstack(cast(list[Floats], planes)).astype(np.float32)


def _film(path: Path) -> Picture:
    """DPX and Cineon, by FFmpeg."""
    import av

    try:
        with av.open(str(path)) as file:
            stream = file.streams.video[0]
            check_size(stream.width, stream.height, path)
            frame = next(file.decode(stream))
            return Picture(frame.to_ndarray(format="rgb48le", threads=1))
    except (av.error.FFmpegError, StopIteration, IndexError, ValueError) as error:
        raise _unreadable(path, error) from None


def _plain(path: Path, transfer: Transfer, least_px: int) -> Picture:
    try:
        with Image.open(path) as opened:
            check_size(*opened.size, path)
            if least_px and opened.format == "JPEG":
                opened.draft("RGB", (least_px, least_px))
            bits, profile = _bits(path, opened), opened.info.get("icc_profile")
            turn = opened.getexif().get(ExifTags.Base.Orientation, 1)
            opened.load()
            ImageOps.exif_transpose(opened, in_place=True)
            picture: Image.Image = opened
    except Problem:
        raise
    except Image.DecompressionBombError:
        raise Problem(f"{path}: is too large; at most {MOST_PX // 1_000_000} million pixels are taken.") from None
    except Exception as error:  # whatever a decoder may raise on bytes that are broken
        if path.suffix.lower() in (".tif", ".tiff") and (levels := _tiff(path)) is not None:
            return _of_levels(path, levels, transfer, None)
        raise _unreadable(path, error) from None
    if bits > 8 and (picture.mode[0] in "IF" or picture.mode in ("RGB", "RGBA")):
        deep = _deep(path, picture, turn)
        if deep is not None:
            return _of_levels(path, deep, transfer, profile)
    return Picture(np.asarray(picture if picture.mode == "RGB" else picture.convert("RGB")), False, (), profile)


def _of_levels(path: Path, levels: NDArray[Any], transfer: Transfer, profile: bytes | None) -> Picture:
    if levels.dtype.kind == "f":
        return _floats(path, np.asarray(levels, np.float32), transfer, linear=False)
    return Picture(np.ascontiguousarray(levels), False, (), profile)


def _bits(path: Path, opened: Image.Image) -> int:
    """Bits a channel of an opened file, as far as its header tells."""
    if opened.mode.startswith("I;16"):
        return 16
    if opened.mode[0] in "IF":
        return 32
    if isinstance(opened, TiffImagePlugin.TiffImageFile):
        return int(max(np.atleast_1d(opened.tag_v2.get(258, 8))))
    if opened.format == "PNG":
        with path.open("rb") as file:
            return file.read(25)[24]  # of the header that every PNG begins with
    return 8


def _deep(path: Path, picture: Image.Image, turn: int) -> NDArray[Any] | None:
    """The levels [H, W, 3] of a picture with more than 8 bits, upright; None where OpenCV cannot tell them."""
    if picture.mode[0] in "IF":
        return _grey(np.asarray(picture))
    decoded = cv2.imdecode(np.frombuffer(_bytes_of(path), np.uint8), cv2.IMREAD_UNCHANGED)
    if decoded is None or decoded.dtype.kind not in "uf" or decoded.dtype == np.uint8:
        return None
    upright = _turned(_rgb(decoded), turn)
    return upright if upright.shape[1::-1] == picture.size else None


def _grey(levels: NDArray[Any]) -> NDArray[Any]:
    """Grey levels [H, W] of Pillow, as [H, W, 3]: floats, 16 bits, or 32 bits that hold 8 or 16."""
    if levels.dtype.kind != "f":
        if levels.dtype != np.uint16 and levels.max(initial=0) <= 255:
            levels = levels.clip(0, 255).astype(np.uint8)
        else:
            levels = levels.clip(0, 65535).astype(np.uint16)
    return np.repeat(levels[..., None], 3, axis=2)


def _tiff(path: Path) -> NDArray[Any] | None:
    """A TIFF that Pillow does not know, such as one of float RGB; None where OpenCV does not know it either."""
    try:
        levels = cv2.imdecode(np.frombuffer(_bytes_of(path), np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if levels is None or levels.dtype not in (np.uint8, np.uint16, np.float32, np.float64):
        return None
    check_size(levels.shape[1], levels.shape[0], path)
    return _rgb(levels)


def _decoded(path: Path, data: bytes) -> Floats:
    """A float picture by OpenCV, float32 [H, W, 3]."""
    try:
        levels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise _unreadable(path, error) from None
    if levels is None:
        raise Problem(f"{path}: cannot be read as an image.")
    check_size(levels.shape[1], levels.shape[0], path)
    return _rgb(levels).astype(np.float32)


def _rgb(levels: NDArray[Any]) -> NDArray[Any]:
    """What OpenCV decoded, as RGB [H, W, 3]; alpha goes."""
    if levels.ndim == 2:
        return np.repeat(levels[..., None], 3, axis=2)
    return np.ascontiguousarray(levels[..., 2::-1])


# By EXIF's number for how a picture lies.
_TURNS: dict[int, Callable[[NDArray[Any]], NDArray[Any]]] = {
    2: lambda it: it[:, ::-1],
    3: lambda it: it[::-1, ::-1],
    4: lambda it: it[::-1],
    5: lambda it: it.swapaxes(0, 1),
    6: lambda it: np.rot90(it, -1),
    7: lambda it: it[::-1, ::-1].swapaxes(0, 1),
    8: lambda it: np.rot90(it),
}


def _turned(levels: NDArray[Any], turn: int) -> NDArray[Any]:
    return np.ascontiguousarray(_TURNS[turn](levels)) if turn in _TURNS else levels


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None


def _needs(module: str, path: Path) -> Any:
    """A module of the extra for more formats."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError:
        kind = path.suffix[1:].upper()
        raise Problem(f"{path}: {kind} needs an extra package. Install it with: {FORMATS}") from None


def _unreadable(path: Path, error: Exception) -> Problem:
    reason = " ".join(str(error).split()) or type(error).__name__
    return Problem(f"{path}: cannot be read as an image ({reason[:200]})")
