"""The live part of what has been decided by vote, and what its figures and names are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.agendas.content import ContentItem
from meetings.agendas.models import ItemKind
from meetings.agendas.queries import item_for_audience
from meetings.interests.events import DeclarationChanged, DeclarationWithdrawn, InterestDeclared
from meetings.kernel.secrecy import Audience, Sensitivity, may_read, may_see_proceedings
from meetings.motions.queries import MotionRow, motions_of
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.room.bars import bars_on
from meetings.room.queries import items_of
from meetings.runtime.live import part
from meetings.runtime.reactions import on, push
from meetings.voting.methods import METHODS
from meetings.voting.queries import VoteView, votes_of
from meetings.voting.rules import Choice, Outcome, VoteMethod, VoteState


@dataclass(frozen=True)
class Counts:
    """The figures of a closed vote."""

    for_: int
    against: int
    abstain: int
    none: int


@dataclass(frozen=True)
class Side:
    """The names on one side of a recorded vote; `choice` None are those who cast nothing."""

    choice: Choice | None
    names: tuple[str, ...]


@dataclass(frozen=True)
class ResultLine:
    """A declared result, or what was agreed without a vote: then there is no vote, and nothing was counted."""

    vote_id: str
    number: str
    title: str
    kind: MotionKind
    effect: Effect
    text: str
    method: VoteMethod | None
    outcome: Outcome
    counts: Counts | None
    casting: Choice | None
    declared_at: datetime
    #: whether the vote has a public page
    is_public: bool
    #: the majority needed, where it is not the simple one
    majority: str = ""
    #: declared void after all, with the reason
    is_void: bool = False
    void_reason: str = ""


@dataclass(frozen=True)
class ResultsPart:
    """Every decision of the meeting, in order."""

    results: tuple[ResultLine, ...]


@part("results", template="voting/_results.html")
def results_part(session: Session, meeting_id: str, audience: Audience) -> ResultsPart:
    """What has been decided so far, by vote or without one, and which results were declared void again."""
    items = {i.id: i for i in items_of(session, meeting_id) if i.kind is ItemKind.ITEM}
    motions = {m.id: m for m in motions_of(session, meeting_id)}
    closed = _Closed(session, meeting_id, audience)
    lines = []
    for vote, motion in _decisions(votes_of(session, meeting_id), motions):
        item = items.get(motion.item_id or "")
        if _open_to(motion, item, audience) and not closed.to_somebody(motion, item):
            shown = item_for_audience(item, audience) if item else None
            lines.append(_line(vote, motion, shown) if vote else _agreed(motion, shown))
    return ResultsPart(tuple(sorted(lines, key=lambda line: line.declared_at)))


def _decisions(
    votes: list[VoteView], motions: dict[str, MotionRow]
) -> Iterator[tuple[VoteView | None, MotionRow]]:
    """Each motion with the declared vote on it; None: it was agreed without one."""
    declared = [v for v in votes if v.declared_at is not None]
    for vote in declared:
        for motion_id in (vote.motion_id, *vote.also):
            yield vote, motions[motion_id]
    standing = {m for v in declared if v.state is not VoteState.VOID for m in (v.motion_id, *v.also)}
    for motion in motions.values():
        if motion.status is MotionStatus.CARRIED and motion.decided_at and motion.id not in standing:
            yield None, motion


def _agreed(motion: MotionRow, item: ContentItem | None) -> ResultLine:
    assert motion.decided_at is not None
    return ResultLine(
        "",
        item.number if item else "",
        item.title if item else "",
        motion.kind,
        motion.effect,
        motion.text,
        None,
        Outcome.CARRIED,
        None,
        None,
        motion.decided_at,
        _is_public(motion, item),
    )


def _is_public(motion: MotionRow, item: ContentItem | None) -> bool:
    return motion.item_id is None or (item is not None and item.sensitivity is Sensitivity.PUBLIC)


class _Closed:
    """Whether somebody on these screens is barred from reading of an item: the list is the same for all of them."""

    def __init__(self, session: Session, meeting_id: str, audience: Audience) -> None:
        self._ask = audience in (Audience.MEMBER, Audience.CHAIR)
        self._session, self._meeting_id = session, meeting_id
        self._known: dict[str, bool] = {}

    def to_somebody(self, motion: MotionRow, item: ContentItem | None) -> bool:
        """Asked once an item that is not for the public."""
        if not self._ask or motion.item_id is None or _open_to(motion, item, Audience.PUBLIC):
            return False
        if motion.item_id not in self._known:
            bars = bars_on(self._session, self._meeting_id, motion.item_id)
            self._known[motion.item_id] = any(not b.may_read for b in bars)
        return self._known[motion.item_id]


def _line(vote: VoteView, motion: MotionRow, item: ContentItem | None) -> ResultLine:
    counts = counts_of(vote)
    assert vote.outcome is not None
    assert vote.declared_at is not None
    assert counts is not None
    return ResultLine(
        vote.id,
        item.number if item else "",
        item.title if item else "",
        motion.kind,
        motion.effect,
        motion.text,
        vote.method,
        vote.outcome,
        counts,
        vote.casting,
        vote.declared_at,
        _is_public(motion, item),
        "" if METHODS[vote.basis].has_casting else METHODS[vote.basis].label,
        vote.state is VoteState.VOID,
        vote.void_reason,
    )


def counts_of(vote: VoteView) -> Counts | None:
    """The figures, once counted."""
    t = vote.tally
    return Counts(t.for_, t.against, t.abstain, t.none) if t else None


def sides_of(vote: VoteView) -> tuple[Side, ...]:
    """Names by side, every side named even when it is empty."""
    return tuple(Side(c, vote.names(c)) for c in (*Choice, None))


def may_read_motion(session: Session, motion: MotionRow, audience: Audience) -> bool:
    """Whether that audience may read a motion: neither moved in private nor on an exempt item, for the public."""
    items = items_of(session, motion.meeting_id) if motion.item_id is not None else ()
    return _open_to(motion, next((i for i in items if i.id == motion.item_id), None), audience)


def _open_to(motion: MotionRow, item: ContentItem | None, audience: Audience) -> bool:
    if not may_see_proceedings(private=motion.private, audience=audience):
        return False
    if motion.item_id is None:
        return True
    # Of an item that has gone from the agenda nobody can tell what it would be marked now.
    sensitivity = item.sensitivity if item else Sensitivity.CONFIDENTIAL
    return may_read(sensitivity, published=True, audience=audience)


for _kind in (InterestDeclared, DeclarationChanged, DeclarationWithdrawn):
    on(_kind, push("results"))
