# SPDX-License-Identifier: Apache-2.0
"""The figures of the sections on series, distributions and events: from a result to charts with their tables."""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy

from peninsula.arrays import AnyArray
from peninsula.report import limits, marks, vocabulary, wording
from peninsula.report.charts import axes, bars, dots, monthly, svg
from peninsula.report.effects import shifts
from peninsula.report.marks import Marks
from peninsula.report.subject import Subject

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
DOTS = tuple((number + 0.5) / 50 for number in range(50))
WIDE, NARROW = 720.0, 350.0


@dataclass(frozen=True)
class Table:
    """What a figure shows, as numbers: rows under the conditions that they belong to."""

    header: list[str]
    groups: list[tuple[str, list[list[str]]]]


@dataclass(frozen=True)
class Figure:
    """Drawings under one title. `layout`: panels side by side, or "widths": one drawing, for wide and narrow pages."""

    name: str
    title: str
    caption: str
    drawings: list[tuple[str, svg.Drawing]]  # the condition that each belongs to, or ""
    layout: str
    table: Table
    key: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""
    marks: list[tuple[str, str]] = field(default_factory=list)  # a number, or "", and what it stands for


def series_figures(subject: Subject, asked: Sequence[str] = ()) -> list[Figure]:
    """One figure per monthly series: a fan of quantiles, or stacked shares where the series has labels."""
    declared = subject.series
    names = list(asked) or series_names(subject)
    labelled = [name for name in names if declared.loc[name, "values"] == "labelled"]
    return [_fan(subject, name) for name in names if name not in labelled] + [
        _stack(subject, name) for name in labelled
    ]


def series_names(subject: Subject) -> list[str]:
    """The series that are drawn unless told."""
    declared = subject.series
    usual = [name for name in vocabulary.vocabulary()["series"] if name in declared.index]
    return usual or [str(name) for name in declared.index[:6]]


def _fan(subject: Subject, name: str) -> Figure:
    declared = subject.series.loc[name]
    quantiles = (
        subject.panels.peninsula.series_quantiles(name, QUANTILES).transpose("condition", "month", "quantile").values
    )
    low, high = axes.round_range(quantiles.ravel(), 3)
    title = vocabulary.capital(vocabulary.typeset(str(declared.long_name)))
    drawings = []
    marked = _marks(subject, quantiles)
    for index, condition in _different(subject, quantiles):
        middle = quantiles[index, :, 2]
        told = [wording.plain(value) for value in (middle[0], middle[-1], *quantiles[index, -1, [0, 4]])]
        description = (
            f"Median {told[0]} in the first {subject.step} and {told[1]} in the last; then, nine of ten trajectories "
            f"lie between {told[2]} and {told[3]}."
        )
        panel = _panel(subject, f"{name}-{index}", condition, title, description, (low, high), wording.plain)
        panel = _marked(panel, marked.at[condition])
        ghost = quantiles[0, :, 2] if index else None
        drawing = monthly.fan(panel, quantiles[index], ghost, _compact(quantiles[index]))
        drawings.append((condition, _dated(subject, condition, drawing)))
    words = [
        [[month, *map(wording.plain, values[m])] for m, month in _told_months(subject, condition)]
        for condition, values in zip(subject.drawn, quantiles, strict=True)
    ]
    table = Table(
        [subject.step, "5 %", "25 %", "median", "75 %", "95 %"],
        list(zip(map(subject.heading, subject.drawn), words, strict=True)),
    )
    caption = (
        ""
        if declared.units == "1"
        else f"{vocabulary.capital(wording.scale_of(str(declared.units)))}.".replace(
            "0 to 1", "A fraction, from 0 to 1"
        )
    )
    return Figure(
        name,
        title,
        caption,
        drawings,
        _layout(subject),
        table,
        note=_note(_same(subject, quantiles), limits.of_series(subject, name)),
        marks=marked.lines,
    )


