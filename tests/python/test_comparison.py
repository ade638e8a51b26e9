# SPDX-License-Identifier: Apache-2.0
"""Paired differences as a table: from the file, from records, and by running again, with the same numbers."""

import json

import pytest

import peninsula
from peninsula import comparison, engine

NUMBERS = ["here", "there", "difference", "low", "high"]
WORDS = ["condition", "against", "outcome", "label", "kind", "units", "measure", "pairs"]


def program_rows(path, against: str, outcomes) -> list[dict]:
    asked = [word for name in outcomes for word in ("--outcome", name)]
    return json.loads(engine.program("compare", path, "--against", against, "--json", *asked))["rows"]


def test_the_headline_is_compared_as_the_program_does(two, results) -> None:
    table = peninsula.compare(results)
    rows = json.loads(engine.program("compare", two, "--json"))["rows"]
    assert table.attrs["paired_by"] == "file"
    assert list(table.outcome) == [row["outcome"] for row in rows]
    for name in NUMBERS:
        assert table[name].tolist() == pytest.approx([row[name] for row in rows], rel=1e-12, abs=1e-12)


def test_records_give_the_same_pairs_as_the_file(results) -> None:
    """Means of records are of floats, those of the file of values rounded to their quantum."""
    names = list(results.peninsula.outcomes.index)
    file = peninsula.compare(results, outcomes=names)
    kept = comparison._table(comparison._rows_of_records(results, "baseline", names, 0.95), "baseline", "records")
    assert file[WORDS].equals(kept[WORDS])
    for _, mine, theirs in zip(range(len(file)), file.itertuples(), kept.itertuples(), strict=False):
        quantum = float(results.outcome_quantum.sel(outcome=mine.outcome)) if mine.kind == "continuous" else 0.0
        for name in NUMBERS:
            assert getattr(mine, name) == pytest.approx(
                getattr(theirs, name), rel=1e-6, abs=quantum + 1e-9, nan_ok=True
            )


def test_another_condition_is_paired_by_records_where_there_are_some(two, results) -> None:
    names = ["summit_held", "deal", "icbm_tests", "first_summit"]
    table = peninsula.compare(results, "early-ceasefire", names)
    rows = program_rows(two, "early-ceasefire", names)
    assert table.attrs["paired_by"] == "records" and set(table.condition) == {"baseline"}
    assert table.label.tolist() == [row["label"] for row in rows]
    for name in NUMBERS:
        assert table[name].tolist() == pytest.approx([row[name] for row in rows], rel=1e-9, abs=1e-9)


def test_another_condition_is_paired_by_running_again_where_there_are_none(three) -> None:
    with peninsula.open_results(three) as results:
        table = peninsula.compare(results, "tariff-war", ["summit_held"])
        back = peninsula.compare(results, outcomes=["summit_held"])
    assert table.attrs["paired_by"] == "rerun" and list(table.condition) == ["baseline", "drawn"]
    mirrored = [-back.difference[0], -back.high[0], -back.low[0]]
    assert table.loc[0, ["difference", "low", "high"]].tolist() == pytest.approx(mirrored, rel=1e-12)


def test_the_level_is_that_of_the_intervals(results) -> None:
    narrow, wide = (peninsula.compare(results, outcomes=["icbm_tests"], level=level) for level in (0.5, 0.95))
    assert (wide.high - wide.low)[0] > 2 * (narrow.high - narrow.low)[0]


def test_what_cannot_be_compared_is_told(results, three, points) -> None:
    with pytest.raises(peninsula.InputError, match="did you mean 'early-ceasefire'"):
        peninsula.compare(results, "early-cease")
    with pytest.raises(peninsula.InputError, match="not among the conditions chosen"):
        peninsula.compare(results.sel(condition=["early-ceasefire"]))
    with peninsula.open_results(three) as without, pytest.raises(peninsula.InputError, match="95 %"):
        peninsula.compare(without, "tariff-war", level=0.9)
    with peninsula.open_results(points) as sweep, pytest.raises(peninsula.InputError, match="points of a sweep"):
        peninsula.compare(sweep, "point-0003", ["summit_held"])
