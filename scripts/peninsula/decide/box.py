# SPDX-License-Identifier: Apache-2.0
"""Where an effect turns round, as a box: a few assumptions with bounds, found among states of the world.

PRIM, the patient rule induction method (Friedman and Fisher 1999, Statistics and Computing 9, 123–143), as scenario
discovery uses it (Bryant and Lempert 2010, Technological Forecasting and Social Change 77, 34–49): peel the states away
a twentieth at a time, wherever what is left holds most of what is sought; then put back, bound by bound, what was
peeled too much. Here each bound is then moved freely, and the peeling may be added to: it is greedy, and among many
assumptions chases noise first.

What is sought is known with error only, so a state has no label 0 or 1 but a probability (`peninsula.decide.sought`).
"""

import dataclasses
import math
from typing import cast

import numpy
import pandas
from scipy import stats

from peninsula.arrays import AnyArray, Floats
from peninsula.decide import wording
from peninsula.decide.sought import Sought
from peninsula.errors import InputError

PEELED = 0.05
"""Of the states in the box, at each step: patient, as both sources have it."""

LEAST_STATES = 20
"""A box is peeled no smaller, and where fewer states are sought there is none."""

SURE = 0.05
"""An assumption whose quasi-p-value, times the number of all assumptions, is greater loses its bounds (Bonferroni):
among many assumptions, chance alone finds one that looks as good. That the best of many thresholds was taken is not
corrected for: beside bounds that matter, chance adds one in 2 to 11 of 100 boxes, as counted."""

SHUFFLES = 19
"""Of the labels: a box stands only if it explains more than each of theirs, which chance does in 1 of 20 searches."""


@dataclasses.dataclass(frozen=True, eq=False)
class Box:
    """A box among states of the world. It says where in the prior, not why; another sample would move its bounds.

    `bounds`: a row for each bounded assumption, the one that matters most first: `low` and `high` (NaN: not bounded on
    this side), each with its range over resamples of the states (`low_least`, `low_most`, `high_least`, `high_most`;
    NaN where none bounds it), `quasi_p` (that what the box holds would be as dense without this assumption's bounds),
    `resampled` (the share of resamples whose box bounds it as well).
    `coverage`: the share of all that is sought which lies in the box. `density`: the share of the box that is sought;
    `base`: the same of all states. `mass`: the share of all states which lies in the box.
    `elsewhere`: a row a resample: `density`, `coverage`, `mass` of its box among the states that it left out; NaN where
    it has none. The box's own are those of the states by which it was chosen, and so look too good. The boxes of
    resamples are not held to shuffled labels, which would take twenty times as long.
    `path`: a row for each step of the peeling: `coverage`, `density`, `mass`, `bounded` (assumptions).
    """

    bounds: pandas.DataFrame
    coverage: float
    density: float
    base: float
    mass: float
    elsewhere: pandas.DataFrame
    path: pandas.DataFrame

    def __repr__(self) -> str:
        return f"Box of {len(self.bounds)} assumptions: coverage {self.coverage:.2f}, density {self.density:.2f}"

    def contains(self, states: pandas.DataFrame) -> AnyArray:
        """Which states lie in it: shape (state,)."""
        values = states[self.bounds.index].to_numpy(float)
        return _within(values, self.bounds.low.to_numpy(float), self.bounds.high.to_numpy(float))

    @property
    def resamples_with_box(self) -> int:
        """In how many resamples a box is found."""
        return int(self.elsewhere.mass.notna().sum())

    def text(self) -> str:
        """The box as text."""
        if self.bounds.empty:
            return NOTHING_FOUND + "\n"
        lines = [
            f"A box with {wording.share(self.mass)} of the states holds {wording.share(self.coverage)} of what is "
            f"sought; {wording.share(self.density)} of it is sought, {wording.share(self.base)} of all."
        ]
        if not self.elsewhere.empty:
            lines.append(self._over_resamples())
        rows = [["assumption", "from", "to", "quasi-p", "bounded in resamples"]]
        for name, row in self.bounds.iterrows():
            resampled = wording.NOTHING if numpy.isnan(row.resampled) else wording.share(row.resampled)
            ends = (_end(*row[[side, f"{side}_least", f"{side}_most"]]) for side in ("low", "high"))
            rows.append([str(name), *ends, f"{row.quasi_p:.1g}", resampled])
        return "\n".join([*lines, wording.table(rows)]) + "\n"

    def _over_resamples(self) -> str:
        """What boxes of resamples hold of the states left out: means, and ranges."""
        count, size = self.resamples_with_box, len(self.elsewhere)
        if count == 0:
            return f"None of {size} resamples of the states has a box."
        density, coverage = (
            f"{wording.share(each.mean())} ({wording.share(each.min())} to {wording.share(each.max())})"
            for each in (self.elsewhere.density, self.elsewhere.coverage)
        )
        return (
            f"Of {size} resamples of the states, {count} have a box, which is not held to shuffled labels. Among the "
            f"states that each left out, {density} of its box is sought; it holds {coverage} of what is sought."
        )


