# SPDX-License-Identifier: Apache-2.0
"""What it is worth to learn an assumption before choosing: `peninsula.learn`."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy
import pandas
from scipy import special

from peninsula.arrays import Floats
from peninsula.conditions import Condition, Setting
from peninsula.decide.learning import FOLDS, Gain, Z, gain, gain_of_everything, jointly, spline
from peninsula.decide.outcomes import outcomes_of
from peninsula.decide.states import options_of, summed
from peninsula.errors import InputError
from peninsula.module import declared
from peninsula.simulation import power_of_two, seed_of, whole

FEWEST = 10 * FOLDS
FALSE_ALARMS = 0.05
"""How often any of many assumptions that are worth nothing is told apart from 0."""


@dataclasses.dataclass(frozen=True, eq=False)
class Learning:
    """What `learn` found, in units of the stated value. Every figure holds under these assumptions.

    `options`: the options' values. `everything`: what it is worth to know all open assumptions. `table`: a row for each
    of them, the most worth on top. `groups`: the same for all assumptions of one part of the model together. The
    columns are told by `learn`.
    """

    value: dict[str, float]
    seed: int
    states: int
    trajectories: int
    options: pandas.DataFrame
    everything: pandas.DataFrame
    table: pandas.DataFrame
    groups: pandas.DataFrame

    def __repr__(self) -> str:
        return (
            f"What it is worth to learn {len(self.table)} assumptions before choosing among {len(self.options)} "
            f"options, over {self.states} states, {self.trajectories} trajectories each, seed {self.seed}"
        )


def learn(
    conditions: Sequence[Condition],
    value: Mapping[str, float],
    states: float = 512,
    trajectories: float = 256,
    seed: int | None = None,
    months: int | None = None,
    threads: int | None = None,
    **parameters: Setting,
) -> Learning:
    """How much better a choice among conditions would be, on average, were an assumption known before it is made.

    This is the expected value of partial perfect information, by regression over states of the world: each state is a
    draw of everything that has a prior and that no condition sets, as of `robust`. All conditions meet the same states,
    and within a state the same chance.

    Args:
        conditions: the options, two or more, as of `run`.
        value: weights by outcome: what a trajectory is worth is the weighted sum of its outcomes.
        states: of the world, 100 or more.
        trajectories: of each condition in each state, a power of two.
        seed, months, threads, parameters: as of `simulate`. A parameter that is set here is not drawn.

    Returns:
        `options`: `condition`, `mean` (its value over states), `error`, and `best`, which marks the greatest;
        `behind`, how much less than the greatest an option is worth in the same states, with `behind_low` and
        `behind_high`, an interval of 95 % of states and trajectories together; NaN for the greatest itself.

        `everything`, `table`, `groups`: `worth`, never below 0 and never above what everything is worth; `error`, its
        standard error, of states and trajectories together; `low` and `high`, an interval of 95 %; `told`, whether it
        can be told from 0 among so many (Bonferroni, 5 % in each table). `table` has the `parameter` and its
        `meaning`; `groups` has the `group`, the part of the name before the dot, and how many `parameters` it has, two
        or more. A group's worth rests on lines and parabolas, and is therefore at least so much. A group is worth no
        less than any of its parameters: it has the figures of the most worth of those that are told from 0, whose
        curve is free, where that is more.

        What biases remain is told by `peninsula.decide.learning.gain`. Labels are taken in their order.

    Raises:
        InputError: as `robust`.

    Source: Strong, Oakley and Brennan (2014), "Estimating multiparameter partial expected value of perfect information
    from a probabilistic sensitivity analysis sample", Medical Decision Making 34, 311-326.

    >>> found = learn(["baseline", "early-ceasefire"], {"summit_held": 1}, states=100, trajectories=16, months=12)
    >>> found.options.condition.tolist(), bool((found.table.worth <= found.everything.worth[0]).all())
    (['baseline', 'early-ceasefire'], True)
    """
    states = whole("states", states, FEWEST, 2**32)
    trajectories = power_of_two("trajectories", trajectories)
    if trajectories < 4:
        raise InputError("trajectories: at least 4 in each state")
    if not value:
        raise InputError("value: weigh one outcome or more")
    options = options_of(conditions, months, parameters)
    seed = seed_of(options.drawing, seed)
    names, weights = outcomes_of(options, [], value, None)
    sums, draws = summed(
        options.drawing, names, states, trajectories, 0, weights, options.open, seed, threads, trajectories
    )
    halves = numpy.stack(sums.halves())[:, :, -1]
    used = numpy.isfinite(halves).all(axis=(0, 1))
    if used.sum() < FEWEST:
        raise InputError(f"value: it is defined in {used.sum()} states, too few; at least {FEWEST} are needed")
    halves, draws = halves[..., used], draws[:, used]
    everything = gain_of_everything(halves)
    meanings = {each["name"]: each["meaning"] for each in declared(options.drawing[0].model)["parameters"]}
    values = halves.mean(axis=0)
    table = worth_of_each(options.open, values, draws, everything, seed)
    return Learning(
        value={} if weights is None else weights,
        seed=seed,
        states=int(used.sum()),
        trajectories=trajectories,
        options=options_by_worth(options.names, values),
        everything=pandas.DataFrame(_rows([everything], everything)),
        table=table.assign(meaning=table.parameter.map(meanings)),
        groups=no_less_than_members(worth_of_groups(options.open, values, draws, everything, seed), table),
    )


def worth_of_each(
    parameters: Sequence[str], values: Floats, draws: Floats, everything: Gain, seed: int = 0
) -> pandas.DataFrame:
    """What each parameter is worth.

    Args:
        values: of each option in each state, (option, state).
        draws: of each parameter in each state, (parameter, state).
        everything: what all are worth, the most that one of them can be.
        seed: of the curves that are drawn.
    """
    gains = [gain(values, *spline(each), seed) for each in draws]
    return _sorted(pandas.DataFrame({"parameter": parameters, **pandas.DataFrame(_rows(gains, everything))}))


def worth_of_groups(
    parameters: Sequence[str], values: Floats, draws: Floats, everything: Gain, seed: int = 0
) -> pandas.DataFrame:
    """What the parameters with the same name before the dot are worth together; as of `worth_of_each`."""
    prefixes = numpy.array([name.partition(".")[0] for name in parameters])
    members = {group: prefixes == group for group in dict.fromkeys(prefixes) if (prefixes == group).sum() > 1}
    gains = [gain(values, *jointly(draws[of]), seed) for of in members.values()]
    sizes = [int(of.sum()) for of in members.values()]
    columns = pandas.DataFrame(_rows(gains, everything), columns=["worth", "error", "low", "high", "told"])
    return _sorted(pandas.DataFrame({"group": list(members), "parameters": sizes, **columns}))


def no_less_than_members(groups: pandas.DataFrame, table: pandas.DataFrame) -> pandas.DataFrame:
    """Groups with the figures of their most worth parameter where these are more, and told from 0.

    Args:
        groups, table: as of `worth_of_groups` and `worth_of_each`.
    """
    columns = ["worth", "error", "low", "high", "told"]
    told = table[table.told]
    raised = groups.copy()
    for row, group in enumerate(groups.group):
        members = told[told.parameter.str.startswith(f"{group}.")]
        if len(members) and members.worth.max() > groups.worth[row]:
            raised.loc[row, columns] = members.loc[members.worth.idxmax(), columns]
    return _sorted(raised.astype(groups.dtypes))


def _sorted(table: pandas.DataFrame) -> pandas.DataFrame:
    """What is told from 0 first, and then by worth."""
    return table.sort_values(["told", "worth"], ascending=False, kind="stable", ignore_index=True)


def _rows(gains: Sequence[Gain], everything: Gain) -> list[dict[str, float | bool]]:
    """Knowing something is never worth less than nothing, nor more than knowing everything."""
    beyond = -special.ndtri(FALSE_ALARMS / max(len(gains), 1))
    most, most_high = max(everything.estimate, 0.0), max(everything.high, 0.0)
    return [
        {
            "worth": min(max(each.estimate, 0.0), most),
            "error": each.error,
            "low": min(max(each.low, 0.0), most),
            "high": min(max(each.high, 0.0), most_high),
            "told": bool(each.errors_from_nothing > beyond),
        }
        for each in gains
    ]


def options_by_worth(names: Sequence[str], values: Floats) -> pandas.DataFrame:
    """Each option's value without knowing more, and how far it is behind the greatest.

    Args:
        values: of each option in each state, (option, state).
    """
    size = numpy.sqrt(values.shape[1])
    means, errors = values.mean(axis=1), values.std(axis=1, ddof=1) / size
    best = int(means.argmax())
    behind = values[best] - values
    half = Z * behind.std(axis=1, ddof=1) / size
    table = pandas.DataFrame({"condition": names, "mean": means, "error": errors, "best": means == means.max()})
    ends = {"behind": 0, "behind_low": -half, "behind_high": half}
    others = numpy.where(numpy.arange(len(names)) == best, numpy.nan, behind.mean(axis=1))
    return table.assign(**{name: others + end for name, end in ends.items()})
