"""A meeting of the demonstration played through: people come, items are taken, motions moved, votes cast."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from meetings.actions.usecases import RecordAction, record_action
from meetings.admin.demo.agenda import (
    DemoAttendance,
    DemoItem,
    DemoItemKind,
    DemoMeeting,
    DemoMotion,
    DemoVote,
    as_resolved,
)
from meetings.admin.demo.appointment import appoint
from meetings.admin.demo.load_people import Cast
from meetings.admin.demo.private_part import confirm_stopped
from meetings.admin.demo.speeches import speak_on, until_next
from meetings.admin.demo.visitors import count_visitors
from meetings.kernel.secrecy import Sensitivity
from meetings.motions.rules import Effect, MotionKind
from meetings.motions.usecases import AgreeMotion, MoveMotion, agree_motion, move_motion
from meetings.room.queries import voters_here
from meetings.room.rules import Presence
from meetings.room.usecases import (
    Arrive,
    CloseMeeting,
    Leave,
    OpenMeeting,
    SendApology,
    TakeItem,
    TakeNote,
    arrive,
    close_meeting,
    leave,
    open_meeting,
    send_apology,
    take_item,
    take_note,
)
from meetings.runtime.work import Work
from meetings.voting.queries import vote_of
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import (
    CloseVote,
    DeclareVote,
    GiveCastingVote,
    OpenVote,
    cast_for,
    close_vote,
    declare_vote,
    give_casting_vote,
    open_vote,
)

#: who sits on a body; substitutes are left out until they can take a seat for an evening
_SEATED = ("member", "co_opted")


def play(work: Work, cast: Cast, meeting: DemoMeeting, meeting_id: str, items: Mapping[int, str]) -> None:
    """From the roll call to the close; `items` finds our item by its number."""
    assert meeting.opened is not None
    assert meeting.closed is not None
    Player(work, cast, meeting, meeting_id, items).run(meeting.opened, meeting.closed)


class Player:
    """Holds what every step needs."""

    def __init__(
        self, work: Work, cast: Cast, meeting: DemoMeeting, meeting_id: str, items: Mapping[int, str]
    ) -> None:
        self.work = work
        self.cast = cast
        self.meeting = meeting
        self.id = meeting_id
        self.items = items
        self.clerk = work.actor

    def run(self, opened: datetime, closed: datetime) -> None:
        """The whole meeting."""
        self.at(opened - timedelta(minutes=3))
        self.roll_call()
        self.at(opened)
        open_meeting(self.work, OpenMeeting(self.id, self.cast.people[self.meeting.presiding]))
        count_visitors(self.work, self.id, self.meeting)
        for item in self.meeting.items:
            self.come_and_go(item)
            if item.outcome is not None:
                self.at(item.outcome.starts)
                take_item(self.work, TakeItem(self.id, self.items[item.number]))
                self.business(item)
        self.at(closed)
        close_meeting(self.work, CloseMeeting(self.id))

    def at(self, local: datetime) -> None:
        """Move the clock, never back."""
        self.work.now = max(self.work.now, local.replace(tzinfo=self.work.timezone).astimezone(UTC))

    def later(self, seconds: int) -> None:
        """Let time go by."""
        self.work.now += timedelta(seconds=seconds)

    def seated(self) -> list[DemoAttendance]:
        """Members of the body, whatever became of them that evening."""
        return [a for a in self.meeting.attendance if a.capacity in _SEATED]

    def roll_call(self) -> None:
        """Apologies, then everybody who is there from the beginning."""
        for a in self.seated():
            if a.status == "apologies":
                send_apology(self.work, SendApology(self.id, self.cast.people[a.person]))
        others = [a for a in self.meeting.attendance if a.capacity not in (*_SEATED, "substitute")]
        start = [a for a in (*self.seated(), *others) if a.status == "present" and a.arrived_item is None]
        for remote in (False, True):
            people = tuple(self.cast.people[a.person] for a in start if a.remote is remote)
            presence = Presence.REMOTE if remote else Presence.IN_PERSON
            if people:
                arrive(self.work, Arrive(self.id, people, presence))

    def come_and_go(self, item: DemoItem) -> None:
        """Late arrivals before their first item, early leavers before the first they miss."""
        for a in self.seated():
            person_id = self.cast.people[a.person]
            if a.status == "present" and a.arrived_item == item.number and a.arrived:
                self.at(a.arrived)
                arrive(self.work, Arrive(self.id, (person_id,)))
            if a.status == "present" and a.left_item == item.number and a.left:
                self.at(a.left)
                leave(self.work, Leave(self.id, person_id))

    def business(self, item: DemoItem) -> None:
        """What was said, declared, moved and asked for."""
        outcome = item.outcome
        assert outcome is not None
        for interest in outcome.interests:
            self.note(interest.sentence)
        if outcome.discussion:
            self.later(90)
            self.note("\n".join(outcome.discussion))
        self.motions(item, outcome.motions)
        appoint(self.work, self.id, item.title, self.cast.actors[self.meeting.presiding])
        for action in outcome.actions:
            owner = self.cast.content.people[action.owner]
            post = getattr(owner, "post", "") or owner.name
            record_action(
                self.work, RecordAction(self.id, self.items[item.number], action.text, post, action.due)
            )

    def note(self, text: str) -> None:
        """A paragraph of the clerk's."""
        self.later(20)
        take_note(self.work, TakeNote(self.id, text))

    def motions(self, item: DemoItem, motions: tuple[DemoMotion, ...]) -> None:
        """The motion first, then its amendments, then whatever else was put, and the motion itself last."""
        if item.kind is DemoItemKind.EXCLUSION:
            self.exclude(motions)
            return
        main = next((m for m in motions if m.kind == "substantive"), None)
        main_id = self.move(main, _as_moved(item, main, motions)) if main else None
        self.debate(item, main, len(motions))
        for motion in motions:
            if motion is main:
                continue
            parent = main_id if motion.kind == "amendment" else None
            self.decide(self.move(motion, motion.text, parent), motion)
        if main and main_id:
            self.decide(main_id, main)

    def debate(self, item: DemoItem, main: DemoMotion | None, motions: int) -> None:
        """Members speak on what is voted on."""
        until = until_next(self.meeting, item)
        if main is None or main.vote is None or until is None:
            return
        first = [self.cast.people.get(main.mover or ""), self.cast.people.get(main.seconder or "")]
        end = until.replace(tzinfo=self.work.timezone).astimezone(UTC)
        speak_on(self.work, self.id, self.items[item.number], first, end, motions)

    def exclude(self, motions: tuple[DemoMotion, ...]) -> None:
        """The public leaves for every item that is not public, and it is looked at that everything has stopped."""
        exempt = tuple(
            self.items[i.number] for i in self.meeting.items if i.sensitivity is not Sensitivity.PUBLIC
        )
        for motion in motions:
            chair = self.cast.people[self.meeting.presiding]
            command = MoveMotion(
                self.id,
                as_resolved(motion.text),
                chair,
                kind=MotionKind.PROCEDURAL,
                effect=Effect.EXCLUDE_PUBLIC,
                effect_items=exempt,
            )
            self.decide(move_motion(self.work, command), motion)
        self.later(45)
        confirm_stopped(self.work, self.id)

    def move(self, motion: DemoMotion, text: tuple[str, ...], parent: str | None = None) -> str:
        """Put a motion before the meeting; where the minutes name no mover, the chair moved it."""
        self.later(40)
        here = {v.person_id for v in voters_here(self.work.session, self.id)}
        mover = self.cast.people[motion.mover or self.meeting.presiding]
        seconder = self.cast.people.get(motion.seconder or "")
        mover = mover if mover in here else self.cast.people[self.meeting.presiding]
        command = MoveMotion(
            meeting_id=self.id,
            text=as_resolved(text),
            mover_id=mover,
            seconder_id=seconder if seconder in here and seconder != mover else None,
            kind=MotionKind(motion.kind),
            parent_id=parent,
        )
        return move_motion(self.work, command)

    def decide(self, motion_id: str, motion: DemoMotion) -> None:
        """By general assent, or by the vote the content tells."""
        self.later(60)
        if motion.vote is None:
            agree_motion(self.work, AgreeMotion(self.id, motion_id))
        else:
            self.vote(motion_id, motion.vote)

    def vote(self, motion_id: str, vote: DemoVote) -> None:
        """Open, cast, close, casting vote where it is a tie, declare."""
        method = VoteMethod.RECORDED if vote.named else VoteMethod.TOTALS
        vote_id = open_vote(self.work, OpenVote(self.id, motion_id, method))
        here = {v.person_id for v in voters_here(self.work.session, self.id)}
        choices = {
            self.cast.actors[b.person]: Choice(b.choice)
            for b in vote.ballots
            if self.cast.people[b.person] in here
        }
        self.later(25)
        cast_for(self.work, vote_id, choices)
        self.later(20)
        close_vote(self.work, CloseVote(vote_id, missing_seen=len(here)))
        if vote_of(self.work.session, vote_id).needs_casting:
            self.later(15)
            choice = Choice(vote.casting) if vote.casting else None
            give_casting_vote(self.work, GiveCastingVote(vote_id, choice))
        self.later(20)
        declare_vote(self.work, DeclareVote(vote_id))


def _as_moved(item: DemoItem, main: DemoMotion | None, motions: tuple[DemoMotion, ...]) -> tuple[str, ...]:
    """The motion as first moved: where an amendment was carried, what was recommended or printed with the agenda."""
    assert main is not None
    amended = any(m.kind == "amendment" and m.carried for m in motions)
    return item.recommendation if amended and item.recommendation else main.text
