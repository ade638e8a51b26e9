# SPDX-License-Identifier: Apache-2.0
"""One figure of the report as a file of its own, and the picture of the README."""

import pathlib
import re
from xml.etree import ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"


def test_a_figure_alone_is_a_drawing_with_its_panels(report, compared, tmp_path):
    report(compared, "--figure", "differences", "-o", tmp_path / "figure.svg")
    text = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    panels = root.findall(f"{SVG}svg")
    assert len(panels) == 9 and panels[0].findtext(f"{SVG}title") == "Summit held: difference from baseline"
    assert root.findtext(f"{SVG}title") == "What moves, and by how much: 48 months from February 2025"
    assert "var(--" not in text and "#0a5a83" in text and "http://" not in text.replace("http://www.w3.org/", "")


def test_panels_lie_side_by_side_and_below_one_another(report, compared, tmp_path):
    report(compared, "--figure", "differences", "-o", tmp_path / "figure.svg")
    root = ElementTree.fromstring((tmp_path / "figure.svg").read_text(encoding="utf-8"))
    panels = root.findall(f"{SVG}svg")
    boxes = [[float(panel.get(key, "")) for key in ("x", "y", "width", "height")] for panel in panels]
    for number, (x, y, width, height) in enumerate(boxes):
        assert x + width <= float(root.get("width", "")) and y + height <= float(root.get("height", ""))
        for left, top, wide, high in boxes[:number]:
            assert x >= left + wide or left >= x + width or y >= top + high


def test_series_distributions_and_events_have_figures_too(report, compared, tmp_path):
    for name in ("russian_aid", "strategic_tests-distribution", "first_summit"):
        report(compared, "--figure", name, "-o", tmp_path / f"{name}.svg")
        assert ElementTree.fromstring((tmp_path / f"{name}.svg").read_text(encoding="utf-8")).findall(f"{SVG}svg")


def test_a_figure_that_is_not_there_is_told(report, compared, tmp_path):
    done = report(compared, "--figure", "difference", "-o", tmp_path / "figure.svg", status=2)
    assert "there is no figure 'difference'; did you mean 'differences'?" in done.stderr
    assert not (tmp_path / "figure.svg").exists()


def test_the_picture_of_the_readme_is_what_its_commands_make(report, peninsula, tmp_path):
    """The commands stand below the picture; only the places of the two files differ here."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    run, draw = re.search(r"```sh\nbuild/release/peninsula (run .*)\nscripts/report (.*)\n```", readme).groups()
    words = run.split()
    place = words[words.index("-o") + 1]
    result = tmp_path / "first.h5"
    peninsula(*[result if word == place else word for word in words])
    words = draw.split()
    assert words[0] == place and words[-2:] == ["-o", "docs/first_result.svg"]
    report(result, *words[1:-2], "-o", tmp_path / "picture.svg")
    assert (tmp_path / "picture.svg").read_text() == (ROOT / "docs/first_result.svg").read_text()
