"""The section on sweeps: maps over two factors, sensitivity, and how outcomes answer to single factors."""

import json
import math
from typing import Any

import numpy
import pandas

from peninsula.engine import program
from peninsula.errors import InputError, RunError
from peninsula.report import vocabulary, wording
from peninsula.report.charts import axes, bars, fields, svg
from peninsula.report.figures import Figure, Table
from peninsula.report.subject import Subject

MOST_MAPS = 60  # cells' sides: more would not be read
MOST_BARS = 10
MOST_SENTENCES = 5
BINS = 12
LEAST_POINTS = 60  # for binned means


def indices(subject: Subject, path: str) -> tuple[dict[str, Any] | None, str]:
    """What `peninsula sensitivity` says of the file; or none, and a sentence that says why."""
    if subject.design is None:
        return None, ""
    try:
        names = [
            part for name in subject.headline if subject.measure(name).kind != "time" for part in ("--outcome", name)
        ]
        return json.loads(program("sensitivity", path, "--json", *names)), ""
    except (InputError, RunError, ValueError) as error:
        return None, (
            f"The section on sensitivity needs the program, and is left out: {error}. With it built, run"
            " “peninsula sensitivity” on the result, or make this report again."
        )


def sentences(subject: Subject, found: dict[str, Any] | None) -> list[tuple[str, str]]:
    """For the headline outcomes that the points move most: from where to where, and which factor decides."""
    if subject.design is None:
        return []
    moved = sorted(
        (name for name in subject.headline if _contrast(subject, name) > 3), key=lambda name: -_contrast(subject, name)
    )
    return [
        (vocabulary.head(name, subject.outcomes), _range_words(subject, name) + _decisive_words(subject, found, name))
        for name in moved[:MOST_SENTENCES]
    ]


def _range_words(subject: Subject, outcome: str) -> str:
    """Where nine of ten points lie: the ends would be those that chance favoured most."""
    measure = subject.measure(outcome)
    low, high = (
        value * measure.factor
        for value in subject.estimate(outcome).estimate.loc[_points(subject)].quantile([0.05, 0.95])
    )
    unit = f"{wording.SPACE}%" if measure.is_share else ""
    return f"lies between {wording.plain(low, 2)} and {wording.plain(high, 2)}{unit} at nine of ten points"


def _decisive_words(subject: Subject, found: dict[str, Any] | None, outcome: str) -> str:
    entry = next(
        (each for each in (found or {}).get("outcomes", []) if each["outcome"] == outcome and "total" in each), None
    )
    if entry is None:
        return ""
    (name, index, _), *_ = _ranked(found["factors"], entry, "total", None)
    return f"; “{_factor(subject, name)}” alone or with others accounts for {wording.per_cent(min(index['value'], 1.0))} of the variance between them"


def figures(subject: Subject, found: dict[str, Any] | None) -> list[Figure]:
    """The figures that the design has matter for."""
    if subject.design is None:
        return []
    return [*_maps(subject), *_ranges(subject), *_indices(subject, found), *_responses(subject, found)]


def _points(subject: Subject) -> list[str]:
    return [str(name) for name in subject.conditions.index if name != subject.reference]


# Two factors: maps.


