# SPDX-License-Identifier: Apache-2.0
"""Stored files that something has changed: refused, or told as ever; never another figure, a crash or a hang.

Each damage is one place of one file: a bit, a sector of zeros, 64 random bytes, or the end cut off. Places are seeded.
A full run takes some hundred; PENINSULA_DAMAGES, of scripts/test damage, says how many.
"""

import dataclasses
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys

import h5py
import pytest
import xarray

from results import differing

DAMAGES = int(os.environ.get("PENINSULA_DAMAGES", "120"))
KINDS = ("bit", "sector", "bytes", "cut")
SECONDS = 20  # of processor time; the slowest of these commands needs less than one

SWEEP = """\
name: small
summary: Two assumptions.
condition: {condition}
design: {design}
trajectories: 256
axes:
  - {{parameter: {first}, law: {{uniform: {range}}}}}
  - {{parameter: {second}, law: {{uniform: [0.2, 0.8]}}}}
"""
SWEEPS = {
    "peninsula": {"condition": "baseline.yaml", "first": "russia.postwar_capacity", "range": [0.4, 0.8],
                  "second": "us_china.tilt"},
    "tribute": {"condition": "tribute/hundred_years.yaml", "first": "terms.demand", "range": [150, 300],
                "second": "terms.destructiveness"},
}


@dataclasses.dataclass(frozen=True)
class Stored:
    """A stored file, and what is done with it: a command, and what it prints as long as the file is whole."""

    path: pathlib.Path
    command: tuple
    told: str


def damaged(whole: bytes, kind: str, chance: random.Random) -> bytes:
    """The same bytes but for one place."""
    content = bytearray(whole)
    place = chance.randrange(len(content))
    if kind == "cut":
        return bytes(content[:place])
    if kind == "bit":
        content[place] ^= 1 << chance.randrange(8)
    elif kind == "sector":
        first = place // 512 * 512
        content[first : first + 512] = bytes(len(content[first : first + 512]))
    else:
        content[place : place + 64] = chance.randbytes(len(content[place : place + 64]))
    return bytes(content)


def changed_by(kind: str, whole: bytes, chance: random.Random) -> bytes:
    """Damaged, and other than it was: a sector of zeros, cleared, is the same sector."""
    content = whole
    while content == whole:
        content = damaged(whole, kind, chance)
    return content


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(program: pathlib.Path, *arguments: object) -> subprocess.CompletedProcess:
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, preexec_fn=limited,
                          errors="replace", check=False)


