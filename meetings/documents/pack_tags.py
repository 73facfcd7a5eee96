"""Joins the tag trees of many documents into one, so that a reader of the pack hears what a reader of each did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, String

from meetings.documents.pdf_structure import UNIQUE

#: Forms within forms are looked into so deep.
_DEEPEST = 4
#: A tree with more elements is none: it leads round in a circle.
_MOST = 400_000


class TagTree:
    """The tree of the pack: a /Part for each of its documents, and the ways back from marks to elements."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._document: Any = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        self._parts: list[Object] = []
        self._leaves: list[Object] = []
        self._roles: dict[str, Object] = {}
        self._classes: dict[str, Object] = {}
        self._unique: set[str] = set()
        self._next = 0
        self._number = 0

    def adopt(self, tree: Any, pages: list[Any], title: str, lang: str) -> None:
        """Hang a whole tree, as copied with its pages, below a part of its own.

        Raises ValueError for one that is not as trees are; the pages are then to be described instead.
        """
        parts, leaves = len(self._parts), len(self._leaves)
        try:
            self._adopt(tree, pages, title, lang)
        except (AttributeError, KeyError, TypeError, ValueError, PdfError) as error:
            del self._parts[parts:], self._leaves[leaves:]
            raise ValueError("the tags are broken") from error

    def _adopt(self, tree: Any, pages: list[Any], title: str, lang: str) -> None:
        self._number += 1
        rename = self._merge_names(tree)
        part = self._part(title, lang)
        part.K = Array(self._tops(tree, part))
        if any(rename) or not self._names_are_new(tree):
            _Renamer(f"p{self._number}-", *rename).walk(part.K)
        offset = self._next
        highest = self._adopt_parents(tree, offset)
        moved = _Mover(offset)
        for page in pages:
            moved.move(page)
        self._next = max(highest, moved.highest) + 1

    def describe(self, pages: list[Any], title: str, lang: str, *, scanned: bool) -> None:
        """Elements for the pages of a document that has no tags: each page is one, in the order it was drawn.

        The caller puts each page's content between `begin_mark(scanned)` and `END_MARK`.
        """
        self._number += 1
        part = self._part(title, lang)
        elements: list[Any] = []
        numbers: Any = Array()
        for at, page in enumerate(pages, 1):
            element = Dictionary(Type=Name.StructElem, S=Name.P, P=part, Pg=page, K=0)
            if scanned:
                element.S = Name.Figure
                element.Alt = String(
                    f"Picture of page {at} of {len(pages)} of “{title}”. Its words cannot be read out."
                )
            elements.append(self._pdf.make_indirect(element))
            page.StructParents = self._next
            numbers.extend([self._next, Array([elements[-1]])])
            self._next += 1
        part.K = Array(elements)
        self._leaf(numbers)

    def finish(self) -> None:
        """Put the tree into the document."""
        self._document.K = Array(self._parts)
        root = self._pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([self._document]),
                ParentTree=self._pdf.make_indirect(Dictionary(Kids=Array(self._leaves))),
                ParentTreeNextKey=self._next,
            )
        )
        self._document.P = root
        for key, names in (("/RoleMap", self._roles), ("/ClassMap", self._classes)):
            if names:
                root[key] = Dictionary(names)
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _part(self, title: str, lang: str) -> Any:
        words = Dictionary(
            Type=Name.StructElem, S=Name.Part, P=self._document, T=String(title), Lang=String(lang)
        )
        self._parts.append(self._pdf.make_indirect(words))
        return self._parts[-1]

    def _tops(self, tree: Any, part: Any) -> Iterator[Any]:
        for kid in _kids(tree):
            if isinstance(kid, Dictionary) and "/S" in kid:
                kid.P = part
                if str(kid.S) == "/Document":
                    kid.S = Name.Sect
                yield kid

    def _merge_names(self, tree: Any) -> tuple[dict[str, str], dict[str, str]]:
        """Take over roles and classes; those that mean something else in another document get another name."""
        renamed: tuple[dict[str, str], dict[str, str]] = ({}, {})
        pairs = ((tree.get("/RoleMap"), self._roles), (tree.get("/ClassMap"), self._classes))
        for (found, known), other in zip(pairs, renamed, strict=True):
            for name, value in (dict(found.items()) if isinstance(found, Dictionary) else {}).items():
                if name not in known:
                    known[name] = value
                elif known[name] != value:
                    other[name] = f"{name}-{self._number}"
                    known[other[name]] = value
        return renamed

    def _adopt_parents(self, tree: Any, offset: int) -> int:
        numbers: Any = Array()
        highest = offset - 1
        for key, value in sorted(_number_tree(tree.get("/ParentTree")), key=lambda pair: pair[0]):
            highest = max(highest, key + offset)
            numbers.extend([key + offset, value])
        if len(numbers):
            self._leaf(numbers)
        return highest

    def _names_are_new(self, tree: Any) -> bool:
        """Whether its elements' names were made to be like no other document's."""
        names = str(tree.get(UNIQUE, ""))
        known, self._unique = names in self._unique, self._unique | {names}
        return bool(names) and not known

    def _leaf(self, numbers: Any) -> None:
        limits = Array([numbers[0], numbers[-2]])
        self._leaves.append(self._pdf.make_indirect(Dictionary(Limits=limits, Nums=numbers)))


