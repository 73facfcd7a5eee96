"""Adjournments and changes of the order of business, as sentences of the minutes."""

from __future__ import annotations

from datetime import datetime

from meetings.minutes.document import Note
from meetings.minutes.drafting.breaks import Break
from meetings.minutes.drafting.fold import Fold
from meetings.minutes.drafting.table import minutes_of
from meetings.room.events import MeetingAdjourned, MeetingResumed, OrderChanged


@minutes_of(MeetingAdjourned)
def adjourned(fold: Fold, at: datetime, fact: MeetingAdjourned) -> None:
    """The meeting breaks off, for minutes or for days."""
    pause = Break(at, fact.reason)
    fold.breaks.append(pause)
    fold.put(at, lambda: _sentence(fold, pause))


@minutes_of(MeetingResumed)
def resumed(fold: Fold, at: datetime, _fact: MeetingResumed) -> None:
    """It goes on."""
    if fold.breaks:
        fold.breaks[-1].end = at


@minutes_of(OrderChanged)
def order_changed(fold: Fold, at: datetime, fact: OrderChanged) -> None:
    """An item was taken before its turn."""
    fold.order = fact.order
    text = f"Item {fact.number} was taken as the next item of business"
    fold.put_block(at, Note(id=f"order-{fact.item_id}", text=text))


def _sentence(fold: Fold, pause: Break) -> Note:
    start = fold.setting.clock(pause.start)
    end = f" and resumed at {fold.setting.clock(pause.end)}" if pause.end else ""
    number = fold.breaks.index(pause) + 1
    return Note(id=f"adjourned-{number}", text=f"The meeting was adjourned at {start}{end}")
