# SPDX-License-Identifier: Apache-2.0
"""States of the world: parameters are drawn once for several neighbouring trajectories, all other chance as ever."""

import json
import pathlib
import subprocess
import warnings

import h5py
import numpy
import pytest

import peninsula
from peninsula import engine, places
from peninsula.decide.changes import Between
from peninsula.decide.states import options_of

LAWS = {"russia.postwar_capacity": {"uniform": [0.3, 0.7]}, "ukraine_war.ceasefire_hazard": "prior"}
DRAWN = {"name": "drawn", "extends": "baseline", "parameters": LAWS}
OTHER = {"name": "other", "extends": "tariff-war", "parameters": LAWS}
NAMES = ["summits", "deal", "first_summit", "extended_deterrence_in_deal"]
SEED = 7
STATES = 6
KERNELS = ["x86-64-v4", "x86-64-v3", "x86-64-v2"]


def simulated(conditions, trajectories: int, **options) -> peninsula.Simulation:
    return peninsula.simulate(conditions, trajectories, NAMES, seed=SEED, months=20, **options)


def same(here: numpy.ndarray, there: numpy.ndarray) -> bool:
    return numpy.ascontiguousarray(here).tobytes() == numpy.ascontiguousarray(there).tobytes()


def use_kernel(monkeypatch: pytest.MonkeyPatch, kernel: str) -> None:
    """Skips where this processor lacks it."""
    monkeypatch.setenv("PENINSULA_INSTRUCTION_SET", kernel)
    try:
        peninsula.simulate("baseline", 1, ["summits"], months=1)
    except peninsula.InputError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("per_state", [1, 2, 64, 512])
@pytest.mark.parametrize("kernel", KERNELS)
def test_a_state_draws_what_the_trajectory_of_its_number_draws_alone(monkeypatch, kernel, per_state) -> None:
    """So parameters are the same within a state and differ between states; and 1 is what was there before states."""
    use_kernel(monkeypatch, kernel)
    alone = simulated([DRAWN, OTHER], STATES)
    nested = simulated([DRAWN, OTHER], STATES * per_state, per_state=per_state)
    assert set(nested.drawn) == set(LAWS)
    for name, values in nested.drawn.items():
        assert numpy.unique(alone[name][0]).size == STATES
        assert same(values, numpy.repeat(alone[name], per_state, axis=1)), name
        assert same(values[0], values[1])  # all conditions meet the same states
    if per_state == 1:
        assert all(same(nested[name], alone[name]) for name in NAMES)


@pytest.mark.parametrize("kernel", KERNELS)
def test_chance_within_a_state_is_that_of_the_trajectories_with_its_parameters_set(monkeypatch, kernel) -> None:
    """To the bit, though parameters that are set run on two registers side by side, and those drawn on one."""
    use_kernel(monkeypatch, kernel)
    per_state = 64
    nested = simulated([DRAWN], STATES * per_state, per_state=per_state)
    for state in range(STATES):
        own = slice(state * per_state, (state + 1) * per_state)
        fixed = {name: float(values[0, own.start]) for name, values in nested.drawn.items()}
        there = simulated(["baseline"], per_state, first=own.start, **fixed)
        assert all(same(nested[name][:, own], there[name]) for name in NAMES), state
    assert numpy.unique(nested["summits"][0, :per_state]).size > 1  # states are no trajectories told twice


def test_a_condition_that_draws_nothing_has_no_states() -> None:
    assert all(same(simulated(["baseline"], 100, per_state=32)[name], simulated(["baseline"], 100)[name])
               for name in NAMES)


@pytest.mark.parametrize("options", [{"threads": 1}, {"threads": 3}, {"first": 7}, {"first": 255}, {"first": 300}])
def test_threads_and_stretches_change_nothing(options) -> None:
    whole = simulated([DRAWN, OTHER], 1000, per_state=128)
    first = options.get("first", 0)
    some = simulated([DRAWN, OTHER], 500, per_state=128, **options)
    for name in [*NAMES, *LAWS]:
        assert same(some[name], whole[name][:, first : first + 500]), name


def test_points_meet_the_same_states() -> None:
    capacity = "russia.postwar_capacity"
    law = {"ukraine_war.ceasefire_hazard": "prior"}
    points = {capacity: [0.4, 0.6]}
    found = simulated("baseline", 256, points=points, per_state=64, **law)
    one = simulated("baseline", 256, per_state=64, **{capacity: 0.6}, **law)
    assert all(same(found[name][1], one[name][0]) for name in [*NAMES, *law])
    assert numpy.unique(found["ukraine_war.ceasefire_hazard"]).size == 4


