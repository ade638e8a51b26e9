"""What becomes of an accepted overture: contact, working talks, a summit, a deal that holds or collapses."""

import numpy

from ..elementary import indicator, logistic
from ..random_numbers import Chance
from .north_korea import deal_values, of_deals
from .parameters import Parameters
from .region import Action, Region, Stage

Array = numpy.ndarray


def diplomacy(p: Parameters, region: Region, chance: Chance) -> None:
    """A summit is held, or a deal holds, or a track is idle: never two of them, so that one uniform will do."""
    u = chance.uniforms()
    accepted, stage = region.accepted, region.stage
    proposed = region.action == Action.SUMMIT_PROPOSAL
    advances = accepted & ~proposed & (stage < Stage.WORKING_TALKS)
    idle = ~accepted & (stage > Stage.NONE) & (stage < Stage.DEAL)
    decays = idle & (u < p["diplomacy.stage_decay"])
    region.summit = numpy.flatnonzero(accepted & proposed)
    collapses = region.deals[u[region.deals] < logistic(collapse_odds(p, region, region.deals))]

    region.stage += advances
    region.stage -= decays
    region.stage[collapses] = Stage.NONE
    region.deal[collapses] = 0
    region.belief_in_washington[collapses] -= p["belief.collapse_share"] * p["belief.failure_shock"]
    hold_summits(p, region, region.summit, u[region.summit])
    region.deals = numpy.flatnonzero(region.stage == Stage.DEAL)
    region.in_deal = indicator(region.stage == Stage.DEAL)


def hold_summits(p: Parameters, region: Region, at: Array, u: Array) -> None:
    """In the trajectories `at`."""
    success = u < logistic(success_odds(p, region, at))
    struck, failed = at[success], at[~success]
    region.deal_struck = struck
    region.stage[struck] = Stage.DEAL
    region.deal[struck] = region.stance[struck]
    region.belief_in_washington[struck] += p["belief.success_gain"]
    region.stage[failed] = numpy.maximum(Stage.NONE, region.stage[failed] - p["diplomacy.failure_setback"])
    region.belief_in_washington[failed] -= p["belief.failure_shock"]
    region.bypass[at[(region.summits[at] == 0) & ~region.met_president[at]]] = 1
    region.summits[at] += 1
    share = numpy.where(success, p["presidency.success_bump_share"], -p["presidency.failure_bump_share"])
    bump = p["presidency.summit_bump"] * (p["presidency.summit_bump_share"] + share)
    region.approval[at] = numpy.clip(region.approval[at] + bump, 20, 70)


def success_odds(p: Parameters, region: Region, at: Array) -> Array:  # (S1)
    return (
        p["diplomacy.success_intercept"]
        + p["diplomacy.success_by_coherence"] * (2 * region.coherence[at] - 1)
        + p["diplomacy.success_by_preparation"] * indicator(region.stage[at] == Stage.WORKING_TALKS)
        + p["diplomacy.success_by_surplus"] * (deal_values(p)[region.stance[at]] - region.reservation[at])
        + p["diplomacy.success_by_coordination"] * p["couplings.alliance"] * (2 * region.coordination[at] - 1)
        - p["diplomacy.success_lost_by_resistance"] * region.officials_resist[at]
        - p["diplomacy.success_lost_by_closeness"] * p["couplings.china"] * (region.closeness[at] - 0.5)
    )


def collapse_odds(p: Parameters, region: Region, at: Array) -> Array:
    violated = region.icbm[at] + region.nuclear[at] + region.clash[at] > 0
    return (
        p["diplomacy.collapse_intercept"]
        - p["diplomacy.collapse_by_incoherence"] * (2 * region.coherence[at] - 1)
        + p["diplomacy.collapse_by_violation"] * indicator(violated)
    )


def normalisation(p: Parameters, region: Region) -> None:
    kinds = ("normalisation_denuclearisation", "normalisation_small_deal", "normalisation_recognition")
    target = of_deals(p, *(f"diplomacy.{kind}" for kind in kinds)).take(region.deal)
    region.normalisation += p["diplomacy.normalisation_adjustment"] * (target - region.normalisation)
