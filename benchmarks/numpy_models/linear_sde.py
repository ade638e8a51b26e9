# SPDX-License-Identifier: Apache-2.0
"""Three independent components of dX = 1.5 X dt + 0.01 X dW from X(0) = 0.1 on [0, 1], vectorised in NumPy.

256 steps of Euler and Maruyama, in each of which X is multiplied by 1 + 1.5 h + 0.01 sqrt(h) z.
"""

import math

import numpy

from .random_numbers import Chance

Array = numpy.ndarray

COMPONENTS = 3
STEPS = 256
START = 0.1
DRIFT = 1.5 / STEPS
NOISE = 0.01 / math.sqrt(STEPS)

MEAN = START * (1 + DRIFT) ** STEPS  # exactly, of the scheme
DEVIATION = START * math.sqrt(((1 + DRIFT) ** 2 + NOISE**2) ** STEPS - (1 + DRIFT) ** (2 * STEPS))


def simulate(trajectories: int, generator: numpy.random.Generator) -> Array:
    """X(1): a row for each component, a column for each trajectory."""
    chance = Chance(generator, COMPONENTS * trajectories)
    values = numpy.full(COMPONENTS * trajectories, START, numpy.float32)
    for _ in range(STEPS // 2):
        for factor in chance.two_normals():  # normals come in pairs: one for this step, one for the next
            numpy.multiply(factor, NOISE, out=factor)
            numpy.add(factor, 1 + DRIFT, out=factor)
            values *= factor
    return values.reshape(COMPONENTS, trajectories)