NOTHING_FOUND = "No box divides the states better than chance might."


def _end(value: float, least: float, most: float) -> str:
    """A bound, and its range over resamples."""
    told = wording.plain(value)
    return told if numpy.isnan([value, least]).any() else f"{told} ({wording.plain(least)} to {wording.plain(most)})"


def box(states: pandas.DataFrame | Sought, labels: Floats | None = None, resamples: int = 20, seed: int = 0) -> Box:
    """The box that best divides the states: it holds most of what is sought with least of the rest.

    Of the boxes of the peeling, that is taken which explains most of the labels' variance, as a branch of `tree` does.
    Then each bound is moved to where it explains most, the others held; bounds that chance may have made are dropped,
    the least sure first; and those that the peeling passed by are added. At last the same is done with shuffled labels:
    a box stands only if it explains more than each of theirs. So in labels that have nothing to do with the states, 5
    of 100 searches or fewer find a box, whatever it was searched by. A weak pattern among few states is not found: more
    states find it.

    Args:
        states: what `Robustness.sought` gives, which has labels; or a row a state, a column an assumption.
        labels: by state, the probability that it is sought. 0 and 1 serve as well.
        resamples: of the states, for `resampled` and `elsewhere`; 0 leaves them out, and so does a search without a
            box. `seed`: of the resamples and the shuffles.

    Raises:
        InputError: shapes differ, there are fewer than 40 states, labels are no probabilities, or fewer than 20 states
            are sought.

    >>> x = numpy.random.default_rng(1).random((400, 3))
    >>> found = box(pandas.DataFrame(x, columns=["a", "b", "c"]), (x[:, 1] > 0.7).astype(float), resamples=0)
    >>> found.bounds.index.tolist(), found.coverage, found.density
    (['b'], 1.0, 1.0)
    """
    names, values, weights = labelled(states, labels)
    _check(values, weights)
    path, found = _found(values, weights)
    if _may_be_chance(values, weights, found.explained(), seed):
        found.drop(slice(None))
    quasi = found.quasi_p()
    places = sorted(quasi, key=lambda place: quasi[place])
    again, elsewhere = _resampled(values, weights, resamples if places else 0, seed)
    low, high = found.told()
    columns = {"low": low, "high": high} | _ranges(again)
    columns["resampled"] = (
        numpy.isfinite(again).any(axis=1).mean(axis=0) if len(again) else numpy.full(len(low), numpy.nan)
    )
    table = pandas.DataFrame(
        {name: column[places] for name, column in columns.items()},
        index=pandas.Index([names[place] for place in places], name="assumption"),
    )
    table.insert(6, "quasi_p", [quasi[place] for place in places])
    inside = _within(values, low, high)  # by the bounds as they are told, so that whoever counts finds the same
    coverage, density = _quality(weights, inside)
    return Box(table, coverage, density, float(weights.mean()), float(inside.mean()), elsewhere, path)


def labelled(states: pandas.DataFrame | Sought, labels: Floats | None) -> tuple[list[str], Floats, Floats]:
    """The names of the assumptions, their values (state, assumption), and the labels (state,).

    Raises:
        InputError: labels are missing, or given twice; or they are not one a state.
    """
    if isinstance(states, Sought):
        if labels is not None:
            raise InputError("labels: what is sought has its own")
        states, labels = states.states, states.labels
    if labels is None:
        raise InputError("labels: a frame of states needs them, one a state; what is sought has its own")
    values, weights = states.to_numpy(float), numpy.asarray(labels, float)
    if weights.shape != values.shape[:1]:
        raise InputError(f"labels: one a state is needed, {len(values)}, not an array of shape {weights.shape}")
    return [str(name) for name in states.columns], values, weights


