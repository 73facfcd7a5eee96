"""Our own accessible HTML as a Word file, for those who work in Word. It says its title, and nobody's name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import docx
from docx.document import Document
from lxml import html as parser

from meetings.documents.docx_base import LONG_AGO, empty_document
from meetings.documents.docx_blocks import Body, Place
from meetings.documents.docx_runs import FORBIDDEN, Look, Writer, make, word_language

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DRAFT = "Draft until confirmed"


def docx_of(
    html: str, *, title: str, language: str = "en-GB", pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """A whole HTML page, or a part of one, as DOCX: the same page is the same file.

    `pictures` are what `<img>` may show, by address; nothing is ever fetched. What Word has no like of
    (a diagram, a picture that is not handed over) is there in its words.
    """
    root = parser.document_fromstring(html or "<p></p>")
    document = docx.Document(io.BytesIO(empty_document(word_language(language))))
    part = document.part
    section = document.element.body[-1]
    document.element.body.remove(section)
    Body(part, _linked(root), dict(pictures or {})).write_into(
        document.element.body, root.find("body"), Place()
    )
    document.element.body.append(section)
    _head_and_foot(document, _running(root, title), _is_draft(root))
    document.core_properties.title = FORBIDDEN.sub("", title)[:255]
    document.core_properties.language = word_language(language)
    return _packed(document)


def _linked(root: Any) -> frozenset[str]:
    """The places on the page that its own links lead to."""
    found = {link.get("href")[1:] for link in root.iter("a") if (link.get("href") or "").startswith("#")}
    return frozenset(found & {each.get("id") for each in root.iter() if each.get("id")})


def _running(root: Any, title: str) -> str:
    heading = next(iter(root.iter("h1")), None)
    return title if heading is None else heading.get("data-running") or title


def _is_draft(root: Any) -> bool:
    return any((sheet.get("href") or "").endswith("draft.css") for sheet in root.iter("link"))


def _head_and_foot(document: Document, running: str, is_draft: bool) -> None:
    """The page's number at the foot of every page; the document's name at the head of all but the first."""
    section = document.sections[0]
    section.first_page_header.is_linked_to_previous = False
    section.header.is_linked_to_previous = False
    Writer(section.header.paragraphs[0]._p, document.part, frozenset()).write(running, Look())
    for foot in (section.footer, section.first_page_footer):
        foot.is_linked_to_previous = False
        _page_number(foot.paragraphs[0]._p, _DRAFT if is_draft else "")


def _page_number(paragraph: Any, lead: str) -> None:
    writer = Writer(paragraph, None, frozenset())
    writer.write(lead, Look())
    tab = make("w:r")
    tab.append(make("w:tab"))
    paragraph.append(tab)
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        run = make("w:r")
        text = make("w:t")
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
        paragraph.append(run)
        simple = make("w:fldSimple", instr=f" {field} ")
        number, one = make("w:r"), make("w:t")
        one.text = "1"
        number.append(one)
        simple.append(number)
        paragraph.append(simple)


def _packed(document: Document) -> bytes:
    """The file, with a fixed date on each part."""
    loose, out = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
