# SPDX-License-Identifier: Apache-2.0
"""Trajectories in this process: the bits of the program's records, its errors, interrupts, threads and forks."""

import concurrent.futures
import multiprocessing
import os
import pathlib
import subprocess
import sys
import time

import h5py
import numpy
import pandas
import pytest
import yaml

import peninsula
from peninsula import engine, memory, module

DRAWN = {
    "name": "drawn",
    "extends": "early-ceasefire",
    "parameters": {"russia.postwar_capacity": {"uniform": [0.3, 0.7]}, "us_china.tilt": "prior"},
}
SIZE = 16384 + 256 * 3 + 17  # more than a round, and no whole number of blocks
CONDITIONS = ["baseline", DRAWN, "tariff-war"]
SMALL = ["summits", "deal", "first_summit", "extended_deterrence_in_deal"]


def same_bits(here: numpy.ndarray, there: numpy.ndarray) -> bool:
    return here.dtype == there.dtype == numpy.float32 and here.tobytes() == there.tobytes()


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> pathlib.Path:
    """Every trajectory of three conditions, one of which draws two parameters, as the program records it."""
    path = tmp_path_factory.mktemp("recorded") / "recorded.h5"
    peninsula.run(CONDITIONS, SIZE, seed=11, months=30, output=path, progress=False, records="all",
                  provocation__self_excitation="prior").close()
    return path


@pytest.fixture(scope="module")
def simulated() -> peninsula.Simulation:
    names = [name for name, row in peninsula.explain().outcomes.iterrows() if not row.bookkeeping]
    return peninsula.simulate(CONDITIONS, SIZE, names, seed=11, months=30, provocation__self_excitation="prior")


def test_the_bits_are_those_of_the_programs_records(recorded, simulated) -> None:
    """Every outcome, and what was drawn; a condition that does not draw a parameter has its value."""
    assert len(simulated.outcomes) > 100 and set(simulated.drawn) == {
        "russia.postwar_capacity", "us_china.tilt", "provocation.self_excitation"
    }
    with h5py.File(recorded) as file:
        for name, values in (simulated.outcomes | simulated.drawn).items():
            assert values.shape == (3, SIZE) and same_bits(values, file["records"][name][:]), name
    assert numpy.unique(simulated["russia.postwar_capacity"][0]).size == 1
    assert numpy.unique(simulated["russia.postwar_capacity"][1]).size > SIZE / 2


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_any_threads_and_any_choice_of_names_give_the_same_bits(simulated, threads) -> None:
    found = peninsula.simulate(CONDITIONS, 1000, [*reversed(SMALL)], seed=11, months=30, threads=threads,
                               provocation__self_excitation="prior")
    assert list(found.outcomes) == [*reversed(SMALL)]
    for name in SMALL:
        assert same_bits(found[name], simulated[name][:, :1000])


@pytest.mark.parametrize("first, size", [(1, 1), (255, 2), (1000, 300), (SIZE - 3, 3)])
def test_any_stretch_of_trajectories_is_a_piece_of_the_whole(simulated, first, size) -> None:
    found = peninsula.simulate(CONDITIONS, size, SMALL, seed=11, months=30, first=first,
                               provocation__self_excitation="prior")
    for name in [*SMALL, "us_china.tilt"]:
        assert same_bits(found[name], simulated[name][:, first : first + size])


def test_arrays_are_views_of_one_piece_of_memory(simulated) -> None:
    base = simulated["summits"].base
    assert base.dtype == numpy.float32 and all(array.base is base for array in simulated.outcomes.values())


def test_a_name_a_symbol_and_a_label_are_understood() -> None:
    found = peninsula.simulate("baseline", 300, ["any_summit", "deal"], ["us_stance"], h_cf="prior")
    assert list(found.outcomes) == ["summit_held", "deal"]
    assert found["any_summit"] is found["summit_held"] and found["h_cf"] is found["ukraine_war.ceasefire_hazard"]
    assert found.labels["us_stance"] == ["pressure", "denuclearisation", "small_deal", "recognition"]
    assert set(numpy.unique(found["deal"])) <= set(range(len(found.labels["deal"])))
    with pytest.raises(peninsula.InputError, match="no array 'clashes'"):
        found["clashes"]


