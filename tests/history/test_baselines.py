# SPDX-License-Identifier: Apache-2.0
"""Baselines against SciPy's laws, brute force and simulation."""

import itertools

import numpy
import pytest
from scipy import stats

from peninsula.history import baselines

COUNTS = numpy.array([0, 2, 0, 1, 5, 0, 0, 3, 1, 1, 0, 4, 0, 0, 2] * 4, dtype=float)


def test_negative_binomial_likelihood_is_scipys() -> None:
    mean, size = 1.7, 0.8
    expected = stats.nbinom.logpmf(COUNTS, size, size / (size + mean))
    assert baselines.log_negative_binomial(COUNTS, mean, size) == pytest.approx(expected, abs=1e-12)


def test_climatology_counts_overlapping_totals() -> None:
    law = baselines.climatology(numpy.array([1.0, 0, 2, 0]), 2)
    assert law[1] == pytest.approx(1 / 3) and law[2] == pytest.approx(2 / 3)


def test_recent_climatology_sees_thirty_six_months() -> None:
    values = numpy.concatenate([numpy.full(50, 9.0), numpy.zeros(36)])
    assert baselines.recent_climatology(values, 3)[0] == 1


def test_persistence_is_poisson_about_the_last_total() -> None:
    assert baselines.persistence(COUNTS, 3)[:20] == pytest.approx(stats.poisson.pmf(numpy.arange(20), 2.5), abs=1e-9)


def test_the_sum_of_independent_months_has_their_moments() -> None:
    law = baselines.negative_binomial(COUNTS, 6)
    mean = law @ baselines.SUPPORT
    assert mean == pytest.approx(6 * COUNTS[-36:].mean(), rel=1e-3)
    assert law @ (baselines.SUPPORT - mean) ** 2 == pytest.approx(6 * COUNTS[-36:].var(ddof=1), rel=1e-2)


def test_even_counts_are_poisson() -> None:
    assert baselines.negative_binomial(numpy.ones(40), 2)[:9] == pytest.approx(
        stats.poisson.pmf(numpy.arange(9), 2.0), abs=1e-9
    )


def test_self_exciting_likelihood_by_hand() -> None:
    model = baselines.SelfExciting(0.3, 0.4, 0.2, 1.5)
    means = [0.3 / 0.4]
    for value in (2, 0):
        means.append(0.3 + 0.4 * value + 0.2 * means[-1])
    expected = sum(stats.nbinom.logpmf(y, 1.5, 1.5 / (1.5 + m)) for y, m in zip((2, 0, 1), means, strict=True))
    assert model.log_likelihood(numpy.array([2.0, 0, 1])) == pytest.approx(expected, abs=1e-12)


def test_self_exciting_simulation_meets_the_exact_mean() -> None:
    """E of the next three totals by recursion; within four standard errors of 8,000 paths: a false alarm of 6e-5."""
    model = baselines.SelfExciting(0.3, 0.4, 0.2, 1.5)
    mean = model.means(COUNTS)[-1]
    expected = mean + (0.3 + 0.6 * mean) + (0.3 + 0.6 * (0.3 + 0.6 * mean))
    law = model.forecast(COUNTS, 3)
    spread = numpy.sqrt(law @ (baselines.SUPPORT - expected) ** 2)
    assert law @ baselines.SUPPORT == pytest.approx(expected, abs=4 * spread / numpy.sqrt(8000))


def test_the_fit_finds_self_excitation_and_beats_its_starts() -> None:
    truth, generator = baselines.SelfExciting(0.3, 0.4, 0.3, 2.0), numpy.random.default_rng(4)
    mean, values = 1.0, []
    for _ in range(1500):
        values.append(generator.poisson(mean * generator.gamma(2.0, 0.5)))
        mean = truth.base + truth.alpha * values[-1] + truth.beta * mean
    found = baselines.fit_self_exciting(numpy.array(values, dtype=float))
    assert found.log_likelihood(numpy.array(values)) >= truth.log_likelihood(numpy.array(values)) - 0.5
    assert found.alpha == pytest.approx(0.4, abs=0.15) and found.alpha + found.beta == pytest.approx(0.7, abs=0.15)


TRUTH = baselines.RegimeSwitching(numpy.array([0.2, 3.0]), numpy.array([5.0, 2.0]), numpy.array([0.9, 0.8]))


def test_regime_switching_likelihood_by_brute_force() -> None:
    values = numpy.array([0.0, 4, 1, 0, 2])
    emission, opening = TRUTH.emissions(values), numpy.array([2 / 3, 1 / 3])
    expected = 0.0
    for states in itertools.product((0, 1), repeat=5):
        chance = opening[states[0]]
        for before, after in itertools.pairwise(states):
            chance *= TRUTH.transition[before, after]
        expected += chance * numpy.prod([emission[month, state] for month, state in enumerate(states)])
    assert TRUTH.filtered(values)[1] == pytest.approx(numpy.log(expected), abs=1e-12)


def test_regime_switching_forecast_by_simulation() -> None:
    """Total of four months against 40,000 simulated ones: every probability within five standard errors (false alarm
    5e-5)."""
    values, generator = numpy.array([0.0, 4, 1]), numpy.random.default_rng(5)
    state = (generator.random(40_000) < TRUTH.filtered(values)[0][1]).astype(int)
    total = numpy.zeros(40_000)
    for _ in range(4):
        total += generator.poisson(generator.gamma(TRUTH.size[state], TRUTH.mean[state] / TRUTH.size[state]))
        state = numpy.where(generator.random(40_000) < TRUTH.stay[state], state, 1 - state)
    law, simulated = TRUTH.forecast(values, 4), numpy.bincount(total.astype(int), minlength=81)[:20] / 40_000
    assert (numpy.abs(law[:20] - simulated) <= 5 * numpy.sqrt(law[:20] / 40_000)).all()


def test_the_regime_switching_fit_tells_two_states_apart() -> None:
    generator, state, values = numpy.random.default_rng(6), 0, []
    for _ in range(600):
        values.append(
            float(generator.poisson(generator.gamma(TRUTH.size[state], TRUTH.mean[state] / TRUTH.size[state])))
        )
        state = state if generator.random() < TRUTH.stay[state] else 1 - state
    found = baselines.fit_regime_switching(numpy.array(values))
    assert found.filtered(numpy.array(values))[1] >= TRUTH.filtered(numpy.array(values))[1] - 1.0


def test_many_is_more_than_nine_in_ten_past_runs_had() -> None:
    """Of ten months with 0 to 9, nine have at most 8; of nine pairs, with 1, 3 … 17, eight are too few."""
    assert baselines.many(numpy.arange(10.0), 1) == 8
    assert baselines.many(numpy.arange(10.0), 2) == 17
    assert baselines.many(numpy.zeros(30), 12) == 0


@pytest.mark.parametrize("name", [*baselines.WITHOUT_FIT])
def test_laws_are_laws(name) -> None:
    for horizon in (1, 3, 12):
        law = baselines.WITHOUT_FIT[name](COUNTS, horizon)
        assert law.shape == (81,) and law.min() >= 0 and law.sum() == pytest.approx(1)
