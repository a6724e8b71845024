"""Every family of places. To add one, write a function (stage, rng) -> (Camera, Film) and name it here.

The camera stands over (0, 0) and looks along +z; the ground lies near y = 0 where things will be placed.
"""

from collections.abc import Callable

from ..camera import Camera
from ..film import Film
from ..palette import Rng
from ..stage import Stage
from .close import abstract, desk, heap, macro, shelf, wall
from .indoors import corridor, room
from .outdoors import field, forest, mountains, open_sky, shore, street

PLACES: dict[str, Callable[[Stage, Rng], tuple[Camera, Film]]] = {
    "room": room,
    "street": street,
    "corridor": corridor,
    "field": field,
    "mountains": mountains,
    "forest": forest,
    "shore": shore,
    "sky": open_sky,
    "shelf": shelf,
    "desk": desk,
    "heap": heap,
    "macro": macro,
    "wall": wall,
    "abstract": abstract,
}
