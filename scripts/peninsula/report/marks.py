# SPDX-License-Identifier: Apache-2.0
"""Where conditions intervene: the numbered marks in the panels of a monthly figure, and the lines that tell them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from peninsula.report import wording
from peninsula.report.charts.monthly import Mark
from peninsula.report.subject import Subject
from peninsula.timelines import Entry

MOST = 8


@dataclass(frozen=True)
class Marks:
    """`at`: by condition. `lines`: a number, or nothing for what has no mark, and what it stands for."""

    at: dict[str, list[Mark]] = field(default_factory=dict)
    lines: list[tuple[str, str]] = field(default_factory=list)


def of_panels(subject: Subject, conditions: Sequence[str]) -> Marks:
    """What these conditions have and the reference lacks, eight lines at most; the rest is counted.

    What a condition has from one month on shares a mark, and so do conditions that have the same.
    """
    by_month = {condition: _by_month(subject, condition) for condition in conditions}
    every = sorted(
        dict.fromkeys(each for months in by_month.values() for each in months.items()), key=lambda each: each[0]
    )
    numbers = {each: str(place + 1) for place, each in enumerate(every[:MOST])}
    lines = [(number, _told(*each)) for each, number in numbers.items()]
    rules = _rules(subject, conditions)
    kept = rules[: MOST - len(lines)]
    more = sum(len(begun) for _, begun in every[MOST:]) + len(rules) - len(kept)
    lines += [("", each) for each in kept]
    return Marks(
        {condition: _marks(subject, condition, months, numbers) for condition, months in by_month.items()},
        [*lines, ("", f"And {more} more.")] if more else lines,
    )


Begun = tuple[Entry, ...]
"""What begins in one month."""


def _by_month(subject: Subject, condition: str) -> dict[str, Begun]:
    found: dict[str, Begun] = {}
    for entry in subject.interventions(condition):
        if entry.month is not None:
            found[entry.month] = (*found.get(entry.month, ()), entry)
    return found


def _told(month: str, begun: Begun) -> str:
    """ "April 2026: a ceasefire holds in Ukraine; from then on, ... and ...": what lasts equally long together."""
    spans: dict[str, list[str]] = {}
    for entry in begun:
        spans.setdefault(_span(entry), []).append(entry.what)
    return f"{wording.month_name(month)}: {'; '.join(span + wording.listed(told) for span, told in spans.items())}."


def _span(entry: Entry) -> str:
    """How long it holds, after its month has been told."""
    if entry.until == entry.month:
        return ""
    return f"until {wording.month_name(entry.until)}, " if entry.until else "from then on, "


def _rules(subject: Subject, conditions: Sequence[str]) -> list[str]:
    """Each once, with the conditions that hold it."""
    holders: dict[str, list[str]] = {}
    for condition in conditions:
        for entry in subject.interventions(condition):
            if entry.month is None:
                holders.setdefault(entry.sentence, []).append(f"“{subject.heading(condition)}”")
    return [f"In {wording.listed(names)}, {sentence}." for sentence, names in holders.items()]


def _marks(
    subject: Subject, condition: str, months: dict[str, Begun], numbers: dict[tuple[str, Begun], str]
) -> list[Mark]:
    """What began before the condition's first month is marked there."""
    own = subject.months_of(condition)
    found = [
        Mark(own.index(month) if month in own else 0, numbers[month, begun])
        for month, begun in sorted(months.items())
        if (month, begun) in numbers
    ]
    return sorted(found, key=lambda mark: mark.place)
