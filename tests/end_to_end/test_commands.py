# SPDX-License-Identifier: Apache-2.0
"""What the commands print."""

import csv
import io
import json
import os
import pathlib
import re
import subprocess

import h5py
import jsonschema
import numpy
import pytest
import yaml

from results import Statistics


@pytest.fixture(scope="module")
def schema(peninsula) -> dict:
    return json.loads(peninsula("schema").stdout)


def test_the_schema_accepts_every_condition_that_ships(schema, configs: list[pathlib.Path]) -> None:
    jsonschema.Draft7Validator.check_schema(schema)
    for path in configs:
        jsonschema.validate(yaml.safe_load(path.read_text()), schema)


@pytest.mark.parametrize("change", [{"parametres": {}}, {"parameters": {"ukraine_war.ceasefire_hazrd": 0.1}},
                                    {"parameters": {"ukraine_war.ceasefire_hazard": 7}}, {"months": 0},
                                    {"timeline": [{"month": "2025-06", "event": "nothing"}]}])
def test_the_schema_refuses_what_the_program_refuses(schema, change) -> None:
    condition = {"name": "x", "summary": "x"} | change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(condition, schema)


@pytest.mark.parametrize("name, words", [
    ("ukraine_war.ceasefire_hazard", ["h_cf", "0.025", "[0.005, 0.08]", "1/month", "Chun 2025"]),
    ("h_cf", ["ukraine_war.ceasefire_hazard"]),
    ("any_summit", ["summit_held", "binary"]),
    ("russian_aid", ["series"]),
    ("ukraine_ceasefire", ["timeline"]),
])
def test_explain(peninsula, name, words) -> None:
    told = peninsula("explain", name).stdout
    for word in words:
        assert word in told


def test_explain_lists_everything_with_a_source(peninsula) -> None:
    lines = peninsula("explain").stdout.splitlines()
    parameters = [line for line in lines if line.count(".") and line.rstrip().endswith("]")]
    assert len(parameters) > 400
    assert not [line for line in parameters if line.rstrip().endswith("[]")]


def test_show_agrees_with_the_counts(peninsula, all_conditions) -> None:
    rows = json.loads(peninsula("show", all_conditions, "--json").stdout)["rows"]
    held = {row["condition"]: row for row in rows if row["outcome"] == "summit_held"}
    assert len(held) == 29
    for name, row in held.items():
        share, _, _ = Statistics(all_conditions, name).of("any_summit")
        assert row["estimate"] == pytest.approx(share, abs=1e-12)
        assert row["low"] < share < row["high"]


def test_show_never_prints_what_is_kept_for_bookkeeping(peninsula, all_conditions) -> None:
    for form in ("--csv", "--json"):
        assert "ladder_top" not in peninsula("show", all_conditions, "--all", form).stdout
    assert "ladder_top" not in peninsula("show", all_conditions, "--all").stdout


def test_show_says_what_the_figures_are(peninsula, all_conditions) -> None:
    told = peninsula("show", all_conditions).stdout
    assert "Under these assumptions" in told and "not a forecast" in told and "one parameter point" in told


def test_compare_with_the_reference(peninsula, all_conditions) -> None:
    told = peninsula("compare", all_conditions, "--against", "baseline", "--csv", "--outcome", "summit_held").stdout
    rows = {row["condition"]: row for row in csv.DictReader(io.StringIO(told))}
    assert len(rows) == 28
    base = Statistics(all_conditions, "baseline").of("any_summit")[0]
    for name, row in rows.items():
        share = Statistics(all_conditions, name).of("any_summit")[0]
        assert float(row["difference"]) == pytest.approx(share - base, abs=1e-9), name


def test_what_a_condition_leaves_alone_is_the_same_in_it(peninsula, tmp_path) -> None:
    """Common random numbers: where no president works for peace, the war in Ukraine takes the same course, bit for bit,
    in a condition that leaves its causes alone."""
    path = tmp_path / "three.h5"
    peninsula("run", "baseline", "tariff-war", "early-ceasefire", "-n", "1e4", "-o", path, "--quiet",
              "--set", "ukraine_war.peacemaking=0")
    statistics = Statistics(path, "baseline")
    counts = statistics.file["first_ceasefire"]
    same = {name.decode(): (row == counts[statistics.row]).all()
            for name, row in zip(statistics.file["condition"], counts, strict=True)}
    assert same == {"baseline": True, "tariff-war": True, "early-ceasefire": False}


