"""People: whole figures in many poses and clothes, and half-length ones as a camera on a desk sees them."""

import numpy as np

from diptych.arrays import Doubles

from ..palette import Rng, cloth, plastic
from ..stage import Paint, Point, Stage
from .dress import Outfit, hold, outfit, shirt_front
from .heads import head, skin_of
from .pose import Pose, seen

HAND_POSES = ("down", "down", "swing", "up", "hip", "front", "crossed", "ear", "chin", "out")


def person(stage: Stage, rng: Rng) -> Pose:
    """Standing, walking, sitting, crouching or waving, dressed by chance, perhaps holding something."""
    child = rng.random() < 0.2
    h = float(rng.uniform(1.0, 1.5) if child else rng.uniform(1.5, 1.95))
    k, big = h / 1.75, 1.75 / (0.9 + 0.5 * h)
    wide = float(rng.uniform(0.85, 1.3))
    pose = str(rng.choice(["stand", "walk", "sit", "crouch"], p=[0.45, 0.27, 0.2, 0.08]))
    hip = {"sit": 0.47, "crouch": 0.4}.get(pose, 0.92) * k
    clothes, skin = outfit(rng), skin_of(rng)
    with stage.at(yaw=float(rng.uniform(-90, 90) if rng.random() < 0.7 else rng.uniform(-180, 180))):
        step = float(rng.uniform(0.15, 0.4)) * k if pose == "walk" else 0.0
        short = clothes.skirt > 0 or rng.random() < 0.12
        for side in (-1, 1):
            _leg(stage, rng, k, wide, side, pose, step, hip, clothes, skin, short)
        if clothes.skirt and pose in ("stand", "walk"):
            below, flare = clothes.skirt * k, float(rng.uniform(0.2, 0.36)) * k
            stage.cone(clothes.low, (0, hip - below, 0), (0, hip + 0.1 * k, 0), flare, 0.14 * k * wide, 0.03)
        _upper(stage, rng, k, wide, hip, big, clothes, skin, step)
    return seen(rng, "person", 10, 20, -6)


def half_length(stage: Stage, rng: Rng) -> Pose:
    """Somebody at a desk, from the hips up, as a webcam sees them; what is below is out of view."""
    k, wide = float(rng.uniform(0.9, 1.1)), float(rng.uniform(0.9, 1.35))
    clothes, skin = outfit(rng), skin_of(rng)
    with stage.at(yaw=float(rng.normal(0, 22)), pitch=float(rng.uniform(-6, 10)), roll=float(rng.normal(0, 4))):
        stage.cone(clothes.top, (0, -0.1 * k, 0), (0, 0.1 * k, 0), 0.165 * k * wide, None, 0.02)
        _upper(stage, rng, k, wide, 0.0, 1.0, clothes, skin, 0.0)
    return Pose("half-length", float(rng.normal(0, 12)), float(rng.uniform(-12, 15)), float(rng.uniform(1.6, 4.0)))


def _upper(
    stage: Stage, rng: Rng, k: float, wide: float, hip: float, big: float, clothes: Outfit, skin: Paint, step: float
) -> None:
    """Body, arms, neck and head of somebody whose hip is `hip` metres up; `big` is how large the head is."""
    chest, belly = hip + 0.46 * k, float(rng.choice([0.0, 0.0, 0.04, 0.09])) * k
    with stage.clump(blend=0.1 * k):
        stage.ball(clothes.low, (0, hip, 0), (0.165 * k * wide, 0.13 * k, 0.12 * k))
        stage.cone(clothes.top, (0, hip + 0.02, 0), (0, chest, 0), 0.14 * k * wide, 0.18 * k * wide, 0.05)
        stage.ball(clothes.top, (0, chest - 0.03 * k, 0), (0.2 * k * wide, 0.1 * k, 0.12 * k))
        if belly:
            stage.ball(clothes.top, (0, hip + 0.16 * k, -0.05 * k), (0.14 * k * wide, 0.15 * k, 0.08 * k + belly))
    if clothes.suit:
        shirt_front(stage, rng, k, hip, chest, -0.19 * k * wide)
    hands = _arms(stage, rng, k, wide, hip, chest, clothes, skin, step)
    if rng.random() < 0.3:
        hold(stage, rng, k, hands, both=bool(np.linalg.norm(hands[0] - hands[1]) < 0.45 * k))
    stage.rod(skin, (0, chest, 0), (0, chest + 0.16 * k, -0.01), 0.055 * k)
    up = chest + 0.26 * k * (0.7 + 0.3 * big)
    turn, nod, tilt = float(rng.normal(0, 22)), float(rng.uniform(-15, 20)), float(rng.normal(0, 6))
    with stage.at(0, up, -0.01 * k, yaw=turn, pitch=nod, roll=tilt):
        head(stage, rng, 0.108 * k * big, skin)
    if rng.random() < 0.15:
        pack = cloth(rng) if rng.random() < 0.6 else plastic(rng)
        stage.box(pack, (0, chest - 0.18 * k, 0.2 * k), (0.15 * k, 0.2 * k, 0.09 * k), rounding=0.06)


