# SPDX-License-Identifier: Apache-2.0
"""From prior to posterior: what the record says about the parameters of provocation and of Kim's reservation.

Approximate Bayesian computation with local-linear regression adjustment (Beaumont, Zhang and Balding 2002), era by era.
An era is simulated from its own start under the prior; trajectories whose summaries are near those of the record are
kept, their parameters are moved to where the regression of parameters on summaries puts the record, and mean and
covariance of what results, less the prior's, are the era's evidence. Evidence adds up over eras, as precision does.

ABC rather than a synthetic likelihood, because half of the summaries count rare events whose law over trajectories is
nowhere near normal; one wide sample an era rather than populations that shrink, because the engine is fast and the same
sample then serves every data set, which makes the check on synthetic data cheap.

What is lost: eras are taken as independent given the parameters (each starts from a stationary tempo, whatever the
months before it were), and an era's evidence as normal. The condition of the posterior draws its parameters together,
by rows of a table; the backtest, which learns anew at each origin, draws them from independent laws.
"""

import dataclasses

import numpy

from peninsula.arrays import Floats
from peninsula.history import eras as known_eras
from peninsula.history import simulate
from peninsula.history.eras import Era
from peninsula.history.record import Record


@dataclasses.dataclass(frozen=True)
class Learnt:
    """A parameter that is learnt from the record, with its prior from before any data: law, centre and spread (of the
    logarithm for a log-normal law)."""

    name: str
    symbol: str
    logarithmic: bool
    centre: float
    spread: float


# Wider than the declared priors, which were set after a look at 2013 to 2026, and not centred on their values: graver
# provocations are rarer, and an active month holds one launch or a few more. Their common level, some eighteen launches
# a year, is hindsight all the same; `prior_laws` moves it, and docs/validation.md shows what then remains.
LEARNT = (
    Learnt("provocation.intercept.short_range", "al_1", False, 0.0, 1.0),
    Learnt("provocation.intercept.medium_range", "al_2", False, -0.7, 1.0),
    Learnt("provocation.intercept.icbm", "al_3", False, -1.5, 1.0),
    Learnt("provocation.intercept.nuclear_test", "al_4", False, -2.3, 1.0),
    Learnt("provocation.intercept.clash", "al_5", False, -1.7, 1.0),
    Learnt("provocation.short_range_mean", "nu1", True, float(numpy.log(1.0)), 0.5),
    Learnt("provocation.tempo_shock", "sg_tem", True, float(numpy.log(0.35)), 0.5),
    Learnt("provocation.self_excitation", "w_h", False, 0.4, 0.3),
    Learnt("provocation.restraint_by_talks", "w_sg", False, 1.0, 0.6),
    Learnt("negotiation.reservation", "r_0", False, 1.0, 0.4),
)
PATTERNS = {"silent": "silent_share", "dispersion": "launch_dispersion", "autocorrelation": "launch_autocorrelation"}
TRAJECTORIES = 40_000  # of each era
KEPT = 0.05  # share of them that count as near


@dataclasses.dataclass(frozen=True)
class Laws:
    """Independent normal laws of the learnt parameters, on the logarithm where they are positive. Shapes: (10,)."""

    mean: Floats
    spread: Floats

    def as_parameters(self) -> dict[str, dict[str, list[float]]]:
        """As a condition writes them."""
        return {
            one.name: {"log_normal": [round(float(numpy.exp(mean)), 5), round(float(spread), 5)]}
            if one.logarithmic
            else {"normal": [round(float(mean), 5), round(float(spread), 5)]}
            for one, mean, spread in zip(LEARNT, self.mean, self.spread, strict=True)
        }


def prior_laws(shift: float = 0.0, widening: float = 1.0) -> Laws:
    """The prior, with the centres of the five intercepts moved by `shift` (utility) and their spreads multiplied by
    `widening`: to see how much depends on its centre and its width."""
    moved = numpy.array([one.name.startswith("provocation.intercept") for one in LEARNT])
    centres = numpy.array([one.centre for one in LEARNT])
    spreads = numpy.array([one.spread for one in LEARNT])
    return Laws(centres + numpy.where(moved, shift, 0.0), spreads * numpy.where(moved, widening, 1.0))


PRIOR = prior_laws()


def working(drawn: dict[str, Floats]) -> Floats:
    """Drawn parameters, (trajectories, 10), on the scale of `Laws`."""
    return numpy.column_stack([numpy.log(drawn[one.name]) if one.logarithmic else drawn[one.name] for one in LEARNT])


def summaries(totals: dict[str, Floats], patterns: dict[str, Floats], months: int) -> Floats:
    """(trajectories, 11): square roots of the counts, which have even spread, and the pattern of the monthly launches:
    log-odds of a silent month, launches of an active one, dispersion, autocorrelation.

    Dispersion is 1 and autocorrelation 0 where a silent run leaves them undefined.
    """
    counts = [numpy.sqrt(totals[name]) for name in simulate.OUTCOMES]
    silent = months * patterns["silent"]
    launches = totals["short_range"] + totals["medium_range"] + totals["long_range"]
    active = numpy.log((launches + 0.5) / (months - silent + 0.5))
    return numpy.column_stack(
        [
            *counts,
            numpy.log((silent + 0.5) / (months - silent + 0.5)),
            active,
            numpy.nan_to_num(numpy.log1p(patterns["dispersion"]), nan=numpy.log(2.0)),
            numpy.nan_to_num(patterns["autocorrelation"]),
        ]
    )


