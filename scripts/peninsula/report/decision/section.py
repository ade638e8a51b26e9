# SPDX-License-Identifier: Apache-2.0
"""What the page's template needs of the decision."""

import shlex
from dataclasses import replace
from typing import Any

from peninsula.errors import InputError
from peninsula.report import vocabulary
from peninsula.report.decision import figure, rows, sentences
from peninsula.report.decision.found import decided
from peninsula.report.figures import Figure
from peninsula.report.selection import Choice
from peninsula.report.subject import Subject

STATES = 128
"""That the page proposes."""
FIGURE = figure.NAME


def context(subject: Subject, choice: Choice) -> dict[str, Any]:
    """All names that begin with `decision`, and the sentence of a page that does not begin with it."""
    found, missing = decided(subject, choice.states)
    is_one_point = not choice.states and subject.design is None and subject.compared
    context = {"decision": found, "decision_missing": missing, "states_command": ""}
    if is_one_point:
        context["states_command"] = shlex.join(["scripts/report", *subject.words_of_files, "--states", str(STATES)])
    if found is None:
        return context
    from peninsula.report.decision import bounds, causes, turns  # noqa: PLC0415  # as `found`, these need the engine's module

    told = [each.condition for each in sentences.ranked(subject, found)]
    return context | {
        "causes": causes.every(subject, told),
        "turns": turns.every(subject, found, told) if choice.flip else [],
        "turns_header": turns.HEADER,
        "turns_counted": turns.COUNTED,
        "bounds_header": bounds.HEADER,
        "turns_command": shlex.join(["scripts/report", *subject.words_of_files, *replace(choice, flip=True).words]),
        "causes_header": causes.HEADER,
        "decision_sentences": sentences.every(subject, found),
        "decision_level": sentences.level(subject, found),
        "decision_figure": figure.figure(subject, found),
        "decision_header": rows.HEADER,
        "decision_rows": rows.of_outcome(subject, found, subject.main),
        "decision_head": vocabulary.head(subject.main, subject.outcomes),
    }


def figures(subject: Subject, choice: Choice) -> list[Figure]:
    """The section's figure, where there are states.

    Raises:
        InputError: the conditions cannot be simulated anew.
    """
    found, missing = decided(subject, choice.states)
    if missing:
        raise InputError(missing.rstrip("."))
    return [figure.figure(subject, found)] if found is not None else []
