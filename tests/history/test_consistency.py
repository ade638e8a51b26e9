# SPDX-License-Identifier: Apache-2.0
"""Consistency bars on forecasts that are right, and on some that are not."""

import numpy
import pytest
from scipy import stats

from peninsula.history import baselines, consistency, scores

ORIGINS = numpy.arange(144)
STAY = 0.95  # of the regimes below


def test_events_have_the_chances_that_were_forecast() -> None:
    """Within five standard errors of 4,000 draws, at 144 origins: a false alarm of 1e-4."""
    chances = numpy.linspace(0.02, 0.9, 144)
    seen = consistency.events_if_right(chances, ORIGINS, 12).mean(axis=0)
    assert (numpy.abs(seen - chances) <= 5 * numpy.sqrt(chances * (1 - chances) / consistency.DRAWS)).all()


@pytest.mark.parametrize("apart", [1, 6, 11, 12, 20])
def test_equal_chances_are_events_of_independent_months(apart) -> None:
    """Correlation of two origins, by what their common months say; 124 pairs or more of 4,000 draws, to 0.03."""
    stay_away = 0.97
    chance = 1 - stay_away**12
    seen = consistency.events_if_right(numpy.full(144, chance), ORIGINS, 12).astype(float)
    both = (seen[:, :-apart] * seen[:, apart:]).mean()
    expected = (stay_away**apart - stay_away**12) / (1 - stay_away**12) if apart < 12 else 0.0
    assert (both - chance**2) / (chance * (1 - chance)) == pytest.approx(expected, abs=0.03)


def test_forecasts_of_one_month_have_binomial_bars() -> None:
    """To one event, as the quantiles are of 4,000 draws."""
    low, high = consistency.bar(consistency.events_if_right(numpy.full(144, 0.3), ORIGINS, 1))
    assert (low * 144, high * 144) == pytest.approx(tuple(stats.binom.ppf([0.05, 0.95], 144, 0.3)), abs=1)


def test_a_bar_holds_at_least_its_level() -> None:
    """Ten draws of one origin: the lowest and the highest tenth are left out, no more."""
    seen = numpy.arange(10)[:, None] < numpy.arange(10)[None, :]
    low, high = consistency.bar(seen, 0.8)
    shares = seen.mean(axis=1)
    assert ((shares >= low) & (shares <= high)).mean() >= 0.8 and (low, high) == (0.0, 0.8)


@pytest.mark.parametrize("horizon", [1, 3, 12])
def test_ranks_are_uniform_and_shared_as_the_months_are(horizon) -> None:
    """Shares of fifths and correlations of normal scores, to 0.02: some four standard errors at twelve months."""
    ranks = consistency.ranks_if_right(ORIGINS, horizon)
    assert numpy.histogram(ranks, 5, (0, 1))[0] / ranks.size == pytest.approx([0.2] * 5, abs=0.02)
    normal = stats.norm.ppf(ranks)
    assert (normal[:, :-1] * normal[:, 1:]).mean() == pytest.approx(1 - 1 / horizon, abs=0.02)
    inside = consistency.inside_if_right(numpy.full(144, 0.1), numpy.full(144, 0.6), ORIGINS, horizon)
    assert inside.mean() == pytest.approx(0.6, abs=0.02)


def test_origins_may_have_gaps() -> None:
    """Two origins a horizon apart are independent, wherever they stand in the array."""
    ranks = consistency.ranks_if_right(numpy.array([24200, 24203, 24212]), 12)
    normal = stats.norm.ppf(ranks)
    correlations = numpy.corrcoef(normal.T)
    assert correlations[0] == pytest.approx([1, 0.75, 0], abs=0.06)


def regimes(generator: numpy.random.Generator, months: int) -> numpy.ndarray:
    changes = generator.random(months) >= STAY
    return (generator.integers(2) + numpy.cumsum(changes)) % 2


def chances_of(monthly: numpy.ndarray, horizon: int) -> numpy.ndarray:
    """Of an event within the horizon, by the regime of its first month."""
    transition = numpy.array([[STAY, 1 - STAY], [1 - STAY, STAY]])
    none = 1 - monthly
    for _ in range(horizon - 1):
        none = (1 - monthly) * (transition @ none)
    return 1 - none


