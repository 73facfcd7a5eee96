"""The words of papers for search."""

from __future__ import annotations

import io

import pytest

from meetings.documents.file_types import DOCX, PDF, XLSX
from meetings.documents.text import text_of
from meetings.kernel.errors import Invalid
from tests.documents.files import pdf
from tests.documents.planted import word, workbook


def test_words_of_a_pdf_come_page_by_page() -> None:
    buffer = io.BytesIO()
    with pdf("The quay", "Its cost") as document:
        document.save(buffer)
    assert text_of(buffer.getvalue(), PDF) == "The quay\fIts cost"


def test_words_of_a_word_file() -> None:
    assert text_of(word(), DOCX).split() == ["Report", "on", "the", "quay"]


def test_what_is_not_read_has_no_words() -> None:
    assert text_of(workbook(), XLSX) == ""


def test_a_broken_file_is_refused() -> None:
    with pytest.raises(Invalid):
        text_of(b"%PDF-1.7 nothing", PDF)
