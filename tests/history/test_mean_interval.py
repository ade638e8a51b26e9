# SPDX-License-Identifier: Apache-2.0
"""Intervals on data whose mean is known. Each band is three standard errors of a share among 1,000 each way, so another
seed would leave one of them once in 370."""

from collections.abc import Callable

import numpy
import pytest

from peninsula.history.mean_interval import mean_interval, separate_interval

COUNT, REPEATS = 144, 1000


def coverage(make: Callable[[numpy.random.Generator], numpy.ndarray], horizon: int) -> float:
    """The share of 95 % intervals that hold the mean, 0."""
    generator, held = numpy.random.default_rng(8), 0
    for _ in range(REPEATS):
        low, high = mean_interval(make(generator), horizon)
        held += low <= 0 <= high
    return held / REPEATS


def sums(horizon: int, count: int = COUNT) -> Callable[[numpy.random.Generator], numpy.ndarray]:
    """Sums of so many months, each month in as many of them."""
    return lambda generator: numpy.convolve(generator.normal(size=count + horizon - 1), numpy.ones(horizon), "valid")


def autoregression(generator: numpy.random.Generator) -> numpy.ndarray:
    shocks, values = generator.normal(size=COUNT + 100), numpy.zeros(COUNT + 100)
    for month in range(1, COUNT + 100):
        values[month] = 0.9 * values[month - 1] + shocks[month]
    return values[100:]


@pytest.mark.parametrize("horizon", [1, 3, 6, 12])
def test_overlapping_sums_are_covered_as_often_as_promised(horizon) -> None:
    assert 0.92 <= coverage(sums(horizon), horizon) <= 0.97


def test_an_autoregression_is_covered_nearly_as_often() -> None:
    """0.89, as the docstring says."""
    assert 0.86 <= coverage(autoregression, 12) <= 0.92


@pytest.mark.parametrize("count", [24, 60])
def test_of_few_horizons_little_is_known_and_the_interval_says_so(count) -> None:
    """Two and five years of twelve-month sums."""
    assert 0.90 <= coverage(sums(12, count), 12) <= 0.97


def test_the_interval_is_about_the_mean_and_moves_with_the_values() -> None:
    values = numpy.random.default_rng(9).normal(size=60)
    low, high = mean_interval(values, 3)
    assert (low + high) / 2 == pytest.approx(values.mean())
    assert mean_interval(values + 2, 3) == pytest.approx((low + 2, high + 2))
    assert mean_interval(-3 * values, 3) == pytest.approx((-3 * high, -3 * low))
    assert mean_interval(numpy.full(30, 2.5), 3) == pytest.approx((2.5, 2.5))


def test_two_values_have_students_interval() -> None:
    """One cosine of two values is half their difference times the root of two: the t interval of a pair."""
    low, high = mean_interval(numpy.array([1.0, 3.0]), 1)
    assert (high - low) / 2 == pytest.approx(12.7062, rel=1e-4)


def test_separate_years_have_students_interval() -> None:
    """Of 1, 3 and 5: 3, and 4.303 standard errors of 2 / sqrt(3) about it."""
    values = numpy.zeros(36)
    values[4::12] = 1, 3, 5
    mean, low, high = separate_interval(values, 12, 4)
    assert (mean, high - mean, mean - low) == pytest.approx((3, 4.3027 * 2 / 3**0.5, 4.3027 * 2 / 3**0.5), rel=1e-4)


def test_separate_years_are_covered_as_often_as_promised() -> None:
    generator, held = numpy.random.default_rng(10), 0
    for _ in range(REPEATS):
        _, low, high = separate_interval(sums(12)(generator), 12)
        held += low <= 0 <= high
    assert 0.93 <= held / REPEATS <= 0.97