def observed(record: Record, start: int, end: int) -> Floats:
    """The same summaries of the record, (1, 11)."""
    totals = {name: record.months(name, start, end).sum()[None] for name in simulate.OUTCOMES}
    launches = record.months("launches", start, end)
    varied = len(set(launches[:-1])) > 1 and len(set(launches[1:])) > 1
    patterns = {
        "silent": numpy.mean(launches == 0)[None],
        "dispersion": numpy.array([launches.var(ddof=1) / launches.mean() if launches.any() else numpy.nan]),
        "autocorrelation": numpy.array([numpy.corrcoef(launches[:-1], launches[1:])[0, 1] if varied else numpy.nan]),
    }
    return summaries(totals, patterns, end - start)


def simulated(era: Era, laws: Laws, months: int, trajectories: int, seed: int) -> tuple[Floats, Floats]:
    """Parameters and summaries of `months` months of an era under `laws`; one row a trajectory."""
    tree = known_eras.condition((era,), era.start, months, laws.as_parameters())
    found, simulation = simulate.counts([tree], months, trajectories, seed, simulate.OUTCOMES | PATTERNS)
    first = {name: values[0] for name, values in found.items()}
    drawn = {one.name: simulation.drawn[one.name][0].astype(float) for one in LEARNT}
    return working(drawn), summaries(first, first, months)


def adjust(parameters: Floats, found: Floats, seen: Floats) -> tuple[Floats, Floats]:
    """Regression-adjusted draws near `seen`, (kept, parameters), and their weights, (kept,)."""
    scale = found.std(axis=0)
    scale[scale == 0] = 1
    away = (found - seen) / scale
    distance = numpy.sqrt((away**2).sum(axis=1))
    kept = numpy.argsort(distance, kind="stable")[: max(int(KEPT * len(found)), 50)]
    weights = 1 - (distance[kept] / distance[kept[-1]]) ** 2 + 1e-9
    design = numpy.column_stack([numpy.ones(len(kept)), away[kept]])
    root = numpy.sqrt(weights)[:, None]
    slopes = numpy.linalg.lstsq(design * root, parameters[kept] * root, rcond=None)[0]
    return parameters[kept] - away[kept] @ slopes[1:], weights / weights.sum()


@dataclasses.dataclass(frozen=True)
class Evidence:
    """What data say of the parameters beyond the prior, in units of its spreads: precision (10, 10), and precision
    times place."""

    precision: Floats
    weighted: Floats

    def __add__(self, other: "Evidence") -> "Evidence":
        return Evidence(self.precision + other.precision, self.weighted + other.weighted)

    def tempered(self, share: float) -> "Evidence":
        """This evidence, discounted: circumstances changed since, and parameters may have."""
        return Evidence(share * self.precision, share * self.weighted)

    def posterior(self, prior: Laws) -> Laws:
        """Marginal laws after this evidence, which was found under `prior`."""
        mean, covariance = self._moments(prior)
        return Laws(mean, numpy.sqrt(numpy.diag(covariance)))

    def draws(self, prior: Laws, rows: int, seed: int) -> Floats:
        """Draws from the joint posterior as a condition's table holds them, (rows, 10); logarithms are undone.

        Their means and covariances are those of the posterior, with no error of sampling.
        """
        mean, covariance = self._moments(prior)
        normal = numpy.random.default_rng(seed).normal(size=(rows, len(LEARNT)))
        away = normal - normal.mean(axis=0)
        white = numpy.linalg.solve(numpy.linalg.cholesky(away.T @ away / rows), away.T).T
        found: Floats = mean + white @ numpy.linalg.cholesky(covariance).T
        logarithmic = [one.logarithmic for one in LEARNT]
        found[:, logarithmic] = numpy.exp(found[:, logarithmic])
        return found

    def _moments(self, prior: Laws) -> tuple[Floats, Floats]:
        """Mean and covariance after this evidence, on the scale of `Laws`."""
        covariance = numpy.linalg.inv(numpy.eye(len(LEARNT)) + self.precision)
        return (
            prior.mean + prior.spread * (covariance @ self.weighted),
            prior.spread[:, None] * covariance * prior.spread,
        )


NOTHING = Evidence(numpy.zeros((len(LEARNT), len(LEARNT))), numpy.zeros(len(LEARNT)))


def table(draws: Floats) -> str:
    """Draws, (rows, 10), as the table that a condition names, in four digits."""
    lines = [",".join(one.name for one in LEARNT), *(",".join(f"{cell:.4g}" for cell in row) for row in draws)]
    return "".join(f"{line}\n" for line in lines)


def evidence(draws: Floats, weights: Floats, prior: Laws) -> Evidence:
    """Of weighted posterior draws under `prior`. Directions in which they are wider than the prior say nothing."""
    places = (draws - prior.mean) / prior.spread
    mean = weights @ places
    away = places - mean
    variances, directions = numpy.linalg.eigh((away * weights[:, None]).T @ away)
    says = variances < 1
    precision = numpy.where(says, 1 / variances - 1, 0)
    weighted = numpy.where(says, (directions.T @ mean) / variances, 0)
    return Evidence((directions * precision) @ directions.T, directions @ weighted)


def learn(
    record: Record, eras: tuple[Era, ...], trajectories: int, seed: int, memory: float = 0.5, prior: Laws = PRIOR
) -> Evidence:
    """Evidence of all whole years of the record. `memory` is the share of an era's evidence that is carried into the
    next era; 1 for parameters that never change."""
    total = NOTHING
    for number, era in enumerate(eras):
        months = min(era.months, (record.end - era.start) // 12 * 12)
        if months <= 0:
            break
        found = simulated(era, prior, months, trajectories, seed + number)
        total = total.tempered(memory) + evidence(
            *adjust(*found, observed(record, era.start, era.start + months)), prior
        )
    return total
