# SPDX-License-Identifier: Apache-2.0
"""What the program tells of a trajectory, in single precision, is what the second writing decides on the same words.

Once in many months a uniform falls so close to a boundary that rounding decides, and from there on two trajectories
differ for good reason: such a one is compared up to that month.
"""

import json
import math
import subprocess
from typing import Any

import pytest

from .chance import Dice
from .month import follow
from .outcomes import outcomes
from .places import PROGRAM, ROOT
from .twin import differing

CLOSE = 1e-5  # of a uniform to a boundary
SETTINGS: dict[str, dict[str, float | str]] = {
    "default": {},
    "at once": {"schedule.order": "simultaneous"},
}


def traced(settings: dict[str, float | str], number: int) -> dict[str, Any]:
    options = [f"--set={name}={value}" for name, value in settings.items()]
    condition = ROOT / "configs/baseline.yaml"
    command = [str(PROGRAM), "trace", str(condition), "--trajectory", str(number), "--format", "json", *options]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def story_of(month: dict[str, Any]) -> dict[str, float]:
    story: dict[str, float] = {}
    for decision in month["decisions"]:
        name, options = f"{decision['agent']}: {decision['decision']}", decision["options"]
        story[f"{name}: chosen"] = [option["option"] for option in options].index(decision["chosen"])
        for place, option in enumerate(options):
            story |= {f"{name} {place}: {what}": option[what] for what in ("utility", "probability")}
    for chance in month["chances"]:
        if chance["probability"]:
            name = f"{chance['agent']}: {chance['event']}"
            story |= {f"{name}: {what}": chance[what] for what in ("probability", "happened")}
    return story


@pytest.mark.parametrize("name", SETTINGS)
def test_the_program_tells_the_decisions_of_the_second_writing(name: str) -> None:
    compared = 0
    for number in range(3):
        told = traced(SETTINGS[name], number)
        mine = follow(SETTINGS[name], Dice(told["seed"], number, bits=23), len(told["months"]))
        for turn, month in zip(mine.turns, told["months"], strict=True):
            found = differing(turn.story(), story_of(month), relative=2e-4)
            if found and turn.closest < CLOSE:
                break
            assert not found, f"trajectory {number}, {month['month']}"
            compared += 1
        else:
            theirs = {outcome: math.nan if value is None else value for outcome, value in told["outcomes"].items()}
            assert not differing(outcomes(mine), theirs, relative=2e-4)
    assert compared > 100
