"""What may go wrong between a plate and a frame, and how much: plain values, checked where they are written.

Every strength is a range `(low, high)` from which each sample draws. Lengths are in pixels of a view that is
`REFERENCE_PX` wide, so that a strength means the same at every working size. A factor strength s multiplies by
1 + s or divides by it, either as likely; noise is in levels of 255.
"""

from dataclasses import dataclass, field

from diptych.scene.data.perturb.ranges import OFF, Range, ranges, shares
from diptych.scene.data.perturb.scene_strengths import Before, Camouflage, Contact, Moving, Reflection, Shadow

REFERENCE_PX = 480


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
        shares(self, "chance", "on_frame", "marked")
        ranges(self, shift_px=64, rotation_degrees=45, zoom=1)


@dataclass(frozen=True)
class Registered:
    """The camera moved far and the plate was brought back onto the frame: a border of it was never seen."""

    chance: float = 0.0
    shift_px: Range = OFF  # how far the camera moved; what is left of it is up to Geometry
    rotation_degrees: Range = OFF
    zoom: Range = OFF

    def __post_init__(self) -> None:
        shares(self, "chance")
        ranges(self, shift_px=240, rotation_degrees=45, zoom=1)


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
        shares(self, "chance", "on_frame")
        ranges(self, gain=3, white_balance=3, gamma=3, contrast=3, saturation=3)


@dataclass(frozen=True)
class Auto:
    """The camera exposes and balances by what it sees, so that a thing in the frame changes the background too."""

    chance: float = 0.0
    exposure: Range = OFF  # share of the change of the mean light that the camera takes back
    balance: Range = OFF  # likewise of the mean colour

    def __post_init__(self) -> None:
        shares(self, "chance")
        ranges(self, exposure=1, balance=1)


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
        shares(self, "chance", "on_frame", "both", "shaken")
        ranges(self, px=16, smear_px=32)


@dataclass(frozen=True)
class Noise:
    """Sensor noise in both pictures, each with its own strength."""

    chance: float = 0.0
    gaussian: Range = OFF  # standard deviation in levels
    poisson: Range = OFF  # standard deviation in levels at white; its square falls in step with the light
    banding: float = 0.0  # share of the noisy pictures whose rows, columns and bands of rows differ in light
    band: Range = OFF  # standard deviation of the rows, levels; of the columns half as much

    def __post_init__(self) -> None:
        shares(self, "chance", "banding")
        ranges(self, gaussian=128, poisson=128, band=32)


@dataclass(frozen=True)
class Jpeg:
    """Both pictures were saved as JPEG, each with its own quality."""

    chance: float = 0.0
    quality: Range = (95.0, 95.0)  # 1..100, both ends drawn
    halved_colour: float = 0.7  # share of the pictures saved with 4:2:0 colour, the others with 4:4:4

    def __post_init__(self) -> None:
        shares(self, "chance", "halved_colour")
        ranges(self, quality=100)
        if self.quality[0] < 1:
            raise ValueError(f"Jpeg.quality must lie in 1..100, not {self.quality}")


@dataclass(frozen=True)
class PoorVideo:
    """Both pictures are frames of poor video: saved small in coarse blocks and enlarged, lines out of step."""

    chance: float = 0.0
    quality: Range = (20.0, 20.0)  # of JPEG, 1..100
    shrink: Range = (1.0, 1.0)  # share of its size at which a picture is saved
    comb_px: Range = OFF  # how far every other line is out of step

    def __post_init__(self) -> None:
        shares(self, "chance")
        ranges(self, quality=100, shrink=1, comb_px=16)
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
        shares(self, "chance", "one")


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
    video: PoorVideo = field(default_factory=PoorVideo)
    camouflage: Camouflage = field(default_factory=Camouflage)
    grey: Grey = field(default_factory=Grey)
    before: Before = field(default_factory=Before)
    clean: float = 0.0
    single: float = 0.0

    def __post_init__(self) -> None:
        shares(self, "clean", "single")
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
