"""Reads about members before a meeting."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetings.bodies.models import Membership
from meetings.bodies.queries import Member, body_of, councillors, members_of, person_names
from meetings.bodies.rules import Seat
from meetings.db.reading import once_a_read
from meetings.people.models import Account
from meetings.schedule.members.models import (
    MeetingReply,
    MeetingSeen,
    MemberNeeds,
    NamedSubstitute,
    SubstituteRule,
)
from meetings.schedule.members.rules import Expected, ReplyKind, SubstitutesUntil, expected
from meetings.schedule.models import Meeting
from meetings.schedule.queries import MeetingRow


@dataclass(frozen=True)
class Reply:
    """What a member said. Reason and needs are for themselves and the officers of the body."""

    person_id: str
    kind: ReplyKind
    reason: str
    needs: str
    substitute_id: str | None
    substitute: str
    sequence: int
    answered_at: datetime
    answered_by: str

    def before_change(self, meeting: MeetingRow) -> bool:
        """Whether it was said before the meeting was moved to where it is now."""
        return self.sequence < meeting.ics_sequence


@dataclass(frozen=True)
class Needs:
    """What a member needs at every meeting."""

    dietary: str = ""
    access: str = ""
    remote: str = ""
    other: str = ""
    on_paper: bool = False

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """What there is, with its name."""
        named = (
            ("Food", self.dietary),
            ("Access", self.access),
            ("Taking part online", self.remote),
            ("Other", self.other),
            ("Papers", "On paper" if self.on_paper else ""),
        )
        return tuple((name, text) for name, text in named if text)


@dataclass(frozen=True)
class ReplyLine:
    """A member of the body with their reply and needs: a line of the officer's list."""

    member: Member
    reply: Reply | None
    needs: Needs


@dataclass(frozen=True)
class Substitutes:
    """How substitutes are named on a body, with the persons on its list."""

    allowed: bool = False
    same_group: bool = True
    listed_only: bool = False
    until: SubstitutesUntil = SubstitutesUntil.EVENING_BEFORE
    listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """Up to where somebody has seen a meeting; nothing yet."""

    version: int = 0
    sequence: int = 0
    at: datetime | None = None


def replies_of(session: Session, meeting_id: str) -> dict[str, Reply]:
    """Every reply to a meeting by person. Two queries."""
    rows = list(session.scalars(select(MeetingReply).where(MeetingReply.meeting_id == meeting_id)))
    names = person_names(session, {r.substitute_id for r in rows if r.substitute_id})
    return {r.person_id: _reply(r, names.get(r.substitute_id or "", "")) for r in rows}


def replies_by(session: Session, person_id: str, meeting_ids: Collection[str]) -> dict[str, Reply]:
    """One member's replies by meeting. Two queries."""
    query = select(MeetingReply).where(
        MeetingReply.person_id == person_id, MeetingReply.meeting_id.in_(list(meeting_ids))
    )
    rows = list(session.scalars(query))
    names = person_names(session, {r.substitute_id for r in rows if r.substitute_id})
    return {r.meeting_id: _reply(r, names.get(r.substitute_id or "", "")) for r in rows}


def reply_lines(session: Session, meeting: MeetingRow, tz: ZoneInfo) -> list[ReplyLine]:
    """Every member of the body with what they said, in the order of its list."""
    members = members_of(session, meeting.body_id, meeting.starts_at.astimezone(tz).date())
    replies = replies_of(session, meeting.id)
    needs = needs_of(session, [m.person_id for m in members])
    return [ReplyLine(m, replies.get(m.person_id), needs.get(m.person_id, Needs())) for m in members]


def expected_of(session: Session, meeting: MeetingRow, lines: Collection[ReplyLine]) -> Expected:
    """How many are expected, and the quorum."""
    said = [
        (x.member.seat.votes, x.reply.kind if x.reply else None, bool(x.reply and x.reply.substitute_id))
        for x in lines
    ]
    return expected(said, body_of(session, meeting.body_id).quorum)


def needs_of(session: Session, person_ids: Collection[str]) -> dict[str, Needs]:
    """What these people need at every meeting. One query."""
    rows = session.scalars(select(MemberNeeds).where(MemberNeeds.person_id.in_(list(person_ids))))
    return {r.person_id: Needs(r.dietary, r.access, r.remote, r.other, r.on_paper) for r in rows}


def wants_paper(session: Session, body_id: str) -> frozenset[str]:
    """Who of those who ever sat on a body asked for summons and papers on paper."""
    query = (
        select(MemberNeeds.person_id)
        .join(Membership, Membership.person_id == MemberNeeds.person_id)
        .where(MemberNeeds.on_paper, Membership.body_id == body_id)
    )
    return frozenset(session.scalars(query))


