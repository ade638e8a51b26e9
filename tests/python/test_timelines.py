# SPDX-License-Identifier: Apache-2.0
"""Timelines in plain words, from what the model declares; from names where it declares nothing."""

import pathlib

import pytest

import peninsula
from peninsula import timelines
from peninsula.timelines import Words

TIMELINE = [
    {"month": "2026-04", "event": "ukraine_ceasefire"},
    {"from": "2026-04", "stays_away": "ukraine_war.relapse"},
    {"month": "2026-05", "happens": "china.kim_and_xi_meeting"},
    {"month": "2026-05", "decide": {"north_korea.provocation": "nuclear_test"}},
    {"from": "2026-04", "until": "2026-12", "never": {"russia.aid": ["surged"]}},
    {"month": "2026-04", "set": {"russia.postwar_capacity": 0.5, "russia.need_after_settlement": 0.25}},
    {"when": "nuclear_test", "for": 6, "decide": {"united_states.action": "pressure"}},
    {
        "when": "crisis_rung >= 2 and us_stance == pressure",
        "from": "2026-03",
        "within": 3,
        "at_most": 1,
        "decide": {"china.posture": "court"},
    },
]
WORDED = {
    "2026-04: a ceasefire holds in Ukraine",
    "from 2026-04: it does not happen that the war resumes (Ukraine)",
    "2026-05: it happens, wherever it can, that Xi receives Kim (China)",
    "2026-05: North Korea's provocation is “nuclear test”",
    "2026-04 to 2026-12: Russia's aid to Pyongyang is “minimal” or “maintained”",
    "from 2026-04: capacity long after the war is 0.5 (russia.postwar_capacity)",
    "from 2026-04: russia.need_after_settlement is 0.25",
    "after a month with highest tier of provocation “nuclear test”, for the next 6 months: United States' action is"
    " “pressure”",
    "from 2026-03, after a month with rung of the crisis ladder at least 2 and Washington's stance “pressure”, once"
    " within the next 3 months, as soon as it can be, at most once: China's posture towards Pyongyang is “court”",
}
NAMED = {
    "2026-04: ukraine ceasefire",
    "from 2026-04: ukraine_war.relapse does not happen",
    "2026-05: china.kim_and_xi_meeting happens, wherever it can",
    "2026-05: north_korea.provocation is “nuclear test”",
    "2026-04 to 2026-12: russia.aid is “minimal” or “maintained”",
    "from 2026-04: capacity long after the war is 0.5 (russia.postwar_capacity)",
}


@pytest.fixture(scope="module")
def steered(tmp_path_factory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("steered") / "steered.h5"
    condition = {"name": "steered", "extends": "baseline", "timeline": TIMELINE}
    peninsula.run(["baseline", condition], 100, output=path, progress=False).close()
    return path


def test_entries_are_sentences_of_what_is_declared(steered) -> None:
    with peninsula.open_results(steered) as results:
        found = timelines.entries(results, "steered")
        assert {entry.sentence for entry in found} == WORDED and len(found) == len(WORDED)
        assert timelines.entries(results, "baseline") == []
        assert [entry.name for entry in found if entry.month is None] == ["united_states.action", "china.posture"]


def test_the_table_has_first_and_last_months(steered) -> None:
    with peninsula.open_results(steered) as results:
        table = results.peninsula.timeline("steered")
        assert table.columns.tolist() == ["month", "until", "what"] and len(table) == len(WORDED)
        of = {what: (month, until) for month, until, what in table.itertuples(index=False)}
        assert of["a ceasefire holds in Ukraine"] == ("2026-04", "2026-04")
        assert of["it does not happen that the war resumes (Ukraine)"] == ("2026-04", None)
        assert of["Russia's aid to Pyongyang is “minimal” or “maintained”"] == ("2026-04", "2026-12")
        assert of["russia.need_after_settlement is 0.25"] == ("2026-04", None)
        assert sum(month is None and until is None for month, until in of.values()) == 2
        assert results.peninsula.timeline("baseline").empty
        chosen = results.sel(condition="steered").peninsula.timeline("steered")  # a dataset of one condition
        assert chosen.equals(table)


def test_a_condition_that_is_not_there_is_told(steered) -> None:
    told = "no condition 'steerd'; did you mean 'steered'"
    with peninsula.open_results(steered) as results, pytest.raises(peninsula.InputError, match=told):
        results.peninsula.timeline("steerd")


def test_a_model_that_this_engine_has_not_is_told_by_names(steered) -> None:
    with peninsula.open_results(steered) as results:
        results.attrs["model"] = "another"
        found = {entry.sentence for entry in timelines.entries(results, "steered")}
    assert found >= NAMED and len(found) == len(WORDED)
    assert any("Washington's stance “pressure”" in sentence for sentence in found)  # what the file itself declares


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("clashes_by_month", "lethal clashes at least 1"),
        ("e < 2", "rung of the crisis ladder below 2"),
        ("us_stance != small_deal", "Washington's stance other than “small deal”"),
        ("unknown_thing", "unknown thing"),
    ],
)
def test_a_rule_looks_at_series_by_name_or_symbol(steered, when, words) -> None:
    entry = {"from": "2025-02", "until": "2029-01", "when": when, "for": 1, "decide": {"a.b": "c_d"}}
    with peninsula.open_results(steered) as results:
        known = timelines.words_of(results)
    (found,) = timelines.entries_of({"timeline": [entry]}, "2025-02", 48, known)
    assert found.sentence == f"after a month with {words}, for the next month: a.b is “c d”"


def test_years_are_told_as_years() -> None:
    nothing = Words({}, {}, {}, {}, "year")
    timeline = [
        {"from": "year 3", "until": "year 9", "stays_away": "war.start"},
        {"from": "year 0", "until": "year 9", "when": "war", "for": 2, "happens": "peace.made"},
    ]
    first, second = timelines.entries_of({"timeline": timeline}, "year 0", 10, nothing)
    assert (first.month, first.until) == ("year 3", None)
    assert second.sentence == "after a year with war, for the next 2 years: peace.made happens, wherever it can"
