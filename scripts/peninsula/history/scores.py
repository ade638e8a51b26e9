# SPDX-License-Identifier: Apache-2.0
"""Scores of probability forecasts of counts and of yes-or-no events. Lower is better throughout.

A forecast of a count is its probabilities of 0, 1, …, K, the last for K or more; of an event, one probability.
"""

import numpy

from peninsula.arrays import Floats

FLOOR = 0.01  # weight of the uniform law that every forecast is mixed with, ours and the baselines' alike


def guarded(probabilities: Floats) -> Floats:
    """A forecast mixed with a hundredth of the uniform law: what happens is never held impossible, so no log score is
    infinite."""
    mixed: Floats = (1 - FLOOR) * probabilities / probabilities.sum() + FLOOR / len(probabilities)
    return mixed


def guarded_chance(probability: float) -> float:
    """The same for an event: between 0.005 and 0.995."""
    return (1 - FLOOR) * probability + FLOOR / 2


def crps(probabilities: Floats, seen: int) -> float:
    """Continuous ranked probability score, exact: the sum over k of (F(k) - 1[k >= seen])²."""
    return threshold_crps(probabilities, seen, 0)


def threshold_crps(probabilities: Floats, seen: int, threshold: int) -> float:
    """Threshold-weighted CRPS: the terms of the CRPS with k >= threshold (Gneiting and Ranjan 2011, Journal of Business
    & Economic Statistics 29, 411-422).

    Each term is the Brier score of "more than k": what is said about more than `threshold` counts, and nothing else.
    Proper if the threshold is set without knowledge of what was seen; to score only cases in which much was seen is
    not.
    """
    error = numpy.cumsum(probabilities) - (numpy.arange(len(probabilities)) >= seen)
    return float((error[threshold:] ** 2).sum())


def log_score(probability: float) -> float:
    """-ln of the probability given to what happened."""
    return float(-numpy.log(probability))


def brier(probability: float, seen: int) -> float:
    """(p - y)²."""
    return float((probability - seen) ** 2)


def brier_parts(probabilities: Floats, seen: Floats, bins: int = 10) -> tuple[float, float, float]:
    """(reliability, resolution, uncertainty) of Murphy (1973) over bins of equal width. Where all forecasts of a bin
    are equal, Brier = reliability - resolution + uncertainty."""
    place = numpy.minimum((probabilities * bins).astype(int), bins - 1)
    rate = seen.mean()
    reliability = resolution = 0.0
    for one in range(bins):
        inside = place == one
        if inside.any():
            share = inside.mean()
            reliability += share * (probabilities[inside].mean() - seen[inside].mean()) ** 2
            resolution += share * (seen[inside].mean() - rate) ** 2
    return float(reliability), float(resolution), float(rate * (1 - rate))


def median(probabilities: Floats) -> int:
    """The least count that is not exceeded with probability 1/2 or more."""
    return int(numpy.searchsorted(numpy.cumsum(probabilities), 0.5 - 1e-12))


def interval(probabilities: Floats, level: float) -> tuple[int, int, float]:
    """The central interval of at least `level`: its ends, both included, and the probability that it holds."""
    total = numpy.cumsum(probabilities)
    low = int(numpy.searchsorted(total, (1 - level) / 2 - 1e-12))
    high = int(numpy.searchsorted(total, (1 + level) / 2 - 1e-12))
    return low, min(high, len(probabilities) - 1), float(probabilities[low : high + 1].sum())


def randomised_pit(probabilities: Floats, seen: int, uniform: float) -> float:
    """F(y - 1) + u p(y): uniform on [0, 1] if the forecast is right (Smith 1985; Czado, Gneiting and Held 2009)."""
    return float(probabilities[:seen].sum() + uniform * probabilities[seen])
