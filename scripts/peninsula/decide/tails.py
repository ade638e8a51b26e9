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
PERMUTATIONS = 100_000
NUMBERS_AT_ONCE = 2**22


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
        Without states `p` is exact (hypergeometric, two-sided), and intervals are by linearisation of the logarithm;
        where no trajectory of the tail has a thing, the upper end is that of Clopper and Pearson for its share there.

        With states both are binomial, of the smaller tail that would be as uncertain were its trajectories independent.
        How much smaller, is told by the variance of the count when states are dealt out anew (`_inflation`), and for
        intervals also by linearisation, where that is wider. The first is pooled over all states, so that it does not
        shrink where few of them have a thing.

    Source: Korn and Graubard (1998), "Confidence intervals for proportions with small expected number of positive
    counts estimated from survey data", Survey Methodology 24, 193-201.
    """
    size, tail = things.shape[1], int(members.sum())
    both, true = things[:, members].sum(axis=1).astype(float), things.sum(axis=1).astype(float)
    starts = None if states is None else starts_of(states)
    error = _errors(things, members, starts, both, true)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        lift = both / tail * size / true
        none = (1 - 0.025 ** (1 / tail)) * size / true
        high = numpy.where(both > 0, lift * numpy.exp(Z * error), none)
        low = numpy.where(both > 0, lift * numpy.exp(-Z * error), 0.0)
    if starts is None:
        p = _two_sided(stats.hypergeom.cdf(both, size, true, tail), stats.hypergeom.sf(both - 1, size, true, tail))
    else:
        share, inflation = true / size, _inflation(things, members, starts)
        p = _two_sided(*_binomial(both / inflation, tail / inflation, share))
        with numpy.errstate(invalid="ignore", divide="ignore"):
            linear = numpy.where(both < tail, error**2 * both / (1 - both / tail), 0.0)
            wide = numpy.fmax(inflation, linear)
            low, high = (end / share for end in _clopper_pearson(both / wide, tail / wide))
    z = numpy.sign(lift - 1) * stats.norm.isf(numpy.maximum(p, 1e-300) / 2)
    return Lifts(both / tail, true / size, lift, low, high, p, z)


def starts_of(states: AnyArray) -> AnyArray:
    """The first trajectory of each state."""
    return numpy.flatnonzero(numpy.diff(states, prepend=states[0] - 1))


def _errors(things: AnyArray, members: AnyArray, starts: AnyArray | None, both: Floats, true: Floats) -> Floats:
    """The standard error of the logarithm of a lift, by linearisation."""
    size, tail = things.shape[1], members.sum()
    error = numpy.empty(len(things))
    for place, thing in enumerate(things):
        influence = thing * members / max(both[place], 0.5) - members / tail - thing / max(true[place], 0.5) + 1 / size
        if starts is not None:
            influence = numpy.add.reduceat(influence, starts)
        error[place] = numpy.sqrt(influence @ influence)
    return error


def _inflation(things: AnyArray, members: AnyArray, starts: AnyArray) -> Floats:
    """How many times a binomial's variance a thing's count in the tail has, where it has nothing to do with the tail.

    The states in which a thing is looked at are dealt out anew to those in which membership is, and the trajectories
    within each: the variance of both together, from all states.
    """
    states, tail, share = len(starts), members.sum(), things.mean(axis=1)
    size = things.shape[1] / states
    ours = numpy.add.reduceat(members, starts, dtype=float)
    theirs = numpy.add.reduceat(things, starts, axis=1, dtype=float)
    between = ours.var() * theirs.var(axis=1) * states**2 / max(states - 1, 1)
    within = states * (ours * (size - ours)).mean() * (theirs * (size - theirs)).mean(axis=1) / max(size - 1, 1)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        found = (between + within) / size**2 / (tail * share * (1 - share))
    return numpy.where(found > 0, found, 1.0)


def _binomial(count: Floats, size: Floats, share: Floats) -> tuple[Floats, Floats]:
    """The chance of so many or fewer, and of so many or more; counts need not be whole."""
    left = numpy.maximum(size - count, 0)
    fewer = numpy.where(left > 0, stats.beta.sf(share, count + 1, numpy.maximum(left, 1e-300)), 1.0)
    more = numpy.where(count > 0, stats.beta.cdf(share, numpy.maximum(count, 1e-300), left + 1), 1.0)
    return fewer, more


def _clopper_pearson(count: Floats, size: Floats) -> tuple[Floats, Floats]:
    """The interval of 95 % for a share; counts need not be whole."""
    left = numpy.maximum(size - count, 0)
    low = numpy.where(count > 0, stats.beta.ppf(0.025, numpy.maximum(count, 1e-300), left + 1), 0.0)
    high = numpy.where(left > 0, stats.beta.ppf(0.975, count + 1, numpy.maximum(left, 1e-300)), 1.0)
    return low, high


def _two_sided(fewer: Floats, more: Floats) -> Floats:
    return numpy.asarray(numpy.minimum(2 * numpy.minimum(fewer, more), 1))


def permuted(things: AnyArray, counts: AnyArray, seed: int = 0) -> tuple[Floats, Floats]:
    """Whether states in which something is true have more of the tail, or less, than any others would.

    States are dealt out anew 100,000 times. For what a state draws once this is exact, however few or unequal the
    counts are.

    Args:
        things: shape (thing, state); true or false.
        counts: of each state's trajectories in the tail, shape (state,).
        seed: of the dealing out.

    Returns:
        `p`, two-sided and never below 2 / 100,001, and `z`, the distance in standard errors.

    Source: Phipson and Smyth (2010), "Permutation P-values should never be zero", Statistical Applications in Genetics
    and Molecular Biology 9, 39.
    """
    sizes, totals = things.sum(axis=1), things @ counts.astype(float)
    chosen, place = numpy.unique(sizes, return_inverse=True)
    fewer, more = numpy.ones(len(things)), numpy.ones(len(things))
    random = numpy.random.default_rng(seed)
    at_once = max(1, NUMBERS_AT_ONCE // max(len(counts), len(things)))
    for first in range(0, PERMUTATIONS, at_once):
        dealt = numpy.tile(counts.astype(float), (min(at_once, PERMUTATIONS - first), 1))
        sums = numpy.cumsum(random.permuted(dealt, axis=1), axis=1)  # of any number of states, at once
        sums = numpy.hstack([numpy.zeros((len(sums), 1)), sums])[:, chosen][:, place]
        fewer += (sums <= totals).sum(axis=0)
        more += (sums >= totals).sum(axis=0)
    error = numpy.sqrt(sizes * (len(counts) - sizes) / max(len(counts) - 1, 1) * counts.var())
    away = (totals - sizes * counts.mean()) / numpy.where(error > 0, error, numpy.inf)
    return _two_sided(fewer / (1 + PERMUTATIONS), more / (1 + PERMUTATIONS)), away


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
