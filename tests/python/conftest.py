# SPDX-License-Identifier: Apache-2.0
"""The Python package on results that the real program makes.

The tree's package, module and program are tested, unless PENINSULA names another program, or PENINSULA_PACKAGE is
"installed".
"""

import os
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
if os.environ.get("PENINSULA_PACKAGE") != "installed":
    os.environ.setdefault("PENINSULA", str(ROOT / "build/release/peninsula"))
    sys.path.insert(0, str(ROOT / "scripts"))

import peninsula  # noqa: E402


@pytest.fixture(scope="session")
def root() -> pathlib.Path:
    return ROOT


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A result of two conditions with all of their trajectories on record; few, so that some shares are rare."""
    path = tmp_path_factory.mktemp("two") / "two.h5"
    peninsula.run(["baseline", "early-ceasefire"], 300, output=path, progress=False, records="all").close()
    return path


@pytest.fixture(scope="session")
def three(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A result of three conditions without records; one of them draws a parameter."""
    path = tmp_path_factory.mktemp("three") / "three.h5"
    drawn = {"name": "drawn", "extends": "baseline", "parameters": {"russia.postwar_capacity": {"uniform": [0.3, 0.7]}}}
    peninsula.run(["baseline", "tariff-war", drawn], 3000, output=path, progress=False).close()
    return path


@pytest.fixture(scope="session")
def points(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The result of a sweep."""
    path = tmp_path_factory.mktemp("points") / "points.h5"
    peninsula.sweep("ceasefire-and-capacity", 200, output=path, progress=False).close()
    return path


@pytest.fixture
def results(two: pathlib.Path):
    with peninsula.open_results(two) as opened:
        yield opened
