# SPDX-License-Identifier: Apache-2.0
"""A posterior as exact as is asked for: learnt several times, each time with chance of its own, and put together.

Finitely many particles leave a posterior's mean off by chance, and its spread too small by as much. How far apart the
means of several such posteriors lie tells by how much (islands of particles: Vergé et al. 2015), record by record; and
the spread of all together counts it.
"""

import dataclasses
import functools
from collections.abc import Callable

import numpy

from peninsula.arrays import Floats
from peninsula.history.eras import Era
from peninsula.history.learning import Lesson, learn
from peninsula.history.parameters import KEPT, PRIOR, Prior
from peninsula.history.record import Record

ERROR = 0.01
"""Monte Carlo variance of a posterior's mean, in posterior variances and in the mean over eras and parameters, down to
which it is learnt again."""
LEAST, MOST = 3, 24
"""How often it is learnt, at least and at most."""
APART = 1_000_000
"""Between the seeds of one time and the next."""


@dataclasses.dataclass(frozen=True)
class Repeated:
    """Lessons put together, one an era: all draws of all times. `error`: Monte Carlo variance of their means, in
    posterior variances, (era, parameter)."""

    lessons: list[Lesson]
    error: Floats
    times: int


def learn_until_exact(
    record: Record,
    eras: tuple[Era, ...],
    particles: int,
    seed: int,
    prior: Prior = PRIOR,
    kept: float = KEPT,
    threads: int = 0,
) -> Repeated:
    """`learn`, with so many particles each time, until the Monte Carlo error is at most `ERROR`."""
    once = functools.partial(learn, record, eras, particles, prior=prior, kept=kept, threads=threads)
    return repeat(lambda time: once(seed=seed + APART * time), ERROR, LEAST, MOST)


def repeat(once: Callable[[int], list[Lesson]], error: float, least: int, most: int) -> Repeated:
    """Learns `once` for each of 0, 1, 2 ... until the means are known."""
    times = [once(time) for time in range(least)]
    while (found := error_of(times)).mean() > error and len(times) < most:
        times.append(once(len(times)))
    return Repeated([_together(each) for each in zip(*times, strict=True)], found, len(times))


def error_of(times: list[list[Lesson]]) -> Floats:
    """Monte Carlo variance of the mean over all times, in variances of what they hold together, (era, parameter)."""
    means = numpy.array([[lesson.draws.mean(axis=1) for lesson in lessons] for lessons in times])
    within = numpy.array([[lesson.draws.var(axis=1) for lesson in lessons] for lessons in times]).mean(axis=0)
    found: Floats = means.var(axis=0, ddof=1) / len(times) / (within + means.var(axis=0))
    return found


def _together(lessons: tuple[Lesson, ...]) -> Lesson:
    """Of one era. The likelihood is the mean of all; the fewest particles are those of the worst time."""
    likelihoods = numpy.array([lesson.log_likelihood for lesson in lessons])
    return Lesson(
        lessons[0].era,
        numpy.concatenate([lesson.draws for lesson in lessons], axis=1),
        numpy.concatenate([lesson.tempo for lesson in lessons]),
        float(numpy.logaddexp.reduce(likelihoods) - numpy.log(len(lessons))),
        min(lesson.fewest for lesson in lessons),
    )
