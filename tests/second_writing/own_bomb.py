# SPDX-License-Identifier: Apache-2.0
"""A bomb of Seoul's own: how far it goes towards it, and what the public thinks of that."""

from .chance import Turn
from .parameters import Parameters
from .reading import clip
from .region import OwnBomb, Policy, Region, Step

MAJORITY = 0.5


def step(p: Parameters, region: Region, turn: Turn) -> None:  # (K4)
    own = p.own_bomb
    drive = own.motive * (region.support_for_own_bomb - own.support)
    further = drive - own.cost * (1 + region.own_bomb / OwnBomb.PROGRAMME)
    utilities = [0, further, -drive - own.cost]
    seriously = region.seoul_policy == Policy.HEDGE or region.alliance_reassessed
    may_go_on = region.own_bomb < OwnBomb.DEBATE or (region.own_bomb < OwnBomb.PROGRAMME and seriously)
    ends = region.own_bomb == OwnBomb.DEBATE and region.support_for_own_bomb < MAJORITY
    open_ = [True, may_go_on, region.own_bomb > OwnBomb.DEBATE or ends]
    u = turn.uniform("Seoul's own bomb")
    chosen = turn.choose("South Korea: own bomb", utilities, p.choice.rationality_states, u, open_)
    step_taken = (chosen == Step.FURTHER) - (chosen == Step.BACK)
    region.own_bomb = OwnBomb(min(max(region.own_bomb + step_taken, OwnBomb.NOTHING), OwnBomb.PROGRAMME))


def beyond_debate(region: Region) -> float:  # (K4), bey
    """A debate moves nobody abroad; a hedge counts half, a programme whole."""
    return max(0, region.own_bomb - OwnBomb.DEBATE) / 2


def polls(p: Parameters, region: Region) -> None:  # (V5)
    """What they would find in the South after the month."""
    own = p.own_bomb
    by_anxiety = own.support_by_anxiety * (region.anxiety - p.alliance.initial_anxiety)
    by_doubt = own.support_by_doubt * (p.alliance.initial_credibility - region.credibility)
    region.support_for_own_bomb = clip(own.support + by_anxiety + by_doubt)
