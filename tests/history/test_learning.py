# SPDX-License-Identifier: Apache-2.0
"""From prior to posterior: evidence of a month, the probability of what happened, and what an era teaches."""

import dataclasses

import numpy
import pytest
from scipy import special

from peninsula.arrays import Floats
from peninsula.history import eras, evidence, learning, particles
from peninsula.history.learning import Lesson, learn, one_era
from peninsula.history.parameters import LEARNT, NAMES, PRIOR, SPREAD_OF_TEMPO, TEMPO, natural, prior_of
from peninsula.history.particles import Particles
from peninsula.history.record import Record, month_number

INTERCEPT = NAMES.index("provocation.intercept.short_range")


def record_of(first: int, months: int, **counts: list[int]) -> Record:
    """A record with these counts, and with none of anything else."""
    names = ("short_range", "medium_range", "long_range", "nuclear_tests", "clashes", "summits", "talks")
    return Record(first, {name: numpy.array(counts.get(name, [0] * months), dtype=float) for name in names})


@pytest.fixture
def two_months(all_eras) -> eras.Era:
    return dataclasses.replace(all_eras[2], months=2)


# Evidence


def test_a_month_is_given_as_the_record_has_it(happened) -> None:
    """September 2017: a nuclear test and a launch over Japan."""
    start = month_number("2017-08")
    entries = evidence.given(happened, start, start + 2)
    assert [entry["month"] for entry in entries] == ["2017-08", "2017-09"]
    assert entries[1]["given"] == {
        "short_range_launches": 0,
        "medium_range_launches": 1,
        "intercontinental_launches": 0,
        "nuclear_tests": 1,
        "clashes": 0,
    }
    assert evidence.given(happened, start, start) == []


def test_talks_by_hand() -> None:
    """A contact on an open track and without one, and a meeting of the leaders that is one in the model or is not."""
    record = record_of(100, 2, talks=[1, 0], summits=[0, 1])
    brought = {"stage": numpy.float32([0, 2, 0, 2]), "summits": numpy.float32([0, 0, 1, 1])}
    first = [0.05 * 0.98, 0.6 * 0.98, 0.05 * 0.02, 0.6 * 0.02]
    second = [0.95 * 0.02, 0.4 * 0.02, 0.95 * 0.98, 0.4 * 0.98]
    assert numpy.exp(evidence.of_talks(record, 100, brought)) == pytest.approx(first)
    assert numpy.exp(evidence.of_talks(record, 101, brought)) == pytest.approx(second)


# One era


@pytest.mark.parametrize("speak", [particles.SPEAK, 1.1], ids=["as it is", "drawn anew each month"])
def test_an_eras_likelihood_is_how_often_it_happens(monkeypatch, two_months, speak) -> None:
    """Two months: a short-range launch and a contact, then nothing. Half a million free histories of the prior have
    these counts at a share that agrees within four standard errors of both (a false alarm once in 16,000)."""
    monkeypatch.setattr(particles, "SPEAK", speak)
    start, many, led = two_months.start, 400_000, 40_000
    record = record_of(start, 2, short_range=[1, 0], talks=[1, 0])
    draws = PRIOR.drawn(many, numpy.random.default_rng(1))
    tree = eras.condition((two_months,), start, 2, PRIOR.laws())
    free = particles.Particles([tree], 2, draws, PRIOR.drift(), seed=2)
    each = numpy.zeros(many)
    for place in range(2):
        _, brought = free.play()
        for name in evidence.GIVEN:
            each[brought[name] != record.series[name][place]] = -numpy.inf
        each += evidence.of_talks(record, start + place, brought)
    share, error = numpy.exp(each).mean(), numpy.exp(each).std() / numpy.sqrt(many)
    lesson = one_era(record, two_months, start + 2, PRIOR.drawn(led, numpy.random.default_rng(3)), seed=4)
    own = 3 / numpy.sqrt(led)  # relative: weights of two months vary by less than three times their mean
    assert numpy.exp(lesson.log_likelihood) == pytest.approx(share, abs=4 * (error + own * share / 3))
    assert error / share < 0.02


def test_a_lesson_holds_the_draws_that_speak(monkeypatch, two_months) -> None:
    """Each left draw is one of those before the era, where they do not drift; as they drift none is, more differ, and
    their means and spreads are the same within a fifth of a spread."""
    monkeypatch.setattr(Particles, "_smooth", lambda self: None)
    record = record_of(two_months.start, 2, short_range=[4, 5])
    draws = PRIOR.drawn(3000, numpy.random.default_rng(5))
    lesson, drifted = (
        one_era(record, two_months, two_months.start + 2, draws, seed=6, kept=kept) for kept in (1.0, 0.99)
    )
    assert lesson.draws.shape == drifted.draws.shape == draws.shape and lesson.era == two_months.name
    before, left, moved = (
        {tuple(column.round(9)) for column in each.T} for each in (draws, lesson.draws, drifted.draws)
    )
    assert left < before and 20 < len(left) < 1500
    assert not moved & before and len(moved) > 1.2 * len(left)
    assert abs((drifted.draws.mean(axis=1) - lesson.draws.mean(axis=1)) / PRIOR.spread).max() < 0.2
    assert abs((drifted.draws.std(axis=1) - lesson.draws.std(axis=1)) / PRIOR.spread).max() < 0.2
    assert 1 < lesson.fewest < 1500


