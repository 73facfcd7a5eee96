"""What the live screens show of the public excluded, what is kept from the public, and what waits for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.agendas.content import ContentItem
from meetings.agendas.events import AgendaPublished
from meetings.exclusion import events
from meetings.exclusion.guards import is_read
from meetings.exclusion.models import Exclusion
from meetings.exclusion.queries import exclusion_of, exempt_items, is_exempt, private_now, surfaces_of
from meetings.exclusion.rules import PUBLIC_WORDS, State, SurfaceKind
from meetings.exclusion.usecases import end_with_meeting, private_part, why_not_taken
from meetings.kernel.errors import WrongState
from meetings.kernel.secrecy import Audience, may_follow
from meetings.room.events import ItemTaken, MeetingClosed, MeetingOpened, MemberArrived, MemberLeft
from meetings.room.queries import here_now, items_of, members_for, room_of
from meetings.room.usecases.meeting import before_taking
from meetings.runtime.live import EVERY, part, veil
from meetings.runtime.reactions import on, push, queue, then
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of

#: What the public still gets while it is excluded.
_STAYING = frozenset({"exclusion"})


@dataclass(frozen=True)
class SurfaceLine:
    """Something the public could see, and whether it is known to have stopped."""

    name: str
    title: str
    kind: SurfaceKind
    stopped: bool
    checked: bool
    by: str
    detail: str
    #: whether its service is asked, so that nobody says by eye that it has stopped
    read: bool = False


@dataclass(frozen=True)
class ItemAhead:
    """An item that cannot be taken while the public is here."""

    id: str
    number: str
    title: str
    confidential: bool
    words: str
    lacking: str
    current: bool


@dataclass(frozen=True)
class ExclusionPart:
    """How it stands. The public is told `words` alone."""

    words: str
    state: State | None
    numbers: tuple[str, ...]
    surfaces: tuple[SurfaceLine, ...]
    #: whether the alarm sounds: resolved, and not confirmed
    alarm: bool
    override_reason: str
    override_by: str
    resume_at: datetime | None
    #: whether the item being taken is one of those named and not open yet
    may_open: bool
    #: people present who are not of this body, by id and name: they may have to leave
    others: tuple[tuple[str, str], ...]
    ahead: tuple[ItemAhead, ...]


@part("exclusion", template="exclusion/_exclusion.html")
def exclusion_part(session: Session, meeting_id: str, audience: Audience) -> ExclusionPart | None:
    """The public learns that it is excluded; clerk and chair what has stopped, what has not, and what to do."""
    standing = exclusion_of(session, meeting_id)
    if audience in (Audience.PUBLIC, Audience.MEMBER):
        return _told(standing, audience)
    room = room_of(session, meeting_id)
    ahead = _ahead(session, meeting_id, room.item_id) if room is not None else ()
    if standing is None:
        return _nothing(ahead) if ahead else None
    surfaces = _surfaces(session, standing)
    return ExclusionPart(
        words=standing.words,
        state=standing.state,
        numbers=tuple(standing.numbers),
        surfaces=surfaces,
        alarm=standing.state is State.STOPPING
        or (any(not s.stopped for s in surfaces) and _closed(standing)),
        override_reason=standing.override_reason if standing.state is State.STOPPING else "",
        override_by=standing.override_by,
        resume_at=standing.resume_at,
        may_open=standing.state is State.CONFIRMED and room is not None and room.item_id in standing.item_ids,
        others=_others(session, meeting_id),
        ahead=tuple(i for i in ahead if i.id not in standing.item_ids),
    )


@veil
def keep_from_public(session: Session, meeting_id: str, audience: Audience) -> Collection[str] | None:
    """Everything but the sentence that the public is excluded."""
    if audience is not Audience.PUBLIC:
        return None
    excluded = private_now(session, meeting_id)
    return None if may_follow(excluded=excluded, audience=audience) else _STAYING


def hold_item(work: Work, meeting_id: str, item: ContentItem) -> None:
    """An item that is not public waits until everything public has stopped. Raises WrongState."""
    if why := why_not_taken(work, meeting_id, item):
        raise WrongState(why)


def _told(standing: Exclusion | None, audience: Audience) -> ExclusionPart | None:
    if standing is None:
        return None
    state = standing.state if audience is Audience.MEMBER else None
    numbers = tuple(standing.numbers) if audience is Audience.MEMBER else ()
    resume_at = standing.resume_at if audience is Audience.MEMBER else None
    return ExclusionPart(PUBLIC_WORDS, state, numbers, (), False, "", "", resume_at, False, (), ())


def _nothing(ahead: tuple[ItemAhead, ...]) -> ExclusionPart:
    return ExclusionPart("", None, (), (), False, "", "", None, False, (), ahead)


def _closed(standing: Exclusion) -> bool:
    return standing.state in (State.CONFIRMED, State.PRIVATE)


def _surfaces(session: Session, standing: Exclusion) -> tuple[SurfaceLine, ...]:
    read = is_read(session, standing.meeting_id)
    return tuple(
        SurfaceLine(
            s.name,
            s.title,
            s.kind,
            s.stopped_at is not None,
            s.checked_at is not None,
            s.by,
            s.detail,
            read and s.kind is SurfaceKind.STREAM,
        )
        for s in surfaces_of(session, standing.id)
    )


def _ahead(session: Session, meeting_id: str, current: str | None) -> tuple[ItemAhead, ...]:
    if not any(is_exempt(i) for i in items_of(session, meeting_id)):
        return ()
    return tuple(
        ItemAhead(i.id, i.number, i.title, i.confidential, i.words, i.lacking, i.id == current)
        for i in exempt_items(session, meeting_id)
    )


def _others(session: Session, meeting_id: str) -> tuple[tuple[str, str], ...]:
    members = {m.person_id for m in members_for(session, meeting_of(session, meeting_id))}
    return tuple((h.person_id, h.name) for h in here_now(session, meeting_id) if h.person_id not in members)


def _open_with_item(work: Work, meeting_id: str, fact: ItemTaken) -> None:
    private_part(work, meeting_id, fact.item_id)


def _end(work: Work, meeting_id: str, _fact: MeetingClosed) -> None:
    end_with_meeting(work, meeting_id)


on(events.ExclusionBegan, push(EVERY), queue("exclusion.read_back"))
on(events.ExclusionExtended, push("exclusion"))
on(events.SurfaceStopped, push("exclusion"))
on(events.SurfaceRunning, push("exclusion"))
on(events.OverrideProposed, push("exclusion"))
on(events.ExclusionConfirmed, push("exclusion"))
on(events.PrivatePartOpened, push("exclusion"))
on(events.PublicReturning, push("exclusion"))
on(events.ExclusionEnded, push(EVERY))
on(ItemTaken, push("exclusion"), then(_open_with_item))
on(MeetingOpened, push("exclusion"))
on(MemberArrived, push("exclusion"))
on(MemberLeft, push("exclusion"))
on(AgendaPublished, push("exclusion"))
on(MeetingClosed, push("exclusion"), then(_end))
before_taking(hold_item)
