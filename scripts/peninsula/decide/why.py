# SPDX-License-Identifier: Apache-2.0
"""Why two conditions differ: the share of each change between them, and what is left with a channel closed.

    peninsula why baseline small-deal-washington -n 1e5

Every part of the changes is a condition of its own, and all of them share their chance. Shares are Shapley values,
taken trajectory by trajectory (`shapley`); their intervals are paired, and they add up to the difference. Closing a
channel is no such division: what it leaves need not add up to anything.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

import numpy
import pandas

from peninsula.arrays import Floats
from peninsula.conditions import Condition, Setting
from peninsula.decide import shapley
from peninsula.decide.changes import Between, Change
from peninsula.decide.moments import Moments
from peninsula.decide.pace import paced
from peninsula.errors import InputError
from peninsula.intervals import normal_quantile
from peninsula.module import declared
from peninsula.simulation import Resolved, Simulation, simulate

NUMBERS_AT_ONCE = 2**24  # of a block of trajectories, all its conditions together: 64 MB
SIMULATED_AT_ONCE = 256  # trajectories, by the engine
BLOCKS_OF_ORDERS = 64
"""At least so many blocks of trajectories, each with orders of its own, wherever orders are sampled."""

FEWEST = 64
"""Trajectories: of fewer, intervals would pretend to know what hardly any of them has seen."""
TOLD_FROM = 3.0
"""Standard errors that a difference must have for its ratio to be told: below, the delta method covers too seldom."""


@dataclasses.dataclass(frozen=True, eq=False)
class Why:
    """Shares of the difference between two conditions. Intervals are of sampling error only.

    `table`: a row for each outcome and change: `share`, `alone` (the change made to the first condition, nothing else)
    and `last` (made after all others), each with `_low` and `_high`.
    `differences`: a row for each outcome, with `first` and `second` (the values of both conditions), `difference`,
    `low`, `high`, `trajectories` and `undefined` (trajectories left out, since the outcome is undefined in some part).
    `channels`: a row for each coupling and outcome, with `difference` (of the trajectories in which the outcome is
    defined with the channel open and closed), `left` (with the channel closed in both), and `ratio` of the two, by the
    paired delta method; NaN where the difference is within noise.

    Values are in the outcomes' units; shares of trajectories for binary outcomes and for each `label` of categorical
    ones; of a time the mean month, where never counts as the number of months.
    """

    first: str
    second: str
    changes: tuple[Change, ...]
    is_exact: bool
    trajectories: int
    months: int
    seed: int
    level: float
    table: pandas.DataFrame
    differences: pandas.DataFrame
    channels: pandas.DataFrame

    def __repr__(self) -> str:
        return f"Why {self.first} and {self.second} differ: {len(self.changes)} changes"


def why(
    first: Condition | Resolved,
    second: Condition | Resolved,
    outcomes: Sequence[str] | None = None,
    trajectories: float = 100_000,
    seed: int | None = None,
    months: int | None = None,
    threads: int | None = None,
    level: float = 0.95,
    channels: bool = True,
    **parameters: Setting,
) -> Why:
    """What the difference between two conditions comes from, change by change and channel by channel.

    A changed parameter is a change, and so is each entry of the timeline that only one of the conditions has; entries
    that exclude each other are one change. With up to ten changes every part of them is simulated, 2^changes
    conditions; with more, orders of the changes are drawn, each with its reverse, anew for each block of trajectories.

    Args:
        first, second: from which to which; as of `resolve`.
        outcomes: names or symbols; the headline unless told.
        trajectories: of each part, 64 or more.
        seed, months, threads: as of `simulate`.
        level: coverage of the intervals.
        channels: whether each coupling is closed in turn, in both conditions.
        parameters: of both, as of `run`.

    Raises:
        InputError: a name or a condition is refused, both conditions are the same, or they differ in start or months.

    >>> found = why("baseline", "small-deal-washington", ["summit_held"], trajectories=512, channels=False)
    >>> len(found.changes), abs(found.table.share.sum() - found.differences.difference.sum()) < 1e-12
    (3, True)
    """
    normal_quantile(level)  # which refuses a level that is none, before any work
    between = Between(first, second, months, parameters)
    couplings = _couplings(between) if channels else []
    study = _Study(between, couplings, outcomes, level)
    total = int(trajectories)
    if total != trajectories or total < FEWEST:
        raise InputError(f"trajectories: must be a whole number, {FEWEST} or more, not {trajectories:g}")
    for start, size in study.blocks(total):
        study.add(start, size, seed, threads)
    return study.found(total)


class _Study:
    """Blocks of trajectories, simulated under every part and every closed channel, and what they sum to."""

    def __init__(self, between: Between, couplings: list[str], outcomes: Sequence[str] | None, level: float) -> None:
        self._between, self._couplings, self._level = between, couplings, level
        self._asked = outcomes
        self._is_exact = len(between.changes) <= shapley.MOST_EXACT
        self._orders = numpy.random.default_rng(len(between.changes))
        self._parts: dict[int, Resolved] = {}
        self._ends = [between.condition(part, {name: "0"}) for name in couplings for part in (0, between.all)]
        self._plan = shapley.exact(len(between.changes)) if self._is_exact else self._sampled()
        self._moments: dict[tuple[str, str], Moments] = {}
        self._of_channels: dict[tuple[str, str, str], Moments] = {}
        self._undefined: dict[tuple[str, str], int] = {}
        self._seed = 0

    def blocks(self, trajectories: int) -> Iterator[tuple[int, int]]:
        """The first trajectory and the size of each block."""
        outcomes = len(declared(self._between.first.model)["headline"] if self._asked is None else self._asked)
        numbers = (len(self._plan.parts) + len(self._ends)) * max(outcomes, 1)
        size = max(NUMBERS_AT_ONCE // numbers // SIMULATED_AT_ONCE, 1) * SIMULATED_AT_ONCE
        if not self._is_exact:
            size = min(size, -(-trajectories // BLOCKS_OF_ORDERS))
        return paced(trajectories, size, "trajectories of each part of the changes")

    def add(self, start: int, size: int, seed: int | None, threads: int | None) -> None:
        """Simulates a block, and adds what comes of it."""
        if not self._is_exact and start > 0:
            self._plan = self._sampled()
        conditions = [self._part(part) for part in self._plan.parts] + self._ends
        found = simulate(conditions, size, self._asked, (), seed, threads=threads, first=start)
        self._seed = found.seed
        for name, label, values in measures(found):
            self._add_shares((name, label), values[: len(self._plan.parts)])
            self._add_channels((name, label), values)

    def found(self, trajectories: int) -> Why:
        """What all blocks together say."""
        first, second = self._between.first, self._between.second
        shares = [row for key in self._moments for row in self._share_rows(key)]
        return Why(
            first.name,
            second.name,
            self._between.changes,
            self._is_exact,
            trajectories,
            first.months,
            self._seed,
            self._level,
            pandas.DataFrame(shares),
            pandas.DataFrame([self._difference_row(key) for key in self._moments]),
            pandas.DataFrame([self._channel_row(key) for key in self._of_channels]),
        )

    def _sampled(self) -> shapley.Plan:
        return shapley.antithetic(len(self._between.changes), 1, self._orders)

    def _part(self, part: int) -> Resolved:
        """A part's condition; all are kept where each block needs all."""
        if not self._is_exact:
            return self._between.condition(part)
        if part not in self._parts:
            self._parts[part] = self._between.condition(part)
        return self._parts[part]

    def _add_shares(self, key: tuple[str, str], values: Floats) -> None:
        """Of each trajectory; or, where orders are shared by a block, of the block."""
        defined = numpy.isfinite(values).all(axis=0)
        values = values[:, defined]
        quantities = numpy.vstack([values[[0, -1]], self._plan.matrix @ values])
        moments = self._moments.setdefault(key, Moments(len(quantities)))
        self._undefined[key] = self._undefined.get(key, 0) + int((~defined).sum())
        if self._is_exact:
            moments.add(quantities)
        elif defined.any():
            moments.add(quantities.mean(axis=1, keepdims=True), weight=float(defined.sum()))

    def _add_channels(self, key: tuple[str, str], values: Floats) -> None:
        opened = [0, len(self._plan.parts) - 1]
        for place, channel in enumerate(self._couplings):
            closed = [len(self._plan.parts) + 2 * place + end for end in (0, 1)]
            chosen = values[opened + closed]
            chosen = chosen[:, numpy.isfinite(chosen).all(axis=0)]
            pair = numpy.stack([chosen[1] - chosen[0], chosen[3] - chosen[2]])
            self._of_channels.setdefault((channel, *key), Moments(2)).add(pair)

    def _difference_row(self, key: tuple[str, str]) -> dict[str, Any]:
        moments = self._moments[key]
        mean, low, high = (values[2] for values in moments.intervals(self._level))
        return {
            "outcome": key[0],
            "label": key[1],
            "first": moments.means[0],
            "second": moments.means[1],
            "difference": mean,
            "low": low,
            "high": high,
            "trajectories": int(moments.weight),
            "undefined": self._undefined[key],
        }

    def _share_rows(self, key: tuple[str, str]) -> Iterator[dict[str, Any]]:
        ends = self._moments[key].intervals(self._level)
        count = len(self._between.changes)
        for place, change in enumerate(self._between.changes):
            row: dict[str, Any] = {"outcome": key[0], "label": key[1], "change": change.what}
            for block, of in enumerate(("share", "alone", "last")):
                values = [end[3 + block * count + place] for end in ends]
                row |= dict(zip((of, f"{of}_low", f"{of}_high"), values, strict=True))
            yield row

    def _channel_row(self, key: tuple[str, str, str]) -> dict[str, Any]:
        moments = self._of_channels[key]
        (difference, left), low, high = moments.intervals(self._level)
        ratio, half = ratio_of(moments, self._level)
        return {
            "channel": key[0],
            "outcome": key[1],
            "label": key[2],
            "difference": difference,
            "low": low[0],
            "high": high[0],
            "left": left,
            "left_low": low[1],
            "left_high": high[1],
            "ratio": ratio,
            "ratio_low": ratio - half,
            "ratio_high": ratio + half,
            "trajectories": int(moments.weight),
        }


