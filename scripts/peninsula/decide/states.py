# SPDX-License-Identifier: Apache-2.0
"""Options under many states of the world: what is drawn in each, and sums over the trajectories of each.

A state is one draw of every parameter that has a prior and that no option sets, neither by itself nor by what it
extends, in any month; and of every parameter for which all options have the same law. A parameter that one option sets
is no part of a state: that option has its own value, and every other option keeps the one that it has without any draw.
So two options differ in a state by what they set alone.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy
import yaml

from peninsula import memory
from peninsula.arrays import AnyArray, Floats
from peninsula.conditions import Condition, Setting
from peninsula.decide.changes import tell_replaced
from peninsula.decide.pace import paced
from peninsula.errors import InputError
from peninsula.simulation import Resolved, Simulation, resolve, simulate

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C, where PyYAML has it
NUMBERS_AT_ONCE = 2**23
"""32-bit numbers of trajectories that are held together: memory stays the same, however many states there are."""
VALUE = "value"
"""What a stated value over outcomes is called where outcomes are named."""


@dataclasses.dataclass(frozen=True)
class Options:
    """Conditions that are compared, of equally many months: as they are, and with everything open drawn."""

    at_the_point: tuple[Resolved, ...]
    drawing: tuple[Resolved, ...]
    open: tuple[str, ...]
    """The parameters that a state draws."""

    @property
    def names(self) -> list[str]:
        """The conditions' names, in order."""
        return [condition.name for condition in self.drawing]


def options_of(conditions: Sequence[Condition], months: int | None, parameters: Mapping[str, Setting]) -> Options:
    """Reads conditions, and finds what all of them leave open.

    Raises:
        InputError: a condition is refused, two have one name, or there is nothing to draw.
    """
    if isinstance(conditions, str | Mapping) or len(conditions) < 2:
        raise InputError("conditions: name two or more, in a list")
    if "open" in parameters:
        raise InputError("open: what no condition sets is drawn in any case")
    common = left_open(conditions, months, parameters)
    if not common:
        raise InputError("there is no parameter with a prior that all conditions leave open, so there is one state")
    priors = {name: "prior" for name, law in common.items() if law == "prior"}
    drawing = {**parameters, **priors}
    found = Options(
        tuple(resolve(condition, months, **parameters) for condition in conditions),
        tuple(resolve(condition, months, **drawing) for condition in conditions),
        tuple(common),
    )
    if len(set(found.names)) < len(found.names):
        raise InputError(f"conditions: two have one name: {', '.join(found.names)}")
    tell_replaced(conditions, months, parameters)
    return found


def left_open(
    conditions: Sequence[Condition], months: int | None = None, parameters: Mapping[str, Setting] | None = None
) -> dict[str, Any]:
    """The parameters that all conditions leave open or draw alike, with their law: "prior", or the conditions' own."""
    first, *others = (_drawn_or_open(condition, months, parameters or {}) for condition in conditions)
    return {name: law for name, law in first.items() if all(law == each.get(name) for each in others)}


def _drawn_or_open(condition: Condition, months: int | None, parameters: Mapping[str, Setting]) -> dict[str, Any]:
    """Laws of the parameters that a condition would draw if it were told to leave nothing fixed."""
    told = yaml.load(resolve(condition, months, **parameters, open="prior").yaml, LOADER)
    changed = {name for entry in told["timeline"] for name in entry.get("set", {})}
    drawn = {name: law for name, law in told["parameters"].items() if law == "prior" or isinstance(law, Mapping)}
    return {name: law for name, law in drawn.items() if name not in changed}


