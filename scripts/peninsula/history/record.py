# SPDX-License-Identifier: Apache-2.0
"""The historical record as monthly series, and the view of it that a forecaster gets: what was known at an origin."""

import csv
import dataclasses
import pathlib

import numpy

from peninsula.arrays import Floats
from peninsula.places import configs

COUNTED = ("short_range", "medium_range", "long_range", "nuclear_tests", "clashes", "summits", "talks")


def month_number(name: str) -> int:
    """Months since year 0: month_number("2006-01") == 24072."""
    year, month = name.split("-")
    if not 1 <= int(month) <= 12:
        raise ValueError(f"{name!r} is not a month; write it as 2013-01")
    return 12 * int(year) + int(month) - 1


def month_name(number: int) -> str:
    """The inverse of `month_number`."""
    return f"{number // 12}-{number % 12 + 1:02d}"


@dataclasses.dataclass(frozen=True)
class Record:
    """Monthly counts from `first` on; each series has one value a month, and none is missing.

    Launches are missile events (see configs/history/record/README.md). Clashes and nuclear tests are months with at
    least one, as the model has at most one of each a month.
    """

    first: int
    series: dict[str, Floats]

    @property
    def end(self) -> int:
        """The first month that is not in the record."""
        return self.first + len(self.series["short_range"])

    def until(self, origin: int) -> "Record":
        """What was known when month `origin` began: no look-ahead into that month or later ones."""
        if not self.first <= origin <= self.end:
            raise ValueError(
                f"{month_name(origin)} is outside the record, {month_name(self.first)} to {month_name(self.end)}"
            )
        return Record(self.first, {name: values[: origin - self.first].copy() for name, values in self.series.items()})

    def months(self, name: str, start: int, end: int) -> Floats:
        """A series in the months from `start` until, not including, `end`."""
        if not self.first <= start <= end <= self.end:
            raise ValueError(
                f"{month_name(start)} to {month_name(end)} is not within the record, which "
                f"begins with {month_name(self.first)} and ends before {month_name(self.end)}"
            )
        return self.series[name][start - self.first : end - self.first]


def folder() -> pathlib.Path:
    """The folder of the record, and of the conditions of its eras."""
    return configs() / "history"


def load(path: pathlib.Path | None = None) -> Record:
    """Reads the record: the package's, or the one at `path`.

    Raises:
        ValueError: a month is missing, or a count is not a whole number >= 0.
    """
    path = path or folder() / "record/monthly.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = [month_number(row["month"]) for row in rows]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        raise ValueError(f"{path}: a month is missing or out of order")
    series = {name: numpy.array([int(row[name]) for row in rows], dtype=float) for name in COUNTED}
    if any((values < 0).any() for values in series.values()):
        raise ValueError(f"{path}: a count is negative")
    for name in ("clashes", "nuclear_tests"):
        series[name] = numpy.minimum(series[name], 1)
    series["launches"] = series["short_range"] + series["medium_range"] + series["long_range"]
    return Record(numbers[0], series)
