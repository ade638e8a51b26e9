# SPDX-License-Identifier: Apache-2.0
"""Japan."""

from .chance import Turn
from .clauses import left_by_deal
from .parameters import Parameters
from .reading import logistic
from .region import Region


def act(p: Parameters, region: Region, turn: Turn) -> None:
    own = p.japan
    rest = logistic(  # (J1)
        own.anxiety_intercept
        + own.anxiety_by_launches * (region.medium_range > 0)
        + own.anxiety_by_deal * left_by_deal(region)
        - own.anxiety_by_incoherence * (2 * region.coherence - 1)
        + own.anxiety_by_crisis * region.alarm
    )
    region.japanese_anxiety += own.anxiety_adjustment * (rest - region.japanese_anxiety)
    u = turn.uniform("Japan's policy")
    utilities = policy_utilities(p, region)
    region.japanese_policy = turn.choose("Japan: defence policy", utilities, p.choice.rationality_states, u)


def policy_utilities(p: Parameters, region: Region) -> list[float]:  # (J2)
    """Credibility is as the last month left it."""
    own = p.japan
    build_up = own.build_up_intercept + own.build_up_by_anxiety * (2 * region.japanese_anxiety - 1)
    own_way = own.own_way_intercept + own.own_way_by_doubt * (p.alliance.initial_credibility - region.credibility)
    utilities = [0, build_up, own_way]
    utilities[region.japanese_policy] += p.choice.inertia
    return utilities
