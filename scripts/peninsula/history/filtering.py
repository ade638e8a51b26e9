# SPDX-License-Identifier: Apache-2.0
"""The model's forecast at an origin: simulated histories that resemble the last three years, and how they continue.

Trajectories run through the 36 months before the year of the origin, under parameters learnt from what came before
those months. Each is weighted by how near its counts are to the record's in the windows that are named for the
observable; latent tempo, memories, talks and parameters are thereby those of histories like ours. Nothing is seen
twice: months before the run-up speak through the parameters' laws, months within it through the weights.
"""

import dataclasses

import numpy

from peninsula.arrays import Floats
from peninsula.history import calibration, simulate
from peninsula.history import eras as known_eras
from peninsula.history.eras import Era
from peninsula.history.observables import HORIZONS, LARGEST, Observable
from peninsula.history.record import Record

RUN_UP = 36  # months before the first origin of a bank
ORIGINS = 12  # origins that share a bank: one year
WIDTH = 0.5  # of the kernel on square roots of counts: the spread of the root of a Poisson count
MEMORY = 0.5  # share of what earlier eras taught that is carried into the run-up
EFFECTIVE = 400  # the kernel is widened until so many trajectories speak, in Kish's sense

# For each observable, the windows by which trajectories are weighted: series, and the months before the origin from
# which and to which it is counted. None stands for the start of the run-up.
WINDOWS: dict[str, tuple[tuple[str, int | None, int], ...]] = {
    "launches": (
        ("launches", 1, 0),
        ("launches", 3, 1),
        ("launches", 6, 3),
        ("launches", 12, 6),
        ("launches", None, 12),
    ),
    "long_range": (("long_range", 6, 0), ("long_range", 12, 6), ("long_range", None, 12), ("launches", 12, 0)),
    "nuclear_test": (("nuclear_tests", 12, 0), ("nuclear_tests", None, 12), ("launches", 12, 0)),
    "summit": (("talks", 3, 0), ("talks", 12, 3), ("talks", None, 12), ("summits", 12, 0)),
    "clash": (("clashes", 12, 0), ("clashes", None, 12), ("launches", 12, 0)),
}


@dataclasses.dataclass(frozen=True)
class Bank:
    """Trajectories that serve the origins of one year: their run-up starts `RUN_UP` months before `first`."""

    first: int
    paths: simulate.Paths


def bank(
    record: Record,
    eras: tuple[Era, ...],
    first: int,
    trajectories: int,
    seed: int,
    origins: int = ORIGINS,
    prior: calibration.Laws = calibration.PRIOR,
) -> Bank:
    """Simulates for the origins `first` … `first` + `origins` - 1, with nothing known from `first` on."""
    start = first - RUN_UP
    learnt = calibration.learn(
        record.until(start), known_eras.known(eras, start), 4 * trajectories, seed, MEMORY, prior
    )
    laws = learnt.tempered(MEMORY).posterior(prior)
    months = RUN_UP + origins - 1 + HORIZONS[-1]
    tree = known_eras.condition(known_eras.known(eras, first), start, months, laws.as_parameters())
    return Bank(first, simulate.paths(tree, months, trajectories, seed + 1000, lengths_of_talks(origins)))


def lengths_of_talks(origins: int) -> list[int]:
    """The months after which talks must be counted: where their windows begin and end."""
    ends = {end for each in WINDOWS.values() for series, *window in each if series == "talks" for end in window}
    return sorted({0 if end is None else RUN_UP + origin - end for end in ends for origin in range(origins)})


def weights(paths: simulate.Paths, record: Record, origin: int, start: int, observable: str) -> Floats:
    """Weight of each trajectory, summing to 1, from the record before the origin. `start` is the run's first month."""
    away = numpy.zeros(len(paths.until("launches", 0)))
    for series, back, until in WINDOWS[observable]:
        begin, end = start if back is None else origin - back, origin - until
        simulated = paths.between(series, begin - start, end - start)
        away += (numpy.sqrt(simulated) - numpy.sqrt(record.months(series, begin, end).sum())) ** 2
    away = (away - away.min()) / (2 * WIDTH**2)
    low, high = 1.0, 64.0
    if effective(numpy.exp(-away)) < EFFECTIVE:
        for _ in range(30):
            middle = (low + high) / 2
            low, high = (low, middle) if effective(numpy.exp(-away / middle)) >= EFFECTIVE else (middle, high)
    else:
        high = 1.0
    found = numpy.exp(-away / high)
    shares: Floats = found / found.sum()
    return shares


def effective(found: Floats) -> float:
    """Kish's effective number of weighted trajectories."""
    return float(found.sum() ** 2 / (found**2).sum())


def forecast(
    one: Bank, record: Record, origin: int, observable: Observable, horizon: int, filtered: bool = True
) -> Floats:
    """Probabilities of 0 … LARGEST within the horizon; of an event, those of no and yes. Not `filtered`, every
    trajectory weighs the same: what the parameters learnt earlier say without a look at the last three years."""
    start = one.first - RUN_UP
    totals = one.paths.between(observable.series, origin - start, origin - start + horizon)
    found = (
        weights(one.paths, record, origin, start, observable.name)
        if filtered
        else numpy.full(len(totals), 1 / len(totals))
    )
    if observable.binary:
        yes = float(found[totals > 0].sum())
        return numpy.array([1 - yes, yes])
    counts = numpy.minimum(totals.astype(int), LARGEST)
    law: Floats = numpy.bincount(counts, weights=found, minlength=LARGEST + 1).astype(float)
    return law
