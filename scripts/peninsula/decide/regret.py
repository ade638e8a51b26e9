# SPDX-License-Identifier: Apache-2.0
"""How much better the best condition of each state is, by a stated value."""

from collections.abc import Sequence

import numpy
import pandas

from peninsula.arrays import Floats
from peninsula.decide.states import Sums
from peninsula.errors import InputError
from peninsula.intervals import wilson


def regret(conditions: Sequence[str], sums: Sums, threshold: float | None) -> pandas.DataFrame:
    """A row a condition: the columns of `Robustness.regret`, as `robust` has them.

    Args:
        sums: whose last outcome is the value.
        threshold: the value from which on a state is good enough; None: NaN in `enough`.

    Raises:
        InputError: the value is undefined in every state.
    """
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
