# SPDX-License-Identifier: Apache-2.0
"""The engine as a function: a condition in, counts of every trajectory out, by month where a forecast needs them."""

import dataclasses
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

import numpy

from peninsula.arrays import AnyArray
from peninsula.simulation import Simulation
from peninsula.simulation import simulate as simulated

OUTCOMES = {
    "short_range": "short_range_launches",
    "medium_range": "medium_range_launches",
    "long_range": "icbm_tests",
    "nuclear_tests": "nuclear_tests",
    "clashes": "clashes",
    "summits": "summits",
    "talks": "acceptances",
}
MONTHLY = {name: f"{outcome}_by_month" for name, outcome in OUTCOMES.items() if name != "talks"}


@dataclasses.dataclass(frozen=True)
class Paths:
    """`totals[name][length]`: what each trajectory counted in its first months, so many of them."""

    totals: Mapping[str, AnyArray | dict[int, AnyArray]]

    def until(self, name: str, length: int) -> AnyArray:
        """What each trajectory counted in its first `length` months."""
        totals: AnyArray = self.totals[name][length]
        return totals

    def between(self, name: str, start: int, end: int) -> AnyArray:
        """What each trajectory counted in months start … end - 1 of the run."""
        counted: AnyArray = self.until(name, end) - self.until(name, start)
        return counted


def paths(condition: dict[str, Any], months: int, trajectories: int, seed: int, lengths: Iterable[int]) -> Paths:
    """Monthly counts of a condition, given as its tree.

    Talks are no series of the model. A shorter run is the first months of a longer one, trajectory by trajectory and
    bit for bit, so they are counted by runs of the `lengths` that are asked for.
    """
    found = simulated(condition, trajectories, (), list(MONTHLY.values()), seed, months)
    counted = {name: _added_up(found.series[series][0]) for name, series in MONTHLY.items()}
    launches = counted["short_range"] + counted["medium_range"] + counted["long_range"]
    talks = {length: _talks(condition, length, trajectories, seed) for length in lengths}
    return Paths({**counted, "launches": launches, "talks": talks})


def counts(
    conditions: list[dict[str, Any]], months: int, trajectories: int, seed: int, names: Mapping[str, str] = OUTCOMES
) -> tuple[dict[str, AnyArray], Simulation]:
    """What each trajectory of each condition counted in all months, by name: (condition, trajectory). `names` are of
    outcomes, by a name of one's own. Also the whole simulation, which has what was drawn."""
    found = simulated(conditions, trajectories, list(names.values()), (), seed, months)
    return {name: found.outcomes[outcome] for name, outcome in names.items()}, found


def one_of_each(
    conditions: list[dict[str, Any]], months: int, seed: int, names: Mapping[str, str]
) -> dict[str, AnyArray]:
    """One trajectory of each condition: trajectory i of condition i, so that no two share random numbers."""
    found, _ = counts(conditions, months, len(conditions), seed, names)
    return {name: numpy.diagonal(values).copy() for name, values in found.items()}


def _added_up(months: AnyArray) -> AnyArray:
    """(months + 1, trajectories): sums over the first 0, 1, 2 … months, of (trajectory, month)."""
    none = numpy.zeros((1, len(months)), months.dtype)
    sums: AnyArray = numpy.concatenate([none, numpy.cumsum(months.T, axis=0, dtype=months.dtype)])
    return sums


def _talks(condition: dict[str, Any], months: int, trajectories: int, seed: int) -> AnyArray:
    if months == 0:
        return numpy.zeros(trajectories, numpy.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the timeline goes on after these months
        found, _ = counts([condition], months, trajectories, seed, {"talks": OUTCOMES["talks"]})
    talks: AnyArray = found["talks"][0]
    return talks
