# SPDX-License-Identifier: Apache-2.0
"""Whole trajectories from the opening: every month's choices, region and series, and every outcome, agree to 1e-9."""

import functools
import itertools
from collections import Counter
from typing import Any

import pytest

from . import golden
from .chance import Dice, words_of_sources
from .document import table
from .interventions import MANY_DEALS, STEERED
from .month import Trajectory, follow
from .outcomes import outcomes
from .parameters import drawn
from .region import Collapse, Deal, JapanesePolicy, OwnBomb, Region, Stage, War
from .series import series
from .timeline import choices, timeline, told_as
from .twin import MEMBERS, SEED, ask, differing, named

REQUESTS: dict[str, dict[str, Any]] = {
    "default": {},
    "at once": {"settings": {"schedule.order": "simultaneous"}},
    "recognition": {"settings": {**MANY_DEALS, "united_states.recognition_stance": 1.0, "us_china.tilt": 0.7}},
    "small deals": {
        "settings": {
            **MANY_DEALS,
            "united_states.small_deal_stance": 1.5,
            "schedule.order": "simultaneous",
        }
    },
    "denuclearisation": {"settings": {**MANY_DEALS, "negotiation.halt_cost": 0}},
    "without the faculties": {
        "settings": {
            "belief.coherence_learning": 1,
            "negotiation.foresight_on_aid": 0,
            "negotiation.patience": 0,
            "provocation.foresight_on_pressure": 0,
        }
    },
    "beyond the term": {
        "months": 120,
        "settings": {
            "presidency.term_end_month": 20,
            "us_china.tilt": 3.0,
            "crisis.start_hazard": 0.2,
            "crisis.up_step": 0.4,
            "crisis.down_step": 0.5,
        },
    },
    "bare ladder": {"settings": {"crisis.ladder": "random_walk", "crisis.initial_rung": 2}},
    "every plausible range": {"drawn": True},
    "a quiet year": {
        "months": 12,
        "settings": {f"provocation.intercept.{tier}": -9 for tier in ("short_range", "medium_range", "icbm")},
    },
    "a single month": {"months": 1},
    "another opening": {
        "months": 9,
        "start": 7,
        "settings": {
            "ukraine_war.initial_phase": "ceasefire",
            "middle_east.initial_load": "calm",
            "us_china.initial_regime": "acute_crisis",
            "united_states.initial_stance": "recognition",
            "russia.initial_posture": "surged",
            "china.initial_posture": "court",
            "south_korea.initial_turmoil": "stable",
            "south_korea.initial_met": "yes",
            "own_bomb.initial_step": "programme",
            "japan.initial_policy": "own_way",
            "crisis.initial_rung": 1,
        },
    },
    "a crisis at the start": {"settings": {"crisis.initial_rung": 3}},
    "a crisis that alarms less": {"settings": {"crisis.initial_rung": 4, "couplings.crisis": 0.7}},
    "a crisis that alarms nobody": {"settings": {"crisis.initial_rung": 3, "couplings.crisis": 0}},
    "a crisis that is remembered": {"settings": {"crisis.initial_memory": 0.8, "schedule.order": "simultaneous"}},
    "a Moscow that wants nothing": {
        "settings": {"ukraine_war.initial_phase": "settlement", "russia.need_after_settlement": 0}
    },
    "timeline": {
        "timeline": [
            "{month: 2025-02, event: us_china_tariff_war}",
            "{month: 2025-05, event: ukraine_ceasefire}",
            "{month: 2025-05, event: us_south_korea_leaders_meet}",
            "{month: 2025-06, event: south_korea_election}",
            "{month: 2025-11, event: middle_east_escalation}",
            "{month: 2026-10, event: ukraine_war_resumes}",
        ]
    },
}


REQUESTS |= {name: {"trajectories": 8, **request} for name, request in STEERED.items()}


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    whole = [{"settings": {}, "months": 48, "trajectories": 16, **request} for request in REQUESTS.values()]
    return dict(zip(REQUESTS, ask(whole), strict=True))


