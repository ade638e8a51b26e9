# SPDX-License-Identifier: Apache-2.0
"""What was known when: the eras of configs/history, and conditions made of what was known at one origin."""

import dataclasses
import pathlib
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from peninsula.history import record
from peninsula.history.record import month_name, month_number
from peninsula.places import configs

NAMES = ("six_party_talks", "leap_day", "build_up", "singapore_and_hanoi", "record_year", "after_2024")

# The processes that a timeline can set: the parameter that opens them, its phases, and the event that sets each phase.
PROCESSES = {
    "ukraine_war.initial_phase": {
        "war": "ukraine_war_resumes",
        "ceasefire": "ukraine_ceasefire",
        "settlement": "ukraine_settlement",
    },
    "middle_east.initial_load": {
        "calm": "middle_east_calm",
        "tense": "middle_east_tension",
        "escalated": "middle_east_escalation",
    },
    "us_china.initial_regime": {
        "cooperation": "us_china_cooperation",
        "managed_rivalry": "us_china_managed_rivalry",
        "tariff_war": "us_china_tariff_war",
        "acute_crisis": "us_china_acute_crisis",
    },
    "south_korea.initial_turmoil": {"stable": "south_korea_election", "turmoil": "south_korea_turmoil"},
}
PHASES = {event: (process, phase) for process, phases in PROCESSES.items() for phase, event in phases.items()}
COUNTED_FROM_START = ("presidency.term_end_month", "economy.plan_end_month")
DEFAULTS = {
    "ukraine_war.initial_phase": "war",
    "middle_east.initial_load": "tense",
    "us_china.initial_regime": "managed_rivalry",
    "south_korea.initial_turmoil": "turmoil",
}


@dataclasses.dataclass(frozen=True)
class Era:
    """A condition of configs/history: its parameters by dotted name, and its timeline as (month, event)."""

    name: str
    start: int
    months: int
    parameters: dict[str, Any]
    timeline: tuple[tuple[int, str], ...]

    def until(self, origin: int) -> "Era":
        """The era with only those facts on its timeline that were known when month `origin` began."""
        return dataclasses.replace(
            self, timeline=tuple((month, event) for month, event in self.timeline if month < origin)
        )


def flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, object]:
    """Nested parameter maps as dotted names; a map that is a law stays one."""
    laws = {"uniform", "log_uniform", "triangular", "normal", "log_normal", "equally_likely"}
    found: dict[str, object] = {}
    for key, value in tree.items():
        if isinstance(value, dict) and not set(value) & laws:
            found |= flatten(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = "yes" if value is True else "no" if value is False else value
    return found


def read(path: pathlib.Path) -> Era:
    """Reads one condition of an era."""
    tree = yaml.safe_load(path.read_text())
    timeline = tuple((month_number(str(one["month"])), one["event"]) for one in tree.get("timeline", []))
    return Era(
        path.stem, month_number(str(tree["start"])), tree["months"], flatten(tree.get("parameters", {})), timeline
    )


def load(folder: pathlib.Path | None = None) -> tuple[Era, ...]:
    """All eras, oldest first; of the package's folder unless another is given."""
    folder = folder or record.folder()
    return tuple(read(folder / f"{name}.yaml") for name in NAMES)


def known(eras: tuple[Era, ...], origin: int) -> tuple[Era, ...]:
    """The eras that had begun when month `origin` began, each without what came later. `origin` itself may begin an
    era."""
    return tuple(era.until(origin) for era in eras if era.start <= origin)


def facts(eras: tuple[Era, ...]) -> list[tuple[int, str, str]]:
    """(month, process, phase), oldest first: how each era opens, then its timeline."""
    found = []
    for era in eras:
        found += [(era.start, process, str(era.parameters.get(process, DEFAULTS[process]))) for process in PROCESSES]
        found += [(month, *PHASES[event]) for month, event in era.timeline]
    return sorted(found, key=lambda fact: fact[0])


def condition(
    eras: tuple[Era, ...],
    start: int,
    months: int,
    laws: Mapping[str, object],
    given: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """A condition of `months` months from `start` on, by the youngest era's parameters and all eras' given facts.

    `start` may lie before that era: a run-up whose processes take the phases they had, while the era's other parameters
    hold throughout. `laws` replace parameters by what is drawn. `given`: further entries of its timeline.
    """
    era = eras[-1]
    parameters = dict(era.parameters)
    for name in COUNTED_FROM_START:
        parameters[name] = parameters[name] + era.start - start
    opening = {process: opening_phase(eras, process, start) for process in PROCESSES}
    phases, timeline = dict(opening), []
    for month, process, phase in facts(eras):
        if start < month < start + months and phases[process] != phase:
            phases[process] = phase
            timeline.append({"month": month_name(month), "event": PROCESSES[process][phase]})
    return {
        "name": f"{era.name.replace('_', '-')}-from-{month_name(start)}",
        "summary": f"Known before {month_name(start + months)}.",
        "extends": str(configs() / "baseline.yaml"),
        "start": month_name(start),
        "months": months,
        "parameters": {**parameters, **opening, **laws},
        "timeline": sorted([*timeline, *given], key=lambda entry: str(entry["month"])),
    }


def opening_phase(eras: tuple[Era, ...], process: str, start: int) -> str:
    """The phase of a process at `start`: the last fact about it, or how the first era that tells opens."""
    told = [fact for fact in facts(eras) if fact[1] == process]
    before = [phase for month, _, phase in told if month <= start]
    return before[-1] if before else told[0][2]
