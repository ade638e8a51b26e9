# SPDX-License-Identifier: Apache-2.0
"""The command `peninsula learn`: what it takes, and how it tells what was found."""

from collections.abc import Sequence
from typing import Any

import pandas

from peninsula.decide import wording
from peninsula.decide.arguments import Once, Parser, answer, settings_of, weights_of, whole
from peninsula.decide.learn import Learning, learn

ROWS = 10
"""How many assumptions, and how many groups, are told at most; JSON and CSV have all."""


def main(arguments: Sequence[str]) -> None:
    """Runs the command with these arguments and prints.

    Raises:
        InputError: an argument is wrong, or as `learn`.
    """
    asked = _parser().parse_args(arguments)
    found = learn(
        asked.conditions,
        weights_of(asked.value),
        asked.states,
        asked.trajectories,
        asked.seed,
        asked.months,
        asked.threads,
        **settings_of(asked.set),
    )
    answer(asked, lambda: as_json(found), found.table, lambda: as_text(found))


def _parser() -> Parser:
    parser = Parser("learn", "Tells what it is worth to learn an assumption before choosing among conditions.")
    add = parser.add_argument
    add("conditions", nargs="+", metavar="CONDITION", help="the options: condition files or names; two or more")
    add(
        "--value",
        action=Once,
        required=True,
        metavar="'X=1,Y=-0.2'",
        help="what outcomes are worth",
    )
    add("--states", type=whole, default=512, metavar="N", help="states of the world (512)")
    parser.take_simulation(256, "in each state, a power of two")
    parser.take_form("the assumptions")
    return parser


# Forms


def caveats_of(found: Learning) -> list[str]:
    """What every reader must know of the figures."""
    value = " ".join(f"{weight:+g} {name}" for name, weight in found.value.items())
    return [
        "Under these assumptions: scenario analysis, not a forecast; properties of the model.",
        f"Value: {value.removeprefix('+')}. {found.states} states of the world, each a draw of {len(found.table)} "
        f"parameters that no condition fixes; {found.trajectories} trajectories of each condition in each state, "
        f"seed {found.seed}.",
        "Worth: how much better the choice would be, on average, were this known before it is made. [low, high]: 95 % "
        "intervals, of states and trajectories together; priors and model are taken as they are.",
    ]


def as_json(found: Learning) -> dict[str, Any]:
    """Everything, as JSON has it; what is undefined is null."""
    told = {name: getattr(found, name) for name in ("value", "seed", "states", "trajectories")}
    tables = {name: wording.records(getattr(found, name)) for name in ("options", "everything", "table", "groups")}
    return {"caveats": caveats_of(found)} | told | tables


def as_text(found: Learning) -> str:
    """Tables for people, what is worth the most first."""
    parts = ["\n".join(caveats_of(found)), _options(found), _everything(found)]
    parts.append(_each(found.table, "parameter", "one assumption known"))
    if not found.groups.empty:
        groups = _each(found.groups, "group", "all assumptions of one part of the model known")
        parts.append(f"{groups}\n{OF_GROUPS}")
    return "\n\n".join(parts)


OF_GROUPS = (
    "A group is worth no less than any one of its assumptions. Its figure may be less, since its fit is simpler, where "
    "none of its assumptions can be told from 0."
)


def _options(found: Learning) -> str:
    rows = [["option", "value, without knowing more", "behind the greatest, in the same states"]]
    alike = found.options[~(found.options.behind_low > 0)].condition  # the greatest, which is behind nothing, is one
    for row in found.options.to_dict("records"):
        mean, half = row["mean"], 1.96 * row["error"]
        told = wording.between(mean, mean - half, mean + half)
        behind = wording.between(row["behind"], row["behind_low"], row["behind_high"])
        rows.append([row["condition"], told + (" (best)" if row["best"] and len(alike) == 1 else ""), behind])
    doubt = f"\nWhich is best cannot be told apart: {', '.join(alike)}." if len(alike) > 1 else ""
    return wording.table(rows, "") + doubt


def _everything(found: Learning) -> str:
    row = found.everything.to_dict("records")[0]
    doubt = "" if row["told"] else ", which cannot be told from 0"
    return (
        f"All {len(found.table)} assumptions known: worth {_worth(row)}{doubt}. Nothing that is learned is worth more."
    )


def _each(table: pandas.DataFrame, name: str, heading: str) -> str:
    told = table[table.told]
    count = f"{len(table) - len(told)} of {len(table)}"
    rest = f"{count} cannot be told from 0, at a false-alarm rate of 5 % over all of them"
    shown = told.head(ROWS)
    if told.empty:
        shown = table.head(3)
        rest += (
            f"; none of them is worth more than {wording.plain(table.high.max())}, so far as can be told. Among them:"
        )
    told_of = ["meaning"] if name == "parameter" else []
    rows = [[heading, "worth", *told_of]]
    rows += [[str(row[name]), _worth(row), *(str(row[of]) for of in told_of)] for row in shown.to_dict("records")]
    lines = [rest, wording.table(rows)] if told.empty else [wording.table(rows), rest]
    if len(told) > len(shown):
        lines.append(f"{len(told) - len(shown)} more can be told from 0; --json and --csv have all")
    return "\n".join(lines)


def _worth(row: dict[Any, Any]) -> str:
    return wording.between(row["worth"], row["low"], row["high"], signed=False)
