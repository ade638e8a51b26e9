"""Agreement with an independent implementation of the model as specified, in double precision.

The specification lacks some faculties of the agents (docs/model.md); they are switched off here.

Each mean must lie within four joint standard errors, plus half a unit of the last digit printed there.
Under the null that both compute the same model with independent chance a comparison fails with probability
6e-5, so that of 95 outcomes some fails with probability 0.6 %, of 16 x 23 conditions' figures with 2.3 %;
seeds are fixed, and both share their random numbers, so that the true rate is far lower.
"""

import csv
import pathlib

import pytest

from results import Statistics


def rows_of(path: pathlib.Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


REFERENCE = pathlib.Path(__file__).resolve().parents[1] / "reference"
BASELINE = rows_of(REFERENCE / "baseline.csv")
CONDITIONS = rows_of(REFERENCE / "conditions.csv")
BASELINE_TRAJECTORIES = 200_000
CONDITION_TRAJECTORIES = 100_000


def rounding(printed: str) -> float:
    """Half a unit of the last digit printed."""
    digits = len(printed.partition(".")[2])
    return 0.5 * 10.0**-digits


@pytest.mark.parametrize("row", BASELINE, ids=lambda row: row["symbol"])
def test_baseline_outcome_agrees(row: dict[str, str], as_specified: pathlib.Path) -> None:
    mean, deviation, count = Statistics(as_specified, "baseline").of(row["symbol"])
    reference_error = float(row["sd"]) / BASELINE_TRAJECTORIES**0.5
    error = (deviation**2 / count + reference_error**2) ** 0.5
    assert abs(mean - float(row["mean"])) <= 4 * error + rounding(row["mean"])


@pytest.mark.parametrize("row", BASELINE, ids=lambda row: row["symbol"])
def test_baseline_spread_agrees(row: dict[str, str], as_specified: pathlib.Path) -> None:
    """Standard deviations within 3 %, or the rounding of the figure printed."""
    _, deviation, _ = Statistics(as_specified, "baseline").of(row["symbol"])
    reference = float(row["sd"])
    assert abs(deviation - reference) <= 0.03 * reference + rounding(row["sd"])


@pytest.mark.parametrize("row", CONDITIONS, ids=lambda row: row["condition"])
def test_condition_agrees(row: dict[str, str], as_specified: pathlib.Path) -> None:
    statistics = Statistics(as_specified, row["condition"])
    for symbol, printed in row.items():
        if symbol == "condition":
            continue
        mean, deviation, count = statistics.of(symbol)
        error = deviation * (1 / count + 1 / CONDITION_TRAJECTORIES) ** 0.5
        assert abs(mean - float(printed)) <= 4 * error + rounding(printed), symbol


def test_every_outcome_of_the_reference_is_there(as_specified: pathlib.Path) -> None:
    known = Statistics(as_specified, "baseline").by_symbol
    assert not {row["symbol"] for row in BASELINE} - known.keys()


def test_aid_does_not_change_where_neither_ukraine_nor_russia_does(as_specified: pathlib.Path) -> None:
    """Common random numbers: aid is equal, bit for bit, in conditions that leave its causes alone."""
    statistics = Statistics(as_specified, "baseline")
    counts = statistics.file["russian_aid_mean"]
    names = [name.decode() for name in statistics.file["condition"]]
    touched = {"early-ceasefire", "frozen-war", "russia-depleted"}
    for row, name in enumerate(names):
        same = (counts[row] == counts[statistics.row]).all()
        assert same == (name not in touched), name
