# SPDX-License-Identifier: Apache-2.0
"""The tribute model through the real program: an independent ensemble, published conclusions, the same bits.

Each mean of the base case must lie within four joint standard errors, plus half a unit of the last digit printed, of
that of an independent implementation (20,000 populations each). Under the null that both compute the same model with
independent chance one of the twelve fails with probability 8e-4; the seed is fixed.
"""

import csv
import json
import os
import pathlib
import subprocess

import h5py
import jsonschema
import numpy
import pytest
import yaml

from results import Statistics, differing, text

BASE_CASE = "tribute-base-case"
HISTORIES = 20_000
REFERENCE = pathlib.Path(__file__).resolve().parents[1] / "reference/tribute.csv"
ROWS = list(csv.DictReader(line for line in REFERENCE.read_text().splitlines() if not line.startswith("#")))


def rounding(printed: str) -> float:
    """Half a unit of the last digit printed."""
    return 0.5 * 10.0 ** -len(printed.partition(".")[2])


@pytest.fixture(scope="session")
def folder(root, program, tmp_path_factory) -> pathlib.Path:
    """What scripts/tribute runs, and that the page says what it found."""
    folder = tmp_path_factory.mktemp("tribute")
    done = subprocess.run([root / "scripts/tribute", "--check", "--keep", folder, "--program", program],
                          capture_output=True, check=False, text=True)
    assert (folder / "readings.h5").exists(), done.stderr
    (folder / "verdict").write_text(done.stdout + done.stderr)
    return folder


@pytest.fixture(scope="session")
def base(folder) -> Statistics:
    return Statistics(folder / "base_case.h5", BASE_CASE)


@pytest.fixture(scope="session")
def readings(folder) -> dict[str, Statistics]:
    with h5py.File(folder / "readings.h5") as file:
        names = [text(name) for name in file["condition"]]
    return {name.removeprefix("tribute-"): Statistics(folder / "readings.h5", name) for name in names}


def mean(statistics: Statistics, outcome: str) -> float:
    return statistics.of(outcome)[0]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["outcome"])
