# SPDX-License-Identifier: Apache-2.0
"""Which factors of a sweep matter, as the program finds it."""

import dataclasses
import itertools
import json
from collections.abc import Sequence
from typing import Any

import pandas
import xarray

from peninsula import declarations, engine

MEASURES = ("first", "total", "second", "mean_effect", "mean_absolute_effect", "deviation")


@dataclasses.dataclass(frozen=True)
class Sensitivity:
    """How much of an outcome's spread the factors of a sweep explain, and which.

    `variances`: one row per outcome, with the `mean` over points, the variance `between_points` (of shares or means),
    `within_points` (of a trajectory: chance) and the `noise` that sampling adds to the first, all in squares of the
    outcome's units, and the `reason` where one of them cannot be told. `measures`: one row per measure and factor, with
    `value` and its bootstrap interval of 95 %, `low` and `high`. Of a "saltelli" design the measures are Sobol'
    indices: "first" order, "total", and "second" order for pairs ("a x b"); of a "morris" design elementary effects:
    "mean_effect", "mean_absolute_effect", "deviation"; of others there are none.
    """

    design: str
    variances: pandas.DataFrame
    measures: pandas.DataFrame

    def __repr__(self) -> str:
        tables = [table.to_string(na_rep="–") for table in (self.variances, self.measures) if len(table)]
        head = f"Sensitivity of a {self.design} design; a dash where nothing varies or too few were run"
        return "\n\n".join([head, *tables])


def sensitivity(results: xarray.Dataset, outcomes: Sequence[str] | None = None) -> Sensitivity:
    """Shares of variance, and the indices or effects of each factor, from the result of a sweep.

    Args:
        results: of `sweep`, or of a file of one.
        outcomes: names or symbols; the headline unless told. Categorical outcomes have no mean to vary.

    Raises:
        InputError: the result is of no sweep, or an outcome does not exist.

    >>> from peninsula import sweep
    >>> axes = [{"parameter": name, "law": "prior"} for name in ("h_cf", "h_rel")]
    >>> design = {"condition": "baseline", "design": "morris", "points": 2, "axes": axes}
    >>> found = sensitivity(sweep(design, 100, progress=False), ["ceasefire_reached"])
    >>> found.measures.query("measure == 'mean_effect'").factor.tolist()
    ['ukraine_war.ceasefire_hazard', 'ukraine_war.relapse_hazard']
    """
    names = [declarations.outcome_named(results, name) for name in outcomes or []]
    asked = [word for name in names for word in ("--outcome", name)]
    told = json.loads(engine.program("sensitivity", results.attrs["path"], "--json", *asked))
    variances = pandas.DataFrame(told["outcomes"]).set_index("outcome")
    variances = variances[[name for name in variances.columns if name not in MEASURES]]
    numbers = [name for name in variances.columns if name != "reason"]
    variances = variances.astype(dict.fromkeys(numbers, float))  # null, where nothing can be told, is NaN
    variances = variances.rename(columns=lambda name: name.removeprefix("variance_"))
    variances = variances.rename(columns={"noise_between_points": "noise"})
    rows = [row for outcome in told["outcomes"] for row in _rows(outcome, told["factors"])]
    columns = ["outcome", "measure", "factor", "value", "low", "high"]
    measures = pandas.DataFrame(rows, columns=columns).astype(dict.fromkeys(("value", "low", "high"), float))
    return Sensitivity(told["design"], variances, measures)


def _rows(outcome: dict[str, Any], factors: list[str]) -> list[dict[str, Any]]:
    pairs = [" x ".join(pair) for pair in itertools.combinations(factors, 2)]
    return [
        {"outcome": outcome["outcome"], "measure": measure, "factor": factor, **value}
        for measure in MEASURES
        if measure in outcome
        for factor, value in zip(pairs if measure == "second" else factors, outcome[measure], strict=True)
    ]
