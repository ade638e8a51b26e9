# SPDX-License-Identifier: Apache-2.0
"""What moved since an older file: its figures are those of the two files, and what was changed is found."""

import csv
import io
import math
import pathlib
import re
import shutil

import h5py
import pytest

import pages
import peninsula as package

ROOT = pathlib.Path(__file__).resolve().parents[2]
BASELINE, TARIFFS = ROOT / "configs/baseline.yaml", ROOT / "configs/tariff_war.yaml"
Z = 1.959963984540054

# The same name as before, with a parameter of another value, one that is drawn, and an entry of the timeline.
CHANGED = f"""
name: tariff-war
summary: The same confrontation, and an early ceasefire.
extends: {TARIFFS}
parameters: {{russia.postwar_capacity: 0.5, ukraine_war.relapse_hazard: {{uniform: [0.01, 0.03]}}}}
timeline: [{{month: 2025-06, event: ukraine_ceasefire}}]
"""


@pytest.fixture(scope="session")
def older(peninsula, tmp_path_factory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("moved") / "older.h5"
    peninsula("run", BASELINE, TARIFFS, ROOT / "configs/aid_stops.yaml", "-n", 300, "-o", path, "--quiet")
    return path


@pytest.fixture(scope="session")
def newer(peninsula, older) -> pathlib.Path:
    """Of the same seed: the baseline as it was, a changed condition, and one that the older file has not."""
    path, condition = older.with_name("newer.h5"), older.with_name("changed.yaml")
    condition.write_text(CHANGED, encoding="utf-8")
    others = [condition, ROOT / "configs/early_ceasefire.yaml"]
    peninsula("run", BASELINE, *others, "-n", 300, "-o", path, "--quiet")
    return path


def table(report, folder: pathlib.Path, new: pathlib.Path, old: pathlib.Path, *options: object) -> list[dict[str, str]]:
    output = folder / "moved.csv"
    report(new, "--what-moved", old, "--table", "moved", "-o", output, "--force", *options)
    return list(csv.DictReader(io.StringIO(output.read_text(encoding="utf-8"))))


def section(report, folder: pathlib.Path, new: pathlib.Path, old: pathlib.Path, *options: object) -> str:
    output = folder / "moved.html"
    report(new, "--what-moved", old, "-o", output, "--force", *options)
    page = pages.read(output)
    [text] = [each.text for each in page.all("section") if each.attributes["id"] == "moved"]
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="session")
def rows(report, newer, older, tmp_path_factory) -> list[dict[str, str]]:
    return table(report, tmp_path_factory.mktemp("moved"), newer, older)


@pytest.fixture(scope="session")
def told(report, newer, older, tmp_path_factory) -> str:
    """The section of the newer file since the older one."""
    return section(report, tmp_path_factory.mktemp("moved"), newer, older)


def wilson(share: float, size: int) -> tuple[float, float]:
    centre = (share + Z * Z / (2 * size)) / (1 + Z * Z / size)
    half = Z / (1 + Z * Z / size) * math.sqrt(share * (1 - share) / size + Z * Z / (4 * size * size))
    return centre - half, centre + half


def test_figures_are_those_of_both_files_and_the_interval_adds_both_errors(rows, newer, older):
    found = {(row["condition"], row["outcome"]): row for row in rows}
    assert {condition for condition, _ in found} == {"baseline", "tariff-war"} and len(found) == 2 * 9
    with package.open_results(newer) as new, package.open_results(older) as old:
        counts = [int(each.summit_held.sel(condition="tariff-war")) for each in (new, old)]
        means = [each.peninsula.estimate("strategic_tests").sel(condition="tariff-war") for each in (new, old)]
    here, there = (count / 300 for count in counts)
    numbers = found["tariff-war", "summit_held"].items()
    row = {name: float(value) for name, value in numbers if value[:1] in "-0123456789"}
    assert (row["new"], row["old"]) == (here, there) and row["difference"] == here - there
    (low, high), (low_there, high_there) = wilson(here, 300), wilson(there, 300)
    below, above = math.hypot(here - low, high_there - there), math.hypot(high - here, there - low_there)
    assert row["difference_low"] == pytest.approx(here - there - below, rel=1e-9)
    assert row["difference_high"] == pytest.approx(here - there + above, rel=1e-9)
    row = found["tariff-war", "strategic_tests"]
    halves = [float(each.high - each.low) / 2 for each in means]
    change = float(means[0].estimate - means[1].estimate)
    assert float(row["difference"]) == pytest.approx(change, rel=1e-12)
    assert float(row["difference_high"]) == pytest.approx(change + math.hypot(*halves), rel=1e-9)


def test_what_is_the_same_to_the_last_count_is_said_to_be(rows, told):
    """Of the baseline everything: it has the same seed in both."""
    assert {row["same_counts"] for row in rows if row["condition"] == "baseline"} == {"yes"}
    assert "no" in {row["same_counts"] for row in rows if row["condition"] == "tariff-war"}
    assert "baseline Nothing moved: every value is the same to the last count." in told
    assert re.search(r"What moved Of 18 values, (9|1\d) are the same to the last count, and \d+ ha", told)
    assert "Both files have the same seed." in told and "the intervals are too wide" in told


def test_a_file_against_itself_has_not_moved(report, older, tmp_path):
    told = section(report, tmp_path, older, older)
    assert "What moved Nothing moved: every value is the same to the last count. What was changed" in told
    assert "set the same: every parameter and every entry of their timelines." in told
    assert "Only" not in told and "bold" not in told
    for row in table(report, tmp_path, older, older):
        assert (float(row["difference"]), row["same_counts"]) == (0, "yes") and row["old_low"] == row["new_low"]


