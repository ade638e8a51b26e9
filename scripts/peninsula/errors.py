# SPDX-License-Identifier: Apache-2.0
"""Exceptions, by who can correct the cause."""

import difflib
from collections.abc import Iterable


class InputError(ValueError):
    """The input is wrong: a name, a value, a file. The message says which, and the nearest valid name."""


class ResultError(InputError):
    """The file is damaged, or no result of this program."""


class RunError(RuntimeError):
    """The program failed while it ran; what it had finished is kept, and nothing is damaged."""


def unknown(what: str, name: str, known: Iterable[str]) -> InputError:
    """The error for a name that does not exist, with the nearest that does.

    >>> print(unknown("outcome", "summit_hold", ["summit_held", "deal_reached"]))
    there is no outcome 'summit_hold'; did you mean 'summit_held'?
    """
    nearest = difflib.get_close_matches(name, list(known), n=1)
    hint = f"; did you mean '{nearest[0]}'?" if nearest else ""
    return InputError(f"there is no {what} '{name}'{hint}")
