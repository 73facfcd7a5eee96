"""Dates and times as councils type them, and the lists around the meetings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from meetings.admin.moderngov.imported import (
    ImportedCommittee,
    ImportedCouncillor,
    ImportedMeetingRef,
    ImportedStatus,
    ImportedTerm,
    ImportedWard,
    Kind,
)
from meetings.admin.moderngov.read import (
    kind_of,
    read_committees,
    read_councillors_by_ward,
    read_meetings,
)
from meetings.admin.moderngov.values import read_date, read_time

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("6.30 pm", dt.time(18, 30)), ("10.00 am", dt.time(10)), ("18:30", dt.time(18, 30)), ("7pm", dt.time(19)),
        ("7.00pm", dt.time(19)), ("6.30 p.m.", dt.time(18, 30)), ("12.00 noon", dt.time(12)), ("noon", dt.time(12)),
        ("12.15 am", dt.time(0, 15)), ("12.30 pm", dt.time(12, 30)), ("1830", dt.time(18, 30)),
        ("09.30", dt.time(9, 30)), ("14.00 hrs", dt.time(14)), ("6:30:00 PM", dt.time(18, 30)),
        ("18.30 pm", dt.time(18, 30)), ("7.30", None), ("25.00", None), ("6.75 pm", None), ("7", None),
        ("after Council", None), ("", None),
    ],
)  # fmt: skip
def test_times_are_read_as_typed_and_not_guessed(text: str, time: dt.time | None) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("09/02/2021", dt.date(2021, 2, 9)), ("9/2/2021", dt.date(2021, 2, 9)), ("2021-02-09", dt.date(2021, 2, 9)),
        ("2021-02-09T00:00:00", dt.date(2021, 2, 9)), ("09/02/2021 00:00:00", dt.date(2021, 2, 9)),
        ("Tuesday, 9th February, 2021", dt.date(2021, 2, 9)), ("9 Feb 2021", dt.date(2021, 2, 9)),
        ("31/02/2021", None), ("02/30/2021", None), ("to be confirmed", None), ("", None),
    ],
)  # fmt: skip
def test_dates_are_read_day_first(text: str, date: dt.date | None) -> None:
    assert read_date(text) == date


def test_committees_are_read() -> None:
    read = read_committees((DATA / "GetCommittees.xml").read_bytes())
    assert read.committees == (
        ImportedCommittee("110", "Harbours & Drainage Committee", "Committees", deleted=False, expired=False),
        ImportedCommittee("090", "Ferry Joint Board", "Joint bodies", deleted=False, expired=True),
    )
    assert read.unplaced == ()


def test_meetings_are_read_with_their_bodies() -> None:
    read = read_meetings((DATA / "GetMeetings.xml").read_bytes())
    assert [(m.source_id, m.body_id, m.status) for m in read.meetings] == [
        ("4022", "110", ImportedStatus.CANCELLED),
        ("4021", "110", ImportedStatus.CONFIRMED),
        ("4030", "120", ImportedStatus.PROVISIONAL),
    ]
    assert read.meetings[2] == ImportedMeetingRef(
        source_id="4030",
        date=dt.date(2023, 12, 5),
        start=dt.time(19),
        start_text="7pm",
        status=ImportedStatus.PROVISIONAL,
        status_text="Provisional",
        body_id="120",
        body_title="Council",
        is_webcast=False,
    )
    assert [entry.path.rpartition("/")[2] for entry in read.unplaced] == ["meetingtime", "colour"]


def test_meetings_by_date_carry_their_committee_themselves() -> None:
    xml = (
        b"<getmeetingsbydate><meetings><meeting><meetingid>5</meetingid><meetingdate>01/02/2024</meetingdate>"
        b"<committeeid>7</committeeid><committeetitle>Cabinet</committeetitle></meeting></meetings></getmeetingsbydate>"
    )
    (meeting,) = read_meetings(xml).meetings
    assert (meeting.source_id, meeting.body_id, meeting.body_title) == ("5", "7", "Cabinet")


def test_councillors_are_read_without_where_they_live() -> None:
    read = read_councillors_by_ward((DATA / "GetCouncillorsByWard.xml").read_bytes())
    assert read.wards == (
        ImportedWard(
            "Quayside",
            (
                ImportedCouncillor(
                    source_id="71",
                    name="Councillor Ida Wren",
                    ward="Quayside",
                    party="Independent",
                    group="Tidewater Group",
                    representing="Quayside",
                    key_posts="Chair of Harbours & Drainage",
                    work_address=("Sluice House", "Fenmere", "ZZ1 1ZZ"),
                    work_phone="07700 900123",
                    work_email="ida.wren@fenmere.example",
                    surgery=("First Saturdays, 10am",),
                    terms=(
                        ImportedTerm(dt.date(2019, 5, 6), dt.date(2023, 5, 8)),
                        ImportedTerm(dt.date(2023, 5, 9), None),
                    ),
                ),
            ),
        ),
        ImportedWard("Saltings", ()),
    )
    assert read.unplaced == ()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("GetMeeting_4021", Kind.MEETING), ("GetMeetings", Kind.MEETINGS), ("GetCommittees", Kind.COMMITTEES),
        ("GetCouncillorsByWard", Kind.COUNCILLORS),
    ],
)  # fmt: skip
def test_the_kind_of_an_answer_is_seen(path: str, kind: Kind) -> None:
    assert kind_of((DATA / f"{path}.xml").read_bytes()) is kind
