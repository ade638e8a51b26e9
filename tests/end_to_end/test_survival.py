# SPDX-License-Identifier: Apache-2.0
"""What happens when things go wrong: nothing is damaged, and what is finished is kept."""

import os
import pathlib
import resource
import signal
import subprocess
import time

import h5py
import pytest

from results import differing

RUN = ["run", "configs/baseline.yaml", "configs/early_ceasefire.yaml"]


def leftovers(folder: pathlib.Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_existing_output_is_not_replaced_unasked(peninsula, tmp_path) -> None:
    target = tmp_path / "out.h5"
    target.write_text("precious")
    done = peninsula(*RUN, "-n", "1000", "-o", target, status=2)
    assert "--force" in done.stderr and target.read_text() == "precious"
    peninsula(*RUN, "-n", "1000", "-o", target, "--force", "--quiet")
    assert h5py.File(target)["trajectories"][0] == 1000


@pytest.mark.parametrize("target", ["missing/out.h5", "/proc/out.h5"])
def test_an_unwritable_target_fails_cleanly(peninsula, tmp_path, target) -> None:
    path = target if target.startswith("/") else tmp_path / target
    done = peninsula(*RUN, "-n", "1000", "-o", path, status=1)
    assert len([line for line in done.stderr.splitlines() if line.startswith("peninsula: ")]) == 1
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("records", ["none", "all"])
def test_a_full_disk_fails_cleanly(peninsula, tmp_path, records) -> None:
    """A file system of 64 KiB, or where none can be mounted a limit on the size of files."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True, check=False
    )
    limit = None
    if mounted.returncode != 0:
        def limit() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))
    try:
        done = peninsula(*RUN, "-n", "20000", "-o", folder / "out.h5", "--records", records, status=1, preexec_fn=limit)
        assert len([line for line in done.stderr.splitlines() if line.startswith("peninsula: ")]) == 1
        assert leftovers(folder) == []
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", folder], check=True)


def start(program, root, target: pathlib.Path, *more: str) -> subprocess.Popen:
    command = [program, *RUN, "-n", "1e9", "-o", target, "--progress", "none", *more]
    return subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("number, status", [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_interrupt_keeps_what_is_finished(program, root, peninsula, tmp_path, number, status) -> None:
    target = tmp_path / "out.h5"
    process = start(program, root, target, "--records", "1000000")
    time.sleep(2)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == status
    assert "finished and kept" in errors and "--force" in errors
    done = int(h5py.File(target)["trajectories"][0])
    assert done > 0
    kept = h5py.File(target)["records/summit_held"].shape[1]
    assert kept == min(done, 1_000_000)
    peninsula(*RUN, "-n", done, "-o", tmp_path / "again.h5", "--records", kept, "--quiet")
    assert differing(target, tmp_path / "again.h5") == []
    assert leftovers(tmp_path) == ["again.h5", "out.h5"]


def test_a_killed_run_leaves_nothing_under_the_asked_name(program, root, peninsula, tmp_path) -> None:
    target = tmp_path / "out.h5"
    process = start(program, root, target, "--records", "1000000")
    time.sleep(1)
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL and not target.exists()
    peninsula(*RUN, "-n", "1000", "-o", target, "--quiet")
    assert h5py.File(target)["trajectories"][0] == 1000


def test_a_truncated_result_is_refused_by_name(peninsula, with_records, tmp_path) -> None:
    whole = with_records.read_bytes()
    for share in (0.0, 0.3, 0.9):
        broken = tmp_path / "broken.h5"
        broken.write_bytes(whole[: int(len(whole) * share)])
        done = peninsula("show", broken, status=2)
        assert done.stderr.startswith(f"peninsula: {broken}: ")


def test_precision_stops_the_run_at_the_same_number_for_any_threads(peninsula, tmp_path) -> None:
    for threads in (1, 2):
        arguments = ["-n", "1e6", "--until", "summit_held ± 0.004", "--threads", threads, "--quiet"]
        peninsula(*RUN, *arguments, "-o", tmp_path / f"{threads}.h5")
    assert differing(tmp_path / "1.h5", tmp_path / "2.h5") == []
    file = h5py.File(tmp_path / "1.h5")
    trajectories = int(file["trajectories"][0])
    assert trajectories < 1_000_000
    for held in file["summit_held"]:
        share = held / trajectories
        assert 1.96 * (share * (1 - share) / trajectories) ** 0.5 <= 0.004
    peninsula(*RUN, "-n", trajectories, "-o", tmp_path / "same.h5", "--quiet")
    others = [name for name in differing(tmp_path / "1.h5", tmp_path / "same.h5") if "until" not in name]
    assert others == []


def test_no_colour_and_no_bar_where_nobody_watches(peninsula, tmp_path) -> None:
    done = peninsula(*RUN, "-n", "20000", "-o", tmp_path / "out.h5")
    assert "\x1b" not in done.stderr + done.stdout and "\r" not in done.stderr
    assert "█" not in done.stderr


def test_a_bar_on_a_terminal(program, root, tmp_path) -> None:
    controller, terminal = os.openpty()
    command = [program, *RUN, "-n", "50000", "-o", tmp_path / "out.h5"]
    process = subprocess.Popen(command, cwd=root, stderr=terminal, stdout=subprocess.DEVNULL)
    os.close(terminal)
    shown = b""
    while True:
        try:
            piece = os.read(controller, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    assert process.wait(timeout=60) == 0
    assert "█" in shown.decode() and "100 %" in shown.decode() and "trajectories/s" in shown.decode()
