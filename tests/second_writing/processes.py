# SPDX-License-Identifier: Apache-2.0
"""What no agent steers: the war in Ukraine, the Middle East, relations between Washington and Beijing."""

import math

from . import washington
from .chance import Turn
from .parameters import Parameters
from .region import ChinaPolicy, Region, Relations, War

EVENTS = {  # of a timeline: what it sets, and to what
    "ukraine_ceasefire": ("ukraine_war", 1),
    "ukraine_war_resumes": ("ukraine_war", 0),
    "ukraine_settlement": ("ukraine_war", 2),
    "middle_east_calm": ("middle_east", 0),
    "middle_east_tension": ("middle_east", 1),
    "middle_east_escalation": ("middle_east", 2),
    "us_china_cooperation": ("us_china", 0),
    "us_china_managed_rivalry": ("us_china", 1),
    "us_china_tariff_war": ("us_china", 2),
    "us_china_acute_crisis": ("us_china", 3),
    "south_korea_turmoil": ("turmoil", 1),
    "south_korea_election": ("turmoil", 0),
    "us_south_korea_leaders_meet": ("met_president", 1),
}


USUAL_APPETITE = 0.55  # at which the hazard of a ceasefire is as declared


def war_in_ukraine(p: Parameters, region: Region, turn: Turn) -> None:  # (X-W)
    hazard = p.ukraine_war
    u = turn.uniform("war in Ukraine")
    war = region.ukraine_war
    if war == War.GOES_ON:
        beyond_usual = washington.appetite_for_peace(p, region, turn.month) - USUAL_APPETITE
        nearer = math.exp(hazard.peacemaking * beyond_usual)
        if turn.happens("Ukraine: a ceasefire begins", min(1, hazard.ceasefire_hazard * nearer), u):
            war = War.CEASEFIRE
    elif war == War.CEASEFIRE:
        turn.happens("Ukraine: the war resumes", hazard.relapse_hazard, u)
        of_the_rest = u - hazard.relapse_hazard if u >= hazard.relapse_hazard else 1.0
        turn.happens("Ukraine: a settlement is signed", hazard.settlement_hazard, of_the_rest)
        resumes, settles = turn.one_of("Ukraine: the war resumes", "Ukraine: a settlement is signed")
        war = War.GOES_ON if resumes else War.SETTLEMENT if settles else war
    region.ukraine_war = turn.given.get("ukraine_war", war)
    if region.ukraine_war != War.GOES_ON:
        region.first_ceasefire = min(region.first_ceasefire, turn.month)


def middle_east(p: Parameters, region: Region, turn: Turn) -> None:  # (X-M)
    u = turn.uniform("Middle East")
    load = region.middle_east
    if load < 2:
        turn.happens("Middle East: the load rises", p.middle_east.escalation_hazard, 1 - u)
    if load > 0:
        turn.happens("Middle East: the load falls", p.middle_east.calming_hazard, u)
    rises, falls = turn.one_of("Middle East: the load rises", "Middle East: the load falls")
    region.middle_east = turn.given.get("middle_east", load + rises - falls)


def us_china_relations(p: Parameters, region: Region, turn: Turn) -> None:  # (X-K)
    k = p.us_china
    from_cooperation = k.worsening_from_cooperation * k.worsening_hazard
    from_acute = k.easing_from_acute * k.easing_hazard
    policy = region.china_policy - ChinaPolicy.MANAGE  # of the last month: -1 ease, 1 press
    tilt = math.exp(k.tilt + k.policy_effect * policy)
    up = [from_cooperation, k.worsening_hazard, k.acute_hazard, 0][region.us_china] * tilt
    down = [0, k.compromise_hazard, k.easing_hazard, from_acute][region.us_china] / tilt
    scale = min(1, k.highest_chance / (up + down))
    u = turn.uniform("US-China relations")
    if region.us_china < Relations.ACUTE_CRISIS:
        turn.happens("US-China: relations worsen", up * scale, 1 - u)
    if region.us_china > Relations.COOPERATION:
        turn.happens("US-China: relations ease", down * scale, u)
    worsens, eases = turn.one_of("US-China: relations worsen", "US-China: relations ease")
    region.us_china = turn.given.get("us_china", region.us_china + worsens - eases)
    region.tension = k.tension[region.us_china]
