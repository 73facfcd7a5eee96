"""A process of its own that turns a Word file into HTML: `IN`, and `pictures` when they are wanted too.

It prints one JSON object: the HTML as mammoth makes it, what the file is like, or `{"refused": <why>}`.
"""

from __future__ import annotations

import base64
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from meetings.documents import child
from meetings.documents.inspect_process import (
    CPU_SECONDS,
    LARGEST_OUTPUT,
    MEMORY,
    Refused,
    inspect_docx,
)

MOST_HTML = 2_000_000
MOST_PICTURES = 60 * 1024**2
#: Around a picture's number in the text, until it is put in its place.
OPEN, CLOSE = "\ue000", "\ue001"
HEADING_CHARACTERS = 90
HEADING_HALF_POINTS = 28

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
"""
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)


class _Pictures:
    """Notes each picture as it comes, and leaves its number in the text."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted
        self._size = 0
        self.found: list[dict[str, str]] = []

    def __call__(self, image: Any) -> list[Any]:
        from mammoth import html

        with image.open() as stream:
            content: bytes = stream.read(MOST_PICTURES)
        self._size += len(content)
        if self._size > MOST_PICTURES:
            raise Refused("bomb")
        kind = next((name for start, name in _STARTS if content.startswith(start)), "")
        kept = base64.b64encode(content).decode() if self._wanted and kind else ""
        self.found.append({"alt": image.alt_text or "", "kind": kind, "content": kept})
        return [html.text(f"{OPEN}{len(self.found)}{CLOSE}")]


def convert(source: Path, pictures: bool) -> dict[str, Any]:
    """The HTML of a Word file with a number where each picture is, and what its author should know."""
    import mammoth

    findings = inspect_docx(source)["findings"]
    content = source.read_bytes()
    notes = _notes(content)
    found = _Pictures(pictures)
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(content),
            convert_image=found,
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            ignore_empty_paragraphs=True,
        )
    except (KeyError, ValueError, OSError, AttributeError, TypeError, RecursionError) as error:
        raise Refused("broken") from error
    if len(result.value) > MOST_HTML:
        raise Refused("too_long")
    # mammoth leaves out a picture that lies outside the file, and says so only in its messages.
    notes["linked_pictures"] = sum("external image" in each.message for each in result.messages)
    return {"html": result.value, "findings": findings, "notes": notes, "pictures": found.found}


def _notes(content: bytes) -> dict[str, int]:
    """How many tables have no header row, and how many lines only look like headings."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            document = ElementTree.fromstring(archive.read("word/document.xml"))
        except ElementTree.ParseError as error:
            raise Refused("broken") from error
        names = set(archive.namelist())
    paragraphs = list(document.iter(f"{_W}p"))
    return {
        "tables_without_header": sum(not _has_header(table) for table in document.iter(f"{_W}tbl")),
        "looks_like_heading": sum(_looks_like_heading(p) for p in paragraphs),
        "headings": sum(_is_heading(p) for p in paragraphs),
        "footnotes": int("word/footnotes.xml" in names and any(document.iter(f"{_W}footnoteReference"))),
        "merged_cells": int(any(document.iter(f"{_W}vMerge")) or any(document.iter(f"{_W}gridSpan"))),
    }


def _has_header(table: ElementTree.Element) -> bool:
    row = table.find(f"{_W}tr")
    return row is not None and row.find(f"{_W}trPr/{_W}tblHeader") is not None


def _style(paragraph: ElementTree.Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val", "") if style is not None else ""


def _is_heading(paragraph: ElementTree.Element) -> bool:
    return _style(paragraph).lower().replace(" ", "").startswith(("heading", "title"))


def _looks_like_heading(paragraph: ElementTree.Element) -> bool:
    """A short line, all of it bold or in large letters, that is not marked as a heading."""
    if _is_heading(paragraph) or paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
        return False
    runs = [r for r in paragraph.findall(f"{_W}r") if _text(r).strip()]
    words = "".join(_text(run) for run in runs).strip()
    if not words or len(words) > HEADING_CHARACTERS or words.endswith((".", ";", ":", ",")):
        return False
    return all(_stands_out(run) for run in runs)


def _text(run: ElementTree.Element) -> str:
    return "".join(t.text or "" for t in run.iter(f"{_W}t"))


def _stands_out(run: ElementTree.Element) -> bool:
    bold = run.find(f"{_W}rPr/{_W}b")
    if bold is not None and bold.get(f"{_W}val", "true") not in ("0", "false"):
        return True
    size = run.find(f"{_W}rPr/{_W}sz")
    points = size.get(f"{_W}val", "") if size is not None else ""
    return points.isascii() and points.isdigit() and int(points) >= HEADING_HALF_POINTS


def main(arguments: list[str]) -> int:
    """Bind this process, convert, and say what came of it."""
    child.limit(MEMORY, CPU_SECONDS, LARGEST_OUTPUT)
    child.close_doors()
    try:
        answer = convert(Path(arguments[0]), "pictures" in arguments[1:])
    except Refused as refused:
        answer = {"refused": str(refused)}
    except (MemoryError, RecursionError):
        answer = {"refused": "too_much"}
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
