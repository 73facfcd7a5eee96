"""Files with one thing in each that should not be published, made here so that a reader sees what is planted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from meetings.documents.file_types import DOCX, PDF, XLSX
from tests.documents.files import docx, pdf

SECRET = "zqplantedword"
_REPORT = "Report on the quay"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"


def painted(content: str) -> Pdf:
    """A page with a readable line and this."""
    document = pdf(_REPORT)
    page = document.pages[0]
    page.Contents = document.make_stream(page.Contents.read_bytes() + b"\n" + content.encode())
    return document


def line(words: str, *, x: float = 72, y: float = 600, size: float = 12, before: str = "") -> str:
    """An instruction that paints a line of text."""
    return f"q {before} BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET Q"


def _bytes(document: Pdf) -> bytes:
    buffer = io.BytesIO()
    with document:
        document.save(buffer)
    return buffer.getvalue()


def _annotated(kind: Name, **more: str) -> bytes:
    document = pdf(_REPORT)
    note = Dictionary(Type=Name.Annot, Subtype=kind, Rect=Array([70, 690, 200, 720]))
    for key, value in more.items():
        note[f"/{key}"] = value
    document.pages[0].Annots = Array([document.make_indirect(note)])
    return _bytes(document)


def _picture() -> bytes:
    document = painted(line(SECRET) + " q 200 0 0 40 60 590 cm /Im1 Do Q")
    image = document.make_stream(b"\x20" * 4)
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 2, 2
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    document.pages[0].Resources.XObject = Dictionary(Im1=image)
    return _bytes(document)


def _layer() -> bytes:
    document = painted(f"/OC /L1 BDC {line(SECRET)} EMC")
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=f"Notes {SECRET}"))
    document.pages[0].Resources.Properties = Dictionary(L1=layer)
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    return _bytes(document)


def _attachment() -> bytes:
    document = pdf(_REPORT)
    document.attachments[f"{SECRET}.xlsx"] = pikepdf.AttachedFileSpec(
        document,
        b"cells",
        filename=f"{SECRET}.xlsx",
        description="",
        mime_type="",
        creation_date="",
        mod_date="",
    )
    return _bytes(document)


def _revised() -> bytes:
    """An incremental update by hand: page 1 says something else now, and the old words are still there."""
    first = _bytes(pdf(SECRET))
    start = first.rindex(b"startxref")
    at = int(first[start:].split()[1])
    update = (
        f"\n99 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<< /Size 100 /Prev {at} >>\nstartxref\n{at}\n%%EOF\n"
    )
    return first + update.encode()


def _named() -> bytes:
    document = pdf(_REPORT)
    document.docinfo["/Author"] = SECRET
    return _bytes(document)


def _keywords() -> bytes:
    document = pdf(_REPORT)
    document.docinfo["/Keywords"] = SECRET
    return _bytes(document)


def _xmp() -> bytes:
    document = pdf(_REPORT)
    with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:creator"] = [SECRET]
    return _bytes(document)


def _cropped() -> bytes:
    document = painted(line(SECRET, y=60))
    document.pages[0].CropBox = Array([0, 100, 595, 842])
    return _bytes(document)


def word(inside: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    """A Word file."""
    with TemporaryDirectory() as folder:
        return docx(Path(folder) / "a.docx", _REPORT, inside=inside, more=more).read_bytes()


def _styled(style: str) -> bytes:
    return word(f"<w:r><w:rPr>{style}</w:rPr><w:t>{SECRET}</w:t></w:r>")


def core(name: str) -> bytes:
    """The core properties of an Office file."""
    space = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return (
        f'<cp:coreProperties xmlns:cp="{space}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>Report</dc:title><dc:creator>{name}</dc:creator></cp:coreProperties>"
    ).encode()


def app(company: str) -> bytes:
    """The extended properties of an Office file."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'<Properties xmlns="{space}"><Company>{company}</Company></Properties>'.encode()


