# SPDX-License-Identifier: Apache-2.0
"""Scales, ticks and the frame of a chart."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from peninsula.report.charts import svg


@dataclass(frozen=True)
class Scale:
    """A straight line from values to pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        width = self.high - self.low or 1.0
        return self.start + (value - self.low) / width * (self.end - self.start)

    def all(self, values: Sequence[float]) -> list[float]:
        return [self(value) for value in values]


def round_ticks(low: float, high: float, most: int) -> list[float]:
    """About `most` round numbers, 1, 2 or 5 times a power of ten apart, within [low, high].

    >>> round_ticks(0.31, 0.93, 4)
    [0.4, 0.6, 0.8]
    """
    if not high > low:
        return [low]
    step = _step(low, high, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return [round(number * step, decimals) for number in range(first, last + 1)]


def round_range(values: Sequence[float], most: int = 3, floor: float | None = None) -> tuple[float, float]:
    """The narrowest range between two of such numbers that holds all values; it starts at `floor` where that is near.

    >>> round_range([0.06, 0.86])
    (0.0, 1.0)
    """
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return 0.0, 1.0
    low, high = min(finite), max(finite)
    if floor is not None and low - floor < 0.35 * (high - floor):
        low = floor
    if high == low:
        high = low + 1.0
    step = _step(low, high, most)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def ticks_to_ends(low: float, high: float) -> list[float]:
    """At most five round numbers that reach both ends of a range with round ends.

    >>> ticks_to_ends(0.5, 0.9), ticks_to_ends(0, 0.4)
    ([0.5, 0.6, 0.7, 0.8, 0.9], [0.0, 0.1, 0.2, 0.3, 0.4])
    """
    for most in (4, 3, 2, 1):
        ticks = round_ticks(low, high, most)
        if len(ticks) <= 5 and abs(ticks[0] - low) + abs(ticks[-1] - high) < 1e-6 * (high - low):
            return ticks
    return round_ticks(low, high, 3)


def _step(low: float, high: float, most: int) -> float:
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))


def spread(places: Sequence[float], apart: float, highest: float) -> list[float]:
    """Places in rising order, moved as little to the right, then to the left, as keeps them apart and in the plot.

    >>> spread([10, 12, 40], 8, 100), spread([90, 95], 8, 96)
    ([10, 18, 40], [88, 96])
    """
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + apart) if found else place)
    for index in reversed(range(len(found))):
        found[index] = min(found[index], found[index + 1] - apart if index + 1 < len(found) else highest)
    return found


def value_axis(x: Scale, y: Scale, ticks: Sequence[float], told: Callable[[float], str]) -> list[str]:
    """Rules across the plot with their values to the left."""
    pieces = []
    for tick in ticks:
        pieces.append(svg.line(x.start, y(tick), x.end, y(tick), "rule"))
        pieces.append(svg.text(x.start - 5, y(tick) + 3.5, told(tick), "tick", "end"))
    return pieces


def month_axis(x: Scale, y: Scale, months: Sequence[str]) -> list[str]:
    """A mark at each January with its year.

    For months without dates a mark each year with the month's number; for years a mark at round ones.
    """
    dated = all("-" in month for month in months)
    period = 10 if months[0].startswith("year") else 12
    starts = [i for i, month in enumerate(months) if (month.endswith("-01") if dated else i % period == 0)]
    apart = (x.end - x.start) * period / max(len(months) - 1, 1)
    every = max(1, math.ceil(30 / apart))
    pieces = [svg.line(x.start, y.start, x.end, y.start, "axis")]
    for i in starts[::every]:
        pieces.append(svg.line(x(i), y.start, x(i), y.start + 3, "axis"))
        label = months[i][:4] if dated else str(i)
        if (x(i) - x.start >= 8 or not dated) and x.end - x(i) >= 10:
            pieces.append(svg.text(x(i), y.start + 14, label, "tick", "middle"))
    return pieces


def number_axis(x: Scale, bottom: float, ticks: Sequence[float], told: Callable[[float], str]) -> list[str]:
    """The axis along the bottom, with its values."""
    pieces = [svg.line(x.start, bottom, x.end, bottom, "axis")]
    for tick in ticks:
        pieces.append(svg.line(x(tick), bottom, x(tick), bottom + 3, "axis"))
        pieces.append(svg.text(x(tick), bottom + 14, told(tick), "tick", "middle"))
    return pieces
