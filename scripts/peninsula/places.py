# SPDX-License-Identifier: Apache-2.0
"""Where the package finds what is not Python: conditions, the historical record, the program, and the module."""

import os
import pathlib
import shutil
import sys
from collections.abc import Iterator
from typing import NoReturn

from peninsula.errors import RunError

PACKAGE = pathlib.Path(__file__).resolve().parent


def configs() -> pathlib.Path:
    """The folder of conditions, sweeps and the historical record.

    Looked for in this order: in `share/peninsula` inside the package, where a wheel has it; two folders up, in the
    source tree or in `share/peninsula` of an installed prefix; in `share/peninsula` of the program's prefix.

    Raises:
        RunError: it is in none of these places.

    >>> (configs() / "history/record/monthly.csv").exists()
    True
    """
    for folder in _folders_of_configs():
        if (folder / "baseline.yaml").is_file():
            return folder
    raise RunError(
        "the folder configs with conditions and the record is neither in the package, in the source tree, "
        "nor in share/peninsula beside the program"
    )


def binary() -> str:
    """The program: what PENINSULA names, else that of the wheel, else the build of the source tree, else `peninsula` on
    the path.

    Raises:
        RunError: there is none in these places.
    """
    named = os.environ.get("PENINSULA")
    if named and shutil.which(named) is None:
        raise RunError(f"PENINSULA names '{named}', which is no program")
    found = named or shutil.which(str(PACKAGE / "bin/peninsula")) or _built() or shutil.which("peninsula")
    if found is None:
        raise RunError(
            "the program peninsula is neither on the path nor built (scripts/quickstart builds it); "
            "PENINSULA may name it"
        )
    return found


def start_program() -> NoReturn:
    """Becomes the program, with the arguments of this process: the command `peninsula` of a wheel.

    The commands that Python does are then this Python's, unless PENINSULA_PYTHON names another.
    """
    os.environ.setdefault("PENINSULA_PYTHON", sys.executable)
    os.execv(binary(), ["peninsula", *sys.argv[1:]])


def folders_of_module() -> list[pathlib.Path]:
    """Folders outside the package that may hold its compiled module: beside the program that PENINSULA names, and
    beside that of the source tree. In a wheel or an installed prefix it lies in the package."""
    programs = [shutil.which(os.environ.get("PENINSULA", "")), _built()]
    return [pathlib.Path(program).resolve().parent / "python" for program in programs if program]


def page_module(model: str) -> pathlib.Path | None:
    """The module with which a page runs a model: in the package, or beside the program; None where it is not built."""
    programs = [shutil.which(os.environ.get("PENINSULA", "")), _built()]
    beside = [pathlib.Path(program).resolve().parent for program in programs if program]
    found = (folder / f"page/{model}.wasm" for folder in [PACKAGE, *beside])
    return next((path for path in found if path.is_file()), None)


def _folders_of_configs() -> Iterator[pathlib.Path]:
    yield PACKAGE / "share/peninsula/configs"
    yield PACKAGE.parents[1] / "configs"
    try:
        program = shutil.which(binary())
    except RunError:
        return
    if program is not None:
        yield pathlib.Path(program).resolve().parents[1] / "share/peninsula/configs"


def _tree() -> pathlib.Path | None:
    """The source tree, if the package is imported from there."""
    root = PACKAGE.parents[1]
    return root if (root / "CMakeLists.txt").is_file() and (root / "scripts/peninsula").is_dir() else None


def _built() -> str | None:
    """The release build of the source tree."""
    tree = _tree()
    return None if tree is None else shutil.which(str(tree / "build/release/peninsula"))
