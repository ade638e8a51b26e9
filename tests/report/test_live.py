# SPDX-License-Identifier: Apache-2.0
"""The engine in the page: its counts are those of the program, bit for bit, in node, Chromium and Firefox."""

import base64
import gzip
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import time
import types
from typing import Any

import h5py
import numpy
import pytest

import browser as chromium
import firefox
import peninsula as peninsula_package
from peninsula import resolve, simulate
from peninsula.module import declared, engine
from peninsula.report.live.screen import effects
from peninsula.report.live.section import digests_of

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["PENINSULA"]).resolve().parent
MODULE = BUILD / "page/peninsula.wasm"
SCRIPTS = ROOT / "scripts/peninsula/report/live"
COUNT = 1000

if not MODULE.is_file():
    pytest.skip("needs the modules of pages: scripts/packages report, and a build", allow_module_level=True)
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
has_socket = importlib.util.find_spec("websocket") is not None

SLIDER = "live-ukraine_war.ceasefire_hazard"
PANEL = "document.getElementById('live').panel"
DONE = "document.getElementById('live').dataset.done || ''"
ROWS = f"JSON.stringify({PANEL}.crew.engine.rows().map((row) => Array.from(row, String)))"


def conditions_of(result: pathlib.Path) -> list[Any]:
    """The conditions of a result, as they were run."""
    with h5py.File(result) as file:
        return [engine.parse(text.decode(), "stored.yaml", [], None) for text in file["resolved_condition"][()]]


def counted(page: dict[str, Any], conditions: list[Any], count: int, model: str = "peninsula") -> dict[str, Any]:
    """What the module of a page counts in node."""
    told = [{"steps": each.steps, "calendar": each.first_calendar_month} for each in conditions]
    request = {"page": page, "view": {"seed": "20250201", "perState": 1, "conditions": told}, "count": count}
    command = ["node", ROOT / "tests/report/live.mjs", SCRIPTS, BUILD / f"page/{model}.wasm"]
    done = subprocess.run(command, input=json.dumps(request), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def distributions(row: list[str], file: h5py.File, outcomes: list[str], series: list[str]) -> dict[str, numpy.ndarray]:
    """A row's counts by name of the file's datasets: each distribution is followed by three numbers."""
    numbers = numpy.array([int(number) for number in row])
    found, at = {}, 0

    def take(bins: int) -> numpy.ndarray:
        nonlocal at
        at += bins + 3
        return numbers[at - bins - 3 : at - 3]

    for name in outcomes:
        shape, kind = file[name].shape, file[name].attrs["kind"]
        months = [f"{name}_censored"] if kind == "time" else []
        bins = take({"binary": 2, "time": file[name].shape[-1] + 1}.get(kind, shape[-1]))
        found[name] = bins[1] if kind == "binary" else bins[:-1] if months else bins
        if months:
            found[months[0]] = bins[-1]
        shape = file[f"{name}_difference"].shape[1:]
        found[f"{name}_difference"] = take(int(numpy.prod(shape))).reshape(shape)
    for name in series:
        length, bins = file[name].shape[1:]
        found[name] = numpy.stack([take(bins) for _ in range(length)])
    return found


def assert_equal_counts(
    rows: list[list[str]], result: pathlib.Path, places: list[int], names: tuple[list[str], list[str]],
    shapes: pathlib.Path | None = None,
) -> None:  # fmt: skip
    """Every distribution of the page's rows beside the file's. Differences only where the file has them, as told by
    `shapes`, and not those of the reference from itself, which follow from the others."""
    with h5py.File(result) as file, h5py.File(shapes or result) as shape:
        for number, (row, place) in enumerate(zip(rows, places, strict=True)):
            found = distributions(row, shape, *names)
            assert len(found) >= 2 * len(names[0])
            for name, counts in found.items():
                if not name.endswith("_difference") or (number > 0 and shapes is None):
                    assert numpy.array_equal(counts, file[name][place]), (place, name)


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


def opened_in(driver: Any, page: pathlib.Path, **options: Any) -> Any:
    """The page, once its first view is simulated to the end."""
    driver.open(page, **options)
    wait(driver)
    return driver


def wait(driver: Any) -> None:
    deadline = time.monotonic() + 120
    while driver.ask(DONE) != "all":
        assert time.monotonic() < deadline, driver.ask("document.getElementById('live-note').textContent")
        time.sleep(0.05)


class Chromium(chromium.Browser):
    def press(self, key: str) -> None:
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, windowsVirtualKeyCode=37)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, windowsVirtualKeyCode=37)


