"""Depth as colour: the plasma map, from a small table, so that prediction needs no plotting library."""

import numpy as np
from numpy.typing import NDArray

# Every fifteenth of its 256 colours; straight lines between them stay within 5 levels of the whole table.
_KNOTS = bytes.fromhex(
    "0d0887 2f0596 4903a0 6100a7 7801a8 8e0ca4 a21d9a b42e8d c43e7f"
    "d24f71 de6164 e97257 f3854b f99a3e fdaf31 fdc627 f8df25 f0f921"
)
_TABLE = np.stack(
    [np.interp(np.arange(256), np.arange(0, 256, 15), np.frombuffer(_KNOTS, np.uint8)[c::3]) for c in range(3)],
    axis=1,
)
_TABLE = np.round(_TABLE).astype(np.uint8)


def plasma(values: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Colour values in 0..1, any shape, from dark blue to yellow: uint8 [..., 3]. Values outside are clipped."""
    return _TABLE[np.round(np.clip(values, 0, 1) * 255).astype(np.uint8)]
