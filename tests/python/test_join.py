# SPDX-License-Identifier: Apache-2.0
"""Several files as one: the same counts as of one run, and a refusal wherever they would mean something else."""

import pathlib
import re
import shutil
from collections.abc import Callable

import h5py
import pytest

import peninsula
from peninsula import engine, results

Make = Callable[..., str]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Runs the program with these arguments, and returns the path of the result, in a folder of its own."""
    folder = tmp_path_factory.mktemp("join")

    def made(name: str, *arguments: object, command: str = "run") -> str:
        path = folder / f"{name}.h5"
        if not path.exists():
            size = [] if "-n" in arguments else ["-n", 64]
            engine.program(command, *arguments, *size, "-o", path, "--quiet")
        return str(path)

    return made


@pytest.fixture(scope="session")
def a(make) -> str:
    return make("a", "baseline", "tariff-war", "--records", "all")


@pytest.fixture(scope="session")
def b(make) -> str:
    return make("b", "baseline", "early-ceasefire", "--records", "all")


@pytest.fixture(scope="session")
def whole(make) -> str:
    """What one run makes of all three conditions."""
    return make("whole", "baseline", "tariff-war", "early-ceasefire", "--records", "all")


@pytest.fixture
def written(tmp_path: pathlib.Path) -> Callable[[str], str]:
    """A baseline of one's own: the name and summary of the one that comes with the program, and these lines."""

    def write(lines: str) -> str:
        path = tmp_path / "other.yaml"
        path.write_text(f"name: baseline\nsummary: Another.\nextends: baseline\n{lines}\n", encoding="utf-8")
        return str(path)

    return write


def refused(*paths: str) -> str:
    """The message, with files by name."""
    with pytest.raises(peninsula.InputError) as caught:
        peninsula.join(paths)
    return re.sub(r"/\S+/(\w+\.h5)", r"\1", str(caught.value))


def test_the_join_of_two_files_is_the_file_of_one_run(a, b, whole) -> None:
    joined = peninsula.join([a, b])
    with peninsula.open_results(whole) as one:
        assert set(joined.variables) == set(one.variables)
        different = [
            name
            for name, variable in one.variables.items()
            if not variable.equals(joined[name].variable)
            or (variable.dims, variable.dtype) != (joined[name].dims, joined[name].dtype)
        ]
        assert different == [] and len(one.variables) > 500
        assert {name for name in {**one.attrs, **joined.attrs} if one.attrs.get(name) != joined.attrs.get(name)} == {
            "path",
            "paths",
        }
        assert joined.attrs["paths"] == [a, b]
        for outcome in ("summit_held", "deal", "strategic_tests", "first_deal"):
            assert joined.peninsula.difference(outcome).equals(one.peninsula.difference(outcome))
            assert joined.peninsula.estimate(outcome).equals(one.peninsula.estimate(outcome))
        assert joined.peninsula.conditions.equals(one.peninsula.conditions)
        assert joined.peninsula.parameter_values.equals(one.peninsula.parameter_values)


def test_records_come_from_the_file_of_the_condition(a, b, whole) -> None:
    joined = peninsula.join([a, b])
    with peninsula.open_results(whole) as one:
        for condition in ("baseline", "tariff-war", "early-ceasefire"):
            assert joined.peninsula.records(condition).equals(one.peninsula.records(condition))
        here, there = (peninsula.compare(each, against="tariff-war") for each in (joined, one))
        assert here.equals(there) and here.attrs["paired_by"] == "records"
        with pytest.raises(peninsula.InputError, match="no condition 'nothing'"):
            joined.peninsula.records("nothing")


def test_without_records_of_all_there_are_no_pairs_but_with_the_reference(a, make) -> None:
    joined = peninsula.join([a, make("bare", "baseline", "early-ceasefire")])
    with pytest.raises(peninsula.ResultError, match=r"bare\.h5: has no group 'records'"):
        joined.peninsula.records("early-ceasefire")
    with pytest.raises(peninsula.InputError, match=r"pairs with 'baseline' only.*'tariff-war'.*kept records"):
        peninsula.compare(joined, against="tariff-war")
    assert len(peninsula.compare(joined, outcomes=["summit_held"])) == 2


def test_trajectories_are_replayed_and_the_provenance_is_of_all_files(a, b) -> None:
    joined = peninsula.join([a, b])
    told = peninsula.replay(joined, "early-ceasefire", 5)
    assert told.outcomes["events"] == joined.peninsula.records("early-ceasefire").events[5]
    commands = joined.peninsula.provenance["command_line"].splitlines()
    assert [a in commands[0], b in commands[1], len(commands)] == [True, True, 2]
    assert "\n" not in joined.peninsula.provenance["commit"]


def test_a_condition_of_several_files_is_kept_once(a, b, whole, make) -> None:
    alone = make("alone", "baseline")
    with peninsula.open_results(whole) as one:
        differences = one.peninsula.difference("summit_held").estimate.to_series()
    assert (differences[["tariff-war", "early-ceasefire"]] != 0).all()
    for paths, names in (
        ([a, a], ["baseline", "tariff-war"]),
        ([alone, b], ["baseline", "early-ceasefire"]),
        ([b, alone, a], ["baseline", "early-ceasefire", "tariff-war"]),
        ([a, whole], ["baseline", "tariff-war", "early-ceasefire"]),
        ([alone, make("twice", "baseline", "--records", 5)], ["baseline"]),
    ):
        joined = peninsula.join(paths)
        assert [str(name) for name in joined.condition.values] == names
        found = joined.peninsula.difference("summit_held").estimate
        assert [float(each) for each in found] == [differences[name] for name in names]


