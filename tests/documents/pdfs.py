"""Reading PDFs that were made: their words, their tags, and what veraPDF says of them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

CHECKER = Path(__file__).with_name("verapdf.py")


def words(content: bytes) -> str:
    """The text of a PDF with single spaces, words whole that were parted at a hyphen."""
    with pypdfium2.PdfDocument(content) as document:
        texts = []
        for page in document:
            texts.append(page.get_textpage().get_text_bounded())
            page.close()
    return " ".join(" ".join(texts).replace("\x02", "-").split())


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every structure element, in the order in which it is read."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop(0)
        if "/S" in element:
            yield element
        kids: Any = element.get("/K", pikepdf.Array())
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid] + waiting


def roles(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S)[1:] for element in elements(pdf)]


def broken_rules(*paths: Path) -> dict[str, list[str]]:
    """Which rules of PDF/UA-1 each file breaks."""
    command = [sys.executable, str(CHECKER), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found
