# SPDX-License-Identifier: Apache-2.0
"""Running, sweeping, explaining and retelling from Python."""

import os
import pathlib
import subprocess
import sys

import numpy
import pytest
import yaml

import peninsula
from peninsula import conditions, engine, runs


def equal_counts(left, right) -> bool:
    names = [name for name in left.data_vars if left[name].dtype.kind in "iu"]
    return all((left[name].values == right[name].values).all() for name in names)


def test_a_run_is_that_of_the_program(tmp_path, root) -> None:
    path = tmp_path / "mine.h5"
    files = [root / "configs/baseline.yaml", root / "configs/tariff_war.yaml"]
    engine.program("run", *files, "-n", 300, "--seed", 7, "--months", 24, "-o", path, "--quiet")
    with peninsula.open_results(path) as theirs, peninsula.run(files, 3e2, seed=7, months=24, progress=False) as mine:
        assert equal_counts(mine, theirs)
        assert mine.attrs["months"] == 24


def test_a_map_is_a_condition(tmp_path) -> None:
    content = {"name": "mine", "extends": "early-ceasefire", "parameters": {"h_rel": numpy.float64(0.05)}, "months": 12}
    with peninsula.run([content, "baseline"], 50, progress=False, reference="baseline", months=12) as results:
        values = results.peninsula.parameter_values["mine"]
        assert values["ukraine_war.relapse_hazard"] == 0.05 and values["ukraine_war.ceasefire_hazard"] == 0.2
        assert results.peninsula.reference == "baseline"


@pytest.mark.parametrize("setting, text", [
    (0.125, "0.125"), (1 / 3, "0.3333333333333333"), (1e-7, "1.0e-07"), (3, "3"), ("tariff_war", "tariff_war"),
    (numpy.float64(0.25), "0.25"), ({"uniform": [0.25, numpy.float64(0.5)]}, "{uniform: [0.25, 0.5]}"),
])
def test_settings_are_written_with_all_their_digits(setting, text) -> None:
    assert conditions.settings({"a__b": setting}) == [f"--set=a.b={text}"]
    assert yaml.safe_load(text) == conditions.plain(setting)


def test_parameters_are_set_in_every_condition() -> None:
    settings = {
        "russia__postwar_capacity": 1 / 3,
        "us_china.initial_regime": "tariff_war",
        "h_rel": {"uniform": [0.01, 0.02]},
    }
    with peninsula.run(["baseline", "early-ceasefire"], 20, progress=False, **settings) as results:
        values = results.peninsula.parameter_values
        assert (values.loc["russia.postwar_capacity"] == numpy.float64(1 / 3)).all()
        labels = results.peninsula.parameters.labels["us_china.initial_regime"].split("|")
        assert (values.loc["us_china.initial_regime"] == labels.index("tariff_war")).all()
        assert values.loc["ukraine_war.relapse_hazard"].isna().all()


@pytest.mark.parametrize("call, words", [
    (lambda: peninsula.run("base-line"), "no condition 'base-line'; did you mean 'baseline'"),
    (lambda: peninsula.run("baseline", 10, progress=False, h_cff=1), "no parameter 'h_cff'; did you mean 'h_cf'"),
    (lambda: peninsula.run("baseline", 10, progress=False, h_cf=7), "must be from 0 to 1"),
    (lambda: peninsula.run({"extends": "baseline", "paramters": {}}, 10, progress=False), "no key 'paramters'"),
    (lambda: peninsula.sweep({"condition": "baseline", "design": "spiral", "axes": []}, progress=False), "spiral"),
    (lambda: peninsula.trace("baseline", 3, h_cf=7), "must be from 0 to 1"),
])
def test_complaints_are_those_of_the_program(call, words) -> None:
    with pytest.raises(peninsula.InputError, match=words):
        call()


