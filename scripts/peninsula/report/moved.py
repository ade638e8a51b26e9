# SPDX-License-Identifier: Apache-2.0
"""What moved since an older file: the values of conditions that both have, and what was changed in between."""

import contextlib
import math
import pathlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas

from peninsula import conditions, declarations, intervals, open_results
from peninsula.errors import InputError
from peninsula.report import assumptions, findings, vocabulary, wording
from peninsula.report.selection import Choice
from peninsula.report.subject import Subject
from peninsula.report.wording import Measure

HEADER = ["outcome", "older file", "this file", "difference"]
ABSENT = "not there"
MOST_NAMED = 5
IN_FACTS = ("seed", "months")
DIGITS = 15


@dataclass(frozen=True)
class Move:
    """One outcome of one condition, in the outcome's own units: estimate, low and high of each, and of new less old.

    `is_same`: whether both files have the same counts of it.
    """

    condition: str
    outcome: str
    old: tuple[float, float, float]
    new: tuple[float, float, float]
    difference: tuple[float, float, float]
    is_same: bool

    @property
    def is_clear(self) -> bool:
        """Whether the interval of the difference excludes zero."""
        return not self.is_same and (self.difference[1] > 0 or self.difference[2] < 0)


@dataclass(frozen=True)
class Cells:
    """A move in words; nothing where there is no interval."""

    head: str
    unit: str
    old: str
    old_interval: str
    new: str
    new_interval: str
    difference: str
    interval: str
    is_clear: bool


@dataclass(frozen=True)
class Setting:
    """A parameter, or another key of a condition, with both its values in words."""

    name: str
    meaning: str
    was: str
    now: str


@dataclass(frozen=True)
class Changes:
    """What the two files set otherwise in some conditions."""

    heading: str
    settings: list[Setting]
    timeline: list[str]


@contextlib.contextmanager
def older(subject: Subject, path: pathlib.Path) -> Iterator[Subject]:
    """The older file, with those of the conditions in the tables and of the outcomes told that it has as well.

    Raises:
        ResultError: it is missing, damaged, or of another format; InputError: it is of another model.
    """
    with open_results(path) as results:
        here, there = (str(each.attrs["model"]) for each in (subject.results, results))
        if here != there:
            raise InputError(f"{path}: is of the model '{there}', and the report of '{here}': nothing can be compared")
        names = [str(name) for name in results.condition.values]
        declared = results.peninsula.outcomes
        headline = [
            name
            for name in subject.headline
            if name in declared.index and (declared.loc[name, ["kind", "units"]] == _kind(subject, name)).all()
        ]
        yield Subject(results, headline, [name for name in subject.rows if name in names])


def _kind(subject: Subject, outcome: str) -> pandas.Series:
    return subject.outcomes.loc[outcome, ["kind", "units"]]


def moves(subject: Subject, old: Subject) -> list[Move]:
    """Of each shared condition, each outcome that both count."""
    return [_move(subject, old, condition, outcome) for condition in old.rows for outcome in old.headline]


def _move(subject: Subject, old: Subject, condition: str, outcome: str) -> Move:
    there, here = (_triple(each.estimate(outcome).loc[condition]) for each in (old, subject))
    estimate, low, high = (float(value) for value in intervals.independent_difference(here, there))
    return Move(condition, outcome, there, here, (estimate, low, high), _is_same(subject, old, condition, outcome))


def _triple(row: pandas.Series) -> tuple[float, float, float]:
    return float(row.estimate), float(row.low), float(row.high)


def _is_same(subject: Subject, old: Subject, condition: str, outcome: str) -> bool:
    """Whether every count of the outcome is the same, and not only its rounded value."""
    tables = ["outcome_undefined", "outcome_sum", "outcome_sum_of_squares"]

    def counts(each: Subject) -> list[Any]:
        results = each.results
        found = [
            results.trajectories,
            results[outcome],
            *(declarations.of_outcome(results, t, outcome) for t in tables),
        ]
        return [variable.sel(condition=condition).values.tolist() for variable in found]

    return counts(subject) == counts(old)


def context(subject: Subject, choice: Choice) -> dict[str, Any]:
    """What the page's template needs: all names that begin with `moved`; nothing where no older file is named."""
    if choice.what_moved is None:
        return {"moved": None}
    with older(subject, choice.what_moved) as old:
        found = moves(subject, old)
        return {
            "moved": [
                (name, _cells_of(subject, [each for each in found if each.condition == name])) for name in old.rows
            ],
            "moved_header": HEADER,
            "moved_verdict": verdict(found),
            "moved_shares_chance": subject.results.attrs["seed"] == old.results.attrs["seed"],
            "moved_facts": facts(subject, old),
            "moved_changes": changes(subject, old),
            "moved_apart": apart(subject, old),
        }


def verdict(found: list[Move]) -> str:
    """How many values are the same, and of how many the difference is distinguishable from none."""
    if not found:
        return "The files share no condition with an outcome that both count, so nothing can be compared."
    same, clear = sum(each.is_same for each in found), sum(each.is_clear for each in found)
    if same == len(found):
        return "Nothing moved: every value is the same to the last count."
    values = "value" if len(found) == 1 else "values"
    are, have = "are" if same > 1 else "is", "have" if clear > 1 else "has"
    return (
        f"Of {len(found)} {values}, {same or 'none'} {are} the same to the last count, and {clear or 'none'} {have} a "
        "difference whose 95 % interval excludes zero."
    )


def _cells_of(subject: Subject, found: list[Move]) -> list[Cells]:
    """One for each outcome; none where nothing moved."""
    return [] if all(each.is_same for each in found) else [_cells(subject, each) for each in found]


