"""The record as later facts have put it right: the fold reads it as if it had been entered so at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from meetings.db.record import Entry
from meetings.kernel.facts import Fact
from meetings.minutes.document import Declaration, Interest, MinutesDocument, Note
from meetings.minutes.drafting import fold
from meetings.minutes.drafting.setting import Setting
from meetings.minutes.writing.events import (
    ApologyCorrected,
    MotionTextCorrected,
    MoverCorrected,
    PersonCorrected,
    PublicRecounted,
    SentenceCorrected,
    Stay,
    TimesCorrected,
)
from meetings.motions.events import AmendmentAccepted, MotionAltered, MotionAmended, MotionMoved
from meetings.room import events as room
from meetings.room.rules import Capacity, Presence

#: Facts that change what earlier ones say.
CORRECTIONS: tuple[type[Fact], ...] = (
    MoverCorrected,
    MotionTextCorrected,
    TimesCorrected,
    PersonCorrected,
    PublicRecounted,
    ApologyCorrected,
    SentenceCorrected,
)
_COMING = (
    room.MemberArrived,
    room.MemberLeft,
    room.ArrivalCorrected,
    room.AttendanceTimed,
    room.AttendanceCorrected,
)
#: Blocks that are one sentence, which a fact can put in other words.
Sentence = Note | Declaration | Interest


def draft(entries: Iterable[Entry], setting: Setting) -> MinutesDocument:
    """The minutes as the record has them, corrections taken in."""
    read = list(entries)
    return reworded(fold.draft(corrected(read), setting), read)


def corrected(entries: Sequence[Entry]) -> list[Entry]:
    """The same record, with what was put right later said right at once. Numbers of facts stay."""
    read = list(entries)
    for entry in entries:
        apply = _APPLY.get(type(entry.fact))
        if apply is not None:
            read = apply(read, entry, entry.fact)
    return read


def reworded(document: MinutesDocument, entries: Iterable[Entry]) -> MinutesDocument:
    """With the sentences that were put in other words. One that reads otherwise than it did then stays."""
    facts = [e.fact for e in entries if isinstance(e.fact, SentenceCorrected)]
    if not facts:
        return document
    items = tuple(
        replace(item, blocks=tuple(_reworded(block, facts) for block in item.blocks))
        for item in document.items
    )
    return replace(document, items=items)


def _reworded(block: Any, facts: Sequence[SentenceCorrected]) -> Any:
    for fact in facts:
        if block.id == fact.block_id and isinstance(block, Sentence) and words_of(block) == fact.before:
            block = _saying(block, fact.after)
    return block


def _saying(block: Sentence, words: str) -> Sentence:
    if isinstance(block, Interest):
        return replace(block, sentence=words)
    return replace(block, text=words)


def words_of(block: Sentence) -> str:
    """The sentence of a block that is one."""
    return block.sentence if isinstance(block, Interest) else block.text


def moved_as(entries: Sequence[Entry], motion_id: str) -> MotionMoved | None:
    """A motion as it was moved, put right."""
    facts = (entry.fact for entry in corrected(entries))
    return next((f for f in facts if isinstance(f, MotionMoved) and f.motion_id == motion_id), None)


# --- Each correction on the facts before it ---


def _mapped(entries: list[Entry], change: Callable[[Fact], Fact | None], upto: int) -> list[Entry]:
    """Every fact before number `upto` through `change`; what becomes None is left out."""
    result = []
    for entry in entries:
        fact = change(entry.fact) if entry.seq < upto else entry.fact
        if fact is not None:
            result.append(entry if fact is entry.fact else replace(entry, fact=fact))
    return result


def _movers(entries: list[Entry], at: Entry, fact: MoverCorrected) -> list[Entry]:
    def change(old: Fact) -> Fact:
        if not isinstance(old, MotionMoved) or old.motion_id != fact.motion_id:
            return old
        return replace(
            old,
            mover_id=fact.mover_id,
            mover=fact.mover,
            seconder_id=fact.seconder_id,
            seconder=fact.seconder,
        )

    return _mapped(entries, change, at.seq)


def _motion_text(entries: list[Entry], at: Entry, fact: MotionTextCorrected) -> list[Entry]:
    def change(old: Fact) -> Fact:
        if isinstance(old, MotionMoved) and old.motion_id == fact.motion_id and old.change == fact.before:
            return replace(old, change=fact.after)
        if not isinstance(old, MotionMoved | MotionAmended | MotionAltered | AmendmentAccepted):
            return old
        same = old.text == fact.before and _is_about(old, fact.motion_id)
        return replace(old, text=fact.after) if same else old

    return _mapped(entries, change, at.seq)


def _is_about(old: Any, motion_id: str) -> bool:
    """A motion's own text, or that of an amendment which says how it would then read."""
    parent = old.parent_id if isinstance(old, MotionMoved) else None
    return motion_id in (old.motion_id, parent)


