# SPDX-License-Identifier: Apache-2.0
"""Each kind of broken input: status 2, one message with file, line and column, and no output."""

import os
import pathlib
import re
import resource

import h5py
import pytest

HEAD = "name: broken\nsummary: a broken condition\n"
CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"

# what is wrong: text of the file, where it is (line:column), what the message must contain
BROKEN: dict[str, tuple[str | bytes, str, list[str]]] = {
    "misspelt key": (HEAD + "parametres: {}\n", "3:1", ["parametres", "did you mean 'parameters'"]),
    "misspelt parameter": (
        HEAD + "parameters:\n  ukraine_war.ceasefire_hazrd: 0.1\n",
        "4:3",
        ["did you mean 'ukraine_war.ceasefire_hazard'"],
    ),
    "misspelt parameter, nested": (
        HEAD + "parameters:\n  ukraine_war:\n    ceasefire_hazrd: 0.1\n",
        "5:5",
        ["did you mean 'ukraine_war.ceasefire_hazard'"],
    ),
    "misspelt group": (HEAD + "parameters:\n  rusia.recovery_burden: 0.5\n", "4:3", ["russia.recovery_burden"]),
    "wrong type: text for a number": (HEAD + "parameters:\n  russia.recovery_burden: much\n", "4:27", ["much"]),
    "wrong type: list for a map": (HEAD + "parameters: [1, 2]\n", "3:13", ["parameters"]),
    "wrong type: months": (HEAD + "months: long\n", "3:9", ["long"]),
    "out of range": (HEAD + "parameters:\n  ukraine_war.ceasefire_hazard: 1.5\n", "4:33", ["1.5", "0", "1", "1/month"]),
    "out of range: months": (HEAD + "months: 1000\n", "3:9", ["1000", "120"]),
    "a law out of range": (HEAD + "parameters:\n  russia.recovery_burden: {uniform: [0.5, 1.5]}\n", "4:", ["1.5"]),
    "an unknown law": (
        HEAD + "parameters:\n  russia.recovery_burden: {unifrom: [0.1, 0.5]}\n",
        "4:",
        ["did you mean 'uniform'"],
    ),
    "a law upside down": (HEAD + "parameters:\n  russia.recovery_burden: {uniform: [0.5, 0.1]}\n", "4:", ["ascend"]),
    "not a number": (HEAD + "parameters:\n  russia.recovery_burden: .nan\n", "4:27", ["nan"]),
    "infinite": (HEAD + "parameters:\n  russia.recovery_burden: .inf\n", "4:27", ["inf"]),
    "two documents": (HEAD + "---\n" + HEAD, "3:", ["document"]),
    "duplicate key": (HEAD + "months: 12\nmonths: 24\n", "4:1", ["months"]),
    "one parameter by two names": (
        HEAD + "parameters:\n  h_cf: 0.1\n  ukraine_war.ceasefire_hazard: 0.2\n",
        "5:3",
        ["ukraine_war.ceasefire_hazard"],
    ),
    "unknown timeline event": (
        HEAD + "timeline:\n  - {month: 2025-06, event: south_korea_electoin}\n",
        "4:",
        ["did you mean 'south_korea_election'"],
    ),
    "a month that does not exist": (
        HEAD + "timeline:\n  - {month: 2025-13, event: south_korea_election}\n",
        "4:",
        ["2025-13"],
    ),
    "an event outside the months": (
        HEAD + "timeline:\n  - {month: 2035-06, event: south_korea_election}\n",
        "4:",
        ["2035-06"],
    ),
    "a start that is no month": (HEAD + "start: February\n", "3:8", ["February"]),
    "no name": ("summary: nameless\n", "1:1", ["name"]),
    "empty file": ("", "1:1", ["not nothing"]),
    "a list": ("- 1\n- 2\n", "1:1", []),
    "binary junk": (bytes(range(256)) * 4, "", []),
    "unclosed bracket": (HEAD + "parameters: {russia.recovery_burden: 0.5\n", "", []),
    "a tab for indentation": (HEAD + "parameters:\n\trussia.recovery_burden: 0.5\n", "", []),
    "ten megabytes of nesting": ("[" * 10_000_000, "1:1", []),
    "half a megabyte of nesting": ("[" * 500_000, "1:", []),
    "extends a missing file": (HEAD + "extends: nowhere.yaml\n", "3:10", ["nowhere.yaml"]),
    "extends itself": (HEAD + "extends: broken.yaml\n", "3:10", ["broken.yaml"]),
    "attention beyond all": (
        HEAD + "parameters:\n  attention.ukraine_share: 0.5\n  attention.middle_east_share: 0.45\n",
        "",
        ["attention.ukraine_share", "0.9"],
    ),
    "an option that is drawn": (HEAD + "parameters:\n  schedule.order: {uniform: [0, 1]}\n", "4:", ["schedule.order"]),
    "an unknown label": (
        HEAD + "parameters:\n  us_china.initial_regime: tarif_war\n",
        "4:",
        ["did you mean 'tariff_war'"],
    ),
    "an unknown model": (HEAD + "model: tribut\n", "3:8", ["did you mean 'tribute'"]),
    "another model than what it extends": (
        HEAD + f"extends: {CONFIGS}/baseline.yaml\nmodel: tribute\n",
        "4:8",
        ["peninsula", "baseline"],
    ),
    "years of a model that counts months": (HEAD + "years: 4\n", "3:8", ["peninsula", "months"]),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_condition_is_refused_in_one_message(peninsula, tmp_path, kind) -> None:
    content, place, words = BROKEN[kind]
    path = tmp_path / "broken.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for command in (["validate", path], ["run", path, "-o", tmp_path / "out.h5"], ["trace", path, "--trajectory", 1]):
        done = peninsula(*command, status=2)
        lines = done.stderr.strip().splitlines()
        assert len(lines) == 1 and len(lines[0]) < 1000, done.stderr[:2000]
        assert re.match(rf"peninsula: {re.escape(str(path))}:{place or '[0-9]+:'}", lines[0]), lines[0]
        for word in words:
            assert word in lines[0]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["broken.yaml"]


def test_two_conditions_that_extend_each_other(peninsula, tmp_path) -> None:
    (tmp_path / "one.yaml").write_text(HEAD + "extends: two.yaml\n")
    (tmp_path / "two.yaml").write_text(HEAD + "extends: one.yaml\n")
    done = peninsula("validate", tmp_path / "one.yaml", status=2)
    assert re.search(r"(one|two)\.yaml:3:10: ", done.stderr)


def test_an_error_in_an_extended_file_names_that_file(peninsula, tmp_path) -> None:
    (tmp_path / "base.yaml").write_text(HEAD + "months: none\n")
    (tmp_path / "heir.yaml").write_text(HEAD + "extends: base.yaml\n")
    done = peninsula("validate", tmp_path / "heir.yaml", status=2)
    assert f"{tmp_path}/base.yaml:3:9: " in done.stderr


@pytest.mark.parametrize("arguments, words", [
    (["run", "nowhere.yaml"], ["nowhere.yaml:1:1"]),
    (["run", "configs"], ["configs:1:1"]),
    (["run", "configs/baseline.yaml", "configs/baseline.yaml"], ["baseline"]),
    (["run", "configs/baseline.yaml", "configs/tribute/base_case.yaml"], ["one model", "tribute", "peninsula"]),
    (["run", "configs/baseline.yaml", "-n", "many"], ["many"]),
    (["run", "configs/baseline.yaml", "-n", "1.5"], ["1.5"]),
    (["run", "configs/baseline.yaml", "-n", "0"], ["-n or --trajectories: must be a whole number from 1 to"]),
    (["run", "configs/baseline.yaml", "-n", "-3"], []),
    (["run", "configs/baseline.yaml", "--threads", "none"], ["none"]),
    (["run", "configs/baseline.yaml", "--set", "h_cff=0.1"], ["--set h_cff=0.1", "h_cf"]),
    (["run", "configs/baseline.yaml", "--set", "h_cf"], ["h_cf"]),
    (["run", "configs/baseline.yaml", "--set", "h_cf=2"], ["--set h_cf=2"]),
    (["run", "configs/baseline.yaml", "--months", "0"], ["--months or --years: must be a whole number from 1 on"]),
    (["run", "configs/baseline.yaml", "--months", "many"], ["must be a whole number from 1 on, not 'many'"]),
    (["run", "configs/baseline.yaml", "--records", "some"], ["some"]),
    (["run", "configs/baseline.yaml", "--reference", "basline"], ["did you mean 'baseline'"]),
    (["run", "configs/baseline.yaml", "--until", "summit_hold ± 0.01"], ["did you mean 'summit_held'"]),
    (["run", "configs/baseline.yaml", "--until", "summit_held"], ["summit_held"]),
    (["run"], []),
    (["rnu"], ["peninsula: there is no command 'rnu'; did you mean 'run'?"]),
    (["xyzzy"], ["peninsula: there is no command 'xyzzy'; --help lists all"]),
    (["run", "baseline", "--threds", "2"], ["there is no option '--threds'; did you mean '--threads'"]),
    (["show", "x.h5", "--sorted=yes"], ["there is no option '--sorted'"]),
    (["show", "nowhere.h5"], ["nowhere.h5"]),
    (["show", "configs/baseline.yaml"], ["baseline.yaml"]),
    (["trace", "configs/baseline.yaml", "--trajectory", "last"], ["last"]),
    (["schema", "--model", "tribut"], ["peninsula", "tribute"]),
    (["explain", "ceasefire_hazrd"], ["did you mean 'ukraine_war.ceasefire_hazard'"]),
    (["explain", " "], ["nothing is called"]),
    (["run", "early-ceasfire"], ["there is no condition 'early-ceasfire'; did you mean 'early-ceasefire'"]),
    (["trace", "basline", "--trajectory", "1"], ["did you mean 'baseline'"]),
    (["validate", "screening"], ["there is no condition 'screening'"]),
    (["sweep", "screning", "-o", "x.h5"], ["there is no sweep 'screning'; did you mean 'screening'"]),
    (["sweep", "screening", "-o", "x.h5", "--resume", "--force"], ["--resume", "--force", "one of them"]),
    (["sweep", "screening", "-o", "x.h5", "--json"], ["--json belongs to --dry-run"]),
    (["run", "baseline", "--set", "open=0.5"], ["--set open=0.5: open must be the word prior"]),
    (["run", "baseline", "--until", "summit_held ± 0x1p-8"], ["0x1p-8"]),
    (["run", "baseline", "--until", "summit_held ± inf"], ["inf"]),
])
def test_wrong_command_line(peninsula, tmp_path, root, arguments, words) -> None:
    arguments = [root / part if part.startswith("configs") else part for part in arguments]
    done = peninsula(*arguments, status=2, cwd=tmp_path)
    for word in words:
        assert word in done.stderr
    assert list(tmp_path.iterdir()) == []


COUNTS = {
    "-n": ["run", "baseline"], "--seed": ["run", "baseline"], "--threads": ["run", "baseline"],
    "--months": ["run", "baseline"], "--years": ["run", "tribute-base-case"], "--records": ["run", "baseline"],
    "--trajectory": ["trace", "baseline"], "--task-size": ["sweep", "screening", "-o", "x.h5"],
    "--shard": ["sweep", "screening", "-o", "x.h5"], "--resamples": ["sensitivity", "x.h5"],
}


@pytest.mark.parametrize("option", COUNTS)
@pytest.mark.parametrize("count", ["010", "0x10", "1e16", "-1", "1.5", "1_0", "", "٣", "18446744073709551616"])
def test_every_count_is_a_decimal_within_bounds(peninsula, tmp_path, option, count) -> None:
    """None is octal or hexadecimal, and none wraps around; a seed alone may be beyond 1e15."""
    if option == "--seed" and count == "1e16":
        count = "2e19"
    done = peninsula(*COUNTS[option], f"{option}={count}/1e20" if option == "--shard" else f"{option}={count}",
                     status=2, cwd=tmp_path)
    if count:
        assert option in done.stderr and done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_counts_are_written_as_people_write_them(peninsula, tmp_path) -> None:
    peninsula("run", "baseline", "-n", "2e1", "--seed", "18446744073709551615", "--threads", "1", "--months", "1.2e1",
              "--records", "1e1", "-o", tmp_path / "r.h5", "--quiet")
    with h5py.File(tmp_path / "r.h5") as file:
        assert file["month"].size == 12 and file["trajectories"][0] == 20 and file.attrs["seed"] == 2**64 - 1
        assert file["records/summit_held"].shape == (1, 10)


@pytest.mark.parametrize("hidden", ["\x1b[31m", "\x9b31m", "\u202e", "\u200b"])
def test_what_a_terminal_obeys_is_never_printed(peninsula, tmp_path, hidden) -> None:
    """Nor from the name of a file."""
    path = tmp_path / f"a{hidden}b.yaml"
    path.write_text(HEAD + "extends: nowhere.yaml\n")
    told = peninsula("validate", path, status=2).stderr + peninsula("run", path, status=2).stderr
    assert hidden not in told and "\\" in told and told.count("\n") == 2


@pytest.mark.parametrize("kind", ["condition", "extends", "sweep", "condition of a sweep"])
def test_a_pipe_is_refused_and_not_waited_for(peninsula, tmp_path, kind) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "heir.yaml").write_text(HEAD + "extends: pipe.yaml\n")
    (tmp_path / "sweep.yaml").write_text(HEAD + "condition: pipe.yaml\ndesign: grid\naxes: []\n")
    words = {
        "condition": ["run", "pipe.yaml"],
        "extends": ["validate", "heir.yaml"],
        "sweep": ["sweep", "pipe.yaml", "-o", "x.h5"],
        "condition of a sweep": ["sweep", "sweep.yaml", "-o", "x.h5"],
    }
    done = peninsula(*words[kind], status=2, cwd=tmp_path, timeout=5)
    assert "it is a pipe, not a file" in done.stderr


