# SPDX-License-Identifier: Apache-2.0
"""A quantal response of whole batches of trajectories, in single precision throughout.

A sum or product of two numbers takes 0.1 ns in an array of 10,000 (NumPy 1.24, AVX-512), an exponential 0.4 ns, a
uniform 1.4 ns; numpy.where, or a mask as an index, takes 0.7 to 4 ns where it has to guess the next branch. So nothing
here branches.
"""

import numpy

Array = numpy.ndarray


def exponentials(utilities: Array) -> Array:
    """By differences from the best option. Options are the last axis but one; overwrites the utilities."""
    utilities -= utilities.max(axis=-2, keepdims=True)
    return numpy.exp(utilities, out=utilities)


def draw(weights: Array, u: Array) -> Array:
    """The first option whose cumulative weight exceeds u times the total. Overwrites the weights."""
    for option in range(1, len(weights)):
        weights[option] += weights[option - 1]
    passed = weights[:-1] <= u * weights[-1]
    return numpy.add.reduce(passed.view(numpy.int8), axis=0, dtype=numpy.int8).astype(numpy.intp)
