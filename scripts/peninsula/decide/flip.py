# SPDX-License-Identifier: Apache-2.0
"""Which assumption would turn an effect round: where the paired difference of two conditions changes its sign.

    peninsula flip baseline tariff-war --outcome extended_deterrence

One assumption at a time goes over its prior; the others stay as the conditions have them (`fixed`), or are drawn from
their priors as well (`drawn`), which is another question: the mean effect, given the one.

Fixed: a look at both ends of the prior finds the assumptions that may turn the effect, and these are followed in small
steps; everything shares its chance. Drawn: one ensemble answers for all assumptions, by a regression of each
trajectory's difference on what it drew.
"""

import dataclasses
import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import numpy
import pandas

from peninsula.arrays import AnyArray, Floats
from peninsula.conditions import Condition, Setting
from peninsula.decide import wording
from peninsula.decide.changes import Between
from peninsula.decide.pace import paced
from peninsula.errors import InputError, unknown
from peninsula.explanations import explain
from peninsula.intervals import normal_quantile
from peninsula.simulation import Resolved, Simulation, simulate

FIRST_LOOK = 1024  # trajectories; four times as many while the answer is in doubt
TRAJECTORIES_AT_ONCE = 2**14  # with two hundred drawn parameters each: 13 MB
RESAMPLES = 400
GROUPS = 256
"""Neighbouring trajectories are resampled together, in so many groups: as good as one by one, and far quicker."""

SAME = "nothing differs"
NOISE = 3.0
"""Standard errors within which an effect has no sign: of some hundred assumptions, few pass it by chance."""


@dataclasses.dataclass(frozen=True, eq=False)
class Flip:
    """Where assumptions turn the effect of going from one condition to another. Intervals are of sampling error only.

    `table`: a row for each assumption, twice, and another for a second crossing: `assumption`, `others` ("fixed" or
    "drawn"), `turns` ("yes": the effect is beyond noise with either sign; "in doubt": its sign changes within noise;
    "no"; "nothing differs": in no trajectory, at no value looked at), `crossing` (the value at which the effect is 0;
    NaN unless it turns), `low`, `high`, `to` (its sign above), `value` (what the conditions have; NaN of a law),
    `prior_low`, `prior_high`, `least` and `most` (the effect at the values looked at).
    `effects`: a row for each value looked at: `assumption`, `others`, `value`, `effect`, `error` (standard).
    """

    first: str
    second: str
    outcome: str
    trajectories: int
    seed: int
    level: float
    table: pandas.DataFrame
    effects: pandas.DataFrame

    def __repr__(self) -> str:
        return f"Flip of {self.outcome}, {self.first} → {self.second}: {(self.table.turns == 'yes').sum()} crossings"


def flip(
    first: Condition | Resolved,
    second: Condition | Resolved,
    outcome: str,
    assumptions: Sequence[str] | None = None,
    steps: int = 9,
    trajectories: int = 10_000,
    seed: int | None = None,
    months: int | None = None,
    threads: int | None = None,
    level: float = 0.95,
    **parameters: Setting,
) -> Flip:
    """For each assumption: the value, within its prior, at which the effect of going to the other changes sign.

    Args:
        first, second: from which to which; as of `resolve`.
        outcome: one with numbers; of a time the mean month, where never counts as the number of months. Trajectories
            in which it is undefined at a value looked at are left out.
        assumptions: names or symbols of parameters that have a prior and that neither condition sets; all unless told.
        steps: values over the prior, evenly spaced.
        trajectories: of each such value, in each condition.
        seed, months, threads: as of `simulate`.
        level: coverage of the intervals, by bootstrap over trajectories.
        parameters: of both, as of `run`.

    With the others fixed, an effect that has one sign at both ends of the prior and at the value that the conditions
    have, or no sign beyond noise at some of them, is not followed: another sign in between is not seen.

    Raises:
        InputError: a name or a condition is refused, both are the same, or they differ in start or months.

    >>> found = flip("baseline", "early-ceasefire", "summit_held", ["ukraine_war.peacemaking"], trajectories=256)
    >>> found.table.others.tolist()
    ['fixed', 'drawn']
    """
    if steps < 3 or trajectories < 2:
        raise InputError(f"steps: must be 3 or more, and trajectories 2 or more, not {steps} and {trajectories}")
    normal_quantile(level)  # which refuses a level that is none, before any work
    between = Between(first, second, months, parameters)
    opened = between.open_parameters()
    names = _chosen(opened, assumptions)
    pair = _Pair(between, outcome, seed, threads)
    curves = [*_fixed(pair, names, steps, trajectories), *_drawn(pair, names, opened, steps, trajectories)]
    return Flip(
        between.first.name,
        between.second.name,
        outcome,
        trajectories,
        pair.seed,
        level,
        pandas.DataFrame([row for curve in curves for row in _rows(curve, between, level)]),
        pandas.DataFrame([row for curve in curves for row in _effects(curve)]),
    )


