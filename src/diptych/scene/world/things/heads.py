"""Heads: of people, with hair, hats, beards and glasses, and those of stickers."""

from ..palette import Rng, any_colour, cloth, dim, near, pick, plastic, rgb
from ..stage import Paint, Stage, turned
from .animals import EYE, WHITE
from .pose import Pose, seen

SKINS = ("f0c8a0", "e0a878", "b87a4c", "8a5632", "5a3822", "f8d8b8", "d8a080", "70452c")
HAIR = ("2a1c14", "5a3a20", "b07838", "e0b860", "8a8480", "1a1614", "a03a20", "d8d4d0")


def skin_of(rng: Rng) -> Paint:
    """Skin of any tone."""
    a = pick(rng, *SKINS)
    return Paint(a=a, mottle=0.06, gloss=0.25, hardness=12, wrap=0.35, rim=0.3, mirror=0.02)


def head(stage: Stage, rng: Rng, r: float, skin: Paint) -> None:
    """A head of radius r metres at the origin of the frame, facing −z: face, hair, perhaps hat, beard or glasses."""
    hair = Paint(
        a=pick(rng, *HAIR), mottle=0.4, mottle_rate=3 / r, pattern="stripes", rate=8 / r, b=(0.05, 0.03, 0.02), p=0.3,
        q=1.5, axis=2, gloss=0.4,
    )  # fmt: skip
    _face(stage, rng, r, skin, hair)
    style = rng.random()
    if style < 0.8:
        _hair(stage, rng, r, hair)
    if style > 0.7:
        _hat(stage, rng, r, rng.random() < 0.3)
    if rng.random() < 0.15:
        stage.ball(hair, (0, -0.75 * r, -0.6 * r), (0.6 * r, 0.5 * r, 0.45 * r))
    if rng.random() < 0.25:
        frame = plastic(rng, rgb("1c1a18"))
        for side in (-1, 1):
            stage.ring(frame, (side * 0.36 * r, 0.12 * r, -1.02 * r), 0.27 * r, 0.045 * r, turned(0, 90, 0))
            stage.rod(frame, (side * 0.63 * r, 0.15 * r, -1.0 * r), (side * 0.95 * r, 0.1 * r, 0), 0.04 * r)
        stage.rod(frame, (-0.1 * r, 0.16 * r, -1.03 * r), (0.1 * r, 0.16 * r, -1.03 * r), 0.04 * r)
    if rng.random() < 0.12:
        phones = plastic(rng, any_colour(rng))
        stage.ring(phones, (0, 0.1 * r, 0.05 * r), 1.12 * r, 0.09 * r, turned(0, 90, 0) @ turned(90, 0, 0), 90)
        for side in (-1, 1):
            stage.ball(phones, (side * 1.05 * r, -0.02 * r, 0.05 * r), (0.18 * r, 0.36 * r, 0.34 * r))


def _face(stage: Stage, rng: Rng, r: float, skin: Paint, hair: Paint) -> None:
    with stage.clump(blend=0.25 * r):
        stage.ball(skin, (0, 0, 0), (0.92 * r, 1.12 * r, r))
        stage.ball(skin, (0, -0.55 * r, -0.15 * r), (0.62 * r, 0.55 * r, 0.75 * r))
        stage.ball(skin, (0, -0.1 * r, -1.0 * r), (0.14 * r, 0.2 * r, 0.16 * r))
    eye = float(rng.uniform(0.6, 1.0))
    for side in (-1, 1):
        stage.ball(skin, (side * 0.92 * r, -0.05 * r, 0.05 * r), (0.14 * r, 0.25 * r, 0.18 * r))
        stage.ball(WHITE, (side * 0.34 * r, 0.12 * r, -0.86 * r), (0.17 * r * eye, 0.12 * r * eye, 0.12 * r))
        stage.ball(EYE, (side * 0.34 * r, 0.12 * r, -0.95 * r), 0.09 * r * eye)
        stage.rod(hair, (side * 0.18 * r, 0.4 * r, -0.95 * r), (side * 0.52 * r, 0.42 * r, -0.82 * r), 0.05 * r)
    lip = Paint(a=pick(rng, "b04848", "7a2a2a", "c87468"), mottle=0)
    mouth = turned(0, 90, 0) @ turned(90, 0, 0)
    stage.ring(lip, (0, -0.4 * r, -0.78 * r), 0.26 * r, 0.055 * r, mouth, float(rng.uniform(40, 80)))


