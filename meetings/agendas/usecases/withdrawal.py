"""An item that will not be taken: it stays listed, with its number and the reason."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.agendas.events import ItemReinstated, ItemWithdrawn
from meetings.agendas.rules import ItemKind
from meetings.agendas.usecases.items import editable, item_row
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting


@dataclass(frozen=True)
class WithdrawItem:
    """Readers see the reason, unless the item is exempt."""

    meeting_id: str
    item_id: str
    reason: str


@dataclass(frozen=True)
class ReinstateItem:
    """Take it after all."""

    meeting_id: str
    item_id: str


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def withdraw_item(work: Work, command: WithdrawItem) -> None:
    """Mark an item as withdrawn; readers see it when the agenda is next published. Raises Invalid, WrongState."""
    meeting = editable(work, command.meeting_id)
    item = item_row(work, meeting.id, command.item_id)
    if item.kind is ItemKind.HEADING:
        raise WrongState("A heading cannot be withdrawn. Remove it instead.")
    if item.withdrawn_at is not None:
        raise WrongState("This item is withdrawn already.")
    reason = " ".join(command.reason.split())
    if not reason or len(reason) > 1_000:
        text = "Shorten the reason to 1,000 characters" if reason else "Say why the item is withdrawn"
        raise Invalid(f"{text}.", {"reason": text})
    item.withdrawn_at, item.withdrawn_reason = work.now, reason
    work.record(meeting.id, ItemWithdrawn(item.id, item.title, reason))


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def reinstate_item(work: Work, command: ReinstateItem) -> None:
    """Put it back to what is taken; doing it twice is doing it once. Raises NotFound, WrongState."""
    meeting = editable(work, command.meeting_id)
    item = item_row(work, meeting.id, command.item_id)
    if item.withdrawn_at is None:
        return
    item.withdrawn_at, item.withdrawn_reason = None, ""
    work.record(meeting.id, ItemReinstated(item.id, item.title))
