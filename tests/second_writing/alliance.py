# SPDX-License-Identifier: Apache-2.0
"""The alliance, and security near and far."""

from . import own_bomb
from .chance import Turn
from .clauses import left_by_deal
from .parameters import Parameters
from .reading import log_odds, logistic
from .region import JapanesePolicy, Policy, Region


def credibility(p: Parameters, region: Region) -> None:  # (V1)
    own = p.alliance
    missing_assets = p.united_states.assets_usual - region.strategic_assets
    cuts = (1 - region.exercises) + (1 - region.american_troops) + own.assets_weight * missing_assets
    unsaid = left_by_deal(region) * (1 - region.reaffirmations)
    lost = own.credibility_lost_by_posture * cuts + own.credibility_lost_by_deal * unsaid
    builds_up, built_up = (y == JapanesePolicy.BUILD_UP for y in (region.japanese_policy, p.japan.initial_policy))
    target = logistic(
        log_odds(own.initial_credibility)
        + own.credibility_by_reaffirmation * (region.reaffirmations - p.south_korea.initial_reaffirmations)
        - p.couplings.alliance * lost
        + p.japan.credibility_by_build_up * (builds_up - built_up)
        - own.credibility_lost_by_threat * (region.mainland_threat - p.arsenal.initial_mainland_threat)
        + own.credibility_by_resolve * region.alarm * (region.reaffirmed - region.openness)
    )
    region.credibility += own.credibility_adjustment * (target - region.credibility)


def anxiety(p: Parameters, region: Region) -> None:  # (V2)
    own = p.alliance
    target = logistic(
        log_odds(own.initial_anxiety)
        + own.anxiety_by_credibility * (own.initial_credibility - region.credibility)
        + own.anxiety_by_provocation * (region.provocation_memory - p.provocation.initial_memory)
        + own.anxiety_by_deal * left_by_deal(region)
        + own.anxiety_by_bypass * region.bypass
        + own.anxiety_by_crisis * region.alarm
    )
    region.anxiety += own.anxiety_adjustment * (target - region.anxiety)


def reassessment(p: Parameters, region: Region, turn: Turn) -> None:  # (V3)
    own = p.alliance
    lost_credibility = own.initial_credibility - region.credibility
    japan = 2 * region.japanese_anxiety - 1 + (region.japanese_policy == JapanesePolicy.OWN_WAY)
    odds = (
        own.reassessment_intercept
        + own.reassessment_by_credibility * p.couplings.alliance * lost_credibility
        + own.reassessment_by_anxiety * (region.anxiety - own.initial_anxiety)
        + own.reassessment_by_hedging * (region.seoul_policy == Policy.HEDGE)
        + own.reassessment_by_own_bomb * own_bomb.beyond_debate(region)
        + p.japan.weight_in_reassessment * japan
    )
    u = turn.uniform("reassessment")
    if not region.alliance_reassessed:
        region.alliance_reassessed = turn.happens("Alliance: the alliance strategy is reassessed", logistic(odds), u)


def security(p: Parameters, region: Region) -> None:  # (V4)
    own = p.alliance
    region.short_term_security = 1 - region.mainland_threat * (1 - own.security_by_deal * region.limit)
    axis = own.axis_china * region.closeness + own.axis_russia * p.couplings.russia * region.russian_tie
    axis *= own.axis_at_rest + (1 - own.axis_at_rest) * region.tension
    region.long_term_security = (
        own.far_credibility * region.credibility
        + own.far_alliance * (1 - region.alliance_reassessed)
        + own.far_axis * (1 - axis)
        + own.far_second_strike * (1 - region.second_strike)
    )
