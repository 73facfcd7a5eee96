"""What a PDF would give away, and the same PDF without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Pdf

from meetings.documents.active_content import remove_active_content
from meetings.documents.disclosure import Disclosure
from meetings.documents.hidden_text import hidden_text, pages_of
from meetings.documents.pdf_metadata import is_kept, say_only_the_title

#: Annotations that are part of the page: links, fields, and the marks of printers.
_PLAIN = {"/Link", "/Widget", "/PrinterMark", "/TrapNet", "/Watermark", "/Popup"}
_TOLD = 300


def pdf_disclosures(path: Path) -> Iterator[Disclosure]:
    """Everything that it would give away."""
    with pikepdf.open(path) as pdf:
        yield from _of_the_file(pdf, path)
        for number, page in enumerate(pdf.pages, start=1):
            yield from _annotations(page, number)
    for number, page in pages_of(str(path)):
        for hidden in hidden_text(page):
            yield Disclosure(hidden.code, number, words=hidden.words)


def clean_pdf(source: Path, target: Path) -> None:
    """Without comments, attachments, earlier versions and what it says of itself but its title."""
    with pikepdf.open(source) as pdf:
        remove_active_content(pdf)
        for page in pdf.pages:
            _remove_annotations(page)
        for key in ("/PieceInfo", "/LastModified"):
            if key in pdf.Root:
                del pdf.Root[key]
        say_only_the_title(pdf)
        pdf.save(target, encryption=False)


def _of_the_file(pdf: Pdf, path: Path) -> Iterator[Disclosure]:
    if revisions(path) > 0:
        yield Disclosure("revisions", words=f"{revisions(path)} earlier")
    if names := sorted(pdf.attachments.keys()):
        yield Disclosure("attachments", words=", ".join(names)[:_TOLD])
    if layers := _hidden_layers(pdf):
        yield Disclosure("hidden_layers", words=", ".join(layers)[:_TOLD])
    authors, rest = _metadata(pdf)
    if authors:
        yield Disclosure("author", words=", ".join(authors)[:_TOLD])
    if rest:
        yield Disclosure("metadata", words=", ".join(rest)[:_TOLD])


def revisions(path: Path) -> int:
    """How many earlier versions are in the file. A file made for the web ends twice by its nature."""
    content = path.read_bytes()
    ends = content.count(b"%%EOF")
    return max(ends - (2 if b"/Linearized" in content[:2048] else 1), 0)


def names_in(pdf: Pdf) -> list[str]:
    """Who is named as author."""
    return _metadata(pdf)[0]


def _hidden_layers(pdf: Pdf) -> list[str]:
    properties = pdf.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return []
    default = properties.get("/D", Dictionary())
    off = list(default.get("/OFF", Array()))
    if str(default.get("/BaseState", "/ON")) == "/OFF":
        on = [g.objgen for g in default.get("/ON", Array())]
        off += [g for g in properties.get("/OCGs", Array()) if g.objgen not in on]
    return [str(group.get("/Name", "a layer")) for group in off if isinstance(group, Dictionary)]


def _metadata(pdf: Pdf) -> tuple[list[str], list[str]]:
    """Who is named, and what else is said but the title."""
    authors, rest = [], []
    for key, value in pdf.docinfo.items():
        if key == "/Author":
            authors.append(str(value))
        elif key not in ("/Title", "/Trapped"):
            rest.append(f"{key[1:]}: {value}")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name in metadata:
            if not is_kept(name):
                value = metadata[name]
                words = ", ".join(value) if isinstance(value, (list, set)) else str(value)
                names = name.rsplit("}", 1)[-1] in ("creator", "Author", "LastModifiedBy")
                (authors if names else rest).append(words if names else f"{name.rsplit('}', 1)[-1]}: {words}")
    return sorted({a for a in authors if a.strip()}), rest


def _annotations(page: Any, number: int) -> Iterator[Disclosure]:
    words: list[str] = []
    redactions = False
    for each in _of(page):
        kind = str(each.get("/Subtype", ""))
        if kind == "/Redact":
            redactions = True
        elif kind not in _PLAIN:
            words.append(str(each.get("/Contents", "")) or f"a mark ({kind[1:]})")
    if redactions:
        yield Disclosure("unapplied_redaction", number)
    if words:
        yield Disclosure("annotations", number, words="; ".join(words)[:_TOLD])


def _remove_annotations(page: Any) -> None:
    """Redactions stay: to take the mark away would look as if the text were gone."""
    kept = [
        each for each in _of(page) if str(each.get("/Subtype", "")) in (_PLAIN - {"/Popup"}) | {"/Redact"}
    ]
    if "/Annots" in page.obj:
        page.obj.Annots = Array(kept)


def _of(page: Any) -> list[Any]:
    annotations = page.obj.get("/Annots")
    if not isinstance(annotations, Array):
        return []
    return [each for each in annotations if isinstance(each, Dictionary)]
