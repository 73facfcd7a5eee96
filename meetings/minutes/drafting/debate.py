"""What the minutes say of the debate: public speakers, rulings, closures, the meeting's time, disorder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from meetings.debate import events
from meetings.debate.rules import AtTheTime, SpeechKind
from meetings.minutes import wording
from meetings.minutes.document import Note
from meetings.minutes.drafting.fold import Fold
from meetings.minutes.drafting.table import minutes_of
from meetings.minutes.phrases import fill
from meetings.minutes.phrases.shape import Debate

_MINUTED = (SpeechKind.PUBLIC, SpeechKind.PETITIONER)


@dataclass
class _Spoke:
    """Somebody from outside who spoke. One called by mistake is not minuted."""

    name: str
    kind: SpeechKind
    on_behalf: str
    subject: str = ""
    stands: bool = True


def _kept(fold: Fold, name: str) -> dict[str, Any]:
    found: dict[str, Any] = fold.more.setdefault(f"debate.{name}", {})
    return found


@minutes_of(events.SpeechAsked)
def asked(fold: Fold, _at: datetime, fact: events.SpeechAsked) -> None:
    """Remembered until they speak."""
    if fact.kind in _MINUTED:
        _kept(fold, "asked")[fact.speech_id] = fact


@minutes_of(events.FloorGiven)
def floor_given(fold: Fold, at: datetime, fact: events.FloorGiven) -> None:
    """Members' speeches are not minuted; of the public it is said who spoke."""
    if fact.kind not in _MINUTED:
        return
    asked = _kept(fold, "asked").get(fact.speech_id)
    behalf, subject = (asked.on_behalf, asked.subject) if asked else ("", "")
    spoke = _Spoke(fact.name, fact.kind, behalf, subject.rstrip(". "))
    _kept(fold, "spoke")[fact.speech_id] = spoke
    fold.put(at, lambda: _speaker(fold.setting.say.debate, fact.speech_id, spoke))


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
    say = fold.setting.say.debate
    why = f": {fact.text.rstrip('.')}" if fact.text else ""
    ruling = say.rulings[fact.ruling.value] + why
    text = fill(say.point, name=fact.name, rule=fact.rule.rstrip("."), ruling=ruling)
    fold.put_block(at, Note(id=f"point-{fact.speech_id}", text=text))


@minutes_of(events.TimeWasUp)
def time_was_up(fold: Fold, at: datetime, fact: events.TimeWasUp) -> None:
    """What became of the business that was left."""
    say, room = fold.setting.say.debate, fold.setting.say.room
    text = fill(say.time_up, at=fold.setting.clock(at))
    if fact.choice is AtTheTime.VOTE:
        text += say.without_debate
    elif fact.numbers:
        listed = wording.joined(fact.numbers, fold.setting.language)
        items = fill(room.items if len(fact.numbers) > 1 else room.item, numbers=listed)
        text += fill(say.stood_over, items=items)
    fold.put_block(at, Note(id=f"time-up-{at:%H%M%S}", text=text))


@minutes_of(events.SittingExtended)
def extended(fold: Fold, at: datetime, fact: events.SittingExtended) -> None:
    """The meeting resolved to go on."""
    text = fill(fold.setting.say.debate.extended, at=fold.setting.clock(fact.until))
    fold.put_block(at, Note(id=f"extended-{at:%H%M%S}", text=text))


@minutes_of(events.OrderCalled)
def called_to_order(fold: Fold, at: datetime, fact: events.OrderCalled) -> None:
    """A step of the ladder; one that was lifted as a mistake stays: the lifting is minuted too."""
    step = fold.setting.say.debate.steps[fact.step.value]
    # In the middle of a sentence nobody is called "A member of the public".
    name = fact.name if step.startswith("{") else _lower(fact.name)
    text = fill(step, at=fold.setting.clock(at), name=name, why=fact.reason.rstrip("."))
    fold.put_block(at, Note(id=f"order-{fact.disorder_id}", text=text))


@minutes_of(events.OrderRestored)
def order_restored(fold: Fold, at: datetime, fact: events.OrderRestored) -> None:
    """It stands no longer."""
    why = f": {fact.reason.rstrip('.')}" if fact.reason else ""
    said = fill(fold.setting.say.debate.restored, at=fold.setting.clock(at), name=_lower(fact.name))
    text = said + why
    fold.put_block(at, Note(id=f"restored-{fact.disorder_id}", text=text))


def _lower(name: str) -> str:
    return name[0].lower() + name[1:] if name.startswith("A member") else name


def _speaker(say: Debate, speech_id: str, spoke: _Spoke) -> Note | None:
    if not spoke.stands:
        return None
    behalf = fill(say.behalf, name=spoke.on_behalf) if spoke.on_behalf else ""
    petition = spoke.kind is SpeechKind.PETITIONER
    what = say.petition if petition else say.spoke
    if spoke.subject:
        what = say.petition_on if petition else say.question
    text = fill(what, who=spoke.name or say.somebody, behalf=behalf, subject=spoke.subject)
    return Note(id=f"speaker-{speech_id}", text=text)
