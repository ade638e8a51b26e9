# SPDX-License-Identifier: Apache-2.0
"""Estimates with intervals about a zero line, and bars of sensitivity."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from peninsula.report.charts import axes, svg


@dataclass(frozen=True)
class Interval:
    """A named estimate with its interval; `words` are shown where the pointer rests."""

    name: str
    estimate: float
    low: float
    high: float
    words: str


@dataclass(frozen=True)
class Bar:
    """A factor's part: a whole, the part of it that is the factor's alone, and the interval of the whole."""

    name: str
    whole: float
    alone: float | None
    low: float
    high: float
    words: str


def differences(
    drawing: svg.Drawing, heading: str, intervals: Sequence[Interval], told: Callable[[float], str], left: float
) -> svg.Drawing:
    """One row an estimate: a full dot where the interval excludes zero, a hollow one where it does not."""
    low, high = axes.round_range([0.0] + [end for each in intervals for end in (each.low, each.estimate, each.high)], 2)
    x = axes.Scale(low, high, left, drawing.width - 10)
    bottom = 26 + 17 * len(intervals)
    drawing.height = bottom + 20
    drawing.add(svg.text(0, 11, heading, "heading"), *axes.number_axis(x, bottom, _few_ticks(x), told))
    drawing.add(svg.line(x(0), 20, x(0), bottom, "zero"))
    for index, each in enumerate(intervals):
        y = 32 + 17 * index
        clear = each.low > 0 or each.high < 0
        pieces = [
            svg.text(0, y + 3.5, each.name, "label" if clear else "label unclear"),
            svg.line(x(0), y, x(each.estimate), y, "stem"),
            *([svg.line(x(each.low), y, x(each.high), y, "whisker")] if math.isfinite(each.low + each.high) else []),
            svg.element("circle", cx=x(each.estimate), cy=float(y), r=3.6, class_="point" if clear else "point hollow"),
        ]
        drawing.add(svg.group(pieces, each.words, data_condition=each.name))
    return drawing


def sensitivity(
    drawing: svg.Drawing, heading: str, bars: Sequence[Bar], told: Callable[[float], str], note: str = ""
) -> svg.Drawing:
    """One bar a factor with its name above it: the strong part is the factor alone, the faint one with others."""
    highest = max([end for bar in bars for end in (bar.high, bar.whole) if math.isfinite(end)] + [1e-6])
    x = axes.Scale(0, axes.round_range([0.0, highest], 3, 0.0)[1], 1, drawing.width - 40)
    pitch = 31
    drawing.height = 20 + pitch * len(bars) + (40 if note else 26)
    bottom = 20 + pitch * len(bars) + 4
    if note:
        drawing.add(svg.text(0, drawing.height - 2, note, "tick"))
    drawing.add(
        svg.text(0, 11, heading, "heading"),
        *axes.number_axis(x, bottom, axes.ticks_to_ends(0, x.high), lambda tick: f"{tick:g}"),
    )
    for index, bar in enumerate(bars):
        y = 36.0 + pitch * index
        pieces = [svg.text(0, y - 3, bar.name, "label"), svg.rectangle(x(0), y, x(bar.whole) - x(0), 9, "bar faint")]
        if bar.alone is not None:
            pieces.append(svg.rectangle(x(0), y, x(max(bar.alone, 0.0)) - x(0), 9, "bar"))
        high = bar.high if math.isfinite(bar.high) else bar.whole
        low = max(bar.low if math.isfinite(bar.low) else high, 0.0)
        pieces.append(svg.line(x(low), y + 4.5, x(high), y + 4.5, "whisker"))
        pieces.append(svg.text(x(max(high, bar.whole)) + 6, y + 8, told(bar.whole), "tick"))
        drawing.add(svg.group(pieces, bar.words))
    return drawing


def _few_ticks(x: axes.Scale) -> list[float]:
    """Zero, and the outermost round numbers on either side of it."""
    ticks = axes.round_ticks(x.low, x.high, 3)
    return sorted({min(ticks[0], 0.0), 0.0, max(ticks[-1], 0.0)})
