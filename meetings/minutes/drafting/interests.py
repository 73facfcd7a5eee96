"""The sentence in the minutes about a declared interest: kind, nature, what was done, and from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from meetings.interests import events
from meetings.interests.rules import Action, Kind
from meetings.minutes.document import Note
from meetings.minutes.drafting.fold import Fold
from meetings.minutes.drafting.table import minutes_of
from meetings.minutes.phrases import fill
from meetings.minutes.phrases.shape import Interests

_KEY = "interests"


@dataclass
class _Declared:
    """A declaration as it stands at the end."""

    fact: events.InterestDeclared | events.DeclarationChanged
    withdrawn: bool = False
    left: datetime | None = None
    returned: datetime | None = None


def _declared(fold: Fold) -> dict[str, _Declared]:
    found: dict[str, _Declared] = fold.more.setdefault(_KEY, {})
    return found


@minutes_of(events.InterestDeclared)
def interest_declared(fold: Fold, at: datetime, fact: events.InterestDeclared) -> None:
    """Under the item it concerns, written when all is known."""
    standing = _Declared(fact)
    _declared(fold)[fact.declaration_id] = standing
    fold.pieces.setdefault(fact.item_id, [])
    fold.put(at, lambda: _note(fold, standing), fact.item_id)


@minutes_of(events.DeclarationChanged)
def declaration_changed(fold: Fold, _at: datetime, fact: events.DeclarationChanged) -> None:
    """The sentence says what holds."""
    if fact.declaration_id in _declared(fold):
        _declared(fold)[fact.declaration_id].fact = fact


@minutes_of(events.DeclarationWithdrawn)
def declaration_withdrawn(fold: Fold, _at: datetime, fact: events.DeclarationWithdrawn) -> None:
    """No sentence."""
    if fact.declaration_id in _declared(fold):
        _declared(fold)[fact.declaration_id].withdrawn = True


@minutes_of(events.LeftForInterest)
def left_room(fold: Fold, at: datetime, fact: events.LeftForInterest) -> None:
    """When they went out."""
    if fact.declaration_id in _declared(fold):
        standing = _declared(fold)[fact.declaration_id]
        standing.left, standing.returned = standing.left or at, None


@minutes_of(events.ReturnedAfterInterest)
def returned(fold: Fold, at: datetime, fact: events.ReturnedAfterInterest) -> None:
    """When they came back."""
    if fact.declaration_id in _declared(fold):
        _declared(fold)[fact.declaration_id].returned = at


def _note(fold: Fold, standing: _Declared) -> Note | None:
    if standing.withdrawn:
        return None
    alike = _alike(fold, standing)
    if len(alike) > 1 and len(alike) == len(fold.people.present(fold.setting.members)):
        return _everybody(fold, alike[0]) if alike[0] is standing else None
    fact, say = standing.fact, fold.setting.say.interests
    done = "".join(_done(fold, standing))
    kind, nature = say.kinds[fact.kind.value], _nature(say, standing)
    text = fill(say.declared, name=fact.name, kind=kind, nature=nature, done=done)
    return Note(id=f"interest-{fact.declaration_id}", text=text)


def _alike(fold: Fold, standing: _Declared) -> list[_Declared]:
    """Those who declared the same on the item and had the same dispensation."""
    fact = standing.fact
    if not fact.dispensed:
        return []
    same = (fact.item_id, fact.kind, fact.nature, fact.dispensed)
    return [
        d
        for d in _declared(fold).values()
        if not d.withdrawn and (d.fact.item_id, d.fact.kind, d.fact.nature, d.fact.dispensed) == same
    ]


def _everybody(fold: Fold, first: _Declared) -> Note:
    """One sentence for all of them, where everybody present declared the same."""
    fact, say = first.fact, fold.setting.say.interests
    allowed = say.dispensations.get(fact.dispensed, fact.dispensed)
    nature = f": {fact.nature.rstrip('. ')}" if fact.nature and not fact.is_sensitive else ""
    return Note(id=f"interest-{fact.declaration_id}", text=fill(say.everybody, allowed=allowed) + nature)


def _nature(say: Interests, standing: _Declared) -> str:
    fact = standing.fact
    if fact.kind is Kind.ARREARS:
        return ""
    if fact.is_sensitive:
        return say.here + say.sensitive
    where = say.about if fact.kind is Kind.LOBBIED else say.here
    nature = fact.nature.rstrip(". ")
    return f"{where}: {nature}" if nature else where


def _done(fold: Fold, standing: _Declared) -> Iterator[str]:
    fact, say = standing.fact, fold.setting.say.interests
    if fact.dispensed:
        yield fill(say.dispensed, allowed=say.dispensations.get(fact.dispensed, fact.dispensed))
    elif standing.left is not None:
        yield fill(say.went, at=fold.setting.clock(standing.left))
        if standing.returned is not None:
            yield fill(say.came_back, at=fold.setting.clock(standing.returned))
        yield say.no_part
    elif fact.kind is Kind.ARREARS:
        yield say.no_vote
    elif fact.kind is Kind.LOBBIED and fact.action is Action.TOOK_PART:
        return
    else:
        yield say.actions[fact.action.value]