def _arms(
    stage: Stage, rng: Rng, k: float, wide: float, hip: float, chest: float, clothes: Outfit, skin: Paint, step: float
) -> list[Doubles]:
    """Both arms; where the hands are. Often they do the same, and both are in front where they hold something."""
    poses = [str(rng.choice(HAND_POSES))] * 2
    if rng.random() < 0.5:
        poses[1] = str(rng.choice(HAND_POSES))
    apart = float(rng.uniform(0.05, 0.2)) * k
    hands = []
    for side, pose in zip((-1, 1), poses, strict=True):
        shoulder = np.array([side * 0.2 * k * wide, chest - 0.02 * k, 0.0])
        some = rng.uniform(-0.05, 0.05, 3) * k
        goal = (
            some
            + {
                "down": (side * 0.27 * k * wide, hip - 0.06 * k, -0.04 * k),
                "swing": (side * 0.25 * k * wide, hip, -side * max(step, 0.1 * k)),
                "up": (side * float(rng.uniform(0.15, 0.5)) * k, chest + float(rng.uniform(0.3, 0.55)) * k, -0.1 * k),
                "hip": (side * 0.19 * k * wide, hip + 0.08 * k, -0.05 * k),
                "front": (side * apart, float(rng.uniform(hip + 0.05 * k, chest)), -0.34 * k),
                "crossed": (-side * 0.14 * k, chest - 0.2 * k, -0.2 * k),
                "ear": (side * 0.14 * k, chest + 0.26 * k, -0.03 * k),
                "chin": (side * 0.06 * k, chest + 0.12 * k, -0.19 * k),
                "out": (side * 0.5 * k, chest + float(rng.uniform(-0.2, 0.2)) * k, -0.3 * k),
            }[pose]
        )
        outwards = (side * 1.0, -0.7, 0.4)
        elbow, hand = bend(shoulder, goal, 0.29 * k, 0.26 * k, outwards)
        upper, lower = (clothes.top if clothes.sleeve > n else skin for n in (0, 1))
        loose = float(rng.uniform(1.0, 1.3)) if clothes.sleeve else 1.0
        with stage.clump(blend=0.04 * k):
            stage.rod(upper, shoulder, elbow, 0.06 * k * loose, 0.048 * k * loose)
        with stage.clump(blend=0.04 * k):
            stage.rod(lower, elbow, hand, 0.046 * k * loose, 0.034 * k * loose)
        _hand(stage, k, elbow, hand, skin)
        hands.append(hand)
    return hands


def _hand(stage: Stage, k: float, elbow: Doubles, hand: Doubles, skin: Paint) -> None:
    ahead = (hand - elbow) / np.linalg.norm(hand - elbow)
    with stage.clump(blend=0.02 * k):
        stage.ball(skin, hand + 0.03 * k * ahead, (0.04 * k, 0.05 * k, 0.04 * k))
        for finger in (-0.02, 0.0, 0.02):
            start = hand + 0.04 * k * ahead + (finger * k, 0, 0)
            stage.rod(skin, start, start + 0.065 * k * ahead, 0.014 * k, 0.011 * k)


def _leg(
    stage: Stage, rng: Rng, k: float, wide: float, side: int, pose: str, step: float, hip: float, clothes: Outfit,
    skin: Paint, short: bool,
) -> None:  # fmt: skip
    top = np.array([side * 0.09 * k * wide, hip, 0.0])
    aside = side * float(rng.uniform(0.07, 0.16)) * k * wide
    ahead = {"sit": -float(rng.uniform(0.3, 0.6)) * k, "crouch": -0.15 * k}.get(pose, side * step)
    lift = 0.12 * k if pose == "walk" and side > 0 else 0.05 * k
    knee, foot = bend(top, (aside, lift, ahead), 0.44 * k, 0.44 * k, (side * 0.2, 0.4, -1.0))
    loose = float(rng.uniform(1.0, 1.35))
    thigh, shin = (skin if clothes.skirt and pose in ("stand", "walk") else clothes.low), clothes.low
    with stage.clump(blend=0.05 * k):
        stage.rod(thigh, top, knee, 0.088 * k * min(wide, 1.15), 0.06 * k * loose)
        stage.rod(skin if short else shin, knee, foot, 0.058 * k * (1 if short else loose), 0.042 * k * loose)
    with stage.clump(blend=0.03 * k):
        heel = np.add(foot, (0, -0.015 * k, 0.03 * k))
        stage.rod(clothes.shoe, heel, np.add(foot, (side * 0.02 * k, -0.03 * k, -0.15 * k)), 0.052 * k, 0.042 * k)


def bend(root: Point, goal: Point, upper: float, lower: float, towards: Point) -> tuple[Doubles, Doubles]:
    """Return the joint and the end of a limb of two bones that reaches for `goal` as far as it can.

    The joint sticks out `towards` a direction; places and lengths in metres.
    """
    start, way = np.array(root, float), np.subtract(goal, root)
    far = float(np.linalg.norm(way))
    along = way / max(far, 1e-9)
    far = min(max(far, abs(upper - lower) + 0.05 * upper), 0.999 * (upper + lower))
    out = np.subtract(towards, np.dot(towards, along) * along)
    out /= max(float(np.linalg.norm(out)), 1e-9)
    a = (far * far + upper * upper - lower * lower) / (2 * far)
    joint = start + a * along + np.sqrt(max(upper * upper - a * a, 0.0)) * out
    return joint, start + far * along