def test_one_path_is_opened_as_it_is(a) -> None:
    for paths in (a, [a], pathlib.Path(a), [a, pathlib.Path(a)]):
        with peninsula.join(paths) as joined:
            assert joined.attrs["path"] == a and "paths" not in joined.attrs
    with pytest.raises(peninsula.InputError, match="no result file is named"):
        peninsula.join([])


@pytest.mark.parametrize(
    "name, options, message",
    [
        ("seed", ["--seed", 7], "has seed 7, and a.h5 has 20250201: "),
        ("months", ["--months", 24], "has 24 months, and a.h5 has 48: "),
        ("size", ["-n", 32], "has 32 trajectories of each condition, and a.h5 has 64: "),
        ("states", ["--per-state", 8], "has 8 trajectories in each state of the world, and a.h5 has 1: "),
        ("reference", ["--reference", "early-ceasefire"], "has the reference condition 'early-ceasefire', and a.h5 "),
        ("outcomes", ["--outcomes", "summit_held,deal"], "lacks summits, first_summit, failed_summits and "),
        ("series", ["--series", "none"], "lacks provocation_tier, "),
        ("until", ["--until", "summit_held ± 0.5"], "has until_half_width 0.5, and a.h5 has none: "),
    ],
)
def test_what_differs_is_told_with_the_file(a, make, name, options, message) -> None:
    told = refused(a, make(name, "baseline", "early-ceasefire", *options))
    assert told.startswith(f"{name}.h5: {message}"), told


def test_another_model_sweeps_and_forks_are_refused(a, make) -> None:
    other = make("tribute", "tribute-hundred-years")
    assert refused(a, other).startswith("tribute.h5: has the model 'tribute', and a.h5 has peninsula: ")
    sweep = make("points", "ceasefire-and-capacity", "-n", 2, command="sweep")
    assert refused(sweep, a).startswith("points.h5: is of a sweep")
    fork = ["baseline", "--at", "2026-04", "--into", "baseline", "aid_stops"]
    future = make("future", *fork, command="fork")
    assert refused(a, future).startswith("future.h5: has the common past 'baseline', and a.h5 has none: ")
    picked = make("picked", *fork, "--where", "summit_held == 0", command="fork")
    assert refused(picked, picked, future).startswith("picked.h5: counts only trajectories in which summit_held")
    with pytest.raises(peninsula.ResultError, match="there is no such file"):
        peninsula.join([a, a.replace("a.h5", "nothing.h5")])


def test_futures_of_one_fork_are_joined(make) -> None:
    fork = ["baseline", "--at", "2026-04", "--into", "baseline"]
    both = [make(f"to-{name}", *fork, name, command="fork") for name in ("aid_stops", "small-deal-washington")]
    joined = peninsula.join(both)
    assert [str(name) for name in joined.condition.values] == ["baseline", "aid-stops", "small-deal-washington"]


@pytest.mark.parametrize(
    "lines, message",
    [
        ("parameters: {russia.postwar_capacity: 0.5}", "russia.postwar_capacity is 0.5, not 0.8): "),
        ("timeline: [{month: 2025-06, event: ukraine_ceasefire}]", "its timeline): "),
        ("start: 2025-03", "start is 2025-03, not 2025-02): "),
    ],
    ids=["parameter", "timeline", "start"],
)
def test_the_reference_must_be_the_same_and_not_only_its_name(a, make, written, request, lines, message) -> None:
    other = make(f"other-{request.node.callspec.id}", written(lines), "early-ceasefire")
    told = refused(a, other)
    assert f": the reference condition 'baseline' is not that of a.h5 ({message}" in told, told


def test_two_conditions_of_one_name_are_refused(a, make, written, tmp_path) -> None:
    other = pathlib.Path(written("parameters: {russia.postwar_capacity: 0.5}"))
    other.write_text(other.read_text(encoding="utf-8").replace("name: baseline", "name: tariff-war"), encoding="utf-8")
    told = refused(a, make("namesake", "baseline", other))
    assert told.startswith("namesake.h5: 'tariff-war' is not that of a.h5 (us_china.tilt is 0, not 0.6;"), told


def test_a_condition_with_another_summary_is_the_same(a, make, written) -> None:
    joined = peninsula.join([a, make("told-otherwise", written(""), "early-ceasefire")])
    assert joined.sizes["condition"] == 3


def changed(path: str, folder: pathlib.Path, change: Callable[[h5py.File], None]) -> str:
    copy = folder / "changed.h5"
    shutil.copy(path, copy)
    with h5py.File(copy, "r+") as file:
        change(file)
    return str(copy)


@pytest.mark.filterwarnings("ignore:.*carries no seal")
def test_another_version_and_other_counts_of_one_condition_are_refused(a, b, tmp_path, monkeypatch) -> None:
    def of_another_commit(file: h5py.File) -> None:
        file["provenance"].attrs["commit"] = "0123456"

    told = refused(a, changed(b, tmp_path, of_another_commit))
    assert re.match(r"changed\.h5: has version 0\.1\.0\+0123456, and a\.h5 has 0\.1\.0\+\w+", told), told

    def with_one_deal_more(file: h5py.File) -> None:
        file["deal_reached"][0] += 1

    monkeypatch.setattr(results.invariants, "contradiction_in", lambda _: None)
    told = refused(a, changed(b, tmp_path, with_one_deal_more))
    assert "has other counts of the reference condition 'baseline' than a.h5, in deal_reached" in told

    def with_another_law(file: h5py.File) -> None:
        file["parameter_default"][0] += 1

    told = refused(a, changed(b, tmp_path, with_another_law))
    assert told.startswith("changed.h5: has another parameter_default than a.h5: ")
