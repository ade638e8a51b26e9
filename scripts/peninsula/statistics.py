# SPDX-License-Identifier: Apache-2.0
"""Probabilities, means, quantiles and intervals of a result, derived from its counts when asked for."""

import warnings
from collections.abc import Sequence

import pandas
import xarray

from peninsula import declarations, intervals, labelled, timelines
from peninsula.arrays import AnyArray
from peninsula.declarations import Design, Until
from peninsula.errors import InputError
from peninsula.labelled import Triple

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
CENSORED = "never"


@xarray.register_dataset_accessor("peninsula")  # type: ignore[no-untyped-call]
class Statistics:
    """Statistics from the counts of a result: `results.peninsula`.

    Every method reads the variables of one outcome or series, for all conditions at once, and keeps nothing: choose
    conditions first (`results.sel(condition=["baseline"]).peninsula`) to read less. Outcomes and series are named
    by name or by symbol. Shares and means are over the trajectories in which an outcome is defined. Intervals are of
    *sampling* error only, at the coverage `level`; those of shares are by `method` of `intervals.share`, "auto" unless
    told; `method="wilson"` gives the numbers of `peninsula show`. They take trajectories for independent: where these
    share states of the world (`--per-state`), intervals are too narrow for other states, and a warning says so.

    >>> results.peninsula.headline[:2]
    ['summit_held', 'deal_reached']
    >>> estimate = results.peninsula.estimate("summit_held").sel(condition="baseline")
    >>> bool(estimate.low < estimate.estimate < estimate.high)
    True
    """

    def __init__(self, results: xarray.Dataset) -> None:
        self._results = results

    # What the file says of itself.

    @property
    def outcomes(self) -> pandas.DataFrame:
        """One row per outcome: kind, units, long_name, definition, source, symbol, headline."""
        return declarations.outcomes(self._results)

    @property
    def series(self) -> pandas.DataFrame:
        """One row per monthly series; none in the result of a sweep."""
        return declarations.series(self._results)

    @property
    def parameters(self) -> pandas.DataFrame:
        """One row per parameter: symbol, unit, meaning, basis, source, role, labels, default, and its ranges."""
        return declarations.parameters(self._results)

    @property
    def parameter_values(self) -> pandas.DataFrame:
        """One row per parameter, one column per condition; NaN where it is drawn anew for each trajectory."""
        return declarations.parameter_values(self._results)

    @property
    def headline(self) -> list[str]:
        """The outcomes that are shown first."""
        return declarations.names_in(self._results, "headline")

    @property
    def reference(self) -> str:
        """The condition that paired differences are taken against."""
        return str(self._results.attrs["reference_condition"])

    @property
    def months(self) -> pandas.Index:
        """The first day of each month; the months' numbers where conditions start at different times; or the years'."""
        return declarations.months(self._results)

    @property
    def step(self) -> str:
        """What trajectories advance by: "month", or "year" where the model counts years."""
        return declarations.step(self._results)

    @property
    def conditions(self) -> pandas.DataFrame:
        """One row per condition: summary, trajectories, start, yaml."""
        return declarations.conditions(self._results)

    def timeline(self, condition: str) -> pandas.DataFrame:
        """What a condition's timeline says, one row per entry: month, until, what; in words. See `timelines.Entry`.

        >>> results.peninsula.timeline("early-ceasefire").columns.tolist()
        ['month', 'until', 'what']
        """
        return timelines.table(self._results, condition)

    @property
    def design(self) -> Design | None:
        """What varied, if this is the result of a sweep."""
        return declarations.design(self._results)

    @property
    def until(self) -> Until | None:
        """The precision that `--until` asked for and reached; None where nothing was asked."""
        return declarations.until(self._results)

    @property
    def states_note(self) -> str:
        """What intervals do not know where trajectories share states of the world (`--per-state`); else empty."""
        size = int(self._results.attrs.get("per_state", 1))
        if size == 1:
            return ""
        return (
            f"{size} trajectories share each state of the world, and intervals take all of them for independent: they "
            "are too narrow for other states."
        )

    @property
    def provenance(self) -> dict[str, str]:
        """Version, commit, compiler, machine, times and command line of the run."""
        return declarations.provenance(self._results)

    def records(self, condition: str, columns: list[str] | None = None) -> pandas.DataFrame:
        """One row per kept trajectory: its outcomes and the parameters that it drew. See `declarations.records`."""
        return declarations.records(self._results, condition, columns)

    def recorded_months(self, condition: str, series: str) -> pandas.DataFrame:
        """A series in each kept trajectory: one row per trajectory, one column per month."""
        return declarations.recorded_months(self._results, condition, series)

    # Outcomes.

    def estimate(self, outcome: str, level: float = 0.95, method: intervals.Method = "auto") -> xarray.Dataset:
        """Its share or its mean by condition, with the interval.

        A share for binary and categorical outcomes (the latter with a dimension of labels) and for times (of
        trajectories in which it came within the months); a mean, in the outcome's units, for counts and continuous
        ones. Variables `estimate`, `low` and `high`; NaN where the outcome is defined in no trajectory. Attributes
        `kind`, `units`, `long_name` and `measure`. Of a mean also the coordinate `clamped`: the trajectories whose
        value is so far out that the file cannot hold its square; where there are any, `low` and `high` are NaN.
        """
        name = declarations.outcome_named(self._results, outcome)
        kind = self._kind(name)
        size = self._defined(name)
        if kind in ("count", "continuous"):
            clamped = self._of(name, "outcome_clamped")
            triple = self._without_interval(self._mean(name, size, level), clamped)
            return self._told(name, triple).assign_coords(clamped=clamped)
        counts = self._results[name]
        if kind == "time":
            counts = counts.sum("month")
        return self._told(name, labelled.share(counts, size, level, method))

    def quantiles(self, outcome: str, q: Sequence[float] = QUANTILES) -> xarray.DataArray:
        """Quantiles of a count, a continuous outcome or a time: dimensions (condition, quantile), in its units.

        The least value that at least a share `q` of the trajectories does not exceed: exact for whole numbers,
        interpolated within the bins of continuous outcomes. Of a time it is a month's number, NaN where it lies
        beyond the months of the run. The coordinate `beyond` counts the trajectories whose value lies outside the
        bins: a quantile cannot pass their ends.

        Raises:
            InputError: a binary or categorical outcome has no quantiles; a number of `q` is not within [0, 1].
        """
        name = declarations.outcome_named(self._results, outcome)
        kind = self._kind(name)
        if kind in ("binary", "categorical"):
            raise InputError(f"'{name}' is {kind}: it has shares, but no quantiles")
        if kind == "time":
            found = labelled.quantiles(self._months_and_never(name), "month", q)
            return labelled.described(found.where(found < self._results.sizes["month"]), self._results[name])
        return self._binned_quantiles(name, q).assign_coords(beyond=self._of(name, "outcome_beyond"))

    def distribution(self, outcome: str) -> xarray.DataArray:
        """Probabilities along the outcome's own dimension: labels, values, bins, or months.

        They sum to 1, but for times: what is missing is the share that never came, in the coordinate `never`. A
        binary outcome has the dimension NAME_value with 0 and 1. What lies beyond the bins counts to the end bins.
        """
        name = declarations.outcome_named(self._results, outcome)
        size = self._defined(name).astype(float)
        counts = self._results[name]
        if self._kind(name) == "binary":
            values = pandas.Index([0, 1], name=f"{name}_value")
            without = self._defined(name) - counts
            counts = xarray.concat([without, counts], values).transpose(..., f"{name}_value")
        found = counts / size
        if self._kind(name) == "time":
            found = found.assign_coords({CENSORED: self._results[f"{name}_censored"] / size})
        return labelled.described(found, self._results[name])

    def exceedance(self, outcome: str) -> xarray.DataArray:
        """Probabilities that a count or continuous outcome reaches a value, or more.

        Of counts at each value (dimension NAME_value), of continuous ones at the lower edge of each bin (dimension
        NAME_edge); the first is 1, since what lies below the first bin counts to it. For times see `survival`.
        """
        name = declarations.outcome_named(self._results, outcome)
        if self._kind(name) not in ("count", "continuous"):
            hint = "; see survival()" if self._kind(name) == "time" else ""
            raise InputError(f"'{name}' is {self._kind(name)}: it does not exceed values{hint}")
        dimension = self._dimension(name)
        counts = self._results[name]
        reached = counts.isel({dimension: slice(None, None, -1)}).cumsum(dimension)
        reached = reached.isel({dimension: slice(None, None, -1)}) / self._defined(name).astype(float)
        found = reached.assign_coords({dimension: counts[dimension]})
        if self._kind(name) == "continuous":
            edges = self._edges(dimension)[:-1]
            found = found.rename({dimension: f"{name}_edge"}).assign_coords({f"{name}_edge": edges})
        return labelled.described(found, self._results[name])

    def survival(self, outcome: str, level: float = 0.95, method: intervals.Method = "auto") -> xarray.Dataset:
        """The share of trajectories in which a time has not come by the end of each month.

        Variables `estimate`, `low`, `high` with dimensions (condition, month); intervals month by month, not of the
        whole curve.

        Raises:
            InputError: the outcome is no time.
        """
        name = declarations.outcome_named(self._results, outcome)
        if self._kind(name) != "time":
            times = self.outcomes.query("kind == 'time'").index
            raise InputError(f"'{name}' is {self._kind(name)}, no time; times are {', '.join(times)}")
        size = self._defined(name)
        counts = self._results[name]
        left = size - counts.cumsum("month").assign_coords(month=counts.month)
        return self._told(name, labelled.share(left, size, level, method), measure="share in which it has not come")

    def difference(self, outcome: str, level: float = 0.95) -> xarray.Dataset:
        """How an outcome differs from the reference condition, trajectory by trajectory.

        Variables `estimate`, `low`, `high` and `pairs` (trajectories in which both are defined); labels of
        categorical outcomes have a dimension. Of shares the interval is that of Agresti and Min (2005), of means the
        normal one; a time counts as the number of months of the run where it never came, so that its difference is in
        months. Of the reference itself the difference is 0, exactly.
        """
        name = declarations.outcome_named(self._results, outcome)
        kind = self._kind(name)
        if f"{name}_difference" not in self._results:
            return self._difference_from_itself(name)
        counts = self._results[f"{name}_difference"]
        own = [dimension for dimension in counts.dims if dimension != "condition"]
        pairs = counts.sum(own)
        if kind == "categorical":
            into, out_of = labelled.moves(counts, f"{name}_kind_reference", f"{name}_kind")
            triple = labelled.paired_difference(into, out_of, pairs, level)
        elif kind == "binary":
            gained, lost = (counts.sel({own[0]: change}, drop=True) for change in (1, -1))
            triple = labelled.paired_difference(gained, lost, pairs, level)
        else:
            triple = self._without_interval(self._mean_difference(name, pairs, level), self._clamped_pairs(name))
        found = self._told(name, triple, measure=self.compared_measure(name))
        return self._settled_for_the_reference(found.assign(pairs=pairs), name)

    def _difference_from_itself(self, name: str) -> xarray.Dataset:
        """That of a file of one condition, which keeps none."""
        pairs = self._defined(name)
        zero = 0.0 * pairs
        if self._kind(name) == "categorical":
            zero = zero.expand_dims({f"{name}_kind": self._results[f"{name}_kind"]}, axis=-1)
        return self._told(name, (zero, zero, zero), measure=self.compared_measure(name)).assign(pairs=pairs)

    def compared_measure(self, name: str) -> str:
        """What `difference` compares, in words: "share", "mean, launch", "mean month, never: 48"."""
        name = declarations.outcome_named(self._results, name)
        if self._kind(name) == "time":
            return f"mean {self.step}, never: {self._results.sizes['month']}"
        return self._measure(name)

    # Monthly series.

    def series_mean(self, name: str, level: float = 0.95) -> xarray.Dataset:
        """The mean of a numeric series in each month, with its interval: dimensions (condition, month).

        `clamped` counts the trajectories whose value of a month counts as an end of the series' range.
        """
        name = self._numeric_series(name)
        total, squares = (self._of_series(name, f"series_{sum_}") for sum_ in ("sum", "sum_of_squares"))
        quantum, origin = (float(self._of_series(name, f"series_{what}")) for what in ("quantum", "origin"))
        triple = labelled.mean(total, squares, self._results.trajectories, level, quantum, origin)
        return self._told(name, triple, measure="mean").assign_coords(clamped=self._of_series(name, "series_clamped"))

    def series_quantiles(self, name: str, q: Sequence[float] = QUANTILES) -> xarray.DataArray:
        """Quantiles of a numeric series in each month: dimensions (condition, month, quantile).

        The coordinate `clamped` is that of `series_mean`.
        """
        name = self._numeric_series(name)
        return self._binned_quantiles(name, q).assign_coords(clamped=self._of_series(name, "series_clamped"))

    def series_shares(self, name: str, level: float = 0.95, method: intervals.Method = "auto") -> xarray.Dataset:
        """The shares of the labels of a series in each month: dimensions (condition, month, NAME_kind).

        Of a series of whole numbers, the shares of its values: the last dimension is NAME_value.
        """
        name = declarations.series_named(self._results, name)
        if str(self._of_series(name, "series_values").item()) == "binned":
            raise InputError(f"'{name}' has no labels; see series_mean() and series_quantiles()")
        return self._told(
            name, labelled.share(self._results[name], self._results.trajectories, level, method), measure="share"
        )

    # How the counts lie in the file.

    def _kind(self, name: str) -> str:
        return str(self._results.variables[name].attrs["kind"])

    def _dimension(self, name: str) -> str:
        """The dimension of its values, bins or labels."""
        return next(str(d) for d in self._results[name].dims if d not in ("condition", "month"))

    def _edges(self, dimension: str) -> AnyArray:
        edges: AnyArray = self._results[f"{dimension}_edges"].values
        return edges

    def _defined(self, name: str) -> xarray.DataArray:
        """Trajectories in which an outcome is defined."""
        return declarations.defined(self._results, name)

    def _of(self, name: str, table: str) -> xarray.DataArray:
        return declarations.of_outcome(self._results, table, name)

    def _of_series(self, name: str, table: str) -> xarray.DataArray:
        return declarations.of_series(self._results, table, name)

    def _months_and_never(self, name: str) -> xarray.DataArray:
        never = self._results[f"{name}_censored"].expand_dims(month=[self._results.sizes["month"]])
        return xarray.concat([self._results[name].load(), never], "month").transpose(..., "month")

    def _mean(self, name: str, size: xarray.DataArray, level: float) -> Triple:
        total, squares, quantum, origin = (
            self._of(name, f"outcome_{what}") for what in ("sum", "sum_of_squares", "quantum", "origin")
        )
        return labelled.mean(total, squares, size, level, float(quantum), float(origin))

    def _mean_difference(self, name: str, pairs: xarray.DataArray, level: float) -> Triple:
        total, squares = self._of(name, "difference_sum"), self._of(name, "difference_sum_of_squares")
        return labelled.mean(total, squares, pairs, level, float(self._of(name, "outcome_quantum")), origin=0.0)

    def _clamped_pairs(self, name: str) -> xarray.DataArray:
        """By condition: trajectories here and in the reference that are too far out for the sums of squares."""
        here = self._of(name, "outcome_clamped")
        if self.reference not in here.condition:
            return here
        both: xarray.DataArray = here + here.sel(condition=self.reference, drop=True)
        return both

    @staticmethod
    def _without_interval(triple: Triple, clamped: xarray.DataArray) -> Triple:
        """A mean whose deviation is not known has no interval: NaN."""
        estimate, low, high = triple
        return estimate, low.where(clamped == 0), high.where(clamped == 0)

    def _binned_quantiles(self, name: str, q: Sequence[float]) -> xarray.DataArray:
        dimension = self._dimension(name)
        counts = self._results[name]
        if not dimension.endswith("_bin"):
            return labelled.described(labelled.quantiles(counts, dimension, q), counts)
        edges = self._edges(dimension)
        return labelled.described(labelled.quantiles(counts, dimension, q, edges[:-1], edges[1:]), counts)

    def _numeric_series(self, name: str) -> str:
        name = declarations.series_named(self._results, name)
        if str(self._of_series(name, "series_values").item()) == "labelled":
            raise InputError(f"'{name}' has labels, no numbers; see series_shares()")
        return name

    def _measure(self, name: str) -> str:
        kind, units = self._kind(name), str(self._results.variables[name].attrs["units"])
        if kind in ("count", "continuous"):
            return "mean" if units == "1" else f"mean, {units}"
        return f"share within {self._results.sizes['month']} {self.step}s" if kind == "time" else "share"

    def _told(self, name: str, triple: Triple, measure: str | None = None) -> xarray.Dataset:
        of = self._results.variables[name].attrs
        told = xarray.Dataset(dict(zip(("estimate", "low", "high"), triple, strict=True)))
        told.attrs = {key: str(of[key]) for key in labelled.DESCRIPTION if key in of}
        told.attrs |= {"outcome": name, "measure": measure or self._measure(name)}
        if note := self.states_note:
            told.attrs["note"] = note
            warnings.warn(note, stacklevel=4)
        return told

    def _settled_for_the_reference(self, found: xarray.Dataset, name: str) -> xarray.Dataset:
        itself = found.condition == self.reference
        zero = found[["estimate", "low", "high"]].where(~itself, 0.0)
        return found.assign(zero).assign(pairs=found.pairs.where(~itself, self._defined(name)))
