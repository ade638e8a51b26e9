# SPDX-License-Identifier: Apache-2.0
"""The alliance, and security near and far."""

from .chance import Turn
from .parameters import Parameters
from .reading import clip, log_odds, logistic
from .region import Region, Stage, Stance


def over_the_allies_heads(region: Region) -> bool:
    """sd: a small deal or recognition holds."""
    return region.stage == Stage.DEAL and region.deal >= Stance.SMALL_DEAL


def credibility(p: Parameters, region: Region) -> None:  # (V1)
    own = p.alliance
    cuts = (1 - region.exercises) + own.assets_weight * (own.reference_assets - region.strategic_assets)
    unsaid = over_the_allies_heads(region) * (1 - region.reaffirmations)
    lost = own.credibility_lost_by_posture * cuts + own.credibility_lost_by_deal * unsaid
    target = logistic(
        log_odds(own.initial_credibility)
        + own.credibility_by_reaffirmation * (region.reaffirmations - own.reference_reaffirmations)
        - p.couplings.alliance * lost
        - own.credibility_lost_by_threat * (region.mainland_threat - p.arsenal.initial_mainland_threat)
        + own.credibility_by_resolve * region.alarm * (region.reaffirmed - region.openness)
    )
    region.credibility += own.credibility_adjustment * (target - region.credibility)


def anxiety(p: Parameters, region: Region) -> None:  # (V2)
    own = p.alliance
    target = logistic(
        log_odds(own.initial_anxiety)
        + own.anxiety_by_credibility * (own.initial_credibility - region.credibility)
        + own.anxiety_by_provocation * (region.provocation_memory - own.reference_provocations)
        + own.anxiety_by_deal * over_the_allies_heads(region)
        + own.anxiety_by_bypass * region.bypass
        + own.anxiety_by_crisis * region.alarm
    )
    region.anxiety += own.anxiety_adjustment * (target - region.anxiety)


def reassessment(p: Parameters, region: Region, turn: Turn) -> None:  # (V3)
    own = p.alliance
    lost_credibility = own.initial_credibility - region.credibility
    odds = (
        own.reassessment_intercept
        + own.reassessment_by_credibility * p.couplings.alliance * lost_credibility
        + own.reassessment_by_anxiety * (region.anxiety - own.initial_anxiety)
        + own.reassessment_by_hedging * region.seoul_hedges
    )
    if p.japan.takes_part:
        odds += p.japan.weight_in_reassessment * (region.japanese_anxiety - p.japan.reference_anxiety)
    u = turn.uniform("reassessment")
    if not region.alliance_reassessed:
        region.alliance_reassessed = turn.happens("the alliance strategy is reassessed", logistic(odds), u)


def security(p: Parameters, region: Region) -> None:  # (V4)
    own = p.alliance
    shielded = own.security_by_deal * (region.stage == Stage.DEAL)
    region.short_term_security = 1 - region.mainland_threat * (1 - shielded)
    axis = own.axis_china * region.closeness + own.axis_russia * p.couplings.russia * region.russian_tie
    axis *= own.axis_at_rest + (1 - own.axis_at_rest) * region.tension
    region.long_term_security = (
        own.far_credibility * region.credibility
        + own.far_alliance * (1 - region.alliance_reassessed)
        + own.far_axis * (1 - axis)
        + own.far_second_strike * (1 - region.second_strike)
    )


def support_for_own_bomb(p: Parameters, anxiety: float, credibility: float) -> float:  # (V5)
    """What polls in the South would find."""
    own = p.alliance
    by_anxiety = own.own_bomb_by_anxiety * (anxiety - own.own_bomb_reference_anxiety)
    by_doubt = own.own_bomb_by_credibility * (own.own_bomb_reference_credibility - credibility)
    return clip(own.own_bomb_support + by_anxiety + by_doubt)
