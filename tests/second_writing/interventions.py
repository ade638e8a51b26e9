# SPDX-License-Identifier: Apache-2.0
"""Conditions that decide and change things over time, for the tests of whole trajectories."""

from typing import Any

from .parameters import declarations
from .timeline import choices

MANY_DEALS = {
    "diplomacy.success_intercept": 0.6,
    "presidency.peace_appetite": 1.0,
    "ukraine_war.ceasefire_hazard": 0.08,
    "south_korea.leaders_meeting_hazard": 0.02,
    "united_states.further_summit_cost": 9.0,
}


def month_of(number: int) -> str:
    return f"{2025 + (number + 1) // 12}-{(number + 1) % 12 + 1:02}"


def everything_changes(month: int, towards: int) -> str:
    """Every parameter that has a plausible range, to one of its ends."""
    may = [one for one in declarations()["parameters"] if one["prior"] and not one["opens"]]
    values = ", ".join(f"{one['name']}: {one['prior'][towards]!r}" for one in may)
    return f"{{month: {month_of(month)}, set: {{{values}}}}}"


def in_turn(months: int) -> list[str]:
    """Every option of every decision is taken, one a month, whether or not it is open."""
    menus = {name: one["options"] for name, one in choices().items() if one["options"]}
    entries = []
    for month in range(months):
        taken = {name: menu[month % len(menu)] for name, menu in menus.items()}
        decided = ", ".join(f"{name}: {option}" for name, option in taken.items())
        entries.append(f"{{month: {month_of(month)}, decide: {{{decided}}}}}")
    return entries


def every_chance(word: str, months: int) -> list[str]:
    """A third of the chances in each month, so that the next month's state is not that of the last; never both of two
    that exclude each other."""
    names = [name for name, one in choices().items() if not one["options"]]
    thirds = [", ".join(names[month % 3 :: 3]) for month in range(months)]
    return [f"{{month: {month_of(month)}, {word}: [{each}]}}" for month, each in enumerate(thirds)]


def agreed(stance: str) -> list[str]:
    """A deal in the first summer, under this stance."""
    return [
        f"{{from: 2025-03, until: 2025-07, decide: {{united_states.stance: {stance}}}}}",
        "{from: 2025-03, until: 2025-07, decide: {united_states.action: summit_proposal}}",
        "{from: 2025-03, until: 2025-05, happens: north_korea.acceptance, stays_away: diplomacy.success}",
        "{from: 2025-06, until: 2025-07, happens: [north_korea.acceptance, diplomacy.success]}",
        "{from: 2025-06, until: 2025-07, stays_away: diplomacy.collapse}",
    ]


