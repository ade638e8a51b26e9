# SPDX-License-Identifier: Apache-2.0
"""Tables of scores for docs/validation.md."""

import numpy

from peninsula.arrays import Floats
from peninsula.history import scores
from peninsula.history.backtest import (
    HYBRID,
    MODEL,
    PERIODS,
    UNFILTERED,
    Comparison,
    Forecasts,
    Say,
    compare,
    main_score,
    scored_by,
)
from peninsula.history.mean_interval import mean_interval, separate_interval
from peninsula.history.observables import OBSERVABLES

TITLES = {
    "launches": "launches",
    "long_range": "long-range launches",
    "nuclear_test": "a nuclear test",
    "summit": "a summit",
    "clash": "a clash",
}
BASELINES = (
    "climatology",
    "climatology, 36 months",
    "persistence",
    "negative binomial, 36 months",
    "self-exciting",
    "regime-switching negative binomial",
)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def marked(text: str, is_marked: bool) -> str:
    return f"**{text}**" if is_marked else text


def difference(one: Comparison) -> str:
    """The model's advantage with its interval; bold where the interval excludes 0."""
    return marked(f"{one.advantage:+.3f} [{one.low:+.3f}, {one.high:+.3f}]", one.verdict != "even")


def named(found: list[Comparison], observable: str, horizon: int, forecaster: str) -> Comparison | None:
    return next(
        (one for one in found if (one.observable, one.horizon, one.forecaster) == (observable, horizon, forecaster)),
        None,
    )


def forecasts_of(found: list[Forecasts], observable: str, horizon: int, forecaster: str = MODEL) -> Forecasts | None:
    return next(
        (
            one
            for one in found
            if (one.observable.name, one.horizon, one.forecaster) == (observable, horizon, forecaster)
        ),
        None,
    )


def score_table(found: list[Comparison], against: tuple[str, ...]) -> str:
    """The model's score, and its advantage over each of `against`."""
    rows = []
    for observable in OBSERVABLES:
        for horizon in observable.horizons:
            own = named(found, observable.name, horizon, MODEL)
            others = [named(found, observable.name, horizon, name) for name in against]
            if own:
                rows.append(
                    [
                        TITLES[observable.name],
                        str(horizon),
                        f"{own.mean:.3f}",
                        *(difference(one) if one else "" for one in others),
                    ]
                )
    return table(["observable", "months", MODEL, *against], rows)


def mean_table(found: list[Comparison], forecasters: tuple[str, ...]) -> str:
    """Mean scores of several forecasters."""
    rows = []
    for observable in OBSERVABLES:
        for horizon in observable.horizons:
            cells = [named(found, observable.name, horizon, name) for name in forecasters]
            if any(cells):
                rows.append(
                    [TITLES[observable.name], str(horizon), *(f"{one.mean:.3f}" if one else "" for one in cells)]
                )
    return table(["observable", "months", *forecasters], rows)


def tally(found: list[Comparison]) -> str:
    """How often the model is ahead of each baseline, even with it, or behind."""
    rows = []
    for name in (*BASELINES, UNFILTERED, HYBRID):
        verdicts = [one.verdict for one in found if one.forecaster == name]
        better = sum(one.advantage > 0 for one in found if one.forecaster == name)
        rows.append(
            [
                name,
                str(len(verdicts)),
                str(better),
                *(str(verdicts.count(verdict)) for verdict in ("ahead", "even", "behind")),
            ]
        )
    return table(
        ["against", "comparisons", "better mean", "ahead beyond the interval", "within it", "behind beyond it"], rows
    )


def many_table(found: list[Forecasts]) -> str:
    """Scores above what was many at each origin, of counts."""
    return score_table(compare(scored_by(found, "many"), "many"), BASELINES)


def thresholds_table(found: list[Forecasts]) -> str:
    """What was many at the first origin and at the last, and how often more came."""
    rows = [
        [
            TITLES[one.observable.name],
            str(one.horizon),
            f"{one.many[0]:.0f}",
            f"{one.many[-1]:.0f}",
            f"{(one.seen > one.many).mean():.2f}",
        ]
        for one in found
        if one.forecaster == MODEL and not one.observable.binary
    ]
    return table(
        ["observable", "months", "more than, first origin", "more than, last origin", "share of origins with more"],
        rows,
    )


def separate_table(found: list[Forecasts], horizon: int = 12) -> str:
    """The model's advantage over all origins, by six cosines, beside that over each January, by Student's t."""
    rows = []
    for observable in OBSERVABLES:
        for name in ("climatology", "persistence", "self-exciting"):
            differences = advantages(found, observable.name, horizon, name)
            if differences is None:
                continue
            low, high = mean_interval(differences, horizon)
            separate = [separate_interval(differences, horizon, start) for start in range(horizon)]
            mean, least, most = separate[0]
            wide = float(numpy.median([(top - bottom) / 2 for _, bottom, top in separate]))
            rows.append(
                [
                    TITLES[observable.name],
                    name,
                    f"{differences.mean():+.3f} [{low:+.3f}, {high:+.3f}]",
                    f"{mean:+.3f} [{least:+.3f}, {most:+.3f}]",
                    f"{(high - low) / 2:.3f}",
                    f"{wide:.3f}",
                ]
            )
    return table(
        [
            f"observable, {horizon} months",
            "against",
            "all origins, six cosines",
            "each January, Student's t",
            "half-width, six cosines",
            "half-width, Student's t, median of the twelve months to begin with",
        ],
        rows,
    )


def advantages(found: list[Forecasts], observable: str, horizon: int, forecaster: str) -> Floats | None:
    """The model's advantage at each origin, (origins,); None where there is no such forecast."""
    model, other = (forecasts_of(found, observable, horizon, name) for name in (MODEL, forecaster))
    if model is None or other is None:
        return None
    score = main_score(model.observable)
    return other.score(score) - model.score(score)


def period_tables(found: list[Forecasts]) -> str:
    parts = []
    for name, start, end in PERIODS:
        parts.append(
            f"### {name}\n\n"
            + score_table(compare(found, None, start, end), ("climatology", "persistence", "self-exciting"))
        )
    return "\n\n".join(parts)


def told(law: Floats) -> str:
    """A forecast in words."""
    if len(law) == 2:
        return f"chance {law[1]:.2f}"
    low, high, _ = scores.interval(law, 0.9)
    return f"median {scores.median(law)}, mean {law @ numpy.arange(len(law)):.1f}, 90 % from {low} to {high}"


def ahead_table(said: Say) -> str:
    """Forecasts that nothing here has scored."""
    rows = [[TITLES[observable], str(horizon), told(law)] for (observable, horizon, _), law in said.items()]
    return table(["observable", "months from 2025-01", "forecast"], rows)
