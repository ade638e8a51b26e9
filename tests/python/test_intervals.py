# SPDX-License-Identifier: Apache-2.0
"""Intervals against closed forms, published values and exact coverage."""

import numpy
import pytest
from scipy import stats

from peninsula import InputError, intervals, trajectories_needed


def test_wilson_is_where_the_score_test_just_does_not_reject() -> None:
    """An end p of the interval solves |share - p| = z sqrt(p (1 - p) / n)."""
    z = intervals.normal_quantile(0.9)
    share, low, high = intervals.wilson([3, 17, 250], [20, 20, 1000], level=0.9)
    n = numpy.array([20, 20, 1000])
    for end in (low, high):
        assert numpy.abs(share - end) == pytest.approx(z * numpy.sqrt(end * (1 - end) / n), rel=1e-12)


@pytest.mark.parametrize("method", ["wilson", "exact", "jeffreys", "auto"])
def test_intervals_touch_the_ends_where_all_or_nothing_succeeds(method) -> None:
    share, low, high = intervals.share([0, 50], [50, 50], method=method)
    assert share.tolist() == [0, 1] and low[0] == 0 and high[1] == 1
    assert 0 < high[0] < 0.1 and 0.9 < low[1] < 1


def test_the_exact_interval_without_success_has_a_closed_form() -> None:
    assert intervals.clopper_pearson(0, 200)[2] == pytest.approx(1 - 0.025 ** (1 / 200), rel=1e-12)


def test_the_exact_interval_is_that_of_scipy() -> None:
    for successes in (1, 7, 39):
        theirs = stats.binomtest(successes, 40).proportion_ci(0.95, "exact")
        assert intervals.clopper_pearson(successes, 40)[1:] == pytest.approx((theirs.low, theirs.high), rel=1e-9)


@pytest.mark.parametrize("share", [0.003, 0.02, 0.3, 0.5])
def test_the_exact_interval_never_covers_too_seldom(share) -> None:
    """Coverage by enumeration of all outcomes, not by chance."""
    successes = numpy.arange(101)
    _, low, high = intervals.clopper_pearson(successes, 100)
    covered = stats.binom.pmf(successes, 100, share)[(low <= share) & (share <= high)].sum()
    assert covered >= 0.95


def test_jeffreys_interval_is_that_of_its_posterior() -> None:
    _, low, high = intervals.jeffreys(4, 50, level=0.8)
    assert (low, high) == pytest.approx(stats.beta(4.5, 46.5).interval(0.8), rel=1e-9)


def test_few_successes_or_failures_take_the_exact_interval() -> None:
    successes = numpy.array([9, 10, 990, 991])
    mine, wilson, exact = (
        numpy.array(intervals.share(successes, 1000, method=each)) for each in ("auto", "wilson", "exact")
    )
    assert (mine[:, [1, 2]] == wilson[:, [1, 2]]).all()
    assert (mine[:, [0, 3]] == exact[:, [0, 3]]).all()


def test_paired_differences_follow_agresti_and_min() -> None:
    gained, lost, pairs, z = 12, 5, 80, intervals.normal_quantile(0.95)
    b, c, n = gained + 0.5, lost + 0.5, pairs + 2
    half = z * numpy.sqrt(b + c - (b - c) ** 2 / n) / n
    expected = (gained - lost) / pairs, (b - c) / n - half, (b - c) / n + half
    assert intervals.paired_difference(gained, lost, pairs) == pytest.approx(expected, rel=1e-12)


def test_pairs_that_never_differ_leave_an_interval_with_a_width() -> None:
    difference, low, high = intervals.paired_difference(0, 0, 100)
    assert difference == 0 and low < 0 < high


def test_without_trials_there_is_no_share() -> None:
    for method in ("wilson", "exact", "jeffreys", "auto"):
        assert numpy.isnan(intervals.share(0, 0, method=method)).all()
    assert numpy.isnan(intervals.paired_difference(0, 0, 0)).all()


@pytest.mark.parametrize("call", [
    lambda: intervals.wilson(1, 2, level=95),
    lambda: intervals.clopper_pearson(1, 2, level=1.0),
    lambda: intervals.share(3, 2),
    lambda: intervals.share(1, 2, method="bayes"),
    lambda: trajectories_needed(0),
])
def test_what_cannot_be_is_refused(call) -> None:
    with pytest.raises(InputError):
        call()


@pytest.mark.parametrize("share", [0.5, 0.01, 0.0001])
def test_trajectories_needed_are_just_enough(share) -> None:
    needed = trajectories_needed(share)
    assert (1 - share) ** needed <= 0.05 < (1 - share) ** (needed - 1)
