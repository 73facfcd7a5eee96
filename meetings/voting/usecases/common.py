"""What the steps of a vote share: finding and locking it, and whose word counts."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from meetings.bodies.queries import person_names
from meetings.kernel.errors import Invalid, NotFound
from meetings.room.usecases.meeting import locked, open_room
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.queries import meeting_of
from meetings.voting.models import Vote

MAX_REASON = 2000


class OfVote(Protocol):
    """A command about a vote."""

    @property
    def vote_id(self) -> str:
        """Which vote."""


def body_of_vote(session: Session, command: OfVote) -> str:
    """The body whose grants count. Raises NotFound."""
    return meeting_of(session, meeting_id_of(session, command.vote_id)).body_id


def meeting_id_of(session: Session, vote_id: str) -> str:
    """The meeting a vote is taken at. Raises NotFound."""
    meeting_id = session.scalar(select(Vote.meeting_id).where(Vote.id == vote_id))
    if meeting_id is None:
        raise NotFound("There is no such vote.")
    return meeting_id


def locked_vote(work: Work, vote_id: str) -> Vote:
    """The vote, after its meeting: locks are always taken in that order. Raises NotFound."""
    locked(work, meeting_id_of(work.session, vote_id))
    vote = work.session.scalar(
        select(Vote).where(Vote.id == vote_id).with_for_update().execution_options(populate_existing=True)
    )
    assert vote is not None
    return vote


def vote_in_session(work: Work, vote_id: str) -> Vote:
    """The same while the meeting sits: during an adjournment a vote rests. Raises NotFound or WrongState."""
    open_room(work, meeting_id_of(work.session, vote_id))
    return locked_vote(work, vote_id)


def share_meetings(session: Session, meetings: Select[str]) -> set[str]:
    """Hold the meetings of a batch of ballots, in order, and say which of them sit.

    Everything else that happens in a meeting locks it first; so whoever leaves now is on the roll or is not.
    """
    locking = select(Meeting.id, Meeting.status).where(Meeting.id.in_(meetings)).order_by(Meeting.id)
    rows = session.execute(locking.with_for_update(read=True))
    return {meeting_id for meeting_id, status in rows if status is MeetingStatus.OPEN}


def name_of(work: Work, person_id: str) -> str:
    """A person's name."""
    return person_names(work.session, [person_id]).get(person_id, "")


def reason_of(text: str, what: str) -> str:
    """A reason as typed. Raises Invalid without one."""
    reason = " ".join(text.split())
    if not reason:
        raise Invalid(f"Say why {what}: it goes into the record.", {"reason": "Give the reason"})
    if len(reason) > MAX_REASON:
        raise Invalid(f"A reason can have {MAX_REASON:,} characters.", {"reason": "Too long"})
    return reason


def signed(work: Work) -> tuple[str, str]:
    """The account and the name of whoever acts, for steps that two people take."""
    return work.actor.account_id or "", work.actor.name
