# SPDX-License-Identifier: Apache-2.0
"""From a result file to one HTML page."""

import base64
import concurrent.futures
import hashlib
import math
import pathlib
import shlex
from collections.abc import Sequence
from typing import Any

import jinja2
import markupsafe
import yaml

from peninsula import Sensitivity, join
from peninsula.joining import Paths
from peninsula.report import (
    assumptions,
    decision,
    figures,
    findings,
    limits,
    live,
    selection,
    stories,
    sweeps,
    vocabulary,
    wording,
)
from peninsula.report import (
    moved as what_moved,
)
from peninsula.report.selection import Choice
from peninsula.report.subject import Subject

TEMPLATES = pathlib.Path(__file__).parent / "templates"


EVERYTHING = Choice()


def page_of(paths: Paths, choice: Choice = EVERYTHING) -> str:
    """The report on a result file, or on several that can be joined, as HTML that needs nothing else.

    Raises:
        ResultError: a file is missing, damaged or no result; InputError: something chosen is not in it, or the files
        cannot be joined.
    """
    with join(paths) as results:
        subject = selection.subject_of(results, choice)
        _check(subject, choice.series)
        return _environment().get_template("report.html.j2").render(_context(subject, choice))


def _check(subject: Subject, series: Sequence[str]) -> None:
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


def _context(subject: Subject, choice: Choice) -> dict[str, Any]:
    """What the templates need. The program looks at a sweep's factors, which takes longest, while the rest is made."""
    moved = what_moved.context(subject, choice)
    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        pending = beside.submit(sweeps.found_by_program, subject)
        context = _of_every_result(subject, choice)
        found, missing = pending.result()
    context |= _of_a_sweep(subject, found, missing) | decision.context(subject, choice) | moved
    return context | _scripts(live.context(subject, choice))


def _scripts(context: dict[str, Any]) -> dict[str, Any]:
    """The page's scripts, and the policy that lets these run and nothing else."""
    script = markupsafe.Markup((TEMPLATES / "enhance.js").read_text(encoding="utf-8"))
    own = [script, *([context["live"]["script"]] if context["live"] else [])]
    allowed = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in own]
    sources = {"default-src": "'none'", "style-src": "'unsafe-inline'", "img-src": "data:"}
    sources["script-src"] = " ".join([*allowed, *(["'wasm-unsafe-eval'"] if context["live"] else [])])
    if context["live"]:
        sources["worker-src"] = "blob:"
    policy = "; ".join(f"{name} {source}" for name, source in sources.items())
    return context | {"script": script, "policy": markupsafe.Markup(policy)}


def _of_every_result(subject: Subject, choice: Choice) -> dict[str, Any]:
    told, where = stories.stories(subject)
    parameters = assumptions.every(subject)
    table = findings.table(subject)
    return {
        "subject": subject,
        "words": wording,
        "title": _title(subject),
        "subtitle": _subtitle(subject),
        "trajectories": _trajectories(subject),
        "lead": findings.lead(subject),
        "fork": findings.fork(subject),
        "heads": findings.heads(subject),
        "table": table,
        "differences": figures.difference_figures(subject),
        "series": figures.series_figures(subject, choice.series) if len(subject.series) else [],
        "distributions": figures.distribution_figures(subject),
        "events": figures.event_figures(subject),
        "stories": told,
        "stories_chosen": where,
        "changes": assumptions.changes(subject),
        "parameters": parameters,
        "tally": assumptions.tally(parameters),
        "files": [(what, name, _checksum(path)) for what, name, path in _files(subject, choice)],
        "model": vocabulary.typeset(str(subject.results.attrs["model_summary"])),
        "facts": _facts(subject),
        "commands": _commands(subject, choice),
        "clamped": any(cell.limit for _, cells in table for cell in cells),
        "headings": [subject.heading(name) for name in subject.undrawn],
        "conditions_asked": bool(choice.conditions),
        "until": limits.until(subject),
        "left_out": limits.left_out(subject),
    }


def _of_a_sweep(subject: Subject, found: Sensitivity | None, missing: str) -> dict[str, Any]:
    """What is shown of sweeps only; of other results the headline's sentences."""
    of_sweep = subject.design is not None
    return {
        "sentences": sweeps.sentences(subject, found) if of_sweep else findings.sentences(subject),
        "verdict": "" if of_sweep else findings.verdict(subject),
        "sweep": sweeps.figures(subject, found),
        "sweep_text": _sweep(subject),
        "variances": sweeps.variances(subject, found),
        "sensitivity_missing": missing,
        "uncertainty": _uncertainty(subject, found),
    }


def _facts(subject: Subject) -> list[tuple[str, str]]:
    """What the file says of its making."""
    left_out = ("seed", "command_line")
    told = ((name, text) for name, text in subject.provenance.items() if name not in left_out and text)
    return [(vocabulary.capital(vocabulary.label(name)), text.replace("\n", "; ")) for name, text in told]


def _title(subject: Subject) -> str:
    return vocabulary.typeset(str(subject.results.attrs["model_summary"]).split(":")[0])


def _subtitle(subject: Subject) -> str:
    if subject.design is not None:
        points = f"{len(subject.conditions) - 1:,} points"
        return f"{_sweep(subject)['summary'].rstrip('.')}: {points} of a sweep, {subject.span}"
    number = wording.count(len(subject.rows), "regional condition")
    compared = ", compared under the same chance" if subject.compared else ""
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
    sizes = subject.conditions.trajectories.loc[subject.rows]
    least, most = sizes.min(), sizes.max()
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def _uncertainty(subject: Subject, found: Sensitivity | None) -> dict[str, str]:
    """Sampling error beside what assumptions do, in this file's own numbers, for the first headline outcome."""
    outcome = subject.headline[0]
    row = subject.estimate(outcome).loc[subject.reference]
    value, ends = subject.estimate_told(outcome, subject.reference)
    told = {
        "head": vocabulary.head(outcome, subject.outcomes),
        "value": value,
        "ends": ends,
        "size": f"{subject.conditions.loc[subject.reference, 'trajectories']:,}",
        "ratio": "",
        "explained": "",
    }
    every, width = subject.estimate(outcome).estimate, row.high - row.low
    every = every if subject.design is not None else every.loc[subject.rows]
    if len(every) > 1 and width > 0:
        measure = subject.measure(outcome)
        least, most = (wording.plain(each * measure.factor, 2) for each in (every.min(), every.max()))
        unit = f"{wording.SPACE}%" if measure.is_share else ""
        told |= {"least": least, "most": f"{most}{unit}", "ratio": f"{(every.max() - every.min()) / width:,.0f}"}
    if found is not None and outcome in found.variances.index:
        share = sweeps.explained(found.variances.loc[outcome])
        told["explained"] = wording.per_cent(share) if math.isfinite(share) else ""
    return told


def _files(subject: Subject, choice: Choice) -> list[tuple[str, str, pathlib.Path]]:
    """All that the page is made of: what each is, its name, its path."""
    older = [("Older file", choice.what_moved.name, choice.what_moved)] if choice.what_moved else []
    return [*(("Result file", name, path) for name, path in subject.files.items()), *older]


def _checksum(path: pathlib.Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def _commands(subject: Subject, choice: Choice) -> list[str]:
    """Those that made the files, and the one that makes the page."""
    report = shlex.join(["scripts/report", *subject.words_of_files, *choice.words, "-o", "report.html"])
    return [*subject.provenance.get("command_line", "").splitlines(), report]
