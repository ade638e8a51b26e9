# SPDX-License-Identifier: Apache-2.0
"""Points of sweeps: their values, their chance, how precise they are, and what they say together."""

import json
import pathlib
import re

import h5py
import numpy
import pytest
import xarray

from results import differing
from sweeping import GRID, parts, written


def test_points_are_what_the_same_conditions_give_when_they_are_run(peninsula, root, grid, tmp_path) -> None:
    """A point and its reference, as two conditions of one run: the same counts and the same paired differences."""
    condition = tmp_path / "point.yaml"
    condition.write_text(f"name: point\nsummary: One point.\nextends: {root}/configs/baseline.yaml\n"
                         "parameters: {russia.postwar_capacity: 0.75}\n"
                         "timeline: [{month: 2025-05, event: ukraine_ceasefire}]\n")
    peninsula(
        "run", "configs/baseline.yaml", condition, "-n", 98304, "--months", 6, "-o", tmp_path / "run.h5", "--quiet"
    )
    sweep, run = xarray.open_dataset(grid.whole), xarray.open_dataset(tmp_path / "run.h5")
    point = int(numpy.flatnonzero((sweep.design_label[:, 0] == "0.75") & (sweep.design_label[:, 1] == "2025-05"))[0])
    for name in str(sweep.attrs["outcomes"]).split(","):
        for variable in (name, f"{name}_difference"):
            assert numpy.array_equal(sweep[variable][[0, point]], run[variable]), variable


def test_a_grid_has_every_combination_once(grid) -> None:
    labels = xarray.open_dataset(grid.whole).design_label.values[1:]
    assert sorted(map(tuple, labels)) == [(capacity, month) for capacity in ("0.5", "0.75", "1")
                                          for month in ("2025-03", "2025-05", "never")]


def test_until_precise_stops_each_point_by_itself(peninsula, grid, tmp_path) -> None:
    """The widest interval runs on, and shards agree with the whole about when to stop."""
    words = [grid.file, *grid.arguments, "--until", "summit_held ± 0.0013"]
    whole, output = tmp_path / "whole.h5", tmp_path / "shards.h5"
    peninsula("sweep", *words, "-o", whole, "--threads", 2)
    for shard in (1, 2):
        peninsula("sweep", *words, "-o", output, "--threads", 1, "--shard", f"{shard}/2")
    peninsula("merge", parts(output), "-o", output)
    assert differing(whole, output) == []
    result = xarray.open_dataset(whole)
    share = result.summit_held / result.trajectories
    half = 1.96 * numpy.sqrt(share * (1 - share) / result.trajectories)
    assert len(set(result.trajectories.values)) > 1
    assert all((half < 0.001301) | (result.trajectories == 98304))
    reached = result.until_half_width_reached
    assert result.attrs["until_outcome"] == "summit_held" and result.attrs["until_half_width"] == 0.0013
    assert abs(reached - half).max() < 1e-5  # Wilson's, of which the other is the limit
    short = int((reached > 0.0013).sum())
    told = "was not reached" in peninsula("show", whole).stdout
    assert told == (short > 0)


def test_points_that_fall_short_of_a_precision_are_told(peninsula, grid, tmp_path) -> None:
    """On the terminal, whether the sweep or the merge of its shards makes the result, and below its tables."""
    words = [grid.file, "--months", 6, "-n", 400, "--until", "summit_held ± 0.0001"]
    whole, output = tmp_path / "whole.h5", tmp_path / "shards.h5"
    note = "summit_held ± 0.0001, was not reached in 10 of 10 points"
    assert note in peninsula("sweep", *words, "-o", whole).stderr
    for shard in (1, 2):
        assert note not in peninsula("sweep", *words, "-o", output, "--shard", f"{shard}/2").stderr
    assert note in peninsula("merge", parts(output), "-o", output).stderr
    assert note in peninsula("show", whole).stdout
    assert note in peninsula("sensitivity", whole).stdout


FLAT = """\
name: flat
summary: An axis, and few trajectories.
condition: {configs}/baseline.yaml
design: DESIGN
trajectories: TRAJECTORIES
axes:
  - {{parameter: us_china.tilt, law: prior}}
  - {{parameter: russia.postwar_capacity, law: prior}}
"""