@pytest.mark.parametrize("horizon", [3, 12])
def test_right_forecasts_of_events_lie_within_their_bars(horizon) -> None:
    """Two cells, one for each regime, in 150 records of twelve years. At most 10 % are left out if the bars are right;
    were the two cells of a record one, 16 % would be 2.4 standard errors more: a false alarm of 0.01. Independent draws
    leave out a fifth at three months and half at twelve."""
    generator, monthly = numpy.random.default_rng(12), numpy.array([0.004, 0.06])
    chances, outside, plainly = chances_of(monthly, horizon), [], []
    for _ in range(150):
        regime = regimes(generator, 144 + horizon)
        happens = generator.random(144 + horizon) < monthly[regime]
        seen = numpy.lib.stride_tricks.sliding_window_view(happens, horizon).any(axis=1)[:144]
        draws = consistency.events_if_right(chances[regime[:144]], ORIGINS, horizon, 400)
        for one in (0, 1):
            cell = regime[:144] == one
            if cell.sum() >= 5:
                low, high = consistency.bar(draws[:, cell])
                outside.append(not low <= seen[cell].mean() <= high)
                ends = stats.binom.ppf([0.05, 0.95], cell.sum(), chances[one]) / cell.sum()
                plainly.append(not ends[0] <= seen[cell].mean() <= ends[1])
    assert 0.02 <= numpy.mean(outside) <= 0.16
    assert numpy.mean(plainly) >= (0.12 if horizon == 3 else 0.4)


def laws_of(model: baselines.RegimeSwitching, horizon: int) -> numpy.ndarray:
    """Of the total of a horizon, by the regime of its first month, (2, counts)."""
    emission, found = model.emissions(baselines.SUPPORT), []
    for opening in numpy.eye(2):
        joint = numpy.zeros((2, 81))
        joint[:, 0] = opening
        for month in range(horizon):
            joint = model.transition.T @ joint if month else joint
            joint = numpy.stack([numpy.convolve(joint[s], emission[:, s])[:81] for s in (0, 1)])
        found.append(baselines.closed(joint.sum(axis=0)))
    return numpy.array(found)


@pytest.mark.parametrize("horizon", [1, 12])
def test_right_forecasts_of_counts_lie_within_their_bars(horizon) -> None:
    """The share inside 50 % intervals in 200 records of two regimes: at most 10 % are left out if the bars are right,
    and more than 16 % once in 400 seeds. Independent draws leave out 44 % at twelve months."""
    model = baselines.RegimeSwitching(numpy.array([0.3, 3.0]), numpy.array([5.0, 2.0]), numpy.array([STAY, STAY]))
    generator, laws = numpy.random.default_rng(13), laws_of(model, horizon)
    ends = numpy.array([scores.interval(law, 0.5) for law in laws])
    low, high, below = ends[:, 0], ends[:, 1], numpy.array([laws[one][: int(ends[one, 0])].sum() for one in (0, 1)])
    outside, plainly = [], []
    for _ in range(200):
        regime = regimes(generator, 144 + horizon - 1)
        counts = generator.poisson(generator.gamma(model.size[regime], model.mean[regime] / model.size[regime]))
        totals, at = numpy.convolve(counts, numpy.ones(horizon), "valid"), regime[:144]
        share, held = ((low[at] <= totals) & (totals <= high[at])).mean(), ends[at, 2]
        least, most = consistency.bar(consistency.inside_if_right(below[at], held, ORIGINS, horizon, 400))
        outside.append(not least <= share <= most)
        least, most = stats.binom.ppf([0.05, 0.95], 144, held.mean()) / 144
        plainly.append(not least <= share <= most)
    assert 0.03 <= numpy.mean(outside) <= 0.16
    assert numpy.mean(plainly) <= 0.16 if horizon == 1 else numpy.mean(plainly) >= 0.35


def test_forecasts_that_are_far_off_lie_outside() -> None:
    """One in ten was said of what comes in three of ten quarters."""
    low, high = consistency.bar(consistency.events_if_right(numpy.full(144, 0.1), ORIGINS, 3))
    assert not low <= 0.3 <= high and low <= 0.1 <= high
