# SPDX-License-Identifier: Apache-2.0
"""Options compared over everything that is assumed: `peninsula.robust`, and the command `peninsula robust`."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy
import pandas
from scipy import stats

from peninsula.arrays import AnyArray, Floats
from peninsula.conditions import Condition, Setting
from peninsula.decide.deconvolution import FEWEST, share_with_interval, spread_of
from peninsula.decide.sought import Sought, chosen
from peninsula.decide.states import VALUE, Options, Sums, options_of, summed
from peninsula.errors import InputError, unknown
from peninsula.intervals import normal_quantile, wilson
from peninsula.module import declared
from peninsula.simulation import power_of_two, seed_of, whole

Z = normal_quantile(0.95)
AT_THE_POINT = 2**16
"""Trajectories of each condition at its own parameters, or as many as all states have together, if these are fewer."""
RESAMPLES = 1000
MOST_WEIGHED = 1e12
"""The largest weight of an outcome, and threshold: beyond it, sums of squares lose the digits of the others."""
ASSUMPTIONS = 3
"""How many assumptions are told of an effect, at most."""


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
        table=_effects(options.names, names, point.pooled(), sums, seed),
        levels=_levels(options.names, names, point.pooled(), sums),
        assumptions=_assumptions(options, names, sums, draws),
        regret=None if weights is None else _regret(options.names, sums, threshold),
        drawn=pandas.DataFrame(draws.T, columns=list(options.open)),
        by_state=_by_state(options.names, names, sums),
    )


# What is asked for


def outcomes_of(
    options: Options, asked: Sequence[str] | None, value: Mapping[str, float] | None, threshold: float | None
) -> tuple[list[str], dict[str, float] | None]:
    """The outcomes to simulate, and the weights of a value, all by their names."""
    told = declared(options.drawing[0].model)
    known = {each[key]: each for key in ("symbol", "name") for each in told["outcomes"] if not each["bookkeeping"]}
    if isinstance(asked, str):
        raise InputError(f"outcomes: '{asked}' must stand in a list: ['{asked}']")
    if threshold is not None and not value:
        raise InputError("threshold: needs a value over outcomes to hold against it")
    if threshold is not None and not abs(threshold) <= MOST_WEIGHED:
        raise InputError(f"threshold: must be a number within {MOST_WEIGHED:g} of 0, not {threshold:g}")

    def named(name: str) -> str:
        if name not in known:
            raise unknown("outcome", name, known)
        if known[name]["kind"] == "categorical":
            raise InputError(f"'{name}' has labels, so no single number; name an outcome that is a share or a mean")
        return str(known[name]["name"])

    names = [named(name) for name in (told["headline"] if asked is None else asked)]
    weights = _weights([(named(name), float(weight)) for name, weight in value.items()]) if value else None
    return list(dict.fromkeys([*names, *(weights or {})])), weights


def _weights(stated: Sequence[tuple[str, float]]) -> dict[str, float]:
    """A value's weights by outcome, if they make one."""
    weights = dict(stated)
    for name, weight in stated:
        if not abs(weight) <= MOST_WEIGHED:
            raise InputError(
                f"value: the weight of '{name}' must be a number within {MOST_WEIGHED:g} of 0, not {weight:g}"
            )
    if len(weights) < len(stated):
        raise InputError(f"value: an outcome is weighed twice, among {', '.join(name for name, _ in stated)}")
    if not any(weights.values()):
        raise InputError("value: every weight is 0, so nothing is worth anything")
    return weights


def _place_of_reference(options: Options, reference: str | None) -> int:
    if reference is None:
        return 0
    if reference not in options.names:
        raise unknown("condition", reference, options.names)
    return options.names.index(reference)


# Effects


def _effects(conditions: list[str], outcomes: list[str], point: Sums, sums: Sums, seed: int) -> pandas.DataFrame:
    means, variances = sums.effect()
    at_point, noise = (values[..., 0] for values in point.effect())
    spreads = _spread_between(means, variances, seed)
    rows = []
    for i, condition in enumerate(conditions):
        for j, outcome in enumerate(outcomes if i != sums.reference else []):
            used = ~numpy.isnan(means[i, j])
            rows.append(
                {"condition": condition, "outcome": outcome}
                | _with_interval("at_point", at_point[i, j], numpy.sqrt(noise[i, j]))
                | _with_interval("mean", *_mean_over_states(means[i, j, used]))
                | dict(zip(("spread", "spread_low", "spread_high"), spreads[:, i, j], strict=True))
                | _signs(means[i, j, used], variances[i, j, used], sums.changed[i, j, used] == 0)
                | {"states_used": int(used.sum())}
            )
    return pandas.DataFrame(rows)


