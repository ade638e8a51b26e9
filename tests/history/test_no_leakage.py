# SPDX-License-Identifier: Apache-2.0
"""What happened from an origin on cannot change a forecast made at it: the same bits, whatever is put in its place."""

import dataclasses

import numpy
import pytest

from peninsula.history import backtest, filtering
from peninsula.history.eras import Era
from peninsula.history.record import Record, month_number

START = month_number("2017-01")
PARTICLES, SEED = 300, 1


def poisoned(record: Record, origin: int, poison: float = numpy.nan) -> Record:
    """The record with every month from `origin` on replaced."""
    series = {name: values.copy() for name, values in record.series.items()}
    for values in series.values():
        values[origin - record.first :] = poison
    return Record(record.first, series)


def with_another_future(all_eras: tuple[Era, ...], origin: int) -> tuple[Era, ...]:
    """The eras with other eras after the origin and another timeline from it on."""
    known = [
        dataclasses.replace(
            era, timeline=(*(fact for fact in era.timeline if fact[0] < origin), (origin, "us_china_acute_crisis"))
        )
        for era in all_eras
        if era.start <= origin
    ]
    later = dataclasses.replace(all_eras[-1], start=origin + 1)
    return (*known, dataclasses.replace(later, parameters=later.parameters | {"choice.rationality_north_korea": 0.0}))


@pytest.fixture(scope="module", autouse=True)
def shared():
    """Few futures; and baselines are fitted once to each record, whose bytes tell it from any other: were a month of
    the future in it, it would be another."""
    fitted: dict[bytes, backtest.Fitted] = {}
    fit = backtest.fit

    def once(record: Record) -> backtest.Fitted:
        key = b"".join(record.series[name].tobytes() for name in sorted(record.series))
        if key not in fitted:
            fitted[key] = fit(record)
        return fitted[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filtering, "FUTURES", 300)
        patch.setattr(backtest, "fit", once)
        yield


def said_at(record: Record, all_eras: tuple[Era, ...], origins: int, start: int = START) -> dict[int, backtest.Say]:
    return backtest.one_year(record, all_eras, start, origins, PARTICLES, SEED)


def differing(one: backtest.Say, other: backtest.Say) -> list[tuple[str, int, str]]:
    assert one.keys() == other.keys() and len(one) > 100
    return [key for key in one if one[key].tobytes() != other[key].tobytes()]


@pytest.fixture(scope="module")
def honest(happened, all_eras) -> dict[int, backtest.Say]:
    """Three origins, from the record as it is."""
    return said_at(happened, all_eras, 3)


def test_the_future_changes_no_bit_of_any_forecast(happened, all_eras) -> None:
    """All that is learnt, fitted, simulated, weighed and said for January 2017, once from the record until then and
    once from a record whose months from January on are not numbers, among eras with another future."""
    before = said_at(happened.until(START), all_eras, 1)
    again = said_at(poisoned(happened, START), with_another_future(all_eras, START), 1)
    assert differing(before[START], again[START]) == []
    assert all(numpy.isfinite(law).all() for law in again[START].values())


@pytest.mark.parametrize("later", [1, 2])
def test_each_origin_of_a_year_sees_what_came_before_it_and_nothing_after(honest, happened, all_eras, later) -> None:
    origin = START + later
    again = said_at(poisoned(happened, origin), with_another_future(all_eras, origin), later + 1)
    assert differing(honest[origin], again[origin]) == []


def test_the_first_origin_of_a_year_does_not_see_the_others(honest, happened, all_eras) -> None:
    alone = said_at(poisoned(happened, START), with_another_future(all_eras, START), 1)
    assert differing(honest[START], alone[START]) == []


def test_an_era_that_begins_within_the_year_is_not_known_before(happened, all_eras) -> None:
    """Nobody chooses any more from February on: known at the origin of February, not at January's."""
    began = (*all_eras[:3], dataclasses.replace(
        all_eras[2], name="february", start=START + 1, months=10,
        parameters=all_eras[2].parameters | {"choice.rationality_north_korea": 0.0},
    ))  # fmt: skip
    before, after = said_at(happened, all_eras[:3], 2), said_at(happened, began, 2)
    assert differing(before[START], after[START]) == []
    assert {key for key in before[START + 1] if key[2] == backtest.MODEL} <= {
        *differing(before[START + 1], after[START + 1])
    }


@pytest.mark.parametrize("month, changed", [
    (START - 1, {backtest.MODEL}),
    (START - 40, {backtest.MODEL, backtest.UNFILTERED}),
])  # fmt: skip
def test_the_past_changes_forecasts(happened, all_eras, month, changed) -> None:
    """Otherwise the proofs above would prove nothing: another December changes what the model says in January and looks
    at it, and a month before the run-up all that it says."""
    other = happened.until(START)
    for name, values in other.series.items():
        values[month - other.first] = 1 if name in ("clashes", "nuclear_tests", "summits", "talks") else 3
    years = (filtering.year(one, all_eras, START, PARTICLES, SEED, 1) for one in (happened, other))
    before, after = (backtest.model_says(year, START) for year in years)
    found = [key for key in before if before[key].tobytes() != after[key].tobytes()]
    assert {name for _, _, name in found} == changed
    assert {key for key in before if key[0] == "launches" and key[2] in changed} <= set(found)


def test_a_fact_of_the_past_changes_forecasts(happened, all_eras) -> None:
    """And one that is on the timeline of the month before."""
    era = all_eras[2]
    told = (*all_eras[:2], dataclasses.replace(era, timeline=(*era.timeline, (START - 1, "us_china_acute_crisis"))))
    before, after = said_at(happened, all_eras, 1)[START], said_at(happened, told, 1)[START]
    changed = {name for _, _, name in differing(before, after)}
    assert changed == {backtest.MODEL, backtest.UNFILTERED, backtest.HYBRID}


def test_a_year_gives_each_origin_its_own_past(monkeypatch, happened, all_eras) -> None:
    """The second origin of a year sees one month more than the first; what is learnt ends three years earlier."""
    seen: list[int] = []
    learn = filtering.learn
    monkeypatch.setattr(filtering, "learn", lambda record, *rest: [seen.append(record.end), learn(record, *rest)][1])
    monkeypatch.setattr(backtest, "fit", lambda record: seen.append(record.end))
    monkeypatch.setattr(backtest, "at_origin", lambda before, year, fitted: seen.append(before.end))
    said_at(happened, all_eras, 3)
    assert seen == [START - filtering.RUN_UP, START, START, START + 1, START + 2]


def test_a_forecast_ahead_needs_no_month_of_it(happened, all_eras) -> None:
    """From the end of the record: the model's forecasts, those that a year's first origin has."""
    ahead = backtest.ahead(happened.until(START), all_eras, PARTICLES, SEED)
    said = said_at(happened.until(START), all_eras, 1)[START]
    assert set(ahead) == {key for key in said if key[2] == backtest.MODEL}
    assert all(ahead[key].tobytes() == said[key].tobytes() for key in ahead)
