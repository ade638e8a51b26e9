"""From a result file to one HTML page."""

import hashlib
import pathlib
import shlex
from collections.abc import Sequence
from typing import Any

import jinja2
import markupsafe
import yaml

from peninsula import open_results
from peninsula.errors import InputError
from peninsula.report import assumptions, figures, findings, stories, sweeps, vocabulary, wording
from peninsula.report.subject import Subject

TEMPLATES = pathlib.Path(__file__).parent / "templates"


def page_of(path: pathlib.Path, series: Sequence[str] = ()) -> str:
    """The report on a result file, as HTML that needs nothing else.

    Raises:
        ResultError: the file is missing, damaged or no result; InputError: one of `series` is not in it.
    """
    with open_results(path) as results:
        subject = Subject(results)
        _check(subject, series)
        return _environment().get_template("report.html.j2").render(_context(subject, path, series))


def _check(subject: Subject, series: Sequence[str]) -> None:
    if series and subject.design is not None:
        raise InputError("--series: results of a sweep hold outcomes only, no series")
    for name in series:
        subject.results.peninsula.series_mean(name) if _is_numeric(
            subject, name
        ) else subject.results.peninsula.series_shares(name)


def _is_numeric(subject: Subject, name: str) -> bool:
    declared = subject.series
    return name in declared.index and declared.loc[name, "values"] != "labelled"


def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.globals["verbatim"] = lambda name: markupsafe.Markup((TEMPLATES / name).read_text(encoding="utf-8"))
    environment.filters["drawing"] = lambda drawing: markupsafe.Markup(str(drawing))
    environment.filters["capital"] = vocabulary.capital
    return environment


def _context(subject: Subject, path: pathlib.Path, series: Sequence[str]) -> dict[str, Any]:
    has_series = bool(len(subject.series))
    indices, missing = sweeps.indices(subject, str(path))
    told, where = stories.stories(subject)
    rows = assumptions.every(subject)
    return {
        "subject": subject,
        "vocabulary": vocabulary,
        "words": wording,
        "title": _title(subject),
        "subtitle": _subtitle(subject),
        "trajectories": _trajectories(subject),
        "lead": findings.lead(subject),
        "sentences": sweeps.sentences(subject, indices) if subject.design is not None else findings.sentences(subject),
        "verdict": findings.verdict(subject) if subject.design is None else "",
        "heads": findings.heads(subject),
        "table": findings.table(subject),
        "differences": figures.difference_figures(subject),
        "series": figures.series_figures(subject, series) if has_series else [],
        "distributions": figures.distribution_figures(subject),
        "events": figures.event_figures(subject),
        "sweep": sweeps.figures(subject, indices),
        "sweep_text": _sweep(subject),
        "indices": indices,
        "sensitivity_missing": missing,
        "stories": told,
        "stories_chosen": where,
        "changes": assumptions.changes(subject),
        "parameters": rows,
        "bases": assumptions.BASES,
        "tally": assumptions.tally(rows),
        "uncertainty": _uncertainty(subject, indices),
        "checksum": _checksum(path),
        "file": path.name,
        "facts": [
            (vocabulary.capital(vocabulary.label(name)), told)
            for name, told in subject.provenance.items()
            if name not in ("seed", "command_line") and told
        ],
        "commands": _commands(subject, path),
    }


def _title(subject: Subject) -> str:
    return vocabulary.typeset(str(subject.results.attrs["model_summary"]).split(":")[0])


def _subtitle(subject: Subject) -> str:
    if subject.design is not None:
        points = f"{len(subject.conditions) - 1:,} points"
        return f"{_sweep(subject)['summary'].rstrip('.')}: {points} of a sweep, {subject.span}"
    number = wording.count(len(subject.conditions), "regional condition")
    compared = ", compared under the same chance" if len(subject.conditions) > 1 else ""
    return f"{vocabulary.capital(number)} over {subject.span}{compared}"


def _sweep(subject: Subject) -> dict[str, str]:
    """A sweep's name and summary, as its file gives them."""
    if subject.design is None:
        return {}
    text = yaml.safe_load(subject.design.text) or {}
    return {
        "name": str(text.get("name", "sweep")),
        "summary": str(text.get("summary", "A sweep.")),
        "text": subject.design.text,
    }


def _trajectories(subject: Subject) -> str:
    least, most = subject.conditions.trajectories.min(), subject.conditions.trajectories.max()
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def _uncertainty(subject: Subject, indices: dict[str, Any] | None) -> dict[str, str]:
    """Sampling error beside what assumptions do, in this file's own numbers, for the first headline outcome."""
    outcome = subject.headline[0]
    row = subject.estimate(outcome).loc[subject.reference]
    measure = subject.measure(outcome)
    value, ends = subject.estimate_told(outcome, subject.reference)
    half = (row.high - row.low) / 2
    every = subject.estimate(outcome).estimate
    least, most = every.min(), every.max()
    told = {
        "head": vocabulary.head(outcome, subject.outcomes),
        "value": value,
        "ends": ends,
        "ratio": "",
        "explained": "",
        "size": f"{subject.conditions.loc[subject.reference, 'trajectories']:,}",
    }
    if len(every) > 1 and half > 0:
        decimals = 0 if measure.is_share else 2
        told |= {
            "least": wording.fixed(least * measure.factor, decimals),
            "most": wording.fixed(most * measure.factor, decimals),
            "unit": f"{wording.SPACE}%" if measure.is_share else "",
            "ratio": f"{(most - least) / (2 * half):,.0f}",
        }
    entry = next((each for each in (indices or {}).get("outcomes", []) if each["outcome"] == outcome), None)
    if entry:
        between = max(entry["variance_between_points"] - entry["noise_between_points"], 0.0)
        told["explained"] = wording.plain(
            100 * between / (entry["variance_between_points"] + entry["variance_within_points"]), 2
        )
    return told


def _checksum(path: pathlib.Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def _commands(subject: Subject, path: pathlib.Path) -> list[str]:
    report = f"scripts/report {shlex.quote(path.name)} -o report.html"
    told = subject.provenance.get("command_line", "")
    return [told, report] if told else [report]
