# SPDX-License-Identifier: Apache-2.0
"""Where an effect turns round, as a box: a few assumptions with bounds, found among states of the world.

PRIM, the patient rule induction method (Friedman and Fisher 1999, Statistics and Computing 9, 123–143), as scenario
discovery uses it (Bryant and Lempert 2010, Technological Forecasting and Social Change 77, 34–49): peel the states away
a twentieth at a time, wherever what is left holds most of what is sought; then put back, bound by bound, what was
peeled too much.

What is sought is known with error only, so a state has no label 0 or 1 but a probability: that its effect has the
opposite sign, given what was seen of it.
"""

import dataclasses
from typing import cast

import numpy
import pandas
from scipy import special, stats

from peninsula.arrays import AnyArray, Floats
from peninsula.decide import wording
from peninsula.errors import InputError

PEELED = 0.05
"""Of the states in the box, at each step: patient, as both sources have it."""

LEAST_STATES = 20
"""A box is peeled no smaller."""

SURE = 0.05
"""A bound whose quasi-p-value is greater is dropped: chance alone might have made it."""


@dataclasses.dataclass(frozen=True, eq=False)
class Box:
    """A box among states of the world. It says where in the prior, not why; another sample would move its bounds.

    `bounds`: a row for each bounded assumption, the one that matters most first: `low` and `high` (NaN: not bounded on
    this side), `quasi_p` (that what the box holds would be as dense without this assumption's bounds), `resampled` (the
    share of resamples of the states whose box bounds it as well).
    `coverage`: the share of all that is sought which lies in the box. `density`: the share of the box that is sought;
    `base`: the same of all states. `mass`: the share of all states which lies in the box.
    `path`: a row for each step of the peeling: `coverage`, `density`, `mass`, `bounded` (assumptions).
    """

    bounds: pandas.DataFrame
    coverage: float
    density: float
    base: float
    mass: float
    path: pandas.DataFrame

    def __repr__(self) -> str:
        return f"Box of {len(self.bounds)} assumptions: coverage {self.coverage:.2f}, density {self.density:.2f}"

    def contains(self, states: pandas.DataFrame) -> AnyArray:
        """Which states lie in it: shape (state,)."""
        found = numpy.ones(len(states), dtype=bool)
        for name, row in self.bounds.iterrows():
            values = states[name].to_numpy(float)
            found &= ~(values < row.low) & ~(values > row.high)
        return found

    def text(self) -> str:
        """The box as text."""
        if self.bounds.empty:
            return "No bounds divide the states better than chance might.\n"
        head = (
            f"A box with {100 * self.mass:.0f} % of the states holds {100 * self.coverage:.0f} % of what is sought; "
            f"{100 * self.density:.0f} % of it is sought, {100 * self.base:.0f} % of all."
        )
        rows = [["assumption", "from", "to", "quasi-p", "bounded in resamples"]]
        for name, row in self.bounds.iterrows():
            resampled = "–" if numpy.isnan(row.resampled) else f"{100 * row.resampled:.0f} %"
            rows.append([str(name), wording.plain(row.low), wording.plain(row.high), f"{row.quasi_p:.1g}", resampled])
        return f"{head}\n{wording.table(rows)}\n"


def opposite(effects: Floats, errors: Floats) -> Floats:
    """The probability, by state, that the effect has the sign opposite to that of the mean effect.

    The states' effects are taken to follow a normal law, whose mean and spread come from all of them, the noise's share
    taken off; what was seen of a state is weighed against it (empirical Bayes). A state whose effect is exactly 0, with
    no error, has no sign: 0.

    Args:
        effects, errors: estimates with their standard errors, shape (state,).

    >>> opposite(numpy.array([2.0, 2.0, -2.0]), numpy.zeros(3)).tolist()
    [0.0, 0.0, 1.0]
    """
    mean = effects.mean()
    spread = max(effects.var() - (errors**2).mean(), 0.0)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        kept = numpy.where(errors > 0, spread / (spread + errors**2), 1.0)
        centre = mean + kept * (effects - mean)
        deviation = numpy.sqrt(kept) * errors
        score = numpy.where(deviation > 0, centre / deviation, numpy.sign(centre) * numpy.inf)
    found = special.ndtr(-numpy.sign(mean) * score)
    return cast(Floats, numpy.where((effects == 0) & (errors == 0), 0.0, found))


