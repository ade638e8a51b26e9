# SPDX-License-Identifier: Apache-2.0
"""The headline in words and as a table."""

import math
from dataclasses import dataclass

import pandas

from peninsula.report import effects, limits, vocabulary, wording
from peninsula.report.effects import Shift
from peninsula.report.subject import Subject

MOST_SENTENCES = 5


def lead(subject: Subject) -> str:
    """What the reference condition comes to, in one sentence or two."""
    shares, means = [], []
    for outcome in subject.headline:
        row = subject.estimate(outcome).loc[subject.reference]
        clause = vocabulary.clause(outcome, subject.outcomes)
        if not math.isfinite(row.estimate):
            continue
        if subject.measure(outcome).is_share:
            shares.append((clause, subject.frequency(outcome, subject.reference)))
        elif subject.measure(outcome).kind == "count":
            means.append(f"{clause} averages {wording.plain(row.estimate, 2)}")
    text = ""
    if shares:
        clause, frequency = shares[0]
        rest = [f"{clause} in {frequency.partition(' of ')[0]}" for clause, frequency in shares[1:]]
        word = "trajectory" if frequency.endswith(" of 1") else "trajectories"
        text = f"Under these assumptions, {clause} in {frequency} {word} of “{subject.reference}”"
        text += f"; {wording.listed(rest)}." if rest else "."
    if means:
        text += f" {vocabulary.capital(wording.listed(means))} over {len(subject.months):,} {subject.step}s."
    return text.strip()


def fork(subject: Subject) -> str:
    """What the conditions of a fork share, and which trajectories are counted; nothing of other results."""
    told = subject.results.attrs
    if "fork_of" not in told:
        return ""
    month, where = wording.month_name(str(told["fork_at"])), str(told.get("fork_where", ""))
    text = f"These are futures of “{told['fork_of']}” from {month} on: until then each trajectory is the same in all"
    if not where:
        return f"{text} of them."
    counted = int(subject.conditions.trajectories[subject.reference])
    return (
        f"{text} of them, and only those are counted in which, by then, {where}: {counted:,} of "
        f"{int(told['fork_considered']):,} trajectories."
    )


def sentences(subject: Subject) -> list[tuple[str, str]]:
    """A sentence a condition with its first clear findings, one or two; the conditions in the order of `effects`."""
    told = [
        (condition, [shift for shift in found if shift.clear and not shift.given][:2])
        for condition, found in effects.by_condition(subject).items()
    ]
    chosen = [(condition, found) for condition, found in told if found][:MOST_SENTENCES]
    return [
        (subject.heading(condition), ", and ".join(_clause(subject, shift) for shift in found))
        for condition, found in chosen
    ]


def verdict(subject: Subject) -> str:
    """How many of the compared differences are distinguishable from none."""
    every = effects.shifts(subject)
    clear = sum(shift.clear for shift in every)
    if not every:
        return ""
    told = f"{clear or 'none'} {'has' if clear == 1 else 'have'}"
    text = f"Of {len(every)} differences from “{subject.reference}”, {told} a 95 % interval that excludes zero"
    expected = round(0.05 * len(every))
    return f"{text}; about {expected} would by chance alone if nothing differed." if len(every) > 10 else f"{text}."


def _clause(subject: Subject, shift: Shift) -> str:
    """ "raises the share of trajectories in which a summit is held by 13.6 points [13.4, 13.8], to 61 of 100"."""
    measure = subject.measure(shift.outcome)
    amount, ends = subject.difference_told(
        shift.outcome, abs(shift.estimate), *sorted((abs(shift.low), abs(shift.high)))
    )
    by = f"{amount.lstrip('+')} {{}} {ends.replace('+', '')}".replace(" {} ", " points " if measure.is_share else " ")
    clause = vocabulary.clause(shift.outcome, subject.outcomes)
    if measure.kind == "time":
        moves = "puts off" if shift.estimate > 0 else "brings forward"
        return f"{moves} {clause} by {by.replace('points', f'{subject.step}s')}"
    verb = "raises" if shift.estimate > 0 else "lowers"
    if measure.is_share:
        return f"{verb} the share in which {clause} by {by}, to {subject.frequency(shift.outcome, shift.condition)}"
    return f"{verb} {clause} by {by}, to {subject.estimate_told(shift.outcome, shift.condition)[0]}"


@dataclass(frozen=True)
class Cell:
    """One outcome of one condition, in words and in full precision."""

    outcome: str
    value: str
    interval: str
    limit: str
    difference: str
    difference_interval: str
    clear: bool
    data: dict[str, str]


def table(subject: Subject) -> list[tuple[str, list[Cell]]]:
    """One row per condition, one cell per headline outcome."""
    return [
        (condition, [_cell(subject, condition, outcome) for outcome in subject.headline]) for condition in subject.rows
    ]


def heads(subject: Subject) -> list[tuple[str, str]]:
    """Each headline outcome's heading and unit."""
    found = []
    for outcome in subject.headline:
        measure = subject.measure(outcome)
        found.append((vocabulary.head(outcome, subject.outcomes), measure.told))
    return found


def _cell(subject: Subject, condition: str, outcome: str) -> Cell:
    row = subject.estimate(outcome).loc[condition]
    value, interval = subject.estimate_told(outcome, condition)
    limit = limits.clamped(subject, outcome, condition)
    data = {"outcome": outcome} | _data(row, "estimate", "low", "high")
    if condition == subject.reference:
        return Cell(outcome, value, interval, limit, "", "", False, data)
    change = subject.difference(outcome).loc[condition]
    words, ends = subject.difference_told(outcome, change.estimate, change.low, change.high)
    data |= _data(change, "difference", "difference-low", "difference-high")
    return Cell(outcome, value, interval, limit, words, ends, bool(change.low > 0 or change.high < 0), data)


def _data(row: pandas.Series, *names: str) -> dict[str, str]:
    """Estimate and ends in full precision under these names; what is no number is left out."""
    values = (row.estimate, row.low, row.high)
    return {name: repr(float(value)) for name, value in zip(names, values, strict=True) if math.isfinite(value)}
