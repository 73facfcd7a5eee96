"""The words of a Word paragraph: runs with their emphasis, language and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

#: Characters that XML cannot carry.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile("[ \t\n\r\f]+")
_WEB = ("http://", "https://", "mailto:")
#: Word wants a country with a language.
_LANGUAGES = {"en": "en-GB", "cy": "cy-GB", "ga": "ga-IE", "gd": "gd-GB"}
_EMPHASIS = {
    "strong": "bold", "b": "bold", "th": "bold", "dt": "bold", "em": "italic", "i": "italic", "cite": "italic",
    "del": "strike", "s": "strike", "ins": "underline", "u": "underline", "sup": "raised", "sub": "lowered",
}  # fmt: skip
SKIPPED = {
    "script",
    "style",
    "head",
    "template",
    "noscript",
    "input",
    "select",
    "button",
    "textarea",
    "object",
}


def word_language(tag: str) -> str:
    """The name Word has for a language: `cy-GB` for `cy`."""
    return _LANGUAGES.get(tag.lower(), tag)


@dataclass(frozen=True)
class Look:
    """How words look and in what language they are; the empty language is that of the document."""

    bold: bool = False
    italic: bool = False
    strike: bool = False
    underline: bool = False
    raised: bool = False
    lowered: bool = False
    language: str = ""
    link: str = ""

    def within(self, element: Any) -> Look:
        """The look of what stands in an element."""
        look = self
        if way := _EMPHASIS.get(element.tag):
            look = replace(look, **dict[str, Any]({way: True}))
        if language := element.get("lang"):
            look = replace(look, language=word_language(language))
        if element.tag == "a" and element.get("href"):
            look = replace(look, link=element.get("href").strip())
        return look


def make(tag: str, /, **attributes: object) -> Any:
    """An element of Word's own: `make("w:b")`, `make("w:jc", val="left")`."""
    element = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element


def is_hidden(element: Any) -> bool:
    """Whether nobody sees it on the page."""
    return (
        not isinstance(element.tag, str)
        or element.tag in SKIPPED
        or element.get("hidden") is not None
        or "govuk-visually-hidden" in (element.get("class") or "").split()
    )


class Writer:
    """Writes words at the end of a paragraph. White space runs together, as it does on a page."""

    def __init__(self, paragraph: Any, part: Any, places: frozenset[str]) -> None:
        self.paragraph = paragraph
        self._part = part
        self._places = places
        self._ends_with_space = True
        #: the link that is being written, and where it leads
        self._link: tuple[str, Any] = ("", None)

    def write(self, text: str | None, look: Look) -> None:
        """Add text."""
        words = _SPACES.sub(" ", FORBIDDEN.sub("", text or ""))
        if self._ends_with_space:
            words = words.lstrip(" ")
        if words:
            self._ends_with_space = words.endswith(" ")
            self._run(look, [_text(words)])

    def line_break(self) -> None:
        """Begin a new line in the same paragraph."""
        self.trim()
        self._ends_with_space = True
        self._run(Look(), [make("w:br")])

    def picture(self, drawing: Any) -> None:
        """Add a picture that was placed in a run."""
        self.paragraph.append(drawing)
        self._ends_with_space = False

    def trim(self) -> None:
        """Drop the space at the end."""
        texts = list(self.paragraph.iter(qn("w:t")))
        if texts and texts[-1].text.endswith(" ") and self._ends_with_space:
            texts[-1].text = texts[-1].text.rstrip(" ")

    def _run(self, look: Look, content: list[Any]) -> None:
        run = make("w:r")
        properties = list(_properties(look, is_link=self._is_link(look)))
        if properties:
            rpr = make("w:rPr")
            rpr.extend(properties)
            run.append(rpr)
        run.extend(content)
        self._holder(look).append(run)

    def _is_link(self, look: Look) -> bool:
        return look.link.startswith(_WEB) or look.link.removeprefix("#") in self._places

    def _holder(self, look: Look) -> Any:
        if not self._is_link(look):
            return self.paragraph
        address, link = self._link
        if address == look.link and len(self.paragraph) and self.paragraph[-1] is link:
            return link
        link = make("w:hyperlink", history="1")
        if look.link.startswith("#"):
            link.set(qn("w:anchor"), place_name(look.link[1:]))
        else:
            link.set(
                qn("r:id"), self._part.relate_to(look.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            )
        self.paragraph.append(link)
        self._link = (look.link, link)
        return link


def place_name(identity: str) -> str:
    """The name of a bookmark for an element's `id`: letters, digits and low lines, forty at most."""
    return ("p_" + re.sub(r"\W", "_", identity))[:40]


def _text(words: str) -> Any:
    element = make("w:t")
    element.text = words
    if words.strip() != words:
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def _properties(look: Look, *, is_link: bool) -> Iterator[Any]:
    """In the order of the standard."""
    if is_link:
        yield make("w:rStyle", val="Hyperlink")
    if look.bold:
        yield make("w:b")
        yield make("w:bCs")
    if look.italic:
        yield make("w:i")
        yield make("w:iCs")
    if look.strike:
        yield make("w:strike")
    if look.underline:
        yield make("w:u", val="single")
    if look.raised or look.lowered:
        yield make("w:vertAlign", val="superscript" if look.raised else "subscript")
    if look.language:
        yield make("w:lang", val=look.language)