@dataclasses.dataclass(frozen=True, eq=False)
class Curve:
    """The effect along an assumption, with standard errors; and in resamples of the trajectories, (resample, value).

    A curve that was only looked at has no resamples. `otherwise`: the answer where none of its crossings is sure.
    """

    assumption: str
    others: str
    values: Floats
    effects: Floats
    errors: Floats
    resampled: Floats
    otherwise: str = "in doubt"


class _Pair:
    """Both conditions, and what differs between them in each trajectory: NaN where undefined in one."""

    def __init__(self, between: Between, outcome: str, seed: int | None, threads: int | None) -> None:
        self._between, self._threads = between, threads
        self.ends = self.conditions({})
        found = simulate(self.ends, 1, [outcome], seed=seed)
        [self._outcome] = found.outcomes
        if found.kind(self._outcome) == "categorical":
            raise InputError(f"'{outcome}' has labels, so no single number; name an outcome that is a share or a mean")
        self.seed = found.seed

    def conditions(self, fixed: Mapping[str, str]) -> list[Resolved]:
        """Both, with parameters set."""
        return [self._between.condition(part, fixed) for part in (0, self._between.all)]

    def along(self, assumption: str, values: Floats, start: int, stop: int) -> Floats:
        """Differences at values of an assumption: (value, trajectory)."""
        points = {assumption: values}
        here, there = (self._simulated(each, start, stop, points)[self._outcome] for each in self.ends)
        return there.astype(float) - here

    def drawn(self, conditions: list[Resolved], start: int, stop: int) -> tuple[Floats, dict[str, AnyArray]]:
        """Differences by trajectory; and by assumption what each trajectory drew."""
        found = self._simulated(conditions, start, stop, None)
        here, there = found[self._outcome]
        return there.astype(float) - here, {name: values[0] for name, values in found.drawn.items()}

    def _simulated(
        self, condition: Resolved | list[Resolved], start: int, stop: int, points: Mapping[str, Floats] | None
    ) -> Simulation:
        size = stop - start
        return simulate(
            condition, size, [self._outcome], seed=self.seed, threads=self._threads, first=start, points=points
        )


def _fixed(pair: _Pair, names: Sequence[str], steps: int, trajectories: int) -> Iterator[Curve]:
    """Each assumption in turn: a look at both ends, longer while it is in doubt; and small steps where it turns."""
    as_it_is, _ = pair.drawn(pair.ends, 0, trajectories)
    for name in names:
        low, high = _prior(name)
        seen = numpy.empty((2, 0))
        while seen.shape[1] < trajectories and (seen.size == 0 or _turns(as_it_is, seen) in ("in doubt", SAME)):
            stop = min(max(FIRST_LOOK, 4 * seen.shape[1]), trajectories)
            seen = numpy.hstack([seen, pair.along(name, numpy.array([low, high]), seen.shape[1], stop)])
        answer = _turns(as_it_is, seen)
        if answer == "yes":
            values = numpy.linspace(low, high, steps)
            yield followed(name, "fixed", values, pair.along(name, values, 0, trajectories))
        else:
            yield Curve(name, "fixed", numpy.array([low, high]), *_mean(seen), numpy.empty((0, 2)), answer)


def _turns(as_it_is: Floats, ends: Floats) -> str:
    """Whether the effect has both signs beyond noise, at the ends and as the conditions are; "no" if it has one."""
    looked_at = numpy.vstack([as_it_is[: ends.shape[1]], ends])
    if not numpy.nan_to_num(looked_at).any():
        return SAME
    signs = _signs(*_mean(looked_at))
    if signs.min() < 0 < signs.max():
        return "yes"
    return "no" if abs(signs.sum()) == len(signs) else "in doubt"


