# SPDX-License-Identifier: Apache-2.0
"""An HTML page as a list of its elements, by Python's own parser."""

import pathlib
from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = {"meta", "link", "br", "input", "hr", "img", "path", "rect", "circle"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    inside: list[str]  # tags and ids of what it stands in
    text: str = ""


@dataclass
class Page(HTMLParser):
    """`elements` in the order of the page, each with all the text inside it."""

    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        inside = [name for each in self._open for name in (each.tag, each.attributes.get("id", "")) if name]
        self.elements.append(Element(tag, attributes, inside))
        if tag not in EMPTY:
            self._open.append(self.elements[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for each in self._open:
            each.text += data

    def all(self, tag: str, inside: str = "") -> list[Element]:
        return [each for each in self.elements if each.tag == tag and (not inside or inside in each.inside)]


def read(path: pathlib.Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page
