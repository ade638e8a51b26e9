# SPDX-License-Identifier: Apache-2.0
"""The command `peninsula flip`: what it takes, and how it tells what was found."""

import dataclasses
import json
from typing import Any

import pandas

from peninsula.decide import wording
from peninsula.decide.arguments import Once, Parser, settings_of, whole
from peninsula.decide.flip import SAME, Flip, flip

MOST_NAMED = 8  # of those in one sentence


def main(arguments: list[str]) -> int:
    """Runs the command with these arguments and prints.

    Raises:
        InputError: an argument is wrong, or as `flip`.
    """
    asked = _parser().parse_args(arguments)
    found = flip(
        asked.first,
        asked.second,
        asked.outcome,
        asked.assumption,
        asked.steps,
        asked.trajectories,
        asked.seed,
        asked.months,
        asked.threads,
        **settings_of(asked.set),
    )
    if asked.json:
        print(json.dumps(as_json(found), indent=1, ensure_ascii=False))
    else:
        print(found.table.to_csv(index=False) if asked.csv else as_text(found), end="")
    return 0


def _parser() -> Parser:
    parser = Parser("flip", "Tells at which value of an assumption the difference of two conditions changes its sign.")
    add = parser.add_argument
    add("first", metavar="FROM", help="condition, a file or a name")
    add("second", metavar="TO", help="condition, a file or a name")
    add("--outcome", action=Once, required=True, metavar="NAME", help="whose difference it is")
    add("--assumption", action="append", metavar="NAME", help="instead of all that are open; repeatable")
    add("--steps", type=whole, default=9, metavar="N", help="values over a prior (9)")
    parser.take_simulation(10_000, "of each value")
    parser.take_form("the answers")
    return parser


def as_json(found: Flip) -> dict[str, Any]:
    """Everything in plain types; what is not a number is null."""
    told = {each.name: getattr(found, each.name) for each in dataclasses.fields(found)}
    return told | {name: wording.records(told[name]) for name in ("table", "effects")}


def as_text(found: Flip) -> str:
    """The answers for people, with what they rest on."""
    head = (
        f"{found.first} → {found.second}, {found.outcome}: where one assumption turns the effect\n"
        f"Under these assumptions. {found.trajectories:,} trajectories a value, seed {found.seed}; brackets are "
        f"{100 * found.level:g} % intervals of sampling error only."
    )
    fixed, drawn = (_of(found.table[found.table.others == others]) for others in ("fixed", "drawn"))
    return (
        f"{head}\n\nWith the other assumptions as the conditions have them{_laws(found)}:\n{fixed}"
        f"\n\nWith the other assumptions drawn from their priors:\n{drawn}\n"
    )


def _laws(found: Flip) -> str:
    fixed = found.table[found.table.others == "fixed"]
    return ", drawn where they have a law (as open=prior gives them)" if fixed.value.isna().any() else ""


def _of(table: pandas.DataFrame) -> str:
    parts = []
    sure, doubtful, same, without = (table[table.turns == answer] for answer in ("yes", "in doubt", SAME, "no"))
    if len(sure):
        parts.append(wording.table([_HEAD, *(_cells(row) for row in sure.to_dict("records"))]))
    if len(doubtful):
        parts.append(f"  In doubt, the effect being within noise: {_named(doubtful)}.")
    if len(same):
        parts.append(f"  Nothing differs in any trajectory, whichever of these is changed: {_named(same)}.")
    if len(without):
        parts.append(f"  {_without(without)}")
    return "\n".join(parts)


def _named(rows: pandas.DataFrame) -> str:
    more = f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
    return ", ".join(rows.assumption[:MOST_NAMED]) + more


_HEAD = ["assumption", "has", "prior", "turns at", "to", "effect over the prior"]


def _cells(row: dict[Any, Any]) -> list[str]:
    plain = {name: wording.plain(value) for name, value in row.items() if isinstance(value, float)}
    return [
        row["assumption"],
        plain["value"],
        f"{plain['prior_low']} to {plain['prior_high']}",
        wording.between(row["crossing"], row["low"], row["high"], signed=False),
        row["to"],
        f"{plain['least']} to {plain['most']}",
    ]


def _without(rows: pandas.DataFrame) -> str:
    least, most = rows.loc[rows.least.idxmin()], rows.loc[rows.most.idxmax()]
    return (
        f"Not turned by {len(rows)} assumption{'s' if len(rows) > 1 else ''} within the prior: the effect is from "
        f"{wording.plain(least.least)} ({least.assumption}) to {wording.plain(most.most)} ({most.assumption})."
    )
