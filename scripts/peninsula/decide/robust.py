# SPDX-License-Identifier: Apache-2.0
"""Options compared over everything that is assumed: `peninsula.robust`, and the command `peninsula robust`."""

import dataclasses
from collections.abc import Mapping, Sequence

import pandas

from peninsula.conditions import Condition, Setting
from peninsula.decide.correlations import correlations
from peninsula.decide.effects import by_state, effects, levels
from peninsula.decide.outcomes import outcomes_of
from peninsula.decide.regret import regret
from peninsula.decide.sought import Sought, chosen
from peninsula.decide.states import VALUE, Options, options_of, summed
from peninsula.errors import InputError, unknown
from peninsula.simulation import power_of_two, seed_of, whole

AT_THE_POINT = 2**16
"""Trajectories of each condition at its own parameters, or as many as all states have together, if these are fewer."""


@dataclasses.dataclass(frozen=True, eq=False)
class Robustness:
    """What `robust` found. Every figure holds under these assumptions; every interval covers 95 %.

    `table`: effects, one row per condition and outcome. `levels`: the values themselves, the reference's too.
    `assumptions`: which drawn parameters go with an effect. `regret`: of a stated value; None without one.
    `drawn`: what each state drew. `by_state`: the effects in each state. The columns are told by `robust`.
    """

    reference: str
    seed: int
    states: int
    trajectories: int
    open: tuple[str, ...]
    table: pandas.DataFrame
    levels: pandas.DataFrame
    assumptions: pandas.DataFrame
    regret: pandas.DataFrame | None
    drawn: pandas.DataFrame
    by_state: pandas.DataFrame

    def __repr__(self) -> str:
        return (
            f"Effects against {self.reference} over {self.states} states of {len(self.open)} drawn parameters, "
            f"{self.trajectories} trajectories each, seed {self.seed}"
        )

    def sought(
        self,
        outcome: str | None = None,
        condition: str | None = None,
        below: float | None = None,
        above: float | None = None,
    ) -> Sought:
        """Which states an effect turns round in, as `peninsula.box` and `peninsula.tree` take them.

        Args:
            outcome, condition: by their names; the first of the table unless told.
            below, above: seek the states whose effect lies there, not those with the sign opposite to the mean's.

        Raises:
            InputError: there is no such effect, or as `peninsula.decide.sought.chosen`.

        >>> found = robust(["baseline", "tariff-war"], ["summit_held"], states=8, trajectories=16, months=12)
        >>> found.sought(below=0.01).states.shape == found.drawn.shape
        True
        """
        first = self.table.iloc[0]
        names = {"outcome": outcome or str(first.outcome), "condition": condition or str(first.condition)}
        for column, name in names.items():
            if name not in set(self.table[column]):
                raise unknown(column, name, dict.fromkeys(self.table[column]))
        rows = self.by_state
        rows = rows[(rows.outcome == names["outcome"]) & (rows.condition == names["condition"])]
        of = self.reference, names["condition"], names["outcome"]
        return chosen(of, self.drawn, rows.effect.to_numpy(), rows.error.to_numpy(), below, above)


