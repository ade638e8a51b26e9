# SPDX-License-Identifier: Apache-2.0
"""Sweeps: whatever ends the program, however the work is divided, the result has the same bits."""

import contextlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator

import h5py
import pytest

from results import differing
from sweeping import GRID, finished, parts, written


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
