# SPDX-License-Identifier: Apache-2.0
"""The box of the states of the world in which a difference turns round, among those that the page drew."""

from dataclasses import dataclass
from typing import Any

from peninsula.decide.box import Box, box
from peninsula.errors import InputError
from peninsula.report import vocabulary, wording
from peninsula.report.decision.found import Decision
from peninsula.report.subject import Subject

HEADER = ["assumption", "from", "to", "bounded in resamples"]
RESAMPLES = 20


@dataclass(frozen=True)
class Row:
    """A bounded assumption, in words."""

    name: str
    meaning: str
    values: list[str]


@dataclass(frozen=True)
class Bounds:
    """Of one condition: what is said of the box, and a row for each of its assumptions; none where there is no box."""

    sentence: str
    rows: list[Row]


def of(subject: Subject, decision: Decision, condition: str) -> Bounds:
    """The box of the states whose effect on the main outcome has the sign opposite to the mean's."""
    try:
        found = box(decision.over.sought(subject.main, condition), resamples=RESAMPLES)
    except InputError as error:
        return Bounds(f"No box is told of the states in which it turns round: {error}.", [])
    if found.bounds.empty:
        return Bounds(
            f"Among the {decision.states:,} states, no bounds on a few assumptions divide those in which it turns "
            "round from the others better than chance might. More states may: the command `peninsula box` draws 2,048.",
            [],
        )
    rows = [_row(subject, str(name), row) for name, row in found.bounds.iterrows()]
    return Bounds(_sentence(found, decision.states), rows)


def _sentence(found: Box, states: int) -> str:
    here, base, coverage = (wording.of_so_many(share, 100) for share in (found.density, found.base, found.coverage))
    return (
        f"Within these bounds it turns round in {here} states, and in {base} of all {states:,}; the box holds "
        f"{coverage} of those in which it does. {_over_resamples(found)}"
    )


def _over_resamples(found: Box) -> str:
    """What boxes of resamples hold of the states that they left out, by which they were not chosen."""
    count, size = found.resamples_with_box, len(found.elsewhere)
    if count == 0:
        return f"Of {size} resamples of the states, none has a box."
    density, coverage = (
        wording.of_so_many(float(each.mean()), 100) for each in (found.elsewhere.density, found.elsewhere.coverage)
    )
    return (
        f"Of {size} resamples of the states, {count} have a box. Among the states that each left out, it turns round "
        f"in {density} of those in its box, on average, and the box holds {coverage} of those in which it does."
    )


def _row(subject: Subject, name: str, row: Any) -> Row:
    declared = subject.parameters.loc[name]
    values = [wording.plain(row.low), wording.plain(row.high), f"{100 * row.resampled:.0f} %"]
    return Row(name, vocabulary.typeset(str(declared.meaning)), values)
