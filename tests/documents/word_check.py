"""What would make Word complain of a file: parts that are not there, names used twice, cells without a paragraph."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Any
from xml.etree.ElementTree import Element

import docx
from defusedxml.ElementTree import fromstring

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: The order in which the standard wants what is in these elements.
ORDER = {
    "pPr": "pStyle keepNext keepLines widowControl numPr pBdr tabs spacing ind jc outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs strike color sz szCs u vertAlign lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW gridSpan vMerge",
}


def problems(content: bytes) -> list[str]:
    """What is wrong with the file; nothing if Word opens it clean."""
    docx.Document(io.BytesIO(content))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    trees = {name: fromstring(xml) for name, xml in parts.items() if name.endswith((".xml", ".rels"))}
    return [*_missing(parts, trees), *_people(trees), *_document(trees)]


def text_of(content: bytes) -> list[str]:
    """The words of each paragraph, those in tables too."""
    return ["".join(p.itertext()) for p in tree_of(content).iter(f"{W}p")]


def tree_of(content: bytes) -> Element:
    """The main part, as XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        tree: Element = fromstring(file.read("word/document.xml"))
    return tree


def _missing(parts: dict[str, bytes], trees: dict[str, Element]) -> Iterator[str]:
    for name, tree in trees.items():
        if name.endswith(".rels"):
            folder = dirname(dirname(name))
            for each in tree:
                target = normpath(join(folder, each.attrib["Target"]))
                if each.get("TargetMode") != "External" and target not in parts:
                    yield f"{name} names {target}, which is not there"
    known = {e.get("PartName", "")[1:] for e in trees["[Content_Types].xml"]}
    kinds = {e.get("Extension") for e in trees["[Content_Types].xml"]}
    for name in set(parts) - known - {"[Content_Types].xml"}:
        if name.rpartition(".")[2] not in kinds:
            yield f"{name} has no content type"


def _people(trees: dict[str, Element]) -> Iterator[str]:
    said = {each.tag.rpartition("}")[2] for each in trees["docProps/core.xml"]}
    if said != {"title", "language"}:
        yield f"the file says {sorted(said)} of itself"


def _document(trees: dict[str, Element]) -> Iterator[str]:
    document = trees["word/document.xml"]
    styles = {e.get(f"{W}styleId") for e in trees["word/styles.xml"].iter(f"{W}style")}
    numbers = {e.get(f"{W}numId") for e in trees["word/numbering.xml"].iter(f"{W}num")}
    relations = {e.get("Id") for e in trees["word/_rels/document.xml.rels"]}
    bookmarks = [e.get(f"{W}name") for e in document.iter(f"{W}bookmarkStart")]
    yield from (f"no style {v}" for v in _values(document, "pStyle", "rStyle", "tblStyle") - styles)
    yield from (f"no list {v}" for v in _values(document, "numId") - numbers)
    yield from (f"no relation {e.get(f'{R}id')}" for e in document.iter(f"{W}hyperlink")
                if e.get(f"{R}id") and e.get(f"{R}id") not in relations)  # fmt: skip
    anchors = {e.get(f"{W}anchor") for e in document.iter(f"{W}hyperlink")} - {None}
    yield from (f"no place {v}" for v in anchors - set(bookmarks))
    yield from (f"the name {v} is there twice" for v, n in Counter(bookmarks).items() if n > 1)
    for tree in trees.values():
        yield from _order(tree)
    yield from _tables(document)


def _values(tree: Element, *names: str) -> set[Any]:
    return {e.get(f"{W}val") for name in names for e in tree.iter(f"{W}{name}")}


def _order(tree: Element) -> Iterator[str]:
    for name, order in ORDER.items():
        wanted = order.split()
        for each in tree.iter(f"{W}{name}"):
            found = [kid.tag.removeprefix(W) for kid in each]
            if not set(found) <= set(wanted) or found != sorted(found, key=wanted.index):
                yield f"{name} holds {' '.join(found)}"


def _tables(document: Element) -> Iterator[str]:
    for table in document.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(f"{W}tr"):
            cells = row.findall(f"{W}tc")
            spans = (c.find(f"{W}tcPr/{W}gridSpan") for c in cells)
            if sum(1 if s is None else int(s.attrib[f"{W}val"]) for s in spans) != columns:
                yield "a row is not as wide as its table"
            yield from ("a cell does not end with a paragraph" for c in cells if c[-1].tag != f"{W}p")
    body = document[0]
    if re.search(r"}tbl [^ ]*}(tbl|sectPr)", " ".join(e.tag for e in body)):
        yield "two tables touch, or one ends the document"
