# SPDX-License-Identifier: Apache-2.0
"""What would have been seen if the forecasts were right: the range in which a frequency then lies.

Consistency bars (Bröcker and Smith 2007, Weather and Forecasting 22, 651-661): outcomes are drawn from the forecasts
themselves, again and again, and a frequency is taken of each. Theirs are drawn independently. Here neighbouring origins
share most of their months, and so do their outcomes; bars of independent draws would be far too narrow. So the draws
are of months: an origin's outcome is made of the draws of its own months, and has the probability that its forecast
gave it. Origins with no month in common are independent, as the errors of right forecasts are. The forecasts are kept
as they are; Bröcker and Smith draw them anew as well.

Of right forecasts from 144 origins, of counts or events that come in regimes which the forecaster knows, bars of
nominally 90 % leave out 8 % on average (0 to 14 % in thirty settings of 150 to 200 records each), and bars of
independent draws 36 to 60 % at twelve months. tests/history/test_consistency.py has some of these.
"""

from collections.abc import Callable

import numpy
from numpy.typing import NDArray
from scipy import special

from peninsula.arrays import Floats

DRAWS, SEED, LEVEL = 4000, 11, 0.9


def events_if_right(chances: Floats, origins: Floats, horizon: int, draws: int = DRAWS) -> NDArray[numpy.bool_]:
    """Whether an event comes within the horizon of each origin, (draws, origins), by the chances of the forecasts.

    Each month has a uniform draw, and the event comes if the highest of the horizon's is high enough. Where all chances
    are equal, this is an event that comes or not in each month, independently.
    """
    highest = _windows(numpy.random.default_rng(SEED).random, origins, horizon, draws).max(axis=-1)
    found: NDArray[numpy.bool_] = highest > (1 - chances) ** (1 / horizon)
    return found


def ranks_if_right(origins: Floats, horizon: int, draws: int = DRAWS) -> Floats:
    """Where a count falls within its forecast, as a share of it, (draws, origins): uniform on [0, 1].

    A count is a sum over months, and so is its normal score: of one normal draw a month.
    """
    sums = _windows(numpy.random.default_rng(SEED).standard_normal, origins, horizon, draws).sum(axis=-1)
    found: Floats = special.ndtr(sums / numpy.sqrt(horizon))
    return found


def inside_if_right(
    below: Floats, held: Floats, origins: Floats, horizon: int, draws: int = DRAWS
) -> NDArray[numpy.bool_]:
    """Whether a count falls into an interval with probability `below` under it and `held` in it, (draws, origins)."""
    ranks = ranks_if_right(origins, horizon, draws)
    found: NDArray[numpy.bool_] = (ranks > below) & (ranks <= below + held)
    return found


def bar(seen: NDArray[numpy.bool_], level: float = LEVEL) -> tuple[float, float]:
    """The central range, of probability `level` or more, of the frequency over the origins of (draws, origins)."""
    low, high = numpy.quantile(seen.mean(axis=1), [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
    return float(low), float(high)


def _windows(draw: Callable[[tuple[int, int]], Floats], origins: Floats, horizon: int, draws: int) -> Floats:
    """A draw for every month, as the months of each origin see it: (draws, origins, horizon)."""
    places = (origins - origins.min()).astype(int)
    months = draw((draws, int(places.max()) + horizon))
    windows: Floats = numpy.lib.stride_tricks.sliding_window_view(months, horizon, axis=1)[:, places]
    return windows
