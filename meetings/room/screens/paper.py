"""What the paper sheet of a meeting holds: the names for roll calls, and what may be put to the vote."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.agendas.models import ItemKind
from meetings.room.queries import RollLine, items_of, roll_of


@dataclass(frozen=True)
class Question:
    """Something that is likely to be voted on."""

    number: str
    title: str
    text: str


@dataclass(frozen=True)
class PaperSheet:
    """All that is printed."""

    roll: tuple[RollLine, ...]
    questions: tuple[Question, ...]


#: Called with the session and the meeting: item id and text of each motion that stands ready.
MotionSource = Callable[[Session, str], Iterable[tuple[str, str]]]
_SOURCES: list[MotionSource] = []


def motions_for_paper(source: MotionSource) -> MotionSource:
    """Register who knows the motions that stand ready."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


def paper_sheet(session: Session, meeting_id: str) -> PaperSheet:
    """The roll by name, and for each item its recommendation and the motions that stand ready."""
    items = [i for i in items_of(session, meeting_id) if i.kind is ItemKind.ITEM and not i.withdrawn]
    ready: dict[str, list[str]] = {}
    for source in _SOURCES:
        for item_id, text in source(session, meeting_id):
            ready.setdefault(item_id, []).append(text)
    questions = [
        Question(i.number, i.title, text)
        for i in items
        for text in dict.fromkeys([*ready.get(i.id, []), *([i.recommendation] if i.recommendation else [])])
    ]
    roll = sorted((r for r in roll_of(session, meeting_id) if r.seat.votes), key=lambda r: r.sort_name)
    return PaperSheet(tuple(roll), tuple(questions))
