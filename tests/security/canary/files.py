"""Files full of canaries, everywhere a file can hold words."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.documents.files import docx, pdf
from tests.documents.planted import app, comments, core, workbook
from tests.security.canary.words import Canaries

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def attachment(document: pikepdf.Pdf, data: bytes, name: str) -> pikepdf.AttachedFileSpec:
    """A file to be put into a PDF."""
    none = {"description": "", "mime_type": "", "creation_date": "", "mod_date": ""}
    return pikepdf.AttachedFileSpec(document, data, filename=name, **none)


def report_pdf(body: str, words: Canaries, place: str) -> bytes:
    """A PDF whose page says `body`; everything round it is hidden."""
    document = pdf("Front sheet", f"Body {body}")
    document.docinfo["/Author"] = words.hide(f"{place}: author")
    document.docinfo["/Title"] = words.hide(f"{place}: title in the file")
    document.docinfo["/Keywords"] = words.hide(f"{place}: keywords")
    with document.open_metadata(set_pikepdf_as_editor=False) as data:
        data["dc:creator"] = [words.hide(f"{place}: XMP")]
    name = words.hide(f"{place}: name of the file in it")
    document.attachments[f"{name}.txt"] = attachment(
        document, words.hide(f"{place}: file in it").encode(), f"{name}.txt"
    )
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([70, 690, 200, 720]))
    note.Contents = words.hide(f"{place}: note")
    document.pages[0].Annots = Array([document.make_indirect(note)])
    held = io.BytesIO()
    with document:
        document.save(held)
    return held.getvalue()


def public_docx(body: str, words: Canaries, place: str) -> bytes:
    """A Word file that says `body`; what is round it can be cleaned away."""
    return _docx(body, "", words, place)


def secret_docx(words: Canaries, place: str) -> bytes:
    """A Word file in which nothing is for the public: also what is deleted, hidden, described or in a sheet."""
    deleted, hidden = words.hide(f"{place}: deletion"), words.hide(f"{place}: hidden text")
    alt = words.hide(f"{place}: description of a picture")
    inside = (
        f'<w:del w:id="1" w:author="B"><w:r><w:delText>{deleted}</w:delText></w:r></w:del>'
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{hidden}</w:t></w:r>"
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}"><wp:docPr id="1" name="P" descr="{alt}"/>'
        "</wp:inline></w:drawing></w:r>"
    )
    cell, sheet = words.hide(f"{place}: hidden cell"), words.hide(f"{place}: part of a workbook")
    book = workbook(state="hidden", more={f"xl/{sheet}.xml": f"<t>{cell}</t>".encode()})
    return _docx(words.hide(f"{place}: body"), inside, words, place, {"word/embeddings/1.xlsx": book})


def _docx(body: str, inside: str, words: Canaries, place: str, more: dict[str, bytes] | None = None) -> bytes:
    parts = {
        "word/comments.xml": comments(words.hide(f"{place}: comment")),
        "docProps/core.xml": core(words.hide(f"{place}: author")),
        "docProps/app.xml": app(words.hide(f"{place}: company")),
    } | (more or {})
    with TemporaryDirectory() as folder:
        return docx(Path(folder) / "a.docx", body, inside=inside, more=parts).read_bytes()
