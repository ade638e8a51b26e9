# SPDX-License-Identifier: Apache-2.0
"""--outcomes, --series and --records-series: what is chosen is as it is in a result of everything, and nothing else is
there."""

import json
import pathlib

import h5py
import numpy
import pytest

from results import text

CONDITIONS = ("configs/baseline.yaml", "configs/early_ceasefire.yaml")
OUTCOMES = ["summit_held", "first_summit", "deal", "icbm_tests", "extended_deterrence"]  # a kind each, in order
SERIES = ["ukraine_war", "russian_aid"]
RUN = ("run", *CONDITIONS, "-n", 1000, "--records", 40, "--quiet")


@pytest.fixture(scope="module")
def everything(peninsula, tmp_path_factory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("everything") / "all.h5"
    peninsula(*RUN, "-o", path)
    return path


@pytest.fixture(scope="module")
def few(peninsula, tmp_path_factory) -> pathlib.Path:
    """By names and a symbol, out of order and one twice; with months of series in the records."""
    path = tmp_path_factory.mktemp("few") / "few.h5"
    outcomes, series = "deal, icbm_tests,extended_deterrence,any_summit,first_summit,deal", "russian_aid,W"
    peninsula(*RUN, "-o", path, "--outcomes", outcomes, "--series", series, "--records-series", series)
    return path


def names(file: h5py.File, dimension: str) -> list[str]:
    return [text(name) for name in file[dimension]]


def test_what_is_chosen_is_as_it_is_among_everything(everything, few) -> None:
    with h5py.File(everything) as whole, h5py.File(few) as part:
        assert names(part, "outcome") == text(part.attrs["outcomes"]).split(",") == OUTCOMES
        assert names(part, "series_name") == text(part.attrs["series"]).split(",") == SERIES
        assert text(part.attrs["headline"]) == "summit_held,extended_deterrence"
        places = {"outcome": [names(whole, "outcome").index(name) for name in OUTCOMES],
                  "series_name": [names(whole, "series_name").index(name) for name in SERIES]}
        for name, variable in part.items():
            if not isinstance(variable, h5py.Dataset):
                continue
            there = whole[name][()]
            for axis, dimension in enumerate(variable.dims):
                if len(dimension) and (place := text(dimension[0].name).lstrip("/")) in places:
                    there = there.take(places[place], axis)
            if name in places:
                there = there[places[name]]
            assert numpy.array_equal(variable[()], there, equal_nan=there.dtype.kind == "f"), name
        others = set(names(whole, "outcome")) - set(OUTCOMES) | set(names(whole, "series_name")) - set(SERIES)
        assert len(others) > 130 and not others & set(part)
        left_out = [text(part.attrs[f"{what}_left_out"]).split(",") for what in ("outcomes", "series")]
        assert {*left_out[0], *left_out[1]} == others


def test_records_hold_the_chosen_outcomes(everything, few) -> None:
    with h5py.File(everything) as whole, h5py.File(few) as part:
        assert set(part["records"]) == {"condition", "trajectory", "month", *OUTCOMES, *SERIES}
        for name in OUTCOMES:
            assert numpy.array_equal(part["records"][name][()], whole["records"][name][()], equal_nan=True), name


def test_recorded_months_are_those_of_the_trace(peninsula, few) -> None:
    """The trace tells the middle of one of 2048 steps between 0 and 1; the records the value as it is."""
    with h5py.File(few) as file:
        aid, war = file["records/russian_aid"], file["records/ukraine_war"]
        assert aid.shape == war.shape == (2, 40, 48) and aid.dtype == numpy.float32
        labels = text(war.attrs["labels"]).split("|")
        for condition, path in enumerate(CONDITIONS):
            for trajectory in (0, 39):
                told = json.loads(peninsula("trace", path, "--trajectory", trajectory, "--format", "json").stdout)
                states = [month["state"] for month in told["months"]]
                found = [labels[int(value)] for value in war[condition, trajectory]]
                assert found == [state["ukraine_war"] for state in states]
                near = numpy.array([state["russian_aid"] for state in states]) - aid[condition, trajectory]
                assert abs(near).max() <= 1 / 2048
        assert len(numpy.unique(aid[()] * 2048 % 1)) > 100  # not coded


def test_a_series_may_be_recorded_without_being_counted(peninsula, tmp_path) -> None:
    path = tmp_path / "x.h5"
    peninsula("run", *CONDITIONS, "-n", 30, "--records", 20, "--outcomes", "none", "--series", "none",
              "--records-series", "salience", "--quiet", "-o", path)
    with h5py.File(path) as file:
        assert set(file["records"]) == {"condition", "trajectory", "month", "salience"}
        assert file["records/salience"].shape == (2, 20, 48) and not numpy.isnan(file["records/salience"][()]).any()
    assert "No outcome was counted." in peninsula("show", path).stdout
    assert "no outcome was counted" in peninsula("compare", path, status=2).stderr


@pytest.mark.parametrize("words, message", [
    (("--outcomes", "summits,summit_hold"), "--outcomes: 'summit_hold' is no outcome of this model; did you mean"),
    (("--outcomes", "summits,"), "--outcomes: '' is no outcome of this model"),
    (("--outcomes", ""), "--outcomes: '' is no outcome of this model"),
    (("--outcomes", "russian_aid"), "--outcomes: 'russian_aid' is no outcome of this model; did you mean"),
    (("--series", "russian_aids"), "--series: 'russian_aids' is no series of this model; did you mean 'russian_aid'"),
    (("--records-series", "russian_aid"), "--records-series: there are no records without --records"),
    (("--outcomes", "none", "--series", "none"), "has a result only with --records"),
])
def test_what_cannot_be_chosen_is_told(peninsula, tmp_path, words, message) -> None:
    done = peninsula("run", "baseline", "-n", 10, "-o", tmp_path / "x.h5", *words, status=2)
    assert message in done.stderr and done.stderr.count("\n") == 1 and not list(tmp_path.iterdir())


def test_the_outcome_of_until_is_counted_in_any_case(peninsula, tmp_path) -> None:
    path = tmp_path / "x.h5"
    done = peninsula("run", "baseline", "-n", 100, "--outcomes", "deal", "--until", "summit_held ± 0.2", "-o", path)
    assert "summit_held is counted as well, since --until asks for its precision" in done.stderr
    with h5py.File(path) as file:
        assert names(file, "outcome") == ["summit_held", "deal"]
        assert file["until_half_width_reached"][0] <= 0.2


def test_tables_tell_what_is_there(peninsula, few, everything) -> None:
    told = json.loads(peninsula("show", few, "--all", "--json").stdout)["rows"]
    assert list(dict.fromkeys(row["outcome"] for row in told)) == OUTCOMES
    among = json.loads(peninsula("show", everything, "--all", "--json").stdout)["rows"]
    assert told == [row for row in among if row["outcome"] in OUTCOMES]
    assert "'clashes' was not counted: --outcomes left it out" in peninsula("show", few, "--outcome", "clashes",
                                                                           status=2).stderr
    assert "whole" in peninsula("check", few).stdout


def test_another_reference_is_paired_by_the_same_outcomes(peninsula, few, everything) -> None:
    words = ("compare", "--against", "early-ceasefire", "--all", "--json")
    told, among = (json.loads(peninsula(*words[:1], path, *words[1:]).stdout)["rows"] for path in (few, everything))
    assert told == [row for row in among if row["outcome"] in OUTCOMES] and len(told) >= len(OUTCOMES)


SWEEP = """\
name: small
summary: One assumption.
condition: {configs}/baseline.yaml
design: grid
trajectories: 300
axes:
  - {{parameter: russia.postwar_capacity, values: [0.4, 0.5, 0.6, 0.7]}}
"""
CHOICE = ("--outcomes", "icbm_tests,summit_held", "--series", "russian_aid")


@pytest.fixture(scope="module")
def sweep(root, tmp_path_factory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("sweep") / "sweep.yaml"
    path.write_text(SWEEP.format(configs=root / "configs"))
    return path


def test_points_of_a_sweep_count_what_conditions_of_a_run_do(peninsula, sweep, tmp_path) -> None:
    """Series as well, in shards."""
    output = tmp_path / "sweep.h5"
    for shard in (1, 2):
        peninsula("sweep", sweep, *CHOICE, "--shard", f"{shard}/2", "--quiet", "-o", output)
    peninsula("merge", f"{output}.parts", "-o", output)
    condition = tmp_path / "point.yaml"
    condition.write_text("name: point\nsummary: One point.\nextends: baseline\n"
                         "parameters: {russia.postwar_capacity: 0.6}\n")
    peninsula("run", "baseline", condition, "-n", 300, *CHOICE, "--quiet", "-o", tmp_path / "run.h5")
    with h5py.File(output) as points, h5py.File(tmp_path / "run.h5") as run:
        place = [text(label) for label in points["design_label"][:, 0]].index("0.6")
        assert names(points, "outcome") == names(run, "outcome") == ["summit_held", "icbm_tests"]
        for name in ("summit_held", "icbm_tests", "icbm_tests_difference", "difference_sum", "russian_aid",
                     "series_sum"):
            assert numpy.array_equal(points[name][place], run[name][1]), name


def test_a_sweep_of_another_choice_is_another_sweep(peninsula, sweep, tmp_path) -> None:
    output = tmp_path / "x.h5"
    peninsula("sweep", sweep, *CHOICE, "--shard", "1/2", "--quiet", "-o", output)
    done = peninsula("sweep", sweep, "--outcomes", "icbm_tests", "--resume", "--quiet", "-o", output, status=2)
    assert "holds the parts of another sweep" in done.stderr
    assert "there: outcomes: summit_held, icbm_tests\n  here:  outcomes: icbm_tests" in done.stderr
    assert "there: series: russian_aid\n  here:  series: none" in done.stderr
    peninsula("sweep", sweep, *CHOICE, "--resume", "--quiet", "-o", output)
    assert "no result" in peninsula("sweep", sweep, "--outcomes", "none", "-o", tmp_path / "y.h5", status=2).stderr