def _stack(subject: Subject, name: str) -> Figure:
    shares = subject.panels.peninsula.series_shares(name).estimate.transpose("condition", "month", ...)
    labels = [vocabulary.label(str(label)) for label in shares[shares.dims[-1]].values]
    values = shares.values
    title = vocabulary.capital(vocabulary.typeset(str(subject.series.loc[name].long_name)))
    drawings = []
    marked = _marks(subject, values)
    for index, condition in _different(subject, values):
        last = ", ".join(f"{label} {100 * share:.0f} %" for label, share in zip(labels, values[index, -1], strict=True))
        panel = _panel(
            subject, f"{name}-{index}", condition, title, f"In the last {subject.step}: {last}.", (0, 1), _per_cent
        )
        panel = _marked(panel, marked.at[condition])
        drawing = monthly.stack(panel, values[index], _compact(values[index]))
        drawings.append((condition, _dated(subject, condition, drawing)))
    words = [
        [
            [month, *(wording.fixed(100 * share, 0) for share in shares[m])]
            for m, month in _told_months(subject, condition)
        ]
        for condition, shares in zip(subject.drawn, values, strict=True)
    ]
    table = Table(
        [subject.step, *(f"{label}, %" for label in labels)],
        list(zip(map(subject.heading, subject.drawn), words, strict=True)),
    )
    key = [(monthly.layer(label, len(labels)), f"{label + 1} {words}") for label, words in enumerate(labels)]
    caption = "Share of trajectories in each state, stacked from 1 upwards."
    return Figure(name, title, caption, drawings, _layout(subject), table, key, _same(subject, values), marked.lines)


def event_figures(subject: Subject) -> list[Figure]:
    """One figure per event: the share of trajectories in which it has come by the end of each month."""
    times = subject.outcomes.index[subject.outcomes.kind == "time"]
    usual = [name for name in vocabulary.vocabulary()["events"] if name in times] or list(times)
    names = [name for name in subject.headline if name in times] if subject.asked_for else usual
    return [_cumulative(subject, name) for name in names]


def _cumulative(subject: Subject, name: str) -> Figure:
    left = subject.panels.peninsula.survival(name, method="wilson").transpose("condition", "month")
    came = 1 - numpy.stack([left.estimate.values, left.high.values, left.low.values], axis=-1)
    high = min(1.0, axes.round_range(came[..., 2].ravel(), 3, 0.0)[1])
    title = vocabulary.head(name, subject.outcomes)
    drawings, groups = [], []
    for index, condition in enumerate(subject.drawn):
        months = subject.months_of(condition)
        half = next((month for m, month in enumerate(months) if came[index, m, 0] >= 0.5), None)
        description = (
            f"It has come in {100 * came[index, -1, 0]:.0f} % of trajectories by the last {subject.step}; "
            + (
                f"in half of them by {wording.month_name(half)}."
                if half
                else "in fewer than half of them within the horizon."
            )
        )
        panel = replace(
            _panel(subject, f"{name}-{index}", condition, title, description, (0, high), _per_cent), margin=34.0
        )
        ghost = came[0, :, 0] if index else None
        if (index, condition) in _different(subject, came):
            drawing = monthly.cumulative(panel, came[index], ghost, _compact(came[index]))
            drawings.append((condition, _dated(subject, condition, drawing)))
        rows = [
            [month, *(wording.fixed(100 * value, 1) for value in came[index, m])]
            for m, month in _told_months(subject, condition)
        ]
        groups.append((subject.heading(condition), rows))
    size = int(subject.conditions.trajectories[subject.reference])
    came_told = wording.of_so_many(came[0, -1, 0], size)
    end = wording.month_name(subject.months[-1])
    caption = f"In “{subject.reference}”: {came_told} {'trajectory' if size == 1 else 'trajectories'} by {end}."
    return Figure(
        name,
        title,
        caption,
        drawings,
        _layout(subject),
        Table([subject.step, "share, %", "low", "high"], groups),
        note=_same(subject, came),
    )


