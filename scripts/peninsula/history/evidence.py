# SPDX-License-Identifier: Apache-2.0
"""What a month of the record tells a particle filter.

Counts of provocations are given to the condition, and the model says how likely they were. Talks are weighed here: the
record has months with official contacts, the model a track that is open or not.
"""

from typing import Any

import numpy

from peninsula.arrays import Floats
from peninsula.history.particles import Month
from peninsula.history.record import Record, month_name

GIVEN = {
    "short_range": "short_range_launches",
    "medium_range": "medium_range_launches",
    "long_range": "intercontinental_launches",
    "nuclear_tests": "nuclear_tests",
    "clashes": "clashes",
}
CONTACT_WITHOUT_TRACK, CONTACT_WITH_TRACK = 0.05, 0.6
"""Chance that a month has an official contact: 22 of the first 36 months, those of the six-party talks, had one."""
MISTAKEN = 0.02
"""Chance that what the record calls a meeting of the leaders is none in the model's sense, or the reverse."""


def given(record: Record, start: int, end: int) -> list[dict[str, Any]]:
    """The counts of months `start` to before `end`, as a timeline gives them."""
    counts = {name: record.months(series, start, end) for series, name in GIVEN.items()}
    return [
        {"month": month_name(start + place), "given": {name: int(values[place]) for name, values in counts.items()}}
        for place in range(end - start)
    ]


def of_talks(record: Record, month: int, brought: Month) -> Floats:
    """Log-probability of the month's contacts and summits in each particle, (particle,)."""
    has_contact = bool(record.months("talks", month, month + 1)[0])
    has_summit = bool(record.months("summits", month, month + 1)[0])
    contact = numpy.where(brought["stage"] > 0, CONTACT_WITH_TRACK, CONTACT_WITHOUT_TRACK)
    agrees = (brought["summits"] > 0) == has_summit
    found: Floats = numpy.log(contact if has_contact else 1 - contact) + numpy.log(
        numpy.where(agrees, 1 - MISTAKEN, MISTAKEN)
    )
    return found
