"""The lines of the working agenda: added, changed, moved, removed and put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update

from meetings.agendas.content import WORDS, ContentItem, item_mark
from meetings.agendas.events import AgendaReordered, ItemAdded, ItemChanged, ItemRemoved, ItemRestored
from meetings.agendas.models import AgendaItem
from meetings.agendas.queries import content_item, working_items
from meetings.agendas.rules import ItemKind, moved
from meetings.agendas.usecases.states import ItemStates, exempt_words, item_words
from meetings.documents.richtext import rich
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Sensitivity
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting

CONFLICTS["agenda_item.source_ref"] = "This agenda item has been imported already."
CONFLICTS["uq_agenda_item_source_ref"] = "This agenda item has been imported already."

NO_ITEM = "This item is no longer on the agenda. Somebody may have removed it."
_LONGEST = {"title": 500, "text": 200_000, "recommendation": 50_000}


@dataclass(frozen=True)
class AddItem(ItemStates):
    """`after` is the line to stand below; None: at the end."""

    meeting_id: str
    title: str
    kind: ItemKind = ItemKind.ITEM
    text: str = ""
    recommendation: str = ""
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    exemption: str = ""
    after: str | None = None
    fixed_number: str = ""
    source_ref: str | None = None


@dataclass(frozen=True)
class ChangeItem:
    """`seen` is the mark (`content.item_mark`) of what the officer began from; None: do not compare.

    `states` None: what was said beside the words stays.
    """

    meeting_id: str
    item_id: str
    title: str
    text: str = ""
    recommendation: str = ""
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    exemption: str = ""
    seen: str | None = None
    states: ItemStates | None = None


@dataclass(frozen=True)
class RemoveItem:
    """Take a line off the working agenda."""

    meeting_id: str
    item_id: str


@dataclass(frozen=True)
class RestoreItem:
    """Put a removed line back where it was."""

    meeting_id: str
    item_id: str


@dataclass(frozen=True)
class MoveItem:
    """Move a line by one place: -1 up, +1 down."""

    meeting_id: str
    item_id: str
    by: int


@dataclass(frozen=True)
class Reorder:
    """The ids of all lines in their new order."""

    meeting_id: str
    order: tuple[str, ...]


class ItemChangedMeanwhile(WrongState):
    """Somebody else saved this item since this officer began; nothing was overwritten."""

    def __init__(self, current: ContentItem) -> None:
        super().__init__(
            "Somebody else changed this item while you were editing it. Nothing of yours is lost."
        )
        self.current = current


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def add_item(work: Work, command: AddItem) -> str:
    """Add a heading or an item. Returns its id. Raises Invalid, WrongState."""
    meeting = editable(work, command.meeting_id)
    words = _checked(work, command, command)
    lines = list(work.session.scalars(working_items(meeting.id)))
    item = AgendaItem(
        id=new_id(),
        meeting_id=meeting.id,
        position=len(lines) + 1,
        kind=command.kind,
        fixed_number=command.fixed_number.strip(),
        source_ref=command.source_ref,
        **words,
    )
    work.session.add(item)
    work.session.flush()
    at = next((n for n, line in enumerate(lines, start=1) if line.id == command.after), len(lines))
    lines.insert(at, item)
    _number_positions(work, lines)
    work.record(meeting.id, ItemAdded(item.id, item.kind.value, item.title))
    return item.id


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def change_item(work: Work, command: ChangeItem) -> None:
    """Change a line's words. Raises ItemChangedMeanwhile, Invalid, NotFound, WrongState."""
    meeting = editable(work, command.meeting_id)
    item = item_row(work, meeting.id, command.item_id)
    current = content_item(item, "")
    states = command.states or _states(current)
    if command.states is None and command.exemption != current.exemption:
        states = replace(states, exempt_paragraphs=())
    words = _checked(work, command, states)
    if command.seen is not None and command.seen != item_mark(current):
        raise ItemChangedMeanwhile(current)
    changed = tuple(name for name in WORDS if getattr(item, name) != words[name])
    if not changed:
        return
    for name in changed:
        setattr(item, name, words[name])
    work.record(meeting.id, ItemChanged(item.id, item.title, changed))


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def remove_item(work: Work, command: RemoveItem) -> None:
    """Take a line off. Its papers go with it and come back with it. Raises NotFound, WrongState."""
    meeting = editable(work, command.meeting_id)
    item = item_row(work, meeting.id, command.item_id)
    item.removed_at = work.now
    work.record(meeting.id, ItemRemoved(item.id, item.title))


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def restore_item(work: Work, command: RestoreItem) -> None:
    """Put a removed line back; doing it twice is doing it once. Raises NotFound, WrongState."""
    meeting = editable(work, command.meeting_id)
    item = item_row(work, meeting.id, command.item_id, removed=True)
    if item.removed_at is None:
        return
    item.removed_at = None
    work.record(meeting.id, ItemRestored(item.id, item.title))


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def move_item(work: Work, command: MoveItem) -> None:
    """Move a line by one place. At the end of the list nothing happens. Raises NotFound, WrongState."""
    meeting = editable(work, command.meeting_id)
    lines = list(work.session.scalars(working_items(meeting.id)))
    order = [line.id for line in lines]
    if command.item_id not in order:
        raise NotFound(NO_ITEM)
    _reorder(work, meeting.id, lines, moved(order, command.item_id, command.by))


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def reorder(work: Work, command: Reorder) -> None:
    """Put all lines in a new order. Raises WrongState if lines came or went since the officer looked."""
    meeting = editable(work, command.meeting_id)
    lines = list(work.session.scalars(working_items(meeting.id)))
    if sorted(command.order) != sorted(line.id for line in lines):
        raise WrongState("Somebody else added or removed an item. Reload the page, then move it again.")
    _reorder(work, meeting.id, lines, command.order)


