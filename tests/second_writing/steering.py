# SPDX-License-Identifier: Apache-2.0
"""Interventions: what a condition leaves of decisions and of chance in one trajectory, and what it changes."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

STAYS_AWAY, HAPPENS = 0, 1  # the options of a chance


@dataclass(frozen=True)
class Term:
    """A comparison that a rule makes with a series of the month."""

    series: str
    compare: Callable[[float, float], bool]
    bound: float

    def holds(self, series: Mapping[str, float]) -> bool:
        return self.compare(series[self.series], self.bound)


@dataclass(frozen=True)
class Cause:
    """What makes a rule hold, and for how long; or how long it waits to act, if it does so once."""

    terms: tuple[Term, ...]
    months: int
    once: bool
    at_most: float = math.inf


@dataclass(frozen=True)
class Word:
    """Leaves some options of a point, a decision or a chance, as a turn names them."""

    point: str
    options: frozenset[int]
    months: range  # in which it holds; of a rule, in which it looks
    cause: Cause | None = None


@dataclass(frozen=True)
class Timeline:
    """What a condition says of its months, counted from 0."""

    given: Mapping[int, dict[str, int]] = field(default_factory=dict)  # member of the region: value
    changes: Mapping[int, dict[str, float | str]] = field(default_factory=dict)  # parameter: value from then on
    words: Sequence[Word] = ()


@dataclass
class Memory:
    """Of a rule."""

    came: int = 0
    until: int = -1  # the last month in which it holds, or waits


class Steering:
    """The words of a condition as one trajectory meets them."""

    def __init__(self, words: Sequence[Word] = ()) -> None:
        in_any_case = [word for word in words if word.cause is None]
        rules = [word for word in words if word.cause is not None]
        self.words = [(word, Memory()) for word in in_any_case + rules]

    def left(self, point: str, month: int, open_: Sequence[bool]) -> list[bool]:
        """The options among which a choice is made, of those that are open by the menu's own rules."""
        left = set(range(len(open_)))
        for word, memory in self.words:
            kept = left & word.options
            if word.point == point and kept and holds(word, memory, month, any(open_[each] for each in kept)):
                left = kept
        may = {option for option in left if open_[option]}
        return [option in (may or left) for option in range(len(open_))]

    def month_ends(self, month: int, series: Mapping[str, float]) -> None:
        """Rules look at what the month brought."""
        for word, memory in self.words:
            cause = word.cause
            if cause is None or month not in word.months or memory.came >= cause.at_most:
                continue
            if all(term.holds(series) for term in cause.terms):
                memory.came += 1
                memory.until = month + cause.months


def holds(word: Word, memory: Memory, month: int, may_act: bool) -> bool:
    """Whether a word bears on a choice of this month. A rule that acts once does so here."""
    if word.cause is None:
        return month in word.months
    if month > memory.until:
        return False
    if word.cause.once:
        if not may_act:
            return False
        memory.until = -1
    return True
