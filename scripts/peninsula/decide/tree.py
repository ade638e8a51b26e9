# SPDX-License-Identifier: Apache-2.0
"""Where an effect turns round, as a small tree: one assumption and one threshold at each branch.

CART (Breiman, Friedman, Olshen and Stone 1984) on labels that are probabilities: the variance of a label of 0 or 1 is
half of Gini's impurity, so the splits are the same. A tree shows what a box cannot: that one assumption matters only
where another is high.
"""

import dataclasses
from collections.abc import Iterator

import numpy
import pandas

from peninsula.arrays import Floats
from peninsula.decide import wording
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


def tree(states: pandas.DataFrame, labels: Floats, depth: int = 3, least_states: int = 20) -> Node:
    """The tree that explains most of the labels' variance, split by split.

    Args:
        states: a row a state, a column an assumption.
        labels: by state, the probability that it is sought, as of `box`.
        depth: splits from the root to a leaf, at most; `least_states`: of a leaf.

    Raises:
        InputError: shapes differ, or there are no states.

    >>> x = numpy.random.default_rng(1).random((400, 2))
    >>> found = tree(pandas.DataFrame(x, columns=["a", "b"]), (x[:, 1] > 0.7).astype(float))
    >>> found.assumption, round(found.threshold, 1), [leaf.density for _, leaf in found.leaves()]
    ('b', 0.7, [0.0, 1.0])
    """
    values, weights = states.to_numpy(float), numpy.asarray(labels, float)
    if weights.shape != values.shape[:1] or len(weights) == 0:
        raise InputError(f"labels: one a state is needed, {len(values)}, not an array of shape {weights.shape}")
    least_gain = max(LEAST_GAIN * float(((weights - weights.mean()) ** 2).sum()), 1e-12)
    return _grown(values, weights, [str(name) for name in states.columns], depth, least_states, least_gain)


def _grown(values: Floats, weights: Floats, names: list[str], depth: int, least_states: int, least_gain: float) -> Node:
    leaf = Node(len(weights), float(weights.mean()))
    split = _best_split(values, weights, least_states) if depth > 0 else None
    if split is None or split[2] < least_gain:
        return leaf
    place, threshold, _ = split
    below = values[:, place] < threshold
    sides = [
        _grown(values[side], weights[side], names, depth - 1, least_states, least_gain) for side in (below, ~below)
    ]
    return dataclasses.replace(leaf, assumption=names[place], threshold=threshold, below=sides[0], above=sides[1])


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
