# SPDX-License-Identifier: Apache-2.0
"""Opening result files."""

import contextlib
import os
import pathlib
import warnings
from collections.abc import Iterator

import netCDF4
import xarray

from peninsula import invariants, seal
from peninsula.errors import ResultError

FORMAT = 4
ENGINE = "netcdf4"  # opens the hundreds of variables of a file ten times faster than h5netcdf


def open_results(path: str | os.PathLike[str]) -> xarray.Dataset:
    """Opens a result file: its variables as stored, read when they are used and not cached.

    Args:
        path: of a file that `peninsula run`, `sweep` or `merge` wrote.

    Returns:
        The counts, with dimension `condition` and the dimensions of each outcome; the accessor
        `results.peninsula` (`Statistics`) derives probabilities, means, intervals and tables from them. The attribute
        `path` tells the file. Use it as a context manager, or `close()` it, where files must not stay open.

    Raises:
        ResultError: the file is missing, damaged, truncated, or no result of this program; the message says which.

    Warns:
        UserWarning: another tool has saved the file again, so it carries no seal, and a wrong count may go unnoticed.

    >>> results = open_results(RESULT)
    >>> results.attrs["reference_condition"]
    'baseline'
    >>> results.summit_held.dims
    ('condition',)
    """
    path = pathlib.Path(path).absolute()
    sealed = _check(path)
    results = _opened(path)
    if "model" not in results.attrs or "outcomes" not in results.attrs or "trajectories" not in results:
        results.close()
        raise ResultError(f"{path}: is no result of peninsula: it has no outcomes")
    _check_format(path, results)
    if not sealed:
        _check_counts(path, results)
    results.attrs["path"] = str(path)
    return results


def paths_of(results: xarray.Dataset) -> list[str]:
    """The file that the results were opened from; of joined results, all of them.

    Raises:
        ResultError: they came from no file.
    """
    paths = [results.attrs["path"]] if "path" in results.attrs else list(results.attrs.get("paths", []))
    if not paths:
        raise ResultError("these results were not opened from a file, so their records are not at hand")
    return paths


def open_group(path: str, group: str) -> xarray.Dataset:
    """Another group of a file: "provenance", or "records" if any were kept.

    Raises:
        ResultError: the file has no such group.
    """
    try:
        return xarray.open_dataset(path, engine=ENGINE, group=group, cache=False)
    except OSError as error:
        raise ResultError(f"{path}: has no group '{group}'") from error


def _check(path: pathlib.Path) -> bool:
    """Whether the file has its seal and is whole. Checked before HDF5 opens the file, since damage can crash HDF5."""
    if not path.exists():
        raise ResultError(f"{path}: there is no such file")
    if path.is_dir():
        raise ResultError(f"{path}: is a folder; a result is one file")
    if not path.is_file():
        raise ResultError(f"{path}: is no ordinary file")
    try:
        with path.open("rb") as file:
            beginning = file.read(len(seal.SIGNATURE))
    except OSError as error:
        raise ResultError(f"{path}: cannot be read: {error.strerror}") from error
    if beginning != seal.SIGNATURE:
        what = "is empty" if not beginning else "is no HDF5 file, so no result of peninsula"
        raise ResultError(f"{path}: {what}")
    return seal.is_sealed(path)


def _check_format(path: pathlib.Path, results: xarray.Dataset) -> None:
    version = int(results.attrs.get("format_version", 0))
    if version == FORMAT:
        return
    results.close()
    remedy = "upgrade this package" if version > FORMAT else "run it again: the same seed gives the same counts"
    age = "a later" if version > FORMAT else "an earlier"
    raise ResultError(f"{path}: was written by {age} version of peninsula; {remedy}")


def _check_counts(path: pathlib.Path, results: xarray.Dataset) -> None:
    warnings.warn(
        f"{path}: carries no seal: another tool saved it again; only what holds of any counts can be checked",
        stacklevel=3,
    )
    try:
        found = invariants.contradiction_in(results)
    except (KeyError, OSError, RuntimeError, ValueError) as error:
        found = f"something cannot be read: {error}"
    if found:
        results.close()
        raise ResultError(f"{path}: is damaged: {found}")


def _opened(path: pathlib.Path) -> xarray.Dataset:
    try:
        with _small_caches():
            return xarray.open_dataset(path, engine=ENGINE, cache=False)
    except (OSError, RuntimeError, ValueError) as error:
        raise ResultError(f"{path}: is damaged or truncated: {error}") from error


@contextlib.contextmanager
def _small_caches() -> Iterator[None]:
    """A small cache for each variable: the library's 16 MB are too much for a thousand variables."""
    size, slots, preemption = netCDF4.get_chunk_cache()
    netCDF4.set_chunk_cache(2**16, slots, preemption)
    try:
        yield
    finally:
        netCDF4.set_chunk_cache(size, slots, preemption)