def followed(name: str, dice: Dice) -> Trajectory:
    request = REQUESTS[name]
    settings = drawn(dice) if request.get("drawn") else request.get("settings", {})
    months, start = request.get("months", 48), request.get("start", 2)
    return follow(settings, dice, months, start, timeline(request.get("timeline", []), start, months))


@functools.cache
def trajectory(name: str, number: int) -> Trajectory:
    return followed(name, Dice(SEED, number))


def defined_at_the_start(numbers: list[float] | Region) -> dict[str, float]:
    """Without the members that the first month computes before anyone reads them."""
    members = dict(zip(MEMBERS, numbers, strict=True)) if isinstance(numbers, list) else vars(numbers)
    dashes = {row["member"].strip("`") for row in table("symbol") if row["start"] == "\N{EN DASH}"}
    return {name: value for name, value in members.items() if name not in dashes}


@pytest.mark.parametrize("name", REQUESTS)
def test_the_product_follows_trajectories_as_the_second_writing_does(told: dict[str, Any], name: str) -> None:
    for number, theirs in enumerate(told[name]["trajectories"]):
        mine = trajectory(name, number)
        if "drawn" not in REQUESTS[name]:  # the twin tells the opening of the middle of the ranges
            found = differing(defined_at_the_start(mine.opening), defined_at_the_start(theirs["opening"]))
            assert not found, f"trajectory {number}, opening"
        for month, (turn, region, after) in enumerate(zip(mine.turns, mine.regions, theirs["months"], strict=True)):
            found = differing(turn.story(), after["story"])
            found += differing(vars(region), dict(zip(MEMBERS, after["region"], strict=True)))
            found += differing(series(region), named("series", after["series"]))
            assert not found, f"trajectory {number}, month {month}"
        assert not differing(outcomes(mine), named("outcomes", theirs["outcomes"])), f"trajectory {number}"


def test_what_gives_way_is_told_not_to_have_happened(told: dict[str, Any]) -> None:
    gave_way = 0
    for name in STEERED:
        for number, theirs in enumerate(told[name]["trajectories"]):
            for turn, after in zip(trajectory(name, number).turns, theirs["months"], strict=True):
                gave_way += sum(chance.gave_way for chance in turn.chances.values())
                assert not differing(turn.story(), after["story"])
    assert gave_way


def test_every_option_is_decided_and_every_chance_both_ways() -> None:
    turns = [turn for name in STEERED for number in range(8) for turn in trajectory(name, number).turns]
    options = Counter(
        (decision, told.chosen)
        for turn in turns
        for decision, told in turn.decisions.items()
        if told.probabilities[told.chosen] == 1
    )
    chances = Counter((event, told.happened) for turn in turns for event, told in turn.chances.items() if told.decided)
    menus = {told_as(name): one["options"] for name, one in choices().items()}
    wanted = {(name, option) for name, menu in menus.items() for option in range(len(menu))}
    assert wanted <= options.keys()
    assert {(name, way) for name, menu in menus.items() if not menu for way in (True, False)} <= chances.keys()


def test_an_early_ceasefire_a_large_debt_and_a_crisis_that_lasts_are_compared() -> None:
    early = [trajectory("a ceasefire that comes early, and a large debt", number).regions for number in range(8)]
    assert all(regions[2].ukraine_war == War.CEASEFIRE and regions[2].debt > 25 for regions in early)
    assert all(regions[-1].ukraine_war == War.CEASEFIRE for regions in early)
    held = [trajectory("a crisis is held", number).regions for number in range(8)]
    assert all([region.rung for region in regions[:18]] == [3] * 18 for regions in held)
    assert any(region.opening > 0 for regions in held for region in regions[18:])


