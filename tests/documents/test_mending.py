"""What the renderer's own tags lack, and that it is mended: each check fails on the PDF as the renderer makes it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from typing import Any
from unittest.mock import patch

import pikepdf
import pytest

from meetings.documents.pdf import render_pdf
from meetings.documents.pdf_structure import _make_artifacts
from tests.documents import pdfs

_ROWS = "".join(f"<tr><th scope='row'>{n}</th><td>value {n}</td></tr>" for n in range(90))
PAGE = (
    '<!doctype html><html lang="en-GB"><head><title>T</title><link rel="stylesheet" href="asset:css/base.css">'
    '<link rel="stylesheet" href="asset:css/minutes.css"></head><body><h1 data-running="Head">A</h1>'
    '<p lang="cy">Cyngor y Fwrdeistref</p><p>In English, <span lang="cy">nid felly</span>.</p>'
    '<p><a href="https://eastmere.example/x">The report</a></p>'
    f"<table><thead><tr><th scope='col'>N</th><th scope='col'>V</th></tr></thead><tbody>{_ROWS}</tbody></table>"
    "<ul><li>a</li></ul><ol><li>b</li></ol><ul class='names'><li>c</li></ul>"
    "<div class='parts-letters'><ol class='resolution-parts'><li>d</li></ol></div>"
    "<div class='parts-roman'><ol class='resolution-parts'><li>e</li></ol></div>"
    f"<p>{'word ' * 1500}</p></body></html>"
)

Find = Callable[[pikepdf.Pdf], Any]


def languages(pdf: pikepdf.Pdf) -> list[str]:
    """Of passages in another language."""
    return [str(each.Lang) for each in pdfs.elements(pdf) if "/Lang" in each]


def scopes(pdf: pikepdf.Pdf) -> set[tuple[str, str]]:
    """Of the headings of a table."""
    cells = (each for each in pdfs.elements(pdf) if str(each.S) == "/TH")
    return {(str(cell.S), str(cell.get("/A", {}).get("/Scope", ""))) for cell in cells}


def numbering(pdf: pikepdf.Pdf) -> list[str]:
    """How each list counts."""
    lists = (each for each in pdfs.elements(pdf) if str(each.S) == "/L")
    return [str(each.get("/A", {}).get("/ListNumbering", "")) for each in lists]


def link_words(pdf: pikepdf.Pdf) -> list[str]:
    """What is read out for a link."""
    return [str(each.get("/Contents", "")) for page in pdf.pages for each in page.get("/Annots", [])]


def whole(pdf: pikepdf.Pdf) -> list[int]:
    """How many tables, table headings and long paragraphs there are."""
    roles = pdfs.roles(pdf)
    return [roles.count("Table"), roles.count("THead"), roles.count("TBody"), roles.count("P")]


def artifacts(pdf: pikepdf.Pdf) -> bool:
    """Whether the running head and what is repeated of a table are left out of what is read."""
    return all(b"/Artifact << /Type /Pagination >> BDC" in page.Contents.read_bytes() for page in pdf.pages)


@cache
def mended() -> bytes:
    return render_pdf(PAGE)


@cache
def as_rendered() -> bytes:
    """By the same renderer, without our mending."""
    with (
        patch("meetings.documents.pdf_tags.tagging", nullcontext),
        patch("meetings.documents.pdf_finish.join_split_elements"),
    ):
        return render_pdf(PAGE)


@pytest.mark.parametrize(
    ("find", "wanted"),
    [
        (languages, ["cy", "cy"]),
        (scopes, {("/TH", "/Column"), ("/TH", "/Row")}),
        (numbering, ["/Disc", "/Decimal", "/None", "/LowerAlpha", "/LowerRoman"]),
        (link_words, ["The report"]),
        (whole, [1, 1, 1, 4]),
        (artifacts, True),
    ],
)
def test_what_the_renderer_lacks_is_mended(find: Find, wanted: object) -> None:
    with pdfs.opened(mended()) as pdf:
        assert len(pdf.pages) > 2
        assert find(pdf) == wanted
    with pdfs.opened(as_rendered()) as pdf:
        assert find(pdf) != wanted


def test_words_are_the_same_with_and_without_mending() -> None:
    assert pdfs.words(mended()) == pdfs.words(as_rendered())


def test_a_font_whose_name_looks_like_a_mark_is_none() -> None:
    content = b"/P <</MCID 0>>\nBDC\n/ABDCXY 12 Tf\nEMC\n/Span <</MCID 1>>\nBDC\nEMC\n"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(content)
        _make_artifacts(pdf, page, {0})
        changed = page.Contents.read_bytes()
    assert changed == content.replace(b"/Span <</MCID 1>>\nBDC", b"/Artifact << /Type /Pagination >> BDC")
