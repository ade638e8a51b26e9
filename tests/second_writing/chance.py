# SPDX-License-Identifier: Apache-2.0
"""Stochasticity: each source of chance draws on words of its own, as the document's table of streams says."""

import functools
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from .document import table
from .reading import quantal_response
from .steering import HAPPENS, Steering

BEFORE_THE_FIRST_MONTH = 2**32 - 1

Word = tuple[int, int]  # a stream, and which of its four words


@functools.cache
def words_of_sources(before_the_first_month: bool = False) -> dict[str, list[Word]]:
    """The words of each source of chance in a month, or of what is drawn before the first."""
    words: dict[str, list[Word]] = {}
    for row in table("stream"):
        where = row["stream"].removeprefix("before the first month, ")
        if (where != row["stream"]) == before_the_first_month:
            for place, column in enumerate(("u₁", "u₂", "u₃", "u₄")):
                words.setdefault(row[column].replace("\N{EN DASH}", "-"), []).append((int(where), place))
    words.pop("", None)
    return words


def philox(counter: list[int], key: list[int]) -> list[int]:
    """Philox4x32-10 (Salmon et al. 2011): four random words of 32 bits."""
    word = 2**32 - 1
    (a, b, c, d), (low, high) = counter, key
    for _ in range(10):
        first, second = a * 0xD2511F53, c * 0xCD9E8D57
        a, b, c, d = (second >> 32) ^ b ^ low, second & word, (first >> 32) ^ d ^ high, first & word
        low, high = (low + 0x9E3779B9) & word, (high + 0xBB67AE85) & word
    return [a, b, c, d]


@dataclass
class Dice:
    """The draws of one trajectory in one month, each worked out anew when it is asked for."""

    seed: int
    trajectory: int
    month: int = BEFORE_THE_FIRST_MONTH
    bits: int = 32  # of a word that are used: 32 by the twin in double precision, 23 by the program in single
    read: set[Word] = field(default_factory=set)

    def uniforms(self, source: str) -> list[float]:
        words = words_of_sources(self.month == BEFORE_THE_FIRST_MONTH)[source]
        self.read.update(words)
        return [self.uniform_of(*word) for word in words]

    def uniform_of(self, stream: int, place: int) -> float:
        """The upper bits name one of 2^bits equal cells; its middle is the uniform."""
        counter = [self.trajectory % 2**32, self.trajectory >> 32, self.month, stream]
        word = philox(counter, [self.seed % 2**32, self.seed >> 32])[place]
        return ((word >> (32 - self.bits)) + 0.5) / 2**self.bits

    def uniform(self, source: str) -> float:
        (u,) = self.uniforms(source)
        return u

    def normal(self, source: str) -> float:
        """Of two sources that share a pair of words, the first takes the cosine, the second the sine."""
        words = words_of_sources(self.month == BEFORE_THE_FIRST_MONTH)
        named = next(each for each in words if source in each.split(", "))
        u, v = self.uniforms(named)
        branch = (math.cos, math.sin)[named.split(", ").index(source)]
        return math.sqrt(-2 * math.log(u)) * branch(2 * math.pi * v)


@dataclass
class Decision:
    utilities: list[float]
    probabilities: list[float]
    chosen: int


@dataclass
class Chance:
    probability: float
    happened: bool
    decided: bool = False  # by the condition
    gave_way: bool = False  # to one that was decided


@dataclass
class Turn:
    """One month: its chance, what is given in it, and what was decided and what happened."""

    month: int
    calendar_month: int  # 0 January ... 11 December
    dice: Dice
    given: dict[str, int] = field(default_factory=dict)  # member of the region: value, from the timeline
    steering: Steering = field(default_factory=Steering)
    decisions: dict[str, Decision] = field(default_factory=dict)
    chances: dict[str, Chance] = field(default_factory=dict)
    closest: float = 1.0  # how close a uniform came to a boundary at which something else happens

    def story(self) -> dict[str, float]:
        """Every decision and every chance, as names of numbers. What cannot happen is not told."""
        told: dict[str, float] = {}
        for name, decision in self.decisions.items():
            told[f"{name}: chosen"] = decision.chosen
            told |= {f"{name} {option}: utility": utility for option, utility in enumerate(decision.utilities)}
            told |= {f"{name} {option}: probability": each for option, each in enumerate(decision.probabilities)}
        for event, chance in self.chances.items():
            if chance.probability:
                told |= {f"{event}: probability": chance.probability, f"{event}: happened": chance.happened}
        return told

    def uniform(self, source: str) -> float:
        return self.dice.uniform(source)

    def normal(self, source: str) -> float:
        return self.dice.normal(source)

    def happens(self, event: str, probability: float, u: float) -> bool:
        """Asked only where the chance is open."""
        left = self.steering.left(event, self.month, [True, True])
        if left == [True, True]:
            self.closest = min(self.closest, abs(u - probability))
            self.chances[event] = Chance(probability, u < probability)
        else:
            self.chances[event] = Chance(float(left[HAPPENS]), left[HAPPENS], decided=True)
        return self.chances[event].happened

    def one_of(self, one: str, other: str) -> tuple[bool, bool]:
        """Of two chances that exclude each other, the one that was drawn gives way to the one that is decided."""
        came = {event: event in self.chances and self.chances[event].happened for event in (one, other)}
        decided = [event for event in came if came[event] and self.chances[event].decided]
        if all(came.values()) and decided:
            assert len(decided) == 1, f"{one}, {other}: both are decided"
            (event,) = came.keys() - decided
            came[event] = self.chances[event].happened = False
            self.chances[event].gave_way = True
        return came[one], came[other]

    def choose(
        self,
        decision: str,
        utilities: list[float],
        rationality: float,
        u: float,
        open_: Sequence[bool] | None = None,
    ) -> int:
        """A quantal response over the options that are open, all where none is named; by inversion, in menu order."""
        left = self.steering.left(decision, self.month, open_ or [True] * len(utilities))
        probabilities = quantal_response(rationality, utilities, left)
        chosen = self.count_below(u, probabilities[:-1])
        self.decisions[decision] = Decision(utilities, probabilities, chosen)
        return chosen

    def poisson(self, mean: float, u: float) -> int:
        """By inversion; counts end at 30."""
        probabilities = [math.exp(-mean)]
        for count in range(1, 30):
            probabilities.append(probabilities[-1] * mean / count)
        return self.count_below(u, probabilities)

    def count_below(self, u: float, probabilities: Collection[float]) -> int:
        """How many of the cumulative probabilities u reaches."""
        count, cumulative = 0, 0.0
        for probability in probabilities:
            cumulative += probability
            self.closest = min(self.closest, abs(u - cumulative))
            count += u >= cumulative
        return count
