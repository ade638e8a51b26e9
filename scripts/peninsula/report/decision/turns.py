# SPDX-License-Identifier: Apache-2.0
"""Which single assumption would turn a difference round, within its prior."""

from dataclasses import dataclass
from typing import Any

import pandas

from peninsula import flip
from peninsula.errors import InputError
from peninsula.report import vocabulary, wording
from peninsula.report.decision import again, bounds
from peninsula.report.decision.found import Decision
from peninsula.report.subject import Subject

TRAJECTORIES, STEPS = 2048, 9
"""Of each value of an assumption, and values of each."""
MOST_NAMED = 5
OTHERS = {"fixed": "as they are", "drawn": "drawn too"}
HEADER = ["assumption", "the others", "has", "plausible", "turns at", "above it"]


COUNTED = (
    f"With the others as they are, each value is looked at in up to {TRAJECTORIES:,} trajectories of each condition, "
    f"the same ones at every value. With the others drawn, there are {TRAJECTORIES * STEPS:,} of each, and each draws "
    "all anew."
)
"""What the section rests on, in words."""


@dataclass(frozen=True)
class Row:
    """An assumption that turns the difference, in words."""

    name: str
    meaning: str
    values: list[str]

    @property
    def cells(self) -> list[str]:
        """One text a column of `HEADER`."""
        return [self.name, *self.values]


@dataclass(frozen=True)
class Turns:
    """Of one condition: the assumptions that turn it, and what is said of the others; or why nothing is known.

    `box`: of the states of the world in which it turns.
    """

    condition: str
    rows: list[Row]
    sentences: list[str]
    box: bounds.Bounds


def every(subject: Subject, decision: Decision, conditions: list[str]) -> list[Turns]:
    """Of these conditions, in this order."""
    reference, *others = again.conditions_of(subject)
    chosen = {str(each["name"]): each for each in others}
    return [_turns(subject, decision, reference, chosen[name]) for name in conditions]


def _turns(subject: Subject, decision: Decision, reference: dict[str, Any], condition: dict[str, Any]) -> Turns:
    box = bounds.of(subject, decision, str(condition["name"]))
    heading = subject.heading(str(condition["name"]))
    seed = int(subject.results.attrs["seed"])
    try:
        table = flip(reference, condition, subject.main, steps=STEPS, trajectories=TRAJECTORIES, seed=seed).table
    except InputError as error:
        return Turns(heading, [], [f"Nothing is known of it: {error}."], box)
    rows = [_row(subject, row) for row in table[table.turns == "yes"].to_dict("records")]
    sentences = [_told(subject, others, table[table.others == others]) for others in OTHERS]
    return Turns(heading, rows, sentences, box)


def _row(subject: Subject, row: dict[Any, Any]) -> Row:
    crossing = f"{wording.plain(row['crossing'])} [{', '.join(wording.plain(row[end]) for end in ('low', 'high'))}]"
    declared = subject.parameters.loc[row["assumption"]]
    ends = (wording.plain(row[f"prior_{end}"]) for end in ("low", "high"))
    direction = "raised" if row["to"] == "+" else "lowered"
    values = [OTHERS[row["others"]], wording.plain(row["value"]), " to ".join(ends), crossing, direction]
    return Row(row["assumption"], vocabulary.typeset(str(declared.meaning)), values)


def _told(subject: Subject, others: str, table: pandas.DataFrame) -> str:
    """How many assumptions do not turn the difference, how far it goes under them, and which are in doubt."""
    still, doubtful = table[table.turns == "no"], table[table.turns == "in doubt"]
    text = f"With the others {OTHERS[others]}: "
    parts = []
    if len(still):
        least, most = (_amount(subject, value) for value in (still.least.min(), still.most.max()))
        parts.append(
            f"{wording.count(len(still), 'assumption')} by {'itself does' if len(still) == 1 else 'themselves do'} not "
            f"turn it within the plausible range; the difference is between {least} and {most}"
        )
    if len(doubtful):
        names = list(doubtful.assumption[:MOST_NAMED])
        more = f" and {len(doubtful) - MOST_NAMED} more" if len(doubtful) > MOST_NAMED else ""
        parts.append(
            f"of {len(doubtful):,} it cannot be told, the difference being within noise ({', '.join(names)}{more})"
        )
    return text + ("; ".join(parts) or "all of them turn it") + "."


def _amount(subject: Subject, value: float) -> str:
    measure = subject.measure(subject.main)
    told = wording.plain(measure.factor_of_difference * value, 2)
    return f"{told if value <= 0 else f'+{told}'} {measure.unit_of_difference(subject.step)}".strip()
