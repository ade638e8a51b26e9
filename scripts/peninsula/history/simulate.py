# SPDX-License-Identifier: Apache-2.0
"""The engine as a function: a condition in, monthly counts and drawn parameters of every trajectory out.

A shorter run is the first months of a longer one, trajectory by trajectory and bit for bit, so the months between two
horizons hold what the longer run counted more than the shorter: no monthly output of the engine is needed.
"""

import concurrent.futures
import dataclasses
import os
from typing import Any

import numpy

from peninsula.arrays import Floats
from peninsula.runs import recorded

OUTCOMES = {
    "short_range": "short_range_launches",
    "medium_range": "medium_range_launches",
    "long_range": "icbm_tests",
    "nuclear_tests": "nuclear_tests",
    "clashes": "clashes",
    "summits": "summits",
    "talks": "acceptances",
}


@dataclasses.dataclass(frozen=True)
class Paths:
    """`totals[name][k, i]`: what trajectory i counted in its first `lengths[k]` months; `drawn[name][i]`: its
    parameters."""

    lengths: tuple[int, ...]
    totals: dict[str, Floats]
    drawn: dict[str, Floats]

    def between(self, name: str, start: int, end: int) -> Floats:
        """What each trajectory counted in months start … end - 1 of the run."""
        return self.until(name, end) - self.until(name, start)

    def until(self, name: str, length: int) -> Floats:
        """What each trajectory counted in its first `length` months."""
        if length == 0:
            return numpy.zeros_like(self.totals[name][0])
        totals: Floats = self.totals[name][self.lengths.index(length)]
        return totals


def one_of_each(conditions: list[dict[str, Any]], months: int, seed: int, names: list[str]) -> dict[str, Floats]:
    """One trajectory of each condition: trajectory i of condition i, so that no two share random numbers."""
    named = [tree | {"name": f"condition-{number}"} for number, tree in enumerate(conditions)]
    tables = recorded(named, names, len(conditions), seed, months)
    return {name: numpy.diagonal(table).copy() for name, table in tables.items()}


def run(
    condition: dict[str, Any],
    lengths: tuple[int, ...],
    trajectories: int,
    seed: int,
    drawn: list[str],
    more: dict[str, str] | None = None,
) -> Paths:
    """Runs a condition, given as its tree, to each of `lengths` months.

    `drawn` names parameters with a law, `more` further outcomes (name in the result: name in the engine). Two processes
    of one thread each: writing the records takes longer than counting them.
    """
    outcomes = OUTCOMES | (more or {})
    wanted = [*outcomes.values(), *drawn]

    def one(length: int) -> dict[str, Floats]:
        return recorded(condition, wanted, trajectories, seed, length, threads=1)

    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        tables = list(pool.map(one, lengths))
    totals = {name: numpy.stack([table[outcome][0] for table in tables]) for name, outcome in outcomes.items()}
    totals["launches"] = totals["short_range"] + totals["medium_range"] + totals["long_range"]
    return Paths(tuple(lengths), totals, {name: tables[-1][name][0].astype(float) for name in drawn})
