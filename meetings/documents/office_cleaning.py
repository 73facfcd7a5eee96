"""A Word file or workbook without the names of its authors, and without comments if asked."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>'
)
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PROPERTIES = ("docProps/app.xml", "docProps/custom.xml")
_COMMENTS = re.compile(r"(?:word|xl)/(?:comments\w*|people|persons/\w+|threadedComments/\w+)\.xml")
_MARKS = re.compile(
    rb"<w:comment(?:RangeStart|RangeEnd|Reference)\b[^>]*?(?:/>|>\s*</w:comment(?:RangeStart|RangeEnd|Reference)>)"
)
#: `w:rsid…` marks tell which words were written in the same sitting.
_SITTINGS = re.compile(rb'\sw:rsid\w*="[0-9A-Fa-f]+"')
_EDITED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")


def clean_office(source: Path, target: Path, *, comments: bool) -> None:
    """The same file; its title stays, and everything that is to be read."""
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        dropped = {
            name
            for name in archive.namelist()
            if name in _PROPERTIES or (comments and _COMMENTS.fullmatch(name))
        }
        for info in archive.infolist():
            name = info.filename
            if name in dropped:
                continue
            content = archive.read(info)
            if name == "docProps/core.xml":
                content = _CORE.format(title=escape(_title(content))).encode()
            elif name == "[Content_Types].xml" or name.endswith(".rels"):
                content = _without_mention(content, dropped)
            elif _EDITED.fullmatch(name):
                content = _SITTINGS.sub(b"", content)
                content = _MARKS.sub(b"", content) if comments else content
            # A fixed date: when a file was put together is nobody's business.
            out.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def _title(core: bytes) -> str:
    return ElementTree.fromstring(core).findtext(_TITLE) or ""


def _without_mention(content: bytes, dropped: set[str]) -> bytes:
    """Content types and relationships that no longer name what was taken out."""
    for name in dropped:
        tail = re.escape(name.split("/", 1)[-1].encode())
        pattern = rb'<(?:\w+:)?(?:Override|Relationship)\b[^>]*?"[^"]*' + tail + rb'"[^>]*?/>'
        content = re.sub(pattern, b"", content)
    return content
