"""A small writer of tagged PDF: text and rules on pages, with the structure that screen readers follow."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from meetings.admin.demo.typesetting import Face, Font, font

WIDTH, HEIGHT = 595.28, 841.89
Colour = tuple[float, float, float]
BLACK: Colour = (0.05, 0.05, 0.07)


@dataclass(eq=False)
class Node:
    """An element of the structure: its role, its children, and where its own marked content stands."""

    role: str
    kids: list[Node | tuple[int, int]] = field(default_factory=list)
    scope: str = ""

    def child(self, role: str, scope: str = "") -> Node:
        """A new element below this one."""
        node = Node(role, scope=scope)
        self.kids.append(node)
        return node


@dataclass
class _Page:
    content: list[str] = field(default_factory=list)
    owners: list[Node] = field(default_factory=list)


class TaggedPdf:
    """Pages in the making. Coordinates are points from the bottom left."""

    def __init__(self) -> None:
        self.root = Node("Document")
        self._pages: list[_Page] = []
        self._outline: list[tuple[str, int, float]] = []

    @property
    def page_count(self) -> int:
        """How many pages there are so far."""
        return len(self._pages)

    def add_page(self) -> None:
        """A new page, to which everything goes from now on."""
        self._pages.append(_Page())

    @contextmanager
    def marked(self, node: Node, page: int | None = None) -> Iterator[None]:
        """What is drawn inside belongs to that element."""
        at = self.page_count - 1 if page is None else page
        sheet = self._pages[at]
        number = len(sheet.owners)
        sheet.owners.append(node)
        node.kids.append((at, number))
        sheet.content.append(f"/{node.role} <</MCID {number}>> BDC")
        yield
        sheet.content.append("EMC")

    @contextmanager
    def artifact(self, page: int | None = None) -> Iterator[None]:
        """What is drawn inside is decoration, to be left out by a reader."""
        sheet = self._pages[self.page_count - 1 if page is None else page]
        sheet.content.append("/Artifact BMC")
        yield
        sheet.content.append("EMC")

    def text(
        self, x: float, y: float, words: str, face: Face, size: float, colour: Colour = BLACK, page: int = -1
    ) -> None:
        """One line of text."""
        red, green, blue = colour
        shown = font(face).hex(words)
        self._pages[page].content.append(
            f"BT {red:.3f} {green:.3f} {blue:.3f} rg /{_resource(face)} {size:g} Tf {x:.2f} {y:.2f} Td <{shown}> Tj ET"
        )

    def box(self, x: float, y: float, width: float, height: float, colour: Colour, page: int = -1) -> None:
        """A filled rectangle; a rule is one that is not high."""
        red, green, blue = colour
        self._pages[page].content.append(
            f"{red:.3f} {green:.3f} {blue:.3f} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f"
        )

    def bookmark(self, title: str, y: float) -> None:
        """An entry in the outline that leads to this height of the present page."""
        self._outline.append((title, self.page_count - 1, y))

    def save(self, *, title: str, author: str, language: str = "en-GB") -> bytes:
        """The file. The same content gives the same bytes."""
        with pikepdf.new() as pdf:
            fonts = Dictionary({f"/{_resource(f)}": pdf.copy_foreign(_embedded(f)) for f in Face})
            pages = [_add(pdf, sheet, n, fonts) for n, sheet in enumerate(self._pages)]
            _describe(pdf, title, author, language)
            _structure(pdf, self.root, self._pages, pages)
            _outline(pdf, self._outline)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _resource(face: Face) -> str:
    return f"F{list(Face).index(face)}"


def _add(pdf: pikepdf.Pdf, sheet: _Page, number: int, fonts: Dictionary) -> pikepdf.Object:
    page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT)).obj
    page.Contents = Stream(pdf, "\n".join(sheet.content).encode("ascii"))
    page.Resources = Dictionary(Font=fonts)
    page.StructParents = number
    page.Tabs = Name.S
    return page


def _describe(pdf: pikepdf.Pdf, title: str, author: str, language: str) -> None:
    root = pdf.Root
    root.Lang = String(language)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Author"] = author
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        xmp["dc:title"] = title
        xmp["dc:creator"] = [author]
        xmp["dc:language"] = {language}
        xmp["pdfuaid:part"] = "1"


def _structure(pdf: pikepdf.Pdf, top: Node, sheets: Sequence[_Page], pages: Sequence[pikepdf.Object]) -> None:
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    made: dict[Node, pikepdf.Object] = {}
    tree.K = Array([_element(pdf, top, tree, pages, made)])
    numbers: list[object] = []
    for number, sheet in enumerate(sheets):
        numbers += [number, pdf.make_indirect(Array([made[node] for node in sheet.owners]))]
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    tree.ParentTreeNextKey = len(sheets)
    pdf.Root.StructTreeRoot = tree


def _element(
    pdf: pikepdf.Pdf,
    node: Node,
    parent: pikepdf.Object,
    pages: Sequence[pikepdf.Object],
    made: dict[Node, pikepdf.Object],
) -> pikepdf.Object:
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{node.role}"), P=parent))
    made[node] = element
    if node.scope:
        element.A = Dictionary(O=Name.Table, Scope=Name(f"/{node.scope}"))
    if node.role == "L":
        element.A = Dictionary(O=Name.List, ListNumbering=Name.Decimal)
    kids: list[object] = []
    for kid in node.kids:
        if isinstance(kid, Node):
            kids.append(_element(pdf, kid, element, pages, made))
        else:
            kids.append(Dictionary(Type=Name.MCR, Pg=pages[kid[0]], MCID=kid[1]))
    element.K = Array(kids)
    return element


def _outline(pdf: pikepdf.Pdf, entries: Iterable[tuple[str, int, float]]) -> None:
    with pdf.open_outline() as outline:
        for title, page, top in entries:
            outline.root.append(pikepdf.OutlineItem(title, page, pikepdf.PageLocation.XYZ, left=0, top=top))


_SOURCE = pikepdf.new()
_MADE: dict[Face, pikepdf.Object] = {}


def _embedded(face: Face) -> pikepdf.Object:
    """The font as an object of a file kept in memory, from which each report copies it."""
    if face not in _MADE:
        _MADE[face] = _SOURCE.make_indirect(_font_object(_SOURCE, font(face)))
    return _MADE[face]


def _font_object(pdf: pikepdf.Pdf, used: Font) -> Dictionary:
    name = Name(f"/WITANA+{used.face}")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=Array(used.box),
        ItalicAngle=0,
        Ascent=used.ascent,
        Descent=used.descent,
        CapHeight=used.cap_height,
        StemV=90,
        FontFile2=Stream(pdf, used.file, Length1=len(used.file)),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDToGIDMap=Name.Identity,
        DW=500,
        W=Array([0, Array(used.widths)]),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=Stream(pdf, _to_unicode(used)),
    )


def _to_unicode(used: Font) -> bytes:
    by_glyph = {glyph: code for code, glyph in sorted(used.glyphs.items(), reverse=True)}
    pairs = [f"<{glyph:04X}> <{code:04X}>" for glyph, code in sorted(by_glyph.items())]
    blocks = [pairs[n : n + 100] for n in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(b)} beginbfchar\n{chr(10).join(b)}\nendbfchar" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode("ascii")
