# SPDX-License-Identifier: Apache-2.0
"""South Korea."""

from . import own_bomb
from .chance import Turn
from .parameters import Parameters
from .reading import clip, logistic, push
from .region import Initiative, Policy, Region
from .signals import provoked


def politics(p: Parameters, region: Region, turn: Turn) -> None:  # (X-Omega)
    own = p.south_korea
    u = turn.uniform("turmoil in Seoul")
    if region.turmoil:
        turmoil = not turn.happens("South Korea: political turmoil ends", own.calming_hazard, u)
    else:
        turmoil = turn.happens("South Korea: political turmoil begins", own.turmoil_hazard, u)
    region.turmoil = bool(turn.given.get("turmoil", turmoil))
    target = own.coordination_turmoil if region.turmoil else own.coordination_stable
    region.coordination = clip(region.coordination + own.coordination_adjustment * (target - region.coordination))


def act(p: Parameters, seen: Region, region: Region, turn: Turn) -> None:
    policy = choose_policy(p, seen, region, turn)
    region.seoul_policy = policy
    region.korean_talks = policy == Policy.ENGAGE and seen.initiative == Initiative.TO_SEOUL
    meet_president(p, region, turn)
    hear_reaffirmation(p, seen, region, turn, coordinates=policy == Policy.COORDINATE)


def choose_policy(p: Parameters, seen: Region, region: Region, turn: Turn) -> int:  # (K1)
    own = p.south_korea
    fear = region.anxiety + (1 - region.credibility) - own.hedge_reference
    utilities = [
        own.engage_motive * (own.engagement + (seen.initiative == Initiative.TO_SEOUL)),
        own.coordinate_motive * region.coordination,
        own.harden_motive * provoked(seen)
        + own.hostility_motive * p.couplings.hostility * region.hostility
        + own.crisis_motive * region.alarm
        - own.engage_restraint * own.engagement,
        own.hedge_motive * fear - own.hedge_cost,
    ]
    utilities[region.seoul_policy] += p.choice.inertia
    u = turn.uniform("South Korea's policy")
    return turn.choose("South Korea: policy", utilities, p.choice.rationality_states, u)


def meet_president(p: Parameters, region: Region, turn: Turn) -> None:  # (K2)
    hazard = p.south_korea.leaders_meeting_hazard * region.coordination
    u = turn.uniform("presidents' meeting")
    event = "South Korea: the presidents of South Korea and the United States meet"
    met = region.met_president or (not region.turmoil and turn.happens(event, hazard, u))
    region.met_president = bool(turn.given.get("met_president", met))


def hear_reaffirmation(p: Parameters, seen: Region, region: Region, turn: Turn, coordinates: bool) -> None:  # (K3)
    own = p.south_korea
    odds = (
        own.reaffirmation_base
        + own.coordination_effect * (2 * region.coordination - 1)
        + own.reaffirmation_by_coordinating * coordinates
        + own.reaffirmation_by_own_bomb * own_bomb.beyond_debate(region)
    )
    u = turn.uniform("reaffirmation")
    event = "United States: extended deterrence is reaffirmed"
    region.reaffirmed = seen.assured and turn.happens(event, logistic(odds), u)
    region.reaffirmations += own.reaffirmation_memory * (region.reaffirmed - region.reaffirmations)
    region.coherence = push(region.coherence, own.coherence_by_coordinating * coordinates)


def hostility(p: Parameters, region: Region) -> None:
    own = p.south_korea
    eased = own.hostility_eased_by_engaging * (region.seoul_policy == Policy.ENGAGE)
    eased += own.hostility_eased_by_talks * region.korean_talks
    by_bomb = own.hostility_by_own_bomb * own_bomb.beyond_debate(region)
    by_seoul = own.hostility_adjustment * ((region.seoul_policy == Policy.HARDEN) - eased + by_bomb)
    fading = own.hostility_decay * (region.hostility - own.initial_hostility)
    region.hostility = push(region.hostility, by_seoul - fading)
