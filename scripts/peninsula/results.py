"""Opening result files."""

import contextlib
import os
import pathlib
from collections.abc import Iterator

import netCDF4
import xarray

from peninsula.errors import ResultError

SIGNATURE = b"\x89HDF\r\n\x1a\n"
FORMAT = 2
ENGINE = "netcdf4"  # opens the thousand variables of a file in half a second; h5netcdf takes ten


def open_results(path: str | os.PathLike[str]) -> xarray.Dataset:
    """Opens a result file: its variables as they are, read when they are used and not kept.

    Args:
        path: of a file that `peninsula run`, `sweep` or `merge` wrote.

    Returns:
        The counts, with dimension `condition` and the dimensions of each outcome; the accessor
        `results.peninsula` (`Statistics`) derives probabilities, means, intervals and tables from them. The attribute
        `path` tells the file. Use it as a context manager, or `close()` it, where files must not stay open.

    Raises:
        ResultError: the file is missing, truncated, or no result of this program; the message says which.

    >>> results = open_results(RESULT)
    >>> results.attrs["reference_condition"]
    'baseline'
    >>> results.summit_held.dims
    ('condition',)
    """
    path = pathlib.Path(path).absolute()
    _check(path)
    results = _opened(path)
    if "model" not in results.attrs or "outcomes" not in results.attrs or "trajectories" not in results:
        results.close()
        raise ResultError(f"{path}: is no result of peninsula: it has no outcomes")
    if int(results.attrs.get("format_version", 0)) > FORMAT:
        results.close()
        raise ResultError(f"{path}: was written by a later version of peninsula; upgrade this package")
    results.attrs["path"] = str(path)
    return results


def open_group(results: xarray.Dataset, group: str) -> xarray.Dataset:
    """Another group of the same file: "provenance", or "records" if any were kept.

    Raises:
        ResultError: the file has no such group, or the dataset came from no file.
    """
    path = results.attrs.get("path")
    if path is None:
        raise ResultError("these results were not opened from a file, so their records are not at hand")
    try:
        return xarray.open_dataset(path, engine=ENGINE, group=group, cache=False)
    except OSError as error:
        raise ResultError(f"{path}: has no group '{group}'") from error


def _check(path: pathlib.Path) -> None:
    if not path.exists():
        raise ResultError(f"{path}: there is no such file")
    if path.is_dir():
        raise ResultError(f"{path}: is a folder; a result is one file")
    try:
        with path.open("rb") as file:
            beginning = file.read(len(SIGNATURE))
    except OSError as error:
        raise ResultError(f"{path}: cannot be read: {error.strerror}") from error
    if beginning != SIGNATURE:
        what = "is empty" if not beginning else "is no HDF5 file, so no result of peninsula"
        raise ResultError(f"{path}: {what}")


def _opened(path: pathlib.Path) -> xarray.Dataset:
    try:
        with _small_caches():
            return xarray.open_dataset(path, engine=ENGINE, cache=False)
    except (OSError, RuntimeError, ValueError) as error:
        raise ResultError(f"{path}: is damaged or truncated: {error}") from error


@contextlib.contextmanager
def _small_caches() -> Iterator[None]:
    """The library keeps up to 16 MB of each variable that was ever read; of a thousand variables that is too much."""
    size, slots, preemption = netCDF4.get_chunk_cache()
    netCDF4.set_chunk_cache(2**16, slots, preemption)
    try:
        yield
    finally:
        netCDF4.set_chunk_cache(size, slots, preemption)