def _check(values: Floats, weights: Floats) -> None:
    if len(values) < 2 * LEAST_STATES:
        raise InputError(f"states: a box needs {2 * LEAST_STATES} or more, not {len(values)}")
    if not ((weights >= 0) & (weights <= 1)).all():
        raise InputError("labels: must be probabilities, from 0 to 1")
    if not weights.sum() > 0:
        raise InputError("labels: nothing is sought, since all are 0")
    if weights.sum() < LEAST_STATES:
        raise InputError(
            f"too few states are sought for a box, about {weights.sum():.2g} of {len(weights):,}; "
            f"{LEAST_STATES} are needed"
        )


def _quality(weights: Floats, inside: AnyArray) -> tuple[float, float]:
    """Coverage and density; NaN where nothing is sought, or nothing inside."""
    held, total, count = float(weights[inside].sum()), float(weights.sum()), int(inside.sum())
    return held / total if total else numpy.nan, held / count if count else numpy.nan


def _within(values: Floats, low: Floats, high: Floats) -> AnyArray:
    """Which states are within all bounds, of which NaN is none."""
    return cast(AnyArray, ~((values < low) | (values > high)).any(axis=1))


def _explained(held: Floats | float, count: AnyArray | int, total: float, size: int) -> Floats:
    """The sum of squares that a box explains, of labels whose sum is `total` over `size` states; negative if it is less
    dense than the rest, and 0 if it holds all states.
    """
    more = numpy.asarray(held) - numpy.asarray(count) * total / size
    outside = numpy.maximum(size - numpy.asarray(count), 1)
    return cast(Floats, numpy.sign(more) * more**2 * size / (numpy.asarray(count) * outside))


def _found(values: Floats, weights: Floats) -> tuple[pandas.DataFrame, "_Bounds"]:
    """The path of the peeling, and the bounds that were chosen."""
    steps, rows = peeled(values, weights)
    total, size = float(weights.sum()), len(values)
    best = int(numpy.argmax([_explained(row[0] * total, round(row[2] * size), total, size) for row in rows]))
    found = _Bounds(values, weights, steps[best])
    found.settle()
    return pandas.DataFrame(rows, columns=["coverage", "density", "mass", "bounded"]), found


def _may_be_chance(values: Floats, weights: Floats, explained: float, seed: int) -> bool:
    """Whether shuffled labels, which have nothing to do with the states, have a box that explains as much.

    A test by permutation, exact whatever was searched for the box.
    """
    random = numpy.random.default_rng(seed)
    shuffles = (random.permutation(weights) for _ in range(SHUFFLES))
    return any(_found(values, shuffled)[1].explained() >= explained for shuffled in shuffles) if explained > 0 else True


def peeled(values: Floats, weights: Floats) -> tuple[list[Floats], list[tuple[float, float, float, int]]]:
    """Peels until few states are left: the bounds of each step, and its coverage, density, mass and number bounded.

    Each step takes off one end of one assumption, a twentieth of the states left, rounded up.
    """
    left, labels, total = numpy.ascontiguousarray(values.T), weights, float(weights.sum())  # a row an assumption
    bounds = numpy.stack([numpy.full(len(left), -numpy.inf), numpy.full(len(left), numpy.inf)])
    steps, rows = [], []
    while len(labels) >= LEAST_STATES:
        steps.append(bounds.copy())
        bounded = int(numpy.isfinite(bounds).any(axis=0).sum())
        held = float(labels.sum())
        rows.append((held / total, held / len(labels), len(labels) / len(weights), bounded))
        end = _best_end(left, labels)
        if end is None:
            break
        side, place, at = end
        bounds[side, place] = at
        kept = left[place] >= at if side == 0 else left[place] <= at
        left, labels = left[:, kept], labels[kept]
    return steps, rows


def _best_end(values: Floats, weights: Floats) -> tuple[int, int, float] | None:
    """Side, assumption and new bound of the end whose removal betters the mean most, by state removed.

    None where nothing can come off. Where many states share the value at an end, all of them go. `values`: shape
    (assumption, state).
    """
    ends = _next(values)
    off = numpy.stack([values < ends[0, :, None], values > ends[1, :, None]])
    removed = numpy.count_nonzero(off, axis=2)
    sizes = len(weights) - removed
    with numpy.errstate(invalid="ignore", divide="ignore"):
        means = (weights.sum() - off @ weights) / sizes
        gains = numpy.where((removed > 0) & (sizes > 0), (means - weights.mean()) / removed, -numpy.inf)
    side, place = numpy.unravel_index(int(gains.argmax()), gains.shape)
    if not numpy.isfinite(gains[side, place]):
        return None
    return int(side), int(place), float(ends[side, place])


