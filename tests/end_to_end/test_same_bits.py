# SPDX-License-Identifier: Apache-2.0
"""The same bits everywhere, as a matrix: in each row the same four conditions are run in another way.

The reference is the release build on one thread with the best instructions of this processor. A row holds if `h5diff`
finds nothing that differs from it, the provenance aside, and every dataset and attribute has the same bytes.
The size of a block is no option of the program; tests/engine/ensemble_test.cpp has its row.
"""

import dataclasses
import hashlib
import json
import math
import os
import pathlib
import platform
import subprocess

import h5py
import numpy
import pytest

from conftest import ROOT
from results import differing, text

CONDITIONS = {
    "baseline": "configs/baseline.yaml",
    "tariff-war": "configs/tariff_war.yaml",
    "drawn-parameters": "tests/end_to_end/drawn_parameters.yaml",
    "interventions": "tests/end_to_end/interventions.yaml",
}
TRAJECTORIES, RECORDS = 20_011, 1_003  # two rounds of work; neither fills the lanes of its last block


@dataclasses.dataclass(frozen=True)
class Row:
    """One way of running the conditions."""

    name: str
    threads: int = 1  # 0: all processors
    instruction_set: str = ""  # the best of this processor
    build: str = "release"
    arguments: tuple[str, ...] = ("--quiet",)
    openmp: dict[str, str] = dataclasses.field(default_factory=dict)
    one_core: bool = False


REFERENCE = Row("reference")
INSTRUCTION_SETS = ("x86-64-v2", "x86-64-v3", "x86-64-v4") if platform.machine() == "x86_64" else ()
THREADS = [Row(f"{threads} threads", threads) for threads in (2, 3, 7, 64)]
SCHEDULES = [
    Row("a thread for each processor", threads=0),
    Row("as many threads as OMP_NUM_THREADS says", threads=0, openmp={"OMP_NUM_THREADS": "5"}),
    Row("as many threads as seem fit", threads=7, openmp={"OMP_DYNAMIC": "true"}),
    Row("fewer threads than asked for", threads=7, openmp={"OMP_THREAD_LIMIT": "2"}),
    Row("threads bound to cores", threads=3, openmp={"OMP_PROC_BIND": "true"}),
    Row("threads that wait busily", threads=3, openmp={"OMP_WAIT_POLICY": "active"}),
    Row("threads that wait asleep", threads=3, openmp={"OMP_WAIT_POLICY": "passive"}),
    Row("all threads on one core", threads=7, one_core=True),
]
INSTRUCTIONS = [Row(instruction_set, 2, instruction_set) for instruction_set in INSTRUCTION_SETS]
BUILDS = [
    *(Row(f"g++, {instruction_set}", 2, instruction_set, "gcc") for instruction_set in INSTRUCTION_SETS),
    *(Row(f"unoptimised, {instruction_set}", 2, instruction_set, "debug") for instruction_set in INSTRUCTION_SETS),
    Row("g++", 2, build="gcc"),
    Row("unoptimised", 2, build="debug"),
    Row("under sanitizers, with -O1", 2, build="sanitize"),
]
WATCHING = [
    Row("with tables", arguments=()),
    Row("with a bar", arguments=("--progress", "bar")),
    Row("with a log of progress", arguments=("--progress", "log")),
    Row("with every message", arguments=("--log-level", "trace")),
    Row("with no message", arguments=("--log-level", "off")),
]
NEVER_REACHED = Row(
    "asking for a precision that is never reached", arguments=("--quiet", "--until", "summit_held ± 1e-9")
)


def newest_source() -> float:
    sources = [path for folder in ("engine", "agents") for path in (ROOT / folder).rglob("*.[ch]pp")]
    return max(path.stat().st_mtime for path in sources)


def program_of(build: str, release: pathlib.Path) -> pathlib.Path:
    """The program of another build beside this one; skips the test if there is none of these sources."""
    if build == "release":
        return release
    program = release.parents[1] / build / "peninsula"
    if not program.exists() or program.stat().st_mtime < newest_source():
        command = "scripts/test sanitize" if build == "sanitize" else "scripts/test same-bits"
        pytest.skip(f"{program} is missing or older than its sources; {command} builds it")
    return program


