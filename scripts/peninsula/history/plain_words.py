# SPDX-License-Identifier: Apache-2.0
"""What docs/validation.md says to somebody who knows no statistics. Its figures are computed, and every sentence holds
whatever they are."""

import numpy

from peninsula.history import reliability, scores
from peninsula.history.backtest import MODEL, Forecasts
from peninsula.history.observables import OBSERVABLES
from peninsula.history.record import month_number
from peninsula.history.tables import BASELINES, TITLES, forecasts_of, marked, table, told
from peninsula.history.verdicts import PRIORS, Compared, compared, months

Priors = dict[str, list[Forecasts]]  # forecasts, by the name of the prior
TURNS = (  # what was hard to foresee: an observable, the months ahead, the origin, and its name
    ("nuclear_test", 12, "2016-01", "two nuclear tests in 2016"),
    ("launches", 12, "2018-01", "the silence of 2018"),
    ("summit", 6, "2018-01", "Singapore, June 2018"),
    ("launches", 6, "2019-05", "launches again, after Hanoi"),
    ("launches", 12, "2022-01", "the record year 2022"),
)


def launches(priors: Priors) -> str:
    """How near the forecasts of a year's launches came."""
    yearly, found = each_prior(priors, "launches", 12), next(iter(priors.values()))
    thumbs = {name: misses(asked(found, "launches", 12, name)) for name in BASELINES}
    own, best = [misses(one) for one in yearly], min(thumbs, key=lambda name: thumbs[name])
    nearer, ranges = sum(miss < thumbs[best] for miss in own), [reliability.inside(one, 0.9) for one in yearly]
    return (
        f"*Missile launches within a year.* There were {yearly[0].seen.mean():.0f} on average. The program's middle "
        f"guess missed by {span(own)}, the rules of thumb by {span(list(thumbs.values()))}. Which rule would turn out "
        f'best ("{best}") nobody could know; the program came nearer than it with {of_sets(nearer, len(own))}. The '
        f"ranges that should hold at least nine of ten outcomes held {span([10 * one.seen for one in ranges])} of ten."
    )


def events(priors: Priors, scored: Compared) -> str:
    """What was said of rare events within a year, and how often they came."""
    parts = []
    for observable in (one for one in OBSERVABLES if one.binary):
        yearly = each_prior(priors, observable.name, 12)
        chances = [100 * one.probabilities[:, 1] for one in yearly]
        better = [compared(found, observable.name, 12, "climatology").advantage > 0 for found in scored.values()]
        parts.append(
            f"For {TITLES[observable.name]} the program said {span([float(x) for each in chances for x in each], 0)} "
            f"chances in a hundred, {span([float(each.mean()) for each in chances], 0)} on average; it came in "
            f"{100 * yearly[0].seen.mean():.0f} of a hundred cases. What the program said fitted better than how often "
            f"it had come in the past with {of_sets(sum(better), len(better))}."
        )
    return f"*Rare events within a year.* {' '.join(parts)}"


def turns(priors: Priors) -> str:
    """What was said before what was hard to foresee. A count outside its 90 % range is bold."""
    rows = []
    for observable, horizon, origin, name in TURNS:
        found = each_prior(priors, observable, horizon)
        found.append(asked(next(iter(priors.values())), observable, horizon, "climatology"))
        (place,) = numpy.flatnonzero(found[0].origins == month_number(origin))
        came = int(found[0].seen[place])
        seen = ("came" if came else "did not come") if found[0].observable.binary else str(came)
        cells = [at_turn(one, int(place)) for one in found]
        rows.append([name, f"{TITLES[observable]}, {months(horizon)} from {origin}", seen, *cells])
    heads = [f"{MODEL}, {PRIORS[prior]}" for prior in priors]
    return table(["what was hard to foresee", "asked", "what came", *heads, "climatology"], rows)


def at_turn(one: Forecasts, place: int) -> str:
    law = one.probabilities[place]
    low, high, _ = scores.interval(law, 0.9)
    return marked(told(law), not one.observable.binary and not low <= one.seen[place] <= high)


def asked(found: list[Forecasts], observable: str, horizon: int, forecaster: str = MODEL) -> Forecasts:
    one = forecasts_of(found, observable, horizon, forecaster)
    if one is None:
        raise LookupError(f"{forecaster} has no forecasts of {observable} within {months(horizon)}")
    return one


def each_prior(priors: Priors, observable: str, horizon: int) -> list[Forecasts]:
    return [asked(found, observable, horizon) for found in priors.values()]


def misses(one: Forecasts) -> float:
    """By how many events the median forecast missed, in the mean."""
    medians = numpy.array([scores.median(law) for law in one.probabilities])
    return float(numpy.abs(medians - one.seen).mean())


def of_sets(count: int, every: int) -> str:
    """So many sets of assumptions of all."""
    share = {0: "none of the", every: "all"}.get(count, f"{count} of the")
    return f"{share} {every} sets of assumptions"


def span(values: list[float], digits: int = 1) -> str:
    """A figure, or from the least to the greatest where they differ."""
    least, greatest = f"{min(values):.{digits}f}", f"{max(values):.{digits}f}"
    return least if least == greatest else f"{least} to {greatest}"
