# SPDX-License-Identifier: Apache-2.0
"""Where the histories of two conditions part: the first decision or chance that falls otherwise, trajectory by
trajectory under the same chance.
"""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy
import pandas

from peninsula.arrays import Floats
from peninsula.conditions import Condition, Setting
from peninsula.errors import InputError
from peninsula.intervals import wilson
from peninsula.module import declared, engine
from peninsula.simulation import Resolved, resolve, simulate

COLUMNS = ["trajectory", "month", "agent", "subject", "first", "second"]


@dataclasses.dataclass(frozen=True, eq=False)
class Partings:
    """How often, when and over what histories first part.

    `table`: a row for each agent, subject and what was taken in the `first` and in the `second` history, the
    commonest on top: `share` of all trajectories with `low` and `high` (Wilson, 95 %), `month` (the median, counted
    from 0), and of what the first history took: `probability_first`, `probability_second`, `utility_first` and
    `utility_second`, the means in both histories (utilities are NaN of a chance).
    `each`: a row for each trajectory that parts.
    `exemplar`: the number of a trajectory that parts over what most do, whose outcomes differ, and which is otherwise
    nearest to the medians of both conditions; None if there is none.
    """

    first: str
    second: str
    start: str
    trajectories: int
    seed: int
    table: pandas.DataFrame
    each: pandas.DataFrame
    exemplar: int | None

    def __repr__(self) -> str:
        return f"Partings of {self.first} and {self.second}: {len(self.each)} of {self.trajectories} trajectories"


def partings(
    first: Condition | Resolved,
    second: Condition | Resolved,
    trajectories: int = 1000,
    seed: int | None = None,
    months: int | None = None,
    **parameters: Setting,
) -> Partings:
    """Retells trajectories under two conditions, and compares what was decided and what came true.

    Retelling takes some milliseconds a trajectory. What follows after histories have parted is not told apart: there
    they are two worlds.

    Args:
        first, second: as of `resolve`, of one model and of equally many months.
        trajectories: how many are retold, from number 0.
        seed, months: as of `simulate`.
        parameters: of both, as of `run`.

    Raises:
        InputError: as `simulate`.

    >>> found = partings("baseline", "small-deal-washington", 64)
    >>> bool(found.table.share.sum() <= 1), found.table.agent[0]
    (True, 'United States')
    """
    if int(trajectories) != trajectories or trajectories < 1:
        raise InputError(f"trajectories: must be a whole number, one or more, not {trajectories:g}")
    both = [_resolved(condition, months, parameters) for condition in (first, second)]
    outcomes = list(declared(both[0].model)["headline"])
    found = simulate(both, trajectories, outcomes, (), seed)  # which refuses what does not go together
    request = engine.Request(both, [], [], int(trajectories), found.seed, 0, 0, 1)
    each = _frame(engine.partings(request))
    values = numpy.stack([found.outcomes[name] for name in outcomes], axis=1).astype(float)
    table = _table(each, int(trajectories))
    exemplar = _exemplar(each, table, values)
    return Partings(both[0].name, both[1].name, both[0].start, int(trajectories), found.seed, table, each, exemplar)


def _resolved(condition: Condition | Resolved, months: int | None, parameters: Mapping[str, Setting]) -> Resolved:
    return condition if isinstance(condition, Resolved) else resolve(condition, months, **parameters)


def _frame(told: Sequence[tuple[int, int, str, str, list[str], list[float], list[float]]]) -> pandas.DataFrame:
    rows = [
        (number, month, agent, subject, *taken, *probability, *utility)
        for number, month, agent, subject, taken, probability, utility in told
    ]
    of = [f"{name}_{which}" for name in ("probability", "utility") for which in ("first", "second")]
    return pandas.DataFrame(rows, columns=[*COLUMNS, *of])


def _table(each: pandas.DataFrame, trajectories: int) -> pandas.DataFrame:
    keys = COLUMNS[2:]
    each = each.astype({name: float for name in each.columns if "_" in name or name == "month"})
    means = [name for name in each.columns if "_" in name]
    groups = each.groupby(keys, sort=False)
    table = groups[means].mean().assign(count=groups.size(), month=groups.month.median()).reset_index()
    table = table.sort_values(["count", *keys], ascending=[False, *[True] * len(keys)], ignore_index=True)
    share, low, high = wilson(table["count"], trajectories)
    table = table.assign(share=share, low=low, high=high)
    return table[[*keys, "share", "low", "high", "month", *means]]


def _exemplar(each: pandas.DataFrame, table: pandas.DataFrame, values: Floats) -> int | None:
    """values: (condition, outcome, trajectory)."""
    if table.empty:
        return None
    commonest = (each[COLUMNS[2:]] == table.loc[0, COLUMNS[2:]]).all(axis=1)
    numbers = each.trajectory[commonest].to_numpy()
    differs = (numpy.nan_to_num(values[0]) != numpy.nan_to_num(values[1])).any(axis=0)
    numbers = numbers[differs[numbers]]
    if not len(numbers):
        return None
    spread = numpy.nanstd(values, axis=2, keepdims=True)
    away = (values - numpy.nanmedian(values, axis=2, keepdims=True)) / numpy.where(spread > 0, spread, 1)
    distance = numpy.nansum(away**2, axis=(0, 1))
    return int(numbers[distance[numbers].argmin()])
