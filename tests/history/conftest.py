# SPDX-License-Identifier: Apache-2.0
"""The historical package, imported from scripts/."""

import os
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("PENINSULA", str(ROOT / "build/release/peninsula"))
sys.path.insert(0, str(ROOT / "scripts"))

from peninsula.history import eras, record  # noqa: E402
from peninsula.places import binary  # noqa: E402


@pytest.fixture(scope="session")
def root() -> pathlib.Path:
    return ROOT


@pytest.fixture(scope="session")
def happened() -> record.Record:
    return record.load()


@pytest.fixture(scope="session")
def all_eras() -> tuple[eras.Era, ...]:
    return eras.load()


@pytest.fixture(scope="session")
def engine() -> pathlib.Path:
    return pathlib.Path(binary())