def measures(found: Simulation) -> Iterator[tuple[str, str, Floats]]:
    """Outcomes as numbers that have a mean: the name, a label or nothing, and values (condition, trajectory).

    A categorical outcome is one for each label, 1 in the trajectories that end so.
    """
    for name, values in found.outcomes.items():
        if found.kind(name) != "categorical":
            yield name, "", values.astype(float)
            continue
        for place, label in enumerate(found.labels[name]):
            yield name, label, numpy.where(numpy.isnan(values), numpy.nan, values == place).astype(float)


def ratio_of(moments: Moments, level: float) -> tuple[float, float]:
    """The second mean as a share of the first, and the half-width of its interval, by the paired delta method.

    NaN where the first is within `TOLD_FROM` standard errors of 0.
    """
    whole_of, left = moments.means
    covariance = moments.covariance
    if not abs(whole_of) > TOLD_FROM * numpy.sqrt(covariance[0, 0]):
        return numpy.nan, numpy.nan
    ratio = left / whole_of
    gradient = numpy.array([-ratio, 1]) / whole_of
    variance = max(float(gradient @ covariance @ gradient), 0.0)
    return float(ratio), moments.quantile(level) * variance**0.5


def _couplings(between: Between) -> list[str]:
    """Those that are open in one of the conditions."""
    names = [each["name"] for each in declared(between.first.model)["parameters"]]
    channels = [name for name in names if name.startswith("couplings.")]
    return [name for name in channels if any(value != "0" for value in between.values(name))]