def test_compare_with_any_condition_by_running_again(peninsula, with_records) -> None:
    told = peninsula(
        "compare", with_records, "--against", "early-ceasefire", "--json", "--outcome", "summit_held"
    ).stdout
    forward = peninsula("compare", with_records, "--json", "--outcome", "summit_held").stdout
    back, there = json.loads(told)["rows"], json.loads(forward)["rows"]
    assert len(back) == len(there) == 1 and back[0]["reference"] == "early-ceasefire"
    assert back[0]["difference"] == pytest.approx(-there[0]["difference"], abs=1e-12)


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_compare_writes_a_file_by_its_ending(peninsula, with_records, tmp_path, ending) -> None:
    path = tmp_path / f"differences.{ending}"
    peninsula("compare", with_records, "--against", "baseline", "-o", path)
    text = path.read_text()
    assert json.loads(text)["rows"] if ending == "json" else len(text.splitlines()) > 1


def test_compare_refuses_an_unknown_condition_by_name(peninsula, with_records) -> None:
    done = peninsula("compare", with_records, "--against", "basline", status=2)
    assert "did you mean 'baseline'" in done.stderr


@pytest.fixture(scope="module")
def grown(peninsula, tmp_path_factory) -> pathlib.Path:
    """An economy that grows out of its bins, and in some trajectories out of what a sum of squares holds."""
    path = tmp_path_factory.mktemp("grown") / "grown.h5"
    peninsula("run", "configs/baseline.yaml", "configs/early_ceasefire.yaml", "-n", 500, "--records", "all", "-o", path,
              "--set", "economy.base_growth=0.1", "--quiet")
    return path


def test_clamped_values_are_counted_as_the_records_have_them(grown) -> None:
    """Whatever lies by half a code or more outside the bins, of every outcome that has bins."""
    with h5py.File(grown) as file:
        for place, name in enumerate(file["outcome"].asstr()[:]):
            kind = file[name].attrs["kind"]
            lowest, highest = (file[f"outcome_{end}"][place] for end in ("lowest", "highest"))
            if kind not in ("continuous", "count"):
                continue
            quantum = file["outcome_quantum"][place]
            for condition in range(2):
                values = file["records"][name][condition].astype(float)
                codes = numpy.rint((values - lowest) / quantum)
                last = numpy.rint((highest - lowest) / quantum)
                assert file["outcome_beyond"][condition, place] == ((codes < 0) | (codes > last)).sum(), name
                assert file["outcome_clamped"][condition, place] == (abs(values - lowest) / quantum > 2**19).sum(), name
        assert list(file["series_clamped"].dims[1].keys()) == ["series_name"]


def test_a_mean_of_far_values_is_that_of_the_records(grown) -> None:
    with h5py.File(grown) as file:
        place, records = list(file["outcome"].asstr()).index("economy"), file["records/economy"][0].astype(float)
        quantum, origin = (file[f"outcome_{what}"][place] for what in ("quantum", "origin"))
        mean = origin + quantum * file["outcome_sum"][0, place] / 500
        assert records.max() > 50 + 16 * 150
        assert mean == pytest.approx(records.mean(), rel=1e-6)


def test_what_is_clamped_is_told_beside_the_mean_that_it_spoils(peninsula, grown, all_conditions) -> None:
    told = peninsula("show", grown, "--outcome", "economy").stdout
    assert "[–, –]" in told and "economy: " in told and "its mean has no deviation and no interval" in told
    assert "quantiles there are those of the edge" in peninsula("show", grown, "--all").stdout
    row = json.loads(peninsula("show", grown, "--outcome", "economy", "--json").stdout)["rows"][0]
    assert 0 < row["clamped"] <= row["beyond"] == 500 and row["low"] is None and row["estimate"] > 200
    line = next(csv.DictReader(io.StringIO(peninsula("show", grown, "--outcome", "economy", "--csv").stdout)))
    assert int(line["clamped"]) == row["clamped"] and line["low"] == ""
    compared = json.loads(peninsula("compare", grown, "--outcome", "economy", "--json").stdout)["rows"][0]
    assert compared["clamped_there"] == row["clamped"] and compared["low"] is None
    assert "no interval" in peninsula("compare", grown, "--outcome", "economy").stdout
    assert "clamps" not in peninsula("show", all_conditions, "--all").stdout


