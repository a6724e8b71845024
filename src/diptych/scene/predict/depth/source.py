"""Where a plate's depth comes from, behind one call: a file, a teacher, the floor, our own plate net, or nowhere."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from diptych.arrays import Bytes
from diptych.errors import Problem
from diptych.scene.predict.depth.file import LEVELS_PER_METRE, fitted, read_metres
from diptych.scene.predict.depth.floor import Mount
from diptych.scene.predict.depth.net import SHIPPED, PlateDepthNet
from diptych.scene.predict.depth.teacher import taught
from diptych.scene.predict.plate import PlateDepth

SOURCES = "none, net, floor, hf:NAME_OR_FOLDER, onnx:FILE, or a file: 16-bit .png, .npy, .tif, .exr"


@dataclass(frozen=True)
class DepthFrom:
    """Where a plate's depth is to come from.

    source: one of SOURCES; `auto` is the floor where a mount is given, else our net where it is there, else none.
    levels_per_metre: of a 16-bit PNG. mount: of the camera, for the floor. net: the ONNX file of a plate net, None
    for the shipped one.
    """

    source: str = "auto"
    levels_per_metre: float = LEVELS_PER_METRE
    mount: Mount | None = None
    net: Path | None = None


def plate_depth(
    depth_from: DepthFrom, picture: Bytes, beside: Path | None = None, threads: int = 0
) -> PlateDepth | None:
    """The depth of a plate, uint8 [H, W, 3]; None where nobody knows it. `beside`: its file, if it has one."""
    source, (height, width) = depth_from.source, picture.shape[:2]
    if source == "auto":
        ours = (depth_from.net or SHIPPED).is_file()
        source = "floor" if depth_from.mount else "net" if ours else "none"
    if depth_from.mount is not None and source != "floor":
        raise Problem(f"--camera-height is for --plate-depth floor, not for {source}.")
    if source == "none":
        return None
    if source == "floor":
        if depth_from.mount is None:
            raise Problem("--plate-depth floor needs --camera-height, and --pitch or --horizon.")
        return PlateDepth(depth_from.mount.metres(height, width), "metres", "the floor, as the camera is mounted")
    if source == "net":
        return PlateDepth(_net(depth_from.net, threads)(picture), "relative", "the plate net")
    if source.startswith(("hf:", "onnx:")):
        return taught(source, picture, beside)
    path = Path(source)
    if not path.exists() and not path.suffix:
        raise Problem(f"--plate-depth is {source}, but must be {SOURCES}.")
    metres = fitted(read_metres(path, depth_from.levels_per_metre), height, width)
    return PlateDepth(metres, "metres", f"the file {path.name}")


@lru_cache(2)
def _net(path: Path | None, threads: int) -> PlateDepthNet:
    return PlateDepthNet(path, threads)