def _hair(stage: Stage, rng: Rng, r: float, hair: Paint) -> None:
    """Short, half long or long; straight, curly or in a bun."""
    long = float(rng.choice([0.0, 0.0, 0.5, 1.0, 1.6]))
    curly = rng.random() < 0.25
    full = 1.2 if curly else 1.0
    with stage.clump(blend=0.15 * r, lump=(0.3 if curly else 0.12) * r, rate=(7 if curly else 4) / r):
        stage.ball(hair, (0, 0.22 * r, 0.14 * r), (1.05 * r * full, 1.08 * r * full, 1.02 * r * full))
        stage.ball(hair, (0, -0.35 * r, -0.75 * r), (0.85 * r, 0.75 * r, 0.75 * r), carve=True)
        if long:
            for side in (-1, 1):
                stage.rod(
                    hair, (side * 0.8 * r, 0.2 * r, 0.25 * r), (side * 0.8 * r, -(0.6 + long) * r, 0.35 * r),
                    0.35 * r, 0.22 * r,
                )  # fmt: skip
            stage.ball(hair, (0, -0.4 * long * r, 0.7 * r), (0.8 * r, (0.6 + 0.5 * long) * r, 0.4 * r))
        if rng.random() < 0.15:
            stage.ball(hair, (0, 1.25 * r, 0.3 * r), 0.4 * r)


def _hat(stage: Stage, rng: Rng, r: float, scarf: bool) -> None:
    cover = plastic(rng, any_colour(rng)) if rng.random() < 0.3 else cloth(rng).but(rate=2 / r)
    if scarf:  # over hair and shoulders
        with stage.clump(blend=0.3 * r):
            stage.ball(cover, (0, 0.1 * r, 0.15 * r), (1.12 * r, 1.2 * r, 1.1 * r))
            stage.cone(cover, (0, -1.7 * r, 0.1 * r), (0, -0.4 * r, 0.1 * r), 1.5 * r, 0.9 * r, 0.3 * r)
            stage.ball(cover, (0, -0.1 * r, -0.95 * r), (0.72 * r, 0.85 * r, 0.7 * r), carve=True)
    elif rng.random() < 0.4:
        tall, brim = float(rng.uniform(1.0, 1.7)), float(rng.uniform(1.1, 1.9))
        stage.cone(
            cover, (0, 0.5 * r, 0.05 * r), (0, tall * r, 0.05 * r), 1.08 * r, float(rng.uniform(0.5, 1.05)) * r,
            0.1 * r,
        )  # fmt: skip
        stage.cone(cover, (0, 0.48 * r, 0.05 * r), (0, 0.56 * r, 0.05 * r), brim * r, None, 0.03 * r)
    else:
        with stage.clump(blend=0.1 * r):
            stage.ball(cover, (0, 0.42 * r, 0.08 * r), (1.06 * r, 0.85 * r, 1.08 * r))
            stage.box(cover, (0, 0.5 * r, -1.15 * r), (0.62 * r, 0.06 * r, 0.5 * r), rounding=0.05 * r)


def bust(stage: Stage, rng: Rng) -> Pose:
    """Head and shoulders."""
    skin, top = skin_of(rng), cloth(rng) if rng.random() < 0.5 else plastic(rng).but(wrap=0.4)
    with stage.clump(blend=0.08):
        stage.ball(top, (0, 0.0, 0.02), (0.25, 0.16, 0.14))
        stage.cone(top, (0, -0.2, 0.02), (0, 0.0, 0.02), 0.22, None, 0.03)
        stage.rod(skin, (0, 0.05, 0), (0, 0.25, 0), 0.06)
    with stage.at(
        0,
        0.34,
        0,
        yaw=float(rng.uniform(-25, 25)),
        pitch=float(rng.uniform(-10, 10)),
        roll=float(rng.uniform(-12, 12)),
    ):
        head(stage, rng, 0.15, skin)
    return seen(rng, "bust", 25, 12, -6)


