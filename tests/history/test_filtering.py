# SPDX-License-Identifier: Apache-2.0
"""The particle filter against exact answers, and the forecasts of a year: what leads them, and what they say."""

import dataclasses

import numpy
import pytest
from scipy import stats

from peninsula.arrays import Floats
from peninsula.history import eras, evidence, filtering, particles
from peninsula.history.learning import Lesson
from peninsula.history.observables import HORIZONS, LARGEST, OBSERVABLES, trailing_totals
from peninsula.history.parameters import NAMES, PRIOR, natural
from peninsula.history.particles import Particles, effective, systematic
from peninsula.history.record import Record, month_number

ORIGIN = month_number("2016-01")
SUMMIT = next(one for one in OBSERVABLES if one.name == "summit")
LAUNCHES = next(one for one in OBSERVABLES if one.name == "launches")


# Weights


@pytest.mark.parametrize("count", [7, 100, 1000])
def test_each_is_drawn_as_often_as_its_weight_says(count) -> None:
    """Up to less than one, whatever the uniform number."""
    weights = numpy.random.default_rng(1).random(50) ** 4
    for uniform in (0.0, 0.3, 0.999999):
        chosen = systematic(weights, count, uniform)
        often = numpy.bincount(chosen, minlength=50)
        assert len(chosen) == count and (numpy.diff(chosen) >= 0).all()
        assert (abs(often - count * weights / weights.sum()) < 1 + 1e-9).all()


def test_on_average_exactly_as_often() -> None:
    """Over a thousand evenly spaced uniform numbers."""
    weights = numpy.array([0.05, 0.5, 0.0, 0.25, 0.2])
    often = sum(numpy.bincount(systematic(weights, 3, (u + 0.5) / 1000), minlength=5) for u in range(1000)) / 1000
    assert often == pytest.approx(3 * weights, abs=0.002) and often[2] == 0


@pytest.mark.parametrize("uniform", [0.0, 0.5, 0.999])
def test_of_equal_weights_each_is_drawn_once(uniform) -> None:
    assert systematic(numpy.full(64, 0.3), 64, uniform).tolist() == [*range(64)]
    assert systematic(numpy.full(64, 0.3), 192, uniform).tolist() == [*numpy.repeat(numpy.arange(64), 3)]


def test_effective_numbers_by_hand() -> None:
    assert effective(numpy.ones(40)) == pytest.approx(40)
    assert effective(numpy.array([0.0, 3.0, 0.0])) == pytest.approx(1)
    assert effective(numpy.array([2.0, 1.0, 1.0])) == pytest.approx(16 / 6)


# Exact answers


def stays(draws: Floats, generator: numpy.random.Generator) -> Floats:
    """No drift."""
    return draws


def rises(draws: Floats, generator: numpy.random.Generator) -> Floats:
    """A drift without chance: every parameter by a tenth a month."""
    return draws + 0.1


@pytest.fixture
def unsmoothed(monkeypatch) -> None:
    """Particles that are drawn anew have the parameters of those that they come from."""
    monkeypatch.setattr(Particles, "_smooth", lambda self: None)


def opened(all_eras, count: int, drift: particles.Drift = stays, seed: int = 1, months: int = 6, given=()) -> Particles:
    draws = PRIOR.drawn(count, numpy.random.default_rng(seed + 50))
    trees = [eras.condition(all_eras[:3], ORIGIN, months, PRIOR.laws(), each) for each in (given, ())]
    return Particles(trees, months, draws, drift, seed)


@pytest.mark.parametrize("kept", [1.0, 0.9])
@pytest.mark.parametrize("noise, seen", [(1.0, [0.8, 0.3, 1.4, -0.2, 0.9]), (0.3, [1.2, 0.9, 1.1, 1.0, 0.7])])
def test_a_normal_posterior_is_found_in_closed_form(all_eras, noise, seen, kept) -> None:
    """A standard normal parameter that drifts, seen month by month with normal noise: posterior of its last value and
    probability of what was seen, within five Monte Carlo errors, each of the posterior of as many particles as speak at
    the fewest."""
    found = opened(all_eras, 20_000, PRIOR.drift(kept))
    place = NAMES.index("provocation.intercept.short_range")
    for value in seen:
        found.follow(lambda month, value=value: stats.norm.logpdf(value, found.draws[place], noise))
    months = numpy.arange(len(seen))
    parameter = kept ** abs(months[:, None] - months)  # its covariance over the months
    covariance = parameter + noise**2 * numpy.eye(len(seen))
    gain = numpy.linalg.solve(covariance, parameter[-1])
    mean, exact = gain @ seen, 1 - gain @ parameter[-1]
    ours = float(found.weights @ found.draws[place])
    assert ours == pytest.approx(mean, abs=5 * numpy.sqrt(exact / found.fewest))
    variance = float(found.weights @ (found.draws[place] - ours) ** 2)
    assert variance == pytest.approx(exact, rel=5 * numpy.sqrt(2 / found.fewest))
    probability = stats.multivariate_normal.logpdf(seen, numpy.zeros(len(seen)), covariance)
    assert found.log_likelihood == pytest.approx(probability, abs=5 * numpy.sqrt(len(seen) / found.fewest))


