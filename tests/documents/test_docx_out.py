"""Our own pages as Word files: what a heading, a list, a table, a language and a link become."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml.parser import parse_xml
from PIL import Image

from meetings.documents.docx_out import docx_of
from tests.documents.word_check import W, problems, text_of, tree_of

PAGE = '<!doctype html><html lang="en-GB"><head><title>T</title>{head}</head><body>{body}</body></html>'


def word(body: str, *, head: str = "", title: str = "Minutes", **more: bytes) -> bytes:
    pictures = {name.replace("_", ":"): content for name, content in more.items()}
    content = docx_of(PAGE.format(head=head, body=body), title=title, pictures=pictures)
    assert problems(content) == []
    return content


def styles(content: bytes) -> list[str]:
    return [p.style.name for p in docx.Document(io.BytesIO(content)).paragraphs if p.style is not None]


def lists(content: bytes) -> list[tuple[str, str, str]]:
    """Each paragraph of a list: its level, its list, its words."""
    found = []
    for p in tree_of(content).iter(f"{W}p"):
        number = p.find(f"{W}pPr/{W}numPr")
        if number is not None:
            level, count = (e.attrib[f"{W}val"] for e in number)
            found.append((level, count, "".join(p.itertext())))
    return found


def labels(content: bytes) -> list[tuple[str, str]]:
    """How each list counts: its format, and the label on its first level."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        tree = parse_xml(file.read("word/numbering.xml"))
    kinds = {a.get(f"{W}abstractNumId"): a[1] for a in tree.iter(f"{W}abstractNum")}
    levels = (kinds[n[0].get(f"{W}val")] for n in tree.iter(f"{W}num"))
    return [(v.find(f"{W}numFmt").get(f"{W}val"), v.find(f"{W}lvlText").get(f"{W}val")) for v in levels]


def test_headings_are_headings_and_none_is_skipped() -> None:
    content = word("<h1>A</h1><h2>B</h2><h4>C</h4><p>d</p><h2>E</h2>")
    assert styles(content) == ["Heading 1", "Heading 2", "Heading 3", "Normal", "Heading 2"]


def test_lists_are_real_lists_each_counting_anew() -> None:
    content = word(
        "<ol><li>a</li><li><p>b</p><p>more</p><ul><li>c</li></ul></li></ol><p>x</p><ol><li>d</li></ol>"
        '<ol class="resolution-parts"><li>e</li></ol><ol type="a"><li>f</li></ol><ul class="names"><li>g</li></ul>'
    )
    assert lists(content) == [
        ("0", "1", "a"), ("0", "1", "b"), ("1", "2", "c"), ("0", "3", "d"), ("0", "4", "e"), ("0", "5", "f"),
        ("0", "6", "g"),
    ]  # fmt: skip
    assert labels(content) == [
        ("decimal", "%1."), ("bullet", "•"), ("decimal", "%1."), ("decimal", "(%1)"), ("lowerLetter", "(%1)"),
        ("none", ""),
    ]  # fmt: skip


def test_table_has_a_heading_that_is_repeated_and_cells_that_span() -> None:
    content = word(
        "<table><caption>Votes</caption><thead><tr><th scope='col'>A</th><th scope='col' colspan='2'>B</th></tr>"
        "</thead><tbody><tr><th scope='row' rowspan='2'>r</th><td>1</td><td><ul><li>x</li></ul></td></tr>"
        "<tr><td colspan='2'></td></tr></tbody></table><table><tr><td>z<table><tr><td>y</td></tr></table></td></tr>"
        "</table>"
    )
    document = docx.Document(io.BytesIO(content))
    assert [p.text for p in document.paragraphs][:1] == ["Votes"]
    first = document.tables[0]
    assert [len(first.columns), len(first.rows)] == [3, 3]
    assert first.cell(1, 0).text == first.cell(2, 0).text == "r"
    headings = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in tree_of(content).iter(f"{W}tr")]
    assert headings == [True, False, False, False, False]


