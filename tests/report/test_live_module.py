# SPDX-License-Identifier: Apache-2.0
"""The engine that a page holds, run in node: its counts are those of the program, bit for bit."""

import json
import re
import shutil
import subprocess
import types
from typing import Any

import numpy
import pytest

from living import BUILD, MODULE, NEEDS, ROOT, assert_equal_counts, conditions_of
from peninsula import resolve, simulate
from peninsula.module import declared, engine
from peninsula.report.live.screen import effects
from peninsula.report.live.section import digests_of

SCRIPTS = ROOT / "scripts/peninsula/report/live"
COUNT = 1000

if not MODULE.is_file():
    pytest.skip(NEEDS, allow_module_level=True)
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs node")


def counted(page: dict[str, Any], conditions: list[Any], count: int, model: str = "peninsula") -> dict[str, Any]:
    """What the module of a page counts in node."""
    told = [{"steps": each.steps, "calendar": each.first_calendar_month} for each in conditions]
    request = {"page": page, "view": {"seed": "20250201", "perState": 1, "conditions": told}, "count": count}
    command = ["node", ROOT / "tests/report/live.mjs", SCRIPTS, BUILD / f"page/{model}.wasm"]
    done = subprocess.run(command, input=json.dumps(request), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def every() -> tuple[list[str], list[str]]:
    model = declared()
    shown = [each["name"] for each in model["outcomes"] if not each["bookkeeping"]]
    return shown, [each["name"] for each in model["series"]]


def page_of(names: tuple[list[str], list[str]], months: int = 48, model: str = "") -> dict[str, Any]:
    def places(group: str, wanted: list[str]) -> list[int]:
        every = [each["name"] for each in declared(model)[group]]
        return [every.index(name) for name in wanted]

    return {"months": months, "outcomes": places("outcomes", names[0]), "series": places("series", names[1])}


@needs_node
def test_the_module_counts_what_the_program_counts(living, peninsula, folder, every):
    """Every dataset, under a condition that comes with the program, one that steers, one that draws a parameter, and
    one that draws all that is open."""
    result = folder / "counted.h5"
    peninsula("run", "baseline", "early-ceasefire", folder / "steered.yaml", folder / "unsure.yaml", "-n", COUNT,
              "-o", result, "--quiet")  # fmt: skip
    opened = folder / "opened.h5"
    peninsula("run", "baseline", "early-ceasefire", "--set", "open=prior", "-n", COUNT, "-o", opened, "--quiet")
    for path in (result, opened):
        found = counted(page_of(every), conditions_of(path), COUNT)
        assert_equal_counts(found["rows"], path, list(range(len(found["rows"]))), every)


@needs_node
def test_numbers_of_trajectories_are_those_of_their_bits(living):
    conditions = conditions_of(living)
    found = counted(page_of(([], [])), conditions, 300)
    request = engine.Request(conditions, list(range(len(declared()["outcomes"]))), [], 300, 20250201, 0, 0, 1)
    table, drawn = engine.simulate(request)
    expected = digests_of(table[:, : table.shape[1] - len(drawn)])
    assert found["digests"] == expected.tolist()
    table[1, 5, 17] = numpy.nextafter(table[1, 5, 17], numpy.float32(9))
    changed = digests_of(table[:, : table.shape[1] - len(drawn)])
    assert (changed != expected).tolist() == [trajectory == 17 for trajectory in range(300)]


@needs_node
def test_the_module_declares_what_the_program_declares():
    baseline = resolve("baseline")
    assert counted(page_of(([], [])), [baseline], 1)["declared"] == declared()


@needs_node
def test_the_module_refuses_what_breaks_a_constraint():
    baseline = resolve("baseline")
    places = {each["name"]: place for place, each in enumerate(declared()["parameters"])}

    shares = [places["attention.ukraine_share"], places["attention.middle_east_share"]]
    steps = [*baseline.steps, *(number for place in shares for number in (0, place, 0.5))]
    changed = types.SimpleNamespace(steps=steps, first_calendar_month=1)
    assert "left to China" in counted(page_of(([], [])), [changed], 1)["refused"]


@needs_node
@pytest.mark.skipif(shutil.which("clang++-19") is None, reason="needs clang 19")
def test_the_instruction_set_of_pages_has_the_fingerprint_of_all_others(tmp_path):
    flags = ["--target=wasm32-wasi", "-msimd128", "-std=c++20", "-stdlib=libc++", "-fno-exceptions", "-O1", f"-I{ROOT}"]
    objects = [path for path in (BUILD / "page/objects").rglob("*.o")
               if not re.search("tribute|engine/(page|commands)|peninsula/page", str(path))]  # fmt: skip
    program = tmp_path / "fingerprint.wasm"
    command = ["clang++-19", *flags, "-o", program, ROOT / "tests/fingerprint/main.cpp", *objects]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    run = f"""
      import fs from "node:fs";
      let view, told = "";
      const system = {{
        args_sizes_get: (count, size) => {{ view().setUint32(count, 0); view().setUint32(size, 0); return 0; }},
        proc_exit: (status) => {{ throw status; }},
        fd_write: (file, pieces, count, written) => {{
          let size = 0;
          for (let i = 0; i < count; ++i) {{
            const at = view().getUint32(pieces + 8 * i, true), length = view().getUint32(pieces + 8 * i + 4, true);
            told += Buffer.from(view().buffer, at, length).toString();
            size += length;
          }}
          view().setUint32(written, size, true);
          return 0;
        }},
      }};
      const imports = {{ get: (_, name) => system[name] || (() => 0) }};
      const module = fs.readFileSync({json.dumps(str(program))});
      const needs = {{ wasi_snapshot_preview1: new Proxy({{}}, imports) }};
      const {{ instance }} = await WebAssembly.instantiate(module, needs);
      view = () => new DataView(instance.exports.memory.buffer);
      try {{ instance.exports._start(); }} catch (status) {{ if (status !== 0) throw status; }}
      process.stdout.write(told);"""
    here = subprocess.run(["node", "--input-type=module", "-e", run], check=True, capture_output=True, text=True).stdout
    native = subprocess.run([BUILD / "fingerprint"], check=True, capture_output=True, text=True).stdout
    assert here.split()[0] == "wasm32-simd128"
    assert {tuple(line.split()[1:]) for line in (here + native).splitlines()} == {tuple(here.split()[1:])}


def test_the_screen_ranks_what_moves_an_outcome_first():
    """The hazard of a ceasefire moves whether one comes more than anything else; a reaffirmation does not."""
    found = effects(resolve("baseline"), ["ceasefire_reached"], 1)
    assert max(found, key=lambda name: found[name]) == "ukraine_war.ceasefire_hazard"
    ends = simulate("baseline", 256, ["ceasefire_reached"], seed=1, points={"h_cf": [0.005, 0.08]})["ceasefire_reached"]
    assert found["ukraine_war.ceasefire_hazard"] == pytest.approx(
        abs(ends[1].mean() - ends[0].mean()) / ends.std(), rel=1e-6
    )
    assert found["south_korea.reaffirmation_base"] == 0
