"""What follows from declared interests, and the live part that shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.agendas.content import ContentItem
from meetings.agendas.events import AgendaPublished
from meetings.agendas.paper_access import paper_bar
from meetings.agendas.rules import ItemKind
from meetings.deadlines.rules.base import State
from meetings.deadlines.rules.people import arrears_prompt
from meetings.interests import bars as bars
from meetings.interests import events
from meetings.interests.bars import reading_barred
from meetings.interests.queries import Declared, declarations_of, matches_for
from meetings.interests.rules import Action, Category, Kind
from meetings.interests.usecases.declaring import item_moved_on
from meetings.kernel.secrecy import Audience, Sensitivity, may_read
from meetings.room.bars import bars_on
from meetings.room.events import (
    ArrivalCorrected,
    AttendanceTimed,
    BarLifted,
    ChairTaken,
    ItemTaken,
    MeetingClosed,
    MeetingOpened,
    MemberArrived,
    MemberLeft,
    OrderChanged,
    PresenceChanged,
    RemoteConnectionLost,
    RemoteConnectionRestored,
)
from meetings.room.queries import here_now, items_of, members_for, presiding_name, room_of
from meetings.room.quorum import watch_quorum
from meetings.runtime.live import part
from meetings.runtime.reactions import on, push, then
from meetings.runtime.work import Work
from meetings.schedule.events import MeetingCancelled, MeetingChanged
from meetings.schedule.members.events import SubstituteNamed, SubstituteWithdrawn
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of


@dataclass(frozen=True)
class DeclaredLine:
    """A declaration as a screen shows it."""

    id: str
    item_id: str
    number: str
    person_id: str
    name: str
    kind: Kind
    kind_label: str
    nature: str
    action: Action
    action_label: str
    is_sensitive: bool
    dispensed: str
    current: bool
    #: out of the room for the item now
    out: bool
    left_at: datetime | None
    returned_at: datetime | None


@dataclass(frozen=True)
class Prompt:
    """A line of a register that an item touches: for the clerk."""

    person_id: str
    name: str
    number: str
    category: Category
    category_label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class InterestsPart:
    """What stands declared, and what may be asked."""

    item_id: str | None
    number: str
    title: str
    open: bool
    declared: tuple[DeclaredLine, ...]
    #: of the item being taken; for the clerk
    prompts: tuple[Prompt, ...]
    #: before an item on the budget: what members are asked, and where it stands
    arrears: str
    arrears_citation: str
    #: whoever presides is barred from the item
    chair_barred: str
    #: members who are here, and items, for the clerk's form
    here: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str], ...]


@part("interests", template="interests/_interests.html")
def interests_part(session: Session, meeting_id: str, audience: Audience) -> InterestsPart:
    """Declared interests: of exempt items the public learns no nature; prompts are the clerk's alone."""
    meeting = meeting_of(session, meeting_id)
    room = room_of(session, meeting_id)
    items = {i.id: i for i in items_of(session, meeting_id) if i.kind is ItemKind.ITEM}
    current = items.get(room.item_id or "") if room else None
    inside = audience is not Audience.PUBLIC
    standing = declarations_of(session, meeting_id) if inside or meeting.opened_at else []
    clerk = audience is Audience.OFFICER
    asked = arrears_prompt(frozenset(current.tags)) if current and inside else None
    arrears = asked is not None and asked.result == State.WAITING.value
    return InterestsPart(
        item_id=current.id if current else None,
        number=current.number if current else "",
        title=current.title if current and (inside or current.sensitivity is Sensitivity.PUBLIC) else "",
        open=meeting.status in (MeetingStatus.PLANNED, MeetingStatus.OPEN, MeetingStatus.ADJOURNED),
        declared=tuple(_line(d, items, current, audience) for d in standing),
        prompts=_prompts(session, meeting, current, standing) if clerk and current else (),
        arrears=asked.steps[0].text if asked and arrears else "",
        arrears_citation=asked.rule.citation.text if asked and arrears else "",
        chair_barred=_chair_barred(session, meeting) if inside else "",
        here=_here(session, meeting) if clerk else (),
        items=tuple((i.id, f"{i.number} {i.title}".strip()) for i in items.values()) if clerk else (),
    )