def test_the_headline_is_simulated_unless_told() -> None:
    assert list(peninsula.simulate("baseline", 10).outcomes) == peninsula.explain().headline


# Series


def test_the_bits_of_series_are_those_of_the_programs_records(tmp_path) -> None:
    """Every series of two conditions."""
    names = list(peninsula.explain().series.index)
    found = peninsula.simulate(["baseline", "tariff-war"], 300, ["summits"], names, seed=3, first=0)
    engine.program("run", "baseline", "tariff-war", "-n", 300, "--seed", 3, "--records", "all", "--records-series",
                   ",".join(names), "-o", tmp_path / "months.h5", "--quiet")
    with h5py.File(tmp_path / "months.h5") as file:
        for name in names:
            kept = file["records"][name]
            assert kept.shape == found[name].shape == (2, 300, 48)
            assert same_bits(numpy.ascontiguousarray(found[name]), kept[:]), name


def test_counts_by_month_add_up_to_the_outcome() -> None:
    found = peninsula.simulate(["baseline", "tariff-war"], 700, ["icbm_tests", "summits"],
                               ["summits_by_month", "icbm_tests_by_month"], months=20)
    for name in ("icbm_tests", "summits"):
        months = found[f"{name}_by_month"]
        assert months.shape == (2, 700, 20) and months.base is found[name].base
        assert (months.sum(axis=2) == found[name]).all() and found[name].sum() > 0


def test_a_shorter_simulation_is_the_beginning_of_a_longer_one() -> None:
    short, long = (peninsula.simulate("baseline", 500, (), ["russian_aid", "crisis_rung"], months=months)
                   for months in (9, 30))
    for name in short.series:
        assert (short[name] == long[name][:, :, :9]).all()


# Points


def test_a_point_is_the_condition_with_its_settings() -> None:
    """Numbers and labels, by name and by symbol, over a parameter that the condition draws."""
    points = {
        "h_cf": [0.01, 0.07, 1 / 3],
        "us_china.initial_regime": ["tariff_war", "cooperation", "managed_rivalry"],
        "us_china.tilt": numpy.float32([-0.5, 0.25, 0.5]),
    }
    condition = peninsula.resolve(DRAWN)
    together = peninsula.simulate(condition, 300, SMALL, ["russian_aid"], seed=4, points=points)
    assert list(together.drawn) == ["russia.postwar_capacity"]
    for place in range(3):
        settings = {name: values[place] for name, values in points.items()}
        alone = peninsula.simulate(DRAWN, 300, SMALL, ["russian_aid"], seed=4, **settings)
        for name in [*SMALL, "russian_aid", "russia.postwar_capacity"]:
            assert same_bits(together[name][place], alone[name][0]), name


def test_many_points_are_a_frame_and_come_in_its_order() -> None:
    """More than are held in memory at a time."""
    hazards = numpy.linspace(0.0, 1.0, 300)
    frame = pandas.DataFrame({"h_cf": hazards, "h_rel": 0.0})
    share = peninsula.simulate("baseline", 64, ["ceasefire_reached"], points=frame)["ceasefire_reached"].mean(axis=1)
    assert share.shape == (300,) and share[0] == 0 and share[-1] == 1 and (numpy.diff(share) >= 0).all()
    alone = peninsula.simulate("baseline", 64, ["ceasefire_reached"], h_cf=hazards[200], h_rel=0.0)
    assert alone["ceasefire_reached"].mean() == share[200]


# Errors


def of_the_program(tmp_path: pathlib.Path, *arguments: object) -> str:
    with pytest.raises(peninsula.InputError) as caught:
        engine.program("run", *arguments, "-n", 10, "-o", tmp_path / "none.h5")
    return str(caught.value)


