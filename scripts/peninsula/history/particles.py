# SPDX-License-Identifier: Apache-2.0
"""A particle filter (Gordon, Salmond and Smith 1993): trajectories that are led by what has happened.

Each month the particles are weighed by how likely what happened was in each of them. Where few of them would speak,
they are drawn anew by their weights, and go on with chance of their own. What is unseen, the latent tempo, beliefs,
talks under way, parameters, is thereby that of histories like ours; the mean weight is the probability of what
happened, given what had happened before.

The learnt parameters drift from month to month, in every particle by itself. Those that are drawn anew are smoothed by
a normal kernel, which leaves their mean and covariance (Liu and West 2001), so that particles that were drawn from the
same one part again. A month in which few would speak is played again by ten times as many.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy
from numpy.typing import NDArray

from peninsula.arrays import Floats
from peninsula.history.parameters import NAMES, TEMPO, natural
from peninsula.module import declared, engine
from peninsula.simulation import Numbers, resolve

SERIES = {
    "short_range": "short_range_launches_by_month",
    "medium_range": "medium_range_launches_by_month",
    "long_range": "icbm_tests_by_month",
    "nuclear_tests": "nuclear_tests_by_month",
    "clashes": "clashes_by_month",
    "summits": "summits_by_month",
    "stage": "diplomatic_stage",
    "tempo": "tempo",
}
SPEAK = 0.3
"""Share of the particles below which they are drawn anew, in Kish's sense."""
FEW = 0.1
"""Share below which a month is played again by `TIMES` as many."""
TIMES = 10
SMOOTHED = 0.3
"""Width of the kernel that smooths parameters, in their standard deviations."""

Month = dict[str, Numbers]
"""By series, the month's value in each particle."""
Drift = Callable[[Floats, numpy.random.Generator], Floats]
"""Parameters a month later, (parameter, particle), on their scales."""


