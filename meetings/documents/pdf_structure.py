"""Joins the parts of what a page break has cut: one table, list or paragraph is one element to a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from meetings.documents.pdf_tags import SOURCE

_SOURCE = f"/{SOURCE}"
#: Each of these is a thing of its own even when it comes from the same HTML element.
_NEVER_JOINED = {"/Link", "/Figure", "/Form"}
#: What a span has that says nothing more than its text.
_PLAIN = {"/Type", "/S", "/P", "/Pg", "/K", _SOURCE}
#: In the root of a tree: what its elements' names begin with, so that they are like no other document's.
UNIQUE = "/WitanNames"

#: How the renderer begins what belongs to an element.
_MARK = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC\b")

_BEGINS = re.compile(rb"(?<!\S)BDC(?!\S)")

Key = tuple[str, int]


def join_split_elements(pdf: Pdf) -> None:
    """Join elements cut by page breaks. What is repeated on each page (a table's heading, the running
    header and footer) becomes an artifact, so that it is read once or not at all."""
    root = pdf.Root.StructTreeRoot
    joiner = _Joiner(pdf)
    for top in _elements(root):
        joiner.join(top)
    _fold_spans(root)
    if joiner.renamed:
        _rename_headers(root, joiner.renamed)
    for page, marks in zip(pdf.pages, _rebuild_parent_tree(pdf), strict=True):
        _make_artifacts(pdf, page, marks)


def name_apart(pdf: Pdf, prefix: str) -> None:
    """Begin the names of all elements with this, so that documents can be joined without asking each element."""
    root = pdf.Root.StructTreeRoot
    for element in _walk(root):
        if "/ID" in element:
            element.ID = String(prefix.encode() + bytes(element.ID))
        attributes = element.get("/A")
        if isinstance(attributes, Dictionary) and "/Headers" in attributes:
            attributes.Headers = Array([String(prefix.encode() + bytes(name)) for name in attributes.Headers])
    root[UNIQUE] = String(prefix)


class _Joiner:
    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        #: The cells' names in repeated headings, and the names of the first headings.
        self.renamed: dict[bytes, Any] = {}

    def join(self, element: Any) -> None:
        """Join the children of this element, then theirs."""
        kept: list[Any] = []
        first: dict[Key, Any] = {}
        for kid in self._flat(element):
            key = _key(kid)
            if key is None or key not in first:
                kept.append(kid)
                if key is not None:
                    first[key] = kid
            elif key[0] == "/THead":
                self._repeat(first[key], kid)
            else:
                _set_kids(first[key], [*_kids(first[key]), *_adopted(first[key], kid)])
        if _is(element, "/LI"):
            kept = self._item(element, kept)
        elif _is(element, "/L"):
            # The blanks between items that stand side by side are no items.
            kept = [kid for kid in kept if _is_element(kid) and not _is(kid, "/Span")]
        _set_kids(element, kept)
        for child in _elements(element):
            self.join(child)

    def _flat(self, element: Any) -> Iterator[Any]:
        """The children, without the boxes in between that come from the very same HTML element."""
        for kid in _kids(element):
            if _key(kid) is not None and _key(kid) == _key(element):
                _set_kids(kid, list(self._flat(kid)))
                yield from _adopted(element, kid)
            else:
                yield kid

    def _item(self, item: Any, kids: list[Any]) -> list[Any]:
        """A list item has a label and one body, whatever blocks it was written in."""
        labels = [kid for kid in kids if _is(kid, "/Lbl")]
        rest = [kid for kid in kids if not _is(kid, "/Lbl")]
        if len(rest) == 1 and _is(rest[0], "/LBody"):
            return kids
        parts = Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, Pg=item.Pg, K=Array())
        body = self._pdf.make_indirect(parts)
        inside: list[Any] = []
        for kid in rest:
            if _is(kid, "/LBody"):
                inside.extend(_adopted(body, kid))
                continue
            if _is_element(kid):
                kid.P = body
            inside.append(kid)
        _set_kids(body, inside)
        return [*labels, body]

    def _repeat(self, first: Any, again: Any) -> None:
        cells = [cell for cell in _walk(first) if "/ID" in cell]
        copies = [cell for cell in _walk(again) if "/ID" in cell]
        for cell, copy in zip(cells, copies, strict=False):
            self.renamed[bytes(copy.ID)] = cell.ID


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _set_kids(element: Any, kids: list[Any]) -> None:
    element.K = Array(kids)


def _is_element(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def _is(kid: Any, role: str) -> bool:
    return _is_element(kid) and str(kid.S) == role


def _elements(element: Any) -> Iterator[Any]:
    return (kid for kid in _kids(element) if _is_element(kid))


def _walk(element: Any) -> Iterator[Any]:
    for kid in _elements(element):
        yield kid
        yield from _walk(kid)


def _key(kid: Any) -> Key | None:
    if not _is_element(kid) or _SOURCE not in kid or str(kid.S) in _NEVER_JOINED:
        return None
    return str(kid.S), int(kid[_SOURCE])


def _adopted(parent: Any, element: Any) -> Iterator[Any]:
    """The children of `element`, ready to hang under `parent`, which may be on another page."""
    for kid in _kids(element):
        if _is_element(kid):
            kid.P = parent
            yield kid
        elif isinstance(kid, int):
            yield Dictionary(Type=Name.MCR, Pg=element.Pg, MCID=kid)
        else:
            yield kid


def _marks(element: Any) -> Iterator[tuple[Any, int]]:
    for kid in _kids(element):
        if isinstance(kid, int):
            yield element.Pg, kid
        elif isinstance(kid, Dictionary) and "/MCID" in kid:
            yield kid.Pg, int(kid.MCID)


def _fold_spans(root: Any) -> None:
    """A span that says nothing of its own is its parent's text: half of all elements are such spans."""
    for element in list(_walk(root)):
        if not any(_is(kid, "/Span") for kid in _kids(element)):
            continue
        kept: list[Any] = []
        for kid in _kids(element):
            if _is(kid, "/Span") and set(kid.keys()) <= _PLAIN and not any(_elements(kid)):
                kept.extend(_adopted(element, kid))
            else:
                kept.append(kid)
        _set_kids(element, kept)