BROKEN = {
    "key": "name: broken\nsummary: A key that is misspelt.\nextends: baseline\nparamters: {h_cf: 0.1}\n",
    "value": "name: broken\nsummary: A value out of range.\nextends: baseline\nparameters:\n  h_cf: 7\n",
    "name": "name: broken\nsummary: No such parameter.\nextends: baseline\nparameters:\n  h_cff: 0.1\n",
    "yaml": "name: [broken\n",
    "bytes": "name: broken\nsummary: \x1b[31mred\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_complaints_of_a_file_are_the_programs(tmp_path, text) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text)
    with pytest.raises(peninsula.InputError) as caught:
        peninsula.simulate(path, 10)
    assert str(caught.value) == of_the_program(tmp_path, path)
    assert str(caught.value).startswith(f"{path}:")


@pytest.mark.parametrize("setting", ["h_cff=0.1", "h_cf=7", "h_cf={unifrom: [0, 1]}", "open=0.5"])
def test_complaints_of_a_setting_are_the_programs(tmp_path, setting) -> None:
    name, _, value = setting.partition("=")
    with pytest.raises(peninsula.InputError) as caught:
        peninsula.simulate("baseline", 10, **{name: yaml.safe_load(value)})
    assert str(caught.value) == of_the_program(tmp_path, "baseline", f"--set={setting}")


def test_a_condition_that_is_not_there_is_told_as_the_program_does(tmp_path) -> None:
    for name in ("base-line", "no/such.yaml"):
        with pytest.raises(peninsula.InputError) as caught:
            peninsula.simulate(name, 10)
        assert str(caught.value) == of_the_program(tmp_path, name)


SHORT = {"name": "short", "extends": "baseline", "months": 12}
SEEDED = {"name": "seeded", "extends": "baseline", "seed": 5}


REGIME = "us_china.initial_regime"


@pytest.mark.parametrize("condition, trajectories, options, words", [
    ("baseline", 0, {}, "trajectories: must be a whole number from 1 to"),
    ("baseline", 10.5, {}, "trajectories: must be a whole number from 1 to"),
    ("baseline", "many", {}, "not 'many'"),
    ("baseline", 10, {"seed": -1}, "seed: must be a whole number from 0"),
    ("baseline", 10, {"first": -1}, "first: must be a whole number from 0"),
    ("baseline", 10, {"threads": 5000}, "threads: must be a whole number from 0 to 4096"),
    ("baseline", 10, {"months": 1000}, "--months: must be a whole number from 1 to 120"),
    ("baseline", 10, {"months": 0}, "^months: must be a whole number from 1 on, not 0$"),
    ("baseline", 10, {"outcomes": ["summit_hold"]}, "no outcome 'summit_hold'; did you mean 'summit_held'"),
    ("baseline", 10, {"outcomes": "summit_held"}, r"must stand in a list: \['summit_held'\]"),
    ("baseline", 10, {"outcomes": ["ladder_top"]}, "no outcome 'ladder_top'"),
    ("baseline", 10, {"series": ["russian_aids"]}, "no series 'russian_aids'; did you mean"),
    ([], 10, {}, "an empty list"),
    (["baseline", "tribute-base-case"], 10, {}, "for one model"),
    (["baseline", SHORT], 10, {}, "'short' covers 12 and 'baseline' covers 48"),
    (["baseline", SEEDED], 10, {}, "the conditions ask for different ones"),
    (["baseline", "tariff-war"], 10, {"points": {"h_cf": [0.1]}}, "on top of one condition"),
    ("baseline", 10, {"points": {"h_cff": [0.1]}}, "no parameter 'h_cff'; did you mean 'h_cf'"),
    ("baseline", 10, {"points": {"h_cf": [0.1, 7.0]}},
     "points, row 1: ukraine_war.ceasefire_hazard is 7 but must be from 0 to 1"),
    ("baseline", 10, {"points": {"h_cf": [numpy.nan]}}, "points, row 0: "),
    ("baseline", 10, {"points": {REGIME: ["tarif_war"]}}, "is 'tarif_war' but must be one of cooperation"),
    ("baseline", 10, {"points": {REGIME: [1.5]}}, "points, row 0: .* one of cooperation"),
    ("baseline", 10, {"points": {"h_cf": ["prior"]}}, "a law stands in a condition"),
    ("baseline", 10, {"points": {"h_cf": [0.1], "h_rel": [0.1, 0.2]}}, "of the same length"),
    ("baseline", 10, {"points": {"h_cf": [[0.1]]}}, "2 dimensions, not one value a point"),
    ("baseline", 10, {"points": {}}, "a column or more"),
    ("baseline", 10, {"points": {"h_cf": [0.1], "ukraine_war.ceasefire_hazard": [0.2]}}, "set twice"),
    ("baseline", 10, {"points": {"attention.ukraine_share": [0.5, 0.8], "attention.middle_east_share": [0.1, 0.8]}},
     "points, row 1: .* may not exceed 0.9"),
])  # fmt: skip
def test_what_cannot_be_simulated_is_told(condition, trajectories, options, words) -> None:
    with pytest.raises(peninsula.InputError, match=words):
        peninsula.simulate(condition, trajectories, **options)


def test_what_is_resolved_is_not_changed() -> None:
    condition = peninsula.resolve("baseline")
    for options in ({"h_cf": 0.1}, {"months": 3}):
        with pytest.raises(peninsula.InputError, match="'baseline' is resolved already"):
            peninsula.simulate(condition, 10, **options)


def test_a_seed_that_the_condition_asks_for_is_used() -> None:
    own, told, other = (peninsula.simulate(SEEDED, 50, **options) for options in ({}, {"seed": 5}, {"seed": 6}))
    assert own.seed == 5 and same_bits(own["clashes"], told["clashes"])
    assert other.seed == 6 and not same_bits(own["clashes"], other["clashes"])
    assert peninsula.simulate("baseline", 1).seed == 20250201


def test_a_timeline_that_is_cut_off_is_told() -> None:
    late = {"name": "late", "extends": "baseline", "timeline": [{"month": "2026-06", "event": "ukraine_ceasefire"}]}
    told = "late covers 2025-02 to 2026-01, and its timeline does not come to ukraine_ceasefire in 2026-06"
    with pytest.warns(UserWarning, match=told):
        peninsula.resolve(late, months=12)


# Memory, interrupts, threads, forks


def test_memory_that_is_not_there_is_told_before_work_starts() -> None:
    with pytest.raises(MemoryError, match=r"9 numbers of each of 1 x 1,000,.* trajectories take 36,000,000\.0 GB"):
        peninsula.simulate("baseline", 1e15)


def test_a_limit_of_the_control_group_counts(tmp_path, monkeypatch) -> None:
    inner = tmp_path / "groups/slurm/job"
    inner.mkdir(parents=True)
    (tmp_path / "cgroup").write_text("0::/slurm/job\n")
    (inner / "memory.max").write_text("max\n")
    (inner.parent / "memory.max").write_text("5000\n")
    (inner.parent / "memory.current").write_text("1000\n")
    monkeypatch.setattr(memory, "GROUP", tmp_path / "cgroup")
    monkeypatch.setattr(memory, "GROUPS", tmp_path / "groups")
    assert memory.available() == 4000
    with pytest.raises(MemoryError, match=r"1,000 trajectories take 0\.0 GB"):
        peninsula.simulate("baseline", 1000)
    monkeypatch.setattr(memory, "GROUP", tmp_path / "none")
    monkeypatch.setattr(memory, "MEMORY", tmp_path / "none")
    assert memory.available() == float("inf")


def python(script: str, timeout: float | None = 120) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=timeout,
                          env=environment)


