"""Reading PDFs that were made: their words, their tags, and what veraPDF says of them."""

from __future__ import annotations

import atexit
import io
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from threading import Timer
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


def is_figure(element: Any) -> bool:
    return str(element.S) == "/Figure"


def broken_rules(*paths: Path, standards: Sequence[str] = ("PDFUA-1",)) -> dict[str, list[str]]:
    """Which rules of these standards each file breaks. One veraPDF serves all tests of a process."""
    job = {"paths": [str(path) for path in paths], "standards": list(standards)}
    checker = _checker()
    assert checker.stdin is not None
    assert checker.stdout is not None
    alarm = Timer(120, checker.kill)
    alarm.start()
    try:
        checker.stdin.write(json.dumps(job) + "\n")
        checker.stdin.flush()
        found: dict[str, list[str]] = json.loads(checker.stdout.readline())
    finally:
        alarm.cancel()
    return found


@cache
def _checker() -> subprocess.Popen[str]:
    checker = subprocess.Popen(
        [sys.executable, str(CHECKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    atexit.register(_end, checker)
    return checker


def _end(checker: subprocess.Popen[str]) -> None:
    checker.kill()
    with checker:
        checker.wait()