def distribution_figures(subject: Subject) -> list[Figure]:
    """One figure per headline outcome that is a number: fifty equally likely dots a condition."""
    return [_dots(subject, name) for name in subject.headline if subject.measure(name).kind in ("count", "continuous")]


def _dots(subject: Subject, name: str) -> Figure:
    values = subject.panels.peninsula.quantiles(name, DOTS).transpose("condition", "quantile").values
    told = subject.panels.peninsula.quantiles(name, QUANTILES).transpose("condition", "quantile").values
    whole = subject.measure(name).kind == "count"
    title, units = vocabulary.head(name, subject.outcomes), subject.measure(name).units
    rows = [
        dots.Row(subject.heading(condition), values[i], told[i, 2], _five_to_ninety_five(told[i], 3 if whole else 2))
        for i, condition in _different(subject, values)
        if numpy.isfinite(values[i]).all()
    ]
    drawings = []
    for width in (WIDE, NARROW):
        description = "; ".join(f"{row.condition}: {row.summary}" for row in rows)
        empty = svg.Drawing(f"{name}-{width:.0f}", width, 0, f"{title}: fifty equally likely values", description)
        if rows:
            drawings.append(("", dots.plot(empty, rows, whole, told[0, 2], wording.plain)))
    words = [
        (subject.heading(condition), [[*map(wording.plain, told[i])]]) for i, condition in enumerate(subject.drawn)
    ]
    long_name = vocabulary.capital(vocabulary.typeset(str(subject.outcomes.loc[name, "long_name"])))
    scale = "" if whole or units == "1" else f", {wording.scale_of(units)}"
    caption = "" if whole and long_name == title else f"{long_name}{scale}."
    return Figure(
        f"{name}-distribution",
        title,
        caption,
        drawings,
        "widths",
        Table(["5 %", "25 %", "median", "75 %", "95 %"], words),
        note=_note(_same(subject, values), limits.of_distribution(subject, name)),
    )


def difference_figures(subject: Subject) -> list[Figure]:
    """One figure: paired differences of every headline outcome, with their intervals; none without a comparison."""
    by_outcome = {name: [shift for shift in shifts(subject) if shift.outcome == name] for name in subject.headline}
    drawings = []
    groups = []
    order = {condition: place for place, condition in enumerate(subject.drawn)}
    for name, every in by_outcome.items():
        found = [shift for shift in every if shift.condition in order]
        if not found:
            continue
        measure = subject.measure(name)
        factor = measure.factor_of_difference
        intervals, rows = [], []
        for shift in sorted(found, key=lambda shift: order[shift.condition]):
            value, ends = subject.difference_told(name, shift.estimate, shift.low, shift.high)
            heading = subject.heading(shift.condition)
            intervals.append(
                bars.Interval(
                    heading,
                    factor * shift.estimate,
                    factor * shift.low,
                    factor * shift.high,
                    f"{heading}: {value} {ends}",
                )
            )
            rows.append([heading, value, ends])
        title = title_of_difference(subject, name)
        empty = panel_of_difference(subject, "difference", name, [each.words for each in intervals])
        left = room_for_names([each.name for each in intervals])
        drawings.append(("", bars.differences(empty, title, intervals, signed_tick, left)))
        groups.append((title, rows))
    if not drawings:
        return []
    caption = (
        f"Mean difference from “{subject.reference}”, trajectory by trajectory under the same chance, with 95 %"
        " intervals of sampling error (often narrower than the dot). Full dot: the interval excludes zero. Hollow dot:"
        " it does not."
    )
    table = Table(["condition", "difference", "95 % interval"], groups)
    return [Figure("differences", "What moves, and by how much", caption, drawings, "panels-3", table)]


def title_of_difference(subject: Subject, outcome: str) -> str:
    """The outcome's heading with the unit of its differences."""
    head, unit = vocabulary.head(outcome, subject.outcomes), subject.measure(outcome).unit_of_difference(subject.step)
    return f"{head}, {unit}" if unit else head


