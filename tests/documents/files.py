"""Files to upload, made here so that a reader sees what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    '{kind}.main+xml"/></Types>'
)
WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
MACROS = "vnd.ms-word.document.macroEnabled"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p>{inside}<w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>"
)


def pdf(*pages: str) -> Pdf:
    """A PDF with a line of text on each page."""
    document = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    for words in pages:
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode())
    return document


def save(document: Pdf, path: Path, **how: object) -> Path:
    """Write it and close it."""
    with document:
        document.save(path, **how)  # type: ignore[arg-type]
    return path


def active_pdf() -> Pdf:
    """A PDF with one of each thing that does something by itself."""
    document = pdf("Report on the sea wall")
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    document.Root.OpenAction = document.make_indirect(script)
    document.Root.AA = Dictionary(WC=Dictionary(S=Name.JavaScript, JS="app.alert(2)"))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))
    document.attachments["secret.xlsx"] = pikepdf.AttachedFileSpec(
        document,
        b"hidden cells",
        filename="secret.xlsx",
        description="",
        mime_type="",
        creation_date="",
        mod_date="",
    )
    box = Array([0, 0, 10, 10])
    launch = Dictionary(S=Name.Launch, F="calc.exe")
    web = Dictionary(S=Name.URI, URI="https://eastmere.example/")
    annotations = (
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=launch),
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=web),
        Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=box),
        Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=box),
    )
    document.pages[0].Annots = Array([document.make_indirect(each) for each in annotations])
    document.docinfo["/Author"] = "A. Officer"
    document.docinfo["/Title"] = "The sea wall"
    return document


def docx(
    path: Path,
    words: str = "Report",
    *,
    kind: str = WORD,
    inside: str = "",
    more: Mapping[str, bytes] | None = None,
) -> Path:
    """A small Word file. `inside` goes into its paragraph; `more` are further parts by name."""
    parts: dict[str, bytes] = {
        "[Content_Types].xml": _TYPES.format(kind=kind).encode(),
        "_rels/.rels": _RELATIONS.encode(),
        "word/document.xml": _DOCUMENT.format(words=words, inside=inside).encode(),
    }
    return packed(path, parts | dict(more or {}))


def packed(path: Path, parts: Mapping[str, bytes]) -> Path:
    """A zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def lying_zip(path: Path) -> Path:
    """A Word file with a part that says it is small and unpacks to 60 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES.format(kind=WORD))
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    content = buffer.getvalue()
    path.write_bytes(content.replace((60_000_000).to_bytes(4, "little"), (900).to_bytes(4, "little")))
    return path
