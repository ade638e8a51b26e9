# SPDX-License-Identifier: Apache-2.0
"""Intervals of mean score differences by a circular block bootstrap: neighbouring forecasts share most of their
horizon."""

import numpy

from peninsula.arrays import Floats

BLOCK = 12  # months
REPLICATES = 2000
SEED = 20130101


def mean_interval(
    values: Floats, block: int = BLOCK, level: float = 0.95, replicates: int = REPLICATES, seed: int = SEED
) -> tuple[float, float]:
    """Percentile interval of the mean of a time-ordered series (Politis and Romano 1992).

    With twelve blocks only, such intervals are too short. Of 144 values a nominal 95 % interval holds the mean in 92 %
    of the cases where they are independent, and in 84 % where they are a first-order autoregression with coefficient
    0.8 (tests/history/test_bootstrap.py).
    """
    count = len(values)
    generator = numpy.random.default_rng(seed)
    starts = generator.integers(count, size=(replicates, -(-count // block)))
    places = (starts[:, :, None] + numpy.arange(block)).reshape(replicates, -1)[:, :count] % count
    means = values[places].mean(axis=1)
    low, high = numpy.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