def substitutes_of(session: Session, body_id: str) -> Substitutes:
    """How substitutes are named on a body. Two queries."""
    rule = session.get(SubstituteRule, body_id)
    if rule is None:
        return Substitutes()
    listed = session.scalars(
        select(NamedSubstitute.person_id).where(NamedSubstitute.body_id == body_id).order_by("person_id")
    )
    return Substitutes(True, rule.same_group, rule.listed_only, rule.until, tuple(listed))


def may_sit_in(session: Session, meeting: MeetingRow, person_id: str, tz: ZoneInfo) -> list[tuple[str, str]]:
    """Who can be named as somebody's substitute: id and name, by surname; empty where the body has none.

    Councillors who are not on the body and do not sit in for anybody else there, as its rule says.
    """
    rule = substitutes_of(session, meeting.body_id)
    day = meeting.starts_at.astimezone(tz).date()
    members = {m.person_id: m for m in members_of(session, meeting.body_id, day)}
    me = members.get(person_id)
    if not rule.allowed or me is None:
        return []
    taken = {r.substitute_id for p, r in replies_of(session, meeting.id).items() if p != person_id}
    return [
        (c.person_id, c.name)
        for c in councillors(session, day)
        if c.person_id not in members
        and c.person_id not in taken
        and (not rule.listed_only or c.person_id in rule.listed)
        and (not rule.same_group or (c.group == me.group and me.group))
    ]


@once_a_read
def sitting_members(session: Session, meeting: MeetingRow, tz: ZoneInfo | None = None) -> list[Member]:
    """The body's members on the day of the meeting, and those who sit in for some of them."""
    day = (meeting.starts_at.astimezone(tz) if tz else meeting.starts_at).date()
    members = members_of(session, meeting.body_id, day)
    instead = substitutions(session, meeting.id)
    if not instead:
        return members
    seats = {m.person_id: m for m in members}
    known = {c.person_id: c for c in councillors(session, day)}
    found = [
        _sits_in(seats[p], known[s].slug, s, known[s].name, known[s].sort_name)
        for s, p in instead.items()
        if p in seats and s in known and s not in seats
    ]
    return members + found


@once_a_read
def substitutions(session: Session, meeting_id: str) -> dict[str, str]:
    """Whose seat each substitute takes: by substitute. One query."""
    query = select(MeetingReply.substitute_id, MeetingReply.person_id).where(
        MeetingReply.meeting_id == meeting_id, MeetingReply.substitute_id.is_not(None)
    )
    return {str(row[0]): row[1] for row in session.execute(query)}


def own_part(session: Session, person_id: str, since: datetime) -> tuple[dict[str, Reply], list[str]]:
    """One member's replies by meeting from a moment on, and the meetings at which they are a substitute.

    One query, and one more for the names of those who sit in for them.
    """
    query = (
        select(MeetingReply)
        .join(Meeting, Meeting.id == MeetingReply.meeting_id)
        .where(or_(MeetingReply.person_id == person_id, MeetingReply.substitute_id == person_id))
        .where(Meeting.starts_at >= since)
    )
    rows = list(session.scalars(query))
    own = [r for r in rows if r.person_id == person_id]
    names = person_names(session, {r.substitute_id for r in own if r.substitute_id})
    replies = {r.meeting_id: _reply(r, names.get(r.substitute_id or "", "")) for r in own}
    return replies, [r.meeting_id for r in rows if r.substitute_id == person_id]


def seen_by(session: Session, account_id: str, meeting_ids: Collection[str]) -> dict[str, Seen]:
    """Up to where somebody has seen these meetings. One query."""
    query = select(MeetingSeen).where(
        MeetingSeen.account_id == account_id, MeetingSeen.meeting_id.in_(list(meeting_ids))
    )
    return {r.meeting_id: Seen(r.version, r.sequence, r.seen_at) for r in session.scalars(query)}


def person_of_account(session: Session, account_id: str) -> str | None:
    """The public person an account belongs to."""
    return session.scalar(select(Account.person_id).where(Account.id == account_id))


def _reply(row: MeetingReply, substitute: str) -> Reply:
    return Reply(
        row.person_id,
        row.kind,
        row.reason,
        row.needs,
        row.substitute_id,
        substitute,
        row.sequence,
        row.answered_at,
        row.answered_by,
    )


def _sits_in(seat: Member, slug: str, person_id: str, name: str, sort_name: str) -> Member:
    """In the seat of a member, but not in the chair: who presides is chosen or is the vice-chair."""
    kind = Seat.MEMBER if seat.seat in (Seat.CHAIR, Seat.VICE_CHAIR) else seat.seat
    return replace(
        seat, person_id=person_id, slug=slug, name=name, sort_name=sort_name, seat=kind, membership_id=""
    )