def box(states: pandas.DataFrame, labels: Floats, resamples: int = 20, seed: int = 0) -> Box:
    """The box that holds most of what is sought with least of the rest.

    Of the boxes of the peeling, that with the greatest harmonic mean of coverage and density is taken; then each bound
    is moved to where this mean is greatest, the others held, and bounds that chance may have made are dropped. So there
    is no box where none is better than all states together: a weak pattern in something common is not found.

    Args:
        states: a row a state, a column an assumption.
        labels: by state, the probability that it is sought; `opposite` gives it. 0 and 1 serve as well.
        resamples: of the states, for `resampled`; 0 leaves it NaN. `seed`: of the resamples.

    Raises:
        InputError: shapes differ, there are fewer than 40 states, labels are no probabilities, or nothing is sought.

    >>> x = numpy.random.default_rng(1).random((400, 3))
    >>> found = box(pandas.DataFrame(x, columns=["a", "b", "c"]), (x[:, 1] > 0.7).astype(float), resamples=0)
    >>> found.bounds.index.tolist(), found.coverage, found.density
    (['b'], 1.0, 1.0)
    """
    values, weights = states.to_numpy(float), numpy.asarray(labels, float)
    _check(values, weights)
    path, bounds = _found(values, weights)
    found = _Bounds(values, weights, bounds)
    names = [place for place in range(values.shape[1]) if found.is_bounded(place)]
    quasi = {place: found.quasi_p(place) for place in names}
    names.sort(key=lambda place: quasi[place])
    again = _resampled(values, weights, resamples, seed)
    low, high = found.told()
    table = pandas.DataFrame(
        {
            "low": low[names],
            "high": high[names],
            "quasi_p": [quasi[place] for place in names],
            "resampled": again[names],
        },
        index=pandas.Index([str(states.columns[place]) for place in names], name="assumption"),
    )
    inside = found.inside()
    coverage, density = _quality(weights, inside)
    return Box(table, coverage, density, float(weights.mean()), float(inside.mean()), path)


def _check(values: Floats, weights: Floats) -> None:
    if values.ndim != 2 or weights.shape != values.shape[:1]:
        raise InputError(f"labels: one a state is needed, {len(values)}, not an array of shape {weights.shape}")
    if len(values) < 2 * LEAST_STATES:
        raise InputError(f"states: a box needs {2 * LEAST_STATES} or more, not {len(values)}")
    if not ((weights >= 0) & (weights <= 1)).all():
        raise InputError("labels: must be probabilities, from 0 to 1")
    if not weights.sum() > 0:
        raise InputError("labels: nothing is sought, since all are 0")


def _quality(weights: Floats, inside: AnyArray) -> tuple[float, float]:
    """Coverage and density."""
    held = float(weights[inside].sum())
    return held / float(weights.sum()), held / max(int(inside.sum()), 1)


def _both(held: Floats | float, count: AnyArray | int, total: float) -> Floats:
    """The harmonic mean of coverage, held / total, and density, held / count."""
    return cast(Floats, 2 * numpy.asarray(held) / (numpy.asarray(count) + total))


def _found(values: Floats, weights: Floats) -> tuple[pandas.DataFrame, Floats]:
    """The path of the peeling, and the bounds that were chosen: (2, assumption), infinite where there is none."""
    steps, rows = peeled(values, weights)
    best = int(
        numpy.argmax([_both(row[0] * weights.sum(), round(row[2] * len(values)), weights.sum()) for row in rows])
    )
    found = _Bounds(values, weights, steps[best])
    found.move()
    while (worst := found.least_sure()) is not None:
        found.drop(worst)
        found.move()
    return pandas.DataFrame(rows, columns=["coverage", "density", "mass", "bounded"]), found.bounds


def peeled(values: Floats, weights: Floats) -> tuple[list[Floats], list[tuple[float, float, float, int]]]:
    """Peels until few states are left: the bounds of each step, and its coverage, density, mass and number bounded.

    Each step takes off one end of one assumption, a twentieth of the states left.
    """
    inside = numpy.ones(len(values), dtype=bool)
    bounds = numpy.stack([numpy.full(values.shape[1], -numpy.inf), numpy.full(values.shape[1], numpy.inf)])
    steps, rows = [], []
    while True:
        steps.append(bounds.copy())
        bounded = int(numpy.isfinite(bounds).any(axis=0).sum())
        rows.append((*_quality(weights, inside), float(inside.mean()), bounded))
        end = _best_end(values[inside], weights[inside])
        if end is None:
            return steps, rows
        side, place, at = end
        bounds[side, place] = at
        inside &= values[:, place] >= at if side == 0 else values[:, place] <= at
        if inside.sum() < LEAST_STATES:
            return steps, rows


