# SPDX-License-Identifier: Apache-2.0
"""Lessons put together until their means are known."""

import dataclasses

import numpy
import pytest

from peninsula.history import repeated
from peninsula.history.learning import Lesson, learn
from peninsula.history.parameters import LEARNT
from peninsula.history.repeated import error_of, learn_until_exact, repeat

COUNT = len(LEARNT)


def lesson_of(mean: float, log_likelihood: float = 0.0, fewest: float = 1.0, era: str = "one") -> Lesson:
    """Two draws of each parameter, one below and one above the mean: their variance is 1."""
    draws = numpy.broadcast_to(numpy.array([mean - 1, mean + 1]), (COUNT, 2))
    return Lesson(era, draws, numpy.array([mean, mean]), log_likelihood, fewest)


def test_the_error_by_hand() -> None:
    """Means of 0, 3 and 3: their variance is 3, a third of which is that of the mean of all; together they have the
    variance 1 + 2. An era whose means agree has no error."""
    times = [[lesson_of(mean), lesson_of(5.0)] for mean in (0.0, 3.0, 3.0)]
    error = error_of(times)
    assert error.shape == (2, COUNT)
    assert error[0] == pytest.approx(numpy.full(COUNT, 1 / 3)) and (error[1] == 0).all()


def test_what_is_learnt_is_put_together() -> None:
    """All draws, each era by itself; the mean of the likelihoods; the fewest that ever spoke."""
    times = [[lesson_of(mean, numpy.log(1 + mean), 9.0 - mean), lesson_of(7.0, era="two")] for mean in (0.0, 1.0, 2.0)]
    found = repeat(lambda time: times[time], error=1.0, least=3, most=3)
    one, two = found.lessons
    assert (one.era, two.era, found.times) == ("one", "two", 3)
    assert one.draws.shape == (COUNT, 6) and one.draws[0].tolist() == [-1, 1, 0, 2, 1, 3]
    assert one.tempo.tolist() == [0, 0, 1, 1, 2, 2] and two.tempo.tolist() == [7] * 6
    assert one.log_likelihood == pytest.approx(numpy.log(2)) and one.fewest == 7
    assert one.draws.var() == pytest.approx(1 + 2 / 3)


@pytest.mark.parametrize(("error", "times"), [(1.0, 3), (0.05, 5), (0.02, 11), (0.0, 12)])
def test_it_is_learnt_until_the_means_are_known(error, times) -> None:
    """Means of 0 and 1 in turn. At least thrice; five of them vary by 0.3, of which a fifth is that of the mean of all,
    in variances of 1 + 0.24: 0.0484, after 0.0667 of four; an error that is not reached ends at the most."""
    asked = []

    def once(time: int) -> list[Lesson]:
        asked.append(time)
        return [lesson_of(time % 2)]

    assert repeat(once, error, least=3, most=12).times == times
    assert asked == [*range(times)]


def test_each_time_has_chance_of_its_own_and_the_first_is_what_is_learnt_once(monkeypatch, happened, all_eras) -> None:
    """Two months, learnt three times."""
    monkeypatch.setattr(repeated, "ERROR", 1.0)
    era = dataclasses.replace(all_eras[2], months=2)
    found = learn_until_exact(happened, (era,), 500, seed=4)
    once = learn(happened, (era,), 500, seed=4)
    assert found.times == repeated.LEAST
    parts = numpy.split(found.lessons[0].draws, repeated.LEAST, axis=1)
    assert (parts[0] == once[0].draws).all()
    assert not (parts[0] == parts[1]).any() and not (parts[1] == parts[2]).any()


def test_the_error_is_that_of_the_mean(happened, all_eras) -> None:
    """Sixty times three lessons of a year: how far the means of three lie from one another is what they say, on
    average over parameters, within a fifth: from seed to seed the ratio varies by 0.05."""
    era = dataclasses.replace(all_eras[2], months=12)
    lessons = [learn(happened, (era,), 300, seed=seed, threads=1) for seed in range(180)]
    three = [lessons[place : place + 3] for place in range(0, 180, 3)]
    means = numpy.array([[lesson[0].draws.mean(axis=1) for lesson in each] for each in three])
    within = numpy.mean([lesson[0].draws.var(axis=1) for lesson in lessons], axis=0)
    variance = within + means.var(axis=1).mean(axis=0)
    found = (means.mean(axis=1).var(axis=0, ddof=1) / variance).mean()
    assert numpy.mean([error_of(each) for each in three]) == pytest.approx(found, rel=0.2)
