# SPDX-License-Identifier: Apache-2.0
"""The decision as a table."""

import math
from dataclasses import dataclass

from peninsula.report import wording
from peninsula.report.decision.found import Decision, Effect
from peninsula.report.subject import Subject


@dataclass(frozen=True)
class Row:
    """An effect in cells. `is_clear`: at the point; `is_known`: the sign of the mean over states."""

    condition: str
    point: str
    point_interval: str
    mean: str
    mean_interval: str
    band: str
    opposite: str
    opposite_interval: str
    is_clear: bool
    is_known: bool

    @property
    def cells(self) -> list[str]:
        """One text a column of `HEADER`."""
        pairs = [(self.point, self.point_interval), (self.mean, self.mean_interval), (self.band, "")]
        pairs.append((self.opposite, self.opposite_interval))
        return [self.condition, *(" ".join(pair).strip() for pair in pairs)]

    @property
    def words(self) -> str:
        """The same as a sentence, for the pointer and for those who do not see the figure."""
        _, point, mean, band, opposite = self.cells
        return f"{self.condition}: {point} at the point; mean over states {mean}; 5–95 % {band}; other sign {opposite}"


HEADER = [
    "condition",
    "at the central assumptions",
    "mean over states",
    "5 to 95 % of states",
    "other sign, % of states",
]


def of_outcome(subject: Subject, decision: Decision, outcome: str) -> list[Row]:
    """One row a condition, with as many decimals as the intervals of all of them support."""
    measure, every = subject.measure(outcome), decision.effects[outcome]
    halves = [(each.over["mean_high"] - each.over["mean_low"]) / 2 for each in every]
    decimals = measure.decimals(halves, of_difference=True)
    return [_row(subject, each, decimals) for each in every]


def _row(subject: Subject, effect: Effect, decimals: int) -> Row:
    measure, over, point = subject.measure(effect.outcome), effect.over, effect.point
    value, ends = subject.difference_told(effect.outcome, point.estimate, point.low, point.high)
    mean, mean_ends = measure.difference(over["mean"], over["mean_low"], over["mean_high"], decimals)
    factor = measure.factor_of_difference
    low, high = (wording.signed(factor * over[f"{end}_state"], decimals) for end in ("low", "high"))
    band = f"{low} to {high}" if math.isfinite(over["low_state"]) else wording.DASH
    share, least, most = (wording.fixed(100 * over[f"opposite{end}"], 0) for end in ("", "_low", "_high"))
    interval = f"[{least}, {most}]" if math.isfinite(over["opposite"]) else ""
    heading = subject.heading(effect.condition)
    return Row(heading, value, ends, mean, mean_ends, band, share, interval, effect.is_clear, bool(over["sign_known"]))
