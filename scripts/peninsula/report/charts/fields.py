# SPDX-License-Identifier: Apache-2.0
"""What depends on factors: a heat map over two of them, binned means over one."""

import math
from collections.abc import Callable, Sequence

from peninsula.report.charts import axes, svg


def heat_map(
    drawing: svg.Drawing,
    heading: str,
    rows: tuple[str, Sequence[str]],
    columns: tuple[str, Sequence[str]],
    values: Sequence[Sequence[float]],
    told: Callable[[float], str],
) -> svg.Drawing:
    """A cell a pair of settings, its value written in it; the stronger the ink, the larger the value."""
    (down, row_labels), (across, column_labels) = rows, columns
    left = 10 + 6.0 * max(len(label) for label in row_labels)
    width, height, top = (drawing.width - left) / len(column_labels), 25.0, 36.0
    drawing.height = top + height * len(row_labels) + 38
    flat = [value for row in values for value in row]
    finite = [value for value in flat if math.isfinite(value)] or [0.0]
    low, high = min(finite), max(finite)
    drawing.add(svg.text(0, 11, heading, "heading"), svg.text(0, 28, f"{down} ↓", "tick"))
    for i, label in enumerate(row_labels):
        drawing.add(svg.text(left - 6, top + height * i + 16.5, label, "tick", "end"))
        for j, value in enumerate(values[i]):
            drawing.add(
                _cell(left + width * j, top + height * i, width, height, (value - low) / (high - low or 1), told(value))
            )
    bottom = top + height * len(row_labels)
    for j, label in enumerate(column_labels):
        drawing.add(svg.text(left + width * (j + 0.5), bottom + 14, label, "tick", "middle"))
    drawing.add(svg.text(drawing.width, bottom + 30, f"{across} →", "tick", "end"))
    return drawing


def _cell(x: float, y: float, width: float, height: float, place: float, words: str) -> str:
    step = round(9 * place) if math.isfinite(place) else 0
    ink = "on-dark" if step > 5 else "on-light"
    return svg.rectangle(x, y, width - 1, height - 1, f"cell cell-{step}") + svg.text(
        x + (width - 1) / 2, y + 16.5, words, f"cell-value {ink}", "middle"
    )


def response(
    drawing: svg.Drawing,
    heading: str,
    factor: str,
    centres: Sequence[float],
    quantiles: Sequence[tuple[float, float, float]],
    scale: tuple[float, float],
    told: Callable[[float], str],
) -> svg.Drawing:
    """The mean of the points in each bin of a factor, and the band that holds four of five of them."""
    left = 8 + 6.2 * max(len(told(tick)) for tick in axes.ticks_to_ends(*scale))
    y = axes.Scale(*scale, drawing.height - 36, 24)
    half = (centres[1] - centres[0]) / 2 if len(centres) > 1 else 0.5
    x = axes.Scale(centres[0] - half, centres[-1] + half, left, drawing.width - 6)
    drawing.add(svg.text(0, 11, heading, "heading"))
    drawing.add(*axes.value_axis(x, y, axes.ticks_to_ends(*scale), told))
    drawing.add(*axes.number_axis(x, y.start, axes.round_ticks(x.low, x.high, 4), told))
    drawing.add(svg.text(drawing.width - 6, drawing.height - 4, factor, "tick", "end"))
    low, mean, high = (y.all(column) for column in zip(*quantiles, strict=True))
    xs = x.all(centres)
    drawing.add(svg.band(xs, low, high, "band outer"), svg.curve(xs, mean, "median"))
    drawing.add(svg.dots(zip(xs, mean, strict=True), 2.2, "dots"))
    return drawing
