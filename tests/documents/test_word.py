"""Word files as clean HTML: what is kept, what is said, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings.documents.word import docx_to_html
from meetings.kernel.errors import Invalid
from tests.documents import files
from tests.documents.word_files import PNG, docx, heading, link, paragraph, picture, table


def refusal(data: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        docx_to_html(data)
    return caught.value.message


def test_headings_lists_tables_and_links_are_kept() -> None:
    made = docx_to_html(
        docx(
            heading("Purpose"),
            paragraph("To agree the budget for 2027 & after."),
            heading("Detail", 3),
            link("The strategy", "web"),
            table(("Year", "Cost"), ("2027", "£12"), header=True),
            links={"web": "https://northmoor.example/strategy"},
        )
    )
    assert made.html == (
        "<h3>Purpose</h3><p>To agree the budget for 2027 &amp; after.</p><h3>Detail</h3>"
        '<p><a href="https://northmoor.example/strategy" rel="noopener noreferrer nofollow">The strategy</a></p>'
        '<table><thead><tr><th scope="col"><p>Year</p></th><th scope="col"><p>Cost</p></th></tr></thead>'
        "<tbody><tr><td><p>2027</p></td><td><p>£12</p></td></tr></tbody></table>"
    )
    assert made.warnings == ()


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        (docx(heading("A"), table(("a", "b"))), "no header row"),
        (docx(heading("A"), table(("a",)), table(("b",))), "2 tables have no header row"),
        (docx(paragraph("Purpose", bold=True)), "looks like a heading but is only large or bold"),
        (
            docx(paragraph("Purpose", half_points=32), paragraph("Risks", bold=True)),
            "2 lines look like headings",
        ),
        (docx(paragraph("Words only.")), "It has no headings."),
        (
            docx(heading("A"), '<w:p><w:ins w:id="1"><w:r><w:t>new</w:t></w:r></w:ins></w:p>'),
            "tracked changes",
        ),
        (docx(heading("A"), more={"word/comments.xml": b"<x/>"}), "comments"),
    ],
)
def test_its_author_is_told_what_to_mend(content: bytes, warning: str) -> None:
    said = " ".join(docx_to_html(content).warnings)
    assert warning in said


def test_a_bold_sentence_is_no_heading() -> None:
    made = docx_to_html(docx(heading("A"), paragraph("This must be decided today.", bold=True)))
    assert made.warnings == ()


def test_a_picture_stands_as_its_description() -> None:
    data = docx(
        heading("A"),
        picture(alt="Map of the <harbour>"),
        picture(),
        more={"word/media/1.png": PNG},
        links={"image1": "media/1.png"},
    )
    made = docx_to_html(data)
    assert made.html == (
        "<h3>A</h3><p>[Picture: Map of the &lt;harbour&gt;]</p><p>[Picture without a description]</p>"
    )
    assert made.pictures == {}
    assert made.warnings[0].startswith("A picture has no alternative text.")
    assert made.warnings[1] == "Only words are taken over, not its 2 pictures. Add pictures as an appendix."


def test_pictures_are_handed_over_for_print() -> None:
    data = docx(
        heading("A"),
        picture(alt='A "map"'),
        more={"word/media/1.png": PNG},
        links={"image1": "media/1.png"},
    )
    made = docx_to_html(data, pictures=True)
    assert made.html == '<h3>A</h3><p><img src="asset:word/1.png" alt="A &quot;map&quot;"></p>'
    assert made.pictures == {"asset:word/1.png": PNG}
    assert made.warnings == ()


def test_what_could_do_harm_is_left_out() -> None:
    made = docx_to_html(
        docx(
            heading("A"),
            paragraph("<script>alert(1)</script>"),
            link("press", "bad"),
            paragraph("\ue0007\ue001 and \ue0001\ue001"),
            links={"bad": "javascript:alert(1)"},
        )
    )
    assert "<script" not in made.html
    assert "javascript" not in made.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in made.html
    assert "<p> and </p>" in made.html


def test_a_picture_from_elsewhere_is_never_fetched() -> None:
    """A linked picture could make the server read its own files."""
    outside = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        b'Id="far" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    )
    data = docx(
        heading("A"),
        picture("far").replace("r:embed", "r:link"),
        more={"word/_rels/document.xml.rels": outside},
    )
    made = docx_to_html(data, pictures=True)
    assert (made.html, made.pictures) == ("<h3>A</h3>", {})
    assert made.warnings == ("A picture is only linked to, not in the file. It is left out.",)


def _entities() -> bytes:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{levels}]><w:document xmlns:w="x">&a9;</w:document>'.encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is damaged"),
        (b"PK\x03\x04" + b"\xff" * 500, "is damaged"),
        (docx(more={"word/document.xml": b"<w:document"}), "is damaged"),
        (docx(more={"word/document.xml": _entities()}), "is damaged"),
        (docx(more={"word/vbaProject.bin": b"x"}), "has macros in it"),
        (docx(paragraph("x"), more={"word/media/0": b"0" * 300_000_000}), "unpacks to far more"),
        (docx("<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000), "is damaged"),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    said = refusal(files.lying_zip(tmp_path / "u").read_bytes())
    assert said.startswith(("This file unpacks to far more", "This Word file is damaged"))
