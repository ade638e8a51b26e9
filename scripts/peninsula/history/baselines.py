# SPDX-License-Identifier: Apache-2.0
"""Forecasts without a model of the agents. Each uses the months before the origin and nothing else."""

import dataclasses
import math
from collections.abc import Callable

import numpy
from scipy import optimize, signal, special, stats

from peninsula.arrays import Floats
from peninsula.history.observables import LARGEST, trailing_totals

WINDOW = 36  # months
SUPPORT = numpy.arange(LARGEST + 1.0)


def closed(probabilities: Floats) -> Floats:
    """Probabilities of 0 … LARGEST; what is missing from 1 goes to the last."""
    probabilities = probabilities.copy()
    probabilities[-1] += max(0.0, 1 - probabilities.sum())
    shares: Floats = probabilities / probabilities.sum()
    return shares


def empirical(totals: Floats) -> Floats:
    """The distribution of observed totals."""
    return numpy.bincount(numpy.minimum(totals.astype(int), LARGEST), minlength=LARGEST + 1) / len(totals)


def climatology(values: Floats, horizon: int) -> Floats:
    """Totals of every past run of `horizon` months."""
    return empirical(trailing_totals(values, horizon))


def recent_climatology(values: Floats, horizon: int) -> Floats:
    """The same of the last 36 months."""
    return climatology(values[-WINDOW:], horizon)


def persistence(values: Floats, horizon: int) -> Floats:
    """A Poisson law whose mean is the total of the last `horizon` months, and half an event."""
    return closed(stats.poisson.pmf(SUPPORT, values[-horizon:].sum() + 0.5))


def negative_binomial(values: Floats, horizon: int) -> Floats:
    """Independent months with the mean and variance of the last 36; Poisson where these are not over-dispersed."""
    mean, variance = values[-WINDOW:].mean(), values[-WINDOW:].var(ddof=1)
    mean = max(mean, 0.5 / WINDOW)
    if variance <= mean:
        return closed(stats.poisson.pmf(SUPPORT, mean * horizon))
    size = horizon * mean**2 / (variance - mean)
    return closed(stats.nbinom.pmf(SUPPORT, size, size / (size + horizon * mean)))


def log_negative_binomial(counts: Floats, mean: Floats, size: float) -> Floats:
    """ln P(count) of a negative binomial with this mean and size."""
    found: Floats = (
        special.gammaln(counts + size)
        - special.gammaln(size)
        - special.gammaln(counts + 1)
        + size * numpy.log(size / (size + mean))
        + counts * numpy.log(mean / (size + mean))
    )
    return found


@dataclasses.dataclass(frozen=True)
class SelfExciting:
    """INGARCH(1,1) with negative-binomial counts, a discrete Hawkes process: mu_t = base + alpha y_{t-1} + beta
    mu_{t-1}."""

    base: float
    alpha: float
    beta: float
    size: float

    def means(self, values: Floats) -> Floats:
        """mu of every month and of the one that follows, (months + 1,)."""
        first = self.base / max(1 - self.alpha - self.beta, 0.02)
        later, _ = signal.lfilter([1.0], [1.0, -self.beta], self.base + self.alpha * values, zi=[self.beta * first])
        return numpy.concatenate([[first], later])

    def log_likelihood(self, values: Floats) -> float:
        return float(log_negative_binomial(values, self.means(values)[:-1], self.size).sum())

    def forecast(self, values: Floats, horizon: int, paths: int = 8000, seed: int = 1) -> Floats:
        """By simulation with a fixed seed; exact for one month."""
        mean = numpy.full(paths, self.means(values)[-1])
        if horizon == 1:
            return closed(numpy.exp(log_negative_binomial(SUPPORT, mean[0], self.size)))
        generator, total = numpy.random.default_rng(seed), numpy.zeros(paths)
        for _ in range(horizon):
            count = generator.poisson(numpy.minimum(mean * generator.gamma(self.size, 1 / self.size, paths), 1e6))
            total += count
            mean = self.base + self.alpha * count + self.beta * mean
        return empirical(total)


def fit_self_exciting(values: Floats) -> SelfExciting:
    """By maximum likelihood over base > 0, alpha, beta >= 0 with alpha + beta < 0.98, size in (0.05, 50)."""

    def unpack(free: Floats) -> SelfExciting:
        shares = numpy.exp(numpy.append(free[1:3], 0.0) - max(free[1:3].max(), 0.0))
        shares = 0.98 * shares / shares.sum()
        return SelfExciting(
            float(numpy.exp(numpy.clip(free[0], -9, 4))),
            float(shares[0]),
            float(shares[1]),
            float(numpy.exp(numpy.clip(free[3], -3, 3.9))),
        )

    starts = [
        numpy.array([numpy.log(max(values.mean(), 0.02) * rest), a, b, 0.0])
        for a, b, rest in ((0.0, 0.0, 0.4), (-2.0, 1.5, 0.1), (-3.0, -3.0, 0.9))
    ]
    found = [
        optimize.minimize(
            lambda free: -unpack(free).log_likelihood(values),
            start,
            method="Nelder-Mead",
            options={"maxiter": 600, "xatol": 1e-3, "fatol": 1e-4},
        )
        for start in starts
    ]
    return unpack(min(found, key=lambda one: float(one.fun)).x)


