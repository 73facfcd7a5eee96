"""Summoning members: once for each version and change, by mail and calendar, with a list for the post."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from meetings.agendas.summons import SummonsKind, SummonsState, summons_state
from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.agendas.usecases.summoning import SendSummons, send_summons
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Sensitivity
from meetings.notifications.queries import letter_of
from meetings.people.models import Account
from meetings.schedule.calendars import entry_of
from meetings.schedule.members.usecases import SaveNeeds, save_needs
from meetings.schedule.models import MeetingKind, MeetingMode
from meetings.schedule.queries import meeting_of
from meetings.schedule.usecases import (
    ArrangeMeeting,
    CancelMeeting,
    ChangeMeeting,
    arrange_meeting,
    cancel_meeting,
    change_meeting,
)
from tests.factories.accounts import signed_in
from tests.factories.atonce import at_once
from tests.factories.smtp import Sink, smtp_sink
from tests.factories.world import EVENING, Sitting, World
from tests.notifications.conftest import Post, post_of


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as running:
        yield running


@pytest.fixture
def post(sqlite_world: World, sink: Sink, tmp_path: Path) -> Post:
    return post_of(sqlite_world, sink, tmp_path)


def state(sitting: Sitting) -> SummonsState:
    world = sitting.world
    with world.runner.read() as session:
        return summons_state(session, sitting.id, world.runner.timezone)


def send(sitting: Sitting, kind: SummonsKind | None = None, note: str = "") -> int:
    return sitting.world.run(send_summons, SendSummons(sitting.id, kind, note))


def move(sitting: Sitting, days: int = 1) -> None:
    at = EVENING + timedelta(days=days)
    moved = ChangeMeeting(
        sitting.id, at, "Library", MeetingMode.IN_PERSON, MeetingKind.ORDINARY, 90, "", "The hall is flooded."
    )
    sitting.world.run(change_meeting, moved)


def publish_again(sitting: Sitting, note: str = "Item 2 was added") -> None:
    sitting.world.run(add_item, AddItem(sitting.id, "Bus shelters"))
    sitting.world.run(publish_agenda, PublishAgenda(sitting.id, note))


def no_address(world: World, person_id: str) -> None:
    with world.runner.work(world.officer) as work:
        account = work.session.query(Account).filter_by(person_id=person_id).one()
        account.is_active = False


def test_every_member_is_summoned_with_agenda_and_calendar(post: Post) -> None:
    sitting = post.world.body(members=3).meeting("Library hours", "Street trees")
    assert state(sitting).due is SummonsKind.SUMMONS
    assert send(sitting, SummonsKind.SUMMONS, "Parking behind the hall.") == 3
    post.deliver()
    assert len(post.sink.taken) == 3
    taken = post.sink.taken[0]
    assert taken.message["Subject"] == "Summons: Planning Committee, Tuesday 8 December 2026 at 7pm"
    text = taken.part("text/plain").get_content()
    assert text.splitlines()[:14] == [
        "To the members of the Planning Committee",
        "",
        "You are summoned to attend a meeting of the Planning Committee on Tuesday 8 December 2026 at 7pm, Town Hall.",
        "",
        "The business to be transacted:",
        "1  Library hours",
        "2  Street trees",
        "",
        "Parking behind the hall.",
        "",
        "Priya Nair",
        "",
        "Agenda, papers, and a button for apologies:",
        "",
    ]
    assert f"https://meetings.northmoor.example/my/meetings/{sitting.id}" in text
    (event,) = Calendar.from_ical(taken.part("text/calendar").get_payload(decode=True)).events  # type: ignore[arg-type]
    assert str(event["UID"]) == f"{sitting.id}@witan"
    now = state(sitting)
    assert (now.due, now.missing, now.by_post) == (None, (), ())
    assert all(t.letter and t.letter.sent_at for t in now.told)


def test_once_for_each_version_and_again_only_to_those_who_joined(post: Post) -> None:
    body = post.world.body(members=2)
    sitting = body.meeting()
    assert send(sitting) == 2
    with pytest.raises(WrongState, match="has this letter already"):
        send(sitting)
    body.members.append(post.world.member(body.id, 2))
    assert [t.address.member.name for t in state(sitting).missing] == ["Councillor C. Cole"]
    assert send(sitting) == 1


def test_a_move_a_supplement_and_a_cancellation_follow_in_the_same_calendar_entry(post: Post) -> None:
    sitting = post.world.body(members=1).meeting()
    send(sitting)
    move(sitting)
    assert state(sitting).due is SummonsKind.CHANGE
    send(sitting)
    publish_again(sitting)
    assert state(sitting).due is SummonsKind.SUPPLEMENT
    send(sitting)
    post.world.run(cancel_meeting, CancelMeeting(sitting.id, "No business"))
    assert state(sitting).due is SummonsKind.CANCELLATION
    send(sitting)
    assert state(sitting).due is None
    post.deliver()
    subjects = [t.message["Subject"].split(":")[0] for t in post.sink.taken]
    assert subjects == ["Summons", "Changed", "Supplement", "Cancelled"]
    letters = [
        t for t in post.sink.taken if "text/calendar" in {p.get_content_type() for p in t.message.walk()}
    ]
    calendars = [Calendar.from_ical(t.part("text/calendar").get_payload(decode=True)) for t in letters]  # type: ignore[arg-type]
    assert [str(c["METHOD"]) for c in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {str(c.events[0]["UID"]) for c in calendars} == {f"{sitting.id}@witan"}
    assert [int(str(c.events[0]["SEQUENCE"])) for c in calendars] == [0, 1, 2]
    assert "The hall is flooded." in post.sink.taken[1].part("text/plain").get_content()
    assert "What has changed: Item 2 was added" in post.sink.taken[2].part("text/plain").get_content()


def test_members_join_online_by_our_own_page_and_feeds_do_not_lead_there(post: Post) -> None:
    body = post.world.body(members=1)
    online = ArrangeMeeting(body.id, EVENING, mode=MeetingMode.HYBRID, place="Town Hall")
    sitting = Sitting(body, post.world.run(arrange_meeting, online), [])
    post.world.run(add_item, AddItem(sitting.id, "Library hours"))
    post.world.run(publish_agenda, PublishAgenda(sitting.id))
    send(sitting)
    post.deliver()
    page = f"https://meetings.northmoor.example/meetings/{sitting.id}"
    (event,) = Calendar.from_ical(post.sink.taken[0].part("text/calendar").get_payload(decode=True)).events  # type: ignore[arg-type]
    assert [str(c.uri) for c in event.conferences] == [f"{page}/join"]
    assert f"Join online: {page}/join" in str(event["DESCRIPTION"]).split("\n")
    with post.world.runner.read() as session:
        entry = entry_of(meeting_of(session, sitting.id), EVENING, "https://meetings.northmoor.example")
    assert (entry.conference, "join" in entry.description) == ("", False)


def test_who_has_no_address_or_wants_paper_is_on_the_list_for_the_post(post: Post) -> None:
    body = post.world.body(members=3)
    no_address(post.world, body.members[1])
    post.world.run(save_needs, SaveNeeds(on_paper=True), post.world.actor(body.members[2]))
    sitting = body.meeting()
    assert send(sitting) == 2
    assert [t.address.member.name for t in state(sitting).by_post] == [
        "Councillor B. Bright",
        "Councillor C. Cole",
    ]


def test_a_body_without_addresses_is_noted_as_told(post: Post) -> None:
    body = post.world.body(members=1)
    no_address(post.world, body.members[0])
    sitting = body.meeting()
    assert send(sitting) == 0
    assert state(sitting).due is None
    with pytest.raises(WrongState):
        send(sitting)


def test_exempt_titles_are_not_in_the_letter(post: Post) -> None:
    sitting = post.world.body(members=1).meeting("Library hours", publish=False)
    secret = AddItem(
        sitting.id,
        "Dismissal of Mr Canary",
        sensitivity=Sensitivity.EXEMPT,
        exemption="paragraph 1",
        interest_test="Personal",
    )
    post.world.run(add_item, secret)
    post.world.run(publish_agenda, PublishAgenda(sitting.id))
    send(sitting)
    (row,) = post.letters()
    with post.world.runner.read() as session:
        text = letter_of(session, row.id).text
    assert ("Library hours" in text, "Canary" in text) == (True, False)


def test_nothing_is_sent_before_publication_or_after_the_beginning(post: Post) -> None:
    body = post.world.body(members=3)
    sitting = body.meeting(publish=False)
    with pytest.raises(WrongState, match="Publish the agenda first"):
        send(sitting)
    held = body.meeting(starts_at=EVENING + timedelta(days=7)).open()
    with pytest.raises(WrongState, match="has begun"):
        send(held)
    gone = body.meeting(starts_at=EVENING + timedelta(days=14))
    post.world.run(cancel_meeting, CancelMeeting(gone.id, "No business"))
    with pytest.raises(WrongState, match="never summoned"):
        send(gone)


def test_what_the_officer_saw_must_still_be_so(post: Post) -> None:
    sitting = post.world.body(members=1).meeting()
    send(sitting)
    move(sitting)
    with pytest.raises(WrongState, match="change of time or place"):
        send(sitting, SummonsKind.SUPPLEMENT)
    with pytest.raises(Invalid, match="Shorten"):
        send(sitting, note="x" * 5000)


def test_two_officers_at_once_send_one_letter_each(world: World, sink: Sink, tmp_path: Path) -> None:
    sitting = world.body(members=2).meeting()
    done, refused = at_once(lambda: send(sitting), lambda: send(sitting))
    assert (done, len(refused)) == ([2], 1)
    assert isinstance(refused[0], WrongState)


@pytest.mark.parametrize(
    "role", [Role.COUNCILLOR, Role.CHAIR, Role.AUTHOR, Role.MONITORING, Role.ADMINISTRATOR]
)
def test_only_officers_summon(sqlite_world: World, role: Role) -> None:
    body = sqlite_world.body(members=1)
    sitting = body.meeting()
    scoped = body.id if role in (Role.COUNCILLOR, Role.CHAIR) else None
    actor, _ = signed_in(sqlite_world, "Somebody", role, scoped)
    with pytest.raises(Denied):
        sqlite_world.run(send_summons, SendSummons(sitting.id), actor)


def test_an_officer_of_another_body_does_not_summon(sqlite_world: World) -> None:
    sitting = sqlite_world.body("Planning", members=1).meeting()
    other = sqlite_world.body("Audit", members=1)
    actor, _ = signed_in(sqlite_world, "Officer", Role.OFFICER, other.id)
    with pytest.raises(Denied):
        sqlite_world.run(send_summons, SendSummons(sitting.id), actor)
    assert replace(state(sitting), letters=()).missing != ()
