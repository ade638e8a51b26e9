# SPDX-License-Identifier: Apache-2.0
"""What a result file declares, as tables: outcomes, series, parameters, conditions, design, provenance."""

import contextlib
import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy
import pandas
import xarray

from peninsula.errors import InputError, ResultError, unknown
from peninsula.results import open_group, paths_of

OUTCOME_KINDS = ("binary", "categorical", "count", "continuous", "time")


@dataclasses.dataclass(frozen=True)
class Design:
    """What varied in a sweep, and the places of its points.

    The tables have one row per condition, the reference included, and one column per factor. `places` are in the unit
    cube and NaN for the reference; `values` are numbers, NaN where a setting is no number; `labels` are as the sweep
    writes them. Factors with the same number in `axis` vary together.
    """

    kind: str
    factors: list[str]
    axis: pandas.Series
    places: pandas.DataFrame
    values: pandas.DataFrame
    labels: pandas.DataFrame
    chance: str
    text: str

    def __repr__(self) -> str:
        return f"Design({self.kind} of {', '.join(self.factors)}; {len(self.values)} conditions)"


@dataclasses.dataclass(frozen=True)
class Until:
    """The precision that `--until` asked for, and the precision reached.

    `half_width`: that of the 95 % interval of `outcome` that was asked for. `reached`: by condition, the half-width at
    the end; the precision was not reached where this is greater.
    """

    outcome: str
    half_width: float
    reached: pandas.Series

    @property
    def short(self) -> pandas.Series:
        """The conditions that did not reach the precision, with their half-widths, the widest first."""
        return self.reached[~(self.reached <= self.half_width)].sort_values(ascending=False, kind="stable")

    def __repr__(self) -> str:
        asked = f"Until({self.outcome} ± {self.half_width:g}; "
        return asked + f"short in {len(self.short)} of {len(self.reached)} conditions)"


def names_in(results: xarray.Dataset, attribute: str) -> list[str]:
    """The names that an attribute of the file lists, such as "headline"."""
    return [name for name in str(results.attrs.get(attribute, "")).split(",") if name]


def of_outcome(results: xarray.Dataset, table: str, name: str) -> xarray.DataArray:
    """What a table along the dimension `outcome`, such as "outcome_undefined", holds of one of them."""
    return results[table].sel(outcome=name, drop=True)


def of_series(results: xarray.Dataset, table: str, name: str) -> xarray.DataArray:
    """The same of a table along the dimension `series_name`, such as "series_sum"."""
    return results[table].sel(series_name=name, drop=True)


def defined(results: xarray.Dataset, name: str) -> xarray.DataArray:
    """Trajectories in which an outcome is defined, by condition."""
    found: xarray.DataArray = results.trajectories.astype("int64") - of_outcome(results, "outcome_undefined", name)
    return found


def shown_outcomes(results: xarray.Dataset) -> list[str]:
    """All but those that are kept for bookkeeping only, which no table shows."""
    names = names_in(results, "outcomes")
    if not names:
        return []
    return [name for name, is_hidden in zip(names, results.outcome_bookkeeping.values, strict=True) if not is_hidden]


def outcome_named(results: xarray.Dataset, name: str) -> str:
    """The outcome of this name or symbol.

    Raises:
        InputError: there is none; the message has the nearest name. Or it is kept for bookkeeping only.
    """
    names = names_in(results, "outcomes")
    if name in names_in(results, "outcomes_left_out"):
        raise InputError(f"'{name}' was not counted: --outcomes left it out")
    if name not in names:
        by_symbol = {results.variables[each].attrs.get("symbol"): each for each in names if each in results}
        if name not in by_symbol:
            raise unknown("outcome", name, shown_outcomes(results))
        name = by_symbol[name]
    if name not in shown_outcomes(results):
        raise InputError(f"'{name}' is kept for bookkeeping only, and not shown")
    return name


def series_named(results: xarray.Dataset, name: str) -> str:
    """The monthly series of this name or symbol; errors as `outcome_named`."""
    names = names_in(results, "series")
    if name in names_in(results, "series_left_out"):
        raise InputError(f"'{name}' was not counted: --series chooses what is, in a sweep none unless told")
    if name in names:
        return name
    by_symbol = {results.variables[each].attrs.get("symbol"): each for each in names}
    if name not in by_symbol:
        raise unknown("series", name, names)
    return by_symbol[name]


