# SPDX-License-Identifier: Apache-2.0
"""The section on assumptions: what each number rests on, what the conditions change, and the whole list."""

import math
from dataclasses import dataclass
from typing import Any

import numpy

from peninsula.report import vocabulary, wording
from peninsula.report.subject import Subject

BASES = {  # the word of `peninsula explain`, which stands at each number: what it means
    "data": "measured, counted in a record, or calibrated to one",
    "literature": "a published finding gives the sign or the order of magnitude",
    "essay": "the essay makes the claim, and its size is a judgement",
    "assumption": "a judgement",
    "structure": "a convention of the model, such as a scale",
}

MOST_ENDS = 6
"""Numbers of a law that are told one by one."""


@dataclass(frozen=True)
class Row:
    """A parameter with its value in words, and what its declared default rests on: a key of `BASES`.

    `default`: in words, if the value is another. `was`: the value that it is compared with; empty where that is drawn.
    """

    name: str
    value: str
    unit: str
    meaning: str
    source: str
    role: str
    basis: str
    was: str = ""
    default: str = ""


def every(subject: Subject) -> list[Row]:
    """All parameters, with the reference's values."""
    return [_row(subject, name, subject.reference) for name in subject.parameters.index]


def tally(rows: list[Row]) -> list[tuple[str, str, int]]:
    """How many numbers rest on what."""
    return [(basis, words, sum(row.basis == basis for row in rows)) for basis, words in BASES.items()]


def changes(subject: Subject) -> list[tuple[str, list[Row], list[str]]]:
    """For each condition what it sets differently from the reference, and what its timeline says, in sentences.

    The reference itself is listed with what it draws, and with what differs from the declared defaults.
    """
    return [(condition, *_changes(subject, condition)) for condition in subject.rows]


def _changes(subject: Subject, condition: str) -> tuple[list[Row], list[str]]:
    values = subject.parameter_values
    own = values[condition]
    against = subject.parameters["default"] if condition == subject.reference else values[subject.reference]
    differs = ~_equal(own, against)  # what is drawn is NaN, and equals nothing
    rows = [_row(subject, str(name), condition, against[name]) for name in own.index[differs]]
    return rows, [entry.sentence for entry in subject.timeline(condition)]


def _equal(one: Any, other: Any) -> Any:
    """Of two numbers, or of two series of them, one by one."""
    return abs(one - other) <= 1e-6 * numpy.maximum(abs(other), 1e-9)


def _row(subject: Subject, name: str, condition: str, was: float = math.nan) -> Row:
    declared = subject.parameters.loc[name]
    value = float(subject.parameter_values.at[name, condition])
    words = _law(subject, condition, name) if math.isnan(value) else _told(value, str(declared.labels))
    unit = "" if str(declared.unit) in ("1", "nan") else str(declared.unit)
    is_default = bool(_equal(value, declared.default))
    return Row(
        name,
        words,
        unit,
        str(declared.meaning),
        str(declared.source),
        str(declared.role),
        str(declared.basis),
        "" if math.isnan(was) else _told(float(was), str(declared.labels)),
        "" if is_default else _told(float(declared.default), str(declared.labels)),
    )


def _told(value: float, labels: str) -> str:
    names = [label for label in labels.split("|") if label]
    if names and value == int(value) and 0 <= value < len(names):
        return vocabulary.label(names[int(value)])
    return wording.plain(value, 4)


def _law(subject: Subject, condition: str, name: str) -> str:
    """How a condition draws a parameter: "uniform 0.3, 0.7"."""
    value = (subject.resolved(condition).get("parameters") or {}).get(name)
    if not isinstance(value, dict) and condition != subject.reference:  # a sweep's point says what differs only
        return _law(subject, subject.reference, name)
    if not isinstance(value, dict):
        return "drawn"
    return law(value)


def law(value: dict[str, Any], digits: int = 3) -> str:
    """A law of a condition in words: "drawn: uniform (0.3, 0.7)"; of many values how many, and their range."""
    name, ends = next(iter(value.items()))
    ends = ends if isinstance(ends, list) else [ends]
    numbers = [end for end in ends if isinstance(end, (int, float))]
    told = [wording.plain(end, digits) if end in numbers else str(end) for end in ends]
    if len(ends) == len(numbers) > MOST_ENDS:
        least, most = (wording.plain(each(numbers), digits) for each in (min, max))
        told = [f"{len(ends):,} values from {least} to {most}"]
    return f"drawn: {vocabulary.label(str(name))} ({', '.join(told)})"
