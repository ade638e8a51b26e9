# SPDX-License-Identifier: Apache-2.0
"""Scores against closed forms, and against those of scoringrules."""

import json
import pathlib

import numpy
import pytest
from scipy import stats

from peninsula.history import scores


def test_crps_of_a_certain_forecast_is_its_error() -> None:
    certain = numpy.eye(20)[7]
    assert [scores.crps(certain, seen) for seen in (7, 4, 12)] == [0, 3, 5]


def test_crps_of_an_ensemble_is_its_mean_error_less_half_its_mean_spread() -> None:
    """E|X - y| - E|X - X'|/2 (Gneiting and Raftery 2007)."""
    members = numpy.array([0, 0, 1, 3, 3, 3, 8, 11])
    law = numpy.bincount(members, minlength=20) / len(members)
    for seen in (0, 2, 3, 9, 15):
        expected = numpy.abs(members - seen).mean() - numpy.abs(members[:, None] - members).mean() / 2
        assert scores.crps(law, seen) == pytest.approx(expected, abs=1e-12)


def test_above_a_threshold_only_what_is_said_about_more_counts() -> None:
    """Certain of 7, and 4 or 12 seen: of the errors of 3 and 5, those above 5 and 9 by hand."""
    certain = numpy.eye(20)[7]
    assert [scores.threshold_crps(certain, 4, threshold) for threshold in (0, 5, 7)] == [3, 2, 0]
    assert [scores.threshold_crps(certain, 12, threshold) for threshold in (0, 9, 12)] == [5, 3, 0]


def test_threshold_crps_is_the_sum_of_brier_scores_of_more_than_k() -> None:
    law = stats.nbinom.pmf(numpy.arange(81), 1.2, 0.2)
    for seen in (0, 6, 30):
        expected = sum(scores.brier(law[k + 1 :].sum(), int(seen > k)) for k in range(6, 81))
        assert scores.threshold_crps(law / law.sum(), seen, 6) == pytest.approx(expected, abs=1e-6)


@pytest.fixture(scope="module")
def oracle() -> dict:
    """What scoringrules finds, written by `score_numbers`."""
    return json.loads(pathlib.Path(__file__).with_name("score_numbers.json").read_text(encoding="utf-8"))


def test_ensembles_score_as_scoringrules_has_it(oracle) -> None:
    for one in oracle["ensembles"]:
        law = numpy.bincount(one["members"], minlength=81) / len(one["members"])
        assert [scores.crps(law, y) for y in oracle["seen"]] == pytest.approx(one["crps"], abs=1e-12)
        for threshold, expected in zip(oracle["thresholds"], one["weighted"], strict=True):
            found = [scores.threshold_crps(law, y, threshold) for y in oracle["seen"]]
            assert found == pytest.approx(expected, abs=1e-12)


def test_negative_binomials_score_as_scoringrules_has_it(oracle) -> None:
    for one in oracle["laws"]:
        law = stats.nbinom.pmf(numpy.arange(400), one["size"], one["probability"])
        assert [scores.crps(law, y) for y in oracle["seen"]] == pytest.approx(one["crps"], abs=1e-9)
        assert [scores.log_score(law[y]) for y in oracle["seen"]] == pytest.approx(one["log"], abs=1e-9)


def test_events_score_as_scoringrules_has_it(oracle) -> None:
    for one in oracle["events"]:
        chance = one["chance"]
        assert [scores.brier(chance, y) for y in (0, 1)] == pytest.approx(one["brier"], abs=1e-12)
        assert [scores.log_score(p) for p in (1 - chance, chance)] == pytest.approx(one["log"], abs=1e-12)


def test_crps_and_log_score_are_proper() -> None:
    """The truth scores best in expectation, also above a threshold."""
    truth = stats.nbinom.pmf(numpy.arange(80), 1.2, 0.4)
    for other in (stats.poisson.pmf(numpy.arange(80), 1.8), stats.nbinom.pmf(numpy.arange(80), 1.2, 0.3)):

        def expected(law: numpy.ndarray, score) -> float:
            return sum(p * score(law, seen) for seen, p in enumerate(truth))

        assert expected(truth, scores.crps) < expected(other, scores.crps)
        assert expected(truth, lambda law, y: scores.threshold_crps(law, y, 4)) < expected(
            other, lambda law, y: scores.threshold_crps(law, y, 4)
        )
        assert expected(truth, lambda law, y: scores.log_score(law[y])) < expected(
            other, lambda law, y: scores.log_score(law[y])
        )


def test_brier_is_reliability_less_resolution_plus_uncertainty() -> None:
    """Murphy (1973), exact where forecasts of a bin are equal."""
    generator = numpy.random.default_rng(1)
    chances = generator.choice([0.05, 0.15, 0.35, 0.75], 500)
    seen = (generator.random(500) < chances**1.3).astype(int)
    reliability, resolution, uncertainty = scores.brier_parts(chances, seen)
    mean = numpy.mean([scores.brier(p, y) for p, y in zip(chances, seen, strict=True)])
    assert mean == pytest.approx(reliability - resolution + uncertainty, abs=1e-12)


def test_a_forecast_of_the_base_rate_has_no_resolution() -> None:
    seen = numpy.array([1, 0, 0, 0])
    assert scores.brier_parts(numpy.full(4, 0.25), seen) == pytest.approx((0, 0, 0.1875))


def test_nothing_is_held_impossible() -> None:
    guarded = scores.guarded(numpy.eye(81)[0])
    assert guarded.sum() == pytest.approx(1) and scores.log_score(guarded[80]) == pytest.approx(-numpy.log(0.01 / 81))
    assert scores.guarded_chance(0.0) == pytest.approx(0.005) and scores.guarded_chance(1.0) == pytest.approx(0.995)


def test_intervals_hold_what_they_say() -> None:
    law = stats.poisson.pmf(numpy.arange(81), 6.0)
    low, high, held = scores.interval(law, 0.9)
    assert (low, high) == tuple(stats.poisson.ppf([0.05, 0.95], 6.0)) and held == pytest.approx(
        law[low : high + 1].sum()
    )


def test_randomised_pit_is_uniform_if_the_forecast_is_right() -> None:
    """Kolmogorov-Smirnov at 1e-3: the chance of a false alarm, on a fixed seed."""
    generator = numpy.random.default_rng(3)
    law = stats.nbinom.pmf(numpy.arange(81), 1.2, 0.4)
    pits = [
        scores.randomised_pit(law, min(y, 80), u)
        for y, u in zip(generator.negative_binomial(1.2, 0.4, 4000), generator.random(4000), strict=True)
    ]
    assert stats.kstest(pits, "uniform").pvalue > 1e-3
