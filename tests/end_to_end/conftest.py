# SPDX-License-Identifier: Apache-2.0
"""The real binary, run as a user runs it."""

import os
import pathlib
import subprocess
from collections.abc import Callable

import pytest

from sweeping import GRID, QUICK, Sweep, written

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("PENINSULA", ROOT / "build/release/peninsula"))

Run = Callable[..., subprocess.CompletedProcess]


@pytest.fixture(scope="session")
def root() -> pathlib.Path:
    return ROOT


@pytest.fixture(scope="session")
def program() -> pathlib.Path:
    assert PROGRAM.exists(), f"{PROGRAM} is not built"
    return PROGRAM


@pytest.fixture(scope="session")
def peninsula(program: pathlib.Path) -> Run:
    """Runs the program with these arguments; checks that it ends with `status`."""

    def run(*arguments: object, status: int | None = 0, **options) -> subprocess.CompletedProcess:
        options.setdefault("cwd", ROOT)
        options.setdefault("timeout", 300)
        done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False, text=True, **options)
        if status is not None:
            assert done.returncode == status, done.stderr
        return done

    return run


@pytest.fixture(scope="session")
def configs(root: pathlib.Path) -> list[pathlib.Path]:
    """Every condition that comes with the program."""
    return sorted((root / "configs").glob("*.yaml"))


@pytest.fixture(scope="session")
def all_conditions(peninsula: Run, configs: list[pathlib.Path], tmp_path_factory) -> pathlib.Path:
    """Results of every condition: 100,000 trajectories each."""
    path = tmp_path_factory.mktemp("all") / "all.h5"
    peninsula("run", *configs, "-n", "1e5", "-o", path, "--quiet")
    return path


@pytest.fixture(scope="session")
def with_records(peninsula: Run, tmp_path_factory) -> pathlib.Path:
    """Results of two conditions with a row of records for each of 6,000 trajectories."""
    path = tmp_path_factory.mktemp("records") / "records.h5"
    arguments = ["configs/baseline.yaml", "configs/early_ceasefire.yaml", "-n", "6000", "--records", "all"]
    peninsula("run", *arguments, "-o", path, "--quiet")
    return path


@pytest.fixture(scope="module")
def grid(peninsula, root, tmp_path_factory) -> Sweep:
    folder = tmp_path_factory.mktemp("grid")
    sweep = Sweep(written(folder, GRID, root), QUICK, folder / "whole.h5")
    peninsula("sweep", sweep.file, *sweep.arguments, "-o", sweep.whole)
    return sweep
