# SPDX-License-Identifier: Apache-2.0
"""Quantile dot plots: a distribution as fifty equally likely dots, which people read as frequencies.

After Kay, Kola, Hullman and Munson 2016, "When (ish) is my bus?", CHI '16.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from peninsula.report.charts import axes, svg

HEIGHT, LOW_HEIGHT, MANY = 50.0, 32.0, 8  # of a row's dots: lower where there are many rows, for the sake of paper
LARGEST, SMALLEST = 90, 14  # dots of continuous values, in tenths of a pixel


@dataclass(frozen=True)
class Row:
    """One condition: its equally likely values in order, and how its numbers are told."""

    condition: str
    values: Sequence[float]
    median: float
    summary: str


def plot(
    drawing: svg.Drawing,
    rows: Sequence[Row],
    whole_numbers: bool,
    reference_median: float,
    told: Callable[[float], str],
) -> svg.Drawing:
    """A row of dots for each condition over one axis, with its median, and the reference's dashed through all."""
    wide = drawing.width > 500
    left, right = (150.0, 130.0) if wide else (4.0, 4.0)
    height = HEIGHT if len(rows) <= MANY else LOW_HEIGHT
    pitch = height + (18.0 if wide else 32.0)
    x, step = _scale(rows, whole_numbers, left + 6, drawing.width - right - 6)
    drawing.height = pitch * len(rows) + 26
    bottom = pitch * len(rows) + 4
    drawing.add(*axes.number_axis(x, bottom, _ticks(x, whole_numbers), told))
    size, columns = _size(rows, whole_numbers, x, step, height)
    for index, row in enumerate(rows):
        floor = pitch * (index + 1) - 4
        places = _heaps(row.values, whole_numbers, x, columns, size, floor)
        words = _words(row, floor, height, left, drawing.width, wide)
        base = svg.line(x.start - 6, floor + 1, x.end + 6, floor + 1, "rule")
        mark = svg.element("path", d=f"M{svg.short(x(row.median))} {svg.short(floor + 2)}l4 6h-8z", class_="marker")
        ghost = svg.line(x(reference_median), floor - height, x(reference_median), floor, "ghost")
        pieces = [base, ghost, svg.dots(places, size / 2 - 0.4, "dots"), mark, *words]
        drawing.add(svg.group(pieces, f"{row.condition}: {row.summary}", data_condition=row.condition))
    return drawing


def _words(row: Row, floor: float, height: float, left: float, width: float, wide: bool) -> list[str]:
    if wide:
        return [
            svg.text(left - 10, floor - 2, row.condition, "heading", "end"),
            svg.text(width, floor - 2, row.summary, "tick", "end"),
        ]
    top = floor - height - 10
    return [svg.text(0, top, row.condition, "heading"), svg.text(width, top, row.summary, "tick", "end")]


def _scale(rows: Sequence[Row], whole_numbers: bool, start: float, end: float) -> tuple[axes.Scale, float]:
    """The axis, and the distance of two neighbouring whole numbers (0 for continuous values)."""
    values = [value for row in rows for value in row.values]
    if not whole_numbers:
        low, high = axes.round_range(values, 6)
        return axes.Scale(low, high, start, end), 0.0
    low, high = min(values), max(*values, min(values) + 3)
    step = (end - start) / (high - low + 1)
    return axes.Scale(low, high, start + step / 2, end - step / 2), step


def _ticks(x: axes.Scale, whole_numbers: bool) -> list[float]:
    ticks = axes.round_ticks(x.low, x.high, 6)
    return [tick for tick in ticks if tick == round(tick)] if whole_numbers else ticks


def _size(rows: Sequence[Row], whole_numbers: bool, x: axes.Scale, step: float, height: float) -> tuple[float, int]:
    """The size of a dot, and how many columns each heap has: the same for all, so that heights can be compared."""
    if not whole_numbers:
        sizes = (tenths / 10 for tenths in range(LARGEST, SMALLEST, -2))
        return next((size for size in sizes if _most(rows, whole_numbers, x, size) * size <= height), SMALLEST / 10), 1
    most = _most(rows, whole_numbers, x, 1.0)
    found = [(min(7.0, height / math.ceil(most / columns), 0.8 * step / columns), columns) for columns in range(1, 9)]
    return next((each for each in found if each[0] >= 4.4), max(found))


def _most(rows: Sequence[Row], whole_numbers: bool, x: axes.Scale, size: float) -> int:
    """Dots in the largest heap of all rows."""
    return max(max(Counter(_heap(value, whole_numbers, x, size) for value in row.values).values()) for row in rows)


def _heap(value: float, whole_numbers: bool, x: axes.Scale, size: float) -> int:
    return round(value) if whole_numbers else math.floor((x(value) - x.start) / size)


def _heaps(
    values: Sequence[float], whole_numbers: bool, x: axes.Scale, columns: int, size: float, floor: float
) -> list[tuple[float, float]]:
    places = []
    for heap, number in sorted(Counter(_heap(value, whole_numbers, x, size) for value in values).items()):
        middle = x(heap) if whole_numbers else x.start + (heap + 0.5) * size
        for dot in range(number):
            across = dot % columns - (columns - 1) / 2
            places.append((middle + across * size, floor - size / 2 - dot // columns * size))
    return places
