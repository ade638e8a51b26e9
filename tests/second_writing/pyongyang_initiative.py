# SPDX-License-Identifier: Apache-2.0
"""North Korea: what Kim begins, and what his gestures leave."""

from .chance import Turn
from .parameters import Parameters
from .region import Initiative, Policy, Posture, Region, Stage
from .signals import FADED, gesture

JUST_MET = 0.5  # a leader who is remembered so well is not asked again


def begin(p: Parameters, seen: Region, region: Region, need: float, turn: Turn) -> None:  # (D5)
    """The need is that of this month's answer."""
    before_working_talks, no_deal = seen.stage < Stage.WORKING_TALKS, seen.stage < Stage.DEAL
    beijing_may = seen.china_posture != Posture.PRESS or p.couplings.china == 0
    to_beijing, to_moscow = beijing_may and region.xi_memory < JUST_MET, region.putin_memory < JUST_MET
    to_seoul = (seen.seoul_policy == Policy.ENGAGE or seen.opening > FADED) and not region.clash
    may_pledge = no_deal and region.pledge < 0.5 and region.icbm + region.nuclear == 0
    open_ = [True, before_working_talks, to_beijing, to_moscow, to_seoul, may_pledge]
    utilities = initiative_utilities(p, seen, region, need)
    u = turn.uniform("Kim's initiative")
    region.initiative = turn.choose("North Korea: initiative", utilities, p.choice.rationality_north_korea, u, open_)


def initiative_utilities(p: Parameters, seen: Region, region: Region, need: float) -> list[float]:
    own = p.initiative
    after_crisis = own.opening_motive * region.opening
    talks = own.gain_motive * region.gain + after_crisis - own.cost
    patrons = own.patron_motive * need - own.cost
    counsel = own.counsel_motive * (seen.stage in (Stage.CONTACT, Stage.WORKING_TALKS))
    trust = own.trust_motive * p.couplings.russia * region.trust_in_moscow
    friendly = 1 - p.couplings.hostility * region.hostility
    seoul = own.seoul_motive * (seen.seoul_policy == Policy.ENGAGE) * friendly + after_crisis - own.cost
    forgone = p.provocation.technical_motive * region.self_reliance * (1 - region.second_strike)
    return [0, talks, patrons + counsel, patrons + trust, seoul, talks - forgone]


def goodwill_and_pledge(p: Parameters, region: Region) -> None:
    own = p.initiative
    region.pledge = 1 if region.initiative == Initiative.MORATORIUM else own.pledge_decay * region.pledge
    region.goodwill = max(gesture(region), own.goodwill_decay * region.goodwill)
    if region.icbm + region.nuclear > 0:
        region.pledge = region.goodwill = 0
