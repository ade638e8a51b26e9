# SPDX-License-Identifier: Apache-2.0
"""Sobol' indices and elementary effects, as the program finds them."""

import pandas

from peninsula import Sensitivity
from peninsula.report import vocabulary, wording
from peninsula.report.charts import bars, svg
from peninsula.report.figures import Figure, Table
from peninsula.report.subject import Subject

MOST_BARS = 10
WHOLE = {"saltelli": "total", "morris": "mean_absolute_effect"}
CAPTIONS = {
    "saltelli": (
        "Share of the variance between points. Strong: the factor alone (first order). Faint: with all it does together"
        " with others (total), with its 95 % bootstrap interval."
    ),
    "morris": (
        "Mean absolute elementary effect: how much the outcome moves while a factor crosses its range, with 95 %"
        " bootstrap intervals."
    ),
}


def figures(subject: Subject, found: Sensitivity | None) -> list[Figure]:
    """One figure, one panel per outcome; none for designs without indices."""
    if found is None or found.design not in WHOLE:
        return []
    drawings, groups = [], []
    for outcome in found.variances.index:
        head = vocabulary.head(outcome, subject.outcomes)
        table = ranked(found, outcome)
        marks = [_bar(str(factor), row) for factor, row in table.iterrows()]
        if not marks:  # nothing varies between the points: the table above says so
            continue
        drawings.append(("", _panel(outcome, head, marks)))
        groups.append((head, [_words(mark) for mark in marks]))
    header = ["factor", "alone", "in all", "95 % interval"]
    if not drawings:
        return []
    return [
        Figure(
            "indices", "Which assumptions decide", CAPTIONS[found.design], drawings, "panels-2", Table(header, groups)
        )
    ]


def ranked(found: Sensitivity | None, outcome: str) -> pandas.DataFrame:
    """By factor, the strongest first: value, low, high, and what the factor does alone (NaN where that is not told)."""
    if found is None or found.design not in WHOLE:
        return pandas.DataFrame(columns=["value", "low", "high", "alone"])
    own = found.measures[found.measures.outcome == outcome].set_index("factor")
    table = own[own.measure == WHOLE[found.design]][["value", "low", "high"]].astype(float)
    table["alone"] = own[own.measure == "first"]["value"].astype(float)
    return table.dropna(subset="value").sort_values("value", ascending=False, kind="stable")


def _bar(factor: str, row: pandas.Series) -> bars.Bar:
    alone = None if pandas.isna(row.alone) else float(row.alone)
    own = "" if alone is None else f"alone {wording.fixed(alone, 2)}, "
    ends = f"[{wording.fixed(row.low, 2)}, {wording.fixed(row.high, 2)}]"
    words = f"{factor}: {own}in all {wording.fixed(row.value, 2)} {ends}"
    return bars.Bar(factor, float(row.value), alone, float(row.low), float(row.high), words)


def _panel(outcome: str, head: str, marks: list[bars.Bar]) -> svg.Drawing:
    """The strongest factors; those of less than a two-hundredth of the first are counted only."""
    told = [mark for mark in marks[:MOST_BARS] if mark.whole >= 0.005 * marks[0].whole] or marks[:1]
    left = marks[len(told) :]
    note = (
        f"{wording.count(len(left), 'other')}: less than {wording.plain(max(left[0].whole, 0.0005), 1)} each"
        if left
        else ""
    )
    drawing = svg.Drawing(f"indices-{outcome}", 350, 0, head, "; ".join(mark.words for mark in marks))
    return bars.sensitivity(drawing, head, told, lambda value: f"{value:.2f}", note)


def _words(mark: bars.Bar) -> list[str]:
    alone = "" if mark.alone is None else wording.fixed(mark.alone, 3)
    return [
        mark.name,
        alone,
        wording.fixed(mark.whole, 3),
        f"[{wording.fixed(mark.low, 3)}, {wording.fixed(mark.high, 3)}]",
    ]
