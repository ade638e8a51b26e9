# SPDX-License-Identifier: Apache-2.0
"""The file's own conditions, to be simulated anew: over states of the world, or with parts of what they change."""

from typing import Any

from peninsula.decide.changes import as_stated
from peninsula.errors import InputError
from peninsula.module import engine
from peninsula.report.subject import Subject


def conditions_of(subject: Subject) -> list[dict[str, Any]]:
    """Those in the tables, the reference first, as `peninsula.robust` and `peninsula.why` take them."""
    return [condition_of(subject, name) for name in subject.rows]


def condition_of(subject: Subject, name: str) -> dict[str, Any]:
    """One of them."""
    return as_stated(str(subject.conditions.yaml[name])) | {"name": name}


def require(subject: Subject) -> None:
    """Raises InputError, with the reason, where the conditions cannot be simulated anew."""
    if subject.design is not None:
        raise InputError("a sweep sets its assumptions itself")
    if not subject.compared:
        raise InputError("there is one condition, and so no difference to tell")
    require_engine(subject)


def require_engine(subject: Subject) -> None:
    """Raises InputError, with the reason, where this engine cannot repeat the file's trajectories."""
    version = f"{subject.provenance.get('version')}+{subject.provenance.get('commit')}"
    if subject.results.attrs.get("fork_where"):
        raise InputError("the file counts trajectories picked by their past, which no other state of the world has")
    if version != engine.version:
        raise InputError(f"the file was made by version {version} of the program, and this is {engine.version}")
