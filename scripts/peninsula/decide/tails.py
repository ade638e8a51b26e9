# SPDX-License-Identifier: Apache-2.0
"""A tail of trajectories against all of them: where it begins, what is commoner in it, who stands for it, and how much
of it is between states of the world. All from arrays with one entry a trajectory.
"""

import dataclasses

import numpy
from scipy import stats

from peninsula.arrays import AnyArray, Floats
from peninsula.errors import InputError
from peninsula.intervals import normal_quantile

Z = normal_quantile(0.95)
MOST_AWAY = 2.0
"""How many times larger or smaller than asked a tail may be, since trajectories with the same value are not parted."""
RESAMPLES = 1000


def cut(values: Floats, share: float) -> tuple[float, AnyArray]:
    """The value at which the greatest values begin, and which trajectories have it or more.

    Trajectories with the same value are all in, or all out, whichever comes nearer to the share.

    Args:
        values: one a trajectory; NaN belongs to neither side.
        share: of the defined values.

    Raises:
        InputError: so many have one value that no cut comes within twice the share, or half of it; the message has the
            shares that there are.

    >>> cut(numpy.arange(100.0), 0.02)[0]
    98.0
    """
    if not 0 < share < 1:
        raise InputError(f"share: must lie between 0 and 1, not {share:g}")
    defined = numpy.sort(values[~numpy.isnan(values)])
    if not len(defined):
        raise InputError("the outcome is defined in no trajectory")
    edge = defined[-max(1, int(numpy.ceil(share * len(defined) - 1e-9)))]
    thresholds = [edge, *defined[defined > edge][:1]]  # with all that are equal, or without them
    reached = [float((defined >= threshold).mean()) for threshold in thresholds]
    away = [abs(numpy.log(one / share)) if one < 1 else numpy.inf for one in reached]
    nearest = int(numpy.argmin(away))
    if away[nearest] > numpy.log(MOST_AWAY) + 1e-9:
        there_are = " or ".join(f"{100 * one:.3g} %" for one in reached)
        raise InputError(
            f"there is no tail of {100 * share:.3g} %: trajectories with the same value are not parted, so that the "
            f"nearest have {there_are} of all"
        )
    return float(thresholds[nearest]), values >= thresholds[nearest]


# What is commoner in the tail


@dataclasses.dataclass(frozen=True)
class Lifts:
    """Of each thing that is true or not of a trajectory, arrays of shape (thing,).

    `in_tail` and `in_all`: how often it is true there. `lift`: their ratio, with its 95 % interval `low` and `high`.
    `p`: how often chance alone would part them so far. `z`: the same in standard errors, with a sign.
    """

    in_tail: Floats
    in_all: Floats
    lift: Floats
    low: Floats
    high: Floats
    p: Floats
    z: Floats


def lifts(things: AnyArray, members: AnyArray, states: AnyArray | None = None) -> Lifts:
    """How much commoner things are in the tail than in the whole.

    Args:
        things: shape (thing, trajectory); true or false.
        members: which trajectories are the tail, shape (trajectory,).
        states: the number of each trajectory's state of the world, ascending; None where trajectories do not depend on
            each other.

    Returns:
        `p` is exact (hypergeometric, two-sided) without states. With states it is normal, with a standard error between
        states; and 1 where fewer than ten states have the thing in the tail and fewer than ten trajectories of the tail
        would have it by chance. Intervals are by linearisation of the logarithm; where no trajectory of the tail has a
        thing, the upper end is that of Clopper and Pearson for its share there.
    """
    size, tail = things.shape[1], int(members.sum())
    both, true = things[:, members].sum(axis=1).astype(float), things.sum(axis=1).astype(float)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        lift = both / tail * size / true
    error, score = _errors(things, members, states, both, true)
    if states is None:
        p = 2 * numpy.minimum(
            stats.hypergeom.sf(both - 1, size, true, tail), stats.hypergeom.cdf(both, size, true, tail)
        )
        p = numpy.minimum(p, 1)
        z = numpy.sign(lift - 1) * stats.norm.isf(numpy.maximum(p, 1e-300) / 2)
    else:
        few = numpy.maximum(true * tail / size, _states_with(things, members, states)) < 10
        z = numpy.where(few, 0.0, score)
        p = 2 * stats.norm.sf(abs(z))
    with numpy.errstate(invalid="ignore", divide="ignore"):
        none = (1 - 0.025 ** (1 / tail)) * size / true
        high = numpy.where(both > 0, lift * numpy.exp(Z * error), none)
        low = numpy.where(both > 0, lift * numpy.exp(-Z * error), 0.0)
    return Lifts(both / tail, true / size, lift, low, high, p, z)