def _maps(subject: Subject) -> list[Figure]:
    """A map a headline outcome over a complete grid of two factors; those with the clearest pattern first."""
    design = subject.design
    if len(design.factors) != 2 or design.kind != "grid":
        return []
    labels = design.labels.loc[_points(subject)]
    one, other = design.factors
    ones, others = list(dict.fromkeys(labels[one])), list(dict.fromkeys(labels[other]))
    if len(ones) * len(others) != len(labels) or max(len(ones), len(others)) > MOST_MAPS:
        return []
    drawings, groups = [], []
    for _, outcome in sorted((-_contrast(subject, name), name) for name in subject.headline):
        drawing, rows = _map(subject, outcome, (one, ones), (other, others), labels)
        drawings.append(("", drawing))
        groups.append((vocabulary.head(outcome, subject.outcomes), rows))
    quiet = [vocabulary.head(name, subject.outcomes) for name in subject.headline if _contrast(subject, name) < 3]
    caption = "One cell a point of the grid: shares in per cent, the others as means. The outcomes with the clearest pattern come first."
    if quiet:
        caption += f" Hardly more than sampling error: {wording.listed(quiet)}."
    return [
        Figure(
            "maps",
            f"{vocabulary.capital(_factor(subject, one))} against {_factor(subject, other)}",
            caption,
            drawings,
            "panels-2",
            Table([_short(one), *(wording.setting(label) for label in others)], groups),
        )
    ]


def _contrast(subject: Subject, outcome: str) -> float:
    """The range over the points in units of a point's interval's half width."""
    table = subject.estimate(outcome).loc[_points(subject)]
    half = ((table.high - table.low) / 2).median()
    return float((table.estimate.max() - table.estimate.min()) / half) if half > 0 else 0.0


def _map(
    subject: Subject, outcome: str, rows: tuple, columns: tuple, labels: pandas.DataFrame
) -> tuple[svg.Drawing, list[list[str]]]:
    estimates = subject.estimate(outcome).estimate.loc[labels.index]
    square = estimates.set_axis(pandas.MultiIndex.from_frame(labels)).unstack().loc[rows[1], columns[1]].values
    measure = subject.measure(outcome)
    decimals = _map_decimals(square * measure.factor)
    words = [[wording.fixed(value * measure.factor, decimals) for value in row] for row in square]
    head = vocabulary.head(outcome, subject.outcomes)
    title = f"{head}, {'%' if measure.is_share else 'mean'}"
    least, most = square.min() * measure.factor, square.max() * measure.factor
    description = f"From {wording.fixed(least, decimals)} to {wording.fixed(most, decimals)} over {square.size} points."
    drawing = svg.Drawing(f"map-{outcome}", 350, 0, head, description)
    told = [[wording.setting(label) for label in axis[1]] for axis in (rows, columns)]
    fields.heat_map(
        drawing,
        title,
        (_short(rows[0]), told[0]),
        (_short(columns[0]), told[1]),
        square * measure.factor,
        lambda value: wording.fixed(value, decimals),
    )
    return drawing, [[label, *row] for label, row in zip(told[0], words)]


def _map_decimals(values: numpy.ndarray) -> int:
    """So many that the range shows two digits."""
    spread = float(values.max() - values.min())
    return min(max(0, 1 - math.floor(math.log10(spread))), 3) if spread > 0 else 2


# Several factors without indices: the range of each factor's own means.


def _ranges(subject: Subject) -> list[Figure]:
    """A tornado: how far the mean over all other factors moves along each factor of a grid or list."""
    design = subject.design
    if design.kind not in ("grid", "list") or len(design.factors) < 2:
        return []
    labels = design.labels.loc[_points(subject)]
    drawings, groups = [], []
    for outcome in subject.headline:
        measure = subject.measure(outcome)
        estimates = subject.estimate(outcome).estimate.loc[labels.index] * measure.factor
        found = []
        for factor in design.factors:
            means = estimates.groupby(labels[factor].where(labels[factor] != "", "–"), sort=False).mean()
            found.append((float(means.max() - means.min()), factor, means))
        found.sort(key=lambda each: -each[0])
        words = [
            (
                factor,
                f"{_short(factor)}: {wording.plain(means.min())} at {wording.setting(means.idxmin())}, {wording.plain(means.max())} at {wording.setting(means.idxmax())}",
            )
            for _, factor, means in found
        ]
        marks = [
            bars.Bar(_short(factor), reach, None, reach, reach, told)
            for (reach, factor, _), (_, told) in zip(found, words)
        ]
        head = vocabulary.head(outcome, subject.outcomes)
        drawing = svg.Drawing(f"range-{outcome}", 228, 0, head, "; ".join(told for _, told in words))
        drawings.append(
            (
                "",
                bars.sensitivity(
                    drawing,
                    f"{head}{', points' if measure.is_share else ''}",
                    marks,
                    lambda value: wording.plain(value, 2),
                ),
            )
        )
        groups.append(
            (
                head,
                [
                    [
                        _short(factor),
                        f"{wording.plain(means.min())} at {wording.setting(means.idxmin())}",
                        f"{wording.plain(means.max())} at {wording.setting(means.idxmax())}",
                    ]
                    for _, factor, means in found
                ],
            )
        )
    caption = "How far the mean over all points moves from one end of a factor to the other, the other factors taken as they come."
    return [
        Figure(
            "ranges",
            "Which factor moves what",
            caption,
            drawings,
            "panels-3",
            Table(["factor", "least", "most"], groups),
        )
    ]


