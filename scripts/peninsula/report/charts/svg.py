# SPDX-License-Identifier: Apache-2.0
"""The few pieces of SVG that the charts are made of."""

import html
import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Drawing:
    """A picture with a title and a description for those who do not see it; lengths are in CSS pixels.

    `name` is unique in the page. `data` becomes attributes `data-…`, for the page's script.
    """

    name: str
    width: float
    height: float
    title: str
    description: str
    data: dict[str, str] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)

    def add(self, *pieces: str) -> None:
        self.pieces.extend(pieces)

    def __str__(self) -> str:
        data = "".join(f' data-{key}="{html.escape(value)}"' for key, value in self.data.items())
        return (
            f'<svg viewBox="0 0 {short(self.width)} {short(self.height)}" role="img"'
            f' aria-labelledby="{self.name}-title {self.name}-desc"{data}>'
            f'<title id="{self.name}-title">{html.escape(self.title)}</title>'
            f'<desc id="{self.name}-desc">{html.escape(self.description)}</desc>{"".join(self.pieces)}</svg>'
        )


def short(number: float) -> str:
    """A coordinate to a tenth of a pixel.

    >>> short(12.04), short(-0.01), short(3.25)
    ('12', '0', '3.2')
    """
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(tag: str, content: str | None = None, **attributes: Any) -> str:
    """One element; `class_` stands for class, and an underscore for a hyphen. A content given is escaped."""
    told = "".join(f' {key.rstrip("_").replace("_", "-")}="{_text(value)}"' for key, value in attributes.items())
    return f"<{tag}{told}/>" if content is None else f"<{tag}{told}>{html.escape(content)}</{tag}>"


def group(pieces: Iterable[str], title: str = "", **attributes: Any) -> str:
    """Pieces that belong together; browsers show the title where the pointer rests."""
    opening = element("g", "", **attributes).removesuffix("</g>")
    return opening + (element("title", title) if title else "") + "".join(pieces) + "</g>"


def text(x: float, y: float, content: str, class_: str = "", anchor: str = "start") -> str:
    extra: dict[str, Any] = {"class_": class_} if class_ else {}
    if anchor != "start":
        extra["text_anchor"] = anchor
    return element("text", content, x=x, y=y, **extra)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> str:
    return element("path", d=f"M{short(x1)} {short(y1)}L{short(x2)} {short(y2)}", class_=class_)


def curve(xs: Sequence[float], ys: Sequence[float], class_: str) -> str:
    """A line through points; it stops where a value is missing."""
    return element("path", d="".join(_through(run) for run in _runs(xs, ys)), class_=class_)


def band(xs: Sequence[float], lower: Sequence[float], upper: Sequence[float], class_: str) -> str:
    """The surface between two curves, where both have values."""
    kept = [
        (x, low, high)
        for x, low, high in zip(xs, lower, upper, strict=True)
        if math.isfinite(low) and math.isfinite(high)
    ]
    there = [(x, high) for x, _, high in kept]
    back = [(x, low) for x, low, _ in reversed(kept)]
    return element("path", d=f"{_through(there + back)}z" if kept else "", class_=class_)


def rectangle(x: float, y: float, width: float, height: float, class_: str, **attributes: Any) -> str:
    return element("rect", x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), class_=class_, **attributes)


def dots(places: Iterable[tuple[float, float]], radius: float, class_: str) -> str:
    """Equal dots as one path of zero-length strokes, round at their ends: a tenth of the size of as many circles."""
    return element(
        "path", d="".join(f"M{short(x)} {short(y)}h0" for x, y in places), class_=class_, stroke_width=2 * radius
    )


def _runs(xs: Sequence[float], ys: Sequence[float]) -> Iterable[list[tuple[float, float]]]:
    """Stretches of points without a missing value."""
    run: list[tuple[float, float]] = []
    for x, y in zip(xs, ys, strict=True):
        if math.isfinite(y):
            run.append((x, y))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _through(points: Sequence[tuple[float, float]]) -> str:
    """A line through points, each told by its distance from the one before: two thirds of the letters of places. Both
    are whole tenths of a pixel, so that nothing adds up.

    >>> _through([(1.04, 2), (3.5, 1.5), (3.5, 1.52)])
    'M1 2l2.5-.5 0 0'
    """
    tenths = [(round(10 * x), round(10 * y)) for x, y in points]
    steps = [(x - before, y - above) for (before, above), (x, y) in itertools.pairwise(tenths)]
    told = ""
    for number in (_tenths(each) for step in steps for each in step):
        told += number if not told or number.startswith("-") else f" {number}"
    first = f"M{short(tenths[0][0] / 10)} {short(tenths[0][1] / 10)}"
    return f"{first}l{told}" if told else first


def _tenths(number: int) -> str:
    """So many tenths, as short as a path allows: "-.5"."""
    whole, rest = divmod(abs(number), 10)
    return ("-" if number < 0 else "") + (f"{whole or ''}.{rest}" if rest else str(whole))


def _text(value: object) -> str:
    return short(value) if isinstance(value, float) else html.escape(str(value))
