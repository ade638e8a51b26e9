# SPDX-License-Identifier: Apache-2.0
"""Effects in two layers: at one point of the assumptions, and over many states of the world."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from peninsula.report.charts import axes, svg

PITCH, TOP = 19, 26


@dataclass(frozen=True)
class Layers:
    """A named effect: at the point, the interval of the mean over states, and where nine states of ten lie.

    NaN where nothing is known. `words` are shown where the pointer rests.
    """

    name: str
    point: float
    is_clear: bool
    mean: tuple[float, float]
    states: tuple[float, float]
    words: str


def effects(
    drawing: svg.Drawing, heading: str, rows: Sequence[Layers], told: Callable[[float], str], left: float
) -> svg.Drawing:
    """One row an effect: a band of states, in it the interval of their mean, and a dot at the point.

    The dot is hollow where the point's own interval holds zero.
    """
    low, high = axes.round_range([0.0] + [end for row in rows for end in (row.point, *row.mean, *row.states)], 5)
    x = axes.Scale(low, high, left, drawing.width - 10)
    bottom = TOP + PITCH * len(rows)
    drawing.height = bottom + 20
    drawing.add(svg.text(0, 11, heading, "heading"), *axes.number_axis(x, bottom, _ends(x), told))
    for index, row in enumerate(rows):
        y = TOP + PITCH * (index + 0.5)
        pieces = [
            svg.text(0, y + 3.5, row.name, "label"),
            *_bar(x, row.states, y, 11.0, "bar faint"),
            *_bar(x, row.mean, y, 5.0, "bar"),
        ]
        if math.isfinite(row.point):
            style = "centre" if row.is_clear else "centre hollow"
            pieces.append(svg.element("circle", cx=x(row.point), cy=float(y), r=3.2, class_=style))
        drawing.add(svg.group(pieces, row.words, data_condition=row.name))
    drawing.add(svg.line(x(0), 20, x(0), bottom, "zero"))
    return drawing


def _bar(x: axes.Scale, ends: tuple[float, float], y: float, height: float, style: str) -> list[str]:
    """A bar about y, two pixels wide where its ends are one; nothing where they are unknown."""
    if not math.isfinite(ends[0] + ends[1]):
        return []
    start, end = x(ends[0]), x(ends[1])
    width = max(end - start, 2.0)
    return [svg.rectangle((start + end - width) / 2, y - height / 2, width, height, style)]


def _ends(x: axes.Scale) -> list[float]:
    """Zero, and the ends of the axis, but for one so near to zero that their words would meet."""
    return [0.0, *(end for end in (x.low, x.high) if abs(end) > 0.25 * (x.high - x.low))]
