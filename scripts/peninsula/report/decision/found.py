# SPDX-License-Identifier: Apache-2.0
"""What each condition changes at the central assumptions, and over what the conditions leave open.

At the point, figures are those of the file. Over states of the world, they are those of `peninsula.robust`.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas

from peninsula.errors import InputError, RunError
from peninsula.report.subject import Subject

if TYPE_CHECKING:
    from peninsula import Robustness

TRAJECTORIES = 512
"""Of each condition in each state."""


@dataclass(frozen=True, eq=False)
class Effect:
    """One outcome of one condition against the reference, in the outcome's own units.

    `point`: estimate, low and high, of the file. `over`: a row of the table of `peninsula.robust`.
    """

    condition: str
    outcome: str
    point: pandas.Series
    over: dict[str, Any]

    @property
    def is_clear(self) -> bool:
        """Whether the interval at the point excludes zero."""
        return bool(self.point.low > 0 or self.point.high < 0)

    @property
    def is_nothing(self) -> bool:
        """Whether there is no difference at the point, and no trajectory differs in any state."""
        return bool(self.point.estimate == 0 and self.over["unchanged"] == 1)


@dataclass(frozen=True, eq=False)
class Decision:
    """Effects by outcome: of each compared condition, those first that raise the main outcome most over states."""

    states: int
    trajectories: int
    seed: int
    open: tuple[str, ...]
    effects: dict[str, list[Effect]]
    levels: pandas.DataFrame
    """Of the reference, by outcome."""
    assumptions: pandas.DataFrame
    over: "Robustness"
    """The whole of what was found over states, state by state."""


def decided(subject: Subject, states: int) -> tuple[Decision | None, str]:
    """What was found over so many states; or nothing, and a sentence that says why. Without states neither."""
    if not states:
        return None, ""
    try:
        return _arranged(subject, _simulated(subject, states)), ""
    except (InputError, RunError) as error:
        return None, f"What the conditions change over states of the world is left out: {error}."


def _simulated(subject: Subject, states: int) -> "Robustness":
    from peninsula import robust  # noqa: PLC0415  # whoever asks for no states needs no module of the engine
    from peninsula.report.decision import again  # noqa: PLC0415

    again.require(subject)
    seed = int(subject.results.attrs["seed"])
    return robust(again.conditions_of(subject), subject.headline, states=states, trajectories=TRAJECTORIES, seed=seed)


def _arranged(subject: Subject, found: "Robustness") -> Decision:
    effects: dict[str, list[Effect]] = {outcome: [] for outcome in subject.headline}
    for row in found.table.to_dict("records"):
        condition, outcome = row["condition"], row["outcome"]
        effects[outcome].append(Effect(condition, outcome, subject.difference(outcome).loc[condition], row))
    order = [each.condition for each in sorted(effects[subject.main], key=lambda each: _rank(each.over["mean"]))]
    for every in effects.values():
        every.sort(key=lambda each: order.index(each.condition))
    levels = found.levels[found.levels.condition == subject.reference].set_index("outcome")
    return Decision(found.states, found.trajectories, found.seed, found.open, effects, levels, found.assumptions, found)


def _rank(mean: float) -> float:
    """The greatest mean first; what has none at the end."""
    return math.inf if math.isnan(mean) else -mean
