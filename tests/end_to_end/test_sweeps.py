# SPDX-License-Identifier: Apache-2.0
"""Sweeps: whatever ends the program, however the work is divided, the result has the same bits."""

import contextlib
import dataclasses
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator

import h5py
import numpy
import pytest
import xarray

from results import differing

GRID = """\
name: small-grid
summary: Two assumptions against each other.
condition: {configs}/baseline.yaml
design: grid
trajectories: 98304
axes:
  - {{parameter: russia.postwar_capacity, values: [0.5, 0.75, 1.0]}}
  - {{event: ukraine_ceasefire, months: [2025-03, 2025-05, never]}}
"""
QUICK = ("--months", 6, "--task-size", 163840, "--quiet")  # six tasks of a quarter of a second


@dataclasses.dataclass(frozen=True)
class Sweep:
    """A sweep file, and the result of running it undisturbed."""

    file: pathlib.Path
    arguments: tuple
    whole: pathlib.Path


def parts(output: pathlib.Path) -> pathlib.Path:
    return output.with_name(output.name + ".parts")


def finished(output: pathlib.Path) -> list[str]:
    """Names of the parts that are complete."""
    return sorted(path.name for path in parts(output).glob("part-*.h5"))


def written(folder: pathlib.Path, text: str, root: pathlib.Path, name: str = "sweep.yaml") -> pathlib.Path:
    path = folder / name
    path.write_text(text.format(configs=root / "configs"))
    return path


@pytest.fixture(scope="module")
def grid(peninsula, root, tmp_path_factory) -> Sweep:
    folder = tmp_path_factory.mktemp("grid")
    sweep = Sweep(written(folder, GRID, root), QUICK, folder / "whole.h5")
    peninsula("sweep", sweep.file, *sweep.arguments, "-o", sweep.whole)
    return sweep


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


def test_one_shard_is_the_whole(peninsula, grid, tmp_path) -> None:
    peninsula("sweep", grid.file, *grid.arguments, "-o", tmp_path / "one.h5", "--shard", "1/1")
    assert differing(grid.whole, tmp_path / "one.h5") == []


@pytest.mark.parametrize("shards", range(2, 8))
def test_shards_merge_to_the_whole(peninsula, grid, tmp_path, shards) -> None:
    output = tmp_path / "shards.h5"
    for shard in range(shards, 0, -1):
        peninsula("sweep", grid.file, *grid.arguments, "-o", output, "--shard", f"{shard}/{shards}")
    peninsula("merge", parts(output), "-o", output)
    assert differing(grid.whole, output) == []


def test_shards_of_different_folders_merge(peninsula, grid, tmp_path) -> None:
    outputs = [tmp_path / f"{shard}.h5" for shard in (1, 2, 3)]
    for shard, output in enumerate(outputs, 1):
        peninsula("sweep", grid.file, *grid.arguments, "-o", output, "--shard", f"{shard}/3")
    peninsula("merge", *map(parts, outputs), "-o", tmp_path / "merged.h5")
    assert differing(grid.whole, tmp_path / "merged.h5") == []


def test_a_missing_shard_is_named(peninsula, grid, tmp_path) -> None:
    output = tmp_path / "shards.h5"
    for shard in (1, 2, 4):
        peninsula("sweep", grid.file, *grid.arguments, "-o", output, "--shard", f"{shard}/4")
    refused = peninsula("merge", parts(output), "-o", output, status=1)
    assert "missing: 2" in refused.stderr and "3/4" in refused.stderr and not output.exists()


def test_a_part_of_another_sweep_is_refused(peninsula, grid, tmp_path) -> None:
    one, other = tmp_path / "one.h5", tmp_path / "other.h5"
    peninsula("sweep", grid.file, *grid.arguments, "-o", one, "--shard", "1/2")
    peninsula("sweep", grid.file, *grid.arguments, "-o", other, "--shard", "2/2", "--seed", 7)
    refused = peninsula("merge", parts(one), parts(other), "-o", tmp_path / "both.h5", status=2)
    assert "seed: 7" in refused.stderr
    (parts(other) / "part-000001.h5").rename(parts(one) / "part-000001.h5")
    refused = peninsula("sweep", grid.file, *grid.arguments, "-o", one, "--resume", status=2)
    assert "part of another sweep" in refused.stderr


def test_a_damaged_part_is_noticed_and_done_again(peninsula, grid, tmp_path) -> None:
    output = tmp_path / "damaged.h5"
    for shard in (1, 2):
        peninsula("sweep", grid.file, *grid.arguments, "-o", output, "--shard", f"{shard}/2")
    part = parts(output) / "part-000003.h5"
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 0xFF
    part.write_bytes(content)
    refused = peninsula("merge", parts(output), "-o", output, status=2)
    assert "part-000003.h5: is damaged" in refused.stderr and not output.exists()
    part.unlink()
    peninsula("sweep", grid.file, *grid.arguments, "-o", output, "--resume")
    assert differing(grid.whole, output) == []