# Indices from the program.


def _indices(subject: Subject, found: dict[str, Any] | None) -> list[Figure]:
    if found is None or found["design"] not in ("saltelli", "morris"):
        return []
    whole, alone = ("total", "first") if found["design"] == "saltelli" else ("mean_absolute_effect", None)
    drawings, groups = [], []
    for entry in found["outcomes"]:
        ranked = _ranked(found["factors"], entry, whole, alone)
        head = vocabulary.head(entry["outcome"], subject.outcomes)
        marks = [
            bars.Bar(name, index["value"], own, index["low"], index["high"], _index_words(name, index, own))
            for name, index, own in ranked
        ]
        drawing = svg.Drawing(f"indices-{entry['outcome']}", 350, 0, head, "; ".join(mark.words for mark in marks))
        told = [mark for mark in marks[:MOST_BARS] if mark.whole >= 0.005 * marks[0].whole]
        note = (
            f"{len(marks) - len(told)} others: less than {wording.plain(max(marks[len(told)].whole, 0.0005), 1)} each"
            if len(told) < len(marks)
            else ""
        )
        drawings.append(("", bars.sensitivity(drawing, head, told, _two_digits, note)))
        groups.append(
            (
                head,
                [
                    [
                        mark.name,
                        "" if mark.alone is None else f"{mark.alone:.3f}",
                        f"{mark.whole:.3f}",
                        f"[{mark.low:.3f}, {mark.high:.3f}]",
                    ]
                    for mark in marks
                ],
            )
        )
    if found["design"] == "saltelli":
        caption = (
            "Share of the variance between points. Strong: the factor alone (first order). Faint: with all it does together with others"
            " (total), with its 95 % bootstrap interval."
        )
        header = ["factor", "alone", "total", "95 % interval of the total"]
    else:
        caption = "Mean absolute elementary effect: how much the outcome moves while a factor crosses its range, with 95 % bootstrap intervals."
        header = ["factor", "", "effect", "95 % interval"]
    return [Figure("indices", "Which assumptions decide", caption, drawings, "panels-2", Table(header, groups))]


def _ranked(factors: list[str], entry: dict[str, Any], whole: str, alone: str | None) -> list[tuple]:
    rows = [
        (name, index, entry[alone][place]["value"] if alone else None)
        for place, (name, index) in enumerate(zip(factors, entry[whole]))
        if index["value"] is not None
    ]
    return sorted(rows, key=lambda row: -row[1]["value"])


def _index_words(name: str, index: dict[str, float], alone: float | None) -> str:
    own = f"alone {alone:.2f}, " if alone is not None else ""
    return f"{name}: {own}in all {index['value']:.2f} [{index['low']:.2f}, {index['high']:.2f}]"


# Single factors: binned means.


