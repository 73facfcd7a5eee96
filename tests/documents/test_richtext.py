"""Rich text: what may stay, what goes, and that nothing which runs ever gets through."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.documents.docx_out import docx_of
from meetings.documents.richtext import (
    ATTRIBUTES,
    TAGS,
    after_that,
    clean,
    from_plain,
    inline,
    is_blank,
    plain,
    rich,
    without_title,
)
from meetings.kernel.checks import Checks

HOSTILE = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jAvAsCrIpT:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:x">x</a>',
    '<p onclick="alert(1)" style="background:url(javascript:alert(1))">x</p>',
    '<iframe src="https://evil.example"></iframe>',
    '<object data="x.swf"></object><embed src="x.swf">',
    '<form action="/x"><input name="q"><button>go</button></form>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<b <script>alert(1)</script>>x",
    "<div/onmouseover='alert(1)'>x",
    '<link rel="attachment" href="file:///etc/passwd">',
    "<style>@import url(https://evil.example/x.css)</style>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    '<p lang="en&quot; onclick=&quot;alert(1)">x</p>',
    "<h1\x00onclick=alert(1)>x</h1>",
    '<table background="javascript:alert(1)"><td background="javascript:alert(1)">x</table>',
)


class _Seen(HTMLParser):
    """Every tag and attribute that a reader of the HTML would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.extend((tag, name, value or "") for name, value in attrs)

    def handle_comment(self, data: str) -> None:
        self.tags.add("!--")


def assert_harmless(text: str) -> None:
    seen = _Seen(text)
    assert seen.tags <= TAGS
    for tag, name, value in seen.attributes:
        assert name in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | {"rel"}
        if name == "href":
            address = "".join(value.split()).lower()
            assert ":" not in address.split("/")[0] or address.startswith(("http:", "https:", "mailto:"))


@pytest.mark.parametrize("text", HOSTILE)
def test_clean_keeps_nothing_that_runs(text: str) -> None:
    assert_harmless(clean(text))
    assert_harmless(str(rich(text)))


@given(st.lists(st.sampled_from([*HOSTILE, "<p>", "</p>", "<li>", "<b>", "x", "<", '"', "'", ">", "&lt;"])))
def test_clean_keeps_nothing_that_runs_however_it_is_cut_up(parts: list[str]) -> None:
    cleaned = clean("".join(parts))
    assert_harmless(cleaned)
    assert clean(cleaned) == cleaned


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_from_plain_keeps_every_word(text: str) -> None:
    assert plain(from_plain(text)).split() == text.split()
    assert_harmless(from_plain(text))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>Noted.</p>", "<p>Noted.</p>"),
        ("Noted.", "<p>Noted.</p>"),
        ("<b>a</b><i>b</i>", "<strong>a</strong><em>b</em>"),
        ("<h1>A</h1><h5>B</h5>", "<h3>A</h3><h4>B</h4>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ('<p lang="cy">Cyngor</p>', '<p lang="cy">Cyngor</p>'),
        ('<ol start="3"><li>c</li></ol>', '<ol start="3"><li>c</li></ol>'),
        ('<ol start="x"><li>c</li></ol>', "<ol><li>c</li></ol>"),
        (
            '<a href="/papers/1">p</a>',
            '<a href="/papers/1" rel="noopener noreferrer nofollow">p</a>',
        ),
        (
            '<table><tr><th scope="ROW">a</th><td colspan="2">b</td></tr></table>',
            '<table><tbody><tr><th scope="row">a</th><td colspan="2">b</td></tr></tbody></table>',
        ),
        ("<p></p><p>  </p>", ""),
        ("", ""),
    ],
)
def test_clean_keeps_what_minutes_need(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_plain_has_a_line_for_each_block() -> None:
    text = "<h3>A</h3><p>b <strong>c</strong><br>d</p><ul><li>e</li></ul>"
    text += "<table><tr><th>f</th><td>g</td></tr></table>"
    assert plain(text) == "A\nb c\nd\ne\nf g"


@pytest.mark.parametrize(
    "text", ["", " ", "<p></p>", "<p>&nbsp;</p>", "<p><br></p>", "\u200b", "<ul><li></li></ul>"]
)
def test_is_blank_when_there_is_nothing_to_read(text: str) -> None:
    assert is_blank(text)


def test_is_blank_is_not_for_words() -> None:
    assert not is_blank("<p>.</p>")


def test_from_plain_parts_paragraphs_at_empty_lines() -> None:
    assert from_plain("a\r\nb\r\n\r\n\r\n<c>\n") == "<p>a<br>b</p><p>&lt;c&gt;</p>"


def test_rich_takes_text_without_tags_as_typed() -> None:
    assert rich("1 < 2 & 3\n\nfour") == "<p>1 &lt; 2 &amp; 3</p><p>four</p>"


def test_rich_skips_no_level_of_heading() -> None:
    assert rich("<h4>a</h4><h4>b</h4><h3>c</h3><h4>d</h4>", 4) == "<h4>a</h4><h5>b</h5><h4>c</h4><h5>d</h5>"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a < b", "a &lt; b"),
        ("<p>a <em>b</em></p>", "a <em>b</em>"),
        ("<p>a</p><p>b</p>", ""),
        ("a\n\nb", ""),
        ("<p>a</p><ol><li>b</li></ol>", ""),
        (None, ""),
    ],
)
def test_inline_is_for_a_single_paragraph(text: str | None, words: str) -> None:
    assert inline(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("That the report be noted.", "the report be noted."), ("that: x", "x"), ("Thatch", ""), ("Note", "")],
)
def test_after_that_runs_on_from_a_that(text: str, words: str) -> None:
    assert after_that(text) == words


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<h3>The  quay</h3><p>Words</p>", "<p>Words</p>"),
        ("<h3><strong>The quay</strong></h3>\n<p>Words</p>", "<p>Words</p>"),
        ("<h3>Another</h3><p>Words</p>", "<h3>Another</h3><p>Words</p>"),
        ("<p>The quay</p>", "<p>The quay</p>"),
        ("", ""),
    ],
)
def test_a_first_heading_that_repeats_the_title_is_left_out(text: str, kept: str) -> None:
    assert without_title(text, "The quay") == kept


def test_what_cannot_be_printed_goes_and_a_word_processors_line_end_parts_words() -> None:
    assert clean("<p>a\x0bb\x00c&#8;d\ufffe</p>") == "<p>a\nbcd</p>"
    checks = Checks()
    assert checks.line("x", "a\x0bb \x08c\x00") == "a b c"
    assert checks.text("x", "a\r\nb\x0cc\ud800") == "a\nb\nc"
    assert docx_of("<p>a\x08b</p>", title="A\x08 title")[:2] == b"PK"
