# SPDX-License-Identifier: Apache-2.0
"""What polls in the South would find."""

from .parameters import Parameters
from .reading import clip


def support_for_own_bomb(p: Parameters, anxiety: float, credibility: float) -> float:  # (V5)
    own = p.alliance
    by_anxiety = own.own_bomb_by_anxiety * (anxiety - own.own_bomb_reference_anxiety)
    by_doubt = own.own_bomb_by_credibility * (own.own_bomb_reference_credibility - credibility)
    return clip(own.own_bomb_support + by_anxiety + by_doubt)