def test_an_existing_output_is_kept_unless_forced(tmp_path) -> None:
    path = tmp_path / "out.h5"
    peninsula.run("baseline", 10, output=path, progress=False).close()
    with pytest.raises(peninsula.InputError, match="exists already"):
        peninsula.run("baseline", 20, output=path, progress=False)
    with peninsula.run("baseline", 20, output=path, progress=False, force=True) as results:
        assert int(results.trajectories[0]) == 20


def test_failures_while_running_are_told_apart(tmp_path) -> None:
    with pytest.raises((peninsula.RunError, peninsula.InputError)) as caught:
        peninsula.run("baseline", 10, output=tmp_path / "no" / "such.h5", progress=False)
    assert "such.h5" in str(caught.value)
    with pytest.raises(peninsula.RunError):
        engine.raise_for(1, ["error: disk full"])


def test_a_program_that_is_not_there_is_told(monkeypatch) -> None:
    monkeypatch.setenv("PENINSULA", "/nowhere/peninsula")
    with pytest.raises(peninsula.RunError, match="PENINSULA names '/nowhere/peninsula'"):
        peninsula.run("baseline", 10, progress=False)


def test_progress_is_shown_where_it_is_wanted(capfd) -> None:
    peninsula.run("baseline", 50000, progress=True).close()
    assert "100" in capfd.readouterr().err
    peninsula.run("baseline", 50, progress=False).close()
    assert capfd.readouterr().err == ""


def test_progress_without_tqdm_is_a_line_of_text(monkeypatch, capfd) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    peninsula.run("baseline", 50, progress=True).close()
    assert "100 %" in capfd.readouterr().err


def test_an_interrupt_lets_the_program_keep_what_is_finished(tmp_path) -> None:
    """A child Python interrupts itself; the program ends in good order and the parts are there to resume."""
    script = f"""
import os, signal, sys, threading, time, pathlib
import peninsula
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a job in the background is started without
output = pathlib.Path({str(tmp_path / "out.h5")!r})
def interrupt():
    parts = pathlib.Path(str(output) + ".parts")
    while not (parts.exists() and list(parts.glob("part-*.h5"))):
        time.sleep(0.02)
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt, daemon=True).start()
try:
    peninsula.sweep("whole-prior", 4096, output=output, progress=False)
except KeyboardInterrupt:
    sys.exit(42)
"""
    path = os.pathsep.join(sys.path)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False,
                          env=os.environ | {"PYTHONPATH": path})
    assert done.returncode == 42, done.stderr
    assert "what is finished is kept" in done.stderr
    assert list(pathlib.Path(f"{tmp_path / 'out.h5'}.parts").glob("part-*.h5"))


def test_results_without_a_name_go_when_python_ends() -> None:
    script = "import peninsula; print(peninsula.run('baseline', 10, progress=False).attrs['path'])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True,
                          env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
    path = pathlib.Path(done.stdout.strip())
    assert path.suffix == ".h5" and not path.parent.exists()


def test_a_sweep_is_that_of_the_program(points) -> None:
    with peninsula.open_results(points) as theirs:
        axes = [{"parameter": "russia.postwar_capacity", "from": 0.5, "to": 1.0, "steps": 6}]
        event = {"event": "ukraine_ceasefire", "months": ["2025-06", "2025-12"]}
        design = {"condition": "baseline", "design": "grid", "axes": [event, *axes]}
        with peninsula.sweep(design, 200, progress=False) as mine:
            first = theirs.isel(condition=slice(0, 13))
            assert (mine.summit_held.values == first.summit_held.values).all()
            assert (mine.icbm_tests.values == first.icbm_tests.values).all()


def test_conditions_of_an_axis_are_found(tmp_path) -> None:
    design = {"condition": "baseline", "design": "grid", "axes": [{"conditions": ["baseline", "tariff-war"]}]}
    with peninsula.sweep(design, 50, progress=False) as results:
        assert results.sizes["condition"] == 3


