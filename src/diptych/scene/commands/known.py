"""What is known of a plate, as options that commands share."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cyclopts import Parameter

if TYPE_CHECKING:
    from diptych.scene.predict.depth.source import DepthFrom


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class PlateDepthFrom:
    """Where the plate's depth comes from; it is asked once, and every frame's depth follows from it."""

    plate_depth: str = "auto"
    """A file in metres (16-bit PNG in millimetres, .npy, float TIFF or EXR), floor, hf:NAME, onnx:FILE, net (ours),
    or none: then there is no depth, or with --weights fast a guess. auto: the floor where --camera-height is given,
    else our net."""
    depth_scale: float = 1000.0
    """Levels per metre of a 16-bit PNG; 5000 for TUM's."""
    camera_height: float | None = None
    """Of a fixed camera above flat ground, metres; with --pitch or --horizon it gives the floor its metres."""
    fov: float = 60.0
    """Field of view across the picture, degrees."""
    pitch: float | None = None
    """How far the camera looks down, degrees."""
    horizon: float | None = None
    """Where the horizon lies, as a share of the picture's height from its top."""


AUTO = PlateDepthFrom()


def depth_from(facts: PlateDepthFrom) -> "DepthFrom":
    """The source that was said."""
    from diptych.scene.predict.depth.floor import Mount
    from diptych.scene.predict.depth.source import DepthFrom

    mount = None
    if facts.camera_height is not None:
        mount = Mount(facts.camera_height, facts.fov, facts.pitch, facts.horizon)
    return DepthFrom(facts.plate_depth, facts.depth_scale, mount)
