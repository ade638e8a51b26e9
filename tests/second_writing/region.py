# SPDX-License-Identifier: Apache-2.0
"""Entities and state variables."""

import enum
from dataclasses import dataclass

NEVER = 10**6


class War(enum.IntEnum):
    GOES_ON, CEASEFIRE, SETTLEMENT = range(3)


class Relations(enum.IntEnum):
    COOPERATION, MANAGED_RIVALRY, TARIFF_WAR, ACUTE_CRISIS = range(4)


class Stance(enum.IntEnum):
    """Of Washington."""

    PRESSURE, DENUCLEARISATION, SMALL_DEAL, RECOGNITION = range(4)


class Action(enum.IntEnum):
    PRESSURE, WAIT, OUTREACH, CONCESSION, SUMMIT_PROPOSAL = range(5)


class ChinaPolicy(enum.IntEnum):
    """Of Washington."""

    EASE, MANAGE, PRESS = range(3)


class Assurance(enum.IntEnum):
    """Of Seoul: whether Washington adheres to what it declared, drifts, or takes a brigade home."""

    ADHERE, DRIFT, WITHDRAW_TROOPS = range(3)


class Supplies(enum.IntEnum):
    """To Moscow."""

    NOTHING, SHELLS, SHELLS_AND_TROOPS, TROOPS_WITHDRAWN = range(4)


class Posture(enum.IntEnum):
    """Of China."""

    PRESS, NEUTRAL, SUPPORT, COURT, DUAL = range(5)


class Policy(enum.IntEnum):
    """Of Seoul."""

    ENGAGE, COORDINATE, HARDEN, HEDGE = range(4)


class OwnBomb(enum.IntEnum):
    """How far Seoul has gone towards it."""

    NOTHING, DEBATE, HEDGE, PROGRAMME = range(4)


class Step(enum.IntEnum):
    """Of Seoul towards a bomb of its own."""

    HOLD, FURTHER, BACK = range(3)


class JapanesePolicy(enum.IntEnum):
    FOLLOW, BUILD_UP, OWN_WAY = range(3)


class Compliance(enum.IntEnum):
    """Of Kim with a deal."""

    KEEP, CHEAT = range(2)


class Tier(enum.IntEnum):
    NONE, SHORT_RANGE, MEDIUM_RANGE, ICBM, NUCLEAR_TEST, CLASH = range(6)


class Initiative(enum.IntEnum):
    """What Kim begins: a letter to Washington, an approach, a moratorium on strategic tests."""

    HOLD, LETTER, TO_BEIJING, TO_MOSCOW, TO_SEOUL, MORATORIUM = range(6)


class Stage(enum.IntEnum):
    NONE, CONTACT, WORKING_TALKS, DEAL = range(4)


class Deal(enum.IntEnum):
    """What the clauses of a deal come to."""

    NONE, FREEZE, SMALL_DEAL, RECOGNITION, COMPREHENSIVE = range(5)


class Collapse(enum.IntEnum):
    """Over what a deal collapses."""

    NONE, POLITICS, OPEN_VIOLATION, CHEATING = range(4)


@dataclass(kw_only=True)
class Region:
    """A member without a value here is given one by `opening`, which also works out aid, what is expected of it, alarm
    and opening; one that the first month computes starts as 0."""

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
    openness: float = 0.0
    hawk_cost: float = 0.0
    officials_resist: bool = False
    appetite_draw: float
    rapport: float
    china_policy: int = ChinaPolicy.MANAGE
    assured: bool = True
    exercises: float
    strategic_assets: float

    strategic_partner: bool
    willing_to_transfer: bool
    capacity: float
    need: float
    aid_posture: int
    aid: float = 0.0
    russian_tie: float
    satellite_technology: bool = False
    reentry_technology: bool = False
    submarine_technology: bool = False
    air_defence_technology: bool = False
    supplied: float = 0.0
    debt: float
    putin_met: bool = False
    putin_memory: float = 0.0
    troops: float
    grievance: float

    china_posture: int
    support: float
    pressure: float
    closeness: float
    leaders_met: bool = False
    xi_memory: float = 0.0
    mediates: bool = False

    turmoil: bool
    coordination: float
    met_president: bool
    reaffirmed: bool = False
    reaffirmations: float
    seoul_policy: int = Policy.COORDINATE
    credibility: float
    anxiety: float
    support_for_own_bomb: float
    own_bomb: int
    alliance_reassessed: bool = False
    american_troops: float = 1.0

    japanese_anxiety: float
    japanese_policy: int

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
    surplus: float = 0.0
    offered: bool = False
    answered_action: int = Action.WAIT
    answered_stance: int = Stance.PRESSURE
    accepted: bool = False
    cheating: bool = False
    supplies: int = Supplies.NOTHING
    initiative: int = Initiative.HOLD
    pledge: float = 0.0
    goodwill: float = 0.0
    gain: float = 0.0
    tier: int = Tier.NONE
    short_range: int = 0
    medium_range: int = 0
    icbm: int = 0
    nuclear: int = 0
    clash: int = 0
    log_likelihood: float = 0.0
    satellite: bool = False
    mainland_threat: float
    second_strike: float
    reconnaissance: float = 0.0
    air_defence: float = 0.0
    warheads: float
    economy: float = 100.0
    plan_target: float = 100.0
    plan_phase: float = 0.0
    shortfall: float = 0.0
    discontent: float
    hostility: float
    korean_talks: bool = False
    provocation_memory: float
    strategic_memory: float = 0.0

    stage: int = Stage.NONE
    halfway: float = 0.0
    deal: int = Deal.NONE
    summit: bool = False
    deal_struck: bool = False
    collapsed: int = Collapse.NONE
    found: bool = False
    summits: int = 0
    failure: float = 0.0
    bypass: bool = False
    normalisation: float = 0.0

    limit_asked: float = 0.0
    halt_asked: float = 0.0
    relief_offered: float = 0.0
    ties_offered: float = 0.0
    pause_offered: float = 0.0
    words_offered: float = 0.0
    limit: float = 0.0
    halt: float = 0.0
    relief: float = 0.0
    ties: float = 0.0
    pause: float = 0.0
    words: float = 0.0

    rung: int
    alarm: float = 0.0
    crisis_memory: float
    opening: float = 0.0

    short_term_security: float = 0.0
    long_term_security: float = 0.0
