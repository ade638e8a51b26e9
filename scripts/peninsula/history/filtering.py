# SPDX-License-Identifier: Apache-2.0
"""The model's forecast at an origin: particles that were led through the last three years, and how they continue.

Particles start 36 months before the year of the origin, with parameters learnt from what came before those months, and
are led by the record. What they are at an origin is what the model makes of it; from there they go on freely, with what
was known at the origin. Nothing is seen twice: months before the run-up speak through the parameters, months within it
through the weights.
"""

import dataclasses
import functools
from typing import Any

import numpy

from peninsula.arrays import Floats
from peninsula.history import eras as known_eras
from peninsula.history import evidence
from peninsula.history.eras import Era
from peninsula.history.learning import learn
from peninsula.history.observables import HORIZONS, LARGEST, Observable
from peninsula.history.parameters import KEPT, PRIOR, Prior
from peninsula.history.particles import Particles
from peninsula.history.record import Record
from peninsula.simulation import Numbers

RUN_UP = 36  # months before the first origin of a year
ORIGINS = 12  # origins that share particles: one year
FUTURES = 10_000  # particles that go on from an origin

Future = dict[str, Numbers]
"""By series, (particle, month) from an origin on."""


@dataclasses.dataclass(frozen=True)
class Year:
    """How particles go on from each origin of a year: led by the last three years, and `unled`, without a look at them.
    `fewest`: the smallest effective number of particles in any month that led them."""

    led: dict[int, Future]
    unled: dict[int, Future]
    fewest: float


def year(
    record: Record,
    eras: tuple[Era, ...],
    first: int,
    particles: int,
    seed: int,
    origins: int = ORIGINS,
    prior: Prior = PRIOR,
    kept: float = KEPT,
) -> Year:
    """Simulates for the origins `first` … `first` + `origins` - 1; of a month that is no origin's past nothing is
    used."""
    start, last = first - RUN_UP, first + origins - 1
    lessons = learn(record.until(start), known_eras.known(eras, start), particles, seed, prior, kept)
    draws, tempo = lessons[-1].draws, lessons[-1].tempo

    def known(origin: int, end: int) -> dict[str, Any]:
        """What was known at an origin, with what happened from the start on until `end`."""
        given = evidence.given(record, start, end)
        return known_eras.condition(
            known_eras.known(eras, origin), start, months, prior.laws(is_tempo_known=True), given
        )

    months = last - start + HORIZONS[-1]
    drift, origins_of_year = prior.drift(kept), range(first, last + 1)
    led = Particles([known(one, one) for one in origins_of_year], months, draws, drift, seed + 1000, tempo=tempo)
    some = slice(None, None, max(1, draws.shape[1] // FUTURES))  # neighbours have common ancestors
    unled = Particles(
        [known(one, start) for one in origins_of_year], months, draws[:, some], drift, seed + 2000, tempo=tempo[some]
    )
    futures: dict[int, Future] = {}
    unled_futures: dict[int, Future] = {}
    for month in range(start, last + 1):
        if month >= first:
            futures[month] = led.ahead(month - first, HORIZONS[-1], FUTURES)
            unled_futures[month] = unled.ahead(month - first, HORIZONS[-1], FUTURES)
        if month < last:
            knowing = max(month + 1 - first, 0)  # the first origin that knows this month
            led.follow(functools.partial(evidence.of_talks, record, month), knowing)
            unled.play(knowing)
    return Year(futures, unled_futures, led.fewest)


def forecast(future: Future, observable: Observable, horizon: int) -> Floats:
    """Probabilities of 0 … LARGEST within the horizon; of an event, those of no and yes."""
    totals = numpy.sum([future[name][:, :horizon] for name in observable.parts], axis=(0, 2))
    if observable.binary:
        yes = float((totals > 0).mean())
        return numpy.array([1 - yes, yes])
    counts = numpy.minimum(totals.astype(int), LARGEST)
    law: Floats = numpy.bincount(counts, minlength=LARGEST + 1) / len(counts)
    return law
