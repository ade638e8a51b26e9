# SPDX-License-Identifier: Apache-2.0
"""Who the worst trajectories of a result are, and what came before: `peninsula.tail`."""

import dataclasses
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy
import pandas
import yaml

from peninsula import declarations
from peninsula.arrays import AnyArray, Floats
from peninsula.conditions import resolved
from peninsula.decide import tails
from peninsula.decide.histories import Histories, Series, histories, of_draws
from peninsula.errors import InputError, ResultError, unknown
from peninsula.module import declared
from peninsula.results import open_results
from peninsula.simulation import Simulation, resolve, simulate
from peninsula.traces import Trace, replay

if TYPE_CHECKING:
    import xarray

FEWEST = 20
WANTED = 300
"""Trajectories of a tail from which on its figures are told without a word of how many more would be needed."""
RARE = 1e-3
STORY = 12
NUMBERS_AT_ONCE = 2**26  # of series that are held together: a quarter of a gigabyte


@dataclasses.dataclass(frozen=True, eq=False)
class Tail:
    """What `tail` found. Every figure holds under these assumptions; intervals are of sampling error only.

    `before`, `each`, `paths`, `drawn`, `story`: frames, told by `tail`. `numbers`: of the tail's trajectories, as the
    index of `records`. `needed`: how many trajectories of the whole would give a tail of 300; None if it has them, and
    is no rarer than one in a thousand. `by_definition`: series left out, since they make the outcome. `typical`: the
    number of the trajectory nearest to the tail's medians; `retold`: the words that retell it. `circumstance`: of a
    result with states of the world (`--per-state`), or None.
    """

    condition: str
    outcome: str
    asked: float
    side: str
    threshold: float
    numbers: AnyArray
    trajectories: int
    undefined: int
    needed: int | None
    start: str
    months: int
    step: int
    looked_at: int
    by_definition: tuple[str, ...]
    before: pandas.DataFrame
    each: pandas.DataFrame
    paths: pandas.DataFrame
    drawn: pandas.DataFrame
    circumstance: tails.Circumstance | None
    typical: int
    retold: str
    story: pandas.DataFrame

    def __repr__(self) -> str:
        return (
            f"Tail of {self.outcome} in {self.condition}: {len(self.numbers):,} of {self.trajectories:,} trajectories, "
            f"{self.threshold:g} or {'more' if self.side == 'greatest' else 'less'}"
        )


def tail(
    results: "xarray.Dataset | str | os.PathLike[str]",
    outcome: str,
    worst: float | None = None,
    best: float | None = None,
    condition: str | None = None,
    less_is_worse: bool = False,
    step: int = 3,
    without: Sequence[str] = (),
    threads: int | None = None,
) -> Tail:
    """Who the worst trajectories are, what was commoner in them than in all, and which of them stands for them.

    Trajectories are simulated again, from the condition that the file holds, for what happened in each month.

    Args:
        results: a result with records (`run(..., records="all")`), or its path.
        outcome: name or symbol; not one with labels. A time that never came is later than all others.
        worst: the share of trajectories with the greatest values; 0.01 unless told.
        best: instead of it, the share with the least values.
        condition: the reference unless told.
        less_is_worse: the least values are the worst, the greatest the best.
        step: months that are looked at together.
        without: series that are left out, besides those that make the outcome.
        threads: as of `simulate`.

    Returns:
        `each`: a row for each `series`, `value` and `step`, with how often it is so, `in_tail` and `in_all`,
        `lift` (their ratio, with `low` and `high`, 95 %), `p`, and `found`, which holds the false discovery rate at 5 %
        over all rows. A value is a label that the series has in any month of the step, "some" (of a series that is 0 in
        most months), or "high" and "low" (the step's mean is in the upper or lower fifth of the whole).
        `before`: of what was found, the step in which each value stands out most, the surest first, with the
        `first_month` and `last_month` of the steps in which it was found. Being commoner is no cause. What was picked
        as surest from many is a little less sure than its own interval says.
        `paths`: medians by month, `in_tail` and `in_all`, of series with labels the shares.
        `drawn`: the same as `each`, of the fifths of drawn parameters, with rows of its own.
        `circumstance`: the share of who is in the tail that is between states of the world.
        `story`: of the typical trajectory, in order of time, the events of the outcome (`of_outcome`; see `story_of`),
        and the least likely of all else that was chosen and came true, with its `probability`.

        A series makes the outcome, and is left out, where its sum, last, greatest or first value over the months goes
        with the outcome by a correlation beyond 0.9, or where the outcome is a weighted sum of such sums.

    Raises:
        InputError: a name is wrong, the outcome cannot be cut at this share, or the tail is too small to say anything.
        ResultError: there are no records, or another version of the program simulated the file.

    >>> found = tail(results, "strategic_tests", worst=0.1)
    >>> found.side, set(found.by_definition) >= {"icbm_tests_by_month"}
    ('greatest', True)
    """
    if isinstance(results, str | os.PathLike):
        results = open_results(results)
    one = _Ensemble(results, condition, outcome, threads)
    side = "least" if (best is not None) != less_is_worse else "greatest"
    share = _share(worst, best)
    threshold, members = one.cut(share, side)
    told = one.histories(members, step, without)
    numbers = numpy.flatnonzero(members)
    typical = int(numbers[tails.medoid(told.levels, told.spread)])
    defined = int((~numpy.isnan(one.values)).sum())
    rate = len(numbers) / defined
    return Tail(
        condition=one.name,
        outcome=one.outcome,
        asked=share,
        side=side,
        threshold=threshold,
        numbers=numbers,
        trajectories=defined,
        undefined=len(one.values) - defined,
        needed=int(numpy.ceil(WANTED / rate)) if len(numbers) < WANTED or rate < RARE else None,
        start=one.start,
        months=one.months,
        step=step,
        looked_at=len(told.each),
        by_definition=told.by_definition,
        before=told.before(),
        each=told.each,
        paths=told.paths,
        drawn=one.drawn(members),
        circumstance=tails.between_states(members, one.per_state) if one.per_state > 1 else None,
        typical=typical,
        retold=one.retold(typical),
        story=story_of(replay(results, one.name, typical), told.by_definition),
    )


