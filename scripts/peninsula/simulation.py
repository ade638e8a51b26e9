# SPDX-License-Identifier: Apache-2.0
"""Trajectories one by one, simulated in this process and returned as arrays."""

import dataclasses
import functools
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy
from numpy.typing import NDArray

from peninsula import memory
from peninsula.arrays import AnyArray, Floats
from peninsula.conditions import Condition, Setting, assignments, name_of, text_of
from peninsula.errors import InputError, unknown
from peninsula.module import declared, engine

Numbers = NDArray[numpy.float32]
Resolved = engine.Condition


class Points(Protocol):
    """Settings by parameter, one value a point: a map of arrays, or a frame of pandas."""

    def items(self) -> Iterable[tuple[Any, Any]]:
        """Names of parameters, each with its values."""


DEFAULT_SEED = 20250201  # the program's
MOST_COUNTED = 10**15
MOST_THREADS = 4096
MOST_PER_STATE = 2**40


@dataclasses.dataclass(frozen=True, eq=False)
class Simulation:
    """The numbers of every trajectory, as 32-bit floats; bit for bit those of the program's records.

    `outcomes[name]` and `drawn[name]` (parameters that a condition draws) have the shape (condition, trajectory),
    `series[name]` has (condition, trajectory, month); where points were asked for, the first axis is the points'.
    `simulation[name]` is any of them. All are views of one array.

    NaN: undefined in this trajectory. A time is in months from the start, and the number of months where it never
    came. A label is its number: `labels[name][number]` is its name.
    """

    conditions: tuple[Resolved, ...]
    seed: int
    first: int
    per_state: int
    outcomes: dict[str, Numbers]
    series: dict[str, Numbers]
    drawn: dict[str, Numbers]
    labels: dict[str, list[str]]

    def __getitem__(self, name: str) -> Numbers:
        """An outcome, a series or a drawn parameter, by name or symbol. Raises InputError if it is not among them."""
        known = self.outcomes | self.series | self.drawn
        for group in ("outcomes", "series", "parameters"):
            name = _declared_names(self.conditions[0].model, group)[0].get(name, name)
        if name not in known:
            raise unknown("array", name, known)
        return known[name]

    def kind(self, outcome: str) -> str:
        """How an outcome is counted: binary, categorical, count, continuous or time."""
        model = self.conditions[0].model
        return str(declared(model)["outcomes"][_declared_names(model, "outcomes")[1][outcome]]["kind"])

    def __repr__(self) -> str:
        names = ", ".join(condition.name for condition in self.conditions)
        return f"Simulation of {names}: {', '.join([*self.outcomes, *self.series, *self.drawn])}"


def resolve(condition: Condition | Resolved, months: int | None = None, **parameters: Setting) -> Resolved:
    """A condition in full, read once, to be simulated many times.

    Args:
        condition: a file, the name of one that comes with the program, or a map with the keys of a condition file.
        months: instead of its own.
        parameters: as of `run`.

    Raises:
        InputError: the condition or a parameter is refused; the message has file, line and column, as the program's.

    >>> resolve("early-ceasefire", months=12).months
    12
    """
    if isinstance(condition, Resolved):
        if parameters or months is not None:
            raise InputError(f"'{condition.name}' is resolved already: say months and parameters where it is resolved")
        return condition
    months = None if months is None else whole("months", months, 1)
    settings = assignments(parameters)
    if isinstance(condition, Mapping):
        text, name = text_of(condition)
        found = engine.parse(text, name, settings, months)
    else:
        found = engine.read(str(condition), settings, months)
    if found.beyond:
        warnings.warn(
            f"{found.name} covers {found.start} to {found.end}, and its timeline does not come to "
            + ", ".join(found.beyond),
            stacklevel=3,
        )
    return found