def _rename_headers(root: Any, renamed: dict[bytes, Any]) -> None:
    for element in _walk(root):
        attributes = element.get("/A")
        if isinstance(attributes, Dictionary) and "/Headers" in attributes:
            headers = (renamed.get(bytes(each), each) for each in attributes.Headers)
            attributes.Headers = Array(list({bytes(each): each for each in headers}.values()))


def _make_artifacts(pdf: Pdf, page: Any, read: set[int]) -> None:
    """Whatever is marked on the page but stands nowhere in the tree is no part of the text."""
    content = page.Contents.read_bytes()

    def kept(mark: re.Match[bytes]) -> bytes:
        return mark[0] if int(mark[1]) in read else b"/Artifact << /Type /Pagination >> BDC"

    # Text is written in hexadecimal, so that nothing in it looks like a mark. Parsing would take ten times as long.
    changed, marks = _MARK.subn(kept, content)
    if marks != len(_BEGINS.findall(content)):
        raise ValueError("marks that are not written as the renderer writes them")
    if changed != content:
        page.Contents = pdf.make_stream(changed)


def _rebuild_parent_tree(pdf: Pdf) -> list[set[int]]:
    """The way back from each mark and annotation to its element, and no more notes of ours on these. Answers with the
    marks of each page."""
    root = pdf.Root.StructTreeRoot
    marks: dict[int, dict[int, Any]] = {int(page.obj.StructParents): {} for page in pdf.pages}
    annotations: dict[int, Any] = {}
    for element in _walk(root):
        for page, mark in _marks(element):
            marks[int(page.StructParents)][mark] = element
        for kid in _kids(element):
            if isinstance(kid, Dictionary) and "/Obj" in kid:
                annotations[int(kid.Obj.StructParent)] = element
        if _SOURCE in element:
            del element[_SOURCE]
    numbers: Any = Array()
    for number, by_mark in sorted(marks.items()):
        row = [by_mark.get(mark) for mark in range(max(by_mark, default=-1) + 1)]
        numbers.extend([number, pdf.make_indirect(Array(row))])
    for number, element in sorted(annotations.items()):
        numbers.extend([number, element])
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = max((*marks, *annotations), default=-1) + 1
    return [set(marks[int(page.obj.StructParents)]) for page in pdf.pages]