class Particles:
    """Particles between two months, with their weights.

    Args:
        conditions: trees of conditions that draw the parameters of `NAMES`, and the tempo if it is known: the first
            one opens; under each of the others they may go on.
        months: the longest way.
        draws: of the parameters, on their scales, (parameter, particle).
        drift: of the parameters from a month to the next.
        seed: of all chance.
        threads: as many as there are processors if 0.
        tempo: with which each particle opens, (particle,); if none, they open as the first condition says.
    """

    def __init__(
        self,
        conditions: Sequence[Mapping[str, Any]],
        months: int,
        draws: Floats,
        drift: Drift,
        seed: int,
        threads: int = 0,
        tempo: Floats | None = None,
    ) -> None:
        self._generator = numpy.random.default_rng([seed, draws.shape[1]])
        self._drift = drift
        resolved = [resolve(dict(each), months) for each in conditions]
        request = engine.Request(resolved, [], [], draws.shape[1], seed, 0, threads, 1)
        known = {} if tempo is None else {TEMPO: tempo}
        values = numpy.stack([*natural(draws), *known.values()])
        self._engine = engine.Particles(request, [*NAMES, *known], values)
        self._log_weights = numpy.zeros(draws.shape[1])
        self.draws = draws
        """Of the parameters, on their scales, (parameter, particle)."""
        self.tempo = numpy.full(draws.shape[1], numpy.nan) if tempo is None else tempo
        """As the last month left it, (particle,)."""
        self.fewest = float(draws.shape[1])
        """Of all months, the smallest effective number of particles before they were drawn anew."""
        self.log_likelihood = 0.0
        """Of all that has happened, so far."""

    @property
    def weights(self) -> Floats:
        """Summing to 1, (particle,)."""
        return shares(self._log_weights)

    def play(self, condition: int = 0) -> tuple[Floats, Month]:
        """A month: log-likelihood of what the condition gives in it, (particle,), and what it brought. The parameters
        drift before it; the weights stay as they are."""
        self.draws = self._drift(self.draws, self._generator)
        self._engine.set(list(NAMES), natural(self.draws))
        log_likelihood, values = self._engine.play(condition, PLACES)
        brought = dict(zip(ORDER, values, strict=True))
        self.tempo = brought["tempo"].astype(float)
        return log_likelihood.astype(float), brought

    def follow(self, seen: Callable[[Month], Floats], condition: int = 0) -> None:
        """A month under a condition, after which the particles are weighed by how likely what happened was in each: by
        the model's word on what the condition gives, and by the log-probability that `seen` tells of what the month
        brought, (particle,)."""
        count, draws = len(self._log_weights), self.draws
        told = self._told(seen, condition)
        if effective(shares(self._log_weights + told)) < FEW * count:
            self._engine.undo()
            self.draws = draws
            self._choose(numpy.repeat(numpy.arange(count), TIMES))
            told = self._told(seen, condition)
        known = numpy.logaddexp.reduce(self._log_weights)
        self._log_weights = self._log_weights + told
        self.log_likelihood += float(numpy.logaddexp.reduce(self._log_weights) - known)
        speaking = effective(self.weights)
        self.fewest = min(self.fewest, speaking)
        if speaking < SPEAK * count or len(self._log_weights) > count:
            self.draw_anew(count)
            self._smooth()

    def draw_anew(self, count: int) -> None:
        """So many particles, all of the same weight."""
        self._choose(systematic(self.weights, count, float(self._generator.random())))
        self._log_weights = numpy.zeros(count)

    def ahead(self, condition: int, months: int, count: int) -> dict[str, Numbers]:
        """How `count` of them go on for so many months under a condition: by series, (particle, month). These particles
        stay where they are."""
        others = copy.copy(self)
        others._generator = copy.deepcopy(self._generator)
        others._engine = copy.copy(self._engine)
        others.draw_anew(count)
        brought = [others.play(condition)[1] for _ in range(months)]
        return {name: numpy.stack([month[name] for month in brought], axis=1) for name in SERIES}

    def _told(self, seen: Callable[[Month], Floats], condition: int) -> Floats:
        given, brought = self.play(condition)
        return given + seen(brought)

    def _choose(self, chosen: NDArray[numpy.int64]) -> None:
        self._engine.keep(chosen)
        self.draws = self.draws[:, chosen]
        self.tempo = self.tempo[chosen]
        self._log_weights = self._log_weights[chosen]

    def _smooth(self) -> None:
        """Moves the parameters at random, and towards their mean by what keeps their covariance."""
        mean = self.draws.mean(axis=1, keepdims=True)
        variances, directions = numpy.linalg.eigh(numpy.cov(self.draws))
        root = directions * numpy.sqrt(numpy.maximum(variances, 0))
        noise = root @ self._generator.normal(size=self.draws.shape)
        self.draws = mean + numpy.sqrt(1 - SMOOTHED**2) * (self.draws - mean) + SMOOTHED * noise


def shares(log_weights: Floats) -> Floats:
    """Weights that sum to 1."""
    found: Floats = numpy.exp(log_weights - log_weights.max())
    found /= found.sum()
    return found


def effective(weights: Floats) -> float:
    """Kish's effective number of weighted particles."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def systematic(weights: Floats, count: int, uniform: float) -> NDArray[numpy.int64]:
    """Places of `count` particles, each as often as its weight says, up to less than one."""
    upto = numpy.cumsum(weights)
    points = (numpy.arange(count) + uniform) / count * upto[-1]
    found: NDArray[numpy.int64] = numpy.minimum(numpy.searchsorted(upto, points, side="right"), len(weights) - 1)
    return found


def _places() -> tuple[list[int], list[str]]:
    """Of the series in the model, in its order, and what they are called here."""
    names = {series: name for name, series in SERIES.items()}
    found = [(place, names[one["name"]]) for place, one in enumerate(declared()["series"]) if one["name"] in names]
    return [place for place, _ in found], [name for _, name in found]


PLACES, ORDER = _places()
