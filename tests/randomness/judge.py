# SPDX-License-Identifier: Apache-2.0
"""Judges the p-values that dieharder found, for scripts/randomness.

p-values of an ideal generator are spread evenly between 0 and 1, so some are near an end by chance.

- A run of a test fails at a p-value within 1e-6 of 0 or 1; and at one within 0.005 that, with fresh words and four
  times the samples, is found within 1e-4 of 0 or 1. (Sixteen samples at least: of as few as four, dieharder's own
  test of evenness gives p-values of nearly 1 far too often, to the kernel's random numbers as well.)
- An order fails if its p-values are not spread evenly: Kolmogorov and Smirnov's test, p < 1e-4. It takes the first
  p-value of each run, since several of one run depend on each other. All orders together are judged likewise.
- The order "broken", which has a defect, must fail in both ways, or the check itself has failed.

Seeds are fixed, so a generator always gets the same verdict. How often an ideal one would be failed over the choice
of seeds is printed; dieharder's p-values are approximate, and so is that.

    judge.py FOUND REPEATED           prints a table and the verdict
    judge.py --doubtful FOUND PLAN    prints the runs to repeat
"""

import math
import pathlib
import sys
from typing import NamedTuple

HOPELESS = 1e-6
DOUBTFUL = 0.005
CONFIRMED = 1e-4
FEWEST_SAMPLES = 16
UNEVEN = 1e-4

REPETITIONS = 100_000  # added to the number of a run that is repeated
BROKEN = "broken"


class Value(NamedTuple):
    """A p-value: its run, order, place in the run, and test, and how many p-values of samples it sums up."""

    run: int
    order: str
    place: int
    test: str
    detail: str
    sample: int
    count: int
    p: float

    def within(self, distance: float) -> bool:
        """Whether it is near 0 or 1."""
        return self.p < distance or self.p > 1.0 - distance


def values_of(path: str) -> list[Value]:
    lines = [line.split() for line in pathlib.Path(path).read_text().splitlines()]
    return [Value(int(run), order, int(place), test, detail, int(sample), int(count), float(p))
            for run, order, place, test, detail, sample, count, p in lines]


def is_doubtful(value: Value) -> bool:
    return value.order != BROKEN and value.within(DOUBTFUL) and not value.within(HOPELESS)


def plan_of_repetitions(found: list[Value], plan: list[str]) -> list[str]:
    """The doubtful runs under new numbers, with more samples."""
    counts = {value.run: value.count for value in found if is_doubtful(value)}
    runs = [line.split(maxsplit=1) for line in plan]
    return [
        f"{REPETITIONS + int(run)} {what} -p {max(4 * counts[int(run)], FEWEST_SAMPLES)}"
        for run, what in runs
        if int(run) in counts
    ]


def failed_runs(values: list[Value], repeated: list[Value]) -> set[int]:
    again = {(value.run - REPETITIONS, value.place): value for value in repeated}

    def failed(value: Value) -> bool:
        if not is_doubtful(value):
            return value.within(HOPELESS)
        repetition = again.get((value.run, value.place))
        return repetition is None or repetition.within(CONFIRMED)

    return {value.run for value in values if failed(value)}


def evenness(values: list[Value]) -> float:
    """The p-value of Kolmogorov and Smirnov's test, in Stephens' approximation."""
    ordered = sorted(value.p for value in values if value.place == 1)
    count = len(ordered)
    distance = max(max((i + 1) / count - p, p - i / count) for i, p in enumerate(ordered))
    scaled = (math.sqrt(count) + 0.12 + 0.11 / math.sqrt(count)) * distance
    if scaled < 0.2:
        return 1.0  # to ten digits; the series converges slowly here
    return sum(2.0 * (-1) ** (k + 1) * math.exp(-2.0 * (k * scaled) ** 2) for k in range(1, 101))


def judge(name: str, values: list[Value], repeated: list[Value]) -> tuple[int, bool]:
    """Prints a row; how many runs failed, and whether the p-values are spread unevenly."""
    failed = len(failed_runs(values, repeated))
    spread = evenness(values)
    runs = len({value.run for value in values})
    doubtful = len({value.run for value in values if is_doubtful(value)})
    smallest, largest = min(value.p for value in values), max(value.p for value in values)
    print(f"{name:<12}{runs:>6}{len(values):>10}{smallest:>14.8f}{largest:>14.8f}{doubtful:>10}{failed:>8}{spread:>12.6f}"
          f"{'  UNEVEN' if spread < UNEVEN else ''}")
    return failed, spread < UNEVEN


def verdict(found: list[Value], repeated: list[Value]) -> bool:
    """Prints the table and the last line; whether all is well."""
    print(f"\n{'order':<12}{'runs':>6}{'p-values':>10}{'smallest':>14}{'largest':>14}{'repeated':>10}{'failed':>8}"
          f"{'spread: p':>12}")
    sound = [value for value in found if value.order != BROKEN]
    orders = list(dict.fromkeys(value.order for value in sound))
    uneven = sum(judge(order, [value for value in sound if value.order == order], repeated)[1] for order in orders)
    failed, all_uneven = judge("together", sound, repeated)
    missed = judge(BROKEN, [value for value in found if value.order == BROKEN], [])
    blind = not (missed[0] > 0 and missed[1])
    alarm = len(sound) * 2.0 * (HOPELESS + 2.0 * DOUBTFUL * CONFIRMED) + (len(orders) + 1) * UNEVEN
    print(f"The defect is {'NOT ' if blind else ''}found. An ideal generator fails with probability {alarm:.4f}.")
    failures = failed + uneven + all_uneven + blind
    checks = len({value.run for value in sound}) + len(orders) + 2
    print(f"{checks - failures} passed, {failures} failed")
    return failures == 0


def main() -> int:
    if len(sys.argv) == 4 and sys.argv[1] == "--doubtful":
        plan = pathlib.Path(sys.argv[3]).read_text().splitlines()
        print(*plan_of_repetitions(values_of(sys.argv[2]), plan), sep="\n")
        return 0
    return 0 if verdict(values_of(sys.argv[1]), values_of(sys.argv[2])) else 1


if __name__ == "__main__":
    sys.exit(main())
