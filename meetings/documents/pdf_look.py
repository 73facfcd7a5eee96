"""A light check of a PDF: can a screen reader read it, what language does it say, how large are its pages?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf

from meetings.documents.disclosure import Look
from meetings.documents.inspect_process import pdf_text

_SCAN = (
    "This paper is a scan: a screen reader cannot read it. Upload the Word file instead, or run text recognition "
    "over it first."
)
_PART_SCAN = "Pages {pages} are pictures without text: a screen reader cannot read them."
_UNTAGGED = (
    "It is not tagged, so people who use a screen reader may not be able to find their way in it. Upload the Word "
    "file instead, or save the PDF anew with the option for accessible tags."
)
_LANGUAGE = "It does not say what language it is in, so a screen reader may read it in the wrong voice."
_LARGE = "Pages {pages} are larger than A3. They are made smaller when they are printed with the pack."
_LONG_SIDE = 1200.0


def look(path: Path) -> Look:
    """What readers will meet."""
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
        tagged = "/StructTreeRoot" in pdf.Root
        language = str(pdf.Root.get("/Lang", ""))[:40]
        large = [n for n, page in enumerate(pdf.pages, start=1) if _long_side(page) > _LONG_SIDE]
    texts = pdf_text(path)
    bare = [n for n, text in enumerate(texts, start=1) if not text.strip()]
    scanned = len(bare) == len(texts)
    notes = []
    if scanned:
        notes.append(_SCAN)
    elif bare:
        notes.append(_PART_SCAN.format(pages=_listed(bare)))
    if not tagged and not scanned:
        notes.append(_UNTAGGED)
    if tagged and not language:
        notes.append(_LANGUAGE)
    if large:
        notes.append(_LARGE.format(pages=_listed(large)))
    return Look(pages, tagged, scanned, language, tuple(notes))


def _long_side(page: Any) -> float:
    left, bottom, right, top = (float(x) for x in page.mediabox)
    return max(right - left, top - bottom)


def _listed(numbers: list[int]) -> str:
    words = [str(n) for n in numbers[:8]] + (["…"] if len(numbers) > 8 else [])
    return ", ".join(words)
