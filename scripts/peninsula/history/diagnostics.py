# SPDX-License-Identifier: Apache-2.0
"""Checks of the calibration: on data that the model made itself, and of the calibrated model against the record."""

import dataclasses

import numpy
from scipy import stats

from peninsula.arrays import Floats
from peninsula.history import calibration, simulate
from peninsula.history import eras as known_eras
from peninsula.history.calibration import LEARNT, Laws
from peninsula.history.eras import Era
from peninsula.history.record import Record

BINS = 10
FALSE_ALARM = 0.01  # chance that a right calibration leaves some band, over all parameters and bins


@dataclasses.dataclass(frozen=True)
class Ranks:
    """Simulation-based calibration (Talts et al. 2018): places of the true parameters within their posteriors, as
    probabilities, (replicates, 10). They are uniform if the posteriors are right."""

    places: Floats

    def histogram(self) -> Floats:
        """Counts of places, (10 parameters, BINS)."""
        return numpy.stack([numpy.histogram(one, BINS, (0, 1))[0] for one in self.places.T])

    def band(self) -> tuple[int, int]:
        """Between which counts every bin must lie; Bonferroni over all bins, so the true false-alarm rate is below
        FALSE_ALARM."""
        tail = FALSE_ALARM / (2 * BINS * self.places.shape[1])
        law = stats.binom(len(self.places), 1 / BINS)
        return int(law.ppf(tail)), int(law.isf(tail))

    def outside(self) -> list[str]:
        """Symbols of the parameters with a bin outside the band."""
        low, high = self.band()
        return [
            one.symbol
            for one, counts in zip(LEARNT, self.histogram(), strict=True)
            if counts.min() < low or counts.max() > high
        ]


def place(laws: Laws, truth: Floats) -> Floats:
    """Where the truth lies within independent normal laws, as probabilities."""
    found: Floats = stats.norm.cdf(truth, laws.mean, laws.spread)
    return found


def one_era(era: Era, months: int, replicates: int, trajectories: int, seed: int) -> Ranks:
    """Ranks for one era under the prior: each replicate's data are a trajectory that its calibration does not see."""
    parameters, found = calibration.simulated(era, calibration.PRIOR, months, trajectories + replicates, seed)
    places = []
    for held_out in range(replicates):
        draws, weights = calibration.adjust(parameters[replicates:], found[replicates:], found[held_out])
        places.append(
            place(
                calibration.evidence(draws, weights, calibration.PRIOR).posterior(calibration.PRIOR),
                parameters[held_out],
            )
        )
    return Ranks(numpy.array(places))


def all_eras(eras: tuple[Era, ...], replicates: int, trajectories: int, seed: int) -> Ranks:
    """Ranks for the whole chain of eras, with parameters that do not change from one era to the next.

    Each era's data are one trajectory of the engine under the true parameters, on a seed of its own.
    """
    generator = numpy.random.default_rng(seed)
    found = [
        calibration.simulated(era, calibration.PRIOR, era.months, trajectories, seed + number)
        for number, era in enumerate(eras)
    ]
    truths = generator.normal(calibration.PRIOR.mean, calibration.PRIOR.spread, (replicates, len(LEARNT)))
    seen = [synthetic(era, truths, 10_000_000 + seed + number) for number, era in enumerate(eras)]
    places = []
    for replicate, truth in enumerate(truths):
        total = calibration.NOTHING
        for number in range(len(eras)):
            total += calibration.evidence(
                *calibration.adjust(*found[number], seen[number][replicate]), calibration.PRIOR
            )
        places.append(place(total.posterior(calibration.PRIOR), truth))
    return Ranks(numpy.array(places))


def synthetic(era: Era, truths: Floats, seed: int) -> Floats:
    """Summaries, (replicates, 11), of one trajectory of an era under each of the known parameters."""
    trees = []
    for truth in truths:
        values = {
            one.name: float(numpy.exp(value) if one.logarithmic else value)
            for one, value in zip(LEARNT, truth, strict=True)
        }
        trees.append(known_eras.condition((era,), era.start, era.months, values))
    found = simulate.one_of_each(trees, era.months, seed, simulate.OUTCOMES | calibration.PATTERNS)
    return calibration.summaries(found, found, era.months)


@dataclasses.dataclass(frozen=True)
class Predicted:
    """A posterior predictive check: the record's count in an era, the simulated 5, 50 and 95 % quantiles, and the
    share of trajectories below the record, half of the ties included."""

    era: str
    series: str
    seen: float
    low: float
    median: float
    high: float
    place: float


def predictive(record: Record, eras: tuple[Era, ...], laws: Laws, trajectories: int, seed: int) -> list[Predicted]:
    """Counts of every era under the posterior laws, against the record's."""
    found = []
    for number, era in enumerate(eras):
        if era.start + era.months > record.end:
            continue
        tree = known_eras.condition((era,), era.start, era.months, laws.as_parameters())
        counts, _ = simulate.counts([tree], era.months, trajectories, seed + number)
        for series, simulated in counts.items():
            seen = float(record.months(series, era.start, era.start + era.months).sum())
            low, median, high = numpy.quantile(simulated, [0.05, 0.5, 0.95])
            share = float((simulated < seen).mean() + (simulated == seen).mean() / 2)
            found.append(Predicted(era.name, series, seen, float(low), float(median), float(high), share))
    return found
