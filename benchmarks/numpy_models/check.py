"""Do the models in NumPy compute what they should?

    python3 -m benchmarks.numpy_models.check

The small models are held against known values, the model of the peninsula against the program: the mean of every
outcome, the share of each label, and how often an outcome is defined. Each must lie within four joint standard
errors. If both sides compute the same, one comparison fails with a probability of 6.3e-5, so that of the 121 that are
made some fails with one below 0.8 %, however they hang together (Bonferroni). Seeds are fixed: the verdict on the same
two programs does not change from run to run.
"""

import argparse
import dataclasses
import math
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy

from . import linear_sde, peninsula, ring
from .program import PROGRAM, ROOT

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
    def share(count: float, total: float) -> "Estimate":
        share = count / total
        return Estimate.mean(share, math.sqrt(share * (1 - share)), total)

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


# The small models -----------------------------------------------------------------------------------------------------


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


# The model of the peninsula -------------------------------------------------------------------------------------------


def text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


class EngineResults:
    """One condition of a result file."""

    def __init__(self, path: pathlib.Path, condition: str) -> None:
        self.file = h5py.File(path)
        self.row = [text(name) for name in self.file["condition"]].index(condition)
        self.trajectories = int(self.file["trajectories"][self.row])

    def kind(self, outcome: str) -> str:
        return text(self.file[outcome].attrs["kind"])

    def counts(self, outcome: str) -> Array:
        return numpy.asarray(self.file[outcome][self.row])

    def defined(self, outcome: str) -> int:
        return self.trajectories - int(self.file[f"{outcome}_undefined"][self.row])

    def mean(self, outcome: str) -> Estimate:
        """From fixed-point sums: whole numbers of quanta above an origin."""
        sums, squares = self.file[f"{outcome}_sum"], self.file[f"{outcome}_sum_of_squares"]
        quantum, origin, count = float(sums.attrs["quantum"]), float(sums.attrs["origin"]), self.defined(outcome)
        mean = float(sums[self.row]) / count
        deviation = math.sqrt(max(float(squares[self.row]) / count - mean**2, 0.0))
        return Estimate.mean(origin + quantum * mean, quantum * deviation, count, quantum / 2)


def compare_outcome(name: str, values: Array, engine: EngineResults) -> list[Comparison]:
    kind, defined = engine.kind(name), values[~numpy.isnan(values)]
    comparisons = []
    if kind == "binary":
        there = Estimate.share(float(engine.counts(name)), engine.trajectories)
        comparisons.append(Comparison(name, Estimate.mean_of(defined), there))
    elif kind == "categorical":
        for label, count in enumerate(engine.counts(name)):
            here = Estimate.share(numpy.count_nonzero(defined == label), defined.size)
            comparisons.append(Comparison(f"{name} {label}", here, Estimate.share(count, engine.trajectories)))
    else:
        comparisons.append(Comparison(name, Estimate.mean_of(defined), engine.mean(name)))
    if defined.size < values.size or engine.defined(name) < engine.trajectories:
        here, there = (defined.size, values.size), (engine.defined(name), engine.trajectories)
        comparisons.append(Comparison(f"{name} defined", Estimate.share(*here), Estimate.share(*there)))
    return comparisons


def compare_peninsula(program: pathlib.Path, results: pathlib.Path, trajectories: int = 100_000) -> list[Comparison]:
    """With results of the condition `baseline`, which keeps every default."""
    parameters, chance = peninsula.defaults(program), generator()
    batches = [peninsula.simulate(parameters, BATCH, chance) for _ in range(trajectories // BATCH)]
    engine = EngineResults(results, "baseline")
    return [
        comparison
        for name in batches[0]
        for comparison in compare_outcome(name, numpy.concatenate([batch[name] for batch in batches]), engine)
    ]


def run_engine(program: pathlib.Path, results: pathlib.Path, trajectories: int = 100_000) -> None:
    arguments = ["run", ROOT / "configs/baseline.yaml", "-n", str(trajectories), "-o", results, "--quiet"]
    subprocess.run([program, *arguments], check=True)


def all_comparisons(program: pathlib.Path, results: pathlib.Path | None = None) -> list[Comparison]:
    small = compare_ring() + compare_linear_sde()
    if results is not None:
        return small + compare_peninsula(program, results)
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder) / "baseline.h5"
        run_engine(program, fresh)
        return small + compare_peninsula(program, fresh)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=PROGRAM)
    parser.add_argument("--results", type=pathlib.Path, help="a file with the condition baseline; by default it is run")
    parser.add_argument("--all", action="store_true", help="print every comparison, not the farthest ten alone")
    given = parser.parse_args()

    comparisons = all_comparisons(given.program, given.results)
    farthest_first = sorted(comparisons, key=lambda comparison: -comparison.standard_errors)
    print(f"{'in NumPy':>12} {'expected':>12} {'apart':>6}  (standard errors)")
    for it in farthest_first if given.all else farthest_first[:10]:
        print(f"{it.here.value:12.6g} {it.there.value:12.6g} {it.standard_errors:6.2f}  {it.name}")
    disagree = sum(not comparison.agrees for comparison in comparisons)
    print(f"{len(comparisons)} comparisons, {disagree} beyond {STANDARD_ERRORS} standard errors")
    return 1 if disagree else 0


if __name__ == "__main__":
    sys.exit(main())
