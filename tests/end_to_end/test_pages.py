# SPDX-License-Identifier: Apache-2.0
"""Generated pages say what the program declares and what the experiments found; a stale one is refused."""

import pathlib
import shutil
import subprocess

import pytest


@pytest.fixture(scope="module")
def mechanisms(program: pathlib.Path) -> pathlib.Path:
    """The program behind scripts/mechanisms."""
    path = program.parent / "mechanisms"
    if not path.exists():
        pytest.skip(f"{path} is not built")
    return path


@pytest.fixture
def tree(root: pathlib.Path, tmp_path: pathlib.Path) -> pathlib.Path:
    """What scripts/document reads, to be changed at will."""
    for folder in ("docs", "agents", "engine", "tests/mechanisms"):
        shutil.copytree(root / folder, tmp_path / folder)
    (tmp_path / "scripts").mkdir()
    shutil.copy(root / "scripts/document", tmp_path / "scripts")
    return tmp_path


def check(tree: pathlib.Path, program: pathlib.Path) -> subprocess.CompletedProcess:
    command = ["/usr/bin/python3", tree / "scripts/document", "--check", "--program", program]
    return subprocess.run(command, capture_output=True, check=False, text=True)


def test_the_model_page_is_as_the_program_declares(tree, program) -> None:
    done = check(tree, program)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "path, old, new",
    [
        (
            "docs/model.md",
            "| `ukraine_war.ceasefire_hazard` | `h_cf` | 0.025 |",
            "| `ukraine_war.ceasefire_hazard` | `h_cf` | 0.03 |",
        ),
        ("docs/model.md", '<a id="ch1"></a>', ""),
        ("docs/model.md", "`believed_impatience`", "`believed_patience`"),
        ("docs/influences.svg", "M24", "M42"),
        ("agents/peninsula/china.hpp", "(Ch1)", "(Ch7)"),
        ("tests/mechanisms/mechanisms.yaml", "equations: [Ch1]", "equations: [Ch9]"),
    ],
    ids=["a default", "an equation", "a state", "the figure", "the code", "a mechanism"],
)
def test_a_stale_page_is_refused(tree, program, path, old, new) -> None:
    text = (tree / path).read_text()
    assert old in text
    (tree / path).write_text(text.replace(old, new))
    done = check(tree, program)
    assert done.returncode == 1 and done.stdout.strip(), done.stderr


def test_a_stale_page_of_mechanisms_is_refused(root, mechanisms, tmp_path) -> None:
    page = tmp_path / "mechanisms.md"
    command = [mechanisms, root / "tests/mechanisms/mechanisms.yaml", "--only", "M24", "-n", "4000"]
    subprocess.run([*command, f"--write={page}"], check=True, capture_output=True)
    subprocess.run([*command, f"--check={page}"], check=True, capture_output=True)
    page.write_text(page.read_text().replace("+0.35", "+0.36", 1))
    done = subprocess.run([*command, f"--check={page}"], capture_output=True, check=False, text=True)
    assert done.returncode == 1 and "stale" in done.stdout


def test_a_mechanism_that_is_not_met_ends_with_a_status(root, mechanisms, tmp_path) -> None:
    text = (root / "tests/mechanisms/mechanisms.yaml").read_text()
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(
        text.replace(
            "{outcome: chinese_closeness, specified: 0.362,", "{outcome: chinese_closeness, specified: -0.362,"
        )
    )
    assert wrong.read_text() != text
    done = subprocess.run(
        [mechanisms, wrong, "--only", "M24", "-n", "4000"], capture_output=True, check=False, text=True
    )
    assert done.returncode == 1 and "1 unmet" in done.stdout


def test_no_claim_is_left_out_of_the_page(root) -> None:
    page = (root / "docs/mechanisms.md").read_text()
    kinds = {"m": 50, "r": 4, "e": 7, "f": 8}
    for name in [f"{kind}{number}" for kind, count in kinds.items() for number in range(1, count + 1)]:
        assert f'<a id="{name}"></a>' in page, name
    assert " 0 unmet" in page