def _mean(differences: Floats) -> tuple[Floats, Floats]:
    """Means over the trajectories that are defined at every value, and their standard errors."""
    defined = differences[:, numpy.isfinite(differences).all(axis=0)]
    count = defined.shape[1]
    if count < 2:
        return numpy.zeros(len(defined)), numpy.full(len(defined), numpy.inf)
    return defined.mean(axis=1), defined.std(axis=1, ddof=1) / count**0.5


def _signs(effects: Floats, errors: Floats) -> Floats:
    """-1 or 1; 0 within noise."""
    return cast(Floats, numpy.sign(effects) * (abs(effects) > NOISE * errors))


def followed(name: str, others: str, values: Floats, differences: Floats) -> Curve:
    """The curve of differences that were simulated at each value: (value, trajectory)."""
    defined = differences[:, numpy.isfinite(differences).all(axis=0)]
    size = max(-(-defined.shape[1] // GROUPS), 1)
    starts = numpy.arange(0, defined.shape[1], size)
    sums = numpy.add.reduceat(defined, starts, axis=1).T
    counts = numpy.diff([*starts, defined.shape[1]])
    weights = _resamples(len(counts))
    return _curve(name, others, values, (weights @ sums) / (weights @ counts)[:, None])


@functools.cache
def _resamples(groups: int) -> Floats:
    """How often each group counts, in all trajectories as they are, and in each resample: (1 + resample, group)."""
    drawn = numpy.random.default_rng(groups).multinomial(groups, numpy.full(groups, 1 / groups), RESAMPLES)
    return numpy.vstack([numpy.ones(groups), drawn])


def _curve(name: str, others: str, values: Floats, means: Floats) -> Curve:
    """Of means of all trajectories and of resamples: (1 + resample, value)."""
    answer = "in doubt" if crossings(values, means[0]) else "no" if means.any() else SAME
    return Curve(name, others, values, means[0], means[1:].std(axis=0), means[1:], answer)


def _drawn(pair: _Pair, names: Sequence[str], opened: Sequence[str], steps: int, trajectories: int) -> Iterator[Curve]:
    """One ensemble that draws everything, as many trajectories as an assumption's steps have, answers for all."""
    conditions = pair.conditions(dict.fromkeys(opened, "prior"))
    total = trajectories * steps
    regressions = {name: Regression(*_prior(name), steps) for name in names}
    for start, size in paced(total, TRAJECTORIES_AT_ONCE, "trajectories that draw all assumptions"):
        difference, drawn = pair.drawn(conditions, start, start + size)
        groups = numpy.arange(start, start + size) * GROUPS // total
        defined = numpy.isfinite(difference)
        for name, regression in regressions.items():
            regression.add(drawn[name][defined], difference[defined], groups[defined])
    for name, regression in regressions.items():
        yield _curve(name, "drawn", regression.values, regression.fits())


class Regression:
    """The mean of something as a chain of straight lines over a parameter, by least squares, from blocks.

    Sums are kept by group of trajectories, so that groups can be resampled.
    """

    def __init__(self, low: float, high: float, steps: int) -> None:
        self.values = numpy.linspace(low, high, steps)
        self._square = numpy.zeros((GROUPS, steps, steps))
        self._product = numpy.zeros((GROUPS, steps))

    def add(self, parameter: AnyArray, target: Floats, groups: AnyArray) -> None:
        """Trajectories: what each drew, what is to be explained, and its group; each of shape (trajectory,)."""
        steps = len(self.values)
        low, high = self.values[0], self.values[-1]
        place = numpy.clip((parameter.astype(float) - low) / (high - low), 0, 1) * (steps - 1)
        left = numpy.minimum(place.astype(int), steps - 2)
        right_part = place - left
        parts = ((left, 1 - right_part), (left + 1, right_part))
        for row, weight in parts:
            self._product += numpy.bincount(groups * steps + row, weight * target, self._product.size).reshape(
                self._product.shape
            )
            for column, other in parts:
                flat = (groups * steps + row) * steps + column
                self._square += numpy.bincount(flat, weight * other, self._square.size).reshape(self._square.shape)

    def fits(self) -> Floats:
        """The mean at each value, for all trajectories and for each resample: (1 + resample, value)."""
        weights = _resamples(GROUPS)
        square = numpy.tensordot(weights, self._square, axes=1)
        ridge = 1e-9 * numpy.trace(self._square.sum(axis=0))  # where nothing was drawn near a value
        square += ridge * numpy.eye(len(self.values))
        return cast(Floats, numpy.linalg.solve(square, (weights @ self._product)[:, :, None])[:, :, 0])


def crossings(values: Floats, effects: Floats) -> list[tuple[float, int]]:
    """Where a chain of straight lines crosses 0, and to which sign, 1 or -1.

    >>> crossings(numpy.array([0.0, 1.0, 2.0]), numpy.array([-1.0, 3.0, -3.0]))
    [(0.25, 1), (1.5, -1)]
    """
    places = numpy.flatnonzero(effects)
    found = []
    for left, right in itertools.pairwise(places):
        if effects[left] * effects[right] < 0:
            part = effects[left] / (effects[left] - effects[right])
            found.append((float(values[left] + part * (values[right] - values[left])), int(numpy.sign(effects[right]))))
    return found


def turns(curve: Curve, level: float) -> Iterator[dict[str, Any]]:
    """Crossings between values at which the effect is beyond noise, each with its interval over the resamples."""
    signs = _signs(curve.effects, curve.errors)
    resampled = [crossings(curve.values, effects) for effects in curve.resampled]
    sure = numpy.flatnonzero(signs)
    for left, right in itertools.pairwise(sure):
        if signs[left] == signs[right]:
            continue
        inside = slice(left, right + 1)
        found = crossings(curve.values[inside], curve.effects[inside])
        value, _ = found[len(found) // 2]
        low, high = _interval([[at for at, to in each if to == signs[right]] for each in resampled], value, level)
        to = "+" if signs[right] > 0 else wording.MINUS
        yield {"turns": "yes", "crossing": value, "low": low, "high": high, "to": to}


def _interval(resampled: list[list[float]], value: float, level: float) -> tuple[float, float]:
    """Of the crossings of each resample that go the same way, the one nearest to the value."""
    nearest = [min(each, key=lambda other: abs(other - value)) for each in resampled if each]
    low, high = numpy.quantile(nearest, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _rows(curve: Curve, between: Between, level: float) -> Iterator[dict[str, Any]]:
    """A row for each crossing; one without where there is none."""
    row = {
        "assumption": curve.assumption,
        "others": curve.others,
        "turns": curve.otherwise,
        "crossing": numpy.nan,
        "low": numpy.nan,
        "high": numpy.nan,
        "to": "",
        "value": _number(between.values(curve.assumption)[0]),
        "prior_low": curve.values[0],
        "prior_high": curve.values[-1],
        "least": curve.effects.min(),
        "most": curve.effects.max(),
    }
    yield from (row | each for each in list(turns(curve, level)) or [{}])


def _effects(curve: Curve) -> Iterator[dict[str, Any]]:
    for value, effect, error in zip(curve.values, curve.effects, curve.errors, strict=True):
        yield {
            "assumption": curve.assumption,
            "others": curve.others,
            "value": value,
            "effect": effect,
            "error": error,
        }


def _chosen(opened: Sequence[str], asked: Sequence[str] | None) -> list[str]:
    """Open assumptions by name or symbol; all unless told."""
    if asked is None:
        return list(opened)
    symbols = explain().parameters.symbol
    named = {symbols[name]: name for name in opened if symbols[name]} | {name: name for name in opened}
    for name in asked:
        if name not in named and name in {*symbols.index, *symbols}:
            raise InputError(f"'{name}' has no prior, or a condition sets it: it is no open assumption")
        if name not in named:
            raise unknown("assumption", name, named)
    return [named[name] for name in asked]


def _prior(name: str) -> tuple[float, float]:
    row = explain().parameters.loc[name]
    return float(row.prior_low), float(row.prior_high)


def _number(text: str) -> float:
    """NaN of a law."""
    try:
        return float(text)
    except ValueError:
        return float("nan")
