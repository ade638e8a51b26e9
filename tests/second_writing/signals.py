# SPDX-License-Identifier: Apache-2.0
"""What several capitals read in Pyongyang's conduct."""

from .region import Initiative, Region

FADED = 0.2  # an opening or goodwill of less is as good as over


def provoked(region: Region) -> float:  # (X3)
    return max(region.provocation_memory, region.strategic_memory, region.alarm)


def gesture(region: Region) -> bool:  # (D6)
    return region.initiative in (Initiative.LETTER, Initiative.MORATORIUM) or region.korean_talks
