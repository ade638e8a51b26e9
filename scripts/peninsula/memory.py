# SPDX-License-Identifier: Apache-2.0
"""Whether there is as much memory as a simulation's numbers take, asked before any work is done."""

import pathlib

MEMORY = pathlib.Path("/proc/meminfo")
GROUP = pathlib.Path("/proc/self/cgroup")
GROUPS = pathlib.Path("/sys/fs/cgroup")


def require(size: int, what: str) -> None:
    """Raises MemoryError if the machine, or this process's share of it, has no such number of bytes left."""
    left = available()
    if size > left:
        raise MemoryError(f"{what} take {size / 1e9:,.1f} GB of memory, and {left / 1e9:,.1f} GB are free")


def available() -> float:
    """Bytes that this process can still have; infinite where the system does not tell.

    >>> available() > 1e6
    True
    """
    return min(_of_machine(), _of_group())


def _of_machine() -> float:
    """What the kernel holds available without swapping, and what is free to swap to."""
    try:
        lines = dict(line.split(":", 1) for line in MEMORY.read_text().splitlines())
        return 1024.0 * sum(int(lines[name].split()[0]) for name in ("MemAvailable", "SwapFree"))
    except (OSError, KeyError, ValueError):
        return float("inf")


def _of_group() -> float:
    """What the limits of the control groups leave, such as those of a Slurm job or a container."""
    try:
        path = next(line[3:] for line in GROUP.read_text().splitlines() if line.startswith("0::"))
    except (OSError, StopIteration):
        return float("inf")
    inner = GROUPS / path.lstrip("/")
    return min(_left_of(folder) for folder in (inner, *inner.parents) if folder.is_relative_to(GROUPS))


def _left_of(group: pathlib.Path) -> float:
    try:
        limit = (group / "memory.max").read_text().strip()
        return float("inf") if limit == "max" else int(limit) - int((group / "memory.current").read_text())
    except (OSError, ValueError):
        return float("inf")
