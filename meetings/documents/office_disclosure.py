"""What a Word file or a workbook would give away."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from meetings.documents.disclosure import Disclosure

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_COMMENTS = re.compile(r"(word/comments|xl/comments|xl/threadedComments/|word/commentsExtended)[^/]*\.xml")
_CHANGES = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "rPrChange", "pPrChange", "tblPrChange")
_NAMES = ("creator", "lastModifiedBy")
_SAID = ("subject", "description", "keywords", "category", "Company", "Manager", "HyperlinkBase")
_TOLD = 300
Element = ElementTree.Element


def docx_disclosures(archive: zipfile.ZipFile) -> Iterator[Disclosure]:
    """Everything that a Word file would give away."""
    yield from properties(archive)
    yield from _comments(archive)
    for name in archive.namelist():
        if _TEXT_PARTS.fullmatch(name):
            yield from _text_part(_root(archive, name), "" if name.endswith("document.xml") else name)
        elif name.startswith("word/embeddings/"):
            yield from _embedded(archive, name)


def xlsx_disclosures(archive: zipfile.ZipFile) -> Iterator[Disclosure]:
    """Everything that a workbook would give away."""
    yield from properties(archive)
    yield from _comments(archive)
    links = _root(archive, "xl/_rels/workbook.xml.rels")
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    for sheet in _root(archive, "xl/workbook.xml").iter(f"{_S}sheet"):
        name = sheet.get("name", "")
        if sheet.get("state", "visible") != "visible":
            yield Disclosure("hidden_sheets", place=name, words=name)
        target = targets.get(sheet.get(f"{_R}id", ""), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if path in archive.namelist():
            yield from _sheet(_root(archive, path), name)


def properties(archive: zipfile.ZipFile) -> Iterator[Disclosure]:
    """Who wrote it, and what else it says of itself but its title."""
    names, rest = [], []
    for part in ("docProps/core.xml", "docProps/app.xml"):
        if part in archive.namelist():
            for each in _root(archive, part):
                tag, words = each.tag.rsplit("}", 1)[-1], (each.text or "").strip()
                if words and tag in _NAMES:
                    names.append(words)
                elif words and tag in _SAID:
                    rest.append(f"{tag}: {words}")
    if "docProps/custom.xml" in archive.namelist():
        rest += [f"{p.get('name', '')}: {_words(p)}" for p in _root(archive, "docProps/custom.xml")]
    if names:
        yield Disclosure("author", words=", ".join(dict.fromkeys(names))[:_TOLD])
    if rest:
        yield Disclosure("metadata", words="; ".join(rest)[:_TOLD])


def _comments(archive: zipfile.ZipFile) -> Iterator[Disclosure]:
    parts = [name for name in archive.namelist() if _COMMENTS.fullmatch(name)]
    words = [w for name in parts if (w := _words(_root(archive, name)))]
    if words:
        yield Disclosure("comments", words="; ".join(words)[:_TOLD])


def _text_part(root: Element, place: str) -> Iterator[Disclosure]:
    tracked = [each for kind in _CHANGES for each in root.iter(f"{_W}{kind}")]
    if tracked:
        words = "; ".join(w for each in tracked if (w := _words(each))) or "changes of format"
        yield Disclosure("tracked_changes", place=place, words=words[:_TOLD])
    found: dict[str, list[str]] = {}
    for run, shaded in _runs(root, False):
        if (code := _hides(run, shaded)) and (words := _words(run)):
            found.setdefault(code, []).append(words)
    for code, pieces in found.items():
        yield Disclosure(code, place=place, words=" ".join(pieces)[:_TOLD])


def _runs(element: Element, shaded: bool) -> Iterator[tuple[Element, bool]]:
    """Each run, and whether something behind it may have a colour: in a table nobody can say."""
    for child in element:
        own = child.find(f"{_W}pPr/{_W}shd") is not None or child.tag in (f"{_W}tbl", f"{_W}txbxContent")
        if child.tag == f"{_W}r":
            yield child, shaded
        yield from _runs(child, shaded or own)


def _hides(run: Element, shaded: bool) -> str:
    style = run.find(f"{_W}rPr")
    if style is None:
        return ""
    vanish = style.find(f"{_W}vanish")
    if vanish is not None and vanish.get(f"{_W}val", "1") not in ("0", "false", "off"):
        return "hidden_text"
    size = style.find(f"{_W}sz")
    if size is not None and float(size.get(f"{_W}val", "20")) < 4:
        return "tiny"
    colour = style.find(f"{_W}color")
    white = colour is not None and colour.get(f"{_W}val", "").upper() in ("FFFFFF", "FEFEFE", "FDFDFD")
    backed = any(style.find(f"{_W}{name}") is not None for name in ("shd", "highlight"))
    return "same_colour" if white and not (shaded or backed) else ""


def _embedded(archive: zipfile.ZipFile, name: str) -> Iterator[Disclosure]:
    if not name.lower().endswith((".xlsx", ".xlsm")):
        yield Disclosure("attachments", place=name, words=name.rsplit("/", 1)[-1])
        return
    yield Disclosure("embedded_sheet", place=name, words=name.rsplit("/", 1)[-1])
    with zipfile.ZipFile(io.BytesIO(archive.read(name))) as inner:
        for each in xlsx_disclosures(inner):
            yield Disclosure(each.code, place=f"{name}: {each.place}".rstrip(": "), words=each.words)


def _sheet(root: Element, name: str) -> Iterator[Disclosure]:
    hidden = [c for c in root.iter(f"{_S}col") if c.get("hidden") in ("1", "true")]
    if hidden:
        spans = ", ".join(f"{_column(c.get('min'))}–{_column(c.get('max'))}" for c in hidden)
        yield Disclosure("hidden_columns", place=name, words=f"columns {spans}"[:_TOLD])
    rows = [r.get("r", "?") for r in root.iter(f"{_S}row") if r.get("hidden") in ("1", "true")]
    if rows:
        yield Disclosure("hidden_rows", place=name, words=f"rows {', '.join(rows)}"[:_TOLD])


def _column(number: str | None) -> str:
    left, letters = int(number or 1), ""
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _root(archive: zipfile.ZipFile, name: str) -> Element:
    return ElementTree.fromstring(archive.read(name))


def _words(element: Element) -> str:
    return _joined(text for text in element.itertext())


def _joined(pieces: Iterable[str]) -> str:
    return " ".join(" ".join(pieces).split())
