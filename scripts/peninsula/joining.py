# SPDX-License-Identifier: Apache-2.0
"""Several result files as one, where their conditions can be compared as if one run had made them."""

import contextlib
import os
import pathlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import xarray

from peninsula import conditions, declarations
from peninsula.errors import InputError
from peninsula.results import open_results

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
MOST_NAMED = 3


def join(paths: Paths) -> xarray.Dataset:
    """Several result files as one dataset, with the conditions of all, in the order of the files.

    What is counted of a condition, and its differences from the reference, are the counts of its own file. They are
    those of one run with all the conditions, bit for bit, since files are joined only where they have the same model,
    version of the program, seed, months, number of trajectories, outcomes, series and reference condition. A condition
    that several files have is taken once.

    Args:
        paths: of files that `peninsula run` or `fork` wrote; one alone is opened as `open_results` does.

    Returns:
        As of `open_results`, read into memory, with the attribute `paths` in place of `path`; the files are closed.
        `results.peninsula` works as ever: records of a condition come from its file, and of the provenance the values
        of all files are told, each on a line, where they differ.

    Raises:
        ResultError: as `open_results`; InputError: something differs, the message says what in which file. Or a file
        is of a sweep, or of a fork `--where`.

    >>> joined = join([RESULT, RESULT])
    >>> [str(name) for name in joined.condition.values]
    ['baseline', 'early-ceasefire']
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    every = list({pathlib.Path(path).absolute(): str(path) for path in given}.values())
    if not every:
        raise InputError("no result file is named")
    if len(every) == 1:
        return open_results(every[0])
    with contextlib.ExitStack() as opened:
        files = [_File(path, opened.enter_context(open_results(path))) for path in every]
        for file in files:
            _require_of_run(file)
        for file in files[1:]:
            _require_same(files[0], file)
        joined = _joined(files)
    joined.attrs = {name: value for name, value in joined.attrs.items() if name != "path"}
    joined.attrs["paths"] = [str(pathlib.Path(path).absolute()) for path in every]
    return joined


@dataclass(frozen=True, eq=False)
class _File:
    """A file as it was named, opened."""

    path: str
    results: xarray.Dataset

    @property
    def names(self) -> list[str]:
        return [str(name) for name in self.results.condition.values]

    @property
    def reference(self) -> str:
        return str(self.results.attrs["reference_condition"])


@dataclass(frozen=True)
class _Rule:
    """What all files must have alike: its words around the value, where it stands, and why it matters."""

    what: str
    of: Callable[[xarray.Dataset], object]
    why: str


def _attribute(what: str, name: str, why: str, otherwise: object = "none") -> _Rule:
    return _Rule(what, lambda results: results.attrs.get(name, otherwise), why)


def _version(results: xarray.Dataset) -> str:
    made_by = declarations.provenance(results)
    return f"{made_by.get('version')}+{made_by.get('commit')}"


def _trajectories(results: xarray.Dataset) -> str:
    return " or ".join(f"{size:,}" for size in sorted({int(size) for size in results.trajectories.values}))


NO_PAIRS = "the same trajectory would not have the same chance in both, so no difference could be taken"
NO_TABLE = "one table has no place for both"
RULES = [
    _attribute("the model '{}'", "model", NO_TABLE),
    _Rule("version {}", _version, "another version may count otherwise; run both with one"),
    _attribute("seed {}", "seed", NO_PAIRS),
    _attribute("{} months", "months", "outcomes would be over different spans"),
    _Rule("{} trajectories of each condition", _trajectories, "differences are of all trajectories or of none"),
    _attribute("{} trajectories in each state of the world", "per_state", NO_PAIRS, 1),
    _attribute("the reference condition '{}'", "reference_condition", "differences would be against two conditions"),
    _attribute("the common past '{}'", "fork_of", "the trajectories would not share it"),
    _attribute("a fork at {}", "fork_at", "the trajectories would not share their past"),
]
LISTS = {"outcomes": "--outcomes", "series": "--series"}


def _require_of_run(file: _File) -> None:
    if "design" in file.results.attrs:
        raise InputError(f"{file.path}: is of a sweep, whose points belong to one design; join results of `run`")
    if picked := str(file.results.attrs.get("fork_where", "")):
        raise InputError(
            f"{file.path}: counts only trajectories in which {picked}; those picked by their past are not joined"
        )


def _require_same(first: _File, file: _File) -> None:
    """Raises InputError where the two are not of one kind, or have different conditions under one name."""
    for rule in RULES:
        here, there = rule.of(file.results), rule.of(first.results)
        if here != there:
            told = rule.what.format(here)
            raise InputError(f"{file.path}: has {told}, and {first.path} has {there}: {rule.why}")
    for what, option in LISTS.items():
        _require_same_names(first, file, what, option)
    _require_same_declarations(first, file)


def _require_same_names(first: _File, file: _File, what: str, option: str) -> None:
    here, there = (declarations.names_in(each.results, what) for each in (file, first))
    more, fewer = ([name for name in one if name not in other] for one, other in ((here, there), (there, here)))
    told = [f"{verb} {_named(names)}" for verb, names in (("counts", more), ("lacks", fewer)) if names]
    if told:
        raise InputError(f"{file.path}: {' and '.join(told)}, other than {first.path}: choose the same {option}")


def _require_same_declarations(first: _File, file: _File) -> None:
    """What no rule above names: every other attribute, and every table that is not by condition."""
    for name in sorted({*first.results.attrs, *file.results.attrs} - {"path"}):
        here, there = (each.results.attrs.get(name, "none") for each in (file, first))
        if here != there:
            raise InputError(f"{file.path}: has {name} {here}, and {first.path} has {there}: {NO_TABLE}")
    for name, variable in file.results.variables.items():
        other = first.results.variables.get(name)
        if "condition" not in variable.dims and other is not None and not _are_equal(variable, other):
            raise InputError(f"{file.path}: has another {name} than {first.path}: {NO_TABLE}")


def _joined(files: list[_File]) -> xarray.Dataset:
    """The conditions of all; each from the first file that has it, the reference from one that has others as well.

    A file of the reference alone keeps no differences, and adds nothing but where all are such.
    """
    holders: dict[str, _File] = {}
    parts = []
    for file in sorted(files, key=lambda file: len(file.names) == 1):
        for name in sorted(file.names, key=lambda name: name != file.reference):
            if name in holders:
                _require_same_condition(holders[name], file, name)
        own = [place for place, name in enumerate(file.names) if name not in holders]
        holders |= {file.names[place]: file for place in own}
        parts += [file.results.isel(condition=own).load()] if own else []
    return xarray.concat(
        parts, "condition", data_vars="minimal", coords="minimal", compat="override", join="override"
    ).assign_attrs(parts[0].attrs)


def _require_same_condition(first: _File, file: _File, name: str) -> None:
    """Raises InputError where two files have different conditions under one name, or counts of it that differ."""
    is_reference = name == file.reference
    what = f"the reference condition '{name}'" if is_reference else f"'{name}'"
    one, other = (each.results.isel(condition=each.names.index(name)) for each in (file, first))
    if one.resolved_condition != other.resolved_condition:
        here, there = (conditions.resolved(each.results, name) for each in (file, first))
        if differing := conditions.differing(there, here):
            why = (
                "differences from it would mean something else" if is_reference else "give one of the two another name"
            )
            raise InputError(f"{file.path}: {what} is not that of {first.path} ({_named(differing, '; ')}): {why}")
    counted = {*map(str, one.variables)} & {*map(str, other.variables)} - {"resolved_condition", "condition_summary"}
    for variable in sorted(counted):
        if not _are_equal(one.variables[variable], other.variables[variable]):
            raise InputError(
                f"{file.path}: has other counts of {what} than {first.path}, in {variable}, though seed and version "
                "are the same: one of them is not as the program wrote it"
            )


def _are_equal(one: xarray.Variable, other: xarray.Variable) -> bool:
    return bool(one.equals(other))  # type: ignore[no-untyped-call]


def _named(names: Sequence[str], between: str = ", ") -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return between.join(names[:MOST_NAMED]) + more
