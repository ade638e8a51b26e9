# SPDX-License-Identifier: Apache-2.0
"""`pip install .` installs the package with module, program, conditions and record, and its own tests pass there.

Chosen by name, since it takes minutes:

PENINSULA_INSTALL=1 python3 -m pytest tests/python/test_install.py
"""

import json
import os
import pathlib
import shutil
import subprocess
import urllib.error
import urllib.request
import venv

import pytest

pytestmark = pytest.mark.skipif(
    os.environ.get("PENINSULA_INSTALL") != "1", reason="takes minutes and the network: PENINSULA_INSTALL=1 asks for it"
)


def pypi_is_reachable() -> bool:
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
    try:
        with urllib.request.urlopen(f"{index}/numpy/", timeout=20):
            return True
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="module")
def python(tmp_path_factory, root) -> pathlib.Path:
    """The interpreter of a fresh environment that has the package, and nothing of this machine's."""
    folder = tmp_path_factory.mktemp("environment")
    sources = folder / "sources"
    for name in ("agents", "cluster", "configs", "engine", "scripts/peninsula"):
        shutil.copytree(root / name, sources / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("CMakeLists.txt", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / name, sources)
    venv.create(folder / "environment", with_pip=True)
    interpreter = folder / "environment/bin/python"
    done = subprocess.run([interpreter, "-m", "pip", "install", "--quiet", f"{sources}[test]"], capture_output=True,
                          text=True, check=False, env=clean_environment())
    if done.returncode != 0 and not pypi_is_reachable():
        pytest.skip("PyPI cannot be reached from here")
    assert done.returncode == 0, done.stderr
    return interpreter


def clean_environment() -> dict[str, str]:
    others = ("PYTHONPATH", "PENINSULA", "PENINSULA_INSTALL")
    return {name: value for name, value in os.environ.items() if name not in others}


def test_it_is_the_installed_package_that_is_imported(python, tmp_path) -> None:
    script = "import peninsula, pathlib; print(pathlib.Path(peninsula.__file__).parent)"
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path,
                          env=clean_environment())
    found = pathlib.Path(done.stdout.strip())
    assert python.parents[1] in found.parents and (found / "py.typed").exists()


HISTORY = """
import importlib, json, pkgutil
import peninsula.history
from peninsula import places
from peninsula.history import eras, page, record
for module in pkgutil.iter_modules(peninsula.history.__path__):
    importlib.import_module(f"peninsula.history.{module.name}")
print(json.dumps({"configs": str(places.configs()), "months": len(record.load().series["launches"]),
                  "eras": [era.name for era in eras.load()], "template": page.template()[:80]}))
"""


def test_history_finds_its_record_there(python, root, tmp_path) -> None:
    """Every module of `peninsula.history` is imported, from the wheel alone."""
    done = subprocess.run(
        [python, "-c", HISTORY], capture_output=True, text=True, check=False, cwd=tmp_path, env=clean_environment()
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert python.parents[1] in pathlib.Path(found["configs"]).parents
    assert found["months"] == 228 and len(found["eras"]) == 6
    assert (
        (root / "scripts/peninsula/history/validation.md.in").read_text(encoding="utf-8").startswith(found["template"])
    )


def test_the_wheel_holds_every_condition_of_the_tree(python, root) -> None:
    installed = next((python.parents[1] / "lib").glob("python3*/site-packages/peninsula/share/peninsula/configs"))
    ours = {path.relative_to(root / "configs") for path in (root / "configs").rglob("*") if path.is_file()}
    assert {path.relative_to(installed) for path in installed.rglob("*") if path.is_file()} == ours


def test_the_command_is_the_wheels_program(python, tmp_path) -> None:
    """A condition by its name, outside of any tree."""
    done = subprocess.run([python.parent / "peninsula", "validate", "early-ceasefire"], capture_output=True, text=True,
                          check=False, cwd=tmp_path, env=clean_environment())
    assert done.stdout == "early-ceasefire: valid: 'early-ceasefire', 48 months from 2025-02\n", done.stderr


def test_its_own_tests_pass_there(python, root) -> None:
    names = [
        "intervals",
        "results_opened",
        "statistics_derived",
        "comparison",
        "driving",
        "simulate",
        "functions",
        "docstrings",
        "notebooks",
    ]
    paths = [root / f"tests/python/test_{name}.py" for name in names]
    environment = clean_environment() | {"PENINSULA_PACKAGE": "installed"}
    done = subprocess.run(
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *paths],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=root,
    )
    assert done.returncode == 0, done.stdout[-5000:]