def simulate(
    condition: Condition | Resolved | Sequence[Condition | Resolved],
    trajectories: float,
    outcomes: Sequence[str] | None = None,
    series: Sequence[str] = (),
    seed: int | None = None,
    months: int | None = None,
    threads: int | None = None,
    first: int = 0,
    points: Points | None = None,
    per_state: int = 1,
    **parameters: Setting,
) -> Simulation:
    """Simulates one condition or several, or many points on top of one, under common random numbers.

    Nothing is written: for results that are kept, compared or merged see `run` and `sweep`. An interrupt (Ctrl-C) ends
    it; other threads of Python run meanwhile.

    Args:
        condition: as of `run`; or what `resolve` returns, which is not read again.
        trajectories: of each condition or point.
        outcomes, series: names or symbols; the headline's outcomes and no series unless told.
        seed: the conditions' own unless told, or 20250201.
        months: of every condition, instead of its own.
        threads: as many as there are processors unless told.
        first: the number of the first trajectory; the others follow it.
        points: settings by parameter, one value a point: a frame with a row a point, or a map of arrays of equal
            length. Numbers, or labels; every point is the condition with these settings. Where they replace what the
            condition sets itself, a warning says so.
        per_state: how many neighbouring trajectories draw the same parameters, a power of two: trajectory i is of
            the state of the world i // per_state, and its other chance is its own. All conditions meet the same states.
        parameters: as of `run`.

    Raises:
        InputError: as `run`, or the conditions ask for different seeds. MemoryError: the numbers do not fit; nothing
            was simulated. KeyboardInterrupt: it was interrupted, and nothing is kept.

    >>> found = simulate(["baseline", "early-ceasefire"], 1000, ["summit_held", "deal"], series=["russian_aid"])
    >>> found["summit_held"].shape, found["russian_aid"].shape
    ((2, 1000), (2, 1000, 48))
    >>> found.labels["deal"][0]
    'none'
    >>> simulate("baseline", 100, ["summits"], points={"h_cf": [0.01, 0.02, 0.05]})["summits"].shape
    (3, 100)
    """
    several: Sequence[Any] = condition if isinstance(condition, list | tuple) else [condition]
    conditions = tuple(resolve(each, months, **parameters) for each in several)
    _check_together(conditions)
    model = conditions[0].model
    chosen_outcomes = _chosen(model, "outcomes", declared(model)["headline"] if outcomes is None else outcomes)
    chosen_series = _chosen(model, "series", series)
    request = engine.Request(
        conditions,
        sorted(chosen_outcomes.values()),
        sorted(chosen_series.values()),
        whole("trajectories", trajectories, 1, MOST_COUNTED),
        seed_of(conditions, seed),
        whole("first", first, 0, MOST_COUNTED),
        0 if threads is None else whole("threads", threads, 0, MOST_THREADS),
        power_of_two("per_state", per_state),
    )
    if points is None:
        _require_memory(request, len(conditions))
        table, drawn = engine.simulate(request)
    else:
        from peninsula.decide.changes import tell_replaced_by_points  # noqa: PLC0415  # which needs this module

        parameters_set, values = _matrix(model, conditions, points)
        tell_replaced_by_points(several[0], parameters_set, months)
        _require_memory(request, len(values))
        table, drawn = engine.simulate_points(request, parameters_set, values)
    return Simulation(
        conditions,
        request.seed,
        request.first,
        request.per_state,
        _columns(table, chosen_outcomes),
        _months(table[:, len(chosen_outcomes) + len(drawn) :], chosen_series, conditions[0].months),
        {name: table[:, len(chosen_outcomes) + place] for place, name in enumerate(drawn)},
        _labels(model, chosen_outcomes, chosen_series, drawn),
    )


Places = dict[str, int]
"""By name, where something is declared in its model."""


@functools.cache
def _declared_names(model: str, group: str) -> tuple[dict[str, str], Places]:
    """Names by name and by symbol, without what is kept for bookkeeping; and places by name."""
    shown = [each for each in declared(model)[group] if not each.get("bookkeeping")]
    names = {each["symbol"]: each["name"] for each in shown if each["symbol"]}
    names |= {each["name"]: each["name"] for each in shown}
    return names, {each["name"]: place for place, each in enumerate(declared(model)[group])}


def _named(model: str, group: str, name: str) -> str:
    names, _ = _declared_names(model, group)
    if name not in names:
        raise unknown(group.removesuffix("s") if group != "series" else group, name, names)
    return names[name]


def _chosen(model: str, group: str, asked: Sequence[str]) -> Places:
    """What was asked for, in this order."""
    if isinstance(asked, str):
        raise InputError(f"{group}: '{asked}' must stand in a list: ['{asked}']")
    places = _declared_names(model, group)[1]
    return {name: places[name] for name in (_named(model, group, each) for each in asked)}


def _labels(model: str, outcomes: Places, series: Places, drawn: Sequence[str]) -> dict[str, list[str]]:
    """The labels of those that have any."""
    places = _declared_names(model, "parameters")[1]
    told = declared(model)
    each = [told["outcomes"][place] for place in outcomes.values()]
    each += [told["series"][place] for place in series.values()]
    each += [told["parameters"][places[name]] for name in drawn]
    return {one["name"]: one["labels"] for one in each if one["labels"]}


