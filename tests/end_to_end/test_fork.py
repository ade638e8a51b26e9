# SPDX-License-Identifier: Apache-2.0
"""Futures of one past: the past is the same bit for bit, and only what is asked for is counted."""

import json
import pathlib

import h5py
import numpy
import pytest

from results import differing, text

AT = "2026-06"
BEFORE = 16  # months from 2025-02
FUTURE = """\
name: {name}
summary: A future.
extends: {root}/configs/baseline.yaml
{rest}
"""
MINIMAL = (
    "timeline: [{from: 2025-02, decide: {russia.aid: minimal}}, "
    "{when: nuclear_test, for: 3, decide: {china.posture: press}}]"
)
POORER = "parameters: {russia.postwar_capacity: 0.5, us_china.tilt: 1}"


@pytest.fixture(scope="module")
def futures(root, tmp_path_factory) -> list[pathlib.Path]:
    folder = tmp_path_factory.mktemp("futures")
    for name, rest in (("minimal-aid", MINIMAL), ("poorer", POORER)):
        (folder / f"{name}.yaml").write_text(FUTURE.format(name=name, root=root, rest=rest))
    return [folder / "minimal-aid.yaml", folder / "poorer.yaml"]


def records(path: pathlib.Path, name: str, condition: str) -> numpy.ndarray:
    with h5py.File(path) as file:
        return file["records"][name][[text(one) for one in file["condition"]].index(condition)]


