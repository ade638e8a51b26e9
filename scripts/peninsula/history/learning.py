# SPDX-License-Identifier: Apache-2.0
"""From prior to posterior: what the record says about the learnt parameters, era by era.

Sequential Monte Carlo. Particles draw the parameters from the prior and are led through the record; parameters drift
from month to month (`Prior.drifted`). Each era opens with what was known when it began, and with the parameters that
speak at the end of the era before. The likelihood of the counts is the model's own, month by month, so no summary of
the record is chosen and no distance to it: what approximate Bayesian computation would lose by summaries and a kernel
is not lost. What is: eras are independent given the parameters (each opens with a tempo of its own), and a finite
number of particles stands for the posterior; `Lesson` says how many.
"""

import dataclasses
import functools

import numpy

from peninsula.arrays import Floats
from peninsula.history import eras as known_eras
from peninsula.history import evidence
from peninsula.history.eras import Era
from peninsula.history.parameters import KEPT, NAMES, PRIOR, Prior, natural
from peninsula.history.particles import Particles
from peninsula.history.record import Record

PARTICLES = 20_000


@dataclasses.dataclass(frozen=True)
class Lesson:
    """What an era has taught. `draws`: of the joint posterior after it, equally likely, (parameter, draw), on their
    scales. `log_likelihood`: of the era's months, given the eras before it. `fewest`: the smallest effective number of
    particles in any month."""

    era: str
    draws: Floats
    log_likelihood: float
    fewest: float


def learn(
    record: Record,
    eras: tuple[Era, ...],
    particles: int = PARTICLES,
    seed: int = 1,
    prior: Prior = PRIOR,
    kept: float = KEPT,
    threads: int = 0,
) -> list[Lesson]:
    """A lesson of each era that had begun when the record ends, oldest first; of the last one, of its months until
    then."""
    draws = prior.drawn(particles, numpy.random.default_rng(seed))
    lessons: list[Lesson] = []
    for number, era in enumerate(eras):
        end = min(era.start + era.months, record.end)
        if end <= era.start:
            break
        lessons.append(one_era(record, era, end, draws, seed + number, prior, kept, threads))
        draws = lessons[-1].draws
    return lessons


def one_era(
    record: Record,
    era: Era,
    end: int,
    draws: Floats,
    seed: int,
    prior: Prior = PRIOR,
    kept: float = KEPT,
    threads: int = 0,
) -> Lesson:
    """Leads particles with these parameters, (parameter, draw), through an era's months until `end`."""
    months = end - era.start
    led = known_eras.condition((era,), era.start, months, prior.laws(), evidence.given(record, era.start, end))
    particles = Particles([led], months, draws, prior.drift(kept), seed, threads)
    for month in range(era.start, end):
        particles.follow(functools.partial(evidence.of_talks, record, month))
    particles.draw_anew(draws.shape[1])
    return Lesson(era.name, particles.draws, particles.log_likelihood, particles.fewest)


def table(draws: Floats, rows: int, seed: int) -> str:
    """Some of the draws, (parameter, draw), as the table that a condition names, in four digits."""
    chosen = numpy.random.default_rng(seed).choice(draws.shape[1], rows, replace=False)
    values = natural(draws[:, chosen]).T
    lines = [",".join(NAMES), *(",".join(f"{cell:.4g}" for cell in row) for row in values)]
    return "".join(f"{line}\n" for line in lines)