def test_the_base_case_agrees_with_an_independent_ensemble(base, row) -> None:
    found, deviation, count = base.of(row["outcome"])
    error = (deviation**2 / count + float(row["sd"]) ** 2 / HISTORIES) ** 0.5
    assert abs(found - float(row["mean"])) <= 4 * error + rounding(row["mean"])
    assert abs(deviation - float(row["sd"])) <= 0.03 * float(row["sd"]) + rounding(row["sd"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["outcome"])
def test_so_do_its_quantiles(peninsula, folder, row) -> None:
    """Within a tenth of a deviation (four joint standard errors of a quantile at 5 % are 0.085 of a normal one's)."""
    told = peninsula("show", folder / "base_case.h5", "--outcome", row["outcome"], "--json").stdout
    found = json.loads(told)["rows"][0]
    width = 1.0 if row["outcome"].endswith("pairs") or row["outcome"] == "poor_actors" else 0.0
    for quantile in ("05", "50", "95"):
        printed = row[f"q{quantile}"]
        bound = 0.1 * float(row["sd"]) + max(rounding(printed), width / 2)
        # The share without any fight after 500 years is above 5 %; a bin's inside is not known.
        bound += 2 if (row["outcome"], quantile) == ("fights_after_middle", "05") else 0
        assert abs(found[f"quantile_{quantile}"] - float(printed)) <= bound, quantile


def test_a_hundred_years_agree(peninsula, tmp_path) -> None:
    """Total wealth of the reference: 8,211 with a standard error of 46."""
    peninsula("run", "configs/tribute/hundred_years.yaml", "-n", 10000, "-o", tmp_path / "x.h5", "--quiet")
    found, deviation, count = Statistics(tmp_path / "x.h5", "tribute-hundred-years").of("total_wealth")
    assert abs(found - 8211) <= 4 * (deviation**2 / count + 46**2) ** 0.5


def test_without_destruction_wealth_is_what_was_harvested(readings) -> None:
    statistics = readings["no-destruction"]
    found, _, count = statistics.of("total_wealth")
    assert abs(found - 204_000) <= 4 * (10 * 200**2 / 12 / count) ** 0.5  # ten uniform draws from 300 to 500
    assert mean(statistics, "payments") == 0 and mean(statistics, "destroyed_wealth") == 0
    assert mean(statistics, "wealth_correlation") > 0.999


def gain(own: numpy.ndarray, theirs: numpy.ndarray) -> numpy.ndarray:
    """What a demand is worth to an actor with wealth `own`, of one with wealth `theirs`."""
    return numpy.minimum(250, theirs) * (own - theirs) / numpy.maximum(own, 1e-300)


def neighbours_alone(histories: int) -> numpy.ndarray:
    """Fights in histories without commitment, where only neighbours meet, in double precision and chance of its own."""
    random = numpy.random.default_rng(1995)
    wealth = random.uniform(300, 500, (histories, 10))
    fights = numpy.zeros(histories)
    row = numpy.arange(histories)
    for _ in range(1000):
        for _ in range(3):
            active = random.integers(0, 10, histories)
            own = wealth[row, active]
            left, right = (active - 1) % 10, (active + 1) % 10
            target = numpy.where(gain(own, wealth[row, right]) > gain(own, wealth[row, left]), right, left)
            theirs = wealth[row, target]
            demands = gain(own, theirs) > 0
            payment = numpy.minimum(250, theirs)
            pays = demands & (numpy.minimum(0.25 * own, theirs) >= payment)
            fight = demands & ~pays
            wealth[row, active] += pays * payment - fight * numpy.minimum(0.25 * theirs, own)
            wealth[row, target] -= pays * payment + fight * numpy.minimum(0.25 * own, theirs)
            fights += fight
        wealth += 20
    return fights


def test_without_commitment_neighbours_meet_alone(readings) -> None:
    """The spread of a mean of 2000 histories is known to 2 %: a false alarm in some ten thousand runs."""
    statistics = readings["no-commitment"]
    assert mean(statistics, "committed_pairs") == 0 and mean(statistics, "largest_block") == 1
    plain = neighbours_alone(2000)
    found, deviation, count = statistics.of("fights")
    assert abs(found - plain.mean()) <= 4 * (deviation**2 / count + plain.var() / len(plain)) ** 0.5
    assert abs(mean(statistics, "effective_actors") - 4.3) <= 0.1  # the independent ensemble's, printed so


@pytest.mark.parametrize("conclusion, holds", [
    ("histories do not settle down", lambda of: of("peace_after_middle") < 0.1 and of("fights_after_middle") > 50),
    ("strong actors can fall", lambda of: of("early_richest_fell") > 0.2 and of("richest_fell") > 0.05),
    ("fights occur inside alliances", lambda of: of("fights_of_committed") > of("fights") / 2),
    ("wealth concentrates", lambda of: of("richest_share") > 0.5 and of("effective_actors") < 3),
    ("endowment does not predict success", lambda of: abs(of("wealth_correlation")) < 0.2),
    ("nor does it decide who leads", lambda of: of("initially_richest_leads") < 0.25),
    ("blocks of the committed form", lambda of: of("largest_block") > 3),
])
def test_what_axelrod_concludes(base, conclusion, holds) -> None:
    assert holds(lambda outcome: mean(base, outcome)), conclusion


def test_histories_differ_greatly(base) -> None:
    average, deviation, _ = base.of("fights")
    assert deviation > average / 3


@pytest.mark.parametrize("reading", ["no-commitment", "no-contiguity"])
def test_conclusions_can_fail(readings, reading) -> None:
    """The bounds above are not met by any model at all."""
    statistics = readings[reading]
    concentrated = mean(statistics, "richest_share") > 0.5
    fights_inside = mean(statistics, "fights_of_committed") > mean(statistics, "fights") / 2
    assert not (concentrated and fights_inside and mean(statistics, "largest_block") > 3
                and mean(statistics, "effective_actors") > 2)


def test_the_page_says_what_the_command_finds(folder) -> None:
    assert (folder / "verdict").read_text() == ""


def test_a_stale_page_is_noticed(root) -> None:
    page = (root / "docs/tribute.md").read_text()
    assert "<!-- generated: conclusions -->" in page and "| conclusion, as remembered |" in page
    assert "<!-- generated: readings -->" in page and "`no_contiguity` |" in page


@pytest.mark.parametrize("threads, instruction_set", [(2, ""), (1, "x86-64-v4"), (2, "x86-64-v3"), (1, "x86-64-v2")])
def test_the_same_bits(program, root, tmp_path, threads, instruction_set) -> None:
    def run(output: pathlib.Path, used: int, **forced: str) -> str:
        command = [program, "run", "configs/tribute/base_case.yaml", "configs/tribute/no_contiguity.yaml", "-n", "600",
                   "--years", "300", "--records", "all", "--threads", str(used), "-o", output, "--quiet"]
        return subprocess.run(
            command, cwd=root, capture_output=True, check=False, text=True, env=os.environ | forced
        ).stderr

    run(tmp_path / "plain.h5", 1)
    forced = {"PENINSULA_INSTRUCTION_SET": instruction_set} if instruction_set else {}
    told = run(tmp_path / "other.h5", threads, **forced)
    if "this processor has no" in told:
        pytest.skip(f"this processor has no {instruction_set}")
    assert differing(tmp_path / "plain.h5", tmp_path / "other.h5") == []


def test_a_file_counts_years(folder) -> None:
    with h5py.File(folder / "base_case.h5") as file:
        assert text(file.attrs["model"]) == "tribute" and file.attrs["years"] == 1000
        assert "months" not in file.attrs and "date" not in file
        assert text(file["month"].attrs["units"]) == "year" and text(file["start"][0]) == "year 0"
        assert file["fights_by_year"].shape == (1, 1000, 5)
        assert (file["fights_by_year"][0].sum(axis=1) == HISTORIES).all()


def test_every_command_knows_the_model(peninsula, folder, tmp_path, root) -> None:
    conditions = sorted((root / "configs/tribute").glob("*.yaml"))
    assert len(peninsula("validate", *conditions).stdout.splitlines()) == len(conditions) == 8
    schema = json.loads(peninsula("schema", "--model", "tribute").stdout)
    for path in conditions:
        jsonschema.validate(yaml.safe_load(path.read_text()), schema)
    assert "destructiveness" in peninsula("explain", "--model", "tribute").stdout
    assert "1000 years from year 0" in peninsula("show", folder / "base_case.h5").stdout
    against = peninsula("compare", folder / "readings.h5", "--against", BASE_CASE, "--outcome", "payments").stdout
    assert "tribute-no-contiguity" in against
    sweep = root / "configs/tribute/sweeps/demand_and_destruction.yaml"
    peninsula("sweep", sweep, "-n", 64, "--years", 20, "--shard", "1/2", "-o", tmp_path / "a.h5", "--quiet")
    peninsula("sweep", sweep, "-n", 64, "--years", 20, "--shard", "2/2", "-o", tmp_path / "a.h5", "--quiet")
    peninsula("merge", tmp_path / "a.h5.parts", "-o", tmp_path / "merged.h5")
    peninsula("sweep", sweep, "-n", 64, "--years", 20, "-o", tmp_path / "whole.h5", "--quiet")
    assert differing(tmp_path / "merged.h5", tmp_path / "whole.h5") == []


def test_compare_runs_a_tribute_file_again(peninsula, tmp_path) -> None:
    peninsula("run", "configs/tribute/base_case.yaml", "configs/tribute/no_contiguity.yaml", "-n", 200, "--years", 50,
              "-o", tmp_path / "x.h5", "--quiet")
    told = peninsula("compare", tmp_path / "x.h5", "--against", "tribute-no-contiguity", "--outcome", "fights").stdout
    assert "50 years from year 0" in told


def test_a_trace_tells_who_demands_of_whom(peninsula) -> None:
    arguments = ("trace", "configs/tribute/base_case.yaml", "--trajectory", 3, "--years", 40)
    assert "\nyear 17\n" in peninsula(*arguments).stdout
    told = json.loads(peninsula(*arguments, "--format", "json").stdout)
    fights = 0
    for year in told["months"]:
        decisions = year["decisions"]
        assert [decision["decision"] for decision in decisions] == ["active", "demands of"] * 3
        fights += sum(chance["happened"] for chance in year["chances"] if chance["event"] == "fights")
        for active, demand in zip(decisions[::2], decisions[1::2], strict=True):
            assert demand["chosen"] == "nobody" or demand["chosen"] != active["chosen"]
    assert fights == told["outcomes"]["fights"] > 0


def test_a_trace_is_its_row_of_the_records(peninsula, tmp_path) -> None:
    peninsula("run", "configs/tribute/base_case.yaml", "-n", 64, "--years", 600, "--records", "all", "-o",
              tmp_path / "x.h5", "--quiet")
    told = peninsula("trace", "configs/tribute/base_case.yaml", "--trajectory", 37, "--years", 600, "--format", "json")
    with h5py.File(tmp_path / "x.h5") as file:
        for name, value in json.loads(told.stdout)["outcomes"].items():
            assert numpy.float32(file["records"][name][0, 37]) == numpy.float32(value), name


def test_years_may_differ_from_history_to_history(peninsula, tmp_path) -> None:
    """Where the number of activations is drawn, the lanes of a register differ in it."""
    peninsula("run", "configs/tribute/base_case.yaml", "-n", 512, "--years", 50, "--records", "all", "--quiet",
              "--set", "activation.count={equally_likely: [1, 2, 3, 4]}", "-o", tmp_path / "x.h5")
    with h5py.File(tmp_path / "x.h5") as file:
        records = file["records"]
        activations = sum(records[name][0] for name in ("fights", "payments", "idle_activations"))
        assert (activations == 50 * records["activation.count"][0]).all()
        assert len(numpy.unique(records["activation.count"][0])) == 4
