# SPDX-License-Identifier: Apache-2.0
"""China."""

from . import crisis, meetings, own_bomb
from . import pyongyang_beliefs as kim
from .chance import Turn
from .parameters import Parameters
from .reading import clip
from .region import Initiative, Posture, Region, Relations, Stage

SERIOUS = range(2, crisis.TOP)  # the rungs on which Beijing mediates


def act(p: Parameters, seen: Region, region: Region, turn: Turn) -> None:  # (Ch1)
    own = p.china
    utilities = posture_utilities(p, seen, region)
    u = turn.uniform("China's posture")
    region.china_posture = turn.choose("China: posture towards Pyongyang", utilities, p.choice.rationality_states, u)
    receive_kim(p, seen, region, turn)
    mediate(p, region, turn)

    presses = own.pressure[region.china_posture]
    region.support += own.adjustment * (max(0, own.support[region.china_posture]) - region.support)
    region.pressure += own.adjustment * (presses - region.pressure)
    gain = own.closeness_by_courtship * own.courtship[region.china_posture]
    gain = (gain + p.meetings.closeness_gain * region.leaders_met) * (1 - region.closeness)
    loss = (own.closeness_decay + own.closeness_lost_by_pressure * presses) * region.closeness
    region.closeness = clip(region.closeness + gain - loss)
    kim.learn_impatience(p, region)


def receive_kim(p: Parameters, seen: Region, region: Region, turn: Turn) -> None:  # (Mt1)
    offered = p.china.meeting_chance * (region.china_posture in (Posture.COURT, Posture.DUAL))
    asked_for = seen.initiative == Initiative.TO_BEIJING
    chance = meetings.chance(p, offered, asked_for, region.xi_memory)
    u = turn.uniform("meeting of Kim and Xi")
    region.leaders_met = region.china_posture != Posture.PRESS and turn.happens("China: Xi receives Kim", chance, u)


def mediate(p: Parameters, region: Region, turn: Turn) -> None:
    u = turn.uniform("mediation")
    chance = p.couplings.crisis * p.china.mediation_chance
    may = region.rung in SERIOUS and region.china_posture != Posture.PRESS
    region.mediates = may and turn.happens("China: Beijing mediates in the crisis", chance, u)


def posture_utilities(p: Parameters, seen: Region, region: Region) -> list[float]:
    own = p.china
    rival_patron = p.couplings.russia * seen.russian_tie
    worth = (
        own.asset_motive * region.tension
        + (own.trilateral_motive * region.tension - own.displeasure) * rival_patron
        - own.support_cost
    )
    on_track = region.stage in (Stage.CONTACT, Stage.WORKING_TALKS)
    court = own.courtship_motive * region.tension * on_track * (1 - region.strategic_memory)
    press = (
        own.shared_goal * (region.us_china == Relations.COOPERATION and region.stage != Stage.DEAL)
        + own.test_annoyance * region.strategic_memory
        + own.crisis_annoyance * region.alarm
        + own.own_bomb_annoyance * own_bomb.beyond_debate(seen)
        - own.pressure_cost
    )
    rows = zip(own.support, own.courtship, own.pressure, own.fixed_cost, strict=True)
    utilities = [v * worth + k * court + pressure * press - cost for v, k, pressure, cost in rows]
    utilities[region.china_posture] += p.choice.inertia
    utilities[Posture.DUAL] += own.dual_motive * own.alignment_threat * region.normalisation
    return utilities
