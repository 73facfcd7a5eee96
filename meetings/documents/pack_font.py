"""The font that page numbers and marks are stamped with: a small one of our own, embedded in every pack.

`python -m meetings.documents.pack_font` makes it again from Source Sans 3, when that is renewed.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf

_FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
FILE = _FONTS / "WitanStamp.ttf"
_SOURCE = _FONTS / "SourceSans3-Bold.ttf"
_NAME = "/AAAAAA+WitanStamp"
_CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    0x2013,
    0x2014,
    0x2018,
    0x2019,
    0x201C,
    0x201D,
    0x2026,
]


@dataclass(frozen=True)
class Font:
    """What is needed to set a line: the glyph of each character and its width in thousandths."""

    data: bytes
    glyphs: dict[int, int]
    widths: tuple[int, ...]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int

    def encoded(self, text: str) -> str:
        """The line as a hexadecimal string; a character that the font lacks becomes a question mark."""
        return "".join(f"{self._glyph(each):04X}" for each in text)

    def width(self, text: str) -> float:
        """Its width at size 1."""
        return sum(self.widths[self._glyph(each)] for each in text) / 1000

    def _glyph(self, character: str) -> int:
        return self.glyphs.get(ord(character)) or self.glyphs[0x3F]


@cache
def stamp_font() -> Font:
    """Read from the file once; no library is needed for it, which would take longer than a whole pack."""
    data = FILE.read_bytes()
    count = struct.unpack(">H", data[4:6])[0]
    tables = {}
    for n in range(count):
        tag, _, at, length = struct.unpack(">4sLLL", data[12 + 16 * n : 28 + 16 * n])
        tables[tag] = data[at : at + length]
    em: int = struct.unpack(">H", tables[b"head"][18:20])[0]

    def scaled(value: int) -> int:
        return round(value * 1000 / em)

    x0, y0, x1, y1 = map(scaled, struct.unpack(">4h", tables[b"head"][36:44]))
    ascent, descent = map(scaled, struct.unpack(">2h", tables[b"hhea"][4:8]))
    metrics = struct.unpack(">H", tables[b"hhea"][34:36])[0]
    wide = [scaled(struct.unpack(">H", tables[b"hmtx"][4 * n : 4 * n + 2])[0]) for n in range(metrics)]
    glyphs = struct.unpack(">H", tables[b"maxp"][4:6])[0]
    widths = tuple(wide + wide[-1:] * (glyphs - metrics))
    return Font(data, _characters(tables[b"cmap"]), widths, (x0, y0, x1, y1), ascent, descent)


def _characters(table: bytes) -> dict[int, int]:
    """A character map of format 4, which is what the file has."""
    for n in range(struct.unpack(">H", table[2:4])[0]):
        at = struct.unpack(">L", table[8 + 8 * n : 12 + 8 * n])[0]
        if struct.unpack(">H", table[at : at + 2])[0] == 4:
            return _format_4(table[at:])
    raise ValueError("the stamp font has no character map of format 4")


def _format_4(table: bytes) -> dict[int, int]:
    double: int = struct.unpack(">H", table[6:8])[0]
    found: dict[int, int] = {}
    for n in range(0, double, 2):
        end, start, delta, offset = (
            struct.unpack(">H", table[at + n : at + n + 2])[0]
            for at in (14, 16 + double, 16 + 2 * double, 16 + 3 * double)
        )
        for character in range(start, min(end, 0xFFFE) + 1):
            if offset:
                at = 16 + 3 * double + n + offset + 2 * (character - start)
                glyph = struct.unpack(">H", table[at : at + 2])[0]
                glyph = (glyph + delta) % 65536 if glyph else 0
            else:
                glyph = (character + delta) % 65536
            if glyph:
                found[character] = glyph
    return found


def embed(pdf: Pdf) -> Object:
    """The font as an object of the document; text is set in it by glyph numbers of two bytes."""
    font = stamp_font()
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(_NAME),
        Flags=4,
        FontBBox=Array(font.box),
        ItalicAngle=0,
        Ascent=font.ascent,
        Descent=font.descent,
        CapHeight=font.ascent,
        StemV=120,
        FontFile2=pdf.make_stream(font.data, Length1=len(font.data)),
    )
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(_NAME),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDToGIDMap=Name.Identity,
        W=Array([0, Array(font.widths)]),
    )
    outer = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name(_NAME),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(inner)]),
        ToUnicode=pdf.make_stream(_to_unicode(font)),
    )
    return pdf.make_indirect(outer)


def _to_unicode(font: Font) -> bytes:
    pairs = sorted((glyph, character) for character, glyph in font.glyphs.items())
    blocks = []
    for at in range(0, len(pairs), 100):
        some = pairs[at : at + 100]
        lines = "\n".join(f"<{glyph:04X}> <{character:04X}>" for glyph, character in some)
        blocks.append(f"{len(some)} beginbfchar\n{lines}\nendbfchar")
    head = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (UCS) /Supplement 0 >> def /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    )
    return (
        head + "\n".join(blocks) + "\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def make() -> None:
    """Write the file: the characters of European names, no hints, under a name of its own."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = []
    options.glyph_names = False
    options.notdef_outline = True
    font: Any = TTFont(_SOURCE)
    cutter: Any = subset.Subsetter(options)
    cutter.populate(unicodes=_CHARACTERS)
    cutter.subset(font)
    font["name"].names = []
    for number, words in ((1, "Witan Stamp"), (2, "Regular"), (4, "Witan Stamp"), (6, "WitanStamp")):
        font["name"].setName(words, number, 3, 1, 0x409)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(FILE)


if __name__ == "__main__":
    make()