INTERRUPTED = """
import os, signal, sys, threading, time
import numpy, peninsula
signal.signal(signal.SIGINT, signal.default_int_handler)
condition = peninsula.resolve("baseline")
told = []
def interrupt():
    time.sleep(0.5)
    told.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt, daemon=True).start()
try:
    {call}
except KeyboardInterrupt:
    sys.exit(42 if time.monotonic() - told[0] < 1 else 43)
"""


@pytest.mark.parametrize("call", [
    "peninsula.simulate(condition, 1e8, ['summits'])",
    "peninsula.simulate(condition, 1000, ['summits'], points={'h_cf': numpy.linspace(0, 1, 100_000)})",
])
def test_an_interrupt_is_heard_within_a_second(call) -> None:
    """Work of minutes, interrupted after half a second."""
    done = python(INTERRUPTED.format(call=call))
    assert done.returncode == 42, done.stderr


def test_another_exception_of_a_signals_handler_comes_through() -> None:
    script = INTERRUPTED.replace("signal.default_int_handler", "lambda *_: (_ for _ in ()).throw(KeyError('mine'))")
    done = python(script.format(call="peninsula.simulate(condition, 1e8, ['summits'])"))
    assert done.returncode == 1 and "KeyError: 'mine'" in done.stderr


def test_threads_of_python_simulate_at_the_same_time(simulated) -> None:
    def one(first: int) -> numpy.ndarray:
        found = peninsula.simulate(CONDITIONS, 100, SMALL, seed=11, months=30, first=first,
                                   provocation__self_excitation="prior")
        return found["summits"]

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        pieces = list(pool.map(one, range(0, 4000, 100)))
    assert same_bits(numpy.concatenate(pieces, axis=1), numpy.ascontiguousarray(simulated["summits"][:, :4000]))


