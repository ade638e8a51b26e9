# SPDX-License-Identifier: Apache-2.0
"""The backtest's bookkeeping."""

import shutil
import subprocess

import numpy
import pytest

from peninsula.history import backtest, record
from peninsula.history.observables import OBSERVABLES
from peninsula.history.record import month_number

LAUNCHES, SUMMIT = OBSERVABLES[0], OBSERVABLES[3]
ORIGINS = numpy.arange(backtest.FIRST, backtest.FIRST + 60)
MANY = numpy.full(len(ORIGINS), 3)


def certain(value: int) -> numpy.ndarray:
    return numpy.eye(81)[value]


def forecasts(observable, forecaster: str, law: numpy.ndarray, seen: numpy.ndarray) -> backtest.Forecasts:
    return backtest.Forecasts(observable, 3, forecaster, ORIGINS, numpy.stack([law] * len(ORIGINS)), seen, MANY)


@pytest.fixture
def found() -> list[backtest.Forecasts]:
    seen = numpy.where(ORIGINS % 2, 2, 4)
    return [
        forecasts(LAUNCHES, backtest.MODEL, certain(3), seen),
        forecasts(LAUNCHES, "climatology", certain(6), seen),
        forecasts(LAUNCHES, "persistence", (certain(2) + certain(4)) / 2, seen),
    ]


def test_scores_and_their_differences_by_hand(found) -> None:
    """Errors of 1 against errors of 2 and 4; half on each of 2 and 4 scores 1 - 1/2."""
    model, climatology, persistence = backtest.compare(found)
    assert (model.mean, climatology.mean, persistence.mean) == pytest.approx((1, 3, 0.5))
    assert climatology.advantage == pytest.approx(2) and climatology.verdict == "ahead"
    assert persistence.advantage == pytest.approx(-0.5) and persistence.verdict == "behind"


def test_above_many_only_larger_counts_are_scored(found) -> None:
    """Above three launches: certain of 3 is wrong by one where 4 came; certain of 6 by three and two; half on each of 2
    and 4 by a quarter."""
    model, climatology, persistence = backtest.compare(found, "many")
    assert (model.mean, climatology.mean, persistence.mean) == pytest.approx((0.5, 2.5, 0.25))


def test_what_many_means_is_known_at_the_origin(happened) -> None:
    """Nine in ten runs of twelve months since 2006 had no more than this; another future changes nothing."""
    laws = {
        (one.name, horizon, backtest.MODEL): numpy.array([0.5, 0.5]) if one.binary else certain(1)
        for one in OBSERVABLES
        for horizon in one.horizons
    }
    origin = month_number("2013-01")
    other = record.Record(happened.first, {name: values.copy() for name, values in happened.series.items()})
    for values in other.series.values():
        values[origin - happened.first :] = 7
    honest, again = (backtest.gather(one, {origin: laws, origin + 1: laws}) for one in (happened, other))
    assert [one.many[0] for one in honest] == [one.many[0] for one in again]
    totals = [happened.months("launches", start, start + 12).sum() for start in range(happened.first, origin - 11)]
    assert numpy.mean(totals <= honest[3].many[0]) >= 0.9 > numpy.mean(totals < honest[3].many[0])


def test_periods_keep_to_their_origins(found) -> None:
    inside = backtest.compare(found, None, backtest.FIRST, backtest.FIRST + 1)
    assert inside[1].mean == (4 if backtest.FIRST % 2 else 2)


def test_what_came_is_read_from_the_record(happened) -> None:
    assert LAUNCHES.outcome(happened, month_number("2022-01"), 12) == 37
    assert [
        SUMMIT.outcome(happened, month_number(month), 3) for month in ("2018-03", "2018-04", "2018-07", "2019-01")
    ] == [0, 1, 0, 1]


def test_forecasts_beyond_the_record_are_not_scored(happened) -> None:
    laws = {
        (one.name, horizon, backtest.MODEL): numpy.array([0.5, 0.5]) if one.binary else certain(1)
        for one in OBSERVABLES
        for horizon in one.horizons
    }
    gathered = backtest.gather(happened, {month_number("2024-06"): laws, month_number("2024-11"): laws})
    assert {
        (one.observable.name, one.horizon): len(one.origins) for one in gathered if one.observable.name == "launches"
    } == {("launches", 1): 2, ("launches", 3): 1, ("launches", 6): 1}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--write", "-n", "100"],
        ["--check", "--prior-shift", "-3"],
        ["--write", "--prior-widening", "2"],
        ["--no-such-option"],
    ],
)
def test_the_page_is_made_with_the_defaults_only(root, arguments) -> None:
    done = subprocess.run([root / "scripts/backtest", *arguments], capture_output=True, check=False, text=True)
    assert done.returncode == 2 and "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["backtest", "calibrate"])
def test_a_tree_that_is_not_built_is_said(root, tmp_path, command) -> None:
    for folder in ("scripts/peninsula", "configs"):
        shutil.copytree(root / folder, tmp_path / folder)
    shutil.copy(root / "scripts" / command, tmp_path / "scripts")
    (tmp_path / "CMakeLists.txt").touch()
    done = subprocess.run(
        [tmp_path / "scripts" / command], capture_output=True, check=False, text=True, env={"PATH": "/usr/bin:/bin"}
    )
    assert done.returncode == 1 and done.stderr.startswith(f"{command}: there is no module peninsula._engine")
    assert "Traceback" not in done.stderr
