# SPDX-License-Identifier: Apache-2.0
"""One trajectory, month by month."""

import dataclasses
import json
import pathlib
import tempfile
from typing import Any

import pandas
import xarray

from peninsula import engine
from peninsula.conditions import Condition, Setting, condition_file, resolved, settings
from peninsula.errors import InputError


@dataclasses.dataclass(frozen=True)
class Trace:
    """What happened in one trajectory.

    `states`: one row per month, one column per series. `decisions`: one row per option, with `month`, `agent`,
    `decision`, `option`, `utility`, `probability` and whether it was `chosen`. `chances`: one row per possible event,
    with `month`, `agent`, `event`, `probability` and whether it `happened`. `outcomes`: the values at the end.
    """

    condition: str
    seed: int
    trajectory: int
    states: pandas.DataFrame
    decisions: pandas.DataFrame
    chances: pandas.DataFrame
    outcomes: pandas.Series

    def __repr__(self) -> str:
        return f"Trace of trajectory {self.trajectory} of {self.condition}, seed {self.seed}, {len(self.states)} months"


def trace(
    condition: Condition,
    trajectory: int,
    seed: int | None = None,
    months: int | None = None,
    per_state: int | None = None,
    **parameters: Setting,
) -> Trace:
    """Retells one trajectory of a condition: the same that `run` counts under this number, with the same `per_state`.

    Raises:
        InputError, RunError: as `run`.

    >>> trace("baseline", 3).states.loc["2025-07", "us_stance"]
    'denuclearisation'
    """
    options = {"--trajectory": trajectory, "--seed": seed, "--months": months, "--per-state": per_state}
    given = [f"{name}={value}" for name, value in options.items() if value is not None]
    with tempfile.TemporaryDirectory(prefix="peninsula-") as folder:
        file = condition_file(condition, pathlib.Path(folder))
        told = json.loads(engine.program("trace", file, *given, *settings(parameters), "--format", "json"))
    return _trace(told)


def replay(results: xarray.Dataset, condition: str, trajectory: int) -> Trace:
    """Retells a trajectory of a result by its number, such as the index of a row of `records`.

    Raises:
        InputError: the condition does not exist, or fewer trajectories were run.

    >>> bool(replay(results, "baseline", 7).outcomes["events"] == results.peninsula.records("baseline").events[7])
    True
    """
    content = resolved(results, condition)
    counted = int(results.trajectories.sel(condition=condition))
    if not 0 <= trajectory < counted:
        raise InputError(f"trajectory {trajectory}: '{condition}' has {counted}, numbered from 0")
    if "first_trajectory" in results:
        trajectory += int(results.first_trajectory.sel(condition=condition))
    return trace(content, trajectory, seed=int(results.attrs["seed"]), per_state=int(results.attrs.get("per_state", 1)))


def _trace(told: dict[str, Any]) -> Trace:
    months = pandas.Index([month["month"] for month in told["months"]], name="month")
    decisions = [
        {"month": month["month"], "agent": each["agent"], "decision": each["decision"], **option}
        | {"chosen": option["option"] == each["chosen"]}
        for month in told["months"]
        for each in month["decisions"]
        for option in each["options"]
    ]
    shown = ("agent", "event", "probability", "happened")
    chances = [
        {"month": month["month"]} | {key: each[key] for key in shown}
        for month in told["months"]
        for each in month["chances"]
    ]
    return Trace(
        condition=told["condition"],
        seed=told["seed"],
        trajectory=told["trajectory"],
        states=pandas.DataFrame([month["state"] for month in told["months"]], index=months),
        decisions=pandas.DataFrame(decisions),
        chances=pandas.DataFrame(chances),
        outcomes=pandas.Series(told["outcomes"], dtype=float, name="outcome"),
    )
