# SPDX-License-Identifier: Apache-2.0
"""docs/extending.md, followed literally: files written, commands run, patches applied, compiled and played."""

import json
import pathlib
import platform
import shutil

import h5py
import pytest

import page


def diffs() -> list[str]:
    return [block.text for block in page.blocks(page.PAGE.read_text()) if block.language == "diff"]


def test_the_page_has_the_three_ways_in() -> None:
    found = page.blocks(page.PAGE.read_text())
    by_section = {section: [each.language for each in found if each.section == section] for section in
                  dict.fromkeys(each.section for each in found)}
    assert list(by_section) == ["Write your own condition in ten minutes", "Add an outcome", "Add an agent"]
    first, *others = by_section.values()
    assert "yaml" in first and all("diff" in languages and "console" in languages for languages in others)


def test_the_patches_fit_the_sources(tmp_path) -> None:
    """Without compiling: says at once when a changed source leaves the page behind."""
    tree = page.copy_of_tree(tmp_path)
    for patch in diffs():
        page.apply(patch, tree)
    assert "longest_lull" in (tree / "agents/peninsula/outcomes/provocations.hpp").read_text()
    assert (tree / "agents/peninsula/mediator.hpp").exists()


def test_the_patches_are_formatted_as_the_sources_are(tmp_path, root) -> None:
    if shutil.which("clang-format-14") is None:
        pytest.skip("clang-format-14 is not installed")
    tree = page.copy_of_tree(tmp_path)
    shutil.copy(root / ".clang-format", tree)
    for patch in diffs():
        page.apply(patch, tree)
    for path in (tree / "agents/peninsula").glob("*.hpp"):
        done = page.answer(f"clang-format-14 --dry-run {path}", tree)
        assert done == "", done


@pytest.fixture(scope="module")
def extended(tmp_path_factory) -> pathlib.Path:
    """The tree after the whole page, with every promise held to what is printed."""
    if not page.engine_library().exists():
        pytest.skip(f"{page.engine_library()} is not built")
    if platform.machine() != "x86_64":
        pytest.skip("the page's model is compiled for x86-64")
    tree = page.copy_of_tree(tmp_path_factory.mktemp("extended"))

    def check(command: str, promised: str, printed: str) -> None:
        assert printed == promised, f"{command}\n{printed}\ntests/python/page.py --write renews docs/extending.md"

    page.followed(page.PAGE.read_text(), tree, check)
    return tree


def test_the_page_does_what_it_says(extended) -> None:
    assert (extended / "talks.h5").exists() and (extended / "poor_peace.h5").exists()


def test_without_a_hazard_the_mediator_changes_nothing(extended) -> None:
    """Every outcome that was there before has the same counts, bit for bit."""
    for program, name in ((page.PROGRAM, "before.h5"), (extended / "build/release/peninsula", "after.h5")):
        page.answer(f"{program} run configs/baseline.yaml -n 1000 -o {name} --quiet", extended)
    with h5py.File(extended / "before.h5") as before, h5py.File(extended / "after.h5") as after:
        outcomes = before.attrs["outcomes"].split(",")
        new = set(after.attrs["outcomes"].split(",")) - set(outcomes)
        assert new == {"longest_lull", "talks_hosted"}
        assert [name for name in outcomes if (before[name][()] != after[name][()]).any()] == []


def test_the_mediator_plays_in_months_without_contact(extended) -> None:
    """The trace tells its chance, equal to its hazard, in exactly the months that open without contact."""
    program = extended / "build/release/peninsula"
    words = "trace configs/baseline.yaml --trajectory 3 --set mediator.hosting_hazard=0.25 --format json"
    told = json.loads(page.answer(f"{program} {words}", extended))
    stages = [month["state"]["diplomatic_stage"] for month in told["months"]]
    chances = [[each for each in month["chances"] if each["agent"] == "Mediator"] for month in told["months"]]
    opened = ["none", *stages[:-1]]  # the stage that each month opens with
    assert [len(each) for each in chances] == [int(stage == "none") for stage in opened]
    assert {each["probability"] for month in chances for each in month} == {0.25}
    assert told["outcomes"]["talks_hosted"] == sum(each["happened"] for month in chances for each in month) > 0
