"""From the elements of an accessible page to Word's paragraphs, lists and headings."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Cm

from meetings.documents.docx_base import LEVELS, STEP, list_number
from meetings.documents.docx_runs import Look, Writer, is_hidden, make, place_name
from meetings.documents.docx_tables import write_table

_HEADINGS = {f"h{n}": f"Heading{n}" for n in range(1, 7)}
#: Elements that begin a paragraph of their own or hold such.
_BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "figure", "figcaption", "address",
    "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table", "hr", "pre", "form", "fieldset", "legend", "details",
    "summary", "body", *_HEADINGS,
}  # fmt: skip
#: The classes of our print sheets, and the style that says the same in Word.
_STYLES = {
    "council": "Council", "front-what": "Lead", "front-when": "Council", "front-where": "Lead", "note": "Note",
    "declared": "Declared", "vote-totals": "Declared", "signed": "Declared", "motion-text": "Indented",
    "resolution": "Resolution", "recommendation": "Resolution", "recommendations": "Resolution",
    "changes": "Resolution", "exempt": "Resolution", "front-status": "Resolution", "digest": "Smallprint",
}  # fmt: skip
#: Lists of a class, or in an element of a class, that count in brackets.
_BRACKETED = {"resolution-parts", "resolution", "recommendation", "recommendations", "motion-text"}
_PLAIN = {"names", "names-wide", "times", "papers", "contacts", "vote-names", "pack-papers", "plain"}
_COUNTS = {"a": "letters", "A": "capitals", "i": "roman", "I": "roman", "1": "decimal"}


@dataclass(frozen=True)
class Place:
    """Where in the document we are."""

    look: Look = field(default_factory=Look)
    style: str = ""
    #: of the list we are in; -1: none
    level: int = -1
    #: the list's number in Word; 0: none
    number: int = 0


class Body:
    """Writes blocks one after another into the body, or into a cell."""

    def __init__(self, part: Any, places: frozenset[str], pictures: Mapping[str, bytes]) -> None:
        self.part = part
        self._places = places
        self._pictures = pictures
        self._bookmarks = 0
        self._numbering = part.numbering_part.element
        self._open: Writer | None = None
        self._holder: Any = None
        self._last_level = 0
        #: places that links lead to, until there is a paragraph to mark
        self._waiting: tuple[str, ...] = ()

    def write_into(self, holder: Any, element: Any, place: Place) -> None:
        """Write what is in the element at the end of the holder."""
        before, self._holder = self._holder, holder
        self._close()
        self._children(element, place)
        self._close()
        if len(holder) and holder[-1].tag == qn("w:tbl"):
            holder.append(make("w:p"))
        self._holder = before

    def _children(self, element: Any, place: Place) -> None:
        self._words(element.text, place)
        for child in element:
            if not is_hidden(child):
                self._element(child, place)
            self._words(child.tail, place)

    def _element(self, element: Any, place: Place) -> None:
        if element.tag in _BLOCKS:
            self._close()
            self._block(element, place)
            self._close()
        elif element.tag == "br":
            self._paragraph(place).line_break()
        elif element.tag == "img":
            self._picture(element, place)
        elif element.tag == "svg":
            self._drawing_in_words(element, place)
        else:
            self._mark(element)
            self._children(element, replace(place, look=place.look.within(element)))

    def _block(self, element: Any, place: Place) -> None:
        inside = replace(place, look=place.look.within(element), style=_style_of(element) or place.style)
        self._mark(element)
        if element.tag in _HEADINGS:
            self._children(element, Place(look=inside.look, style=_heading(element, self._last_level)))
            self._last_level = int(element.tag[1])
        elif element.tag in ("ul", "ol"):
            self._list(element, inside)
        elif element.tag == "table":
            write_table(self, self._holder, element, inside)
        elif element.tag in ("dd", "blockquote"):
            self._children(element, replace(inside, style="Indented"))
        elif element.tag != "hr":
            self._children(element, inside)

    def _list(self, element: Any, place: Place) -> None:
        level = min(place.level + 1, LEVELS - 1)
        kind = _kind_of_list(element)
        number = self._number(kind, level, int(element.get("start") or 1))
        for item in element:
            if item.tag != "li":
                continue
            if item.get("value", "").isdigit():
                number = self._number(kind, level, int(item.get("value")))
            self._close()
            self._mark(item)
            self._item(item, replace(place, level=level, number=number, look=place.look.within(item)))
            self._close()

    def _item(self, item: Any, place: Place) -> None:
        """Only the first paragraph of an item has its mark; the others stand below it."""
        before = len(self._holder)
        self._children(item, place)
        if len(self._holder) == before:
            self._paragraph(place)
        self._close()
        for later in self._holder[before + 1 :]:
            numbers = later.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbers is None or numbers.find(qn("w:numId")).get(qn("w:val")) != str(place.number):
                continue
            properties = numbers.getparent()
            properties.replace(numbers, make("w:ind", left=STEP * (place.level + 1)))

    def _number(self, kind: str, level: int, start: int) -> int:
        count = make("w:num", numId=len(self._numbering.findall(qn("w:num"))) + 1)
        count.append(make("w:abstractNumId", val=list_number(kind)))
        override = make("w:lvlOverride", ilvl=level)
        override.append(make("w:startOverride", val=start))
        count.append(override)
        self._numbering.append(count)
        return int(count.get(qn("w:numId")))

    def _words(self, text: str | None, place: Place) -> None:
        if text and (self._open is not None or text.strip(" \t\n\r\f")):
            self._paragraph(place).write(text, place.look)

    def _paragraph(self, place: Place) -> Writer:
        if self._open is None:
            paragraph = make("w:p")
            properties = self._properties(place)
            if len(properties):
                paragraph.append(properties)
            self._holder.append(paragraph)
            self._open = Writer(paragraph, self.part, self._places)
            self._flush_marks(paragraph)
        return self._open

    def _properties(self, place: Place) -> Any:
        properties = make("w:pPr")
        if style := "ListParagraph" if place.number else place.style:
            properties.append(make("w:pStyle", val=style))
        if place.number:
            numbers = make("w:numPr")
            numbers.append(make("w:ilvl", val=place.level))
            numbers.append(make("w:numId", val=place.number))
            properties.append(numbers)
        if len(self._holder) and self._holder[-1].tag == qn("w:tbl"):
            properties.append(make("w:spacing", before=180))
        return properties

    def _close(self) -> None:
        if self._open is not None:
            self._open.trim()
            self._open = None

    def _mark(self, element: Any) -> None:
        if element.get("id") in self._places:
            self._waiting = (*self._waiting, element.get("id"))
            if self._open is not None:
                self._flush_marks(self._open.paragraph)

    def _flush_marks(self, paragraph: Any) -> None:
        for identity in self._waiting:
            self._bookmarks += 1
            paragraph.append(make("w:bookmarkStart", id=self._bookmarks, name=place_name(identity)))
            paragraph.append(make("w:bookmarkEnd", id=self._bookmarks))
        self._waiting = ()

    def _picture(self, element: Any, place: Place) -> None:
        content = self._pictures.get(element.get("src", ""))
        words = (element.get("alt") or "").strip()
        drawn = None if content is None else self._drawn(content, words)
        if drawn is not None:
            self._paragraph(place).picture(drawn)
        elif words:
            self._paragraph(place).write(f"[{words}]", place.look)

    def _drawn(self, content: bytes, words: str) -> Any:
        try:
            inline = self.part.new_pic_inline(io.BytesIO(content), width=None, height=None)
        except Exception:  # a picture of a kind that Word cannot show is said in words
            return None
        if inline.extent.cx > Cm(16):
            inline.extent.cy = int(inline.extent.cy * Cm(16) / inline.extent.cx)
            inline.extent.cx = Cm(16)
        inline.docPr.set("descr", words)
        inline.docPr.set("name", f"Picture {inline.docPr.id}")
        run, drawing = make("w:r"), make("w:drawing")
        drawing.append(inline)
        run.append(drawing)
        return run

    def _drawing_in_words(self, element: Any, place: Place) -> None:
        """Word shows no diagram of ours: it has the words that say the same."""
        said = [each.text_content().strip() for each in element if each.tag in ("title", "desc")]
        self._words(f" {'. '.join(said)} " if said else None, place)


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split())


def _style_of(element: Any) -> str:
    return next((_STYLES[name] for name in (element.get("class") or "").split() if name in _STYLES), "")


def _heading(element: Any, last: int) -> str:
    """No level is skipped on the way down, whatever the page does."""
    return _HEADINGS[f"h{min(int(element.tag[1]), last + 1)}"]


def _kind_of_list(element: Any) -> str:
    if element.tag == "ul":
        return "none" if _classes(element) & _PLAIN else "bullet"
    if _classes(element) & _PLAIN:
        return "none"
    if counted := _COUNTS.get(element.get("type", "")):
        return counted
    for kind in ("letters", "capitals", "roman", "bracketed", "decimal"):
        if kind in _classes(element) or {"letters": "lettered"}.get(kind) in _classes(element):
            return kind
    parent = element.getparent()
    if _classes(element) & _BRACKETED or (parent is not None and _classes(parent) & _BRACKETED):
        return "bracketed"
    return "decimal"
