"""What may go wrong between a plate and a frame, and how much: plain values, checked where they are written.

Every strength is a range `(low, high)` from which each sample draws. Lengths are in pixels of a view that is
`REFERENCE_PX` wide, so that a strength means the same at every working size. A factor strength s multiplies by
1 + s or divides by it, either as likely; noise is in levels of 255.
"""

from dataclasses import dataclass, field

REFERENCE_PX = 480

Range = tuple[float, float]
OFF: Range = (0.0, 0.0)


@dataclass(frozen=True)
class Geometry:
    """The camera moved between the two pictures. The plate is warped; with `on_frame`, frame and targets are."""

    chance: float = 0.0
    shift_px: Range = OFF  # any direction
    rotation_degrees: Range = OFF  # either way, about the centre
    zoom: Range = OFF  # factor strength
    on_frame: float = 0.0  # share of the moved samples whose frame, mask and depth move, not the plate

    def __post_init__(self) -> None:
        _shares(self, "chance", "on_frame")
        _ranges(self, shift_px=64, rotation_degrees=45, zoom=1)


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

    def __post_init__(self) -> None:
        _shares(self, "chance")
        _ranges(self, strength=1, softness_px=64, reach_px=480, patch=1)


@dataclass(frozen=True)
class Blur:
    """One of the pictures is a little out of focus."""

    chance: float = 0.0
    px: Range = OFF  # standard deviation
    on_frame: float = 0.5

    def __post_init__(self) -> None:
        _shares(self, "chance", "on_frame")
        _ranges(self, px=16)


@dataclass(frozen=True)
class Noise:
    """Sensor noise in both pictures, each with its own strength."""

    chance: float = 0.0
    gaussian: Range = OFF  # standard deviation in levels
    poisson: Range = OFF  # standard deviation in levels at white; its square falls in step with the light

    def __post_init__(self) -> None:
        _shares(self, "chance")
        _ranges(self, gaussian=128, poisson=128)


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
class Perturbation:
    """How plate and frame of one sample come to differ. The default is not at all.

    A share `clean` of the samples is left alone; a share `single` has exactly one kind, each in proportion to its
    chance; in the rest every kind strikes by its own chance.
    """

    geometry: Geometry = field(default_factory=Geometry)
    light: Light = field(default_factory=Light)
    shadow: Shadow = field(default_factory=Shadow)
    blur: Blur = field(default_factory=Blur)
    noise: Noise = field(default_factory=Noise)
    jpeg: Jpeg = field(default_factory=Jpeg)
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
        """The chance of each kind by its name, in the order in which they strike."""
        return {kind: getattr(self, kind).chance for kind in KINDS}


KINDS = ("geometry", "light", "shadow", "blur", "noise", "jpeg")


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
