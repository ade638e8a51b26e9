# SPDX-License-Identifier: Apache-2.0
"""Reports on small results that the real program makes."""

import os
import pathlib
import subprocess
import sys
from collections.abc import Callable

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("PENINSULA", str(ROOT / "build/release/peninsula"))
sys.path.insert(0, str(ROOT / "scripts"))

INDICES = """
name: small-indices
summary: Two assumptions, alone and together.
condition: {baseline}
design: saltelli
points: 32
trajectories: 60
axes:
  - {{parameter: ukraine_war.ceasefire_hazard, law: prior}}
  - {{parameter: negotiation.reservation, law: prior}}
"""

# What a timeline can say: an event, a parameter, a decision, some options, a chance, and two kinds of rules.
STEERED = f"""
name: steered
summary: A ceasefire holds and Washington offers a small deal.
extends: {ROOT}/configs/baseline.yaml
timeline:
  - {{month: 2026-03, event: us_china_tariff_war}}
  - {{month: 2026-04, event: ukraine_ceasefire}}
  - {{from: 2026-04, stays_away: ukraine_war.relapse}}
  - {{from: 2026-04, only: {{united_states.stance: [small_deal]}}}}
  - {{from: 2026-05, until: 2026-12, never: {{russia.aid: surged}}}}
  - {{month: 2026-05, set: {{russia.postwar_capacity: 0.5}}}}
  - {{when: nuclear_test, for: 6, decide: {{united_states.action: pressure}}}}
"""

Report = Callable[..., subprocess.CompletedProcess]


@pytest.fixture(scope="session")
def report() -> Report:
    """Runs scripts/report with these arguments; checks that it ends with `status`."""

    def run(*arguments: object, status: int = 0, **options) -> subprocess.CompletedProcess:
        command = [ROOT / "scripts/report", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, **options)
        assert done.returncode == status, done.stderr
        return done

    return run


@pytest.fixture(scope="session")
def peninsula() -> Callable[..., str]:
    """Runs the program and returns what it prints."""

    def run(*arguments: object) -> str:
        command = [os.environ["PENINSULA"], *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, check=True, cwd=ROOT).stdout

    return run


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("report")


@pytest.fixture(scope="session")
def compared(peninsula, folder) -> pathlib.Path:
    """Four conditions of 400 trajectories with records; one has another timeline, one draws a parameter."""
    drawn = folder / "drawn.yaml"
    drawn.write_text(
        f"name: drawn\nsummary: What Russia can afford is unknown.\nextends: {ROOT}/configs/baseline.yaml\n"
        "parameters: {russia.postwar_capacity: {uniform: [0.3, 0.7]}}\n"
        "timeline: [{month: 2025-06, event: ukraine_ceasefire}]\n",
        encoding="utf-8",
    )
    path = folder / "compared.h5"
    others = ["configs/baseline.yaml", "configs/tariff_war.yaml", "configs/recognition_washington.yaml"]
    peninsula("run", *others, drawn, "-n", 400, "--records", "all", "-o", path, "--quiet")
    return path


@pytest.fixture(scope="session")
def steered(peninsula, folder) -> pathlib.Path:
    """Three conditions: one steers by its timeline, one gives nine events, in months of their own."""
    path, conditions = folder / "steered.h5", [folder / "steered.yaml", folder / "eventful.yaml"]
    events = ", ".join(f"{{month: 2026-{month:02}, event: middle_east_calm}}" for month in range(4, 13))
    eventful = f"name: eventful\nsummary: Calm.\nextends: {ROOT}/configs/baseline.yaml\ntimeline: [{events}]\n"
    for condition, text in zip(conditions, (STEERED, eventful), strict=True):
        condition.write_text(text, encoding="utf-8")
    peninsula("run", "configs/baseline.yaml", *conditions, "-n", 200, "-o", path, "--quiet")
    return path


@pytest.fixture(scope="session")
def steered_page(report, steered) -> pathlib.Path:
    """Of the condition that steers, beside the reference."""
    page = steered.with_suffix(".html")
    report(steered, "--conditions", "steered", "-o", page)
    return page


@pytest.fixture(scope="session")
def grid(peninsula, folder) -> pathlib.Path:
    """A grid of 48 points."""
    path = folder / "grid.h5"
    peninsula("sweep", "configs/sweeps/ceasefire_and_capacity.yaml", "-n", 100, "-o", path, "--quiet")
    return path


@pytest.fixture(scope="session")
def indices(peninsula, folder) -> pathlib.Path:
    """A Saltelli design over two factors."""
    sweep, path = folder / "indices.yaml", folder / "indices.h5"
    sweep.write_text(INDICES.format(baseline=ROOT / "configs/baseline.yaml"), encoding="utf-8")
    peninsula("sweep", sweep, "-o", path, "--quiet")
    return path


def _made(report: Report, result: pathlib.Path) -> pathlib.Path:
    page = result.with_suffix(".html")
    report(result, "-o", page)
    return page


@pytest.fixture(scope="session")
def compared_page(report, compared) -> pathlib.Path:
    return _made(report, compared)


@pytest.fixture(scope="session")
def grid_page(report, grid) -> pathlib.Path:
    return _made(report, grid)


@pytest.fixture(scope="session")
def indices_page(report, indices) -> pathlib.Path:
    return _made(report, indices)


@pytest.fixture(scope="session")
def decided_page(report, compared, folder) -> pathlib.Path:
    """Of the four conditions, over 32 states of the world."""
    page = folder / "decided.html"
    report(compared, "--states", 32, "-o", page)
    return page


@pytest.fixture(scope="session")
def moved_page(report, compared, steered, folder) -> pathlib.Path:
    """What moved between two files that share a baseline of other sizes."""
    page = folder / "moved.html"
    report(compared, "--what-moved", steered, "-o", page)
    return page


@pytest.fixture(scope="session")
def forked(peninsula, folder) -> pathlib.Path:
    """Two futures of the baseline; one changes parameters, one has entries of a timeline."""
    path = folder / "forked.h5"
    futures = ["baseline", "small-deal-washington", "aid_stops"]
    peninsula("fork", "baseline", "--at", "2026-04", "--into", *futures, "-n", 400, "-o", path, "--quiet")
    return path


@pytest.fixture(scope="session")
def living(peninsula, folder) -> pathlib.Path:
    """Four conditions of 3,000 trajectories: one comes with the program, one steers, one draws a parameter."""
    (folder / "steered.yaml").write_text(STEERED, encoding="utf-8")
    (folder / "unsure.yaml").write_text(
        f"name: unsure\nsummary: What Russia can afford is unknown.\nextends: {ROOT}/configs/baseline.yaml\n"
        "parameters: {russia.postwar_capacity: {uniform: [0.3, 0.7]}}\n",
        encoding="utf-8",
    )
    path, own = folder / "living.h5", [folder / "steered.yaml", folder / "unsure.yaml"]
    peninsula("run", "baseline", "early-ceasefire", *own, "-n", 3000, "-o", path, "--quiet")
    return path


@pytest.fixture(scope="session")
def live_page(report, living) -> pathlib.Path:
    page = living.with_suffix(".html")
    report(living, "--live", "-o", page)
    return page


@pytest.fixture(scope="session")
def tribute_live_page(report, peninsula, folder) -> pathlib.Path:
    result, page = folder / "tribute.h5", folder / "tribute.html"
    peninsula("run", "configs/tribute/base_case.yaml", "-n", 1500, "--months", 60, "-o", result, "--quiet")
    report(result, "--live", "-o", page)
    return page
