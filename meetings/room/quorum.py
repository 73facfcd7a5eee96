"""Watching the quorum: the moment it is lost or regained is a fact, with the item and the numbers."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.kernel.errors import WrongState
from meetings.kernel.facts import Fact
from meetings.room.events import MemberArrived, QuorumLost, QuorumRegained, RemoteConnectionRestored
from meetings.room.queries import items_of, quorum_of, room_of
from meetings.room.rules import Quorum
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import meeting_of

#: Facts after which there can only be more members than before.
_MORE = (MemberArrived, RemoteConnectionRestored)


def watch_quorum(work: Work, meeting_id: str, fact: Fact | None = None) -> None:
    """Record that the quorum of the item being taken was lost or is back. Called after whatever may change it."""
    room = room_of(work.session, meeting_id)
    if room is None or (room.quorum_lost_at is None and isinstance(fact, _MORE)):
        return
    work.session.flush()
    meeting = meeting_of(work.session, meeting_id)
    if meeting.status is not MeetingStatus.OPEN:
        return
    quorum = quorum_of(work.session, meeting)
    if quorum.met is (room.quorum_lost_at is None):
        return
    number = item_number(work.session, meeting_id, quorum.item_id)
    numbers = (quorum.item_id, number, quorum.needed, quorum.present)
    room.quorum_lost_at = None if quorum.met else work.now
    work.session.flush()
    work.record(meeting_id, QuorumRegained(*numbers) if quorum.met else QuorumLost(*numbers, quorum.rule_id))


def must_be_quorate(work: Work, meeting_id: str) -> None:
    """Hold back what needs a quorum. Raises WrongState with the numbers, the rule and what to do."""
    quorum = quorum_of(work.session, meeting_of(work.session, meeting_id))
    if not quorum.met:
        raise WrongState(not_quorate(quorum))


def not_quorate(quorum: Quorum) -> str:
    """What is said of a lost quorum."""
    there = "member counts" if quorum.present == 1 else "members count"
    return (
        f"The meeting is not quorate: {quorum.present} voting {there} for this item and {quorum.needed} are needed "
        f"({quorum.citation}). Wait until enough are back, take another item, or adjourn."
    )


def item_number(session: Session, meeting_id: str, item_id: str | None) -> str:
    """The printed number of an item; empty between items."""
    return next((i.number for i in items_of(session, meeting_id) if i.id == item_id), "") if item_id else ""
