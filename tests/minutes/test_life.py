"""From draft to signed record: each step allowed, denied, and at the wrong time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from threading import Barrier

import pytest

from meetings.db.record import facts_of
from meetings.kernel.actor import Actor
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.minutes.document import MinutesStatus
from meetings.minutes.events import MinutesConfirmed
from meetings.minutes.models import Minutes
from meetings.minutes.queries import document_of, minutes_of, minutes_status_of, public_minutes, to_finish
from meetings.minutes.usecases import (
    ApproveMinutes,
    ConfirmMinutes,
    ImportMinutes,
    PublishMinutes,
    RedraftMinutes,
    approve_minutes,
    confirm_minutes,
    import_minutes,
    publish_minutes,
    redraft_minutes,
)
from meetings.minutes.writing.together import BeHere, be_here
from meetings.room.usecases import CloseMeeting, close_meeting
from tests.factories.world import Sitting, World
from tests.minutes.reading import newest, status_of
from tests.minutes.telling import Tale
from tests.minutes.test_editing import edit, minuted

DRAFT, APPROVED = MinutesStatus.DRAFT, MinutesStatus.APPROVED
PUBLISHED, CONFIRMED = MinutesStatus.PUBLISHED, MinutesStatus.CONFIRMED


def approve(world: World, sitting: Sitting, version: int = 1) -> None:
    world.run(approve_minutes, ApproveMinutes(sitting.id, version))


def publish(world: World, sitting: Sitting, version: int = 1) -> None:
    world.run(publish_minutes, PublishMinutes(sitting.id, version))


def confirm(world: World, sitting: Sitting, version: int = 1, signed_by: str = "Councillor A. Abara") -> None:
    world.run(confirm_minutes, ConfirmMinutes(sitting.id, version, date(2026, 12, 9), signed_by))


@dataclass(frozen=True)
class Minuted:
    """A meeting that is over, and two who sat there, signed in."""

    sitting: Sitting
    chair: Actor
    member: Actor


@pytest.fixture
def minuted_meeting(world: World) -> Minuted:
    """Two weeks after it was held."""
    sitting = minuted(world)
    chair, member = (world.actor(person_id) for person_id in sitting.body.members[:2])
    world.later(minutes=14 * 24 * 60)
    return Minuted(sitting, chair, member)


@pytest.fixture
def sitting(minuted_meeting: Minuted) -> Sitting:
    return minuted_meeting.sitting


def test_closing_the_meeting_leaves_a_draft_that_the_public_cannot_read(
    world: World, sitting: Sitting
) -> None:
    assert status_of(world, sitting.id) == (DRAFT, 1, 0)
    with world.runner.read() as session:
        assert public_minutes(session, sitting.id) is None
        waiting = [(meeting_id, status) for meeting_id, _, _, status in to_finish(session, None)]
        assert waiting == [(sitting.id, DRAFT)]
        assert to_finish(session, ()) == []


def test_approved_published_and_confirmed_they_are_the_record(world: World, sitting: Sitting) -> None:
    approve(world, sitting)
    assert status_of(world, sitting.id) == (APPROVED, 1, 0)
    publish(world, sitting)
    with world.runner.read() as session:
        public = public_minutes(session, sitting.id)
    assert public is not None
    assert (public[0].status, public[0].is_confirmed) == (PUBLISHED, False)
    confirm(world, sitting)
    with world.runner.read() as session:
        public = public_minutes(session, sitting.id)
        row = minutes_status_of(session, [sitting.id])[sitting.id]
        facts = [e.fact for e in facts_of(session, sitting.id, types=(MinutesConfirmed,))]
        assert to_finish(session, None) == []
    assert public is not None
    assert (public[0].is_confirmed, public[0].confirmed_on_words, public[0].signed_by) == (
        True,
        "9 December 2026",
        "Councillor A. Abara",
    )
    assert (row.approved_by, row.is_confirmed) == ("Priya Nair", True)
    assert facts == [MinutesConfirmed(1, date(2026, 12, 9), "Councillor A. Abara")]


def test_the_chair_may_approve_and_sign_and_other_members_may_not(
    world: World, minuted_meeting: Minuted
) -> None:
    sitting, chair, member = minuted_meeting.sitting, minuted_meeting.chair, minuted_meeting.member
    command = ApproveMinutes(sitting.id, 1)
    with pytest.raises(Denied):
        world.run(approve_minutes, command, member)
    world.run(approve_minutes, command, chair)
    with pytest.raises(Denied):
        world.run(publish_minutes, PublishMinutes(sitting.id, 1), chair)
    publish(world, sitting)
    signing = ConfirmMinutes(sitting.id, 1, date(2026, 12, 9), chair.name)
    with pytest.raises(Denied):
        world.run(confirm_minutes, signing, member)
    world.run(confirm_minutes, signing, chair)
    assert status_of(world, sitting.id) == (CONFIRMED, 1, 1)
    # A page still open says once more that it is there: it is told, not refused.
    over = "These minutes are confirmed and signed: nothing more is written in them."
    assert world.run(be_here, BeHere(sitting.id, "", {"x": ("<p>Late</p>", "")})) == over


def test_no_step_is_skipped_or_taken_twice(world: World, sitting: Sitting) -> None:
    for step in (publish, confirm):
        with pytest.raises(WrongState):
            step(world, sitting)
    approve(world, sitting)
    for step in (approve, confirm):
        with pytest.raises(WrongState):
            step(world, sitting)
    publish(world, sitting)
    for step in (approve, publish):
        with pytest.raises(WrongState):
            step(world, sitting)
    confirm(world, sitting)
    for step in (approve, publish, confirm):
        with pytest.raises(WrongState):
            step(world, sitting)


def test_of_two_approvals_at_once_one_counts(world: World, sitting: Sitting) -> None:
    ready = Barrier(2)

    def press(_: int) -> str:
        ready.wait(10)
        try:
            approve(world, sitting)
        except WrongState:
            return "refused"
        return "approved"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == ["approved", "refused"]


def test_a_step_is_refused_on_a_version_that_is_no_longer_the_newest(world: World, sitting: Sitting) -> None:
    edit(world, sitting, 1, first="<p>More.</p>")
    with pytest.raises(WrongState, match="version 2 now"):
        approve(world, sitting, 1)
    approve(world, sitting, 2)
    edit(world, sitting, 2, first="<p>Still more.</p>")
    assert status_of(world, sitting.id) == (DRAFT, 3, 0)


def test_a_correction_of_what_the_public_reads_says_why_and_replaces_it_when_published(
    world: World, sitting: Sitting
) -> None:
    approve(world, sitting)
    publish(world, sitting)
    with pytest.raises(Invalid) as refused:
        edit(world, sitting, 1, second="<p>Added.</p>")
    assert refused.value.fields == {"note": "Say what is corrected, and why"}
    edit(world, sitting, 1, "Correction: a sentence was missing", second="<p>Added.</p>")
    assert status_of(world, sitting.id) == (DRAFT, 2, 1)
    with world.runner.read() as session:
        public = public_minutes(session, sitting.id)
    assert public is not None
    assert (public[0].version, public[0].status) == (1, PUBLISHED)
    with pytest.raises(WrongState, match="newer version"):
        confirm(world, sitting, 2)
    approve(world, sitting, 2)
    publish(world, sitting, 2)
    confirm(world, sitting, 2)
    assert status_of(world, sitting.id) == (CONFIRMED, 2, 2)


def test_confirmed_minutes_are_not_written_in(world: World, sitting: Sitting) -> None:
    approve(world, sitting)
    publish(world, sitting)
    confirm(world, sitting)
    with pytest.raises(WrongState, match="resolution of a later meeting"):
        edit(world, sitting, 1, "Correction", first="<p>Other.</p>")
    with pytest.raises(WrongState):
        world.run(redraft_minutes, RedraftMinutes(sitting.id, 1, "Correction"))


def test_confirmation_needs_a_name_and_a_possible_day(world: World, sitting: Sitting) -> None:
    approve(world, sitting)
    publish(world, sitting)
    wrong = (
        (date(2026, 12, 7), "before the meeting"),
        (date(2027, 12, 8), "still to come"),
    )
    for on, words in wrong:
        with pytest.raises(Invalid, match=words):
            world.run(confirm_minutes, ConfirmMinutes(sitting.id, 1, on, "Councillor A. Abara"))
    with pytest.raises(Invalid) as refused:
        confirm(world, sitting, signed_by="  ")
    assert refused.value.fields == {"signed_by": "Give the name of who presided and signed"}


def test_imported_minutes_are_kept_cleaned_where_they_stood(world: World) -> None:
    document = replace(
        Tale().open().take("i1").close().draft(),
        confirmed_on=date(2026, 12, 8),
        signed_by="Councillor Ann Ash",
    )
    planned = world.body().meeting()
    assert world.run(import_minutes, ImportMinutes(planned.id, document, CONFIRMED)) == 1
    assert status_of(world, planned.id) == (CONFIRMED, 1, 1)
    with world.runner.read() as session:
        public = public_minutes(session, planned.id)
    assert public is not None
    assert (public[0].signed_by, public[0].items) == ("Councillor Ann Ash", document.items)
    with pytest.raises(WrongState):
        world.run(import_minutes, ImportMinutes(planned.id, document, CONFIRMED))
    member = world.actor(planned.body.members[0])
    with pytest.raises(Denied):
        world.run(import_minutes, ImportMinutes(planned.id, document, CONFIRMED), member)


def test_a_meeting_that_was_not_held_here_has_nothing_to_draft_from(world: World) -> None:
    planned = world.body().meeting()
    with pytest.raises(WrongState):
        world.run(redraft_minutes, RedraftMinutes(planned.id, 0))


def test_minutes_lost_to_a_fault_are_drafted_at_a_press(world: World) -> None:
    sitting = world.body().meeting().open()
    world.run(close_meeting, CloseMeeting(sitting.id))
    with world.runner.database.write() as session:
        row = minutes_of(session, sitting.id)
        assert row is not None
        before = document_of(session, row)
        for table in ("minutes_version", "minutes"):
            session.execute(Minutes.metadata.tables[table].delete())
    assert world.run(redraft_minutes, RedraftMinutes(sitting.id, 0)) == 1
    assert newest(world, sitting.id) == before