def _share(worst: float | None, best: float | None) -> float:
    if worst is not None and best is not None:
        raise InputError("worst, best: ask for one of them")
    share = worst if worst is not None else best if best is not None else 0.01
    if not 0 < share < 1:
        raise InputError(f"worst, best: a share between 0 and 1, not {share:g}")
    return share


class _Ensemble:
    """The kept trajectories of one condition of a result, simulated again."""

    def __init__(self, results: "xarray.Dataset", condition: str | None, outcome: str, threads: int | None) -> None:
        self._results, self._threads = results, threads
        self.name = str(results.attrs["reference_condition"]) if condition is None else condition
        content = resolved(results, self.name)
        if not declarations.has_records(results):
            again = declarations.provenance(results)["command_line"]
            raise InputError(f"the result keeps no single trajectories; run it again so: {again} --records all")
        self.outcome = declarations.outcome_named(results, outcome)
        self._condition = resolve(content)
        self.start, self.months = self._condition.start, self._condition.months
        kept = declarations.records(results, self.name, [self.outcome])[self.outcome]
        if isinstance(kept.dtype, pandas.CategoricalDtype):
            raise InputError(f"'{self.outcome}' has labels, so none is worst; name an outcome that is a number")
        self._size = len(kept)
        self.per_state = int(results.attrs.get("per_state", 1))
        first = results.get("first_trajectory")
        self._first = 0 if first is None else int(first.sel(condition=self.name))
        self._found = self._simulated([])
        self.values = self._found.outcomes[self.outcome][0].astype(float)
        self._check(kept.to_numpy(float))

    def cut(self, share: float, side: str) -> tuple[float, AnyArray]:
        """The value at which the tail begins, and who belongs to it."""
        sign = 1 if side == "greatest" else -1
        threshold, members = tails.cut(sign * self.values, share)
        if members.sum() < FEWEST:
            raise InputError(
                f"a share of {100 * share:g} % of {self._size:,} trajectories is {members.sum()}, too few to say what "
                f"came before: {int(numpy.ceil(WANTED / share)):,} trajectories would give {WANTED}"
            )
        return sign * threshold, members

    def histories(self, members: AnyArray, step: int, without: Sequence[str]) -> Histories:
        """What happened in each step of so many months."""
        known = [each["name"] for each in declared(self._condition.model)["series"]]
        for name in without:
            if name not in known:
                raise unknown("series", name, known)
        if not 1 <= step <= self._condition.months:
            raise InputError(f"step: from 1 to {self._condition.months} months, not {step}")
        return histories(self._series(known), self.values, members, self._states(), step, without)

    def drawn(self, members: AnyArray) -> pandas.DataFrame:
        """The fifths of what was drawn."""
        draws = {name: values[0] for name, values in self._found.drawn.items()}
        return of_draws(draws, self._found.labels, members, self._states())

    def retold(self, trajectory: int) -> str:
        """What to type to read a trajectory: the program's command where the condition can be named."""
        number = trajectory + self._first
        states = f" --per-state {self.per_state}" if self.per_state > 1 else ""
        try:
            named = yaml.safe_load(resolve(self.name, self._condition.months).yaml)
        except InputError:
            named = None
        if named == yaml.safe_load(self._condition.yaml):
            seed, months = self._found.seed, self._condition.months
            return f"peninsula trace {self.name} --trajectory {number} --seed {seed} --months {months}{states}"
        path = self._results.attrs.get("path", "RESULT.h5")
        return f"peninsula.replay(peninsula.open_results({path!r}), {self.name!r}, {trajectory})"

    def _series(self, names: Sequence[str]) -> Iterator[Series]:
        at_once = max(1, NUMBERS_AT_ONCE // (self._size * self._condition.months))
        for first in range(0, len(names), at_once):
            found = self._simulated(names[first : first + at_once])
            for name, values in found.series.items():
                yield name, found.labels.get(name, []), values[0]

    def _simulated(self, series: Sequence[str]) -> Simulation:
        seed = int(self._results.attrs["seed"])
        return simulate(
            self._condition,
            self._size,
            [self.outcome],
            series,
            seed,
            None,
            self._threads,
            self._first,
            per_state=self.per_state,
        )

    def _states(self) -> AnyArray | None:
        if self.per_state == 1:
            return None
        return (self._first + numpy.arange(self._size)) // self.per_state

    def _check(self, kept: Floats) -> None:
        again = numpy.where(self.values >= self._condition.months, numpy.nan, self.values)
        is_time = self._found.kind(self.outcome) == "time"
        if not numpy.allclose(again if is_time else self.values, kept, rtol=1e-6, equal_nan=True):
            raise ResultError(
                "the trajectories of this file are not those that this version of the program simulates; run it again"
            )


def story_of(trace: Trace, makers: Sequence[str]) -> pandas.DataFrame:
    """What a trajectory's reader must know: the events of the outcome, and the least likely of everything else.

    Args:
        trace: the trajectory.
        makers: series that make the outcome. Of one that is 0 in most months, every month in which it is more is an
            event. Where there is none such, the months are events in which one with labels changes. A level has none.

    Returns:
        Rows in order of time, with `month`, `agent`, `what`, `probability` and `of_outcome`; an event of the outcome
        has neither agent nor probability.
    """
    events = [event for name in makers for event in _counted(trace.states[name])]
    events = events or [event for name in makers for event in _changed(trace.states[name])]
    own = pandas.DataFrame(events, columns=["month", "what"]).assign(agent="", probability=numpy.nan, of_outcome=True)
    chances = trace.chances[trace.chances.happened.astype(bool)].rename(columns={"event": "what"})
    chosen = trace.decisions[trace.decisions.chosen.astype(bool)]
    chosen = chosen.assign(what=chosen.decision + ": " + chosen.option)
    told = pandas.concat([chances, chosen]).reset_index(drop=True)
    least = told.sort_values("probability", kind="stable").drop_duplicates(["agent", "what"]).head(STORY)
    columns = ["month", "agent", "what", "probability", "of_outcome"]
    both = [own[columns], least.sort_index().assign(of_outcome=False)[columns]]
    return pandas.concat([part for part in both if len(part)]).sort_values("month", kind="stable", ignore_index=True)


def _counted(series: pandas.Series) -> Iterator[tuple[str, str]]:
    if pandas.api.types.is_numeric_dtype(series) and (series == 0).mean() > 0.5:
        yield from ((str(month), f"{series.name}: {value:g}") for month, value in series[series > 0].items())


def _changed(series: pandas.Series) -> Iterator[tuple[str, str]]:
    if not pandas.api.types.is_numeric_dtype(series):
        changes = series[series != series.shift()].iloc[1:]
        yield from ((str(month), f"{series.name}: {label}") for month, label in changes.items())
