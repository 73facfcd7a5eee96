"""For every fact that is pushed to live screens: a meeting in which it happens, and the use case that records it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from meetings.agendas import events as agendas
from meetings.agendas.usecases import (
    AddPaper,
    ChangeItem,
    ItemStates,
    PublishAgenda,
    WithdrawPaper,
    add_paper,
    change_item,
    publish_agenda,
    withdraw_paper,
)
from meetings.kernel.facts import Fact
from meetings.kernel.secrecy import Sensitivity
from meetings.motions import events as motions
from meetings.motions.rules import Effect, MotionKind
from meetings.motions.usecases import (
    AgreeMotion,
    MoveMotion,
    PrepareMotion,
    WithdrawMotion,
    agree_motion,
    move_motion,
    prepare_motion,
    withdraw_motion,
)
from meetings.room import events as room
from meetings.room import usecases as rooms
from meetings.schedule import events as schedule
from meetings.schedule.members import events as beforehand
from meetings.schedule.members.usecases import (
    WithdrawSubstitute,
    name_substitute_for,
    withdraw_substitute_for,
)
from meetings.schedule.queries import meeting_of
from meetings.schedule.usecases import (
    AnnounceMeeting,
    CancelMeeting,
    ChangeMeeting,
    announce,
    cancel_meeting,
    change_meeting,
)
from meetings.voting import events as voting
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import (
    CloseVote,
    DeclareVote,
    GiveCastingVote,
    close_vote,
    declare_vote,
    give_casting_vote,
)
from tests.factories.world import Sitting, World
from tests.live.situations import (
    adjourned,
    balloting,
    debating,
    here,
    planned,
    substituting,
    under_way,
    voted,
)

Act = Callable[[], object]
Scenario = Callable[[World], tuple[Sitting, Act]]
SCENARIOS: dict[type[Fact], Scenario] = {}
F, A, N = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


def records(*kinds: type[Fact]) -> Callable[[Scenario], Scenario]:
    """The scenario's act records these facts."""

    def register(scenario: Scenario) -> Scenario:
        for kind in kinds:
            SCENARIOS[kind] = scenario
        return scenario

    return register


def simple(
    case: Callable[..., Any], command: Callable[[Sitting], Any], start: Callable[[World], Any]
) -> Scenario:
    """One command on a meeting."""

    def scenario(world: World) -> tuple[Sitting, Act]:
        begun = start(world)
        sitting = begun[0] if isinstance(begun, tuple) else begun
        return sitting, lambda: world.run(case, command(sitting))

    return scenario