def test_what_was_changed_in_between_is_told(report, told, newer, older, tmp_path):
    _, _, told = told.partition("What was changed in between")
    assert "Result fileolder.h5newer.h5" in told.replace(" ", " ")
    assert "Seed20250201the same" in told and "Trajectories of each condition300the same" in told
    assert "ukraine_war.relapse_hazard hazard that a ceasefire relapses into war0.02drawn: uniform (0.01, 0.03)" in told
    assert "russia.postwar_capacity capacity long after the war0.80.5" in told
    assert told.count("older filethis file") == 2  # the runs, and one condition
    assert "New: June 2025: a ceasefire holds in Ukraine." in told and "Gone:" not in told
    back = section(report, tmp_path, older, newer)
    assert "Gone: June 2025: a ceasefire holds in Ukraine." in back and "war0.50.8" in back


def test_conditions_that_one_file_has_are_named(told):
    assert "Only this file has “early-ceasefire”. Only the older file has “aid-stops”." in told


def test_another_seed_size_and_span_are_told_and_what_all_conditions_share_is_told_once(
    report, peninsula, older, tmp_path
):
    other = tmp_path / "other.h5"
    options = ["-n", 200, "--seed", 7, "--months", 24, "--set", "russia.postwar_capacity=0.6"]
    peninsula("run", BASELINE, TARIFFS, *options, "-o", other, "--quiet")
    told = section(report, tmp_path, other, older)
    for words in ("Seed202502017", "Trajectories of each condition300200", "Months4824", "files have different seeds"):
        assert words in told, words
    assert told.count("capacity long after the war") == 1 and "Every condition what" in told
    assert {row["same_counts"] for row in table(report, tmp_path, other, older)} == {"no"}


def test_a_time_is_told_as_a_share_and_an_outcome_of_one_file_is_named(report, peninsula, newer, tmp_path):
    bare = tmp_path / "bare.h5"
    peninsula("run", BASELINE, "-n", 300, "--outcomes", "first_summit", "--seed", 7, "-o", bare, "--quiet")
    told = section(report, tmp_path, newer, bare, "--outcomes", "first_summit,summit_held")
    [row] = table(report, tmp_path, newer, bare, "--outcomes", "first_summit")[:1]
    change = f"{100 * float(row['difference']):+.0f}".replace("-", "−")
    value = r"\d+ % \S+ \S+"
    assert re.search(rf"First summit share of trajectories {value} {value} {re.escape(change)} points \[", told)
    assert "The older file does not count, or counts in other units, Summit held." in told


def test_a_fork_another_definition_and_a_table_of_draws_are_told(report, peninsula, older, tmp_path):
    fork, drawn = tmp_path / "fork.h5", tmp_path / "drawn.h5"
    peninsula("fork", BASELINE, "--at", "2026-04", "--into", BASELINE, "-n", 100, "-o", fork, "--quiet")
    told = section(report, tmp_path, fork, older, "--outcomes", "summit_held")
    assert "ForknoneThese are futures of “baseline” from April 2026 on" in told
    shutil.copy(older, drawn)
    with h5py.File(drawn, "r+") as file:
        file["summit_held"].attrs["definition"] = "Another."
        file["strategic_tests"].attrs["units"] = "dozen"
        text = file["resolved_condition"][0].decode()
        law = "{together: [0.125, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75]}"
        changed = re.sub(r"(russia\.postwar_capacity): 0\.8\b", rf"\1: {law}", text)
        assert changed != text
        file["resolved_condition"][0] = changed
    told = section(report, tmp_path, older, drawn, "--outcomes", "summit_held,strategic_tests")
    assert "The older file does not count, or counts in other units, Strategic tests." in told
    assert "The older file defines in other words Summit held." in told
    assert "drawn: together (7 values from 0.125 to 0.75)0.8" in told


def test_the_page_names_the_older_file_with_its_checksum_and_the_command(report, newer, older, tmp_path):
    section(report, tmp_path, newer, older, "--outcomes", "summit_held")
    page = (tmp_path / "moved.html").read_text(encoding="utf-8")
    assert '<a href="#moved">What moved</a>' in page and page.index('id="moved"') < page.index('id="in-short"')
    assert "<dt>Older file</dt><dd>older.h5</dd>" in page
    assert "scripts/report newer.h5 --outcomes summit_held --what-moved older.h5 -o report.html" in page


def test_another_model_another_format_and_a_missing_file_are_refused(report, peninsula, newer, tmp_path):
    other, output = tmp_path / "tribute.h5", tmp_path / "page.html"
    peninsula("run", "tribute-hundred-years", "-n", 50, "-o", other, "--quiet")
    done = report(newer, "--what-moved", other, "-o", output, status=2)
    assert re.search(r"tribute\.h5: is of the model 'tribute', and the report of 'peninsula'", done.stderr)
    done = report(newer, "--what-moved", tmp_path / "nothing.h5", "-o", output, status=2)
    assert "nothing.h5: there is no such file" in done.stderr
    done = report(newer, "--table", "moved", "-o", output, status=2)
    assert "the table 'moved' needs --what-moved OLD.h5" in done.stderr
    assert not output.exists()


def test_an_older_format_is_refused_with_its_remedy(report, newer, older, tmp_path):
    early, output = tmp_path / "early.h5", tmp_path / "page.html"
    shutil.copy(older, early)
    with h5py.File(early, "r+") as file:
        file.attrs["format_version"] = 3
    done = report(newer, "--what-moved", early, "-o", output, status=2)
    assert "early.h5: was written by an earlier version of peninsula; run it again" in done.stderr
    assert not output.exists()
