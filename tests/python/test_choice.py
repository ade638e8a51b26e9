# SPDX-License-Identifier: Apache-2.0
"""Results that count some outcomes and series only, and records with months."""

import pathlib

import h5py
import numpy
import pytest

import peninsula
from peninsula import engine


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("few") / "few.h5"
    engine.program("run", "baseline", "early-ceasefire", "-n", 300, "--records", 20, "--outcomes",
                   "summit_held,icbm_tests", "--series", "russian_aid", "--records-series", "salience,ukraine_war",
                   "--quiet", "-o", path)
    return path


@pytest.fixture
def few(path: pathlib.Path):
    with peninsula.open_results(path) as opened:
        yield opened


def test_what_is_counted_is_told_and_the_rest_is_said_to_be_left_out(few) -> None:
    statistics = few.peninsula
    assert list(statistics.outcomes.index) == ["summit_held", "icbm_tests"] and statistics.headline == ["summit_held"]
    assert list(statistics.series.index) == ["russian_aid"]
    assert statistics.series_mean("russian_aid").estimate.shape == (2, 48)
    assert 0 < statistics.difference("icbm_tests").pairs.min() == 300
    with pytest.raises(peninsula.InputError, match="'clashes' was not counted: --outcomes left it out"):
        statistics.estimate("clashes")
    with pytest.raises(peninsula.InputError, match="'salience' was not counted: --series chooses"):
        statistics.series_mean("salience")
    with pytest.raises(peninsula.InputError, match="there is no outcome 'clash'"):
        statistics.estimate("clash")


def test_records_have_months_where_they_were_asked_for(path, few) -> None:
    statistics = few.peninsula
    assert list(statistics.records("baseline").columns) == ["summit_held", "icbm_tests"]
    table = statistics.recorded_months("early-ceasefire", "salience")
    assert table.index.name == "trajectory" and list(table.columns) == list(range(48))
    with h5py.File(path) as file:
        assert numpy.array_equal(table.to_numpy(), file["records/salience"][1])
    with pytest.raises(peninsula.InputError, match="did you mean 'ukraine_war'"):
        statistics.recorded_months("baseline", "ukraine_wars")
    with pytest.raises(peninsula.InputError, match="did you mean 'baseline'"):
        statistics.recorded_months("baselin", "salience")


def test_a_file_without_outcomes_opens(tmp_path) -> None:
    path = tmp_path / "none.h5"
    engine.program("run", "baseline", "-n", 20, "--outcomes", "none", "--series", "W", "--quiet", "-o", path)
    with peninsula.open_results(path) as results:
        assert results.peninsula.outcomes.empty and results.peninsula.headline == []
        shares = results.peninsula.series_shares("ukraine_war").estimate
        assert shares.sum("ukraine_war_kind").values == pytest.approx(1)