def robust(
    conditions: Sequence[Condition],
    outcomes: Sequence[str] | None = None,
    reference: str | None = None,
    states: float = 512,
    trajectories: float = 512,
    seed: int | None = None,
    months: int | None = None,
    threads: int | None = None,
    value: Mapping[str, float] | None = None,
    threshold: float | None = None,
    **parameters: Setting,
) -> Robustness:
    """Compares conditions over many states of the world, each a draw of everything that no condition sets.

    A parameter that has a prior is drawn once a state, unless a condition sets it, itself or by what it extends, in any
    month: it is then that condition's own, and the others keep the value that they have. All conditions meet the same
    states, and within a state the same chance.

    Args:
        conditions: two or more, as of `run`.
        outcomes: names or symbols; the headline's unless told. Not those with labels.
        reference: the name of the condition that effects are taken against; the first unless told.
        states: of the world.
        trajectories: of each condition in each state, a power of two.
        seed, months, threads, parameters: as of `simulate`. A parameter that is set here is not drawn.
        value: weights by outcome: what a trajectory is worth is the weighted sum of its outcomes. It is one outcome
            more, called "value", and the measure of regret.
        threshold: the value from which on a state is good enough.

    Returns:
        `table`: `at_point` (at the conditions' own parameters), with `at_point_low` and `at_point_high` of sampling;
        `mean` over states, with an interval that holds sampling and parameters; `spread`, the standard deviation
        between states with the noise of each taken out, with a bootstrap interval over states; `low_state` and
        `high_state`, the 5th and 95th of 100 states, noise taken out; `unchanged`, the share of states in which no
        trajectory differs; `opposite`, the share of states whose effect has another sign than the mean, noise taken
        out, with its interval, beside the raw share `opposite_naive` and the share beyond 1.96 standard errors,
        `opposite_beyond`. The density behind `opposite` is smooth, so that about a per cent of it may leak across zero
        where effects end sharply there; its interval is of sampling states, and covers 95 % where effects are normal,
        but some 85 % where they are far from it. `sign_known`, whether the mean's interval leaves zero out;
        `states_used`, those in which at least two pairs are defined.

        `levels`: `at_point`, `mean`, and `low_state`, `high_state` of states' own means, noise left in.

        `assumptions`: `correlation` of ranks between a drawn parameter and an effect over states, with its interval,
        and `corrected` for the noise of the effects; only what lies beyond chance among all parameters (Bonferroni,
        5 %).

        `regret`, over states: `mean`, the value; `regret`, how much the best condition of a state is better, on
        average. Choosing the best by luck makes it too high: `regret_at_least` chooses by one half of the trajectories
        and measures by the other, which makes it too low. `greatest_regret` is that of the worst state, luck included,
        and `minimax` marks the least of them; `best` is the share of states in which the condition is best, and where
        several are, it counts for each; `enough` the share at or above the threshold, with an interval over states; NaN
        without one.

        `drawn`: a row a state, a column a parameter; labels as their numbers. `by_state`: a row for each condition,
        outcome and `state`: `effect`, the mean paired difference, and its standard `error`, NaN where fewer than two
        pairs are defined.

    Raises:
        InputError: as `simulate`; or an outcome has labels, or nothing is left to draw.

    Source: McPhail et al. (2018), "Robustness metrics", Earth's Future 6, 169-191; Efron (2016), "Empirical Bayes
    deconvolution estimates", Biometrika 103, 1-20.

    >>> found = robust(["baseline", "early-ceasefire"], ["summit_held"], states=32, trajectories=64)
    >>> found.table[["condition", "outcome"]].values.tolist()
    [['early-ceasefire', 'summit_held']]
    """
    states = whole("states", states, 2, 2**32)
    trajectories = power_of_two("trajectories", trajectories)
    if trajectories < 4:
        raise InputError("trajectories: at least 4 in each state")
    options = options_of(conditions, months, parameters)
    seed = seed_of(options.drawing, seed)
    names, weights = outcomes_of(options, outcomes, value, threshold)
    place = _place_of_reference(options, reference)
    pieces = min(states * trajectories, AT_THE_POINT) // trajectories
    point, _ = summed(options.at_the_point, names, pieces, trajectories, place, weights, (), seed, threads)
    sums, draws = summed(
        options.drawing, names, states, trajectories, place, weights, options.open, seed, threads, trajectories
    )
    names = names if weights is None else [*names, VALUE]
    return Robustness(
        reference=options.names[place],
        seed=seed,
        states=states,
        trajectories=trajectories,
        open=options.open,
        table=effects(options.names, names, point.pooled(), sums, seed),
        levels=levels(options.names, names, point.pooled(), sums),
        assumptions=correlations(options, names, sums, draws),
        regret=None if weights is None else regret(options.names, sums, threshold),
        drawn=pandas.DataFrame(draws.T, columns=list(options.open)),
        by_state=by_state(options.names, names, sums),
    )


def _place_of_reference(options: Options, reference: str | None) -> int:
    if reference is None:
        return 0
    if reference not in options.names:
        raise unknown("condition", reference, options.names)
    return options.names.index(reference)
