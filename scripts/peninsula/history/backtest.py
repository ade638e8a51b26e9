# SPDX-License-Identifier: Apache-2.0
"""Rolling origins over the record: every forecast from what was known at its origin, and its scores beside the
baselines'."""

import dataclasses
from collections.abc import Callable, Iterator

import numpy
from numpy.typing import NDArray

from peninsula.arrays import Floats
from peninsula.history import baselines, filtering, scores
from peninsula.history.eras import Era
from peninsula.history.mean_interval import mean_interval
from peninsula.history.observables import OBSERVABLES, Observable
from peninsula.history.parameters import KEPT, PRIOR, Prior
from peninsula.history.record import Record, month_number

FIRST, END = month_number("2013-01"), month_number("2025-01")  # origins, and the month in which the record ends
PARTICLES = 20_000  # of each year
SEED = 20130101
MODEL, UNFILTERED, HYBRID = "Peninsula", "Peninsula, last three years unseen", "Peninsula and self-exciting"
PERIODS = (
    ("2013-2017", FIRST, month_number("2018-01")),
    ("2018-2019", month_number("2018-01"), month_number("2020-01")),
    ("2020-2024", month_number("2020-01"), END),
)


@dataclasses.dataclass(frozen=True)
class Forecasts:
    """Forecasts of one observable and horizon, (origins, outcomes), and what was observed, (origins,).

    `many` is, for each origin, what nine in ten past runs of as many months did not exceed, as was known at it.
    """

    observable: Observable
    horizon: int
    forecaster: str
    origins: Floats
    probabilities: Floats
    seen: Floats
    many: Floats

    def score(self, name: str) -> Floats:
        """One score for each origin: crps, log or many (the CRPS above `many`) of a count, brier or log of an event."""
        told = zip(self.probabilities, self.seen, self.many, strict=True)
        return numpy.array([score_one(name, p, int(y), int(many)) for p, y, many in told])

    def within(self, start: int, end: int) -> NDArray[numpy.bool_]:
        """Which origins lie in [start, end)."""
        return (self.origins >= start) & (self.origins < end)


def score_one(name: str, probabilities: Floats, seen: int, many: int = 0) -> float:
    if name == "many":
        return scores.threshold_crps(probabilities, seen, many)
    if name == "log":
        return scores.log_score(probabilities[seen])
    return scores.brier(probabilities[1], seen) if name == "brier" else scores.crps(probabilities, seen)


def main_score(observable: Observable) -> str:
    return "brier" if observable.binary else "crps"


def scored_by(found: list[Forecasts], score: str | None) -> list[Forecasts]:
    """Those forecasts that have such a score: what is many is asked of counts only."""
    return [one for one in found if score != "many" or not one.observable.binary]


Say = dict[tuple[str, int, str], Floats]  # observable, horizon, forecaster: probabilities
Fitted = dict[tuple[str, str], baselines.SelfExciting | baselines.RegimeSwitching]  # observable, name of the baseline


def baselines_say(record: Record, fitted: Fitted) -> Say:
    """The baselines' forecasts at the end of a record.

    `fitted` holds the models fitted at the beginning of the year, by observable and name.
    """
    found: Say = {}
    for observable in OBSERVABLES:
        values = record.series[observable.series]
        for horizon in observable.horizons:
            if observable.binary:
                for name, chance in baselines.EVENT_BASELINES.items():
                    yes = scores.guarded_chance(chance(values, horizon))
                    found[observable.name, horizon, name] = numpy.array([1 - yes, yes])
                continue
            for name, say in baselines.WITHOUT_FIT.items():
                found[observable.name, horizon, name] = scores.guarded(say(values, horizon))
            for name in baselines.FITTED:
                found[observable.name, horizon, name] = scores.guarded(
                    fitted[observable.name, name].forecast(values, horizon)
                )
    return found


def fit(record: Record) -> Fitted:
    """The fitted baselines, from all months of a record."""
    return {
        (observable.name, name): fit_one(record.series[observable.series])
        for observable in OBSERVABLES
        if not observable.binary
        for name, fit_one in baselines.FITTED.items()
    }


def model_says(year: filtering.Year, origin: int) -> Say:
    """The model's forecasts at an origin of its year."""
    found: Say = {}
    for observable in OBSERVABLES:
        for horizon in observable.horizons:
            for name, futures in ((MODEL, year.led), (UNFILTERED, year.unled)):
                said = filtering.forecast(futures[origin], observable, horizon)
                yes = scores.guarded_chance(said[1])
                found[observable.name, horizon, name] = (
                    numpy.array([1 - yes, yes]) if observable.binary else scores.guarded(said)
                )
    return found


