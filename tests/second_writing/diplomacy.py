# SPDX-License-Identifier: Apache-2.0
"""Diplomacy between Washington and Pyongyang."""

from . import washington
from .chance import Turn
from .parameters import Parameters
from .reading import logistic
from .region import Action, Region, Stage, Stance


def step(p: Parameters, region: Region, turn: Turn) -> None:
    sources = ("success of a summit", "decay of a track", "collapse of a deal")
    success, decay, collapse = (turn.uniform(source) for source in sources)
    region.summit = region.accepted and region.answered_action == Action.SUMMIT_PROPOSAL
    region.deal_struck = False
    if region.summit:
        hold_summit(p, region, turn, success)
    elif region.stage == Stage.DEAL:
        if turn.happens("the deal collapses", logistic(collapse_odds(p, region)), collapse):
            region.stage, region.deal = Stage.NONE, 0
            region.belief_in_washington -= p.belief.collapse_share * p.belief.failure_shock
            washington.rapport(p, region, ends_well=False)
    elif region.accepted:
        region.stage = min(region.stage + 1, Stage.WORKING_TALKS)
    elif region.stage != Stage.NONE:
        region.stage -= turn.happens("the track falls back a stage", p.diplomacy.stage_decay, decay)
    failed = region.summit and not region.deal_struck
    region.failure = 1 if failed else p.diplomacy.failure_decay * region.failure


def hold_summit(p: Parameters, region: Region, turn: Turn, u: float) -> None:
    if region.answered_stance != Stance.PRESSURE:  # only a condition has a summit offered under pressure
        region.deal_struck = turn.happens("the summit ends in a deal", logistic(success_odds(p, region)), u)
    if region.deal_struck:
        region.stage, region.deal = Stage.DEAL, region.answered_stance
        region.belief_in_washington += p.belief.success_gain
    else:
        region.stage = max(Stage.NONE, int(region.stage - p.diplomacy.failure_setback))
        region.belief_in_washington -= p.belief.failure_shock
    if region.summits == 0 and not region.met_president:
        region.bypass = True
    region.summits += 1
    washington.approval_after_summit(p, region)
    washington.rapport(p, region, ends_well=region.deal_struck)


def success_odds(p: Parameters, region: Region) -> float:  # (S1)
    own = p.diplomacy
    return (
        own.success_intercept
        + own.success_by_coherence * (2 * region.coherence - 1)
        + own.success_by_preparation * (region.stage == Stage.WORKING_TALKS)
        + own.success_by_surplus * (region.deal_value - region.reservation)
        + own.success_by_coordination * p.couplings.alliance * (2 * region.coordination - 1)
        - own.success_lost_by_resistance * region.officials_resist
        - own.success_lost_by_closeness * p.couplings.china * (region.closeness - own.reference_closeness)
    )


def collapse_odds(p: Parameters, region: Region) -> float:
    violated = region.icbm + region.nuclear + region.clash > 0
    return (
        p.diplomacy.collapse_intercept
        - p.diplomacy.collapse_by_incoherence * (2 * region.coherence - 1)
        + p.diplomacy.collapse_by_violation * violated
    )


def normalisation(p: Parameters, region: Region) -> None:
    own = p.diplomacy
    kinds = [0, own.normalisation_denuclearisation, own.normalisation_small_deal, own.normalisation_recognition]
    target = kinds[region.deal] if region.stage == Stage.DEAL else 0
    region.normalisation += own.normalisation_adjustment * (target - region.normalisation)