@pytest.fixture(scope="module")
def forks(peninsula, futures, tmp_path_factory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("forks") / "forks.h5"
    peninsula("fork", "baseline", "--at", AT, "--into", "baseline", *futures, "-n", 2000, "--records", "all",
              "--records-series", "russian_aid,us_stance,icbm_tests_by_month", "--quiet", "-o", path)
    return path


def test_until_the_month_before_the_past_is_the_same_and_then_it_is_not(peninsula, futures, forks, tmp_path) -> None:
    alone = tmp_path / "alone.h5"
    peninsula("run", "baseline", *futures, "-n", 2000, "--records", "all", "--records-series",
              "russian_aid,us_stance,icbm_tests_by_month", "--quiet", "-o", alone)
    for name in ("russian_aid", "us_stance", "icbm_tests_by_month"):
        past = records(alone, name, "baseline")
        assert numpy.array_equal(records(forks, name, "baseline"), past)
        for future in ("minimal-aid", "poorer"):
            here = records(forks, name, future)
            assert numpy.array_equal(here[:, :BEFORE], past[:, :BEFORE]), (name, future)
            assert not numpy.array_equal(here[:, BEFORE:], past[:, BEFORE:]), (name, future)
            assert not numpy.array_equal(here, records(alone, name, future)), (name, future)


def test_the_file_says_what_it_is_and_compares_its_futures(peninsula, forks) -> None:
    with h5py.File(forks) as file:
        assert (text(file.attrs["fork_of"]), text(file.attrs["fork_at"])) == ("baseline", AT)
    assert f"Futures of 'baseline' from {AT} on" in peninsula("show", forks).stdout
    rows = json.loads(peninsula("compare", forks, "--outcome", "russian_aid_mean", "--json").stdout)["rows"]
    assert [row["condition"] for row in rows] == ["minimal-aid", "poorer"]
    assert rows[0]["difference"] < -0.1 and rows[0]["high"] < 0


def test_only_trajectories_whose_past_is_so_are_counted(peninsula, futures, forks, tmp_path) -> None:
    """The counts are those of the records of these trajectories, and of no other."""
    where, past = tmp_path / "where.h5", tmp_path / "past.h5"
    asked = "deal_reached == 0 and strategic_tests >= 2"
    peninsula("fork", "baseline", "--at", AT, "--into", *futures, "--where", asked, "-n", 2000, "--quiet", "-o", where)
    peninsula("run", "baseline", "-n", 2000, "--months", BEFORE, "--records", "all", "--quiet", "-o", past)
    kept = (records(past, "deal_reached", "baseline") == 0) & (records(past, "strategic_tests", "baseline") >= 2)
    assert 100 < kept.sum() < 1900
    with h5py.File(where) as file:
        assert file["trajectories"][()].tolist() == [kept.sum()] * 2
        assert int(file.attrs["fork_considered"]) == 2000 and text(file.attrs["fork_where"]) == asked
        outcomes = list(file["outcome"].asstr())
        for place, future in enumerate(("minimal-aid", "poorer")):
            for name in ("summit_held", "nuclear_test_held", "deal_reached"):
                assert file[name][place] == (records(forks, name, future)[kept] == 1).sum(), (name, future)
            tests = records(forks, "strategic_tests", future)[kept].sum()
            assert file["outcome_sum"][place, outcomes.index("strategic_tests")] == tests
        series = list(file["series_name"].asstr()).index("icbm_tests_by_month")
        launches = records(forks, "icbm_tests_by_month", "poorer")[kept].sum(axis=0)
        assert file["series_sum"][1, series].tolist() == launches.tolist()
    told = peninsula("show", where).stdout
    assert f"Only those in which, by then, {asked}: {kept.sum()} of 2000 trajectories" in told
    assert "its bytes are those that were written" in peninsula("check", where).stdout


def test_threads_and_instruction_sets_give_the_same_futures(peninsula, futures, tmp_path) -> None:
    paths = []
    for place, (threads, instructions) in enumerate([("1", "x86-64-v2"), ("2", "x86-64-v3"), ("3", "x86-64-v2")]):
        paths.append(tmp_path / f"{place}.h5")
        environment = {"PENINSULA_INSTRUCTION_SET": instructions, "PATH": "/usr/bin"}
        peninsula("fork", "baseline", "--at", AT, "--into", *futures, "--where", "summit_held == 0", "-n", 3000,
                  "--threads", threads, "--quiet", "-o", paths[-1], env=environment)
    assert differing(paths[0], paths[1]) == [] and differing(paths[0], paths[2]) == []


def test_a_trace_tells_both_futures_from_the_month_in_which_they_part(peninsula, futures) -> None:
    arguments = ("trace", "baseline", "--trajectory", 5, "--at", AT, "--fork", futures[0])
    told = json.loads(peninsula(*arguments, "--format", "json").stdout)
    alone = json.loads(peninsula("trace", "baseline", "--trajectory", 5, "--format", "json").stdout)
    parts = told["fork"]["parts"]
    assert told["months"] == alone["months"] and parts >= AT
    assert told["fork"]["months"][0]["month"] == parts
    text_of_both = peninsula(*arguments).stdout
    assert f"{parts}: here they part" in text_of_both and "A statement of the model" in text_of_both
    for month in told["fork"]["months"]:
        (aid,) = (one for one in month["decisions"] if one["decision"] == "aid to Pyongyang")
        assert aid["chosen"] == "minimal" and [one["probability"] for one in aid["options"]] == [1, 0, 0]


BROKEN = [
    (("--at", "2025-02"), "--at: 2025-02 is no later month of 'baseline', which covers 2025-02 to 2029-01"),
    (("--at", "2031-02"), "--at: 2031-02 is no later month of 'baseline'"),
    (("--at", "soon"), "--at: must be a month such as 2025-02, not 'soon'"),
    (("--at", AT, "--where", "deal_reachd == 0"),
     "--where: there is no outcome 'deal_reachd'; did you mean 'deal_reached'"),
    (("--at", AT, "--where", "strategic_tests"), "--where: strategic_tests needs a comparison"),
    (("--at", AT, "--where", "strategic_tests >= many"),
     "--where: strategic_tests is compared with 'many', which is no number"),
    (("--at", AT, "--where", "strategic_tests >= 900"), "--where: in none of 100 trajectories is"),
    (("--at", AT, "--where", "summit_held", "--records", "all"),
     "--records: there are none of trajectories chosen by --where"),
    (("--at", AT, "--where", "summit_held", "--until", "summit_held ± 0.1"),
     "--until: does not go with --where"),
]


@pytest.mark.parametrize("arguments, message", BROKEN)
def test_what_cannot_be_forked_is_refused(peninsula, futures, tmp_path, arguments, message) -> None:
    done = peninsula("fork", "baseline", *arguments, "--into", futures[1], "-n", 100, "-o", tmp_path / "x.h5", status=2)
    assert message in done.stderr and done.stderr.count("\n") == 1 and not (tmp_path / "x.h5").exists()


@pytest.mark.parametrize("rest, message", [
    ("parameters: {belief.prior_on_moscow: 0.7}", "has another belief.prior_on_moscow than 'baseline'"),
    ("parameters: {schedule.order: simultaneous}", "has another schedule.order than 'baseline'"),
    ("parameters: {us_china.tilt: prior}", "draws us_china.tilt anew, which 'baseline' does not"),
    ("months: 36", "covers other months than 'baseline'"),
])
def test_futures_that_would_need_another_past_are_refused(peninsula, root, tmp_path, rest, message) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(FUTURE.format(name="other", root=root, rest=rest))
    done = peninsula("fork", "baseline", "--at", AT, "--into", path, "-n", 100, "-o", tmp_path / "x.h5", status=2)
    assert message in done.stderr and str(path) in done.stderr
