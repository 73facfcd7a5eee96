"""Adds to WeasyPrint's tags what readers need: languages, scopes, kinds of lists, words of links."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

#: On each structure element until they are joined: equal for what comes from one HTML element.
SOURCE = "WitanSource"

#: How a list counts, by the name of its counter.
_NUMBERING = {
    "none": "/None",
    "disc": "/Disc",
    "circle": "/Circle",
    "square": "/Square",
    "lower-alpha": "/LowerAlpha",
    "lower-latin": "/LowerAlpha",
    "upper-alpha": "/UpperAlpha",
    "upper-latin": "/UpperAlpha",
    "lower-roman": "/LowerRoman",
    "upper-roman": "/UpperRoman",
    "lettered": "/LowerAlpha",
    "roman-parts": "/LowerRoman",
}
_USUAL = {"ol": "/Decimal", "ul": "/Disc"}


@contextmanager
def tagging() -> Iterator[None]:
    """While inside, every structure element is annotated as it is built (not for two threads at once)."""
    from weasyprint.pdf import tags

    build = tags._build_box_tree
    sources = _Sources()

    def annotated(box: Any, *args: Any) -> Iterator[Any]:
        for element in build(box, *args):
            _annotate(getattr(box, "_box", box), element, sources)
            yield element

    tags._build_box_tree = annotated
    try:
        yield
    finally:
        tags._build_box_tree = build


class _Sources:
    """A number for each HTML element, the same for all the boxes it was laid out in."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._next = count(1)
        self._kept: list[Any] = []

    def number(self, element: Any) -> int:
        if id(element) not in self._numbers:
            self._numbers[id(element)] = next(self._next)
            self._kept.append(element)
        return self._numbers[id(element)]


def _annotate(box: Any, element: Any, sources: _Sources) -> None:
    html = getattr(box, "element", None)
    if html is None or box.is_for_root_element:
        return
    import pydyf

    role = element["S"]
    element.setdefault(SOURCE, sources.number(html))
    if language := html.get("lang"):
        element.setdefault("Lang", pydyf.String(language))
    if role == "/TH":
        element["A"]["Scope"] = "/Row" if (html.get("scope") or "").startswith("row") else "/Column"
    elif role == "/L" and box.element_tag in _USUAL:
        numbering = _NUMBERING.get(str(box.style["list_style_type"]), _USUAL[box.element_tag])
        element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
    if role == "/Link" and box.link_annotation:
        box.link_annotation["Contents"] = pydyf.String(" ".join("".join(html.itertext()).split()))