# The program


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("states") / "states.h5"
    peninsula.run([DRAWN, OTHER], 1024, SEED, 20, path, progress=False, records="all", per_state=128).close()
    return path


def test_the_program_gives_the_same_bits_and_its_file_says_so(recorded) -> None:
    nested = simulated([DRAWN, OTHER], 1024, per_state=128)
    with h5py.File(recorded) as file:
        assert file.attrs["per_state"] == 128
        assert all(same(file["records"][name][:], nested[name]) for name in [*NAMES, *LAWS])


def test_a_file_without_states_is_as_it_was(two) -> None:
    with h5py.File(two) as file:
        assert "per_state" not in file.attrs


def test_intervals_that_take_a_states_trajectories_for_independent_say_so(recorded, two) -> None:
    with peninsula.open_results(recorded) as results:
        for statistic in (results.peninsula.estimate, results.peninsula.difference):
            with pytest.warns(UserWarning, match="128 trajectories share each state of the world"):
                assert "too narrow" in statistic("summit_held").attrs["note"]
    with warnings.catch_warnings(), peninsula.open_results(two) as results:
        warnings.simplefilter("error")
        assert "note" not in results.peninsula.estimate("summit_held").attrs


@pytest.mark.parametrize("trajectory", [0, 127, 128, 1000])
def test_a_trajectory_is_replayed_in_its_state(recorded, trajectory) -> None:
    with peninsula.open_results(recorded) as results:
        told = peninsula.replay(results, "other", trajectory)
        row = results.peninsula.records("other").loc[trajectory]
        alone = peninsula.trace(OTHER, trajectory, SEED, 20)
    assert all(told.outcomes[name] == row[name] for name in ["summits", "strategic_tests", "icbm_tests"])
    if trajectory > 0:  # state 0 and trajectory 0 are of one number
        assert not told.states.equals(alone.states)


def test_a_comparison_with_another_condition_runs_the_same_states_again(recorded) -> None:
    """It is refused if a count comes out differently."""
    told = json.loads(engine.program("compare", recorded, "--against", "other", "--json"))
    assert "128 trajectories share each state" in " ".join(told["caveats"])


def test_a_fork_keeps_its_past_in_every_state(tmp_path) -> None:
    law = "--set=ukraine_war.ceasefire_hazard=prior"
    words = ["fork", "baseline", "--at", "2026-04", "--into", "baseline", "aid_stops", "-n", 512, law]
    engine.program(*words, "--per-state", 64, "--records", "all", "-o", tmp_path / "fork.h5", "--quiet")
    engine.program("run", "baseline", "-n", 512, law, "--per-state", 64, "--records", "all", "-o", tmp_path / "run.h5",
                   "--quiet")
    with h5py.File(tmp_path / "fork.h5") as fork, h5py.File(tmp_path / "run.h5") as run:
        assert same(fork["records/summits"][0], run["records/summits"][0])
    engine.program(*words, "--where", "strategic_tests >= 3", "--per-state", 64, "-o", tmp_path / "some.h5", "--quiet")
    past = peninsula.simulate("baseline", 512, ["strategic_tests"], months=14, per_state=64, h_cf="prior")
    others = peninsula.simulate("baseline", 512, ["strategic_tests"], months=14, h_cf="prior")
    kept, kept_of_others = (int((found["strategic_tests"] >= 3).sum()) for found in (past, others))
    with h5py.File(tmp_path / "some.h5") as some:
        assert set(some["trajectories"][:]) == {kept} and kept != kept_of_others


SWEEP = {"condition": {"extends": "baseline", "parameters": {"ukraine_war.ceasefire_hazard": "prior"}},
         "design": "grid", "axes": [{"parameter": "russia.postwar_capacity", "values": [0.4, 0.6]}]}


@pytest.fixture
def sweep_file(tmp_path) -> pathlib.Path:
    path = tmp_path / "sweep.yaml"
    path.write_text(json.dumps({"name": "states", "summary": "Two points.", **SWEEP,
                                "condition": str(tmp_path / "condition.yaml")}))
    (tmp_path / "condition.yaml").write_text(json.dumps({"name": "one", "summary": "Draws.", **SWEEP["condition"]}))
    return path


def sweep(*arguments: object) -> subprocess.CompletedProcess:
    return subprocess.run([places.binary(), *map(str, arguments)], capture_output=True, text=True, check=False)


