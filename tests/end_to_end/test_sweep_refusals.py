# SPDX-License-Identifier: Apache-2.0
"""Sweeps that make no sense: each is refused in one clear message."""

import re

import pytest

from sweeping import GRID, finished

BROKEN = {
    "an unknown key": ("chance: common\n", "chanse: common\n", "there is no key 'chanse'; did you mean 'chance'?"),
    "an unknown design": ("design: grid", "design: gird", "there is no design 'gird'; did you mean 'grid'?"),
    "an unknown parameter": (
        "russia.postwar_capacity",
        "russia.postwar_capacty",
        "did you mean 'russia.postwar_capacity'",
    ),
    "a value out of range": ("[0.5, 0.75, 1.0]", "[0.5, 75]", "russia.postwar_capacity is 75"),
    "an unknown event": ("ukraine_ceasefire", "ukraine_cease", "there is no event 'ukraine_cease'"),
    "a month outside": ("2025-05", "2035-05", "2035-05 is outside the condition's months"),
    "no such condition": ("baseline.yaml", "baselin.yaml", "there is no file"),
    "a law in a grid": ("values: [0.5, 0.75, 1.0]", "law: prior", "a grid takes listed values"),
    "points of a grid": ("design: grid", "design: grid\npoints: 7", "as many points as its axes give"),
    "unequal lengths": ("design: grid", "design: list", None),
    "no axes": ("axes:", "axes: []\nx:", "key 'x'"),
    "twice the same": (
        "{event: ukraine_ceasefire, months: [2025-03, 2025-05, never]}",
        "{parameter: russia.postwar_capacity, values: [0.6]}",
        "varies along another axis already",
    ),
    "a sampled design without size": ("design: grid", "design: sobol", "the key 'points' is missing"),
    "values beside a range": (
        "values: [0.5, 0.75, 1.0]",
        "values: [0.5], from: 0, to: 1, steps: 3",
        "'from' has no meaning beside 'values'",
    ),
    "a range beside a law": (
        "values: [0.5, 0.75, 1.0]",
        "from: 0, to: 1, steps: 3, law: prior",
        "'law' has no meaning beside",
    ),
    "months of a parameter": ("values: [0.5, 0.75, 1.0]", "values: [0.5], months: [never]", "'months' has no meaning"),
    "values of an event": (
        "months: [2025-03, 2025-05, never]",
        "months: [never], values: [1]",
        "'values' has no meaning",
    ),
    "a step without a range": ("values: [0.5, 0.75, 1.0]", "steps: 3", "needs values, or from, to and steps"),
    "half a range": ("values: [0.5, 0.75, 1.0]", "from: 0, to: 1", "'from' needs 'steps' beside it"),
    "a range of nothing": ("values: [0.5, 0.75, 1.0]", "from: 1, to: 1, steps: 3", "a range has two ends"),
    "an end that is a law": (
        "values: [0.5, 0.75, 1.0]",
        "from: 0, to: {uniform: [0, 1]}, steps: 3",
        "'to' must be a number",
    ),
    "a range of labels": (
        "russia.postwar_capacity, values: [0.5, 0.75, 1.0]",
        "us_china.initial_regime, from: 0, to: 3, steps: 4",
        "list them as values, of cooperation",
    ),
    "a range of a switch": (
        "russia.postwar_capacity, values: [0.5, 0.75, 1.0]",
        "crisis.ladder, from: 0, to: 1, steps: 2",
        "list them as values",
    ),
    "steps of a group": (
        "{parameter: russia.postwar_capacity, values: [0.5, 0.75, 1.0]}",
        "{together: [{parameter: h_cf, values: [0.1]}], steps: 2}",
        "'steps' has no meaning beside 'together'",
    ),
    "when of all that is open": (
        "{event: ukraine_ceasefire, months: [2025-03, 2025-05, never]}",
        "{open: prior, when: {russia.postwar_capacity: 0.5}}",
        "'when' has no meaning beside 'open'",
    ),
    "what is open in a grid": (
        "{event: ukraine_ceasefire, months: [2025-03, 2025-05, never]}",
        "{open: prior}",
        "a grid cannot vary all that is open",
    ),
    "levels of a grid": ("design: grid", "design: grid\nlevels: 6", "'levels' belongs to the morris design"),
    "the second order of a grid": (
        "design: grid",
        "design: grid\nsecond_order: true",
        "belongs to the saltelli design",
    ),
    "the same value": ("[0.5, 0.75, 1.0]", "[0.75, 0.5, 75e-2]", "russia.postwar_capacity is 0.75 twice"),
    "the same law": ("[0.5, 0.75, 1.0]", "[prior, {uniform: [0.3, 0.9]}, {uniform: [0.30, 9e-1]}]", "twice"),
    "the same month": ("[2025-03, 2025-05, never]", "[never, 2025-05, never]", "ukraine_ceasefire is never twice"),
    "the same outcome": ("chance: common", "chance: common\noutcomes: [summit_held, summit_held]", "listed twice"),
    "no outcome": ("chance: common", "chance: common\noutcomes: []", "at least one"),
    "a wrong when": ("values: [0.5, 0.75, 1.0]", "values: [0.5], when: {condition: x}", "no earlier axis 'condition'"),
}


