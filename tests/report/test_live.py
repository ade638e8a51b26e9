# SPDX-License-Identifier: Apache-2.0
"""A page that simulates: what a reader moves answers what the program answers, bit for bit, in Chromium and Firefox."""

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
from typing import Any

import h5py
import pytest

import browser as chromium
import firefox
import peninsula as peninsula_package
from living import BUILD, MODULE, NEEDS, ROOT, assert_equal_counts, conditions_of
from peninsula.module import declared

if not MODULE.is_file():
    pytest.skip(NEEDS, allow_module_level=True)
has_socket = importlib.util.find_spec("websocket") is not None

SLIDER = "live-ukraine_war.ceasefire_hazard"
PANEL = "document.getElementById('live').panel"
DONE = "document.getElementById('live').dataset.done || ''"
ROWS = f"JSON.stringify({PANEL}.crew.engine.rows().map((row) => Array.from(row, String)))"


def opened_in(driver: Any, page: pathlib.Path, until: str = "some", **options: Any) -> None:
    """Opens a page, and waits until it shows some of its first view, or all."""
    driver.open(page, **options)
    wait(driver, until)


def wait(driver: Any, until: str = "all") -> None:
    """Until the view is simulated to its end, or in part."""
    deadline = time.monotonic() + 120
    while driver.ask(DONE) not in ("all", until):
        assert time.monotonic() < deadline, driver.ask("document.getElementById('live-note').textContent")
        time.sleep(0.05)


class Chromium(chromium.Browser):
    def press(self, key: str) -> None:
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, windowsVirtualKeyCode=37)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, windowsVirtualKeyCode=37)


LEFT = {"chromium": "ArrowLeft", "firefox": "\ue012"}
BOTH = ["chromium", "firefox"]
# What Chromium has shown, Firefox need not show in each run of all tests: scripts/test firefox.
EACH = BOTH if os.environ.get("PENINSULA_FIREFOX") else ["chromium"]


@pytest.fixture(scope="module")
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


@pytest.mark.parametrize(
    ("driver", "against"),
    [(each, against) for against in ("0", "0 alike") for each in EACH] + [(each, "-1") for each in BOTH],
    indirect=["driver"],
)
def test_a_slider_moved_by_keyboard_answers_what_the_program_answers(driver, live_page, folder, against):
    """Against another condition as it is, or changed alike, or against itself."""
    opened_in(driver, live_page, until="all")
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


@pytest.mark.parametrize("driver", EACH, indirect=True)
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


@pytest.mark.parametrize("driver", EACH, indirect=True)
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
    wait(browser, until="some")
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
