"""Washington towards Pyongyang: a stance, an action, and officials who may resist it."""

import numpy

from ..elementary import OUT_OF_REACH, choose, indicator, larger, logistic, one_hot, push, weighed
from ..random_numbers import Chance
from .parameters import Parameters
from .region import Action, Region, Relations, Stage, Stance

Array = numpy.ndarray


def united_states(p: Parameters, region: Region, chance: Chance, month: int) -> None:
    appetite = appetite_for_peace(p, region, month)
    take_stance(p, region, chance, appetite)
    take_action(p, region, chance, appetite)
    officials(p, region, chance)


def appetite_for_peace(p: Parameters, region: Region, month: int) -> Array:
    """What a deal is worth to the president."""
    in_office = month < p["presidency.term_end_month"]
    appetite = p["presidency.peace_appetite" if in_office else "presidency.successor_appetite"]
    return appetite + p["presidency.private_spread"] * region.appetite_draw


def take_stance(p: Parameters, region: Region, chance: Chance, appetite: Array) -> None:  # (U2)
    utilities = stance_utilities(p, region, appetite)
    stance = choose(p["choice.rationality_states"], utilities, chance.uniforms())
    stance[region.deals] = region.stance[region.deals]  # it stays while a deal holds
    region.stance_shifted = stance != region.stance
    region.stance = stance
    region.distance = p.tables["united_states.distance"].take(stance)
    shifted = numpy.flatnonzero(region.stance_shifted)
    damage = p["united_states.shift_damage"] * region.distance[shifted]
    region.coherence[shifted] = push(region.coherence[shifted], -damage)


def stance_utilities(p: Parameters, region: Region, appetite: Array) -> Array:
    intercepts = numpy.zeros(4, numpy.float32)
    intercepts[Stance.DENUCLEARISATION] = p["united_states.denuclearisation_stance"]
    intercepts[Stance.SMALL_DEAL] = p["united_states.small_deal_stance"]
    intercepts[Stance.RECOGNITION] = p["united_states.recognition_stance"]
    intercepts -= p["united_states.geopolitical_weight"] * p.tables["united_states.alliance_damage"]

    pull = p["united_states.officials_pull"] * (region.coherence - 0.5)
    shared_goal = p["china.shared_goal"] * indicator(region.us_china == Relations.COOPERATION)
    threat = p["united_states.mainland_motive"] * (region.mainland_threat - p["united_states.threat_reference"])
    rivalry = p["united_states.rivalry_motive"] * region.tension
    utilities = p["united_states.stance_inertia"] * one_hot(region.stance, 4)
    utilities += intercepts[:, None]
    utilities[Stance.PRESSURE] += p["united_states.provocation_motive"] * region.provocation_memory - appetite
    utilities[Stance.DENUCLEARISATION] += pull + shared_goal
    utilities[Stance.SMALL_DEAL] += threat - 0.5 * pull
    utilities[Stance.RECOGNITION] += rivalry - pull
    return utilities


def take_action(p: Parameters, region: Region, chance: Chance, appetite: Array) -> None:  # (U1)
    pressing = indicator(region.stance == Stance.PRESSURE)
    utilities = action_utilities(p, region, appetite, pressing)
    in_deal = OUT_OF_REACH * region.in_deal
    utilities[Action.PRESSURE] -= in_deal
    utilities[Action.OUTREACH] -= in_deal
    utilities[Action.CONCESSION] -= in_deal + OUT_OF_REACH * indicator(region.exercises <= 0.6)
    utilities[Action.SUMMIT_PROPOSAL] -= in_deal + OUT_OF_REACH * pressing
    region.action = choose(p["choice.rationality_states"], utilities, chance.uniforms())


def action_utilities(p: Parameters, region: Region, appetite: Array, pressing: Array) -> Array:
    below_reference = p["united_states.reference_approval"] - region.approval
    drive = (
        appetite
        + (p["united_states.approval_motive"] / 10) * below_reference
        + p["united_states.priority_motive"] * region.priority
        - p["united_states.provocation_motive"] * region.provocation_memory
        + p["united_states.track_bonus"] * indicator(region.stage > Stage.NONE)
        - p["united_states.pressure_discount"] * pressing
    )
    geopolitics = p["united_states.geopolitical_cost"] * p["united_states.geopolitical_weight"]
    hawks = p["united_states.hawk_cost"] * region.coherence * region.distance
    hawks += p["united_states.concession_cost"] + geopolitics
    load = p["united_states.attention_cost"] * region.attention_load
    diplomacy = p.tables["united_states.diplomacy"]
    bandwidth, hawkishness = p.tables["united_states.bandwidth"], p.tables["united_states.hawkishness"]
    utilities = weighed(numpy.column_stack([diplomacy, -bandwidth, -hawkishness]), drive, load, hawks)
    utilities[Action.WAIT] += p["united_states.waiting_bonus"]
    relief = p["united_states.proposal_cost_relief"] * region.stage
    utilities[Action.SUMMIT_PROPOSAL] -= p["united_states.proposal_cost"] - relief
    return utilities


def officials(p: Parameters, region: Region, chance: Chance) -> None:  # (U4)
    hawk_cost = p.tables["united_states.hawkishness"].take(region.action)
    odds = (
        p["united_states.resistance_intercept"]
        + p["united_states.officials_resistance"] * (0.5 - region.coherence)
        + p["united_states.resistance_by_hawk_cost"] * hawk_cost * region.distance
    )
    resist = (region.action >= Action.OUTREACH) & (chance.uniforms() < logistic(odds))
    region.officials_resist = indicator(resist)
    resisted = numpy.flatnonzero(resist)
    region.coherence[resisted] = push(region.coherence[resisted], -p["united_states.resistance_damage"])
    prepared = p["united_states.preparation"] * indicator(region.stage == Stage.WORKING_TALKS)
    region.coherence += prepared * (1 - region.coherence)


def american_posture(p: Parameters, region: Region) -> None:
    """Exercises and strategic assets follow diplomacy."""
    conceded = p["united_states.exercises_after_concession"]
    exercises = 1 + indicator(region.stage > Stage.NONE) * (larger(region.exercises, conceded) - 1)
    exercises += indicator(region.action == Action.CONCESSION) * (conceded - exercises)
    pressing = (region.stance == Stance.PRESSURE) | (region.action == Action.PRESSURE)
    usual, under_pressure = p["united_states.assets_usual"], p["united_states.assets_under_pressure"]
    assets = usual + (under_pressure - usual) * indicator(pressing)
    exercises[region.deals] = p["united_states.exercises_in_deal"]
    assets[region.deals] = p["united_states.assets_in_deal"]
    region.exercises += p["united_states.exercise_adjustment"] * (exercises - region.exercises)
    region.strategic_assets += p["united_states.assets_adjustment"] * (assets - region.strategic_assets)
