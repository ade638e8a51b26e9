# SPDX-License-Identifier: Apache-2.0
"""Whether the posterior may be believed: data made by the model itself, under parameters that are known.

Simulation-based calibration (Talts et al. 2018) of the whole chain of eras: parameters are drawn from the prior, drift
from month to month, and make a record; what is learnt from the record must find them again as often as it says. Four
checks, each with its chance of a false alarm, and each also made of posteriors 20 % too narrow, where it must fail:
places of the true parameters against simultaneous bands of their empirical distribution, the share of central intervals
that hold the truth, for each parameter and in the mean over all, and the average of all posteriors against the prior.
"""

import concurrent.futures
import dataclasses
import functools
from collections.abc import Iterable

import numpy
from numpy.typing import NDArray
from scipy import stats

from peninsula.arrays import Floats
from peninsula.history import eras as known_eras
from peninsula.history import evidence
from peninsula.history.eras import Era
from peninsula.history.parameters import KEPT, PRIOR, Prior
from peninsula.history.particles import SERIES, Particles
from peninsula.history.record import Record
from peninsula.history.repeated import learn_until_exact

FALSE_ALARM = 0.01
"""Chance that a right calibration fails a check, over all parameters and eras together (Bonferroni)."""
LEVELS = (0.5, 0.8, 0.95)
TOO_NARROW = 0.8
POINTS = numpy.arange(1, 100) / 100  # at which an empirical distribution is looked at
SAMPLES = 20_000  # of uniform numbers, from which the bands come


def records_under(
    draws: Floats, eras: tuple[Era, ...], seed: int, prior: Prior = PRIOR, kept: float = KEPT
) -> tuple[list[Floats], list[Record]]:
    """Records that the model makes from parameters before the first era, (parameter, replicate), which drift; and the
    parameters at the end of each era."""
    months, ends = [], []
    tempo: Floats | None = None
    for number, era in enumerate(eras):
        tree = known_eras.condition((era,), era.start, era.months, prior.laws(tempo is not None))
        particles = Particles([tree], era.months, draws, prior.drift(kept), seed + number, tempo=tempo)
        months += [particles.play()[1] for _ in range(era.months)]
        draws, tempo = particles.draws, particles.tempo
        ends.append(draws)
    brought = {name: numpy.stack([month[name] for month in months]).astype(float) for name in SERIES}
    del brought["tempo"]  # nobody sees it
    generator = numpy.random.default_rng(seed)
    chance = numpy.where(brought.pop("stage") > 0, evidence.CONTACT_WITH_TRACK, evidence.CONTACT_WITHOUT_TRACK)
    brought["talks"] = (generator.random(chance.shape) < chance).astype(float)
    mistaken = generator.random(chance.shape) < evidence.MISTAKEN
    brought["summits"] = numpy.abs(brought["summits"] - mistaken)
    brought["launches"] = brought["short_range"] + brought["medium_range"] + brought["long_range"]
    records = [
        Record(eras[0].start, {name: values[:, one].copy() for name, values in brought.items()})
        for one in range(draws.shape[1])
    ]
    return ends, records


def synthetic(
    eras: tuple[Era, ...], replicates: int, seed: int, prior: Prior = PRIOR, kept: float = KEPT
) -> tuple[list[Floats], list[Record]]:
    """The true parameters at the end of each era, (parameter, replicate), and the records that the model makes under
    them."""
    draws = prior.drawn(replicates, numpy.random.default_rng(seed))
    return records_under(draws, eras, seed + 1, prior, kept)


@dataclasses.dataclass(frozen=True)
class Replicate:
    """What was found of one synthetic record. Shapes: (era, parameter)."""

    places: Floats  # of the truth in the posterior, as a probability
    narrow: Floats  # the same in a posterior 20 % too narrow
    mean: Floats
    variance: Floats
    error: Floats  # Monte Carlo variance of the mean, in posterior variances
    times: int  # it was learnt
    log_likelihood: float
    fewest: float


