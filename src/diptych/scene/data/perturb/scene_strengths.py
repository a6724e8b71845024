"""Strengths of what the thing does to the background, of what moves there, of the mask before; see `strengths`."""

from dataclasses import dataclass

from diptych.scene.data.perturb.ranges import OFF, Range, ranges, shares

CUE_LEVELS = 3.0  # least mean difference that camouflage leaves between a thing and its plate


@dataclass(frozen=True)
class Shadow:
    """The thing casts a shadow on the plate behind it, and others' soft shadows may lie on the frame.

    Neither is in the mask.
    """

    chance: float = 0.0
    strength: Range = OFF  # share of the light that the thing takes away
    softness_px: Range = (2.0, 10.0)  # standard deviation of the edge
    reach_px: Range = (0.0, 40.0)  # offset from the thing
    shear: float = 1.0  # at most this many px sideways a px of height
    patch: Range = OFF  # share of the light that an unseen thing takes away, in one soft patch
    hard: float = 0.0  # share of the thing's shadows whose edge is sharp

    def __post_init__(self) -> None:
        shares(self, "chance", "hard")
        ranges(self, strength=1, softness_px=64, reach_px=480, patch=1)


@dataclass(frozen=True)
class Contact:
    """Where the thing touches the ground it is dark: a narrow shadow under its foot, not in the mask."""

    chance: float = 0.0
    strength: Range = OFF  # share of the light that is taken away
    height_px: Range = OFF  # how far it reaches above and below the foot

    def __post_init__(self) -> None:
        shares(self, "chance")
        ranges(self, strength=1, height_px=64)


@dataclass(frozen=True)
class Reflection:
    """A glossy floor or table shows the thing upside down, fainter and softer; or a pane beside it does, mirrored.

    Not in the mask.
    """

    chance: float = 0.0
    strength: Range = OFF  # share of the floor's colour that the image replaces at the line of contact
    fade: Range = (0.3, 1.5)  # of the thing's height, over which it vanishes
    softness_px: Range = OFF  # at the far end; sharp at the line of contact
    pane: float = 0.0  # share that stands beside the thing

    def __post_init__(self) -> None:
        shares(self, "chance", "pane")
        ranges(self, strength=1, fade=8, softness_px=64)


@dataclass(frozen=True)
class Camouflage:
    """The thing looks like what is behind it, in one of three ways; the mask knows better.

    In soft patches it has the plate's local colour; or the whole of it has, and keeps only its own folds and
    shading (white on white); or it is covered with the plate's own texture from elsewhere. However strong, the mean
    difference between thing and plate stays at least `CUE_LEVELS` (or what it was), so that something is there to
    be learned: an outline, folds, a texture that does not go on, parts that stick out of the patches.
    """

    chance: float = 0.0
    strength: Range = OFF  # share of the way to the plate's look
    whole: float = 0.35  # share of these that keep only their folds
    texture: float = 0.3  # share of these that have the plate's texture; the others have patches
    grain_px: Range = (6.0, 40.0)  # what counts as local
    far_px: Range = (20.0, 90.0)  # from where the texture is taken
    folds: Range = (0.25, 1.0)  # share of its folds and shading that the whole thing keeps

    def __post_init__(self) -> None:
        shares(self, "chance", "whole", "texture")
        ranges(self, strength=1, grain_px=240, far_px=240, folds=1)
        if self.whole + self.texture > 1:
            raise ValueError(f"Camouflage.whole + texture must be at most 1, not {self.whole + self.texture:g}")


@dataclass(frozen=True)
class Moving:
    """Leaves, water, a screen or a fan: part of the background differs between plate and frame, and is no thing.

    Where it is `told`, the plate is the mean of several empty frames, less noisy and smeared where it moves, and
    `spread` says how far those frames lie apart. It may be told of a background that stands still.
    """

    chance: float = 0.0
    stir_px: Range = OFF  # how far leaves and waves go
    flash: Range = OFF  # share by which the light on them swings
    told: float = 0.0  # share of all samples, moving or not, that come with their spread

    def __post_init__(self) -> None:
        shares(self, "chance", "told")
        ranges(self, stir_px=64, flash=1)


@dataclass(frozen=True)
class Before:
    """The mask of the frame before is known: the truth, somewhere else, as well or as badly answered as masks are."""

    chance: float = 0.0
    shift_px: Range = OFF  # how far the thing has come since
    zoom: Range = OFF  # factor strength, how much it has grown or shrunk
    rim_px: Range = OFF  # by how much the mask is too large or too small
    holes: float = 0.0  # share with holes in it
    blobs: float = 0.0  # share with parts of the background in it
    cut: float = 0.0  # share that shows nothing, or something else altogether

    def __post_init__(self) -> None:
        shares(self, "chance", "holes", "blobs", "cut")
        ranges(self, shift_px=240, zoom=1, rim_px=32)