def panel_of_difference(subject: Subject, name: str, outcome: str, words: Sequence[str]) -> svg.Drawing:
    """An empty panel with a title, and with a description in these words."""
    title = f"{vocabulary.head(outcome, subject.outcomes)}: difference from {subject.reference}"
    return svg.Drawing(f"{name}-{outcome}", 228, 0, title, "; ".join(words))


def room_for_names(names: Sequence[str]) -> float:
    """How wide the names of conditions are, at the left of a panel of differences."""
    return min(10 + 5.9 * max(map(len, names)), 136.0)


def signed_tick(value: float) -> str:
    """A value of an axis of differences."""
    told = wording.plain(value)
    return told if value <= 0 else f"+{told}"


def _panel(
    subject: Subject,
    name: str,
    condition: str,
    title: str,
    description: str,
    scale: tuple[float, float],
    told: Callable[[float], str],
) -> monthly.Panel:
    size = {"panels-1": (350.0, 210.0), "panels-3": (228.0, 150.0)}.get(_layout(subject), (172.0, 132.0))
    heading = subject.heading(condition)
    return monthly.Panel(
        name, heading, f"{title}: {heading}", description, subject.months_of(condition), *scale, told, *size
    )


def _layout(subject: Subject) -> str:
    return "panels-1" if len(subject.drawn) == 1 else "panels-3" if len(subject.drawn) == 3 else "panels-4"


def _different(subject: Subject, values: AnyArray) -> list[tuple[int, str]]:
    """The shown conditions, by place and name, whose values are not those of the reference, and itself."""
    return [
        (index, condition)
        for index, condition in enumerate(subject.drawn)
        if index == 0 or not numpy.array_equal(values[index], values[0], equal_nan=True)
    ]


def _marks(subject: Subject, values: AnyArray) -> Marks:
    """Of the conditions that have a panel."""
    return marks.of_panels(subject, [condition for _, condition in _different(subject, values)])


def _marked(panel: monthly.Panel, own: list[monthly.Mark]) -> monthly.Panel:
    """With its marks, in the drawing and in the words for those who do not see it."""
    told = [f"{mark.number} in {wording.month_name(panel.months[mark.place])}" for mark in own]
    words = f" Marked: {', '.join(told)}." if told else ""
    return replace(panel, marks=own, description=panel.description + words)


def _same(subject: Subject, values: AnyArray) -> str:
    """Which conditions have no drawing of their own."""
    drawn = {condition for _, condition in _different(subject, values)}
    names = [subject.heading(condition) for condition in subject.drawn if condition not in drawn]
    return f"What is drawn would be the same as in “{subject.reference}”: {wording.listed(names)}." if names else ""


def _told_months(subject: Subject, condition: str) -> Iterable[tuple[int, str]]:
    """Every sixth month, of long histories twenty, and the last; with its name."""
    months = subject.months_of(condition)
    last = len(months) - 1
    apart = max(6, last // 20)
    told = [month for month in range(0, last, apart) if last - month > 2] + [last]
    return [(month, wording.month_name(months[month], True)) for month in told]


def _dated(subject: Subject, condition: str, drawing: svg.Drawing) -> svg.Drawing:
    """With its own months for the page's script, where they are not those of the reference."""
    if condition in subject.start_elsewhere:
        drawing.data["months"] = json.dumps(subject.months_of(condition))
    return drawing


def _note(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _per_cent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _five_to_ninety_five(quantiles: Sequence[float], digits: int) -> str:
    low, _, median, _, high = (wording.plain(value, digits) for value in quantiles)
    return f"{median} ({low} to {high})"


def _compact(values: AnyArray) -> str:
    """Numbers in three digits, for the page's script to read out."""
    return json.dumps(
        [[float(f"{value:.3g}") if math.isfinite(value) else None for value in month] for month in values],
        separators=(",", ":"),
    )