def replicate(
    truths: Floats, record: Record, seed: int, eras: tuple[Era, ...], particles: int, prior: Prior, kept: float
) -> Replicate:
    """Learns from one record whose true parameters, (era, parameter), are known."""
    learnt = learn_until_exact(record, eras, particles, seed, prior, kept, threads=1)
    places, narrow, means, variances = [], [], [], []
    for truth, lesson in zip(truths, learnt.lessons, strict=True):
        mean = lesson.draws.mean(axis=1)
        means.append(mean)
        variances.append(lesson.draws.var(axis=1))
        away = lesson.draws - mean[:, None]
        places.append((away < (truth - mean)[:, None]).mean(axis=1))
        narrow.append((TOO_NARROW * away < (truth - mean)[:, None]).mean(axis=1))
    return Replicate(
        numpy.stack(places),
        numpy.stack(narrow),
        numpy.stack(means),
        numpy.stack(variances),
        learnt.error,
        learnt.times,
        sum(lesson.log_likelihood for lesson in learnt.lessons),
        min(lesson.fewest for lesson in learnt.lessons),
    )


@dataclasses.dataclass(frozen=True)
class Calibration:
    """All replicates, and whether a right calibration would look like them. Shapes: (replicate, era, parameter)."""

    places: Floats
    mean: Floats
    variance: Floats
    prior: Prior

    def bands(self) -> tuple[Floats, Floats]:
        """Of the empirical distribution of places at `POINTS`, for every parameter and era."""
        return bands(len(self.places), FALSE_ALARM / self.places[0].size)

    def farthest(self) -> Floats:
        """By how much of the band's half-width the places of a parameter leave its middle, at most, (era, parameter);
        beyond 1 is outside."""
        low, high = self.bands()
        shares = numpy.stack([(self.places <= point).mean(axis=0) for point in POINTS], axis=-1)
        found: Floats = numpy.where(
            shares > POINTS, (shares - POINTS) / (high - POINTS), (POINTS - shares) / (POINTS - low)
        ).max(axis=-1)
        return found

    def held(self, level: float) -> NDArray[numpy.bool_]:
        """Which truths lie inside central intervals, (replicate, era, parameter)."""
        found: NDArray[numpy.bool_] = numpy.abs(self.places - 0.5) <= level / 2
        return found

    def coverage(self, level: float) -> Floats:
        """Share of the truths inside central intervals, (era, parameter)."""
        found: Floats = self.held(level).mean(axis=0)
        return found

    def mean_coverage(self, level: float) -> tuple[float, float]:
        """In the mean over eras and parameters, with its standard error: a record's truths are held or missed
        together."""
        each = self.held(level).mean(axis=(1, 2))
        return float(each.mean()), float(each.std(ddof=1) / numpy.sqrt(len(each)))

    def allowed_of_mean(self) -> float:
        """By how many standard errors a mean coverage is off at most, but for false alarms; over all levels."""
        return float(stats.t.isf(FALSE_ALARM / (2 * len(LEVELS)), len(self.places) - 1))

    def is_mean_off(self, level: float) -> bool:
        mean, error = self.mean_coverage(level)
        return abs(mean - level) > self.allowed_of_mean() * error

    def error_of_coverage(self, level: float) -> tuple[float, float]:
        """Between which shares every one of them lies, but for false alarms; over all levels too."""
        tail = FALSE_ALARM / (2 * self.places[0].size * len(LEVELS))
        law, count = stats.binom(len(self.places), level), len(self.places)
        return float(law.ppf(tail)) / count, float(law.isf(tail)) / count

    def average_of_posteriors(self) -> Floats:
        """Student's t of the mean, then of the variance, of all posteriors together against the prior, (2, era,
        parameter)."""
        away = (self.mean - self.prior.mean) / self.prior.spread
        wide = self.variance / self.prior.spread**2 + away**2 - 1
        found: Floats = numpy.stack(
            [each.mean(axis=0) / (each.std(axis=0, ddof=1) / numpy.sqrt(len(each))) for each in (away, wide)]
        )
        return found

    def error_of_average(self) -> float:
        """The largest such t but for false alarms."""
        return float(stats.t.isf(FALSE_ALARM / (4 * self.places[0].size), len(self.places) - 1))

    def fails(self) -> dict[str, int]:
        """By check, how many of the parameters and eras fail it, and of the mean coverage how many of the levels."""
        outside = numpy.zeros(self.places[0].shape, bool)
        for level in LEVELS:
            low, high = self.error_of_coverage(level)
            outside |= (self.coverage(level) < low) | (self.coverage(level) > high)
        average = (numpy.abs(self.average_of_posteriors()) > self.error_of_average()).any(axis=0)
        return {
            "places": int((self.farthest() > 1).sum()),
            "coverage": int(outside.sum()),
            "mean coverage": sum(self.is_mean_off(level) for level in LEVELS),
            "average": int(average.sum()),
        }


