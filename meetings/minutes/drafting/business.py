"""Adjournments and changes of the order of business, as sentences of the minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from meetings.minutes import wording
from meetings.minutes.document import Note
from meetings.minutes.drafting.breaks import Break
from meetings.minutes.drafting.fold import Fold
from meetings.minutes.drafting.table import minutes_of
from meetings.minutes.phrases import fill
from meetings.room.events import MeetingAdjourned, MeetingResumed, OrderChanged


@dataclass
class _Change:
    """A change of the order; one that was taken back is not minuted."""

    at: datetime
    fact: OrderChanged
    stands: bool = True


@minutes_of(MeetingAdjourned)
def adjourned(fold: Fold, at: datetime, fact: MeetingAdjourned) -> None:
    """The meeting breaks off, for minutes or for days."""
    pause = Break(at, fact.reason, fact.until, fact.place, private=fold.in_private())
    fold.breaks.append(pause)
    fold.put(at, lambda: _sentence(fold, pause))


@minutes_of(MeetingResumed)
def resumed(fold: Fold, at: datetime, _fact: MeetingResumed) -> None:
    """It goes on."""
    if fold.breaks:
        fold.breaks[-1].end = at


@minutes_of(OrderChanged)
def order_changed(fold: Fold, at: datetime, fact: OrderChanged) -> None:
    """An item was taken before its turn, or the change was taken back."""
    fold.order = fact.order
    changes = fold.more.setdefault("order", [])
    if fact.undone:
        standing = [c for c in changes if c.stands]
        if standing:
            standing[-1].stands = False
        return
    change = _Change(at, fact)
    changes.append(change)
    number = len(changes)
    fold.put(at, lambda: _note(fold, change, number) if change.stands else None)


def _note(fold: Fold, change: _Change, number: int) -> Note:
    fact = change.fact
    why = f": {fact.reason.rstrip('.')}" if fact.reason else ""
    say = fold.setting.say.room
    text = fill(say.taken_next, number=fact.number)
    if fact.by_chair:
        who = say.chair_between.format(by=fact.by) if fact.by else say.the_chair
        when = fold.setting.clock(change.at)
        text = fill(say.order_varied, at=when, who=who, number=fact.number) + why
    again = f"-{number}" if number > 1 else ""
    return Note(id=f"order-{fact.item_id}{again}", text=text)


def _sentence(fold: Fold, pause: Break) -> Note:
    say, language = fold.setting.say.room, fold.setting.language
    text = fill(say.break_start, at=fold.setting.clock(pause.start))
    zone = ZoneInfo(fold.setting.timezone)
    day = pause.start.astimezone(zone).date()
    later = pause.until.astimezone(zone) if pause.until else None
    if later is not None and later.date() != day:
        on = wording.long_date(later.date(), language, in_sentence=True)
        place = fill(say.break_place, place=pause.place) if pause.place else ""
        text += fill(say.break_until, at=fold.setting.clock(later), day=on) + place
    if pause.end:
        end = pause.end.astimezone(zone).date()
        on = f" {wording.long_date(end, language, in_sentence=True)}" if end != day else ""
        text += fill(say.break_end, at=fold.setting.clock(pause.end)) + on
    number = fold.breaks.index(pause) + 1
    return Note(id=f"adjourned-{number}", text=text)
