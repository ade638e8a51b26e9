# SPDX-License-Identifier: Apache-2.0
"""What tests of living pages share: where the module lies, and the counts of its rows beside those of a file."""

import os
import pathlib
from typing import Any

import h5py
import numpy

from peninsula.module import engine

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["PENINSULA"]).resolve().parent
MODULE = BUILD / "page/peninsula.wasm"
NEEDS = "needs the modules of pages: scripts/packages report, and a build"


def conditions_of(result: pathlib.Path) -> list[Any]:
    """The conditions of a result, as they were run."""
    with h5py.File(result) as file:
        return [engine.parse(text.decode(), "stored.yaml", [], None) for text in file["resolved_condition"][()]]


def distributions(row: list[str], file: h5py.File, outcomes: list[str], series: list[str]) -> dict[str, numpy.ndarray]:
    """A row's counts by name of the file's datasets: each distribution is followed by three numbers."""
    numbers = numpy.array([int(number) for number in row])
    found, at = {}, 0

    def take(bins: int) -> numpy.ndarray:
        nonlocal at
        at += bins + 3
        return numbers[at - bins - 3 : at - 3]

    for name in outcomes:
        shape, kind = file[name].shape, file[name].attrs["kind"]
        months = [f"{name}_censored"] if kind == "time" else []
        bins = take({"binary": 2, "time": file[name].shape[-1] + 1}.get(kind, shape[-1]))
        found[name] = bins[1] if kind == "binary" else bins[:-1] if months else bins
        if months:
            found[months[0]] = bins[-1]
        shape = file[f"{name}_difference"].shape[1:]
        found[f"{name}_difference"] = take(int(numpy.prod(shape))).reshape(shape)
    for name in series:
        length, bins = file[name].shape[1:]
        found[name] = numpy.stack([take(bins) for _ in range(length)])
    return found


def assert_equal_counts(
    rows: list[list[str]], result: pathlib.Path, places: list[int], names: tuple[list[str], list[str]],
    shapes: pathlib.Path | None = None,
) -> None:  # fmt: skip
    """Every distribution of the page's rows beside the file's. Differences only where the file has them, as told by
    `shapes`, and not those of the reference from itself, which follow from the others."""
    with h5py.File(result) as file, h5py.File(shapes or result) as shape:
        for number, (row, place) in enumerate(zip(rows, places, strict=True)):
            found = distributions(row, shape, *names)
            assert len(found) >= 2 * len(names[0])
            for name, counts in found.items():
                if not name.endswith("_difference") or (number > 0 and shapes is None):
                    assert numpy.array_equal(counts, file[name][place]), (place, name)
