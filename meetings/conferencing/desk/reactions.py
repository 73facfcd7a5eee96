"""What the live screens show of the broadcast, and what follows for it from the meeting."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.conferencing.desk import events
from meetings.conferencing.desk import guard as guard
from meetings.conferencing.desk import looks as looks
from meetings.conferencing.desk import operations as operations
from meetings.conferencing.desk import rehearsal as rehearsal
from meetings.conferencing.desk.card import Card
from meetings.conferencing.desk.private import forget, hold_back, release
from meetings.conferencing.desk.queries import for_public
from meetings.conferencing.desk.standing import desk_row
from meetings.conferencing.queries import room_by_ref
from meetings.connections.news import news
from meetings.exclusion.events import ExclusionBegan, ExclusionEnded
from meetings.kernel.secrecy import Audience
from meetings.ports.providers import Happened
from meetings.room.events import MeetingAdjourned, MeetingClosed, MeetingOpened, MeetingResumed
from meetings.runtime.live import part
from meetings.runtime.reactions import on, push, then
from meetings.runtime.work import Work
from meetings.schedule.events import BroadcastChanged, MeetingCancelled, MeetingChanged
from meetings.schedule.queries import meeting_of


@dataclass(frozen=True)
class BroadcastPart:
    """What the public can watch, or the card in its place."""

    watch_url: str
    embed_url: str
    #: whether the service says that the public gets it now
    live: bool
    card: Card | None


@part("broadcast", template="conferencing/desk/_public.html")
def broadcast_part(session: Session, meeting_id: str, audience: Audience) -> BroadcastPart | None:
    """The player or the card of the public's live page. Those who run the meeting have the desk."""
    if audience is not Audience.PUBLIC:
        return None
    found = for_public(session, meeting_of(session, meeting_id))
    return BroadcastPart(found.watch_url, found.embed_url, found.live, found.card) if found else None


@news("stream_started", "stream_stopped", "room_started", "room_ended")
def hear(work: Work, provider: str, happened: Happened) -> None:
    """A stream started by hand is known at once. Of news in any order the latest counts; then it is looked."""
    room = room_by_ref(work.session, provider, happened.ref)
    row = desk_row(work.session, room.meeting_id) if room is not None else None
    if row is None:
        return
    row.asked_at = None
    if happened.at is None or (row.room_news_at is not None and happened.at < row.room_news_at):
        return
    if happened.kind in ("stream_started", "stream_stopped"):
        row.room_streaming, row.room_news_at = happened.kind == "stream_started", happened.at


def _excluded(work: Work, meeting_id: str, fact: ExclusionBegan) -> None:
    hold_back(work, meeting_id, fact.exclusion_id)


def _readmitted(work: Work, meeting_id: str, fact: ExclusionEnded) -> None:
    if fact.closed:
        forget(work, meeting_id)
    else:
        release(work, meeting_id, fact.exclusion_id)


for _kind in (
    events.DeskPressed,
    events.FeedSeen,
    events.FeedUnreadable,
    BroadcastChanged,
    MeetingOpened,
    MeetingAdjourned,
    MeetingResumed,
    MeetingClosed,
    MeetingChanged,
    MeetingCancelled,
):
    on(_kind, push("broadcast"))
on(ExclusionBegan, then(_excluded))
on(ExclusionEnded, then(_readmitted))
