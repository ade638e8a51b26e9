# SPDX-License-Identifier: Apache-2.0
"""Means of several quantities with their errors, from values that come in blocks: memory does not grow."""

from typing import cast

import numpy
from scipy import special

from peninsula.arrays import Floats
from peninsula.intervals import Triple, normal_quantile


class Moments:
    """Weighted means of quantities and the covariance of those means, from independent observations.

    An observation is a trajectory, of weight 1; or the mean of a block that shares more than its trajectories do (an
    order of changes), of the block's size. Values are kept relative to those of the first block, so that sums of
    squares lose no digits.
    """

    def __init__(self, quantities: int) -> None:
        self.observations = 0
        self.weight = 0.0
        self._origin = numpy.zeros(quantities)
        self._first = numpy.zeros(quantities)
        self._squared_weight = 0.0
        self._linear = numpy.zeros(quantities)
        self._square = numpy.zeros((quantities, quantities))

    def add(self, values: Floats, weight: float = 1.0) -> None:
        """Observations of one weight: shape (quantity, observation)."""
        count = values.shape[1]
        if count == 0 or weight == 0:
            return
        if self.observations == 0:
            self._origin = values.mean(axis=1)
        centred = values - self._origin[:, None]
        total = centred.sum(axis=1)
        self.observations += count
        self.weight += count * weight
        self._squared_weight += count * weight**2
        self._first += weight * total
        self._linear += weight**2 * total
        self._square += weight**2 * (centred @ centred.T)

    @property
    def means(self) -> Floats:
        """One a quantity; NaN where nothing was observed."""
        if self.observations == 0:
            return numpy.full(len(self._origin), numpy.nan)
        return cast(Floats, self._origin + self._first / self.weight)

    @property
    def covariance(self) -> Floats:
        """Of the means: (quantity, quantity); NaN with fewer than two observations."""
        if self.observations < 2:
            return numpy.full(self._square.shape, numpy.nan)
        shift = self._first / self.weight
        cross = numpy.outer(self._linear, shift)
        about = self._square - cross - cross.T + self._squared_weight * numpy.outer(shift, shift)
        return cast(Floats, about / self.weight**2 * self.observations / (self.observations - 1))

    @property
    def errors(self) -> Floats:
        """Standard errors of the means."""
        return cast(Floats, numpy.sqrt(numpy.maximum(numpy.diagonal(self.covariance), 0)))

    def intervals(self, level: float = 0.95) -> Triple:
        """Means with their intervals, by Student's law, since blocks may be few."""
        half = self.quantile(level) * self.errors
        return self.means, self.means - half, self.means + half

    def quantile(self, level: float) -> float:
        """The number of standard errors on either side."""
        normal_quantile(level)  # which refuses a level that is none
        return float(special.stdtrit(max(self.observations - 1, 1), (1 + level) / 2))