def comments(words: str) -> bytes:
    """Comments of a Word file."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inside = f'<w:comment w:id="0" w:author="A"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:comment>'
    return f'<w:comments xmlns:w="{space}">{inside}</w:comments>'.encode()


def workbook(*, state: str = "visible", inside: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook with two sheets; the second is `Names`."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Open</t></is></c></row>'
    parts = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": (
            f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets><sheet name="Sums" sheetId="1" r:id="r1"/>'
            f'<sheet name="Names {SECRET}" sheetId="2" state="{state}" r:id="r2"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_P}"><Relationship Id="r1" Type="{_R}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{_R}/worksheet" Target="/xl/worksheets/sheet2.xml"/></Relationships>'
        ).encode(),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{_S}"><sheetData>{rows}</sheetData></worksheet>'.encode()
        ),
        "xl/worksheets/sheet2.xml": (
            f'<worksheet xmlns="{_S}">{inside}<sheetData>{rows}</sheetData></worksheet>'
        ).encode(),
    } | dict(more or {})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _hidden_rows() -> bytes:
    sheet = (
        f'<worksheet xmlns="{_S}"><sheetData><row r="4" hidden="1"><c r="A4" t="inlineStr"><is><t>{SECRET}</t></is>'
        "</c></row></sheetData></worksheet>"
    )
    return workbook(more={"xl/worksheets/sheet2.xml": sheet.encode()})


_BOX = "0 0 0 rg 60 590 200 30 re f"
_INSERTED = f'<w:ins w:id="1" w:author="B"><w:r><w:t>{SECRET}</w:t></w:r></w:ins>'
_DELETED = f'<w:del w:id="1" w:author="B"><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>'

#: Name of the failure -> (media type, expected code, the file).
PLANTED: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "text under a black box": (PDF, "covered", lambda: _bytes(painted(f"{line(SECRET)} {_BOX}"))),
    "part of a line under a box": (
        PDF,
        "covered",
        lambda: _bytes(painted(f"{line('Sold to ' + SECRET)} 0 0 0 rg 112 590 150 30 re f")),
    ),
    "text under a picture": (PDF, "covered", _picture),
    "white text": (PDF, "same_colour", lambda: _bytes(painted(line(SECRET, before="1 1 1 rg")))),
    "black text on a black box": (PDF, "same_colour", lambda: _bytes(painted(f"{_BOX} {line(SECRET)}"))),
    "tiny text": (PDF, "tiny", lambda: _bytes(painted(line(SECRET, size=0.5)))),
    "text off the page": (PDF, "off_page", lambda: _bytes(painted(line(SECRET, x=900)))),
    "text cut off by the crop box": (PDF, "cropped", _cropped),
    "invisible text": (PDF, "invisible", lambda: _bytes(painted(line(SECRET, before="3 Tr")))),
    "a hidden layer": (PDF, "hidden_layers", _layer),
    "a comment": (PDF, "annotations", lambda: _annotated(Name.Text, Contents=SECRET)),
    "a redaction never applied": (PDF, "unapplied_redaction", lambda: _annotated(Name.Redact)),
    "an attached file": (PDF, "attachments", _attachment),
    "an earlier version": (PDF, "revisions", _revised),
    "an author in the PDF": (PDF, "author", _named),
    "an author in its XMP": (PDF, "author", _xmp),
    "keywords in the PDF": (PDF, "metadata", _keywords),
    "a Word comment": (DOCX, "comments", lambda: word(more={"word/comments.xml": comments(SECRET)})),
    "a tracked insertion": (DOCX, "tracked_changes", lambda: word(_INSERTED)),
    "a tracked deletion": (DOCX, "tracked_changes", lambda: word(_DELETED)),
    "hidden text in Word": (DOCX, "hidden_text", lambda: _styled("<w:vanish/>")),
    "white text in Word": (DOCX, "same_colour", lambda: _styled('<w:color w:val="FFFFFF"/>')),
    "tiny text in Word": (DOCX, "tiny", lambda: _styled('<w:sz w:val="2"/>')),
    "an author in Word": (DOCX, "author", lambda: word(more={"docProps/core.xml": core(SECRET)})),
    "a company in Word": (DOCX, "metadata", lambda: word(more={"docProps/app.xml": app(SECRET)})),
    "a workbook inside Word": (
        DOCX,
        "embedded_sheet",
        lambda: word(more={f"word/embeddings/{SECRET}.xlsx": workbook()}),
    ),
    "a hidden sheet inside Word": (
        DOCX,
        "hidden_sheets",
        lambda: word(more={"word/embeddings/1.xlsx": workbook(state="hidden")}),
    ),
    "a hidden sheet": (XLSX, "hidden_sheets", lambda: workbook(state="hidden")),
    "a very hidden sheet": (XLSX, "hidden_sheets", lambda: workbook(state="veryHidden")),
    "hidden columns": (
        XLSX,
        "hidden_columns",
        lambda: workbook(inside='<cols><col min="2" max="3" hidden="1"/></cols>'),
    ),
    "hidden rows": (XLSX, "hidden_rows", _hidden_rows),
    "a comment on a cell": (
        XLSX,
        "comments",
        lambda: workbook(
            more={"xl/comments1.xml": f"<comments xmlns='{_S}'><t>{SECRET}</t></comments>".encode()}
        ),
    ),
    "an author of a workbook": (XLSX, "author", lambda: workbook(more={"docProps/core.xml": core(SECRET)})),
}

_HEAD = "0.1 0.2 0.4 rg 60 640 400 30 re f"
_TABLE = (
    "<w:r><w:t>Table</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr>"
    "<w:t>Head</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p>"
)
#: Files that look a little like the ones above and have nothing to hide.
CLEAN: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a plain report": (PDF, lambda: _bytes(pdf(_REPORT))),
    "white text on a dark heading": (
        PDF,
        lambda: _bytes(painted(f"{_HEAD} {line('Costs', y=650, before='1 1 1 rg')}")),
    ),
    "shading behind a table": (
        PDF,
        lambda: _bytes(painted(f"0.9 0.9 0.9 rg 60 590 400 30 re f 0 0 0 rg {line('Costs')}")),
    ),
    "a line under text": (
        PDF,
        lambda: _bytes(painted(f"{line('Costs')} 0 0 0 rg 72 597 100 0.7 re f")),
    ),
    "a link": (PDF, lambda: _annotated(Name.Link)),
    "a report in Word": (DOCX, word),
    "a white heading in a table": (DOCX, lambda: word(_TABLE)),
    "a workbook": (XLSX, workbook),
}
