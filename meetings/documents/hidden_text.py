"""Text of a PDF that can be copied and not seen: under boxes, in the colour of the page, tiny, off the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from ctypes import c_float, c_int, c_uint
from dataclasses import dataclass
from math import hypot
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

#: Smaller than this is not meant to be read, in points.
TINY = 2.0
#: Two colours that differ by less in every part, of 255, cannot be told apart.
NEAR = 20
_OPAQUE = 200
_STRIP = 20.0
_WORDS = 300
Box = tuple[float, float, float, float]
WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Shape:
    """Something painted. `order` counts as the page is painted; `plain` shapes are filled boxes of one colour."""

    order: int
    box: Box
    colour: tuple[int, int, int] = WHITE
    plain: bool = True


@dataclass(frozen=True)
class Piece:
    """A run of text."""

    order: int
    box: Box
    text: str
    size: float
    mode: int
    colour: tuple[int, int, int]
    alpha: int


@dataclass(frozen=True)
class Hidden:
    """Words that cannot be seen."""

    code: str
    words: str


def hidden_text(page: Any) -> list[Hidden]:
    """What is hidden on one page, one entry for each way of hiding, the words in the order they are painted."""
    textpage = page.get_textpage()
    pieces, shapes = _painted(page, textpage)
    look_up = _Strips(shapes)
    scan = any(not s.plain and _area(s.box) > 0.5 * _area(page.get_mediabox()) for s in shapes)
    found: dict[str, list[str]] = defaultdict(list)
    for piece in pieces:
        code, words = _judged(page, textpage, piece, look_up, scan)
        if code:
            found[code].append(words)
    whole = " ".join(textpage.get_text_bounded().split())
    return [Hidden(code, _around(whole, " ".join(" ".join(w).split()))) for code, w in found.items()]


def _judged(page: Any, textpage: Any, piece: Piece, shapes: _Strips, scan: bool) -> tuple[str, str]:
    if piece.mode in (3, 7) or piece.alpha < 15:
        # The text layer of a scan is invisible by design: it says what the picture says.
        return ("", "") if scan else ("invisible", piece.text)
    if piece.size < TINY:
        return "tiny", piece.text
    if not _touch(piece.box, page.get_mediabox()):
        return "off_page", piece.text
    if not _touch(piece.box, page.get_cropbox()):
        return "cropped", piece.text
    for shape in shapes.at(piece.box):
        if shape.order > piece.order and (words := _under(textpage, piece, shape)):
            return "covered", words
    behind = shapes.behind(piece)
    if behind is not None and all(abs(a - b) < NEAR for a, b in zip(behind, piece.colour, strict=True)):
        return "same_colour", piece.text
    return "", ""


def _under(textpage: Any, piece: Piece, shape: Shape) -> str:
    """The words of a piece that a shape painted later hides."""
    left, bottom = max(piece.box[0], shape.box[0]), max(piece.box[1], shape.box[1])
    right, top = min(piece.box[2], shape.box[2]), min(piece.box[3], shape.box[3])
    height = piece.box[3] - piece.box[1]
    if right - left < 3 or top - bottom < 0.5 * height:
        return ""
    if _area((left, bottom, right, top)) > 0.9 * _area(piece.box):
        return piece.text
    words = " ".join(textpage.get_text_bounded(left, bottom, right, top).split())
    return words if len(words) > 1 else ""


class _Strips:
    """Shapes by the strips of the page they reach into, so that a page of ten thousand is still looked through."""

    def __init__(self, shapes: list[Shape]) -> None:
        self._strips: dict[int, list[Shape]] = defaultdict(list)
        for shape in shapes:
            low, high = max(shape.box[1], -2000.0), min(shape.box[3], 20_000.0)
            for strip in range(int(low // _STRIP), int(high // _STRIP) + 1):
                self._strips[strip].append(shape)

    def at(self, box: Box) -> list[Shape]:
        """Those in the strip of the middle of a box that touch it: plain ones, and pictures smaller than a page."""
        middle = (box[1] + box[3]) / 2
        near = self._strips.get(int(middle // _STRIP), [])
        return [s for s in near if _touch(box, s.box)]

    def behind(self, piece: Piece) -> tuple[int, int, int] | None:
        """The colour behind a piece; None: a picture or a drawing, so nobody can say."""
        x, y = (piece.box[0] + piece.box[2]) / 2, (piece.box[1] + piece.box[3]) / 2
        under = [
            s
            for s in self._strips.get(int(y // _STRIP), [])
            if s.order < piece.order and s.box[0] <= x <= s.box[2] and s.box[1] <= y <= s.box[3]
        ]
        if not under:
            return WHITE
        last = max(under, key=lambda s: s.order)
        return last.colour if last.plain else None


def _painted(page: Any, textpage: Any) -> tuple[list[Piece], list[Shape]]:
    pieces: list[Piece] = []
    shapes: list[Shape] = []
    whole = _area(page.get_mediabox())
    for order, each in enumerate(page.get_objects(textpage=textpage)):
        if each.type == pdfium.FPDF_PAGEOBJ_TEXT:
            text = each.extract().strip()
            if text:
                pieces.append(_piece(order, each, text))
        elif each.type in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            shapes.extend(_shape(order, each, whole))
    return pieces, shapes


def _piece(order: int, each: Any, text: str) -> Piece:
    size = c_float()
    pdfium.FPDFTextObj_GetFontSize(each.raw, size)
    matrix = each.get_matrix()
    scale = hypot(matrix.c, matrix.d)
    for container in _containers(each):
        outer = container.get_matrix()
        scale *= hypot(outer.c, outer.d)
    colour, alpha = _colour(each)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(each.raw)
    return Piece(order, _box(each), text, size.value * scale, mode, colour, alpha)


def _shape(order: int, each: Any, whole: float) -> Iterator[Shape]:
    if each.type != pdfium.FPDF_PAGEOBJ_PATH:
        box = _box(each)
        # A picture over a whole page is a scan, with its text beneath: seen, and meant to be copied.
        cover = each.type == pdfium.FPDF_PAGEOBJ_IMAGE and not pdfium.FPDFPageObj_HasTransparency(each.raw)
        hides = cover and _area(box) < 0.85 * whole
        yield Shape(order if hides else min(order, 0), box, plain=False)
        return
    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(each.raw, fill, stroke)
    colour, alpha = _colour(each)
    if not fill.value or alpha < _OPAQUE or pdfium.FPDFPageObj_HasTransparency(each.raw):
        return
    if _is_box(each):
        yield Shape(order, _box(each), colour)


def _is_box(path: Any) -> bool:
    count = pdfium.FPDFPath_CountSegments(path.raw)
    if not 4 <= count <= 7:
        return False
    kinds = [
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(path.raw, n)) for n in range(count)
    ]
    return all(kind in (pdfium.FPDF_SEGMENT_LINETO, pdfium.FPDF_SEGMENT_MOVETO) for kind in kinds)


def _colour(each: Any) -> tuple[tuple[int, int, int], int]:
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not pdfium.FPDFPageObj_GetFillColor(each.raw, red, green, blue, alpha):
        return (0, 0, 0), 255
    return (red.value, green.value, blue.value), alpha.value


def _box(each: Any) -> Box:
    """Where it is on the page, through all the forms it stands in."""
    left, bottom, right, top = each.get_bounds()
    corners = [(left, bottom), (right, bottom), (right, top), (left, top)]
    for container in _containers(each):
        matrix = container.get_matrix()
        corners = [matrix.on_point(x, y) for x, y in corners]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _containers(each: Any) -> Iterator[Any]:
    while each.container is not None:
        each = each.container
        yield each


def _touch(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > 0 and min(one[3], other[3]) - max(one[1], other[1]) > 0


def _area(box: Box) -> float:
    return max(box[2] - box[0], 0) * max(box[3] - box[1], 0)


def _around(whole: str, words: str) -> str:
    """The words with a little of what stands before and after, as far as it can be found."""
    at = whole.find(words) if words else -1
    if at < 0:
        return words[:_WORDS]
    before, after = whole[max(at - 40, 0) : at], whole[at + len(words) : at + len(words) + 40]
    return f"{before}[{words}]{after}"[:_WORDS]


def pages_of(path: str) -> Iterator[tuple[int, Any]]:
    """Each page with its number."""
    with pypdfium2.PdfDocument(path) as document:
        for number in range(len(document)):
            page = document[number]
            yield number + 1, page
            page.close()