def at_origin(before: Record, year: filtering.Year, fitted: Fitted) -> Say:
    """All forecasts at the end of the record `before`."""
    said = model_says(year, before.end) | baselines_say(before, fitted)
    for observable in OBSERVABLES:
        if not observable.binary:
            for horizon in observable.horizons:
                said[observable.name, horizon, HYBRID] = (
                    said[observable.name, horizon, MODEL] + said[observable.name, horizon, "self-exciting"]
                ) / 2
    return said


def years(first: int, end: int) -> Iterator[tuple[int, int]]:
    """(first origin, number of origins) of each year."""
    for start in range(first, end, filtering.ORIGINS):
        yield start, min(filtering.ORIGINS, end - start)


def run(
    record: Record,
    eras: tuple[Era, ...],
    first: int = FIRST,
    end: int = END,
    particles: int = PARTICLES,
    seed: int = SEED,
    prior: Prior = PRIOR,
    kept: float = KEPT,
    progress: Callable[[int], None] = lambda origin: None,
) -> list[Forecasts]:
    """Every forecast whose horizon the record holds, observable by observable."""
    said: dict[int, Say] = {}
    for start, origins in years(first, end):
        progress(start)
        said |= one_year(record, eras, start, origins, particles, seed, prior, kept)
    return gather(record, said)


def one_year(
    record: Record,
    eras: tuple[Era, ...],
    start: int,
    origins: int,
    particles: int,
    seed: int,
    prior: Prior = PRIOR,
    kept: float = KEPT,
) -> dict[int, Say]:
    """All forecasts of the origins from `start` on, each from what was known at it. The whole record may be handed
    in."""
    year = filtering.year(record, eras, start, particles, seed, origins, prior, kept)
    fitted = fit(record.until(start))
    return {origin: at_origin(record.until(origin), year, fitted) for origin in range(start, start + origins)}


def ahead(record: Record, eras: tuple[Era, ...], particles: int = PARTICLES, seed: int = SEED) -> Say:
    """The model's forecasts at the end of the record, of months that are not scored here."""
    year = filtering.year(record, eras, record.end, particles, seed, origins=1)
    return {key: said for key, said in model_says(year, record.end).items() if key[2] == MODEL}


def gather(record: Record, said: dict[int, Say]) -> list[Forecasts]:
    """Forecasts and observations of all origins, without those whose horizon extends past the record."""
    names = {(observable, horizon, forecaster) for one in said.values() for observable, horizon, forecaster in one}
    found = []
    for observable in OBSERVABLES:
        for horizon in observable.horizons:
            origins = numpy.array([origin for origin in sorted(said) if origin + horizon <= record.end])
            if not len(origins):
                continue
            seen = numpy.array([observable.outcome(record, origin, horizon) for origin in origins])
            many = numpy.array([baselines.many(record.until(o).series[observable.series], horizon) for o in origins])
            if not observable.binary:
                seen = numpy.minimum(seen, len(said[origins[0]][observable.name, horizon, MODEL]) - 1)
            forecasters = {name for one, months, name in names if (one, months) == (observable.name, horizon)}
            found += [
                Forecasts(
                    observable,
                    horizon,
                    forecaster,
                    origins,
                    numpy.stack([said[origin][observable.name, horizon, forecaster] for origin in origins]),
                    seen,
                    many,
                )
                for forecaster in ordered(forecasters)
            ]
    return found


def ordered(names: set[str]) -> list[str]:
    order = [MODEL, UNFILTERED, HYBRID, *baselines.WITHOUT_FIT, *baselines.FITTED]
    return sorted(names, key=order.index)


@dataclasses.dataclass(frozen=True)
class Comparison:
    """A forecaster's mean score, and the model's mean advantage over it: positive where the model is better."""

    observable: str
    horizon: int
    score: str
    forecaster: str
    mean: float
    advantage: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        return "ahead" if self.low > 0 else "behind" if self.high < 0 else "even"


def compare(found: list[Forecasts], score: str | None = None, start: int = FIRST, end: int = END) -> list[Comparison]:
    """Mean scores over the origins in [start, end), with intervals of the differences from the
    model's."""
    result = []
    for one in found:
        name = score or main_score(one.observable)
        model = next(
            other
            for other in found
            if (other.observable, other.horizon, other.forecaster) == (one.observable, one.horizon, MODEL)
        )
        inside = one.within(start, end)
        own, ours = one.score(name)[inside], model.score(name)[inside]
        low, high = mean_interval(own - ours, one.horizon) if one is not model else (0.0, 0.0)
        result.append(
            Comparison(
                one.observable.name,
                one.horizon,
                name,
                one.forecaster,
                float(own.mean()),
                float((own - ours).mean()),
                low,
                high,
            )
        )
    return result
