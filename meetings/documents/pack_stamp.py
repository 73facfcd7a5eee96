"""What is printed on the pages of a pack: numbers, corners and marks, as artifacts over whatever is there."""

from __future__ import annotations

from math import atan2, cos, hypot, sin
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf

from meetings.documents.pack_font import embed, stamp_font

#: Names of our own, so as to meet none of a page's.
_FONT, _BIG, _SMALL, _PALE = Name("/WitanFont"), Name("/WitanMark"), Name("/WitanLine"), Name("/WitanPale")
_WIDE = 1000.0
_NUMBER_SIZE, _CORNER_SIZE, _LINE_SIZE = 10.0, 9.0, 7.5
_SIDE, _FOOT, _HEAD = 26.0, 15.0, 22.0


class Stamper:
    """Stamps the pages of one document with one font object and, if asked for, one mark for all pages."""

    def __init__(self, pdf: Pdf, *, mark: str = "", line: str = "", marked: bool = False) -> None:
        self._pdf = pdf
        self.font = embed(pdf)
        self._marked = marked
        self._begin = pdf.make_stream(b"q\n")
        if marked:
            self.big, self.small = pdf.make_stream(b""), pdf.make_stream(b"")
            self._pale = pdf.make_indirect(Dictionary(Type=Name.ExtGState, ca=0.16))
            write_mark(self.big, self.small, self.font, mark, line)

    def stamp(self, page: Any, label: str, corner: str = "", before: bytes = b"", after: bytes = b"") -> None:
        """Put the label at the foot and the corner at the head of a page, its rotation and crop box respected.

        `before` and `after` go round what was on the page.
        """
        matrix, wide, high = _seen(page)
        lines = [b"Q q /Artifact <</Type /Pagination>> BDC ", matrix]
        number = (
            _boxed(f"Page{'s' if ' to ' in label else ''} {label}", wide, _FOOT, _NUMBER_SIZE)
            if label
            else ""
        )
        lines.append(number.encode())
        if corner:
            lines.append(_boxed(corner, wide, high - _HEAD, _CORNER_SIZE).encode())
        if self._marked:
            lines.append(_marks(wide, high).encode())
        lines.append(b" EMC Q")
        self._surround(page, before, after + b" " + b"".join(lines))
        self._give(page)

    def _surround(self, page: Any, before: bytes, after: bytes) -> None:
        begin = self._pdf.make_stream(b"q\n" + before) if before else self._begin
        end = self._pdf.make_stream(b"\n" + after)
        inside: Any = page.get("/Contents")
        if inside is None:
            page.Contents = Array([begin, end])
        elif isinstance(inside, Array):
            page.Contents = Array([begin, *inside, end])
        else:
            page.Contents = Array([begin, inside, end])

    def _give(self, page: Any) -> None:
        """Make the font and the marks known on the page, in dictionaries of its own."""
        resources: Any = Dictionary(dict(page.get("/Resources", {})))
        fonts = Dictionary(dict(resources.get("/Font", {})))
        fonts[_FONT] = self.font
        resources.Font = fonts
        if self._marked:
            forms = Dictionary(dict(resources.get("/XObject", {})))
            forms[_BIG], forms[_SMALL] = self.big, self.small
            resources.XObject = forms
            states = Dictionary(dict(resources.get("/ExtGState", {})))
            states[_PALE] = self._pale
            resources.ExtGState = states
        page.Resources = resources


def write_mark(big: Any, small: Any, font: Object, mark: str, line: str) -> None:
    """Write the mark that goes across each page and the line at the foot, into the two forms for all pages."""
    set_in = stamp_font()
    size = min(110.0, _WIDE / set_in.width(mark)) if mark else 1.0
    at = (_WIDE - size * set_in.width(mark)) / 2
    across = f"BT 0.35 g /F {size:.2f} Tf {at:.2f} {-size * 0.35:.2f} Td <{set_in.encoded(mark)}> Tj ET"
    below = f"BT 0.2 g /F {_LINE_SIZE} Tf 0 0 Td <{set_in.encoded(line)}> Tj ET"
    for form, content, box in ((big, across, [0, -80, 1000, 80]), (small, below, [0, -4, 2000, 12])):
        form.write(content.encode())
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array(box)
        form.Resources = Dictionary(Font=Dictionary(F=font))


def _boxed(text: str, wide: float, foot: float, size: float) -> str:
    """A line that ends at the right margin, on white, so that it can be read on whatever is there."""
    font = stamp_font()
    length = font.width(text) * size
    left = wide - _SIDE - length
    box = f"1 g {left - 4:.2f} {foot - 4:.2f} {length + 8:.2f} {size + 6:.2f} re f "
    return f"{box}BT 0 g /WitanFont {size:g} Tf {left:.2f} {foot:.2f} Td <{font.encoded(text)}> Tj ET "


def _marks(wide: float, high: float) -> str:
    angle, scale = atan2(high, wide), 0.8 * hypot(wide, high) / _WIDE
    a, b = scale * cos(angle), scale * sin(angle)
    # The middle of the mark comes to lie on the middle of the page.
    x, y = wide / 2 - a * _WIDE / 2, high / 2 - b * _WIDE / 2
    big = f"q /WitanPale gs {a:.5f} {b:.5f} {-b:.5f} {a:.5f} {x:.2f} {y:.2f} cm /WitanMark Do Q "
    return f"{big}q 1 0 0 1 {_SIDE:g} {_FOOT:g} cm /WitanLine Do Q"


def _seen(page: Any) -> tuple[bytes, float, float]:
    """The matrix from the page as it is seen (its lower left corner being 0, 0) to its own axes, and its sides."""
    box = page.get("/CropBox")
    media = page.get("/MediaBox", [0, 0, 612, 792])
    x0, y0, x1, y1 = (float(v) for v in (media if box is None else box))
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    unit = float(page.get("/UserUnit", 1)) or 1.0
    turn = int(page.get("/Rotate", 0)) % 360
    a, b, c, d, e, f = {
        90: (0, 1, -1, 0, x1, y0),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, -1, 1, 0, x0, y1),
    }.get(turn, (1, 0, 0, 1, x0, y0))
    k = 1 / unit
    matrix = f"{a * k:g} {b * k:g} {c * k:g} {d * k:g} {e:.4f} {f:.4f} cm "
    wide, high = (y1 - y0, x1 - x0) if turn in (90, 270) else (x1 - x0, y1 - y0)
    return matrix.encode(), wide * unit, high * unit