_ROOM: list[tuple[type[Fact], Any, Callable[[Sitting], Any], Callable[[World], Any]]] = [
    (room.MeetingOpened, rooms.open_meeting, lambda s: rooms.OpenMeeting(s.id, s.body.members[0]), here),
    (room.MeetingAdjourned, rooms.adjourn_meeting, lambda s: rooms.AdjournMeeting(s.id), under_way),
    (room.MeetingResumed, rooms.resume_meeting, lambda s: rooms.ResumeMeeting(s.id), adjourned),
    (room.MeetingClosed, rooms.close_meeting, lambda s: rooms.CloseMeeting(s.id), under_way),
    (room.ItemTaken, rooms.take_item, lambda s: rooms.TakeItem(s.id, s.items[0]), under_way),
    (room.ChairTaken, rooms.take_chair, lambda s: rooms.TakeChair(s.id, s.body.members[2]), balloting),
    (room.MemberArrived, rooms.arrive, lambda s: rooms.Arrive(s.id, (s.body.members[5],)), under_way),
    (room.MemberLeft, rooms.leave, lambda s: rooms.Leave(s.id, s.body.members[4]), under_way),
    (
        room.ArrivalCorrected,
        rooms.correct_arrival,
        lambda s: rooms.CorrectArrival(s.id, s.body.members[4]),
        under_way,
    ),
    (
        room.ApologyReceived,
        rooms.send_apology,
        lambda s: rooms.SendApology(s.id, s.body.members[5]),
        under_way,
    ),
    (
        room.ApologyWithdrawn,
        rooms.withdraw_apology,
        lambda s: rooms.WithdrawApology(s.id, s.body.members[5]),
        under_way,
    ),
    (room.NoteTaken, rooms.take_note, lambda s: rooms.TakeNote(s.id, "Questions were put."), under_way),
    (room.PublicCounted, rooms.count_public, lambda s: rooms.CountPublic(s.id, 14), under_way),
    (voting.RollJoined, rooms.arrive, lambda s: rooms.Arrive(s.id, (s.body.members[5],)), balloting),
    (voting.RollLeft, rooms.leave, lambda s: rooms.Leave(s.id, s.body.members[4]), balloting),
    (
        motions.MotionPrepared,
        prepare_motion,
        lambda s: PrepareMotion(s.id, s.items[2], "That the depot is sold"),
        under_way,
    ),
    (
        motions.MotionMoved,
        move_motion,
        lambda s: MoveMotion(s.id, "That the depot is let", *s.body.members[:2]),
        under_way,
    ),
    (schedule.MeetingCancelled, cancel_meeting, lambda s: CancelMeeting(s.id, "Snow"), planned),
]
for _kind, _case, _command, _start in _ROOM:
    SCENARIOS[_kind] = simple(_case, _command, _start)


@records(room.NoteChanged)
def note_changed(world: World) -> tuple[Sitting, Act]:
    """A note is rewritten."""
    sitting = under_way(world)
    note_id = world.run(rooms.take_note, rooms.TakeNote(sitting.id, "Nobody spoke."))
    return sitting, lambda: world.run(
        rooms.change_note, rooms.ChangeNote(sitting.id, note_id, "Everybody spoke.")
    )


@records(room.OrderChanged)
def order_changed(world: World) -> tuple[Sitting, Act]:
    """A carried motion changes the order of business."""
    sitting = under_way(world)
    motion_id = sitting.motion(
        "That item 3 be taken next",
        kind=MotionKind.PROCEDURAL,
        effect=Effect.ORDER_OF_BUSINESS,
        effect_item_id=sitting.items[1],
    )
    return sitting, lambda: world.run(agree_motion, AgreeMotion(sitting.id, motion_id))


@records(motions.MotionWithdrawn)
def motion_withdrawn(world: World) -> tuple[Sitting, Act]:
    """The mover takes it back."""
    sitting, motion_id = debating(world)
    return sitting, lambda: world.run(withdraw_motion, WithdrawMotion(sitting.id, motion_id))


@records(motions.MotionDecided, motions.MotionAmended)
def motion_amended(world: World) -> tuple[Sitting, Act]:
    """An amendment is agreed."""
    sitting, motion_id = debating(world)
    amendment = sitting.motion(
        "That the depot is let for a year", kind=MotionKind.AMENDMENT, parent_id=motion_id
    )
    return sitting, lambda: world.run(agree_motion, AgreeMotion(sitting.id, amendment))


@records(voting.VoteOpened)
def vote_opened(world: World) -> tuple[Sitting, Act]:
    """The method is announced."""
    sitting, motion_id = debating(world)
    return sitting, lambda: sitting.vote(motion_id, VoteMethod.TOTALS)


@records(voting.BallotCast)
def ballot_cast(world: World) -> tuple[Sitting, Act]:
    """One more has voted, and one has changed their mind."""
    sitting, vote_id = balloting(world)
    m = sitting.body.members
    return sitting, lambda: sitting.cast(vote_id, {m[0]: A, m[1]: N}, "second")


@records(voting.VoteClosed)
def vote_closed(world: World) -> tuple[Sitting, Act]:
    """The count is made."""
    sitting, vote_id = balloting(world)
    return sitting, lambda: world.run(close_vote, CloseVote(vote_id, missing_seen=5))


