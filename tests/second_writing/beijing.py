# SPDX-License-Identifier: Apache-2.0
"""China."""

from . import pyongyang_beliefs as kim
from .chance import Turn
from .parameters import Parameters
from .reading import clip
from .region import Posture, Region, Relations, Stage


def act(p: Parameters, seen: Region, region: Region, turn: Turn) -> None:  # (Ch1)
    own = p.china
    utilities = posture_utilities(p, seen, region)
    u = turn.uniform("China's posture")
    region.china_posture = turn.choose("posture towards Pyongyang", utilities, p.choice.rationality_states, u)
    u = turn.uniform("meeting of Kim and Xi")
    courts = region.china_posture in (Posture.COURT, Posture.DUAL)
    region.leaders_met = courts and turn.happens("Xi receives Kim", own.meeting_chance, u)

    presses = own.pressure[region.china_posture]
    region.support += own.adjustment * (max(0, own.support[region.china_posture]) - region.support)
    region.pressure += own.adjustment * (presses - region.pressure)
    gain = own.closeness_by_courtship * own.courtship[region.china_posture] * (1 - region.closeness)
    loss = (own.closeness_decay + own.closeness_lost_by_pressure * presses) * region.closeness
    region.closeness = clip(region.closeness + gain - loss)
    kim.learn_impatience(p, region)


def posture_utilities(p: Parameters, seen: Region, region: Region) -> list[float]:
    own = p.china
    rival_patron = p.couplings.russia * seen.russian_tie
    worth = (
        own.asset_motive * region.tension
        + (own.trilateral_motive * region.tension - own.displeasure) * rival_patron
        - own.support_cost
    )
    court = own.courtship_motive * region.tension * (region.stage in (Stage.CONTACT, Stage.WORKING_TALKS))
    press = (
        own.shared_goal * (region.us_china == Relations.COOPERATION)
        + own.test_annoyance * region.strategic_memory
        - own.pressure_cost
    )
    rows = zip(own.support, own.courtship, own.pressure, own.fixed_cost, strict=True)
    utilities = [v * worth + k * court + pressure * press - cost for v, k, pressure, cost in rows]
    utilities[region.china_posture] += own.posture_inertia
    utilities[Posture.DUAL] += own.dual_motive * own.alignment_threat * region.normalisation
    return utilities
