"""Asks the product's agents, in double precision, and compares what they say with the second writing."""

import dataclasses
import json
import math
import re
import subprocess
from collections.abc import Mapping
from typing import Any

from .parameters import as_numbers, declarations
from .places import ROOT, TWIN
from .region import Region

SEED = 20250201  # of the twin, as of the other tests of the agents

TYPES = {member.name: member.type for member in dataclasses.fields(Region)}
HEADER = (ROOT / "agents/peninsula/region.hpp").read_text(encoding="utf-8")
MEMBERS = re.findall(r"^  Real (\w+);", HEADER, re.MULTILINE)  # in the order of their declaration


def ask(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    in_numbers = [{**request, "settings": as_numbers(request["settings"])} for request in requests]
    asked = "".join(json.dumps(request) + "\n" for request in in_numbers)
    told = subprocess.run([TWIN], input=asked, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()]


def region_of(numbers: list[float]) -> Region:
    members = dict(zip(MEMBERS, numbers, strict=True))
    return Region(**{name: TYPES[name](value) for name, value in members.items()})


def named(kind: str, numbers: list[float | None]) -> dict[str, float]:
    """Outcomes or series, by name; nothing stands for what is undefined."""
    names = [one["name"] for one in declarations()[kind]]
    return {name: math.nan if number is None else number for name, number in zip(names, numbers, strict=True)}


def differing(mine: Mapping[str, float], theirs: Mapping[str, float], relative: float = 1e-9) -> list[str]:
    found = [f"only here: {name}" for name in sorted(mine.keys() - theirs.keys())]
    found += [f"only in the product: {name}" for name in sorted(theirs.keys() - mine.keys())]
    return found + [
        f"{name}: {mine[name]}, in the product {theirs[name]}"
        for name in sorted(mine.keys() & theirs.keys())
        if not alike(mine[name], theirs[name], relative)
    ]


def alike(one: float, other: float, relative: float) -> bool:
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return math.isclose(one, other, rel_tol=relative, abs_tol=relative / 10)
