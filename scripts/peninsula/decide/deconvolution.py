# SPDX-License-Identifier: Apache-2.0
"""How effects are spread over states, with the noise of each state's own estimate taken out.

The density of the effects is the exponential of a polynomial on a grid of cells (Efron 2016, "Empirical Bayes
deconvolution estimates", Biometrika 103, 1-20), fitted by maximum likelihood to estimates that are normal about the
effects with known standard errors. Of degree 2 it is a normal density, so that this is the normal-normal model where
nothing speaks against it. Schwarz's criterion (BIC) takes a higher degree where it is needed, or cells that are narrow
about zero and wide far from it, for effects of which many are small and some are large.

It assumes that a state's standard error tells nothing of its effect.
"""

import dataclasses

import numpy
from scipy import special

from peninsula.arrays import Floats
from peninsula.intervals import normal_quantile

CELLS = 48
DEGREES = (2, 4, 6)
RIDGE = 1e-6  # holds the polynomial where all effects seem to be one, and its degree 2 would grow without end
FEWEST = 20
"""With fewer estimates than this nothing is said of a density."""


@dataclasses.dataclass(frozen=True)
class Spread:
    """The density of effects: shares of cells, and the covariance of the polynomial's coefficients."""

    edges: Floats
    shares: Floats
    basis: Floats
    covariance: Floats
    degree: int

    def below_zero(self) -> tuple[float, float]:
        """The share of effects below zero, and its standard error by the delta method."""
        is_below = (self.edges[1:] <= 0).astype(float)
        share = float(is_below @ self.shares)
        slope = self.basis.T @ (self.shares * (is_below - share))
        return share, float(numpy.sqrt(numpy.maximum(slope @ self.covariance @ slope, 0)))

    def quantile(self, level: float, at_zero: float = 0.0) -> float:
        """A quantile of all effects, where a share `at_zero` of them is exactly zero and the others are so spread."""
        below = numpy.append(0.0, numpy.cumsum(self.shares)) * (1 - at_zero)
        zero = float(numpy.interp(0.0, self.edges, below))
        if zero <= level <= zero + at_zero and at_zero > 0:
            return 0.0
        return float(numpy.interp(level if level < zero else level - at_zero, below, self.edges))


def spread_of(estimates: Floats, errors: Floats) -> Spread | None:
    """The density of the effects behind estimates with these standard errors; None of fewer than twenty.

    >>> random = numpy.random.default_rng(1)
    >>> effects = random.normal(0.1, 0.1, 2000)
    >>> found = spread_of(effects + random.normal(0, 0.1, 2000), numpy.full(2000, 0.1))
    >>> abs(found.below_zero()[0] - 0.159) < 0.03  # of the estimates themselves 0.240 are
    True
    """
    if len(estimates) < FEWEST or estimates.min() == estimates.max():
        return None
    even, score = _best(estimates, errors, _edges(estimates))
    scale = float(numpy.median(errors))
    if scale == 0:
        return even
    narrow, other = _best(estimates, errors, scale * numpy.sinh(_edges(numpy.arcsinh(estimates / scale))))
    margin = numpy.log(len(estimates)) / 2 if even.degree == DEGREES[0] else 0.0  # a normal density stands if it can
    return narrow if other + margin < score else even


def _best(estimates: Floats, errors: Floats, edges: Floats) -> tuple[Spread, float]:
    """The density on these cells, of the degree from which a higher one is no gain, and its score: less is better."""
    likelihood, offset = _likelihood(estimates, errors, edges)
    best, *others = (_fit(likelihood, edges, degree) for degree in DEGREES)
    for other in others:
        if other[1] < best[1]:
            best = other
    return best[0], best[1] - offset


def share_with_interval(share: float, error: float, level: float = 0.95) -> tuple[float, float]:
    """An interval of a share with this standard error.

    By the arcsine of its root, on which scale a share near 0 or 1 is as normal as any.
    """
    share = min(max(share, 0.0), 1.0)
    half_width = normal_quantile(level) * error / (2 * numpy.sqrt(max(share * (1 - share), 1e-12)))
    ends = numpy.clip(numpy.arcsin(numpy.sqrt(share)) + numpy.array([-half_width, half_width]), 0, numpy.pi / 2)
    low, high = numpy.sin(ends) ** 2
    return float(low), float(high)


