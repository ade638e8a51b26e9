# SPDX-License-Identifier: Apache-2.0
"""North Korea: what it supplies to Moscow."""

from .chance import Turn
from .moscow import worth_of_troops
from .parameters import Parameters
from .region import Region, Supplies, War

SMALLEST_ORDER = 0.2  # of what Moscow needed in the war


def supply(p: Parameters, region: Region, turn: Turn) -> None:  # (D4)
    """Before Moscow moves: need, aid, trust, discontent and troops are as the last month left them."""
    wanted = region.need > SMALLEST_ORDER
    at_war = wanted and region.ukraine_war == War.GOES_ON
    another_wave = at_war and region.supplies in (Supplies.NOTHING, Supplies.SHELLS)
    open_ = [True, wanted, another_wave, at_war and region.troops >= 1]
    u = turn.uniform("supplies to Moscow")
    rationality = p.choice.rationality_north_korea
    region.supplies = turn.choose("North Korea: supplies to Moscow", supply_utilities(p, region), rationality, u, open_)


def supply_utilities(p: Parameters, region: Region) -> list[float]:
    own = p.supplies
    believed = region.need + (1 - region.need) * region.trust_in_moscow
    paid = region.need * (believed + region.aid) / 2  # half by what he believes of Moscow, half by what he sees
    home = own.discontent_weight * p.couplings.domestic * region.discontent
    shells = own.shell_motive * paid - own.shell_cost
    shells += p.choice.inertia if region.supplies != Supplies.NOTHING else -p.choice.inertia
    shells_and_troops = shells + own.troop_motive * paid - home
    troops_withdrawn = shells + home * worth_of_troops(p, region.troops) - own.withdrawal_cost
    return [0, shells, shells_and_troops, troops_withdrawn]
