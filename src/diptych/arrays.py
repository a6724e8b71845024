"""The types of arrays, each under one name. Shapes, units and ranges stand where an array is taken or given."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]
Halves = NDArray[np.float16]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]
Seeds = NDArray[np.uint64]
Arrays = dict[str, NDArray[Any]]