def editable(work: Work, meeting_id: str) -> Meeting:
    """The meeting, locked, if its agenda can still be worked on. Raises NotFound, WrongState."""
    meeting = lock_meeting(work.session, meeting_id)
    if meeting.status is MeetingStatus.CANCELLED:
        raise WrongState("This meeting was cancelled, so its agenda can no longer be changed.")
    if meeting.status is MeetingStatus.CLOSED:
        raise WrongState("This meeting is over, so its agenda can no longer be changed.")
    return meeting


def item_row(work: Work, meeting_id: str, item_id: str, *, removed: bool = False) -> AgendaItem:
    """A line of this meeting's agenda; removed ones only if asked for. Raises NotFound."""
    query = select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting_id)
    item = work.session.scalar(query)
    if item is None or (item.removed_at is not None and not removed):
        raise NotFound(NO_ITEM)
    return item


def _reorder(work: Work, meeting_id: str, lines: Sequence[AgendaItem], order: Sequence[str]) -> None:
    by_id = {line.id: line for line in lines}
    if [line.id for line in lines] == list(order):
        return
    _number_positions(work, [by_id[i] for i in order])
    work.record(meeting_id, AgendaReordered(tuple(order)))


def _number_positions(work: Work, lines: Sequence[AgendaItem]) -> None:
    wrong = [{"id": line.id, "position": n} for n, line in enumerate(lines, start=1) if line.position != n]
    if wrong:
        work.session.execute(update(AgendaItem), wrong)


def _states(item: ContentItem) -> ItemStates:
    """What was said of it beside its words."""
    return ItemStates(
        exempt_paragraphs=item.exempt_paragraphs,
        interest_test=item.interest_test,
        review_on=item.review_on,
        negotiation=item.negotiation,
        confidential_ground=item.confidential_ground,
        tags=item.tags,
        key_decision_id=item.key_decision_id,
        urgent_reason=item.urgent_reason,
        urgent_by=item.urgent_by,
    )


def _checked(work: Work, command: AddItem | ChangeItem, states: ItemStates) -> dict[str, Any]:
    """The words, tidied and cleaned. Raises Invalid with every field that is wrong."""
    text = command.text.strip()
    words = {
        "title": " ".join(command.title.split()),
        "text": str(rich(text)) if text else "",
        "recommendation": _lines(command.recommendation),
    }
    fields = {
        name: f"Shorten this to {_LONGEST[name]:,} characters"
        for name, value in words.items()
        if len(value) > _LONGEST[name]
    }
    if not words["title"]:
        fields["title"] = "Enter a title"
    rest = exempt_words(work, command.sensitivity, command.exemption, states, fields)
    rest |= item_words(states, fields)
    if command.sensitivity is not Sensitivity.PUBLIC and not rest["exemption"]:
        fields["exemption"] = "Say why this is not public, for example: paragraph 3 of Part 1 of Schedule 12A"
    if fields:
        raise Invalid(next(iter(fields.values())) + ".", fields)
    return {**words, **rest, "sensitivity": command.sensitivity}


def _lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)
