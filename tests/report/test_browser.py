# SPDX-License-Identifier: Apache-2.0
"""The page in a real browser: silent, whole without scripts, readable on a telephone, in the dark and on paper."""

import base64
import importlib.util
import os
import pathlib
import re

import pytest

import browser as driver

if driver.program() is None or importlib.util.find_spec("websocket") is None:
    pytest.skip("needs chromium and python3-websocket", allow_module_level=True)

# Every picture that is to be seen: how large it is, how many marks it has, and how many words stick out of the page.
PICTURES = """
[...document.querySelectorAll('figure svg[role=img]')].filter((svg) => svg.getClientRects().length).map((svg) => {
  const box = (each) => each.getBoundingClientRect();
  const seen = (each) => box(each).width + box(each).height > 0;
  const marks = [...svg.querySelectorAll('path, rect, circle')].filter(seen);
  const edge = document.documentElement.clientWidth + 1;
  const outside = [...svg.querySelectorAll('text')].filter((text) => box(text).right > edge || box(text).left < -1);
  const name = svg.querySelector('title').textContent;
  return {name, width: box(svg).width, height: box(svg).height, marks: marks.length, outside: outside.length};
})"""
FIGURES_SEEN = "[...document.querySelectorAll('figure')].filter((each) => each.getClientRects().length).length"
SIMULATED = """new Promise((done) => {
  const look = () => document.getElementById('live').dataset.done === 'all' ? done(0) : setTimeout(look, 50);
  look();
})"""
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.fixture(scope="module")
def browser():
    opened = driver.Browser()
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=["compared_page", "decided_page", "moved_page", "indices_page", "grid_page"])
def page(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("dark", [False, True])
def test_a_page_is_silent_and_alone(browser, page, dark):
    browser.open(page, dark=dark)
    assert browser.complaints() == []
    assert browser.requests() == [page.absolute().as_uri()]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scripts", [True, False])
def test_every_figure_is_there_with_and_without_scripts(browser, page, width, scripts):
    browser.open(page, width=width, scripts=scripts)
    pictures = browser.ask(PICTURES)
    assert len(pictures) > 20
    for each in pictures:
        assert each["width"] > 100 and each["height"] > 40 and each["marks"] >= 2, each
        assert each["outside"] == 0, each
    assert browser.ask("document.documentElement.classList.contains('scripted')") == scripts
    assert browser.ask(FIGURES_SEEN) == browser.ask("document.querySelectorAll('figure').length")


@pytest.mark.parametrize("width", [320, 390, 768, 1100, 1600])
def test_nothing_needs_scrolling_sideways(browser, page, width):
    browser.open(page, width=width)
    browser.ask("document.querySelectorAll('details').forEach((each) => each.open = true)")
    scrolled, seen = browser.ask(WIDTHS)
    assert scrolled <= seen == width


OUTSIDE_ITS_CELL = """[...document.querySelectorAll('.compare td span, .compare td b')].filter((each) => {
  const range = document.createRange();
  range.selectNodeContents(each);
  return range.getBoundingClientRect().right > each.closest('td').getBoundingClientRect().right + 0.5;
}).map((each) => each.textContent)"""


@pytest.mark.parametrize("width", [320, 390, 768, 1100])
def test_intervals_stay_in_their_cells(browser, compared_page, width):
    """Also one with more digits than any that is there."""
    browser.open(compared_page, width=width)
    assert browser.ask(OUTSIDE_ITS_CELL) == []
    longest = "[+0.00034, +0.00042]"
    for place in (".compare td > .interval", ".difference > .interval"):
        browser.ask(f"document.querySelectorAll('{place}').forEach((each) => each.textContent = '{longest}')")
    assert browser.ask(OUTSIDE_ITS_CELL) == []


def test_the_dark_page_is_dark_and_the_switch_turns_it(browser, page):
    lightness = (
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number).reduce((a, b) => a + b) / 765"
    )
    browser.open(page, dark=False)
    assert browser.ask(lightness) > 0.9
    browser.ask("document.getElementById('theme').click()")
    assert browser.ask(lightness) < 0.15
    browser.open(page, dark=True)
    assert browser.ask(lightness) < 0.15
    browser.ask("document.getElementById('theme').click()")
    assert browser.ask(lightness) > 0.9


