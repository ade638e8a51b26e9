# SPDX-License-Identifier: Apache-2.0
"""North Korea: the answer to an overture."""

from . import clauses
from .chance import Turn
from .clauses import Clauses
from .parameters import Parameters
from .reading import clip, logistic, softplus
from .region import Action, Region, Stage


def answer(p: Parameters, seen: Region, region: Region, need: float, turn: Turn) -> None:
    region.reservation = reservation(p, seen, region, need)
    region.surplus = value(p, region, clauses.on_the_table(region)) - falls_back_on(p, seen, region)
    region.answered_action, region.answered_stance = seen.action, seen.stance

    region.gain = gain_from_accepting(p, seen, region)
    region.value_of_waiting = value_of_waiting(p, seen, region, turn.month)
    accepting = region.gain + opportune(p, seen, seen.approval)
    odds = p.choice.rationality_north_korea * accepting - region.value_of_waiting  # (D3)
    u = turn.uniform("Kim's answer")
    lowest = Action.OUTREACH if seen.stage < Stage.DEAL else Action.SUMMIT_PROPOSAL
    region.offered = seen.action >= lowest
    region.accepted = region.offered and turn.happens("North Korea: Kim accepts the overture", logistic(odds), u)


def months_left_of_plan(p: Parameters, month: int) -> float:
    return (p.economy.plan_end_month - month) % 60


def need(p: Parameters, region: Region, month: int) -> float:
    """The plan's calendar, the shortfall and discontent press on Kim."""
    last_year = months_left_of_plan(p, month) < 12
    region.plan_phase = 1 if last_year else p.society.off_peak_phase
    missing = (region.plan_target - region.economy) / region.plan_target
    region.shortfall = clip(p.society.shortfall_scale * missing)
    by_shortfall = p.society.need_by_shortfall * region.shortfall * region.plan_phase
    return p.couplings.domestic * (by_shortfall + p.society.need_by_discontent * region.discontent)


def reservation(p: Parameters, seen: Region, region: Region, need: float) -> float:  # (D1), Rv
    """Aid and what is expected of it are those of one month, the month that Kim sees."""
    n = p.negotiation
    lasting_aid = (1 - n.foresight_on_aid) * seen.aid + n.foresight_on_aid * seen.expected_aid
    unfinished = (1 - region.second_strike) * (region.self_reliance - n.reference_self_reliance)
    return (
        n.reservation
        + p.presidency.private_spread * region.reservation_draw
        + n.reservation_by_china * (p.couplings.china * seen.support - n.reference_support)
        + n.reservation_by_russia * (p.couplings.russia * lasting_aid - n.reference_aid)
        + n.reservation_by_arsenal * unfinished
        - n.reservation_relief_by_need * (need - n.reference_need)
        - n.reservation_relief_by_opening * region.opening
        + n.reservation_by_failure * region.failure
    )


def value(p: Parameters, region: Region, terms: Clauses) -> float:  # (D1), Vd
    return worth(p, region, terms) - cost(p, region, terms)


def falls_back_on(p: Parameters, seen: Region, region: Region) -> float:  # (D1), Fb
    if seen.stage == Stage.DEAL:
        return value(p, region, clauses.in_force(region))
    return region.reservation


def worth(p: Parameters, region: Region, terms: Clauses) -> float:  # (D1)
    """Of what is given, which needs a deliverer."""
    n = p.negotiation
    given = (
        n.relief_value * terms.relief
        + n.ties_value * terms.ties
        + n.words_value * terms.words
        + n.pause_value * terms.pause
    )
    word_of_the_president = n.deliverable_share * 2 * region.rapport
    return (region.trust_in_washington + word_of_the_president) * given


def cost(p: Parameters, region: Region, terms: Clauses) -> float:  # (D1)
    """Of what is asked, which needs none."""
    n = p.negotiation
    of_limit = n.limit_cost * terms.limit * (1 - region.mainland_threat)
    return of_limit + n.halt_cost * terms.halt * (1 - region.second_strike)


def gain_from_accepting(p: Parameters, seen: Region, region: Region) -> float:  # (D1), U0
    """In an ordinary moment."""
    going_on = p.negotiation.stage_bonus * seen.stage
    return region.surplus + going_on - preconditions(p, seen, region)


def preconditions(p: Parameters, seen: Region, region: Region) -> float:  # (D1), pre
    """Demands unmet before talks."""
    if seen.stage != Stage.NONE:
        return 0
    how_far = (1 + (seen.action == Action.SUMMIT_PROPOSAL)) / 2
    unmet = (seen.exercises + 1 - region.words_offered) / 2
    return p.negotiation.preconditions * how_far * unmet


def opportune(p: Parameters, seen: Region, approval: float) -> float:  # (D1), Opp
    n = p.negotiation
    standing = n.opportune_approval * (approval - p.united_states.reference_approval) / 10
    load = n.opportune_load * p.couplings.attention * (seen.attention_load - n.reference_load)
    return n.opportune_moment * (standing + load)


def value_of_waiting(p: Parameters, seen: Region, region: Region, month: int) -> float:  # (D3), Wt
    usual, horizon = p.presidency.long_run_approval, p.negotiation.waiting_horizon
    lasting = max(p.presidency.approval_persistence, 1e-6) ** horizon
    later = region.gain + opportune(p, seen, usual + lasting * (seen.approval - usual))
    until_the_end = p.presidency.term_end_month - month
    left = min(1, until_the_end / horizon) if until_the_end > 0 else 1
    rationality = p.choice.rationality_north_korea
    return p.negotiation.patience * (left * softplus(rationality * later) - softplus(rationality * region.gain))
