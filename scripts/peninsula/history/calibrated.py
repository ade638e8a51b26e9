# SPDX-License-Identifier: Apache-2.0
"""What docs/validation.md says of the checks of the posterior, from the figures that `scripts/calibrate --check
--write` keeps."""

import json
from typing import Any

import numpy
from scipy import special

from peninsula.history import record


def figures() -> dict[str, Any]:
    """The figures that are kept."""
    found: dict[str, Any] = json.loads((record.folder() / "calibration.json").read_text(encoding="utf-8"))
    return found


def words(kept: dict[str, Any]) -> str:
    """Every figure is computed; the sentences hold whatever they are."""
    return " ".join((_learnt(kept), _exactness(kept), _coverage(kept), _checks(kept)))


def _learnt(kept: dict[str, Any]) -> str:
    chain = "era" if kept["eras"] == 1 else f"{kept['eras']} eras"
    times, more, few = kept["times learnt"], kept["learnt with times as many"], kept["where fewer speak"]
    return (
        f"`scripts/calibrate --check` has the model make {kept['records']:,} records itself, of the first {chain}, "
        "under parameters drawn from the prior, and learns from each. So that the check is of the likelihood and not "
        f"of chance, it learns {times['least']} to {times['most']} times from each, with {kept['particles']:,} "
        f"particles ({more} times as many where fewer than {few:.0%} of them speak in some month), and puts what it "
        f"finds together: {times['mean']:g} times on average, until a posterior is exact enough."
    )


def _exactness(kept: dict[str, Any]) -> str:
    error, in_use = kept["Monte Carlo error"], kept["Monte Carlo error of the posterior in use"]
    return (
        f"The Monte Carlo variance of its mean is then at most {error['allowed']:.1%} of its own, or as small as so "
        f"many times make it: {error['mean']:.1%} on average, {error['largest']:.1%} at most. Of the posterior in use "
        f"it is {in_use:.1%}: its centre may be off by some {in_use**0.5:.0%} of its spread."
    )


def _coverage(kept: dict[str, Any]) -> str:
    levels = ", ".join(
        f"{name} in {one['mean']:.1%} ± {one['standard error of the mean']:.1%} on average ({one['least']:.1%} to "
        f"{one['most']:.1%} for the parameters one by one)"
        for name, one in kept["coverage"].items()
    )
    return f"The central part of the posterior holds the true parameter: {levels}. {_width(kept['coverage'])}"


def _width(coverage: dict[str, Any]) -> str:
    """By how much a normal law with these coverages is narrower than it should be, in the mean over levels."""
    levels = numpy.array([float(name.rstrip("%")) / 100 for name in coverage])
    held = numpy.array([one["mean"] for one in coverage.values()])
    ratio = float((special.ndtri((1 + held) / 2) / special.ndtri((1 + levels) / 2)).mean())
    size = "small" if ratio < 1 else "large"
    return f"This is what a normal law does whose spread is {abs(1 - ratio):.1%} too {size}."


def _checks(kept: dict[str, Any]) -> str:
    each, of = kept["eras"] * kept["parameters"], {"mean coverage": len(kept["coverage"])}
    right, narrow = (
        ", ".join(f"{name} {count} of {of.get(name, each)}" for name, count in kept[key].items())
        for key in ("fails", "fails if 20 % too narrow")
    )
    unlikely = kept["share of records less likely than the real one"]
    return (
        f"Four checks, each with a false-alarm rate of {kept['false alarm of each check']:.0%} over all parameters: "
        "the places of the truth against simultaneous bands (Säilynoja, Bürkner and Vehtari 2022), these shares for "
        "each parameter, their mean over all parameters, and the average of all posteriors against the prior. "
        f"Parameters that fail, and levels of the mean: {right}. With the same posteriors made 20 % too narrow: "
        f"{narrow}. Of the synthetic records {unlikely:.0%} are less likely under the model than the real one."
    )
