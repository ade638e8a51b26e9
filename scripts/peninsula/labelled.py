# SPDX-License-Identifier: Apache-2.0
"""The estimators of `intervals` and `histograms` over arrays with names for their dimensions."""

from collections.abc import Sequence

import numpy
import xarray

from peninsula import histograms, intervals
from peninsula.arrays import AnyArray

Array = xarray.DataArray
Triple = tuple[Array, Array, Array]
"""Estimate, lower and upper end of the interval."""

DESCRIPTION = ("kind", "units", "long_name", "definition", "source")
"""What an array derived from an outcome keeps of its attributes."""


def share(counts: Array, size: Array, level: float, method: intervals.Method) -> Triple:
    """Shares of counts among `size` trajectories."""
    options = {"level": level, "method": method}
    found: Triple = xarray.apply_ufunc(intervals.share, counts, size, kwargs=options, output_core_dims=[[], [], []])
    return found


def mean(total: Array, squares: Array, size: Array, level: float, quantum: float, origin: float) -> Triple:
    """Means of values, of which the file holds sums and sums of squares in units of `quantum`, from `origin`."""
    centre = xarray.apply_ufunc(histograms.mean, total, size, quantum, origin)
    error = xarray.apply_ufunc(histograms.standard_error, total, squares, size, quantum)
    found: Triple = xarray.apply_ufunc(intervals.mean, centre, error, level, output_core_dims=[[], [], []])
    return found


def paired_difference(gained: Array, lost: Array, pairs: Array, level: float) -> Triple:
    """Differences of shares, of pairs that have something only here, or only there."""
    found: Triple = xarray.apply_ufunc(
        intervals.paired_difference, gained, lost, pairs, level, output_core_dims=[[], [], []]
    )
    return found


def moves(counts: Array, there: str, here: str) -> tuple[Array, Array]:
    """Of a table of pairs of labels: how many come to each label from others, and how many leave it for others."""
    kept = counts.where(counts[there] == counts[here], 0).sum(there)
    into = counts.sum(there) - kept
    out_of = counts.sum(here).rename({there: here}) - kept
    return into, out_of


def quantiles(
    counts: Array,
    dimension: str,
    q: Sequence[float],
    lower: AnyArray | None = None,
    upper: AnyArray | None = None,
) -> Array:
    """Quantiles along a dimension, which is replaced by `quantile`; see `histograms.quantiles`."""
    values = counts[dimension].values if lower is None else lower
    found = histograms.quantiles(counts.transpose(..., dimension).values, q, values, upper)
    dimensions = [each for each in counts.dims if each != dimension]
    coordinates = {each: counts[each] for each in dimensions} | {"quantile": numpy.atleast_1d(q)}
    return xarray.DataArray(found, coordinates, [*dimensions, "quantile"])


def described(found: Array, of: Array) -> Array:
    """The same numbers, with what they are about."""
    found.attrs = {key: of.attrs[key] for key in DESCRIPTION if key in of.attrs}
    return found.rename(of.name)
