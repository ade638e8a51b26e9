# SPDX-License-Identifier: Apache-2.0
"""Kim's meetings with the leaders of his patrons."""

from .parameters import Parameters
from .region import Region


def chance(p: Parameters, offered: float, asked_for: bool, memory: float) -> float:  # (Mt1)
    """Rare for some months after the last."""
    return min(1, offered + p.meetings.chance_if_asked * asked_for) * (1 - memory)


def memories(p: Parameters, region: Region) -> None:
    lasting = p.meetings.memory_decay
    region.xi_memory = max(region.leaders_met, lasting * region.xi_memory)
    region.putin_memory = max(region.putin_met, lasting * region.putin_memory)