@pytest.mark.parametrize("design, trajectories, months, reason", [
    ("latin_hypercube\npoints: 5", 1, 48, "a single trajectory at a point tells nothing of chance"),
    ("sobol\npoints: 1", 50, 48, "at a single point nothing varies but chance"),
    ("sobol\npoints: 1", 1, 48, "at a single point nothing varies but chance"),
    ("saltelli\npoints: 4", 30, 1, "it never varies"),
    ("saltelli\npoints: 4\nsecond_order: true", 1, 1, "a single trajectory at a point tells nothing of chance"),
    ("morris\npoints: 1\nlevels: 4", 30, 48, "a single path tells no deviation of effects"),
    ("morris\npoints: 3\nlevels: 4", 30, 1, "it never varies"),
])
def test_sensitivity_gives_a_dash_and_a_reason(peninsula, root, tmp_path, design, trajectories, months, reason) -> None:
    text = FLAT.replace("DESIGN", design).replace("TRAJECTORIES", str(trajectories))
    output = tmp_path / "flat.h5"
    peninsula("sweep", written(tmp_path, text, root), "--months", months, "-o", output, "--quiet")
    told = peninsula("sensitivity", output, "--all").stdout
    assert f"  -: {reason}\n" in told
    assert not re.search(r"\b(nan|inf)\b", told)
    found = json.loads(peninsula("sensitivity", output, "--all", "--json").stdout, parse_constant=pytest.fail)
    assert reason in {outcome["reason"] for outcome in found["outcomes"]}


def test_what_is_clamped_survives_parts_and_shards(peninsula, root, tmp_path) -> None:
    text = FLAT.replace("DESIGN", "latin_hypercube\npoints: 3").replace("TRAJECTORIES", "500")
    words = [written(tmp_path, text, root), "--set", "economy.base_growth=0.1", "--quiet"]
    whole, output = tmp_path / "whole.h5", tmp_path / "shards.h5"
    peninsula("sweep", *words, "-o", whole)
    for shard in (1, 2):
        peninsula("sweep", *words, "-o", output, "--shard", f"{shard}/2", "--task-size", 600)
    peninsula("merge", parts(output), "-o", output)
    one, other = xarray.open_dataset(whole), xarray.open_dataset(output)
    assert one.outcome_beyond.equals(other.outcome_beyond) and one.outcome_clamped.equals(other.outcome_clamped)
    assert (one.outcome_clamped.sel(outcome="economy") > 0).all()
    assert "a sum clamps their squares" in peninsula("sensitivity", whole, "--outcome", "economy").stdout


def test_points_of_independent_chance_see_other_trajectories(peninsula, root, grid, tmp_path) -> None:
    """Shares agree within five standard errors (false alarm below 1e-4 over all), but no count is shared."""
    sweep = written(tmp_path, GRID.replace("design: grid", "design: grid\nchance: independent"), root)
    output = tmp_path / "independent.h5"
    peninsula("sweep", sweep, *grid.arguments, "-o", output)
    common, independent = xarray.open_dataset(grid.whole), xarray.open_dataset(output)
    assert len(set(independent.first_trajectory.values)) == 10
    assert numpy.array_equal(common.strategic_tests[0], independent.strategic_tests[0])  # the reference itself
    assert not numpy.array_equal(common.strategic_tests[1], independent.strategic_tests[1])
    count = 98304
    one, other = common.summit_held / count, independent.summit_held / count
    assert all(abs(one - other) <= 5 * numpy.sqrt(2 * one * (1 - one) / count))


DESIGNS = {
    "latin_hypercube": ("points: 40", 41),
    "sobol": ("points: 64", 65),
    "saltelli": ("points: 16", 16 * 8 + 1),
    "morris": ("points: 6\nlevels: 4", 6 * 4 + 1),
}
SAMPLED = """\
name: sampled
summary: Three assumptions, sampled.
condition: {configs}/baseline.yaml
design: DESIGN
trajectories: 2000
axes:
  - {{parameter: ukraine_war.ceasefire_hazard, law: {{log_uniform: [0.01, 0.08]}}}}
  - {{parameter: negotiation.reservation, law: prior}}
  - {{parameter: us_china.initial_regime, values: [cooperation, managed_rivalry, tariff_war]}}
"""


