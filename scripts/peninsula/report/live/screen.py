# SPDX-License-Identifier: Apache-2.0
"""Which assumptions matter most: those that a page offers to move first."""

import math

import numpy

from peninsula.arrays import AnyArray
from peninsula.errors import InputError
from peninsula.module import declared
from peninsula.simulation import Resolved, simulate

TRAJECTORIES = 256
"""At each end of each prior: enough to tell those that matter from those that do not."""


def effects(condition: Resolved, outcomes: list[str], seed: int, threads: int | None = None) -> dict[str, float]:
    """By parameter with a prior, numbers only: how far it moves an outcome from one end of its prior to the other.

    In standard deviations of the outcome between trajectories, and of the outcome that it moves most. A parameter that
    the model does not admit at an end, beside the condition's others, is left out.
    """
    found = {}
    for parameter in declared(condition.model)["parameters"]:
        if parameter["prior"] is None or parameter["labels"]:
            continue
        ends = {parameter["name"]: parameter["prior"]}
        try:
            ran = simulate(condition, TRAJECTORIES, outcomes, seed=seed, threads=threads, points=ends)
        except InputError:
            continue
        found[parameter["name"]] = max(_moved(ran[name]) for name in outcomes)
    return found


def _moved(values: AnyArray) -> float:
    """The means' difference between two points, in standard deviations; 0 where nothing is defined."""
    kept = values[:, ~numpy.isnan(values).any(axis=0)]
    if kept.shape[1] < 2:
        return 0.0
    spread = float(kept.std())
    return float(abs(kept[1].mean() - kept[0].mean())) / spread if spread > 0 and math.isfinite(spread) else 0.0
