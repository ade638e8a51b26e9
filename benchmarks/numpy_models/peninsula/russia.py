"""Russia pays while it needs shells and soldiers; only after the war does its hidden type show."""

import numpy

from ..elementary import draw, indicator, logistic, one_hot, quantal_weights, smaller
from ..random_numbers import Chance
from .parameters import Parameters
from .region import Region

Array = numpy.ndarray


def russia(p: Parameters, region: Region, chance: Chance) -> None:
    deliverable = recovery(p, region)
    weights = how_either_type_chooses(p, region)
    of_other, of_partner = weights
    of_own_type = of_other + region.strategic_partner * (of_partner - of_other)
    region.aid_posture = draw(of_own_type, chance.uniforms())  # (R3)
    levels = p.tables["russia.aid_level"]
    level = levels.take(region.aid_posture)
    region.aid = smaller(deliverable * level / p["russia.aid_scale"], 1)
    region.russian_tie += p["russia.tie_adjustment"] * (region.aid - region.russian_tie)

    totals = weights.sum(axis=1)
    learn_about_moscow(p, region, weights, totals)
    region.believed_capacity += p["belief.capacity_learning"] * level * (deliverable - region.believed_capacity)  # (B3)
    transfer_technology(p, region, chance)
    troops(p, region, chance)
    self_reliance(p, region)
    expect_aid(p, region, numpy.einsum("l,tln->tn", levels, weights) / totals)


def recovery(p: Parameters, region: Region) -> Array:
    """Need and capacity; what can be delivered."""
    needs = numpy.array([1, p["russia.need_in_ceasefire"], p["russia.need_after_settlement"]], numpy.float32)  # (R1)
    gap = needs.take(region.ukraine_war) - region.need
    region.need += p["russia.need_adjustment"] * gap  # 0 before the first ceasefire
    peace = 1 - region.war  # (R2)
    region.capacity += p["russia.capacity_adjustment"] * peace * (p["russia.postwar_capacity"] - region.capacity)
    burden = p["russia.recovery_burden"] * numpy.exp(region.months_since_ceasefire * (-1 / p["russia.recovery_time"]))
    return region.capacity * (1 - burden * peace)


def how_either_type_chooses(p: Parameters, region: Region) -> Array:  # (R3)
    """Weights of the postures: of another Russia, and of a strategic partner."""
    peace = 1 - region.need
    as_other = p["russia.need_motive"] * region.need - p["russia.normalisation_motive"] * peace
    as_partner = as_other + p["russia.partnership_motive"] * peace
    levels = p.tables["russia.aid_level"][:, None]
    utilities = levels * numpy.stack([as_other, as_partner])[:, None]
    utilities += p["russia.posture_inertia"] * one_hot(region.aid_posture, 3)
    return quantal_weights(p["choice.rationality_states"], utilities)


def learn_about_moscow(p: Parameters, region: Region, weights: Array, totals: Array) -> None:  # (B1)
    of_other, of_partner = (weights * one_hot(region.aid_posture, 3)).sum(axis=1) / totals
    region.belief_in_moscow += p["belief.updating"] * numpy.log(of_partner / of_other)
    region.trust_in_moscow = logistic(region.belief_in_moscow)


def transfer_technology(p: Parameters, region: Region, chance: Chance) -> None:  # (R4)
    hazard = p["russia.transfer_hazard"] * (p["couplings.russia"] > 0) * region.need
    region.technology_transferred = indicator(region.willing_to_transfer & (chance.uniforms() < hazard))


def troops(p: Parameters, region: Region, chance: Chance) -> None:
    sent = indicator(chance.uniforms() < p["russia.troop_wave_chance"])
    rotation, homecoming = p["russia.troop_rotation"], p["russia.troop_return"]
    region.troops += p["russia.troop_wave"] * sent * region.war
    region.troops *= (1 - homecoming) + (homecoming - rotation) * region.war
    region.grievance *= 1 - p["russia.grievance_decay"]
    region.grievance += p["russia.casualty_rate"] * region.troops * region.war


def self_reliance(p: Parameters, region: Region) -> None:  # (B2)
    distrust_of_moscow = 1 - 2 * region.trust_in_moscow
    distrust_of_washington = 1 - 2 * logistic(region.belief_in_washington)
    region.self_reliance = logistic(
        p["belief.self_reliance_response"] * p["couplings.russia"] * distrust_of_moscow
        + p["belief.self_reliance_by_distrust"] * distrust_of_washington
    )


def expect_aid(p: Parameters, region: Region, levels: Array) -> None:
    of_other, of_partner = levels
    level = of_other + region.trust_in_moscow * (of_partner - of_other)
    region.expected_aid = smaller(region.believed_capacity * level / p["russia.aid_scale"], 1)
