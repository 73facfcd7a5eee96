"""Forms 12 to 16 and 29: the press and public excluded, in the words of each nation and the layout of each council."""

from __future__ import annotations

from typing import Any

import pytest

from meetings.deadlines.rules.base import Profile
from meetings.exclusion.events import ExclusionBegan, ExclusionEnded, PrivatePartOpened
from meetings.exclusion.rules import law_words
from meetings.exclusion.wording import Act, Excluded, Form, Interest, Layout, declared, exclusion
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.document_json import to_json
from meetings.minutes.drafting.recording import moment
from meetings.minutes.rules import public_rendition
from meetings.minutes.style import HouseStyle, Language, MinuteNumbers
from meetings.minutes.style_numbers import Numbers
from meetings.motions.rules import Effect, MotionKind
from tests.minutes.forms.making import Making, agenda_item, exempt_item
from tests.minutes.reading import words

ENGLAND, WALES = Profile.ENGLAND_PRINCIPAL, Profile.WALES


def excluding(profile: Profile, style: HouseStyle, *exempt: Any, before: int = 2, text: str = "") -> Making:
    """A meeting that excludes the public for those items by assent, as the product words it, and takes them."""
    agenda = [(str(n), f"Report {n}") for n in range(1, before + 1)]
    told = Making(style=style, agenda=[*agenda, *exempt], more={"profile": profile})
    told.opened("19:00").item("1")
    items = [Excluded(i.number, i.exempt_paragraphs, i.exemption) for i in exempt]
    said = text or exclusion(profile, items).text
    ids = tuple(i.id for i in exempt)
    told.moves(said, kind=MotionKind.PROCEDURAL, effect=Effect.EXCLUDE_PUBLIC, effect_items=ids).agreed()
    told.tell(ExclusionBegan("e1", ids, tuple(i.number for i in exempt), said, (), told.motion))
    for item in exempt:
        told.item(item.number).tell(PrivatePartOpened("e1", item.id, item.number, ()))
        told.note(f"Kestrel Homes offered most for {item.title}.")
    return told.tell(ExclusionEnded("e1")).closed("20:00")


def test_form_12_paragraph_in_words_interest_sentence_pages_and_the_note_on_representations() -> None:
    style = HouseStyle(pack_pages=True)
    told = excluding(ENGLAND, style, exempt_item("3", "Sale of the depot", "3"))
    told.more["pages"] = {"i2": "pages 153 to 214 of the Book of Reports"}
    told.more["representations"] = {"i3": 0}
    said = told.text(public=True)
    assert "(No representations had been received about taking item 3 in private)" in said
    assert "section 100A(4) of the Local Government Act 1972" in said
    assert "paragraph 3 of Part 1 of Schedule 12A" in said
    assert "(financial or business affairs of a particular person, the council included)" in said
    assert (
        "the public interest in maintaining the exemption outweighs the public interest in disclosing" in said
    )
    assert "(pages 153 to 214 of the Book of Reports)" in said
    assert "Kestrel" not in said
    assert "Sale of the depot" not in said


def test_form_13_a_table_of_item_and_paragraph_under_section_100i() -> None:
    style = HouseStyle(
        numbers=MinuteNumbers.SLASH_YEAR, exclusion_layout=Layout.TABLE, exclusion_act=Act.DESCRIBED
    )
    told = excluding(ENGLAND, style, exempt_item("12", "Depot", "3"), exempt_item("13", "Arena", "3"))
    told.more["numbers"] = Numbers(first=60, year=2018)
    page = told.html(public=True)
    assert "under section 100I of the Local Government Act 1972" in page
    table = page.split("RESOLVED")[1].split("</table>")[0]
    assert words(table)[-6:] == ["Item No.", "Paragraph(s)", "12", "3", "13", "3"]
    assert '<th scope="col">Item No.</th>' in table
    assert "60/18" in page


