"""What may go wrong between a plate and a frame, and how much: plain values, checked where they are written.

Every strength is a range `(low, high)` from which each sample draws. Lengths are in pixels of a view that is
`REFERENCE_PX` wide, so that a strength means the same at every working size. A factor strength s multiplies by
1 + s or divides by it, either as likely; noise is in levels of 255.
"""

from dataclasses import dataclass, field

REFERENCE_PX = 480

Range = tuple[float, float]
OFF: Range = (0.0, 0.0)
CUE_LEVELS = 3.0  # least mean difference that camouflage leaves between a thing and its plate


@dataclass(frozen=True)
class Geometry:
    """The camera moved between the two pictures. The plate is warped; with `on_frame`, frame and targets are."""

    chance: float = 0.0
    shift_px: Range = OFF  # any direction
    rotation_degrees: Range = OFF  # either way, about the centre
    zoom: Range = OFF  # factor strength
    on_frame: float = 0.0  # share of the moved samples whose frame, mask and depth move, not the plate
    marked: float = 0.0  # share of the moved plates whose unseen border is marked, and repeats the outermost pixels

    def __post_init__(self) -> None:
        _shares(self, "chance", "on_frame", "marked")
        _ranges(self, shift_px=64, rotation_degrees=45, zoom=1)


@dataclass(frozen=True)
class Registered:
    """The camera moved far and the plate was brought back onto the frame: a border of it was never seen."""

    chance: float = 0.0
    shift_px: Range = OFF  # how far the camera moved; what is left of it is up to Geometry
    rotation_degrees: Range = OFF
    zoom: Range = OFF

    def __post_init__(self) -> None:
        _shares(self, "chance")
        _ranges(self, shift_px=240, rotation_degrees=45, zoom=1)


@dataclass(frozen=True)
class Light:
    """One of the pictures is otherwise exposed or developed. All strengths are factors."""

    chance: float = 0.0
    gain: Range = OFF  # exposure of the whole picture
    white_balance: Range = OFF  # gain of each channel apart
    gamma: Range = OFF
    contrast: Range = OFF  # about mid grey
    saturation: Range = OFF
    on_frame: float = 1.0  # share of these samples whose frame changes, not the plate

    def __post_init__(self) -> None:
        _shares(self, "chance", "on_frame")
        _ranges(self, gain=3, white_balance=3, gamma=3, contrast=3, saturation=3)


@dataclass(frozen=True)
class Auto:
    """The camera exposes and balances by what it sees, so that a thing in the frame changes the background too."""

    chance: float = 0.0
    exposure: Range = OFF  # share of the change of the mean light that the camera takes back
    balance: Range = OFF  # likewise of the mean colour

    def __post_init__(self) -> None:
        _shares(self, "chance")
        _ranges(self, exposure=1, balance=1)


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
        _shares(self, "chance", "hard")
        _ranges(self, strength=1, softness_px=64, reach_px=480, patch=1)


@dataclass(frozen=True)
class Contact:
    """Where the thing touches the ground it is dark: a narrow shadow under its foot, not in the mask."""

    chance: float = 0.0
    strength: Range = OFF  # share of the light that is taken away
    height_px: Range = OFF  # how far it reaches above and below the foot

    def __post_init__(self) -> None:
        _shares(self, "chance")
        _ranges(self, strength=1, height_px=64)


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
        _shares(self, "chance", "pane")
        _ranges(self, strength=1, fade=8, softness_px=64)


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
        _shares(self, "chance", "whole", "texture")
        _ranges(self, strength=1, grain_px=240, far_px=240, folds=1)
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
        _shares(self, "chance", "told")
        _ranges(self, stir_px=64, flash=1)


@dataclass(frozen=True)
class Blur:
    """One of the pictures is a little out of focus or shaken, or both are, each in its own measure."""

    chance: float = 0.0
    px: Range = OFF  # standard deviation
    on_frame: float = 0.5
    both: float = 0.0  # share of these samples in which plate and frame are blurred
    shaken: float = 0.0  # share of the blurred pictures that are smeared along a line as well
    smear_px: Range = OFF  # length of the line

    def __post_init__(self) -> None:
        _shares(self, "chance", "on_frame", "both", "shaken")
        _ranges(self, px=16, smear_px=32)


@dataclass(frozen=True)
class Noise:
    """Sensor noise in both pictures, each with its own strength."""

    chance: float = 0.0
    gaussian: Range = OFF  # standard deviation in levels
    poisson: Range = OFF  # standard deviation in levels at white; its square falls in step with the light
    banding: float = 0.0  # share of the noisy pictures whose rows, columns and bands of rows differ in light
    band: Range = OFF  # standard deviation of the rows, levels; of the columns half as much

    def __post_init__(self) -> None:
        _shares(self, "chance", "banding")
        _ranges(self, gaussian=128, poisson=128, band=32)