def test_explain_has_everything_declared() -> None:
    declared = peninsula.explain()
    assert len(declared.parameters) > 400 and len(declared.outcomes) > 100
    assert numpy.isnan(declared.parameters.prior_low["schedule.order"])
    assert declared.series.labels["ukraine_war"] == ["war", "ceasefire", "settlement"]
    assert "ukraine_ceasefire" in declared.events.index and declared.headline[0] == "summit_held"


def test_a_replay_is_the_record(results) -> None:
    for condition in ("baseline", "early-ceasefire"):
        records = results.peninsula.records(condition, ["summits", "icbm_tests", "extended_deterrence", "first_summit"])
        for number in (0, 17, 299):
            told = peninsula.replay(results, condition, number)
            kept = records.loc[number].fillna(48)
            assert told.outcomes[kept.index].astype("float32").tolist() == kept.astype("float32").tolist()
            assert told.states.summits_by_month.sum() == kept.summits


def test_a_replay_of_a_drawn_parameter_draws_the_same(three) -> None:
    with peninsula.run({"name": "drawn", "extends": "baseline"}, 20, progress=False, records="all",
                       russia__postwar_capacity="prior") as results:
        records = results.peninsula.records("drawn")
        assert records["russia.postwar_capacity"].nunique() == 20
        assert peninsula.replay(results, "drawn", 11).outcomes["events"] == records.events[11]


def test_a_point_of_a_sweep_is_replayed(points) -> None:
    with peninsula.open_results(points) as results:
        content = conditions.resolved(results, "point-0005")
        assert content["parameters"]["russia.postwar_capacity"] == 0.9 and len(content["parameters"]) > 400
        assert content["timeline"] == [{"month": "2025-06", "event": "ukraine_ceasefire"}]
        held = [peninsula.replay(results, "point-0005", number).outcomes["first_ceasefire"] for number in range(3)]
        assert held == [4, 4, 4]
        with pytest.raises(peninsula.InputError, match="has 200, numbered from 0"):
            peninsula.replay(results, "point-0005", 200)


def test_a_trace_tells_choices_that_sum_to_one() -> None:
    told = peninsula.trace("baseline", 3, months=6)
    assert len(told.states) == 6 and told.states.index[0] == "2025-02"
    each = told.decisions.groupby(["month", "agent", "decision"])
    assert each.probability.sum().values == pytest.approx(1, abs=1e-5)
    assert (each.chosen.sum() == 1).all()
    assert told.chances.happened.dtype == bool


def test_temporary_results_do_not_share_a_name() -> None:
    assert runs._temporary_file() != runs._temporary_file()


@pytest.mark.parametrize("kind, measures", [
    ("saltelli", {"first": 2, "total": 2, "second": 1}),
    ("morris", {"mean_effect": 2, "mean_absolute_effect": 2, "deviation": 2}),
    ("sobol", {}),
])
def test_sensitivity_is_that_of_the_program(kind, measures) -> None:
    factors = ("ukraine_war.ceasefire_hazard", "alliance.reassessment_intercept")
    axes = [{"parameter": name, "law": "prior"} for name in factors]
    with peninsula.sweep(
        {"condition": "baseline", "design": kind, "points": 8, "axes": axes}, 200, progress=False
    ) as results:
        found = peninsula.sensitivity(results, ["ceasefire_reached"])
        shares = results.peninsula.estimate("ceasefire_reached").estimate.values[1:]
    assert found.design == kind and found.measures.measure.value_counts().to_dict() == measures
    variances = found.variances.loc["ceasefire_reached"]
    assert variances["mean"] == pytest.approx(shares.mean()) and variances.between_points == pytest.approx(
        shares.var(ddof=1)
    )
    if kind == "morris":  # nothing follows from a reassessment of the alliance
        effects = found.measures.set_index(["measure", "factor"]).value
        assert effects["mean_effect", "alliance.reassessment_intercept"] == 0
        assert effects["mean_effect", "ukraine_war.ceasefire_hazard"] > 0


def test_a_run_of_conditions_has_no_sensitivity(results) -> None:
    with pytest.raises(peninsula.InputError, match="no result of a sweep"):
        peninsula.sensitivity(results)
