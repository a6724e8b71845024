"""What people carry and leave standing: suitcases, handbags, backpacks, parcels."""

from ..palette import Rng, any_colour, cloth, metal, pick, plastic, rgb
from ..stage import Paint, Stage, turned
from .dress import garment
from .pose import Pose, seen


def suitcase(stage: Stage, rng: Rng) -> Pose:
    """A case on wheels, its handle in or out."""
    shell = plastic(rng, any_colour(rng)) if rng.random() < 0.6 else garment(rng)
    wide, tall, deep = float(rng.uniform(0.18, 0.26)), float(rng.uniform(0.25, 0.38)), float(rng.uniform(0.1, 0.16))
    trim = plastic(rng, rgb("1a1a1c"))
    with stage.clump(blend=0.01):
        stage.box(shell, (0, tall + 0.05, 0), (wide, tall, deep), rounding=0.05)
        for x in (-0.6, -0.2, 0.2, 0.6):
            stage.box(shell, (x * wide, tall + 0.05, -deep), (0.012, 0.85 * tall, 0.008), rounding=0.006)
    for x in (-0.8 * wide, 0.8 * wide):
        for z in (-0.7 * deep, 0.7 * deep):
            stage.ball(trim, (x, 0.025, z), (0.02, 0.025, 0.025))
    out = float(rng.choice([0.03, rng.uniform(0.2, 0.45)]))
    rail = metal(rng)
    for x in (-0.45 * wide, 0.45 * wide):
        stage.rod(rail, (x, 2 * tall, 0.6 * deep), (x, 2 * tall + 0.05 + out, 0.6 * deep), 0.009)
    top = 2 * tall + 0.05 + out
    stage.rod(trim, (-0.5 * wide, top, 0.6 * deep), (0.5 * wide, top, 0.6 * deep), 0.016)
    return seen(rng, "suitcase", 70, 30, -2)


def handbag(stage: Stage, rng: Rng) -> Pose:
    """A handbag, shopping bag or tote."""
    skin = garment(rng) if rng.random() < 0.5 else plastic(rng, any_colour(rng)).but(mirror=0.03)
    wide, tall, deep = float(rng.uniform(0.13, 0.24)), float(rng.uniform(0.1, 0.22)), float(rng.uniform(0.04, 0.1))
    with stage.clump(blend=0.04):
        stage.box(skin, (0, tall, 0), (wide, tall, deep), rounding=0.03)
        stage.box(skin, (0, 0.4 * tall, 0), (wide * 1.05, 0.4 * tall, deep * 1.2), rounding=0.04)
    for z in (-0.7 * deep, 0.7 * deep):
        stage.ring(skin, (0, 2 * tall, z), 0.55 * wide, 0.011, turned(0, 90, 0) @ turned(90, 0, 0), 90)
    stage.box(metal(rng), (0, 1.3 * tall, -deep * 1.05), (0.02, 0.014, 0.006))
    return seen(rng, "handbag", 60, 28, -2)


def backpack(stage: Stage, rng: Rng) -> Pose:
    """A backpack with a pocket and a flap."""
    body, pocket = cloth(rng) if rng.random() < 0.4 else garment(rng), garment(rng)
    tall = float(rng.uniform(0.2, 0.28))
    with stage.clump(blend=0.05):
        stage.box(body, (0, tall, 0), (0.15, tall, 0.09), rounding=0.08)
        stage.box(body, (0, 1.85 * tall, 0), (0.13, 0.06, 0.09), rounding=0.05)
    stage.box(pocket, (0, 0.6 * tall, -0.1), (0.115, 0.45 * tall, 0.04), rounding=0.03)
    for x in (-0.09, 0.09):
        stage.rod(pocket, (x, 1.8 * tall, 0.09), (1.3 * x, 0.4 * tall, 0.13), 0.018)
    stage.ring(pocket, (0, 2.05 * tall, 0.05), 0.04, 0.008, turned(0, 90, 0) @ turned(90, 0, 0), 90)
    return seen(rng, "backpack", 80, 25, -4)


def parcels(stage: Stage, rng: Rng) -> Pose:
    """One to four cartons, one upon another."""
    up = 0.0
    for _ in range(int(rng.integers(1, 5))):
        a = pick(rng, "b08a5a", "c8a878", "9a7448", "e8e4dc", "d8d0c4", "3a3a3c")
        carton = Paint(a=a, mottle=0.12, mottle_rate=6)
        wide, tall, deep = (float(rng.uniform(0.08, 0.25)) for _ in range(3))
        with stage.at(float(rng.uniform(-0.04, 0.04)), up, 0, yaw=float(rng.uniform(-25, 25))):
            stage.box(carton, (0, tall, 0), (wide, tall, deep), rounding=0.004)
            if rng.random() < 0.7:
                tape = Paint(a=pick(rng, "c8b080", "e8e8e8", "7a5a30"), gloss=0.5)
                stage.box(tape, (0, 2 * tall, 0), (0.022, 0.002, deep * 1.005))
                stage.box(tape, (0, 1.8 * tall, -deep), (0.022, 0.2 * tall, 0.002))
            if rng.random() < 0.4:
                label = Paint(a=rgb("f0f0ee"), b=rgb("202020"), pattern="text", rate=60, p=0.5)
                stage.box(label, (0.3 * wide, 1.1 * tall, -deep), (0.3 * wide, 0.25 * tall, 0.003))
        up += 2 * tall
    return seen(rng, "parcels", 70, 35, -2)
