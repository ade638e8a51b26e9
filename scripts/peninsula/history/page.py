# SPDX-License-Identifier: Apache-2.0
"""The page docs/validation.md, from the forecasts of a backtest."""

import csv
import pathlib

from peninsula.history import calibrated, plain_words, record, reliability, tables, verdicts
from peninsula.history.backtest import END, FIRST, HYBRID, MODEL, UNFILTERED, Comparison, Forecasts, Say, compare
from peninsula.history.plain_words import Priors
from peninsula.history.record import month_name
from peninsula.history.tables import BASELINES, TITLES
from peninsula.history.verdicts import Before, Compared


def template() -> str:
    """The text of the page, with places for its tables."""
    return (pathlib.Path(__file__).parent / "validation.md.in").read_text(encoding="utf-8")


def scores_before() -> Before:
    """The main scores of an earlier page, which this one is held against."""
    with (record.folder() / "scores_before.csv").open(newline="") as file:
        return {
            (row["prior"], row["observable"], int(row["months"])): float(row["score"]) for row in csv.DictReader(file)
        }


def write(
    found: list[Forecasts],
    lower: list[Forecasts],
    wide: list[Forecasts],
    said: Say,
    prose: str,
    before: Before | None = None,
) -> str:
    """The page. `lower` and `wide` are the forecasts under a lower prior and under a lower and wider one, `prose` the
    template with its places for tables, `before` the main scores that it is held against."""
    for name, text in parts(found, lower, wide, said, before or {}).items():
        prose = prose.replace("{{" + name + "}}", text)
    return prose


def parts(
    found: list[Forecasts], lower: list[Forecasts], wide: list[Forecasts], said: Say, before: Before
) -> dict[str, str]:
    """The text for every place of the template, by its name."""
    priors = {"authors": found, "lower": lower, "wide": wide}
    scored = {prior: compare(forecasts) for prior, forecasts in priors.items()}
    return {
        **across_priors(priors, scored, before),
        **of_scores(found, scored["authors"]),
        **of_frequencies(found),
        **of_another_prior("lower", scored["lower"]),
        **of_another_prior("wide", scored["wide"]),
        "ahead": tables.ahead_table(said),
        "calibration": calibrated.words(calibrated.figures()),
        "first": month_name(FIRST),
        "last": month_name(END - 1),
    }


def across_priors(priors: Priors, scored: Compared, before: Before) -> dict[str, str]:
    """What all priors are needed for."""
    return {
        "survivors": verdicts.survivors(scored),
        "survivors_table": verdicts.survivors_table(scored),
        "plainly_launches": plain_words.launches(priors),
        "plainly_events": plain_words.events(priors, scored),
        "turns": plain_words.turns(priors),
        "changes": verdicts.changes_words(scored, before),
        "changes_table": verdicts.changes_table(scored, before),
    }


def of_scores(found: list[Forecasts], scored: list[Comparison]) -> dict[str, str]:
    """The scores under the authors' prior, in full."""
    return {
        "judgement": verdicts.judgement(scored),
        "scores": tables.score_table(scored, BASELINES),
        "many": tables.many_table(found),
        "thresholds": tables.thresholds_table(found),
        "separate": tables.separate_table(found),
        "inner": tables.score_table(scored, (UNFILTERED, HYBRID)),
        "tally": tables.tally(scored),
        "periods": tables.period_tables(found),
        "logs": tables.mean_table(compare(found, "log"), (MODEL, HYBRID, *BASELINES)),
    }


def of_frequencies(found: list[Forecasts]) -> dict[str, str]:
    """Whether what came under the authors' prior is as frequent as was said."""
    return {
        "coverage": reliability.coverage_table(found),
        "coverage_words": reliability.coverage_words(found),
        "reliability": reliability.reliability_table(found),
        "reliability_words": reliability.reliability_words(found),
    }


def of_another_prior(name: str, scored: list[Comparison]) -> dict[str, str]:
    """Scores and verdict, beside the baselines."""
    kept = [one for one in scored if one.forecaster in (MODEL, *BASELINES)]
    return {name: tables.score_table(kept, BASELINES), f"{name}_judgement": verdicts.judgement(kept)}


def text(found: list[Forecasts]) -> str:
    """For the terminal: every forecaster's mean score, and the model's advantage over it."""
    lines, last = [], None
    for one in compare(found):
        if (one.observable, one.horizon) != last:
            last = one.observable, one.horizon
            lines.append(f"\n{TITLES[one.observable]}, {verdicts.months(one.horizon)} ({one.score}, lower is better)")
        told = (
            ""
            if one.forecaster == MODEL
            else f"  {MODEL} better by {one.advantage:+.3f} [{one.low:+.3f}, {one.high:+.3f}] {one.verdict}"
        )
        lines.append(f"  {one.forecaster:<36} {one.mean:.3f}{told}")
    return "\n".join(lines)
