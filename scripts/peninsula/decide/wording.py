# SPDX-License-Identifier: Apache-2.0
"""Numbers and tables as text: no more digits than the interval bears."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

MINUS = "\u2212"
NOTHING = "–"
"""Where there is no number."""


def number(value: float, error: float, signed: bool = False) -> str:
    """A number with the digits that its error leaves: the half-width of an interval, or a standard error.

    The last digit told is worth half the error or less, and no less than a twentieth of it.

    >>> number(0.123456, 0.0042), number(-12.3456, 1.5, signed=True), number(3.0, float("nan"))
    ('0.123', '−12.3', '3')
    """
    if math.isnan(value):
        return NOTHING
    digits = -math.floor(math.log10(error / 2)) if error > 0 and math.isfinite(error) else None
    text = f"{value:{'+' if signed else ''}{'.4g' if digits is None else f'.{min(max(digits, 0), 9)}f'}}"
    if not text.strip("+-0."):
        text = text.strip("+-")  # nothing has no sign
    return text.replace("-", MINUS)


def between(value: float, low: float, high: float, signed: bool = True) -> str:
    """A number with its interval.

    >>> between(0.123456, 0.119, 0.128)
    '+0.123 [+0.119, +0.128]'
    """
    if math.isnan(value):
        return NOTHING
    half = (high - low) / 2
    if math.isnan(half):
        return number(value, half, signed)
    return f"{number(value, half, signed)} [{number(low, half, signed)}, {number(high, half, signed)}]"


def plain(value: float) -> str:
    """A number with three digits.

    >>> plain(-0.12345), plain(float("nan"))
    ('−0.123', '–')
    """
    return NOTHING if math.isnan(value) else f"{value:.3g}".replace("-", MINUS)


def share(value: float) -> str:
    """A share in per cent, with a decimal where it is small.

    >>> share(0.1234), share(0.0123), share(float("nan"))
    ('12 %', '1.2 %', '–')
    """
    return NOTHING if math.isnan(value) else f"{100 * value:.{1 if value < 0.0995 else 0}f} %"


def records(table: "pandas.DataFrame") -> list[dict[str, Any]]:
    """The rows of a table as JSON has them: null where there is no number."""
    rows = table.to_dict("records")
    return [
        {str(name): None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}
        for row in rows
    ]


def table(rows: Sequence[Sequence[str]], indent: str = "  ") -> str:
    """Rows of cells as lines with columns that stand below each other.

    >>> print(table([["change", "share"], ["a", "+0.1"]]))
      change  share
      a       +0.1
    """
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join((indent + line).rstrip() for line in lines)
