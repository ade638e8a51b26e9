# SPDX-License-Identifier: Apache-2.0
"""Sampling error of shares, means and paired differences.

All functions take arrays that broadcast against each other, and return `(estimate, low, high)` as arrays of floats;
NaN where nothing was counted. `level` is the coverage wanted, 0.95 unless told. The intervals hold for sampling error
alone: how well so many trajectories know the model's own answer, not how well the parameters are known.
"""

from collections.abc import Sequence
from typing import Literal

import numpy
from numpy.typing import ArrayLike, NDArray
from scipy import special

from peninsula.arrays import AnyArray
from peninsula.errors import InputError

Triple = tuple[NDArray[numpy.float64], NDArray[numpy.float64], NDArray[numpy.float64]]
Method = Literal["auto", "wilson", "exact", "jeffreys"]

FEW = 10
"""With fewer successes or failures than this, "auto" takes the exact interval in place of Wilson's."""


def normal_quantile(level: float) -> float:
    """The number of standard errors on either side of an interval of this coverage.

    >>> normal_quantile(0.95)
    1.959963984540054
    """
    if not 0 < level < 1:
        raise InputError(f"level: {level} does not lie between 0 and 1")
    return float(special.ndtri((1 + level) / 2))


def wilson(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> Triple:
    """The interval of Wilson (1927) for a share: within [0, 1], and with a width even if no trial succeeds.

    >>> [round(float(x), 4) for x in wilson(40, 100)]
    [0.4, 0.3094, 0.498]
    """
    successes, trials = _counts(successes, trials)
    z = normal_quantile(level)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        share = successes / trials
        centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
        spread = numpy.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
        half_width = z / (1 + z * z / trials) * spread
    low = numpy.where(successes == 0, 0.0, centre - half_width)
    high = numpy.where(successes == trials, 1.0, centre + half_width)
    return _where_counted(trials, share, low, high)


def clopper_pearson(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> Triple:
    """The exact interval of Clopper and Pearson (1934) for a share: never covers less often than `level` says.

    With no success the upper end is near 3.7 / trials at 95 % (two-sided); the rule of three is its one-sided sister.

    >>> [round(float(x), 4) for x in clopper_pearson(0, 100)]
    [0.0, 0.0, 0.0362]
    """
    return _between_beta_quantiles(successes, trials, level, added_below=(0.0, 1.0), added_above=(1.0, 0.0))


def jeffreys(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> Triple:
    """The interval of Jeffreys' prior, Beta(1/2, 1/2), with its ends at 0 or 1 where nothing, or all, succeeds.

    Source: Brown, Cai, DasGupta (2001), Interval Estimation for a Binomial Proportion, Statistical Science 16.

    >>> [round(float(x), 4) for x in jeffreys(2, 100)]
    [0.02, 0.0042, 0.0626]
    """
    return _between_beta_quantiles(successes, trials, level, added_below=(0.5, 0.5), added_above=(0.5, 0.5))


def share(successes: ArrayLike, trials: ArrayLike, level: float = 0.95, method: Method = "auto") -> Triple:
    """A share with its interval.

    `method`: "wilson", "exact" (Clopper and Pearson), "jeffreys", or "auto": exact where successes or failures are
    fewer than `FEW`, since Wilson's covers too seldom there, and Wilson's elsewhere.

    >>> [round(float(x), 5) for x in share(2, 1000)]
    [0.002, 0.00024, 0.00721]
    """
    methods = {"wilson": wilson, "exact": clopper_pearson, "jeffreys": jeffreys}
    if method in methods:
        return methods[method](successes, trials, level)
    if method != "auto":
        raise InputError(f"method: '{method}' is none of auto, {', '.join(methods)}")
    successes, trials = _counts(successes, trials)
    estimate, low, high = wilson(successes, trials, level)
    few = numpy.minimum(successes, trials - successes) < FEW
    if few.any():
        low, high = low.copy(), high.copy()
        _, low[few], high[few] = clopper_pearson(successes[few], trials[few], level)
    return estimate, low, high


def mean(estimate: ArrayLike, standard_error: ArrayLike, level: float = 0.95) -> Triple:
    """A mean with its normal interval: good from some hundred trajectories on.

    >>> [round(float(x), 3) for x in mean(2.0, 0.1)]
    [2.0, 1.804, 2.196]
    """
    estimate, half_width = numpy.asarray(estimate, float), normal_quantile(level) * numpy.asarray(standard_error, float)
    return estimate, estimate - half_width, estimate + half_width


def paired_difference(gained: ArrayLike, lost: ArrayLike, pairs: ArrayLike, level: float = 0.95) -> Triple:
    """How much more often something happens here than there, of pairs of trajectories that share their chance.

    `gained` have it only here, `lost` only there. The interval is that of Agresti and Min (2005), which adds half a
    pair to each cell of the table and so has a width even if no pair differs.

    >>> [round(float(x), 4) for x in paired_difference(30, 10, 1000)]
    [0.02, 0.0075, 0.0324]
    """
    gained, lost, pairs = numpy.broadcast_arrays(*(numpy.asarray(x, float) for x in (gained, lost, pairs)))
    size, net, changed = pairs + 2, gained - lost, gained + lost + 1
    with numpy.errstate(invalid="ignore", divide="ignore"):
        half_width = normal_quantile(level) * numpy.sqrt(changed - net * net / size) / size
        estimate = net / pairs
    low, high = numpy.maximum(net / size - half_width, -1.0), numpy.minimum(net / size + half_width, 1.0)
    return _where_counted(pairs, estimate, low, high)


def independent_difference(new: Sequence[ArrayLike], old: Sequence[ArrayLike]) -> Triple:
    """How two values differ whose sampling errors are independent, from each value's estimate, low and high.

    The distances to the ends are added as squares, of shares and means alike; the coverage is that of both intervals.
    Source: Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in
    Medicine 17, method 10; of any estimates, Zou and Donner (2008), Statistics in Medicine 27.

    >>> [round(float(x), 4) for x in independent_difference(wilson(56, 70), wilson(48, 80))]
    [0.2, 0.0524, 0.3339]
    """
    (here, here_low, here_high), (there, there_low, there_high) = (
        [numpy.asarray(value, float) for value in each] for each in (new, old)
    )
    difference = here - there
    below, above = numpy.hypot(here - here_low, there_high - there), numpy.hypot(here_high - here, there - there_low)
    return difference, difference - below, difference + above


def trajectories_needed(share_at_most: float, level: float = 0.95) -> int:
    """How many trajectories without a case it takes to say, at this level, that a share is no greater than this.

    The least n with (1 - share)^n <= 1 - level: about 3 / share at 95 %, the rule of three (Hanley and
    Lippman-Hand 1983).

    >>> trajectories_needed(0.001)
    2995
    """
    if not 0 < share_at_most < 1:
        raise InputError(f"share_at_most: {share_at_most} does not lie between 0 and 1")
    return int(numpy.ceil(numpy.log1p(-_checked(level)) / numpy.log1p(-share_at_most)))


def _between_beta_quantiles(
    successes: ArrayLike,
    trials: ArrayLike,
    level: float,
    added_below: tuple[float, float],
    added_above: tuple[float, float],
) -> Triple:
    """From the lower quantile of one beta law to the upper one of another: what is added to successes and failures."""
    successes, trials = _counts(successes, trials)
    tail = (1 - _checked(level)) / 2
    failures = trials - successes
    with numpy.errstate(invalid="ignore", divide="ignore"):
        share = successes / trials
        low = special.betaincinv(successes + added_below[0], failures + added_below[1], tail)
        high = special.betaincinv(successes + added_above[0], failures + added_above[1], 1 - tail)
    low, high = numpy.where(successes == 0, 0.0, low), numpy.where(failures == 0, 1.0, high)
    return _where_counted(trials, share, low, high)


def _checked(level: float) -> float:
    normal_quantile(level)
    return level


def _counts(successes: ArrayLike, trials: ArrayLike) -> tuple[NDArray[numpy.float64], NDArray[numpy.float64]]:
    successes, trials = numpy.broadcast_arrays(numpy.asarray(successes, float), numpy.asarray(trials, float))
    if (successes < 0).any() or (successes > trials).any():
        raise InputError("successes: fewer than none, or more than the trials")
    return successes, trials


def _where_counted(trials: AnyArray, *values: AnyArray) -> Triple:
    estimate, low, high = (numpy.where(trials > 0, value, numpy.nan) for value in values)
    return estimate, low, high
