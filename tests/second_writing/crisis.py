# SPDX-License-Identifier: Apache-2.0
"""The crisis ladder, and what the capitals feel of it."""

import math

from .chance import Turn
from .parameters import Parameters
from .region import Action, Policy, Region, Tier
from .signals import gesture

TOP = 5


def step(p: Parameters, region: Region, turn: Turn) -> None:  # (X1)
    own = p.crisis
    u = turn.uniform("crisis ladder")
    start, up, down = chances(p, region)
    if region.rung == 0:
        if not own.ladder:  # the random walk starts nothing
            region.rung += turn.happens("Crisis: a crisis begins", start, u)
    elif region.rung < TOP:
        if own.ladder or heat(p, region) > 0:  # else nothing drives it up
            turn.happens("Crisis: the crisis climbs a rung", up, u)
        turn.happens("Crisis: the crisis eases a rung", down, 1 - u)
        climbs, eases = turn.one_of("Crisis: the crisis climbs a rung", "Crisis: the crisis eases a rung")
        region.rung += climbs - eases


def heat(p: Parameters, region: Region) -> float:
    own = p.crisis
    contacts = (region.action >= Action.OUTREACH) + gesture(region) + p.couplings.china * region.mediates
    return (
        p.provocation.risk[region.tier]
        + own.heat_of_pressure * (region.action == Action.PRESSURE)
        + own.heat_of_hardening * p.couplings.hostility * region.hostility * (region.seoul_policy == Policy.HARDEN)
        - own.heat_eased_by_contact * contacts
    )


def chances(p: Parameters, region: Region) -> tuple[float, float, float]:
    """Of a start, of a step up and of a step down."""
    own = p.crisis
    hot = heat(p, region)
    grave = region.tier >= Tier.NUCLEAR_TEST
    start = own.start_after_test_or_clash if grave else 1 - math.exp(-own.start_hazard * max(0, hot))
    if own.ladder:
        return start, own.up_step, own.down_step
    q = math.exp(own.heat_sensitivity * p.couplings.crisis_heat * (hot - own.neutral_heat))
    return start, min(own.highest_up_step, own.up_step * q), min(own.highest_down_step, own.down_step / q)


def alarm_and_opening(p: Parameters, region: Region) -> None:  # (X2)
    crisis = region.rung / TOP
    region.crisis_memory = max(crisis, p.crisis.memory_decay * region.crisis_memory)
    feel(p, region)


def feel(p: Parameters, region: Region) -> None:
    """What the capitals make of the ladder and of what is remembered of it."""
    crisis = region.rung / TOP
    region.alarm = p.couplings.crisis * crisis
    region.opening = p.couplings.crisis * (region.crisis_memory - crisis)
