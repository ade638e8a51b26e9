# SPDX-License-Identifier: Apache-2.0
"""What a report is about: a result, the outcomes it tells, and which conditions have a row and a drawing."""

import functools
import os
import pathlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy
import pandas
import xarray
import yaml

from peninsula import Design, timelines
from peninsula.report.vocabulary import head, typeset
from peninsula.report.wording import Measure, listed, month_name, of_so_many, plain, setting
from peninsula.results import paths_of
from peninsula.timelines import Entry

MOST_EXTREMES = 8
MOST_FACTORS = 3  # of points whose settings are told beside their names


@dataclass(frozen=True, eq=False)
class Subject:
    """A result with its tables read once.

    `headline` are the outcomes told, `asked_for` where the reader named them. `rows` are the conditions in the tables,
    `drawn` those of them with a drawing of their own; the reference comes first in both. `selection.subject_of` chooses
    all three.
    """

    results: xarray.Dataset
    headline: list[str]
    rows: list[str]
    drawn: list[str] = field(default_factory=list)
    asked_for: bool = False
    ordered_by: str = ""
    """The outcome that conditions are ordered by, where one is."""

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
        """Of the conditions in the tables: one row per parameter, one column per condition; NaN where it is drawn."""
        return self._only(self.rows).peninsula.parameter_values

    @functools.cached_property
    def design(self) -> Design | None:
        design: Design | None = self.results.peninsula.design
        return design

    @functools.cached_property
    def provenance(self) -> dict[str, str]:
        provenance: dict[str, str] = self.results.peninsula.provenance
        return provenance

    @functools.cached_property
    def files(self) -> dict[str, pathlib.Path]:
        """The result's files by the names that they are told by: with their folders where two have one name."""
        paths = [pathlib.Path(path) for path in paths_of(self.results)]
        if len({path.name for path in paths}) == len(paths):
            return {path.name: path for path in paths}
        folder = os.path.commonpath(paths)
        return {str(path.relative_to(folder)): path for path in paths}

    @property
    def words_of_files(self) -> list[str]:
        """The files as a command typed here names them: by the path below this folder, or by the name alone."""
        here = pathlib.Path.cwd()
        return [str(path.relative_to(here)) if path.is_relative_to(here) else name for name, path in self.files.items()]

    @property
    def reference(self) -> str:
        return str(self.results.peninsula.reference)

    def measure(self, outcome: str) -> Measure:
        return Measure(self.outcomes.loc[outcome, "kind"], self.outcomes.loc[outcome, "units"])

    @functools.cached_property
    def estimate(self) -> Callable[[str], pandas.DataFrame]:
        """By condition, all of them: estimate, low, high, clamped; the intervals are those of `peninsula show`."""
        return functools.cache(self._estimate)

    def _estimate(self, outcome: str) -> pandas.DataFrame:
        found = self.results.peninsula.estimate(outcome, method="wilson")
        return _table(found).assign(clamped=found.clamped.values if "clamped" in found.coords else 0)

    @functools.cached_property
    def difference(self) -> Callable[[str], pandas.DataFrame]:
        """By condition, all of them: estimate, low, high of the paired difference from the reference."""
        return functools.cache(self._difference)

    def _difference(self, outcome: str) -> pandas.DataFrame:
        return _table(self.results.peninsula.difference(outcome))

    def estimate_told(self, outcome: str, condition: str) -> tuple[str, str]:
        """An estimate and its interval in words, with as many decimals as all conditions in the table have."""
        table = self.estimate(outcome).loc[self.rows]
        decimals = self.measure(outcome).decimals((table.high - table.low) / 2)
        row = self.estimate(outcome).loc[condition]
        return self.measure(outcome).estimate(row.estimate, row.low, row.high, decimals)

    def difference_told(self, outcome: str, estimate: float, low: float, high: float) -> tuple[str, str]:
        """A difference and its interval in words, with as many decimals as all conditions in the table have.

        One that is nearer to zero than that, and yet not zero, has as many as its own interval supports.
        """
        table = self.difference(outcome).loc[self.rows]
        measure = self.measure(outcome)
        decimals = measure.decimals((table.high - table.low) / 2, of_difference=True)
        if (low > 0 or high < 0) and not measure.difference(estimate, low, high, decimals)[0].strip("+−0."):
            decimals = max(decimals, measure.decimals([(high - low) / 2], of_difference=True))
        return measure.difference(estimate, low, high, decimals)

    def frequency(self, outcome: str, condition: str) -> str:
        """A share as so many of a hundred trajectories, or of as many as there are."""
        share = self.estimate(outcome).estimate[condition]
        return of_so_many(share, int(self.conditions.trajectories[condition]))

    @property
    def compared(self) -> list[str]:
        """The conditions in the tables that are set beside the reference."""
        return self.rows[1:]

    @property
    def main(self) -> str:
        """The outcome that the decision is told by: the one that conditions are ordered by, or the first."""
        return self.ordered_by or self.headline[0]

    @property
    def undrawn(self) -> list[str]:
        """The conditions in the tables without a drawing."""
        return [name for name in self.rows if name not in self.drawn]

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
        """The result, of the drawn conditions only."""
        return self._only(self.drawn)

    def _only(self, conditions: list[str]) -> xarray.Dataset:
        names = [str(name) for name in self.results.condition.values]
        return self.results.isel(condition=[names.index(name) for name in conditions])

    @property
    def left_out(self) -> int:
        """Conditions of the file that have no row."""
        return len(self.conditions) - len(self.rows)

    @functools.cached_property
    def months_of(self) -> Callable[[str], list[str]]:
        """ "2025-02", … from the condition's own start; "year 0", … of a model of years."""
        return functools.cache(self._months_of)

    def _months_of(self, condition: str) -> list[str]:
        length = self.results.sizes["month"]
        if self.step != "month":
            return [f"{self.step} {number}" for number in range(length)]
        start = str(self.conditions.start[condition])
        return [f"{month:%Y-%m}" for month in pandas.date_range(f"{start}-01", periods=length, freq="MS")]

    @functools.cached_property
    def months(self) -> list[str]:
        """Those of the reference."""
        return self.months_of(self.reference)

    @functools.cached_property
    def start_elsewhere(self) -> dict[str, str]:
        """The conditions in the tables that start in another month than the reference, with that month."""
        if self.step != "month":
            return {}
        starts = {name: str(self.conditions.start[name]) for name in self.compared}
        return {name: start for name, start in starts.items() if start != self.months[0]}

    @functools.cached_property
    def settings(self) -> Callable[[str], set[str]]:
        """What the condition sets otherwise than the reference, by name: parameters, and what its timeline has."""
        return functools.cache(self._settings)

    def _settings(self, condition: str) -> set[str]:
        values = self.resolved(condition).get("parameters") or {}
        others = self.resolved(self.reference).get("parameters") or {}
        changed = {str(name) for name, value in values.items() if others.get(name) != value}
        return changed | {entry.name for entry in self.interventions(condition)}

    @functools.cached_property
    def timeline(self) -> Callable[[str], list[Entry]]:
        """What the condition's timeline says, in words."""
        return functools.cache(self._timeline)

    def _timeline(self, condition: str) -> list[Entry]:
        return self.told_entries(condition, self.resolved(condition).get("timeline") or [])

    def told_entries(self, condition: str, entries: list[Any]) -> list[Entry]:
        """Entries as YAML has them, in words, as if the condition's timeline had only these."""
        start, length = str(self.conditions.start[condition]), self.results.sizes["month"]
        found = timelines.entries_of({"timeline": entries}, start, length, self.words, month_name)
        return [replace(entry, what=typeset(entry.what)) for entry in found]

    @functools.cached_property
    def words(self) -> timelines.Words:
        return timelines.words_of(self.results)

    def interventions(self, condition: str) -> list[Entry]:
        """The entries of the condition's timeline that the reference's lacks."""
        return [entry for entry in self.timeline(condition) if entry not in self.timeline(self.reference)]

    @functools.cached_property
    def resolved(self) -> Callable[[str], dict[str, Any]]:
        """The condition's YAML as the file keeps it; of a sweep's point it says what differs only."""
        return functools.cache(self._resolved)

    def _resolved(self, condition: str) -> dict[str, Any]:
        return yaml.load(str(self.conditions.yaml[condition]), yaml.CSafeLoader) or {}

    @property
    def step(self) -> str:
        """What trajectories advance by: "month" or "year"."""
        return str(self.results.peninsula.step)

    @property
    def span(self) -> str:
        """ "48 months from February 2025"; years have no dates."""
        if self.step != "month":
            return f"{len(self.months):,} {self.step}s"
        elsewhere = [f"“{self.heading(name)}” from {month_name(start)}" for name, start in self.start_elsewhere.items()]
        return f"{len(self.months)} months from {month_name(self.months[0])}" + (
            f", {listed(elsewhere)}" if elsewhere else ""
        )

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

    @property
    def states_note(self) -> str:
        """What intervals do not know where trajectories share states of the world; else empty."""
        return str(self.results.peninsula.states_note)

    @functools.cached_property
    def draws_parameters(self) -> list[str]:
        """The conditions that draw some parameter anew for each trajectory."""
        values = self.results.parameter_value
        drawn = numpy.isnan(values.transpose("condition", "parameter").values).any(axis=1)
        return [str(name) for name in self.results.condition.values[drawn]]


def _table(found: xarray.Dataset) -> pandas.DataFrame:
    columns = {name: found[name].values for name in ("estimate", "low", "high")}
    return pandas.DataFrame(columns, index=[str(name) for name in found.condition.values])
