"""China presses, stands by, supports, courts, or does both at once."""

import numpy

from ..elementary import choose, indicator, one_hot, weighed
from ..random_numbers import Chance
from .parameters import Parameters
from .region import Posture, Region, Relations, Stage

Array = numpy.ndarray


def china(p: Parameters, region: Region, chance: Chance) -> None:  # (Ch1)
    utilities = china_utilities(p, region)
    posture = choose(p["choice.rationality_states"], utilities, chance.uniforms())
    region.china_posture = posture
    region.leaders_met = (posture >= Posture.COURT) & (chance.uniforms() < p["china.meeting_chance"])

    supports = numpy.maximum(p.tables["china.support"], 0).take(posture)
    presses = p.tables["china.pressure"].take(posture)
    region.support += p["china.adjustment"] * (supports - region.support)
    region.pressure += p["china.adjustment"] * (presses - region.pressure)
    gain = (p["china.closeness_by_courtship"] * p.tables["china.courtship"]).take(posture)
    loss = p["china.closeness_decay"] + p["china.closeness_lost_by_pressure"] * presses
    region.closeness += gain * (1 - region.closeness) - loss * region.closeness
    learning = p["belief.impatience_learning"] * region.strategic_memory  # (B5)
    region.believed_impatience += learning * (presses - region.believed_impatience)


def china_utilities(p: Parameters, region: Region) -> Array:
    rival_patron = p["couplings.russia"] * region.russian_tie
    worth = (
        p["china.asset_motive"] * region.tension
        + (p["china.trilateral_motive"] * region.tension - p["china.displeasure"]) * rival_patron
        - p["china.support_cost"]
    )
    track_open = indicator((region.stage == Stage.CONTACT) | (region.stage == Stage.WORKING_TALKS))
    court = p["china.courtship_motive"] * region.tension * track_open
    press = (
        p["china.shared_goal"] * indicator(region.us_china == Relations.COOPERATION)
        + p["china.test_annoyance"] * region.strategic_memory
        - p["china.pressure_cost"]
    )
    attributes = numpy.column_stack([p.tables[f"china.{name}"] for name in ("support", "courtship", "pressure")])
    utilities = weighed(attributes, worth, court, press)
    utilities -= p.tables["china.fixed_cost"][:, None]
    utilities += p["china.posture_inertia"] * one_hot(region.china_posture, 5)
    utilities[Posture.DUAL] += p["china.dual_motive"] * p["china.alignment_threat"] * region.normalisation
    return utilities
