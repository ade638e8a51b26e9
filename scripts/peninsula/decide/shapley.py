# SPDX-License-Identifier: Apache-2.0
"""Shares of a difference that several changes make together: Shapley values (Shapley 1953).

A change's share is what it adds to the changes made before it, in the mean over all orders in which they could be
made. Shares add up to the whole difference. A part of the changes is a whole number, bit i for change i.

A plan says which parts must be known, and how shares come from them, as matrices: so shares of every trajectory are
one product, and what holds exactly of the numbers holds of the trajectory.
"""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy

from peninsula.arrays import Floats
from peninsula.errors import InputError

MOST_EXACT = 10
"""So many changes have 1,024 parts; with more, orders are sampled."""


@dataclass(frozen=True)
class Plan:
    """Which parts to know, and what follows from their values.

    `parts`: the first is nothing, the last all. `difference` has the shape (1, part); `shares`, `alone` and `last` have
    (change, part). A matrix times the values of the parts, (part, trajectory), gives each of them by trajectory.
    """

    parts: tuple[int, ...]
    difference: Floats
    shares: Floats
    alone: Floats
    last: Floats

    @property
    def matrix(self) -> Floats:
        """The four, one below the other: (1 + 3 × changes, part)."""
        return numpy.vstack([self.difference, self.shares, self.alone, self.last])


def exact(changes: int) -> Plan:
    """All parts: shares without error.

    Args:
        changes: how many, at most `MOST_EXACT`.

    >>> plan = exact(2)
    >>> values = [0.0, 1.0, 2.0, 5.0]  # nothing, the first, the second, both: 2 more together than apart
    >>> (plan.shares @ values).tolist()
    [2.0, 3.0]
    >>> (plan.alone @ values).tolist(), (plan.last @ values).tolist()
    ([1.0, 2.0], [3.0, 4.0])
    """
    if not 1 <= changes <= MOST_EXACT:
        raise InputError(f"changes: exact shares are of 1 to {MOST_EXACT} changes, not {changes}")
    parts = tuple(range(2**changes))
    shares = numpy.zeros((changes, len(parts)))
    for change, part in itertools.product(range(changes), parts):
        made = part.bit_count()
        if part >> change & 1:
            shares[change, part] = _weight(made - 1, changes)
        else:
            shares[change, part] = -_weight(made, changes)
    return _plan(parts, shares)


def antithetic(changes: int, pairs: int, random: numpy.random.Generator) -> Plan:
    """Orders at random, each with its reverse: shares without bias, whose error falls with the number of pairs.

    Source: Castro, Gómez and Tejada (2009), Computers and Operations Research 36; reverses: Mitchell et al. (2022),
    Journal of Machine Learning Research 23.

    >>> plan = antithetic(2, 1, numpy.random.default_rng(0))  # two changes have one order and its reverse
    >>> plan.parts, (plan.shares @ [0.0, 1.0, 2.0, 5.0]).tolist()
    ((0, 1, 2, 3), [2.0, 3.0])
    """
    orders = [random.permutation(changes) for _ in range(pairs)]
    orders += [order[::-1] for order in orders]
    walks = [_walk(order) for order in orders]
    everything = 2**changes - 1
    singles = [1 << change for change in range(changes)]
    parts = _once([0, *singles, *itertools.chain(*walks), *(everything - single for single in singles), everything])
    places = {part: place for place, part in enumerate(parts)}
    shares = numpy.zeros((changes, len(parts)))
    for order, walk in zip(orders, walks, strict=True):
        for change, before, after in zip(order, walk, walk[1:], strict=False):
            shares[change, places[after]] += 1 / len(orders)
            shares[change, places[before]] -= 1 / len(orders)
    return _plan(parts, shares)


def _weight(made_before: int, changes: int) -> float:
    """The probability that just these changes come before a given other one, in an order at random."""
    return math.factorial(made_before) * math.factorial(changes - 1 - made_before) / math.factorial(changes)


def _walk(order: Iterable[int]) -> list[int]:
    """The parts that come one after another as changes are made in an order, from nothing to all."""
    return list(itertools.accumulate((1 << int(change) for change in order), initial=0))


def _once(parts: Iterable[int]) -> tuple[int, ...]:
    """The same, sorted, none twice: nothing comes first, all comes last."""
    return tuple(sorted(set(parts)))


def _plan(parts: tuple[int, ...], shares: Floats) -> Plan:
    changes = len(shares)
    places = {part: place for place, part in enumerate(parts)}
    difference, alone, last = numpy.zeros((1, len(parts))), numpy.zeros(shares.shape), numpy.zeros(shares.shape)
    nothing, everything = 0, places[parts[-1]]
    difference[0, [nothing, everything]] += -1, 1
    for change in range(changes):
        alone[change, [nothing, places[1 << change]]] += -1, 1
        last[change, [places[parts[-1] - (1 << change)], everything]] += -1, 1
    return Plan(parts, difference, shares, alone, last)
