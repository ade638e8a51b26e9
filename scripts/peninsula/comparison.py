# SPDX-License-Identifier: Apache-2.0
"""Two conditions side by side, trajectory by trajectory."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy
import pandas
import xarray

from peninsula import declarations, engine, intervals
from peninsula.errors import InputError, unknown


def compare(
    results: xarray.Dataset,
    against: str | None = None,
    outcomes: Sequence[str] | None = None,
    level: float = 0.95,
) -> pandas.DataFrame:
    """Paired differences of every condition from one, as a table.

    Conditions share their random numbers, so the difference of each trajectory is taken, and its interval is far
    narrower than those of the two values suggest.

    Args:
        results: of `open_results`.
        against: the condition to compare with; the file's reference unless told.
        outcomes: names or symbols; the headline unless told.
        level: coverage of the intervals. Of sampling error only.

    Returns:
        One row per condition and outcome (and label), with columns `condition`, `against`, `outcome`, `label`, `kind`,
        `units`, `measure`, `here`, `there`, `difference`, `low`, `high`, `pairs` and `clamped`: values on both sides
        whose squares the file could not hold, so that there is no interval.
        The attribute `paired_by` (in `table.attrs`) says where the pairs come from: "file", the counts of differences
        from its reference; "records", the kept trajectories of the two conditions (as many as were kept, so maybe fewer
        than counted); "rerun", the program's `compare`, which runs the same trajectories again.

    Raises:
        InputError: a condition or outcome does not exist, or the points of a sweep are to be paired with another than
            its reference and kept no records.

    >>> table = compare(results, outcomes=["summit_held"])
    >>> table[["condition", "against"]].values.tolist()
    [['early-ceasefire', 'baseline']]
    >>> compare(results, against="early-ceasefire", outcomes=["summit_held"]).attrs["paired_by"]
    'records'
    """
    names = [str(name) for name in numpy.atleast_1d(results.condition.values)]
    chosen = [
        declarations.outcome_named(results, name) for name in outcomes or declarations.names_in(results, "headline")
    ]
    reference = results.peninsula.reference
    if against is not None and against not in names:
        raise unknown("condition", against, names)
    if against is None or against == reference:
        if reference not in names:
            raise InputError(f"the reference condition '{reference}' is not among the conditions chosen")
        return _with_clamped(results, _table(_rows_of_file(results, chosen, level), reference, "file"))
    if declarations.has_records(results):
        return _with_clamped(results, _table(_rows_of_records(results, against, chosen, level), against, "records"))
    return _with_clamped(results, _table(_rows_of_program(results, against, chosen, level), against, "rerun"))


COLUMNS = ["condition", "against", "outcome", "label", "kind", "units", "measure", "here", "there"]
COLUMNS += ["difference", "low", "high", "pairs"]


def _table(rows: list[pandas.DataFrame], against: str, paired_by: str) -> pandas.DataFrame:
    table = pandas.concat(rows, ignore_index=True) if rows else pandas.DataFrame(columns=COLUMNS)
    table = table.assign(against=against)[COLUMNS]
    table.attrs["paired_by"] = paired_by
    return table


def _with_clamped(results: xarray.Dataset, table: pandas.DataFrame) -> pandas.DataFrame:
    """Adds the column `clamped`: values that the file could not hold."""
    counts = results.outcome_clamped.to_series()
    sides = zip(table.condition, table.against, table.outcome, strict=True)
    found = [int(counts.get((here, name), 0) + counts.get((there, name), 0)) for here, there, name in sides]
    return table.assign(clamped=found)


def _rows_of_file(results: xarray.Dataset, outcomes: list[str], level: float) -> list[pandas.DataFrame]:
    """One table per outcome, from the counts of its differences."""
    tables = []
    for outcome in outcomes:
        difference = results.peninsula.difference(outcome, level)
        values = values_compared(results, outcome)
        there = values.sel(condition=results.peninsula.reference, drop=True)
        found = difference.rename(estimate="difference").assign(here=values, there=there)
        found = found.sel(condition=results.condition != results.peninsula.reference)
        rows = found.to_dataframe().reset_index()
        tables.append(_named(rows, outcome, difference.attrs))
    return _by_condition(tables, results)


def values_compared(results: xarray.Dataset, outcome: str) -> xarray.DataArray:
    """The share or mean whose difference is taken; of a time the mean month, where never counts as the last."""
    if results[outcome].attrs["kind"] != "time":
        estimate: xarray.DataArray = results.peninsula.estimate(outcome).estimate
        return estimate
    total, quantum, origin = (
        declarations.of_outcome(results, f"outcome_{what}", outcome) for what in ("sum", "quantum", "origin")
    )
    mean: xarray.DataArray = float(origin) + float(quantum) * total / declarations.defined(results, outcome)
    return mean


def _named(rows: pandas.DataFrame, outcome: str, attributes: Mapping[str, Any]) -> pandas.DataFrame:
    rows = rows.rename(columns={f"{outcome}_kind": "label"})
    rows["outcome"] = outcome
    if "label" not in rows:
        rows["label"] = ""
    return rows.assign(**{name: attributes[name] for name in ("kind", "units", "measure")})


def _by_condition(tables: list[pandas.DataFrame], results: xarray.Dataset) -> list[pandas.DataFrame]:
    """The same rows, the outcomes of each condition together, in the order of the file."""
    if not tables:
        return []
    order = {str(name): place for place, name in enumerate(results.condition.values)}
    return [pandas.concat(tables).sort_values("condition", key=lambda names: names.map(order), kind="stable")]


def _rows_of_records(
    results: xarray.Dataset, against: str, outcomes: list[str], level: float
) -> list[pandas.DataFrame]:
    """Pairs of kept trajectories: those with the same number share their random numbers."""
    tables = []
    there = declarations.records(results, against, outcomes)
    for condition in (str(name) for name in results.condition.values):
        if condition == against:
            continue
        here = declarations.records(results, condition, outcomes)
        for outcome in outcomes:
            rows = _pairs(results, outcome, here[outcome], there[outcome], level)
            rows["condition"] = condition
            attributes = dict(results[outcome].attrs) | {"measure": results.peninsula.compared_measure(outcome)}
            tables.append(_named(rows, outcome, attributes))
    return tables


def _pairs(
    results: xarray.Dataset, outcome: str, here: pandas.Series, there: pandas.Series, level: float
) -> pandas.DataFrame:
    kind = results[outcome].attrs["kind"]
    if kind == "time":
        here, there = (values.fillna(results.sizes["month"]) for values in (here, there))
    if kind == "categorical":
        labels = [str(label) for label in results[f"{outcome}_kind"].values]
        parts = [
            _row((here == label).where(here.notna()), (there == label).where(there.notna()), level, True)
            for label in labels
        ]
        return pandas.DataFrame(parts).assign(label=labels)
    return pandas.DataFrame([_row(here, there, level, kind == "binary")])


def _row(here: pandas.Series, there: pandas.Series, level: float, are_shares: bool) -> dict[str, float]:
    """Values are over all that are defined on their side, differences over those defined on both."""
    here, there = here.astype(float), there.astype(float)
    change = (here - there).dropna()
    if are_shares:
        triple = intervals.paired_difference((change > 0).sum(), (change < 0).sum(), len(change), level)
    else:
        triple = intervals.mean(change.mean(), change.std(ddof=1) / numpy.sqrt(max(len(change), 1)), level)
    difference, low, high = (float(value) for value in triple)
    ends = {"difference": difference, "low": low, "high": high, "pairs": len(change)}
    return {"here": here.mean(), "there": there.mean()} | ends


def _rows_of_program(
    results: xarray.Dataset, against: str, outcomes: list[str], level: float
) -> list[pandas.DataFrame]:
    """What `peninsula compare --against` finds by running the trajectories again."""
    if level != 0.95:
        raise InputError("level: against another condition than the reference, the program's intervals are of 95 %")
    path = results.attrs.get("path")
    if path is None:
        raise InputError(
            f"joined files have pairs with '{results.peninsula.reference}' only; for pairs with '{against}' every run "
            "must have kept records"
        )
    asked = [word for outcome in outcomes for word in ("--outcome", outcome)]
    told = engine.program("compare", path, "--against", against, "--json", *asked)
    rows = pandas.DataFrame(json.loads(told)["rows"]).rename(columns={"unit": "units"})
    wanted = rows["condition"].isin([str(name) for name in results.condition.values])
    return [rows[wanted]]
