# SPDX-License-Identifier: Apache-2.0
"""Where histories part: against the traces of both conditions, one by one."""

import json
from typing import Any

import numpy
import pytest

import peninsula as package
from peninsula.decide import why_command

FIRST, SECOND, RETOLD = "baseline", "small-deal-washington", 40


@pytest.fixture(scope="module")
def found() -> package.Partings:
    return package.partings(FIRST, SECOND, RETOLD)


def told(trace: package.Trace) -> dict[tuple[str, str, str], Any]:
    """What was taken of each decision, and which chances came true, by month, agent and subject."""
    chosen = trace.decisions[trace.decisions.chosen]
    taken: dict[tuple[str, str, str], Any] = {
        (str(each.month), each.agent, each.decision): each.option for each in chosen.itertuples()
    }
    chances = trace.chances.itertuples()
    return taken | {(str(each.month), each.agent, each.event): bool(each.happened) for each in chances}


def test_histories_part_where_their_traces_first_differ(found) -> None:
    for number in range(RETOLD):
        first, second = (told(package.trace(condition, number)) for condition in (FIRST, SECOND))
        keys = sorted(key for key in first.keys() | second.keys() if differs(first, second, key))
        rows = found.each[found.each.trajectory == number]
        assert len(rows) == bool(keys)
        for row in rows.itertuples():
            month = why_command.month_after(found.start, row.month)
            key = (month, row.agent, row.subject)
            assert key in keys and month == keys[0][0]
            assert [row.first, row.second] == [words(history.get(key, False)) for history in (first, second)]


def differs(first: dict[tuple[str, str, str], Any], second: dict[tuple[str, str, str], Any], key: Any) -> bool:
    """A decision that both took otherwise, or a chance that came true in one alone."""
    one, other = first.get(key, False), second.get(key, False)
    both = key in first and key in second
    return one != other and (both or True in (one, other))


def words(taken: Any) -> str:
    return {True: "happens", False: "does not"}.get(taken, taken) if isinstance(taken, bool) else str(taken)


def test_shares_count_the_trajectories_that_part_over_the_same(found) -> None:
    assert found.table.share.sum() * RETOLD == pytest.approx(len(found.each))
    assert (numpy.diff(found.table.share) <= 0).all()
    assert ((found.table.low < found.table.share) & (found.table.share < found.table.high)).all()
    top = found.table.iloc[0]
    what = ["agent", "subject", "first", "second"]
    alike = found.each[(found.each[what] == top[what]).all(axis=1)]
    assert len(alike) == round(top.share * RETOLD) and top.utility_first == pytest.approx(alike.utility_first.mean())


def test_the_exemplar_parts_over_what_most_do_and_ends_otherwise(found) -> None:
    top = found.table.iloc[0]
    [row] = found.each[found.each.trajectory == found.exemplar].itertuples()
    assert (row.agent, row.subject, row.first, row.second) == tuple(top[["agent", "subject", "first", "second"]])
    run = package.simulate([FIRST, SECOND], 1, first=found.exemplar)
    assert any((one[0] != one[1]).any() for one in run.outcomes.values())


def test_a_condition_does_not_part_from_itself() -> None:
    same = package.partings(FIRST, FIRST, 8)
    assert same.table.empty and same.each.empty and same.exemplar is None


def test_what_is_given_parts_histories_over_what_follows(tmp_path) -> None:
    """A decision that a condition takes is told as the agent's own."""
    decided = tmp_path / "decided.yaml"
    decided.write_text(
        "name: decided\nsummary: Pressure in the first month.\nextends: baseline\n"
        "timeline:\n  - {month: 2025-02, decide: {united_states.action: pressure}}\n"
    )
    found = package.partings(FIRST, str(decided), 32)
    assert set(found.each.subject) == {"action"} and set(found.each.second) == {"pressure"}
    assert set(found.each.month) == {0} and (found.each.probability_second == 0).all()


@pytest.mark.parametrize("trajectories", [0, -1, 1.5])
def test_numbers_of_trajectories_that_make_no_sense_are_refused(trajectories) -> None:
    with pytest.raises(package.InputError, match="trajectories"):
        package.partings(FIRST, SECOND, trajectories)


def test_the_command_tells_them(capsys) -> None:
    asked = [FIRST, SECOND, "-n", "256", "--outcome", "summit_held", "--no-channels", "--retold", str(RETOLD)]
    expected = package.partings(FIRST, SECOND, RETOLD)
    assert why_command.main(asked) == 0
    text = capsys.readouterr().out
    assert f"{len(expected.each)} of {RETOLD} trajectories part" in text
    assert f"--trajectory {expected.exemplar}," in text
    why_command.main([*asked, "--json"])
    table = json.loads(capsys.readouterr().out)["partings"]["table"]
    assert [row["share"] for row in table] == pytest.approx(list(expected.table.share))
    why_command.main([*asked[:-1], "0"])
    assert "Retold" not in capsys.readouterr().out
