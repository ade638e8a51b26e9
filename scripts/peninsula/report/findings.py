"""The headline in words and as a table."""

import math
from dataclasses import dataclass

from peninsula.report import vocabulary, wording
from peninsula.report.subject import Subject

MOST_SENTENCES = 5


@dataclass(frozen=True)
class Shift:
    """One outcome of one condition against the reference; `size` is in the reference's standard deviations."""

    condition: str
    outcome: str
    estimate: float
    low: float
    high: float
    size: float

    @property
    def clear(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > 0 or self.high < 0


def lead(subject: Subject) -> str:
    """What the reference condition comes to, in one sentence or two."""
    shares, means = [], []
    for outcome in subject.headline:
        row = subject.estimate(outcome).loc[subject.reference]
        clause = vocabulary.clause(outcome, subject.outcomes)
        if not math.isfinite(row.estimate):
            continue
        if subject.measure(outcome).is_share:
            shares.append((clause, wording.of_hundred(row.estimate)))
        elif subject.measure(outcome).kind == "count":
            means.append(f"{clause} averages {wording.plain(row.estimate, 2)}")
    text = ""
    if shares:
        clause, frequency = shares[0]
        rest = [f"{clause} in {frequency.removesuffix(' of 100')}" for clause, frequency in shares[1:]]
        text = f"Under these assumptions, {clause} in {frequency} trajectories of “{subject.reference}”"
        text += f"; {wording.listed(rest)}." if rest else "."
    if means:
        text += f" {vocabulary.capital(wording.listed(means))} over {len(subject.months):,} {subject.step}s."
    return text.strip()


def shifts(subject: Subject) -> list[Shift]:
    """Every shown condition against the reference in every headline outcome, the largest first."""
    found = []
    for outcome in subject.headline:
        spread = _spread(subject, outcome)
        table = subject.difference(outcome)
        for condition in subject.shown[1:]:
            row = table.loc[condition]
            if math.isfinite(row.estimate):
                size = abs(row.estimate) / spread if spread > 0 else 0.0
                found.append(Shift(condition, outcome, row.estimate, row.low, row.high, size))
    return sorted(found, key=lambda shift: (-shift.size, shift.condition, shift.outcome))


def sentences(subject: Subject) -> list[tuple[str, str]]:
    """A sentence a condition with its largest clear shifts; the conditions that shift most, the largest first."""
    by_condition: dict[str, list[Shift]] = {}
    for shift in shifts(subject):
        if shift.clear:
            by_condition.setdefault(shift.condition, []).append(shift)
    chosen = list(by_condition.items())[:MOST_SENTENCES]
    return [(condition, ", and ".join(_clause(subject, shift) for shift in found[:2])) for condition, found in chosen]


def verdict(subject: Subject) -> str:
    """How many of the compared differences are distinguishable from none."""
    every = shifts(subject)
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
    row = subject.estimate(shift.outcome).loc[shift.condition]
    amount, ends = subject.difference_told(
        shift.outcome, abs(shift.estimate), *sorted((abs(shift.low), abs(shift.high)))
    )
    by = f"{amount.lstrip('+')} {{}} {ends.replace('+', '')}".replace(" {} ", " points " if measure.is_share else " ")
    clause = vocabulary.clause(shift.outcome, subject.outcomes)
    if measure.kind == "time":
        return f"{'puts off' if shift.estimate > 0 else 'brings forward'} {clause} by {by.replace('points', f'{subject.step}s')}"
    verb = "raises" if shift.estimate > 0 else "lowers"
    if measure.is_share:
        return f"{verb} the share in which {clause} by {by}, to {wording.of_hundred(row.estimate)}"
    return f"{verb} {clause} by {by}, to {subject.estimate_told(shift.outcome, shift.condition)[0]}"


def _spread(subject: Subject, outcome: str) -> float:
    """The standard deviation over trajectories of the reference, from its share or from its interval."""
    row = subject.estimate(outcome).loc[subject.reference]
    kind = subject.measure(outcome).kind
    if kind == "time":
        return len(subject.months) / 4
    if kind == "binary":
        return math.sqrt(max(row.estimate * (1 - row.estimate), 1e-9))
    return (row.high - row.low) / 2 / 1.96 * math.sqrt(subject.conditions.loc[subject.reference, "trajectories"])


@dataclass(frozen=True)
class Cell:
    """One outcome of one condition, in words and in full precision."""

    outcome: str
    value: str
    interval: str
    difference: str
    difference_interval: str
    clear: bool
    data: dict[str, str]


def table(subject: Subject) -> list[tuple[str, list[Cell]]]:
    """A row a shown condition, a cell a headline outcome."""
    return [
        (condition, [_cell(subject, condition, outcome) for outcome in subject.headline]) for condition in subject.shown
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
    data = {
        "outcome": outcome,
        "estimate": repr(float(row.estimate)),
        "low": repr(float(row.low)),
        "high": repr(float(row.high)),
    }
    if condition == subject.reference:
        return Cell(outcome, value, interval, "", "", False, data)
    change = subject.difference(outcome).loc[condition]
    words, ends = subject.difference_told(outcome, change.estimate, change.low, change.high)
    data |= {
        "difference": repr(float(change.estimate)),
        "difference-low": repr(float(change.low)),
        "difference-high": repr(float(change.high)),
    }
    return Cell(outcome, value, interval, words, ends, bool(change.low > 0 or change.high < 0), data)