@pytest.mark.parametrize("word", ["RESOLVED that", "RESOLVED:", "RESOLVED"])
@pytest.mark.parametrize(
    ("interest", "clause"),
    [
        (Interest.OUTWEIGHS, "outweighs the public interest"),
        (Interest.SATISFIES, "satisfies the public interest test"),
        (Interest.UNSAID, ""),
    ],
)
@pytest.mark.parametrize("paragraphs", [("3",), ("1", "2")])
@pytest.mark.parametrize(
    ("act", "chain"),
    [(Act.SECTION, False), (Act.CHAIN, True)],
)
def test_form_14_every_variant_of_the_resolution(
    word: str, interest: Interest, clause: str, paragraphs: tuple[str, ...], act: Act, chain: bool
) -> None:
    style = HouseStyle(
        resolved=word, exclusion_interest=interest, exclusion_act=act, exclusion_described=False
    )
    told = excluding(ENGLAND, style, exempt_item("3", "Sale of the depot", *paragraphs))
    resolution = next(line for line in told.lines(public=True) if line.startswith("RESOLVED"))
    opened = resolution.removeprefix(word).lstrip(" –")
    assert opened.lower().removeprefix("that").lstrip(", ").startswith("under section 100A(4)".lower())
    assert clause in resolution
    assert ("public interest" in resolution) is bool(clause)
    cited = "paragraphs 1 and 2 of" if len(paragraphs) == 2 else "paragraph 3 of"
    assert cited in resolution
    assert ("Act 1985" in resolution and "Order 2006" in resolution) is chain


def test_form_14_each_item_by_its_number_on_the_agenda_and_in_the_minutes() -> None:
    style = HouseStyle(numbers=MinuteNumbers.PER_MEETING, exclusion_layout=Layout.EACH)
    told = excluding(ENGLAND, style, exempt_item("5", "Depot", "3"), exempt_item("9", "Arena", "1", "2"))
    said = told.text(public=True)
    assert "Item 5 on the agenda (minute 3): paragraph 3" in said
    assert "Item 9 on the agenda (minute 4): paragraphs 1 and 2" in said


def test_form_14_a_link_to_the_recording_at_the_head_of_the_minute() -> None:
    url = "https://www.youtube.com/watch?v=abc"
    told = Making(HouseStyle(recording_links=True), [("1", "Library hours")], more={"broadcast": url})
    page = told.opened("19:00").item("1", "19:01").closed().html()
    head = page.split("Library hours")[1].split('class="minute-body"')[0]
    assert 'href="https://www.youtube.com/watch?v=abc&amp;t=60s"' in head
    assert "Watch this item" in head


def test_form_14_words_that_somebody_typed_stay_as_they_were_put() -> None:
    style = HouseStyle(exclusion_layout=Layout.TABLE)
    told = excluding(ENGLAND, style, exempt_item("3", "Depot", "3"), text="That the public withdraw.")
    assert "RESOLVED – That the public withdraw." in told.lines()


def test_form_14_nothing_is_said_where_nothing_was_exempt() -> None:
    said = Making(more={"profile": ENGLAND}).opened().item("1").item("2").closed().text()
    assert "exclu" not in said.lower()


def test_form_15_wales_with_its_own_paragraphs_in_both_languages() -> None:
    style = HouseStyle(language=Language.BOTH)
    told = excluding(WALES, style, exempt_item("9", "Sale of the depot", "12", "13"))
    said = told.text(public=True)
    assert "section 100A(4) and (5) of the Local Government Act 1972" in said
    assert "paragraphs 12 and 13 of Part 4 of Schedule 12A" in said
    assert "adran 100A(4) a (5) o Ddeddf Llywodraeth Leol 1972" in said
    assert "ym mharagraffau 12 a 13 o Ran 4 o Atodlen 12A" in said
    assert "gorbwyso budd y cyhoedd" in said
    assert "(unigolyn penodol; " in said
    page = told.html(public=True)
    assert '<span lang="en">Bod' not in page
    assert "Kestrel" not in page + to_json(public_rendition(told.document()))


def test_form_16_in_private_is_recorded_separately_and_the_other_document_has_it() -> None:
    style = HouseStyle(private_part="IN PRIVATE")
    told = excluding(ENGLAND, style, exempt_item("3", "Sale of the depot", "3"))
    public, whole = told.text(public=True), told.text()
    assert "IN PRIVATE" in public
    assert "recorded separately, because they contain exempt information" in public
    assert "Kestrel" not in public
    assert "Kestrel Homes offered most for Sale of the depot." in whole