def test_many_launches_raise_the_intercept_and_none_lower_it(two_months) -> None:
    """By more than ten Monte Carlo errors."""
    draws = PRIOR.drawn(4000, numpy.random.default_rng(7))
    means = {
        count: one_era(
            record_of(two_months.start, 2, short_range=[count] * 2), two_months, two_months.start + 2, draws, seed=8
        ).draws[INTERCEPT].mean()
        for count in (0, 2)
    }  # fmt: skip
    assert means[0] < PRIOR.mean[INTERCEPT] - 0.1 and means[2] > PRIOR.mean[INTERCEPT] + 0.1


def test_an_era_is_learnt_again_bit_for_bit(two_months) -> None:
    record = record_of(two_months.start, 2, short_range=[1, 2])
    draws = PRIOR.drawn(1500, numpy.random.default_rng(9))
    one, two, other = (
        one_era(record, two_months, two_months.start + 2, draws, seed, threads=threads)
        for seed, threads in ((1, 1), (1, 2), (2, 1))
    )
    assert one.draws.tobytes() == two.draws.tobytes() and one.log_likelihood == two.log_likelihood
    assert one.draws.tobytes() != other.draws.tobytes()


# Era after era


@pytest.fixture
def fewest() -> list[float]:
    """How many particles speak at least, in every era."""
    return [1000.0]


@pytest.fixture
def asked(monkeypatch, fewest) -> list[tuple]:
    """What `learn` asks of each era, which here teaches that every parameter is a hundred."""
    found: list[tuple] = []

    def teach(record, era, end, draws, seed, prior, kept, threads, tempo) -> Lesson:
        found.append((era.name, end, draws, seed, prior, kept, tempo))
        return Lesson(era.name, numpy.full_like(draws, 100.0), numpy.full(draws.shape[1], 3.0), 0.0, fewest[0])

    monkeypatch.setattr(learning, "one_era", teach)
    return found


def test_eras_are_learnt_until_the_record_ends(asked, happened, all_eras) -> None:
    """Each until it ends; the last until the record does; none that has not begun."""
    until = month_number("2019-03")
    lessons = learn(happened.until(until), all_eras, 50)
    names = [era.name for era in all_eras[:4]]
    assert [lesson.era for lesson in lessons] == [one[0] for one in asked] == names
    assert [one[1] for one in asked] == [era.start + era.months for era in all_eras[:3]] + [until]
    assert len({one[3] for one in asked}) == 4
    asked.clear()
    learn(happened.until(all_eras[3].start), all_eras, 50)
    assert [one[0] for one in asked] == names[:3]


def test_an_era_opens_with_what_the_one_before_has_left(asked, happened, all_eras) -> None:
    """The first with the prior and no tempo; the next with what was learnt, to the bit: parameters drift within eras,
    by months."""
    other = prior_of(0.5)
    learn(happened, all_eras[:3], 4000, prior=other, kept=0.9)
    assert abs(asked[0][2].mean(axis=1) - other.mean).max() < 0.1
    assert (asked[1][2] == 100).all() and (asked[2][2] == 100).all()
    assert asked[0][6] is None and (asked[1][6] == 3).all() and (asked[2][6] == 3).all()
    assert all(one[4] is other and one[5] == 0.9 for one in asked)


def test_where_few_speak_all_is_learnt_again_with_more(asked, fewest, happened, all_eras) -> None:
    """Once, from new draws of the prior with another seed; what comes back is as much as was asked for."""
    learn(happened, all_eras[:2], 4000)
    assert [one[2].shape[1] for one in asked] == [4000, 4000]
    fewest[0] = 4000 * learning.FEW - 1
    asked.clear()
    lessons = learn(happened, all_eras[:2], 4000)
    assert [one[2].shape[1] for one in asked] == [4000, 4000, 16000, 16000]
    assert len({one[3] for one in asked}) == 4 and not (asked[2][2][:, :4000] == asked[0][2]).any()
    assert all(lesson.draws.shape[1] == len(lesson.tempo) == 4000 for lesson in lessons)
    assert all(lesson.fewest == fewest[0] for lesson in lessons)


