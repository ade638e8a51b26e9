"""The same trajectories, whatever the threads, the number asked for, the records, or who asks."""

import json
import math
import pathlib
import subprocess

import h5py
import numpy
import pytest

from results import differing, text

BASE = ["configs/baseline.yaml", "configs/tariff_war.yaml"]


@pytest.fixture(scope="module")
def one_thread(peninsula, tmp_path_factory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("one") / "one.h5"
    peninsula("run", *BASE, "-n", "100000", "-o", path, "--threads", 1, "--quiet")
    return path


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_change_nothing(peninsula, one_thread, tmp_path, threads) -> None:
    peninsula("run", *BASE, "-n", "1e5", "-o", tmp_path / "two.h5", "--threads", threads, "--quiet")
    assert differing(one_thread, tmp_path / "two.h5") == []


def test_h5diff_finds_no_difference_either(peninsula, one_thread, tmp_path) -> None:
    peninsula("run", *BASE, "-n", "1e5", "-o", tmp_path / "two.h5", "--threads", 2, "--quiet")
    command = ["h5diff", "-c", "--exclude-path", "/provenance", one_thread, tmp_path / "two.h5"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_prefix_of_a_longer_run_is_the_shorter_run(peninsula, tmp_path) -> None:
    """Rows 0 ... n - 1 of the records of 2 n trajectories are those of n."""
    for count in (20_000, 40_000):
        peninsula("run", *BASE, "-n", count, "-o", tmp_path / f"{count}.h5", "--records", 20_000, "--quiet")
    short, long = h5py.File(tmp_path / "20000.h5"), h5py.File(tmp_path / "40000.h5")
    for name, dataset in short["records"].items():
        if name in ("condition", "trajectory"):
            continue
        assert dataset[()].tobytes() == long["records"][name][()].tobytes(), name


def test_a_hundred_thousand_are_a_prefix_of_two_hundred_thousand(peninsula, one_thread, tmp_path) -> None:
    """Counts of the first half of 2e5 trajectories, from their records, are the counts of 1e5."""
    path = tmp_path / "long.h5"
    peninsula("run", *BASE, "-n", "2e5", "-o", path, "--records", 100_000, "--quiet")
    long, short = h5py.File(path), h5py.File(one_thread)
    for name in ("summit_held", "deal_reached", "nuclear_test_held", "alliance_reassessed", "bypass"):
        rows = long["records"][name][()]
        assert (rows == 1).sum(axis=1).tolist() == short[name][()].tolist(), name
    for name in ("icbm_tests", "clashes"):
        rows = long["records"][name][()]
        assert rows.astype(int).sum(axis=1).tolist() == short[f"{name}_sum"][()].tolist(), name


def test_another_seed_gives_other_counts(peninsula, one_thread, tmp_path) -> None:
    peninsula("run", *BASE, "-n", "1e5", "-o", tmp_path / "other.h5", "--seed", 7, "--quiet")
    changed = differing(one_thread, tmp_path / "other.h5")
    assert "summit_held" in changed and "icbm_tests" in changed and "russian_aid" in changed


@pytest.mark.parametrize("instruction_set", ["x86-64-v2", "x86-64-v3"])
def test_instruction_sets_change_nothing(peninsula, one_thread, tmp_path, monkeypatch, instruction_set) -> None:
    monkeypatch.setenv("PENINSULA_INSTRUCTION_SET", instruction_set)
    peninsula("run", *BASE, "-n", "1e5", "-o", tmp_path / "other.h5", "--quiet")
    assert differing(one_thread, tmp_path / "other.h5") == []


def test_an_unknown_instruction_set_is_refused(peninsula, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PENINSULA_INSTRUCTION_SET", "x86-64-v33")
    done = peninsula("run", *BASE, "-o", tmp_path / "x.h5", status=2)
    assert "did you mean 'x86-64-v3'" in done.stderr


def test_keeping_records_changes_no_count(peninsula, one_thread, tmp_path) -> None:
    peninsula("run", *BASE, "-n", "1e5", "-o", tmp_path / "kept.h5", "--records", 1000, "--quiet")
    added = differing(one_thread, tmp_path / "kept.h5")
    assert added and all(name.startswith("records") for name in added)


def test_a_condition_alone_equals_itself_among_others(peninsula, one_thread, tmp_path) -> None:
    peninsula("run", BASE[1], "-n", "1e5", "-o", tmp_path / "alone.h5", "--quiet")
    alone, both = h5py.File(tmp_path / "alone.h5"), h5py.File(one_thread)
    for name in ("summit_held", "icbm_tests", "extended_deterrence", "russian_aid"):
        assert (alone[name][0] == both[name][1]).all(), name


@pytest.mark.parametrize("trajectory", [0, 15, 16, 4711, 5999])
def test_a_trace_is_its_row_of_the_records(peninsula, with_records, trajectory) -> None:
    done = peninsula("trace", "configs/baseline.yaml", "--trajectory", trajectory, "--format", "json")
    outcomes = json.loads(done.stdout)["outcomes"]
    file = h5py.File(with_records)
    row = [text(name) for name in file["condition"]].index("baseline")
    assert len(outcomes) == sum(name not in ("condition", "trajectory") for name in file["records"])
    for name, told in outcomes.items():
        kept = float(file["records"][name][row, trajectory])
        if told is None:
            assert math.isnan(kept), name
        else:
            assert numpy.float32(told) == numpy.float32(kept), name  # the same bits, told in decimals


def test_a_trace_tells_the_utilities_behind_each_choice(peninsula) -> None:
    done = peninsula("trace", "configs/baseline.yaml", "--trajectory", 4711, "--format", "json")
    story = json.loads(done.stdout)
    assert len(story["months"]) == 48 and story["months"][0]["month"] == "2025-02"
    for month in story["months"]:
        assert {decision["agent"] for decision in month["decisions"]} == {
            "Russia", "China", "United States", "South Korea", "North Korea"}
        for decision in month["decisions"]:
            allowed = [option for option in decision["options"] if option["probability"] > 0]
            assert sum(option["probability"] for option in allowed) == pytest.approx(1, abs=1e-5)
            assert decision["chosen"] in [option["option"] for option in allowed]
            best = max(allowed, key=lambda option: option["utility"])
            assert best["probability"] == max(option["probability"] for option in allowed)


@pytest.mark.parametrize("form", ["text", "csv"])
def test_a_trace_reads_in_every_form(peninsula, form) -> None:
    done = peninsula("trace", "configs/early_ceasefire.yaml", "--trajectory", 3, "--format", form)
    assert "ceasefire" in done.stdout and "2025-02" in done.stdout
