# SPDX-License-Identifier: Apache-2.0
"""Timelines that decide: what the whole program makes of them. The words themselves: tests/agents/timeline_test.cpp."""

import csv
import json

import h5py
import pytest

from results import differing, text

CONDITION = "tests/end_to_end/interventions.yaml"
SWEEP = """\
name: two-shards
summary: Interventions under other assumptions.
condition: {condition}
design: grid
trajectories: 500
axes:
  - {{parameter: provocation.attention_motive, values: [0, 0.9, 1.8]}}
  - {{name: relations, conditions: [{configs}/baseline.yaml, {configs}/tariff_war.yaml]}}
"""


def test_an_empty_timeline_gives_the_same_file(peninsula, root, tmp_path) -> None:
    head = f"name: nothing\nsummary: Nothing.\nextends: {root}/configs/baseline.yaml\n"
    for name, timeline in (("none", ""), ("empty", "timeline: []\n")):
        (tmp_path / f"{name}.yaml").write_text(head + timeline)
        peninsula("run", tmp_path / f"{name}.yaml", "-n", 1000, "--quiet", "-o", tmp_path / f"{name}.h5")
    assert differing(tmp_path / "none.h5", tmp_path / "empty.h5") == []


def test_what_the_file_holds_reads_back_as_the_same_condition(peninsula, tmp_path) -> None:
    peninsula("run", CONDITION, "-n", 1000, "--quiet", "-o", tmp_path / "a.h5")
    with h5py.File(tmp_path / "a.h5") as file:
        (tmp_path / "again.yaml").write_text(text(file["resolved_condition"][0]))
    peninsula("run", tmp_path / "again.yaml", "-n", 1000, "--quiet", "-o", tmp_path / "b.h5")
    with h5py.File(tmp_path / "a.h5") as one, h5py.File(tmp_path / "b.h5") as other:
        written = [text(file["resolved_condition"][0]).splitlines() for file in (one, other)]
    assert written[0][0] == "# extended baseline" and written[0][1:] == written[1]
    assert differing(tmp_path / "a.h5", tmp_path / "b.h5") == ["resolved_condition"]


def test_shards_of_a_sweep_with_interventions_are_the_whole(peninsula, root, tmp_path) -> None:
    sweep = tmp_path / "sweep.yaml"
    sweep.write_text(SWEEP.format(condition=root / CONDITION, configs=root / "configs"))
    peninsula("sweep", sweep, "--task-size", 700, "--quiet", "-o", tmp_path / "whole.h5")
    for shard in ("1/2", "2/2"):
        peninsula("sweep", sweep, "--shard", shard, "--task-size", 700, "--quiet", "-o", tmp_path / "parts.h5")
    peninsula("merge", tmp_path / "parts.h5.parts", "-o", tmp_path / "merged.h5")
    assert differing(tmp_path / "whole.h5", tmp_path / "merged.h5") == []


def test_a_trace_tells_what_is_left(peninsula) -> None:
    told = json.loads(peninsula("trace", CONDITION, "--trajectory", 7, "--format", "json").stdout)
    (month,) = (one for one in told["months"] if one["month"] == "2026-05")
    (tier,) = (one for one in month["decisions"] if one["decision"] == "provocation")
    assert tier["chosen"] == "nuclear test" and [one["probability"] for one in tier["options"]] == [0, 0, 0, 0, 1, 0]
    assert "nuclear test 100 % (utility" in peninsula("trace", CONDITION, "--trajectory", 7).stdout
    assert "all that is left" in peninsula("trace", CONDITION, "--trajectory", 7).stdout


def test_the_planners_question_is_one_file_of_fifteen_lines(peninsula, root) -> None:
    question = root / "configs/spring_2026.yaml"
    assert len(question.read_text().splitlines()) <= 15
    for trajectory in range(0, 100, 10):
        told = json.loads(peninsula("trace", question, "--trajectory", trajectory, "--format", "json").stdout)
        for month in told["months"]:
            if month["month"] >= "2026-04":
                assert month["state"]["us_stance"] == "small_deal" and month["state"]["ukraine_war"] != "war"


@pytest.mark.parametrize("months", [12, 15])
def test_what_lies_outside_a_shorter_run_is_told(peninsula, tmp_path, months) -> None:
    done = peninsula("run", CONDITION, "-n", 100, "--months", months, "-o", tmp_path / "x.h5")
    assert "its timeline does not come to" in done.stderr and "north_korea.provocation: nuclear_test" in done.stderr
    assert "us_china_tariff_war in 2025-06" not in done.stderr