def test_what_a_long_quiet_era_says_is_carried_to_the_next(happened, all_eras) -> None:
    """Without drift the second era's prior is the first's posterior, and the tempo goes on falling; where all is
    forgotten from month to month only the last month speaks of the intercept, in either era. By more than ten Monte
    Carlo errors."""
    first, second = (dataclasses.replace(era, months=6) for era in all_eras[1:3])
    quiet = record_of(first.start, 42)
    intercepts, tempos = {}, {}
    for kept in (1.0, 0.995, 0.0):
        lessons = learn(quiet, (first, second), 4000, seed=3, kept=kept)
        intercepts[kept] = [lesson.draws[INTERCEPT].mean() for lesson in lessons]
        tempos[kept] = [lesson.tempo.mean() for lesson in lessons]
    for kept in (1.0, 0.995):
        assert max(intercepts[kept]) < min(intercepts[0.0]) - 0.15
        assert tempos[kept][1] < tempos[kept][0] - 0.5


def test_a_tempo_goes_on_from_era_to_era(two_months) -> None:
    """With shocks that are next to none, a month leaves of each tempo what lasts, and so does an era of two months."""
    draws = PRIOR.drawn(1000, numpy.random.default_rng(11))
    draws[NAMES.index("provocation.tempo_shock")] = -30.0
    record, end = record_of(two_months.start, 2), two_months.start + 2
    tempo = numpy.linspace(-2.0, 2.0, 1000)
    tree = eras.condition((two_months,), two_months.start, 2, PRIOR.laws(is_tempo_known=True))
    led = particles.Particles([tree], 2, draws, lambda draws, _: draws, 1, tempo=tempo)
    led.play()
    assert led.tempo == pytest.approx(tempo * natural(draws)[NAMES.index("provocation.tempo_persistence")], abs=1e-4)
    quiet, busy = (
        one_era(record, two_months, end, draws, 1, kept=1.0, tempo=numpy.full(1000, each)).tempo for each in (-2.0, 2.0)
    )
    assert (quiet < -1.5).all() and (busy > 1.5).all() and busy.shape == (1000,)


def lesson_of(draws: Floats, tempo: Floats) -> Lesson:
    return Lesson("made", draws, tempo, 0.0, 100.0)


def test_draws_are_written_as_a_table() -> None:
    draws = PRIOR.drawn(100, numpy.random.default_rng(10))
    tempo = numpy.random.default_rng(11).normal(size=100)
    lines = learning.table(lesson_of(draws, tempo), 20, seed=1).splitlines()
    assert lines[0] == ",".join([*NAMES, TEMPO]) and len(lines) == 21
    rows = numpy.array([[float(cell) for cell in line.split(",")] for line in lines[1:]])
    everyone = numpy.vstack([natural(draws), tempo])
    for row in rows:
        assert any(row == pytest.approx(column, rel=1e-3, abs=1e-4) for column in everyone.T)
    assert len({tuple(row) for row in rows}) == 20 and len(rows[0]) == len(LEARNT) + 1
    digits = [cell.lstrip("-0.").replace(".", "").split("e")[0] for line in lines[1:] for cell in line.split(",")]
    assert max(map(len, digits)) == 4


def test_central_values_are_means_on_their_scales_with_the_tempo_that_is_left() -> None:
    """A tempo that follows the first parameter, with noise of a standard deviation of 0.4: what is left is the noise,
    in standard deviations of the long run."""
    generator = numpy.random.default_rng(12)
    draws = PRIOR.drawn(20_000, generator)
    tempo = 0.7 - 0.8 * draws[0] + 0.4 * generator.normal(size=20_000)
    found = learning.central(lesson_of(draws, tempo))
    assert [*found] == [*NAMES, TEMPO, SPREAD_OF_TEMPO]
    for one, place in zip(LEARNT, range(len(LEARNT)), strict=True):
        value, middle = found[one.name], draws[place].mean()
        exact = {"plain": middle, "logarithm": numpy.exp(middle), "log-odds": special.expit(middle)}[one.scale]
        low, high = numpy.quantile(natural(draws)[place], [0.05, 0.95])
        for told, wanted in ((value.value, exact), (value.low, low), (value.high, high)):
            assert told == float(f"{wanted:.3g}"), one.name
    assert found[TEMPO].value == float(f"{tempo.mean():.3g}") and found[TEMPO].low == found[TEMPO].high
    long_run = natural(draws.mean(axis=1, keepdims=True))[:, 0]
    shock, lasts = (long_run[NAMES.index(f"provocation.tempo_{each}")] for each in ("shock", "persistence"))
    assert found[SPREAD_OF_TEMPO].value == pytest.approx(0.4 * numpy.sqrt(1 - lasts**2) / shock, rel=0.03)
