# SPDX-License-Identifier: Apache-2.0
"""Russia: what it needs, what it can give, what it gives; and what Kim learns from it."""

import math

from . import pyongyang_beliefs as kim
from .chance import Turn
from .parameters import Parameters
from .reading import quantal_response
from .region import NEVER, Region, War


def act(p: Parameters, region: Region, turn: Turn) -> None:
    need(p, region)
    deliverable = capacity(p, region, turn.month)
    of_either_type = give_aid(p, region, turn, deliverable)
    kim.learn_about_moscow(p, region, *of_either_type)
    kim.learn_capacity(p, region, deliverable)
    transfer_technology(p, region, turn)
    troops(p, region, turn)
    kim.rely_on_himself(p, region)
    kim.expect_aid(p, region, *of_either_type)


def need(p: Parameters, region: Region) -> None:  # (R1)
    if region.first_ceasefire < NEVER:
        target = [1, p.russia.need_in_ceasefire, p.russia.need_after_settlement][region.ukraine_war]
        region.need += p.russia.need_adjustment * (target - region.need)
    else:
        region.need = 1


def capacity(p: Parameters, region: Region, month: int) -> float:  # (R2)
    """What can be delivered."""
    if region.ukraine_war == War.GOES_ON:
        return region.capacity
    region.capacity += p.russia.capacity_adjustment * (p.russia.postwar_capacity - region.capacity)
    since = month - region.first_ceasefire
    return region.capacity * (1 - p.russia.recovery_burden * math.exp(-since / p.russia.recovery_time))


def give_aid(p: Parameters, region: Region, turn: Turn, deliverable: float) -> tuple[list[float], list[float]]:  # (R3)
    """How a partner and how another would choose."""
    utilities = [aid_utilities(p, region, is_partner) for is_partner in (False, True)]
    of_other, of_partner = (quantal_response(p.choice.rationality_states, each) for each in utilities)
    own = utilities[region.strategic_partner]
    u = turn.uniform("Russia's posture")
    region.aid_posture = turn.choose("aid to Pyongyang", own, p.choice.rationality_states, u)
    region.aid = min(1, deliverable * p.russia.aid_level[region.aid_posture] / p.russia.aid_scale)
    region.russian_tie += p.russia.tie_adjustment * (region.aid - region.russian_tie)
    return of_partner, of_other


def aid_utilities(p: Parameters, region: Region, is_partner: bool) -> list[float]:
    after_war = p.russia.partnership_motive * is_partner - p.russia.normalisation_motive
    worth = p.russia.need_motive * region.need + (1 - region.need) * after_war
    utilities = [level * worth for level in p.russia.aid_level]
    utilities[region.aid_posture] += p.russia.posture_inertia
    return utilities


def transfer_technology(p: Parameters, region: Region, turn: Turn) -> None:  # (R4)
    hazard = p.russia.transfer_hazard * region.willing_to_transfer * region.need
    u = turn.uniform("technology")
    open_ = p.couplings.russia > 0
    region.technology_transferred = open_ and turn.happens("sensitive technology is transferred", hazard, u)


def troops(p: Parameters, region: Region, turn: Turn) -> None:
    war = region.ukraine_war == War.GOES_ON
    u = turn.uniform("wave of troops")
    if war and turn.happens("another wave of troops leaves for Russia", p.russia.troop_wave_chance, u):
        region.troops += p.russia.troop_wave
    region.troops *= 1 - (p.russia.troop_rotation if war else p.russia.troop_return)
    region.grievance *= 1 - p.russia.grievance_decay
    region.grievance += p.russia.casualty_rate * region.troops * war
