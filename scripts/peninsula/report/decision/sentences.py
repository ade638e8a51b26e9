# SPDX-License-Identifier: Apache-2.0
"""The decision in words."""

import math
from dataclasses import dataclass

from peninsula.report import effects, vocabulary, wording
from peninsula.report.decision.found import Decision, Effect
from peninsula.report.subject import Subject

MOST_SENTENCES = 5
TOLD_UNCHANGED = 0.05
"""The share of states without any change from which on it is told."""


def every(subject: Subject, decision: Decision) -> list[tuple[str, str]]:
    """What the ranked conditions do to the main outcome.

    The first names the outcome, and the others point to it.
    """
    measure, clause = subject.measure(subject.main), vocabulary.clause(subject.main, subject.outcomes)
    named = f"the {clause}" if measure.kind == "time" else clause
    named = f"the share of trajectories in which {clause}" if measure.kind == "binary" else named
    pointed = "this share" if measure.kind == "binary" else "it"
    return [
        (
            subject.heading(each.condition),
            _sentence(subject, each, pointed if place else named) + _given(subject, each),
        )
        for place, each in enumerate(ranked(subject, decision))
    ]


def ranked(subject: Subject, decision: Decision) -> list[Effect]:
    """Those that are told: with the largest mean of the main outcome over states, five at most."""
    return sorted(decision.effects[subject.main], key=_size)[:MOST_SENTENCES]


def _size(effect: Effect) -> float:
    """The largest mean first; what has none at the end."""
    mean = float(effect.over["mean"])
    return math.inf if math.isnan(mean) else -abs(mean)


def level(subject: Subject, decision: Decision) -> str:
    """What the main outcome comes to in the reference itself, and whether that is known less well than differences."""
    row = decision.levels.loc[subject.main]
    measure, clause = subject.measure(subject.main), vocabulary.clause(subject.main, subject.outcomes)
    point, low, high = (float(row[name]) for name in ("at_point", "low_state", "high_state"))
    if not math.isfinite(point + low + high):
        return ""
    where = f"In “{subject.reference}” itself"
    if measure.kind == "binary":
        here, least, most = (f"{100 * value:.0f}" for value in (point, low, high))
        text = f"{where}, {clause} in {here} of 100 trajectories at the central assumptions, and in"
        text += f" {least} to {most} of 100"
    else:
        here, least, most = (wording.plain(value, 2) for value in (point, low, high))
        if measure.kind == "time":
            clause = f"the mean month of the {clause} from the start, where never counts as {len(subject.months)},"
        text = f"{where}, {clause} is {here} at the central assumptions, and {least} to {most}"
    widths = [each.over["high_state"] - each.over["low_state"] for each in decision.effects[subject.main]]
    worse = "The level is known less well than the differences. " if high - low > max(widths, default=0) else ""
    return f"{worse}{text} in nine of ten states of the world."


def _sentence(subject: Subject, effect: Effect, what: str) -> str:
    """What the condition does to `what`: at the point, over states, and in how many of these it does the opposite."""
    if effect.is_nothing:
        return f"changes nothing in {what}: no trajectory differs, in any state of the world"
    verbs, point, over = _Verbs.of(subject, effect.outcome), effect.point.estimate, effect.over
    by_point = f"by {_amounts(subject, effect, point)[0]} at the central assumptions" if effect.is_clear else ""
    by_chance = "at the central assumptions the difference can be chance"
    if math.isnan(over["mean"]):
        text = f"{verbs.active(point, what)}: {by_point}" if by_point else f"may change {what}: {by_chance}"
        return f"{text}; across the plausible ones it is defined in too few trajectories to tell"
    if not over["sign_known"]:
        text = f"{verbs.active(point, what)}: {by_point}" if by_point else f"may change {what} or not: {by_chance}"
        return f"{text}; {_unknown(subject, effect)}"
    about = f"{_about(subject, effect)} across the plausible ones"
    if not by_point:
        return f"{verbs.active(over['mean'], what)}: {about}, while {by_chance}; {_opposite(effect, verbs)}"
    if over["mean"] * point < 0:
        about = f"but {verbs.active(over['mean'], 'it')} {about}"
    return f"{verbs.active(point, what)}: {by_point}, {about}; {_opposite(effect, verbs)}"