MARKS = """
[...document.querySelectorAll('#russian_aid .panel')].map((panel) => {
  const box = (each) => each.getBoundingClientRect(), all = (kind) => [...panel.querySelectorAll(kind)];
  const svg = panel.querySelector('svg'), scale = box(svg).width / svg.viewBox.baseVal.width;
  const months = JSON.parse(document.body.dataset.months), left = +svg.dataset.left, right = +svg.dataset.right;
  const at = (x) => Math.round(((x - box(svg).left) / scale - left) / (right - left) * (months.length - 1));
  const numbers = all('.mark-number').map(box);
  return {
    condition: panel.dataset.condition,
    months: all('.mark').map((mark) => months[at(box(mark).left + box(mark).width / 2)]),
    strokes: all('.mark').map((mark) => parseFloat(getComputedStyle(mark).strokeWidth)),
    numbers: all('.mark-number').map((each) => each.textContent),
    apart: numbers.slice(1).every((each, i) => each.left >= numbers[i].right - 0.5),
    inside: numbers.every((each) => each.top >= box(svg).top && each.right <= box(panel).right + 1),
  };
})"""


@pytest.mark.parametrize("width", [1280, 390])
def test_marks_stand_where_the_condition_intervenes(browser, steered_page, width):
    browser.open(steered_page, width=width)
    reference, steered = browser.ask(MARKS)
    assert reference["condition"] == "baseline" and reference["months"] == reference["numbers"] == []
    assert steered["months"] == ["2026-03", "2026-04", "2026-05"] and steered["numbers"] == ["1", "2", "3"]
    assert steered["apart"] and steered["inside"] and max(steered["strokes"]) <= 1
    box = "document.querySelector('#russian_aid {}').getBoundingClientRect()"
    below = f"{box.format('.marks')}.top >= {box.format('.panels')}.bottom"
    assert browser.ask("document.querySelectorAll('#russian_aid .marks li').length") == 4 and browser.ask(below)
    scrolled, seen = browser.ask(WIDTHS)
    assert scrolled <= seen == width and browser.complaints() == []


def test_choices_hide_what_is_not_chosen_and_paper_shows_all(browser, compared_page):
    browser.open(compared_page)
    choose = (
        "(value) => { const select = document.querySelector('#months select'); select.value = value;"
        " select.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    shown = "[...document.querySelectorAll('#months figure')].filter((each) => each.getClientRects().length)"
    seen = f"{shown}.map((each) => each.id)"
    every = browser.ask(seen)
    assert len(every) == 15
    browser.ask(f"({choose})('us_stance')")
    assert browser.ask(seen) == ["us_stance"]
    browser.ask("(() => { const box = document.querySelector('.chooser input[value=tariff-war]'); box.click(); })()")
    rows = "[...document.querySelectorAll('.compare tbody tr')].filter((each) => each.getClientRects().length).length"
    assert browser.ask(rows) == 3
    browser.call("Emulation.setEmulatedMedia", media="print", features=[])
    assert browser.ask(seen) == every and browser.ask(rows) == 4
    browser.call("Emulation.setEmulatedMedia", media="", features=[])
    browser.ask(f"({choose})('')")
    assert browser.ask(seen) == every


def test_values_are_read_out_under_the_pointer_and_by_the_keyboard(browser, compared_page):
    browser.open(compared_page)
    place = browser.ask(
        "(() => { const svg = document.querySelector('#russian_aid svg');"
        " svg.scrollIntoView({block: 'center', behavior: 'instant'});"
        " const box = svg.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]; })()"
    )
    browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=place[0], y=place[1])
    readout = "document.querySelector('#russian_aid .readout').textContent"
    assert browser.ask(readout).startswith("baseline, ") and "median" in browser.ask(readout)
    browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=1, y=1)
    browser.ask("document.querySelector('#first_summit svg').focus()")
    first = browser.ask("document.querySelector('#first_summit .readout').textContent")
    assert first.startswith("baseline, January 2029: ")
    browser.call("Input.dispatchKeyEvent", type="keyDown", key="Home")
    assert browser.ask("document.querySelector('#first_summit .readout').textContent").startswith(
        "baseline, February 2025: 0.0 %"
    )


