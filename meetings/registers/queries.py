"""Registers by kind, and what they say of one councillor: for the public page of that councillor too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.interests.queries import declarations_at
from meetings.kernel.secrecy import Audience
from meetings.motions.models import Motion
from meetings.registers.attendance import attendance_register
from meetings.registers.document import Kind, Register
from meetings.registers.interests import interests_register, meetings_declared_at, nature_of
from meetings.registers.scope import Scope, items_of, open_to, was_held
from meetings.registers.votes import SIDES, on_one_line, votes_register
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, meetings_by_id
from meetings.voting.models import Vote
from meetings.voting.models_around import OwnVote
from meetings.voting.rules import VoteState

BUILDERS: Mapping[Kind, Callable[[Session, Scope], Register]] = {
    Kind.ATTENDANCE: attendance_register,
    Kind.VOTES: votes_register,
    Kind.INTERESTS: interests_register,
}
_MOST = 50


@dataclass(frozen=True)
class OwnVoteLine:
    """A vote that somebody had recorded at their wish, where names were not recorded."""

    vote_id: str
    meeting_id: str
    body_name: str
    declared_at: datetime
    item: str
    text: str
    choice: str


@dataclass(frozen=True)
class DeclarationLine:
    """What somebody declared at a meeting, as the public may know it."""

    meeting_id: str
    body_name: str
    starts_at: datetime
    item: str
    kind: str
    nature: str
    action: str


def register_of(session: Session, kind: Kind, scope: Scope) -> Register:
    """The register of that kind."""
    return BUILDERS[kind](session, scope)


def own_votes_by(session: Session, person_id: str, tz: ZoneInfo) -> list[OwnVoteLine]:
    """A councillor's own votes recorded at their wish, the latest first: public ones that stand. Three queries."""
    query = (
        select(OwnVote.choice, Vote, Motion)
        .join(Vote, Vote.id == OwnVote.vote_id)
        .join(Motion, Motion.id == Vote.motion_id)
        .where(OwnVote.person_id == person_id, Vote.state == VoteState.DECLARED)
        .order_by(Vote.declared_at.desc(), Vote.id)
        .limit(_MOST)
    )
    rows = session.execute(query).all()
    meetings = _public(session, {vote.meeting_id for _, vote, _ in rows})
    items = items_of(session, _scope(tuple(meetings.values()), tz))
    found = []
    for choice, vote, motion in rows:
        meeting = meetings.get(vote.meeting_id)
        item = items.get((vote.meeting_id, motion.item_id or ""))
        scope = _scope((), tz)
        if meeting is None or not open_to(
            scope, item, of_item=motion.item_id is not None, private=motion.private
        ):
            continue
        assert vote.declared_at is not None
        said = SIDES[choice]
        line = OwnVoteLine(
            vote.id,
            meeting.id,
            meeting.body_name,
            vote.declared_at,
            item.title if item else "",
            on_one_line(motion.text),
            said,
        )
        found.append(line)
    return found


def declarations_by(session: Session, person_id: str, tz: ZoneInfo) -> list[DeclarationLine]:
    """What a councillor declared at public meetings that are over, the latest first. Nothing withheld is in it.

    Four queries.
    """
    meetings = _public(session, set(meetings_declared_at(session, person_id)))
    over = [m for m in meetings.values() if m.status is MeetingStatus.CLOSED]
    scope = _scope(tuple(over), tz)
    items = items_of(session, scope)
    by_meeting = declarations_at(session, [m.id for m in over])
    found = [
        DeclarationLine(
            meeting.id,
            meeting.body_name,
            meeting.starts_at,
            item.title if item else "",
            declared.kind.choice,
            nature_of(scope, declared, item),
            declared.action.said,
        )
        for meeting in sorted(over, key=lambda m: m.starts_at, reverse=True)
        for declared in by_meeting.get(meeting.id, ())
        if declared.person_id == person_id
        for item in [items.get((meeting.id, declared.item_id))]
    ]
    return found[:_MOST]


def _public(session: Session, meeting_ids: set[str]) -> dict[str, MeetingRow]:
    rows = meetings_by_id(session, meeting_ids).values()
    return {m.id: m for m in rows if m.is_public and was_held(m)}


def _scope(meetings: tuple[MeetingRow, ...], tz: ZoneInfo) -> Scope:
    return Scope("", "", "", meetings, Audience.PUBLIC, tz)