def _given(subject: Subject, effect: Effect) -> str:
    """That the condition supposes what is told here as a finding, where it does."""
    is_given = effects.is_given(subject, effect.condition, effect.outcome)
    return " (what the condition sets decides this nearly by definition)" if is_given else ""


def _about(subject: Subject, effect: Effect) -> str:
    """The size of the mean over states with its interval, where it has a sign."""
    over = effect.over
    mean, low, high = _amounts(subject, effect, over["mean"], over["mean_low"], over["mean_high"])
    low, high = (high, low) if over["mean"] < 0 else (low, high)
    return f"by about {mean} ({low.split()[0]} to {high.split()[0]})"


def _opposite(effect: Effect, verbs: "_Verbs") -> str:
    """In how many states the effect has the other sign than the mean, and in how many there is none."""
    over, what = effect.over, f"it is {verbs.passive(-effect.over['mean'])}"
    if math.isnan(over["opposite"]):
        return f"in how many states of the world {what}, so few states cannot tell"
    low, high = (f"{100 * over[name]:.0f}" for name in ("opposite_low", "opposite_high"))
    ends = f" ({low} to {high})" if low != high else ""
    text = f"{what} in {wording.of_so_many(over['opposite'], 100)} states of the world{ends}"
    if over["unchanged"] < TOLD_UNCHANGED:
        return text
    return f"{text}, and unchanged in {wording.of_so_many(over['unchanged'], 100)}"


def _unknown(subject: Subject, effect: Effect) -> str:
    """What is told where the mean over states may have either sign."""
    over = effect.over
    low, high = _amounts(subject, effect, over["mean_low"], over["mean_high"], is_signed=True)
    text = f"across the plausible ones its sign is not known, the mean being between {low.split()[0]} and {high}"
    if math.isnan(over["low_state"]):
        return text
    low, high = _amounts(subject, effect, over["low_state"], over["high_state"], is_signed=True)
    return f"{text}, and nine of ten states of the world between {low.split()[0]} and {high}"


def _amounts(subject: Subject, effect: Effect, *values: float, is_signed: bool = False) -> list[str]:
    """Values in two digits, or in as many as tell them apart, with their unit: "12 points", "3.1 months", "0.24"."""
    measure = subject.measure(effect.outcome)
    unit = f" {measure.unit_of_difference(subject.step)}".rstrip()
    told = [value * measure.factor_of_difference for value in values]
    told = told if is_signed else [abs(value) for value in told]
    decimals = _decimals(told)
    words = [wording.signed(value, decimals) if is_signed else wording.fixed(value, decimals) for value in told]
    return [f"{word}{unit.rstrip('s') if word == '1' else unit}" for word in words]


def _decimals(values: list[float]) -> int:
    """So many that the first value shows two digits, and that no two values look the same."""
    largest = abs(values[0])
    fewest = max(0, 1 - math.floor(math.log10(largest))) if largest > 0 else 0
    every = range(fewest, fewest + 4)
    return next((each for each in every if len({f"{value:.{each}f}" for value in values}) == len(set(values))), fewest)


@dataclass(frozen=True)
class _Verbs:
    """How a rise and a fall are said: of what does it, around what it is done to, and of what it is done to."""

    up: tuple[str, str]
    down: tuple[str, str]

    @classmethod
    def of(cls, subject: Subject, outcome: str) -> "_Verbs":
        if subject.measure(outcome).kind == "time":
            return cls(("puts {} off", "put off"), ("brings {} forward", "brought forward"))
        return cls(("raises {}", "raised"), ("lowers {}", "lowered"))

    def active(self, change: float, what: str) -> str:
        return (self.up if change > 0 else self.down)[0].format(what)

    def passive(self, change: float) -> str:
        return (self.up if change > 0 else self.down)[1]
