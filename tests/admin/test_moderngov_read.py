"""Reading a meeting as Modern.Gov answers it: each field, each flag, and what has no place."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path

import pytest

from meetings.admin.moderngov.imported import (
    Attendance,
    ImportedDocument,
    ImportedStatus,
    ImportedTally,
    Narrative,
    Resolution,
    Unplaced,
)
from meetings.admin.moderngov.read import (
    read_meeting,
)

DATA = Path(__file__).parent / "data"
MEETING = (DATA / "GetMeeting_4021.xml").read_bytes()
CASES = Path(__file__).parents[3] / "shared" / "cases"


def a_meeting(inside: str) -> bytes:
    return f"<meeting><meetingid>1</meetingid>{inside}</meeting>".encode()


def an_item(inside: str) -> bytes:
    return a_meeting(f"<agendaitems><agendaitem>{inside}</agendaitem></agendaitems>")


# --- A whole meeting


def test_the_meeting_itself_is_read() -> None:
    meeting = read_meeting(MEETING)
    assert (meeting.source_id, meeting.date, meeting.start, meeting.start_text) == (
        "4021", dt.date(2023, 10, 17), dt.time(18, 30), "6.30 pm",
    )  # fmt: skip
    assert (meeting.actual_start, meeting.planned_finish, meeting.actual_finish) == (
        dt.time(18, 32), None, dt.time(20, 47),
    )  # fmt: skip
    assert (meeting.status, meeting.location, meeting.room) == (
        ImportedStatus.CONFIRMED, "Sluice House, Quay Street", "Tide Room",
    )  # fmt: skip
    assert (meeting.body_id, meeting.body_title) == ("", "Harbours & Drainage Committee")
    assert (meeting.is_webcast, meeting.display_allowed) == (True, True)
    assert (meeting.agenda_published, meeting.minutes_published, meeting.decision_published) == (
        True, True, False,
    )  # fmt: skip
    assert [document.attachment_id for document in meeting.documents] == ["8100"]


def test_the_items_keep_their_numbers_and_flags() -> None:
    items = read_meeting(MEETING).items
    assert [
        (
            i.position,
            i.number_text,
            i.agenda_number,
            i.agenda_sub_number,
            i.minute_number,
            i.minute_sub_number,
        )
        for i in items
    ] == [
        (1, "", None, None, None, None),
        (2, "1.", 1, None, 31, None),
        (3, "2a", 2, 1, 32, 1),
        (4, "3.", 3, None, None, None),
    ]
    assert [(i.is_heading, i.restricted, i.display_allowed, i.is_decision) for i in items] == [
        (True, False, True, False),
        (False, False, True, False),
        (False, False, True, True),
        (False, True, False, False),
    ]


def test_titles_encoded_twice_are_read_as_meant() -> None:
    assert [item.title for item in read_meeting(MEETING).items] == [
        "PART A: open to the public",
        "Members' interests & dispensations",
        "Dredging of the inner basin",
        "Lease of the ice works",
    ]


def test_agenda_minutes_and_decision_are_clean_html() -> None:
    _, interests, dredging, lease = read_meeting(MEETING).items
    assert (interests.agenda_html, interests.minutes.html) == (
        "<p>To hear of any <em>interests</em>.</p>",
        "<p>There were none.</p>",
    )
    assert (dredging.agenda_html, dredging.decision_html) == (
        "<p>Report of the Harbour Master.</p>",
        "<p>That the tender be let.</p>",
    )
    assert (lease.agenda_html, lease.minutes.blocks, lease.decision_html) == ("", (), "")


def test_the_minute_comes_in_blocks() -> None:
    narrative, resolution, tally = read_meeting(MEETING).items[2].minutes.blocks
    assert isinstance(narrative, Narrative)
    assert isinstance(resolution, Resolution)
    assert isinstance(tally, ImportedTally)
    assert "<li>silt had doubled;</li>" in narrative.html
    assert (resolution.heading, resolution.unanimously, resolution.mover, resolution.seconder) == (
        "Resolved (unanimously) –", True, "Councillor Ida Wren", "Councillor Tam Oakes",
    )  # fmt: skip
    assert resolution.parts == ("the tender be let; and", "members be told of the price.")
    assert resolution.text == "That\nthe tender be let; and\nmembers be told of the price."
    assert (tally.votes_for, tally.against, tally.abstentions) == (5, 0, 1)


def test_the_documents_are_read_and_their_links_lead_from_the_site() -> None:
    item = read_meeting(MEETING, "https://democracy.fenmere.example/").items[2]
    assert item.documents == (
        ImportedDocument(
            title="Dredging & disposal",
            url="https://democracy.fenmere.example/documents/s8101/Dredging.pdf",
            attachment_id="8101",
            restricted=False,
            publication_date=dt.date(2023, 10, 9),
            is_url=False,
        ),
        ImportedDocument("Prices", "https://prices.example/x?a=1&b=2", "8102", True, None, True),
    )


def test_attendance_is_read_in_one_vocabulary() -> None:
    people = read_meeting(MEETING).attendees
    assert [(p.source_id, p.attendance, p.virtual, p.substitute) for p in people] == [
        ("71", Attendance.PRESENT, False, False),
        ("72", Attendance.PRESENT, True, True),
        ("73", Attendance.APOLOGIES, False, False),
        ("74", Attendance.ABSENT, False, False),
        ("75", Attendance.IN_ATTENDANCE, False, False),
        ("76", Attendance.EXPECTED, False, False),
        ("77", Attendance.UNKNOWN, False, False),
    ]
    assert (people[0].name, people[0].role, people[0].party, people[0].ward) == (
        "Councillor Ida Wren", "Chair", "IND", "Quayside",
    )  # fmt: skip


def test_what_has_no_place_is_told() -> None:
    assert read_meeting(MEETING).unplaced == (
        Unplaced("meeting/agendaitems/agendaitem/commenttext1", "All wards"),
        Unplaced("meeting/agendaitems/agendaitem/linkeddocuments/linkeddoc/publicationdate", "soon"),
        Unplaced(
            "meeting/agendaitems/agendaitem/linkeddocuments/linkeddoc/restrictionsref", "3 of Schedule 12A"
        ),
        Unplaced("meeting/attendees/attendee/@attendance", "Leave"),
        Unplaced("meeting/attendees/attendee/@mood", "calm"),
        Unplaced("meeting/hybridlink", "https://video.example/4021"),
    )


def test_a_cancelled_meeting_without_a_time_of_its_own_is_read() -> None:
    meeting = read_meeting((DATA / "GetMeeting_4022.xml").read_bytes())
    assert (meeting.status, meeting.start, meeting.start_text, meeting.items, meeting.body_title) == (
        ImportedStatus.CANCELLED, None, "At the rise of Council", (), "",
    )  # fmt: skip
    assert meeting.unplaced == (Unplaced("meeting/meetingtime", "At the rise of Council"),)


def test_an_item_marked_unclearly_is_kept_back() -> None:
    (item,) = read_meeting(
        an_item("<isrestricted>partly</isrestricted><isdisplayallowed>perhaps</isdisplayallowed>")
    ).items
    assert (item.restricted, item.display_allowed) == (True, False)


def test_an_item_without_marks_was_public() -> None:
    (item,) = read_meeting(an_item("<agendaitemtitle>A</agendaitemtitle>")).items
    assert (item.restricted, item.display_allowed, item.is_heading) == (False, True, True)


def test_minutes_held_as_elements_instead_of_text_are_read() -> None:
    (item,) = read_meeting(
        an_item("<minutesnonemptyhtmlbody><p>A &amp; <b>B</b></p></minutesnonemptyhtmlbody>")
    ).items
    assert item.minutes.html == "<p>A &amp; <b>B</b></p>"


def test_minutes_encoded_twice_are_read() -> None:
    (item,) = read_meeting(
        an_item(
            "<minutesnonemptyhtmlbody>&amp;lt;p&amp;gt;A &amp;amp; B&amp;lt;/p&amp;gt;</minutesnonemptyhtmlbody>"
        )
    ).items
    assert item.minutes.html == "<p>A &amp; B</p>"


# --- Two meetings of real councils, kept beside the checkout and not in it


@pytest.mark.parametrize(
    ("name", "items", "bullets", "heading", "text"),
    [
        ("harrow", 2, 4, "RESOLVED:", "That the presentation be noted."),
        ("northeast", 1, 0, "RESOLVED –", "That the update be noted."),
    ],
)
def test_a_real_meeting_is_read_whole(name: str, items: int, bullets: int, heading: str, text: str) -> None:
    path = CASES / f"{name}_GetMeeting.xml"
    if not path.exists():
        pytest.skip(f"the real meeting {path.name} is not beside this checkout, so it was not read")
    meeting = read_meeting(path.read_bytes())
    last = meeting.items[-1].minutes
    assert (len(meeting.items), last.html.count("<li>"), meeting.unplaced) == (items, bullets, ())
    assert [(r.heading, r.text) for r in last.resolutions] == [(heading, text)]
    printed = re.findall(
        r"<minutesnonemptyhtmlbody>(.*?)</minutesnonemptyhtmlbody>", path.read_text("utf-8"), re.S
    )[-1]
    # The two files have the plainest HTML there is: it comes through letter for letter.
    assert "".join(block.html for block in last.blocks) == html.unescape(printed)
