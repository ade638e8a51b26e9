# SPDX-License-Identifier: Apache-2.0
"""Why conditions differ from the reference: the share of each of their changes in the main outcome."""

import math
from dataclasses import dataclass
from typing import Any

import yaml

from peninsula import timelines, why
from peninsula.decide import shapley
from peninsula.decide.changes import TOGETHER, Between, Change
from peninsula.errors import InputError
from peninsula.report import vocabulary, wording
from peninsula.report.decision import again
from peninsula.report.subject import Subject

TRAJECTORIES = 2**19
"""Of all parts of the changes of all conditions together, about."""
FEWEST, MOST = 512, 2**14
"""Of each part."""
MOST_ROWS = 3
HEADER = ["change", "its share", "of the difference"]


@dataclass(frozen=True)
class Row:
    """A change with its share of the difference, in words. `name`: of a parameter; nothing for the timeline."""

    name: str
    meaning: str
    step: str
    share: str
    interval: str
    part: str

    @property
    def words(self) -> str:
        """What changes: "the president’s appetite for a peace deal, 0.55 → 0.8"."""
        return f"{self.meaning}, {self.step}" if self.name else self.meaning

    @property
    def cells(self) -> list[str]:
        """One text a column of `HEADER`."""
        what = f"{self.name}: {self.step}" if self.name else self.meaning
        return [what, f"{self.share} {self.interval}".strip(), self.part]


@dataclass(frozen=True)
class Causes:
    """Of one condition, the changes with the largest shares first; or why there are none."""

    condition: str
    difference: str
    interval: str
    rows: list[Row]
    more: int = 0
    trajectories: int = 0
    missing: str = ""

    @property
    def sentence(self) -> str:
        """The two or three largest shares in words; nothing where the difference may be chance."""
        told = [f"{row.share} ({row.words})" for row in self.rows if row.part != wording.DASH]
        return f"of {self.difference}, {wording.listed(told)}" if told else ""


def every(subject: Subject, conditions: list[str]) -> list[Causes]:
    """Of these conditions, in this order."""
    reference, *_ = again.conditions_of(subject)
    chosen = {str(each["name"]): each for each in again.conditions_of(subject) if each["name"] in conditions}
    return [_causes(subject, reference, chosen[name], len(conditions)) for name in conditions]


def _causes(subject: Subject, reference: dict[str, Any], condition: dict[str, Any], compared: int) -> Causes:
    heading = subject.heading(str(condition["name"]))
    try:
        parts = 2 ** min(len(Between(reference, condition).changes), shapley.MOST_EXACT)
        size = min(max(2 ** int(math.log2(TRAJECTORIES / (compared * parts))), FEWEST), MOST)
        seed = int(subject.results.attrs["seed"])
        found = why(reference, condition, [subject.main], size, seed, channels=False)
    except InputError as error:
        return Causes(heading, "", "", [], missing=str(error))
    [difference] = found.differences.to_dict("records")
    measure = subject.measure(subject.main)
    decimals = measure.decimals([(difference["high"] - difference["low"]) / 2], of_difference=True)
    shares = found.table.assign(told=found.changes)
    shares = shares.loc[shares.share.abs().sort_values(ascending=False, kind="stable").index]
    rows = [_row(subject, share, difference, decimals) for share in shares.head(MOST_ROWS).to_dict("records")]
    words = measure.difference(difference["difference"], difference["low"], difference["high"], decimals)
    told = f"{words[0]} {measure.unit_of_difference(subject.step)}".strip()
    return Causes(heading, told, words[1], rows, len(shares) - len(rows), size)


def _row(subject: Subject, share: dict[Any, Any], difference: dict[Any, Any], decimals: int) -> Row:
    change, whole = share["told"], difference["difference"]
    is_clear = difference["low"] > 0 or difference["high"] < 0
    ends = (share["share_low"], share["share_high"])
    value, interval = subject.measure(subject.main).difference(share["share"], *ends, decimals)
    part = f"{wording.fixed(100 * share['share'] / whole, 0)}{wording.SPACE}%" if is_clear else wording.DASH
    if change.is_parameter:
        meaning = vocabulary.typeset(str(subject.parameters.loc[change.name, "meaning"]))
        step = " → ".join(_value(text) for text in (*change.before, *change.after))
        return Row(change.name, meaning, step, value, interval, part)
    told = change.what if change.name == TOGETHER else _of_timeline(subject, change)
    return Row("", told, "", value, interval, part)


def _value(text: str) -> str:
    """A label in words, or a number with a true minus sign."""
    return f"{wording.MINUS}{text[1:]}" if text.startswith("-") else vocabulary.label(text)


def _of_timeline(subject: Subject, change: Change) -> str:
    """The entries that come, and those that go, in sentences."""
    told = [
        [
            entry.sentence
            for entry in timelines.entries_of(_timeline(entries), *_span(subject), subject.words, wording.month_name)
        ]
        for entries in (change.after, change.before)
    ]
    comes, goes = (wording.listed([vocabulary.typeset(each) for each in sentences]) for sentences in told)
    return f"{comes}, instead of: {goes}" if comes and goes else comes or f"without: {goes}"


def _timeline(entries: tuple[str, ...]) -> dict[str, Any]:
    return {"timeline": [yaml.load(entry, timelines.LOADER) for entry in entries]}


def _span(subject: Subject) -> tuple[str, int]:
    return str(subject.conditions.start[subject.reference]), int(subject.results.sizes["month"])
