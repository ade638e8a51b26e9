# SPDX-License-Identifier: Apache-2.0
"""Japan, where it takes part."""

from .alliance import over_the_allies_heads
from .chance import Turn
from .parameters import Parameters
from .reading import logistic
from .region import Region


def act(p: Parameters, region: Region, turn: Turn) -> None:
    own = p.japan
    rest = logistic(  # (J1)
        own.anxiety_intercept
        + own.anxiety_by_launches * (region.medium_range > 0)
        + own.anxiety_by_deal * over_the_allies_heads(region)
        - own.anxiety_by_incoherence * (2 * region.coherence - 1)
        + own.anxiety_by_crisis * region.alarm
    )
    region.japanese_anxiety += own.anxiety_adjustment * (rest - region.japanese_anxiety)
    odds = (  # (J2)
        own.shift_intercept
        + own.shift_by_anxiety * (region.japanese_anxiety - own.reference_anxiety)
        + own.shift_by_credibility * (p.alliance.initial_credibility - region.credibility)
    )
    u = turn.uniform("Japan's shift")
    if region.japan_shifted < 1:
        region.japan_shifted = int(turn.happens("Japan turns to a policy of its own", logistic(odds), u))
