# SPDX-License-Identifier: Apache-2.0
"""Limits of the file and of `--until`, told beside the numbers that they affect."""

from peninsula import declarations
from peninsula.report import vocabulary, wording
from peninsula.report.subject import Subject

MOST_NAMED = 5


def clamped(subject: Subject, outcome: str, condition: str) -> str:
    """ "12 clamped": trajectories whose squares the file could not hold, so that a mean has no interval; or nothing."""
    number = int(subject.estimate(outcome).clamped[condition])
    return f"{number:,} clamped" if number else ""


def of_distribution(subject: Subject, outcome: str) -> str:
    """Which conditions have values outside the bins, so that their outer quantiles may be clamped."""
    found = subject.panels.peninsula.quantiles(outcome, [0.5])
    counts = dict(zip(subject.drawn, found.beyond.values.tolist(), strict=True)) if "beyond" in found.coords else {}
    told = _told(subject, counts)
    return f"Trajectories beyond the bins, which no quantile can pass: {told}." if told else ""


def of_series(subject: Subject, series: str) -> str:
    """Which conditions have months whose values were clamped to the ends of the series."""
    found = subject.panels.peninsula.series_quantiles(series, [0.5])
    if "clamped" not in found.coords:
        return ""
    most = found.clamped.transpose("condition", "month").max("month")
    told = _told(subject, dict(zip(subject.drawn, most.values.tolist(), strict=True)))
    return f"Trajectories clamped to the ends of the scale, in the worst {subject.step}: {told}." if told else ""


def until(subject: Subject) -> str:
    """Where the precision of `--until` was not reached; empty where it was, or none was asked for."""
    asked = subject.results.peninsula.until
    if asked is None or asked.short.empty:
        return ""
    measure, head = subject.measure(asked.outcome), vocabulary.head(asked.outcome, subject.outcomes)
    unit = " points" if measure.is_share else ""
    wanted, worst = (wording.plain(value * measure.factor) for value in (asked.half_width, asked.short.iloc[0]))
    if subject.design is None:
        where = wording.listed([f"“{name}”" for name in asked.short.index[:MOST_NAMED]])
        rest = len(asked.short) - MOST_NAMED
        where = f"in {where}" + (f" and {rest} more" if rest > 0 else "")
    else:
        where = f"at {len(asked.short):,} of {len(asked.reached):,} points"
    return (
        f"--until asked for intervals of ±{wanted}{unit} for “{head}” and fell short {where}:"
        f" the widest, of “{subject.heading(str(asked.short.index[0]))}”, is ±{worst}{unit}."
    )


def left_out(subject: Subject) -> list[tuple[str, list[str]]]:
    """What the model has and the file does not count, as a sentence and the names; a sweep counts series if asked."""
    found = []
    for what, counted in (("outcomes", len(subject.outcomes)), ("series", len(subject.series))):
        names = declarations.names_in(subject.results, f"{what}_left_out")
        is_usual = what == "series" and subject.design is not None and not counted
        if names and not is_usual:
            kind = what if what == "outcomes" else "monthly series"
            found.append((f"The file counts {counted} {kind} (--{what}); {len(names)} more are left out", names))
    return found


def _told(subject: Subject, counts: dict[str, int]) -> str:
    return wording.listed([f"{number:,} in “{subject.heading(name)}”" for name, number in counts.items() if number])
