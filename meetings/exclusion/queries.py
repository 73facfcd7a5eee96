"""Reads about the public excluded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.content import ContentItem
from meetings.agendas.exemptions import in_order, paragraphs_in
from meetings.deadlines.queries import law_of
from meetings.exclusion.models import Exclusion, ExclusionSurface
from meetings.exclusion.rules import State, law_words, motion_words
from meetings.kernel.secrecy import Sensitivity
from meetings.room.queries import items_of


@dataclass(frozen=True)
class ExemptItem:
    """An item that is not public, or has papers that are not. `words`: the motion to exclude the public for it."""

    id: str
    number: str
    title: str
    confidential: bool
    words: str
    #: what its marking lacks: then no motion can be put
    lacking: str


def exclusion_of(session: Session, meeting_id: str) -> Exclusion | None:
    """The exclusion that stands; None: the public is here."""
    query = select(Exclusion).where(Exclusion.meeting_id == meeting_id, Exclusion.ended_at.is_(None))
    return session.scalar(query)


def private_now(session: Session, meeting_id: str) -> bool:
    """Whether the meeting is not public at this moment."""
    query = select(Exclusion.state).where(Exclusion.meeting_id == meeting_id, Exclusion.ended_at.is_(None))
    return session.scalar(query) is not None


def exclusions_of(session: Session, meeting_id: str) -> list[Exclusion]:
    """Every stretch from which the public was excluded, in order."""
    query = select(Exclusion).where(Exclusion.meeting_id == meeting_id)
    return list(session.scalars(query.order_by(Exclusion.began_at, Exclusion.id)))


def surfaces_of(session: Session, exclusion_id: str) -> list[ExclusionSurface]:
    """What the public could see, by name."""
    query = select(ExclusionSurface).where(ExclusionSurface.exclusion_id == exclusion_id)
    return list(session.scalars(query.order_by(ExclusionSurface.kind, ExclusionSurface.name)))


def exempt_items(session: Session, meeting_id: str) -> list[ExemptItem]:
    """The items for which the public could be excluded, in the order they are taken."""
    items = [i for i in items_of(session, meeting_id) if not i.is_heading and not i.withdrawn]
    return [_exempt(session, i) for i in items if is_exempt(i)]


def is_exempt(item: ContentItem) -> bool:
    """Whether something about it is not public."""
    return item.sensitivity is not Sensitivity.PUBLIC or item.part_exempt


def words_for(session: Session, meeting_id: str, item_ids: Iterable[str]) -> str:
    """The motion to exclude the public for these items, or what is declared where all are confidential."""
    wanted = set(item_ids)
    items = [i for i in items_of(session, meeting_id) if i.id in wanted]
    profile = law_of(session).profile
    numbers = [i.number for i in items]
    if items and all(is_confidential(i) for i in items):
        return law_words(profile, numbers, items[0].confidential_ground)
    paragraphs = in_order(p for i in items for p in paragraphs_of(i))
    return motion_words(profile, numbers, paragraphs, next((i.exemption for i in items if i.exemption), ""))


def paragraphs_of(item: ContentItem) -> tuple[str, ...]:
    """Every description under which something about the item is exempt."""
    marked = [item.exempt_paragraphs, paragraphs_in(item.exemption)]
    for paper in item.papers:
        if paper.sensitivity is not Sensitivity.PUBLIC:
            marked += [paper.exempt_paragraphs, paragraphs_in(paper.exemption)]
    return in_order(p for group in marked for p in group)


def is_confidential(item: ContentItem) -> bool:
    """Whether the law itself excludes the public: nobody votes on it."""
    marks = {item.sensitivity, *(p.sensitivity for p in item.papers)}
    return Sensitivity.CONFIDENTIAL in marks


def lacking(item: ContentItem) -> str:
    """What must be said before a motion to exclude the public for the item can be put; empty: nothing."""
    if is_confidential(item) or paragraphs_of(item):
        return ""
    reasons = [item.exemption, *(p.exemption for p in item.papers)]
    return (
        "" if any(r.strip() for r in reasons) else "Its marking names no description of exempt information."
    )


def standing_state(session: Session, meeting_id: str) -> tuple[State | None, tuple[str, ...]]:
    """How the exclusion stands, and for which items."""
    found = exclusion_of(session, meeting_id)
    return (found.state, tuple(found.item_ids)) if found else (None, ())


def _exempt(session: Session, item: ContentItem) -> ExemptItem:
    profile, confidential = law_of(session).profile, is_confidential(item)
    words = (
        law_words(profile, [item.number], item.confidential_ground)
        if confidential
        else motion_words(profile, [item.number], paragraphs_of(item), item.exemption)
    )
    return ExemptItem(item.id, item.number, item.title, confidential, words, lacking(item))
