# SPDX-License-Identifier: Apache-2.0
"""One report over several files says what a report says over the file of one run."""

import hashlib
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARIFFS, AID = ROOT / "configs/tariff_war.yaml", ROOT / "configs/aid_stops.yaml"


@pytest.fixture(scope="session")
def files(peninsula, tmp_path_factory) -> list[pathlib.Path]:
    """Two runs, and the run of all their conditions."""
    folder = tmp_path_factory.mktemp("several")
    conditions = {"first": [TARIFFS], "second": [AID], "whole": [TARIFFS, AID]}
    for name, others in conditions.items():
        peninsula("run", "baseline", *others, "-n", 200, "-o", folder / f"{name}.h5", "--quiet")
    return [folder / f"{name}.h5" for name in conditions]


def made(report, output: pathlib.Path, *arguments: object) -> str:
    report(*arguments, "-o", output)
    return output.read_text(encoding="utf-8")


def test_the_page_over_two_files_is_the_page_over_one_but_for_their_names(report, files, tmp_path):
    *two, whole = files
    pages = [made(report, tmp_path / f"{len(each)}.html", *each) for each in (two, [whole])]
    provenance = [page.index('<section id="provenance"') for page in pages]
    over_two, over_one = (page[:end] for page, end in zip(pages, provenance, strict=True))
    assert over_two == over_one.replace("whole.h5 --states", "first.h5 second.h5 --states")
    told = pages[0][provenance[0] :]
    for path in two:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert re.search(rf"<dd>{path.name}</dd></div>\s*<div><dt>SHA-256</dt><dd><code .*>{digest}</code>", told)
        assert f"-o {path} --quiet\n" in told
    assert "\nscripts/report first.h5 second.h5 -o report.html</code>" in told


def test_tables_figures_and_the_decision_are_those_over_one_file(report, files, tmp_path):
    *two, whole = files
    for number, options in enumerate(
        (
            ["--figure", "differences"],
            ["--table", "comparison", "--order", "effect"],
            ["--table", "decision", "--states", 4, "--outcomes", "summit_held"],
        )
    ):
        over_two = made(report, tmp_path / f"two-{number}", *two, *options)
        assert over_two == made(report, tmp_path / f"one-{number}", whole, *options)
        assert len(over_two.splitlines()) > 2


def test_files_of_one_name_are_told_with_their_folders(report, files, tmp_path):
    for number, path in enumerate(files[:2]):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "run.h5").write_bytes(path.read_bytes())
    page = made(report, tmp_path / "page.html", tmp_path / "0/run.h5", tmp_path / "1/run.h5")
    assert "<dd>0/run.h5</dd>" in page and "scripts/report 0/run.h5 1/run.h5 -o report.html" in page


def test_files_that_cannot_be_joined_are_refused_before_anything_is_written(report, files, peninsula, tmp_path):
    other = tmp_path / "other.h5"
    peninsula("run", "baseline", AID, "-n", 200, "--seed", 7, "-o", other, "--quiet")
    done = report(files[0], other, "-o", tmp_path / "page.html", status=2)
    assert re.fullmatch(r"report: \S+other\.h5: has seed 7, and \S+first\.h5 has 20250201: .*\n", done.stderr)
    assert not (tmp_path / "page.html").exists()