def start(release: pathlib.Path, row: Row, *arguments: object) -> str:
    """Runs the program as the row says, and returns what it printed; skips the test on lesser processors."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OMP_")} | row.openmp
    if row.instruction_set:
        environment["PENINSULA_INSTRUCTION_SET"] = row.instruction_set
    else:
        environment.pop("PENINSULA_INSTRUCTION_SET", None)
    pinned = ["taskset", "--cpu-list", str(min(os.sched_getaffinity(0)))] if row.one_core else []
    command = [*pinned, str(program_of(row.build, release)), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, text=True, cwd=ROOT, env=environment, timeout=300)
    if "this processor has no" in done.stderr:
        pytest.skip(f"this processor has no {row.instruction_set}")
    assert done.returncode == 0, done.stderr
    return done.stdout


def run(release: pathlib.Path, row: Row, output: pathlib.Path, *arguments: object,
        conditions: tuple[str, ...] = tuple(CONDITIONS), trajectories: int = TRAJECTORIES,
        records: object = RECORDS) -> pathlib.Path:
    start(release, row, "run", *(CONDITIONS[name] for name in conditions), "-n", trajectories, "--records", records,
          "--threads", row.threads, "-o", output, *row.arguments, *arguments)
    return output


def differences(first: pathlib.Path, second: pathlib.Path) -> list[str]:
    """What differs between two files, the provenance aside: byte by byte, and as h5diff tells it."""
    command = ["h5diff", "-c", "--exclude-path", "/provenance", first, second]
    told = subprocess.run(command, capture_output=True, check=False, text=True)
    status = [] if told.returncode == 0 else [f"h5diff ended with {told.returncode}"]
    return differing(first, second) + told.stdout.splitlines() + status


@pytest.fixture(scope="module")
def reference(program, tmp_path_factory) -> pathlib.Path:
    return run(program, REFERENCE, tmp_path_factory.mktemp("reference") / "reference.h5")


@pytest.mark.parametrize("row", THREADS + SCHEDULES + INSTRUCTIONS + BUILDS + WATCHING, ids=lambda row: row.name)
def test_the_same_file(program, reference, tmp_path, row) -> None:
    assert differences(reference, run(program, row, tmp_path / "other.h5")) == []


def test_a_precision_that_is_never_reached_changes_only_what_the_file_says_of_it(program, reference, tmp_path) -> None:
    found = differing(reference, run(program, NEVER_REACHED, tmp_path / "other.h5"))
    assert "until_half_width_reached" in found and [name for name in found if "until" not in name] == []


def test_the_comparison_sees_another_seed(program, reference, tmp_path) -> None:
    found = differences(reference, run(program, REFERENCE, tmp_path / "other.h5", "--seed", 7))
    assert {"summit_held", "icbm_tests", "russian_aid", "records/deal_reached"} <= set(found)
    assert "h5diff ended with 1" in found


@pytest.mark.parametrize("row", INSTRUCTIONS + BUILDS, ids=lambda row: row.name)
def test_the_same_trace(program, row) -> None:
    """Utilities and probabilities, which no result file keeps, are printed with all their digits."""
    arguments = ("trace", CONDITIONS["drawn-parameters"], "--trajectory", 4711, "--format", "json")
    assert start(program, row, *arguments) == start(program, REFERENCE, *arguments)


@pytest.mark.parametrize("records", ["none", "all"])
def test_records_change_nothing_else(program, reference, tmp_path, records) -> None:
    other = run(program, REFERENCE, tmp_path / "other.h5", records=records)
    assert [name for name in differing(reference, other) if not name.startswith("records")] == []


def test_reading_changes_no_byte(peninsula, reference) -> None:
    before = hashlib.sha256(reference.read_bytes()).hexdigest()
    peninsula("show", reference, "--all")
    peninsula("compare", reference, "--against", "tariff-war")
    peninsula("trace", CONDITIONS["baseline"], "--trajectory", 4711)
    assert hashlib.sha256(reference.read_bytes()).hexdigest() == before


def by_condition(path: pathlib.Path) -> dict[str, dict[str, object]]:
    """What a file says of each condition, differences against another excepted."""
    found: dict[str, dict[str, object]] = {}

    def visit(name: str, item: h5py.HLObject) -> None:
        if not isinstance(item, h5py.Dataset) or h5py.h5ds.is_scale(item.id) or "difference" in name:
            return
        if item.dims[0][0].name.endswith("condition"):
            for condition, values in zip(found, item[()], strict=True):
                found[condition][name] = (
                    values.tobytes() if item.dtype.kind in "iuf" else numpy.asarray(values).tolist()
                )

    with h5py.File(path) as file:
        found.update({text(name): {} for name in file["condition"]})
        file.visititems(visit)
    return found


@pytest.fixture(scope="module")
def among_others(reference) -> dict[str, dict[str, object]]:
    return by_condition(reference)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_is_the_same_alone(program, among_others, tmp_path, condition) -> None:
    alone = by_condition(run(program, REFERENCE, tmp_path / "alone.h5", conditions=(condition,)))[condition]
    assert len(alone) > 250 and any(name.startswith("records/") for name in alone)
    assert [name for name in alone if alone[name] != among_others[condition][name]] == []


@pytest.mark.parametrize("compared_with", CONDITIONS)
def test_a_condition_is_the_same_in_any_order_and_beside_any_reference(program, among_others, tmp_path,
                                                                        compared_with) -> None:
    backwards = tuple(reversed(CONDITIONS))
    path = run(program, REFERENCE, tmp_path / "other.h5", "--reference", compared_with, conditions=backwards)
    found = by_condition(path)
    assert list(found) == list(backwards)
    for condition, said in found.items():
        assert said.keys() == among_others[condition].keys()
        assert [name for name in said if said[name] != among_others[condition][name]] == []


def test_fewer_trajectories_are_the_first_of_more(program, reference, tmp_path) -> None:
    """Records of the first are the same, and add up to their counts."""
    more = run(program, REFERENCE, tmp_path / "more.h5", trajectories=2 * TRAJECTORIES, records=TRAJECTORIES)
    with h5py.File(reference) as few, h5py.File(more) as many:
        names = [name for name in few["records"] if name not in ("condition", "trajectory")]
        for name in names:
            first = many["records"][name][:, :RECORDS]
            assert few["records"][name][()].tobytes() == numpy.ascontiguousarray(first).tobytes(), name
        kinds = {name: text(few[name].attrs["kind"]) for name in names if name in few}
        for name in (name for name, kind in kinds.items() if kind == "binary"):
            assert (many["records"][name][()] == 1).sum(axis=1).tolist() == few[name][()].tolist(), name
        for name in ("icbm_tests", "clashes"):
            sums = few["outcome_sum"][:, list(few["outcome"].asstr()).index(name)]
            assert many["records"][name][()].astype(int).sum(axis=1).tolist() == sums.tolist(), name
    assert sum(kind == "binary" for kind in kinds.values()) > 10


@pytest.mark.parametrize("trajectory", [0, 15, 16, RECORDS - 1])
@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_trace_is_its_row_of_the_records(program, reference, condition, trajectory) -> None:
    told = start(program, REFERENCE, "trace", CONDITIONS[condition], "--trajectory", trajectory, "--format", "json")
    outcomes = json.loads(told)["outcomes"]
    with h5py.File(reference) as file:
        row = [text(name) for name in file["condition"]].index(condition)
        measured = text(file.attrs["outcomes"]).split(",")
        assert list(outcomes) == measured
        for name in measured:
            kept = file["records"][name][row, trajectory]
            if outcomes[name] is None:
                assert math.isnan(kept), name
            else:
                assert numpy.float32(outcomes[name]) == numpy.float32(kept), name  # the same bits, told in decimals


def test_an_unknown_instruction_set_is_refused(peninsula, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PENINSULA_INSTRUCTION_SET", "x86-64-v33")
    done = peninsula("run", CONDITIONS["baseline"], "-o", tmp_path / "x.h5", status=2)
    assert "did you mean 'x86-64-v3'" in done.stderr
