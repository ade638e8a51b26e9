# SPDX-License-Identifier: Apache-2.0
"""Panels of what happens month by month: fans of quantiles, stacked shares, cumulative shares of events.

A panel is small, so that several conditions stand beside each other on one scale. The reference condition's own curve
is drawn through every panel as a dashed grey line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from peninsula.report.charts import axes, svg

NUMBER = 8.0  # the room that the number of a mark takes


@dataclass(frozen=True)
class Mark:
    """A month, counted from 0, and the number that tells what is done in it."""

    place: int
    number: str


@dataclass(frozen=True)
class Panel:
    """Where a panel's plot lies, on which scale, and in which words."""

    name: str
    heading: str
    title: str
    description: str
    months: Sequence[str]
    low: float
    high: float
    told: Callable[[float], str]
    width: float = 172.0
    height: float = 136.0
    margin: float = 6.0  # to the right of the plot
    marks: Sequence[Mark] = ()

    def frame(self, values: str = "") -> tuple[svg.Drawing, axes.Scale, axes.Scale]:
        """The drawing with heading and axes, and its scales; `values` is what the page's script reads out."""
        data = {"values": values} if values else {}
        drawing = svg.Drawing(self.name, self.width, self.height, self.title, self.description, data)
        left = 8 + 6.2 * max(len(self.told(tick)) for tick in self.ticks())
        x = axes.Scale(0, max(len(self.months) - 1, 1), left, self.width - self.margin)
        y = axes.Scale(self.low, self.high, self.height - 20, 24)
        drawing.data |= {"left": svg.short(x.start), "right": svg.short(x.end)} if values else {}
        drawing.add(svg.text(0, 11, self.heading, "heading"))
        drawing.add(*axes.value_axis(x, y, self.ticks(), self.told), *axes.month_axis(x, y, self.months))
        return drawing, x, y

    def marked(self, x: axes.Scale, y: axes.Scale) -> list[str]:
        """A thin line at each mark, and its number above the plot; numbers give way to their neighbours."""
        xs = [x(mark.place) for mark in self.marks]
        pieces = [svg.line(each, y.start, each, y.end, "mark") for each in xs]
        for mark, each in zip(self.marks, axes.spread(xs, NUMBER, x.end + self.margin / 2), strict=True):
            pieces.append(svg.text(each, y.end - 2, mark.number, "mark-number", "middle"))
        return pieces

    def ticks(self) -> list[float]:
        return axes.ticks_to_ends(self.low, self.high)


def fan(
    panel: Panel, quantiles: Sequence[Sequence[float]], reference: Sequence[float] | None, values: str
) -> svg.Drawing:
    """Five quantiles a month, 5 to 95 %: two bands and the median; the reference's median dashed."""
    drawing, x, y = panel.frame(values)
    xs = x.all(range(len(panel.months)))
    outer_low, inner_low, median, inner_high, outer_high = (y.all(column) for column in zip(*quantiles, strict=True))
    drawing.add(svg.band(xs, outer_low, outer_high, "band outer"), svg.band(xs, inner_low, inner_high, "band inner"))
    if reference is not None:
        drawing.add(svg.curve(xs, y.all(reference), "ghost"))
    drawing.add(*panel.marked(x, y), svg.curve(xs, median, "median"))
    return drawing


def stack(panel: Panel, shares: Sequence[Sequence[float]], values: str) -> svg.Drawing:
    """Shares of labels a month, stacked in the labels' order; a surface bears its label's number if it is wide."""
    drawing, x, y = panel.frame(values)
    xs = x.all(range(len(panel.months)))
    bottom = [0.0] * len(panel.months)
    count = len(shares[0])
    numbers = []
    for label in range(count):
        top = [below + month[label] for below, month in zip(bottom, shares, strict=True)]
        drawing.add(svg.band(xs, y.all(bottom), y.all(top), f"layer {layer(label, count)}"))
        numbers += _number_in_surface(x, y, bottom, top, label, layer(label, count))
        bottom = top
    drawing.add(*panel.marked(x, y), *numbers)
    return drawing


def layer(label: int, count: int) -> str:
    """The style of a label among `count`: from the faintest to the strongest."""
    return f"layer-{round(label * 5 / max(count - 1, 1))}"


def _number_in_surface(
    x: axes.Scale, y: axes.Scale, bottom: Sequence[float], top: Sequence[float], label: int, style: str
) -> list[str]:
    """Its number where the surface is widest, away from the ends, if there is room for it."""
    last = len(bottom) - 1
    inside = range(round(0.06 * last), round(0.94 * last) + 1)
    place = max(inside, key=lambda month: (round(top[month] - bottom[month], 2), -abs(month - last / 2)))
    if abs(y(top[place]) - y(bottom[place])) < 11:
        return []
    middle = (y(top[place]) + y(bottom[place])) / 2 + 3.5
    return [svg.text(x(place), middle, str(label + 1), f"number on-{style}", "middle")]


def cumulative(
    panel: Panel, shares: Sequence[tuple[float, float, float]], reference: Sequence[float] | None, values: str
) -> svg.Drawing:
    """The share of trajectories in which an event has come, with its interval as a band."""
    drawing, x, y = panel.frame(values)
    xs = x.all(range(len(panel.months)))
    estimate, low, high = (y.all(column) for column in zip(*shares, strict=True))
    if reference is not None:
        drawing.add(svg.curve(xs, y.all(reference), "ghost"))
    drawing.add(svg.band(xs, low, high, "band interval"), svg.curve(xs, estimate, "median"))
    drawing.add(svg.text(xs[-1] + 5, estimate[-1] + 4, panel.told(shares[-1][0]), "value"))
    return drawing