@pytest.mark.parametrize("until, conditions", [("summit_held ± 0.001", ["baseline"]),
                                               ("deal_reached +- 1e-9", ["baseline", "early_ceasefire"]),
                                               ("nuclear_test_held +/- 0.02", ["baseline"])])
def test_a_precision_that_is_not_reached_is_told(peninsula, tmp_path, until, conditions) -> None:
    path = tmp_path / "r.h5"
    files = [f"configs/{name}.yaml" for name in conditions]
    done = peninsula("run", *files, "-n", 300, "--until", until, "-o", path)
    outcome, wanted = until.split()[0], float(until.split()[-1])
    assert f"{outcome} ± {wanted:.3g}, was not reached in {len(files)} of {len(files)} conditions" in done.stderr
    assert "was not reached" in peninsula("show", path).stdout
    assert "was not reached" in str(json.loads(peninsula("show", path, "--json").stdout)["caveats"])
    with h5py.File(path) as file:
        assert file.attrs["until_outcome"] == outcome and file.attrs["until_half_width"] == wanted
        share, n, z = file[outcome][:] / 300, 300, 1.959963984540054
        half = z / (1 + z * z / n) * numpy.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        assert file["until_half_width_reached"][:] == pytest.approx(half, rel=1e-12)


def test_a_precision_that_is_reached_is_kept_and_not_mentioned(peninsula, tmp_path) -> None:
    path = tmp_path / "r.h5"
    done = peninsula("run", "configs/baseline.yaml", "-n", 2000, "--until", "summit_held ± 0.05", "-o", path)
    assert "not reached" not in done.stdout + done.stderr + peninsula("show", path).stdout
    with h5py.File(path) as file:
        assert 0 < file["until_half_width_reached"][0] <= file.attrs["until_half_width"] == 0.05


@pytest.mark.parametrize("half_width", ["inf", "nan", "-0.1", "0"])
def test_a_half_width_that_is_none_is_refused(peninsula, tmp_path, half_width) -> None:
    words = ["-n", 10, "--until", f"summit_held ± {half_width}", "-o", tmp_path / "r.h5"]
    assert "not a positive number" in peninsula("run", "configs/baseline.yaml", *words, status=2).stderr


@pytest.mark.parametrize("trajectories, months", [(1, 48), (2, 1), (3, 48)])
def test_nothing_prints_a_number_that_is_none(peninsula, tmp_path, trajectories, months) -> None:
    path = tmp_path / "few.h5"
    peninsula("run", "configs/baseline.yaml", "configs/early_ceasefire.yaml", "-n", trajectories, "--months", months,
              "-o", path, "--quiet")
    for command in ("show", "compare"):
        for form in ([], ["--json"], ["--csv"]):
            told = peninsula(command, path, "--all", *form).stdout
            assert not re.search(r"\b(nan|inf|NaN|Infinity)\b", told), (command, form)
    assert ("a mean of one trajectory has no interval" in peninsula("show", path).stdout) == (trajectories == 1)
    trace = peninsula("trace", "configs/baseline.yaml", "--months", months, "--trajectory", 1).stdout
    assert not re.search(r"\b(nan|inf)\b", trace)


def test_a_distribution_is_drawn_anew_for_each_trajectory(peninsula, tmp_path) -> None:
    """With the ceasefire hazard uniform on [0.1, 0.3] the share of ceasefires within 12 months is the mean of
    1 - (1 - h)^12 over it; within 4 standard errors (false alarm: 6e-5, seed fixed)."""
    path = tmp_path / "drawn.h5"
    peninsula("run", "configs/baseline.yaml", "-n", "1e5", "--months", 12, "-o", path, "--quiet",
              "--set", "ukraine_war.ceasefire_hazard={uniform: [0.1, 0.3]}", "--set", "ukraine_war.peacemaking=0")
    share, deviation, count = Statistics(path, "baseline").of("cf_by_T")
    steps = 10_000
    exact = sum(1 - (1 - (0.1 + 0.2 * (i + 0.5) / steps)) ** 12 for i in range(steps)) / steps
    assert abs(share - exact) < 4 * deviation / count**0.5


