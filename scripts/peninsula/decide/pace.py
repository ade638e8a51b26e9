# SPDX-License-Identifier: Apache-2.0
"""Long work in blocks: memory stays the same, and how long it takes is said as soon as the first block tells."""

import time
import warnings
from collections.abc import Callable, Iterator

LONG = 60.0  # seconds of which nobody needs to be told beforehand


def paced(
    total: int, at_once: int, what: str, clock: Callable[[], float] = time.monotonic
) -> Iterator[tuple[int, int]]:
    """The first and the size of each block. After the first, a warning says how long all take, if that is long.

    Args:
        total: of `what`: trajectories, states.
        at_once: in a block.
        what: as the warning calls them.
        clock: seconds from some moment on.

    >>> list(paced(10, 4, "states"))
    [(0, 4), (4, 4), (8, 2)]
    """
    began = clock()
    for start in range(0, total, at_once):
        size = min(at_once, total - start)
        yield start, size
        if start == 0:
            seconds = (clock() - began) / size * total
            if size < total and seconds > LONG:
                warnings.warn(f"{total:,} {what} take about {duration(seconds)} on this machine", stacklevel=3)


def duration(seconds: float) -> str:
    """A time in the largest unit of which there are two or more.

    >>> duration(90), duration(1000), duration(8000), duration(3e6)
    ('90 s', '17 min', '2.2 h', '35 days')
    """
    for length, form in ((86400, "{:,.0f} days"), (3600, "{:.1f} h"), (60, "{:.0f} min")):
        if seconds >= 2 * length:
            return form.format(seconds / length)
    return f"{seconds:.0f} s"