LEFT = {"chromium": "ArrowLeft", "firefox": "\ue012"}


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def driver(request):
    made = {"chromium": (chromium.program, Chromium), "firefox": (firefox.program, firefox.Firefox)}[request.param]
    if made[0]() is None or not has_socket:
        pytest.skip(f"needs {request.param} and python3-websocket")
    opened = made[1]()
    opened.left = LEFT[request.param]
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def browser():
    if chromium.program() is None or not has_socket:
        pytest.skip("needs chromium and python3-websocket")
    opened = Chromium()
    yield opened
    opened.close()


def run_again(folder: pathlib.Path, driver: Any, name: str) -> pathlib.Path:
    """The result of the command that the page tells, as a shell runs it."""
    command = driver.ask(f"{PANEL}.view.command(20000)").replace("moved.h5", f"{name} --quiet --force")
    program = f'peninsula() {{ {os.environ["PENINSULA"]} "$@"; }}\n'
    done = subprocess.run(["bash", "-ec", program + command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (command, done.stderr)
    return folder / name


def told_page(driver: Any) -> tuple[list[str], list[str]]:
    """The outcomes and series that the page counts."""
    places = f"JSON.stringify(['outcomes', 'series'].map((group) => {PANEL}.page[group].map((each) => each.place)))"
    data = json.loads(driver.ask(places))
    model = declared()
    return [model["outcomes"][i]["name"] for i in data[0]], [model["series"][i]["name"] for i in data[1]]


def assert_told_as_compared(driver: Any, result: pathlib.Path) -> None:
    """Estimates and differences in the page's table, with their intervals, beside those of the package, which are those
    of `peninsula compare`: equal in every digit that is shown."""
    cells = "[...document.querySelectorAll('#live [data-part=results] tr')].map((row) =>"
    table = json.loads(
        driver.ask(f"JSON.stringify({cells} [...row.querySelectorAll('td')].map((cell) => cell.textContent)))")
    )
    with peninsula_package.open_results(result) as results:
        for name, row in zip(told_page(driver)[0], table, strict=True):
            estimate = results.peninsula.estimate(name, method="wilson")
            found = [
                estimate.isel(condition=0),
                estimate.isel(condition=1),
                results.peninsula.difference(name).isel(condition=1),
            ]
            for cell, expected in zip(row, found, strict=False):
                shown = re.findall(r"[+−]?[\d.]+", cell)[:3]
                factor = 100 if "%" in cell or "points" in cell else 1
                values = [float(expected[part]) * factor for part in ("estimate", "low", "high")]
                for text, value in zip(shown, values, strict=True):
                    decimals = len(text.partition(".")[2])
                    assert abs(float(text.replace("−", "-")) - value) <= 0.5 * 10**-decimals + 1e-9, (name, cell, value)


CHOOSE = """
  const part = (name) => document.querySelector(`#live [data-part=${name}]`);
  const choose = (name, value) => { part(name).value = value; part(name).dispatchEvent(new Event('change')); };
"""


@pytest.mark.parametrize("against", ["0", "0 alike", "-1"])
def test_a_slider_moved_by_keyboard_answers_what_the_program_answers(driver, live_page, folder, against):
    """Against another condition as it is, or changed alike, or against itself."""
    opened_in(driver, live_page)
    assert driver.ask("document.querySelector('[data-part=checked]').textContent").endswith(
        "1,024 of 1,024 trajectories equal, bit for bit."
    )
    driver.ask(f"(() => {{ {CHOOSE} choose('against', '{against}'); }})()")
    wait(driver)
    before = driver.ask("document.querySelector('[data-part=results]').textContent")
    driver.ask(f"document.getElementById('{SLIDER}').focus()")
    driver.press(driver.left)
    driver.press(driver.left)
    assert driver.ask("document.getElementById('live').dataset.done") != "all"
    wait(driver)
    assert driver.ask("document.querySelector('[data-part=results]').textContent") != before
    heads = [driver.ask(f"document.querySelector('[data-part={side}]').textContent") for side in ("there", "here")]
    there = {"0": "baseline", "0 alike": "baseline, changed", "-1": "early-ceasefire, as it is"}[against]
    assert heads == [there, "early-ceasefire, changed"]
    result = run_again(folder, driver, "again.h5")
    assert_equal_counts(json.loads(driver.ask(ROWS)), result, [0, 1], told_page(driver))
    assert_told_as_compared(driver, result)


def test_a_timeline_and_open_assumptions_answer_what_the_program_answers(driver, live_page, folder):
    """On top of a condition that steers, whose own decision in the same months gives way; what no condition of the page
    sets is drawn in both."""
    opened_in(driver, live_page)
    driver.ask(f"""(() => {{
      {CHOOSE}
      choose('under', 2);
      choose('against', -1);
      part('open').click();
      choose('month', '2026-09');
      choose('event', 'middle_east_calm');
      part('add-event').click();
      choose('choice', 'united_states.stance');
      choose('option', 'recognition');
      choose('from', '2026-06');
      choose('until', '2027-03');
      part('add-decision').click();
    }})()""")
    wait(driver)
    result = run_again(folder, driver, "timeline.h5")
    assert_equal_counts(json.loads(driver.ask(ROWS)), result, [0, 1], told_page(driver))
    stated = {each.name: each for each in conditions_of(result)}
    drawn = [set(re.findall(r"(?m)^  (\S+): prior$", each.yaml)) for each in stated.values()]
    assert drawn[0] == drawn[1] and len(drawn[0]) > 150
    assert not {"ukraine_war.ceasefire_hazard", "russia.postwar_capacity"} & drawn[0]  # other conditions set these


def test_what_is_refused_is_told_and_changes_nothing(browser, live_page):
    opened_in(browser, live_page)
    said = "document.querySelector('#live [data-part={}]')"
    field = f"document.getElementById('{SLIDER}').nextElementSibling"
    enter = f"{field}.value = '{{}}'; {field}.dispatchEvent(new Event('change')); {field}.value"
    assert browser.ask(enter.format("0.5")) == "0.5"
    for wrong in ("50", ""):
        assert browser.ask(enter.format(wrong)) == "0.5"
        assert "must be from 0 to 1" in browser.ask(said.format("refused") + ".textContent")
    assert browser.ask(f"{PANEL}.view.values.get('ukraine_war.ceasefire_hazard')") == 0.5
    assert "Outside what is thought plausible" in browser.ask(f"{field}.closest('.assumption').textContent")
    browser.ask(f"(() => {{ {CHOOSE} choose('add', 'nope'); }})()")
    assert "no assumption “nope”" in browser.ask(said.format("unknown") + ".textContent")
    browser.ask(f"(() => {{ {CHOOSE} choose('add', 'w_Kr'); }})()")
    assert browser.ask(said.format("unknown") + ".hidden") is True
    browser.ask(
        f"(() => {{ {CHOOSE} choose('from', '2026-03'); choose('until', '2025-03'); part('add-decision').click(); }})()"
    )
    assert "or later" in browser.ask(said.format("refused") + ".textContent")
    assert browser.ask(f"{PANEL}.view.decisions.length") == 0


def test_what_was_copied_goes_with_the_view_that_it_told_of(browser, live_page):
    opened_in(browser, live_page)
    copied = "document.querySelector('#live [data-part=copied]')"
    browser.ask("document.querySelector('#live [data-part=command]').click()")
    assert "peninsula run baseline early-ceasefire " in browser.ask(f"{copied}.textContent")
    browser.ask(f"document.getElementById('{SLIDER}').focus()")
    browser.press("ArrowLeft")
    assert browser.ask(f"{copied}.hidden") is True


def test_a_link_opens_the_same_view(driver, live_page, folder):
    opened_in(driver, live_page)
    driver.ask(f"document.getElementById('{SLIDER}').focus()")
    driver.press(driver.left)
    wait(driver)
    view = "(({ under, against, open, values, events }) => JSON.stringify([under, against, open, [...values], events]))"
    told = driver.ask(f"{view}({PANEL}.view)")
    rows, address = driver.ask(ROWS), driver.ask("location.href")
    assert "#live=" in address
    driver.open(live_page)
    driver.ask(f"location.href = {json.dumps(address)}; location.reload(); 0")
    time.sleep(0.5)
    wait(driver)
    assert driver.ask(f"{view}({PANEL}.view)") == told
    assert driver.ask(ROWS) == rows


@pytest.mark.parametrize(
    "said",
    [
        "%7B",
        "%",
        "null",
        "%7B%22set%22:[7],%22events%22:[null,3],%22decisions%22:[%22x%22]%7D",
        "%7B%22set%22:[[%22nope%22,1]],%22under%22:%22nowhere%22%7D",
        "%7B%22set%22:[[%22us_china.tilt%22,1000]]%7D",
        "%7B%22events%22:[{}],%22decisions%22:[{}]%7D",
    ],
)
def test_a_link_that_asks_for_what_is_not_there_is_told_and_changes_nothing(browser, live_page, said):
    opened_in(browser, live_page)
    browser.ask(f"location.hash = 'live={said}'; 0")
    time.sleep(0.2)
    wait(browser)
    assert browser.ask(f"{PANEL}.view.isChanged") is False
    assert "has not" in browser.ask("document.querySelector('#live [data-part=unread]').textContent")
    assert browser.complaints() == []


@pytest.fixture(scope="module")
def static_page(report, living) -> pathlib.Path:
    page = living.with_name("static.html")
    report(living, "-o", page)
    return page


@pytest.mark.parametrize("width", [390, 1280])
def test_without_scripts_the_page_is_the_static_one(browser, static_page, live_page, width):
    pictures = []
    for page in (static_page, live_page):
        browser.open(page, width=width, scripts=False)
        shot = browser.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        pictures.append((browser.ask("document.body.innerText.replace(/ --live/g, '')"), shot["data"]))
    assert pictures[0][0] == pictures[1][0]
    assert len(pictures[0][0]) > 10000


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_is_silent_alone_and_needs_no_scrolling_sideways(browser, live_page, width, dark):
    opened_in(browser, live_page, width=width, dark=dark)
    browser.ask("document.querySelectorAll('#live details').forEach((each) => each.open = true)")
    assert browser.complaints() == []
    own = live_page.absolute().as_uri()
    assert [each for each in browser.requests() if not each.startswith("blob:")] == [own]
    assert browser.ask("document.documentElement.scrollWidth") <= width


def test_memory_is_flat_over_200_moves(browser, live_page):
    opened_in(browser, live_page)
    move = """(async () => {{
      const slider = document.getElementById('{slider}');
      for (let i = 0; i < {times}; ++i) {{
        slider.value = +slider.min + (i % 50) * (slider.max - slider.min) / 50;
        slider.dispatchEvent(new Event('input'));
        await new Promise((next) => setTimeout(next, 20));
      }}
    }})()"""

    def used() -> tuple[float, int]:
        browser.call("HeapProfiler.collectGarbage")
        room = browser.ask("document.getElementById('live').panel.crew.engine.exports.memory.buffer.byteLength")
        return browser.call("Runtime.getHeapUsage")["usedSize"], room

    browser.call("HeapProfiler.enable")
    browser.ask(move.format(slider=SLIDER, times=50))
    heap, room = used()
    browser.ask(move.format(slider=SLIDER, times=200))
    heap_after, room_after = used()
    assert room_after == room
    assert heap_after < heap + 2e6


@pytest.mark.parametrize(
    ("hindrance", "reason"),
    [("WebAssembly.validate = () => false", "SIMD"), ("delete globalThis.WebAssembly", "lacks"),
     ("globalThis.Worker = class { constructor() { throw new Error('workers are forbidden'); } }", "forbidden")],
)  # fmt: skip
def test_where_the_engine_cannot_run_the_page_says_so_in_one_line(browser, live_page, hindrance, reason):
    script = browser.call("Page.addScriptToEvaluateOnNewDocument", source=hindrance)["identifier"]
    try:
        browser.open(live_page)
        deadline = time.monotonic() + 30
        while browser.ask("document.getElementById('live-note').hidden"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        note = browser.ask("document.getElementById('live-note').textContent")
        assert reason in note and "\n" not in note and note.endswith("All else of it is complete.")
        assert browser.ask("document.getElementById('live').hidden") is True
    finally:
        browser.call("Page.removeScriptToEvaluateOnNewDocument", identifier=script)


def test_a_page_that_computes_otherwise_says_so_and_shows_nothing(browser, live_page, tmp_path):
    text = live_page.read_text(encoding="utf-8")
    packed = re.search(r'id="live-data">(.*?)</script>', text)[1]
    data = json.loads(gzip.decompress(base64.b64decode(packed)))
    digests = bytearray(base64.b64decode(data["check"]["digests"]))
    digests[400] ^= 1
    data["check"]["digests"] = base64.b64encode(digests).decode()
    other = tmp_path / "other.html"
    other.write_text(text.replace(packed, base64.b64encode(gzip.compress(json.dumps(data).encode())).decode()))
    browser.open(other)
    deadline = time.monotonic() + 30
    while browser.ask("document.getElementById('live-note').hidden"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert "in 1 of 1024 trajectories" in browser.ask("document.getElementById('live-note').textContent")


def test_the_second_model_lives_in_its_page_too(browser, tribute_live_page, folder):
    opened_in(browser, tribute_live_page)
    browser.ask("document.querySelector('#live input[type=range]').focus()")
    browser.press("ArrowLeft")
    wait(browser)
    assert browser.ask("document.getElementById('live').panel.view.values.size") == 1
    shutil.copy(ROOT / "configs/tribute/base_case.yaml", folder / browser.ask(f"{PANEL}.view.condition.file"))
    result = run_again(folder, browser, "tribute-again.h5")
    name = declared("tribute")["headline"][0]
    row = [int(number) for number in json.loads(browser.ask(ROWS))[1]]
    with h5py.File(result) as file:
        counts = file[name][1]
        assert row[: len(counts)] == counts.tolist() if counts.shape else row[1] == counts


def test_the_screen_ranks_what_moves_an_outcome_first():
    """The hazard of a ceasefire moves whether one comes more than anything else; a reaffirmation does not."""
    found = effects(resolve("baseline"), ["ceasefire_reached"], 1)
    assert max(found, key=lambda name: found[name]) == "ukraine_war.ceasefire_hazard"
    ends = simulate("baseline", 256, ["ceasefire_reached"], seed=1, points={"h_cf": [0.005, 0.08]})["ceasefire_reached"]
    assert found["ukraine_war.ceasefire_hazard"] == pytest.approx(
        abs(ends[1].mean() - ends[0].mean()) / ends.std(), rel=1e-6
    )
    assert found["south_korea.reaffirmation_base"] == 0


def test_the_same_page_is_made_of_the_same_file(report, living, live_page):
    again = living.with_name("again.html")
    report(living, "--live", "-o", again, "--force")
    one, two = (path.read_text(encoding="utf-8") for path in (live_page, again))
    assert one.replace("living.html", "") == two.replace("again.html", "")


def test_where_the_module_is_not_built_the_command_says_how_to_get_it(report, living, tmp_path, monkeypatch):
    alone = tmp_path / "bin"
    alone.mkdir()
    shutil.copy(BUILD / "peninsula", alone)
    shutil.copytree(BUILD / "python", alone / "python")
    elsewhere = tmp_path / "scripts"
    shutil.copytree(ROOT / "scripts/peninsula", elsewhere / "peninsula")
    shutil.copytree(ROOT / "configs", tmp_path / "share/peninsula/configs")
    shutil.copy(ROOT / "scripts/report", elsewhere)
    environment = {**os.environ, "PENINSULA": str(alone / "peninsula")}
    command = [elsewhere / "report", living, "--live", "-o", tmp_path / "page.html"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 2
    assert "scripts/packages report" in done.stderr and len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "page.html").exists()
