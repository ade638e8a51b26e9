# SPDX-License-Identifier: Apache-2.0
"""States of the world with a planted box, for the tests of box and tree and for the programs that they are held to."""

import numpy
import pandas

NAMES = [f"assumption_{place}" for place in range(10)]
BOUNDS = {"assumption_0": (0.4, 0.8), "assumption_3": (None, 0.6), "assumption_7": (0.3, None)}


def states_of(size: int, seed: int) -> tuple[pandas.DataFrame, numpy.ndarray]:
    """Ten assumptions between 0 and 1, and which states lie in the planted box."""
    states = pandas.DataFrame(numpy.random.default_rng(seed).random((size, len(NAMES))), columns=NAMES)
    inside = numpy.ones(size, dtype=bool)
    for name, (low, high) in BOUNDS.items():
        inside &= states[name].between(0 if low is None else low, 1 if high is None else high).to_numpy()
    return states, inside


def for_peeling() -> tuple[pandas.DataFrame, numpy.ndarray]:
    """1,500 states with probabilities, no two alike: greater by a half in nine tenths of the planted box."""
    states, inside = states_of(1500, 10)
    random = numpy.random.default_rng(11)
    return states, 0.5 * (inside & (random.random(1500) < 0.9)) + 0.5 * random.random(1500)


def for_tree() -> tuple[pandas.DataFrame, numpy.ndarray]:
    """1,000 states with noisy labels."""
    states, inside = states_of(1000, 15)
    return states, numpy.where(inside, 0.8, 0.1) + numpy.random.default_rng(16).normal(0, 0.05, 1000)
