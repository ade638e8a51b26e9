"""South Korea engages, coordinates, hardens or hedges, meets the president, and hears the alliance reaffirmed."""

import numpy

from ..elementary import choose, indicator, logistic, push
from ..random_numbers import Chance
from .parameters import Parameters
from .region import Policy, Region

Array = numpy.ndarray


def south_korea(p: Parameters, region: Region, chance: Chance) -> None:
    choose_policy(p, region, chance)
    hazard = p["south_korea.leaders_meeting_hazard"] * region.coordination  # (K2)
    region.met_president |= chance.uniforms() < hazard
    odds = (  # (K3)
        p["south_korea.reaffirmation_base"]
        + p["south_korea.coordination_effect"] * (2 * region.coordination - 1)
        + p["south_korea.reaffirmation_by_coordinating"] * region.seoul_coordinates
    )
    region.reaffirmed = indicator(chance.uniforms() < logistic(odds))
    region.reaffirmations += p["south_korea.reaffirmation_memory"] * (region.reaffirmed - region.reaffirmations)
    by_coordinating = p["south_korea.coherence_by_coordinating"] * region.seoul_coordinates
    region.coherence = push(region.coherence, by_coordinating)


def choose_policy(p: Parameters, region: Region, chance: Chance) -> None:  # (K1)
    fear = region.anxiety + (1 - region.credibility) - p["south_korea.hedge_reference"]
    engagement = p["south_korea.engagement"]
    utilities = numpy.empty((4, chance.trajectories), numpy.float32)
    utilities[Policy.ENGAGE] = p["south_korea.engage_motive"] * engagement
    utilities[Policy.COORDINATE] = p["south_korea.coordinate_motive"] * region.coordination
    utilities[Policy.HARDEN] = (
        p["south_korea.harden_motive"] * region.provocation_memory
        + p["south_korea.hostility_motive"] * p["couplings.hostility"] * region.hostility
        - p["south_korea.engage_restraint"] * engagement
    )
    utilities[Policy.HEDGE] = p["south_korea.hedge_motive"] * fear - p["south_korea.hedge_cost"]
    policy = choose(p["choice.rationality_states"], utilities, chance.uniforms())
    region.seoul_engages = indicator(policy == Policy.ENGAGE)
    region.seoul_coordinates = indicator(policy == Policy.COORDINATE)
    region.seoul_hardens = indicator(policy == Policy.HARDEN)
    region.seoul_hedges = indicator(policy == Policy.HEDGE)


def hostility(p: Parameters, region: Region) -> None:
    by_seoul = p["south_korea.hostility_adjustment"] * (region.seoul_hardens - 0.5 * region.seoul_engages)
    fading = p["south_korea.hostility_decay"] * (region.hostility - p["south_korea.initial_hostility"])
    region.hostility = push(region.hostility, by_seoul - fading)
