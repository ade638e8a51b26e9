# SPDX-License-Identifier: Apache-2.0
"""From prior to posterior: what the record says about the learnt parameters, era by era.

Sequential Monte Carlo. Particles draw the parameters from the prior and are led through the record; parameters drift
from month to month (`Prior.drifted`). Each era opens with what was known when it began, and with the parameters that
speak at the end of the era before. The likelihood of the counts is the model's own, month by month, so no summary of
the record is chosen and no distance to it: what approximate Bayesian computation would lose by summaries and a kernel
is not lost. The tempo, too, goes on from era to era. What is lost: all else that is unseen opens anew with each era,
and a finite number of particles stands for the posterior; `Lesson` says how many. Where too few of them speak in a
month, all is learnt again with more.
"""

import dataclasses
import functools

import numpy

from peninsula.arrays import Floats
from peninsula.history import eras as known_eras
from peninsula.history import evidence
from peninsula.history.eras import Era
from peninsula.history.parameters import KEPT, NAMES, PRIOR, SPREAD_OF_TEMPO, TEMPO, Prior, natural
from peninsula.history.particles import Particles
from peninsula.history.record import Record

PARTICLES = 20_000
FEW = 0.05
"""Share of the particles that speak in some month below which all is learnt again with `TIMES` as many."""
TIMES = 4


@dataclasses.dataclass(frozen=True)
class Lesson:
    """What an era has taught. `draws`: of the joint posterior after it, equally likely, (parameter, draw), on their
    scales, and `tempo` with them, (draw,). `log_likelihood`: of the era's months, given the eras before it.
    `fewest`: the smallest effective number of particles in any month."""

    era: str
    draws: Floats
    tempo: Floats
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
    lessons = _chain(record, eras, particles, seed, prior, kept, threads)
    if any(lesson.fewest < FEW * particles for lesson in lessons):
        more = _chain(record, eras, TIMES * particles, seed + len(eras), prior, kept, threads)
        lessons = [_thinned(lesson) for lesson in more]
    return lessons


def _thinned(lesson: Lesson) -> Lesson:
    """As many draws as were asked for, none of which is another's neighbour: these have common ancestors."""
    return dataclasses.replace(lesson, draws=lesson.draws[:, ::TIMES], tempo=lesson.tempo[::TIMES])


def _chain(
    record: Record, eras: tuple[Era, ...], particles: int, seed: int, prior: Prior, kept: float, threads: int
) -> list[Lesson]:
    """Era after era, each with what the one before has left."""
    draws = prior.drawn(particles, numpy.random.default_rng(seed))
    tempo: Floats | None = None
    lessons: list[Lesson] = []
    for number, era in enumerate(eras):
        end = min(era.start + era.months, record.end)
        if end <= era.start:
            break
        lessons.append(one_era(record, era, end, draws, seed + number, prior, kept, threads, tempo))
        draws, tempo = lessons[-1].draws, lessons[-1].tempo
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
    tempo: Floats | None = None,
) -> Lesson:
    """Leads particles with these parameters, (parameter, draw), and this tempo, (draw,), through an era's months until
    `end`."""
    months = end - era.start
    laws = prior.laws(tempo is not None)
    led = known_eras.condition((era,), era.start, months, laws, evidence.given(record, era.start, end))
    particles = Particles([led], months, draws, prior.drift(kept), seed, threads, tempo)
    for month in range(era.start, end):
        particles.follow(functools.partial(evidence.of_talks, record, month))
    particles.draw_anew(draws.shape[1])
    return Lesson(era.name, particles.draws, particles.tempo, particles.log_likelihood, particles.fewest)


def table(lesson: Lesson, rows: int, seed: int) -> str:
    """Some of the draws, with the tempo, as the table that a condition names, in four digits."""
    chosen = numpy.random.default_rng(seed).choice(lesson.draws.shape[1], rows, replace=False)
    values = numpy.vstack([natural(lesson.draws[:, chosen]), lesson.tempo[chosen]]).T
    lines = [",".join([*NAMES, TEMPO]), *(",".join(f"{cell:.4g}" for cell in row) for row in values)]
    return "".join(f"{line}\n" for line in lines)


@dataclasses.dataclass(frozen=True)
class Central:
    """What a lesson makes of a parameter, in three digits: the value of the mean on its scale, and the posterior's
    5 and 95 % quantiles, which are the value where it has none."""

    value: float
    low: float
    high: float


def central(lesson: Lesson) -> dict[str, Central]:
    """Of each learnt parameter, and of the tempo at the end: by name. Its spread over trajectories is what is left
    where the parameters have these values, in standard deviations of the long run; so it has no other."""
    values = natural(lesson.draws.mean(axis=1, keepdims=True))[:, 0]
    found = {
        name: _rounded(value, draws) for name, value, draws in zip(NAMES, values, natural(lesson.draws), strict=True)
    }
    tempo = float(f"{lesson.tempo.mean():.3g}")
    found[TEMPO] = Central(tempo, tempo, tempo)
    away = lesson.draws - lesson.draws.mean(axis=1, keepdims=True)
    slopes, *_ = numpy.linalg.lstsq(away.T, lesson.tempo - lesson.tempo.mean(), rcond=None)
    left = float((lesson.tempo - slopes @ away).std())
    persistence, shock = (found[f"provocation.tempo_{each}"].value for each in ("persistence", "shock"))
    spread = float(f"{left * (1 - persistence**2) ** 0.5 / shock:.3g}")
    found[SPREAD_OF_TEMPO] = Central(spread, spread, spread)
    return found


def _rounded(value: float, draws: Floats) -> Central:
    low, high = numpy.quantile(draws, [0.05, 0.95])
    return Central(*(float(f"{each:.3g}") for each in (value, low, high)))
