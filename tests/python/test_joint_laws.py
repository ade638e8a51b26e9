# SPDX-License-Identifier: Apache-2.0
"""Parameters drawn together by rows of a table: how often, by whom, and in which trajectories."""

import pathlib

import numpy
import pytest
from scipy import stats

import peninsula
from peninsula.conditions import resolved
from peninsula.decide.changes import Between

TABLE = """\
weight, ukraine_war.ceasefire_hazard, us_china.tilt, us_china.initial_regime
5, 0.05, -1, cooperation
3, 0.01, 1, tariff_war
0, 0.02, 0, managed_rivalry
2, 0.04, 0.5, acute_crisis
"""
ROWS = numpy.array([[0.05, -1, 0], [0.01, 1, 2], [0.02, 0, 1], [0.04, 0.5, 3]], numpy.float32)
WEIGHTS = numpy.array([5, 3, 0, 2]) / 10
NAMES = ["ukraine_war.ceasefire_hazard", "us_china.tilt", "us_china.initial_regime"]


@pytest.fixture
def table(tmp_path: pathlib.Path) -> str:
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    return str(path)


def rows_of(found: peninsula.Simulation) -> numpy.ndarray:
    """Which row each trajectory of the first condition drew."""
    drawn = numpy.stack([found.drawn[name][0] for name in NAMES], axis=1)
    same = (drawn[:, None, :] == ROWS).all(axis=2)
    assert (same.sum(axis=1) == 1).all()
    return same.argmax(axis=1)


def test_rows_come_as_often_as_their_weights_say(table: str) -> None:
    """False alarm: 1e-4 for an ideal generator."""
    found = peninsula.simulate("baseline", 10_000, ["summit_held"], months=1, together_from=table)
    counts = numpy.bincount(rows_of(found), minlength=4)
    assert counts[2] == 0
    some = WEIGHTS > 0
    assert stats.chisquare(counts[some], 10_000 * WEIGHTS[some]).pvalue > 1e-4


def test_a_state_of_the_world_draws_one_row(table: str) -> None:
    found = peninsula.simulate(
        ["baseline", "tariff-war"], 512, ["summit_held"], months=1, per_state=16, together_from=table
    )
    rows = rows_of(found).reshape(32, 16)
    assert (rows == rows[:, :1]).all()
    assert len(set(rows[:, 0])) > 1
    for name in NAMES:
        assert (found.drawn[name][0] == found.drawn[name][1]).all()


def test_the_program_draws_what_the_module_draws_and_a_result_holds_the_table(
    table: str, tmp_path: pathlib.Path
) -> None:
    setting = {"together_from": table}
    found = peninsula.simulate("baseline", 200, ["summit_held", "strategic_tests"], months=12, **setting)
    result = peninsula.run("baseline", 200, months=12, records="all", output=tmp_path / "result.h5", **setting)
    pathlib.Path(table).unlink()
    kept = result.peninsula.records("baseline")
    assert (kept.strategic_tests.to_numpy() == found["strategic_tests"][0]).all()
    assert numpy.allclose(kept["us_china.tilt"], found.drawn["us_china.tilt"][0])
    again = peninsula.simulate(resolved(result, "baseline"), 200, ["strategic_tests"])
    assert (again["strategic_tests"] == found["strategic_tests"]).all()


def test_options_meet_states_that_draw_from_the_table(table: str) -> None:
    found = peninsula.robust(
        ["baseline", "early-ceasefire"], ["summit_held"], states=32, trajectories=16, months=12, together_from=table
    )
    assert "us_china.tilt" in found.open
    assert "provocation.tempo_shock" in found.open  # what is still open is drawn from its prior
    assert "ukraine_war.ceasefire_hazard" in found.open


def test_the_posterior_condition_draws_a_row_of_its_table() -> None:
    root = pathlib.Path(__file__).resolve().parents[2]
    lines = (root / "configs/history/posterior/record_year.csv").read_text().splitlines()
    names = lines[1].split(",")
    rows = numpy.array([line.split(",") for line in lines[2:]], float).astype(numpy.float32)
    found = peninsula.simulate(str(root / "configs/history/posterior.yaml"), 64, ["summit_held"], months=1)
    drawn = numpy.stack([found.drawn[name][0] for name in names], axis=1)
    assert all((rows == row).all(axis=1).any() for row in drawn)


def test_an_axis_of_a_sweep_is_no_place_for_it(tmp_path: pathlib.Path) -> None:
    sweep = tmp_path / "sweep.yaml"
    sweep.write_text(
        "name: s\nsummary: A test.\ncondition: baseline\ndesign: grid\naxes:\n"
        "  - {parameter: us_china.tilt, values: [{together: [1, 0]}]}\n"
    )
    with pytest.raises(peninsula.InputError, match=r"sweep\.yaml:6:41: an axis is of one parameter"):
        peninsula.sweep(sweep, output=tmp_path / "s.h5")


def test_a_table_is_one_change_with_its_weights(table: str) -> None:
    drawn = {"name": "drawn", "summary": "A test.", "extends": "baseline", "together_from": table}
    drawn["parameters"] = {"united_states.hawk_cost": 0.8}
    for first, second, sign in (("baseline", drawn, 1), (drawn, "baseline", -1)):
        between = Between(first, second, months=12)
        assert [change.name for change in between.changes] == ["united_states.hawk_cost", "together"]
        assert between.changes[1].what == f"drawn together: {', '.join(NAMES)}"
        asked = {"trajectories": 500, "outcomes": ["strategic_tests"], "months": 12}
        for part, condition in ((0, first), (between.all, second)):
            expected = peninsula.simulate(condition, **asked)
            found = peninsula.simulate(between.condition(part), 500, ["strategic_tests"])
            assert (found["strategic_tests"] == expected["strategic_tests"]).all()
        here, there = (peninsula.simulate(each, **asked)["strategic_tests"] for each in ("baseline", drawn))
        told = peninsula.why(first, second, ["strategic_tests"], trajectories=500, months=12)
        assert told.table.share.sum() == pytest.approx(sign * float(there.mean() - here.mean()), abs=1e-6)


def test_other_weights_of_one_table_are_a_change(table: str, tmp_path: pathlib.Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(TABLE.replace("\n5,", "\n1,"))
    pair = [{"name": name, "summary": "A test.", "extends": "baseline", "together_from": str(path)}
            for name, path in (("one", table), ("two", other))]
    between = Between(*pair, months=12)
    assert [change.name for change in between.changes] == ["together"]
    found, expected = (
        peninsula.simulate(each, 200, ["summit_held"]).drawn for each in (between.condition(1), between.second)
    )
    assert all((found[name] == expected[name]).all() for name in NAMES)
