# SPDX-License-Identifier: Apache-2.0
"""One figure of the report as an SVG file of its own, for pages and slides."""

import html
import re
import textwrap
from collections.abc import Iterator

from peninsula import join
from peninsula.errors import InputError, unknown
from peninsula.joining import Paths
from peninsula.report import decision, figures, selection, sweeps
from peninsula.report.charts import svg
from peninsula.report.figures import Figure
from peninsula.report.page import EVERYTHING, TEMPLATES
from peninsula.report.selection import Choice
from peninsula.report.subject import Subject

COLUMNS = {"panels-1": 1, "panels-2": 2, "panels-3": 3, "panels-4": 4}
GAP, MARGIN, HEAD, LINE = 26.0, 14.0, 46.0, 14.0
CAPTION_LETTER = 6.0  # the mean width of a letter
FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"


def picture_of(paths: Paths, name: str, choice: Choice = EVERYTHING) -> str:
    """The figure called `name`: one of `names_of`.

    Raises:
        ResultError: a file is missing, damaged or no result; InputError: the report has no such figure, or the
        files cannot be joined.
    """
    with join(paths) as results:
        subject = selection.subject_of(results, choice)
        return _arranged(_figure(subject, name, choice), subject)


def names_of(paths: Paths, choice: Choice = EVERYTHING) -> list[str]:
    """Of all figures of the report, in its order."""
    with join(paths) as results:
        return [figure.name for figure in every_figure(selection.subject_of(results, choice), choice)]


def every_figure(subject: Subject, choice: Choice) -> Iterator[Figure]:
    """The report's figures in its order, each made when it is asked for."""
    yield from decision.figures(subject, choice)
    yield from figures.difference_figures(subject)
    yield from figures.series_figures(subject, choice.series) if len(subject.series) else []
    yield from figures.distribution_figures(subject)
    yield from figures.event_figures(subject)
    found, _ = sweeps.found_by_program(subject)
    yield from sweeps.figures(subject, found)


def _figure(subject: Subject, name: str, choice: Choice) -> Figure:
    if name == decision.FIGURE and not choice.states:
        raise InputError(f"the figure '{name}' needs --states N")
    known: list[str] = []
    for figure in every_figure(subject, choice):
        if figure.name == name:
            return figure
        known.append(figure.name)
    told, _, _ = str(unknown("figure", name, known)).partition("; there are")
    raise InputError(f"{told}{'' if told.endswith('?') else '.'} There are: {', '.join(known)}")


def _arranged(figure: Figure, subject: Subject) -> str:
    """The figure's panels in rows, under its title, on white."""
    panels = [drawing for _, drawing in figure.drawings]
    columns = COLUMNS.get(figure.layout, 1)
    if figure.layout not in COLUMNS:
        panels = panels[:1]  # the same drawing for wide and for narrow pages
    cell = max(panel.width for panel in panels)
    width = 2 * MARGIN + columns * cell + (columns - 1) * GAP
    title = f"{figure.title}: {subject.span}"
    caption = textwrap.wrap(figure.caption, int(width / CAPTION_LETTER))
    pieces = [svg.text(MARGIN, HEAD + LINE * place, line, "tick") for place, line in enumerate(caption)]
    top = HEAD + LINE * len(caption) + MARGIN
    for start in range(0, len(panels), columns):
        row = panels[start : start + columns]
        pieces += [_placed(panel, MARGIN + place * (cell + GAP), top) for place, panel in enumerate(row)]
        top += max(panel.height for panel in row) + GAP
    for line in _told_marks(figure, width):
        pieces.append(svg.text(MARGIN, top, line, "tick"))
        top += LINE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {svg.short(width)} {svg.short(top)}"'
        f' width="{svg.short(width)}" height="{svg.short(top)}" role="img" font-family="{FONT}">\n'
        f"<title>{html.escape(title)}</title>\n<style>\n{_style()}</style>\n"
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n'
        f"{svg.element('text', title, x=MARGIN, y=MARGIN + 14, font_size=15, font_weight=600)}\n"
        + "\n".join(pieces)
        + "\n</svg>\n"
    )


def _told_marks(figure: Figure, width: float) -> list[str]:
    """What the marks of a figure stand for, in lines."""
    told = [f"{number} {words}".strip() for number, words in figure.marks]
    return [line for words in told for line in textwrap.wrap(words, int(width / CAPTION_LETTER))]


def _placed(panel: svg.Drawing, x: float, y: float) -> str:
    place = f'x="{svg.short(x)}" y="{svg.short(y)}" width="{svg.short(panel.width)}" height="{svg.short(panel.height)}"'
    return str(panel).replace("<svg ", f'<svg {place} overflow="visible" ', 1)


def _style() -> str:
    """The marks of the report's style sheet, with the colours of its light theme in place of their names."""
    sheet = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    colours: dict[str, str] = dict(re.findall(r"--([\w-]+): (#\w+);", sheet[: sheet.index("}")]))
    marks = sheet[sheet.index("/* Marks */") : sheet.index("/* Stories */")]
    rules = [line for line in marks.splitlines()[1:] if line and not line.startswith(("@", "["))]
    return re.sub(r"var\(--([\w-]+)\)", lambda found: colours[found[1]], "\n".join(rules)) + "\n"