def test_a_successor_and_what_summits_leave_are_compared() -> None:
    early = [trajectory("a term that ends early", number).regions for number in range(8)]
    assert all(regions[0].rapport == 0.9 and regions[12].rapport == 0.5 for regions in early)
    for number in range(8):
        regions = trajectory("summits that fail, and deals that collapse", number).regions
        failures = [month for month, region in enumerate(regions) if region.summit and not region.deal_struck]
        assert failures and all(regions[month].failure == 1 for month in failures)
        assert regions[failures[0]].rapport < 0.5 and regions[-1].failure < 1
        struck = next(month for month in range(10) if regions[month].deal_struck)
        assert regions[struck].rapport > regions[struck - 1].rapport
        ended = next(month for month in range(struck + 1, 48) if regions[month].stage < Stage.DEAL)
        assert regions[ended].rapport < regions[ended - 1].rapport


def test_deals_that_are_cheated_on_and_that_collapse_for_each_cause_are_compared() -> None:
    for number in range(8):
        regions = trajectory("a deal is cheated on", number).regions
        assert all(region.deal == Deal.SMALL_DEAL for region in regions[5:28])
        assert all(region.cheating and not region.found for region in regions[6:12])
        assert all(region.cheating and region.found for region in regions[12:17])
        assert not any(region.cheating or region.found for region in regions[17:23])
        assert regions[28].collapsed == Collapse.CHEATING and not regions[28].cheating
        regions = trajectory("a deal is broken in the open", number).regions
        assert regions[13].deal == Deal.RECOGNITION and regions[14].collapsed == Collapse.OPEN_VIOLATION
        regions = trajectory("a deal falls to politics", number).regions
        assert regions[8].deal == Deal.COMPREHENSIVE and regions[9].collapsed == Collapse.POLITICS
        assert trajectory("working talks go on", number).regions[22].deal == Deal.FREEZE


def test_further_summits_that_write_a_deal_anew_or_leave_it_in_force_are_compared() -> None:
    summits = Counter(
        bool(after.deal_struck)
        for number in range(8)
        for before, after in itertools.pairwise(trajectory("further summits", number).regions)
        if before.stage == Stage.DEAL and after.summit and after.stage == Stage.DEAL
    )
    assert min(summits[True], summits[False]) >= 8


def test_steps_to_a_bomb_of_seouls_own_and_tokyos_ways_are_compared() -> None:
    for number in range(8):
        steps = [region.own_bomb for region in trajectory("a bomb of Seoul's own", number).regions[:20]]
        assert steps == [0, 0, 1, 2, *[OwnBomb.PROGRAMME] * 13, 2, 1, 0]
        ways = [region.japanese_policy for region in trajectory("Tokyo's ways", number).regions[3:17]]
        assert ways == [JapanesePolicy.BUILD_UP] * 6 + [JapanesePolicy.OWN_WAY] * 8
        brigade_by_brigade = [region.american_troops for region in trajectory("Tokyo's ways", number).regions[27:31]]
        assert all(after < before for before, after in itertools.pairwise(brigade_by_brigade))
    assert any(trajectory("Tokyo's ways", number).regions[-1].alliance_reassessed for number in range(8))


def test_the_opening_reads_the_words_that_the_document_lists(told: dict[str, Any]) -> None:
    words = set().union(*words_of_sources(before_the_first_month=True).values())
    dice = Dice(SEED, 0)
    followed("default", dice)
    assert dice.read == words == {tuple(word) for word in told["default"]["words"]}


def test_every_outcome_is_met_where_it_is_something_else_than_nothing(told: dict[str, Any]) -> None:
    """No outcome is 0 or undefined in all trajectories; what Kim learns in war is 0 by construction."""
    values = [named("outcomes", one["outcomes"]) for replies in told.values() for one in replies["trajectories"]]
    never = {name for name in values[0] if not any(one[name] == one[name] != 0 for one in values)}
    assert never == {"learning_in_war"}


def test_the_golden_trajectories_are_those_of_the_second_writing() -> None:
    assert golden.PATH.read_text(encoding="utf-8") == golden.text()
