"""Uploads: what is taken in, what is cleaned, and what is refused with a sentence to act upon."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pikepdf
import pytest

from meetings.documents.checks import FileKind, check_upload, extract_text
from meetings.kernel.errors import Invalid
from tests.documents import files
from tests.documents.planted import app, core


def refusal(path: Path, name: str, **more: int) -> str:
    with pytest.raises(Invalid) as caught:
        check_upload(path, name, **more)
    return caught.value.message


def codes(path: Path, name: str) -> list[str]:
    return [finding.code for finding in check_upload(path, name).findings]


def test_pdf_is_taken_with_its_pages_and_the_hash_of_what_is_kept(tmp_path: Path) -> None:
    path = files.save(files.pdf("Page one", "Page two"), tmp_path / "u")
    checked = check_upload(path, "Report.PDF")
    content = checked.path.read_bytes()
    assert (checked.kind, checked.media_type, checked.pages) == (FileKind.PDF, "application/pdf", 2)
    assert (checked.size, checked.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert [finding.code for finding in checked.findings] == ["untagged"]
    assert extract_text(checked.path, checked.kind) == "Page one\fPage two"


def test_pdf_loses_what_does_something_by_itself(tmp_path: Path) -> None:
    path = files.save(files.active_pdf(), tmp_path / "u")
    checked = check_upload(path, "report.pdf")
    found = {finding.code for finding in checked.findings}
    assert found == {"authors", "embedded_files", "media", "programs", "scripts", "untagged"}
    content = checked.path.read_bytes()
    with pikepdf.open(checked.path) as kept:
        everything = " ".join(str(each) for each in kept.objects)
        gone = ("JavaScript", "Launch", "EmbeddedFile", "hidden", "RichMedia", "/AA", "/JS")
        assert [word for word in gone if word in everything] == []
        assert "https://eastmere.example/" in everything
        assert dict(kept.docinfo) == {"/Title": "The sea wall"}
        assert not kept.attachments
    assert content.count(b"%%EOF") == 1
    assert "Report on the sea wall" in extract_text(checked.path, checked.kind)


def test_pdf_without_text_is_said_to_be_a_scan(tmp_path: Path) -> None:
    path = files.save(files.pdf(""), tmp_path / "u")
    assert codes(path, "scan.pdf") == ["no_text", "untagged"]


def test_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    locked = pikepdf.Encryption(user="secret", owner="owner")
    path = files.save(files.pdf("x"), tmp_path / "u", encryption=locked)
    assert refusal(path, "report.pdf") == (
        "This PDF is locked with a password. Save a copy without one, then upload it again."
    )


def test_pdf_that_only_forbids_printing_is_taken_and_unlocked(tmp_path: Path) -> None:
    path = files.save(files.pdf("x"), tmp_path / "u", encryption=pikepdf.Encryption(owner="owner"))
    with pikepdf.open(check_upload(path, "report.pdf").path) as kept:
        assert not kept.is_encrypted


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\xff" * 5000, b"junk %PDF-1.4 trailer<<"]
)
def test_pdf_that_cannot_be_opened_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "u").write_bytes(content)
    assert refusal(tmp_path / "u", "report.pdf") == (
        "This file is damaged and cannot be opened. Ask its author for a new copy."
    )


def test_file_is_told_by_its_content_not_its_name(tmp_path: Path) -> None:
    (tmp_path / "u").write_bytes(b"<html>Sign in</html>")
    assert refusal(tmp_path / "u", "C:\\Users\\x\\report.pdf") == (
        "This file is called report.pdf but is not a PDF. Open it, save it as a PDF, and upload it again."
    )
    word = files.docx(tmp_path / "w")
    assert refusal(word, "report.pdf").startswith(
        "This file is called report.pdf but is not a PDF, but a Word document (.docx)."
    )
    (tmp_path / "old").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "is locked with a password, or an older Word file" in refusal(tmp_path / "old", "report.docx")
    assert refusal(tmp_path / "u", "page.html").startswith("This file is neither a PDF nor a Word document")


def test_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "u").touch()
    assert refusal(tmp_path / "u", "report.pdf").startswith("This file is empty.")


def test_large_file_is_refused_with_its_size_and_the_limit(tmp_path: Path) -> None:
    (tmp_path / "u").write_bytes(b"0" * (2 * 1024 * 1024 + 400_000))
    assert refusal(tmp_path / "u", "report.pdf", largest=2 * 1024 * 1024).startswith(
        "This file is 2.4 MB. The largest that can be taken is 2 MB."
    )


def test_docx_that_names_nobody_is_taken_as_it_is(tmp_path: Path) -> None:
    path = files.docx(tmp_path / "u", "The sea wall &amp; its cost")
    before = path.read_bytes()
    checked = check_upload(path, "report.docx")
    assert (checked.kind, checked.pages, checked.findings) == (FileKind.DOCX, None, ())
    assert checked.path.read_bytes() == before
    assert extract_text(checked.path, checked.kind).strip() == "The sea wall & its cost"


def test_docx_loses_the_names_of_its_authors(tmp_path: Path) -> None:
    more = {
        "docProps/core.xml": core("A. Officer"),
        "docProps/app.xml": app("Council"),
        "word/comments.xml": b"<a/>",
    }
    checked = check_upload(files.docx(tmp_path / "u", more=more), "report.docx")
    assert [f.code for f in checked.findings] == ["authors", "comments"]
    with zipfile.ZipFile(checked.path) as archive:
        assert "docProps/app.xml" not in archive.namelist()
        assert b"Officer" not in archive.read("docProps/core.xml")
        assert "word/comments.xml" in archive.namelist()


def test_docx_tells_of_changes_comments_and_files_inside(tmp_path: Path) -> None:
    path = files.docx(
        tmp_path / "u",
        inside='<w:ins w:id="1"><w:r><w:t>new </w:t></w:r></w:ins>',
        more={"word/comments.xml": b"<c/>", "word/embeddings/book.xlsx": b"x"},
    )
    assert codes(path, "report.docx") == ["comments", "embedded_files", "tracked_changes"]


@pytest.mark.parametrize("how", ["type", "part"])
def test_docx_with_macros_is_refused(tmp_path: Path, how: str) -> None:
    more = {"word/vbaProject.bin": b"x"} if how == "part" else {}
    path = files.docx(tmp_path / "u", kind=files.MACROS if how == "type" else files.WORD, more=more)
    assert refusal(path, "report.docx").startswith("This Word document has macros in it.")


@pytest.mark.parametrize("how", ["inflated", "lying", "many"])
def test_docx_that_is_a_bomb_is_refused(tmp_path: Path, how: str) -> None:
    if how == "inflated":
        path = files.docx(tmp_path / "u", more={"word/media/a.bmp": b"0" * 60_000_000})
    elif how == "lying":
        path = files.lying_zip(tmp_path / "u")
    else:
        path = files.docx(tmp_path / "u", more={f"word/media/{i}": b"" for i in range(2_100)})
    assert refusal(path, "report.docx").startswith(("This file unpacks to far more", "This file is damaged"))


def test_zip_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    path = files.packed(tmp_path / "u", {"a.txt": b"x"})
    assert refusal(path, "report.docx").startswith("This file is neither a PDF nor a Word document")


def test_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = files.docx(tmp_path / "u", "word " * 2000)
    content = bytearray(path.read_bytes())
    content[400:440] = b"\xff" * 40
    path.write_bytes(content)
    assert refusal(path, "report.docx").startswith("This file is damaged")


def test_text_keeps_a_hyphen_at_the_end_of_a_line(tmp_path: Path) -> None:
    lines = files.pdf("x")
    lines.pages[0].Contents = lines.make_stream(
        b"BT /F1 12 Tf 72 700 Td (Councillor Blyth-) Tj 0 -14 Td (Carrow moved) Tj ET"
    )
    checked = check_upload(files.save(lines, tmp_path / "u"), "report.pdf")
    assert extract_text(checked.path, checked.kind) == "Councillor Blyth-Carrow moved"
