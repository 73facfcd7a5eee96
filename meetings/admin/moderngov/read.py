"""Reading one answer of Modern.Gov's web service into plain data: a meeting, or a list around it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from meetings.admin.moderngov.imported import (
    Attendance,
    ImportedAttendee,
    ImportedDocument,
    ImportedItem,
    ImportedMeeting,
    Kind,
)
from meetings.admin.moderngov.lists import read_committees, read_councillors_by_ward, read_meetings, status_of
from meetings.admin.moderngov.markup import clean
from meetings.admin.moderngov.minutes import left_inside, split_minutes
from meetings.admin.moderngov.nodes import Node, Notes
from meetings.admin.moderngov.tree import kind_of, local_name, root_of
from meetings.admin.moderngov.values import join_url, plain

__all__ = ["kind_of", "read_committees", "read_councillors_by_ward", "read_meeting", "read_meetings"]

_ATTENDANCE = (
    ("apolog", Attendance.APOLOGIES),
    ("absent", Attendance.ABSENT),
    ("absence", Attendance.ABSENT),
    ("not present", Attendance.ABSENT),
    ("in attendance", Attendance.IN_ATTENDANCE),
    ("present", Attendance.PRESENT),
    ("attended", Attendance.PRESENT),
    ("expected", Attendance.EXPECTED),
)
# Repeated from elsewhere, of use to the service alone, or a picture.
_ITEM_IGNORED = (
    "actualmeetingdate", "authorusername", "declarationcount", "iscallin", "iscomment", "ispubliccanspeak",
    "meetingdate", "meetingtime", "preferreddate", "refertocommittee", "commentlabel1", "commentlabel2",
)  # fmt: skip
_DOCUMENT_IGNORED = (
    "itemnum", "meetingdate", "decisiondate", "isdecisionattachment", "ownertitle", "committeetitle",
)  # fmt: skip
_ATTENDEE_IGNORED = ("membertype", "url", "photosmallurl", "photobigurl")


def read_meeting(xml: bytes, base_url: str = "") -> ImportedMeeting:
    """The answer to GetMeeting. `base_url` is where its relative links lead. Raises Invalid."""
    notes = Notes()
    node = Node(root_of(xml, Kind.MEETING), "meeting", notes)
    meeting = ImportedMeeting(
        source_id=node.text("meetingid"),
        date=node.date("meetingdate"),
        start=node.time("meetingtime"),
        start_text=node.text("meetingtime"),
        actual_start=node.time("meetingactualstarttime"),
        planned_finish=node.time("meetingplannedfinishtime"),
        actual_finish=node.time("meetingactualfinishtime"),
        status=status_of(node),
        status_text=node.text("meetingstatus"),
        location=node.text("meetinglocation"),
        room=node.text("meetingroom"),
        body_id=node.text("committeeid"),
        body_title=node.text("committeetitle") or _title_on_papers(node),
        is_webcast=node.flag("iswebcast"),
        display_allowed=_displayed(node),
        agenda_published=node.flag("agendapublished"),
        minutes_published=node.flag("minutepublished"),
        decision_published=node.flag("decisionpublished"),
        items=tuple(_item(i, n, base_url) for n, i in enumerate(node.listed("agendaitems", "agendaitem"), 1)),
        attendees=tuple(_attendee(attendee) for attendee in node.listed("attendees", "attendee")),
        documents=tuple(_document(d, base_url) for d in node.listed("linkeddocuments", "linkeddoc")),
        unplaced=(),
    )
    node.ignore(["agendaid"])
    node.close()
    return replace(meeting, unplaced=notes.all())


def _title_on_papers(node: Node) -> str:
    """The meeting itself does not name its body; each of its papers does."""
    titles = Counter(plain(e.text) for e in node.element.iter() if local_name(e.tag) == "committeetitle")
    del titles[""]
    return titles.most_common(1)[0][0] if titles else ""


def _displayed(node: Node) -> bool:
    """What is not marked was public; what is marked unclearly is kept back."""
    return node.flag("isdisplayallowed") if node.text("isdisplayallowed") else True


def _item(node: Node, position: int, base_url: str) -> ImportedItem:
    number, sub_number = node.number("agendaitemnumber"), node.number("agendaitemsubnumber")
    shown = node.text("fulldisplaynumberformat")
    heading = number == 0 or not node.text("agendaitemnumber")
    restricted = node.flag("isrestricted", unclear=True)
    minutes_html = node.markup("minutesnonemptyhtmlbody")
    minutes = split_minutes(minutes_html, base_url)
    item = ImportedItem(
        source_id=node.text("agendaitemid"),
        position=position,
        number_text=shown or ("" if heading else _numbered(number, sub_number)),
        agenda_number=number or None,
        agenda_sub_number=sub_number or None,
        minute_number=node.number("minutesitemnumber") or None,
        minute_sub_number=node.number("minutesitemsubnumber") or None,
        is_heading=heading,
        title=node.text("agendaitemtitle"),
        agenda_html=clean(node.markup("agendatext"), base_url),
        minutes=minutes,
        decision_html=clean(node.markup("decisionnonemptyhtmlbody"), base_url),
        is_decision=node.flag("isdecision"),
        decision_published=node.flag("isdecisionpublished"),
        minutes_published=node.flag("isminutepublished"),
        restricted=restricted,
        display_allowed=_displayed(node),
        documents=tuple(_document(d, base_url) for d in node.listed("linkeddocuments", "linkeddoc")),
    )
    if kept_back := left_inside(minutes):
        node.note("minutesnonemptyhtmlbody (RESOLVED inside other text, left as narrative)", kept_back)
    if "<img" in minutes_html.lower():
        node.note("minutesnonemptyhtmlbody (a picture)", f"item {item.number_text} {item.title}")
    node.ignore(_ITEM_IGNORED)
    node.close()
    return item


def _numbered(number: int | None, sub_number: int | None) -> str:
    if number is None:
        return ""
    return f"{number}.{sub_number}" if sub_number else f"{number}."


def _document(node: Node, base_url: str) -> ImportedDocument:
    url = node.text("url")
    document = ImportedDocument(
        title=node.text("title"),
        url=join_url(base_url, url),
        attachment_id=node.text("attachmentid"),
        restricted=node.flag("isrestricted", unclear=True),
        publication_date=node.date("publicationdate"),
        is_url=node.flag("isurl"),
    )
    node.ignore(_DOCUMENT_IGNORED)
    node.close()
    return document


def _attendee(node: Node) -> ImportedAttendee:
    said = node.text("attendance")
    low = said.lower()
    attendance = next((value for word, value in _ATTENDANCE if word in low), Attendance.UNKNOWN)
    if said and attendance is Attendance.UNKNOWN:
        node.note("@attendance", said)
    attendee = ImportedAttendee(
        source_id=node.text("memberid"),
        name=node.text("name"),
        role=node.text("roledescription"),
        attendance=attendance,
        attendance_text=said,
        virtual=any(word in low for word in ("virtual", "remote", "online")),
        substitute="substitut" in low and attendance is not Attendance.APOLOGIES,
        party=node.text("politicalparty"),
        ward=node.text("ward"),
    )
    node.ignore(_ATTENDEE_IGNORED)
    node.close()
    return attendee