def held(found: Particles) -> numpy.ndarray:
    """The engine's values of the learnt parameters."""
    values: numpy.ndarray = found._engine.parameters[[found._engine.drawn.index(name) for name in NAMES]]
    return values


def test_particles_have_the_values_of_their_draws(all_eras, unsmoothed) -> None:
    """In the engine, also after they drifted and were drawn anew, month after month."""
    found = opened(all_eras, 3000, PRIOR.drift(0.98))
    assert held(found) == pytest.approx(natural(found.draws), rel=1e-5, abs=1e-6)
    for value in (2.0, 2.2, 2.4):
        before = found.draws
        found.follow(lambda month, value=value: stats.norm.logpdf(value, found.draws[0], 0.2))
        assert held(found) == pytest.approx(natural(found.draws), rel=1e-5, abs=1e-6)
        assert not numpy.isin(found.draws, before).any()
    assert found.draws[0].mean() == pytest.approx(2.3, abs=0.1)


def test_parameters_drift_before_each_month(all_eras) -> None:
    """A month is played with them as they are after the drift, bit for bit; the weights stay."""
    found, by_hand, without = (opened(all_eras, 700, drift) for drift in (rises, stays, stays))
    first = found.draws
    for month in range(1, 4):
        brought = found.play()[1]
        by_hand.draws = first + 0.1 * month
        expected, other = by_hand.play()[1], without.play()[1]
        assert found.draws == pytest.approx(first + 0.1 * month, abs=1e-12)
        assert held(found) == pytest.approx(natural(found.draws), rel=1e-5, abs=1e-6)
        assert all(brought[name].tobytes() == expected[name].tobytes() for name in brought)
        assert any((brought[name] != other[name]).any() for name in brought)
    assert (found.weights == 1 / 700).all() and without.draws.tobytes() == first.tobytes()


