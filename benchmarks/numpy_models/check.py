# SPDX-License-Identifier: Apache-2.0
"""Do the models in NumPy compute what they should?

    python3 -m benchmarks.numpy_models.check

They are held against known values. Each figure must lie within four joint standard errors: of the five comparisons some
fails with a probability below 0.04 % where both sides agree (Bonferroni). Seeds are fixed: the verdict on the same
program does not change from run to run.
"""

import dataclasses
import math
import sys

import numpy

from . import linear_sde, ring

Array = numpy.ndarray

STANDARD_ERRORS = 4
BATCH = 20_000
SEED = 1


@dataclasses.dataclass
class Estimate:
    value: float
    error: float  # standard error
    rounding: float = 0.0  # largest error of the figure itself

    @staticmethod
    def mean(value: float, deviation: float, count: float, rounding: float = 0.0) -> "Estimate":
        return Estimate(value, deviation / math.sqrt(count), rounding)

    @staticmethod
    def mean_of(sample: Array) -> "Estimate":
        return Estimate.mean(sample.mean(dtype=float), sample.std(dtype=float), sample.size)

    @staticmethod
    def deviation_of(sample: Array) -> "Estimate":
        deviations = (sample - sample.mean(dtype=float)) ** 2
        variance = Estimate.mean_of(deviations)
        return Estimate(math.sqrt(variance.value), variance.error / (2 * math.sqrt(variance.value)))


@dataclasses.dataclass
class Comparison:
    name: str
    here: Estimate
    there: Estimate

    @property
    def standard_errors(self) -> float:
        """The distance beyond rounding."""
        distance = max(0.0, abs(self.here.value - self.there.value) - self.there.rounding)
        joint = math.hypot(self.here.error, self.there.error)
        return distance / joint if joint else (0.0 if distance == 0 else math.inf)

    @property
    def agrees(self) -> bool:
        return self.standard_errors <= STANDARD_ERRORS


def generator() -> numpy.random.Generator:
    return numpy.random.Generator(numpy.random.SFC64(SEED))


def compare_ring(trajectories: int = 200_000) -> list[Comparison]:
    """With what a program of another hand found."""
    chance = generator()
    batches = [ring.simulate(BATCH, chance) for _ in range(trajectories // BATCH)]
    alarms, highest_tension = (numpy.concatenate(columns) for columns in zip(*batches, strict=True))
    return [
        Comparison("ring: mean of alarms", Estimate.mean_of(alarms), Estimate(535.7, 0.15)),
        Comparison("ring: deviation of alarms", Estimate.deviation_of(alarms), Estimate(65.4, 0.2)),
        Comparison("ring: mean of highest tension", Estimate.mean_of(highest_tension), Estimate(2.999, 0, 0.0005)),
    ]


def compare_linear_sde(trajectories: int = 100_000) -> list[Comparison]:
    """With the exact moments of the scheme."""
    chance = generator()
    values = numpy.concatenate([linear_sde.simulate(BATCH, chance).ravel() for _ in range(trajectories // BATCH)])
    return [
        Comparison("linear SDE: mean", Estimate.mean_of(values), Estimate(linear_sde.MEAN, 0)),
        Comparison("linear SDE: deviation", Estimate.deviation_of(values), Estimate(linear_sde.DEVIATION, 0)),
    ]


def all_comparisons() -> list[Comparison]:
    return compare_ring() + compare_linear_sde()


def main() -> int:
    comparisons = all_comparisons()
    print(f"{'in NumPy':>12} {'expected':>12} {'apart':>6}  (standard errors)")
    for it in comparisons:
        print(f"{it.here.value:12.6g} {it.there.value:12.6g} {it.standard_errors:6.2f}  {it.name}")
    disagree = sum(not comparison.agrees for comparison in comparisons)
    print(f"{len(comparisons)} comparisons, {disagree} beyond {STANDARD_ERRORS} standard errors")
    return 1 if disagree else 0


if __name__ == "__main__":
    sys.exit(main())