#: What ends the content that `describe` speaks of.
END_MARK = b" EMC "


def begin_mark(*, scanned: bool) -> bytes:
    """What begins it."""
    return b"/Figure <</MCID 0>> BDC\n" if scanned else b"/P <</MCID 0>> BDC\n"


class _Renamer:
    """Gives the elements of one document names that no other document has: ids, and roles and classes in doubt."""

    def __init__(self, prefix: str, roles: dict[str, str], classes: dict[str, str]) -> None:
        self._prefix = prefix.encode()
        self._roles = roles
        self._classes = classes

    def walk(self, kids: Any) -> None:
        """Go through all elements below."""
        waiting = list(kids)
        count = 0
        while waiting:
            element = waiting.pop()
            count += 1
            if count > _MOST:
                raise ValueError("the tags lead round in a circle")
            kids = element.get("/K")
            if isinstance(kids, Array):
                waiting.extend(kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid)
            elif isinstance(kids, Dictionary) and "/S" in kids:
                waiting.append(kids)
            if "/ID" in element:
                element.ID = String(self._prefix + bytes(element.ID))
            if "/A" in element:
                self._attributes(element.A)
            if self._roles and str(element.S) in self._roles:
                element.S = Name(self._roles[str(element.S)])
            if self._classes and "/C" in element:
                element.C = self._class(element.C)

    def _attributes(self, found: Any) -> None:
        for each in found if isinstance(found, Array) else (found,):
            if isinstance(each, Dictionary) and "/Headers" in each:
                each.Headers = Array([String(self._prefix + bytes(name)) for name in each.Headers])

    def _class(self, found: Any) -> Any:
        if isinstance(found, Array):
            return Array([self._class(each) for each in found])
        return Name(self._classes.get(str(found), str(found))) if isinstance(found, Name) else found


class _Mover:
    """Moves the numbers by which pages, annotations and forms find their elements, each once."""

    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._seen: set[tuple[int, int]] = set()
        self.highest = offset - 1

    def move(self, page: Any) -> None:
        """A page with all that is on it."""
        self._shift(page, "/StructParents")
        for annotation in page.get("/Annots", ()):
            if self._is_new(annotation):
                self._shift(annotation, "/StructParent")
        self._forms(page.get("/Resources"), 0)

    def _forms(self, resources: Any, depth: int) -> None:
        if resources is None or depth == _DEEPEST or not self._is_new(resources):
            return
        for form in dict(resources.get("/XObject", {})).values():
            if self._is_new(form):
                self._shift(form, "/StructParent")
                self._shift(form, "/StructParents")
                if form.get("/Subtype") == Name.Form:
                    self._forms(form.get("/Resources"), depth + 1)

    def _is_new(self, found: Any) -> bool:
        if not found.is_indirect:
            return True
        new = found.objgen not in self._seen
        self._seen.add(found.objgen)
        return new

    def _shift(self, found: Any, key: str) -> None:
        number = found.get(key)
        if number is not None:
            found[key] = moved = int(number) + self._offset
            self.highest = max(self.highest, moved)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _number_tree(node: Any, depth: int = 0) -> Iterator[tuple[int, Any]]:
    if node is None or depth > 32:
        return
    numbers = node.get("/Nums")
    if numbers is not None:
        flat = list(numbers)
        yield from ((int(flat[n]), flat[n + 1]) for n in range(0, len(flat) - 1, 2))
    for kid in node.get("/Kids", ()):
        yield from _number_tree(kid, depth + 1)
