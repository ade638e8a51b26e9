# SPDX-License-Identifier: Apache-2.0
"""The record is consistent with itself, and a forecaster's view of it ends before the origin."""

import collections
import csv
import pathlib
import re

import numpy
import pytest

from peninsula.history import record

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "configs/history/record"
COLUMNS = ("short_range", "medium_range", "long_range", "nuclear_tests", "clashes", "summits", "talks", "launch_days")


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="") as file:
        return list(csv.DictReader(file))


def test_no_month_is_missing() -> None:
    assert [row["month"] for row in rows("monthly.csv")] == [
        f"{year}-{month:02d}" for year in range(2006, 2025) for month in range(1, 13)
    ]


def test_a_missing_month_is_refused(tmp_path) -> None:
    lines = (FOLDER / "monthly.csv").read_text().splitlines(keepends=True)
    (tmp_path / "broken.csv").write_text("".join(lines[:50] + lines[51:]))
    with pytest.raises(ValueError, match="a month is missing"):
        record.load(tmp_path / "broken.csv")


def test_years_add_up_to_what_the_readme_states() -> None:
    totals: dict[str, list[int]] = collections.defaultdict(lambda: [0] * len(COLUMNS))
    for row in rows("monthly.csv"):
        totals[row["month"][:4]] = [
            total + int(row[name]) for total, name in zip(totals[row["month"][:4]], COLUMNS, strict=True)
        ]
    stated = {
        year: [int(cell) for cell in cells.split("|")]
        for year, cells in re.findall(
            r"^\| (20\d\d) \|((?: \d+ \|)+)$", (FOLDER / "README.md").read_text().replace(" |\n", " |\n"), re.MULTILINE
        )
        for cells in [cells.strip().rstrip("|")]
    }
    assert stated == dict(totals)


def test_launch_days_are_those_of_the_source() -> None:
    """What the missile test database counts for 2012 to 2024, as stated in its summary."""
    days = collections.Counter()
    for row in rows("monthly.csv"):
        days[int(row["month"][:4])] += int(row["launch_days"])
    assert [days[year] for year in range(2012, 2025)] == [2, 3, 11, 7, 15, 15, 0, 15, 4, 4, 33, 20, 12]


@pytest.mark.parametrize(
    ("kind", "column"),
    [("nuclear_test", "nuclear_tests"), ("long_range", "long_range"), ("clash", "clashes"), ("summit", "summits")],
)
def test_events_are_those_that_the_months_count(kind, column) -> None:
    dated = collections.Counter(row["date"][:7] for row in rows("events.csv") if row["kind"] == kind)
    assert dated == collections.Counter(
        {row["month"]: int(row[column]) for row in rows("monthly.csv") if int(row[column])}
    )


def test_the_six_nuclear_tests() -> None:
    assert [row["date"] for row in rows("events.csv") if row["kind"] == "nuclear_test"] == [
        "2006-10-09",
        "2009-05-25",
        "2013-02-12",
        "2016-01-06",
        "2016-09-09",
        "2017-09-03",
    ]


def test_every_class_is_mapped_once_and_every_omission_has_its_place() -> None:
    mapped = [(row["category"], row["class"]) for row in rows("type_map.csv")]
    assert len(set(mapped)) == len(mapped)
    assert {row["counted_as"] for row in rows("type_map.csv")} == {
        "short_range",
        "medium_range",
        "long_range",
        "nuclear_test",
        "clash",
        "none",
    }


def test_until_shows_nothing_of_the_origin_or_after(happened) -> None:
    origin = record.month_number("2016-05")
    seen = happened.until(origin)
    assert seen.end == origin and all(len(values) == origin - happened.first for values in seen.series.values())
    with pytest.raises(ValueError, match="ends before 2016-05"):
        seen.months("launches", origin - 1, origin + 1)


def test_until_shares_no_memory_with_the_record(happened) -> None:
    seen = happened.until(record.month_number("2016-05"))
    assert not any(numpy.shares_memory(seen.series[name], happened.series[name]) for name in seen.series)


@pytest.mark.parametrize("name", ["2006-01", "2024-12", "1999-11"])
def test_months_have_numbers(name) -> None:
    assert record.month_name(record.month_number(name)) == name


def test_a_thirteenth_month_is_refused() -> None:
    with pytest.raises(ValueError, match="not a month"):
        record.month_number("2013-13")


def test_what_a_timeline_can_be_given_is_the_record() -> None:
    """The same counts under the names of the model; of clashes the model knows one a month."""
    names = {"short_range": "short_range_launches", "medium_range": "medium_range_launches",
             "long_range": "intercontinental_launches", "nuclear_tests": "nuclear_tests"}
    lines = [line for line in (FOLDER / "given.csv").read_text().splitlines() if not line.startswith("#")]
    given = list(csv.DictReader(lines))
    assert len(given) == len(rows("monthly.csv"))
    for here, there in zip(given, rows("monthly.csv"), strict=True):
        assert here["month"] == there["month"]
        assert {names[name]: there[name] for name in names} == {name: here[name] for name in names.values()}
        assert int(here["clashes"]) == min(int(there["clashes"]), 1)
