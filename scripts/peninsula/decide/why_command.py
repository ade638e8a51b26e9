# SPDX-License-Identifier: Apache-2.0
"""The command `peninsula why`: what it takes, and how it tells what was found."""

import dataclasses
import json
from typing import Any

import pandas

from peninsula.decide import wording
from peninsula.decide.arguments import Parser, settings_of, whole
from peninsula.decide.flip import SAME
from peninsula.decide.partings import Partings, partings
from peninsula.decide.why import Why, why


def main(arguments: list[str]) -> int:
    """Runs the command with these arguments and prints.

    Raises:
        InputError: an argument is wrong, or as `why`.
    """
    asked = _parser().parse_args(arguments)
    found = why(
        asked.first,
        asked.second,
        asked.outcome,
        asked.trajectories,
        asked.seed,
        asked.months,
        asked.threads,
        channels=not asked.no_channels,
        **settings_of(asked.set),
    )
    settings = settings_of(asked.set)
    parted = (
        partings(asked.first, asked.second, asked.retold, asked.seed, asked.months, **settings)
        if asked.retold
        else None
    )
    if asked.json:
        told = as_json(found) | ({"partings": as_json_of_partings(parted)} if parted else {})
        print(json.dumps(told, indent=1, ensure_ascii=False))
    elif asked.csv:
        print(found.table.to_csv(index=False), end="")
    else:
        print(as_text(found) + (f"\n{as_text_of_partings(parted)}" if parted else ""), end="")
    return 0


def _parser() -> Parser:
    parser = Parser("why", "Tells what the difference between two conditions comes from, change by change.")
    add = parser.add_argument
    add("first", metavar="FROM", help="condition, a file or a name")
    add("second", metavar="TO", help="condition, a file or a name")
    add("--outcome", action="append", metavar="NAME", help="an outcome instead of the headline; repeatable")
    parser.take_simulation(100_000, "of each part of the changes")
    add(
        "--retold",
        type=whole,
        default=1000,
        metavar="N",
        help="trajectories retold, to tell where histories part (1000)",
    )
    add("--no-channels", action="store_true", help="do not close the couplings in turn")
    parser.take_form("the shares")
    return parser


def as_json(found: Why) -> dict[str, Any]:
    """Everything in plain types; what is not a number is null."""
    told = {each.name: getattr(found, each.name) for each in dataclasses.fields(found)}
    told["changes"] = [dataclasses.asdict(change) for change in found.changes]
    return told | {name: wording.records(told[name]) for name in ("table", "differences", "channels")}


def as_json_of_partings(found: Partings) -> dict[str, Any]:
    """Everything but the single trajectories."""
    told = {each.name: getattr(found, each.name) for each in dataclasses.fields(found) if each.name != "each"}
    return told | {"table": wording.records(found.table)}


ROWS_OF_PARTINGS = 8


def as_text_of_partings(found: Partings) -> str:
    """Where histories part, the commonest on top, and how to read one of them."""
    parted = f"{len(found.each):,} of {found.trajectories:,} trajectories part"
    rows = [["histories part over", "share", "median month", "chance of the first's choice"]]
    for row in found.table.head(ROWS_OF_PARTINGS).to_dict("records"):
        share, low, high = (100 * row[name] for name in ("share", "low", "high"))
        rows.append(
            [
                f"{row['agent']}, {row['subject']}: {row['first']} → {row['second']}",
                f"{wording.between(share, low, high, signed=False)} %",
                month_after(found.start, round(row["month"])),
                f"{100 * row['probability_first']:.0f} % → {100 * row['probability_second']:.0f} %",
            ]
        )
    lines = [f"Retold one by one: {parted}.", wording.table(rows)]
    if found.exemplar is not None:
        lines.append(
            f"One that parts over the first of these: peninsula trace {found.first} --trajectory {found.exemplar}, and "
            f"{found.second}; seed {found.seed}"
        )
    return "\n".join(lines) + "\n"


def month_after(start: str, months: int) -> str:
    """The month that comes so many after another.

    >>> month_after("2025-02", 11)
    '2026-01'
    """
    year, month = (int(part) for part in start.split("-"))
    year, month = divmod(12 * year + month - 1 + months, 12)
    return f"{year}-{month + 1:02}"


def as_text(found: Why) -> str:
    """The tables for people, the largest share first, with what they rest on."""
    outcomes = (_of_outcome(found, row) for row in found.differences.itertuples())
    return "\n\n".join([_heading(found), *outcomes, _notes(found)]) + "\n"


def _heading(found: Why) -> str:
    count = f"{len(found.changes)} change{'s' if len(found.changes) > 1 else ''}"
    return (
        f"{found.first} → {found.second}: {count}, {found.trajectories:,} trajectories of {found.months} months, seed "
        f"{found.seed}\nUnder these assumptions. Brackets are {100 * found.level:g} % intervals of sampling error only."
    )


def _of_outcome(found: Why, row: Any) -> str:
    name = f"{row.outcome} = {row.label}" if row.label else str(row.outcome)
    error = (row.high - row.low) / 2
    told = f"{name}: {wording.number(row.first, error)} → {wording.number(row.second, error)}"
    left_out = f"; undefined and left out: {row.undefined:,} trajectories" if row.undefined else ""
    differs = (row.difference, row.low, row.high) != (0, 0, 0)
    difference = (
        f"difference {wording.between(row.difference, row.low, row.high)}" if differs else "no trajectory differs"
    )
    head = f"{told}, {difference}{left_out}"
    tables = [_shares(_of(found.table, row))]
    if not found.channels.empty:
        tables.append(_channels(_of(found.channels, row)))
    return "\n".join([head, *tables])


def _of(table: pandas.DataFrame, row: Any) -> pandas.DataFrame:
    return table[(table.outcome == row.outcome) & (table.label == row.label)]


def _shares(table: pandas.DataFrame) -> str:
    order = table.share.abs().sort_values(ascending=False, kind="stable").index
    rows = [["change", "share", "alone", "last"]]
    rows += [[row["change"], *(_cell(row, of) for of in rows[0][1:])] for row in table.loc[order].to_dict("records")]
    if all(cell == SAME for row in rows[1:] for cell in row[1:]):
        return "  no change makes a difference in any trajectory"
    return wording.table(rows)


def _cell(row: dict[Any, Any], of: str) -> str:
    """What is 0 in every trajectory has no interval: it is no estimate."""
    ends = (row[of], row[f"{of}_low"], row[f"{of}_high"])
    return SAME if ends == (0, 0, 0) else wording.between(*ends)


def _channels(table: pandas.DataFrame) -> str:
    rows = [["closed in both", "difference left", "of the difference"]]
    for row in table.to_dict("records"):
        value, low, high = (100 * row[name] for name in ("ratio", "ratio_low", "ratio_high"))
        ratio = wording.between(value, low, high, signed=False)
        rows.append([row["channel"], _cell(row, "left"), ratio if ratio == wording.NOTHING else f"{ratio} %"])
    if all(row[1] == SAME for row in rows[1:]):
        return "  whichever channel is closed, no trajectory differs"
    return wording.table(rows)


def _notes(found: Why) -> str:
    shares = "Shares are over all orders of the changes, and add up to the difference."
    if not found.is_exact:
        shares = (
            "Shares are over orders at random, each with its reverse, and add up to the difference; their intervals "
            "hold the error of the orders."
        )
    if found.channels.empty:
        return shares
    return f"{shares}\nWhat is left with one channel closed is no share: it need not add up to anything."