def test_paper_has_pages(browser, compared_page):
    browser.open(compared_page)
    paper = _paper(browser)
    assert paper.startswith(b"%PDF") and len(paper) > 50_000
    browser.call("Emulation.setEmulatedMedia", media="print", features=[])
    for hidden in ("nav", "#theme", "details.numbers"):
        assert browser.ask(f"document.querySelector('{hidden}').getClientRects().length") == 0


def test_the_decision_is_the_first_printed_page_and_nothing_else_is_on_it(browser, decided_page):
    """Counted in a PDF without the sections that follow; the next one begins a page of its own."""
    browser.open(decided_page)
    pages_of = "document.querySelectorAll('main > section:not({})').forEach((each) => each.remove())"
    browser.ask(f"document.querySelector('footer').remove(); {pages_of.format('#decide, #why')}")
    assert _pages_printed(browser) >= 2
    browser.ask(pages_of.format("#decide"))
    assert _pages_printed(browser) == 1
    browser.call("Emulation.setEmulatedMedia", media="print", features=[])
    every = "[...document.querySelectorAll('#decide .lead, #decision svg, .decided tr')]"
    seen = f"{every}.filter((each) => each.getClientRects().length).length"
    assert browser.ask(seen) == 1 + 9 + 4


def _paper(browser) -> bytes:
    return base64.b64decode(browser.call("Page.printToPDF", preferCSSPageSize=True)["data"])


def test_every_printed_page_is_upright_and_the_comparison_flows(browser, compared_page):
    """No page waits half empty for another that lies: what is compared stands in blocks, one a condition."""
    browser.open(compared_page)
    boxes = re.findall(rb"/MediaBox \[([\d. ]+)\]", _paper(browser))
    sizes = {tuple(round(float(number)) for number in box.split()) for box in boxes}
    assert len(boxes) > 5 and sizes == {(0, 0, 595, 842)}
    browser.call("Emulation.setEmulatedMedia", media="print", features=[])
    browser.call("Emulation.setDeviceMetricsOverride", width=673, height=900, deviceScaleFactor=1, mobile=False)
    labels = "[...document.querySelectorAll('.compare td')].map((each) => getComputedStyle(each, '::before').content)"
    assert '"Summit held"' in browser.ask(labels) and browser.ask(OUTSIDE_ITS_CELL) == []
    browser.call("Emulation.setEmulatedMedia", media="", features=[])


def _pages_printed(browser) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", _paper(browser)))


def _axe() -> pathlib.Path | None:
    """axe.min.js: named by AXE, or inside a Python package that carries it."""
    if os.environ.get("AXE"):
        found = pathlib.Path(os.environ["AXE"])
        return next(found.rglob("axe.min.js"), None) if found.is_dir() else found
    for name in ("axe_core_python", "axe_playwright_python", "axe_selenium_python"):
        package = importlib.util.find_spec(name)
        for place in (package.submodule_search_locations or []) if package else []:
            return next(pathlib.Path(place).rglob("axe.min.js"), None)
    return None


@pytest.mark.skipif(
    _axe() is None, reason="needs axe.min.js: pip install axe-core-python, or AXE names the file or a folder above it"
)
@pytest.mark.parametrize(
    ("name", "width", "dark"),
    [
        ("decided_page", 1280, False),
        ("decided_page", 390, True),
        ("indices_page", 1280, True),
        ("live_page", 1280, False),
        ("live_page", 390, True),
    ],
)
def test_axe_finds_no_fault(browser, request, name, width, dark):
    """All is unfolded but the list of all parameters, which is built as the tables above it and long."""
    browser.open(request.getfixturevalue(name), dark=dark, width=width)
    if name == "live_page":
        browser.ask(SIMULATED)
    browser.ask("document.querySelectorAll('details:not(.all)').forEach((each) => each.open = true)")
    browser.ask(_axe().read_text(encoding="utf-8") + "; 0")
    faults = browser.ask(
        "axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations.map((each) =>"
        " [each.impact, each.id, each.nodes.length, each.nodes[0].html.slice(0, 200)]))"
    )
    assert faults == []