def outcomes(results: xarray.Dataset) -> pandas.DataFrame:
    """One row per outcome: kind, units, long_name, definition, source, symbol, headline."""
    headline = names_in(results, "headline")
    names = shown_outcomes(results)
    columns = ["kind", "units", "long_name", "definition", "source", "symbol"]
    table = _attributes(results, names, columns)
    table["headline"] = [name in headline for name in names]
    return table


def series(results: xarray.Dataset) -> pandas.DataFrame:
    """One row per monthly series: values ("binned", "counted" or "labelled"), units, long_name, definition, symbol."""
    names = names_in(results, "series")
    table = _attributes(results, names, ["units", "long_name", "definition", "symbol"])
    table.insert(0, "values", [str(values) for values in results.series_values.values] if names else [])
    return table


def parameters(results: xarray.Dataset) -> pandas.DataFrame:
    """One row per parameter: symbol, unit, meaning, basis, source, role, labels, default, and its ranges.

    `plausible_low` and `plausible_high` bound the declared prior, NaN where none is declared; `lowest` and `highest`
    are what is admitted at all.
    """
    index = pandas.Index(results.parameter.values, name="parameter")
    columns = [name for name in results.data_vars if str(name).startswith("parameter_") and name != "parameter_value"]
    return pandas.DataFrame({str(n).removeprefix("parameter_"): results[n].values for n in columns}, index=index)


def parameter_values(results: xarray.Dataset) -> pandas.DataFrame:
    """One row per parameter, one column per condition; NaN where the value is drawn anew for each trajectory."""
    values = results.parameter_value.transpose("parameter", "condition")
    index = pandas.Index(results.parameter.values, name="parameter")
    return pandas.DataFrame(
        values.values, index=index, columns=pandas.Index(results.condition.values, name="condition")
    )


def conditions(results: xarray.Dataset) -> pandas.DataFrame:
    """One row per condition: summary, trajectories, start, and its YAML (of a sweep's points, what differs)."""
    columns = {
        "summary": "condition_summary",
        "trajectories": "trajectories",
        "start": "start",
        "yaml": "resolved_condition",
    }
    index = pandas.Index(results.condition.values, name="condition")
    return pandas.DataFrame({name: results[variable].values for name, variable in columns.items()}, index=index)


def step(results: xarray.Dataset) -> str:
    """What trajectories advance by: "month", or "year" where the model counts years."""
    return str(results.variables["month"].attrs["units"])


def months(results: xarray.Dataset) -> pandas.Index:
    """The first day of each month, if all conditions start in the same; else the numbers of months or years, from 0."""
    starts = set(map(str, results.start.values.ravel()))
    if len(starts) != 1 or step(results) != "month":
        return pandas.Index(results.month.values, name=step(results))
    return pandas.date_range(f"{starts.pop()}-01", periods=results.sizes["month"], freq="MS", name="month")


def design(results: xarray.Dataset) -> Design | None:
    """What varied, if this is the result of a sweep."""
    if "design" not in results.attrs:
        return None
    factors = [str(factor) for factor in results.factor.values]

    def table(name: str) -> pandas.DataFrame:
        index = pandas.Index(results.condition.values, name="condition")
        return pandas.DataFrame(results[name].values, index=index, columns=pandas.Index(factors, name="factor"))

    return Design(
        kind=str(results.attrs["design"]),
        factors=factors,
        axis=pandas.Series(results.factor_axis.values, index=pandas.Index(factors, name="factor"), name="axis"),
        places=table("design_place"),
        values=table("design_value"),
        labels=table("design_label"),
        chance=str(results.attrs["chance"]),
        text=str(results.attrs["sweep"]),
    )


