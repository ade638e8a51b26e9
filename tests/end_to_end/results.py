# SPDX-License-Identifier: Apache-2.0
"""Reading result files in tests, with h5py alone."""

import pathlib

import h5py
import numpy


def text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def content(path: pathlib.Path) -> dict[str, numpy.ndarray]:
    """Every dataset and attribute but the provenance, by its path."""
    found: dict[str, numpy.ndarray] = {}

    def visit(name: str, item: h5py.HLObject) -> None:
        if name.split("/", maxsplit=1)[0] == "provenance":
            return
        if isinstance(item, h5py.Dataset):
            found[name] = item[()]
        for key, value in item.attrs.items():
            if key not in ("REFERENCE_LIST", "DIMENSION_LIST"):
                found[f"{name}@{key}"] = numpy.asarray(value)

    with h5py.File(path) as file:
        file.visititems(visit)
        for key, value in file.attrs.items():
            found[f"@{key}"] = numpy.asarray(value)
    return found


def identical(left: numpy.ndarray, right: numpy.ndarray) -> bool:
    """Whether two arrays have the same type, shape and bytes; texts are compared as such."""
    if (left.dtype, left.shape) != (right.dtype, right.shape):
        return False
    return numpy.array_equal(left, right) if left.dtype.hasobject else left.tobytes() == right.tobytes()


def differing(first: pathlib.Path, second: pathlib.Path) -> list[str]:
    """Names of what is not equal, bit for bit, in two result files."""
    left, right = content(first), content(second)
    unequal = [name for name in left.keys() & right.keys() if not identical(left[name], right[name])]
    return sorted(unequal) + sorted(left.keys() ^ right.keys())


class Statistics:
    """Means and standard deviations of the outcomes of one condition, from counts and fixed-point sums."""

    def __init__(self, path: pathlib.Path, condition: str) -> None:
        self.file = h5py.File(path)
        self.row = [text(name) for name in self.file["condition"]].index(condition)
        self.trajectories = int(self.file["trajectories"][self.row])
        outcomes = [name for name in self.file if self.file[name].attrs.get("kind") is not None]
        self.by_symbol = {
            text(self.file[name].attrs["symbol"]): name
            for name in outcomes
            if "symbol" in self.file[name].attrs and text(self.file[name].attrs["kind"]) != "series"
        }

    def of(self, symbol: str) -> tuple[float, float, int]:
        """Mean, standard deviation and number of trajectories in which the outcome is defined."""
        name = self.by_symbol.get(symbol, symbol)
        dataset = self.file[name]
        if text(dataset.attrs["kind"]) == "binary":
            share = float(dataset[self.row]) / self.trajectories
            return share, (share * (1 - share)) ** 0.5, self.trajectories
        place = [text(outcome) for outcome in self.file["outcome"]].index(name)
        undefined = int(self.file["outcome_undefined"][self.row, place])
        count = self.trajectories - undefined
        mean = float(self.file["outcome_sum"][self.row, place]) / count
        variance = max(float(self.file["outcome_sum_of_squares"][self.row, place]) / count - mean**2, 0.0)
        quantum, origin = (float(self.file[f"outcome_{what}"][place]) for what in ("quantum", "origin"))
        return origin + quantum * mean, quantum * variance**0.5, count
