# SPDX-License-Identifier: Apache-2.0
"""A map of each headline outcome over a complete grid of two factors."""

import math

import numpy
import pandas

from peninsula import Design
from peninsula.arrays import AnyArray
from peninsula.report import vocabulary, wording
from peninsula.report.charts import fields, svg
from peninsula.report.figures import Figure, Table
from peninsula.report.subject import Subject
from peninsula.report.sweeps.points import contrast, estimates_of, meaning, points_of, short

MOST = 24  # settings of an axis: more would not be read


def figures(subject: Subject, design: Design) -> list[Figure]:
    """One figure, with the outcomes of the clearest pattern first; none where the design is no such grid."""
    if len(design.factors) != 2 or design.kind != "grid":
        return []
    labels = design.labels.loc[points_of(subject)]
    settings = [list(dict.fromkeys(labels[factor])) for factor in design.factors]
    if math.prod(map(len, settings)) != len(labels) or max(map(len, settings)) > MOST:
        return []
    drawings, groups = [], []
    for outcome in sorted(subject.headline, key=lambda name: -contrast(subject, name)):
        drawing, rows = _map(subject, outcome, design.factors, settings, labels)
        drawings.append(("", drawing))
        groups.append((vocabulary.head(outcome, subject.outcomes), rows))
    one, other = (meaning(subject, factor) for factor in design.factors)
    header = [short(design.factors[0]), *map(wording.setting, settings[1])]
    title = f"{vocabulary.capital(one)} against {other}"
    return [Figure("maps", title, _caption(subject), drawings, "panels-2", Table(header, groups))]


def _caption(subject: Subject) -> str:
    quiet = [vocabulary.head(name, subject.outcomes) for name in subject.headline if contrast(subject, name) < 3]
    caption = "A cell a point of the grid: shares in per cent, the others as means. The clearest patterns come first."
    return f"{caption} Hardly more than sampling error: {wording.listed(quiet)}." if quiet else caption


def _map(
    subject: Subject, outcome: str, factors: list[str], settings: list[list[str]], labels: pandas.DataFrame
) -> tuple[svg.Drawing, list[list[str]]]:
    estimates = estimates_of(subject, outcome).loc[labels.index]
    index = pandas.MultiIndex.from_frame(labels)
    square = estimates.set_axis(index).unstack().loc[settings[0], settings[1]].values
    decimals = _decimals(square)

    def told(value: float) -> str:
        return wording.fixed(value, decimals)

    head = vocabulary.head(outcome, subject.outcomes)
    low, high = float(estimates.min()), float(estimates.max())
    description = f"From {told(low)} to {told(high)} over {square.size} points."
    drawing = svg.Drawing(f"map-{outcome}", 350, 0, head, description)
    rows, columns = (
        (short(factor), list(map(wording.setting, each))) for factor, each in zip(factors, settings, strict=True)
    )
    unit = "%" if subject.measure(outcome).is_share else "mean"
    fields.heat_map(drawing, f"{head}, {unit}", rows, columns, square, told)
    return drawing, [[label, *map(told, values)] for label, values in zip(rows[1], square, strict=True)]


def _decimals(values: AnyArray) -> int:
    """So many that the range shows two digits."""
    spread = float(numpy.nanmax(values) - numpy.nanmin(values)) if numpy.isfinite(values).any() else 0.0
    return min(max(0, 1 - math.floor(math.log10(spread))), 3) if spread > 0 else 2
