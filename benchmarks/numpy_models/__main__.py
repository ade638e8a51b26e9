# SPDX-License-Identifier: Apache-2.0
"""Times the models in NumPy on one thread (no function used here starts another): microseconds a trajectory.

    python3 -m benchmarks.numpy_models                        20,000 trajectories in each array
    python3 -m benchmarks.numpy_models --trajectories 10000   smaller arrays

Prints JSON: {"ring": 6.5, "linear_sde": 1.8}. Each figure is the best of several batches. Per
trajectory, arrays of 10,000 take a sixth longer, of 40,000 about as long, of 1,000 five times as long: then what a
call of NumPy costs by itself outweighs the arithmetic.
"""

import argparse
import json
import time
from collections.abc import Callable

import numpy

from . import linear_sde, ring


def best_microseconds(simulate: Callable[[], object], trajectories: int, batches: int) -> float:
    """A trajectory, in the fastest batch, after one that warms up."""
    simulate()
    seconds = []
    for _ in range(batches):
        start = time.perf_counter()
        simulate()
        seconds.append(time.perf_counter() - start)
    return min(seconds) / trajectories * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trajectories", type=int, default=20_000, help="in each array")
    parser.add_argument("--batches", type=int, default=10, help="of which the best counts")
    given = parser.parse_args()

    generator = numpy.random.Generator(numpy.random.SFC64(1))
    models: dict[str, Callable[[], object]] = {
        "ring": lambda: ring.simulate(given.trajectories, generator),
        "linear_sde": lambda: linear_sde.simulate(given.trajectories, generator),
    }
    took = {name: best_microseconds(simulate, given.trajectories, given.batches) for name, simulate in models.items()}
    print(json.dumps({name: round(microseconds, 2) for name, microseconds in took.items()}))


if __name__ == "__main__":
    main()