def _next(values: Floats) -> Floats:
    """By end and assumption, the value next left when a twentieth comes off; infinite where all are equal."""
    count = math.ceil(PEELED * values.shape[1])
    ordered = numpy.partition(values, [count, values.shape[1] - 1 - count])
    low, high = ordered[:, count], ordered[:, -1 - count]
    least, most = values.min(axis=1), values.max(axis=1)
    for place in numpy.flatnonzero((low == least) | (high == most)):  # where many share the value at an end
        others = values[place]
        low[place] = max(low[place], others[others > least[place]].min(initial=numpy.inf))
        high[place] = min(high[place], others[others < most[place]].max(initial=-numpy.inf))
    return numpy.stack([low, high])


class _Bounds:
    """A box while its bounds are moved."""

    def __init__(self, values: Floats, weights: Floats, bounds: Floats) -> None:
        self.bounds = bounds.copy()
        self._values, self._weights = values, weights

    def bounded(self) -> list[int]:
        """The places of the assumptions that have a bound."""
        return [int(place) for place in numpy.flatnonzero(numpy.isfinite(self.bounds).any(axis=0))]

    def inside(self, without: int | None = None) -> AnyArray:
        """Which states lie in it, one assumption's bounds apart."""
        places = [place for place in self.bounded() if place != without]
        values, (low, high) = self._values[:, places], self.bounds[:, places]
        return cast(AnyArray, ((values >= low) & (values <= high)).all(axis=1))

    def explained(self) -> float:
        """The sum of squares that it explains; 0 where nothing is bounded."""
        inside = self.inside()
        held, total = float(self._weights[inside].sum()), float(self._weights.sum())
        return float(_explained(held, int(inside.sum()), total, len(self._weights)))

    def settle(self) -> None:
        """Moves bounds and drops unsure ones; then adds the bound that explains most, and settles again, while that
        betters the box.

        Added, since a peeling among many assumptions takes many ends off by chance, and may pass one by that matters.
        """
        self._keep_sure()
        better = True
        while better:
            before, explained = self.bounds.copy(), self.explained()
            self.add()
            self._keep_sure()
            better = self.explained() > explained
        self.bounds = before

    def _keep_sure(self) -> None:
        """Moves all bounds, drops those of the least sure assumption, and so on until chance may have made none.

        Moved first, since bounds that a peeling made by chance hide the others until they have given way.
        """
        self.move()
        while (worst := self.least_sure()) is not None:
            self.drop(worst)
            self.move()

    def move(self) -> None:
        """Moves bound after bound to where the box explains most, until none moves."""
        ends = [
            (int(side), int(place)) for side, place in zip(*numpy.nonzero(numpy.isfinite(self.bounds)), strict=True)
        ]
        outside = numpy.array([self._beyond(*end) for end in ends])  # by bound and state
        broken = outside.sum(axis=0)
        for _ in range(50):  # each move betters the box, so this ends; ties might go round
            before = self.bounds.copy()
            for row, end in enumerate(ends):
                broken -= outside[row]
                self._move(*end, broken == 0)
                outside[row] = self._beyond(*end)
                broken += outside[row]
            if (before == self.bounds).all():
                return

    def add(self) -> None:
        """Adds, of all bounds of assumptions that have none on that side, the one by which the box explains most."""
        inside = self.inside()
        values, weights = self._values[inside], self._weights[inside]
        order = numpy.argsort(values, axis=0, kind="stable")
        ordered = numpy.take_along_axis(values, order, axis=0)
        held = numpy.cumsum(weights[order], axis=0)[:-1]
        counts = numpy.arange(1, len(values))[:, None]
        total, size = float(self._weights.sum()), len(self._weights)
        above = _explained(weights.sum() - held, len(values) - counts, total, size)
        score = numpy.stack([above, _explained(held, counts, total, size)])  # by side, last state below, assumption
        score[:, ordered[1:] == ordered[:-1]] = -numpy.inf  # states of one value are not divided
        score[0, len(values) - LEAST_STATES :] = score[1, : LEAST_STATES - 1] = -numpy.inf
        score = numpy.where(numpy.isfinite(self.bounds)[:, None], -numpy.inf, score)
        side, row, place = numpy.unravel_index(int(score.argmax()), score.shape)
        if score[side, row, place] > self.explained():
            self.bounds[side, place] = ordered[row + 1 - side, place]

    def _beyond(self, side: int, place: int) -> AnyArray:
        """Which states a bound leaves out."""
        values, bound = self._values[:, place], self.bounds[side, place]
        return cast(AnyArray, values < bound if side == 0 else values > bound)

    def _move(self, side: int, place: int, left: AnyArray) -> None:
        """Of the states that the other bounds leave, in order from the far side: as many as are best."""
        sign = 1 if side == 1 else -1
        self.bounds[side, place] = sign * numpy.inf
        values, weights = sign * self._values[left, place], self._weights[left]
        order = numpy.argsort(values, kind="stable")
        values = values[order]
        counts = numpy.arange(1, len(order) + 1)
        score = _explained(numpy.cumsum(weights[order]), counts, float(self._weights.sum()), len(self._weights))
        score[:-1][values[:-1] == values[1:]] = -numpy.inf  # states of one value are not divided
        best = int(score.argmax())
        if best < len(values) - 1:
            self.bounds[side, place] = sign * values[best]

    def drop(self, place: int | slice) -> None:
        self.bounds[0, place], self.bounds[1, place] = -numpy.inf, numpy.inf

    def quasi_p(self) -> dict[int, float]:
        """By bounded assumption: how likely, without its bounds, so many states would be as dense as those inside.

        The upper tail of a binomial law; by the beta law, which goes on between whole numbers.
        """
        places = self.bounded()
        values, (low, high) = self._values[:, places], self.bounds[:, places]
        outside = (values < low) | (values > high)
        broken = outside.sum(axis=1)
        without = broken[:, None] == outside  # outside of no bound, or of this assumption's alone
        inside = broken == 0
        count, held = int(inside.sum()), float(self._weights[inside].sum())
        share = self._weights @ without / without.sum(axis=0)
        found = stats.beta.cdf(share, held, count - held + 1) if held > 0 else numpy.ones(len(places))
        return dict(zip(places, found.tolist(), strict=True))

    def least_sure(self) -> int | None:
        """The bounded assumption with the greatest quasi-p-value, where chance might have made its bounds."""
        quasi = self.quasi_p()
        worst = max(quasi, key=lambda place: quasi[place], default=None)
        return worst if worst is not None and quasi[worst] > SURE / self.bounds.shape[1] else None

    def told(self) -> tuple[Floats, Floats]:
        """Low and high bounds, halfway to the nearest state outside; NaN where there is none."""
        low, high = numpy.full((2, self.bounds.shape[1]), numpy.nan)
        for place in self.bounded():
            near = self._values[self.inside(without=place), place]
            below, above = near[near < self.bounds[0, place]], near[near > self.bounds[1, place]]
            low[place] = (self.bounds[0, place] + below.max()) / 2 if len(below) else numpy.nan
            high[place] = (self.bounds[1, place] + above.min()) / 2 if len(above) else numpy.nan
        return low, high