def _cells(subject: Subject, move: Move) -> Cells:
    measure = subject.measure(move.outcome)
    measure = Measure("binary", measure.units) if measure.kind == "time" else measure  # shares in which it came
    decimals = measure.decimals([(high - low) / 2 for _, low, high in (move.old, move.new)])
    old, old_ends = _told(measure, move.old, decimals)
    new, new_ends = _told(measure, move.new, decimals)
    change, ends = "the same to the last count", ""
    if not move.is_same:
        estimate, low, high = move.difference
        change, ends = measure.difference(estimate, low, high, decimals) if math.isfinite(low) else (wording.DASH, "")
        change += " points" if measure.is_share and ends else ""
    head = vocabulary.head(move.outcome, subject.outcomes)
    return Cells(head, measure.told, old, old_ends, new, new_ends, change, ends, move.is_clear)


def _told(measure: Measure, triple: tuple[float, float, float], decimals: int) -> tuple[str, str]:
    value, ends = measure.estimate(*triple, decimals)
    return value, ends if math.isfinite(triple[1]) else ""


def facts(subject: Subject, old: Subject) -> list[tuple[str, str, str]]:
    """What can differ of the runs, in words: of the older and of this one, or "the same"."""
    every: list[tuple[str, Callable[[Subject], str]]] = [
        ("Result file", lambda each: wording.listed(list(each.files))),
        ("Version of the program", _version),
        ("Seed", lambda each: str(each.results.attrs["seed"])),
        ("Trajectories of each condition", _trajectories),
        ("Trajectories in each state of the world", lambda each: str(each.results.attrs.get("per_state", 1))),
        (f"{subject.step.capitalize()}s", lambda each: str(each.results.sizes["month"])),
    ]
    if any("fork_of" in each.results.attrs for each in (subject, old)):
        every.append(("Fork", lambda each: findings.fork(each) or "none"))
    told = [(what, of(old), of(subject)) for what, of in every]
    return [(what, there, "the same" if here == there else here) for what, there, here in told]


def _version(subject: Subject) -> str:
    return f"{subject.provenance.get('version', '')}+{subject.provenance.get('commit', '')}"


def _trajectories(subject: Subject) -> str:
    return wording.listed([f"{size:,}" for size in sorted(set(subject.conditions.trajectories))])


def changes(subject: Subject, old: Subject) -> list[Changes]:
    """What is set otherwise in every shared condition, and then in each; those in which nothing is are left out."""
    settings = {name: _settings(subject, old, name) for name in old.rows}
    common = [each for each in next(iter(settings.values()), []) if all(each in own for own in settings.values())]
    common = common if len(settings) > 1 else []
    found = [Changes("Every condition", common, [])]
    for name, own in settings.items():
        rest = [each for each in own if each not in common]
        found.append(Changes(subject.heading(name), rest, _timeline(subject, old, name)))
    return [each for each in found if each.settings or each.timeline]


def _settings(subject: Subject, old: Subject, condition: str) -> list[Setting]:
    there, here = (conditions.resolved(each.results, condition) for each in (old, subject))
    return [
        Setting(name, _meaning(subject, old, name), _value(was), _value(now))
        for name, was, now in conditions.changed(there, here)
        if name not in IN_FACTS
    ]


def _meaning(subject: Subject, old: Subject, name: str) -> str:
    """That of this file, or of the older where this has no such parameter."""
    known = [each.parameters.meaning[name] for each in (subject, old) if name in each.parameters.index]
    return vocabulary.typeset(str(known[0])) if known else ""


def _value(value: Any) -> str:
    """With all its digits, since values that differ must not look the same."""
    if value is None:
        return ABSENT
    if isinstance(value, dict):
        return assumptions.law(value, DIGITS)
    return vocabulary.label(value) if isinstance(value, str) else str(value).replace("-", wording.MINUS)


def _timeline(subject: Subject, old: Subject, condition: str) -> list[str]:
    """Entries that one of the files has and the other has not, in words."""
    there, here = (each.resolved(condition).get("timeline") or [] for each in (old, subject))
    gone = old.told_entries(condition, [entry for entry in there if entry not in here])
    new = subject.told_entries(condition, [entry for entry in here if entry not in there])
    told = [f"gone: {entry.sentence}" for entry in gone] + [f"new: {entry.sentence}" for entry in new]
    return told or (["its entries are in another order"] if there != here else [])


def apart(subject: Subject, old: Subject) -> list[str]:
    """Sentences: which conditions only one of the files has, and which outcomes are not, or not quite, the same."""
    new, before = (dict.fromkeys(map(str, each.conditions.index)) for each in (subject, old))
    sets = (("Only this file has", new, before), ("Only the older file has", before, new))
    told = [(words, [f"“{name}”" for name in own if name not in other]) for words, own, other in sets]
    heads = [vocabulary.head(name, subject.outcomes) for name in subject.headline if name not in old.headline]
    told.append(("The older file does not count, or counts in other units,", heads))
    texts = (each.outcomes.definition for each in (subject, old))
    here, there = (definitions.loc[old.headline] for definitions in texts)
    heads = [vocabulary.head(name, subject.outcomes) for name in old.headline if here[name] != there[name]]
    told.append(("The older file defines in other words", heads))
    return [f"{words} {_named(names)}." for words, names in told if names]


def _named(names: list[str]) -> str:
    rest = len(names) - MOST_NAMED
    return wording.listed([*names[:MOST_NAMED], *([f"{rest:,} more"] if rest > 0 else [])])
