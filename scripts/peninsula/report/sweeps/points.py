# SPDX-License-Identifier: Apache-2.0
"""What the figures of a sweep have in common: its points, and the words for its factors."""

import pandas

from peninsula.report.subject import Subject
from peninsula.report.vocabulary import typeset


def points_of(subject: Subject) -> list[str]:
    """The conditions of a sweep without the reference."""
    return [str(name) for name in subject.conditions.index if name != subject.reference]


def estimates_of(subject: Subject, outcome: str) -> pandas.Series:
    """An outcome at every point: shares in per cent, the rest in their units."""
    return subject.estimate(outcome).estimate.loc[points_of(subject)] * subject.measure(outcome).factor


def contrast(subject: Subject, outcome: str) -> float:
    """The range over the points in units of a point's interval's half width."""
    table = subject.estimate(outcome).loc[points_of(subject)]
    half = ((table.high - table.low) / 2).dropna().median()
    return float((table.estimate.max() - table.estimate.min()) / half) if half > 0 else 0.0


def meaning(subject: Subject, factor: str) -> str:
    """A parameter's meaning; the name of an event in words."""
    known = factor in subject.parameters.index
    return typeset(str(subject.parameters.loc[factor, "meaning"])) if known else factor.replace("_", " ")


def short(factor: str) -> str:
    """A factor's name without its group, in words."""
    return factor.rsplit(".", maxsplit=1)[-1].replace("_", " ")