class Sums:
    """Sums over the trajectories of each state: arrays of shape (condition, outcome, state).

    Where an outcome is undefined in a trajectory it does not count; a pair counts where both sides are defined.
    """

    def __init__(self, conditions: int, outcomes: int, states: int, reference: int) -> None:
        shape = (conditions, outcomes, states)
        memory.require(9 * 8 * conditions * outcomes * states, f"the sums of {states:,} states")
        self.reference = reference
        self.count, self.total, self.square = (numpy.zeros(shape) for _ in range(3))
        self.pairs, self.difference, self.difference_square = (numpy.zeros(shape) for _ in range(3))
        self.changed = numpy.zeros(shape)
        self.first_count, self.first_total = (numpy.zeros(shape) for _ in range(2))

    def add(self, states: slice, values: AnyArray) -> None:
        """Adds values of shape (condition, outcome, state, trajectory) to these states."""
        self.count[..., states], self.total[..., states], self.square[..., states] = _sums(values)
        differences = values - values[self.reference]
        sums = _sums(differences)
        self.pairs[..., states], self.difference[..., states], self.difference_square[..., states] = sums
        self.changed[..., states] = (numpy.nan_to_num(differences) != 0).sum(axis=-1)
        half = values[..., : values.shape[-1] // 2]
        self.first_count[..., states], self.first_total[..., states], _ = _sums(half)

    def pooled(self) -> "Sums":
        """All states taken together, as one."""
        conditions, outcomes, _ = self.count.shape
        pooled = Sums(conditions, outcomes, 1, self.reference)
        for name, values in vars(self).items():
            if name != "reference":
                setattr(pooled, name, values.sum(axis=-1, keepdims=True))
        return pooled

    def level(self) -> tuple[Floats, Floats]:
        """The mean of each state, and the variance of that mean; NaN where fewer than two are defined."""
        return _mean_and_variance(self.count, self.total, self.square)

    def effect(self) -> tuple[Floats, Floats]:
        """The same of differences from the reference, trajectory by trajectory."""
        return _mean_and_variance(self.pairs, self.difference, self.difference_square)

    def halves(self) -> tuple[Floats, Floats]:
        """The means of a state's first half of trajectories, and of its second."""
        with numpy.errstate(invalid="ignore", divide="ignore"):
            second = (self.total - self.first_total) / (self.count - self.first_count)
            return self.first_total / self.first_count, second


def _sums(values: AnyArray) -> tuple[Floats, Floats, Floats]:
    """How many are defined, their sum, and the sum of their squares, along the last axis."""
    undefined = numpy.isnan(values)
    if undefined.any():
        count = (~undefined).sum(axis=-1)
        values = numpy.where(undefined, 0, values)
    else:
        count = numpy.full(values.shape[:-1], values.shape[-1])
    return count, values.sum(axis=-1, dtype=float), numpy.einsum("...i,...i->...", values, values, dtype=float)


def _mean_and_variance(count: Floats, total: Floats, square: Floats) -> tuple[Floats, Floats]:
    with numpy.errstate(invalid="ignore", divide="ignore"):
        mean = total / count
        spread = numpy.maximum(square / count - mean * mean, 0.0) / (count - 1)
    few = count < 2
    return numpy.where(few, numpy.nan, mean), numpy.where(few, numpy.nan, spread)


def summed(
    conditions: Sequence[Resolved],
    outcomes: Sequence[str],
    states: int,
    trajectories: int,
    reference: int = 0,
    value: Mapping[str, float] | None = None,
    drawn: Sequence[str] = (),
    seed: int | None = None,
    threads: int | None = None,
    per_state: int = 1,
) -> tuple[Sums, Floats]:
    """Simulates stretches of trajectories, and keeps of each its sums, and what its first trajectory drew.

    Args:
        conditions: resolved, of one model.
        outcomes: their names, none of them with labels; simulated in blocks of some states, with the stated `value`
            as one outcome more at the end, where there is one.
        states, trajectories: how many stretches, and of how many trajectories each.
        drawn: names of parameters that all conditions draw.
        seed, threads, per_state: as of `simulate`.

    Returns:
        The sums, and an array of shape (parameter, state).
    """
    sums = Sums(len(conditions), len(outcomes) + (value is not None), states, reference)
    draws = numpy.empty((len(drawn), states))
    at_once = max(1, NUMBERS_AT_ONCE // (len(conditions) * (len(outcomes) + len(drawn)) * trajectories))
    for first, count in paced(states, at_once, f"states of {trajectories:,} trajectories"):
        some = slice(first, first + count)
        size, start = count * trajectories, first * trajectories
        found = simulate(conditions, size, outcomes, (), seed, None, threads, start, per_state=per_state)
        sums.add(some, _values(found, outcomes, value, trajectories))
        for place, name in enumerate(drawn):
            draws[place, some] = found.drawn[name][0, ::trajectories]
    return sums, draws


def _values(found: Simulation, outcomes: Sequence[str], value: Mapping[str, float] | None, size: int) -> AnyArray:
    """Values by (condition, outcome, state, trajectory), in double precision so that differences are exact."""
    columns = {name: found.outcomes[name].astype(float) for name in outcomes}
    if value is not None:
        columns[VALUE] = numpy.asarray(sum(weight * columns[name] for name, weight in value.items()))
    table = numpy.stack(list(columns.values()), axis=1)
    shaped: AnyArray = table.reshape(*table.shape[:2], -1, size)
    return shaped
