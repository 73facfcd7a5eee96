"""Splitting minutes: every printed form of a resolution, and nothing of the text lost."""

from __future__ import annotations

import html
import re

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.admin.moderngov.imported import Narrative, Resolution, ResolutionKind
from meetings.admin.moderngov.minutes import left_inside, split_minutes


def squeezed(markup: str) -> str:
    """The text of some HTML without any white space, read without our own code."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", markup)))


def only(markup: str) -> Resolution:
    (resolution,) = split_minutes(markup).resolutions
    return resolution


@pytest.mark.parametrize(
    ("markup", "word", "heading", "kind", "text"),
    [
        ("<p>RESOLVED: That A be noted.</p>", "RESOLVED", "RESOLVED:", "resolved", "That A be noted."),
        ("<p><b>RESOLVED –</b> That A.</p>", "RESOLVED", "RESOLVED –", "resolved", "That A."),
        ("<p><strong>RESOLVED - </strong>That A</p>", "RESOLVED", "RESOLVED -", "resolved", "That A"),
        ("<p>Resolved – That A</p>", "Resolved", "Resolved –", "resolved", "That A"),
        ("<p>RESOLVED that A</p>", "RESOLVED", "RESOLVED", "resolved", "that A"),
        ("<p>RESOLVED, that A</p>", "RESOLVED", "RESOLVED,", "resolved", "that A"),
        ("<p>AGREED that A</p>", "AGREED", "AGREED", "agreed", "that A"),
        ("<p>AGREED: A</p>", "AGREED", "AGREED:", "agreed", "A"),
        (
            "<p>RECOMMENDED that Full Council adopt A</p>",
            "RECOMMENDED",
            "RECOMMENDED",
            "recommended",
            "that Full Council adopt A",
        ),
        ("<p>Decision: A</p>", "Decision", "Decision:", "decision", "A"),
        ("<h3>Decision</h3><p>That A</p>", "Decision", "Decision", "decision", "That A"),
        ("<p><b>Resolved</b></p><p>That A</p>", "Resolved", "Resolved", "resolved", "That A"),
        ("RESOLVED: loose text", "RESOLVED", "RESOLVED:", "resolved", "loose text"),
        ("<p>&nbsp;RESOLVED:&nbsp;That A</p>", "RESOLVED", "RESOLVED:", "resolved", "That A"),
        ("<div><div><p>RESOLVED: A</p></div></div>", "RESOLVED", "RESOLVED:", "resolved", "A"),
        ("<blockquote><p>RESOLVED: A</p></blockquote>", "RESOLVED", "RESOLVED:", "resolved", "A"),
        ("<p>It was resolved that A</p>", "resolved", "It was resolved", "resolved", "that A"),
        ("<p>The Licensing Committee RESOLVED that A</p>", "RESOLVED", "The Licensing Committee RESOLVED",
         "resolved", "that A"),
        ("<p>7.06pm – RESOLVED – That A</p>", "RESOLVED", "7.06pm – RESOLVED –", "resolved", "That A"),
    ],
)  # fmt: skip
def test_a_resolution_is_found_in_each_printed_form(
    markup: str, word: str, heading: str, kind: str, text: str
) -> None:
    found = only(markup)
    assert (found.word, found.heading, found.kind, found.text) == (word, heading, ResolutionKind(kind), text)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Resolved complaints fell by a third.</p>",
        "<p>Agreed-upon terms were circulated.</p>",
        "<p>It was agreed that officers would write to members.</p>",
        "<p>The dispute had been resolved.</p>",
        "<p>The decision was called in.</p>",
        "<p>Decisions are published within two days.</p>",
        "<p>The officer recommended approval.</p>",
        "<p>A dispute the contractor had RESOLVED by then</p>",
    ],
)
def test_a_sentence_that_only_sounds_like_one_stays_narrative(markup: str) -> None:
    assert [type(block) for block in split_minutes(markup).blocks] == [Narrative]


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Resolved (unanimously) – That A</p>",
        "<p>RESOLVED (unanimously): That A</p>",
        "<p>RESOLVED UNANIMOUSLY that A</p>",
        "<p>RESOLVED, unanimously, that A</p>",
        "<p>UNANIMOUSLY RESOLVED that A</p>",
        "<p>It was unanimously RESOLVED that A</p>",
    ],
)
def test_a_unanimous_resolution_is_known(markup: str) -> None:
    found = only(markup)
    assert (found.unanimously, found.text.removeprefix("t").removeprefix("T")) == (True, "hat A")


def test_a_resolution_within_a_paragraph_is_cut_out_with_mover_and_seconder() -> None:
    moved = "<p>On a motion by Councillor Ada Fenn, seconded by Councillor B. O’Dell, it was –"
    resolved = "<b>Resolved (unanimously) –</b> That <i>A</i> be noted.</p>"
    markup = f"<p>Members asked about cost.</p>{moved} {resolved}<p>The Chair thanked all.</p>"
    narrative, resolution, after = split_minutes(markup).blocks
    assert isinstance(resolution, Resolution)
    assert (narrative.html, after.html) == (
        f"<p>Members asked about cost.</p>{moved}</p>",
        "<p>The Chair thanked all.</p>",
    )
    assert (resolution.mover, resolution.seconder) == ("Councillor Ada Fenn", "Councillor B. O’Dell")
    assert resolution.html == f"<p>{resolved}"
    assert resolution.body_html == "<p>That <i>A</i> be noted.</p>"


def test_a_resolution_after_a_line_break_is_cut_out() -> None:
    narrative, resolution = split_minutes(
        "<p>It was moved by Councillor Ode Marsh seconded by Councillor Iv Pell and<br>RESOLVED – That A</p>"
    ).blocks
    assert isinstance(resolution, Resolution)
    assert (resolution.mover, resolution.seconder) == ("Councillor Ode Marsh", "Councillor Iv Pell")
    assert (resolution.html, narrative.html.endswith(" and</p>")) == ("<p>RESOLVED – That A</p>", True)


def test_the_mover_may_stand_in_the_paragraph_before() -> None:
    found = only(
        "<p>Moved by Councillor Fenn and seconded by Councillor Pell.</p>"
        "<p>The motion was declared CARRIED. RESOLVED – That A</p>"
    )
    assert (found.mover, found.seconder) == ("Councillor Fenn", "Councillor Pell")


def test_the_mover_of_a_lost_motion_did_not_move_what_was_resolved() -> None:
    found = only(
        "<p>Moved by Councillor Fenn, seconded by Councillor Pell, to defer. The motion was lost.</p>"
        "<p>RESOLVED – That A</p>"
    )
    assert (found.mover, found.seconder) == ("", "")


@pytest.mark.parametrize(
    ("following", "parts"),
    [
        ("<ol><li>A</li><li>B <b>b</b></li></ol>", ("A", "B <b>b</b>")),
        ('<ol style="list-style-type: lower-alpha"><li>A</li></ol>', ("A",)),
        ("<p>(1) A; and</p><p>(2) B.</p>", ("(1) A; and", "(2) B.")),
        ("<p>a. A</p><p>b. B</p>", ("a. A", "b. B")),
        ("<p>(i) A</p><p>(ii) B</p><p>(iii) C</p>", ("(i) A", "(ii) B", "(iii) C")),
        ("<p>1. A</p><p>(a) B</p><p>(b) C</p><p>2. D</p>", ("1. A", "(a) B", "(b) C", "2. D")),
        ("<p>That A</p>", ("That A",)),
        ("<ul><li>A</li></ul>", ("A",)),
    ],
)
@pytest.mark.parametrize("opening", ["<p>RESOLVED:</p>", "<p>RESOLVED – That</p>", "<p>RESOLVED that:</p>"])
def test_lists_and_numbered_paragraphs_belong_to_the_resolution(
    opening: str, following: str, parts: tuple[str, ...]
) -> None:
    resolution, after = split_minutes(f"{opening}{following}<p>The meeting closed.</p>").blocks
    assert isinstance(resolution, Resolution)
    assert (resolution.parts, after) == (parts, Narrative("<p>The meeting closed.</p>"))


def test_the_first_part_may_stand_in_the_opening_paragraph() -> None:
    found = only("<p>RESOLVED – That (1) A be <b>noted</b>; and</p><p>(2) B be noted.</p>")
    assert (found.text, found.parts) == (
        "That (1) A be noted; and\n(2) B be noted.",
        ("(1) A be <b>noted</b>; and", "(2) B be noted."),
    )


def test_a_heading_with_nothing_under_it_is_no_resolution() -> None:
    narrative, resolution = split_minutes("<p><b>Decision</b></p><p>RESOLVED: That A</p>").blocks
    assert (narrative, resolution.html) == (Narrative("<p><b>Decision</b></p>"), "<p>RESOLVED: That A</p>")


def test_a_list_numbered_by_letters_stays_lettered() -> None:
    found = only('<p>RESOLVED:</p><ol style="list-style-type: lower-alpha"><li>A</li></ol>')
    assert found.body_html == '<ol type="a"><li>A</li></ol>'


def test_what_follows_a_finished_resolution_is_narrative_again() -> None:
    resolution, after = split_minutes(
        "<p>RESOLVED – That A.</p><ul><li>a question</li></ul><p>7. Next</p>"
    ).blocks
    assert (resolution.html, after.html) == (
        "<p>RESOLVED – That A.</p>",
        "<ul><li>a question</li></ul><p>7. Next</p>",
    )


def test_several_resolutions_in_one_item_keep_their_order() -> None:
    markup = (
        "<p>One.</p><p>RESOLVED – That A.</p><p>Two.</p><p>RECOMMENDED: That B.</p>"
        "<p>RESOLVED: C. RESOLVED: D.</p>"
    )
    blocks = split_minutes(markup).blocks
    assert [getattr(block, "text", block.html) for block in blocks] == [
        "<p>One.</p>", "That A.", "<p>Two.</p>", "That B.", "C.", "D.",
    ]  # fmt: skip


def test_bulleted_minutes_stay_exactly_as_they_are() -> None:
    markup = "<p>Members asked:-</p><ul><li>about cost; and</li><li>about <em>time</em>.</li></ul>"
    assert split_minutes(markup).blocks == (Narrative(markup),)


def test_a_resolution_inside_a_table_is_left_and_told_of() -> None:
    minutes = split_minutes("<table><tbody><tr><td>12</td><td>RESOLVED: That A</td></tr></tbody></table>")
    assert (minutes.resolutions, left_inside(minutes)) == ((), "12 RESOLVED: That A")


def test_scripts_styles_and_strange_links_do_not_survive() -> None:
    markup = (
        '<p style="color:red" onclick="x()">A<script>x()</script><a href="javascript:x()">b</a>'
        '<a href="ieX.aspx?ID=1">c</a><img src=x onerror=x()></p><iframe src="https://example.org"></iframe>'
    )
    assert split_minutes(markup).html == "<p>A<a>b</a><a>c</a></p>"
    assert split_minutes(markup, "https://example.org/m/x.aspx").html == (
        '<p>A<a>b</a><a href="https://example.org/m/ieX.aspx?ID=1">c</a></p>'
    )


_WORDS = st.sampled_from(
    [
        "RESOLVED", "Resolved", "AGREED", "RECOMMENDED", "Decision:", "–", ":", "that", "(unanimously)",
        "it was", "and", "Councillor Fenn", "moved by", "seconded by", "For: 5", "Against: 0",
        "5 For, 0 Against", "Voting Record", "(1)", "(2)", "a.", "b.", ".", ";", "A & B < C",
        "Members asked", "<br>", "<b>", "</b>", "<i>", "</i>", "&nbsp;", "’",
    ]
)  # fmt: skip
_LINES = st.lists(_WORDS, max_size=8).map(" ".join)
_MARKUP = st.lists(
    st.tuples(
        st.sampled_from(["p", "div", "li", "h2", "blockquote", "ul", "ol", "td", "table", "b", "o:p"]), _LINES
    ).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>")
    | _LINES,
    max_size=8,
).map("".join)


@settings(deadline=None)
@given(_MARKUP)
def test_nothing_of_the_text_is_lost_or_moved(markup: str) -> None:
    minutes = split_minutes(markup)
    whole = squeezed("".join(block.html for block in minutes.blocks))
    assert whole == squeezed(minutes.html)
    assert whole == squeezed(nh3.clean(markup, tags=set()))


@settings(deadline=None)
@given(_MARKUP)
def test_a_resolution_is_its_heading_and_its_body(markup: str) -> None:
    for resolution in split_minutes(markup).resolutions:
        assert squeezed(resolution.html) == squeezed(html.escape(resolution.heading) + resolution.body_html)
        assert squeezed(html.escape(resolution.text)) == squeezed(resolution.body_html)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_can_be_split(text: str) -> None:
    minutes = split_minutes(text)
    assert squeezed("".join(block.html for block in minutes.blocks)) == squeezed(minutes.html)


@pytest.mark.parametrize("tag", ["div", "b", "ul", "blockquote", "table", "span", "p"])
def test_absurd_nesting_is_read_as_text(tag: str) -> None:
    minutes = split_minutes(f"<{tag}>" * 3000 + "RESOLVED: A" + f"</{tag}>" * 3000)
    assert squeezed(minutes.html) == "RESOLVED:A"
