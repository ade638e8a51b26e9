# SPDX-License-Identifier: Apache-2.0
"""The section on sweeps: figures over all points.

`maps` over two factors of a grid, `ranges` of single factors of a grid, `indices` of designs made for them, `responses`
of outcomes to the factor that decides most.
"""

import math

import pandas

from peninsula import Sensitivity, sensitivity
from peninsula.errors import InputError, RunError
from peninsula.report import vocabulary, wording
from peninsula.report.figures import Figure
from peninsula.report.subject import Subject
from peninsula.report.sweeps import indices, maps, ranges, responses
from peninsula.report.sweeps.points import contrast, meaning, points_of

MOST_SENTENCES = 5


def found_by_program(subject: Subject) -> tuple[Sensitivity | None, str]:
    """What `peninsula sensitivity` says of the file; or none, and a sentence that says why."""
    if subject.design is None:
        return None, ""
    try:
        names = [name for name in subject.headline if subject.measure(name).kind != "time"]
        return sensitivity(subject.results, names), ""
    except (InputError, RunError) as error:
        return None, (
            f"What the program finds on sensitivity is left out: {error}. With it built, run"
            " “peninsula sensitivity” on the result, or make this report again."
        )


def figures(subject: Subject, found: Sensitivity | None) -> list[Figure]:
    """The figures that suit the design."""
    design = subject.design
    if design is None:
        return []
    return [
        *maps.figures(subject, design),
        *ranges.figures(subject, design),
        *indices.figures(subject, found),
        *responses.figures(subject, design, found),
    ]


def sentences(subject: Subject, found: Sensitivity | None) -> list[tuple[str, str]]:
    """The headline outcomes that the points move most: from where to where, and which factor decides."""
    moved = [name for name in subject.headline if contrast(subject, name) > 3]
    moved.sort(key=lambda name: -contrast(subject, name))
    return [
        (vocabulary.head(name, subject.outcomes), _range_words(subject, name) + _decisive_words(subject, found, name))
        for name in moved[:MOST_SENTENCES]
    ]


def variances(subject: Subject, found: Sensitivity | None) -> list[tuple[str, str, str]]:
    """For each outcome its heading, its mean over the points, and how much of its variance the factors explain."""
    rows = []
    for outcome, row in found.variances.iterrows() if found is not None else ():
        measure = subject.measure(str(outcome))
        unit = f"{wording.SPACE}%" if measure.is_share else ""
        mean = wording.plain(row["mean"] * measure.factor) + unit
        rows.append((vocabulary.head(str(outcome), subject.outcomes), mean, _explained_words(row)))
    return rows


def explained(row: pandas.Series) -> float:
    """The share of an outcome's variance over trajectories that the factors explain; NaN where it cannot be told."""
    whole = float(row.between_points + row.within_points)
    return max(float(row.between_points - row.noise), 0.0) / whole if whole > 0 else math.nan


def _explained_words(row: pandas.Series) -> str:
    share = explained(row)
    return wording.per_cent(share) if math.isfinite(share) else f"{wording.DASH} ({row.reason})"


def _range_words(subject: Subject, outcome: str) -> str:
    """Where nine of ten points lie: the ends would be those that chance favoured most."""
    measure = subject.measure(outcome)
    estimates = subject.estimate(outcome).estimate.loc[points_of(subject)] * measure.factor
    low, high = (wording.plain(value, 2) for value in estimates.quantile([0.05, 0.95]))
    return f"lies between {low} and {high}{f'{wording.SPACE}%' if measure.is_share else ''} at nine of ten points"


def _decisive_words(subject: Subject, found: Sensitivity | None, outcome: str) -> str:
    ranked = indices.ranked(found, outcome)
    if found is None or found.design != "saltelli" or ranked.empty:
        return ""
    share = wording.per_cent(min(ranked.value.iloc[0], 1.0))
    factor = meaning(subject, str(ranked.index[0]))
    return f"; “{factor}”, alone or with others, accounts for {share} of the variance between them"
