# SPDX-License-Identifier: Apache-2.0
"""Where an effect turns round, as a small tree: one assumption and one threshold at each branch.

CART (Breiman, Friedman, Olshen and Stone 1984) on labels that are probabilities: the variance of a label of 0 or 1 is
half of Gini's impurity, so the splits are the same. A tree shows what a box cannot: that one assumption matters only
where another is high.

The best of many splits looks good by chance alone, so each is held against the best that chance would find among all
assumptions and thresholds (Miller and Siegmund 1982, "Maximally selected chi square statistics", Biometrics 38,
1011-1016).
"""

import dataclasses
from collections.abc import Iterator

import numpy
import pandas
from scipy import stats

from peninsula.arrays import Floats
from peninsula.decide import wording
from peninsula.decide.box import labelled
from peninsula.decide.sought import Sought
from peninsula.errors import InputError

LEAST_GAIN = 0.01
"""Of the variance of all labels: a split that explains less is not made."""

SURE = 0.05
"""How often chance alone, among all assumptions, makes a split where there is none; 5 to 10 of 100 were counted where
few states are sought."""


@dataclasses.dataclass(frozen=True)
class Node:
    """States that share a rule: how many, the mean of their labels, and the split if there is one.

    `below` has the states whose `assumption` is less than `threshold`, `above` the others.
    """

    states: int
    density: float
    assumption: str = ""
    threshold: float = numpy.nan
    below: "Node | None" = None
    above: "Node | None" = None

    def predict(self, states: pandas.DataFrame) -> Floats:
        """The density of the leaf that each state falls into: shape (state,)."""
        found = numpy.full(len(states), self.density)
        if self.below is not None and self.above is not None:
            is_below = states[self.assumption].to_numpy(float) < self.threshold
            found[is_below] = self.below.predict(states[is_below])
            found[~is_below] = self.above.predict(states[~is_below])
        return found

    def leaves(self, rule: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], "Node"]]:
        """Each leaf with the comparisons that lead to it."""
        if self.below is None or self.above is None:
            yield rule, self
            return
        at = wording.plain(self.threshold)
        yield from self.below.leaves((*rule, f"{self.assumption} < {at}"))
        yield from self.above.leaves((*rule, f"{self.assumption} ≥ {at}"))

    def text(self) -> str:
        """A line for each leaf, the densest first."""
        leaves = sorted(self.leaves(), key=lambda leaf: leaf[1].density, reverse=True)
        rows = [
            [f"{100 * leaf.density:.0f} %", f"of {leaf.states:,} states", " and ".join(rule) or "all"]
            for rule, leaf in leaves
        ]
        return wording.table(rows) + "\n"


def tree(
    states: pandas.DataFrame | Sought,
    labels: Floats | None = None,
    depth: int = 3,
    least_states: int = 20,
    sure: float = SURE,
) -> Node:
    """The tree that explains most of the labels' variance, split by split.

    Args:
        states, labels: as of `box`.
        depth: splits from the root to a leaf, at most; `least_states`: of a leaf.
        sure: a split that chance alone would make more often than this, among all assumptions, is not made; 1 makes
            every one.

    Raises:
        InputError: shapes differ, or there are no states.

    >>> x = numpy.random.default_rng(1).random((400, 2))
    >>> found = tree(pandas.DataFrame(x, columns=["a", "b"]), (x[:, 1] > 0.7).astype(float))
    >>> found.assumption, round(found.threshold, 1), [leaf.density for _, leaf in found.leaves()]
    ('b', 0.7, [0.0, 1.0])
    """
    names, values, weights = labelled(states, labels)
    if len(weights) == 0:
        raise InputError("states: a tree needs some")
    least_gain = max(LEAST_GAIN * float(((weights - weights.mean()) ** 2).sum()), 1e-12)
    return _Growth(names, least_states, least_gain, sure).grown(values, weights, depth)


@dataclasses.dataclass(frozen=True)
class _Growth:
    """What holds for every branch."""

    names: list[str]
    least_states: int
    least_gain: float
    sure: float

    def grown(self, values: Floats, weights: Floats, depth: int) -> Node:
        """The tree below a branch."""
        leaf = Node(len(weights), float(weights.mean()))
        split = _best_split(values, weights, self.least_states) if depth > 0 else None
        if split is None or split[2] < self.least_gain or self._by_chance(weights, split[2]) > self.sure:
            return leaf
        place, threshold, _ = split
        below = values[:, place] < threshold
        sides = [self.grown(values[side], weights[side], depth - 1) for side in (below, ~below)]
        return dataclasses.replace(
            leaf, assumption=self.names[place], threshold=threshold, below=sides[0], above=sides[1]
        )

    def _by_chance(self, weights: Floats, explained: float) -> float:
        """How often the best split explains so much by chance: Bonferroni over assumptions, an upper bound."""
        total = float(((weights - weights.mean()) ** 2).sum())
        away = (len(weights) * explained / total) ** 0.5
        least = self.least_states / len(weights)
        density = float(stats.norm.pdf(away))
        chance = density * (4 / away + (away - 1 / away) * 2 * numpy.log((1 - least) / least))
        return float(min(len(self.names) * chance, 1.0))


def _best_split(values: Floats, weights: Floats, least_states: int) -> tuple[int, float, float] | None:
    """Assumption, threshold, and the sum of squares that it explains."""
    size = len(weights)
    if size < 2 * least_states:
        return None
    order = numpy.argsort(values, axis=0, kind="stable")
    ordered = numpy.take_along_axis(values, order, axis=0)
    below = numpy.cumsum(weights[order], axis=0)[:-1]
    counts = numpy.arange(1, size)[:, None]
    explained = below**2 / counts + (weights.sum() - below) ** 2 / (size - counts) - weights.sum() ** 2 / size
    explained[ordered[1:] == ordered[:-1]] = -numpy.inf  # states of one value are not divided
    explained[: least_states - 1] = -numpy.inf
    explained[size - least_states :] = -numpy.inf
    row, column = numpy.unravel_index(int(explained.argmax()), explained.shape)
    if not numpy.isfinite(explained[row, column]):
        return None
    last_below, place = int(row), int(column)
    threshold = float(ordered[last_below : last_below + 2, place].mean())
    return place, threshold, float(explained[last_below, place])