def killed(program: pathlib.Path, arguments: list, after: float) -> bool:
    """Starts the program and kills it; False if it had ended by itself."""
    process = subprocess.Popen([program, *map(str, arguments)], stderr=subprocess.PIPE)
    try:
        process.wait(after)
        assert process.returncode == 0, process.stderr.read()
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True


def test_thirty_kills_leave_the_same_bits(program, peninsula, grid, tmp_path) -> None:
    """Killed at random moments, at the start, within tasks and while merging; started again each time."""
    output, moments = tmp_path / "killed.h5", random.Random(20250201)
    kills = 0
    while kills < 30:
        arguments = ["sweep", grid.file, *grid.arguments, "-o", output, "--resume", "--threads", 1 + kills % 3]
        if killed(program, arguments, moments.uniform(0.01, 0.45)):
            kills += 1
        if output.exists():  # it came through: once more from the beginning
            assert differing(grid.whole, output) == []
            output.unlink()
    peninsula("sweep", grid.file, *grid.arguments, "-o", output, "--resume")
    assert differing(grid.whole, output) == []
    assert not parts(output).exists() and sorted(path.name for path in tmp_path.iterdir()) == ["killed.h5"]


def test_an_interrupt_keeps_what_is_finished(program, peninsula, grid, tmp_path) -> None:
    output = tmp_path / "interrupted.h5"
    arguments = ["sweep", grid.file, *grid.arguments, "-o", output, "--threads", 1]
    process = subprocess.Popen([program, *map(str, arguments)], stderr=subprocess.PIPE, text=True)
    while not finished(output):
        time.sleep(0.01)
    process.terminate()
    assert process.wait(10) == 128 + 15
    kept = finished(output)
    assert kept and not output.exists()
    refused = peninsula(*arguments, status=2)
    assert "--resume" in refused.stderr and finished(output) == kept
    peninsula(*arguments, "--resume")
    assert differing(grid.whole, output) == []
    again = peninsula(*arguments[:-2], "--resume")
    assert again.returncode == 0 and differing(grid.whole, output) == []


@pytest.fixture
def small_disk(tmp_path) -> Iterator[pathlib.Path]:
    """A file system of 1 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False, text=True
    )
    if mounted.returncode != 0:
        pytest.skip(f"mounting a small disk is not permitted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder: pathlib.Path) -> pathlib.Path:
    """Takes all the space that there is."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    return filler


def test_a_full_disk_keeps_what_is_finished(program, peninsula, grid, small_disk) -> None:
    """The disk fills while the sweep is running, and is free again later."""
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    output = small_disk / "sweep.h5"
    process = subprocess.Popen([program, "sweep", grid.file, *map(str, grid.arguments), "-o", output],
                               stderr=subprocess.PIPE, text=True)
    while not finished(output):
        time.sleep(0.005)
    filler = fill(small_disk)
    assert process.wait(60) == 1 and "No space left on device" in process.stderr.read()
    kept = finished(output)
    assert 0 < len(kept) < 6 and not output.exists()
    for part in kept:
        with h5py.File(parts(output) / part) as file:
            assert file["counts"][:].sum() > 0
    filler.unlink()
    peninsula("sweep", grid.file, *grid.arguments, "-o", output, "--resume")
    assert differing(grid.whole, output) == []


def test_a_second_process_is_refused(program, peninsula, grid, tmp_path) -> None:
    output = tmp_path / "busy.h5"
    arguments = ["sweep", grid.file, *grid.arguments, "-o", output]
    first = subprocess.Popen([program, *map(str, arguments)])
    while not parts(output).is_dir() or not (parts(output) / "manifest.yaml").exists():
        time.sleep(0.005)
    refused = peninsula(*arguments, "--resume", status=75)
    assert "another process works on" in refused.stderr
    assert first.wait(60) == 0 and differing(grid.whole, output) == []


@pytest.mark.parametrize("change, told", [
    (("--seed", 8), "seed: 8"),
    (("-n", 65536), "trajectories: 65536"),
    (("--set", "russia.recovery_burden=0.6"), "russia.recovery_burden: 0.6"),
    (("--months", 7), "months: 7"),
    (("--task-size", 65536), "task_size: 65536"),
    (("--until", "summit_held ± 0.01"), "until: summit_held ± 0.01"),
])
def test_resuming_something_else_is_refused(peninsula, grid, tmp_path, change, told) -> None:
    output = tmp_path / "changed.h5"
    peninsula("sweep", grid.file, *grid.arguments, "-o", output, "--shard", "1/6")
    arguments = list(grid.arguments)
    if change[0] in arguments:
        at = arguments.index(change[0])
        del arguments[at:at + 2]
    before = finished(output)
    refused = peninsula("sweep", grid.file, *arguments, *change, "-o", output, "--resume", status=2)
    assert "holds the parts of another sweep" in refused.stderr and told in refused.stderr
    assert finished(output) == before


