# SPDX-License-Identifier: Apache-2.0
"""Charts as functions: what is drawn is what was given."""

import doctest
import importlib
import re

import pytest

from peninsula.report.charts import axes, bars, dots, fields, monthly, strip, svg

MODULES = ["wording", "assumptions", "vocabulary", "charts.axes", "charts.svg"]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_docstrings_hold(name):
    module = importlib.import_module(f"peninsula.report.{name}")
    assert doctest.testmod(module).failed == 0


def _empty(width=720.0):
    return svg.Drawing("name", width, 0, "title", "description")


def _points(path):
    """Of a path of lines: places after M or L, distances after l."""
    points = []
    for letter, told in re.findall(r"([MLl])([^MLlz]*)", re.search(r' d="([^"]*)"', path).group(1)):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", told)]
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + x, points[-1][1] + y) if letter == "l" else (x, y))
    return points


def _pieces(drawing, name):
    return [
        each
        for each in re.findall(r"<(?:path|rect|circle)[^>]*>", "".join(drawing.pieces))
        if f'class="{name}"' in each
    ]


def test_a_fan_passes_through_its_quantiles():
    quantiles = [[0.1, 0.2, 0.3, 0.4, 0.5], [0.2, 0.3, 0.4, 0.5, 0.6], [0.0, 0.2, 0.5, 0.8, 1.0]]
    panel = monthly.Panel("name", "heading", "title", "description", ["2025-12", "2026-01", "2026-02"], 0, 1, str)
    drawing = monthly.fan(panel, quantiles, [0.3, 0.3, 0.3], "[]")
    _, x, y = panel.frame()
    expected = [(x(month), y(each[2])) for month, each in enumerate(quantiles)]
    (median,) = _pieces(drawing, "median")
    assert _points(median) == [pytest.approx(point, abs=0.06) for point in expected]
    outer = _points(_pieces(drawing, "band outer")[0])
    assert outer[2] == pytest.approx((x(2), y(1.0)), abs=0.06) and outer[3] == pytest.approx((x(2), y(0.0)), abs=0.06)


def test_marks_stand_at_their_months_and_their_numbers_keep_apart():
    months = [f"2026-{month:02}" for month in range(1, 13)] + [f"2027-{month:02}" for month in range(1, 13)]
    marks = [monthly.Mark(3, "1"), monthly.Mark(4, "2"), monthly.Mark(23, "3")]
    panel = monthly.Panel("name", "heading", "title", "description", months, 0, 1, str, marks=marks)
    drawings = [monthly.fan(panel, [[0.1, 0.2, 0.3, 0.4, 0.5]] * 24, None, "[]")]
    drawings.append(monthly.stack(panel, [[0.5, 0.5]] * 24, "[]"))
    _, x, y = panel.frame()
    for drawing in drawings:
        lines = [_points(piece) for piece in _pieces(drawing, "mark")]
        assert lines == [[pytest.approx((x(m), end), abs=0.06) for end in (y.start, y.end)] for m in (3, 4, 23)]
        numbers = re.findall(r'<text x="([\d.]+)"[^>]*class="mark-number"[^>]*>(\d)<', "".join(drawing.pieces))
        places = [float(place) for place, _ in numbers]
        assert [number for _, number in numbers] == ["1", "2", "3"]
        assert places[0] == pytest.approx(x(3), abs=0.06) and places[1] - places[0] >= monthly.NUMBER - 0.11
        assert places[2] <= panel.width - 2


def test_a_stack_reaches_the_top():
    panel = monthly.Panel("name", "heading", "title", "description", ["2025-12", "2026-01"], 0, 1, str)
    drawing = monthly.stack(panel, [[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]], "[]")
    _, _x, y = panel.frame()
    tops = [_points(_pieces(drawing, f"layer {monthly.layer(label, 3)}")[0])[0][1] for label in range(3)]
    assert tops == pytest.approx([y(0.2), y(0.5), y(1.0)], abs=0.06)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("width", [720.0, 350.0])
def test_a_distribution_has_fifty_dots_where_their_values_are(whole, width):
    values = [0] * 28 + [1] * 14 + [2] * 6 + [5] * 2 if whole else [0.3 + 0.01 * number for number in range(50)]
    rows = [dots.Row("here", values, values[24], "told"), dots.Row("there", values, values[24], "told")]
    drawing = dots.plot(_empty(width), rows, whole, values[24], str)
    heaps = _pieces(drawing, "dots")
    assert [len(_points(heap.replace("h0", ""))) for heap in heaps] == [50, 50]
    xs = sorted(x for x, _ in _points(heaps[0].replace("h0", "")))
    size = float(re.search(r'stroke-width="([\d.]+)"', heaps[0]).group(1))
    assert size > 2.5
    assert all(0 <= x <= width for x in xs)
    if whole:  # heaps are as far from each other as their values: 0, 1, 2 and 5
        middles = [sum(xs[a:b]) / (b - a) for a, b in ((0, 28), (28, 42), (42, 48), (48, 50))]
        steps = [middles[1] - middles[0], middles[2] - middles[1], (middles[3] - middles[2]) / 3]
        assert steps == pytest.approx([sum(steps) / 3] * 3, abs=2 * size)
    else:
        assert xs[-1] - xs[0] == pytest.approx(49 * (xs[-1] - xs[0]) / 49)
        assert xs[25] == pytest.approx((xs[0] + xs[-1]) / 2, abs=2 * size)


def test_a_dot_is_hollow_where_the_interval_holds_zero():
    intervals = [bars.Interval("clear", 2.0, 1.0, 3.0, "words"), bars.Interval("unclear", 0.5, -0.5, 1.5, "words")]
    drawing = bars.differences(_empty(228), "heading", intervals, str, 60)
    assert (len(_pieces(drawing, "point")), len(_pieces(drawing, "point hollow"))) == (1, 1)


def test_the_strongest_cell_is_the_greatest_value():
    drawing = fields.heat_map(
        _empty(350), "heading", ("rows", ["a", "b"]), ("columns", ["c", "d"]), [[1, 2], [3, 4]], str
    )
    assert re.findall(r'class="cell cell-(\d)"', "".join(drawing.pieces)) == ["0", "3", "6", "9"]


def test_a_strip_has_a_stem_for_each_month_and_a_band_for_each_run():
    months = ["2025-11", "2025-12", "2026-01", "2026-02"]
    tracks = [
        strip.Track("tests", [0, 2, 0, 1], most=2),
        strip.Track("talks", [0, 1, 1, 2], ["none", "contact", "deal"]),
    ]
    drawing = strip.strip(_empty(), months, tracks)
    assert len(_pieces(drawing, "stem strong")) == 2
    bands = list(re.findall(r'<rect[^>]*width="([\d.]+)"[^>]*class="layer', "".join(drawing.pieces)))
    assert len(bands) == 2 and float(bands[0]) == pytest.approx(2 * float(bands[1]), abs=0.11)


def test_missing_values_break_a_line():
    assert svg.curve([0, 1, 2, 3], [5, float("nan"), 6, 7], "median").count("M") == 2


def test_ticks_reach_the_ends_of_a_round_range():
    for values in ([0.06, 0.86], [36.1, 49.8], [-3.2, 0.4], [0.481, 0.492], [0, 1e5]):
        low, high = axes.round_range(values)
        ticks = axes.ticks_to_ends(low, high)
        assert low <= min(values) and max(values) <= high
        assert 2 <= len(ticks) <= 5 and ticks[0] == pytest.approx(low) and ticks[-1] == pytest.approx(high)