def test_words_of_another_language_say_so() -> None:
    content = word('<h1>A</h1><p lang="cy">Cyngor <span lang="en">or council</span></p>')
    runs = [(r.findtext(f"{W}t"), r.find(f"{W}rPr/{W}lang")) for r in tree_of(content).iter(f"{W}r")]
    said = [(text, None if lang is None else lang.attrib[f"{W}val"]) for text, lang in runs]
    assert said == [("A", None), ("Cyngor ", "cy-GB"), ("or council", "en-GB")]


def test_links_lead_where_they_did_and_nowhere_dangerous() -> None:
    content = word(
        '<p><a href="https://eastmere.example/x">out <b>bold</b></a>, <a href="#k">down</a>, '
        '<a href="javascript:alert(1)">no</a>, <a href="file:///etc/passwd">no</a>, <a href="#gone">no</a></p>'
        '<h2 id="k">K</h2>'
    )
    found = [
        ("".join(link.itertext()), link.get(f"{W}anchor")) for link in tree_of(content).iter(f"{W}hyperlink")
    ]
    assert found == [("out bold", None), ("down", "p_k")]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        relations = file.read("word/_rels/document.xml.rels").decode()
    assert "https://eastmere.example/x" in relations
    assert "file:" not in relations
    assert "javascript:" not in relations


def test_words_are_those_of_the_page() -> None:
    content = word(
        "<div>loose\n  words <em>and</em>\n <strong>bold</strong><br> new\x0b line<p>p</p>tail</div>"
    )
    assert text_of(content) == ["loose words and boldnew line", "p", "tail"]
    assert word("<p hidden>x</p><script>y</script><style>z</style><p>seen</p>") == word("<p>seen</p>")


def test_picture_has_its_words_and_one_that_is_not_handed_over_is_said() -> None:
    arms = io.BytesIO()
    Image.new("RGB", (4000, 400)).save(arms, "PNG")
    content = word('<p><img src="asset:arms" alt="The arms of Eastmere"></p>', asset_arms=arms.getvalue())
    drawn = [e.attrib["descr"] for e in tree_of(content).iter() if e.tag.endswith("}docPr")]
    assert drawn == ["The arms of Eastmere"]
    assert text_of(word('<p><img src="http://x.example/a.png" alt="Arms"></p>')) == ["[Arms]"]
    assert text_of(word("<svg><title>The vote</title><desc>20 for, 3 against</desc></svg>")) == [
        "The vote. 20 for, 3 against"
    ]


def test_file_says_its_title_and_language_and_the_page_number_is_on_every_page() -> None:
    head = '<link rel="stylesheet" href="asset:css/draft.css"><meta name="author" content="A. Officer">'
    content = word('<h1 data-running="Full Council, minutes">A</h1>', head=head, title="Minutes & notes")
    document = docx.Document(io.BytesIO(content))
    assert (document.core_properties.title, document.core_properties.language) == ("Minutes & notes", "en-GB")
    assert (document.core_properties.author, document.core_properties.last_modified_by) == ("", "")
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Full Council, minutes"
    for foot in (section.footer, section.first_page_footer):
        fields = [f.attrib[f"{W}instr"].strip() for f in foot._element.iter(f"{W}fldSimple")]
        assert fields == ["PAGE", "NUMPAGES"]
        assert foot.paragraphs[0].text.startswith("Draft until confirmed")
    assert content == word(
        '<h1 data-running="Full Council, minutes">A</h1>', head=head, title="Minutes & notes"
    )


@pytest.mark.parametrize(
    "page", ["", "<p></p>", "<table></table>", "<ul><li></li></ul>", "<ol>x</ol>", "a < b & c"]
)
def test_odd_pages_still_open(page: str) -> None:
    assert problems(docx_of(page, title="")) == []