def until(results: xarray.Dataset) -> Until | None:
    """The precision asked for by `--until` and reached; None where nothing was asked."""
    outcome = str(results.attrs.get("until_outcome", ""))
    if not outcome or "until_half_width_reached" not in results:
        return None
    index = pandas.Index(numpy.atleast_1d(results.condition.values), name="condition")
    values = numpy.atleast_1d(results.until_half_width_reached.values)
    reached = pandas.Series(values, index=index, name="half_width", dtype=float)
    return Until(outcome, float(results.attrs["until_half_width"]), reached)


def provenance(results: xarray.Dataset) -> dict[str, str]:
    """Where, when and by which program the file was made; all that may differ between two equal runs.

    Of joined results each value that some file has, in lines.
    """
    found: dict[str, list[str]] = {}
    for path in paths_of(results):
        with open_group(path, "provenance") as group:
            for name, value in group.attrs.items():
                found.setdefault(str(name), []).append(str(value))
    return {name: "\n".join(dict.fromkeys(values)) for name, values in found.items()}


def has_records(results: xarray.Dataset) -> bool:
    """Whether the run kept trajectories one by one; of joined results, whether all did."""
    try:
        for path in paths_of(results):
            open_group(path, "records").close()
    except ResultError:
        return False
    return True


@contextlib.contextmanager
def _records_of(results: xarray.Dataset, condition: str) -> Iterator[xarray.Dataset]:
    """What the first file that has the condition kept of it."""
    known: list[str] = []
    for path in paths_of(results):
        with open_group(path, "records") as group:
            names = [str(name) for name in group.condition.values]
            if condition in names:
                yield group.isel(condition=names.index(condition)).drop_vars("condition")
                return
        known += names
    raise unknown("condition", condition, known)


def records(results: xarray.Dataset, condition: str, columns: list[str] | None = None) -> pandas.DataFrame:
    """Outcomes and drawn parameters of each kept trajectory of a condition: one row per trajectory.

    Labels of categorical outcomes are categories; a time is in months from the start, NaN where it never came; an
    undefined outcome is NaN. `columns`: outcomes and drawn parameters wanted; all unless told.

    Raises:
        InputError: the condition or a column does not exist; ResultError: the run kept no records.
    """
    with _records_of(results, condition) as group:
        hidden = set(names_in(results, "outcomes")) - set(shown_outcomes(results))
        available = [str(name) for name in group.data_vars if name not in hidden and "month" not in group[name].dims]
        for column in columns or []:
            if column not in available:
                raise unknown("column of records", column, available)
        chosen = group[columns or available].load()
        return pandas.DataFrame(
            {name: _told(chosen[name], results.sizes.get("month", 0)) for name in columns or available},
            index=pandas.Index(chosen.trajectory.values, name="trajectory"),
        )


def recorded_months(results: xarray.Dataset, condition: str, series: str) -> pandas.DataFrame:
    """A series in each kept trajectory of a condition: one row per trajectory, one column per month, from 0.

    Values as they are, neither rounded nor cut at the edges of bins; labels are the numbers 0, 1, 2 ...

    Raises:
        InputError: the condition does not exist, or the records keep no such series (`--records-series`);
        ResultError: the run kept no records.
    """
    with _records_of(results, condition) as group:
        available = [str(name) for name in group.data_vars if "month" in group[name].dims]
        if series not in available:
            raise unknown("series of records", series, available)
        return pandas.DataFrame(
            group[series].values,
            index=pandas.Index(group.trajectory.values, name="trajectory"),
            columns=pandas.Index(group.month.values, name="month"),
        )


def _told(column: xarray.DataArray, months: int) -> Any:
    values = column.values
    if column.attrs.get("kind") == "time":
        return pandas.Series(values).where(values < months).values
    if "labels" not in column.attrs:
        return values
    labels = str(column.attrs["labels"]).split("|")
    codes = pandas.Series(values).fillna(-1).astype(int).to_numpy()
    return pandas.Categorical.from_codes(codes, categories=pandas.Index(labels))


def _attributes(results: xarray.Dataset, names: list[str], columns: list[str]) -> pandas.DataFrame:
    told = [results.variables[name].attrs for name in names]
    rows = {column: [str(each.get(column, "")) for each in told] for column in columns}
    return pandas.DataFrame(rows, index=pandas.Index(names, name="name"))