@dataclasses.dataclass(frozen=True)
class RegimeSwitching:
    """Regime-switching negative binomial: a Markov chain of two unseen regimes, each with its own law of a month's
    count (Hamilton 1989, Econometrica 57, 357-384, whose filter this is; also called a hidden Markov model).

    `mean` and `size` are those of each regime's negative binomial, (2,); `stay[s]` is the chance that regime s lasts
    another month, (2,).
    """

    mean: Floats
    size: Floats
    stay: Floats

    @property
    def transition(self) -> Floats:
        return numpy.array([[self.stay[0], 1 - self.stay[0]], [1 - self.stay[1], self.stay[1]]])

    def emissions(self, counts: Floats) -> Floats:
        """P(count | regime), (counts, 2)."""
        return numpy.column_stack(
            [numpy.exp(log_negative_binomial(counts, self.mean[s], self.size[s])) for s in (0, 1)]
        )

    def filtered(self, values: Floats) -> tuple[Floats, float]:
        """The law of the regime in the month after the last, (2,), and the log-likelihood."""
        low_stays, high_stays = (float(each) for each in self.stay)
        leaving = max(2 - low_stays - high_stays, 1e-9)
        low, likelihood = (1 - high_stays) / leaving, 0.0  # the chance of the first regime
        for of_low, of_high in self.emissions(values).tolist():  # scalars: arrays of two are ten times slower
            joint = low * of_low, (1 - low) * of_high
            total = max(sum(joint), 1e-300)
            likelihood += math.log(total)
            low = (joint[0] * low_stays + joint[1] * (1 - high_stays)) / total
        return numpy.array([low, 1 - low]), likelihood

    def forecast(self, values: Floats, horizon: int) -> Floats:
        """Exact, by convolution over regimes and totals."""
        state, emission = self.filtered(values)[0], self.emissions(SUPPORT)
        joint = numpy.zeros((2, LARGEST + 1))
        joint[:, 0] = state
        for _ in range(horizon):
            counted = numpy.stack([numpy.convolve(joint[s], emission[:, s])[: LARGEST + 1] for s in (0, 1)])
            joint = self.transition.T @ counted
        return closed(joint.sum(axis=0))


def fit_regime_switching(values: Floats) -> RegimeSwitching:
    """By maximum likelihood, from three starts. The second regime has the higher mean; each lasts at least two months
    on average."""

    def unpack(free: Floats) -> RegimeSwitching:
        low = numpy.exp(numpy.clip(free[0], -7, 3))
        return RegimeSwitching(
            numpy.array([low, low + numpy.exp(numpy.clip(free[1], -5, 3))]),
            numpy.exp(numpy.clip(free[2:4], -2, 3.9)),
            0.5 + 0.495 * special.expit(free[4:6]),
        )

    level = numpy.log(max(values.mean(), 0.02))
    starts = [
        numpy.array([level + low, level + high, 1.0, 0.0, 1.5, 1.5])
        for low, high in ((-1.0, 0.5), (-2.0, 0.0), (-0.5, 1.0))
    ]
    found = [
        optimize.minimize(
            lambda free: -unpack(free).filtered(values)[1],
            start,
            method="Nelder-Mead",
            options={"maxiter": 500, "xatol": 1e-2, "fatol": 1e-3},
        )
        for start in starts
    ]
    return unpack(min(found, key=lambda one: float(one.fun)).x)


def many(values: Floats, horizon: int, share: float = 0.9) -> int:
    """The least count that `share` of all past runs of `horizon` months do not exceed: more than this is many, to
    whoever knows these months and no later ones."""
    return int(numpy.quantile(trailing_totals(values, horizon), share, method="inverted_cdf"))


Forecast = Callable[[Floats, int], Floats]
WITHOUT_FIT: dict[str, Forecast] = {
    "climatology": climatology,
    "climatology, 36 months": recent_climatology,
    "persistence": persistence,
    "negative binomial, 36 months": negative_binomial,
}
FITTED: dict[str, Callable[[Floats], SelfExciting | RegimeSwitching]] = {
    "self-exciting": fit_self_exciting,
    "regime-switching negative binomial": fit_regime_switching,
}


def rate_chance(values: Floats, horizon: int) -> float:
    """Chance of an event within the horizon at the past monthly rate, half an event added."""
    rate = (numpy.count_nonzero(values) + 0.5) / (len(values) + 1)
    return float(1 - (1 - rate) ** horizon)


EVENT_BASELINES: dict[str, Callable[[Floats, int], float]] = {
    "climatology": rate_chance,
    "climatology, 36 months": lambda values, horizon: rate_chance(values[-WINDOW:], horizon),
    "persistence": lambda values, horizon: float(values[-horizon:].any()),
}