def test_confidential_is_another_thing_than_exempt() -> None:
    secret = agenda_item(
        "3", "Vetting", sensitivity=Sensitivity.CONFIDENTIAL, confidential_ground="government"
    )
    said = law_words(WALES, ["3"], "government")
    told = (
        Making(
            style=HouseStyle(language=Language.BOTH),
            agenda=[("1", "Minutes"), secret],
            more={"profile": WALES},
        )
        .opened()
        .item("1")
    )
    told.tell(ExclusionBegan("e1", ("i3",), ("3",), said, ())).closed("20:00")
    text = told.text(public=True)
    assert (
        "as section 100A(2) of the Local Government Act 1972 requires: supplied by a government department"
        in text
    )
    assert "fel sy’n ofynnol o dan adran 100A(2) o Ddeddf Llywodraeth Leol 1972" in text
    assert "RESOLVED" not in text


_MATRIX = {
    (ENGLAND, "3"): ("section 100A(4) of the Local Government Act 1972", "Part 1 of Schedule 12A", True),
    (WALES, "14"): (
        "section 100A(4) and (5) of the Local Government Act 1972",
        "Part 4 of Schedule 12A",
        True,
    ),
    (Profile.SCOTLAND, "6"): (
        "section 50A(4) of the Local Government (Scotland) Act 1973",
        "Part 1 of Schedule 7A",
        False,
    ),
    (Profile.NORTHERN_IRELAND, "3"): (
        "section 42 of the Local Government Act (Northern Ireland) 2014",
        "Part 1 of Schedule 6",
        True,
    ),
}


@pytest.mark.parametrize(("nation", "expected"), _MATRIX.items(), ids=lambda v: getattr(v[0], "value", ""))
@pytest.mark.parametrize("layout", list(Layout))
def test_exclusion_texts_by_nation_and_layout(
    nation: tuple[Profile, str], expected: tuple[str, str, bool], layout: Layout
) -> None:
    profile, paragraph = nation
    act, schedule, weighed = expected
    found = exclusion(profile, [Excluded("9", (paragraph,), minute="7")], Form(layout))
    assert act in found.text
    assert schedule in found.text
    assert ("public interest" in found.text) is weighed
    assert bool(found.table) is (layout is Layout.TABLE)
    assert bool(found.points) is (layout is Layout.EACH)
    assert paragraph in (found.text + str(found.points) + str(found.table))


@pytest.mark.parametrize("profile", [Profile.ENGLAND_PARISH, Profile.GENERIC])
def test_exclusion_texts_where_no_schedule_holds(profile: Profile) -> None:
    found = exclusion(profile, [Excluded("9", (), "the terms of a lease")])
    assert found.text.endswith(
        "because publicity would be prejudicial to the public interest: the terms of a lease."
    )
    assert ("Public Bodies (Admission to Meetings) Act 1960" in found.text) is (
        profile is Profile.ENGLAND_PARISH
    )
    assert "Schedule" not in found.text
    assert "as the law requires" in declared(profile, ["9"], "court")


def test_form_29_a_parish_with_its_reference_numbers_and_the_1960_act() -> None:
    style = HouseStyle(
        numbers=MinuteNumbers.YEAR_POINT,
        public_part="PART ONE – OPEN TO THE PUBLIC",
        private_part="PART TWO – CLOSED SESSION",
        closed_words="closed",
    )
    lease = agenda_item(
        "3", "Lease of the hall", sensitivity=Sensitivity.EXEMPT, exemption="the terms of a lease"
    )
    told = excluding(Profile.ENGLAND_PARISH, style, lease)
    told.more["numbers"] = Numbers(first=44, year=2021)
    said = told.text(public=True)
    assert "section 1(2) of the Public Bodies (Admission to Meetings) Act 1960" in said
    assert said.index("PART ONE – OPEN TO THE PUBLIC") < said.index("PART TWO – CLOSED SESSION")
    assert "The meeting closed at 8pm." in said
    assert "21.44" in said
    assert "Draft." in said
    assert "Lease of the hall" not in said


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://www.youtube.com/watch?v=abc&t=3", "https://www.youtube.com/watch?v=abc&t=61s"),
        ("https://youtu.be/abc", "https://youtu.be/abc?t=61s"),
        ("https://vimeo.com/1#x", "https://vimeo.com/1#t=61s"),
        ("https://notyoutube.com/x", ""),
        ("https://council.example/stream", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_moment_of_a_recording_is_linked_where_the_service_can_open_there(url: str, link: str) -> None:
    assert moment(url, 61) == link
