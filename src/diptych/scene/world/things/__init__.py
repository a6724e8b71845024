"""Every family of things. To add one, write a function (stage, rng) -> Pose and name it here.

A thing stands on y = 0, faces −z (animals and vehicles head for +x) and has its true size in metres.
"""

from collections.abc import Callable

from ..palette import Rng
from ..stage import Stage
from .animals import bird, bug, four_legged, sea_creature
from .carried import backpack, handbag, parcels, suitcase
from .food import baked, fruit, sweet
from .heads import bust, sticker_face
from .household import books, bottle, box, cup, device, furniture, garment, lamp, tool
from .people import half_length, person
from .plants import flower, mushroom, potted, single_leaf, tree
from .pose import Pose
from .thin import bicycle, chair, fence, sign, table, trinket, wheel_alone
from .toys import ball, blob, blocks, creature, shape
from .vehicles import aeroplane, boat, car, lorry, tractor


def either(*makers: Callable[[Stage, Rng], Pose]) -> Callable[[Stage, Rng], Pose]:
    """A family of several makers, each as likely."""
    return lambda stage, rng: makers[rng.integers(len(makers))](stage, rng)


THINGS: dict[str, Callable[[Stage, Rng], Pose]] = {
    "four-legged": four_legged,
    "person": person,
    "half-length": half_length,
    "head": either(bust, sticker_face),
    "bird": bird,
    "creature": either(bug, sea_creature, creature),
    "car": car,
    "vehicle": either(lorry, lorry, tractor, boat, aeroplane),
    "plant": either(tree, tree, flower, potted, single_leaf, mushroom),
    "vessel": either(cup, bottle, lamp),
    "object": either(books, device, box, tool, garment),
    "carried": either(suitcase, handbag, backpack, parcels),
    "furniture": either(chair, table, furniture),
    "bicycle": bicycle,
    "thin": either(fence, wheel_alone, trinket, sign),
    "shape": shape,
    "toy": either(ball, blocks),
    "blob": blob,
    "food": either(fruit, baked, sweet),
}

# How many of each come in a round of cutouts: what is solid, and people above all, are what cameras are set up for.
SHARES = {"person": 5, "half-length": 4, "car": 2, "object": 2, "carried": 2}
ROUND = [name for name in THINGS for _ in range(SHARES.get(name, 1))]
