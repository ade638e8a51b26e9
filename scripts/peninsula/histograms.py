# SPDX-License-Identifier: Apache-2.0
"""Means, deviations and quantiles of what a result file counts: bins, and exact sums of whole numbers."""

import numpy
from numpy.typing import ArrayLike

from peninsula.arrays import AnyArray, Floats
from peninsula.errors import InputError


def mean(total: ArrayLike, size: ArrayLike, quantum: float, origin: float) -> Floats:
    """The mean of `size` values whose sum, in units of `quantum` and counted from `origin`, is `total`.

    >>> float(mean(10, 4, quantum=0.5, origin=1.0))
    2.25
    """
    with numpy.errstate(invalid="ignore", divide="ignore"):
        centre: Floats = origin + quantum * (numpy.asarray(total, float) / numpy.asarray(size, float))
    return centre


def standard_deviation(total: ArrayLike, squares: ArrayLike, size: ArrayLike, quantum: float) -> Floats:
    """The standard deviation of a value, with n - 1; NaN of fewer than two.

    The two terms may agree in many digits: they are subtracted in extended precision.

    >>> float(standard_deviation(6, 14, 3, quantum=2.0))  # of 2, 4, 6
    2.0
    """
    n = numpy.asarray(size).astype(numpy.longdouble)
    whole = numpy.asarray(total).astype(numpy.longdouble)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        rest = numpy.asarray(squares).astype(numpy.longdouble) - whole * whole / n
        deviation = quantum * numpy.sqrt(numpy.maximum(rest, 0) / (n - 1)).astype(float)
    return numpy.where(n < 2, numpy.nan, deviation)


def standard_error(total: ArrayLike, squares: ArrayLike, size: ArrayLike, quantum: float) -> Floats:
    """The standard error of the mean of the same values."""
    with numpy.errstate(invalid="ignore", divide="ignore"):
        error: Floats = standard_deviation(total, squares, size, quantum) / numpy.sqrt(numpy.asarray(size, float))
    return error


def quantiles(counts: AnyArray, q: ArrayLike, lower: AnyArray, upper: AnyArray | None = None) -> Floats:
    """The least values that at least shares `q` of the counted ones do not exceed.

    `counts` has shape (..., bins). Without `upper` the bins are the values `lower`, and the answer is one of them;
    with it they reach from `lower` to `upper`, and the answer is interpolated within its bin. Shape (..., len(q));
    NaN where nothing was counted.

    >>> quantiles(numpy.array([1, 0, 3]), [0.25, 0.5], lower=numpy.array([0, 1, 2])).tolist()
    [0.0, 2.0]
    >>> quantiles(numpy.array([2, 2]), [0.75], numpy.array([0.0, 1.0]), numpy.array([1.0, 2.0])).round(9).tolist()
    [1.5]
    """
    rounding = 1e-12  # 0.05 * 100 is a little more than 5
    shares = numpy.atleast_1d(numpy.asarray(q, float))
    if ((shares < 0) | (shares > 1)).any():
        raise InputError("q: a quantile belongs to a share between 0 and 1")
    upto = counts.cumsum(-1)
    wanted = upto[..., -1:] * shares * (1 - rounding)
    found = numpy.empty(wanted.shape)
    for place in range(len(shares)):
        reached = (upto >= wanted[..., place : place + 1]) & (counts > 0)
        bins = reached.argmax(-1)
        found[..., place] = lower[bins]
        if upper is not None:
            here = numpy.take_along_axis(counts, bins[..., None], -1)[..., 0]
            below = numpy.take_along_axis(upto, bins[..., None], -1)[..., 0] - here
            with numpy.errstate(invalid="ignore", divide="ignore"):
                part = numpy.clip((wanted[..., place] - below) / here, 0, 1)
            found[..., place] += (upper - lower)[bins] * part
    found[upto[..., -1] == 0] = numpy.nan
    return found
