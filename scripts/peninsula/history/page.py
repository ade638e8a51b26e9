# SPDX-License-Identifier: Apache-2.0
"""The page docs/validation.md, from the forecasts of a backtest."""

import itertools
import pathlib

import numpy

from peninsula.history import scores
from peninsula.history.backtest import (
    END,
    FIRST,
    HYBRID,
    MODEL,
    PERIODS,
    UNFILTERED,
    Comparison,
    Forecasts,
    Say,
    compare,
)
from peninsula.history.observables import OBSERVABLES
from peninsula.history.record import month_name

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
PIT_SEED = 7


def template() -> str:
    """The text of the page, with places for its tables."""
    return (pathlib.Path(__file__).parent / "validation.md.in").read_text(encoding="utf-8")


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def difference(one: Comparison) -> str:
    """The model's advantage with its interval; bold where the interval excludes 0."""
    text = f"{one.advantage:+.3f} [{one.low:+.3f}, {one.high:+.3f}]"
    return f"**{text}**" if one.verdict != "even" else text


def named(found: list[Comparison], observable: str, horizon: int, forecaster: str) -> Comparison | None:
    return next(
        (one for one in found if (one.observable, one.horizon, one.forecaster) == (observable, horizon, forecaster)),
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


def coverage_table(found: list[Forecasts]) -> str:
    """Share of outcomes within central intervals, beside the probability these intervals held; and randomised PIT by
    fifths."""
    rows = []
    for one in found:
        if one.forecaster != MODEL or one.observable.binary:
            continue
        cells = []
        for level in (0.5, 0.9):
            ends = [scores.interval(p, level) for p in one.probabilities]
            inside = numpy.mean([low <= y <= high for (low, high, _), y in zip(ends, one.seen, strict=True)])
            cells.append(f"{inside:.2f} ({numpy.mean([held for _, _, held in ends]):.2f})")
        uniforms = numpy.random.default_rng(PIT_SEED).random(len(one.seen))
        pits = [scores.randomised_pit(p, y, u) for p, y, u in zip(one.probabilities, one.seen, uniforms, strict=True)]
        shares = numpy.histogram(pits, 5, (0, 1))[0] / len(pits)
        rows.append(
            [TITLES[one.observable.name], str(one.horizon), *cells, ", ".join(f"{share:.2f}" for share in shares)]
        )
    return table(
        [
            "observable",
            "months",
            "inside 50 % (held)",
            "inside 90 % (held)",
            "randomised PIT by fifths; 0.20 each if calibrated",
        ],
        rows,
    )


def reliability_table(found: list[Forecasts]) -> str:
    """Forecast chance against frequency, and the parts of the Brier score."""
    edges, rows = (0.0, 0.1, 0.2, 0.4, 0.6, 1.0), []
    for one in found:
        if one.forecaster != MODEL or not one.observable.binary:
            continue
        chances, cells = one.probabilities[:, 1], []
        for low, high in itertools.pairwise(edges):
            inside = (chances >= low) & (chances < high)
            cells.append(
                f"{chances[inside].mean():.2f} → {one.seen[inside].mean():.2f} ({inside.sum()})"
                if inside.any()
                else "–"
            )
        reliability, resolution, uncertainty = scores.brier_parts(chances, one.seen)
        rows.append(
            [
                TITLES[one.observable.name],
                str(one.horizon),
                *cells,
                f"{reliability:.3f}",
                f"{resolution:.3f}",
                f"{uncertainty:.3f}",
            ]
        )
    return table(
        [
            "observable",
            "months",
            *(f"said {low:.1f}–{high:.1f}" for low, high in itertools.pairwise(edges)),
            "reliability",
            "resolution",
            "uncertainty",
        ],
        rows,
    )


def period_tables(found: list[Forecasts]) -> str:
    parts = []
    for name, start, end in PERIODS:
        parts.append(
            f"### {name}\n\n"
            + score_table(compare(found, None, start, end), ("climatology", "persistence", "self-exciting"))
        )
    return "\n\n".join(parts)


def ahead_table(said: Say) -> str:
    """Forecasts that nothing here has scored."""
    rows = []
    for (observable, horizon, _), p in said.items():
        if len(p) == 2:
            text = f"chance {p[1]:.2f}"
        else:
            middle = int(numpy.searchsorted(numpy.cumsum(p), 0.5))
            low, high, _ = scores.interval(p, 0.9)
            text = f"median {middle}, mean {p @ numpy.arange(len(p)):.1f}, 90 % from {low} to {high}"
        rows.append([TITLES[observable], str(horizon), text])
    return table(["observable", "months from 2025-01", "forecast"], rows)


def judgement(found: list[Comparison]) -> str:
    """Which observables beat climatology and persistence in the mean at every horizon, and what is beyond an
    interval."""
    both = [
        TITLES[one.name]
        for one in OBSERVABLES
        if all(
            (named(found, one.name, horizon, name) or own_goal()).advantage > 0
            for horizon in one.horizons
            for name in ("climatology", "persistence")
        )
    ]
    behind = [
        f"{TITLES[one.observable]} at {one.horizon} months against {one.forecaster}"
        for one in found
        if one.verdict == "behind"
    ]
    worse = [
        f"{TITLES[one.observable]} at {one.horizon} months ({one.advantage:+.3f} [{one.low:+.3f}, {one.high:+.3f}])"
        for one in found
        if one.forecaster == "climatology" and one.advantage < 0
    ]
    return (
        f"Better than climatology and than persistence in the mean at every horizon: {listed(both)}. "
        f"Behind some forecaster by more than its interval: {listed(behind)}. "
        f"Behind climatology in the mean, by less than the interval unless named before: {listed(worse)}."
    )


def listed(names: list[str]) -> str:
    return ", ".join(names) if names else "nothing"


def own_goal() -> Comparison:
    raise LookupError("a baseline is missing from the comparison")


def write(found: list[Forecasts], lower: list[Forecasts], wide: list[Forecasts], said: Say, prose: str) -> str:
    """The page. `lower` and `wide` are the forecasts under a lower prior and under a lower and wider one, `prose` the
    template with its places for tables."""
    main = compare(found)
    against_lower = [one for one in compare(lower) if one.forecaster in (MODEL, *BASELINES)]
    against_wide = [one for one in compare(wide) if one.forecaster in (MODEL, *BASELINES)]
    logs = compare(found, "log")
    parts = {
        "judgement": judgement(main),
        "scores": score_table(main, BASELINES),
        "inner": score_table(main, (UNFILTERED, HYBRID)),
        "tally": tally(main),
        "periods": period_tables(found),
        "logs": mean_table(logs, (MODEL, HYBRID, *BASELINES)),
        "coverage": coverage_table(found),
        "reliability": reliability_table(found),
        "lower": score_table(against_lower, BASELINES),
        "lower_judgement": judgement(against_lower),
        "wide": score_table(against_wide, BASELINES),
        "wide_judgement": judgement(against_wide),
        "ahead": ahead_table(said),
        "first": month_name(FIRST),
        "last": month_name(END - 1),
    }
    for name, text in parts.items():
        prose = prose.replace("{{" + name + "}}", text)
    return prose


def text(found: list[Forecasts]) -> str:
    """For the terminal: every forecaster's mean score, and the model's advantage over it."""
    lines, last = [], None
    for one in compare(found):
        if (one.observable, one.horizon) != last:
            last = one.observable, one.horizon
            lines.append(f"\n{TITLES[one.observable]}, {one.horizon} months ({one.score}, lower is better)")
        told = (
            ""
            if one.forecaster == MODEL
            else f"  {MODEL} better by {one.advantage:+.3f} [{one.low:+.3f}, {one.high:+.3f}] {one.verdict}"
        )
        lines.append(f"  {one.forecaster:<36} {one.mean:.3f}{told}")
    return "\n".join(lines)
