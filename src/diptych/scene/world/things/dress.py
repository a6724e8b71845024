"""What people wear, and what they hold."""

from dataclasses import dataclass

import numpy as np

from diptych.arrays import Doubles

from ..palette import Rng, any_colour, cloth, dim, hsv, metal, pick, plastic, rgb, shift, wood
from ..stage import Paint, Stage, turned


@dataclass(frozen=True)
class Outfit:
    """Paints of a person's clothes; `sleeve` 0 bare, 1 to the elbow, 2 to the wrist; `skirt` metres below the hip."""

    top: Paint
    low: Paint
    shoe: Paint
    sleeve: int
    skirt: float
    suit: bool


def garment(rng: Rng) -> Paint:
    """Cloth as people wear it: above all plain white, black, grey or muted; striped, checked, dotted, printed."""
    r = rng.random()
    if r < 0.5:
        light = float(rng.choice([rng.uniform(0.85, 0.99), rng.uniform(0.05, 0.2), rng.uniform(0.2, 0.85)]))
        a = hsv(rng.random(), float(rng.choice([0.0, 0.04, rng.uniform(0.05, 0.5)])), light)
        return Paint(a=a, mottle=float(rng.uniform(0.03, 0.2)), mottle_rate=float(rng.uniform(3, 12)), bump=0.15,
                     bump_rate=float(rng.uniform(8, 60)), rim=0.2, shift=shift(rng))  # fmt: skip
    if r < 0.65:  # stripes, often white and something
        a = hsv(0, 0, 0.93) if rng.random() < 0.5 else any_colour(rng)
        return Paint(a=a, b=any_colour(rng), pattern="stripes", rate=float(rng.uniform(8, 45)), p=0.5, q=0.0,
                     axis=int(rng.integers(0, 2)), mottle=0.1, bump=0.1, bump_rate=20, rim=0.2)  # fmt: skip
    if r < 0.72:  # jeans
        a = pick(rng, "3a4a68", "26324a", "5a6a8a", "8a98b0")
        return Paint(a=a, b=dim(a, 0.8), pattern="fabric", rate=120, p=0.15, q=0.4, mottle=0.3, mottle_rate=4,
                     bump=0.2, bump_rate=30, rim=0.2, shift=shift(rng))  # fmt: skip
    return cloth(rng)


def outfit(rng: Rng) -> Outfit:
    """Clothes by chance: shirt and trousers, a dress, a suit, shorts."""
    top, low = garment(rng), garment(rng)
    suit = rng.random() < 0.15
    if suit:
        a = pick(rng, "1a1a1e", "26324a", "4a4a4e", "5a4a3a", "8a8a88", "d8d0c0")
        weave = str(rng.choice(["plain", "fabric", "stripes"]))
        top = low = Paint(a=a, b=dim(a, 0.7), pattern=weave, rate=40, p=0.12, q=0.0, mottle=0.1, bump=0.1,
                          bump_rate=25, rim=0.2)  # fmt: skip
    skirt = float(rng.choice([0.0, rng.uniform(0.3, 0.55), rng.uniform(0.6, 0.8)], p=[0.75, 0.15, 0.1]))
    if suit:
        skirt = 0.0
    elif (skirt and rng.random() < 0.6) or rng.random() < 0.12:
        low = top  # a dress, or all of one cloth
    return Outfit(
        top, low, plastic(rng, any_colour(rng)), 2 if suit else int(rng.choice([0, 1, 1, 2, 2])), skirt, suit
    )


def shirt_front(stage: Stage, rng: Rng, k: float, hip: float, chest: float, front: float) -> None:
    """Shirt and tie where a jacket is open; `front` is where its surface lies, metres along z."""
    shirt = Paint(a=pick(rng, "f4f4f0", "c8d8f0", "f0d8d8", "2a2a2e"), mottle=0.05, bump=0.1, bump_rate=20)
    lean = float(np.degrees(np.arctan2(0.05 * k, chest - hip)))
    middle = (hip + chest) / 2 + 0.06 * k
    stage.box(shirt, (0, middle, front + 0.012 * k), (0.05 * k, 0.2 * k, 0.02 * k), turned(0, lean, 0), 0.015 * k)
    if rng.random() < 0.6:
        tie = plastic(rng, any_colour(rng)).but(gloss=0.2, mirror=0.0)
        stage.box(tie, (0, middle - 0.01 * k, front), (0.022 * k, 0.17 * k, 0.014 * k), turned(0, lean, 0), 0.01 * k)


def hold(stage: Stage, rng: Rng, k: float, hands: list[Doubles], both: bool) -> None:
    """Something in the right hand, or in both."""
    if both:
        x, y, z = (hands[0] + hands[1]) / 2
        half = max(abs(hands[1][0] - hands[0][0]) / 2 - 0.03 * k, 0.05)
        kind = str(rng.choice(["box", "tablet", "ball", "book"]))
        if kind == "ball":
            stage.ball(plastic(rng, any_colour(rng)), (x, y, z - 0.04), half)
        elif kind == "box":
            paint = (
                Paint(a=pick(rng, "b08a5a", "c8a878", "e8e4dc"), mottle=0.15) if rng.random() < 0.6 else cloth(rng)
            )
            deep = float(rng.uniform(0.06, 0.16))
            stage.box(paint, (x, y + 0.02, z - 0.05), (half, float(rng.uniform(0.06, 0.2)), deep), rounding=0.01)
        else:
            paint = cloth(rng) if kind == "book" else plastic(rng, rgb("1a1a1c"))
            stage.box(paint, (x, y + 0.05, z - 0.03), (half, half * 0.75, 0.012), turned(0, 25, 0), 0.005)
        return
    x, y, z = hands[1]
    kind = str(rng.choice(["phone", "cup", "bag", "bottle", "stick", "paper"]))
    if kind == "phone":
        stage.box(
            plastic(rng, rgb("141416")), (x, y + 0.04, z - 0.02), (0.036, 0.07, 0.006), turned(20, 10, 0), 0.005
        )
    elif kind == "cup":
        stage.cone(
            plastic(rng, any_colour(rng)), (x, y - 0.04, z - 0.05), (x, y + 0.07, z - 0.05), 0.035, 0.042, 0.005
        )
    elif kind == "bottle":
        stage.cone(plastic(rng, any_colour(rng)), (x, y - 0.09, z - 0.04), (x, y + 0.1, z - 0.04), 0.035, None, 0.02)
        stage.rod(plastic(rng), (x, y + 0.1, z - 0.04), (x, y + 0.16, z - 0.04), 0.014)
    elif kind == "stick":
        stage.rod(wood(rng) if rng.random() < 0.5 else metal(rng), (x, y + 0.25, z), (x, max(y - 0.8, 0.0), z), 0.014)
    elif kind == "paper":
        stage.box(Paint(a=rgb("f0eee8"), mottle=0.03), (x, y + 0.08, z - 0.02), (0.1, 0.14, 0.002), turned(15, 15, 0))
    else:
        bag = cloth(rng) if rng.random() < 0.5 else plastic(rng, any_colour(rng))
        stage.box(bag, (x, y - 0.3 * k, z), (0.05, 0.14 * k, 0.17 * k), rounding=0.03)
        stage.ring(bag, (x, y - 0.12 * k, z), 0.09 * k, 0.011, turned(90, 90, 0))
