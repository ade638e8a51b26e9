# SPDX-License-Identifier: Apache-2.0
"""Russia: what it needs, what it can give, what it gives; and what Kim learns from it."""

import math

from . import meetings
from . import pyongyang_beliefs as kim
from .chance import Turn
from .parameters import Parameters
from .reading import quantal_response
from .region import Initiative, Region, Supplies, War


def act(p: Parameters, seen: Region, region: Region, turn: Turn) -> None:
    need(p, region)
    capacity(p, region)
    can_give = deliverable(p, region, turn.month)
    take_supplies(p, region)
    owed = claim(p, region)
    of_either_type = give_aid(p, region, turn, can_give, owed)
    kim.learn_about_moscow(p, region, *of_either_type)
    kim.learn_capacity(p, region, can_give)
    transfer_technology(p, region, turn, owed)
    keep_the_ledger(p, region)
    receive_kim(p, seen, region, turn)
    kim.rely_on_himself(p, region)
    kim.expect_aid(p, region, *of_either_type)


def need(p: Parameters, region: Region) -> None:  # (R1)
    region.need += p.russia.need_adjustment * (usual_need(p, region.ukraine_war) - region.need)


def usual_need(p: Parameters, war: int) -> float:
    phases: list[float] = [1, p.russia.need_in_ceasefire, p.russia.need_after_settlement]
    return phases[war]


def capacity(p: Parameters, region: Region) -> None:  # (R2)
    if region.ukraine_war != War.GOES_ON:
        region.capacity += p.russia.capacity_adjustment * (p.russia.postwar_capacity - region.capacity)


def deliverable(p: Parameters, region: Region, month: int) -> float:
    """What can be delivered."""
    if region.ukraine_war == War.GOES_ON:
        return region.capacity
    since = month - region.first_ceasefire
    return region.capacity * (1 - p.russia.recovery_burden * math.exp(-since / p.russia.recovery_time))


def take_supplies(p: Parameters, region: Region) -> None:  # (R5)
    """What Kim sends is taken in the same month, where all move at once too."""
    own, war = p.russia, region.ukraine_war == War.GOES_ON
    region.troops += own.troop_wave * (region.supplies == Supplies.SHELLS_AND_TROOPS)
    stay = war and region.supplies != Supplies.TROOPS_WITHDRAWN
    region.troops *= 1 - (own.troop_rotation if stay else own.troop_return)
    region.grievance *= 1 - own.grievance_decay
    region.grievance += own.casualty_rate * region.troops * war
    shells = region.supplies != Supplies.NOTHING
    region.supplied = own.shell_share * shells + (1 - own.shell_share) * worth_of_troops(p, region.troops)


def worth_of_troops(p: Parameters, troops: float) -> float:
    """As a share of all that troops could be worth."""
    return troops / (troops + p.russia.troop_scale)


def claim(p: Parameters, region: Region) -> float:  # (R3)
    """What is owed and not yet paid, as the last month left it."""
    return region.debt / (region.debt + p.russia.debt_scale)


def give_aid(
    p: Parameters, region: Region, turn: Turn, can_give: float, owed: float
) -> tuple[list[float], list[float]]:  # (R3)
    """How a partner and how another would choose."""
    utilities = [aid_utilities(p, region, owed, is_partner) for is_partner in (False, True)]
    of_other, of_partner = (quantal_response(p.choice.rationality_states, each) for each in utilities)
    own = utilities[region.strategic_partner]
    u = turn.uniform("Russia's posture")
    region.aid_posture = turn.choose("Russia: aid to Pyongyang", own, p.choice.rationality_states, u)
    region.aid = aid_in_posture(p, region, can_give)
    region.russian_tie += p.russia.tie_adjustment * (region.aid - region.russian_tie)
    return of_partner, of_other


def aid_in_posture(p: Parameters, region: Region, can_give: float) -> float:
    return min(1, can_give * p.russia.aid_level[region.aid_posture] / p.russia.aid_scale)


def aid_utilities(p: Parameters, region: Region, owed: float, is_partner: bool) -> list[float]:
    own = p.russia
    in_war = own.need_motive * region.supplied - own.aid_cost
    after_war = own.partnership_motive * is_partner - own.normalisation_motive
    worth = (
        region.need * in_war
        + own.crisis_motive * region.alarm
        + own.debt_motive * honoured(region, owed, is_partner)
        + (1 - region.need) * after_war
    )
    utilities = [level * worth for level in own.aid_level]
    utilities[region.aid_posture] += p.choice.inertia
    return utilities


def honoured(region: Region, owed: float, is_partner: bool) -> float:
    """In war either type honours the claim, in peace only a strategic partner."""
    return owed * (1 if is_partner else region.need)


TECHNOLOGIES = {  # each takes what those before it leave of the one uniform; the member of the region
    "Russia: technology of satellites and launchers is transferred": "satellite_technology",
    "Russia: technology of re-entry is transferred": "reentry_technology",
    "Russia: technology of submarines is transferred": "submarine_technology",
    "Russia: technology of air defence is transferred": "air_defence_technology",
}


def transfer_technology(p: Parameters, region: Region, turn: Turn, owed: float) -> None:  # (R4)
    own = p.russia
    hazard = own.transfer_hazard * region.willing_to_transfer * honoured(region, owed, region.strategic_partner)
    left = turn.uniform("technology")
    open_ = p.couplings.russia > 0 and region.aid_posture > 0
    for (event, member), share in zip(TECHNOLOGIES.items(), own.technology_share, strict=True):
        u = left if left >= 0 else 1.0
        setattr(region, member, open_ and turn.happens(event, share * hazard, u))
        left -= share * hazard


def keep_the_ledger(p: Parameters, region: Region) -> None:  # (R6)
    own = p.russia
    any_kind = any(getattr(region, member) for member in TECHNOLOGIES.values())
    region.debt += region.need * region.supplied
    region.debt *= (1 - own.payment_share * region.aid) * (1 - own.technology_price * any_kind)


def receive_kim(p: Parameters, seen: Region, region: Region, turn: Turn) -> None:  # (Mt1)
    chance = meetings.chance(p, 0, seen.initiative == Initiative.TO_MOSCOW, region.putin_memory)
    region.putin_met = turn.happens("Russia: Putin receives Kim", chance, turn.uniform("meeting of Kim and Putin"))
    region.russian_tie += p.meetings.closeness_gain * region.putin_met * (1 - region.russian_tie)
