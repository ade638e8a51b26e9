# SPDX-License-Identifier: Apache-2.0
"""What holds of any counts, whatever was counted: counts of which it does not hold are damaged."""

import dataclasses

import numpy
import xarray
from numpy.typing import NDArray

from peninsula.arrays import Floats

Whole = NDArray[numpy.int64]

CODES = 2**15
"""Values of a continuous outcome are rounded to so many steps, its quanta, between its edges."""
SERIES_CODES = 2**11
"""The same of a series."""

FARTHEST = 2**30
"""No value counts as farther from its origin than so many quanta; those beyond the bins are counted in the end bins."""
FARTHEST_SQUARED = 16 * CODES
"""No square is that of a value farther from its origin."""
ROUNDING = 1e-12  # of sums that are greater than what a float holds exactly


@dataclasses.dataclass(frozen=True)
class _Sums:
    """Sums and sums of squares of values, and between which codes a value of each bin lies, in quanta."""

    total: Whole
    squares: Whole
    low: Floats
    high: Floats
    farthest: int  # of a code that is squared


def contradiction_in(results: xarray.Dataset) -> str | None:
    """What first contradicts itself; None if nothing does.

    Every trajectory is counted once in each distribution, nothing is negative, and sums are such as the bins allow.
    Reads everything.
    """
    for name in _names(results, "outcomes"):
        undefined = _table(results, "outcome_undefined", name)
        found = _of_distribution(results, name, undefined, _sums_of_outcome(results, name))
        if found:
            return f"{name} {found}"
        if f"{name}_difference" not in results:  # of one condition there is none
            continue
        undefined = _table(results, "difference_undefined", name)
        found = _of_distribution(results, f"{name}_difference", undefined, _sums_of_difference(results, name))
        if found:
            return f"{name}_difference {found}"
    for name in _names(results, "series"):
        found = _of_distribution(results, name, numpy.zeros(1, numpy.int64), _sums_of_series(results, name))
        if found:
            return f"{name} {found}"
    return None


def _of_distribution(results: xarray.Dataset, name: str, undefined: Whole, sums: _Sums | None) -> str | None:
    counts = _counts(results, name)
    for numbers in (counts, undefined):
        if (numbers < 0).any():
            return f"counts {numbers[numbers < 0][0]} trajectories in one place"
    trajectories = results.trajectories.values.astype(numpy.int64)
    counted = counts.sum(-1)
    wanted = numpy.broadcast_to((trajectories - undefined).reshape(-1, *[1] * (counted.ndim - 1)), counted.shape)
    # Of a binary outcome only the trajectories that have it are counted in the file.
    wrong = counted > wanted if results[name].ndim == 1 else counted != wanted
    if wrong.any():
        return f"counts {counted[wrong][0]} trajectories of {wanted[wrong][0]}"
    return None if sums is None else _of_sums(counts, sums)


def _counts(results: xarray.Dataset, name: str) -> Whole:
    """Counts by condition (and month, of series) and bin; of pairs of labels, and of times that never came, all."""
    variable = results[name]
    counts = variable.values.astype(numpy.int64)
    if counts.ndim == 1:
        return counts[:, None]
    if f"{name}_censored" in results:
        return numpy.concatenate([counts, results[f"{name}_censored"].values.astype(numpy.int64)[:, None]], axis=1)
    return counts if "month" in variable.dims else counts.reshape(len(counts), -1)


def _table(results: xarray.Dataset, table: str, name: str) -> Whole:
    dimension = "outcome" if "outcome" in results[table].dims else "series_name"
    whole: Whole = results[table].sel({dimension: name}).values.astype(numpy.int64)
    return whole


def _names(results: xarray.Dataset, attribute: str) -> list[str]:
    return [name for name in str(results.attrs[attribute]).split(",") if name]


def _sums_of_outcome(results: xarray.Dataset, name: str) -> _Sums:
    total, squares = (_table(results, f"outcome_{what}", name) for what in ("sum", "sum_of_squares"))
    if results[name].ndim == 1:  # binary: only the trajectories that have it are counted in the file
        return _Sums(total, squares, numpy.ones(1), numpy.ones(1), FARTHEST_SQUARED)
    low, high = _bins(results, name, _counts(results, name).shape[-1])
    return _Sums(total, squares, *_open_ended(low, high, FARTHEST), FARTHEST_SQUARED)


def _sums_of_difference(results: xarray.Dataset, name: str) -> _Sums | None:
    dimension = str(results[f"{name}_difference"].dims[-1])
    if dimension == f"{name}_kind":  # pairs of labels have no sum
        return None
    total, squares = (_table(results, f"difference_{what}", name) for what in ("sum", "sum_of_squares"))
    size = results.sizes[dimension]
    a_bin = CODES // (size // 2) if dimension == "difference_bin" else 1
    low = (numpy.arange(size) - size // 2) * float(a_bin)
    return _Sums(total, squares, *_open_ended(low, low + a_bin - 1, 2 * FARTHEST), 2 * FARTHEST_SQUARED)


def _sums_of_series(results: xarray.Dataset, name: str) -> _Sums:
    total, squares = (_table(results, f"series_{what}", name) for what in ("sum", "sum_of_squares"))
    size = results[name].shape[-1]
    a_bin = SERIES_CODES // size if f"{name}_bin" in results.dims else 1
    low = numpy.arange(size) * float(a_bin)
    return _Sums(total, squares, low, low + a_bin - 1, FARTHEST_SQUARED)


def _bins(results: xarray.Dataset, name: str, size: int) -> tuple[Floats, Floats]:
    """The least and the greatest code of each bin of an outcome."""
    a_bin = CODES // size if f"{name}_bin" in results.dims else 1
    low = numpy.arange(size) * float(a_bin)
    return low, low + a_bin - 1


def _open_ended(low: Floats, high: Floats, farthest: int) -> tuple[Floats, Floats]:
    """The first and the last bin count what lies beyond them as well."""
    low, high = low.copy(), high.copy()
    low[0], high[-1] = min(low[0], -farthest), max(high[-1], farthest)
    return low, high


def _of_sums(counts: Whole, sums: _Sums) -> str | None:
    low, high = sums.low, sums.high
    for what, total, least, greatest in (
        ("sum", sums.total, low, high),
        (
            "sum of squares",
            sums.squares,
            *_squares(low.clip(-sums.farthest, sums.farthest), high.clip(-sums.farthest, sums.farthest)),
        ),
    ):
        bottom, top = counts @ least, counts @ greatest
        slack = ROUNDING * (abs(bottom) + abs(top))
        wrong = (total < bottom - slack) | (total > top + slack)
        if wrong.any():
            return f"has a {what}, {total[wrong][0]}, that its bins forbid"
    return None


def _squares(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """The least and the greatest square that a value of each bin adds."""
    least = numpy.where((low <= 0) & (high >= 0), 0.0, numpy.minimum(low**2, high**2))
    return least, numpy.maximum(low**2, high**2)
