# SPDX-License-Identifier: Apache-2.0
"""Single months from random regions: the product does in each what the second writing does.

Every member of the region, every utility and probability, every option taken, every chance and what it came to must
agree to 1e-9. Parameters are drawn: one with a plausible range uniformly from it, any other real number within a tenth
of its default, or of 0, so that no two that are equal by default can be mistaken for each other. Members of the region
are drawn from all that they may be. A fault in any equation, on either side, shows in some month.
"""

import functools
import itertools
import random
from collections import Counter
from typing import Any

import pytest

from .chance import Dice, Turn, words_of_sources
from .month import play
from .parameters import declarations, parameters, plausible_ranges
from .processes import EVENTS
from .timeline import given_of
from .twin import MEMBERS, SEED, ask, differing, region_of

SETTINGS: dict[str, dict[str, float | str]] = {
    "in turn": {},
    "at once": {"schedule.order": "simultaneous"},
    "deals": {
        "diplomacy.success_intercept": 0.6,
        "negotiation.reservation": -2.0,
        "united_states.proposal_cost": -1.0,
        "diplomacy.collapse_intercept": -6.0,
    },
    "deals at once": {
        "diplomacy.success_intercept": 0.6,
        "negotiation.reservation": -2.0,
        "united_states.proposal_cost": -1.0,
        "schedule.order": "simultaneous",
    },
    "cheating": {
        "compliance.inertia": 0.0,
        "compliance.found_by_inspection": 0.3,
        "diplomacy.collapse_intercept": -1.0,
        "provocation.restraint_by_deal": 0.0,
        "provocation.intercept.clash": 1.0,
    },
    "tests and clashes": {
        "provocation.intercept.nuclear_test": 1.5,
        "provocation.intercept.clash": 1.5,
        "crisis.start_hazard": 0.5,
        "alliance.reassessment_intercept": -2.0,
    },
    "bare ladder": {"crisis.ladder": "random_walk"},
    "tilted": {"us_china.tilt": 3.0, "russia.transfer_hazard": 0.9, "us_china.acute_hazard": 0.3},
    "rare events often": {
        "south_korea.turmoil_hazard": 0.4,
        "ukraine_war.ceasefire_hazard": 0.4,
        "ukraine_war.relapse_hazard": 0.3,
        "ukraine_war.settlement_hazard": 0.3,
        "us_china.compromise_hazard": 0.3,
        "russia.transfer_hazard": 0.9,
        "china.meeting_chance": 0.6,
    },
    "counts given": {},
    "cut off": {
        f"couplings.{name}": 0.0 for name in ("russia", "china", "attention", "alliance", "domestic", "crisis")
    },
}
REQUESTS = 40  # of each setting; each asks for eight months
WHOLE = ("month", "stage", "rung")  # units that are left at their defaults, as labels are


def drawn_settings(chance: random.Random) -> dict[str, float | str]:
    settings: dict[str, float | str] = {}
    for parameter in declarations()["parameters"]:
        name, default = parameter["name"], parameter["default"]
        if name in plausible_ranges():
            settings[name] = chance.uniform(*plausible_ranges()[name])
        elif not parameter["labels"] and parameter["unit"] not in WHOLE:
            moved = default * chance.uniform(0.9, 1.1) if default else chance.uniform(-0.1, 0.1)
            settings[name] = min(max(moved, parameter["lowest"]), parameter["highest"])
    return settings


def drawn_request(chance: random.Random, settings: dict[str, float | str]) -> dict[str, Any]:
    month = chance.randrange(120)
    months = {
        "presidency.term_end_month": chance.choice((month, chance.randrange(120))),
        "economy.plan_end_month": chance.randrange(120),
        "negotiation.waiting_horizon": chance.uniform(1, 24),
        "russia.recovery_time": chance.uniform(1, 60),
        "russia.debt_scale": chance.uniform(1, 60),
    }
    events = {EVENTS[name][0]: name for name in chance.sample(sorted(EVENTS), chance.choice((0, 0, 1, 2)))}
    return {
        "settings": {**drawn_settings(chance), **months, **settings},
        "month": month,
        "calendar_month": chance.randrange(12),
        "trajectory": 8 * chance.randrange(2**40),
        "events": sorted(events.values()),
        "given": {},
    }


