"""The report of an import: what was read, and what found no place."""

from __future__ import annotations

from meetings.admin.moderngov.loaded import (
    Source,
)
from meetings.admin.moderngov.report import CouldNotPlace, Counts, ImportReport, ReportWriter, Stored
from meetings.admin.moderngov.source import Uploaded, open_source
from tests.admin.moderngov_site import DATA, content_of


def report_of(source: Source, *stored: Stored) -> ImportReport:
    writer = ReportWriter(source.where)
    for loaded in source.load():
        writer.add(loaded)
    return writer.finish(stored)


def test_the_report_counts_what_was_read_and_names_what_was_not() -> None:
    report = report_of(open_source(str(DATA)))
    assert report.counts == Counts(
        meetings=2, items=3, documents=3, resolutions=1, tallies=1, attendees=7, committees=2,
        listed_meetings=3, wards=2, councillors=1,
    )  # fmt: skip
    assert report.could_not_place[0] == CouldNotPlace(
        "getmeetings/committee/committeemeetings/meeting/meetingtime",
        "At the rise of Council",
        str(DATA / "GetMeetings.xml"),
        1,
    )
    assert (len(report.could_not_place), report.not_read, report.complete) == (9, (), False)


def test_the_same_thing_is_told_once_with_its_count() -> None:
    writer = ReportWriter("two files")
    for loaded in Uploaded(
        (("a.xml", content_of("GetMeeting_4021")), ("b.xml", content_of("GetMeeting_4021")))
    ).load():
        writer.add(loaded)
    assert writer.finish().could_not_place[0] == CouldNotPlace(
        "meeting/agendaitems/agendaitem/commenttext1", "All wards", "a.xml", 2
    )


def test_the_report_can_be_printed() -> None:
    report = report_of(
        Uploaded((("a.xml", content_of("GetMeeting_4022")), ("b.xml", b""))), Stored("meetings", 1, 0, 0)
    )
    assert report.text() == (
        "Read from the files you sent:\n"
        "  1 meeting\n"
        "Stored:\n"
        "  meetings: 1 new, 0 changed, 0 as they were\n"
        "Could not be read:\n"
        "  b.xml: Expected an answer of Modern.Gov's web service; found nothing: the file is empty.\n"
        "Could not place:\n"
        "  meeting/meetingtime: “At the rise of Council” [a.xml]"
    )


def test_a_report_with_nothing_left_over_says_so() -> None:
    report = report_of(Uploaded((("c.xml", content_of("GetCommittees")),)))
    assert report.lines() == [
        "Read from the files you sent:", "  2 committees", "Everything that was read has a place.",
    ]  # fmt: skip