def _columns(table: Numbers, chosen: Places) -> dict[str, Numbers]:
    """Outcomes stand first in the table, in the model's order."""
    order = sorted(chosen.values())
    return {name: table[:, order.index(place)] for name, place in chosen.items()}


def _months(table: Numbers, chosen: Places, months: int) -> dict[str, Numbers]:
    """Months of series after series, in the model's order."""
    order = sorted(chosen.values())
    starts = {name: order.index(place) * months for name, place in chosen.items()}
    return {name: table[:, start : start + months].transpose(0, 2, 1) for name, start in starts.items()}


def _check_together(conditions: tuple[Resolved, ...]) -> None:
    if not conditions:
        raise InputError("condition: an empty list; name one condition or several")
    one = conditions[0]
    for other in conditions[1:]:
        if other.model != one.model:
            raise InputError(
                f"conditions of one simulation are meant for one model, but '{other.name}' for {other.model} and "
                f"'{one.name}' for {one.model}; simulate them apart"
            )
        if other.months != one.months:
            raise InputError(
                f"conditions of one simulation are equally long, but '{other.name}' covers {other.months} and "
                f"'{one.name}' covers {one.months}; say months, or simulate them apart"
            )


def seed_of(conditions: tuple[Resolved, ...], seed: int | None) -> int:
    """The seed that is asked for, or the conditions' own, or 20250201; raises InputError where they differ."""
    if seed is not None:
        return whole("seed", seed, 0, 2**64 - 1)
    asked = {condition.seed for condition in conditions}
    if len(asked) > 1:
        raise InputError("seed: the conditions ask for different ones; say one for all of them")
    own = asked.pop()
    return DEFAULT_SEED if own is None else own


def whole(name: str, value: float, lowest: int, highest: int | None = None) -> int:
    """A whole number, of any type that can hold one: 1e5 is 100000. Without `highest` the engine has a bound."""
    try:
        number = int(value)
        if number == value and lowest <= number <= (MOST_COUNTED if highest is None else highest):
            return number
    except (TypeError, ValueError, OverflowError):
        pass
    upwards = "on" if highest is None else f"to {highest}"
    raise InputError(f"{name}: must be a whole number from {lowest} {upwards}, not {value!r}")


def power_of_two(name: str, value: float) -> int:
    """A whole number that is one; raises InputError, which calls it `name`."""
    number = whole(name, value, 1, MOST_PER_STATE)
    if number & (number - 1):
        raise InputError(f"{name}: must be a power of two, not {number}")
    return number


def _require_memory(request: engine.Request, rows: int) -> None:
    size = rows * request.columns * request.trajectories * 4
    memory.require(size, f"{request.columns} numbers of each of {rows} x {request.trajectories:,} trajectories")


def _matrix(model: str, conditions: tuple[Resolved, ...], points: Points) -> tuple[list[str], Floats]:
    """The parameters that points set, and their numbers: (point, parameter)."""
    if len(conditions) != 1:
        raise InputError("points: stand on top of one condition, not of several")
    given = [(_named(model, "parameters", name_of(str(name))), values) for name, values in points.items()]
    columns = dict(given)
    if len(columns) != len(given):
        raise InputError("points: a parameter is set twice, by its name and by its symbol")
    numbers = [_numbers(model, name, numpy.asarray(values)) for name, values in columns.items()]
    if not numbers or any(len(each) != len(numbers[0]) for each in numbers) or len(numbers[0]) == 0:
        raise InputError("points: must have a column or more, all of the same length, and a row or more")
    return list(columns), numpy.stack(numbers, axis=1)


def _numbers(model: str, parameter: str, values: AnyArray) -> Floats:
    """A column of numbers; labels as the numbers that stand for them."""
    if values.ndim != 1:
        raise InputError(f"points: {parameter} has {values.ndim} dimensions, not one value a point")
    if values.dtype.kind in "biuf":
        return values.astype(float)
    words, places = numpy.unique(values.astype(str), return_inverse=True)
    labels = declared(model)["parameters"][_declared_names(model, "parameters")[1][parameter]]["labels"]
    return numpy.array([_number(parameter, str(word), labels) for word in words])[places]


def _number(parameter: str, word: str, labels: list[str]) -> float:
    if word in labels:
        return float(labels.index(word))
    try:
        return float(word)
    except ValueError:
        what = f"one of {', '.join(labels)}" if labels else "a number; a law stands in a condition, or in a keyword"
        raise InputError(f"points: {parameter} is '{word}' but must be {what}") from None