def test_records_tell_what_each_trajectory_drew(peninsula, root, tmp_path) -> None:
    """The value drawn is the one the trajectory lived with: where no deal slows them, warheads at the horizon are
    those at the start plus a month's production times the months."""
    path = tmp_path / "drawn.h5"
    (tmp_path / "fixed.yaml").write_text(
        f"name: fixed\nsummary: Fixed.\nextends: {root / 'configs/baseline.yaml'}\n"
        "parameters:\n  arsenal.warheads_a_month: 2\n  diplomacy.success_intercept: -20\n"
    )
    (tmp_path / "drawn.yaml").write_text("name: drawn\nsummary: Drawn.\nextends: fixed.yaml\n"
                                         "parameters:\n  arsenal.warheads_a_month: {uniform: [0, 10]}\n")
    peninsula("run", tmp_path / "fixed.yaml", tmp_path / "drawn.yaml", "-n", "1000", "--records", "600", "-o", path,
              "--quiet", "--allow-out-of-range")
    with h5py.File(path) as file:
        names = [name.decode() for name in file["condition"]]
        a_month = file["records/arsenal.warheads_a_month"][:]
        at_the_end = file["records/warheads"][:]
        assert file["records/arsenal.warheads_a_month"].attrs["units"] == "warhead/month"
    assert a_month.shape == (2, 600)
    assert (a_month[names.index("fixed")] == 2).all()
    drawn = a_month[names.index("drawn")]
    assert 0 < drawn.min() < 0.1 and 9.9 < drawn.max() < 10 and len(set(drawn)) > 590
    assert abs(at_the_end - (50 + 48 * a_month)).max() < 0.01


def test_explain_tells_programs_everything(peninsula) -> None:
    told = json.loads(peninsula("explain", "--json").stdout)
    hazard = next(one for one in told["parameters"] if one["symbol"] == "h_cf")
    assert (
        hazard["name"] == "ukraine_war.ceasefire_hazard"
        and hazard["prior"] == [0.005, 0.08]
        and hazard["default"] == 0.025
    )
    phase = next(one for one in told["parameters"] if one["symbol"] == "W0")
    assert phase["label"] == "war" and phase["prior"] is None
    assert {"outcomes", "series", "events", "headline"} <= told.keys()
    ceasefire = next(one for one in told["events"] if one["name"] == "ukraine_ceasefire")
    assert (ceasefire["process"], ceasefire["value"]) == ("ukraine_war", 1.0)
    assert "'h_cf' alone" in peninsula("explain", "h_cf", "--json", status=2).stderr


def test_what_is_open_is_drawn_and_conditions_stay_apart(peninsula, tmp_path) -> None:
    """Each condition keeps what it sets, whatever else runs; what two leave open they draw alike."""
    names = ["baseline", "small-deal-washington", "early-ceasefire"]
    path = tmp_path / "open.h5"
    peninsula("run", *names, "--set", "open=prior", "-n", "2000", "--records", "all", "-o", path, "--quiet")
    with h5py.File(path) as file:
        summits = file["summit_held"][:]
        records = file["records"]
        stance, hazard, reservation = (records[name][:] for name in (
            "united_states.small_deal_stance", "ukraine_war.ceasefire_hazard", "negotiation.reservation"))
        alone = file["russian_aid"][:]
    assert len({*summits}) == 3
    assert (stance[1] == 1.5).all() and (stance[0] == stance[2]).all() and stance[0].std() > 0.1
    assert (hazard[2] == numpy.float32(0.2)).all() and (hazard[0] == hazard[1]).all() and hazard[0].std() > 0.01
    assert (reservation[0] == reservation[1]).all() and (reservation[0] == reservation[2]).all()
    peninsula("run", "early-ceasefire", "--set", "all=prior", "-n", "2000", "-o", tmp_path / "one.h5", "--quiet")
    with h5py.File(tmp_path / "one.h5") as file:
        assert (file["russian_aid"][0] == alone[2]).all()