def _by_state(conditions: list[str], outcomes: list[str], sums: Sums) -> pandas.DataFrame:
    """Every effect in every state, with its error."""
    means, variances = sums.effect()
    others = [place for place in range(len(conditions)) if place != sums.reference]
    index = pandas.MultiIndex.from_product(
        [[conditions[place] for place in others], outcomes, range(means.shape[-1])],
        names=["condition", "outcome", "state"],
    )
    columns = {"effect": means[others].ravel(), "error": numpy.sqrt(variances[others]).ravel()}
    return pandas.DataFrame(columns, index=index).reset_index()


def _with_interval(name: str, estimate: float, error: float) -> dict[str, float]:
    return {name: estimate, f"{name}_low": estimate - Z * error, f"{name}_high": estimate + Z * error}


def _mean_over_states(means: Floats) -> tuple[float, float]:
    """The mean of states' means, and its standard error, which holds the noise of each as well as their spread."""
    if len(means) < 2:
        return numpy.nan, numpy.nan
    return float(means.mean()), float(means.std(ddof=1) / numpy.sqrt(len(means)))


def _spread_between(means: Floats, variances: Floats, seed: int) -> Floats:
    """The standard deviation between states, noise taken out, and its interval: (estimate or end, condition, outcome).

    The variance of states' means is that of the effects and, on average, the mean of the noise. The interval is by
    bootstrap over states.
    """
    states = means.shape[-1]
    random = numpy.random.default_rng(seed)
    weights = random.multinomial(states, numpy.full(states, 1 / states), size=RESAMPLES).astype(float)
    weights = numpy.vstack([numpy.ones(states), weights])
    is_used = ~numpy.isnan(means)
    centre = numpy.where(is_used, means, 0).sum(axis=-1, keepdims=True) / numpy.maximum(
        is_used.sum(axis=-1, keepdims=True), 1
    )
    moved = numpy.where(is_used, means - centre, 0)  # of the order of their spread, so that squares lose nothing
    count, total, square, noise = (
        values @ weights.T for values in (is_used.astype(float), moved, moved**2, numpy.where(is_used, variances, 0))
    )
    with numpy.errstate(invalid="ignore", divide="ignore"):
        variance = (square - total**2 / count) / (count - 1) - noise / count
    spread = numpy.sqrt(numpy.maximum(variance, 0))
    low, high = numpy.quantile(spread[..., 1:], [0.025, 0.975], axis=-1)
    return numpy.stack([spread[..., 0], low, high])


def _signs(means: Floats, variances: Floats, unchanged: AnyArray) -> dict[str, float | bool]:
    """How effects are spread over states, and in how many their sign is not that of the mean."""
    mean, error = _mean_over_states(means)
    known = bool(abs(mean) > Z * error)
    errors = numpy.sqrt(variances)
    is_opposite = numpy.sign(means) * numpy.sign(mean) < 0
    has_sign = bool(abs(mean) > 0)  # not where nothing differs
    still = float(unchanged.mean()) if len(means) else numpy.nan
    told: dict[str, float | bool] = dict.fromkeys(("low_state", "high_state"), numpy.nan)
    told |= {"unchanged": still} | dict.fromkeys(("opposite", "opposite_low", "opposite_high"), numpy.nan)
    told |= {
        "opposite_naive": float(is_opposite.mean()) if has_sign else numpy.nan,
        "opposite_beyond": float((is_opposite & (abs(means) > Z * errors)).mean()) if has_sign else numpy.nan,
        "sign_known": known,
    }
    spread = spread_of(means[~unchanged], errors[~unchanged])
    if spread is None:
        return told
    share, noise = spread.below_zero()
    share = share if mean > 0 else 1 - share
    moving = 1 - still
    noise = float(numpy.sqrt((moving * noise) ** 2 + share**2 * moving * still / len(means)))
    low, high = share_with_interval(moving * share, noise)
    told |= {"low_state": spread.quantile(0.05, still), "high_state": spread.quantile(0.95, still)}
    return told | {"opposite": moving * share, "opposite_low": low, "opposite_high": high}


# Levels, assumptions, regret


def _levels(conditions: list[str], outcomes: list[str], point: Sums, sums: Sums) -> pandas.DataFrame:
    means, _ = sums.level()
    at_point, noise = (values[..., 0] for values in point.level())
    rows = []
    for i, condition in enumerate(conditions):
        for j, outcome in enumerate(outcomes):
            own = means[i, j, ~numpy.isnan(means[i, j])]
            low, high = numpy.quantile(own, [0.05, 0.95]) if len(own) else (numpy.nan, numpy.nan)
            rows.append(
                {"condition": condition, "outcome": outcome}
                | _with_interval("at_point", at_point[i, j], numpy.sqrt(noise[i, j]))
                | _with_interval("mean", *_mean_over_states(own))
                | {"low_state": low, "high_state": high}
            )
    return pandas.DataFrame(rows)


