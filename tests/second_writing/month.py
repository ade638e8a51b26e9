# SPDX-License-Identifier: Apache-2.0
"""Process overview and scheduling: one month, and a whole trajectory."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass

from . import (
    alliance,
    beijing,
    clauses,
    crisis,
    diplomacy,
    meetings,
    moscow,
    own_bomb,
    processes,
    pyongyang_answer,
    pyongyang_beliefs,
    pyongyang_compliance,
    pyongyang_home,
    pyongyang_initiative,
    pyongyang_provocation,
    pyongyang_supplies,
    seoul,
    tokyo,
    washington,
)
from .chance import Dice, Turn
from .opening import opening
from .parameters import Parameters, parameters
from .region import Region
from .series import series
from .steering import Steering, Timeline


def play(p: Parameters, region: Region, turn: Turn) -> None:
    """One month."""
    what_nobody_steers(p, region, turn)
    agents_move(p, copy.copy(region) if p.schedule.order else region, region, turn)
    pyongyang_compliance.inspect(p, region, turn)
    diplomacy.step(p, region, turn)
    clauses.come_closer(p, region)
    crisis.step(p, region, turn)
    crisis.alarm_and_opening(p, region)
    month_passes(p, region, turn)


def what_nobody_steers(p: Parameters, region: Region, turn: Turn) -> None:
    processes.war_in_ukraine(p, region, turn)
    processes.middle_east(p, region, turn)
    processes.us_china_relations(p, region, turn)
    washington.approval(p, region, turn)
    washington.coherence(p, region, turn)
    seoul.politics(p, region, turn)
    pyongyang_provocation.tempo(p, region, turn)
    washington.attention(p, region)


def agents_move(p: Parameters, seen: Region, region: Region, turn: Turn) -> None:
    pyongyang_supplies.supply(p, region, turn)
    moscow.act(p, seen, region, turn)
    beijing.act(p, seen, region, turn)
    washington.take_stance(p, region, turn)
    washington.take_action(p, region, turn)
    washington.officials(p, region, turn)
    washington.policy_towards_china(p, region, turn)
    washington.assurance(p, region, turn)
    clauses.put_on_the_table(p, seen, region)
    seoul.act(p, seen, region, turn)
    own_bomb.step(p, region, turn)
    pyongyang_beliefs.hear_washington(p, seen, region)
    need = pyongyang_answer.need(p, region, turn.month)
    pyongyang_answer.answer(p, seen, region, need, turn)
    pyongyang_compliance.comply(p, region, turn)
    pyongyang_provocation.provoke(p, seen, region, turn)
    pyongyang_initiative.begin(p, seen, region, need, turn)


def month_passes(p: Parameters, region: Region, turn: Turn) -> None:
    pyongyang_home.arsenal(p, region)
    pyongyang_home.economy(p, region, turn)
    pyongyang_home.discontent(p, region)
    washington.salience(p, region)
    pyongyang_provocation.memories(p, region)
    pyongyang_initiative.goodwill_and_pledge(p, region)
    meetings.memories(p, region)
    seoul.hostility(p, region)
    diplomacy.normalisation(p, region)
    washington.posture(p, region)
    tokyo.act(p, region, turn)
    alliance.credibility(p, region)
    alliance.anxiety(p, region)
    alliance.reassessment(p, region, turn)
    alliance.security(p, region)
    own_bomb.polls(p, region)


@dataclass
class Trajectory:
    opening: Region
    turns: list[Turn]
    regions: list[Region]  # as each month leaves it


def follow(
    settings: Mapping[str, float | str],
    dice: Dice,
    months: int,
    start: int = 2,
    timeline: Timeline | None = None,
) -> Trajectory:
    """A trajectory from its opening. `start` is the first calendar month, 1 January ... 12 December."""
    timeline = timeline or Timeline()
    steering = Steering(timeline.words)
    settings = {**settings, **timeline.changes.get(0, {})}
    p = parameters(settings)
    region = opening(p, dice)
    told = Trajectory(copy.copy(region), [], [])
    for month in range(months):
        if month in timeline.changes:
            settings |= timeline.changes[month]
            p = parameters(settings)
        of_the_month = Dice(dice.seed, dice.trajectory, month, dice.bits)
        turn = Turn(month, (start - 1 + month) % 12, of_the_month, timeline.given.get(month, {}), steering)
        play(p, region, turn)
        steering.month_ends(month, series(region))
        told.turns.append(turn)
        told.regions.append(copy.copy(region))
    return told
