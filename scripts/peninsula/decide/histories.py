# SPDX-License-Identifier: Apache-2.0
"""What happened in a tail of trajectories, and what in all: series of each month, looked at step by step."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

import numpy
import pandas

from peninsula.arrays import AnyArray, Floats
from peninsula.decide.tails import discoveries, lifts, permuted, starts_of

MOST_ALIKE = 0.9
"""A correlation with the outcome beyond which a series is taken to make it."""
COMPARED = 20_000  # trajectories at most, for which series are held against the outcome
KEYS = ["series", "value"]
COLUMNS = [*KEYS, "step", "month", "in_tail", "in_all", "lift", "low", "high", "p", "z"]

Series = tuple[str, Sequence[str], AnyArray]
"""A name, labels if it has any, and values (trajectory, month)."""


@dataclasses.dataclass(frozen=True, eq=False)
class Histories:
    """What was looked at: `each`, with `found`; medians and shares by month; and the tail's own `levels` by step.

    `levels` have the shape (trajectory of the tail, number), `spread` is that of the whole, (number,).
    """

    each: pandas.DataFrame
    paths: pandas.DataFrame
    levels: Floats
    spread: Floats
    by_definition: tuple[str, ...]

    def before(self) -> pandas.DataFrame:
        """Of what was found, the step in which each value stands out most, the surest first."""
        found = self.each[self.each.found]
        surest = found.assign(sure=found.z.abs(), far=numpy.log(found.lift.clip(lower=1e-9)).abs())
        surest = surest.sort_values(["sure", "far"], ascending=False, kind="stable").drop(columns=["sure", "far"])
        groups = found.groupby(KEYS, sort=False).month
        spans = pandas.DataFrame({"first_month": groups.min(), "last_month": groups.max()}).reset_index()
        return surest.drop_duplicates(KEYS).merge(spans, on=KEYS, how="left").drop(columns="found")


def histories(
    series: Iterable[Series],
    outcome: Floats,
    members: AnyArray,
    states: AnyArray | None,
    step: int,
    without: Sequence[str] = (),
) -> Histories:
    """Looks at every series in the tail and in the whole.

    Args:
        series: each series of all trajectories, one by one.
        outcome: one value a trajectory, NaN where undefined.
        members: which trajectories are the tail.
        states: as of `lifts`.
        step: how many months are looked at together.
        without: names of series that are left out.
    """
    rows, paths, levels, spreads, summaries = [], [], [], [], {}
    for name, labels, values in series:
        of_steps = [values[:, first : first + step] for first in range(0, values.shape[1], step)]
        rows += [_rows(name, *thing, members, states, step) for thing in _things(of_steps, labels)]
        paths += list(_paths(name, labels, values, members))
        summaries[name] = _summaries(values[:COMPARED], labels)
        if not labels:
            means = numpy.stack([months.mean(axis=1, dtype=float) for months in of_steps], axis=1)
            levels.append(means[members])
            spreads.append(means.std(axis=0))
    made = tuple(name for name in making(outcome[:COMPARED], summaries) if name not in without)
    each = pandas.concat([row for row in rows if len(row)], ignore_index=True)
    each = each[~each.series.isin([*made, *without])].reset_index(drop=True)
    each["found"] = discoveries(each.p.to_numpy())
    return Histories(each, pandas.DataFrame(paths), numpy.hstack(levels), numpy.hstack(spreads), made)


def _rows(
    name: str, value: str, things: AnyArray, members: AnyArray, states: AnyArray | None, step: int
) -> pandas.DataFrame:
    """What is true of a series step by step; not where it is true of all or of none."""
    chosen = numpy.flatnonzero(things.any(axis=1) & ~things.all(axis=1))
    found = dataclasses.asdict(lifts(things[chosen], members, states))
    return pandas.DataFrame({"series": name, "value": value, "step": chosen, "month": chosen * step, **found}, None)


def _things(of_steps: Sequence[AnyArray], labels: Sequence[str]) -> Iterator[tuple[str, AnyArray]]:
    """What can be said of a series in each step: a name, and an array (step, trajectory) of what is true."""
    if labels:
        for number, label in enumerate(labels):
            yield label, numpy.stack([(months == number).any(axis=1) for months in of_steps])
    elif numpy.mean([(months == 0).mean() for months in of_steps]) > 0.5:
        yield "some", numpy.stack([(months > 0).any(axis=1) for months in of_steps])
    else:
        means = numpy.stack([months.mean(axis=1) for months in of_steps])
        low, high = numpy.quantile(means, [0.2, 0.8], axis=1, keepdims=True)
        yield "high", means > high
        yield "low", means < low


def _paths(
    name: str, labels: Sequence[str], values: AnyArray, members: AnyArray
) -> Iterator[dict[str, str | int | float]]:
    """The median of each month, or the share of each label."""
    if labels:
        told = {label: (values == number).mean for number, label in enumerate(labels)}
        ours = {label: (values[members] == number).mean for number, label in enumerate(labels)}
        pairs = {label: (ours[label](axis=0), told[label](axis=0)) for label in labels}
    else:
        pairs = {"": (numpy.median(values[members], axis=0), numpy.median(values, axis=0))}
    for label, pair in pairs.items():
        for month, (one, all_of_them) in enumerate(zip(*pair, strict=True)):
            yield {"series": name, "label": label, "month": month, "in_tail": float(one), "in_all": float(all_of_them)}


# What makes the outcome


def making(outcome: Floats, summaries: dict[str, Floats]) -> list[str]:
    """The series of which the outcome is made.

    Args:
        outcome: one value a trajectory.
        summaries: of each series, (trajectory, summary, label or one number): sums over the months stand first.
    """
    defined = ~numpy.isnan(outcome)
    own = _standard(outcome[defined, None])[:, 0]
    alike = [
        name
        for name, columns in summaries.items()
        if (abs(own @ _standard(columns[defined].reshape(len(own), -1))) / len(own)).max() > MOST_ALIKE
    ]
    sums = {name: columns[defined, 0] for name, columns in summaries.items()}
    table = _standard(numpy.hstack(list(sums.values())))
    if len(own) < 2 * table.shape[1]:
        return alike  # so few trajectories are a weighted sum of anything
    weights, *_ = numpy.linalg.lstsq(table, own, rcond=1e-8)
    if numpy.abs(own - table @ weights).max() > 1e-3:
        return alike
    names = numpy.repeat(list(sums), [columns.shape[1] for columns in sums.values()])
    return list(dict.fromkeys([*alike, *names[abs(weights) > 1e-2]]))


def _summaries(values: AnyArray, labels: Sequence[str]) -> Floats:
    """Sum, last, greatest and first month above 0: of the values, or of being at each label."""
    parts = numpy.stack([values == number for number in range(len(labels))]) if labels else values[None]
    some = parts > 0
    first = numpy.where(some.any(axis=2), some.argmax(axis=2), parts.shape[2])
    told = [parts.sum(axis=2, dtype=float), parts[:, :, -1], parts.max(axis=2), first, some.any(axis=2)]
    return numpy.asarray(numpy.stack(told).transpose(2, 0, 1), float)


def _standard(columns: Floats) -> Floats:
    spread = columns.std(axis=0)
    away = columns - columns.mean(axis=0)
    return numpy.asarray(away / numpy.where(spread > 1e-9, spread, numpy.inf))


# What was drawn


def of_draws(
    draws: dict[str, AnyArray], labels: dict[str, list[str]], members: AnyArray, states: AnyArray | None
) -> pandas.DataFrame:
    """How common each fifth of each drawn parameter is in the tail: rows as of `Tail.each`, without steps.

    With states, `p` and `z` are those of `permuted`, since a state draws once.
    """
    rows, of_states = [], []
    starts = None if states is None else starts_of(states)
    for name, values in draws.items():
        if name in labels:
            things = {label: values == number for number, label in enumerate(labels[name])}
        else:
            fifth = numpy.searchsorted(numpy.quantile(values, [0.2, 0.4, 0.6, 0.8]), values)
            words = ("lowest fifth", "second fifth", "middle fifth", "fourth fifth", "highest fifth")
            things = {word: fifth == place for place, word in enumerate(words)}
        stacked = numpy.stack(list(things.values()))
        found = dataclasses.asdict(lifts(stacked, members, states))
        rows.append(pandas.DataFrame({"parameter": name, "value": list(things), **found}))
        of_states.append(stacked if starts is None else stacked[:, starts])
    columns = ["parameter", *COLUMNS[1:2], *COLUMNS[4:]]
    table = pandas.concat(rows, ignore_index=True) if rows else pandas.DataFrame(columns=columns)
    if rows and starts is not None:
        counts = numpy.add.reduceat(members, starts, dtype=int)
        table["p"], table["z"] = permuted(numpy.concatenate(of_states), counts)
    return table.assign(found=discoveries(table.p.to_numpy(float)))
