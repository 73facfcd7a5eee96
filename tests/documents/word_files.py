"""Word files made of their own XML, so that a reader of a test sees what is in them."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/></w:style>'
    for n in range(1, 7)
)
#: one red dot
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def docx(
    *parts: str, more: Mapping[str, bytes] | None = None, links: Mapping[str, str] | None = None
) -> bytes:
    """A Word file of these paragraphs and tables. `links`: targets by relationship id, `image1` being a picture."""
    relations = "".join(_relation(name, target) for name, target in (links or {}).items())
    files = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ).encode(),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="styles" '
            f'Type="{_OFFICE}/styles" Target="styles.xml"/>{relations}</Relationships>'
        ).encode(),
        "word/styles.xml": f"<w:styles {_W}>{_STYLES}</w:styles>".encode(),
        "word/document.xml": (
            f"<w:document {_W} {_DRAWING}><w:body>{''.join(parts)}</w:body></w:document>".encode()
        ),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, **(more or {})}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _relation(name: str, target: str) -> str:
    if name.startswith("image"):
        return f'<Relationship Id="{name}" Type="{_OFFICE}/image" Target="{escape(target)}"/>'
    return f'<Relationship Id="{name}" Type="{_OFFICE}/hyperlink" Target="{escape(target)}" TargetMode="External"/>'


def paragraph(words: str, *, bold: bool = False, half_points: int = 0) -> str:
    """An ordinary paragraph."""
    looks = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{half_points}"/>' if half_points else "")
    return f"<w:p><w:r><w:rPr>{looks}</w:rPr><w:t>{escape(words)}</w:t></w:r></w:p>"


def heading(words: str, level: int = 1) -> str:
    """A paragraph in a heading style."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr><w:r><w:t>{escape(words)}</w:t></w:r></w:p>'
    )


def link(words: str, relation: str) -> str:
    """A paragraph with a link."""
    return f'<w:p><w:hyperlink r:id="{relation}"><w:r><w:t>{escape(words)}</w:t></w:r></w:hyperlink></w:p>'


def table(*rows: tuple[str, ...], header: bool = False) -> str:
    """A table, its first row repeated on each page if it is a header."""
    made = []
    for n, row in enumerate(rows):
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if header and n == 0 else ""
        cells = "".join(f"<w:tc>{paragraph(words)}</w:tc>" for words in row)
        made.append(f"<w:tr>{mark}{cells}</w:tr>")
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def picture(relation: str = "image1", alt: str = "") -> str:
    """A paragraph with a picture."""
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture" descr={quoteattr(alt)}/><a:graphic>'
        f'<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
