# SPDX-License-Identifier: Apache-2.0
"""The ledger: forecasts that are never rewritten, and scored when their months have come."""

import datetime
import json
import subprocess

import numpy
import pytest

from peninsula.errors import InputError
from peninsula.history import backtest, ledger, scores
from peninsula.history.record import Record, month_number

MADE = datetime.date(2021, 12, 31)
ORIGIN = month_number("2022-01")


def entry_of(where, happened, all_eras, version="0.1.0+abc", origin=ORIGIN) -> ledger.Entry:
    return ledger.add(where, happened.until(origin), all_eras, MADE, version, particles=500)


@pytest.fixture(scope="module")
def made(tmp_path_factory, happened, all_eras):
    """A ledger of two entries."""
    where = tmp_path_factory.mktemp("ledger")
    return where, [entry_of(where, happened, all_eras), entry_of(where, happened, all_eras, "0.1.0+def", ORIGIN + 3)]


@pytest.fixture
def copied(made, tmp_path):
    for path in made[0].iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def test_an_entry_has_every_forecast_with_its_source(made, happened) -> None:
    where, (first, second) = made
    assert [each.path.name for each in ledger.read(where)] == ["0001_2022-01.json", "0002_2022-04.json"]
    assert second.content["previous"] == first.content["digest"] and first.content["previous"] == ""
    assert first.content["record"]["digest"] == ledger.digest_of(happened.until(ORIGIN))
    assert first.content["particles"] == 500 and first.content["seed"] == backtest.SEED
    said = {(each["observable"], each["horizon"], each["forecaster"]): each["probabilities"]
            for each in first.content["forecasts"]}  # fmt: skip
    assert len(said) == len(first.content["forecasts"]) > 40
    for law in said.values():
        assert sum(law) == pytest.approx(1, abs=1e-4) and min(law) > 0
    assert ("launches", 12, backtest.MODEL) in said and ("summit", 3, "climatology") in said


def test_what_comes_after_the_origin_moves_no_forecast(made, happened, all_eras, tmp_path) -> None:
    later = {name: numpy.concatenate([values[: ORIGIN - happened.first], values[ORIGIN - happened.first :] + 1])
             for name, values in happened.series.items()}  # fmt: skip
    again = entry_of(tmp_path, Record(happened.first, later), all_eras)
    assert again.content["digest"] == made[1][0].content["digest"]


def test_forecasts_are_scored_when_their_months_are_in_the_record(made, happened) -> None:
    entries = ledger.read(made[0])
    found = ledger.score(entries, happened.until(ORIGIN + 6))
    scored = {(each.entry.content["number"], each.horizon) for each in found if each.score is not None}
    assert scored == {(1, 1), (1, 3), (1, 6), (2, 1), (2, 3)}
    wanted = ("launches", 3, backtest.MODEL)
    one = next(each for each in found if (each.observable, each.horizon, each.forecaster) == wanted)
    laws = {
        (each["observable"], each["horizon"], each["forecaster"]): each["probabilities"]
        for each in entries[0].content["forecasts"]
    }
    law = laws[wanted]
    seen = int(happened.months("launches", ORIGIN, ORIGIN + 3).sum())
    assert (one.seen, one.score) == (seen, scores.crps(numpy.array(law), seen))


def test_the_same_version_forecasts_once_from_a_month(copied, happened, all_eras) -> None:
    before = {path.name: path.read_bytes() for path in copied.iterdir()}
    with pytest.raises(InputError, match=r"0001_2022-01.json: has this version's forecasts from 2022-01 already"):
        entry_of(copied, happened, all_eras)
    assert {path.name: path.read_bytes() for path in copied.iterdir()} == before


@pytest.mark.parametrize("version", ["0.1.0+abc-dirty", "0.1.0+unknown"])
def test_a_version_that_no_commit_has_makes_no_entry(copied, happened, all_eras, version) -> None:
    with pytest.raises(InputError, match="which no commit has"):
        entry_of(copied, happened, all_eras, version)


def test_a_changed_entry_is_refused_by_every_command(copied, happened, all_eras) -> None:
    path = copied / "0001_2022-01.json"
    text = path.read_text()
    for one, other in (('"made": "2021-12-31"', '"made": "2021-11-30"'), ("0.1.0+abc", "0.1.0+abd"), ("0.0", "0.1")):
        assert one in text
        path.write_text(text.replace(one, other, 1))
        for use in (lambda: ledger.read(copied), lambda: entry_of(copied, happened, all_eras, "0.1.0+new")):
            with pytest.raises(InputError, match=r"0001_2022-01.json: was changed after it was written"):
                use()
    path.write_text("{}")
    with pytest.raises(InputError, match="is no entry of a ledger"):
        ledger.read(copied)


def test_an_entry_that_was_changed_and_sealed_anew_is_betrayed_by_the_next_one(copied) -> None:
    path = copied / "0001_2022-01.json"
    content = json.loads(path.read_text())
    content["forecasts"][0]["probabilities"][0] += 0.1
    content["digest"] = ledger._digest(content)
    path.write_text(json.dumps(content))
    with pytest.raises(InputError, match=r"0002_2022-04.json: was written after another entry"):
        ledger.read(copied)


def test_an_entry_that_is_gone_is_missed(copied) -> None:
    (copied / "0001_2022-01.json").unlink()
    with pytest.raises(InputError, match="is number 2 of the ledger, and comes as 1"):
        ledger.read(copied)


def test_a_record_that_was_changed_below_an_entry_is_told(made, happened) -> None:
    entry = made[1][0]
    assert not ledger.has_changed(entry, happened)
    other = {name: values.copy() for name, values in happened.series.items()}
    other["launches"][5] += 1
    assert ledger.has_changed(entry, Record(happened.first, other))


def test_an_entry_says_whether_its_months_had_passed(made) -> None:
    first = made[1][0]
    assert not first.is_late
    assert not ledger.Entry(first.path, first.content | {"made": "2022-01-31"}).is_late
    assert ledger.Entry(first.path, first.content | {"made": "2022-02-01"}).is_late


def test_the_ledger_in_the_tree_is_whole_and_can_be_scored(root) -> None:
    for what, told in (("check", "each as it was written"), ("score", "The record ends before")):
        done = subprocess.run([root / "scripts/ledger", what], capture_output=True, text=True, check=True)
        assert told in done.stdout
    assert ledger.read(ledger.folder())