def _times(entries: list[Entry], at: Entry, fact: TimesCorrected) -> list[Entry]:
    was = next((e for e in entries if _arrival_of(e, fact.person_id)), None)
    first = was.fact if was is not None and isinstance(was.fact, room.MemberArrived) else None
    base = first or room.MemberArrived(fact.person_id, fact.name, Capacity.MEMBER, Presence.IN_PERSON)
    gone = _mapped(entries, lambda old: None if _comes_or_goes(old, fact.person_id) else old, at.seq)
    for stay in fact.stays:
        for when, what in _moves(base, stay):
            place = next((n for n, e in enumerate(gone) if e.at > when), len(gone))
            gone.insert(place, replace(at, at=when, fact=what))
    return gone


def _moves(arrived: room.MemberArrived, stay: Stay) -> list[tuple[datetime, Fact]]:
    moves: list[tuple[datetime, Fact]] = [(stay.arrived_at, arrived)]
    if stay.left_at is not None:
        moves.append((stay.left_at, room.MemberLeft(arrived.person_id, arrived.name)))
    return moves


def _arrival_of(entry: Entry, person_id: str) -> bool:
    return isinstance(entry.fact, room.MemberArrived) and entry.fact.person_id == person_id


def _comes_or_goes(old: Fact, person_id: str) -> bool:
    return isinstance(old, _COMING) and old.person_id == person_id


def _person(entries: list[Entry], at: Entry, fact: PersonCorrected) -> list[Entry]:
    def change(old: Fact) -> Fact:
        if isinstance(old, room.MemberArrived) and old.person_id == fact.person_id:
            return replace(old, name=fact.name, post=fact.post)
        return old

    return _mapped(entries, change, at.seq)


def _public(entries: list[Entry], at: Entry, fact: PublicRecounted) -> list[Entry]:
    """The highest count is minuted: it is this one now, at the moment it had."""
    counts = [e for e in entries if e.seq < at.seq and isinstance(e.fact, room.PublicCounted)]
    highest = max(counts, key=lambda e: _count(e.fact), default=None)
    rest = _mapped(entries, lambda old: None if isinstance(old, room.PublicCounted) else old, at.seq)
    when = (
        highest.at if highest else next((e.at for e in rest if isinstance(e.fact, room.MeetingOpened)), at.at)
    )
    place = next((n for n, e in enumerate(rest) if e.at > when), len(rest))
    rest.insert(place, replace(at, at=when, fact=room.PublicCounted(fact.count)))
    return rest


def _count(fact: Fact) -> int:
    return fact.count if isinstance(fact, room.PublicCounted) else 0


def _apology(entries: list[Entry], at: Entry, fact: ApologyCorrected) -> list[Entry]:
    sent = (room.ApologyReceived, room.ApologyWithdrawn)
    kept = _mapped(
        entries,
        lambda old: None if isinstance(old, sent) and old.person_id == fact.person_id else old,
        at.seq,
    )
    if not fact.kind:
        return kept
    place = next(n for n, e in enumerate(kept) if e.seq == at.seq and e.fact is at.fact)
    kept.insert(place, replace(at, fact=room.ApologyReceived(fact.person_id, fact.name, fact.kind)))
    return kept


_APPLY: dict[type[Fact], Callable[[list[Entry], Entry, Any], list[Entry]]] = {
    MoverCorrected: _movers,
    MotionTextCorrected: _motion_text,
    TimesCorrected: _times,
    PersonCorrected: _person,
    PublicRecounted: _public,
    ApologyCorrected: _apology,
}
