"""Who is barred from an item by an interest, or as a co-opted member: what the room, the roll and the papers ask."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from meetings.agendas.content import ContentItem
from meetings.agendas.rules import Tag
from meetings.bodies.models import Seat
from meetings.deadlines.rules.people import CoOptee, may_vote
from meetings.deadlines.rules.people_book import ARREARS, PARTICIPATION
from meetings.interests.queries import Declared, declarations_of, item_of
from meetings.interests.rules import Kind
from meetings.room.bars import Bar, bar
from meetings.room.queries import members_for
from meetings.schedule.queries import meeting_of


@bar
def declared_interests(session: Session, meeting_id: str, item_id: str | None) -> Iterator[Bar]:
    """Everybody whose declared interest keeps them from something on this item.

    Whether to give leave in spite of an interest is open to those who have it: no bar on such an item.
    """
    if item_id is None:
        return
    standing = [d for d in declarations_of(session, meeting_id, item_id) if not d.effect.full]
    if not standing:
        return
    item = item_of(session, meeting_id, item_id)
    if item is not None and Tag.DISPENSATION in item.tags:
        return
    for declared in standing:
        yield _bar(declared)


@bar
def co_optees(session: Session, meeting_id: str, item_id: str | None) -> Iterator[Bar]:
    """Parent governors and church representatives vote on education alone; they may speak on anything."""
    members = members_for(session, meeting_of(session, meeting_id))
    seated = [m for m in members if m.seat is Seat.CO_OPTED_EDUCATION]
    if not seated:
        return
    item = item_of(session, meeting_id, item_id) if item_id else None
    answer = may_vote(CoOptee.EDUCATION, frozenset(item.tags) if item else frozenset())
    if not answer.result:
        for member in seated:
            reason = f"{answer.steps[0].text} ({answer.rule.citation.text})"
            yield Bar(member.person_id, reason, answer.rule.id, may_vote=False, counts=False)


def reading_barred(session: Session, meeting_id: str, person_id: str) -> dict[str, str]:
    """The items whose exempt papers are closed to somebody, with why."""
    found = {}
    for declared in declarations_of(session, meeting_id):
        if declared.person_id != person_id or declared.effect.may_read:
            continue
        item = item_of(session, meeting_id, declared.item_id)
        if item is None or Tag.DISPENSATION not in item.tags:
            found[declared.item_id] = _closed(item)
    return found


def _closed(item: ContentItem | None) -> str:
    what = f"item {item.number}" if item is not None and item.number else "this item"
    return f"You declared an interest in {what}: its exempt papers are closed to you."


def _bar(declared: Declared) -> Bar:
    effect = declared.effect
    rule = ARREARS if declared.kind is Kind.ARREARS else PARTICIPATION if declared.kind is Kind.DPI else None
    reason = f"Declared {declared.kind.label}: {_may_not(declared)}."
    return Bar(
        declared.person_id,
        reason,
        rule.id if rule else "",
        may_speak=effect.may_speak,
        may_vote=effect.may_vote,
        counts=effect.counts,
        may_read=effect.may_read,
    )


def _may_not(declared: Declared) -> str:
    effect = declared.effect
    words = [w for w, allowed in (("speak", effect.may_speak), ("vote", effect.may_vote)) if not allowed]
    said = f"may not {' or '.join(words)}" if words else "does not count towards the quorum"
    return f"{said} on this item"
