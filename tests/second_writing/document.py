# SPDX-License-Identifier: Apache-2.0
"""Tables of docs/model.md."""

import functools
import itertools

from .places import ROOT


@functools.cache
def table(first_column: str) -> list[dict[str, str]]:
    """The rows of the table that begins with this column."""
    lines = iter((ROOT / "docs/model.md").read_text(encoding="utf-8").splitlines())
    header = next(line for line in lines if line.startswith(f"| {first_column} |"))
    next(lines)
    rows = itertools.takewhile(lambda line: line.startswith("|"), lines)
    return [dict(zip(cells(header), cells(row), strict=True)) for row in rows]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
