# SPDX-License-Identifier: Apache-2.0
"""A sweep on a cluster of three nodes inside this machine, some of which fail. Needs root and Slurm's packages."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator

import pytest

from results import differing

SWEEP = """\
name: small-grid
summary: Two assumptions against each other.
condition: {configs}/baseline.yaml
design: grid
trajectories: 400000
axes:
  - {{parameter: russia.postwar_capacity, values: [0.5, 0.75, 1.0]}}
  - {{event: ukraine_ceasefire, months: [2025-03, 2025-05, never]}}
"""
OPTIONS = ("--task-size", 40960, "--quiet")  # tasks of a third of a second
NODES = 3
UNFINISHED = ("PENDING", "RUNNING", "COMPLETING")  # of a job that may still become what it will be
SHARDS = 6

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0
    or shutil.which("slurmctld") is None
    or subprocess.run(
        ["unshare", "--uts", "--pid", "--fork", "--mount-proc", "true"], capture_output=True, check=False
    ).returncode
    != 0,
    reason="needs root, namespaces and the packages that `scripts/packages slurm` installs",
)


def eventually(happens: Callable[[], object], what: str, seconds: float = 120) -> object:
    """What `happens` returns as soon as that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := happens():
            return found
        time.sleep(0.1)
    pytest.fail(f"{what}: not within {seconds} s")


class Cluster:
    """Controller and nodes, in a folder of their own."""

    def __init__(self, root: pathlib.Path, folder: pathlib.Path) -> None:
        self.root, self.folder = root, folder
        port = "17900"  # beside a cluster that somebody has up
        self.environment = os.environ | {"LOOPBACK_SLURM_FOLDER": str(folder), "LOOPBACK_SLURM_PORT": port,
                                         "SLURM_CONF": str(folder / "slurm.conf")}

    def __call__(self, *command: object) -> str:
        done = subprocess.run(
            [*map(str, command)], capture_output=True, check=False, text=True, env=self.environment, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def manage(self, *arguments: object) -> str:
        return self(self.root / "cluster/loopback_slurm", *arguments)

    def submit(self, *arguments: object) -> tuple[str, str]:
        """Numbers of the array of shards and of the job that merges."""
        told = self(self.root / "cluster/submit", *arguments, "--shards", SHARDS)
        assert "watch:  squeue" in told
        array, merge = re.findall(r"^job (\d+):", told, re.MULTILINE)
        return array, merge

    def states(self, job: str) -> dict[str, str]:
        """State of each task of an array that is queued or runs."""
        told = self("squeue", "--noheader", "--array", f"--jobs={job}", "--format=%K %T")
        return dict(line.split() for line in told.splitlines())

    def about(self, job: str, key: str) -> str:
        return re.search(rf"\b{key}=(\S+)", self("scontrol", "show", "job", job))[1]

    def wait_for(self, job: str) -> None:
        ended = eventually(lambda: (state := self.about(job, "JobState")) not in UNFINISHED and state, job)
        assert ended == "COMPLETED", ended


@pytest.fixture(scope="module")
def cluster(root) -> Iterator[Cluster]:
    folder = pathlib.Path(tempfile.mkdtemp(prefix="peninsula_slurm_"))
    folder.chmod(0o755)  # munge wants a path that everybody may walk
    cluster = Cluster(root, folder)
    cluster.manage("up", NODES)
    yield cluster
    cluster.manage("down")
    listening = subprocess.run(
        ["ss", "--listening", "--tcp", "--numeric"], capture_output=True, check=False, text=True
    ).stdout
    assert ":17900" not in listening, "something was left up"
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def sweep(root, tmp_path_factory) -> pathlib.Path:
    file = tmp_path_factory.mktemp("sweep") / "sweep.yaml"
    file.write_text(SWEEP.format(configs=root / "configs"))
    return file


@pytest.fixture(scope="module")
def whole(peninsula, sweep) -> pathlib.Path:
    result = sweep.with_name("whole.h5")
    peninsula("sweep", sweep, *OPTIONS, "-o", result)
    return result


def parts(output: pathlib.Path) -> list[pathlib.Path]:
    return list(output.with_name(output.name + ".parts").glob("part-*.h5"))


def logs(output: pathlib.Path) -> str:
    return "".join(path.read_text() for path in sorted(output.with_name(output.name + ".logs").glob("shard-*.txt")))


def test_a_node_that_fails_costs_nothing_but_time(cluster, sweep, whole, tmp_path) -> None:
    """Its shards are queued again, go on elsewhere with what is left, and the merged result has the same bits."""
    output = tmp_path / "out.h5"
    array, merge = cluster.submit(sweep, *OPTIONS, "-o", output)
    eventually(lambda: len(parts(output)) >= 6, "parts")
    victim = cluster("squeue", "--noheader", f"--jobs={array}", "--states=RUNNING", "--format=%N").split()[-1]
    cluster.manage("crash", victim)
    try:
        assert not output.exists()
        cluster.wait_for(merge)
        assert "turn 2" in logs(output), "no shard was queued again"
        assert differing(whole, output) == []
        assert "summit_held" in output.with_name("out.h5.txt").read_text(), "the report"
    finally:
        cluster.manage("boot", victim)
        eventually(
            lambda: len(cluster("sinfo", "--noheader", "--Node", "--states=idle", "--format=%n").split()) == NODES,
            "the node's return",
        )


def test_a_shard_whose_time_is_up_comes_back_and_does_the_rest(cluster, sweep, whole, tmp_path) -> None:
    """The signal that precedes the end of the time: what is finished is kept, and the shard queues again."""
    output = tmp_path / "out.h5"
    array, merge = cluster.submit(sweep, *OPTIONS, "-o", output)
    eventually(lambda: parts(output) and cluster.states(array).get("1") == "RUNNING", "parts, and a shard at work")
    cluster("scancel", "--batch", "--signal=TERM", f"{array}_1")
    cluster.wait_for(merge)
    assert "shard 1 of 6: interrupted, queues again" in logs(output)
    assert re.search(r"shard 1 of 6: on \S+, turn 2", logs(output))
    assert differing(whole, output) == []


def test_what_was_cancelled_stays_so_until_the_same_line_resumes_it(cluster, sweep, whole, tmp_path) -> None:
    output = tmp_path / "out.h5"
    array, merge = cluster.submit(sweep, *OPTIONS, "-o", output)
    eventually(lambda: len(parts(output)) >= 6, "parts")
    cluster("scancel", array, merge)
    eventually(lambda: not cluster.states(array), "the end of its tasks")
    kept = {path.name: path.read_bytes() for path in parts(output)}
    assert not output.exists() and kept
    _, merge = cluster.submit(sweep, *OPTIONS, "-o", output)
    cluster.wait_for(merge)
    assert differing(whole, output) == []
    again = {path.name: path.read_bytes() for path in parts(output)}
    assert {name: again[name] for name in kept} == kept, "finished parts were made again"


def test_a_result_that_is_there_is_not_submitted_over(root, cluster, sweep, whole) -> None:
    refused = subprocess.run([root / "cluster/submit", sweep, "-o", whole], capture_output=True, check=False, text=True,
                             env=cluster.environment)
    assert refused.returncode == 2 and "is there already" in refused.stderr