def test_shards_make_the_file_of_the_whole_and_another_number_is_refused(sweep_file, tmp_path) -> None:
    words = ["sweep", sweep_file, "-n", 33000, "--months", 12, "--task-size", 16384, "--quiet", "--outcomes", "summits"]
    states = [*words, "--per-state", 4096]
    assert sweep(*states, "-o", tmp_path / "whole.h5").returncode == 0
    for shard in ("1/2", "2/2"):
        assert sweep(*states, "--shard", shard, "-o", tmp_path / f"{shard[0]}.h5").returncode == 0
    parts = [tmp_path / f"{number}.h5.parts" for number in "12"]
    assert sweep("merge", *parts, "-o", tmp_path / "merged.h5").returncode == 0
    with h5py.File(tmp_path / "whole.h5") as whole, h5py.File(tmp_path / "merged.h5") as merged:
        assert whole.attrs["per_state"] == merged.attrs["per_state"] == 4096
        assert numpy.array_equal(whole["summits"][:], merged["summits"][:])
        peninsula.run(tmp_path / "condition.yaml", 33000, None, 12, tmp_path / "run.h5", per_state=4096, progress=False,
                      russia__postwar_capacity=0.6).close()
        with h5py.File(tmp_path / "run.h5") as run:
            assert numpy.array_equal(whole["summits"][2], run["summits"][0])
    others = [*words, "--per-state", 2]
    assert sweep(*others, "--shard", "2/2", "-o", tmp_path / "3.h5").returncode == 0
    resumed = sweep(*others, "--shard", "1/2", "--resume", "-o", tmp_path / "1.h5")
    mixed = sweep("merge", parts[0], tmp_path / "3.h5.parts", "-o", tmp_path / "mixed.h5")
    for refused in (resumed, mixed):
        assert refused.returncode == 2 and "per_state: 4096" in refused.stderr and "per_state: 2" in refused.stderr


@pytest.mark.parametrize("number", ["3", "0", "-2", "many"])
@pytest.mark.parametrize("words", [["run", "baseline"], ["trace", "baseline", "--trajectory", "1"]])
def test_a_state_has_a_power_of_two_of_trajectories(words, number) -> None:
    with pytest.raises(peninsula.InputError, match="--per-state: must be a power of two"):
        engine.program(*words, f"--per-state={number}")


def test_python_says_the_same() -> None:
    with pytest.raises(peninsula.InputError, match="per_state: must be a power of two, not 3"):
        simulated("baseline", 10, per_state=3)


def test_a_precision_is_not_promised_of_trajectories_that_share_states(tmp_path) -> None:
    with pytest.raises(peninsula.InputError, match="--until: does not go with --per-state"):
        peninsula.run("baseline", 100, output=tmp_path / "x.h5", progress=False, until="summit_held ± 0.1", per_state=4)


# What is set over all conditions


TOLD = "--set replaces 1 setting of early-ceasefire: ukraine_war.ceasefire_hazard (was 0.2)"


@pytest.mark.parametrize("call", [
    lambda: options_of(["baseline", "early-ceasefire"], 12, {"h_cf": 0.1}),
    lambda: Between("baseline", "early-ceasefire", 12, {"h_cf": 0.1}),
])
def test_a_setting_that_a_condition_loses_is_told(call) -> None:
    with pytest.warns(UserWarning) as told:
        call()
    assert [str(one.message) for one in told] == [TOLD]


def test_a_default_that_a_condition_states_is_lost_too_and_nothing_else_is_told(recwarn) -> None:
    stated = {"name": "stated", "extends": "baseline", "parameters": {"ukraine_war.ceasefire_hazard": 0.025}}
    options_of(["baseline", stated], 12, {"us_china__tilt": 0.1})
    options_of(["baseline", "early-ceasefire"], 12, {"h_cf": 0.2})  # as it has it already
    assert not recwarn.list
    options_of(["baseline", stated], 12, {"h_cf": 0.1})
    assert [str(one.message) for one in recwarn] == [TOLD.replace("early-ceasefire", "stated").replace("0.2", "0.025")]


@pytest.mark.parametrize("words", [
    ["robust", "--states", "64", "-n", "16", "--outcome", "summit_held"],
    ["why", "-n", "64", "--no-channels", "--retold", "0"],
    ["flip", "-n", "64", "--outcome", "summit_held", "--assumption", "us_china.tilt"],
    ["learn", "--states", "100", "-n", "16", "--value", "summit_held=1"],
])
def test_commands_tell_it_as_run_does(words) -> None:
    command, *rest = words
    asked = [places.binary(), command, "baseline", "early-ceasefire", *rest, "--months", "12", "--set", "h_cf=0.1"]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert done.stderr == f"info: {TOLD}\n" and "replaces" not in done.stdout
