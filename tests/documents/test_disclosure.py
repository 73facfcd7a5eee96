"""What a file would give away is found, each way by itself; what has nothing to hide passes; cleaning cleans."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest

from meetings.documents.disclosure import CLEANABLE, SENTENCES, cleaned, disclosures
from meetings.documents.disclosure_process import _found
from meetings.documents.file_types import DOCX, PDF, XLSX
from meetings.kernel.errors import Invalid
from tests.documents.planted import CLEAN, PLANTED, SECRET, comments, core, word, workbook

_KINDS = {PDF: "pdf", DOCX: "docx", XLSX: "xlsx"}


def codes(tmp_path: Path, data: bytes, media_type: str) -> dict[str, str]:
    """Code to words, looked for in this process."""
    path = tmp_path / "file"
    path.write_bytes(data)
    return {each.code: each.words + each.place for each in _found(path, _KINDS[media_type])}


@pytest.mark.parametrize("name", PLANTED)
def test_each_planted_failure_is_found(name: str, tmp_path: Path) -> None:
    media_type, code, make = PLANTED[name]
    found = codes(tmp_path, make(), media_type)
    assert code in found
    quiet = {"unapplied_redaction", "revisions", "hidden_columns", "hidden_rows"}
    assert code in quiet or SECRET in found[code]


@pytest.mark.parametrize("name", CLEAN)
def test_files_with_nothing_to_hide_pass(name: str, tmp_path: Path) -> None:
    media_type, make = CLEAN[name]
    assert codes(tmp_path, make(), media_type) == {}


def test_more_than_twenty_ways_are_planted_and_each_has_its_words() -> None:
    assert len(PLANTED) >= 20
    assert {code for _, code, _ in PLANTED.values()} == set(SENTENCES) - {"not_checked"}


@pytest.mark.parametrize(
    "name", [n for n, (kind, code, _) in PLANTED.items() if code in CLEANABLE and kind != XLSX]
)
def test_what_can_be_cleaned_is_gone_after_cleaning(name: str, tmp_path: Path) -> None:
    media_type, _, make = PLANTED[name]
    mended = cleaned(make(), media_type)
    assert codes(tmp_path, mended, media_type) == {}
    assert SECRET.encode() not in mended or name == "an earlier version"


def test_a_cleaned_pdf_says_nothing_of_itself_and_ends_once() -> None:
    mended = cleaned(PLANTED["an earlier version"][2](), PDF)
    with pikepdf.open(io.BytesIO(mended)) as pdf:
        assert (dict(pdf.docinfo), len(pdf.attachments)) == ({}, 0)
    assert mended.count(b"%%EOF") == 1


def test_a_cleaned_word_file_keeps_its_words_and_title_and_mentions_nothing_that_is_gone() -> None:
    types = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'wordprocessingml.document.main+xml"/><Override PartName="/word/comments.xml" ContentType="x"/></Types>'
    )
    links = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r9" Type="comments" Target="comments.xml"/></Relationships>'
    )
    marked = '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    more = {
        "[Content_Types].xml": types,
        "word/_rels/document.xml.rels": links,
        "word/comments.xml": comments(SECRET),
        "docProps/core.xml": core(SECRET),
    }
    with zipfile.ZipFile(io.BytesIO(cleaned(word(marked, more), DOCX))) as archive:
        names, text = archive.namelist(), archive.read("word/document.xml")
        assert "word/comments.xml" not in names
        assert (b"comment" in text, b"Report on the quay" in text) == (False, True)
        assert b"comments" not in archive.read("word/_rels/document.xml.rels")
        assert b"comments" not in archive.read("[Content_Types].xml")
        assert b"<dc:title>Report</dc:title>" in archive.read("docProps/core.xml")


def test_the_child_process_answers_the_same() -> None:
    media_type, code, make = PLANTED["text under a black box"]
    (found,) = disclosures(make(), media_type)
    assert (found.code, found.page, found.cleanable) == (code, 1, False)
    assert found.words == f"Report on the quay [{SECRET}]"


def test_broken_and_unknown_files_are_refused_in_words() -> None:
    with pytest.raises(Invalid, match=r"damaged|cannot be looked through"):
        disclosures(b"%PDF-1.7 nothing", PDF)
    with pytest.raises(Invalid, match="damaged"):
        disclosures(b"PK nothing", XLSX)
    with pytest.raises(Invalid, match="Only PDF"):
        disclosures(workbook(), "text/plain")
