# SPDX-License-Identifier: Apache-2.0
"""North Korea: arsenal, economy and discontent."""

from . import clauses
from .chance import Turn
from .parameters import Parameters
from .pyongyang_answer import months_left_of_plan
from .reading import push
from .region import Region


def arsenal(p: Parameters, region: Region) -> None:
    """What a deal limits goes on in secret where Kim cheats."""
    own = p.arsenal
    kept = not region.cheating

    growth = own.mainland_growth + own.mainland_by_test * region.icbm  # (C1)
    growth *= 1 - own.missile_freeze * region.limit * kept
    growth += own.mainland_by_transfer * region.reentry_technology
    region.mainland_threat = min(1, region.mainland_threat + growth * (1 - region.mainland_threat))

    growth = own.second_strike_growth * region.self_reliance  # (C2)
    growth += own.transfer_gain * region.submarine_technology + own.second_strike_by_test * region.icbm
    region.second_strike = min(1, region.second_strike + growth * (1 - region.second_strike))
    region.warheads += own.warheads_a_month * (1 - region.halt * kept)

    gain = own.technology_gain  # (C3)
    region.reconnaissance += gain * region.satellite_technology * (1 - region.reconnaissance)
    region.air_defence += gain * region.air_defence_technology * (1 - region.air_defence)


def economy(p: Parameters, region: Region, turn: Turn) -> None:
    own = p.economy
    growth = (  # (Ec1)
        own.base_growth
        + own.growth_by_china * (p.couplings.china * region.support - own.reference_support)
        + own.growth_by_russia * (p.couplings.russia * region.aid - own.reference_aid)
        + own.growth_by_relief * clauses.delivered(region, region.relief)
        - own.growth_lost_by_pressure * p.couplings.china * region.pressure
        + own.growth_shock * turn.normal("economy")
    )
    region.economy *= 1 + growth
    region.plan_target *= 1 + own.plan_growth  # (Ec2)
    if months_left_of_plan(p, turn.month) == 0:
        region.plan_target = region.economy


def discontent(p: Parameters, region: Region) -> None:  # (P1)
    own, russia = p.society, p.couplings.russia
    unconsoled = max(0, 1 - own.aid_visibility * russia * region.aid)
    change = (
        own.grievance_weight * russia * region.grievance / own.grievance_scale * unconsoled
        + own.shortfall_weight * region.shortfall * region.plan_phase
        - own.discontent_decay * (region.discontent - own.discontent_at_rest)
    )
    region.discontent = push(region.discontent, change)
