# SPDX-License-Identifier: Apache-2.0
"""Effects and levels over states of the world: estimates with their intervals, sampling and parameters told apart."""

from collections.abc import Sequence

import numpy
import pandas

from peninsula.arrays import AnyArray, Floats
from peninsula.decide.deconvolution import share_with_interval, spread_of
from peninsula.decide.states import Sums
from peninsula.intervals import normal_quantile

Z = normal_quantile(0.95)
RESAMPLES = 1000


def effects(conditions: Sequence[str], outcomes: Sequence[str], point: Sums, sums: Sums, seed: int) -> pandas.DataFrame:
    """A row for each condition but the reference, and outcome: the columns of `Robustness.table`, as `robust` has them.

    Args:
        point: sums at the conditions' own parameters, of one state. `sums`: over states.
        seed: of the bootstrap of `spread`.
    """
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


def by_state(conditions: Sequence[str], outcomes: Sequence[str], sums: Sums) -> pandas.DataFrame:
    """Every effect in every state, with its error."""
    means, variances = sums.effect()
    others = [place for place in range(len(conditions)) if place != sums.reference]
    index = pandas.MultiIndex.from_product(
        [[conditions[place] for place in others], outcomes, range(means.shape[-1])],
        names=["condition", "outcome", "state"],
    )
    columns = {"effect": means[others].ravel(), "error": numpy.sqrt(variances[others]).ravel()}
    return pandas.DataFrame(columns, index=index).reset_index()


def levels(conditions: Sequence[str], outcomes: Sequence[str], point: Sums, sums: Sums) -> pandas.DataFrame:
    """A row for each condition and outcome: the columns of `Robustness.levels`. `point`, `sums`: as of `effects`."""
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