def _best_end(values: Floats, weights: Floats) -> tuple[int, int, float] | None:
    """Side, assumption and new bound of the end whose removal betters the mean most, by state removed.

    None where nothing can come off. Where many states share the value at an end, all of them go.
    """
    ends = numpy.stack([_next(values), -_next(-values)])
    kept = numpy.stack([values >= ends[0], values <= ends[1]])
    sizes = kept.sum(axis=1)
    removed = len(values) - sizes
    with numpy.errstate(invalid="ignore", divide="ignore"):
        means = numpy.einsum("snp,n->sp", kept, weights) / sizes
        gains = numpy.where((removed > 0) & (sizes > 0), (means - weights.mean()) / removed, -numpy.inf)
    side, place = numpy.unravel_index(int(gains.argmax()), gains.shape)
    if not numpy.isfinite(gains[side, place]):
        return None
    return int(side), int(place), float(ends[side, place])


def _next(values: Floats) -> Floats:
    """By assumption, the least value left when a twentieth comes off at the low end; infinite where all are equal."""
    count = max(round(PEELED * len(values)), 1)
    at = numpy.partition(values, count, axis=0)[count]
    lowest = values.min(axis=0)
    above = numpy.where(values > lowest, values, numpy.inf).min(axis=0)
    return cast(Floats, numpy.maximum(at, above))


class _Bounds:
    """A box while its bounds are moved."""

    def __init__(self, values: Floats, weights: Floats, bounds: Floats) -> None:
        self.bounds = bounds.copy()
        self._values, self._weights = values, weights

    def inside(self, without: int | None = None) -> AnyArray:
        """Which states lie in it, one assumption's bounds apart."""
        held = (self._values >= self.bounds[0]) & (self._values <= self.bounds[1])
        if without is not None:
            held[:, without] = True
        return cast(AnyArray, held.all(axis=1))

    def is_bounded(self, place: int) -> bool:
        return bool(numpy.isfinite(self.bounds[:, place]).any())

    def move(self) -> None:
        """Moves bound after bound to where coverage and density are best together, until none moves."""
        for _ in range(50):  # each move betters the box, so this ends; ties might go round
            before = self.bounds.copy()
            for side, place in zip(*numpy.nonzero(numpy.isfinite(before)), strict=True):
                self._move(int(side), int(place))
            if (before == self.bounds).all():
                return

    def _move(self, side: int, place: int) -> None:
        """Of the states that the other bounds leave, in order from the far side: as many as are best."""
        sign = 1 if side == 1 else -1
        self.bounds[side, place] = sign * numpy.inf
        left = self.inside()
        values, weights = sign * self._values[left, place], self._weights[left]
        order = numpy.argsort(values, kind="stable")
        values = values[order]
        score = _both(numpy.cumsum(weights[order]), numpy.arange(1, len(order) + 1), float(self._weights.sum()))
        score[:-1][values[:-1] == values[1:]] = -numpy.inf  # states of one value are not divided
        best = int(score.argmax())
        if best < len(values) - 1:
            self.bounds[side, place] = sign * values[best]

    def drop(self, place: int) -> None:
        self.bounds[:, place] = -numpy.inf, numpy.inf

    def quasi_p(self, place: int) -> float:
        """How likely it is, without this assumption's bounds, that so many states are as dense as those inside.

        The upper tail of a binomial law; by the beta law, which goes on between whole numbers.
        """
        inside, without = self.inside(), self.inside(without=place)
        count, held = int(inside.sum()), float(self._weights[inside].sum())
        share = float(self._weights[without].mean())
        return float(stats.beta.cdf(share, held, count - held + 1)) if held > 0 else 1.0

    def least_sure(self) -> int | None:
        """The bounded assumption with the greatest quasi-p-value above `SURE`."""
        bounded = [place for place in range(self.bounds.shape[1]) if self.is_bounded(place)]
        worst = max(bounded, key=self.quasi_p, default=None)
        return worst if worst is not None and self.quasi_p(worst) > SURE else None

    def told(self) -> tuple[Floats, Floats]:
        """Low and high bounds, halfway to the nearest state outside; NaN where there is none."""
        low, high = self.bounds[0].copy(), self.bounds[1].copy()
        for place in range(len(low)):
            near = self._values[self.inside(without=place), place]
            below, above = near[near < low[place]], near[near > high[place]]
            low[place] = (low[place] + below.max()) / 2 if len(below) else numpy.nan
            high[place] = (high[place] + above.min()) / 2 if len(above) else numpy.nan
        return low, high


def _resampled(values: Floats, weights: Floats, resamples: int, seed: int) -> Floats:
    """By assumption: the share of resamples whose box bounds it."""
    if resamples == 0:
        return numpy.full(values.shape[1], numpy.nan)
    random = numpy.random.default_rng(seed)
    bounded = numpy.zeros(values.shape[1])
    for _ in range(resamples):
        chosen = random.integers(0, len(values), len(values))
        _, bounds = _found(values[chosen], weights[chosen])
        bounded += numpy.isfinite(bounds).any(axis=0)
    return bounded / resamples