def test_other_threads_run_while_one_simulates() -> None:
    """The interpreter's lock is free: who sleeps meanwhile wakes up before the simulation is done."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        running = pool.submit(peninsula.simulate, "baseline", 1e6, ["summits"], threads=1)
        for _ in range(2):  # whoever waits for the lock has it as soon as the simulation ends; the other comes next
            time.sleep(0.2)
        assert peninsula.simulate("baseline", 10, ["summits"])["summits"].shape == (1, 10)
        assert not running.done()


def summits(first: int) -> bytes:
    return peninsula.simulate("baseline", 1000, ["summits"], first=first, threads=2)["summits"].tobytes()


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_simulate_after_their_parent_has(method) -> None:
    mine = [summits(first) for first in (0, 1000)]
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map_async(summits, (0, 1000)).get(timeout=60) == mine


LEAK = """
import resource, sys
import peninsula
condition = peninsula.resolve("baseline")
def call(times):
    for _ in range(times):
        peninsula.simulate(condition, 20, ["summits"], ["russian_aid"], months=None, threads=2)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
call(2000)
before = call(1)
print(call({times}) - before)
"""


def test_calls_leave_nothing_behind() -> None:
    """The highest memory so far does not grow by a page a call; PENINSULA_CALLS=1000000 asks for a million of them."""
    times = int(os.environ.get("PENINSULA_CALLS", "4000"))
    done = python(LEAK.format(times=times), timeout=None)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) <= 1024, "KiB more"


def test_importing_the_package_loads_nothing_heavy() -> None:
    done = python(
        "import sys, peninsula\nprint(sorted({'numpy', 'pandas', 'xarray', 'scipy', 'yaml'} & set(sys.modules)))"
    )
    assert done.stdout.strip() == "[]", done.stderr
    done = python(
        "import sys, peninsula; peninsula.simulate('baseline', 10)\n"
        "print(sorted({'pandas', 'xarray', 'scipy', 'h5py', 'netCDF4'} & set(sys.modules)))"
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_a_module_that_is_not_there_is_told(tmp_path, root) -> None:
    """A package without a tree around it, as a copy of its sources is."""
    package = tmp_path / "peninsula"
    package.symlink_to(root / "scripts/peninsula")
    script = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\nimport peninsula\n"
    script += "peninsula.places.folders_of_module = lambda: []\ntry: peninsula.simulate\n"
    script += "except peninsula.RunError as error: print(error)"
    done = python(script.replace("import peninsula\n", "import peninsula, peninsula.places\n"))
    assert done.stdout.startswith("there is no module peninsula._engine for this Python, 3."), done.stderr



def test_declarations_of_no_model_are_refused() -> None:
    with pytest.raises(peninsula.InputError, match="there is no model 'tribut'; did you mean 'tribute'"):
        module.declared("tribut")