def test_a_sweep_whose_conditions_cannot_hold_together_is_refused(peninsula, root, tmp_path) -> None:
    for name, aid in (("one", "minimal"), ("two", "surged")):
        (tmp_path / f"{name}.yaml").write_text(
            f"name: {name}\nsummary: One.\nextends: {root}/configs/baseline.yaml\n"
            f"timeline: [{{from: 2026-01, decide: {{russia.aid: {aid}}}}}]\n")
    (tmp_path / "s.yaml").write_text(
        f"name: s\nsummary: s.\ncondition: {root}/configs/baseline.yaml\ndesign: grid\ntrajectories: 10\naxes:\n"
        "  - {name: a, conditions: [one.yaml]}\n  - {name: b, conditions: [two.yaml]}\n")
    done = peninsula("sweep", tmp_path / "s.yaml", "-o", tmp_path / "x.h5", status=2)
    assert "'two' and 'one' both say something of russia.aid: they cannot hold together" in done.stderr


def test_what_has_happened_is_taken_up_to_its_last_month(peninsula, root, tmp_path) -> None:
    """The record's launches and tests in every trajectory; then the model is free."""
    series = ["short_range_launches_by_month", "icbm_tests_by_month", "nuclear_tests_by_month", "provocation_tier"]
    peninsula("run", root / "configs/history/record_to_2024.yaml", "-n", 64, "--records", "all", "--records-series",
              ",".join(series), "--quiet", "-o", tmp_path / "a.h5")
    lines = (root / "configs/history/record/given.csv").read_text().splitlines()
    rows = {row["month"]: row for row in csv.DictReader(line for line in lines if not line.startswith("#"))}
    columns = ["short_range_launches", "intercontinental_launches", "nuclear_tests"]
    with h5py.File(tmp_path / "a.h5") as file:
        for name, column in zip(series, columns, strict=False):
            there = file["records"][name][0]
            for month in range(60):
                row = rows[f"{2020 + month // 12}-{month % 12 + 1:02}"]
                assert set(there[:, month]) == {int(row[column])}, (name, month)
        tiers = file["records"]["provocation_tier"][0]
        assert all(len(set(tiers[:, month])) == 1 for month in range(60))
        assert all(len(set(tiers[:, month])) > 1 for month in range(60, 96))


def test_the_template_of_a_record_is_taken(peninsula, root, tmp_path) -> None:
    (tmp_path / "so_far.yaml").write_text(
        f"name: so-far\nsummary: So far.\nextends: {root}/configs/baseline.yaml\n"
        f"timeline: [{{given: {root}/configs/history/record/template.csv}}]\n")
    told = json.loads(peninsula("trace", tmp_path / "so_far.yaml", "--trajectory", 3, "--format", "json").stdout)
    first, second = told["months"][:2]
    assert first["state"]["provocation_tier"] == "none" and second["state"]["short_range_launches_by_month"] == 2
    (aid,) = (one for one in first["decisions"] if one["decision"] == "aid to Pyongyang")
    assert aid["chosen"] == "surged" and [one["probability"] for one in aid["options"]] == [0, 0, 1]


@pytest.mark.parametrize("text, message", [
    ("when,nuclear_tests\n2026-01,1\n", ":1:1: the first column of a record is called month"),
    ("month,nuclear_test\n2026-01,1\n",
     ":2:2: there is no process, decision or chance 'nuclear_test'; did you mean 'nuclear_tests'"),
    ("month,nuclear_tests\nJanuary,1\n",
     ":2:1: 'January' is no month such as 2025-02"),
    ("month,nuclear_tests\n2026-01,1,2\n",
     ":2:1: has 3 cells, but the record has 2 columns"),
    ("month,nuclear_tests\n2026-01,2\n",
     ":2:2: nuclear_tests must be a whole number from 0 to 1, not '2'"),
    ("month,ukraine_war\n2026-01,ceasfire\n",
     ":2:2: ukraine_war must be one of war, ceasefire, settlement, not 'ceasfire'; did you mean 'ceasefire'?"),
    ("month,russia.aid\n2026-01,surge\n",
     ":2:2: russia.aid must be one of minimal, maintained, surged, not 'surge'; did you mean 'surged'?"),
    ("month,north_korea.acceptance\n2026-01,maybe\n",
     ":2:2: north_korea.acceptance must be one of no, yes, not 'maybe'"),
    ("month,nuclear_tests\n2020-01,1\n",
     "has no month of the condition's"),
])
def test_a_broken_record_is_refused_with_its_place(peninsula, root, tmp_path, text, message) -> None:
    (tmp_path / "given.csv").write_text(text)
    (tmp_path / "a.yaml").write_text(
        f"name: a\nsummary: a\nextends: {root}/configs/baseline.yaml\ntimeline: [{{given: given.csv}}]\n")
    done = peninsula("validate", tmp_path / "a.yaml", status=2)
    assert message in done.stdout + done.stderr