def test_what_the_command_line_replaces_is_told(peninsula, tmp_path) -> None:
    words = ["--set", "united_states.hawk_cost=1", "--set", "st_sml=0", "--set", "open=prior"]
    for command in (["run", "baseline", "small-deal-washington", "-n", 10, "-o", tmp_path / "r.h5"],
                    ["trace", "small-deal-washington", "--trajectory", 1],
                    ["sweep", "price-of-a-small-deal", "-n", 1, "--dry-run", "-o", tmp_path / "s.h5"]):
        told = [line for line in peninsula(*command, *words).stderr.splitlines() if "--set" in line]
        assert told == ["info: --set replaces 2 settings of small-deal-washington: "
                        "united_states.hawk_cost (was 0.8), united_states.small_deal_stance (was 1.5)"]


def test_a_seed_a_number_and_an_event_that_are_dropped_are_told(peninsula, tmp_path) -> None:
    (tmp_path / "mine.yaml").write_text("name: mine\nsummary: s\nextends: baseline\nseed: 7\ntrajectories: 777\n"
                                        "timeline: [{month: 2026-06, event: ukraine_ceasefire}]\n")
    (tmp_path / "sweep.yaml").write_text("name: s\nsummary: s\ncondition: mine.yaml\ndesign: grid\n"
                                         "axes: [{parameter: h_cf, values: [0.1]}]\n")

    def warnings(*words: object) -> list[str]:
        lines = peninsula(*words, cwd=tmp_path).stderr.splitlines()
        return [line for line in lines if line.startswith("warning: ")]

    run = ["run", "baseline", "mine.yaml", "-o", "r.h5", "--force"]
    seed = "warning: the seed of mine, 7, is not used: all conditions share 20250201"
    event = "warning: mine covers 2025-02 to 2025-07, and its timeline does not come to ukraine_ceasefire in 2026-06"
    assert warnings(*run, "-n", 10) == [seed]
    assert warnings(*run, "-n", 10, "--seed", 5) == []  # asked for by name
    assert warnings(*run, "-n", 10, "--seed", 5, "--months", 6) == [event]
    assert warnings(*run, "-n", 10, "--reference", "mine", "--seed", 1) == []
    assert any("the number of trajectories of mine, 777, is not used: all conditions share 100000" in line
               for line in warnings(*run, "--months", 1))
    sweep = ["sweep", "sweep.yaml", "-o", "s.h5", "--dry-run"]
    assert warnings(*sweep) == [
        "warning: the number of trajectories of mine, 777, is not used: all conditions share 10000"
    ]
    assert warnings(*sweep, "-n", 10, "--months", 6) == [event]
    assert warnings("trace", "mine.yaml", "--trajectory", 0, "--months", 6) == [event]


@pytest.mark.parametrize("word, names", [
    ("deterrence", ["extended_deterrence", "reaffirmations"]),  # in a name; in a meaning
    ("UCDP", ["ukraine_war.ceasefire_hazard"]),  # in a source
    ("small deal", ["united_states.small_deal_stance"]),  # a name's words
    ("Ceasefire", ["ukraine_war.ceasefire_hazard", "ukraine_ceasefire"]),  # whatever the case; an event
])
def test_explain_looks_for_a_word(peninsula, word, names) -> None:
    found = [line.split()[0] for line in peninsula("explain", word).stdout.splitlines()]
    assert set(names) <= set(found)


def test_explain_tells_all_of_one_thing(peninsula) -> None:
    """By its name, by its symbol, or as the only one that mentions a word."""
    whole = peninsula("explain", "h_cf").stdout
    assert whole == peninsula("explain", "ukraine_war.ceasefire_hazard").stdout and "prior " in whole
    assert peninsula("explain", "Residual Life of 2 to 8").stdout == whole
    assert (
        "--set open=prior" in peninsula("explain", "open").stdout and "--set open=prior" in peninsula("explain").stdout
    )


