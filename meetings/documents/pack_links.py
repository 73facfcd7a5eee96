"""Ways through a pack: from the agenda to each report, from report to report by bookmarks, and page labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, NameTree, OutlineItem, Pdf, String

from meetings.documents.pack_order import LINK, Part, chapters

_LABEL = re.compile(r"(\D*)(\d+)")


@dataclass(frozen=True)
class Placed:
    """A part, the index of its first page in the pack, and its pages."""

    part: Part
    first: int
    pages: list[Any]


def link_parts(placed: list[Placed]) -> None:
    """Turn the placeholders in front sheets into links to the parts they name."""
    by_key = {each.part.key: each for each in placed}
    for each in placed:
        for page in each.pages:
            for annotation in page.get("/Annots", ()):
                _link(annotation, by_key, page)


def _link(annotation: Any, by_key: dict[str, Placed], page: Any) -> None:
    action = annotation.get("/A")
    if not isinstance(action, Dictionary) or "/URI" not in action:
        return
    address = str(action.URI)
    if not address.startswith(LINK):
        return
    target = by_key.get(address.removeprefix(LINK))
    where = page if target is None else target.pages[0]
    del annotation["/A"]
    annotation.Dest = Array([where, Name.XYZ, None, None, None])
    if target is not None:
        part = target.part
        annotation.Contents = String(f"Go to {part.title}, {part.numbers.words}")


def keep_named_links(source: Pdf, pages: list[Any], pdf: Pdf) -> None:
    """Links by name lead by page from now on: the names of two documents may be the same."""
    named = _named(source)
    if not named:
        return
    index = {page.objgen: n for n, page in enumerate(source.pages)}
    for page in pages:
        for annotation in page.get("/Annots", ()):
            _resolve(annotation, named, index, pages)


def _resolve(annotation: Any, named: dict[str, Any], index: dict[Any, int], pages: list[Any]) -> None:
    action = annotation.get("/A", Dictionary())
    holder, key = (action, "/D") if action.get("/S") == Name.GoTo else (annotation, "/Dest")
    name = holder.get(key)
    if not isinstance(name, (String, Name)):
        return
    found = named.get(str(name).removeprefix("/"))
    if isinstance(found, Dictionary):
        found = found.get("/D")
    target = (
        index.get(found[0].objgen) if isinstance(found, Array) and len(found) and _is_page(found[0]) else None
    )
    if target is None:
        del holder[key]
        return
    view = [each for each in found if not isinstance(each, Dictionary)]  # type: ignore[union-attr]
    holder[key] = Array([pages[target], *(view or [Name.Fit])])


def _is_page(found: Any) -> bool:
    return isinstance(found, Dictionary) and found.get("/Type") == Name.Page


def _named(source: Pdf) -> dict[str, Any]:
    found: dict[str, Any] = {}
    old = source.Root.get("/Dests")
    if isinstance(old, Dictionary):
        found.update((key.removeprefix("/"), value) for key, value in old.items())
    names = source.Root.get("/Names")
    if isinstance(names, Dictionary) and "/Dests" in names:
        found.update((str(key), value) for key, value in NameTree(names.Dests).items())
    return found


def add_bookmarks(pdf: Pdf, placed: list[Placed]) -> None:
    """Two levels: the items of the agenda, and below each its papers where there is more than one or it has another
    name."""
    where = {each.part.key: each for each in placed}
    with pdf.open_outline() as outline:
        for chapter, parts in chapters([each.part for each in placed]):
            top = _bookmark(chapter, where[parts[0].key])
            if len(parts) > 1 or parts[0].title != chapter:
                top.children.extend(_bookmark(part.title, where[part.key]) for part in parts)
                top.is_closed = True
            outline.root.append(top)


def _bookmark(title: str, placed: Placed) -> OutlineItem:
    return OutlineItem(title, Array([placed.pages[0], Name.XYZ, None, None, None]))


def add_labels(pdf: Pdf, labels: list[str]) -> None:
    """Readers show the numbers that are on the pages."""
    numbers: Any = Array()
    due = ""
    for at, label in enumerate(labels):
        if label != due or not label:
            numbers.extend([at, _label(label)])
        match = _LABEL.fullmatch(label)
        due = f"{match[1]}{int(match[2]) + 1}" if match else ""
    pdf.Root.PageLabels = Dictionary(Nums=numbers)


def _label(label: str) -> Dictionary:
    match = _LABEL.fullmatch(label)
    if match is None:
        return Dictionary(P=String(label or "blank"))
    found = Dictionary(S=Name.D, St=int(match[2]))
    if match[1]:
        found.P = String(match[1])
    return found
