# SPDX-License-Identifier: Apache-2.0
"""The command `peninsula box`: in which states of the world an effect turns round, or lies beyond a value."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import pandas

from peninsula.decide import wording
from peninsula.decide.arguments import Once, Parser, answer, settings_of, whole
from peninsula.decide.box import Box, box
from peninsula.decide.robust import Robustness, robust
from peninsula.decide.sought import Sought
from peninsula.decide.tree import Node, tree
from peninsula.errors import InputError


@dataclasses.dataclass(frozen=True)
class Answer:
    """Of one condition: what is sought, and the box and the tree; or `none`, why there are none."""

    condition: str
    sought: Sought | None = None
    box: Box | None = None
    tree: Node | None = None
    none: str = ""


def main(arguments: Sequence[str]) -> None:
    """Runs the command with these arguments and prints.

    Raises:
        InputError: an argument is wrong, or as `robust`.
    """
    asked = _parser().parse_args(arguments)
    if asked.below is not None and asked.above is not None:
        raise InputError("--below, --above: one of them can be sought, not both")
    found = robust(
        asked.conditions,
        [asked.outcome],
        asked.reference,
        asked.states,
        asked.trajectories,
        asked.seed,
        asked.months,
        asked.threads,
        **settings_of(asked.set),
    )
    answers = [answer_of(found, name, asked.below, asked.above) for name in found.table.condition]
    answer(asked, lambda: as_json(found, answers), as_rows(answers), lambda: as_text(found, answers))


def _parser() -> Parser:
    parser = Parser("box", "Tells in which states of the world the difference of conditions turns round.")
    add = parser.add_argument
    add("conditions", nargs="+", metavar="CONDITION", help="condition files or names; two or more")
    add("--outcome", action=Once, required=True, metavar="NAME", help="whose difference it is")
    add("--reference", metavar="NAME", help="the condition that effects are taken against; the first unless told")
    add("--below", action=Once, type=float, metavar="Z", help="seek effects below Z, not those of the opposite sign")
    add("--above", action=Once, type=float, metavar="Z", help="seek effects above Z, not those of the opposite sign")
    add("--states", type=whole, default=2048, metavar="N", help="states of the world (2048)")
    parser.take_simulation(256, "in each state, a power of two")
    parser.take_form("the bounds")
    return parser


def answer_of(found: Robustness, condition: str, below: float | None = None, above: float | None = None) -> Answer:
    """What divides the states of one condition, whose effect is that of the first outcome."""
    try:
        sought = found.sought(condition=condition, below=below, above=above)
    except InputError as error:
        return Answer(condition, none=str(error))
    try:
        return Answer(condition, sought, box(sought), tree(sought))
    except InputError as error:
        return Answer(condition, sought, none=str(error))


# Forms


def caveats_of(found: Robustness) -> list[str]:
    """What every reader must know of the figures."""
    return [
        "Under these assumptions: scenario analysis, not a forecast; properties of the model.",
        f"{found.states:,} states of the world, each a draw of {len(found.open)} parameters that no condition fixes; "
        f"{found.trajectories:,} trajectories of each condition in each state, seed {found.seed}.",
        "What one condition sets is drawn in none. A state is sought with a probability, since its own effect is known "
        "with error only; figures count these probabilities.",
        "Bounds say where in the priors, not why. Chance alone finds a box, or a branch, in 5 of 100 searches or "
        "fewer; beside bounds that matter it adds one in some 10 of 100.",
    ]


def as_json(found: Robustness, answers: Sequence[Answer]) -> dict[str, Any]:
    """Everything, as JSON has it; what is undefined is null."""
    told = {name: getattr(found, name) for name in ("reference", "seed", "states", "trajectories")}
    each = [_json_of(one) | {"outcome": str(found.table.outcome.iloc[0])} for one in answers]
    return {"caveats": caveats_of(found)} | told | {"open": list(found.open), "answers": each}


def _json_of(one: Answer) -> dict[str, Any]:
    told: dict[str, Any] = {"condition": one.condition, "none": one.none or None}
    if one.sought is not None:
        labels = one.sought.labels
        told |= {"sought": one.sought.what, "states": len(labels), "undefined": one.sought.undefined}
        told |= {"expected": float(labels.sum()), "sure": one.sought.sure}
    if one.box is not None:
        told |= {name: getattr(one.box, name) for name in ("coverage", "density", "base", "mass")}
        told["resamples"], told["resamples_with_box"] = len(one.box.elsewhere), one.box.resamples_with_box
        told["elsewhere"] = wording.records(one.box.elsewhere)
        told["bounds"] = wording.records(one.box.bounds.reset_index())
    if one.tree is not None:
        told["tree"] = [
            {"rule": list(rule), "states": leaf.states, "density": leaf.density} for rule, leaf in one.tree.leaves()
        ]
    return told


def as_rows(answers: Sequence[Answer]) -> pandas.DataFrame:
    """A row for each bounded assumption of each condition's box."""
    boxes = [(one.condition, one.box) for one in answers if one.box is not None]
    rows = [
        each.bounds.reset_index().assign(
            condition=condition, coverage=each.coverage, density=each.density, base=each.base, mass=each.mass
        )
        for condition, each in boxes
    ]
    columns = ["condition", "assumption", *BOUNDS, "coverage", "density", "base", "mass"]
    return pandas.concat(rows)[columns] if rows else pandas.DataFrame(columns=columns)


BOUNDS = ["low", "low_least", "low_most", "high", "high_least", "high_most", "quasi_p", "resampled"]


def as_text(found: Robustness, answers: Sequence[Answer]) -> str:
    """For people: of each condition, what is sought, the box, and the tree."""
    return "\n\n".join(["\n".join(caveats_of(found)), *(_text_of(found, one) for one in answers)])


def _text_of(found: Robustness, one: Answer) -> str:
    row = found.table[found.table.condition == one.condition].iloc[0]
    mean = wording.between(row["mean"], row["mean_low"], row["mean_high"])
    doubt = "" if row["sign_known"] else ", whose sign is not known"
    lines = [f"{row['outcome']}, {found.reference} → {one.condition}: mean over states {mean}{doubt}"]
    if one.sought is not None:
        lines.append(f"Sought: {one.sought.in_words()}.")
        if one.sought.undefined:
            lines.append(f"Left out: {one.sought.undefined:,} states in which too few trajectories define the outcome.")
    if one.none or one.box is None or one.tree is None:
        return "\n".join([*lines, f"No answer: {one.none}."])
    lines.append(one.box.text().rstrip())
    found_none = one.box.bounds.empty
    if one.tree.below is None:
        lines.append("Nor does a tree." if found_none else "No tree divides them better than chance might.")
    else:
        lines.append(f"{'A tree does' if found_none else 'As a tree'}, by the share of each branch that is sought:")
        lines.append(one.tree.text().rstrip())
    return "\n".join(lines)
