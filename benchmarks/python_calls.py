#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What calls of the engine in a Python process cost beyond what their trajectories cost. Prints JSON; times are of the
processor, in milliseconds, unless they say wall.

    /usr/bin/python3 benchmarks/python_calls.py [--points N]
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
FEW, MANY = 1000, 51_000
IMPORT = "import time; start = time.process_time(); import peninsula; print(1000 * (time.process_time() - start))"


def cost(call: Callable[[], object], repetitions: int) -> float:
    """The median time of the processor, after one call that warms up."""
    call()
    times = []
    for _ in range(repetitions):
        start = time.process_time()
        call()
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def importing() -> float:
    words = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r}); {IMPORT}"]
    return statistics.median(float(subprocess.run(words, capture_output=True, check=True).stdout) for _ in range(5))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=10_000)
    points = parser.parse_args().points

    condition = peninsula.resolve("baseline")
    few = cost(lambda: peninsula.simulate("baseline", FEW), 31)
    held = cost(lambda: peninsula.simulate(condition, FEW), 31)
    many = cost(lambda: peninsula.simulate(condition, MANY), 5)
    kernel = FEW * (many - held) / (MANY - FEW)
    samples = peninsula.sample(points, ["ukraine_war.ceasefire_hazard", "us_china.tilt", "negotiation.reservation"])
    start = time.perf_counter()
    peninsula.evaluate(samples, ["summit_held"], condition=condition, trajectories=1000, threads=2)
    seconds = time.perf_counter() - start
    print(json.dumps({
        "import": importing(),
        "resolve": cost(lambda: peninsula.resolve("baseline"), 31),
        "by_name": few,
        "resolved": held,
        "kernel": kernel,
        "one_trajectory": cost(lambda: peninsula.simulate(condition, 1), 101),
        "points": points,
        "points_wall_seconds": seconds,
    }))


if __name__ == "__main__":
    import peninsula

    main()