def _errors(
    things: AnyArray, members: AnyArray, states: AnyArray | None, both: Floats, true: Floats
) -> tuple[Floats, Floats]:
    """The standard error of the logarithm of a lift, and the distance from chance in standard errors."""
    size, tail = things.shape[1], members.sum()
    error, score = numpy.empty(len(things)), numpy.empty(len(things))
    starts = None if states is None else numpy.flatnonzero(numpy.diff(states, prepend=states[0] - 1))
    for place, thing in enumerate(things):
        influence = thing * members / max(both[place], 0.5) - members / tail - thing / max(true[place], 0.5) + 1 / size
        apart = (members - tail / size) * (thing - true[place] / size)
        if starts is not None:
            influence, apart = numpy.add.reduceat(influence, starts), numpy.add.reduceat(apart, starts)
        error[place] = numpy.sqrt(influence @ influence)
        score[place] = apart.sum() / max(numpy.sqrt(apart @ apart), 1e-300)
    return error, score


def _states_with(things: AnyArray, members: AnyArray, states: AnyArray) -> AnyArray:
    return numpy.array([len(numpy.unique(states[members & (thing > 0)])) for thing in things])


def discoveries(p: Floats, rate: float = 0.05) -> AnyArray:
    """Which of many may be called found, if on average no more than this share of them is to be chance.

    Source: Benjamini and Hochberg (1995), "Controlling the false discovery rate", Journal of the Royal Statistical
    Society B 57, 289-300; it holds where tests are independent or pull the same way.

    >>> discoveries(numpy.array([0.001, 0.8, 0.02, 0.03])).tolist()
    [True, False, True, True]
    """
    order = numpy.sort(p)
    passed = numpy.flatnonzero(order <= rate * numpy.arange(1, len(p) + 1) / max(len(p), 1))
    return numpy.asarray(p <= (order[passed[-1]] if len(passed) else -1.0))


# Who stands for it, and how much of it is circumstance


def medoid(values: Floats, spread: Floats) -> int:
    """The row that is nearest to the medians of all, in units of `spread`; what has no spread does not count.

    Args:
        values: shape (trajectory, number). NaN counts as the median.
        spread: shape (number,).
    """
    away = (values - numpy.nanmedian(values, axis=0)) / numpy.where(spread > 0, spread, numpy.inf)
    return int(numpy.nansum(away**2, axis=1).argmin())


@dataclasses.dataclass(frozen=True)
class Circumstance:
    """The share of a tail's membership that is between states of the world, noise taken out, with a 95 % interval."""

    share: float
    low: float
    high: float
    states: int


def between_states(members: AnyArray, per_state: int, seed: int = 0) -> Circumstance:
    """How much of who is in the tail is decided by what a state draws, and how much by chance within it.

    One-way analysis of variance: the variance of the chance of being in the tail, given the state, as a share of all
    variance. A state's own noise is taken out. The interval is by bootstrap over states.

    Args:
        members: true or false, one a trajectory; neighbours are of one state, and an unfinished state is left out.
        per_state: trajectories of each state, two or more.
        seed: of the bootstrap.
    """
    states = len(members) // per_state
    if states < 2 or per_state < 2:
        raise InputError("states: two or more, of two or more trajectories each, are needed to tell circumstance")
    counts = members[: states * per_state].reshape(states, per_state).sum(axis=1).astype(float)
    weights = numpy.random.default_rng(seed).multinomial(states, numpy.full(states, 1 / states), RESAMPLES)
    shares = _between(counts, per_state, numpy.concatenate([numpy.ones((1, states)), weights]))
    low, high = numpy.quantile(shares[1:], [0.025, 0.975])
    return Circumstance(float(shares[0]), float(low), float(high), states)


def _between(counts: Floats, size: int, weights: Floats) -> Floats:
    """The share between states, of each way of weighing them; (resample,)."""
    states = weights.sum(axis=1)
    share = counts / size
    mean = weights @ share / states
    between = (weights @ share**2 - states * mean**2) / (states - 1)
    within = weights @ (share * (1 - share)) / states * size / (size - 1)
    own = numpy.maximum(between - within / size, 0)
    return numpy.asarray(own / numpy.maximum(own + within, 1e-300))
