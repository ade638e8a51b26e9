# SPDX-License-Identifier: Apache-2.0
"""Intervals of mean score differences: of all origins, whose neighbours share most of their horizon, and of separate
ones."""

import numpy
from scipy import stats

from peninsula.arrays import Floats

COSINES = 6


def mean_interval(values: Floats, horizon: int, level: float = 0.95) -> tuple[float, float]:
    """Interval of the mean of a time-ordered series, of forecasts of so many months each.

    The long-run variance is the mean square of the projections on the first six cosines (Müller 2007; Lazarus, Lewis,
    Stock and Watson 2018, Journal of Business & Economic Statistics 36, 541-559), and Student's t has as many degrees
    of freedom. Fewer cosines where the series has fewer than twelve horizons, so that none is quicker than the horizons
    change: then little is known, and the interval says so.

    Of 144 values a nominal 95 % interval holds the mean in 94 % of the cases where they are sums of twelve months that
    overlap, in 95 % where they are independent, and in 89 % where they are a first-order autoregression with
    coefficient 0.9 (tests/history/test_mean_interval.py).
    """
    count = len(values)
    cosines = max(1, min(COSINES, count // (2 * horizon)))
    waves = numpy.cos(numpy.pi * numpy.arange(1, cosines + 1)[:, None] * (numpy.arange(count) + 0.5) / count)
    projections = numpy.sqrt(2 / count) * (waves @ values)
    error = float(numpy.sqrt((projections**2).mean() / count))
    half, mean = float(stats.t.ppf((1 + level) / 2, cosines)) * error, float(values.mean())
    return mean - half, mean + half


def separate_interval(values: Floats, horizon: int, start: int = 0, level: float = 0.95) -> tuple[float, float, float]:
    """The mean of every `horizon`-th value from `start` on, and Student's interval of it: no two share a month.

    Few values, but nothing to estimate except their spread: a check of `mean_interval`.
    """
    separate = values[start::horizon]
    mean, error = float(separate.mean()), float(stats.sem(separate))
    half = float(stats.t.ppf((1 + level) / 2, len(separate) - 1)) * error
    return mean, mean - half, mean + half