def test_particles_that_were_drawn_from_the_same_one_part_again(all_eras, unsmoothed) -> None:
    """All go on from the tenth: a month later each has parameters of its own."""
    found = opened(all_eras, 500, PRIOR.drift())
    tenth = {count: numpy.arange(count) // (count // 500) == 10 for count in (500, 500 * particles.TIMES)}
    found.follow(lambda month: numpy.where(tenth[len(month["stage"])], 0.0, -500.0))
    assert all(len(set(row)) <= particles.TIMES for row in found.draws)
    found.play()
    assert all(len(set(row)) == 500 for row in found.draws)


def test_a_month_in_which_next_to_none_would_speak_is_played_by_more(monkeypatch, all_eras) -> None:
    """Twenty launches of short range: fewer than three in a hundred speak. Played again by ten times as many, more do,
    and the probability is the same within a third; as many go on as before."""
    counts = dict.fromkeys(evidence.GIVEN.values(), 0) | {"short_range_launches": 20}
    given = [{"month": "2016-01", "given": counts}]
    found = {}
    for few in (0.0, particles.FEW):
        monkeypatch.setattr(particles, "FEW", few)
        led = opened(all_eras, 3000, given=given)
        led.follow(lambda month: numpy.zeros(len(month["stage"])))
        assert led.draws.shape == (len(NAMES), 3000) and len(led.weights) == led._engine.count == 3000
        found[few] = (led.fewest, led.log_likelihood)
    (once, probability), (again, same) = found.values()
    assert once < particles.FEW * 3000 and again > 3 * once
    assert same == pytest.approx(probability, abs=0.3)


def test_a_month_is_played_again_from_what_was_before_it(all_eras, unsmoothed) -> None:
    """With the parameters and the states that the particles had, each ten times: the same bits as if they had been
    multiplied first. No more than one drift, and one month, has passed."""
    found, by_hand = opened(all_eras, 600, rises), opened(all_eras, 600, rises)
    for one in (found, by_hand):
        one.follow(lambda month: numpy.zeros(600))
    before, brought = found.draws, []

    def seen(month: particles.Month) -> Floats:
        brought.append(month)
        return numpy.where(numpy.arange(len(month["stage"])) % 600 < 5, 0.0, -500.0)

    found.follow(seen)
    by_hand._choose(numpy.repeat(numpy.arange(600), particles.TIMES))
    expected = by_hand.play()[1]
    assert [len(month["stage"]) for month in brought] == [600, 6000]
    assert all(brought[1][name].tobytes() == expected[name].tobytes() for name in expected)
    assert found._engine.month == by_hand._engine.month == 2
    left = {tuple(column) for column in found.draws.T}
    assert left <= {tuple(column) for column in (before + 0.1).T} and len(left) == 10
    assert held(found) == pytest.approx(natural(found.draws), rel=1e-5, abs=1e-6)


def test_particles_that_are_played_by_more_keep_their_weights(all_eras) -> None:
    """Two in a hundred speak, of those that weigh more and of those that weigh less: exactly as if played once."""
    found = opened(all_eras, 2000)
    weights = numpy.where(found.draws[1] > PRIOR.mean[1], 1.0, 0.4)
    speak = found.draws[0] > numpy.quantile(found.draws[0], 0.98)
    found.follow(lambda month: numpy.log(weights))
    border = found.draws[0][speak].min()
    found.follow(lambda month: numpy.where(found.draws[0] >= border, 0.0, -200.0))
    assert found.log_likelihood == pytest.approx(numpy.log(weights[speak].sum() / 2000))
    assert found.fewest == pytest.approx(particles.TIMES * effective(weights[speak]))


def test_a_month_may_be_followed_under_another_condition(all_eras) -> None:
    """What the first gives is not seen under the second, also where a month is played again."""
    given = [{"month": "2016-01", "given": {"short_range_launches": 20}}]
    first, second = opened(all_eras, 1000, given=given), opened(all_eras, 1000, given=given)
    first.follow(lambda month: numpy.zeros(len(month["stage"])))
    second.follow(lambda month: numpy.zeros(len(month["stage"])), 1)
    assert first.log_likelihood < -3 and second.log_likelihood == pytest.approx(0, abs=1e-9)
    launches: list[Floats] = []

    def seen(month: particles.Month) -> Floats:
        launches.append(month["short_range"])
        return numpy.where(numpy.arange(len(month["stage"])) < 5, 0.0, -500.0)

    opened(all_eras, 1000, given=given).follow(seen, 1)
    assert [len(each) for each in launches] == [1000, 10_000] and max(each.mean() for each in launches) < 10


def test_weights_stay_until_few_would_speak(all_eras) -> None:
    """A month that halves most weights draws none anew; one that leaves three in ten does, and those are left."""
    found = opened(all_eras, 1000)
    draws = found.draws
    speak = numpy.arange(1000) < 300
    found.follow(lambda month: numpy.where(speak, 0.0, numpy.log(0.5)))
    assert found.weights == pytest.approx(numpy.where(speak, 1.0, 0.5) / 650) and found.draws is draws
    assert found.fewest == pytest.approx(650**2 / 475) and found.log_likelihood == pytest.approx(numpy.log(0.65))
    found.follow(lambda month: numpy.where(speak, 0.0, -100.0))
    assert (found.weights == 1 / 1000).all() and found.fewest == pytest.approx(300)
    assert found.log_likelihood == pytest.approx(numpy.log(0.3))


def test_those_that_speak_are_drawn_anew(all_eras, unsmoothed) -> None:
    """Three or four times each, with the parameters that they had in that month."""
    found = opened(all_eras, 1000, rises)
    first = found.draws[0] + 0.1
    found.follow(lambda month: numpy.where(numpy.arange(1000) < 300, 0.0, -100.0))
    places = [int(abs(first - value).argmin()) for value in found.draws[0]]
    assert max(places) < 300 and set(numpy.bincount(places)) == {3, 4}
    assert found.draws[0] == pytest.approx(first[places], abs=1e-12)


def test_parameters_that_are_drawn_anew_are_smoothed(all_eras) -> None:
    """Each has values of its own; mean and covariance stay, but for the noise of 4,000 numbers: five standard errors of
    a spread of 1 are 0.08, of which the kernel moves three tenths."""
    found = opened(all_eras, 4000)
    speak = numpy.arange(4000) % 4 == 0
    before = found.draws[:, speak]
    found.follow(lambda month: numpy.where(speak, 0.0, -500.0))
    spread = before.std(axis=1)
    assert len(set(found.draws[0])) == 4000
    assert numpy.abs(found.draws.mean(axis=1) - before.mean(axis=1)).max() < 0.05
    assert found.draws.std(axis=1) / spread == pytest.approx(numpy.ones(len(NAMES)), abs=0.05)
    assert numpy.abs(numpy.corrcoef(found.draws) - numpy.corrcoef(before)).max() < 0.1


def test_looking_ahead_moves_nothing(all_eras) -> None:
    """The same bits afterwards, also where particles are drawn anew; and the same ahead if looked again."""
    looked, alone = (opened(all_eras, 1000, PRIOR.drift()) for _ in range(2))
    speak = numpy.where(numpy.arange(1000) < 200, 0.0, -50.0)
    for one in (looked, alone):
        one.follow(lambda month: 0.001 * speak)
    ahead, again = looked.ahead(1, 3, 400), looked.ahead(1, 3, 400)
    assert set(ahead) == set(particles.SERIES) and all(each.shape == (400, 3) for each in ahead.values())
    assert all(ahead[name].tobytes() == again[name].tobytes() for name in ahead)
    for _ in range(3):
        for one in (looked, alone):
            one.follow(lambda month: speak)
        assert looked.draws.tobytes() == alone.draws.tobytes() and looked.log_likelihood == alone.log_likelihood
    one, other = looked.play()[1], alone.play()[1]
    assert all(one[name].tobytes() == other[name].tobytes() for name in one)


def test_what_lies_ahead_is_weighed(all_eras) -> None:
    """Half of the particles have next to no weight: launches ahead are those of the other half, which have the lower
    intercepts, and of all of them if they weigh the same; by five standard errors."""
    found = opened(all_eras, 2000)
    low = found.draws[0] < numpy.median(found.draws[0])
    found.follow(lambda month: numpy.zeros(2000))
    everyone = found.ahead(1, 3, 2000)["short_range"].sum(axis=1)
    found.follow(lambda month: numpy.where(low, 0.0, -3.0))
    assert found.fewest > 1000
    lower = found.ahead(1, 3, 2000)["short_range"].sum(axis=1)
    assert (lower > 0).mean() < (everyone > 0).mean() - 5 * numpy.sqrt(0.5 / 2000)


# Forecasts


def test_forecasts_are_shares_of_futures() -> None:
    """Launches of all ranges together; a hundred launches are as many as the largest count that is told apart."""
    none = numpy.zeros((4, 12), dtype=numpy.float32)
    future = dict.fromkeys(particles.SERIES, none)
    short, medium, summits = none.copy(), none.copy(), none.copy()
    short[1, 2], medium[1, 0], short[2, 11], short[3, 0], summits[1, 3] = 2, 1, 5, 100, 1
    future |= {"short_range": short, "medium_range": medium, "summits": summits}
    law = filtering.forecast(future, LAUNCHES, 3)
    assert len(law) == LARGEST + 1 and {int(k): float(law[k]) for k in law.nonzero()[0]} == {0: 0.5, 3: 0.25, 80: 0.25}
    assert filtering.forecast(future, LAUNCHES, 1)[1] == 0.25 and filtering.forecast(future, LAUNCHES, 12)[5] == 0.25
    assert filtering.forecast(future, SUMMIT, 3).tolist() == [1.0, 0.0]
    assert filtering.forecast(future, SUMMIT, 6).tolist() == [0.75, 0.25]


@pytest.fixture
def few(monkeypatch) -> None:
    monkeypatch.setattr(filtering, "FUTURES", 1000)


def mean_of(future: filtering.Future) -> float:
    """Launches within twelve months."""
    return float(numpy.minimum(sum(future[name] for name in LAUNCHES.parts).sum(axis=1), LARGEST).mean())


def with_launches(record: Record, start: int, end: int, count: int) -> Record:
    """The record with so many short-range launches a month from `start` to before `end`, and no other."""
    series = {name: values.copy() for name, values in record.series.items()}
    months = slice(start - record.first, end - record.first)
    for name in ("medium_range", "long_range"):
        series[name][months] = 0
    series["short_range"][months] = series["launches"][months] = count
    return Record(record.first, series)


def test_the_last_three_years_lead(few, happened, all_eras) -> None:
    """After three years of four launches a month more are expected than without a look at them, and after three quiet
    years fewer: both by a quarter; after the years as they were, fewer and more than those. Without a look the bits are
    the same."""
    origin = month_number("2023-01")
    busy, quiet = (with_launches(happened, origin - filtering.RUN_UP, origin, count) for count in (4, 0))
    years = [filtering.year(one, all_eras, origin, 1500, 3, origins=1) for one in (busy, happened, quiet)]
    more, as_it_was, fewer = (mean_of(one.led[origin]) for one in years)
    unled = [one.unled[origin] for one in years]
    assert more > 1.25 * mean_of(unled[0]) > 1.25**2 * fewer and more > 1.25 * as_it_was > 1.25**2 * fewer
    assert all(unled[0][name].tobytes() == one[name].tobytes() for one in unled for name in particles.SERIES)


def test_without_a_look_all_that_was_learnt_is_heard(monkeypatch, few, happened, all_eras) -> None:
    """Of 1,500 draws the last 500 are others: particles that nothing leads hold a third of those, within five standard
    errors of a thousand."""
    draws = PRIOR.drawn(1500, numpy.random.default_rng(6))
    draws[0] = numpy.where(numpy.arange(1500) < 1000, -1.0, 1.0)
    opened_with: list[Floats] = []

    class Noted(Particles):
        def __init__(self, conditions, months, draws, *rest, tempo) -> None:
            assert (tempo == draws[0]).all()
            opened_with.append(draws)
            super().__init__(conditions, months, draws, *rest, tempo=tempo)

    monkeypatch.setattr(filtering, "Particles", Noted)
    monkeypatch.setattr(filtering, "learn", lambda *rest: [Lesson("made", draws, draws[0], 0.0, 1500.0)])
    filtering.year(happened, all_eras, ORIGIN, 1500, 7, origins=1)
    for each in opened_with:
        assert (each[0] > 0).mean() == pytest.approx(1 / 3, abs=5 * numpy.sqrt(2 / 9 / 1000))


def test_months_of_the_year_lead_the_origins_after_them(few, happened, all_eras) -> None:
    """Four launches in each of five months, or none: the first origin sees neither, the second sees one month of it,
    and the last expects two and a half times as many after the one as after the other."""
    first = month_number("2015-01")
    busy, quiet = (with_launches(happened, first, first + 5, count) for count in (4, 0))
    more, fewer = (filtering.year(one, all_eras, first, 1500, 4, origins=6) for one in (busy, quiet))
    assert [*more.led] == [*more.unled] == [*range(first, first + 6)]
    assert more.led[first]["short_range"].tobytes() == fewer.led[first]["short_range"].tobytes()
    assert more.led[first]["short_range"].shape == (1000, HORIZONS[-1])
    ratios = [mean_of(more.led[origin]) / mean_of(fewer.led[origin]) for origin in range(first, first + 6)]
    assert ratios[0] == 1 and ratios[1] > 1.2 and ratios[5] > 2.5
    assert 1 < more.fewest < 1500


@pytest.mark.parametrize("side", ["led", "unled"])
def test_what_became_known_within_the_year_is_known_at_later_origins(few, happened, all_eras, side) -> None:
    """A crisis between Washington and Beijing in February: not at the origin of February, but at that of March."""
    first = month_number("2016-01")
    era = all_eras[2]
    told = (*all_eras[:2], dataclasses.replace(era, timeline=(*era.timeline, (first + 1, "us_china_acute_crisis"))))
    one, other = (getattr(filtering.year(happened, each, first, 600, 5, origins=4), side) for each in (told, all_eras))
    same = [all((one[at][name] == other[at][name]).all() for name in particles.SERIES) for at in one]
    assert same == [True, True, False, False]


def test_a_year_is_simulated_again_bit_for_bit(few, happened, all_eras) -> None:
    one, two, other = (filtering.year(happened, all_eras, ORIGIN, 500, seed, origins=1) for seed in (1, 1, 2))
    assert one.led[ORIGIN]["short_range"].tobytes() == two.led[ORIGIN]["short_range"].tobytes()
    assert one.led[ORIGIN]["short_range"].tobytes() != other.led[ORIGIN]["short_range"].tobytes()


def test_trailing_totals_by_hand() -> None:
    assert trailing_totals(numpy.array([1.0, 2, 3, 4]), 3).tolist() == [6, 9]
    assert trailing_totals(numpy.array([1.0]), 3).size == 0
