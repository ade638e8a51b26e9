# SPDX-License-Identifier: Apache-2.0
"""The machine around the program: full and closed outputs, limits, locks, links, drafts of the dead, small memories."""

import fcntl
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import subprocess
import time

import h5py
import pytest

from results import differing

RUN = ["run", "configs/baseline.yaml", "configs/tariff_war.yaml", "-n", "200"]
SWEEP = """\
name: s
summary: s
condition: {}
design: grid
trajectories: 64
axes:
  - {{parameter: us_china.tilt, values: [0, 1]}}
"""


def leftovers(folder: pathlib.Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def messages(done: subprocess.CompletedProcess) -> list[str]:
    return [line for line in done.stderr.splitlines() if line.startswith("peninsula: ")]


@pytest.fixture(scope="module")
def result(peninsula, tmp_path_factory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("outside") / "r.h5"
    peninsula(*RUN, "-o", path, "--quiet")
    return path


@pytest.fixture(scope="module")
def sweep(root, tmp_path_factory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("sweep") / "s.yaml"
    path.write_text(SWEEP.format(root / "configs/baseline.yaml"))
    return path


# Standard output.

PRINTING = [
    ["show", "{result}"], ["show", "{result}", "--csv"], ["show", "{result}", "--json"], ["show", "{result}", "--all"],
    ["compare", "{result}"], ["compare", "{result}", "--json"], ["check", "{result}"],
    ["validate", "configs/baseline.yaml"], ["explain"], ["explain", "summit_held"], ["explain", "--json"], ["schema"],
    ["trace", "configs/baseline.yaml", "--trajectory", "3"],
    ["trace", "configs/baseline.yaml", "--trajectory", "3", "--format", "csv"],
    ["sweep", "{sweep}", "--dry-run", "-o", "{folder}/x.h5"], ["--version"], ["--help"], ["run", "--help"],
]


@pytest.mark.parametrize("words", PRINTING, ids=" ".join)
@pytest.mark.parametrize("output", ["full", "closed"])
def test_what_cannot_be_printed_is_an_error(program, root, result, sweep, tmp_path, words, output) -> None:
    command = [word.format(result=result, sweep=sweep, folder=tmp_path) for word in words]
    arguments = {"cwd": root, "stderr": subprocess.PIPE, "text": True}
    if output == "full":
        with pathlib.Path("/dev/full").open("w") as full:
            done = subprocess.run([program, *command], stdout=full, check=False, **arguments)
    else:
        done = subprocess.run([program, *command], preexec_fn=lambda: os.close(1), check=False, **arguments)
    assert done.returncode == 1 and len(messages(done)) == 1, done


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_result_never_becomes_a_standard_stream(program, root, peninsula, result, tmp_path, closed) -> None:
    path = tmp_path / "x.h5"
    done = subprocess.run([program, *RUN, "-o", path], cwd=root, preexec_fn=lambda: os.close(closed), check=False)
    assert done.returncode == (1 if closed == 1 else 0)
    assert differing(path, result) == [] and "whole" in peninsula("check", path).stdout


def test_a_reader_that_leaves_takes_no_result_away(program, root, result, tmp_path) -> None:
    path = tmp_path / "x.h5"
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([program, *RUN, "-o", path], cwd=root, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert done.returncode == 1 and b"standard output" in done.stderr and differing(path, result) == []


# Limits and signals.


@pytest.mark.parametrize("words", [["run", "configs/baseline.yaml", "-n", "2000"],
                                   ["run", "configs/baseline.yaml", "-n", "2000", "--records", "all"],
                                   ["run", "configs/tribute/hundred_years.yaml", "-n", "16"]], ids=" ".join)
def test_a_limit_on_the_size_of_files_is_a_message(peninsula, tmp_path, words) -> None:
    """SIGXFSZ, which a limit sends, would end the program without a word."""
    done = peninsula(*words, "-o", tmp_path / "x.h5", "--quiet", status=1,
                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (102_400, 102_400)))
    assert len(messages(done)) == 1 and "File too large" in done.stderr and leftovers(tmp_path) == []


def test_a_limit_on_the_size_of_files_ends_a_comparison_and_a_sweep_too(peninsula, result, sweep, tmp_path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    old = tmp_path / "all.csv"
    old.write_text("old")
    peninsula("compare", result, "--all", "-o", old, status=1, preexec_fn=limit)
    assert old.read_text() == "old" and leftovers(tmp_path) == ["all.csv"]
    done = peninsula("sweep", sweep, "-o", tmp_path / "s.h5", "--quiet", status=1, preexec_fn=limit)
    assert len(messages(done)) == 1 and not (tmp_path / "s.h5").exists()
    peninsula("sweep", sweep, "-o", tmp_path / "s.h5", "--quiet", "--resume")


def test_nohup_is_obeyed(program, root, tmp_path) -> None:
    path = tmp_path / "x.h5"
    command = [program, "run", "configs/baseline.yaml", "-n", "1e6", "-o", path, "--quiet"]
    process = subprocess.Popen(["nohup", *command], cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    process.send_signal(signal.SIGHUP)
    assert process.wait(timeout=120) == 0
    assert h5py.File(path)["trajectories"][0] == 1_000_000


def test_a_hang_up_keeps_what_a_sweep_has_finished(program, root, peninsula, tmp_path, sweep) -> None:
    path = tmp_path / "x.h5"
    command = [program, "sweep", sweep, "-n", "2e6", "--task-size", "65536", "-o", path, "--quiet"]
    process = subprocess.Popen(command, cwd=root)
    parts = tmp_path / "x.h5.parts"
    deadline = time.monotonic() + 60
    while not list(parts.glob("part-*.h5")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGHUP)
    assert process.wait(timeout=60) == 129
    assert list(parts.glob("part-*.h5")) and not list(parts.glob(".*"))


# Memory.


@pytest.mark.parametrize("words, message", [
    (["-n", "1e15", "--records", "all"], "the numbers of the recorded trajectories want 8000.0 TB of memory"),
    (["-n", "10", "--threads", "4000"], "2 conditions on 4000 threads want "),
    (["-n", "1e6", "--records", "all", "--months", "100", "--threads", "2000"], "2 conditions on 2000 threads want "),
])
def test_memory_that_there_is_not_is_told_with_its_use(peninsula, tmp_path, words, message) -> None:
    done = peninsula(*RUN[:3], *words, "-o", tmp_path / "x.h5", "--quiet", status=1,
                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30)))
    assert message in done.stderr and "and there is not so much" in done.stderr and leftovers(tmp_path) == []


# Locks.

NO_LOCKS = """
#include <errno.h>
#include <stdlib.h>
int flock(int file, int operation) { (void)file; (void)operation; errno = atoi(getenv("NO_LOCKS")); return -1; }
"""


@pytest.mark.parametrize("error", [37, 38, 95, 524])  # ENOLCK, ENOSYS, EOPNOTSUPP, ENOTSUPP of old NFS
def test_a_file_system_without_locks_will_do(peninsula, result, sweep, tmp_path, error) -> None:
    source, library = tmp_path / "n.c", tmp_path / "n.so"
    source.write_text(NO_LOCKS)
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source], check=True)
    without = {"env": os.environ | {"LD_PRELOAD": str(library), "NO_LOCKS": str(error)}}
    peninsula(*RUN, "-o", tmp_path / "x.h5", "--quiet", **without)
    assert differing(tmp_path / "x.h5", result) == []
    told = peninsula("show", result, **without)
    assert told.stdout == peninsula("show", result).stdout and told.stderr == ""
    done = peninsula("sweep", sweep, "-o", tmp_path / "s.h5", "--shard", "1/1", **without)
    assert "no lock on" in done.stderr and "see to it" in done.stderr
    for shard in ("1/2", "2/2"):
        peninsula("sweep", sweep, "-o", tmp_path / "m.h5", "--shard", shard, "--quiet", **without)
    peninsula("merge", tmp_path / "m.h5.parts", "-o", tmp_path / "m.h5", **without)
    assert differing(tmp_path / "m.h5", tmp_path / "s.h5") == []


# Drafts.


def draft(folder: pathlib.Path, name: str, process: int | str, host: str | None = None) -> pathlib.Path:
    path = folder / f".{name}.partial-{process}-0badcafe@{host or socket.gethostname()}"
    path.write_text("half a result")
    return path


def dead_process() -> int:
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_drafts_of_the_dead_go_and_no_others(peninsula, tmp_path) -> None:
    draft(tmp_path, "x.h5", dead_process())
    stay = [draft(tmp_path, "x.h5", os.getpid()), draft(tmp_path, "x.h5", dead_process(), "another-host"),
            draft(tmp_path, "y.h5", dead_process()), draft(tmp_path, "x.h5", "many"), draft(tmp_path, "x.h5", 0),
            tmp_path / ".x.h5.partial-note"]
    stay[-1].write_text("mine")
    peninsula(*RUN, "-o", tmp_path / "x.h5", "--quiet")
    assert leftovers(tmp_path) == sorted(path.name for path in [*stay, tmp_path / "x.h5"])


def test_a_locked_draft_stays_whatever_its_name_says(peninsula, tmp_path) -> None:
    """Its writer may live where its number is not seen: in another container."""
    locked = draft(tmp_path, "x.h5", dead_process())
    with locked.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        peninsula(*RUN, "-o", tmp_path / "x.h5", "--quiet")
        assert locked.exists()
    peninsula(*RUN, "-o", tmp_path / "x.h5", "--quiet", "--force")
    assert not locked.exists()


@pytest.mark.parametrize("command", ["run", "sweep", "merge"])
def test_what_a_killed_process_leaves_goes_with_the_next(program, root, peninsula, sweep, tmp_path, command) -> None:
    target = tmp_path / "x.h5"
    if command == "run":
        process = subprocess.Popen([program, *RUN[:3], "-n", "1e8", "-o", target, "--quiet"], cwd=root)
        while not list(tmp_path.glob(".x.h5.partial-*")):
            time.sleep(0.02)
        process.kill()
        process.wait()
        peninsula(*RUN, "-o", target, "--quiet")
        assert leftovers(tmp_path) == ["x.h5"]
        return
    peninsula("sweep", sweep, "-o", target, "--shard", "1/1" if command == "sweep" else "1/2", "--quiet")
    if command == "sweep":
        assert leftovers(tmp_path) == ["x.h5"]
        target.unlink()
        folder = tmp_path / "x.h5.parts"
        folder.mkdir()
        draft(folder, "part-000000.h5", dead_process())
        peninsula("sweep", sweep, "-o", target, "--shard", "1/2", "--quiet")
        assert not list(folder.glob(".*"))
        return
    peninsula("sweep", sweep, "-o", target, "--shard", "2/2", "--quiet")
    draft(tmp_path, "x.h5", dead_process())
    peninsula("merge", tmp_path / "x.h5.parts", "-o", target)
    assert leftovers(tmp_path) == ["x.h5", "x.h5.parts"]


# Links and special files.


@pytest.mark.parametrize(
    "links, dangling, absolute", [(1, True, False), (1, False, True), (2, True, True), (5, False, False)]
)
def test_a_link_is_followed_and_stays(peninsula, result, tmp_path, links, dangling, absolute) -> None:
    target = tmp_path / "scratch" / "r.h5"
    target.parent.mkdir()
    if not dangling:
        target.write_text("old")
    end = target
    for number in range(links):
        link = tmp_path / f"folder{number}" / "r.h5"
        link.parent.mkdir()
        link.symlink_to(end if absolute else os.path.relpath(end, link.parent))
        end = link
    if not dangling:
        assert "exists already" in peninsula(*RUN, "-o", end, "--quiet", status=2).stderr
    peninsula(*RUN, "-o", end, "--quiet", *([] if dangling else ["--force"]))
    assert end.is_symlink() and not target.is_symlink() and differing(target, result) == []
    assert leftovers(target.parent) == ["r.h5"] and leftovers(end.parent) == ["r.h5"]


def test_links_in_a_circle_are_refused(peninsula, tmp_path) -> None:
    (tmp_path / "a.h5").symlink_to("b.h5")
    (tmp_path / "b.h5").symlink_to("a.h5")
    assert "a.h5" in peninsula(*RUN, "-o", tmp_path / "a.h5", "--quiet", status=1).stderr


def test_a_comparison_and_a_merge_follow_links_too(peninsula, result, sweep, tmp_path) -> None:
    (tmp_path / "scratch").mkdir()
    for name in ("c.csv", "m.h5"):
        (tmp_path / name).symlink_to(f"scratch/{name}")
    peninsula("compare", result, "-o", tmp_path / "c.csv")
    peninsula("sweep", sweep, "-o", tmp_path / "m.h5", "--quiet")
    assert (tmp_path / "c.csv").is_symlink() and (tmp_path / "m.h5").is_symlink()
    assert leftovers(tmp_path / "scratch") == ["c.csv", "m.h5"]


@pytest.mark.parametrize("kind", ["fifo", "device", "folder", "socket"])
@pytest.mark.parametrize("command", ["run", "compare", "show", "check", "sweep"])
def test_a_special_file_is_refused(peninsula, result, sweep, tmp_path, kind, command) -> None:
    path = tmp_path / "x.csv"
    listening = socket.socket(socket.AF_UNIX)
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        listening.bind(str(path))
    else:
        path.symlink_to("/dev/zero")
    words = {"run": [*RUN, "--force", "-o", path], "compare": ["compare", result, "-o", path],
             "show": ["show", path], "check": ["check", path], "sweep": ["sweep", sweep, "--force", "-o", path]}
    done = peninsula(*words[command], status=2, timeout=20)
    assert len(messages(done)) == 1 and str(path) in done.stderr
    listening.close()


# What a terminal would obey.

EVIL = "\x1b]0;pwned\x07\x1b[31m\x9b31m\u202ered\u2066\x7f\u200b"


def test_no_escape_of_a_result_reaches_the_terminal(peninsula, result, tmp_path) -> None:
    path = tmp_path / "evil.h5"
    shutil.copy(result, path)
    with h5py.File(path, "r+") as file:
        file["condition"][1] = EVIL
        file["condition_summary"][0] = EVIL
        file["summit_held"].attrs["long_name"] = EVIL
        del file.attrs["model"]
        file.attrs.create("model", EVIL, dtype=h5py.string_dtype())
    for words in (["show"], ["show", "--all"], ["show", "--csv"], ["show", "--json"], ["compare"], ["compare", "--csv"],
                  ["compare", "--json"], ["check"], ["show", "--outcome", EVIL]):
        done = peninsula(words[0], path, *words[1:], status=2 if words[-1] == EVIL else 0)
        assert not set(EVIL) & set(done.stdout + done.stderr) - set("[31m]0;pwnedred"), words
    assert json.loads(peninsula("show", path, "--json").stdout)["rows"][-1]["condition"] == EVIL


def test_no_escape_of_a_name_reaches_the_terminal(peninsula, tmp_path) -> None:
    folder = tmp_path / EVIL
    folder.mkdir()
    for words in (["show", folder / "x.h5"], ["validate", folder / "c.yaml"], ["run", folder / "c.yaml"],
                  ["merge", folder, "-o", tmp_path / "x.h5"], ["explain", EVIL], ["check", folder / "x.h5"]):
        done = peninsula(*words, status=2)
        assert not set(EVIL) & set(done.stdout + done.stderr) - set("[31m]0;pwnedred"), words
    peninsula(*RUN, "-o", folder / "x.h5")  # logged
    done = peninsula(*RUN, "-o", folder / "y.h5")
    assert "\\x1b" in done.stderr and "\x1b" not in done.stderr
