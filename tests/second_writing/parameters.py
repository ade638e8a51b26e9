# SPDX-License-Identifier: Apache-2.0
"""The model's numbers: read by name from what the program declares, so that no default is copied here."""

import functools
import json
import subprocess
from types import SimpleNamespace

from .chance import Dice
from .places import PROGRAM

Parameters = SimpleNamespace  # p.russia.need_motive; a table is a list in menu order: p.russia.aid_level[1]


@functools.cache
def declarations() -> dict:
    explained = subprocess.run([PROGRAM, "explain", "--json"], capture_output=True, text=True, check=True)
    return json.loads(explained.stdout)


def as_numbers(settings: dict[str, float | str]) -> dict[str, float]:
    """A label stands for its place in the list of labels."""
    labels = {parameter["name"]: parameter["labels"] for parameter in declarations()["parameters"]}
    return {name: labels[name].index(value) if isinstance(value, str) else value for name, value in settings.items()}


def parameters(settings: dict[str, float | str]) -> Parameters:
    """The defaults, with these settings over them."""
    values = {parameter["name"]: parameter["default"] for parameter in declarations()["parameters"]}
    p = Parameters()
    for full_name, value in {**values, **as_numbers(settings)}.items():
        group, name, *entry = full_name.split(".")
        members = vars(p).setdefault(group, SimpleNamespace()).__dict__
        if entry:
            members.setdefault(name, []).append(value)
        else:
            members[name] = value
    return p


@functools.cache
def plausible_ranges() -> dict[str, tuple[float, float]]:
    """The parameters that have a plausible range."""
    ranges = {parameter["name"]: parameter["prior"] for parameter in declarations()["parameters"]}
    return {name: (prior[0], prior[1]) for name, prior in ranges.items() if prior is not None}


def drawn(dice: Dice) -> dict[str, float | str]:
    """What a trajectory draws before its first month where every plausible range is drawn from."""
    return {
        name: low + (high - low) * dice.uniform_of(stream_of(name), 0)
        for name, (low, high) in plausible_ranges().items()
    }


def stream_of(name: str) -> int:
    """FNV-1a, with the top bit set."""
    stream = 2166136261
    for byte in name.encode():
        stream = (stream ^ byte) * 16777619 % 2**32
    return stream | 2**31
