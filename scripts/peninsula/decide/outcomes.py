# SPDX-License-Identifier: Apache-2.0
"""Outcomes that are asked for, and values stated over them, by their names."""

from collections.abc import Mapping, Sequence

from peninsula.decide.states import Options
from peninsula.errors import InputError, unknown
from peninsula.module import declared

MOST_WEIGHED = 1e12
"""The largest weight of an outcome, and threshold: beyond it, sums of squares lose the digits of the others."""


def outcomes_of(
    options: Options, asked: Sequence[str] | None, value: Mapping[str, float] | None, threshold: float | None
) -> tuple[list[str], dict[str, float] | None]:
    """The outcomes to simulate, and the weights of a value, all by their names."""
    told = declared(options.drawing[0].model)
    known = {each[key]: each for key in ("symbol", "name") for each in told["outcomes"] if not each["bookkeeping"]}
    if isinstance(asked, str):
        raise InputError(f"outcomes: '{asked}' must stand in a list: ['{asked}']")
    if threshold is not None and not value:
        raise InputError("threshold: needs a value over outcomes to hold against it")
    if threshold is not None and not abs(threshold) <= MOST_WEIGHED:
        raise InputError(f"threshold: must be a number within {MOST_WEIGHED:g} of 0, not {threshold:g}")

    def named(name: str) -> str:
        if name not in known:
            raise unknown("outcome", name, known)
        if known[name]["kind"] == "categorical":
            raise InputError(f"'{name}' has labels, so no single number; name an outcome that is a share or a mean")
        return str(known[name]["name"])

    names = [named(name) for name in (told["headline"] if asked is None else asked)]
    weights = _weights([(named(name), float(weight)) for name, weight in value.items()]) if value else None
    return list(dict.fromkeys([*names, *(weights or {})])), weights


def _weights(stated: Sequence[tuple[str, float]]) -> dict[str, float]:
    """A value's weights by outcome, if they make one."""
    weights = dict(stated)
    for name, weight in stated:
        if not abs(weight) <= MOST_WEIGHED:
            raise InputError(
                f"value: the weight of '{name}' must be a number within {MOST_WEIGHED:g} of 0, not {weight:g}"
            )
    if len(weights) < len(stated):
        raise InputError(f"value: an outcome is weighed twice, among {', '.join(name for name, _ in stated)}")
    if not any(weights.values()):
        raise InputError("value: every weight is 0, so nothing is worth anything")
    return weights
