# SPDX-License-Identifier: Apache-2.0
"""One trajectory on one line of time: what was launched, what was talked about, and what the world did."""

from collections.abc import Sequence
from dataclasses import dataclass

from peninsula.report.charts import axes, svg
from peninsula.report.charts.monthly import layer

HEIGHT = 26.0


@dataclass(frozen=True)
class Track:
    """A row of the strip: numbers drawn as stems, or codes of `labels` drawn as bands (code 0 is left blank)."""

    name: str
    values: Sequence[float]
    labels: Sequence[str] = ()
    most: float = 1.0


def strip(drawing: svg.Drawing, months: Sequence[str], tracks: Sequence[Track]) -> svg.Drawing:
    wide = drawing.width > 500
    left, pitch = (150.0, HEIGHT + 10) if wide else (0.0, HEIGHT + 26)
    x = axes.Scale(0, len(months), left, drawing.width - 4)
    drawing.height = pitch * len(tracks) + 22
    frame = axes.Scale(0, 1, pitch * len(tracks) + 2, 0)
    drawing.add(*axes.month_axis(axes.Scale(0, len(months), x.start, x.end), frame, months))
    for index, track in enumerate(tracks):
        floor = pitch * (index + 1) - 4
        place = (left - 10, floor - 8, "end") if wide else (0.0, floor - HEIGHT - 5, "start")
        drawing.add(svg.text(place[0], place[1], track.name, "label", place[2]))
        drawing.add(svg.line(x.start, floor, x.end, floor, "rule"))
        drawing.add(*(_bands if track.labels else _stems)(track, x, floor))
    return drawing


def _stems(track: Track, x: axes.Scale, floor: float) -> list[str]:
    pieces = []
    for month, value in enumerate(track.values):
        if value > 0:
            top = floor - (HEIGHT - 8) * min(value / track.most, 1.0) - 3
            pieces += [
                svg.line(x(month + 0.5), floor, x(month + 0.5), top, "stem strong"),
                svg.dots([(x(month + 0.5), top)], 2.6, "dots"),
            ]
    return pieces


def _bands(track: Track, x: axes.Scale, floor: float) -> list[str]:
    """Runs of equal codes; the higher the code, the higher and the stronger the band; named where there is room."""
    pieces, start, count = [], 0, len(track.labels)
    for month in range(1, len(track.values) + 1):
        if month < len(track.values) and track.values[month] == track.values[start]:
            continue
        code = int(track.values[start])
        if code > 0:
            height = (HEIGHT - 6) * (0.45 + 0.55 * code / (count - 1))
            band = svg.rectangle(x(start), floor - height, x(month) - x(start), height, f"layer {layer(code, count)}")
            pieces.append(
                svg.group(
                    [band, *_name(track.labels[code], x(start), x(month), floor, layer(code, count))],
                    track.labels[code],
                )
            )
        start = month
    return pieces


def _name(label: str, start: float, end: float, floor: float, style: str) -> list[str]:
    if end - start < 6.2 * len(label) + 6:
        return []
    return [svg.text(start + 4, floor - 3.5, label, f"number on-{style}")]