@pytest.mark.parametrize("kind", [kind for kind in BROKEN if BROKEN[kind][2]])
def test_a_broken_sweep_gets_one_clear_message(peninsula, root, tmp_path, kind) -> None:
    old, new, message = BROKEN[kind]
    text = GRID.replace("design: grid", "chance: common\ndesign: grid").format(configs=root / "configs")
    assert old in text
    sweep = tmp_path / "broken.yaml"
    sweep.write_text(text.replace(old, new))
    refused = peninsula("sweep", sweep, "-o", tmp_path / "none.h5", status=2)
    assert message in refused.stderr and refused.stderr.count("\n") == 1
    assert f"{sweep}:" in refused.stderr and list(tmp_path.iterdir()) == [sweep]


@pytest.mark.parametrize("shard", ["0/3", "4/3", "3", "a/b", "1/2/3", "-1/3"])
def test_a_shard_that_makes_no_sense_is_refused(peninsula, grid, tmp_path, shard) -> None:
    assert "--shard" in peninsula("sweep", grid.file, f"--shard={shard}", "-o", tmp_path / "x.h5", status=2).stderr


@pytest.mark.parametrize(
    "reference, axis",
    [
        ("baseline", "[one.yaml, two.yaml]"),
        ("one.yaml", "[two.yaml]"),
        ("baseline", "[tariff-war, tariff-war]"),
        ("baseline", "[other_baseline.yaml]"),
    ],
)
def test_two_conditions_of_one_name_are_refused(peninsula, tmp_path, reference, axis) -> None:
    for file, name, base in (
        ("one", "twin", "baseline"),
        ("two", "twin", "tariff-war"),
        ("other_baseline", "baseline", "tariff-war"),
    ):
        (tmp_path / f"{file}.yaml").write_text(f"name: {name}\nsummary: s\nextends: {base}\n")
    sweep = tmp_path / "s.yaml"
    sweep.write_text(f"name: s\nsummary: s\ncondition: {reference}\ndesign: grid\naxes:\n  - conditions: {axis}\n")
    assert re.search(
        r"s.yaml:6:\d+: another condition of this sweep is named",
        peninsula("sweep", sweep, "-o", tmp_path / "x.h5", status=2).stderr,
    )
    sweep.write_text(sweep.read_text().replace(axis, "[baseline, tariff-war]").replace("one.yaml", "baseline"))
    peninsula("sweep", sweep, "-o", tmp_path / "x.h5", "--dry-run")


