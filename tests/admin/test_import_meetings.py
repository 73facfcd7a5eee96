"""Meetings from another system: stored whole, known again, brought up to date."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from meetings.admin.events import MeetingImported
from meetings.admin.usecases import NO_COMMITTEE
from meetings.agendas.models import AgendaItem, AgendaVersion, Paper
from meetings.agendas.queries import published_agenda
from meetings.bodies.models import Body
from meetings.db.record import facts_of
from meetings.minutes.document import Narrative, Resolution
from meetings.minutes.models import MinutesVersion
from meetings.minutes.queries import public_minutes
from meetings.minutes.usecases import EditMinutes, edit_minutes
from meetings.people.models import Person
from meetings.room.models import Apology, Attendance
from meetings.room.usecases import Arrive, OpenMeeting, arrive, open_meeting
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.queries import meeting_of
from tests.admin.importing import (
    NARRATIVE,
    RESOLVED,
    attendee,
    bring,
    count,
    document,
    item,
    items_of,
    meeting,
    minutes_document,
)
from tests.factories.world import World

PAPER = document(5, "Dredging report", "https://democracy.example/s5/Dredging.pdf")
WHOLE = meeting(
    item(0, "PART A"),
    item(1, "Apologies", "<p>None.</p>"),
    item(2, "Dredging", NARRATIVE + RESOLVED, documents=PAPER, agendatext="<p>Report.</p>"),
    attendees=attendee(1, "Councillor Ida Wren", role="Chair")
    + attendee(2, "Councillor Bo Larch", "Apologies")
    + attendee(3, "Lin Moss", "In attendance", role="Harbour Master"),
)


def test_a_meeting_is_stored_whole(world: World) -> None:
    outcome = bring(world, WHOLE)
    assert (outcome.fates, outcome.report.complete) == (["new"], True)
    with world.runner.read() as session:
        row = meeting_of(session, outcome.meeting_id)
        agenda = published_agenda(session, row.id)
        capacities = list(session.scalars(select(Attendance.capacity).order_by(Attendance.capacity)))
        apologies = list(session.scalars(select(Apology.person_id)))
    assert (row.title, row.starts_at, row.place, row.status, row.is_public) == (
        "Harbours Committee",
        datetime(2023, 10, 17, 17, 30, tzinfo=UTC),
        "Sluice House",
        MeetingStatus.CLOSED,
        True,
    )
    assert agenda is not None
    assert [(i.number, i.title, i.is_heading) for i in agenda.items] == [
        ("", "PART A", True),
        ("1", "Apologies", False),
        ("2", "Dredging", False),
    ]
    assert agenda.items[2].text == "<p>Report.</p>"
    assert [p.external_url for p in agenda.items[2].papers] == ["https://democracy.example/s5/Dredging.pdf"]
    assert (capacities, len(apologies)) == (["member", "visitor"], 1)


def test_minutes_keep_their_bullets_and_the_resolution_is_one(sqlite_world: World) -> None:
    outcome = bring(sqlite_world, WHOLE)
    minutes = minutes_document(sqlite_world, outcome.meeting_id)
    narrative, resolution = minutes.items[2].blocks
    assert isinstance(narrative, Narrative)
    assert isinstance(resolution, Resolution)
    assert narrative.html.count("<li>") == 4
    assert (resolution.word, resolution.parts) == ("RESOLVED", ("That the plan be noted.",))
    assert (minutes.presiding, [a.name for a in minutes.apologies]) == (
        "Councillor Ida Wren",
        ["Councillor Bo Larch"],
    )
    assert [(a.name, a.post) for a in minutes.in_attendance] == [("Lin Moss", "Harbour Master")]
    assert minutes.items[2].item_id == items_of(sqlite_world, outcome.meeting_id)[2].id


def test_words_that_lead_in_to_the_parts_of_a_resolution_are_kept(sqlite_world: World) -> None:
    plain = "<p><b>RESOLVED</b> – That</p><ol><li>one;</li><li>two.</li></ol>"
    leading = "<p><b>RESOLVED</b> – That, if the grant is paid:</p><ol><li>one;</li><li>two.</li></ol>"
    outcome = bring(sqlite_world, meeting(item(1, "Quay", plain), item(2, "Pier", leading)))
    quay, pier = (i.blocks[0] for i in minutes_document(sqlite_world, outcome.meeting_id).items)
    assert isinstance(quay, Resolution)
    assert isinstance(pier, Resolution)
    assert quay.parts == ("one;", "two.")
    assert pier.parts == ("<p>That, if the grant is paid:</p><ol><li>one;</li><li>two.</li></ol>",)


def test_importing_again_is_the_same_and_doubles_nothing(world: World) -> None:
    tables = (Meeting, AgendaItem, AgendaVersion, Paper, MinutesVersion, Attendance, Apology, Person, Body)
    first = bring(world, WHOLE)
    before = [count(world, table) for table in tables]
    with world.runner.read() as session:
        facts = len(list(facts_of(session, first.meeting_id)))
    again = bring(world, WHOLE)
    assert (again.fates, again.meeting_id) == (["same"], first.meeting_id)
    assert [count(world, table) for table in tables] == before
    with world.runner.read() as session:
        assert len(list(facts_of(session, first.meeting_id))) == facts


def test_a_changed_file_changes_the_meeting_in_place(world: World) -> None:
    first = bring(world, WHOLE)
    ids = [i.id for i in items_of(world, first.meeting_id)]
    changed = meeting(
        item(0, "PART A"),
        item(3, "Moorings", "<p>New.</p>"),
        item(2, "Dredging of the basin", RESOLVED, documents=document(6, "Plan", "https://x.example/6")),
        attendees=attendee(1, "Councillor Ida Wren", role="Chair"),
        meetinglocation="Tide Room",
    )
    again = bring(world, changed)
    assert (again.fates, again.meeting_id) == (["changed"], first.meeting_id)
    lines = items_of(world, first.meeting_id)
    assert [i.title for i in lines] == ["PART A", "Moorings", "Dredging of the basin"]
    assert (lines[0].id, lines[2].id) == (ids[0], ids[2])
    with world.runner.read() as session:
        row = meeting_of(session, first.meeting_id)
        agenda = published_agenda(session, first.meeting_id)
        versions = list(session.scalars(select(MinutesVersion.number).order_by(MinutesVersion.number)))
        public = public_minutes(session, first.meeting_id)
        assert len(list(session.scalars(select(Attendance.id)))) == 1
        assert list(session.scalars(select(Apology.person_id))) == []
    assert agenda is not None
    assert public is not None
    assert (row.place, row.agenda_version, row.status) == ("Tide Room", 2, MeetingStatus.CLOSED)
    assert [p.title for i in agenda.items for p in i.papers] == ["Plan"]
    assert (versions, public[1].public_version) == ([1, 2], 2)
    assert [i.heading for i in public[0].items] == ["PART A", "Moorings", "Dredging of the basin"]


def test_a_committee_named_later_moves_the_meeting_and_stays(sqlite_world: World) -> None:
    nameless = meeting(item(1, "Dredging", RESOLVED), committeetitle="")
    first = bring(sqlite_world, nameless)
    assert "meeting/committeetitle" in first.unplaced
    named = bring(sqlite_world, nameless, body="Scrutiny Committee")
    later = bring(sqlite_world, nameless)
    with sqlite_world.runner.read() as session:
        row = meeting_of(session, first.meeting_id)
        fact = [e.fact for e in facts_of(session, row.id, types=(MeetingImported,))][-1]
    assert (first.fates, named.fates, later.fates) == (["new"], ["changed"], ["same"])
    assert (named.meeting_id, row.title) == (first.meeting_id, "Scrutiny Committee")
    assert isinstance(fact, MeetingImported)
    assert (fact.body, fact.named) == ("Scrutiny Committee", True)
    assert minutes_document(sqlite_world, row.id).body == "Scrutiny Committee"
    with sqlite_world.runner.read() as session:
        assert list(session.scalars(select(Body.name).order_by(Body.name))) == [
            NO_COMMITTEE,
            "Scrutiny Committee",
        ]


def test_minutes_worked_on_here_stay(sqlite_world: World) -> None:
    world = sqlite_world
    first = bring(world, WHOLE)
    minutes = minutes_document(world, first.meeting_id)
    slot = minutes.items[1].blocks[0].id
    edit = EditMinutes(first.meeting_id, 1, {slot: "<p>None were received.</p>"}, note="Correction")
    world.run(edit_minutes, edit)
    again = bring(world, WHOLE.replace(b"Dredging", b"Digging"))
    assert again.fates == ["changed"]
    assert any("worked on here" in path for path in again.unplaced)
    assert "None were received." in str(minutes_document(world, first.meeting_id))


def test_a_meeting_held_here_is_not_replaced(sqlite_world: World) -> None:
    world = sqlite_world
    body = world.body("Harbours Committee")
    coming = {"meetingdate": world.clock.at.strftime("%d/%m/%Y"), "minutepublished": "False"}
    first = bring(world, meeting(item(1, "Lease"), meetingtime="11.30 pm", **coming))
    world.run(arrive, Arrive(first.meeting_id, tuple(body.members)))
    world.run(open_meeting, OpenMeeting(first.meeting_id, body.members[0]))
    again = bring(world, meeting(item(1, "Another title"), meetingtime="11.30 pm", **coming))
    assert (again.fates, [i.title for i in items_of(world, first.meeting_id)]) == (["same"], ["Lease"])
    assert any("held here" in path for path in again.unplaced)


@pytest.mark.parametrize(("status", "notice"), [("Cancelled", "Cancelled"), ("Postponed", "Postponed")])
def test_a_meeting_that_was_not_held_is_cancelled_once(sqlite_world: World, status: str, notice: str) -> None:
    first = bring(sqlite_world, meeting(item(1, "Lease"), meetingstatus=status))
    bring(sqlite_world, meeting(item(1, "Leases"), meetingstatus=status))
    with sqlite_world.runner.read() as session:
        row = meeting_of(session, first.meeting_id)
        cancelled = [e for e in facts_of(session, row.id) if e.type == "schedule.meeting_cancelled"]
    assert (row.status, row.notice, len(cancelled)) == (
        MeetingStatus.CANCELLED,
        f"{notice} (imported)",
        1,
    )
    bring(sqlite_world, meeting(item(1, "Lease")))
    with sqlite_world.runner.read() as session:
        row = meeting_of(session, first.meeting_id)
    assert (row.status, row.notice) == (MeetingStatus.CLOSED, "")


def test_two_meetings_may_share_a_document_and_odd_links_are_told(sqlite_world: World) -> None:
    shared = document(5, "Code", "https://x.example/code")
    odd = document(6, "Script", "javascript:alert(1)") + document(7, "Local", "documents/s7.pdf")
    outcome = bring(
        sqlite_world,
        meeting(item(1, "One", documents=shared + odd)),
        meeting(item(1, "Two", documents=shared), meetingid=78),
    )
    with sqlite_world.runner.read() as session:
        urls = list(session.scalars(select(Paper.external_url)))
    assert urls == ["https://x.example/code"] * 2
    assert sum(each.count for each in outcome.report.could_not_place if "linkeddoc/url" in each.path) == 2


def test_awkward_files_are_stored_as_far_as_they_go(world: World) -> None:
    awkward = meeting(
        item(1, "T" * 700),
        item(2, "", agendaitemid="901"),
        item(3, "Third", agendaitemid=""),
        attendees=attendee(1, "Councillor Ida Wren")
        + attendee(1, "Councillor Ida Wren", "Apologies")
        + attendee(4, "")
        + attendee(5, "Councillor Una Pike", "Absent"),
        meetingtime="",
    )
    outcome = bring(world, awkward)
    assert [len(i.title) for i in items_of(world, outcome.meeting_id)] == [500, len("Untitled item"), 5]
    assert outcome.report.not_read == ()
    assert bring(world, awkward).fates == ["same"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"meetingdate": "soon"}, "no date"), ({"meetingid": ""}, "no number")],
)
def test_what_cannot_be_stored_is_told_and_the_others_are(
    sqlite_world: World, fields: dict[str, str], words: str
) -> None:
    outcome = bring(sqlite_world, meeting(item(1, "One"), **fields), meeting(item(1, "Two"), meetingid=78))
    assert outcome.fates == ["new"]
    assert [words in each.message for each in outcome.report.not_read] == [True]