@dataclass(frozen=True)
class Jpeg:
    """Both pictures were saved as JPEG, each with its own quality."""

    chance: float = 0.0
    quality: Range = (95.0, 95.0)  # 1..100, both ends drawn
    halved_colour: float = 0.7  # share of the pictures saved with 4:2:0 colour, the others with 4:4:4

    def __post_init__(self) -> None:
        _shares(self, "chance", "halved_colour")
        _ranges(self, quality=100)
        if self.quality[0] < 1:
            raise ValueError(f"Jpeg.quality must lie in 1..100, not {self.quality}")


@dataclass(frozen=True)
class Video:
    """Both pictures are frames of poor video: saved small in coarse blocks and enlarged, lines out of step."""

    chance: float = 0.0
    quality: Range = (20.0, 20.0)  # of JPEG, 1..100
    shrink: Range = (1.0, 1.0)  # share of its size at which a picture is saved
    comb_px: Range = OFF  # how far every other line is out of step

    def __post_init__(self) -> None:
        _shares(self, "chance")
        _ranges(self, quality=100, shrink=1, comb_px=16)
        if self.quality[0] < 1:
            raise ValueError(f"Video.quality must lie in 1..100, not {self.quality}")
        if self.shrink[0] < 0.1:
            raise ValueError(f"Video.shrink must lie in 0.1..1, not {self.shrink}")


@dataclass(frozen=True)
class Grey:
    """The pictures are without colour."""

    chance: float = 0.0
    one: float = 0.0  # share of these samples in which only one of the two is

    def __post_init__(self) -> None:
        _shares(self, "chance", "one")


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
        _shares(self, "chance", "holes", "blobs", "cut")
        _ranges(self, shift_px=240, zoom=1, rim_px=32)


@dataclass(frozen=True)
class Perturbation:
    """How plate and frame of one sample come to differ, and what else is known of them. The default is not at all.

    A share `clean` of the samples has none of `KINDS`; a share `single` has exactly one, each in proportion to its
    chance; in the rest each of them strikes by its own chance. Those of `ALWAYS` strike by their own chance
    everywhere, the clean samples too. To go without a kind: `replace(LIFE, grey=Grey())`.
    """

    geometry: Geometry = field(default_factory=Geometry)
    light: Light = field(default_factory=Light)
    shadow: Shadow = field(default_factory=Shadow)
    blur: Blur = field(default_factory=Blur)
    noise: Noise = field(default_factory=Noise)
    jpeg: Jpeg = field(default_factory=Jpeg)
    registered: Registered = field(default_factory=Registered)
    auto: Auto = field(default_factory=Auto)
    contact: Contact = field(default_factory=Contact)
    reflection: Reflection = field(default_factory=Reflection)
    moving: Moving = field(default_factory=Moving)
    video: Video = field(default_factory=Video)
    camouflage: Camouflage = field(default_factory=Camouflage)
    grey: Grey = field(default_factory=Grey)
    before: Before = field(default_factory=Before)
    clean: float = 0.0
    single: float = 0.0

    def __post_init__(self) -> None:
        _shares(self, "clean", "single")
        if self.clean + self.single > 1:
            raise ValueError(f"clean + single must be at most 1, not {self.clean + self.single:g}")

    @staticmethod
    def none() -> "Perturbation":
        """Return the perturbation that changes nothing."""
        return Perturbation()

    @property
    def chances(self) -> dict[str, float]:
        """The chance of each of `KINDS` by its name."""
        return {kind: getattr(self, kind).chance for kind in KINDS}


KINDS = (
    "geometry", "light", "shadow", "blur", "noise", "jpeg", "registered", "auto", "contact", "reflection", "moving",
    "video",
)  # fmt: skip
ALWAYS = ("camouflage", "grey", "before")


def _shares(owner: object, *names: str) -> None:
    for name in names:
        if not 0 <= getattr(owner, name) <= 1:
            raise ValueError(f"{type(owner).__name__}.{name} must lie in 0..1, not {getattr(owner, name):g}")


def _ranges(owner: object, **limits: float) -> None:
    for name, limit in limits.items():
        low, high = getattr(owner, name)
        if not 0 <= low <= high <= limit:
            raise ValueError(
                f"{type(owner).__name__}.{name} must be low ≤ high within 0..{limit:g}, not {low:g}..{high:g}"
            )