@pytest.fixture(scope="module", params=DESIGNS)
def sampled(request, peninsula, root, tmp_path_factory) -> pathlib.Path:
    size, _ = DESIGNS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    sweep = written(folder, SAMPLED.replace("DESIGN", f"{request.param}\n{size}"), root)
    peninsula("sweep", sweep, "-o", folder / "result.h5", "--quiet")
    return folder / "result.h5"


def test_a_sampled_design_has_its_points(sampled) -> None:
    result = xarray.open_dataset(sampled)
    assert result.sizes["condition"] == DESIGNS[result.attrs["design"]][1]
    hazard = result.design_value[1:, 0]
    assert float(hazard.min()) >= 0.01 and float(hazard.max()) <= 0.08
    assert set(result.design_label[1:, 2].values) == {"cooperation", "managed_rivalry", "tariff_war"}


def test_sensitivity_reads_what_the_file_says(peninsula, sampled) -> None:
    """Means and variances over points, straight from the counts; indices as SALib has them, where it is installed."""
    told = json.loads(peninsula("sensitivity", sampled, "--json", "--outcome", "summit_held").stdout)
    result = xarray.open_dataset(sampled)
    share = (result.summit_held / result.trajectories).values[1:]
    found = told["outcomes"][0]
    assert found["mean"] == pytest.approx(share.mean(), rel=1e-12)
    assert found["variance_between_points"] == pytest.approx(share.var(ddof=1), rel=1e-12)
    assert found["variance_within_points"] == pytest.approx((share * (1 - share)).mean() * 2000 / 1999, rel=1e-12)
    if told["design"] == "saltelli":
        salib = pytest.importorskip("SALib.analyze.sobol", reason="SALib, an optional extra, is not installed")
        problem = {"num_vars": 3, "names": told["factors"], "bounds": [[0, 1]] * 3}
        theirs = salib.analyze(problem, share, calc_second_order=True, num_resamples=10, seed=1)
        for ours, name in (("first", "S1"), ("total", "ST")):
            assert [one["value"] for one in found[ours]] == pytest.approx(list(theirs[name]), abs=1e-12)


def test_the_size_is_told_before_anything_runs(peninsula, root, tmp_path) -> None:
    told = json.loads(peninsula("sweep", root / "configs/sweeps/headline_indices.yaml", "--dry-run", "--json",
                                "-o", tmp_path / "none.h5").stdout)
    assert told["points"] == 512 * 20 + 1 and told["trajectories"] == told["points"] * 10000
    assert told["seconds"] > 0 and told["bytes_free"] > 0 and list(tmp_path.iterdir()) == []


def test_the_size_on_disk_was_estimated_well(peninsula, root, grid, tmp_path) -> None:
    """Never less than it becomes, and not more than ten times as much."""
    told = json.loads(
        peninsula("sweep", grid.file, "--dry-run", "--json", *grid.arguments, "-o", tmp_path / "x.h5").stdout
    )
    written_bytes = grid.whole.stat().st_size
    assert 0.1 * told["bytes_of_result"] < written_bytes < told["bytes_of_result"]


@pytest.mark.parametrize("sweep", sorted((pathlib.Path(__file__).parents[2] / "configs/sweeps").glob("*.yaml")),
                         ids=lambda path: path.stem)
def test_every_sweep_that_comes_with_the_program_can_be_run(peninsula, sweep, tmp_path) -> None:
    assert "points" in peninsula("sweep", sweep, "--dry-run", "-o", tmp_path / "none.h5").stdout


def labels_of(peninsula, tmp_path, axes: str, design: str = "grid") -> list[tuple[str, ...]]:
    """What the points of a sweep of 10 trajectories are called, the reference left out."""
    sweep, output = tmp_path / "labels.yaml", tmp_path / "labels.h5"
    sweep.write_text(f"name: s\nsummary: s\ncondition: baseline\ndesign: {design}\ntrajectories: 10\naxes:\n{axes}")
    peninsula("sweep", sweep, "-o", output, "--force", "--quiet", "--months", 6)
    with h5py.File(output) as file:
        return [tuple(labels) for labels in file["design_label"].asstr()[1:]]


