# SPDX-License-Identifier: Apache-2.0
"""What was known when: conditions are valid, and what came later is not in them."""

import itertools
import subprocess

import pytest
import yaml

from peninsula.history import eras, record
from peninsula.history.record import month_number


@pytest.mark.parametrize("name", [*eras.NAMES, "posterior"])
def test_conditions_are_valid(engine, name) -> None:
    done = subprocess.run(
        [engine, "validate", record.folder() / f"{name}.yaml"], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr


def test_eras_follow_one_another_without_a_gap(all_eras) -> None:
    for before, after in itertools.pairwise(all_eras):
        assert before.start + before.months == after.start


def test_every_condition_of_the_folder_is_an_era_or_made_of_the_record() -> None:
    assert {path.stem for path in record.folder().glob("*.yaml")} == {*eras.NAMES, "posterior", "record_to_2024"}


def test_nothing_later_is_known(all_eras) -> None:
    origin = month_number("2022-02")
    found = eras.known(all_eras, origin)
    assert [era.name for era in found][-1] == "record_year"
    assert all(month < origin for era in found for month, _ in era.timeline)


def test_an_era_that_begins_with_the_origin_is_known(all_eras) -> None:
    assert eras.known(all_eras, month_number("2018-01"))[-1].name == "singapore_and_hanoi"
    assert eras.known(all_eras, month_number("2017-12"))[-1].name == "build_up"


def test_a_run_up_takes_the_phases_that_processes_had(all_eras) -> None:
    """From January 2020 to December 2024: tariffs at the start, then war, crisis and truce in their months."""
    tree = eras.condition(eras.known(all_eras, month_number("2023-01")), month_number("2020-01"), 48, {})
    assert tree["parameters"]["us_china.initial_regime"] == "tariff_war"
    assert tree["timeline"] == [
        {"month": "2022-02", "event": "ukraine_war_resumes"},
        {"month": "2022-08", "event": "us_china_acute_crisis"},
        {"month": "2022-11", "event": "us_china_tariff_war"},
    ]


def test_the_calendar_moves_with_the_start(all_eras) -> None:
    """The president's term ends in January 2017, from wherever months are counted."""
    tree = eras.condition(eras.known(all_eras, month_number("2013-01")), month_number("2010-01"), 59, {})
    assert tree["parameters"]["presidency.term_end_month"] == month_number("2017-01") - month_number("2010-01")


def test_composed_conditions_are_valid(engine, all_eras, tmp_path) -> None:
    for year in range(2013, 2026):
        origin = month_number(f"{year}-01")
        path = tmp_path / f"{year}.yaml"
        path.write_text(yaml.safe_dump(eras.condition(eras.known(all_eras, origin), origin - 36, 59, {})))
        done = subprocess.run([engine, "validate", path], capture_output=True, check=False, text=True)
        assert done.returncode == 0, done.stderr
