# SPDX-License-Identifier: Apache-2.0
"""Result files: running conditions and sweeps by the program."""

import contextlib
import os
import pathlib
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import xarray

from peninsula import engine
from peninsula.conditions import Condition, Setting, condition_file, settings, sweep_file
from peninsula.results import open_results

Path = str | os.PathLike[str]


def run(
    condition: Condition | Sequence[Condition],
    trajectories: float | None = None,
    seed: int | None = None,
    months: int | None = None,
    output: Path | None = None,
    progress: bool = True,
    records: int | Literal["all"] | None = None,
    reference: str | None = None,
    until: str | None = None,
    threads: int | None = None,
    force: bool = False,
    per_state: int | None = None,
    **parameters: Setting,
) -> xarray.Dataset:
    """Runs one condition, or several under common random numbers, and opens the result.

    Args:
        condition: a file, the name of one that comes with the program ("early-ceasefire"), a map with the keys of a
            condition file, or a list of these.
        trajectories: of each condition.
        seed, months, reference, until, threads, per_state: as the program's options.
        output: the result file; a temporary one unless told, which goes when Python ends.
        progress: whether to show a bar.
        records: how many trajectories to keep one by one, or "all".
        force: whether an existing `output` is replaced.
        parameters: set in every condition: `russia__postwar_capacity=0.5`, or `**{"russia.postwar_capacity": 0.5}`.
            A value is a number, a label, the word "prior", or a law such as {"uniform": [0.3, 0.7]}, drawn anew for
            each trajectory.

    Raises:
        InputError: the program refuses the input; the message is its own. RunError: it failed.

    >>> results = run("baseline", trajectories=100, progress=False, russia__postwar_capacity=0.5)
    >>> results.trajectories.item()
    100
    """
    options: dict[str, Any] = {"--trajectories": trajectories, "--seed": seed, "--months": months, "--records": records}
    options |= {"--reference": reference, "--until": until, "--threads": threads, "--per-state": per_state}
    with _folder() as folder:
        words = ["run", *_files(condition, folder)]
        return open_results(_done(words, options, settings(parameters), output, force, progress))


def sweep(
    design: Condition,
    trajectories: float | None = None,
    seed: int | None = None,
    months: int | None = None,
    output: Path | None = None,
    progress: bool = True,
    until: str | None = None,
    threads: int | None = None,
    force: bool = False,
    resume: bool = False,
    per_state: int | None = None,
    **parameters: Setting,
) -> xarray.Dataset:
    """Runs every point of a sweep and opens the result.

    Args:
        design: a file, the name of one that comes with the program ("screening"), or a map with the keys of a sweep
            file: `condition`, `design`, `axes` and so on.
        resume: with an `output`, whether what an earlier run has finished is kept.
        Others: as of `run`; `parameters` are set in every point.

    >>> axis = {"parameter": "russia.postwar_capacity", "values": [0.5, 0.9]}
    >>> points = sweep({"condition": "baseline", "design": "grid", "axes": [axis]}, 100, progress=False)
    >>> points.peninsula.design.values["russia.postwar_capacity"].tolist()
    [nan, 0.5, 0.9]
    """
    options = {
        "--trajectories": trajectories,
        "--seed": seed,
        "--months": months,
        "--until": until,
        "--threads": threads,
        "--per-state": per_state,
    }
    flags = ["--resume"] if resume else []
    with _folder() as folder:
        words = ["sweep", sweep_file(design, folder), *flags]
        return open_results(_done(words, options, settings(parameters), output, force, progress))


def _files(condition: Condition | Sequence[Condition], folder: pathlib.Path) -> list[str]:
    """Paths or names that the program takes, of one condition or several."""
    several: Sequence[Any] = condition if isinstance(condition, list | tuple) else [condition]
    return [condition_file(each, folder) for each in several]


def _done(
    words: Sequence[object], options: dict[str, Any], sets: list[str], output: Path | None, force: bool, progress: bool
) -> pathlib.Path:
    """Runs a command to its end and returns the file that it wrote."""
    path = pathlib.Path(output) if output is not None else _temporary_file()
    flags = ["--force"] if force else []
    engine.watched_program(*words, *_given(options), *sets, *flags, "--output", path, progress=progress)
    return path


def _given(options: dict[str, Any]) -> list[str]:
    """Options as arguments; those without a value are left out."""
    return [f"{name}={_number(value)}" for name, value in options.items() if value is not None]


def _number(value: Any) -> str:
    """A count as the program reads it: 1e5 is 100000."""
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


@contextlib.contextmanager
def _folder() -> Iterator[pathlib.Path]:
    """A temporary folder for conditions written in Python."""
    with tempfile.TemporaryDirectory(prefix="peninsula-") as folder:
        yield pathlib.Path(folder)


_temporary: list[tempfile.TemporaryDirectory[str]] = []


def _temporary_file() -> pathlib.Path:
    """A temporary file for a result without `output`; it is removed when Python ends."""
    if not _temporary:
        _temporary.append(tempfile.TemporaryDirectory(prefix="peninsula-"))
    return pathlib.Path(_temporary[0].name) / f"{uuid.uuid4().hex}.h5"