@pytest.mark.parametrize("low, high, steps, expected", [
    (0.1, 0.5, 5, ["0.1", "0.2", "0.3", "0.4", "0.5"]),
    (1.0, 0.4, 7, ["1", "0.9", "0.8", "0.7", "0.6", "0.5", "0.4"]),
    (0.7, 0.77, 8, ["0.7", "0.71", "0.72", "0.73", "0.74", "0.75", "0.76", "0.77"]),
    (0, 1, 4, ["0", "0.3333333333333333", "0.6666666666666666", "1"]),
    (1e-7, 5e-7, 5, ["1.0e-07", "2.0e-07", "3.0e-07", "4.0e-07", "5.0e-07"]),
])
def test_decimal_steps_give_decimal_values(peninsula, tmp_path, low, high, steps, expected) -> None:
    axes = f"  - {{parameter: russia.postwar_capacity, from: {low}, to: {high}, steps: {steps}}}\n"
    assert [label for label, in labels_of(peninsula, tmp_path, axes)] == expected


def test_a_range_across_zero_holds_zero(peninsula, tmp_path) -> None:
    axes = "  - {parameter: us_china.tilt, from: -0.1, to: 0.2, steps: 4}\n"
    assert [label for label, in labels_of(peninsula, tmp_path, axes)] == ["-0.1", "0", "0.1", "0.2"]


@pytest.mark.parametrize("axis, when", [
    ("parameter: russia.postwar_capacity, from: 0.1, to: 0.5, steps: 3", "russia.postwar_capacity: 0.30"),
    ("parameter: russia.postwar_capacity, values: [0.1, 3e-1, prior]", "russia.postwar_capacity: +0.3"),
    ("parameter: us_china.initial_regime, values: [cooperation, tariff_war]", "us_china.initial_regime: 2"),
    ("parameter: russia.postwar_capacity, values: [0.1, {uniform: [0.2, 0.30]}]",
     "russia.postwar_capacity: {uniform: [0.20, 0.3]}"),
])
def test_when_means_a_value_however_it_is_written(peninsula, tmp_path, axis, when) -> None:
    points = labels_of(
        peninsula, tmp_path, f"  - {{{axis}}}\n  - {{parameter: us_china.tilt, values: [0, 1], when: {{{when}}}}}\n"
    )
    assert sum(tilt != "" for _, tilt in points) == 2


def test_a_list_may_repeat_a_value_where_its_points_differ(peninsula, tmp_path) -> None:
    axes = "  - {parameter: us_china.tilt, values: [0, 0, 1]}\n  - {parameter: h_cf, values: [0.1, 0.2, 0.1]}\n"
    assert len(set(labels_of(peninsula, tmp_path, axes, "list"))) == 3
    twins = written(
        tmp_path,
        f"name: s\nsummary: s\ncondition: baseline\ndesign: list\naxes:\n{axes}".replace("0, 0, 1", "0, 1, 0")
        .replace("{", "{{")
        .replace("}", "}}"),
        tmp_path,
    )
    assert "twice" in peninsula("sweep", twins, "-o", tmp_path / "x.h5", status=2).stderr


def test_the_axis_of_all_that_is_open_leaves_alone_what_conditions_set(peninsula, tmp_path) -> None:
    """In each condition by itself: what one sets varies in the others."""
    sweep, output = tmp_path / "s.yaml", tmp_path / "x.h5"
    sweep.write_text("name: s\nsummary: s\ncondition: baseline\ndesign: sobol\npoints: 32\ntrajectories: 4\naxes:\n"
                     "  - {conditions: [baseline, small-deal-washington]}\n  - {open: prior}\n")
    peninsula("sweep", sweep, "-o", output, "--quiet", "--months", 3, "--set", "h_cf=0.1")
    result = xarray.open_dataset(output)
    names = [str(name) for name in result.factor.values]
    condition = result.design_label.values[1:, 0]
    assert "ukraine_war.ceasefire_hazard" not in names  # set by its own name
    value = result.design_value.values[1:, names.index("united_states.small_deal_stance")]
    assert numpy.isnan(value[condition == "small-deal-washington"]).all()
    assert numpy.isfinite(value[condition == "baseline"]).all()
    assert numpy.isfinite(result.design_value.values[1:, names.index("negotiation.reservation")]).all()