def test_a_long_chain_of_files_takes_little_memory(peninsula, tmp_path) -> None:
    for i in range(3000):
        (tmp_path / f"c{i}.yaml").write_text(HEAD + f"extends: c{i + 1}.yaml\n")
    done = peninsula("validate", tmp_path / "c0.yaml", status=2,
                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20)))
    assert f"{tmp_path}/c31.yaml:3:10: over 32 files extend one another, from '" in done.stderr


def test_a_design_that_memory_cannot_hold_says_how_large_it_is(peninsula, tmp_path) -> None:
    sweep = tmp_path / "s.yaml"
    sweep.write_text(HEAD + "condition: baseline\ndesign: sobol\npoints: 1e7\naxes: [{open: prior}]\n")
    done = peninsula("sweep", sweep, "-o", tmp_path / "x.h5", "--dry-run", status=1,
                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30)))
    assert "10000000 points on 203 axes take 16.2 GB of memory, which cannot be had" in done.stderr
    sweep.write_text(sweep.read_text().replace("sobol", "saltelli"))
    assert "4080000000 points" in peninsula("sweep", sweep, "-o", tmp_path / "x.h5", "--dry-run", status=2).stderr


def test_out_of_range_can_be_allowed(peninsula, tmp_path) -> None:
    (tmp_path / "far.yaml").write_text(HEAD + "allow_out_of_range: true\nparameters: {negotiation.reservation: 50}\n")
    peninsula("validate", tmp_path / "far.yaml")


def test_every_condition_that_ships_is_valid(peninsula, configs: list[pathlib.Path]) -> None:
    assert len(configs) == 29
    done = peninsula("validate", *configs)
    assert len(done.stdout.splitlines()) == 29


def test_a_word_too_long_for_any_file_is_a_name_that_is_not_known(peninsula) -> None:
    for command in (["run"], ["validate"], ["trace", "--trajectory", "0"]):
        assert "there is no condition 'aaaa" in peninsula(*command, "a" * 5000, status=2).stderr


def test_the_name_of_a_file_never_reaches_the_terminal_raw(peninsula, tmp_path) -> None:
    for name in ("a\x1b[31m.yaml", "b\u009b31m.yaml", "c\u202e.yaml"):
        file = tmp_path / name
        file.write_text("name: n\nsummary: s\n")
        told = peninsula("validate", file).stdout
        assert "valid: 'n'" in told and not set(told) & set("\x1b\u009b\u202e")