def _assumptions(options: Options, outcomes: list[str], sums: Sums, draws: Floats) -> pandas.DataFrame:
    """The drawn parameters whose ranks go with an effect's over states, beyond what chance does among so many."""
    means, variances = sums.effect()
    ranks = _standard_ranks(draws)
    rows: list[dict[str, str | float]] = []
    for i, condition in enumerate(options.names):
        for j, outcome in enumerate(outcomes if i != sums.reference else []):
            used = ~numpy.isnan(means[i, j])
            own = ranks if used.all() else _standard_ranks(draws[:, used])
            found = _correlated(options.open, own, means[i, j, used], variances[i, j, used])
            rows += [{"condition": condition, "outcome": outcome} | row for row in found]
    columns = ["condition", "outcome", "parameter", "correlation", "low", "high", "corrected"]
    return pandas.DataFrame(rows, columns=columns)


def _correlated(
    parameters: Sequence[str], ranks: Floats, means: Floats, variances: Floats
) -> list[dict[str, str | float]]:
    size = len(means)
    if size < FEWEST or numpy.ptp(means) == 0:
        return []
    correlations = ranks @ _standard_ranks(means) / size
    beyond = normal_quantile(1 - 0.05 / len(parameters)) / numpy.sqrt(size - 1)
    total = means.var(ddof=1)
    reliable = max(total - float(variances.mean()), 0.0) / total  # the part of the effects' variance that is no noise
    rows: list[dict[str, str | float]] = []
    for place in numpy.argsort(-abs(correlations), kind="stable")[:ASSUMPTIONS]:
        found = float(correlations[place])
        if abs(found) <= beyond:
            break
        # Fisher's transform, wider for ranks: Bonett and Wright (2000), Psychometrika 65, 23-28.
        half_width = Z * numpy.sqrt((1 + found**2 / 2) / (size - 3))
        low, high = numpy.tanh(numpy.arctanh(found) + numpy.array([-half_width, half_width]))
        corrected = float(numpy.clip(found / numpy.sqrt(reliable), -1, 1)) if reliable > 0 else numpy.nan
        rows.append(
            {"parameter": parameters[place], "correlation": found, "low": low, "high": high, "corrected": corrected}
        )
    return rows


def _standard_ranks(values: Floats) -> Floats:
    """Ranks with mean 0 and standard deviation 1, along the last axis; 0 where all values are one."""
    ranks = stats.rankdata(values, axis=-1)
    ranks -= ranks.mean(axis=-1, keepdims=True)
    spread = ranks.std(axis=-1, keepdims=True)
    return numpy.asarray(ranks / numpy.where(spread > 0, spread, 1))


def _regret(conditions: list[str], sums: Sums, threshold: float | None) -> pandas.DataFrame:
    """Of the value, which is the last outcome."""
    values = sums.level()[0][:, -1]
    used = ~numpy.isnan(values).any(axis=0)
    if not used.any():
        raise InputError("value: it is undefined in every state; its outcomes are never defined together")
    values = values[:, used]
    regrets = values.max(axis=0) - values
    halves = [half[:, -1, used] for half in sums.halves()]
    at_least = (_judged(*halves) + _judged(*reversed(halves))) / 2
    greatest = regrets.max(axis=1)
    table = pandas.DataFrame({"condition": conditions, "mean": values.mean(axis=1)})
    table["regret"] = regrets.mean(axis=1)
    table["regret_at_least"] = numpy.maximum(at_least, 0)
    table["greatest_regret"] = greatest
    table["minimax"] = greatest == greatest.min()
    table["best"] = (regrets == 0).mean(axis=1)
    is_enough = values >= (numpy.nan if threshold is None else threshold)
    share = wilson(is_enough.sum(axis=1), numpy.full(len(values), values.shape[1] if threshold is not None else 0))
    table["enough"], table["enough_low"], table["enough_high"] = share
    return table


def _judged(chosen_by: Floats, measured_by: Floats) -> Floats:
    """Mean regret against the condition that is best by one half of the trajectories, measured by the other."""
    best = numpy.take_along_axis(measured_by, chosen_by.argmax(axis=0)[None], axis=0)
    return numpy.asarray(numpy.nanmean(best - measured_by, axis=1))
