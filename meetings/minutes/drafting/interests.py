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
    fact = standing.fact
    text = f"{fact.name} declared {fact.kind.label}{_nature(standing)}{''.join(_done(fold, standing))}"
    return Note(id=f"interest-{fact.declaration_id}", text=text)


def _nature(standing: _Declared) -> str:
    fact = standing.fact
    if fact.kind is Kind.ARREARS:
        return ""
    if fact.is_sensitive:
        return " in this item, which is a sensitive interest"
    nature = fact.nature.rstrip(". ")
    return f" in this item: {nature}" if nature else " in this item"


def _done(fold: Fold, standing: _Declared) -> Iterator[str]:
    fact = standing.fact
    if fact.dispensed:
        yield f"; having a dispensation to {fact.dispensed}, they took part to that extent"
    elif standing.left is not None:
        yield f"; they left the room at {fold.setting.clock(standing.left)}"
        if standing.returned is not None:
            yield f", returned at {fold.setting.clock(standing.returned)}"
        yield " and took no part in the discussion or the vote"
    elif fact.kind is Kind.ARREARS:
        yield " and did not vote"
    else:
        yield {
            Action.LEFT: " and took no part in the discussion or the vote",
            Action.SPOKE: "; they spoke as one of the public and did not vote",
            Action.NO_VOTE: "; they stayed in the room and took no part in the discussion or the vote",
            Action.TOOK_PART: "; they stayed and took part",
        }[fact.action]