COUNTS = {
    "short_range_launches": (0, 0, 1, 2, 5, 31),
    "medium_range_launches": (0, 0, 0, 1, 2),
    "intercontinental_launches": (0, 0, 0, 1, 2),
    "nuclear_tests": (0, 0, 0, 1),
    "clashes": (0, 0, 0, 1),
}


def with_counts(chance: random.Random, request: dict[str, Any]) -> dict[str, Any]:
    """The request in a month of which some counts are given, of whatever tier."""
    names = chance.sample(sorted(COUNTS), chance.randint(1, len(COUNTS)))
    return {**request, "given": {name: chance.choice(COUNTS[name]) for name in names}}


@functools.cache
def asked_and_told(name: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    chance = random.Random(name)
    requests = [drawn_request(chance, SETTINGS[name]) for _ in range(REQUESTS)]
    if name == "counts given":
        requests = [with_counts(chance, request) for request in requests]
    return list(zip(requests, ask(requests), strict=True))


@functools.cache
def turns(name: str) -> list[tuple[Turn, list[str]]]:
    """Every month of a setting, with what differs in it."""
    found = []
    for request, told in asked_and_told(name):
        p = parameters(request["settings"])
        given = dict(EVENTS[event] for event in request["events"]) | dict(map(given_of, request["given"].items()))
        for lane, theirs in enumerate(told["lanes"]):
            dice = Dice(SEED, request["trajectory"] + lane, request["month"])
            region, turn = region_of(theirs["before"]), Turn(request["month"], request["calendar_month"], dice, given)
            play(p, region, turn)
            differences = differing(turn.story(), theirs["story"])
            differences += differing(vars(region), dict(zip(MEMBERS, theirs["after"], strict=True)))
            found.append((turn, differences))
    return found


@pytest.mark.parametrize("name", SETTINGS)
def test_the_product_does_in_a_month_what_the_second_writing_does(name: str) -> None:
    wrong = [f"month {turn.month}: {found}" for turn, found in turns(name) if found]
    assert not wrong, f"{len(wrong)} of {len(turns(name))} months differ; the first, {wrong[0]}"


def test_every_option_is_taken_and_every_chance_comes_out_both_ways() -> None:
    options: Counter[tuple[str, int]] = Counter()
    outcomes: Counter[tuple[str, bool]] = Counter()
    menus: dict[str, int] = {}
    for turn, _ in itertools.chain.from_iterable(turns(name) for name in SETTINGS):
        options.update((name, decision.chosen) for name, decision in turn.decisions.items())
        outcomes.update((event, chance.happened) for event, chance in turn.chances.items())
        menus.update({name: len(decision.utilities) for name, decision in turn.decisions.items()})
    assert len(menus) == 13 and len({event for event, _ in outcomes}) == 29
    often = 10
    assert [(name, option) for name in menus for option in range(menus[name]) if options[name, option] < often] == []
    assert [(event, way) for event, _ in outcomes for way in (True, False) if outcomes[event, way] < often] == []


@pytest.mark.parametrize("name", SETTINGS)
def test_a_month_reads_the_words_that_the_document_lists(name: str) -> None:
    """The product always reads them all."""
    read = set().union(*(turn.dice.read for turn, _ in turns(name)))
    assert read == set().union(*words_of_sources().values())
    for _, told in asked_and_told(name):
        assert {tuple(word) for word in told["words"]} == read


def test_the_events_of_a_timeline_are_those_that_are_declared() -> None:
    assert list(EVENTS) == [event["name"] for event in declarations()["events"]]
