"""The named strengths: what training sees, what everything is scored on, and the curves of one strength alone.

The first seven are set so hard that a threshold on |frame − plate|, the best one for each entry, fails on photographs
as it does in life; the others each have one thing more that footage has. Mean IoU of that oracle on 192 composites of
12 photographs and 72 cutouts at 480×360: clean 0.975, jpeg 0.890, shift 0.577, light 0.683, noise 0.910, shadow
0.708, all 0.429; grey 0.934, camouflage 0.839, contact 0.739, reflection 0.836, blur 0.851, moving 0.700, auto 0.946,
video 0.863, registered 0.853.
"""

from diptych.scene.data.perturb.scene_strengths import Before, Camouflage, Contact, Moving, Reflection, Shadow
from diptych.scene.data.perturb.strengths import (
    Auto,
    Blur,
    Geometry,
    Grey,
    Jpeg,
    Light,
    Noise,
    Perturbation,
    PoorVideo,
    Registered,
)

_SHIFT = Geometry(1.0, shift_px=(3.0, 5.0), rotation_degrees=(0.5, 1.0), zoom=(0.0, 0.01))
_LIGHT = Light(
    1.0, gain=(0.15, 0.45), white_balance=(0.0, 0.2), gamma=(0.0, 0.35), contrast=(0.0, 0.2), saturation=(0.0, 0.3)
)
_SHADOW = Shadow(1.0, strength=(0.35, 0.65), patch=(0.1, 0.55))
_NOISE = Noise(1.0, gaussian=(4.0, 12.0), poisson=(4.0, 12.0))
_JPEG = Jpeg(1.0, quality=(8.0, 30.0))

SUITE = {
    "clean": Perturbation.none(),
    "jpeg": Perturbation(jpeg=_JPEG),
    "shift": Perturbation(geometry=_SHIFT),
    "light": Perturbation(light=_LIGHT),
    "noise": Perturbation(noise=_NOISE),
    "shadow": Perturbation(shadow=_SHADOW),
    "all": Perturbation(geometry=_SHIFT, light=_LIGHT, shadow=_SHADOW, noise=_NOISE, jpeg=_JPEG),
    # What footage of real cameras has besides.
    "grey": Perturbation(grey=Grey(1.0)),
    # With a camera's noise, or the least difference would give it away.
    "camouflage": Perturbation(
        camouflage=Camouflage(1.0, strength=(0.6, 0.95)), noise=Noise(1.0, gaussian=(2.0, 5.0), poisson=(1.0, 4.0))
    ),
    "contact": Perturbation(
        contact=Contact(1.0, strength=(0.6, 0.9), height_px=(3.0, 12.0)),
        shadow=Shadow(1.0, strength=(0.35, 0.65), hard=1.0),
    ),
    "reflection": Perturbation(reflection=Reflection(1.0, strength=(0.3, 0.6), softness_px=(1.0, 8.0), pane=0.2)),
    "blur": Perturbation(blur=Blur(1.0, px=(1.0, 2.5), both=0.5, shaken=0.3, smear_px=(3.0, 8.0))),
    "moving": Perturbation(moving=Moving(1.0, stir_px=(4.0, 14.0), flash=(0.05, 0.25))),
    "auto": Perturbation(auto=Auto(1.0, exposure=(0.5, 1.0), balance=(0.3, 1.0))),
    "video": Perturbation(video=PoorVideo(1.0, quality=(15.0, 40.0), shrink=(0.5, 0.67), comb_px=(0.0, 2.0))),
    "registered": Perturbation(registered=Registered(1.0, (8.0, 30.0), (0.0, 2.0), (0.0, 0.04))),
}

# Beyond the suite in every strength, so that the suite lies inside; clean and single kinds stay frequent.
LIFE = Perturbation(
    geometry=Geometry(
        0.6, shift_px=(0.0, 8.0), rotation_degrees=(0.0, 1.5), zoom=(0.0, 0.02), on_frame=0.1, marked=0.7
    ),
    light=Light(
        0.5,
        gain=(0.0, 0.6),
        white_balance=(0.0, 0.3),
        gamma=(0.0, 0.5),
        contrast=(0.0, 0.3),
        saturation=(0.0, 0.4),
        on_frame=0.6,
    ),
    shadow=Shadow(
        0.5, strength=(0.1, 0.8), softness_px=(1.0, 16.0), reach_px=(0.0, 80.0), patch=(0.0, 0.7), hard=0.3
    ),
    blur=Blur(0.4, px=(0.3, 6.0), both=0.5, shaken=0.3, smear_px=(1.0, 9.0)),
    noise=Noise(0.6, gaussian=(0.0, 16.0), poisson=(0.0, 16.0), banding=0.15, band=(0.0, 4.0)),
    jpeg=Jpeg(0.5, quality=(6.0, 95.0)),
    registered=Registered(0.2, shift_px=(2.0, 36.0), rotation_degrees=(0.0, 3.0), zoom=(0.0, 0.06)),
    auto=Auto(0.4, exposure=(0.0, 1.0), balance=(0.0, 1.0)),
    contact=Contact(0.4, strength=(0.3, 0.95), height_px=(2.0, 16.0)),
    reflection=Reflection(0.3, strength=(0.1, 0.7), softness_px=(0.0, 12.0), pane=0.25),
    moving=Moving(0.3, stir_px=(1.0, 20.0), flash=(0.0, 0.3), told=0.4),
    video=PoorVideo(0.15, quality=(10.0, 60.0), shrink=(0.5, 1.0), comb_px=(0.0, 2.0)),
    camouflage=Camouflage(0.5, strength=(0.2, 1.0)),
    grey=Grey(0.33, one=0.06),
    before=Before(0.35, shift_px=(0.0, 20.0), zoom=(0.0, 0.08), rim_px=(0.0, 5.0), holes=0.35, blobs=0.25, cut=0.12),
    clean=0.1,
    single=0.25,
)

# One strength alone, from nothing to beyond the suite: the x axis of the evaluation's curves.
CURVES = {
    "shift_px": (0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0),
    "rotation_degrees": (0.0, 0.25, 0.5, 1.0, 1.5, 2.0),
    "gain": (0.0, 0.1, 0.2, 0.3, 0.45, 0.6, 1.0),
    "noise": (0.0, 2.0, 4.0, 8.0, 12.0, 16.0, 24.0),
    "shadow": (0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9),
}


def at(curve: str, value: float) -> Perturbation:
    """Return the perturbation of exactly this strength: px at 480, degrees, a factor strength, levels, or a share."""
    exactly = (value, value)
    if curve == "shift_px":
        return Perturbation(geometry=Geometry(1.0, shift_px=exactly))
    if curve == "rotation_degrees":
        return Perturbation(geometry=Geometry(1.0, rotation_degrees=exactly))
    if curve == "gain":
        return Perturbation(light=Light(1.0, gain=exactly))
    if curve == "noise":
        return Perturbation(noise=Noise(1.0, gaussian=exactly))
    if curve == "shadow":
        return Perturbation(shadow=Shadow(1.0, strength=exactly))
    raise ValueError(f"no curve named {curve!r}; there are {', '.join(CURVES)}")
