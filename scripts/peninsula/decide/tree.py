# SPDX-License-Identifier: Apache-2.0
"""Where an effect turns round, as a small tree: one assumption and one threshold at each branch.

CART (Breiman, Friedman, Olshen and Stone 1984) on labels that are probabilities: the variance of a label of 0 or 1 is
half of Gini's impurity, so the splits are the same. A tree shows what a box cannot: that one assumption matters only
where another is high.

The best of many splits looks good by chance alone, so each is held against the best splits of shuffled labels, as a box
is. Laws of the greatest of many statistics (Miller and Siegmund 1982, Biometrics 38, 1011-1016) take sums for normal;
where one state in ten is sought and a branch may hold 20, four times as many trees of noise pass them as should.
"""

import dataclasses
from collections.abc import Iterator
from typing import cast

import numpy
import pandas

from peninsula.arrays import Floats
from peninsula.decide import wording
from peninsula.decide.box import SHUFFLES, labelled
from peninsula.decide.sought import Sought
from peninsula.errors import InputError

LEAST_GAIN = 0.01
"""Of the variance of all labels: a split that explains less is not made."""


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
    shuffles: int = SHUFFLES,
    seed: int = 0,
) -> Node:
    """The tree that explains most of the labels' variance, split by split.

    A split is made only where it explains more than the best split of each shuffle of its states' labels. In labels
    that have nothing to do with the states, 5 of 100 trees or fewer have a branch. Below a first split this holds
    nearly, for each branch: its states were chosen by their labels.

    Args:
        states, labels: as of `box`.
        depth: splits from the root to a leaf, at most; `least_states`: of a leaf.
        shuffles: 0 makes every split. `seed`: of the shuffles.

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
    growth = _Growth(names, least_states, least_gain, shuffles, numpy.random.default_rng(seed))
    return growth.grown(values, weights, depth)


@dataclasses.dataclass(frozen=True)
class _Growth:
    """What holds for every branch."""

    names: list[str]
    least_states: int
    least_gain: float
    shuffles: int
    random: numpy.random.Generator

    def grown(self, values: Floats, weights: Floats, depth: int) -> Node:
        """The tree below a branch."""
        leaf = Node(len(weights), float(weights.mean()))
        if depth == 0 or len(weights) < 2 * self.least_states:
            return leaf
        splits = _Splits(values, self.least_states)
        explained = splits.explained(weights)
        best = float(explained.max())
        if best < self.least_gain or self._may_be_chance(splits, weights, best):
            return leaf
        row, place = numpy.unravel_index(int(explained.argmax()), explained.shape)
        threshold = splits.threshold(int(row), int(place))
        below = values[:, place] < threshold
        sides = [self.grown(values[side], weights[side], depth - 1) for side in (below, ~below)]
        return dataclasses.replace(
            leaf, assumption=self.names[place], threshold=threshold, below=sides[0], above=sides[1]
        )

    def _may_be_chance(self, splits: "_Splits", weights: Floats, best: float) -> bool:
        """Whether shuffled labels have a split that explains as much."""
        shuffled = (self.random.permutation(weights) for _ in range(self.shuffles))
        return any(splits.explained(labels).max() >= best for labels in shuffled)


class _Splits:
    """Every way to divide some states by one assumption and one threshold."""

    def __init__(self, values: Floats, least_states: int) -> None:
        self._order = numpy.argsort(values, axis=0, kind="stable")
        self._values = numpy.take_along_axis(values, self._order, axis=0)
        self._refused = self._values[1:] == self._values[:-1]  # states of one value are not divided
        self._refused[: least_states - 1] = True
        self._refused[len(values) - least_states :] = True

    def explained(self, weights: Floats) -> Floats:
        """The sum of squares that each split explains: shape (state, the last below; assumption)."""
        size, total = len(weights), weights.sum()
        below = numpy.cumsum(weights[self._order], axis=0)[:-1]
        counts = numpy.arange(1, size)[:, None]
        explained = below**2 / counts + (total - below) ** 2 / (size - counts) - total**2 / size
        return cast(Floats, numpy.where(self._refused, -numpy.inf, explained))

    def threshold(self, last_below: int, place: int) -> float:
        """Halfway between the two states that it divides."""
        return float(self._values[last_below : last_below + 2, place].mean())
