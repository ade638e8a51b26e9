# SPDX-License-Identifier: Apache-2.0
"""The command `peninsula tail`: what it takes, and how it tells what was found."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy
import pandas

from peninsula.decide import wording
from peninsula.decide.arguments import Once, Parser, answer, whole
from peninsula.decide.tail import Tail, tail
from peninsula.decide.why_command import month_after
from peninsula.errors import InputError

ROWS, ROWS_OF_A_SERIES, ROWS_OF_DRAWS, PATHS, TIMES = 12, 1, 6, 4, 6
ROWS_OF_OUTCOME = 24


def main(arguments: Sequence[str]) -> None:
    """Runs the command with these arguments and prints.

    Raises:
        InputError: an argument is wrong, or as `tail`.
    """
    asked = _parser().parse_args(arguments)
    found = tail(
        asked.result,
        asked.outcome,
        None if asked.worst is None else share_of("--worst", asked.worst),
        None if asked.best is None else share_of("--best", asked.best),
        asked.condition,
        asked.less_is_worse,
        asked.step,
        asked.without,
        asked.threads,
    )
    answer(asked, lambda: as_json(found), found.each, lambda: as_text(found))


def _parser() -> Parser:
    parser = Parser("tail", "Tells who the worst trajectories of a result are, and what came before.")
    add = parser.add_argument
    add("result", metavar="RESULT.h5", help="a result of run --records all")
    add(
        "--outcome",
        action=Once,
        required=True,
        metavar="NAME",
        help="what is judged by; not one with labels",
    )
    add("--worst", metavar="1%", help="the share with the greatest values (1%%)")
    add("--best", metavar="1%", help="instead of it, the share with the least values")
    add("--less-is-worse", action="store_true", help="the least values are the worst, the greatest the best")
    add("--condition", metavar="NAME", help="the reference unless told")
    add("--step", type=whole, default=3, metavar="N", help="months that are looked at together (3)")
    add("--without", action="append", default=[], metavar="SERIES", help="a series that is left out; repeatable")
    add("--threads", type=whole, metavar="N", help="as many as there are processors unless told")
    parser.take_form("all that was looked at")
    return parser


def share_of(option: str, text: str) -> float:
    """A share as it is written.

    >>> share_of("--worst", "1%"), share_of("--worst", "0.5 %"), share_of("--worst", "0.01")
    (0.01, 0.005, 0.01)
    """
    number, percent, rest = text.strip().partition("%")
    try:
        if rest:
            raise ValueError
        return float(number) / (100 if percent else 1)
    except ValueError:
        raise InputError(f"{option}: '{text}' is no share such as 1% or 0.01") from None


# Forms


def caveats_of(found: Tail) -> list[str]:
    """What every reader must know of the figures."""
    told = [
        "Under these assumptions: scenario analysis, not a forecast; properties of the model. What is commoner in the "
        "tail need not be its cause, and what is so in late months may be its consequence.",
        f"Lift: how many times commoner than in all trajectories, with its 95 % interval of sampling; of what is told, "
        f"at most 5 % are chance on average (false discovery rate over {found.looked_at:,} things looked at).",
    ]
    if found.by_definition:
        told.append(f"Left out, since they make the outcome: {', '.join(found.by_definition)}.")
    if found.needed is not None:
        told.append(
            f"The tail is small: {found.needed:,} trajectories would give one of 300, and find weaker signs as well."
        )
    return told


def as_json(found: Tail) -> dict[str, Any]:
    """Everything but what was looked at and not found, as JSON has it; what is undefined is null."""
    told = {each.name: getattr(found, each.name) for each in dataclasses.fields(found) if each.name != "each"}
    tables = {name: wording.records(value) for name, value in told.items() if isinstance(value, pandas.DataFrame)}
    circumstance = None if found.circumstance is None else dataclasses.asdict(found.circumstance)
    numbers = [int(number) for number in found.numbers]
    return {"caveats": caveats_of(found)} | told | tables | {"circumstance": circumstance, "numbers": numbers}


def as_text(found: Tail) -> str:
    """Who they are, what came before, their typical path, and one of them told."""
    parts = [_who(found), "\n".join(caveats_of(found)), _before(found), _paths(found), _circumstance(found)]
    return "\n\n".join([*parts, _typical(found)])


def _who(found: Tail) -> str:
    share = len(found.numbers) / found.trajectories
    beyond = "or more" if found.side == "greatest" else "or less"
    lines = [
        f"{found.condition}: the {len(found.numbers):,} of {found.trajectories:,} trajectories ({100 * share:.3g} %) "
        f"whose {found.outcome} is {found.threshold:g} {beyond}"
    ]
    if abs(share / found.asked - 1) > 0.05:
        lines.append(f"{100 * found.asked:g} % were asked for; trajectories with the same value are not parted.")
    if found.undefined:
        lines.append(f"It is undefined in {found.undefined:,} more, which belong to neither side.")
    return "\n".join(lines)


def _months(found: Tail, first: int, last: int) -> str:
    start, end = month_after(found.start, first), month_after(found.start, min(last, found.months - 1))
    return start if start == end else f"{start} to {end}"


def _before(found: Tail) -> str:
    if found.before.empty:
        return "Nothing in the series can be told to be commoner or rarer in the tail than in all trajectories."
    shown = found.before[found.before.groupby("series").cumcount() < ROWS_OF_A_SERIES].head(ROWS)
    rows = [["what was so", "when most", "in the tail", "in all", "lift", "found in"]]
    rows += [
        [
            f"{row['series']}: {row['value']}",
            _months(found, row["month"], row["month"] + found.step - 1),
            *(f"{100 * row[name]:.3g} %" for name in ("in_tail", "in_all")),
            wording.between(row["lift"], row["low"], row["high"], signed=False),
            _months(found, row["first_month"], row["last_month"] + found.step - 1),
        ]
        for row in shown.to_dict("records")
    ]
    more = len(found.before) - len(shown)
    tail = [f"{more} more were found; --json has them, --csv all that was looked at"] if more else []
    return "\n".join([wording.table(rows), *tail])


def _paths(found: Tail) -> str:
    """The series that stand out most, at a few times: the tail, and beside it the whole."""
    months = sorted({int(month) for month in numpy.linspace(0, found.months - 1, TIMES)})
    rows = [["tail, and whole", *(month_after(found.start, month) for month in months)]]
    shown = found.before.drop_duplicates("series").head(PATHS)
    for row in shown.to_dict("records"):
        paths = found.paths[found.paths.series == row["series"]]
        label = row["value"] if (paths.label == row["value"]).any() else ""
        path = paths[paths.label == label].set_index("month")
        name = f"{row['series']}: share of {label}" if label else f"{row['series']}: median"
        rows.append([name, *(f"{path.loc[month, 'in_tail']:.3g}, {path.loc[month, 'in_all']:.3g}" for month in months)])
    return wording.table(rows)


def _circumstance(found: Tail) -> str:
    lines = []
    if found.circumstance is not None:
        share, low, high = (100 * getattr(found.circumstance, name) for name in ("share", "low", "high"))
        lines.append(
            f"Luck and circumstance: {wording.between(share, low, high, signed=False)} % of who is in the tail is "
            f"between the {found.circumstance.states:,} states of the world, noise taken out; the rest is chance."
        )
    elif not found.drawn.empty:
        lines.append("Luck and circumstance cannot be told apart: every trajectory has draws of its own (--per-state).")
    else:
        lines.append(
            "All of it is chance: the condition draws no parameter. A result of run --records all --per-state 64 --set "
            "open=prior tells how much is circumstance."
        )
    drawn = found.drawn[found.drawn.found]
    if not drawn.empty:
        order = drawn.z.abs().sort_values(ascending=False, kind="stable").index
        rows = [["drawn", "in the tail", "in all", "lift"]]
        for row in drawn.loc[order].drop_duplicates("parameter").head(ROWS_OF_DRAWS).to_dict("records"):
            shares = (f"{100 * row[name]:.3g} %" for name in ("in_tail", "in_all"))
            lift = wording.between(row["lift"], row["low"], row["high"], signed=False)
            rows.append([f"{row['parameter']}: {row['value']}", *shares, lift])
        lines.append(wording.table(rows))
    elif not found.drawn.empty:
        lines.append("No drawn parameter can be told to be otherwise in the tail.")
    return "\n".join(lines)


def _typical(found: Tail) -> str:
    of_outcome = found.story[found.story.of_outcome]
    shown = found.story.drop(of_outcome.index[ROWS_OF_OUTCOME:])
    rows = [["month", "what made the outcome, and the least likely of all else", "chance"]]
    for row in shown.to_dict("records"):
        chance = 100 * row["probability"]
        least = f"{chance:.2g} %" if chance >= 1 else "< 1 %"
        rows.append(
            [row["month"], *([row["what"], ""] if row["of_outcome"] else [f"{row['agent']}, {row['what']}", least])]
        )
    heading = f"The trajectory nearest to the tail's medians is number {found.typical}: {found.retold}"
    return "\n".join([heading, wording.table(rows), *_about_the_story(found, len(found.story) - len(shown))])


def _about_the_story(found: Tail, left_out: int) -> list[str]:
    if not found.story.of_outcome.any():
        return [f"No series has events of {found.outcome} itself: the table has what was least likely of all else."]
    return [f"{left_out} more months made the outcome; --json has them."] if left_out else []
