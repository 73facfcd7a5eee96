"""What the live screens show of votes, which facts change it, and what people coming and going does to a roll."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.agendas.events import AgendaPublished
from meetings.agendas.models import ItemKind
from meetings.agendas.queries import item_for_audience
from meetings.kernel.secrecy import Audience, Sensitivity, may_read, may_see_missing, may_see_names
from meetings.motions.queries import motion_of
from meetings.motions.rules import Effect, MotionKind
from meetings.motions.usecases import before_deciding
from meetings.motions.usecases.deciding import before_agreeing
from meetings.room.entitlement import on_entitlement
from meetings.room.events import ChairTaken, ItemTaken, MeetingOpened, MemberArrived, MemberLeft
from meetings.room.queries import items_of, presiding_name, room_of
from meetings.room.usecases.attendance import before_correction
from meetings.room.usecases.meeting import before_closing, before_moving_on
from meetings.runtime.live import part
from meetings.runtime.reactions import on, push, then
from meetings.voting import events
from meetings.voting.queries import VoteView, latest_vote_of, votes_of
from meetings.voting.rules import Choice, Outcome, VoteMethod, VoteState
from meetings.voting.usecases.demands import no_assent_instead
from meetings.voting.usecases.rolls import (
    follow_entitlement,
    join_roll,
    leave_roll,
    no_vote_on,
    no_vote_under_way,
    not_on_an_open_roll,
)


@dataclass(frozen=True)
class Counts:
    """The figures of a closed vote."""

    for_: int
    against: int
    abstain: int
    none: int


@dataclass(frozen=True)
class Side:
    """The names on one side of a recorded vote; `choice` None are those who cast nothing."""

    choice: Choice | None
    names: tuple[str, ...]


@dataclass(frozen=True)
class VotePart:
    """The vote that is on, or the last one on this item, as far as the audience may know it."""

    id: str
    motion_id: str
    kind: MotionKind
    effect: Effect
    method: VoteMethod
    state: VoteState
    text: str
    mover: str
    seconder: str
    opened_at: datetime
    closed_at: datetime | None
    declared_at: datetime | None
    present: int
    voted: int
    #: on the roll, in order of surname; for the ballot screens
    roll: tuple[str, ...]
    missing: tuple[str, ...]
    missing_ids: tuple[str, ...]
    counts: Counts | None
    outcome: Outcome | None
    sides: tuple[Side, ...]
    needs_casting: bool
    casting: Choice | None
    casting_declined: bool
    presiding: str
    presiding_id: str | None


@dataclass(frozen=True)
class ResultLine:
    """A declared result."""

    vote_id: str
    number: str
    title: str
    kind: MotionKind
    effect: Effect
    text: str
    method: VoteMethod
    outcome: Outcome
    counts: Counts
    casting: Choice | None
    declared_at: datetime
    #: whether the vote has a public page
    is_public: bool


@dataclass(frozen=True)
class ResultsPart:
    """Every declared result of the meeting, in order."""

    results: tuple[ResultLine, ...]


@part("vote", template="voting/_vote.html")
def vote_part(session: Session, meeting_id: str, audience: Audience) -> VotePart | None:
    """The vote under way; nothing of an exempt item for the public, no name before it may be seen."""
    room = room_of(session, meeting_id)
    vote = latest_vote_of(session, meeting_id, room.item_id if room else None)
    if vote is None or not _may_read(session, vote, audience):
        return None
    motion = motion_of(session, vote.motion_id)
    declared = vote.state is VoteState.DECLARED
    shown = vote.state is not VoteState.OPEN and (declared or audience is not Audience.PUBLIC)
    named = shown and may_see_names(recorded=vote.is_recorded, declared=declared, audience=audience)
    missing = vote.missing if may_see_missing(audience) else ()
    return VotePart(
        id=vote.id,
        motion_id=vote.motion_id,
        kind=motion.kind,
        effect=motion.effect,
        method=vote.method,
        state=vote.state,
        text=vote.text,
        mover=motion.mover,
        seconder=motion.seconder,
        opened_at=vote.opened_at,
        closed_at=vote.closed_at,
        declared_at=vote.declared_at,
        present=len(vote.voters),
        voted=len(vote.voters) - len(vote.missing),
        roll=tuple(v.person_id for v in vote.voters) if audience is not Audience.PUBLIC else (),
        missing=tuple(v.name for v in missing),
        missing_ids=tuple(v.person_id for v in missing),
        counts=counts_of(vote) if shown else None,
        outcome=vote.outcome if shown else None,
        sides=sides_of(vote) if named else (),
        needs_casting=shown and vote.needs_casting,
        casting=vote.casting if shown else None,
        casting_declined=vote.casting_declined if shown else False,
        presiding=presiding_name(session, room),
        presiding_id=room.presiding_id if room else None,
    )


@part("results", template="voting/_results.html")
def results_part(session: Session, meeting_id: str, audience: Audience) -> ResultsPart:
    """What has been decided by vote so far."""
    items = {
        i.id: item_for_audience(i, audience) for i in items_of(session, meeting_id) if i.kind is ItemKind.ITEM
    }
    lines = []
    for vote in votes_of(session, meeting_id):
        if vote.state is not VoteState.DECLARED or not _may_read(session, vote, audience):
            continue
        motion, item, counts = (
            motion_of(session, vote.motion_id),
            items.get(vote.item_id or ""),
            counts_of(vote),
        )
        assert vote.outcome is not None
        assert vote.declared_at is not None
        assert counts is not None
        lines.append(
            ResultLine(
                vote.id,
                item.number if item else "",
                item.title if item else "",
                motion.kind,
                motion.effect,
                vote.text,
                vote.method,
                vote.outcome,
                counts,
                vote.casting,
                vote.declared_at,
                vote.item_id is None or (item is not None and item.sensitivity is Sensitivity.PUBLIC),
            )
        )
    return ResultsPart(tuple(lines))


def counts_of(vote: VoteView) -> Counts | None:
    """The figures, once counted."""
    t = vote.tally
    return Counts(t.for_, t.against, t.abstain, t.none) if t else None


def sides_of(vote: VoteView) -> tuple[Side, ...]:
    """Names by side, every side named even when it is empty."""
    return tuple(Side(c, vote.names(c)) for c in (*Choice, None))


def _may_read(session: Session, vote: VoteView, audience: Audience) -> bool:
    if vote.item_id is None:
        return True
    item = next((i for i in items_of(session, vote.meeting_id) if i.id == vote.item_id), None)
    # Of an item that has gone from the agenda nobody can tell what it would be marked now.
    sensitivity = item.sensitivity if item else Sensitivity.CONFIDENTIAL
    return may_read(sensitivity, published=True, audience=audience)


on(events.VoteOpened, push("vote", "motions"))
on(events.RollJoined, push("vote"))
on(events.RollLeft, push("vote"))
on(events.BallotCast, push("vote"))
on(events.VoteClosed, push("vote"))
on(events.CastingVoteGiven, push("vote"))
on(events.VoteDeclared, push("vote", "results", "motions"))
on(ItemTaken, push("vote"))
on(MeetingOpened, push("vote", "results"))
on(ChairTaken, push("vote"))
on(AgendaPublished, push("vote", "results"))
on(MemberArrived, then(join_roll))
on(MemberLeft, then(leave_roll))
before_closing(no_vote_under_way)
before_moving_on(no_vote_under_way)
before_correction(not_on_an_open_roll)
before_deciding(no_vote_on)
before_agreeing(no_assent_instead)
on_entitlement(follow_entitlement)