RESTLESS = {
    "ukraine_war.ceasefire_hazard": 0.3,
    "ukraine_war.relapse_hazard": 0.4,
    "ukraine_war.settlement_hazard": 0.4,
    "middle_east.escalation_hazard": 0.4,
    "middle_east.calming_hazard": 0.5,
    "us_china.worsening_hazard": 0.4,
    "us_china.easing_hazard": 0.4,
    "us_china.compromise_hazard": 0.4,
    "crisis.start_hazard": 0.9,
    "provocation.intercept.icbm": 1.5,
}
STEERED: dict[str, dict[str, Any]] = {
    "parameters change": {
        "settings": {"russia.postwar_capacity": 0.2},
        "timeline": [
            "{month: 2025-02, set: {russia.postwar_capacity: 0.5, provocation.tempo_shock: 0.6}}",
            "{month: 2026-02, set: {ukraine_war.ceasefire_hazard: 0.5, us_china.tilt: 1.2}}",
            "{month: 2026-03, set: {us_china.tilt: -1.2, presidency.term_end_month: 30, negotiation.patience: 0}}",
            "{month: 2028-02, set: {choice.rationality_states: 0.5, russia.aid_level.surged: 0.9}}",
        ],
    },
    "all that is uncertain changes": {"timeline": [everything_changes(9, 0), everything_changes(25, 1)]},
    "what is drawn changes": {
        "drawn": True,
        "timeline": [
            "{month: 2025-02, set: {russia.postwar_capacity: 0.5}}",
            "{month: 2025-09, set: {united_states.small_deal_stance: 1.5, belief.updating: 1.5}}",
        ],
    },
    "decisions are made": {
        "settings": MANY_DEALS,
        "timeline": [
            "{from: 2025-06, until: 2025-12, decide: {united_states.stance: recognition, russia.aid: surged}}",
            "{from: 2025-08, until: 2026-02, decide: {united_states.action: summit_proposal, china.posture: court}}",
            "{month: 2026-03, decide: {north_korea.provocation: nuclear_test, south_korea.policy: harden}}",
            "{month: 2026-04, decide: {north_korea.provocation: lethal_clash}, happens: crisis.start}",
            "{from: 2027-01, decide: {north_korea.provocation: none, russia.aid: minimal}}",
        ],
    },
    "every option in turn": {"settings": MANY_DEALS, "timeline": in_turn(48)},
    "every option in turn, at once": {
        "months": 120,
        "settings": {**MANY_DEALS, "schedule.order": "simultaneous"},
        "timeline": in_turn(120),
    },
    "some options": {
        "settings": MANY_DEALS,
        "timeline": [
            "{from: 2025-02, only: {united_states.stance: [small_deal, recognition], russia.aid: [minimal, surged]}}",
            "{from: 2025-05, until: 2026-12, only: {united_states.action: [concession, summit_proposal]}}",
            "{month: 2027-01, only: {united_states.action: pressure}}",
            "{from: 2025-09, never: {north_korea.provocation: [none, short_range], china.posture: dual}}",
            "{from: 2026-01, until: 2026-06, never: {south_korea.policy: [engage, harden, hedge]}}",
        ],
    },
    "every chance happens in turn": {"settings": MANY_DEALS, "timeline": every_chance("happens", 48)},
    "every chance stays away in turn": {
        "settings": {
            **MANY_DEALS,
            **RESTLESS,
            "alliance.reassessment_intercept": -2.0,
            "south_korea.turmoil_hazard": 0.5,
            "china.meeting_chance": 0.9,
            "russia.transfer_hazard": 0.8,
        },
        "timeline": every_chance("stays_away", 48),
    },
    "what is drawn gives way": {
        "settings": RESTLESS,
        "timeline": [
            "{from: 2025-03, until: 2025-12, happens: [ukraine_war.relapse, middle_east.escalation, us_china.easing]}",
            "{from: 2025-03, until: 2025-12, happens: crisis.climb}",
            "{from: 2026-01, happens: [ukraine_war.settlement, middle_east.calming, us_china.worsening, crisis.ease]}",
        ],
    },
    "the rest of what is drawn stays away": {
        "settings": RESTLESS,
        "timeline": [
            "{from: 2025-03, until: 2025-12, stays_away: [ukraine_war.relapse, middle_east.escalation]}",
            "{from: 2025-03, until: 2025-12, stays_away: [us_china.easing, crisis.start]}",
            "{from: 2026-01, stays_away: [ukraine_war.settlement, middle_east.calming, us_china.worsening]}",
            "{from: 2026-01, stays_away: [crisis.climb]}",
        ],
    },
    "channels are cut": {
        "settings": {"couplings.russia": 0},
        "timeline": [
            "{from: 2025-06, happens: [russia.satellite_technology, russia.submarine_technology]}",
            "{from: 2025-09, until: 2026-03, happens: russia.kim_and_putin_meeting}",
        ],
    },
    "an answer for some months": {
        "timeline": [
            "{when: provocation_tier >= icbm, for: 6, decide: {united_states.action: pressure, china.posture: press}}",
            "{when: russian_aid < 0.5, decide: {united_states.stance: denuclearisation}}",
            "{when: ceasefire, from: 2026-01, until: 2027-06, for: 120, only: {russia.aid: [minimal, maintained]}}",
        ],
    },
    "an answer when it may be": {
        "settings": MANY_DEALS,
        "timeline": [
            "{when: provocation_tier != none, from: 2026-02, within: 6, decide: {united_states.action: concession}}",
            "{when: diplomatic_stage == none, within: 9, decide: {united_states.action: summit_proposal}}",
            "{when: working_talks, within: 12, happens: diplomacy.success}",
            "{when: us_china_relations > managed_rivalry, within: 2, happens: [us_china.easing, crisis.start]}",
            "{from: 2025-08, until: 2026-01, only: {united_states.stance: pressure}}",
            # In the last month of waiting, and a month too late.
            "{when: e >= 0, from: 2026-04, until: 2026-04, within: 3, decide: {south_korea.policy: engage}}",
            "{from: 2026-05, until: 2026-06, never: {south_korea.policy: engage}}",
            "{when: e >= 0, from: 2026-04, until: 2026-04, within: 3, decide: {china.posture: press}}",
            "{from: 2026-05, until: 2026-07, never: {china.posture: press}}",
        ],
    },
    "an answer some times": {
        "timeline": [
            "{when: short_range_launches_by_month, for: 3, at_most: 2, decide: {south_korea.policy: harden}}",
            "{when: provocation_tier > short_range, within: 3, at_most: 1, happens: united_states.reaffirmation}",
            "{when: M <= 1, from: 2025-10, at_most: 4, happens: middle_east.escalation}",
        ],
    },
    "two terms": {
        "timeline": [
            "{when: us_approval < 45 and provocation_tier == none, for: 4, decide: {united_states.stance: small_deal}}",
            "{when: W == war and a >= 0.4 and e != 0, for: 2, never: {north_korea.provocation: [none, short_range]}}",
        ],
    },
    "a rule against what holds in any case": {
        "timeline": [
            "{when: crisis_rung >= 0, for: 3, decide: {russia.aid: surged, north_korea.provocation: icbm}}",
            "{when: crisis_rung >= 0, within: 9, decide: {south_korea.policy: engage}}",
            "{from: 2025-09, never: {russia.aid: surged}}",
            "{from: 2025-09, until: 2026-01, only: {south_korea.policy: [harden, hedge]}}",
            "{from: 2025-09, until: 2026-03, only: {north_korea.provocation: [none, icbm]}}",
        ],
    },
    "two rules on one point": {
        "timeline": [
            "{when: short_range_launches_by_month >= 3, for: 4, only: {united_states.action: [outreach, wait]}}",
            "{when: provocation_tier == short_range, for: 2, decide: {united_states.action: pressure}}",
            "{when: provocation_tier == none, within: 4, decide: {united_states.action: outreach}}",
            "{when: icbm, for: 3, stays_away: [crisis.start, crisis.climb]}",
            "{when: crisis_rung >= 1, within: 5, happens: crisis.climb}",
        ],
    },
    "rules from another opening": {
        "months": 30,
        "start": 7,
        "settings": {**RESTLESS, "schedule.order": "simultaneous"},
        "timeline": [
            "{when: tariff_war, from: 2025-09, until: 2026-12, within: 3, happens: us_china.easing}",
            "{when: middle_east == escalated, for: 5, decide: {united_states.action: wait, japan.policy: own_way}}",
            "{when: chinese_pressure > 0.2, for: 2, happens: china.kim_and_xi_meeting, decide: {china.posture: dual}}",
            "{month: 2026-01, set: {china.meeting_chance: 0.5}}",
        ],
    },
}
STEERED |= {
    "supplies are decided": {
        "timeline": [
            "{from: 2025-02, until: 2025-12, decide: {north_korea.supplies: shells_and_troops, russia.aid: minimal}}",
            "{from: 2026-01, until: 2026-06, decide: {north_korea.supplies: troops_withdrawn}}",
            "{from: 2026-07, until: 2027-06, only: {north_korea.supplies: [nothing, shells]}}",
            "{month: 2027-08, event: ukraine_ceasefire}",
            "{from: 2027-09, never: {north_korea.supplies: [nothing, troops_withdrawn]}}",
        ],
    },
    "a ceasefire that comes early, and a large debt": {
        "settings": {"russia.initial_debt": 40},
        "timeline": [
            "{month: 2025-04, event: ukraine_ceasefire}",
            "{from: 2025-04, stays_away: [ukraine_war.relapse, ukraine_war.settlement]}",
            "{from: 2026-02, decide: {russia.aid: minimal}}",
        ],
    },
    "a war that is settled, and resumes": {
        "timeline": [
            "{month: 2025-03, event: ukraine_settlement}",
            "{month: 2027-03, event: ukraine_war_resumes}",
            "{when: debt_of_moscow > 10, from: 2027-06, for: 2, decide: {north_korea.supplies: nothing}}",
        ],
    },
    "Moscow pays in technology": {
        "settings": {"russia.initial_debt": 24},
        "timeline": [
            "{from: 2025-04, until: 2025-06, happens: russia.submarine_technology}",
            "{month: 2025-06, happens: [russia.satellite_technology, russia.air_defence_technology]}",
            "{from: 2026-01, until: 2026-12, happens: [russia.reentry_technology, russia.kim_and_putin_meeting]}",
            "{from: 2027-01, stays_away: [russia.submarine_technology, russia.kim_and_putin_meeting]}",
            "{when: supplies_to_moscow == shells_and_troops, within: 2, happens: russia.satellite_technology}",
        ],
    },
    "Kim begins": {
        "settings": MANY_DEALS,
        "timeline": [
            "{month: 2025-04, decide: {north_korea.initiative: moratorium}}",
            "{from: 2025-05, until: 2025-07, decide: {north_korea.initiative: letter_to_washington}}",
            "{from: 2025-08, until: 2025-10, decide: {north_korea.initiative: approach_to_beijing}}",
            "{from: 2025-11, until: 2026-01, decide: {north_korea.initiative: approach_to_moscow}}",
            "{from: 2026-02, until: 2026-06, decide: {north_korea.initiative: approach_to_seoul}}",
            "{from: 2026-03, until: 2026-05, decide: {south_korea.policy: engage}}",
            "{from: 2027-01, only: {north_korea.initiative: [letter_to_washington, moratorium]}}",
            "{when: initiative == moratorium, for: 2, never: {north_korea.provocation: [icbm, nuclear_test]}}",
        ],
    },
    "Washington's lines towards China and Seoul": {
        "settings": MANY_DEALS,
        "timeline": [
            "{from: 2025-02, until: 2025-12, decide: {united_states.china_policy: press}}",
            "{from: 2025-04, until: 2026-03, decide: {united_states.assurance: drift}}",
            "{from: 2026-01, until: 2026-09, decide: {united_states.china_policy: ease}}",
            "{from: 2026-04, until: 2026-09, decide: {united_states.assurance: adhere}}",
            "{from: 2027-01, never: {united_states.china_policy: manage}}",
            "{when: us_china_policy == press, within: 3, decide: {united_states.assurance: drift}}",
            "{when: contact, for: 2, decide: {united_states.china_policy: ease, united_states.assurance: adhere}}",
        ],
    },
    "Washington's lines, at once": {
        "settings": {"schedule.order": "simultaneous", "united_states.geopolitical_weight": 0.1},
        "timeline": [
            "{month: 2025-05, decide: {united_states.assurance: drift, united_states.china_policy: press}}",
            "{month: 2025-06, decide: {united_states.assurance: adhere, united_states.china_policy: manage}}",
            "{from: 2026-01, until: 2026-12, decide: {united_states.stance: recognition}}",
        ],
    },
    "a term that ends early": {
        "settings": {**MANY_DEALS, "presidency.term_end_month": 12, "presidency.initial_rapport": 0.9},
        "timeline": ["{from: 2025-10, until: 2026-04, decide: {united_states.action: outreach}}"],
    },
    "summits that fail, and deals that collapse": {
        "settings": {**MANY_DEALS, "negotiation.reservation": -0.5},
        "timeline": [
            "{from: 2025-03, until: 2025-09, decide: {united_states.action: summit_proposal}}",
            "{from: 2025-03, until: 2025-07, happens: north_korea.acceptance, stays_away: diplomacy.success}",
            "{from: 2025-08, until: 2025-09, happens: [north_korea.acceptance, diplomacy.success]}",
            "{month: 2025-12, happens: diplomacy.collapse}",
        ],
    },
    "a bomb of Seoul's own": {
        "settings": {"own_bomb.initial_step": "nothing"},
        "timeline": [
            "{from: 2025-02, until: 2025-03, decide: {south_korea.own_bomb: hold}}",
            # one month more than there are steps, in either direction
            "{from: 2025-04, until: 2025-07, decide: {south_korea.own_bomb: step_further}}",
            "{from: 2025-08, until: 2026-06, decide: {south_korea.own_bomb: hold}}",
            "{from: 2026-07, until: 2026-10, decide: {south_korea.own_bomb: step_back}}",
            "{from: 2027-01, never: {south_korea.own_bomb: step_back}}",
            "{when: own_bomb >= hedge, for: 2, decide: {south_korea.policy: hedge}}",
            "{when: programme, within: 6, happens: [united_states.reaffirmation, alliance.reassessment]}",
        ],
    },
    "a bomb of Seoul's own, at once": {
        "settings": {"schedule.order": "simultaneous", "own_bomb.initial_step": "programme", "own_bomb.motive": 12},
        "timeline": ["{from: 2025-06, until: 2026-06, never: {south_korea.own_bomb: hold}}"],
    },
    "Tokyo's ways": {
        "settings": {"japan.initial_policy": "follow", "japan.own_way_intercept": 0.5},
        "timeline": [
            "{from: 2025-05, until: 2025-10, decide: {japan.policy: build_up}}",
            "{from: 2025-11, until: 2026-06, decide: {japan.policy: own_way}}",
            "{from: 2027-01, only: {japan.policy: [follow, build_up]}}",
            "{when: japanese_policy == own_way, within: 5, happens: alliance.reassessment}",
            "{from: 2027-06, until: 2027-08, decide: {united_states.assurance: withdraw_troops}}",
        ],
    },
    "a crisis is held": {
        "settings": {"crisis.initial_rung": 3},
        "timeline": [
            "{from: 2025-02, until: 2026-07, stays_away: [crisis.climb, crisis.ease]}",
            "{from: 2025-06, until: 2025-09, happens: china.mediation}",
            "{from: 2025-10, until: 2026-01, stays_away: china.mediation}",
            "{from: 2026-08, until: 2026-10, happens: crisis.ease}",
        ],
    },
    "a crisis that is over in two months": {
        "settings": {"crisis.initial_rung": 3, "crisis.initial_memory": 1, "schedule.order": "simultaneous"},
        "timeline": [
            "{from: 2025-02, until: 2025-04, happens: crisis.ease}",
            "{from: 2025-05, until: 2026-05, stays_away: crisis.start}",
            "{when: us_action >= outreach, within: 3, decide: {north_korea.initiative: letter_to_washington}}",
        ],
    },
}
DEALS: dict[str, dict[str, Any]] = {
    "a deal is cheated on": {
        "settings": MANY_DEALS,
        "timeline": [
            *agreed("small_deal"),
            "{from: 2025-08, until: 2027-05, stays_away: diplomacy.collapse}",
            "{from: 2025-08, until: 2026-06, decide: {north_korea.compliance: cheat}}",
            "{from: 2025-08, until: 2026-01, stays_away: diplomacy.discovery}",
            "{month: 2026-02, happens: diplomacy.discovery}",
            "{from: 2026-07, until: 2026-12, decide: {north_korea.compliance: keep}}",
            "{from: 2027-01, until: 2027-06, decide: {north_korea.compliance: cheat}}",
            "{month: 2027-03, happens: diplomacy.discovery}",
            "{month: 2027-06, happens: diplomacy.collapse}",
        ],
    },
    "a deal is broken in the open": {
        "settings": {**MANY_DEALS, "schedule.order": "simultaneous"},
        "timeline": [
            *agreed("recognition"),
            "{from: 2025-08, until: 2026-03, stays_away: diplomacy.collapse}",
            "{from: 2025-08, decide: {north_korea.compliance: keep}}",
            "{month: 2026-04, happens: diplomacy.collapse, given: {intercontinental_launches: 1}}",
            "{when: deal_in_force == recognition and sanctions_relief > 0.2, for: 6, decide: {china.posture: court}}",
            "{when: exercises_by_month < 0.6, within: 4, decide: {south_korea.policy: hedge}}",
        ],
    },
    "a deal falls to politics": {
        "settings": {**MANY_DEALS, "offer.give_and_take": 0},
        "timeline": [
            *agreed("denuclearisation"),
            "{from: 2025-08, until: 2025-10, stays_away: diplomacy.collapse}",
            "{from: 2025-08, decide: {north_korea.provocation: none, north_korea.compliance: keep}}",
            "{month: 2025-11, happens: diplomacy.collapse}",
            "{when: verified_halt > 0.5, for: 3, decide: {united_states.china_policy: ease}}",
        ],
    },
    "further summits": {
        "settings": {**MANY_DEALS, "united_states.further_summit_cost": -1, "diplomacy.collapse_intercept": -6},
        "timeline": agreed("small_deal"),
    },
    "working talks go on": {
        "settings": {**MANY_DEALS, "negotiation.reservation": -0.5},
        "timeline": [
            "{from: 2025-03, until: 2026-12, only: {united_states.stance: denuclearisation}}",
            "{from: 2025-03, until: 2026-11, decide: {united_states.action: outreach}}",
            "{from: 2025-03, until: 2026-11, happens: north_korea.acceptance}",
            "{month: 2026-12, decide: {united_states.action: summit_proposal}}",
            "{month: 2026-12, happens: [north_korea.acceptance, diplomacy.success]}",
        ],
    },
}
STEERED |= DEALS
BOTH_DRAWN = {"middle_east.escalation_hazard": 0.7, "middle_east.calming_hazard": 0.7}
STEERED |= {
    "a rule that never comes": {
        "settings": BOTH_DRAWN,
        "timeline": ["{when: crisis_rung > 9, happens: middle_east.escalation}"],
    },
    "both are drawn, one is decided": {
        "settings": BOTH_DRAWN,
        "timeline": ["{from: 2025-04, happens: middle_east.escalation}"],
    },
    "staying away within some months": {
        "settings": {"ukraine_war.relapse_hazard": 0.9},
        "timeline": [
            "{when: war, from: 2025-03, until: 2025-03, within: 20, stays_away: ukraine_war.relapse}",
            "{month: 2025-08, event: ukraine_ceasefire}",
        ],
    },
    "a summit under pressure": {
        "settings": MANY_DEALS,
        "timeline": [
            "{from: 2025-04, decide: {united_states.stance: pressure, united_states.action: summit_proposal}}"
        ],
    },
    "what has happened": {
        "timeline": [
            "{month: 2025-02, given: {short_range_launches: 3, intercontinental_launches: 0, nuclear_tests: 0}}",
            "{month: 2025-03, given: {short_range_launches: 0, medium_range_launches: 0, clashes: 0}}",
            "{month: 2025-04, given: {intercontinental_launches: 2, nuclear_tests: 1, ukraine_war: ceasefire}}",
            "{month: 2025-05, given: {clashes: 1, us_china: acute_crisis, middle_east: calm}}",
        ],
    },
}
