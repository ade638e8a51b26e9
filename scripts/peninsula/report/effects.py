# SPDX-License-Identifier: Apache-2.0
"""How far conditions differ from the reference, and what of it is worth telling first: the one place that says so."""

import math
from dataclasses import dataclass

from peninsula.report import vocabulary
from peninsula.report.subject import Subject

SCALES = {"binary": 0, "categorical": 0, "count": 1}  # shares first, then numbers of events, then indices and times


@dataclass(frozen=True)
class Shift:
    """One outcome of one condition against the reference.

    `size`: of a share in itself, of everything else in the reference's standard deviations. `given`: the condition sets
    the outcome by its own timeline or start, so that the shift repeats what was supposed.
    """

    condition: str
    outcome: str
    scale: int
    estimate: float
    low: float
    high: float
    size: float
    given: bool

    @property
    def clear(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > 0 or self.high < 0

    @property
    def rank(self) -> tuple[bool, bool, int, float, str, str]:
        """What is found before what is given, clear before unclear, the reader's scale before others, then by size."""
        return self.given, not self.clear, self.scale, -self.size, self.condition, self.outcome


def shifts(subject: Subject) -> list[Shift]:
    """Every condition that has a row against the reference in every headline outcome, what to tell first at first."""
    found = []
    for outcome in subject.headline:
        table, spread = subject.difference(outcome), _spread(subject, outcome)
        scale = SCALES.get(subject.measure(outcome).kind, 2)
        for condition in subject.compared:
            row = table.loc[condition]
            if math.isfinite(row.estimate):
                size = abs(row.estimate) / spread if spread > 0 else 0.0
                given = is_given(subject, condition, outcome)
                found.append(Shift(condition, outcome, scale, row.estimate, row.low, row.high, size, given))
    return sorted(found, key=lambda shift: shift.rank)


def by_condition(subject: Subject) -> dict[str, list[Shift]]:
    """The shifts of each condition; the conditions in the order of what is first to tell of them."""
    found: dict[str, list[Shift]] = {}
    for shift in shifts(subject):
        found.setdefault(shift.condition, []).append(shift)
    return found | {condition: [] for condition in subject.compared if condition not in found}


def is_given(subject: Subject, condition: str, outcome: str) -> bool:
    """Whether something that the condition sets otherwise than the reference decides the outcome nearly by definition.

    `given_by` of the vocabulary lists it: parameters and events by name, or by how their names begin.
    """
    setters = tuple(vocabulary.vocabulary()["outcomes"].get(outcome, {}).get("given_by", ()))
    return any(name.startswith(setters) for name in subject.settings(condition)) if setters else False


def _spread(subject: Subject, outcome: str) -> float:
    """What a shift is measured in: a share in itself, else the reference's standard deviation over trajectories."""
    row = subject.estimate(outcome).loc[subject.reference]
    kind = subject.measure(outcome).kind
    if kind == "time":
        return len(subject.months) / 4
    if kind == "binary":
        return 1.0
    half_width = float(row.high - row.low) / 2
    return half_width / 1.96 * math.sqrt(subject.conditions.loc[subject.reference, "trajectories"])