def _line(
    found: Declared, items: dict[str, ContentItem], current: ContentItem | None, audience: Audience
) -> DeclaredLine:
    item = items.get(found.item_id)
    mark = item.sensitivity if item else Sensitivity.CONFIDENTIAL
    told = may_read(mark, published=True, audience=audience)
    return DeclaredLine(
        found.id,
        found.item_id,
        item.number if item else "",
        found.person_id,
        found.name,
        found.kind,
        found.kind.label,
        found.nature if told else "",
        found.action,
        found.action.said,
        found.is_sensitive,
        found.dispensed,
        current is not None and current.id == found.item_id,
        found.left_at is not None and found.returned_at is None,
        found.left_at,
        found.returned_at,
    )


def _prompts(
    session: Session, meeting: MeetingRow, item: ContentItem, standing: Iterable[Declared]
) -> tuple[Prompt, ...]:
    members = {m.person_id: m.name for m in members_for(session, meeting)}
    done = {d.person_id for d in standing if d.item_id == item.id}
    found = matches_for(session, meeting.id, members.keys() - done, details=False)
    return tuple(
        Prompt(p, members[p], m.number, m.entry.category, m.entry.category.label, m.words)
        for p in members
        for m in found.get(p, ())
        if m.item_id == item.id
    )


def _chair_barred(session: Session, meeting: MeetingRow) -> str:
    room = room_of(session, meeting.id)
    if room is None or room.presiding_id is None or room.item_id is None:
        return ""
    barred = [b for b in bars_on(session, meeting.id, room.item_id) if b.person_id == room.presiding_id]
    if all(b.may_vote for b in barred) or meeting.status is MeetingStatus.CLOSED:
        return ""
    return f"{presiding_name(session, room)} is in the chair and barred from this item: say who takes the chair for it."


def _here(session: Session, meeting: MeetingRow) -> tuple[tuple[str, str], ...]:
    there = {h.person_id for h in here_now(session, meeting.id)}
    members = members_for(session, meeting)
    present = [(m.person_id, m.name) for m in members if m.person_id in there]
    return tuple(present or [(m.person_id, m.name) for m in members])


def _moved_on(work: Work, meeting_id: str, fact: ItemTaken | MeetingClosed) -> None:
    """Who was out for an item is back with the next one; at the close everybody is."""
    item_moved_on(work, meeting_id, fact.item_id if isinstance(fact, ItemTaken) else None)


paper_bar(reading_barred)
on(ItemTaken, push("interests"), then(_moved_on))
on(MeetingClosed, push("interests"), then(_moved_on))
on(MeetingOpened, push("interests"))
on(ChairTaken, push("interests"))
for _fact in (
    AgendaPublished,
    ArrivalCorrected,
    AttendanceTimed,
    BarLifted,
    MeetingCancelled,
    MeetingChanged,
    MemberArrived,
    MemberLeft,
    OrderChanged,
    PresenceChanged,
    RemoteConnectionLost,
    RemoteConnectionRestored,
    SubstituteNamed,
    SubstituteWithdrawn,
):
    on(_fact, push("interests"))
on(events.InterestDeclared, push("interests", "attendance", "quorum", "meeting"), then(watch_quorum))
on(events.DeclarationChanged, push("interests", "attendance", "quorum", "meeting"), then(watch_quorum))
on(events.DeclarationWithdrawn, push("interests", "attendance", "quorum", "meeting"), then(watch_quorum))
on(events.LeftForInterest, push("interests"))
on(events.ReturnedAfterInterest, push("interests"))