def whole_run(program: pathlib.Path, *arguments: object) -> str:
    done = run(program, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def results(program, root, tmp_path_factory) -> list[pathlib.Path]:
    """Results of runs, with and without records, and of sweeps, of both models."""
    folder = tmp_path_factory.mktemp("stored")
    configs = root / "configs"
    two = [configs / "baseline.yaml", configs / "tariff_war.yaml"]
    years = [configs / "tribute/hundred_years.yaml"]
    whole_run(program, "run", *two, "-n", 500, "--quiet", "-o", folder / "run.h5")
    whole_run(program, "run", *two, "-n", 500, "--records", "all", "--quiet", "-o", folder / "records.h5")
    whole_run(program, "run", *years, "-n", 64, "--records", 32, "--quiet", "-o", folder / "years.h5")
    for model in SWEEPS:
        whole_run(program, "sweep", sweep_file(folder, model, "sobol\npoints: 8", configs), "--quiet", "-o",
                  folder / f"{model}.h5")
    return sorted(folder.glob("*.h5"))


def sweep_file(folder: pathlib.Path, model: str, design: str, configs: pathlib.Path) -> pathlib.Path:
    settings = SWEEPS[model] | {"condition": configs / SWEEPS[model]["condition"], "design": design}
    path = folder / f"{model}.yaml"
    path.write_text(SWEEP.format(**settings))
    return path


@pytest.fixture(scope="module")
def stored(program, results) -> list[Stored]:
    """Each result with each command that reads it."""
    found = []
    for path in results:
        commands = [("show", "--all", "--json"), ("check",)]
        if path.stem in ("run", "records"):
            commands += [("compare", "--json"), ("compare", "--against", "tariff-war", "--csv")]
        if path.stem in SWEEPS:
            commands += [("sensitivity",), ("show",)]
        found += [Stored(path, command, whole_run(program, command[0], path, *command[1:])) for command in commands]
    return found


@pytest.fixture(scope="module")
def package(root):
    sys.path.insert(0, str(root / "scripts"))
    import peninsula  # noqa: PLC0415  # of the tree, whose folder is on the path by now

    return peninsula


def shares(parts: int) -> int:
    """How many damages each of some tests takes."""
    return max(DAMAGES // parts, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_result_is_refused_or_told_as_ever(program, stored, tmp_path, kind) -> None:
    chance = random.Random(kind)
    path = tmp_path / "x.h5"
    for number in range(shares(6)):
        one = stored[number % len(stored)]
        path.write_bytes(damaged(one.path.read_bytes(), kind, chance))
        done = run(program, one.command[0], path, *one.command[1:])
        told = done.stdout.replace(str(path), str(one.path))
        refused = done.returncode == 2 and not done.stdout and done.stderr.count("\n") == 1 and str(path) in done.stderr
        assert refused or (done.returncode == 0 and told == one.told), (number, one, done)


READ = """
import sys, warnings
sys.path.insert(0, sys.argv[1])
import peninsula
warnings.simplefilter("ignore")
def told(path):
    with peninsula.open_results(path) as results:
        names = [name for name in results.attrs["outcomes"].split(",") if results[name].attrs["kind"] == "count"]
        estimates = [results.peninsula.estimate(name).to_dict() for name in names[:3]]
        return [*estimates, results.trajectories.values.tolist()]
expected = {}
for line in sys.stdin:
    whole, path = line.split()
    if whole not in expected:
        expected[whole] = repr(told(whole))
    try:
        answer = "same" if repr(told(path)) == expected[whole] else "OTHER"
    except peninsula.ResultError:
        answer = "refused"
    print(answer, path, flush=True)
"""


def test_the_package_refuses_a_damaged_result_or_reads_it_as_ever(root, results, tmp_path) -> None:
    chance = random.Random("package")
    lines, changed = [], []
    for number in range(shares(6)):
        whole = results[number % len(results)]
        content = whole.read_bytes()
        path = tmp_path / f"{number}.h5"
        path.write_bytes(damaged(content, KINDS[number % len(KINDS)], chance))
        changed.append(path.read_bytes() != content)  # a sector of zeros, cleared, is the same sector
        lines.append(f"{whole} {path}\n")
    done = subprocess.run([sys.executable, "-c", READ, root / "scripts"], input="".join(lines), capture_output=True,
                          text=True, check=False)
    answers = [line.split()[0] for line in done.stdout.splitlines()]
    assert done.returncode == 0 and len(answers) == len(lines), done.stderr
    assert any(changed) and answers == ["refused" if one else "same" for one in changed], done.stdout


def test_the_report_refuses_a_damaged_result(root, results, tmp_path) -> None:
    chance = random.Random("report")
    for number in range(min(shares(60), 12)):
        whole = results[number % len(results)]
        path, page = tmp_path / "x.h5", tmp_path / "x.html"
        path.write_bytes(changed_by(KINDS[number % len(KINDS)], whole.read_bytes(), chance))
        done = subprocess.run([root / "scripts/report", path, "-o", page], capture_output=True, text=True, check=False)
        assert done.returncode == 2 and str(path) in done.stderr and not page.exists(), (number, done)


@dataclasses.dataclass(frozen=True)
class Sweep:
    """A sweep, its finished parts, and its result."""

    file: pathlib.Path
    parts: pathlib.Path
    result: pathlib.Path


TASKS = ("--task-size", 2048, "--quiet")


@pytest.fixture(scope="module", params=SWEEPS)
def sweep(program, root, tmp_path_factory, request) -> Sweep:
    folder = tmp_path_factory.mktemp(f"parts-{request.param}")
    file = sweep_file(folder, request.param, "latin_hypercube\npoints: 100", root / "configs")
    for shard in ("1/2", "2/2"):
        whole_run(program, "sweep", file, "-o", folder / "x.h5", "--shard", shard, *TASKS)
    whole_run(program, "merge", folder / "x.h5.parts", "-o", folder / "whole.h5")
    return Sweep(file, folder / "x.h5.parts", folder / "whole.h5")


@pytest.mark.parametrize("command", ["merge", "resume"])
def test_a_damaged_part_or_manifest_is_refused_and_nothing_is_thrown_away(program, sweep, tmp_path, command) -> None:
    chance = random.Random(f"{sweep.file} {command}".rsplit("/", 1)[-1])
    for number in range(shares(24)):
        parts = tmp_path / f"{number}.h5.parts"
        output = tmp_path / f"{number}.h5"
        shutil.copytree(sweep.parts, parts)
        files = sorted(path for path in parts.iterdir() if path.suffix in (".h5", ".yaml"))
        assert len(files) >= 4  # parts, what the sweep declares, and the manifest
        victim = files[number % len(files)]
        victim.write_bytes(damaged(victim.read_bytes(), KINDS[number // len(files) % len(KINDS)], chance))
        arguments = ("merge", parts) if command == "merge" else ("sweep", sweep.file, "--resume", *TASKS)
        done = run(program, *arguments, "-o", output)
        if done.returncode == 0:
            assert differing(sweep.result, output) == [], (number, victim)
        else:
            assert done.returncode == 2 and victim.name in done.stderr and not output.exists(), (number, victim, done)
            assert sorted(path.name for path in parts.iterdir() if path.suffix in (".h5", ".yaml")) == [
                path.name for path in files]
        shutil.rmtree(parts, ignore_errors=True)  # gone already where the sweep was finished


def test_a_part_in_the_place_of_another_is_refused(program, sweep, tmp_path) -> None:
    """Whole and of this sweep, but with the trajectories of another task."""
    parts = tmp_path / "x.h5.parts"
    shutil.copytree(sweep.parts, parts)
    shutil.copy(parts / "part-000000.h5", parts / "part-000001.h5")
    done = run(program, "merge", parts, "-o", tmp_path / "x.h5")
    assert done.returncode == 2 and "part-000001.h5: holds task 0, though its name says 1" in done.stderr


@pytest.mark.parametrize("engine", ["netcdf4", "h5netcdf"])
def test_a_file_saved_again_is_read_with_a_notice(program, results, tmp_path, engine) -> None:
    """Without a seal, and told so in one line; the figures are the same."""
    whole = next(each for each in results if each.stem == "years")
    path = tmp_path / "again.h5"
    with xarray.open_dataset(whole) as dataset:
        dataset.load().to_netcdf(path, engine=engine)
    told = run(program, "show", path, "--json")
    assert told.returncode == 0 and told.stdout == run(program, "show", whole, "--json").stdout
    assert told.stderr.count("\n") == 1 and "carries no seal" in told.stderr
    assert "without a seal" in whole_run(program, "check", path)


IMPOSSIBLE = [
    ("summit_held", 700, "summit_held counts"),
    ("strategic_tests", 1, "strategic_tests counts"),
    ("difference_undefined", 1, "summit_held_difference counts"),
    ("difference_sum", 10**9, "summit_held_difference has a sum"),
    ("outcome_sum", 1, "summit_held has a sum"),
    ("outcome_sum/strategic_tests", 10**9, "strategic_tests has a sum"),
    ("clashes", -1000, "clashes counts"),
    ("outcome_sum_of_squares/russian_aid_mean", -(10**14), "russian_aid_mean has a sum of squares"),
    ("deal_difference", 1, "deal_difference counts"),
    ("diplomatic_stage", 1, "diplomatic_stage counts"),
    ("first_summit_censored", 1, "first_summit counts"),
    ("series_sum", 10**9, "provocation_tier has a sum"),
    ("series_sum_of_squares", -1, "provocation_tier has a sum of squares"),
]


@pytest.mark.parametrize("variable, change, message", IMPOSSIBLE)
def test_impossible_counts_without_a_seal_are_refused(
    program, package, results, tmp_path, variable, change, message
) -> None:
    """An edit in place takes the seal away: HDF5 cuts off what follows the end of its file."""
    path = tmp_path / "x.h5"
    shutil.copy(next(each for each in results if each.stem == "run"), path)
    variable, _, outcome = variable.partition("/")
    with h5py.File(path, "r+") as file:
        first = (0,) * file[variable].ndim
        place = (0, list(file["outcome"].asstr()).index(outcome)) if outcome else first
        file[variable][place] += change
    done = run(program, "check", path)
    assert done.returncode == 2 and message.removesuffix(" counts").replace("_difference", "") in done.stderr
    with pytest.raises(package.ResultError, match=message), pytest.warns(UserWarning, match="no seal"):
        package.open_results(path)


def test_counts_that_are_possible_without_a_seal_are_read_with_a_notice(program, package, results, tmp_path) -> None:
    path = tmp_path / "x.h5"
    shutil.copy(results[0], path)
    with h5py.File(path, "r+") as file:
        file.attrs["remark"] = "looked at"
    done = run(program, "check", path)
    assert done.returncode == 0 and "carries no seal" in done.stderr
    with pytest.warns(UserWarning, match="no seal"):
        package.open_results(path).close()


@pytest.mark.parametrize("engine", [None, "netcdf4", "h5netcdf"])
def test_the_seal_disturbs_no_reader(results, engine) -> None:
    path = next(each for each in results if each.stem == "years")
    assert path.read_bytes()[-116:].startswith(b"# peninsula-seal sha256:")
    with xarray.open_dataset(path, engine=engine) as dataset:
        assert (dataset.trajectories > 0).all()


def test_anybody_can_check_the_seal(results) -> None:
    for path in results:
        digest, size = path.read_bytes()[-116:].decode().removeprefix("# peninsula-seal sha256:").split(" bytes:")
        told = subprocess.run(f"head -c {int(size)} '{path}' | sha256sum", shell=True, capture_output=True, text=True,
                              check=True)
        assert told.stdout.split()[0] == digest