@records(voting.CastingVoteGiven)
def casting_vote(world: World) -> tuple[Sitting, Act]:
    """Whoever presides decides a tie."""
    sitting, motion_id = debating(world)
    vote_id = voted(sitting, sitting.vote(motion_id, VoteMethod.RECORDED), tie=True)
    chair = world.actor(sitting.body.members[0])
    return sitting, lambda: world.run(give_casting_vote, GiveCastingVote(vote_id, F), chair)


@records(voting.VoteDeclared)
def vote_declared(world: World) -> tuple[Sitting, Act]:
    """The result is announced."""
    sitting, motion_id = debating(world)
    vote_id = voted(sitting, sitting.vote(motion_id, VoteMethod.RECORDED))
    return sitting, lambda: world.run(declare_vote, DeclareVote(vote_id))


@records(agendas.AgendaPublished)
def agenda_published(world: World) -> tuple[Sitting, Act]:
    """In the middle of a meeting what was open is marked exempt, and what was exempt is opened, each with votes."""
    sitting, _ = balloting(world)
    first = ChangeItem(sitting.id, sitting.items[0], "Hours of the library")
    states = ItemStates(interest_test="Names")
    exempt = replace(first, sensitivity=Sensitivity.EXEMPT, exemption="Paragraph 1", states=states)
    world.run(change_item, exempt)
    world.run(change_item, ChangeItem(sitting.id, sitting.items[1], "The depot"))
    return sitting, lambda: world.run(publish_agenda, PublishAgenda(sitting.id, "Marks corrected"))


@records(agendas.PaperWithdrawn)
def paper_withdrawn(world: World) -> tuple[Sitting, Act]:
    """A paper of the item being taken is no longer served."""
    sitting = planned(world, publish=False)
    paper = AddPaper(sitting.id, sitting.items[0], "Survey", external_url="https://example.org/survey.pdf")
    paper_id = world.run(add_paper, paper)
    world.run(publish_agenda, PublishAgenda(sitting.id))
    sitting.open(present=5)
    return sitting, lambda: world.run(withdraw_paper, WithdrawPaper(sitting.id, paper_id, "Wrong file"))


@records(schedule.MeetingAnnounced)
def announced(world: World) -> tuple[Sitting, Act]:
    """The public learns of a meeting without an agenda."""
    sitting = planned(world, publish=False)
    return sitting, lambda: world.run(announce, AnnounceMeeting(sitting.id))


@records(schedule.MeetingChanged)
def changed(world: World) -> tuple[Sitting, Act]:
    """Another day, on which one of the members is no longer one."""
    from sqlalchemy import select

    from meetings.bodies.models import Membership
    from meetings.bodies.usecases import EndMembership, end_membership

    sitting = here(world)
    with world.runner.read() as session:
        meeting = meeting_of(session, sitting.id)
        seat = session.scalars(
            select(Membership).where(Membership.person_id == sitting.body.members[5])
        ).one()
    world.run(end_membership, EndMembership(seat.id, meeting.starts_at.date()))
    later = meeting.starts_at + timedelta(days=7)
    command = ChangeMeeting(
        sitting.id, later, meeting.place, meeting.mode, meeting.kind, meeting.planned_minutes, "", "Moved"
    )
    return sitting, lambda: world.run(change_meeting, command)


@records(beforehand.SubstituteNamed)
def substitute_named(world: World) -> tuple[Sitting, Act]:
    """Somebody sits in for a member."""
    sitting, command = substituting(world)
    return sitting, lambda: world.run(name_substitute_for, command)


@records(beforehand.SubstituteWithdrawn)
def substitute_withdrawn(world: World) -> tuple[Sitting, Act]:
    """And does not after all."""
    sitting, command = substituting(world)
    world.run(name_substitute_for, command)
    return sitting, lambda: world.run(
        withdraw_substitute_for, WithdrawSubstitute(sitting.id, command.person_id)
    )
