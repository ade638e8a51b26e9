# SPDX-License-Identifier: Apache-2.0
"""Which states of the world are looked for: those in which an effect turns round, or lies beyond a value.

A state's effect is known with error only, so a state has no label 0 or 1 but a probability: that its effect is as
sought, given what was seen of it. States' effects are taken to follow a normal law, whose mean and spread come from all
of them, the noise's share taken off; what was seen of a state is weighed against it (empirical Bayes).
"""

import dataclasses
from typing import cast

import numpy
import pandas
from scipy import special

from peninsula.arrays import Floats
from peninsula.decide import wording
from peninsula.errors import InputError

SURE = 0.95
"""The probability from which on a state is sought for sure."""


@dataclasses.dataclass(frozen=True, eq=False)
class Sought:
    """States of the world, and how likely each is one that is looked for: what `peninsula.box` and `tree` take.

    `reference`, `condition`, `outcome`: whose effect it is. `what`: which effects are sought, in words.
    `states`: a row a state, a column an assumption that it drew. `labels`: by state, the probability that it is sought.
    `undefined`: how many states are left out, since the effect is defined in too few of their trajectories.
    """

    reference: str
    condition: str
    outcome: str
    what: str
    states: pandas.DataFrame
    labels: Floats
    undefined: int = 0

    def __repr__(self) -> str:
        return f"{self.outcome}, {self.reference} → {self.condition}: {self.in_words()}"

    @property
    def sure(self) -> int:
        """How many states are sought with a probability of 0.95 or more."""
        return int((self.labels >= SURE).sum())

    def in_words(self) -> str:
        """How many states are sought, of how many."""
        count, share = float(self.labels.sum()), float(self.labels.mean())
        return (
            f"{self.what}: about {count:,.0f} of {len(self.labels):,} states ({wording.share(share)}), "
            f"{self.sure:,} of them for sure"
        )


def chosen(
    of: tuple[str, str, str],
    drawn: pandas.DataFrame,
    effects: Floats,
    errors: Floats,
    below: float | None = None,
    above: float | None = None,
) -> Sought:
    """The states whose effect is below a value, above one, or else of the sign opposite to the mean's.

    Args:
        of: reference, condition and outcome.
        drawn: a row a state, a column an assumption.
        effects, errors: estimates with their standard errors, shape (state,); NaN where undefined.

    Raises:
        InputError: both values are given, or one is no number; or there is no sign to be opposite to.
    """
    if below is not None and above is not None:
        raise InputError("below, above: one of them can be sought, not both")
    used = ~numpy.isnan(effects)
    seen = effects[used], errors[used]
    if not used.any():
        raise InputError(f"{of[2]}: no state has an effect, since it is defined in too few trajectories of each")
    at = above if below is None else below
    if at is None:
        if seen[0].mean() == 0:
            raise InputError(f"{of[2]}: the mean effect is 0, so no sign is opposite to it; seek those below or above")
        direction = "above" if seen[0].mean() < 0 else "below"
        what, labels = f"effect {direction} 0, opposite to the mean's sign", opposite(*seen)
    elif not numpy.isfinite(at):
        raise InputError(f"below, above: must be a number, not {at:g}")
    elif above is None:
        what, labels = f"effect below {wording.plain(at)}", likely_below(*seen, at)
    else:
        what, labels = f"effect above {wording.plain(at)}", likely_below(-seen[0], seen[1], -at)
    return Sought(*of, what, drawn[used].reset_index(drop=True), labels, int((~used).sum()))


def opposite(effects: Floats, errors: Floats) -> Floats:
    """The probability, by state, that the effect has the sign opposite to that of the mean effect.

    A state whose effect is exactly 0, with no error, has no sign: 0. So has every state where the mean is 0.

    Args:
        effects, errors: estimates with their standard errors, shape (state,).

    >>> opposite(numpy.array([2.0, 2.0, -2.0]), numpy.zeros(3)).tolist()
    [0.0, 0.0, 1.0]
    """
    return likely_below(numpy.sign(effects.mean()) * effects, errors, 0.0)


def likely_below(effects: Floats, errors: Floats, value: float) -> Floats:
    """The probability, by state, that the effect is less than a value; of what has no error it is 0 or 1.

    Args:
        effects, errors: estimates with their standard errors, shape (state,).

    >>> likely_below(numpy.array([2.0, 0.0, -2.0]), numpy.array([0.0, 0.0, 0.0]), 0.0).tolist()
    [0.0, 0.0, 1.0]
    """
    mean = effects.mean()
    spread = max(effects.var() - (errors**2).mean(), 0.0)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        kept = numpy.where(errors > 0, spread / (spread + errors**2), 1.0)
        centre = numpy.where(errors > 0, mean + kept * (effects - mean), effects)
        deviation = numpy.sqrt(kept) * errors
        score = numpy.where(deviation > 0, (value - centre) / deviation, numpy.where(centre < value, 1, -1) * numpy.inf)
    return cast(Floats, special.ndtr(score))