def _resampled(values: Floats, weights: Floats, resamples: int, seed: int) -> tuple[Floats, pandas.DataFrame]:
    """The bounds of each resample's box, (resample, 2, assumption), and its quality among the states left out."""
    random = numpy.random.default_rng(seed)
    every, rows = numpy.empty((resamples, 2, values.shape[1])), []
    for place in range(resamples):
        drawn = random.integers(0, len(values), len(values))
        _, found = _found(values[drawn], weights[drawn])
        every[place] = low, high = found.told()
        out = numpy.setdiff1d(numpy.arange(len(values)), drawn)
        inside = _within(values[out], low, high)
        quality = *_quality(weights[out], inside), float(inside.mean())
        rows.append(quality if found.bounded() else (numpy.nan,) * 3)
    table = pandas.DataFrame(rows, columns=["coverage", "density", "mass"])
    return every, table[["density", "coverage", "mass"]]


def _ranges(every: Floats) -> dict[str, Floats]:
    """The least and the greatest of each bound over resamples, by the name of its column; NaN where there is none."""
    finite = numpy.isfinite(every)
    found = {}
    for side, name in enumerate(("low", "high")):
        is_there = finite[:, side].any(axis=0)
        least = numpy.where(finite[:, side], every[:, side], numpy.inf).min(axis=0, initial=numpy.inf)
        most = numpy.where(finite[:, side], every[:, side], -numpy.inf).max(axis=0, initial=-numpy.inf)
        found[f"{name}_least"] = numpy.where(is_there, least, numpy.nan)
        found[f"{name}_most"] = numpy.where(is_there, most, numpy.nan)
    return found
