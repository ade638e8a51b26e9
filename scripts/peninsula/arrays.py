# SPDX-License-Identifier: Apache-2.0
"""Names for types of arrays."""

from typing import Any

import numpy
from numpy.typing import NDArray

AnyArray = NDArray[Any]
Floats = NDArray[numpy.float64]