def test_a_thousand_shards_merge(program, peninsula, root, tmp_path) -> None:
    """1,024 tasks, each done by a process of its own; of three outcomes, since each writes a file."""
    text = GRID.split("axes:", maxsplit=1)[0].replace("98304", str(1024 * 16384)) + \
        "axes:\n  - {{parameter: russia.postwar_capacity, values: [0.5]}}\n"
    sweep = written(tmp_path, text, root)
    output, whole = tmp_path / "shards.h5", tmp_path / "whole.h5"
    arguments = [str(word) for word in (sweep, "--months", 1, "--task-size", 1, "--quiet", "--threads", 1,
                                        "--outcomes", "summit_held,strategic_tests,first_summit")]
    subprocess.run(["xargs", "-P2", "-I{}", program, "sweep", *arguments, "-o", output, "--shard", "{}/1024"],
                   input="\n".join(map(str, range(1, 1025))), text=True, check=True)
    assert len(finished(output)) == 1024
    peninsula("merge", parts(output), "-o", output)
    peninsula("sweep", *arguments, "-o", whole)
    assert differing(whole, output) == []


@pytest.fixture
def under_mpi(program) -> Callable[..., subprocess.Popen]:
    """Starts so many ranks of the program, each on one thread."""
    launcher = shutil.which("mpirun.openmpi")
    if launcher is None or not program.with_name("libpeninsula_mpi.so").exists():
        pytest.skip("built without MPI: scripts/packages mpi installs it")
    environment = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                   "OMPI_MCA_mpi_yield_when_idle": "1", "OMPI_MCA_btl": "self,vader"}

    def start(ranks: int, *arguments: object) -> subprocess.Popen:
        command = [launcher, "--oversubscribe", "-n", ranks, program, *arguments, "--threads", 1]
        return subprocess.Popen(list(map(str, command)), env=environment, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)

    return start


@pytest.mark.parametrize("ranks", [1, 2, 4])
def test_ranks_of_mpi_give_the_same_bits(under_mpi, grid, tmp_path, ranks) -> None:
    output = tmp_path / "ranks.h5"
    job = under_mpi(ranks, "sweep", grid.file, *grid.arguments, "-o", output)
    assert job.wait(120) == 0, job.stdout.read()
    assert differing(grid.whole, output) == []


def test_ranks_of_mpi_give_the_same_bits_where_a_timeline_decides(under_mpi, peninsula, root, tmp_path) -> None:
    sweep = tmp_path / "sweep.yaml"
    sweep.write_text(
        f"name: decided\nsummary: Interventions.\ncondition: {root}/tests/end_to_end/interventions.yaml\ndesign: grid\n"
        "trajectories: 700\naxes: [{parameter: provocation.attention_motive, values: [0, 0.9, 1.8]}]\n")
    peninsula("sweep", sweep, "--task-size", 500, "--quiet", "-o", tmp_path / "whole.h5")
    job = under_mpi(2, "sweep", sweep, "--task-size", 500, "--quiet", "-o", tmp_path / "ranks.h5")
    assert job.wait(120) == 0, job.stdout.read()
    assert differing(tmp_path / "whole.h5", tmp_path / "ranks.h5") == []


def test_a_rank_that_fails_ends_the_job(under_mpi, grid, small_disk) -> None:
    job = under_mpi(2, "sweep", grid.file, *grid.arguments, "-o", small_disk / "ranks.h5")
    assert job.wait(120) == 1 and "No space left on device" in job.stdout.read()


def test_a_lost_rank_ends_the_job_and_what_is_finished_is_kept(under_mpi, peninsula, grid, tmp_path) -> None:
    output = tmp_path / "lost.h5"
    job = under_mpi(2, "sweep", grid.file, *grid.arguments, "-o", output)
    while not finished(output):
        time.sleep(0.01)
    ranks = subprocess.run(["pgrep", "-P", str(job.pid)], capture_output=True, text=True, check=True).stdout.split()
    os.kill(int(ranks[-1]), signal.SIGKILL)
    assert job.wait(60) != 0  # the launcher's own status: 137 of Open MPI
    assert finished(output) and not output.exists()
    peninsula("sweep", grid.file, *grid.arguments, "-o", output, "--resume")
    assert differing(grid.whole, output) == []


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
