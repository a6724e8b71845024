"""One sample's draw, as the compiled part reads it."""

import numpy as np

# Index 0 of a pair is the plate, 1 the frame. Lengths are in px of the view. A warp maps target px to source px:
# (a, b, c, d, e, f) means x' = a·x + b·y + c, y' = d·x + e·y + f, from the centre of the picture.
RECIPE = np.dtype(
    [
        ("seed", "u8"),
        # The camera's place
        ("moves", "u1", (2,)),
        ("warp", "f4", (2, 6)),
        ("marks", "u1"),  # what of the plate was never seen is marked: where `seen` leads out of the picture
        ("seen", "f4", (6,)),
        # The thing and what it does to the background
        ("hidden", "f4"),
        ("way", "u1"),  # WAYS
        ("grain_px", "f4"),
        ("far_px", "f4", (2,)),
        ("folds", "f4"),  # share of its own detail that a thing of the plate's colour keeps
        ("mirrored", "f4"),
        ("mirror_fade", "f4"),
        ("mirror_soft_px", "f4"),
        ("mirror_slope", "f4"),
        ("mirror_side", "i1"),  # 0 below the thing, −1 left of it, 1 right of it
        ("contact", "f4"),
        ("contact_px", "f4"),
        ("shadow", "f4"),
        ("shadow_offset_px", "f4", (2,)),
        ("shadow_shear", "f4"),
        ("shadow_squash", "f4"),
        ("shadow_soft_px", "f4"),
        ("patch", "f4"),
        ("patch_at", "f4", (2,)),
        ("patch_axes", "f4", (3,)),
        # What moves in the background
        ("told", "u1"),
        ("moving", "u1"),  # MOTIONS
        ("stir_px", "f4", (2,)),
        ("flash", "f4"),
        ("region", "f4"),  # share of the view
        # The camera
        ("lit", "u1", (2,)),
        ("gains", "f4", (2, 3)),
        ("gamma", "f4", (2,)),
        ("contrast", "f4", (2,)),
        ("saturation", "f4", (2,)),
        ("exposure", "f4"),
        ("balance", "f4"),
        ("blur_px", "f4", (2,)),
        ("smear_px", "f4", (2, 2)),
        ("comb_px", "f4", (2,)),
        ("gaussian", "f4", (2,)),
        ("poisson", "f4", (2,)),
        ("band", "f4", (2,)),
        ("grey", "u1", (2,)),
        ("shrink", "f4", (2,)),  # 1 as it is
        ("quality", "u1", (2,)),
        ("halved", "u1", (2,)),
        # The answer before
        ("has_before", "u1"),
        ("before_warp", "f4", (6,)),
        ("rim_px", "f4"),
        ("holed", "u1"),
        ("blobbed", "u1"),
        ("cut", "u1"),  # 0 no, 1 nothing, 2 something else
    ]
)
PICTURES = ("plate", "frame")
WAYS = PATCHES, WHOLE, TEXTURE = 1, 2, 3
MOTIONS = LEAVES, WATER, SCREEN, FAN = 1, 2, 3, 4
