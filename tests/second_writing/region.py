# SPDX-License-Identifier: Apache-2.0
"""Entities and state variables, and the region before the first month."""

import enum
import math
from dataclasses import dataclass

from .chance import Dice
from .opinion import support_for_own_bomb
from .parameters import Parameters
from .reading import log_odds, logistic

NEVER = 10**6


class War(enum.IntEnum):
    GOES_ON, CEASEFIRE, SETTLEMENT = range(3)


class Relations(enum.IntEnum):
    COOPERATION, MANAGED_RIVALRY, TARIFF_WAR, ACUTE_CRISIS = range(4)


class Stance(enum.IntEnum):
    """Of Washington, and so the kind of deal: a deal is struck under a stance other than pressure."""

    PRESSURE, DENUCLEARISATION, SMALL_DEAL, RECOGNITION = range(4)


class Action(enum.IntEnum):
    PRESSURE, WAIT, OUTREACH, CONCESSION, SUMMIT_PROPOSAL = range(5)


class Posture(enum.IntEnum):
    """Of China."""

    PRESS, NEUTRAL, SUPPORT, COURT, DUAL = range(5)


class Policy(enum.IntEnum):
    """Of Seoul."""

    ENGAGE, COORDINATE, HARDEN, HEDGE = range(4)


class Tier(enum.IntEnum):
    NONE, SHORT_RANGE, MEDIUM_RANGE, ICBM, NUCLEAR_TEST, CLASH = range(6)


class Stage(enum.IntEnum):
    NONE, CONTACT, WORKING_TALKS, DEAL = range(4)


@dataclass(kw_only=True)
class Region:
    """A member without a value here is given one by `opening`; one that the first month computes starts as 0."""

    ukraine_war: int
    first_ceasefire: int
    middle_east: int
    us_china: int
    tension: float = 0.0
    tempo: float

    approval: float
    coherence: float
    stance: int
    stance_before: int
    attention_load: float = 0.0
    neglect: float = 0.0
    priority: float = 0.0
    salience: float
    action: int = Action.WAIT
    hawk_cost: float = 0.0
    officials_resist: bool = False
    appetite_draw: float
    exercises: float
    strategic_assets: float

    strategic_partner: bool
    willing_to_transfer: bool
    capacity: float
    need: float = 1.0
    aid_posture: int
    aid: float = 0.0
    russian_tie: float
    technology_transferred: bool = False
    troops: float
    grievance: float

    china_posture: int
    support: float
    pressure: float
    closeness: float
    leaders_met: bool = False

    turmoil: bool
    coordination: float
    met_president: bool
    reaffirmed: bool = False
    reaffirmations: float
    seoul_engages: bool = False
    seoul_hardens: bool = False
    seoul_hedges: bool = False
    credibility: float
    anxiety: float
    support_for_own_bomb: float
    alliance_reassessed: bool = False

    japanese_anxiety: float
    japan_shifted: int

    belief_in_moscow: float
    trust_in_moscow: float
    belief_in_washington: float
    trust_in_washington: float
    believed_capacity: float
    believed_coherence: float
    believed_impatience: float
    expected_aid: float = 0.0
    value_of_waiting: float = 0.0
    self_reliance: float = 0.0
    reservation_draw: float
    reservation: float
    deal_value: float
    offered: bool = False
    answered_action: int = Action.WAIT
    answered_stance: int = Stance.PRESSURE
    accepted: bool = False
    tier: int = Tier.NONE
    short_range: int = 0
    medium_range: int = 0
    icbm: int = 0
    nuclear: int = 0
    clash: int = 0
    mainland_threat: float
    second_strike: float
    warheads: float
    economy: float = 100.0
    plan_target: float = 100.0
    plan_phase: float = 0.0
    shortfall: float = 0.0
    sanctions_relief: float = 0.0
    discontent: float
    hostility: float
    provocation_memory: float
    strategic_memory: float = 0.0

    stage: int = Stage.NONE
    deal: int = 0
    summit: bool = False
    deal_struck: bool = False
    summits: int = 0
    bypass: bool = False
    normalisation: float = 0.0
    rung: int

    short_term_security: float = 0.0
    long_term_security: float = 0.0


def opening(p: Parameters, dice: Dice) -> Region:
    """5. Initialisation."""
    belief_in_moscow = log_odds(p.belief.prior_on_moscow) - p.belief.syrian_lesson
    belief_in_washington = log_odds(p.belief.prior_on_washington)
    tempo_spread = p.provocation.tempo_shock / math.sqrt(1 - p.provocation.tempo_persistence**2)
    return Region(
        ukraine_war=int(p.ukraine_war.initial_phase),
        first_ceasefire=NEVER if p.ukraine_war.initial_phase == War.GOES_ON else 0,
        middle_east=int(p.middle_east.initial_load),
        us_china=int(p.us_china.initial_regime),
        tempo=tempo_spread * dice.normal("start of ϑ"),
        approval=p.presidency.initial_approval,
        coherence=p.presidency.initial_coherence,
        stance=int(p.united_states.initial_stance),
        stance_before=int(p.united_states.initial_stance),
        salience=p.attention.initial_salience,
        appetite_draw=dice.normal("z_P"),
        exercises=p.united_states.initial_exercises,
        strategic_assets=p.united_states.initial_assets,
        strategic_partner=dice.uniform("R_S") < p.russia.strategic_partner_share,
        willing_to_transfer=dice.uniform("R_T") < p.russia.willing_to_transfer_share,
        capacity=p.russia.initial_capacity,
        aid_posture=int(p.russia.initial_posture),
        russian_tie=p.russia.initial_tie,
        troops=p.russia.initial_troops,
        grievance=p.russia.initial_grievance,
        china_posture=int(p.china.initial_posture),
        support=p.china.initial_support,
        pressure=p.china.initial_pressure,
        closeness=p.china.initial_closeness,
        turmoil=bool(p.south_korea.initial_turmoil),
        coordination=p.south_korea.initial_coordination,
        met_president=bool(p.south_korea.initial_met),
        reaffirmations=p.south_korea.initial_reaffirmations,
        credibility=p.alliance.initial_credibility,
        anxiety=p.alliance.initial_anxiety,
        support_for_own_bomb=support_for_own_bomb(p, p.alliance.initial_anxiety, p.alliance.initial_credibility),
        japanese_anxiety=logistic(p.japan.anxiety_intercept),
        japan_shifted=0 if p.japan.takes_part else -1,
        belief_in_moscow=belief_in_moscow,
        trust_in_moscow=logistic(belief_in_moscow),
        belief_in_washington=belief_in_washington,
        trust_in_washington=logistic(belief_in_washington),
        believed_capacity=p.belief.prior_on_capacity,
        believed_coherence=p.belief.prior_on_coherence,
        believed_impatience=p.belief.prior_on_impatience,
        reservation_draw=dice.normal("z_R"),
        reservation=p.negotiation.reservation,
        deal_value=p.negotiation.denuclearisation_value,
        mainland_threat=p.arsenal.initial_mainland_threat,
        second_strike=p.arsenal.initial_second_strike,
        warheads=p.arsenal.initial_warheads,
        discontent=p.society.discontent_at_rest + p.society.discontent_above_rest_at_start,
        hostility=p.south_korea.initial_hostility,
        provocation_memory=p.provocation.initial_memory,
        rung=int(p.crisis.initial_rung),
    )
