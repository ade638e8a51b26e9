# SPDX-License-Identifier: Apache-2.0
"""Each notebook runs from top to bottom, and is stored without what it prints.

PENINSULA_TRAJECTORIES says how many trajectories the notebooks run: 400 unless told, so that this takes a minute.
"""

import os
import pathlib

import nbformat
import pytest
from nbconvert.preprocessors import ExecutePreprocessor

NOTEBOOKS = sorted((pathlib.Path(__file__).resolve().parents[2] / "scripts/notebooks").glob("*.ipynb"))


@pytest.fixture(autouse=True)
def small(monkeypatch, root) -> None:
    monkeypatch.setenv("PENINSULA_TRAJECTORIES", os.environ.get("PENINSULA_TRAJECTORIES", "400"))
    monkeypatch.setenv("PENINSULA_POINTS", "8")
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    if os.environ.get("PENINSULA_PACKAGE") != "installed":
        monkeypatch.setenv("PYTHONPATH", str(root / "scripts"))


def executed(notebook: nbformat.NotebookNode, folder: pathlib.Path) -> nbformat.NotebookNode:
    ExecutePreprocessor(timeout=300, kernel_name="python3").preprocess(notebook, {"metadata": {"path": str(folder)}})
    return notebook


def test_there_are_five() -> None:
    assert [path.name[0] for path in NOTEBOOKS] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_from_top_to_bottom(path, tmp_path) -> None:
    """In another folder than the tree's: nothing hangs on where it is started."""
    notebook = executed(nbformat.read(path, as_version=4), tmp_path)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    told = [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"]
    assert not [text for text in told if "arning" in text]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_stored_without_outputs(path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert cells and not [cell for cell in cells if cell.outputs or cell.execution_count is not None]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_asks_and_says_what_it_does_not_show(path) -> None:
    words = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
    assert "**The question.**" in words
    assert "not say" in words or "What to watch" in words
