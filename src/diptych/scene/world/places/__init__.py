"""Every family of places. To add one, write a function (stage, rng) -> (Camera, Film) and name it here.

The camera stands over (0, 0) and looks along +z; the ground lies near y = 0 where things will be placed.
"""

from collections.abc import Callable

from ..camera import Camera
from ..film import Film
from ..palette import Rng
from ..stage import Stage
from .bins import bin_
from .close import abstract, desk, heap, macro, shelf, wall
from .indoors import corridor
from .interiors import hall, kitchen, office, room, table
from .outdoors import field, forest, mountains, open_sky, shore, street
from .yards import yard

PlaceMaker = Callable[[Stage, Rng], tuple[Camera, Film]]


def aslant(place: PlaceMaker, degrees: float, aside: float) -> PlaceMaker:
    """The same place, the camera turned by up to `degrees` and up to `aside` metres off its middle."""

    def build(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
        x, yaw = float(rng.uniform(-aside, aside)), float(rng.uniform(-degrees, degrees))
        with stage.at(x, 0, 0, yaw=yaw):
            return place(stage, rng)

    return build


PLACES: dict[str, PlaceMaker] = {
    "room": room,
    "kitchen": kitchen,
    "office": office,
    "table": table,
    "hall": hall,
    "bin": bin_,
    "yard": yard,
    "street": aslant(street, 40, 1.5),
    "corridor": aslant(corridor, 28, 0.4),
    "field": field,
    "mountains": mountains,
    "forest": forest,
    "shore": shore,
    "sky": open_sky,
    "shelf": shelf,
    "desk": desk,
    "heap": heap,
    "macro": macro,
    "wall": aslant(wall, 55, 0),
    "abstract": abstract,
}