def _responses(subject: Subject, found: dict[str, Any] | None) -> list[Figure]:
    """For designs that fill their space: each headline outcome against the factor that matters most for it."""
    points = _points(subject)
    if subject.design.kind in ("grid", "list") or len(points) < LEAST_POINTS:
        return []
    values = subject.design.values.loc[points]
    drawings, groups = [], []
    for outcome in subject.headline:
        factor = _decisive(subject, outcome, values, found)
        if factor is not None:
            drawing, rows = _response(subject, outcome, factor, values[factor])
            drawings.append(("", drawing))
            groups.append((f"{vocabulary.head(outcome, subject.outcomes)} by {factor}", rows))
    caption = (
        "Each outcome against the one factor that matters most for it. Dots: the mean of the points in a bin; band: four of five of these"
        " points. The band is wide where other factors, or the sampling error of single points, matter too."
    )
    return (
        [
            Figure(
                "responses",
                "How outcomes answer",
                caption,
                drawings,
                "panels-3",
                Table(["factor from … to", "mean", "10 %", "90 %"], groups),
            )
        ]
        if drawings
        else []
    )


def _decisive(subject: Subject, outcome: str, values: pandas.DataFrame, found: dict[str, Any] | None) -> str | None:
    numeric = [factor for factor in values.columns if values[factor].nunique() >= BINS]
    entry = next((each for each in (found or {}).get("outcomes", []) if each["outcome"] == outcome), {})
    index = entry.get("total") or entry.get("mean_absolute_effect")
    if index:
        ranked = sorted(zip(index, found["factors"]), key=lambda each: -(each[0]["value"] or 0.0))
        return next((factor for _, factor in ranked if factor in numeric), None)
    estimates = subject.estimate(outcome).estimate.loc[values.index]
    return max(numeric, key=lambda factor: abs(estimates.corr(values[factor], method="spearman")), default=None)


def _response(
    subject: Subject, outcome: str, factor: str, places: pandas.Series
) -> tuple[svg.Drawing, list[list[str]]]:
    measure = subject.measure(outcome)
    estimates = subject.estimate(outcome).estimate.loc[places.index] * measure.factor
    edges = numpy.linspace(places.min(), places.max(), BINS + 1)
    bins = estimates.groupby(numpy.clip(numpy.digitize(places, edges) - 1, 0, BINS - 1))
    rows = [
        (
            float((edges[i] + edges[i + 1]) / 2),
            (float(group.quantile(0.1)), float(group.mean()), float(group.quantile(0.9))),
        )
        for i, group in bins
    ]
    head = vocabulary.head(outcome, subject.outcomes)
    description = f"The mean goes from {wording.plain(rows[0][1][1])} to {wording.plain(rows[-1][1][1])} while {factor} goes from {wording.plain(edges[0])} to {wording.plain(edges[-1])}."
    drawing = svg.Drawing(f"response-{outcome}", 228, 172, f"{head} against {factor}", description)
    centres, bands = [row[0] for row in rows], [row[1] for row in rows]
    scale = axes.round_range([value for triple in bands for value in triple], 3)
    fields.response(
        drawing,
        f"{head}{', %' if measure.is_share else ''}",
        factor.split(".")[-1].replace("_", " "),
        centres,
        bands,
        scale,
        wording.plain,
        wording.plain,
    )
    table = [
        [
            f"{wording.plain(edges[i])} … {wording.plain(edges[i + 1])}",
            wording.plain(group.mean()),
            wording.plain(group.quantile(0.1)),
            wording.plain(group.quantile(0.9)),
        ]
        for i, group in bins
    ]
    return drawing, table


# Words.


def _factor(subject: Subject, factor: str) -> str:
    """A parameter's meaning; the name of an event in words."""
    parameters = subject.parameters
    return str(parameters.loc[factor, "meaning"]) if factor in parameters.index else factor.replace("_", " ")


def _short(factor: str) -> str:
    return factor.split(".")[-1].replace("_", " ")


def _two_digits(value: float) -> str:
    return f"{value:.2f}"
