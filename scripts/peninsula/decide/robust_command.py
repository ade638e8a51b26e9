# SPDX-License-Identifier: Apache-2.0
"""The command `peninsula robust`: what it takes, and how it tells what was found."""

import json
from collections.abc import Sequence
from typing import Any

import numpy
import pandas

from peninsula.decide.arguments import Once, Parser, settings_of, weights_of, whole
from peninsula.decide.deconvolution import FEWEST
from peninsula.decide.robust import Robustness, robust


def main(arguments: Sequence[str]) -> None:
    """Runs the command with these arguments and prints.

    Raises:
        InputError: an argument is wrong, or as `robust`.
    """
    asked = _parser().parse_args(arguments)
    found = robust(
        asked.conditions,
        asked.outcome,
        asked.reference,
        asked.states,
        asked.trajectories,
        asked.seed,
        asked.months,
        asked.threads,
        None if asked.value is None else weights_of(asked.value),
        asked.threshold,
        **settings_of(asked.set),
    )
    print(json.dumps(as_json(found), indent=1) if asked.json else _csv(found) if asked.csv else as_text(found))


def _parser() -> Parser:
    parser = Parser("robust", "Compares conditions over everything that has a prior and that none of them sets.")
    add = parser.add_argument
    add("conditions", nargs="+", metavar="CONDITION", help="condition files or names; two or more")
    add("--outcome", action="append", metavar="NAME", help="an outcome instead of the headline; repeatable")
    add("--reference", metavar="NAME", help="the condition that effects are taken against; the first unless told")
    add("--states", type=whole, default=512, metavar="N", help="states of the world (512)")
    parser.take_simulation(512, "in each state, a power of two")
    add(
        "--value",
        action=Once,
        metavar="'X=1,Y=-0.2'",
        help="what outcomes are worth; tells regret",
    )
    add("--threshold", type=float, metavar="T", help="the value from which on a state is good enough")
    parser.take_form("the effects")
    return parser


# Forms


def caveats_of(found: Robustness) -> list[str]:
    """What every reader must know of the figures."""
    return [
        "Under these assumptions: scenario analysis, not a forecast; properties of the model.",
        f"{found.states} states of the world, each a draw of {len(found.open)} parameters that no condition fixes; "
        f"{found.trajectories} trajectories of each condition in each state, seed {found.seed}.",
        "What one condition sets is drawn in none, so that effects depend on which conditions are listed.",
        "[low, high]: 95 % intervals. At the point: of sampling only, at the conditions' own parameters. Over states: "
        "of sampling and of these parameters together. Neither holds what the model leaves out.",
    ]


def as_json(found: Robustness) -> dict[str, object]:
    """Everything, as JSON has it; what is undefined is null."""
    tables = {"table": found.table, "levels": found.levels, "assumptions": found.assumptions, "regret": found.regret}
    rows = {
        name: None if table is None else json.loads(table.to_json(orient="records", double_precision=15))
        for name, table in tables.items()
    }
    told = {name: getattr(found, name) for name in ("reference", "seed", "states", "trajectories")}
    return {"caveats": caveats_of(found)} | told | {"open": list(found.open)} | rows


def _csv(found: Robustness) -> str:
    return str(found.table.to_csv(index=False)).rstrip("\n")


def as_text(found: Robustness) -> str:
    """Tables for people, the largest effect first."""
    parts = ["\n".join(caveats_of(found))]
    for outcome in dict.fromkeys(found.table.outcome):
        effects = found.table[found.table.outcome == outcome]
        effects = effects.iloc[numpy.argsort(-abs(effects["mean"].to_numpy()), kind="stable")]
        parts.append(_effects_as_text(found, outcome, effects))
    parts.append(LEGEND)
    if found.regret is not None:
        parts.append(_regret_as_text(found.regret))
    return "\n\n".join(parts)


LEGEND = """\
spread: standard deviation between states, noise taken out. no change: states in which no trajectory differs.
other sign: states whose effect has not the sign of the mean, noise taken out; raw: as estimated, noise included;
sure: of these, those beyond 1.96 standard errors. (?): the mean's own sign is not known. r: correlation of ranks over
states, only where it is beyond chance."""


TOO_FEW = f"""\
  -: told only from {FEWEST} states on in which something differs, and not all alike; more --states would give them"""