def test_conditions_and_sweeps_go_by_name_from_any_folder(peninsula, tmp_path) -> None:
    (tmp_path / "heir.yaml").write_text("name: heir\nsummary: s\nextends: early-ceasefire\n")
    peninsula("run", "baseline", "early_ceasefire", "heir.yaml", "-n", 50, "-o", "r.h5", "--quiet", cwd=tmp_path)
    with h5py.File(tmp_path / "r.h5") as file:
        assert list(file["condition"].asstr()) == ["baseline", "early-ceasefire", "heir"]
        assert (file["strategic_tests"][1] == file["strategic_tests"][2]).all()
    peninsula("trace", "tribute-base-case", "--trajectory", 0, "--years", 3, cwd=tmp_path)
    peninsula("validate", "leap-day", cwd=tmp_path)
    peninsula("sweep", "busy-elsewhere", "--dry-run", "-o", "s.h5", cwd=tmp_path)
    (tmp_path / "baseline").write_text("name: my-own\nsummary: A file wins.\n")
    assert "'my-own'" in peninsula("validate", "baseline", cwd=tmp_path).stdout


def test_every_name_that_comes_with_the_program_is_one_file(root) -> None:
    for folders in ((".", "history", "tribute"), ("sweeps", "tribute/sweeps")):
        files = [path for folder in folders for path in (root / "configs" / folder).glob("*.yaml")]
        names = [re.search(r"^name: (\S+)$", path.read_text(), re.MULTILINE)[1] for path in files]
        assert len(set(names)) == len(names)


def test_under_the_whole_prior_no_headline_outcome_is_pinned_and_none_explodes(peninsula, tmp_path) -> None:
    peninsula("run", "configs/baseline.yaml", "-n", "20000", "-o", tmp_path / "prior.h5", "--set", "open=prior",
              "--records", "all", "--quiet")
    declared = json.loads(peninsula("explain", "--json").stdout)
    kinds = {one["name"]: (one["kind"], one["lowest"], one["highest"]) for one in declared["outcomes"]}
    with h5py.File(tmp_path / "prior.h5") as file:
        for name in declared["headline"]:
            kind, lowest, highest = kinds[name]
            values = file[f"records/{name}"][0]
            assert numpy.isfinite(values).all(), name
            if kind == "binary":
                assert 0.02 < values.mean() < 0.98, name
            elif kind == "continuous":
                assert ((values <= lowest) | (values >= highest)).mean() < 0.05, name
            else:
                assert values.std() > 0 and numpy.quantile(values, 0.99) < 48, name


def test_a_timeline_is_given_not_drawn(peninsula, tmp_path, root) -> None:
    path = tmp_path / "given.yaml"
    path.write_text(f"name: given\nsummary: a ceasefire in May 2025\nextends: {root}/configs/baseline.yaml\n"
                    "parameters: {ukraine_war.ceasefire_hazard: 0}\n"
                    "timeline: [{month: 2025-05, event: ukraine_ceasefire}]\n")
    peninsula("run", path, "-n", "5000", "-o", tmp_path / "given.h5", "--quiet")
    statistics = Statistics(tmp_path / "given.h5", "given")
    assert statistics.of("t_cf")[:2] == (3.0, 0.0)


def test_what_is_installed_runs_by_itself(program, tmp_path) -> None:
    """The tree that a package or a container holds: program, conditions, scripts of the cluster."""
    subprocess.run(["cmake", "--install", program.parent, "--prefix", tmp_path], check=True, capture_output=True)
    shared = tmp_path / "share/peninsula"
    subprocess.run(
        [
            tmp_path / "bin/peninsula",
            "sweep",
            shared / "configs/sweeps/ceasefire_and_capacity.yaml",
            "-n",
            "100",
            "-o",
            tmp_path / "out.h5",
            "--quiet",
        ],
        check=True,
        cwd=tmp_path,
    )
    subprocess.run([tmp_path / "bin/peninsula", "validate", "early-ceasefire"], check=True, cwd=tmp_path)
    assert (tmp_path / "out.h5").exists()
    assert os.access(shared / "cluster/submit", os.X_OK)
