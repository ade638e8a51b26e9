# SPDX-License-Identifier: Apache-2.0
"""Whether what came is as frequent as was said, with the ranges that right forecasts would keep to: tables for
docs/validation.md."""

import dataclasses
import itertools

import numpy
from numpy.typing import NDArray

from peninsula.arrays import Floats
from peninsula.history import consistency, scores
from peninsula.history.backtest import MODEL, Forecasts
from peninsula.history.tables import TITLES, forecasts_of, marked, table

EDGES = (0.0, 0.1, 0.2, 0.4, 0.6, 1.0)
PIT_SEED = 7


@dataclasses.dataclass(frozen=True)
class Frequency:
    """How often something came, beside how often it was said to, and the range of it if the forecasts are right."""

    said: float
    seen: float
    low: float
    high: float
    origins: int

    @property
    def is_outside(self) -> bool:
        return not self.low <= self.seen <= self.high


def frequency(said: Floats, seen: NDArray[numpy.bool_], draws: NDArray[numpy.bool_]) -> Frequency:
    """Of chances and outcomes, (origins,), and of outcomes drawn from the forecasts, (draws, origins)."""
    return Frequency(float(said.mean()), float(seen.mean()), *consistency.bar(draws), len(seen))


def inside(one: Forecasts, level: float) -> Frequency:
    """Outcomes within central intervals of at least `level`."""
    ends = [scores.interval(law, level) for law in one.probabilities]
    low, high, held = (numpy.array(each) for each in zip(*ends, strict=True))
    below = numpy.array([law[:end].sum() for law, end in zip(one.probabilities, low, strict=True)])
    draws = consistency.inside_if_right(below, held, one.origins, one.horizon)
    return frequency(held, (low <= one.seen) & (one.seen <= high), draws)


def fifths(one: Forecasts) -> list[Frequency]:
    """Randomised PIT values by fifths."""
    uniforms = numpy.random.default_rng(PIT_SEED).random(len(one.seen))
    told = zip(one.probabilities, one.seen, uniforms, strict=True)
    pits = numpy.array([scores.randomised_pit(law, int(seen), uniform) for law, seen, uniform in told])
    ranks = consistency.ranks_if_right(one.origins, one.horizon)
    fifth, drawn = (numpy.minimum(5 * each, 4).astype(int) for each in (pits, ranks))
    return [frequency(numpy.full(len(pits), 0.2), fifth == place, drawn == place) for place in range(5)]


def bins(one: Forecasts) -> list[Frequency | None]:
    """Events by what was said of them, a bin each between EDGES; None where nothing was."""
    chances = one.probabilities[:, 1]
    draws = consistency.events_if_right(chances, one.origins, one.horizon)
    places = numpy.searchsorted(EDGES[1:-1], chances, side="right")
    return [
        frequency(chances[cell], one.seen[cell] > 0, draws[:, cell]) if cell.any() else None
        for cell in (places == place for place in range(len(EDGES) - 1))
    ]


def of_the_model(found: list[Forecasts], *, binary: bool) -> list[Forecasts]:
    return [one for one in found if one.forecaster == MODEL and one.observable.binary == binary]


def coverage_table(found: list[Forecasts]) -> str:
    """Share of outcomes within central intervals, and randomised PIT by fifths."""
    rows = []
    for one in of_the_model(found, binary=False):
        cells = [
            marked(f"{each.seen:.2f} ({each.said:.2f}; {each.low:.2f} to {each.high:.2f})", each.is_outside)
            for each in (inside(one, 0.5), inside(one, 0.9))
        ]
        shares = ", ".join(marked(f"{each.seen:.2f}", each.is_outside) for each in fifths(one))
        rows.append([TITLES[one.observable.name], str(one.horizon), *cells, shares])
    return table(
        [
            "observable",
            "months",
            "inside 50 % (held; range if right)",
            "inside 90 % (held; range if right)",
            "randomised PIT by fifths; 0.20 each if right",
        ],
        rows,
    )


def reliability_table(found: list[Forecasts]) -> str:
    """Forecast chance against frequency, and the parts of the Brier score."""
    rows = []
    for one in of_the_model(found, binary=True):
        cells = [
            marked(f"{each.said:.2f} → {each.seen:.2f} [{each.low:.2f}, {each.high:.2f}] ({each.origins})",
                   each.is_outside) if each else "–"
            for each in bins(one)
        ]  # fmt: skip
        parts = scores.brier_parts(one.probabilities[:, 1], one.seen)
        rows.append([TITLES[one.observable.name], str(one.horizon), *cells, *(f"{part:.3f}" for part in parts)])
    said = [f"said {low:.1f}–{high:.1f}" for low, high in itertools.pairwise(EDGES)]
    return table(["observable", "months", *said, "reliability", "resolution", "uncertainty"], rows)


def counted_outside(cells: list[Frequency]) -> str:
    """How many cells are outside their ranges, beside how many would be by chance."""
    outside = sum(each.is_outside for each in cells)
    return (
        f"{outside} of {len(cells)} lie outside; if the forecasts were right, at most "
        f"{(1 - consistency.LEVEL) * len(cells):.1f} would, in the mean of many such records."
    )


def lies(one: Frequency) -> str:
    """Where a share inside intervals lies, and what that says of them."""
    if one.seen < one.low:
        return "below that range: they are too narrow"
    if one.seen > one.high:
        return "above that range: they are too wide"
    return "within that range, which is as wide as a short record makes it"


def coverage_words(found: list[Forecasts]) -> str:
    """What the intervals of counts come to, and what those of launches within a year do."""
    counts = of_the_model(found, binary=False)
    text = f"Shares within intervals: {counted_outside([inside(one, x) for one in counts for x in (0.5, 0.9)])}"
    yearly = forecasts_of(found, "launches", 12)
    if yearly is None:
        return text
    one, pit = inside(yearly, 0.9), fifths(yearly)
    return (
        f"{text} The 90 % intervals of a year's launches held {one.seen:.2f} of the outcomes, and said that they would "
        f"hold {one.said:.2f}; were they right, nine of ten such records would show {one.low:.2f} to {one.high:.2f}. "
        f"What was seen lies {lies(one)}. Of the outcomes {pit[-1].seen:.2f} fell into the highest fifth of the "
        f"forecast ({pit[-1].low:.2f} to {pit[-1].high:.2f} if right) and {pit[0].seen:.2f} into the lowest "
        f"({pit[0].low:.2f} to {pit[0].high:.2f})."
    )


def reliability_words(found: list[Forecasts]) -> str:
    events = of_the_model(found, binary=True)
    return f"Frequencies of events: {counted_outside([each for one in events for each in bins(one) if each])}"
