# SPDX-License-Identifier: Apache-2.0
"""What docs/validation.md says of the checks of the posterior, from the figures that `scripts/calibrate --check
--write` keeps."""

import json
from typing import Any

from peninsula.history import record


def figures() -> dict[str, Any]:
    """The figures that are kept."""
    found: dict[str, Any] = json.loads((record.folder() / "calibration.json").read_text(encoding="utf-8"))
    return found


def words(kept: dict[str, Any]) -> str:
    """Every figure is computed; the sentences hold whatever they are."""
    levels = ", ".join(
        f"{name} in {one['mean']:.1%} on average ({one['least']:.1%} to {one['most']:.1%})"
        for name, one in kept["coverage"].items()
    )
    each = kept["eras"] * kept["parameters"]
    right, narrow = (
        ", ".join(f"{name} {count} of {each}" for name, count in kept[key].items())
        for key in ("fails", "fails if 20 % too narrow")
    )
    chain = "era" if kept["eras"] == 1 else f"{kept['eras']} eras"
    unlikely = kept["share of records less likely than the real one"]
    records, particles = f"{kept['records']:,}", f"{kept['particles']:,}"
    times, few = kept["learnt again with times as many"], kept["where fewer speak"]
    again = f", or {times} times as many where fewer than {few:.0%} of them speak in some month" if times > 1 else ""
    return (
        f"`scripts/calibrate --check` has the model make {records} records itself, of the first {chain}, under "
        f"parameters drawn from the prior, and learns from each with {particles} particles{again}. The central part of "
        f"the posterior holds the true parameter: {levels}. Three checks, each with a false-alarm rate of "
        f"{kept['false alarm of each check']:.0%} over all parameters: the places of the truth against simultaneous "
        "bands (Säilynoja, Bürkner and Vehtari 2022), these shares, and the average of all posteriors against the "
        f"prior. Parameters that fail: {right}. With the same posteriors made 20 % too narrow: {narrow}. Of the "
        f"synthetic records {unlikely:.0%} are less likely under the model than the real one."
    )
