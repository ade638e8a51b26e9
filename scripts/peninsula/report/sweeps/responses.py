# SPDX-License-Identifier: Apache-2.0
"""Each headline outcome against the factor that matters most for it, for designs that fill their space."""

import numpy
import pandas

from peninsula import Design, Sensitivity
from peninsula.report import vocabulary, wording
from peninsula.report.charts import axes, fields, svg
from peninsula.report.figures import Figure, Table
from peninsula.report.subject import Subject
from peninsula.report.sweeps import indices
from peninsula.report.sweeps.points import estimates_of, points_of, short

BINS = 12
LEAST_POINTS = 60
CAPTION = (
    "Each outcome against the one factor that matters most for it. Dots: the mean of the points in a bin; band: four of"
    " five of these points. The band is wide where other factors, or the sampling error of single points, matter too."
)


def figures(subject: Subject, design: Design, found: Sensitivity | None) -> list[Figure]:
    """One figure, one panel per outcome; none for grids and for designs of few points."""
    points = points_of(subject)
    if design.kind in ("grid", "list") or len(points) < LEAST_POINTS:
        return []
    values = design.values.loc[points]
    drawings, groups = [], []
    for outcome in subject.headline:
        factor = _decisive(subject, outcome, values, found)
        if factor is not None and estimates_of(subject, outcome).notna().any():
            drawing, rows = _panel(subject, outcome, factor, values[factor])
            drawings.append(("", drawing))
            groups.append((f"{vocabulary.head(outcome, subject.outcomes)} by {factor}", rows))
    table = Table(["factor from … to", "mean", "10 %", "90 %"], groups)
    return [Figure("responses", "How outcomes answer", CAPTION, drawings, "panels-3", table)] if drawings else []


def _decisive(subject: Subject, outcome: str, values: pandas.DataFrame, found: Sensitivity | None) -> str | None:
    """The numeric factor of the greatest index; without indices, that of the strongest rank correlation."""
    numeric = [str(factor) for factor in values.columns if values[factor].nunique() >= BINS]
    known = [str(factor) for factor in indices.ranked(found, outcome).index if factor in numeric]
    if known:
        return known[0]
    estimates = estimates_of(subject, outcome)
    if estimates.nunique() < 2:
        return None
    return max(numeric, key=lambda name: float(abs(estimates.corr(values[name], method="spearman"))), default=None)


def _panel(subject: Subject, outcome: str, factor: str, places: pandas.Series) -> tuple[svg.Drawing, list[list[str]]]:
    estimates = estimates_of(subject, outcome).dropna()
    places = places.loc[estimates.index]
    edges = numpy.linspace(places.min(), places.max(), BINS + 1)
    bins = estimates.groupby(numpy.clip(numpy.digitize(places, edges) - 1, 0, BINS - 1))
    centres = [float((edges[i] + edges[i + 1]) / 2) for i, _ in bins]
    bands = [(float(group.quantile(0.1)), float(group.mean()), float(group.quantile(0.9))) for _, group in bins]
    head = vocabulary.head(outcome, subject.outcomes)
    ends = [wording.plain(value) for value in (bands[0][1], bands[-1][1], edges[0], edges[-1])]
    description = f"The mean goes from {ends[0]} to {ends[1]} while {factor} goes from {ends[2]} to {ends[3]}."
    drawing = svg.Drawing(f"response-{outcome}", 228, 172, f"{head} against {factor}", description)
    heading = f"{head}, %" if subject.measure(outcome).is_share else head
    scale = axes.round_range([value for triple in bands for value in triple], 3)
    fields.response(drawing, heading, short(factor), centres, bands, scale, wording.plain)
    rows = [
        [f"{wording.plain(edges[i])} … {wording.plain(edges[i + 1])}", *map(wording.plain, (mean, low, high))]
        for (i, _), (low, mean, high) in zip(bins, bands, strict=True)
    ]
    return drawing, rows
