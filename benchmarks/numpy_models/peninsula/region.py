"""Entities and state variables, and how they open: sections 2 and 5 of docs/model.md."""

import numpy

from ..elementary import indicator, log_odds
from ..random_numbers import Chance
from .parameters import Parameters

Array = numpy.ndarray


class War:
    GOES_ON, CEASEFIRE, SETTLEMENT = range(3)


class Relations:
    COOPERATION, MANAGED_RIVALRY, TARIFF_WAR, ACUTE_CRISIS = range(4)


class Stance:
    """Of Washington, and so the kind of deal: a deal is struck under a stance other than pressure."""

    PRESSURE, DENUCLEARISATION, SMALL_DEAL, RECOGNITION = range(4)


class Action:
    PRESSURE, WAIT, OUTREACH, CONCESSION, SUMMIT_PROPOSAL = range(5)


class Posture:
    """Of China."""

    PRESS, NEUTRAL, SUPPORT, COURT, DUAL = range(5)


class Policy:
    """Of Seoul."""

    ENGAGE, COORDINATE, HARDEN, HEDGE = range(4)


class Tier:
    NONE, SHORT_RANGE, MEDIUM_RANGE, ICBM, NUCLEAR_TEST, CLASH = range(6)


class Stage:
    NONE, CONTACT, WORKING_TALKS, DEAL = range(4)


class Region:
    """The state of a batch of trajectories: in each array, one number for each.

    Quantities, counts and indicators (0 or 1) are float32. What indexes a table is intp: the phase of the war, the
    regime, stance, action, postures, tier and kind of deal. What stays `bool` only selects.
    """

    # What a month computes before anyone reads it
    war: Array  # indicator: it goes on
    tension: Array
    attention_load: Array
    neglect: Array
    priority: Array
    stance_shifted: Array  # bool
    distance: Array  # of the stance from the officials'
    action: Array
    officials_resist: Array
    aid: Array
    technology_transferred: Array
    leaders_met: Array  # bool
    reaffirmed: Array
    seoul_engages: Array
    seoul_coordinates: Array
    seoul_hardens: Array
    seoul_hedges: Array
    trust_in_moscow: Array
    trust_in_washington: Array
    expected_aid: Array
    self_reliance: Array
    reservation: Array
    offered: Array  # bool
    accepted: Array  # bool
    tier: Array
    short_range: Array
    medium_range: Array
    icbm: Array
    nuclear: Array
    clash: Array
    plan_phase: float
    shortfall: Array
    sanctions_relief: Array
    summit: Array  # in which trajectories one is held
    deal_struck: Array  # in which one is struck
    short_term_security: Array
    long_term_security: Array

    def __init__(self, p: Parameters, chance: Chance) -> None:
        self.trajectories = chance.trajectories
        self.open_processes(p, chance)
        self.open_patrons(p, chance)
        self.open_washington(p)
        self.open_seoul(p)
        self.open_pyongyang(p)
        self.open_diplomacy(p)
        self.appetite_draw, self.reservation_draw = chance.two_normals()

    def all_at(self, value: float, kind: type = numpy.float32) -> Array:
        return numpy.full(self.trajectories, value, kind)

    def index(self, value: float) -> Array:
        return self.all_at(int(value), numpy.intp)

    def open_processes(self, p: Parameters, chance: Chance) -> None:
        self.ukraine_war = self.index(p["ukraine_war.initial_phase"])
        self.ceasefire_seen = self.ukraine_war != War.GOES_ON
        self.months_since_ceasefire = self.all_at(0)  # since the first
        self.middle_east = self.all_at(p["middle_east.initial_load"])
        self.us_china = self.index(p["us_china.initial_regime"])
        readiness, _ = chance.two_normals()
        spread = p["provocation.tempo_shock"] / numpy.sqrt(1 - p["provocation.tempo_persistence"] ** 2)
        self.tempo = spread * readiness

    def open_patrons(self, p: Parameters, chance: Chance) -> None:
        self.strategic_partner = indicator(chance.uniforms() < p["russia.strategic_partner_share"])
        self.willing_to_transfer = chance.uniforms() < p["russia.willing_to_transfer_share"]
        self.need = self.all_at(1)
        self.capacity = self.all_at(p["russia.initial_capacity"])
        self.aid_posture = self.index(p["russia.initial_posture"])
        self.russian_tie = self.all_at(p["russia.initial_tie"])
        self.troops = self.all_at(p["russia.initial_troops"])
        self.grievance = self.all_at(p["russia.initial_grievance"])
        self.china_posture = self.index(p["china.initial_posture"])
        self.support = self.all_at(p["china.initial_support"])
        self.pressure = self.all_at(p["china.initial_pressure"])
        self.closeness = self.all_at(p["china.initial_closeness"])

    def open_washington(self, p: Parameters) -> None:
        self.approval = self.all_at(p["presidency.initial_approval"])
        self.coherence = self.all_at(p["presidency.initial_coherence"])
        self.stance = self.index(p["united_states.initial_stance"])
        self.salience = self.all_at(p["attention.initial_salience"])
        self.exercises = self.all_at(p["united_states.initial_exercises"])
        self.strategic_assets = self.all_at(p["united_states.initial_assets"])

    def open_seoul(self, p: Parameters) -> None:
        self.turmoil = self.all_at(p["south_korea.initial_turmoil"], numpy.bool_)
        self.coordination = self.all_at(p["south_korea.initial_coordination"])
        self.met_president = self.all_at(p["south_korea.initial_met"], numpy.bool_)
        self.reaffirmations = self.all_at(p["south_korea.initial_reaffirmations"])
        self.hostility = self.all_at(p["south_korea.initial_hostility"])
        self.credibility = self.all_at(p["alliance.initial_credibility"])
        self.anxiety = self.all_at(p["alliance.initial_anxiety"])
        self.alliance_reassessed = self.all_at(0, numpy.bool_)

    def open_pyongyang(self, p: Parameters) -> None:
        self.belief_in_moscow = self.all_at(log_odds(p["belief.prior_on_moscow"]) - p["belief.syrian_lesson"])
        self.belief_in_washington = self.all_at(log_odds(p["belief.prior_on_washington"]))
        self.believed_capacity = self.all_at(p["belief.prior_on_capacity"])
        self.believed_coherence = self.all_at(p["belief.prior_on_coherence"])
        self.believed_impatience = self.all_at(p["belief.prior_on_impatience"])
        self.mainland_threat = self.all_at(p["arsenal.initial_mainland_threat"])
        self.second_strike = self.all_at(p["arsenal.initial_second_strike"])
        self.warheads = self.all_at(p["arsenal.initial_warheads"])
        self.economy = self.all_at(100)
        self.plan_target = self.all_at(100)
        self.discontent = self.all_at(p["society.discontent_at_rest"] + p["society.discontent_above_rest_at_start"])
        self.provocation_memory = self.all_at(p["provocation.initial_memory"])
        self.strategic_memory = self.all_at(0)

    def open_diplomacy(self, p: Parameters) -> None:
        self.stage = self.all_at(Stage.NONE)
        self.deal = self.index(0)  # in force
        self.in_deal = self.all_at(0)
        self.deals = numpy.flatnonzero(self.in_deal)  # the trajectories in which one is in force
        self.summits = self.all_at(0)
        self.bypass = self.all_at(0)
        self.normalisation = self.all_at(0)
        self.rung = self.all_at(p["crisis.initial_rung"])
