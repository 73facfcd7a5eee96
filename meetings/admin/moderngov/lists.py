"""Reading the lists of Modern.Gov: committees, meetings, and councillors by ward."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.admin.moderngov.imported import (
    ImportedCommittee,
    ImportedCommittees,
    ImportedCouncillor,
    ImportedMeetingRef,
    ImportedMeetings,
    ImportedStatus,
    ImportedTerm,
    ImportedWard,
    ImportedWards,
    Kind,
)
from meetings.admin.moderngov.nodes import Node, Notes
from meetings.admin.moderngov.tree import local_name, root_of

_STATUS = (
    ("cancel", ImportedStatus.CANCELLED),
    ("postpone", ImportedStatus.POSTPONED),
    ("provisional", ImportedStatus.PROVISIONAL),
    ("unconfirmed", ImportedStatus.PROVISIONAL),
    ("not confirmed", ImportedStatus.PROVISIONAL),
    ("confirmed", ImportedStatus.CONFIRMED),
)
# Where councillors live is not for us: a council that prints it there has not asked us to keep it.
_COUNCILLOR_IGNORED = ("photosmallurl", "photobigurl", "homeaddress")


def status_of(node: Node) -> ImportedStatus:
    said = node.text("meetingstatus").lower()
    status = next((value for word, value in _STATUS if word in said), ImportedStatus.UNKNOWN)
    if said and status is ImportedStatus.UNKNOWN:
        node.note("meetingstatus", node.text("meetingstatus"))
    return status


def read_committees(xml: bytes) -> ImportedCommittees:
    """The answer to GetCommittees. Raises Invalid."""
    notes = Notes()
    node = Node(root_of(xml, Kind.COMMITTEES), "committees", notes)
    committees = tuple(_committee(committee) for committee in node.children("committee"))
    node.ignore(["committeescount"])
    node.close()
    return ImportedCommittees(committees, notes.all())


def _committee(node: Node) -> ImportedCommittee:
    committee = ImportedCommittee(
        source_id=node.text("committeeid"),
        title=node.text("committeetitle"),
        category=node.text("committeecategory"),
        deleted=node.flag("committeedeleted"),
        expired=node.flag("committeeexpired"),
    )
    node.close()
    return committee


def read_meetings(xml: bytes) -> ImportedMeetings:
    """The answer to GetMeetings, or to GetAllMeetingsByDate, which has no committees around it."""
    notes = Notes()
    root = root_of(xml, Kind.MEETINGS)
    node = Node(root, local_name(root.tag), notes)
    meetings = [_meeting(meeting, "", "") for meeting in node.listed("meetings", "meeting")]
    for committee in node.children("committee"):
        meetings += _of_committee(committee)
    node.ignore(["meetingscount", "committeescount"])
    node.close()
    return ImportedMeetings(tuple(meetings), notes.all())


def _of_committee(node: Node) -> Iterator[ImportedMeetingRef]:
    body_id, body_title = node.text("committeeid"), node.text("committeetitle")
    for meeting in node.listed("committeemeetings", "meeting"):
        yield _meeting(meeting, body_id, body_title)
    node.ignore(["committeemeetingcount"])
    node.close()


def _meeting(node: Node, body_id: str, body_title: str) -> ImportedMeetingRef:
    meeting = ImportedMeetingRef(
        source_id=node.text("meetingid"),
        date=node.date("meetingdate"),
        start=node.time("meetingtime"),
        start_text=node.text("meetingtime"),
        status=status_of(node),
        status_text=node.text("meetingstatus"),
        body_id=node.text("committeeid") or body_id,
        body_title=node.text("committeetitle") or body_title,
        is_webcast=node.flag("iswebcast"),
    )
    node.close()
    return meeting


def read_councillors_by_ward(xml: bytes) -> ImportedWards:
    """The answer to GetCouncillorsByWard. Raises Invalid."""
    notes = Notes()
    node = Node(root_of(xml, Kind.COUNCILLORS), "councillorsbyward", notes)
    wards = tuple(_ward(ward) for ward in node.listed("wards", "ward"))
    node.close()
    return ImportedWards(wards, notes.all())


def _ward(node: Node) -> ImportedWard:
    title = node.text("wardtitle")
    councillors: list[ImportedCouncillor] = []
    for group in node.children("councillors"):
        councillors += [_councillor(councillor, title) for councillor in group.children("councillor")]
        group.ignore(["councillorcount"])
        group.close()
    node.close()
    return ImportedWard(title, tuple(councillors))


def _councillor(node: Node, ward: str) -> ImportedCouncillor:
    address, phone, email = _work(node)
    councillor = ImportedCouncillor(
        source_id=node.text("councillorid"),
        name=node.text("fullusername"),
        ward=ward or node.text("districttitle"),
        party=node.text("politicalpartytitle"),
        group=node.text("politicalgrouptitle"),
        representing=node.text("representing"),
        key_posts=node.text("keyposts"),
        work_address=address,
        work_phone=phone,
        work_email=email,
        surgery=tuple(line for surgery in node.children("surgerydetails") for line in _lines(surgery)),
        terms=tuple(_term(term) for term in node.listed("termsofoffice", "termofoffice")),
    )
    node.ignore([*_COUNCILLOR_IGNORED, "districttitle"])
    node.close()
    return councillor


def _work(node: Node) -> tuple[tuple[str, ...], str, str]:
    for work in node.children("workaddress"):
        phone = work.text("phone") or work.text("mobile")
        postcode, email = work.text("postcode"), work.text("email")
        work.ignore(["mobile"])
        lines = _lines(work)
        return (*lines, *([postcode] if postcode else [])), phone, email
    return (), "", ""


def _lines(node: Node) -> tuple[str, ...]:
    """line1, line2 and so on, those that say something."""
    lines = [node.text(f"line{number}") for number in range(1, 13)]
    node.close()
    return tuple(line for line in lines if line)


def _term(node: Node) -> ImportedTerm:
    ends = node.text("enddate")
    # "unspecified" is how the service says that a term lasts.
    term = ImportedTerm(
        start=node.date("startdate") if node.text("startdate").lower() != "unspecified" else None,
        end=None if ends.lower() == "unspecified" else node.date("enddate"),
    )
    node.close()
    return term
