# SPDX-License-Identifier: Apache-2.0
"""Tables of the report as CSV: those of sections in full precision, those of figures as the page tells them."""

import csv
import io
import math

from peninsula import join
from peninsula.errors import InputError, unknown
from peninsula.joining import Paths
from peninsula.report import findings, moved, selection
from peninsula.report.decision.found import decided
from peninsula.report.picture import every_figure
from peninsula.report.selection import Choice
from peninsula.report.subject import Subject

AT_POINT = ["at_point", "at_point_low", "at_point_high"]
OVER = ["mean", "mean_low", "mean_high", "low_state", "high_state", "opposite", "opposite_low", "opposite_high"]
OVER += ["unchanged"]
SECTIONS = ("decision", "comparison", "moved")

Rows = list[list[str]]


def table_of(paths: Paths, name: str, choice: Choice) -> str:
    """The table called `name`: "decision", "comparison", or one that goes by the name of a figure.

    Raises:
        ResultError: a file is missing, damaged or no result; InputError: the report has no such table, or the
        files cannot be joined.
    """
    with join(paths) as results:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(_rows(selection.subject_of(results, choice), name, choice))
        return text.getvalue()


def _rows(subject: Subject, name: str, choice: Choice) -> Rows:
    if name == "decision":
        return _decision(subject, choice)
    if name == "comparison":
        return _comparison(subject)
    if name == "moved":
        return _moved(subject, choice)
    known = list(SECTIONS)
    for figure in every_figure(subject, choice):
        if figure.name == name:
            rows = [[group, *row] for group, rows in figure.table.groups for row in rows]
            return [[_plain(cell) for cell in row] for row in [["group", *figure.table.header], *rows]]
        known.append(figure.name)
    raise unknown("table", name, known)


def _plain(cell: str) -> str:
    """With the signs of a keyboard, so that programs read numbers as numbers."""
    return cell.replace("−", "-").replace("\u00a0", " ")


def _comparison(subject: Subject) -> Rows:
    """A row for each condition and outcome; nothing where there is no number."""
    columns = ["estimate", "low", "high", "difference", "difference-low", "difference-high"]
    rows = [
        [condition, cell.outcome, *(cell.data.get(column, "") for column in columns)]
        for condition, cells in findings.table(subject)
        for cell in cells
    ]
    return [["condition", "outcome", *(column.replace("-", "_") for column in columns)], *rows]


def _decision(subject: Subject, choice: Choice) -> Rows:
    """A row for each outcome and compared condition, in the outcomes' own units; shares between 0 and 1."""
    if not choice.states:
        raise InputError("the table 'decision' needs --states N")
    found, missing = decided(subject, choice.states)
    if found is None:
        raise InputError(missing.rstrip("."))
    rows = [
        [each.condition, outcome, *map(_number, each.point), *(_number(each.over[column]) for column in OVER)]
        for outcome, effects in found.effects.items()
        for each in effects
    ]
    return [["condition", "outcome", *AT_POINT, *OVER], *rows]


def _moved(subject: Subject, choice: Choice) -> Rows:
    """A row for each condition and outcome that both files have, in the outcomes' own units; shares between 0 and 1."""
    if choice.what_moved is None:
        raise InputError("the table 'moved' needs --what-moved OLD.h5")
    with moved.older(subject, choice.what_moved) as old:
        found = moved.moves(subject, old)
    columns = [f"{what}{end}" for what in ("old", "new", "difference") for end in ("", "_low", "_high")]
    rows = [
        [each.condition, each.outcome, *map(_number, (*each.old, *each.new, *each.difference)), _yes(each.is_same)]
        for each in found
    ]
    return [["condition", "outcome", *columns, "same_counts"], *rows]


def _yes(told: bool) -> str:
    return "yes" if told else "no"


def _number(value: float) -> str:
    """In full precision; nothing where there is none."""
    return repr(float(value)) if math.isfinite(value) else ""
