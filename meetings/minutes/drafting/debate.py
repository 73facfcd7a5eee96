"""What the minutes say of the debate: public speakers, rulings, closures, the meeting's time, disorder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from meetings.debate import events
from meetings.debate.rules import AtTheTime, Ruling, SpeechKind, Step
from meetings.minutes import wording
from meetings.minutes.document import Note
from meetings.minutes.drafting.fold import Fold
from meetings.minutes.drafting.table import minutes_of

_MINUTED = (SpeechKind.PUBLIC, SpeechKind.PETITIONER)


@dataclass
class _Spoke:
    """Somebody from outside who spoke. One called by mistake is not minuted."""

    name: str
    kind: SpeechKind
    on_behalf: str
    stands: bool = True


def _kept(fold: Fold, name: str) -> dict[str, Any]:
    found: dict[str, Any] = fold.more.setdefault(f"debate.{name}", {})
    return found


@minutes_of(events.SpeechAsked)
def asked(fold: Fold, _at: datetime, fact: events.SpeechAsked) -> None:
    """Remembered until they speak."""
    if fact.kind in _MINUTED:
        _kept(fold, "asked")[fact.speech_id] = fact.on_behalf


@minutes_of(events.FloorGiven)
def floor_given(fold: Fold, at: datetime, fact: events.FloorGiven) -> None:
    """Members' speeches are not minuted; of the public it is said who spoke."""
    if fact.kind not in _MINUTED:
        return
    spoke = _Spoke(fact.name, fact.kind, _kept(fold, "asked").get(fact.speech_id, ""))
    _kept(fold, "spoke")[fact.speech_id] = spoke
    fold.put(at, lambda: _speaker(fact.speech_id, spoke))


@minutes_of(events.SpeechUndone)
def undone(fold: Fold, _at: datetime, fact: events.SpeechUndone) -> None:
    """They had not been called."""
    spoke = _kept(fold, "spoke").get(fact.speech_id)
    if spoke is not None and fact.what == "given":
        spoke.stands = False


@minutes_of(events.PointRuled)
def ruled(fold: Fold, at: datetime, fact: events.PointRuled) -> None:
    """With the rule cited, where the body minutes it."""
    if not fact.minuted:
        return
    words = {
        Ruling.UPHELD: "The Chair upheld it",
        Ruling.NOT_UPHELD: "The Chair ruled that it was not a point of order",
        Ruling.NOTED: "It was noted",
    }
    why = f": {fact.text.rstrip('.')}" if fact.text else ""
    text = f"{fact.name} raised a point of order ({fact.rule.rstrip('.')}). {words[fact.ruling]}{why}"
    fold.put_block(at, Note(id=f"point-{fact.speech_id}", text=text))


@minutes_of(events.TimeWasUp)
def time_was_up(fold: Fold, at: datetime, fact: events.TimeWasUp) -> None:
    """What became of the business that was left."""
    text = f"At {fold.setting.clock(at)} the time allowed for the meeting was up"
    if fact.choice is AtTheTime.VOTE:
        text += ". What remained was moved formally and voted on without debate"
    elif fact.numbers:
        items = f"item{'s' if len(fact.numbers) > 1 else ''} {wording.joined(fact.numbers)}"
        text += f". The business that remained ({items}) stood over to the next meeting"
    fold.put_block(at, Note(id=f"time-up-{at:%H%M%S}", text=text))


@minutes_of(events.SittingExtended)
def extended(fold: Fold, at: datetime, fact: events.SittingExtended) -> None:
    """The meeting resolved to go on."""
    text = f"The time allowed for the meeting was extended to {fold.setting.clock(fact.until)}"
    fold.put_block(at, Note(id=f"extended-{at:%H%M%S}", text=text))


@minutes_of(events.OrderCalled)
def called_to_order(fold: Fold, at: datetime, fact: events.OrderCalled) -> None:
    """A step of the ladder; one that was lifted as a mistake stays: the lifting is minuted too."""
    when, why = fold.setting.clock(at), fact.reason.rstrip(".")
    text = {
        Step.WARNED: f"At {when} the Chair warned {fact.name}: {why}",
        Step.NOT_HEARD: f"{fact.name} was not further heard on this item, as the meeting had resolved",
        Step.LEFT: f"{fact.name} was required to leave the meeting at {when}, as the meeting had resolved",
        Step.REMOVED: f"At {when} the Chair had {_lower(fact.name)} removed from the room: {why}",
    }[fact.step]
    fold.put_block(at, Note(id=f"order-{fact.disorder_id}", text=text))


@minutes_of(events.OrderRestored)
def order_restored(fold: Fold, at: datetime, fact: events.OrderRestored) -> None:
    """It stands no longer."""
    why = f": {fact.reason.rstrip('.')}" if fact.reason else ""
    text = f"At {fold.setting.clock(at)} what had been ordered against {_lower(fact.name)} was lifted{why}"
    fold.put_block(at, Note(id=f"restored-{fact.disorder_id}", text=text))


def _lower(name: str) -> str:
    return name[0].lower() + name[1:] if name.startswith("A member") else name


def _speaker(speech_id: str, spoke: _Spoke) -> Note | None:
    if not spoke.stands:
        return None
    who = spoke.name or "A member of the public"
    behalf = f", on behalf of {spoke.on_behalf}," if spoke.on_behalf else ""
    what = "presented a petition" if spoke.kind is SpeechKind.PETITIONER else "spoke on this item"
    return Note(id=f"speaker-{speech_id}", text=f"{who}{behalf} {what}")
