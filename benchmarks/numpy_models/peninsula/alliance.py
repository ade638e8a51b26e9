"""Whether extended deterrence is believed, how anxious the public is, and what that makes of American security."""

import numpy

from ..elementary import indicator, log_odds, logistic
from ..random_numbers import Chance
from .parameters import Parameters
from .region import Region, Stance

Array = numpy.ndarray


def alliance(p: Parameters, region: Region, chance: Chance) -> None:
    over_the_allies_heads = indicator(region.deal >= Stance.SMALL_DEAL)  # a small deal or recognition holds
    credibility(p, region, over_the_allies_heads)
    anxiety(p, region, over_the_allies_heads)
    reassessment(p, region, chance)
    security(p, region)


def credibility(p: Parameters, region: Region, over_the_allies_heads: Array) -> None:  # (V1)
    fewer_assets = p["alliance.reference_assets"] - region.strategic_assets
    cuts = (1 - region.exercises) + p["alliance.assets_weight"] * fewer_assets
    unsaid = over_the_allies_heads * (1 - region.reaffirmations)
    lost = p["alliance.credibility_lost_by_posture"] * cuts + p["alliance.credibility_lost_by_deal"] * unsaid
    said = region.reaffirmations - p["alliance.reference_reaffirmations"]
    threat = region.mainland_threat - p["arsenal.initial_mainland_threat"]
    target = logistic(
        log_odds(p["alliance.initial_credibility"])
        + p["alliance.credibility_by_reaffirmation"] * said
        - p["couplings.alliance"] * lost
        - p["alliance.credibility_lost_by_threat"] * threat
    )
    region.credibility += p["alliance.credibility_adjustment"] * (target - region.credibility)


def anxiety(p: Parameters, region: Region, over_the_allies_heads: Array) -> None:  # (V2)
    lost_credibility = p["alliance.initial_credibility"] - region.credibility
    provocations = region.provocation_memory - p["alliance.reference_provocations"]
    target = logistic(
        log_odds(p["alliance.initial_anxiety"])
        + p["alliance.anxiety_by_credibility"] * lost_credibility
        + p["alliance.anxiety_by_provocation"] * provocations
        + p["alliance.anxiety_by_deal"] * over_the_allies_heads
        + p["alliance.anxiety_by_bypass"] * region.bypass
    )
    region.anxiety += p["alliance.anxiety_adjustment"] * (target - region.anxiety)


def reassessment(p: Parameters, region: Region, chance: Chance) -> None:  # (V3)
    lost_credibility = p["alliance.initial_credibility"] - region.credibility
    odds = (
        p["alliance.reassessment_intercept"]
        + p["alliance.reassessment_by_credibility"] * p["couplings.alliance"] * lost_credibility
        + p["alliance.reassessment_by_anxiety"] * (region.anxiety - p["alliance.initial_anxiety"])
        + p["alliance.reassessment_by_hedging"] * region.seoul_hedges
    )
    region.alliance_reassessed |= chance.uniforms() < logistic(odds)


def security(p: Parameters, region: Region) -> None:  # (V4)
    shielded = p["alliance.security_by_deal"] * region.in_deal
    region.short_term_security = 1 - region.mainland_threat * (1 - shielded)
    axis = p["alliance.axis_china"] * region.closeness
    axis += p["alliance.axis_russia"] * p["couplings.russia"] * region.russian_tie
    axis *= 0.5 + 0.5 * region.tension
    region.long_term_security = (
        p["alliance.far_credibility"] * region.credibility
        + p["alliance.far_alliance"] * indicator(~region.alliance_reassessed)
        + p["alliance.far_axis"] * (1 - axis)
        + p["alliance.far_second_strike"] * (1 - region.second_strike)
    )
