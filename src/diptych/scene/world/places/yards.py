"""Places in the open that are near: yards, courts, gardens, car parks, seen from eye height or from a mast."""

from ..camera import Camera
from ..film import Film, random_film
from ..palette import Rng, bark, brick, earth, grass, leaf, metal, patterned, plaster, stone, tiles, wood
from ..stage import Stage
from ..studio import weather
from ..things.household import lay_furniture
from ..things.plants import crown, lay_tree
from ..things.thin import lay_chair, lay_table
from ..things.vehicles import car
from .furnish import pile, stands, stark, surface
from .outdoors import house


def yard(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """Open ground between walls, hedges and houses, with cars, trees, benches and boxes on it."""
    high = float(rng.choice([rng.uniform(0.5, 2.0), rng.uniform(2, 9)]))
    camera = Camera(high, float(rng.uniform(-8, 14) + 2.6 * min(high, 9)), float(rng.uniform(38, 95)))
    stage.light = weather(rng, 0.5)
    ground = (grass, earth, tiles, stone)[rng.integers(4)](rng)
    stage.floor(ground.but(space=2, mirror=0.0) if rng.random() < 0.85 else stark(rng))
    far = float(rng.uniform(5, 30))
    with stage.at(yaw=float(rng.uniform(-60, 60))):
        for k in range(4):
            with stage.at(yaw=90 * k), stage.at(0, 0, far * float(rng.uniform(0.7, 1.5))):
                _edge(stage, rng, far)
    for _ in range(int(rng.integers(3, 22))):
        z = float(rng.uniform(1.2, 1.0 + far))
        x = float(rng.uniform(-0.9, 0.9)) * z
        with stage.at(x, 0, z, yaw=float(rng.uniform(0, 360))):
            _thing(stage, rng, z > 4.0)
    for _ in range(int(rng.integers(0, 5))):
        z, x = float(rng.uniform(1, far)), float(rng.normal(0, 2))
        patch = (earth(rng), grass(rng), stark(rng))[rng.integers(3)]
        size = (float(rng.uniform(0.1, 3)), 0.004, float(rng.uniform(0.1, 3)))
        with stage.at(x, 0, z, yaw=float(rng.uniform(0, 90))):
            stage.box(patch, (0, 0.004, 0), size)
    return camera, random_film(rng)


def _edge(stage: Stage, rng: Rng, wide: float) -> None:
    """What bounds a yard on one side, at z = 0 of the frame."""
    kind = str(rng.choice(["wall", "houses", "hedge", "fence", "trees", "open"]))
    if kind == "wall":
        tall = float(rng.uniform(0.6, 5))
        stage.box((brick, plaster, stone, stark)[rng.integers(4)](rng), (0, tall / 2, 0), (wide, tall / 2, 0.15))
    elif kind == "houses":
        with stage.at(yaw=-90):
            z = -wide
            while z < wide:
                long = float(rng.uniform(4, 10))
                house(stage, rng, 1, 0, z, long, float(rng.uniform(3, 11)))
                z += long
    elif kind == "hedge":
        tall, green = float(rng.uniform(0.6, 2.2)), leaf(rng)
        with stage.clump(lump=0.1, rate=3):
            stage.box(green, (0, tall / 2, 0), (wide, tall / 2, 0.4), rounding=0.2)
    elif kind == "fence":
        tall, bar, x = float(rng.uniform(0.8, 2.2)), (wood(rng), metal(rng), stark(rng))[rng.integers(3)], -wide
        gap = float(rng.uniform(0.15, 0.5))
        while x < wide:
            stage.box(bar, (x, tall / 2, 0), (0.03, tall / 2, 0.02))
            x += gap
        for y in (0.3, 0.9):
            stage.box(bar, (0, y * tall, 0.03), (wide, 0.04, 0.02))
    elif kind == "trees":
        trunk, green = bark(rng), leaf(rng)
        for k in range(6):
            with stage.at(wide * (k - 2.5) / 2.5 + float(rng.normal(0, 1)), 0, float(rng.normal(0, 1))):
                lay_tree(stage, rng, str(rng.choice(["broad", "fir"])), float(rng.uniform(3, 8)), trunk, green)


def _thing(stage: Stage, rng: Rng, far: bool) -> None:
    """Something that stands in a yard; large things only where they are `far` enough."""
    kind = str(rng.choice(["car", "tree", "hut", "bush", "bench", "table", "pile", "post", "board", "stands"]))
    if kind == "car" and far:
        car(stage, rng)
    elif kind == "tree" and far:
        lay_tree(stage, rng, "broad", float(rng.uniform(2.5, 7)), bark(rng), leaf(rng))
    elif kind == "hut" and far:
        lay_furniture(stage, rng, "hut", plaster(rng), wood(rng))
    elif kind == "bush":
        crown(stage, rng, leaf(rng), (0, 0.3, 0), float(rng.uniform(0.2, 0.7)), 4)
    elif kind == "bench":
        lay_chair(stage, rng, surface(rng), wood(rng))
    elif kind == "table":
        lay_table(stage, rng, wood(rng), surface(rng), 0.74)
    elif kind == "post":
        stage.cone(stark(rng), (0, 0, 0), (0, float(rng.uniform(0.5, 4)), 0), float(rng.uniform(0.03, 0.15)))
    elif kind == "board":
        stage.box(
            patterned(rng).but(rate=3), (0, 1.5, 0), (float(rng.uniform(0.3, 1)), float(rng.uniform(0.2, 1)), 0.03)
        )
    elif kind == "pile":
        pile(stage, rng, 0, 0)
    else:
        stands(stage, rng)