def sticker_face(stage: Stage, rng: Rng) -> Pose:
    """A round or square face with big eyes and a mood, ears or horns: cats, robots, monsters, smileys."""
    colour = pick(rng, "ffc83a", "f09a2a", "8ac8e8", "9ad85a", "e86a8a", "b8b4b0", "a878d8", "f4f0ea", "6a4a3a")
    deep = near(rng, dim(colour, 0.45), 0.2)
    skin = plastic(rng, colour).but(wrap=0.5, fade=0.7, foot=0.05, top=-0.12, c=deep, mirror=0.03, gloss=0.35)
    square = rng.random() < 0.4
    with stage.clump(blend=0.02):
        if square:
            stage.box(skin, (0, 0, 0), (0.12, 0.11, float(rng.uniform(0.05, 0.1))), rounding=0.05)
        else:
            stage.ball(skin, (0, 0, 0), (0.12, float(rng.uniform(0.1, 0.13)), 0.1))
    front = -0.1
    ears = str(rng.choice(["none", "cat", "round", "horn", "long"]))
    inner = plastic(rng, pick(rng, "f0a0a0", "e86a8a", "6a4a3a"))
    size = float(rng.uniform(0.016, 0.035))
    white, brows, cheeks, tilt = rng.random() < 0.6, rng.random() < 0.4, rng.random() < 0.3, rng.uniform(-0.02, 0.02)
    for side in (-1, 1):
        if ears == "cat":
            with stage.clump(blend=0.03):
                stage.rod(skin, (side * 0.075, 0.07, 0), (side * 0.1, 0.15, 0), 0.04, 0.008)
            stage.rod(inner, (side * 0.078, 0.085, -0.03), (side * 0.095, 0.13, -0.012), 0.02, 0.004)
        elif ears == "round":
            stage.ball(skin, (side * 0.105, 0.1, 0.01), (0.05, 0.05, 0.03))
            stage.ball(inner, (side * 0.105, 0.1, -0.015), (0.03, 0.03, 0.012))
        elif ears == "horn":
            stage.cone(inner, (side * 0.07, 0.09, 0), (side * 0.1, 0.17, 0), 0.025, 0.003, 0.002)
        elif ears == "long":
            stage.ball(skin, (side * 0.05, 0.17, 0), (0.028, 0.1, 0.02), turned(0, 0, -side * 12))
        z = front * (1.0 if square else 0.93)
        if white:
            stage.ball(WHITE, (side * 0.045, 0.025, z), (size, size * 1.2, size * 0.5))
        stage.ball(EYE, (side * 0.043, 0.022, z - 0.012), (size * 0.6, size * 0.75, size * 0.4))
        if brows:
            stage.rod(
                plastic(rng, deep),
                (side * 0.025, 0.065, z),
                (side * 0.07, 0.07 + tilt, z + 0.01),
                0.007,
            )
        if cheeks:
            stage.ball(plastic(rng, rgb("f08080")), (side * 0.075, -0.02, z + 0.02), (0.018, 0.014, 0.01))
    mouth = Paint(a=rgb("3a1412"), mottle=0, gloss=0.3)
    if rng.random() < 0.5:
        stage.ball(
            mouth, (0, -0.045, front * 0.95), (float(rng.uniform(0.015, 0.05)), float(rng.uniform(0.01, 0.03)), 0.02)
        )
    else:
        stage.ring(
            mouth,
            (0, -0.035, front),
            0.04,
            0.006,
            turned(0, 90, 0) @ turned(float(rng.choice([90, -90])), 0, 0),
            float(rng.uniform(30, 80)),
        )
    if rng.random() < 0.4:
        stage.ball(plastic(rng), (0, -0.005, front - 0.012), (0.014, 0.01, 0.012))
    return seen(rng, "face", 25, 14, -8)