@functools.cache
def bands(count: int, false_alarm: float) -> tuple[Floats, Floats]:
    """Between which values the empirical distribution of so many uniform numbers stays at all of `POINTS` at once, but
    for false alarms (Säilynoja, Bürkner and Vehtari 2022): pointwise binomial intervals, of the level at which as many
    simulated samples leave them."""
    generator = numpy.random.default_rng(20220101)
    cells = numpy.append(POINTS, 1.0) - numpy.insert(POINTS, 0, 0.0)
    upto = numpy.cumsum(generator.multinomial(count, cells, SAMPLES), axis=1)[:, :-1]
    law = stats.binom(count, POINTS)
    tails = numpy.minimum(law.cdf(upto), law.sf(upto - 1)).min(axis=1)
    tail = float(numpy.quantile(tails, false_alarm))
    return law.ppf(tail) / count, law.isf(tail) / count


def calibrate(
    eras: tuple[Era, ...],
    replicates: int,
    particles: int,
    seed: int,
    prior: Prior = PRIOR,
    kept: float = KEPT,
    processes: int | None = None,
) -> tuple[Calibration, Calibration, list[Replicate], list[Record]]:
    """The calibration, that of posteriors too narrow, what was found of each record, and the records."""
    truths, records = synthetic(eras, replicates, seed, prior, kept)
    work = functools.partial(replicate, eras=eras, particles=particles, prior=prior, kept=kept)
    each = [numpy.stack([truth[:, one] for truth in truths]) for one in range(replicates)]
    seeds = range(seed + 10_000, seed + 10_000 + 10 * replicates, 10)  # a lesson takes less than ten
    with concurrent.futures.ProcessPoolExecutor(processes) as pool:
        found = list(pool.map(work, each, records, seeds, chunksize=4))
    mean, variance = (numpy.stack([getattr(one, name) for one in found]) for name in ("mean", "variance"))
    right = Calibration(numpy.stack([one.places for one in found]), mean, variance, prior)
    narrow = Calibration(numpy.stack([one.narrow for one in found]), mean, TOO_NARROW**2 * variance, prior)
    return right, narrow, found, records


@dataclasses.dataclass(frozen=True)
class Predicted:
    """A predictive check: the record's count in an era, the simulated 5, 50 and 95 % quantiles, and the share of
    simulated records below it, half of the ties included."""

    era: str
    series: str
    seen: float
    low: float
    median: float
    high: float
    place: float


SERIES_CHECKED = ("short_range", "medium_range", "long_range", "nuclear_tests", "clashes", "summits", "talks")


def predicted(record: Record, eras: tuple[Era, ...], records: Iterable[Record]) -> list[Predicted]:
    """Counts of every era in simulated records, against the record's."""
    records, found = list(records), []
    for era in eras:
        for series in SERIES_CHECKED:
            span = (series, era.start, era.start + era.months)
            seen = float(record.months(*span).sum())
            totals = numpy.array([one.months(*span).sum() for one in records])
            low, median, high = numpy.quantile(totals, [0.05, 0.5, 0.95])
            share = float((totals < seen).mean() + (totals == seen).mean() / 2)
            found.append(Predicted(era.name, series, seen, float(low), float(median), float(high), share))
    return found
