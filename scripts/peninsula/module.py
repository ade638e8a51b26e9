# SPDX-License-Identifier: Apache-2.0
"""The engine as a compiled module in this process: where it is found, and what its models declare.

Raises RunError on import where there is no such module for this Python.
"""

import functools
import json
import sys
from typing import Any

import peninsula
from peninsula import places
from peninsula.engine import program
from peninsula.errors import RunError

peninsula.__path__.extend(str(folder) for folder in places.folders_of_module())
try:
    from peninsula import _engine as engine
except ImportError as error:
    raise RunError(
        f"there is no module peninsula._engine for this Python, {sys.version.split()[0]}: scripts/quickstart builds it "
        f"for Debian's, `pip install .` for any other ({error})"
    ) from error


def _table(file: str, group: str) -> str:
    """A table in HDF5 as comma-separated values: the program reads it."""
    return program("table", f"{file}#{group}" if group else file)


engine.use_configs(str(places.configs()))
engine.use_tables(_table)


@functools.cache
def declared(model: str = "") -> dict[str, Any]:
    """What a model, the first unless told, declares: "parameters", "outcomes", "series", "events", "headline"."""
    found: dict[str, Any] = json.loads(engine.declarations(model))
    return found


__all__ = ["declared", "engine"]
