# SPDX-License-Identifier: Apache-2.0
"""Which of the parameters that states draw go with an effect, by correlation of ranks."""

from collections.abc import Sequence

import numpy
import pandas
from scipy import stats

from peninsula.arrays import Floats
from peninsula.decide.deconvolution import FEWEST
from peninsula.decide.states import Options, Sums
from peninsula.intervals import normal_quantile

Z = normal_quantile(0.95)
ASSUMPTIONS = 3
"""How many assumptions are told of an effect, at most."""


def correlations(options: Options, outcomes: Sequence[str], sums: Sums, draws: Floats) -> pandas.DataFrame:
    """The drawn parameters whose ranks go with an effect's over states, beyond what chance does among so many.

    Args:
        draws: shape (parameter, state).

    Returns:
        The columns of `Robustness.assumptions`, as `robust` has them.
    """
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
