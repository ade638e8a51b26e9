"""What a report is about: a result, its headline, and which of its conditions are shown."""

import functools
import re
from dataclasses import dataclass

import numpy
import pandas
import xarray

from peninsula import Design
from peninsula.report.vocabulary import head, typeset
from peninsula.report.wording import Measure, month_name, plain, setting

MOST_SHOWN = 16
MOST_EXTREMES = 8
MOST_FACTORS = 3  # of points whose settings are told beside their names


@dataclass(frozen=True, eq=False)
class Subject:
    """A result with its tables read once.

    `shown` are the conditions that get a row and a panel, the reference first: all of them, or, where there are more
    than sixteen, those at which a headline outcome is least or greatest.
    """

    results: xarray.Dataset

    @functools.cached_property
    def outcomes(self) -> pandas.DataFrame:
        return self.results.peninsula.outcomes

    @functools.cached_property
    def conditions(self) -> pandas.DataFrame:
        return self.results.peninsula.conditions

    @functools.cached_property
    def series(self) -> pandas.DataFrame:
        return self.results.peninsula.series

    @functools.cached_property
    def parameters(self) -> pandas.DataFrame:
        return self.results.peninsula.parameters

    @functools.cached_property
    def parameter_values(self) -> pandas.DataFrame:
        """Of the shown conditions only: a row a parameter, a column a condition; NaN where it is drawn."""
        return self.panels.peninsula.parameter_values

    @functools.cached_property
    def design(self) -> Design | None:
        return self.results.peninsula.design

    @functools.cached_property
    def provenance(self) -> dict[str, str]:
        return self.results.peninsula.provenance

    @property
    def reference(self) -> str:
        return self.results.peninsula.reference

    @functools.cached_property
    def headline(self) -> list[str]:
        """The headline outcomes that have one number a condition; the first eight of all where the file names none."""
        told = [name for name in self.results.peninsula.headline if name in self.outcomes.index]
        table = self.outcomes.loc[told] if told else self.outcomes
        names = list(table.index[table.kind != "categorical"])
        return names if told else names[:8]

    def measure(self, outcome: str) -> Measure:
        return Measure(self.outcomes.loc[outcome, "kind"], self.outcomes.loc[outcome, "units"])

    @functools.cache
    def estimate(self, outcome: str) -> pandas.DataFrame:
        """By condition, all of them: estimate, low, high; the intervals are those of `peninsula show`."""
        return _table(self.results.peninsula.estimate(outcome, method="wilson"))

    @functools.cache
    def difference(self, outcome: str) -> pandas.DataFrame:
        """By condition, all of them: estimate, low, high of the paired difference from the reference."""
        return _table(self.results.peninsula.difference(outcome))

    def estimate_told(self, outcome: str, condition: str) -> tuple[str, str]:
        """An estimate and its interval in words, with as many decimals as all the shown conditions have."""
        table = self.estimate(outcome).loc[self.shown]
        decimals = self.measure(outcome).decimals((table.high - table.low) / 2)
        row = self.estimate(outcome).loc[condition]
        return self.measure(outcome).estimate(row.estimate, row.low, row.high, decimals)

    def difference_told(self, outcome: str, estimate: float, low: float, high: float) -> tuple[str, str]:
        """A difference and its interval in words, with as many decimals as all the shown conditions have.

        One that is nearer to zero than that, and yet not zero, has as many as its own interval supports.
        """
        table = self.difference(outcome).loc[self.shown]
        measure = self.measure(outcome)
        decimals = measure.decimals((table.high - table.low) / 2, of_difference=True)
        if (low > 0 or high < 0) and not measure.difference(estimate, low, high, decimals)[0].strip("+−0."):
            decimals = max(decimals, measure.decimals([(high - low) / 2], of_difference=True))
        return measure.difference(estimate, low, high, decimals)

    @functools.cached_property
    def shown(self) -> list[str]:
        others = self._others if len(self.conditions) <= MOST_SHOWN else [n for n in self._others if n in self.extremes]
        return [self.reference, *others]

    @property
    def _others(self) -> list[str]:
        return [str(name) for name in self.conditions.index if name != self.reference]

    @functools.cached_property
    def extremes(self) -> dict[str, list[str]]:
        """Conditions at which a headline outcome is least or greatest, eight at most, each with what it is there."""
        found: dict[str, list[str]] = {}
        for outcome in self.headline:
            values = self.estimate(outcome).estimate.loc[self._others].dropna()
            ends = ((values.idxmax(), "most"), (values.idxmin(), "least")) if values.nunique() > 1 else ()
            for place, which in ends:
                if place in found or len(found) < MOST_EXTREMES:
                    found.setdefault(str(place), []).append(f"{head(outcome, self.outcomes)} {which}")
        return found

    @functools.cached_property
    def panels(self) -> xarray.Dataset:
        """The result, of the shown conditions only."""
        names = [str(name) for name in self.results.condition.values]
        return self.results.isel(condition=[names.index(name) for name in self.shown])

    @property
    def left_out(self) -> int:
        return len(self.conditions) - len(self.shown)

    @functools.cached_property
    def months(self) -> list[str]:
        """ "2025-02", …; the months' numbers where conditions start at different times; "year 0", … of a model of years."""
        index = self.results.peninsula.months
        if isinstance(index, pandas.DatetimeIndex):
            return [f"{month:%Y-%m}" for month in index]
        return [str(month) if self.step == "month" else f"{self.step} {month}" for month in index]

    @property
    def step(self) -> str:
        """What trajectories advance by: "month" or "year"."""
        return str(self.results.peninsula.step)

    @property
    def span(self) -> str:
        """ "48 months from February 2025"; years have no dates."""
        if self.step != "month":
            return f"{len(self.months):,} {self.step}s"
        starts = list(self.conditions.start.unique())
        start = f" from {month_name(starts[0])}" if len(starts) == 1 else ", from the start of each condition"
        return f"{len(self.months)} months{start}"

    def heading(self, condition: str) -> str:
        """A condition's name; the settings of a sweep's point where there are one or two."""
        if self.design is None or condition == self.reference or len(self.design.factors) > 2:
            return condition
        return " · ".join(setting(label) for label in self.design.labels.loc[condition])

    def summary(self, condition: str) -> str:
        """What the condition supposes; of a sweep's point of many factors, why it is shown."""
        summary = typeset(str(self.conditions.loc[condition, "summary"]))
        if self.design is None or condition == self.reference:
            return summary
        if len(self.design.factors) > MOST_FACTORS and condition in self.extremes:
            return f"{'; '.join(self.extremes[condition])}."
        return re.sub(r"-?\d+\.\d{4,}(e-?\d+)?", lambda found: plain(float(found.group())), summary)

    @functools.cached_property
    def draws_parameters(self) -> list[str]:
        """The conditions that draw some parameter anew for each trajectory."""
        values = self.results.parameter_value
        drawn = numpy.isnan(values.transpose("condition", "parameter").values).any(axis=1)
        return [str(name) for name in self.results.condition.values[drawn]]


def _table(found: xarray.Dataset) -> pandas.DataFrame:
    columns = {name: found[name].values for name in ("estimate", "low", "high")}
    return pandas.DataFrame(columns, index=[str(name) for name in found.condition.values])