def test_a_condition_named_like_a_point_is_refused(peninsula, tmp_path) -> None:
    (tmp_path / "p.yaml").write_text("name: point-0002\nsummary: s\nextends: baseline\n")
    sweep = tmp_path / "s.yaml"
    sweep.write_text(
        "name: s\nsummary: s\ncondition: p.yaml\ndesign: grid\naxes: [{parameter: h_cf, values: [0.1, 0.2]}]\n"
    )
    assert (
        "a point of the sweep would be named 'point-0002' too"
        in peninsula("sweep", sweep, "-o", tmp_path / "x.h5", status=2).stderr
    )


def test_an_event_outside_the_months_of_a_condition_is_refused(peninsula, tmp_path) -> None:
    """Whichever axis comes first; conditions of a sweep may start at different times."""
    (tmp_path / "later.yaml").write_text("name: later\nsummary: s\nextends: baseline\nstart: 2026-01\n")
    axes = ["{event: ukraine_ceasefire, months: [2025-05, never]}", "{conditions: [later.yaml]}"]
    for order in (axes, axes[::-1]):
        sweep = tmp_path / "s.yaml"
        sweep.write_text(f"name: s\nsummary: s\ncondition: baseline\ndesign: grid\naxes: [{', '.join(order)}]\n")
        refused = peninsula("sweep", sweep, "-o", tmp_path / "x.h5", "--dry-run", status=2)
        assert "2025-05 is outside the months of 'later', which starts in 2026-01" in refused.stderr


@pytest.mark.parametrize("trajectories, status", [(2**40, 0), (2**40 + 1, 2), ("1e15", 2)])
def test_independent_points_may_not_share_trajectories(peninsula, tmp_path, trajectories, status) -> None:
    sweep = tmp_path / "s.yaml"
    sweep.write_text("name: s\nsummary: s\ncondition: baseline\nchance: independent\ndesign: grid\n"
                     "axes: [{parameter: h_cf, values: [0.1, 0.2]}]\n")
    told = peninsula("sweep", sweep, "-n", trajectories, "-o", tmp_path / "x.h5", "--dry-run", status=status)
    assert status == 0 or "at most 1099511627776 trajectories each" in told.stderr


def test_force_and_resume_do_not_contradict_each_other(peninsula, grid, tmp_path) -> None:
    """What is finished is neither thrown away by --resume --force, nor by one shard's --force."""
    output = tmp_path / "x.h5"
    shard = ["sweep", grid.file, *grid.arguments, "-o", output, "--shard", "1/6"]
    peninsula(*shard)
    before = finished(output)
    assert "give one of them" in peninsula(*shard, "--resume", "--force", status=2).stderr
    refused = peninsula(*shard, "--force", status=2).stderr
    assert "--resume" in refused and "--force" not in refused
    assert finished(output) == before


def test_no_axis_of_a_list_depends_on_another(peninsula, tmp_path) -> None:
    sweep = tmp_path / "list.yaml"
    sweep.write_text("name: s\nsummary: s\ncondition: baseline\ndesign: list\naxes:\n"
                     "  - {parameter: us_china.tilt, values: [0, 1]}\n"
                     "  - {parameter: russia.postwar_capacity, values: [0.5, 0.6], when: {us_china.tilt: 1}}\n")
    refused = peninsula("sweep", sweep, "--dry-run", "-o", tmp_path / "none.h5", status=2)
    assert f"{sweep}:7:" in refused.stderr and "in a list all axes vary together" in refused.stderr


@pytest.mark.parametrize(("steps", "trajectories"), [(40000, "1e15"), (100000, "1e14"), (9300, "1e15")])
def test_a_sweep_too_large_to_be_counted_is_refused(peninsula, tmp_path, steps, trajectories) -> None:
    sweep = tmp_path / "large.yaml"
    sweep.write_text("name: large\nsummary: s\ncondition: baseline\ndesign: grid\naxes:\n"
                     f"  - {{parameter: us_china.tilt, from: 0, to: 1, steps: {steps}}}\n")
    refused = peninsula("sweep", sweep, "-n", trajectories, "--dry-run", "-o", tmp_path / "none.h5", status=2)
    assert "are more than can be counted" in refused.stderr and refused.stderr.count("\n") == 1
