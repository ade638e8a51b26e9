# SPDX-License-Identifier: Apache-2.0
"""What is learnt from the record: parameters of provocation and of Kim's reservation, their prior, and how they drift.

From month to month a parameter keeps `KEPT` of its distance from the centre of its prior, and moves at random by what
keeps the prior's spread. What changes without a reason that the model knows may change, and a month is worth the less
the longer ago it was.
"""

import dataclasses
import functools
from collections.abc import Callable
from typing import Literal

import numpy
from scipy import special

from peninsula.arrays import Floats

KEPT = 0.998
"""Correlation of a parameter between a month and the next: 0.91 over four years."""

Scale = Literal["plain", "logarithm", "log-odds"]
HIGHEST_SHARE = 0.995  # of a parameter that is a share: nothing lasts for ever


@dataclasses.dataclass(frozen=True)
class Learnt:
    """A parameter that is learnt, with its prior from before any data: on its scale, normal with this centre and
    spread."""

    name: str
    symbol: str
    scale: Scale
    centre: float
    spread: float


# Wider than the declared priors, which were set after a look at 2013 to 2026, and not centred on their values: graver
# provocations are rarer, and an active month holds one launch or a few more. Their common level, some eighteen launches
# a year, is hindsight all the same; `prior_of` moves it, and docs/validation.md shows what then remains. The tempo
# lasts for years rather than months (a half-life of 27 months at the centre): programmes are as long.
# Priors of the tempo, and `KEPT`, were kept among some twenty settings whose scores for 2013 to 2024 were looked at.
LEARNT = (
    Learnt("provocation.intercept.short_range", "al_1", "plain", 0.0, 1.0),
    Learnt("provocation.intercept.medium_range", "al_2", "plain", -0.7, 1.0),
    Learnt("provocation.intercept.icbm", "al_3", "plain", -1.5, 1.0),
    Learnt("provocation.intercept.nuclear_test", "al_4", "plain", -2.3, 1.0),
    Learnt("provocation.intercept.clash", "al_5", "plain", -1.7, 1.0),
    Learnt("provocation.short_range_mean", "nu1", "logarithm", float(numpy.log(1.0)), 0.5),
    Learnt("provocation.tempo_shock", "sg_tem", "logarithm", float(numpy.log(0.35)), 0.5),
    Learnt("provocation.tempo_persistence", "phT", "log-odds", float(special.logit(0.975)), 0.3),
    Learnt("provocation.tempo_jumps", "k_j", "logarithm", float(numpy.log(0.3)), 0.7),
    Learnt("provocation.tempo_in_counts", "k_nu", "logarithm", float(numpy.log(0.7)), 0.5),
    Learnt("provocation.tempo_in_clashes", "k_cl", "plain", 0.5, 0.5),
    Learnt("provocation.self_excitation", "w_h", "plain", 0.4, 0.3),
    Learnt("provocation.restraint_by_talks", "w_sg", "plain", 1.0, 0.6),
    Learnt("negotiation.reservation", "r_0", "plain", 1.0, 0.4),
)
NAMES = tuple(one.name for one in LEARNT)
TEMPO = "provocation.initial_tempo"
SPREAD_OF_TEMPO = "provocation.initial_tempo_spread"


@dataclasses.dataclass(frozen=True)
class Prior:
    """Independent normal laws of the learnt parameters, each on its scale. Shapes: (parameter,)."""

    mean: Floats
    spread: Floats

    def drawn(self, count: int, generator: numpy.random.Generator) -> Floats:
        """(parameter, draw), on their scales."""
        found: Floats = self.mean[:, None] + self.spread[:, None] * generator.normal(size=(len(self.mean), count))
        return found

    def drifted(self, draws: Floats, generator: numpy.random.Generator, kept: float = KEPT) -> Floats:
        """The draws a month later, (parameter, draw). What is drawn from the prior stays drawn from it."""
        noise = self.spread[:, None] * generator.normal(size=draws.shape)
        found: Floats = self.mean[:, None] + kept * (draws - self.mean[:, None]) + numpy.sqrt(1 - kept**2) * noise
        return found

    def drift(self, kept: float = KEPT) -> Callable[[Floats, numpy.random.Generator], Floats]:
        """`drifted`, as a function of draws and chance alone."""
        return functools.partial(self.drifted, kept=kept)

    def laws(self, is_tempo_known: bool = False) -> dict[str, object]:
        """As a condition writes them. A share has a uniform law there: conditions know no law on its log-odds. The
        tempo opens as in the long run without jumps, or, if it is known, as each particle says."""
        tempo = {TEMPO: {"normal": [0.0, 1.0]} if is_tempo_known else 0.0, SPREAD_OF_TEMPO: float(not is_tempo_known)}
        learnt = {
            one.name: _law(one.scale, round(float(mean), 5), round(float(spread), 5))
            for one, mean, spread in zip(LEARNT, self.mean, self.spread, strict=True)
        }
        return {**tempo, **learnt}


def prior_of(shift: float = 0.0, widening: float = 1.0) -> Prior:
    """The prior, with the centres of the five intercepts moved by `shift` (utility) and their spreads multiplied by
    `widening`: to see how much depends on its centre and its width."""
    moved = numpy.array([one.name.startswith("provocation.intercept") for one in LEARNT])
    centres = numpy.array([one.centre for one in LEARNT])
    spreads = numpy.array([one.spread for one in LEARNT])
    return Prior(centres + numpy.where(moved, shift, 0.0), spreads * numpy.where(moved, widening, 1.0))


PRIOR = prior_of()


def natural(draws: Floats) -> Floats:
    """Values of the parameters, of (parameter, draw) on their scales."""
    found = draws.copy()
    for place, one in enumerate(LEARNT):
        if one.scale == "logarithm":
            found[place] = numpy.exp(draws[place])
        elif one.scale == "log-odds":
            found[place] = numpy.minimum(special.expit(draws[place]), HIGHEST_SHARE)
    return found


def _law(scale: Scale, mean: float, spread: float) -> dict[str, list[float]]:
    if scale == "plain":
        return {"normal": [mean, spread]}
    if scale == "logarithm":
        return {"log_normal": [round(float(numpy.exp(mean)), 5), spread]}
    ends = special.expit(numpy.array([mean - 2 * spread, mean + 2 * spread]))
    return {"uniform": [round(float(end), 5) for end in ends]}
