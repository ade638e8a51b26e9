# SPDX-License-Identifier: Apache-2.0
"""What is forecast: counts and yes-or-no events within a horizon that begins with the month of the origin."""

import dataclasses

import numpy

from peninsula.arrays import Floats
from peninsula.history.record import Record

HORIZONS = (1, 3, 6, 12)  # months
LARGEST = 80  # the largest count that a forecast tells from larger ones


@dataclasses.dataclass(frozen=True)
class Observable:
    """A series of the record, summed over a horizon; if `binary`, only whether the sum is above 0."""

    name: str
    series: str
    binary: bool
    horizons: tuple[int, ...]
    meaning: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The series of the model that it is the sum of."""
        return ("short_range", "medium_range", "long_range") if self.series == "launches" else (self.series,)

    def outcome(self, record: Record, origin: int, horizon: int) -> int:
        """What happened in months origin … origin + horizon - 1."""
        return self.of_total(float(record.months(self.series, origin, origin + horizon).sum()))

    def of_total(self, total: float) -> int:
        return int(total > 0) if self.binary else int(total)


OBSERVABLES = (
    Observable("launches", "launches", False, HORIZONS, "missile events of all ranges"),
    Observable("long_range", "long_range", False, HORIZONS[1:], "intercontinental launches"),
    Observable("nuclear_test", "nuclear_tests", True, HORIZONS[1:], "a nuclear test within the horizon"),
    Observable("summit", "summits", True, HORIZONS[1:], "a meeting of the US president and the North Korean leader"),
    Observable("clash", "clashes", True, HORIZONS[1:], "an attack or exchange of fire between the Koreas"),
)


def trailing_totals(values: Floats, horizon: int) -> Floats:
    """Sums over every run of `horizon` months within `values`, oldest first; overlapping."""
    if len(values) < horizon:
        return numpy.empty(0)
    sums = numpy.concatenate([[0.0], numpy.cumsum(values)])
    totals: Floats = sums[horizon:] - sums[:-horizon]
    return totals
