# SPDX-License-Identifier: Apache-2.0
"""What a trace tells of one trajectory."""

import json

import pytest


def test_a_trace_tells_the_utilities_behind_each_choice(peninsula) -> None:
    done = peninsula("trace", "configs/baseline.yaml", "--trajectory", 4711, "--format", "json")
    story = json.loads(done.stdout)
    assert len(story["months"]) == 48 and story["months"][0]["month"] == "2025-02"
    for month in story["months"]:
        assert {decision["agent"] for decision in month["decisions"]} == {
            "Russia", "China", "United States", "South Korea", "North Korea", "Japan"}
        for decision in month["decisions"]:
            allowed = [option for option in decision["options"] if option["probability"] > 0]
            assert sum(option["probability"] for option in allowed) == pytest.approx(1, abs=1e-5)
            assert decision["chosen"] in [option["option"] for option in allowed]
            best = max(allowed, key=lambda option: option["utility"])
            assert best["probability"] == max(option["probability"] for option in allowed)


@pytest.mark.parametrize("form", ["text", "csv"])
def test_a_trace_reads_in_every_form(peninsula, form) -> None:
    done = peninsula("trace", "configs/early_ceasefire.yaml", "--trajectory", 3, "--format", form)
    assert "ceasefire" in done.stdout and "2025-02" in done.stdout
