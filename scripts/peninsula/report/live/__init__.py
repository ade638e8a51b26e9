# SPDX-License-Identifier: Apache-2.0
"""The engine inside the page: whoever reads it moves an assumption, and sees what the program would print."""

from typing import Any

from peninsula.errors import InputError, RunError
from peninsula.report.selection import Choice
from peninsula.report.subject import Subject


def context(subject: Subject, choice: Choice) -> dict[str, Any]:
    """`live`: what the template needs; None where nobody asked for it.

    Raises:
        InputError: it was asked for and cannot be had; the message says why.
    """
    if not choice.live:
        return {"live": None}
    try:
        from peninsula.report.live.section import Live  # noqa: PLC0415  # other pages need no module of the engine

        return {"live": Live(subject).context()}
    except (InputError, RunError) as error:
        raise InputError(f"--live: {error}") from error
