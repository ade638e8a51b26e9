# SPDX-License-Identifier: Apache-2.0
"""What holds of any counts, whatever was counted: counts of which it does not hold are damaged."""

import numpy
import xarray
from numpy.typing import NDArray

FARTHEST = 2**30
"""No value counts as farther from its origin than so many quanta; those beyond the bins are counted in the end bins."""
FARTHEST_SQUARED = 16 * 2**15
"""No square is that of a value farther from its origin."""
ROUNDING = 1e-12  # of sums that are greater than what a float holds exactly


def contradiction_in(results: xarray.Dataset) -> str | None:
    """What first contradicts itself; None if nothing does.

    Every trajectory is counted once in each distribution, nothing is negative, and sums are such as the bins allow.
    Reads everything.
    """
    outcomes = [name for name in str(results.attrs["outcomes"]).split(",") if name]
    series = [name for name in str(results.attrs["series"]).split(",") if name]
    for name in [*outcomes, *(f"{each}_difference" for each in outcomes), *series]:
        found = _of_distribution(results, name, end_bins_are_open=name not in series)
        if found:
            return f"{name} {found}"
    return None


def _of_distribution(results: xarray.Dataset, name: str, end_bins_are_open: bool) -> str | None:
    counts = _counts(results, name)
    negative = counts < 0
    if negative.any():
        return f"counts {counts[negative][0]} trajectories in one place"
    trajectories = results.trajectories.values.astype(numpy.int64)
    counted = counts.sum(-1)
    wanted = trajectories.reshape(-1, *[1] * (counted.ndim - 1)) - _beside(results, name, "undefined", counted.shape)
    # Of a binary outcome only the trajectories that have it are counted in the file.
    wrong = counted > wanted if results[name].ndim == 1 else counted != wanted
    if wrong.any():
        return f"counts {counted[wrong][0]} trajectories of {wanted[wrong][0]}"
    return _of_sums(results, name, counts, end_bins_are_open) if f"{name}_sum" in results else None


def _counts(results: xarray.Dataset, name: str) -> NDArray[numpy.int64]:
    """Counts by condition (and month, of series) and bin; of pairs of labels, and of times that never came, all."""
    variable = results[name]
    counts = variable.values.astype(numpy.int64)
    if counts.ndim == 1:
        return counts[:, None]
    if variable.attrs["kind"] == "time":
        return numpy.concatenate([counts, results[f"{name}_censored"].values.astype(numpy.int64)[:, None]], axis=1)
    return counts if variable.attrs["kind"] == "series" else counts.reshape(len(counts), -1)


def _beside(results: xarray.Dataset, name: str, what: str, shape: tuple[int, ...]) -> NDArray[numpy.int64]:
    if f"{name}_{what}" not in results:
        return numpy.zeros(shape, numpy.int64)
    return results[f"{name}_{what}"].values.astype(numpy.int64)


def _of_sums(results: xarray.Dataset, name: str, counts: NDArray[numpy.int64], end_bins_are_open: bool) -> str | None:
    low, high = _codes(results, name, counts.shape[-1], end_bins_are_open)
    for what, least, greatest in (("sum", low, high), ("sum_of_squares", *_squares(results, name, low, high))):
        total = _beside(results, name, what, counts.shape[:-1])
        bottom, top = counts @ least, counts @ greatest
        slack = ROUNDING * (abs(bottom) + abs(top))
        wrong = (total < bottom - slack) | (total > top + slack)
        if wrong.any():
            return f"has a {what.replace('_', ' ')}, {total[wrong][0]}, that its bins forbid"
    return None


def _codes(
    results: xarray.Dataset, name: str, bins: int, end_bins_are_open: bool
) -> tuple[NDArray[numpy.float64], NDArray[numpy.float64]]:
    """The least and the greatest value of each bin, in quanta from the origin of the sums."""
    total = results[f"{name}_sum"]
    dimension = str(results[name].dims[-1])
    if f"{dimension}_edges" in results:
        edges = _in_quanta(results[f"{dimension}_edges"].values, total)
        low, high = edges[:-1], edges[1:] - 1
    elif results[name].attrs["kind"] == "time":
        low = high = numpy.arange(bins, dtype=float)
    else:
        low = high = _in_quanta(results[dimension].values, total)
    if end_bins_are_open:
        farthest = 2 * FARTHEST if results[name].attrs["kind"] == "difference" else FARTHEST
        low, high = low.copy(), high.copy()
        low[0], high[-1] = min(low[0], -farthest), max(high[-1], farthest)
    return low, high


def _squares(
    results: xarray.Dataset, name: str, low: NDArray[numpy.float64], high: NDArray[numpy.float64]
) -> tuple[NDArray[numpy.float64], NDArray[numpy.float64]]:
    """The least and the greatest square that a value of each bin adds."""
    limit = 2 * FARTHEST_SQUARED if results[name].attrs["kind"] == "difference" else FARTHEST_SQUARED
    low, high = low.clip(-limit, limit), high.clip(-limit, limit)
    least = numpy.where((low <= 0) & (high >= 0), 0.0, numpy.minimum(low**2, high**2))
    return least, numpy.maximum(low**2, high**2)


def _in_quanta(values: NDArray[numpy.float64], total: xarray.DataArray) -> NDArray[numpy.float64]:
    quanta: NDArray[numpy.float64] = numpy.rint((values - float(total.attrs["origin"])) / float(total.attrs["quantum"]))
    return quanta
