# SPDX-License-Identifier: Apache-2.0
"""What is learnt: its prior, how it drifts from month to month, and how a condition writes it."""

import numpy
import pytest
from scipy import special

from peninsula.history import eras, parameters
from peninsula.history.parameters import (
    KEPT,
    LEARNT,
    NAMES,
    PRIOR,
    SPREAD_OF_TEMPO,
    TEMPO,
    Prior,
    natural,
    prior_of,
)
from peninsula.module import declared
from peninsula.simulation import resolve, simulate

MANY = 100_000


def standard(draws: numpy.ndarray, prior: Prior = PRIOR) -> numpy.ndarray:
    return (draws - prior.mean[:, None]) / prior.spread[:, None]


def is_standard_normal(draws: numpy.ndarray) -> bool:
    """Mean, variance and all correlations within five standard errors: 119 numbers of fourteen parameters, so a false
    alarm once in 14,000 seeds."""
    error = 1 / numpy.sqrt(draws.shape[1])
    off = numpy.corrcoef(draws) - numpy.eye(len(draws))
    return bool(
        (numpy.abs(draws.mean(axis=1)) < 5 * error).all()
        and (numpy.abs(draws.var(axis=1) - 1) < 5 * numpy.sqrt(2) * error).all()
        and (numpy.abs(off) < 5 * error).all()
    )


@pytest.mark.parametrize("kept", [KEPT, 0.0, 0.5])
def test_the_prior_stays_the_prior_when_it_drifts(kept) -> None:
    """And what was known of a month is correlated by `kept` with the next: five standard errors, of each parameter."""
    generator = numpy.random.default_rng(1)
    before = PRIOR.drawn(MANY, generator)
    after = PRIOR.drifted(before, generator, kept)
    assert before.shape == after.shape == (len(LEARNT), MANY)
    assert is_standard_normal(standard(before)) and is_standard_normal(standard(after))
    error = (1 - kept**2) / numpy.sqrt(MANY)
    for one, other in zip(before, after, strict=True):
        assert abs(numpy.corrcoef(one, other)[0, 1] - kept) < 5 * error


def test_what_is_known_for_sure_drifts_towards_the_prior() -> None:
    """From two spreads above the centre to 1.6, with a spread of 0.6: within five standard errors."""
    sure = numpy.broadcast_to((PRIOR.mean + 2 * PRIOR.spread)[:, None], (len(LEARNT), MANY))
    after = standard(PRIOR.drifted(sure, numpy.random.default_rng(2), 0.8))
    assert after.mean(axis=1) == pytest.approx(numpy.full(len(LEARNT), 1.6), abs=5 * 0.6 / numpy.sqrt(MANY))
    assert after.std(axis=1) == pytest.approx(numpy.full(len(LEARNT), 0.6), abs=5 * 0.6 / numpy.sqrt(2 * MANY))
    assert PRIOR.drifted(sure, numpy.random.default_rng(2), 1.0).tobytes() == sure.tobytes()


def test_a_drift_is_what_the_prior_does_in_a_month() -> None:
    """As much as is told, `KEPT` unless told."""
    draws = PRIOR.drawn(50, numpy.random.default_rng(4))
    for drift, kept in ((PRIOR.drift(), KEPT), (PRIOR.drift(0.8), 0.8)):
        one, other = drift(draws, numpy.random.default_rng(5)), PRIOR.drifted(draws, numpy.random.default_rng(5), kept)
        assert one.tobytes() == other.tobytes() != draws.tobytes()
    assert 0.7 < KEPT**48 < 1  # over an era of four years most is kept, and not all


def test_another_prior_moves_intercepts_only() -> None:
    other = prior_of(shift=0.5, widening=2.0)
    intercepts = numpy.array(["intercept" in name for name in NAMES])
    assert intercepts.sum() == 5
    assert (other.mean - PRIOR.mean == numpy.where(intercepts, 0.5, 0.0)).all()
    assert (other.spread / PRIOR.spread == numpy.where(intercepts, 2.0, 1.0)).all()


def test_values_by_hand() -> None:
    """Logarithms and log-odds are undone, a share is kept below 1, and the draws stay as they are."""
    draws = numpy.zeros((len(LEARNT), 3))
    draws[:, 1], draws[:, 2] = numpy.log(3), 20.0
    before = draws.copy()
    values = dict(zip(NAMES, natural(draws), strict=True))
    assert draws.tobytes() == before.tobytes()
    assert values["provocation.intercept.icbm"].tolist() == draws[2].tolist()
    assert values["provocation.short_range_mean"] == pytest.approx([1, 3, numpy.exp(20)])
    assert values["provocation.tempo_persistence"] == pytest.approx([0.5, 0.75, parameters.HIGHEST_SHARE])


def test_values_of_the_prior_are_ones_that_the_model_takes() -> None:
    """Of every parameter that is positive or a share; the others may have any sign."""
    values = natural(PRIOR.drawn(MANY, numpy.random.default_rng(3)))
    places = {one["name"]: one for one in declared()["parameters"]}
    for one, row in zip(LEARNT, values, strict=True):
        assert one.name in places and places[one.name]["symbol"] in (one.symbol, "")
        assert numpy.isfinite(row).all() and (one.scale == "plain" or row.min() > 0)
        assert one.scale != "log-odds" or row.max() <= parameters.HIGHEST_SHARE < 1


def test_laws_as_conditions_write_them() -> None:
    laws = PRIOR.laws()
    assert tuple(laws) == (TEMPO, SPREAD_OF_TEMPO, *NAMES)
    assert laws[TEMPO] == 0 and laws[SPREAD_OF_TEMPO] == 1
    known = PRIOR.laws(is_tempo_known=True)
    assert known[TEMPO] == {"normal": [0.0, 1.0]} and known[SPREAD_OF_TEMPO] == 0
    assert laws["provocation.intercept.medium_range"] == {"normal": [-0.7, 1.0]}
    assert laws["provocation.tempo_shock"] == {"log_normal": [0.35, 0.5]}
    share = special.expit(special.logit(0.975) + numpy.array([-0.6, 0.6]))
    assert laws["provocation.tempo_persistence"]["uniform"] == pytest.approx(share, abs=1e-5)


def test_a_condition_draws_what_the_laws_say(all_eras) -> None:
    """Its medians are those of the prior: within five standard errors of a median, of thirteen parameters. (The share
    has a uniform law there, around the same centre.)"""
    tree = eras.condition(all_eras[:1], all_eras[0].start, 1, PRIOR.laws())
    drawn = simulate(resolve(tree), 20_000, ()).drawn
    assert set(drawn) >= set(NAMES)
    for place, one in enumerate(LEARNT):
        if one.scale != "log-odds":
            values = drawn[one.name][0].astype(float)
            middle = numpy.median(numpy.log(values) if one.scale == "logarithm" else values)
            assert abs(middle - PRIOR.mean[place]) < 5 * 1.2533 * PRIOR.spread[place] / numpy.sqrt(20_000), one.name
