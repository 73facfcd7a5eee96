"""The holding card: what the public is shown in place of the picture. Nothing on it is kept from the public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.conferencing.desk.models import BroadcastDesk
from meetings.conferencing.desk.rules import Wish
from meetings.db.record import facts_of
from meetings.exclusion.queries import private_now
from meetings.ports.broadcast import Phase
from meetings.room.events import MeetingAdjourned
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow


@dataclass(frozen=True)
class Card:
    """`kind`: private, adjourned, held, planned, closed, cancelled. `until`: when it goes on, if that is known."""

    kind: str
    title: str
    words: str
    until: datetime | None = None
    place: str = ""


def card_of(session: Session, meeting: MeetingRow) -> Card | None:
    """The card for this moment. None: the meeting goes on, and the public may see it."""
    if private_now(session, meeting.id):
        return Card(
            "private",
            "Private session",
            "The meeting is in private session. The broadcast goes on here when the public is admitted again.",
        )
    if meeting.status is MeetingStatus.ADJOURNED:
        return _adjourned(session, meeting)
    if meeting.status is MeetingStatus.OPEN:
        return _held(session, meeting)
    return _not_sitting(meeting)


def _adjourned(session: Session, meeting: MeetingRow) -> Card:
    facts = [e.fact for e in facts_of(session, meeting.id, types=(MeetingAdjourned,))]
    last = facts[-1] if facts else None
    until = last.until if isinstance(last, MeetingAdjourned) else None
    place = last.place if isinstance(last, MeetingAdjourned) else ""
    words = "The meeting is adjourned." if until else "The meeting is adjourned and goes on after the break."
    return Card("adjourned", "Adjourned", words, until, place)


def _held(session: Session, meeting: MeetingRow) -> Card | None:
    desk = session.get(BroadcastDesk, meeting.id)
    if desk is None:
        return None
    if desk.wish is Wish.HELD:
        return Card("held", "A short break", "The broadcast goes on here in a moment.")
    if desk.wish is Wish.ENDED or desk.phase is Phase.ENDED:
        return Card("closed", "The broadcast is over", "The meeting goes on without a broadcast.")
    return None


def _not_sitting(meeting: MeetingRow) -> Card | None:
    if meeting.status is MeetingStatus.PLANNED:
        return Card(
            "planned", "The meeting has not begun", "The broadcast begins with it.", meeting.starts_at
        )
    if meeting.status is MeetingStatus.CANCELLED:
        return Card("cancelled", "This meeting is cancelled", "There is no broadcast.")
    return Card("closed", "The meeting is over", "The broadcast has ended. The recording follows.")
