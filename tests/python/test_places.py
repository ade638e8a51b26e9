# SPDX-License-Identifier: Apache-2.0
"""Conditions, the record, the program and the module are found in a wheel, in the source tree, and in an installed
prefix."""

import pathlib
import shutil

import pytest

import peninsula
from peninsula import places


@pytest.fixture
def package(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A package elsewhere, with no source tree around it."""
    folder = tmp_path / "site-packages/peninsula"
    folder.mkdir(parents=True)
    monkeypatch.setattr(places, "PACKAGE", folder)
    return folder


def conditions_in(folder: pathlib.Path) -> pathlib.Path:
    folder.mkdir(parents=True)
    (folder / "baseline.yaml").touch()
    return folder


def installed_program(prefix: pathlib.Path, program: str) -> pathlib.Path:
    (prefix / "bin").mkdir(parents=True)
    return pathlib.Path(shutil.copy(program, prefix / "bin/peninsula"))


def test_the_source_tree_has_them(root, monkeypatch) -> None:
    monkeypatch.setattr(places, "PACKAGE", root / "scripts/peninsula")
    assert places.configs() == root / "configs"


def test_a_wheel_has_its_own(package) -> None:
    own = conditions_in(package / "share/peninsula/configs")
    assert places.configs() == own


def test_an_installed_prefix_has_them_beside_the_program(package, tmp_path, monkeypatch) -> None:
    program = installed_program(tmp_path / "prefix", places.binary())
    monkeypatch.setenv("PENINSULA", str(program))
    shared = conditions_in(tmp_path / "prefix/share/peninsula/configs")
    assert places.configs() == shared
    own = conditions_in(package / "share/peninsula/configs")
    assert places.configs() == own  # a wheel's come first


def test_nothing_anywhere_is_told(package, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PENINSULA", raising=False)
    with pytest.raises(peninsula.RunError, match="share/peninsula beside the program"):
        places.configs()
    with pytest.raises(peninsula.RunError, match="neither on the path nor built"):
        places.binary()


def test_the_program_on_the_path_is_found_by_a_package_without_a_tree(package, tmp_path, monkeypatch) -> None:
    program = installed_program(tmp_path / "prefix", places.binary())
    monkeypatch.delenv("PENINSULA", raising=False)
    monkeypatch.setenv("PATH", str(program.parent))
    assert places.binary() == str(program)


def test_a_wheel_has_its_own_program(package, monkeypatch) -> None:
    program = installed_program(package, places.binary())
    monkeypatch.delenv("PENINSULA", raising=False)
    assert places.binary() == str(program)


def test_the_module_lies_beside_the_program(root, package, tmp_path, monkeypatch) -> None:
    """Of the program that PENINSULA names first; a package without a tree has its own besides."""
    program = installed_program(tmp_path / "prefix", places.binary())
    monkeypatch.setenv("PENINSULA", str(program))
    assert places.folders_of_module() == [program.parent / "python"]
    monkeypatch.setattr(places, "PACKAGE", root / "scripts/peninsula")
    assert places.folders_of_module() == [program.parent / "python", root / "build/release/python"]
    monkeypatch.delenv("PENINSULA")
    assert places.folders_of_module() == [root / "build/release/python"]
