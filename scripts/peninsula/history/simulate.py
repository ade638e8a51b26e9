"""The engine as a function: a condition in, monthly counts and drawn parameters of every trajectory out.

A shorter run is the first months of a longer one, trajectory by trajectory and bit for bit, so the months between two
horizons hold what the longer run counted more than the shorter: no monthly output of the engine is needed.
"""

import concurrent.futures
import dataclasses
import os
import pathlib
import subprocess
import tempfile

import h5py
import numpy
import yaml

from .. import seal
from .record import ROOT

OUTCOMES = {
    "short_range": "short_range_launches",
    "medium_range": "medium_range_launches",
    "long_range": "icbm_tests",
    "nuclear_tests": "nuclear_tests",
    "clashes": "clashes",
    "summits": "summits",
    "talks": "acceptances",
}


def program() -> pathlib.Path:
    """The engine: what PENINSULA names, or the release build. Raises FileNotFoundError if there is none."""
    path = pathlib.Path(os.environ.get("PENINSULA", ROOT / "build/release/peninsula"))
    if not path.exists():
        raise FileNotFoundError(f"{path} is not built; run scripts/quickstart, or name the program in PENINSULA")
    return path


@dataclasses.dataclass(frozen=True)
class Paths:
    """`totals[name][k, i]`: what trajectory i counted in its first `lengths[k]` months; `drawn[name][i]`: its
    parameters."""

    lengths: tuple[int, ...]
    totals: dict[str, numpy.ndarray]
    drawn: dict[str, numpy.ndarray]

    def between(self, name: str, start: int, end: int) -> numpy.ndarray:
        """What each trajectory counted in months start … end - 1 of the run."""
        return self.until(name, end) - self.until(name, start)

    def until(self, name: str, length: int) -> numpy.ndarray:
        """What each trajectory counted in its first `length` months."""
        if length == 0:
            return numpy.zeros_like(self.totals[name][0])
        return self.totals[name][self.lengths.index(length)]


def records(
    conditions: list[pathlib.Path], months: int, trajectories: int, seed: int, names: list[str], threads: int = 0
) -> dict[str, numpy.ndarray]:
    """Outcomes and drawn parameters by name, (conditions, trajectories), of one run of `months` months."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "run.h5"
        done = subprocess.run(
            [
                program(),
                "run",
                *conditions,
                "-n",
                str(trajectories),
                "--months",
                str(months),
                "--seed",
                str(seed),
                "--threads",
                str(threads),
                "--records",
                "all",
                "-o",
                path,
                "--quiet",
            ],
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        seal.is_sealed(path)
        with h5py.File(path) as file:
            return {name: file["records"][name][:] for name in names}


def one_of_each(conditions: list[dict], months: int, seed: int, names: list[str]) -> dict[str, numpy.ndarray]:
    """One trajectory of each condition, each under chance of its own: trajectory i of condition i."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [pathlib.Path(folder) / f"{number}.yaml" for number in range(len(conditions))]
        for number, (path, tree) in enumerate(zip(paths, conditions, strict=True)):
            path.write_text(yaml.safe_dump(tree | {"name": f"condition-{number}"}, sort_keys=False))
        tables = records(paths, months, len(conditions), seed, names)
    return {name: numpy.diagonal(table).copy() for name, table in tables.items()}


def run(
    condition: dict,
    lengths: tuple[int, ...],
    trajectories: int,
    seed: int,
    drawn: list[str],
    more: dict[str, str] | None = None,
) -> Paths:
    """Runs a condition, given as its tree, to each of `lengths` months.

    `drawn` names parameters with a law, `more` further outcomes (name in the result: name in the engine). Two processes
    of one thread each: writing the records takes longer than counting them.
    """
    outcomes = OUTCOMES | (more or {})
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "condition.yaml"
        path.write_text(yaml.safe_dump(condition, sort_keys=False))
        wanted = [*outcomes.values(), *drawn]
        with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
            tables = list(
                pool.map(lambda length: records([path], length, trajectories, seed, wanted, threads=1), lengths)
            )
    totals = {name: numpy.stack([table[outcome][0] for table in tables]) for name, outcome in outcomes.items()}
    totals["launches"] = totals["short_range"] + totals["medium_range"] + totals["long_range"]
    return Paths(tuple(lengths), totals, {name: tables[-1][name][0].astype(float) for name in drawn})
