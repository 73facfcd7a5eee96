"""Fonts for the demonstration's PDFs: widths, line breaking, and a subset of each that can be embedded."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

_FOLDER = Path(__file__).resolve().parents[3] / "static" / "fonts"
#: Latin with its extensions, and the punctuation of English prose
_REPERTOIRE = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027), 0x20AC, 0x2212]


class Face(StrEnum):
    """The faces that a report is set in, by the name of their file."""

    TEXT = "SourceSans3-Regular"
    BOLD = "SourceSans3-Bold"
    TITLE = "SourceSerif4-SemiBold"


@dataclass(frozen=True)
class Font:
    """A subset font: its file, the glyph of each character, widths by glyph in thousandths of an em."""

    face: Face
    file: bytes
    glyphs: dict[int, int]
    widths: tuple[int, ...]
    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]

    def width(self, text: str, size: float) -> float:
        """How wide a text is, in points."""
        return sum(self.widths[self.glyphs.get(ord(c), 0)] for c in text) * size / 1000

    def hex(self, text: str) -> str:
        """The text as glyphs, for a PDF string."""
        return "".join(f"{self.glyphs.get(ord(c), 0):04X}" for c in text)


@cache
def font(face: Face) -> Font:
    """A face, cut down to what is needed; once for the process."""
    whole = TTFont(_FOLDER / f"{face}.ttf")
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_REPERTOIRE)
    cutter.subset(whole)
    out = io.BytesIO()
    whole.save(out)
    return _measured(face, whole, out.getvalue())


def _measured(face: Face, ttf: Any, file: bytes) -> Font:
    scale = 1000 / ttf["head"].unitsPerEm
    order = ttf.getGlyphOrder()
    number = {name: n for n, name in enumerate(order)}
    head, os2 = ttf["head"], ttf["OS/2"]
    box = tuple(round(v * scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax))
    return Font(
        face=face,
        file=file,
        glyphs={code: number[name] for code, name in ttf.getBestCmap().items()},
        widths=tuple(round(ttf["hmtx"][name][0] * scale) for name in order),
        ascent=round(ttf["hhea"].ascent * scale),
        descent=round(ttf["hhea"].descent * scale),
        cap_height=round(os2.sCapHeight * scale),
        box=(box[0], box[1], box[2], box[3]),
    )


def wrapped(text: str, face: Face, size: float, width: float) -> list[str]:
    """The lines of a text, broken at spaces; a word wider than the line stands alone."""
    return list(_lines(text.split(), font(face), size, width))


def _lines(words: Sequence[str], in_font: Font, size: float, width: float) -> Iterator[str]:
    space = in_font.width(" ", size)
    line: list[str] = []
    used = 0.0
    for word in words:
        wide = in_font.width(word, size)
        if line and used + space + wide > width:
            yield " ".join(line)
            line, used = [], 0.0
        used += wide + (space if line else 0)
        line.append(word)
    if line:
        yield " ".join(line)