def _edges(estimates: Floats) -> Floats:
    """Cells over all estimates and zero, which is an edge, with some room on both sides."""
    low, high = min(float(estimates.min()), 0.0), max(float(estimates.max()), 0.0)
    width = 1.1 * (high - low) / CELLS
    below = int(numpy.ceil(1.05 * -low / width)) + 1
    return numpy.asarray((numpy.arange(CELLS + 3) - below) * width)


def _likelihood(estimates: Floats, errors: Floats, edges: Floats) -> tuple[Floats, float]:
    """Of each cell, by (estimate, cell): the mean over the cell, since errors may be smaller than it.

    Scaled to at most 1 for each estimate; the second number is the logarithm of all that was taken out.
    """
    widths = numpy.diff(edges)
    scaled = (edges - estimates[:, None]) / numpy.maximum(errors, widths.min() / 100)[:, None]
    found = numpy.diff(special.ndtr(scaled), axis=1) / widths + 1e-300
    greatest = found.max(axis=1, keepdims=True)
    return numpy.asarray(found / greatest), float(numpy.log(greatest).sum())


def _basis(cells: int, degree: int) -> Floats:
    """Polynomials of the cell's place, orthonormal, without the constant: (cell, coefficient)."""
    place = numpy.linspace(-1, 1, cells)
    return numpy.linalg.qr(numpy.vander(place, degree + 1, increasing=True))[0][:, 1:]


def _fit(likelihood: Floats, edges: Floats, degree: int) -> tuple[Spread, float]:
    """The density of this degree, and its score: less is better."""
    basis = _basis(len(edges) - 1, degree)
    place = numpy.zeros(degree)
    shares, value = _evaluate(likelihood, basis, place)
    damping = 1e-3
    for _ in range(100):
        slope, curvature = _slopes(likelihood, basis, place, shares)
        while damping < 1e9:
            step = numpy.linalg.solve(curvature + damping * numpy.diag(numpy.diag(curvature)), slope)
            moved_shares, moved = _evaluate(likelihood, basis, place + step)
            if moved >= value:
                break
            damping = max(damping, 1e-4) * 4
        else:
            break
        gain, place, shares, value = moved - value, place + step, moved_shares, moved
        damping /= 5
        if gain < 1e-7:
            break
    return _finished(likelihood, edges, basis, place, shares), degree * numpy.log(len(likelihood)) / 2 - value


def _evaluate(likelihood: Floats, basis: Floats, place: Floats) -> tuple[Floats, float]:
    """Shares of cells, and the logarithm of what the estimates' likelihood then is."""
    logarithm = basis @ place
    shares = numpy.exp(logarithm - logarithm.max())
    shares /= shares.sum()
    return shares, float(numpy.log(likelihood @ shares).sum() - RIDGE * place @ place / 2)


def _slopes(likelihood: Floats, basis: Floats, place: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """The slope of the logarithm, and its curvature; where that is not positive, the spread of the slopes instead."""
    weights = likelihood * shares
    weights /= weights.sum(axis=1, keepdims=True)
    means = weights @ basis
    each = means - shares @ basis
    own = (basis * shares[:, None]).T @ basis - numpy.outer(shares @ basis, shares @ basis)
    curvature = len(likelihood) * own - (basis * weights.sum(axis=0)[:, None]).T @ basis + means.T @ means
    ridge = RIDGE * numpy.eye(len(place))
    if numpy.linalg.eigvalsh(curvature)[0] <= 0:
        curvature = each.T @ each
    return each.sum(axis=0) - RIDGE * place, curvature + ridge


def _finished(likelihood: Floats, edges: Floats, basis: Floats, place: Floats, shares: Floats) -> Spread:
    weights = likelihood * shares
    weights /= weights.sum(axis=1, keepdims=True)
    each = weights @ basis - shares @ basis
    information = each.T @ each
    inverse = numpy.linalg.pinv(information + RIDGE * numpy.eye(len(place)))
    return Spread(edges, shares, basis, inverse @ information @ inverse, len(place))
