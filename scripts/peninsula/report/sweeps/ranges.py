# SPDX-License-Identifier: Apache-2.0
"""How far each outcome moves along each factor of a grid: a tornado of means."""

import pandas

from peninsula import Design
from peninsula.report import vocabulary, wording
from peninsula.report.charts import bars, svg
from peninsula.report.figures import Figure, Table
from peninsula.report.subject import Subject
from peninsula.report.sweeps.points import estimates_of, points_of, short


def figures(subject: Subject, design: Design) -> list[Figure]:
    """One figure, one panel per outcome; none for designs that tell single factors better."""
    if design.kind not in ("grid", "list") or len(design.factors) < 2:
        return []
    labels = design.labels.loc[points_of(subject)]
    drawings, groups = [], []
    for outcome in subject.headline:
        if estimates_of(subject, outcome).isna().all():
            continue
        means = {factor: _means(estimates_of(subject, outcome), labels[factor]) for factor in design.factors}
        ranked = sorted(means.items(), key=lambda each: float(each[1].min() - each[1].max()))
        head = vocabulary.head(outcome, subject.outcomes)
        if ranked[0][1].nunique() > 1:
            drawings.append(("", _panel(subject, outcome, head, ranked)))
        groups.append(
            (head, [[short(factor), _end(each, least=True), _end(each, least=False)] for factor, each in ranked])
        )
    caption = (
        "How far the mean over all points moves between the settings of a factor, the other factors taken as they come."
    )
    table = Table(["factor", "least", "most"], groups)
    return [Figure("ranges", "Which factor moves what", caption, drawings, "panels-3", table)]


def _means(estimates: pandas.Series, labels: pandas.Series) -> pandas.Series:
    """The mean of the points at each setting; a dash stands where a factor does not apply."""
    return estimates.groupby(labels.where(labels != "", "–"), sort=False).mean().dropna()


def _panel(subject: Subject, outcome: str, head: str, ranked: list[tuple[str, pandas.Series]]) -> svg.Drawing:
    marks = []
    for factor, means in ranked:
        reach = float(means.max() - means.min())
        words = f"{short(factor)}: {_end(means, least=True)}, {_end(means, least=False)}"
        marks.append(bars.Bar(short(factor), reach, None, reach, reach, words))
    drawing = svg.Drawing(f"range-{outcome}", 228, 0, head, "; ".join(mark.words for mark in marks))
    heading = f"{head}, points" if subject.measure(outcome).is_share else head
    return bars.sensitivity(drawing, heading, marks, lambda value: wording.plain(value, 2))


def _end(means: pandas.Series, least: bool) -> str:
    """ "0.49 at Jun 2025"."""
    place = means.idxmin() if least else means.idxmax()
    return f"{wording.plain(means[place])} at {wording.setting(str(place))}"
