# SPDX-License-Identifier: Apache-2.0
"""Calibration: algebra in closed form, and data made by the model under known parameters."""

import numpy
import pytest

from peninsula.history import calibration, diagnostics
from peninsula.history.calibration import LEARNT, PRIOR, Evidence, Laws


def normal_draws(
    place: numpy.ndarray, covariance: numpy.ndarray, count: int = 20_000
) -> tuple[numpy.ndarray, numpy.ndarray]:
    draws = numpy.random.default_rng(2).multivariate_normal(place, covariance, count)
    return PRIOR.mean + PRIOR.spread * draws, numpy.full(count, 1 / count)


def test_the_evidence_of_one_posterior_gives_it_back() -> None:
    """Monte Carlo error of 20,000 draws: 0.007 spreads; tolerance 0.04 (a false alarm below 1e-6)."""
    place, spread = numpy.linspace(-1, 1, len(LEARNT)), numpy.linspace(0.3, 0.8, len(LEARNT))
    laws = calibration.evidence(*normal_draws(place, numpy.diag(spread**2)), PRIOR).posterior(PRIOR)
    assert (laws.mean - PRIOR.mean) / PRIOR.spread == pytest.approx(place, abs=0.04)
    assert laws.spread / PRIOR.spread == pytest.approx(spread, abs=0.04)


def test_two_equal_pieces_of_evidence_add_their_precision() -> None:
    """Likelihood N(y; theta, v) twice, prior N(0, 1): posterior precision 1 + 2/v, mean (2 y / v) / (1 + 2 / v)."""
    variance, seen = 0.5, 0.8
    once = Evidence(numpy.eye(len(LEARNT)) / variance, numpy.full(len(LEARNT), seen / variance))
    laws = (once + once).posterior(PRIOR)
    precision = 1 + 2 / variance
    assert (laws.mean - PRIOR.mean) / PRIOR.spread == pytest.approx(
        numpy.full(len(LEARNT), 2 * seen / variance / precision)
    )
    assert laws.spread / PRIOR.spread == pytest.approx(numpy.full(len(LEARNT), precision**-0.5))


def test_draws_of_the_prior_and_wider_ones_say_nothing() -> None:
    wide = calibration.evidence(*normal_draws(numpy.ones(len(LEARNT)), 4 * numpy.eye(len(LEARNT))), PRIOR)
    assert numpy.abs(wide.precision).max() == 0 and numpy.abs(wide.weighted).max() == 0


def test_tempering_forgets_by_share() -> None:
    once = Evidence(numpy.eye(len(LEARNT)), numpy.ones(len(LEARNT)))
    assert once.tempered(0.25).posterior(PRIOR).spread == pytest.approx(PRIOR.spread / numpy.sqrt(1.25))


def test_regression_adjustment_solves_the_linear_model() -> None:
    """theta ~ N(0, 1), s = theta + noise of variance 1/4: the posterior at s is N(0.8 s, 0.2). Four standard errors."""
    generator = numpy.random.default_rng(3)
    theta = generator.normal(size=(40_000, 1))
    draws, weights = calibration.adjust(
        theta, theta + generator.normal(scale=0.5, size=theta.shape), numpy.array([1.5])
    )
    mean = weights @ draws[:, 0]
    assert mean == pytest.approx(1.2, abs=4 * numpy.sqrt(0.2 / 1500)) and weights @ (
        draws[:, 0] - mean
    ) ** 2 == pytest.approx(0.2, rel=0.15)


def test_where_summaries_tell_the_parameters_exactly_nothing_is_left_open() -> None:
    theta = numpy.random.default_rng(6).normal(size=(2000, 2))
    draws, weights = calibration.adjust(theta, theta @ numpy.array([[1.0, 2.0], [-1.0, 0.5]]), numpy.array([0.3, 0.9]))
    expected = numpy.linalg.solve(numpy.array([[1.0, -1.0], [2.0, 0.5]]), [0.3, 0.9])
    assert draws == pytest.approx(numpy.broadcast_to(expected, draws.shape), abs=1e-9)
    assert weights.sum() == pytest.approx(1)


def test_laws_are_written_as_conditions_write_them() -> None:
    parameters = Laws(PRIOR.mean, PRIOR.spread).as_parameters()
    assert parameters["provocation.short_range_mean"] == {"log_normal": [1.0, 0.5]}
    assert parameters["provocation.intercept.icbm"] == {"normal": [-1.5, 1.0]}


def test_summaries_of_the_record_match_a_count_by_hand(happened) -> None:
    found = calibration.observed(happened, happened.first, happened.first + 48)[0]
    assert found[:7] == pytest.approx(numpy.sqrt([13, 2, 1, 2, 2, 0, 24]))


def test_known_parameters_are_found_again_as_often_as_they_should(engine, all_eras) -> None:
    """Simulation-based calibration for one era: 200 data sets, ten parameters, ten bins. The bands are Bonferroni's at
    1 %, so a right calibration fails for fewer than one seed in a hundred."""
    ranks = diagnostics.one_era(all_eras[2], 60, replicates=200, trajectories=20_000, seed=5)
    assert ranks.outside() == []


def test_the_bands_notice_posteriors_that_are_too_sure() -> None:
    generator = numpy.random.default_rng(5)
    truth = generator.normal(size=(200, len(LEARNT)))
    sure = diagnostics.Ranks(diagnostics.stats.norm.cdf(truth / 0.6))
    right = diagnostics.Ranks(diagnostics.stats.norm.cdf(truth))
    assert len(sure.outside()) >= 8 and right.outside() == []
