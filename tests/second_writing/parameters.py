"""The model's numbers: read by name from what the program declares, so that no default is copied here."""

import functools
import json
import os
import pathlib
import subprocess
from types import SimpleNamespace

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("PENINSULA", ROOT / "build/release/peninsula"))

Parameters = SimpleNamespace  # p.russia.need_motive; a table is a list in menu order: p.russia.aid_level[1]


@functools.cache
def declarations() -> dict:
    explained = subprocess.run([PROGRAM, "explain", "--json"], capture_output=True, text=True, check=True)
    return json.loads(explained.stdout)


def as_numbers(settings: dict[str, float | str]) -> dict[str, float]:
    """A label stands for its place in the list of labels."""
    labels = {parameter["name"]: parameter["labels"] for parameter in declarations()["parameters"]}
    return {
        name: labels[name].index(value) if isinstance(value, str) else value for name, value in settings.items()
    }


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
