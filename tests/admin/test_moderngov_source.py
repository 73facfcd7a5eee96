"""Bringing meetings from files, folders and a council's site: what is asked for, and in which order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.admin.moderngov.fetch import CannotFetch
from meetings.admin.moderngov.loaded import (
    Loaded,
    LoadedMeeting,
    LoadedMeetings,
    NotRead,
    Progress,
    Source,
)
from meetings.admin.moderngov.service import Address, understand
from meetings.admin.moderngov.source import Scope, Uploaded, open_source, open_url
from meetings.kernel.errors import Invalid
from tests.admin.moderngov_site import DATA, NO_WAIT, Council, Reply, content_of, serving


@pytest.fixture
def council() -> Iterator[Council]:
    with serving() as site:
        yield site


def loaded_from(where: str, scope: Scope | None = None) -> list[Loaded]:
    return list(open_source(where, allow_private=True, rules=NO_WAIT, scope=scope).load())


def kinds(loaded: list[Loaded]) -> list[str]:
    return [type(entry).__name__ for entry in loaded]


# --- Files


def test_a_file_is_one_meeting() -> None:
    (loaded,) = open_source(str(DATA / "GetMeeting_4021.xml")).load()
    assert isinstance(loaded, LoadedMeeting)
    assert (loaded.meeting.source_id, loaded.meeting.body_id) == ("4021", "")


def test_a_folder_gives_the_lists_first_and_they_name_the_bodies() -> None:
    loaded = list(open_source(str(DATA)).load())
    assert kinds(loaded) == [
        "LoadedCommittees", "LoadedWards", "LoadedMeetings", "LoadedMeeting", "LoadedMeeting",
    ]  # fmt: skip
    assert [
        (m.meeting.source_id, m.meeting.body_id, m.meeting.body_title)
        for m in loaded
        if isinstance(m, LoadedMeeting)
    ] == [
        ("4021", "110", "Harbours & Drainage Committee"),
        ("4022", "110", "Harbours & Drainage Committee"),
    ]


def test_a_pattern_gives_the_files_that_fit_it() -> None:
    assert kinds(list(open_source(str(DATA / "GetMeeting_*.xml")).load())) == ["LoadedMeeting"] * 2


def test_a_file_that_is_no_answer_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"<html><title>Error</title></html>")
    (tmp_path / "b.xml").write_bytes(content_of("GetMeeting_4022"))
    refused, read = open_source(str(tmp_path)).load()
    assert isinstance(refused, NotRead)
    assert isinstance(read, LoadedMeeting)
    assert (refused.origin, "a web page called “Error”" in refused.message) == (str(tmp_path / "a.xml"), True)


def test_uploaded_files_are_read_the_same_way() -> None:
    source: Source = Uploaded(
        (("m.xml", content_of("GetMeeting_4021")), ("list.xml", content_of("GetMeetings")))
    )
    listed, meeting = source.load()
    assert isinstance(listed, LoadedMeetings)
    assert isinstance(meeting, LoadedMeeting)
    assert meeting.meeting.body_id == "110"


def test_nothing_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="Found no XML file at"):
        open_source(str(tmp_path / "none"))


def test_a_web_form_names_no_files() -> None:
    with pytest.raises(CannotFetch, match="is not a web address"):
        list(open_url(str(DATA / "GetMeetings.xml")).load())


# --- A site


def test_a_site_is_walked_from_its_lists_to_its_meetings(council: Council) -> None:
    told: list[Progress] = []
    source = open_source(council.root, allow_private=True, rules=NO_WAIT)
    loaded = list(source.load(told.append))
    assert council.asked == [
        "/mgWebService.asmx/GetCommittees",
        "/mgWebService.asmx/GetCouncillorsByWard",
        "/mgWebService.asmx/GetMeetings?lCommitteeId=0&sFromDate=0&sToDate=0",
        "/mgWebService.asmx/GetMeeting?lMeetingId=4021",
        "/mgWebService.asmx/GetMeeting?lMeetingId=4022",
        "/mgWebService.asmx/GetMeeting?lMeetingId=4030",
    ]
    assert kinds(loaded) == [
        "LoadedCommittees", "LoadedWards", "LoadedMeetings", "LoadedMeeting", "LoadedMeeting", "NotRead",
    ]  # fmt: skip
    assert told[3:] == [
        Progress(0, 3, "Harbours & Drainage Committee 2023-10-17"),
        Progress(1, 3, "Harbours & Drainage Committee 2023-11-21"),
        Progress(2, 3, "Council 2023-12-05"),
        Progress(3, 3, "done"),
    ]
    assert council.agents == {NO_WAIT.user_agent}


def test_links_lead_from_the_site_and_the_body_is_known(council: Council) -> None:
    meeting = next(e.meeting for e in loaded_from(council.root) if isinstance(e, LoadedMeeting))
    assert meeting.documents[0].url == f"{council.root}documents/s8100/Supplement.pdf"
    assert (meeting.body_id, meeting.body_title) == ("110", "Harbours & Drainage Committee")


@pytest.mark.parametrize(
    ("scope", "ids"),
    [
        (Scope(since=dt.date(2023, 11, 1)), ["4022", "4030"]),
        (Scope(until=dt.date(2023, 11, 1)), ["4021"]),
        (Scope(bodies=frozenset({"120"})), ["4030"]),
        (Scope(most=1), ["4030"]),
        (Scope(most=0), []),
    ],
)
def test_only_the_meetings_in_the_scope_are_asked_for(council: Council, scope: Scope, ids: list[str]) -> None:
    loaded_from(council.root, scope)
    assert [path.rpartition("=")[2] for path in council.asked if "lMeetingId" in path] == ids


@pytest.mark.parametrize("page", ["mgWebService.asmx", "mgWebService.asmx/", "mgCalendarMonthView.aspx?GL=1"])
def test_the_service_or_a_page_stands_for_the_site(council: Council, page: str) -> None:
    assert len(loaded_from(f"{council.root}{page}")) == 6


@pytest.mark.parametrize(
    "page", ["mgWebService.asmx/GetMeeting?lMeetingId=4021", "ieListDocuments.aspx?CId=110&MId=4021&Ver=4"]
)
def test_one_meeting_is_fetched_by_its_answer_or_its_page(council: Council, page: str) -> None:
    (loaded,) = loaded_from(f"{council.root}{page}")
    assert isinstance(loaded, LoadedMeeting)
    assert council.asked == ["/mgWebService.asmx/GetMeeting?lMeetingId=4021"]


def test_where_get_is_switched_off_soap_is_used_for_all(council: Council) -> None:
    council.get_allowed = False
    assert kinds(loaded_from(council.root, Scope(most=0))) == [
        "LoadedCommittees",
        "LoadedWards",
        "LoadedMeetings",
    ]
    assert council.asked == [
        "/mgWebService.asmx/GetCommittees",
        'SOAP "http://moderngov.co.uk/namespaces/GetCommittees"',
        'SOAP "http://moderngov.co.uk/namespaces/GetCouncillorsByWard"',
        'SOAP "http://moderngov.co.uk/namespaces/GetMeetings"',
    ]


def test_without_one_list_of_all_meetings_each_committee_is_asked(council: Council) -> None:
    council.replies["/mgWebService.asmx/GetMeetings?lCommitteeId=0&sFromDate=0&sToDate=0"] = [
        Reply(200, b"<getmeetings><meetingscount> 0</meetingscount></getmeetings>")
    ]
    loaded_from(council.root, Scope(most=0))
    assert [path for path in council.asked if "GetMeetings" in path] == [
        "/mgWebService.asmx/GetMeetings?lCommitteeId=0&sFromDate=0&sToDate=0",
        "/mgWebService.asmx/GetMeetings?lCommitteeId=110&sFromDate=0&sToDate=0",
        "/mgWebService.asmx/GetMeetings?lCommitteeId=090&sFromDate=0&sToDate=0",
    ]


def test_a_site_that_fails_again_and_again_is_left_alone(council: Council) -> None:
    many = "".join(
        f"<meeting><meetingid>{number}</meetingid><meetingdate>01/01/2024</meetingdate></meeting>"
        for number in range(9001, 9021)
    )
    council.replies["/mgWebService.asmx/GetMeetings?lCommitteeId=0&sFromDate=0&sToDate=0"] = [
        Reply(200, f"<getmeetings><meetings>{many}</meetings></getmeetings>".encode())
    ]
    loaded = loaded_from(council.root)
    last = loaded[-1]
    assert isinstance(last, NotRead)
    assert len([path for path in council.asked if "lMeetingId" in path]) == 5
    assert last.message.startswith("5 meetings one after another could not be read, so the other 15 were not")


def test_an_address_that_is_no_such_service_is_refused(council: Council) -> None:
    with pytest.raises(CannotFetch, match="answered 404"):
        loaded_from(f"{council.root}elsewhere/export.xml")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://c.example", Address("https://c.example/")),
        ("https://c.example/moderngov", Address("https://c.example/moderngov/")),
        ("https://c.example/moderngov/", Address("https://c.example/moderngov/")),
        ("https://c.example/m/ieDocHome.aspx?bcr=1", Address("https://c.example/m/")),
        ("https://c.example/m/MGWEBSERVICE.ASMX?WSDL", Address("https://c.example/m/")),
        ("https://c.example/ieListDocuments.aspx?MeetingId=7", Address("https://c.example/", "7")),
    ],
)
def test_an_address_is_understood(url: str, address: Address) -> None:
    assert understand(url) == address
