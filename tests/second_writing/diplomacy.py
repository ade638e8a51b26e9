# SPDX-License-Identifier: Apache-2.0
"""Diplomacy between Washington and Pyongyang."""

from . import clauses, washington
from .chance import Turn
from .parameters import Parameters
from .reading import logistic
from .region import Action, Collapse, Deal, Region, Stage, Stance
from .signals import gesture


def step(p: Parameters, region: Region, turn: Turn) -> None:
    sources = ("success of a summit", "decay of a track, or discovery", "collapse of a deal")
    success, decay, collapse = (turn.uniform(source) for source in sources)
    region.summit = region.accepted and region.answered_action == Action.SUMMIT_PROPOSAL
    region.deal_struck = False
    region.collapsed = Collapse.NONE
    if region.summit:
        hold_summit(p, region, turn, success)
    if region.stage == Stage.DEAL and not region.deal_struck:
        if turn.happens("Diplomacy: the deal collapses", logistic(collapse_odds(p, region)), collapse):
            end_deal(p, region)
    elif not region.summit:
        go_on_or_fall_back(p, region, turn, decay)
    failed = region.summit and not region.deal_struck
    region.failure = 1 if failed else p.diplomacy.failure_decay * region.failure


def go_on_or_fall_back(p: Parameters, region: Region, turn: Turn, u: float) -> None:
    if region.accepted:
        region.stage = min(region.stage + 1, Stage.WORKING_TALKS)
    elif region.stage != Stage.NONE and not gesture(region):
        region.stage -= turn.happens("Diplomacy: the track falls back a stage", p.diplomacy.stage_decay, u)


def hold_summit(p: Parameters, region: Region, turn: Turn, u: float) -> None:
    if region.answered_stance != Stance.PRESSURE:  # only a condition has a summit offered under pressure
        region.deal_struck = turn.happens("Diplomacy: the summit ends in a deal", logistic(success_odds(p, region)), u)
    if region.deal_struck:
        region.stage = Stage.DEAL
        clauses.put_in_force(region, clauses.on_the_table(region))
        region.deal = clauses.name(clauses.in_force(region))
        region.belief_in_washington += p.belief.success_gain
    else:
        if region.stage != Stage.DEAL:  # which a failed summit leaves in force
            region.stage = max(Stage.NONE, int(region.stage - p.diplomacy.failure_setback))
        region.belief_in_washington -= p.belief.failure_shock
    if region.summits == 0 and not region.met_president:
        region.bypass = True
    region.summits += 1
    washington.approval_after_summit(p, region)
    washington.rapport(p, region, ends_well=region.deal_struck)


def end_deal(p: Parameters, region: Region) -> None:
    region.collapsed = cause_of_collapse(region)
    region.stage, region.deal = Stage.NONE, Deal.NONE
    clauses.put_in_force(region, clauses.NOTHING)
    region.cheating = region.found = False
    region.belief_in_washington -= p.belief.collapse_share * p.belief.failure_shock
    if not region.summit:  # one that failed has spent it already
        washington.rapport(p, region, ends_well=False)


def cause_of_collapse(region: Region) -> Collapse:
    if region.found:
        return Collapse.CHEATING
    return Collapse.OPEN_VIOLATION if openly_violated(region) else Collapse.POLITICS


def openly_violated(region: Region) -> bool:
    return region.icbm + region.nuclear + region.clash > 0


def success_odds(p: Parameters, region: Region) -> float:  # (S1)
    own = p.diplomacy
    peace_regime = (2 * region.closeness - 1) * region.ties_offered  # which needs Beijing
    return (
        own.success_intercept
        + own.success_by_coherence * (2 * region.coherence - 1)
        + own.success_by_preparation * (region.stage == Stage.WORKING_TALKS)
        + own.success_by_surplus * region.surplus
        + own.success_by_coordination * p.couplings.alliance * (2 * region.coordination - 1)
        - own.success_lost_by_resistance * region.officials_resist
        - own.success_lost_by_closeness * p.couplings.china * peace_regime
    )


def collapse_odds(p: Parameters, region: Region) -> float:
    violated = openly_violated(region) or region.found
    return (
        p.diplomacy.collapse_intercept
        - p.diplomacy.collapse_by_incoherence * (2 * region.coherence - 1)
        + p.diplomacy.collapse_by_violation * violated
    )


def normalisation(p: Parameters, region: Region) -> None:
    delivered = clauses.delivered(region, region.ties)
    region.normalisation += p.diplomacy.normalisation_adjustment * (delivered - region.normalisation)
