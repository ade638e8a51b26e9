# SPDX-License-Identifier: Apache-2.0
"""What happened from an origin on cannot change a forecast made at it: the same bits, whatever is put in its place."""

import dataclasses

import numpy
import pytest

from peninsula.history import backtest, eras, filtering
from peninsula.history.record import Record, month_number

START = month_number("2017-01")
TRAJECTORIES = 200


def poisoned(record: Record, origin: int, poison: float) -> Record:
    """The record with every month from `origin` on replaced."""
    series = {name: values.copy() for name, values in record.series.items()}
    for values in series.values():
        values[origin - record.first :] = poison
    return Record(record.first, series)


def with_another_future(all_eras, origin: int):
    """The eras with other eras after the origin and another timeline from it on."""
    known = [
        dataclasses.replace(
            era, timeline=(*(fact for fact in era.timeline if fact[0] < origin), (origin, "us_china_acute_crisis"))
        )
        for era in all_eras
        if era.start <= origin
    ]
    return (
        *known,
        dataclasses.replace(all_eras[-1], start=origin + 1, parameters={"choice.rationality_north_korea": 0.0}),
    )


@pytest.fixture(scope="module")
def bank(engine, happened, all_eras) -> filtering.Bank:
    return filtering.bank(happened.until(START), eras.known(all_eras, START), START, TRAJECTORIES, seed=1, origins=1)


@pytest.fixture(scope="module")
def fitted(happened) -> dict:
    return backtest.fit(happened.until(START))


def test_the_future_changes_no_bit_of_any_forecast(bank, fitted, happened, all_eras) -> None:
    """All that is fitted, simulated, weighed and said for January 2017, once from the record until then and once from a
    record whose months from January on are not numbers, among eras with another future."""
    honest = backtest.at_origin(happened.until(START), bank, fitted)
    again = backtest.one_year(
        poisoned(happened, START, numpy.nan), with_another_future(all_eras, START), START, 1, TRAJECTORIES, seed=1
    )[START]
    assert honest.keys() == again.keys() and len(honest) > 100
    assert [key for key in honest if honest[key].tobytes() != again[key].tobytes()] == []


def test_the_past_changes_forecasts(bank, fitted, happened) -> None:
    """Otherwise the proof above would prove nothing: another December changes whatever the model says in January."""
    other = happened.until(START)
    for values in other.series.values():
        values[-1] += 1
    before, after = backtest.at_origin(happened.until(START), bank, fitted), backtest.at_origin(other, bank, fitted)
    changed = {key for key in before if before[key].tobytes() != after[key].tobytes()}
    assert {key for key in before if key[2] == backtest.MODEL} <= changed


def test_a_year_gives_each_origin_its_own_past(monkeypatch, happened, all_eras) -> None:
    """The second origin of a year sees one month more than the first, and no origin more than what was before it."""
    seen: list[int] = []
    monkeypatch.setattr(filtering, "bank", lambda record, *rest: seen.append(record.end))
    monkeypatch.setattr(backtest, "fit", lambda record: seen.append(record.end))
    monkeypatch.setattr(backtest, "at_origin", lambda record, bank, fitted: seen.append(record.end))
    backtest.one_year(happened, all_eras, START, 3, TRAJECTORIES, seed=1)
    assert seen == [START, START, START, START + 1, START + 2]
