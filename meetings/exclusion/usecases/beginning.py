"""The public excluded: by a carried motion or by the law itself; and the private part opened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from meetings.agendas.content import ContentItem
from meetings.exclusion import queries
from meetings.exclusion.events import ExclusionBegan, ExclusionExtended, PrivatePartOpened, SurfaceNamed
from meetings.exclusion.guards import stream_named
from meetings.exclusion.models import Exclusion, ExclusionSurface
from meetings.exclusion.rules import State, SurfaceKind, items_words, why_not_take
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.room.authority import clerk_or_chair
from meetings.room.queries import here_now, items_of, room_of
from meetings.room.usecases.meeting import open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingMode
from meetings.schedule.queries import meeting_of


@dataclass(frozen=True)
class ExcludeByLaw:
    """For confidential items: the law excludes the public, nobody votes."""

    meeting_id: str
    item_ids: tuple[str, ...]


@dataclass(frozen=True)
class OpenPrivate:
    """Take the exempt part of the item that is being taken already."""

    meeting_id: str


@use_case(permission=None)
def exclude_by_law(work: Work, command: ExcludeByLaw) -> str:
    """Exclude the public from confidential business. Raises Invalid, WrongState or Denied. Returns the id."""
    clerk_or_chair(work, command.meeting_id)
    open_room(work, command.meeting_id)
    items = _items(work, command.meeting_id, command.item_ids)
    if not all(queries.is_confidential(i) for i in items):
        raise Invalid(
            "An exempt item needs a resolution: only confidential items are closed by the law itself."
        )
    return begin(work, command.meeting_id, command.item_ids, motion_id=None)


@use_case(permission=None)
def open_private(work: Work, command: OpenPrivate) -> None:
    """Open the private part on the item being taken. Raises WrongState until everything public has stopped."""
    clerk_or_chair(work, command.meeting_id)
    open_room(work, command.meeting_id)
    room, standing = (
        room_of(work.session, command.meeting_id),
        queries.exclusion_of(work.session, command.meeting_id),
    )
    item_id = room.item_id if room else None
    if standing is None or item_id not in standing.item_ids:
        raise WrongState("The public is not excluded for the item being taken.")
    if standing.state is not State.CONFIRMED:
        raise WrongState(
            "It is not confirmed yet that everything public has stopped, or the item is private already."
        )
    private_part(work, command.meeting_id, item_id)


def check_items(work: Work, meeting_id: str, item_ids: Collection[str]) -> None:
    """The items that a motion names are not public, and their marking says why. Raises Invalid."""
    for item in _items(work, meeting_id, item_ids):
        if not queries.is_exempt(item):
            raise Invalid(f"Item {item.number} is public: the public cannot be excluded for it.")
        if problem := queries.lacking(item):
            raise Invalid(f"Item {item.number}: {problem} Mark it before the motion is put.")


def begin(work: Work, meeting_id: str, item_ids: Sequence[str], *, motion_id: str | None) -> str:
    """The public is excluded from now on. An exclusion that stands is widened. Returns its id."""
    items = _items(work, meeting_id, item_ids)
    words = queries.words_for(work.session, meeting_id, item_ids)
    numbers, ids = tuple(i.number for i in items), tuple(i.id for i in items)
    standing = queries.exclusion_of(work.session, meeting_id)
    if standing is not None:
        if standing.state is State.RETURNING:
            raise WrongState("The public is coming back: wait until the meeting is public again.")
        standing.item_ids = [*standing.item_ids, *(i for i in ids if i not in standing.item_ids)]
        standing.numbers = [*standing.numbers, *(n for n in numbers if n not in standing.numbers)]
        work.session.flush()
        work.record(meeting_id, ExclusionExtended(standing.id, ids, numbers, words, motion_id))
        return standing.id
    row = Exclusion(
        id=new_id(),
        meeting_id=meeting_id,
        state=State.STOPPING,
        item_ids=list(ids),
        numbers=list(numbers),
        words=words,
        motion_id=motion_id,
        began_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    surfaces = _surfaces(work, meeting_id)
    work.session.add_all(
        ExclusionSurface(exclusion_id=row.id, name=s.name, title=s.title, kind=s.kind) for s in surfaces
    )
    work.session.flush()
    work.record(meeting_id, ExclusionBegan(row.id, ids, numbers, words, surfaces, motion_id))
    return row.id


def private_part(work: Work, meeting_id: str, item_id: str | None) -> None:
    """An item named in the exclusion is taken: the private part is open, and it is noted who stayed."""
    standing = queries.exclusion_of(work.session, meeting_id)
    if standing is None or item_id not in standing.item_ids or item_id is None:
        return
    if standing.state not in (State.CONFIRMED, State.PRIVATE):
        return
    standing.state, standing.opened_at = State.PRIVATE, work.now
    work.session.flush()
    item = next(i for i in items_of(work.session, meeting_id) if i.id == item_id)
    names = tuple(h.name for h in here_now(work.session, meeting_id))
    work.record(meeting_id, PrivatePartOpened(standing.id, item_id, item.number, names))


def why_not_taken(work: Work, meeting_id: str, item: ContentItem) -> str:
    """Why the item cannot be taken now; empty if it can. A meeting the public does not know of has no public."""
    if not meeting_of(work.session, meeting_id).is_public:
        return ""
    standing = queries.exclusion_of(work.session, meeting_id)
    if standing is None:
        return why_not_take(None, (), item.id, item.sensitivity, "")
    numbers = items_words(standing.numbers)
    return why_not_take(standing.state, standing.item_ids, item.id, item.sensitivity, numbers)


def _items(work: Work, meeting_id: str, item_ids: Collection[str]) -> list[ContentItem]:
    """The items in the order they are taken. Raises Invalid without any, NotFound for one that is not there."""
    if not item_ids:
        message = "Choose the items for which the public is excluded."
        raise Invalid(message, {"effect_items": message})
    found = [i for i in items_of(work.session, meeting_id) if i.id in set(item_ids) and not i.is_heading]
    if len(found) != len(set(item_ids)):
        raise NotFound("That item is not on the published agenda.")
    return found


def _surfaces(work: Work, meeting_id: str) -> tuple[SurfaceNamed, ...]:
    meeting = meeting_of(work.session, meeting_id)
    found = [SurfaceNamed("pages", "The public live page, its data and its events", SurfaceKind.OWN)]
    if meeting.broadcast_url:
        host = meeting.broadcast_url.partition("//")[2].partition("/")[0] or "the address given"
        found.append(SurfaceNamed("broadcast", f"The broadcast on {host}", SurfaceKind.STREAM))
    elif name := stream_named(work.session, meeting_id):
        # Whoever has its address watches it, although nobody is told of it here.
        found.append(SurfaceNamed("broadcast", f"The broadcast on {name}", SurfaceKind.STREAM))
    if meeting.mode is not MeetingMode.REMOTE:
        found.append(SurfaceNamed("gallery", "Press and public have left the room", SurfaceKind.ROOM))
    return tuple(found)
