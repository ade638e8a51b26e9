# SPDX-License-Identifier: Apache-2.0
"""Which conditions and outcomes a report tells of, in which order, and which conditions get a drawing."""

import pathlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

import xarray

from peninsula import declarations
from peninsula.errors import InputError, unknown
from peninsula.report import effects
from peninsula.report.subject import Subject

MOST_DRAWN = 16


@dataclass(frozen=True)
class Choice:
    """What the reader asked for; everything where nothing was.

    `order`: of conditions: "file", "effect" (those first that differ most), or an outcome (the greatest difference
    first). `states`: of the world, over which the conditions are simulated anew; 0 is not. `flip`: whether assumptions
    are sought that would turn a difference round. `what_moved`: an older file, whose values are set beside these.
    `live`: whether the engine goes into the page.
    """

    conditions: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    order: str = "file"
    states: int = 0
    flip: bool = False
    what_moved: pathlib.Path | None = None
    live: bool = False

    @property
    def words(self) -> list[str]:
        """The options of the command that ask for it."""
        told = [("--conditions", ",".join(self.conditions)), ("--outcomes", ",".join(self.outcomes))]
        told += [("--series", name) for name in self.series]
        told += [("--order", "" if self.order == "file" else self.order)]
        told += [("--states", str(self.states or ""))]
        told += [("--what-moved", self.what_moved.name if self.what_moved else "")]
        words = [word for option, value in told if value for word in (option, value)]
        return [*words, *(["--flip"] if self.flip else []), *(["--live"] if self.live else [])]


def subject_of(results: xarray.Dataset, choice: Choice) -> Subject:
    """The result with what is told of it.

    Every condition of a run has a row. Drawn are the reference and the conditions that `effects` ranks highest, sixteen
    in all, or those asked for. Of a sweep's many points those have a row at which an outcome is least or greatest.

    Raises:
        InputError: there is no such condition or outcome, or the outcome has labels and so no single number.
    """
    names = [str(name) for name in results.condition.values]
    reference = results.peninsula.reference
    for name in choice.conditions:
        if name not in names:
            raise unknown("condition", name, names)
    ordered_by = "" if choice.order in ("file", "effect") else _single_number(results, choice.order)
    headline = _outcomes(results, choice)
    headline += [ordered_by] if ordered_by and ordered_by not in headline else []
    subject = Subject(results, headline, names, asked_for=bool(choice.outcomes), ordered_by=ordered_by)
    if choice.conditions:
        rows = list(dict.fromkeys([reference, *choice.conditions]))
    elif subject.design is not None and len(names) > MOST_DRAWN:
        rows = [name for name in _first(reference, names) if name == reference or name in subject.extremes]
    else:
        rows = _first(reference, names)
    rows = _first(reference, _ordered(replace(subject, rows=rows), choice))
    subject = replace(subject, rows=rows)
    if choice.conditions or len(rows) <= MOST_DRAWN:
        return replace(subject, drawn=rows)
    drawn = _first(reference, effects.by_condition(subject))[:MOST_DRAWN]
    return replace(subject, drawn=[name for name in rows if name in drawn])


def _ordered(subject: Subject, choice: Choice) -> list[str]:
    if choice.order == "effect":
        return list(effects.by_condition(subject))
    if not subject.ordered_by:
        return subject.rows
    found = subject.difference(subject.ordered_by).estimate.loc[subject.compared]
    return list(found.sort_values(ascending=False, kind="stable").index)


def _first(reference: str, names: Iterable[str]) -> list[str]:
    return [reference, *(name for name in names if name != reference)]


def _outcomes(results: xarray.Dataset, choice: Choice) -> list[str]:
    """Those asked for, by name or symbol; else the headline, or the first eight where the file names none."""
    asked = [_single_number(results, name) for name in choice.outcomes]
    table = results.peninsula.outcomes
    if table.empty:
        raise InputError("the file counts no outcomes (--outcomes none), and a report tells of outcomes")
    told = [name for name in results.peninsula.headline if name in table.index]
    single = [name for name in told or table.index if table.kind[name] != "categorical"]
    return list(dict.fromkeys(asked)) or (single if told else single[:8])


def _single_number(results: xarray.Dataset, asked: str) -> str:
    """An outcome by name or symbol that has a share or a mean."""
    name = declarations.outcome_named(results, asked)
    if results[name].attrs["kind"] == "categorical":
        raise InputError(f"'{name}' has labels, so no single number; name an outcome that is a share or a mean")
    return name
