# SPDX-License-Identifier: Apache-2.0
"""North Korea: what Kim believes of Moscow, Beijing and Washington, and how he learns it."""

import math

from .parameters import Parameters
from .reading import log_odds, logistic
from .region import Region

# Moscow ---------------------------------------------------------------------------------------------------------------


def learn_about_moscow(p: Parameters, region: Region, of_partner: list[float], of_other: list[float]) -> None:  # (B1)
    likelihood = of_partner[region.aid_posture] / of_other[region.aid_posture]
    region.belief_in_moscow += p.belief.updating * math.log(likelihood)
    region.trust_in_moscow = logistic(region.belief_in_moscow)


def learn_capacity(p: Parameters, region: Region, deliverable: float) -> None:  # (B3)
    level = p.russia.aid_level[region.aid_posture]
    region.believed_capacity += p.belief.capacity_learning * level * (deliverable - region.believed_capacity)


def rely_on_himself(p: Parameters, region: Region) -> None:  # (B2)
    distrust_of_moscow = 1 - 2 * region.trust_in_moscow
    distrust_of_washington = 1 - 2 * logistic(region.belief_in_washington)
    region.self_reliance = logistic(
        p.belief.self_reliance_response * p.couplings.russia * distrust_of_moscow
        + p.belief.self_reliance_by_distrust * distrust_of_washington
    )


def expect_aid(p: Parameters, region: Region, of_partner: list[float], of_other: list[float]) -> None:
    trust = region.trust_in_moscow
    rows = zip(of_partner, of_other, p.russia.aid_level, strict=True)
    level = sum((trust * partner + (1 - trust) * other) * level for partner, other, level in rows)
    region.expected_aid = min(1, region.believed_capacity * level / p.russia.aid_scale)


# Beijing --------------------------------------------------------------------------------------------------------------


def learn_impatience(p: Parameters, region: Region) -> None:  # (B5)
    learning = p.belief.impatience_learning * region.strategic_memory
    region.believed_impatience += learning * (p.china.pressure[region.china_posture] - region.believed_impatience)


# Washington -----------------------------------------------------------------------------------------------------------


def hear_washington(p: Parameters, seen: Region, region: Region) -> None:
    b = p.belief
    region.believed_coherence += b.coherence_learning * (seen.coherence - region.believed_coherence)  # (B4)
    weight = b.signal_credibility + (1 - b.signal_credibility) * region.believed_coherence  # (D0)
    undisturbed = 1 - b.resisted_signal * seen.officials_resist
    learnt = b.learning_rate * b.updating * weight * undisturbed * b.signal[seen.action]
    forgotten = b.reversion * (log_odds(b.prior_on_washington) - region.belief_in_washington)
    region.belief_in_washington += learnt + forgotten
    region.trust_in_washington = logistic(region.belief_in_washington)
