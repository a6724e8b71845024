"""The flat arrays that the compiled kernel reads: a row a primitive, clump, node or paint; metres, linear colour."""

import numpy as np

# Shapes of a primitive, each centred on its own origin; a, b, c are its sizes in metres.
BALL, BOX, ROD, CONE, RING, FLOWER = range(6)
ADD, CARVE = range(2)

PRIM = np.dtype(
    [
        ("kind", "i4"),
        ("op", "i4"),
        ("paint", "i4"),
        ("petals", "i4"),
        ("blend", "f8"),  # smooth-union radius, 0 is a hard edge
        ("round", "f8"),  # rounding of edges
        ("a", "f8"),
        ("b", "f8"),
        ("c", "f8"),
        *[(name, "f8") for name in ("x", "y", "z")],  # centre
        *[(name, "f8") for name in ("xx", "xy", "xz", "yx", "yy", "yz", "zx", "zy", "zz")],  # world → own axes
        *[(name, "f8") for name in ("ex", "ey", "ez")],  # half extents along its own axes
        ("reach", "f8"),  # radius of the bounding sphere
    ],
    align=True,
)

# A clump is a run of primitives melted into one distance field, with one bounding box and its own axes.
CLUMP = np.dtype(
    [
        ("start", "i4"),
        ("end", "i4"),
        ("plain", "i4"),  # one sharp box or ball: met by formula, not by marching
        *[(name, "f8") for name in ("lox", "loy", "loz", "hix", "hiy", "hiz")],
        ("lump", "f8"),  # height of the noise on its surface, metres
        ("lump_rate", "f8"),  # bumps a metre
        *[(name, "f8") for name in ("x", "y", "z")],
        *[(name, "f8") for name in ("xx", "xy", "xz", "yx", "yy", "yz", "zx", "zy", "zz")],
        ("scale", "f8"),  # metres of the world in a metre of the clump's own design
    ],
    align=True,
)

# Bounding boxes in depth-first order, nearer half first; a miss jumps to `skip`.
NODE = np.dtype(
    [
        *[(name, "f8") for name in ("lox", "loy", "loz", "hix", "hiy", "hiz")],
        ("skip", "i4"),
        ("clump", "i4"),
    ],
    align=True,
)

PAINT = np.dtype(
    [
        *[(name, "f8") for name in ("ar", "ag", "ab", "br", "bg", "bb", "cr", "cg", "cb")],
        ("pattern", "i4"),
        ("space", "i4"),  # 0: the primitive's axes, 1: the clump's, 2: the world's
        ("axis", "i4"),
        ("rate", "f8"),  # pattern cells a metre
        ("p", "f8"),
        ("q", "f8"),
        ("shift", "f8"),
        ("mottle", "f8"),
        ("mottle_rate", "f8"),
        ("bump", "f8"),
        ("bump_rate", "f8"),
        ("gloss", "f8"),
        ("hardness", "f8"),
        ("mirror", "f8"),
        ("wrap", "f8"),
        ("rim", "f8"),
        ("glow", "f8"),
        ("fade", "f8"),  # share of colour c at height `top` of the clump's axes, none at `foot`
        ("foot", "f8"),
        ("top", "f8"),
    ],
    align=True,
)

LIGHT = np.dtype(
    [
        *[(f"sun_{axis}", "f8") for axis in "xyz"],
        *[(f"sun_{c}", "f8") for c in "rgb"],
        ("spread", "f8"),  # half width of the sun's penumbra, radians
        *[(f"zenith_{c}", "f8") for c in "rgb"],
        *[(f"horizon_{c}", "f8") for c in "rgb"],
        *[(f"bounce_{c}", "f8") for c in "rgb"],
        *[(f"fog_{c}", "f8") for c in "rgb"],
        ("fog", "f8"),  # extinction a metre
        ("ambient", "f8"),
        ("occlusion", "f8"),
        ("near", "f8"),  # first distance at which occlusion is felt, metres
        ("cover", "f8"),
        ("cloud_rate", "f8"),
        ("cloud_edge", "f8"),
        ("cloud_shift", "f8"),
        ("disc", "f8"),  # brightness of the glow round the sun
        ("stars", "f8"),
    ],
    align=True,
)

LAMP = np.dtype([(name, "f8") for name in ("x", "y", "z", "r", "g", "b", "size")], align=True)

# The ground: none, the plane y = 0, or heights over azimuth and log distance from the camera.
NONE, FLAT, TERRAIN = range(3)
GROUND = np.dtype(
    [
        ("kind", "i4"),
        ("low", "i4"),  # paints
        ("steep", "i4"),
        ("high", "i4"),
        ("line", "f8"),  # height above which `high` begins, metres
        ("water", "f8"),  # water level, metres; -inf for none
        ("ripple", "f8"),
        ("ripple_rate", "f8"),
        *[(f"water_{c}", "f8") for c in "rgb"],
        ("left", "f8"),  # azimuth of the first column, radians
        ("columns", "f8"),  # columns a radian
        ("first", "f8"),  # distance of the first row, metres
        ("growth", "f8"),  # ratio of the distances of two rows
    ],
    align=True,
)
