# SPDX-License-Identifier: Apache-2.0
"""Exceptions, by who can correct the cause."""

import difflib
from collections.abc import Iterable

MOST_NAMED = 6
"""How many names are told where none is near."""


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
    >>> print(unknown("condition", "nope", ["baseline", "tariff-war"]))
    there is no condition 'nope'; there are baseline, tariff-war
    """
    names = list(dict.fromkeys(known))
    nearest = difflib.get_close_matches(name, names, n=1)
    if nearest:
        return InputError(f"there is no {what} '{name}'; did you mean '{nearest[0]}'?")
    near = [each for each in names if name and name in each] or names
    near = near if len(near) <= MOST_NAMED else difflib.get_close_matches(name, near, MOST_NAMED, 0)
    hint = f"; there are {', '.join(near)}" if near else ""
    return InputError(f"there is no {what} '{name}'{hint}{', and others' if len(near) < len(names) else ''}")