def _effects_as_text(found: Robustness, outcome: str, effects: pandas.DataFrame) -> str:
    rows = [
        [
            "",
            "at the point",
            "mean over states",
            "spread",
            "5 to 95 % of states",
            "no change",
            "other sign",
            "raw",
            "sure",
        ]
    ]
    for effect in effects.to_dict("records"):
        digits = _digits(effect["mean_high"] - effect["mean_low"])
        rows.append(
            [
                effect["condition"],
                _with_interval(effect, "at_point"),
                _with_interval(effect, "mean") + ("" if effect["sign_known"] else " (?)"),
                _number(effect["spread"], digits),
                f"{_number(effect['low_state'], digits, '+')} to {_number(effect['high_state'], digits, '+')}",
                _share(effect["unchanged"]),
                f"{_share(effect['opposite'])} [{_share(effect['opposite_low'])}, {_share(effect['opposite_high'])}]",
                _share(effect["opposite_naive"]),
                _share(effect["opposite_beyond"]),
            ]
        )
    lines = [f"{outcome}: difference from {found.reference}", *_aligned(rows)]
    lines += [_in_words(effect) for effect in effects.to_dict("records") if effect["opposite"] >= 0]
    if ((effects.unchanged < 1) & effects.opposite.isna()).any():
        lines.append(TOO_FEW)
    lines += [_level_as_text(found, outcome), *_assumptions_as_text(found, outcome)]
    return "\n".join(lines)


def _in_words(effect: dict[Any, Any]) -> str:
    """In how many states there is more, and in how many less, noise taken out."""
    agree = max(1 - effect["opposite"] - effect["unchanged"], 0.0)
    more, fewer = (agree, effect["opposite"]) if effect["mean"] > 0 else (effect["opposite"], agree)
    return (
        f"  {effect['condition']}: more in {_share(more)} of states, less in {_share(fewer)}, the same in "
        f"{_share(effect['unchanged'])}"
    )


def _level_as_text(found: Robustness, outcome: str) -> str:
    levels = found.levels
    level = levels[(levels.condition == found.reference) & (levels.outcome == outcome)].iloc[0].to_dict()
    digits = _digits(level["mean_high"] - level["mean_low"])
    point, mean, low, high = (_number(level[name], digits) for name in ("at_point", "mean", "low_state", "high_state"))
    return f"  {found.reference} itself: {point} at the point, {mean} over states, {low} to {high} in 5 to 95 % of them"


def _assumptions_as_text(found: Robustness, outcome: str) -> list[str]:
    assumptions = found.assumptions[found.assumptions.outcome == outcome]
    lines = []
    for condition in dict.fromkeys(assumptions.condition):
        rows = assumptions[assumptions.condition == condition].to_dict("records")
        told = ", ".join(f"{row['parameter']} (r {row['correlation']:+.2f})" for row in rows)
        lines.append(f"  {condition} depends most on {told}")
    return lines


def _regret_as_text(regret: pandas.DataFrame) -> str:
    has_threshold = bool(regret.enough.notna().any())
    apart = numpy.diff(numpy.sort(regret["mean"]))
    digits = _digits(2 * float(apart[apart > 0].min())) if (apart > 0).any() else 3
    rows = [["", "value", "mean regret", "worst state", "best in", *["enough in"] * has_threshold]]
    for row in regret.sort_values("regret", kind="stable").to_dict("records"):
        enough = f"{_share(row['enough'])} [{_share(row['enough_low'])}, {_share(row['enough_high'])}]"
        rows.append(
            [
                row["condition"],
                _number(row["mean"], digits, "+"),
                f"{_number(row['regret_at_least'], digits)} to {_number(row['regret'], digits)}",
                _number(row["greatest_regret"], digits) + (" (least)" if row["minimax"] else ""),
                _share(row["best"]),
                *[enough] * has_threshold,
            ]
        )
    heading = "value, as stated: regret is how much the best condition of a state is better"
    note = "mean regret lies between the two: the best is chosen by other trajectories, or by the same and so by luck."
    ties = regret.best.sum() - 1
    lines = [heading, *_aligned(rows), note]
    if ties > 1e-9:
        lines.append("best in: where several are best in a state, it is counted for each, so that shares exceed 100 %.")
    return "\n".join(lines)


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _digits(width: float) -> int:
    """Places after the point that an interval of this width bears."""
    return int(numpy.clip(1 - numpy.floor(numpy.log10(width / 2)), 0, 6)) if width > 0 else 3


def _number(value: float, digits: int, sign: str = "") -> str:
    return "-" if numpy.isnan(value) else f"{value:{sign}.{digits}f}"


def _share(value: float) -> str:
    return "-" if numpy.isnan(value) else f"{100 * value:.{1 if value < 0.0995 else 0}f} %"


def _with_interval(effect: dict[str, float], name: str) -> str:
    low, high = effect[f"{name}_low"], effect[f"{name}_high"]
    digits = _digits(high - low)
    return f"{_number(effect[name], digits, '+')} [{_number(low, digits, '+')}, {_number(high, digits, '+')}]"
