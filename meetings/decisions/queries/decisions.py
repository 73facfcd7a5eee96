"""Reads of decisions: the register as the public has it, and the records as officers work on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body
from meetings.decisions.models import Decision, DecisionVersion
from meetings.decisions.queries.wanted import Wanted, conditions
from meetings.decisions.rules.record import CallIn, Kind, Record, for_audience, record_from_json
from meetings.decisions.rules.standing import Hold, Standing, State, standing_of
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Audience
from meetings.schedule.models import Meeting

NO_DECISION = (
    "There is no decision at this address. It may have been mistyped, or its record is not public yet."
)


@dataclass(frozen=True)
class DecisionRow:
    """A decision: `record` is the newest version, or for the public the one that was published."""

    id: str
    reference: str
    kind: Kind
    body_id: str
    body_name: str
    body_slug: str
    meeting_id: str | None
    meeting_at: datetime | None
    item_id: str | None
    motion_id: str | None
    plan_entry_id: str | None
    maker_id: str | None
    started_by: str | None
    state: State
    hold: Hold
    made_on: date
    version: int
    published_version: int
    published_at: datetime | None
    counts_from: date | None
    call_in: CallIn
    until: date | None
    effective_on: date | None
    aside_reason: str
    record: Record

    def standing(self, today: date) -> Standing:
        """How it stands on that day."""
        return standing_of(self.state, self.hold, self.until, today)

    @property
    def maker_words(self) -> str:
        """Who decided."""
        return self.record.maker_words or self.body_name

    @property
    def waits_for_publication(self) -> bool:
        """Whether the newest version is not the public one."""
        return self.state is State.PUBLISHED and self.version != self.published_version


@dataclass(frozen=True)
class VersionRow:
    """A version of a record."""

    number: int
    written_at: datetime
    written_by: str
    note: str
    published_at: datetime | None
    sha256: str
    record: Record


def decisions(session: Session, wanted: Wanted, limit: int = 500, offset: int = 0) -> list[DecisionRow]:
    """Records as officers see them, the latest decision first. One query."""
    return _listed(session, _rows(Decision.version), conditions(wanted, date.max), limit, offset)


def decision_of(session: Session, decision_id: str) -> DecisionRow:
    """One record as officers see it. Raises NotFound."""
    found = decisions(session, Wanted(ids=[decision_id]))
    if not found:
        raise NotFound(NO_DECISION)
    return found[0]


def register(
    session: Session, wanted: Wanted, today: date, limit: int = 50, offset: int = 0
) -> list[DecisionRow]:
    """The public register: published records in their public version, the latest decision first. One query."""
    rows = _listed(session, _rows(Decision.published_version), conditions(wanted, today), limit, offset)
    return [_public(row) for row in rows]


def register_count(session: Session, wanted: Wanted, today: date) -> int:
    """How many there are."""
    query = select(func.count()).select_from(Decision).join(Body, Body.id == Decision.body_id)
    query = query.where(Decision.published_version > 0, *conditions(wanted, today))
    return session.scalar(query) or 0


def public_decision(session: Session, decision_id: str) -> DecisionRow:
    """One published record. Raises the same NotFound for one that is not published as for none."""
    rows = _listed(
        session, _rows(Decision.published_version), conditions(Wanted(ids=[decision_id]), date.max), 1, 0
    )
    if not rows:
        raise NotFound(NO_DECISION)
    return _public(rows[0])


def decisions_of_meeting(session: Session, meeting_id: str, audience: Audience) -> list[DecisionRow]:
    """The decisions of a meeting in the order they were taken, as that audience may read them. One query.

    Officers see the newest version of all of them; everybody else those that are published.
    """
    officer = audience is Audience.OFFICER
    number = Decision.version if officer else Decision.published_version
    wanted = Wanted(meeting_id=meeting_id)
    rows = _listed(session, _rows(number), conditions(wanted, date.max), 1000, 0)
    rows.sort(key=lambda r: r.reference)
    return [replace(row, record=for_audience(row.record, audience)) for row in rows]


def latest_public(session: Session, limit: int) -> list[DecisionRow]:
    """The newest published records, by their publication, for feeds. One query."""
    query = _rows(Decision.published_version).order_by(
        Decision.published_at.desc(), Decision.reference.desc()
    )
    return [_public(_row(list(row))) for row in session.execute(query.limit(limit))]


def by_motion(session: Session, motion_ids: Collection[str]) -> dict[str, str]:
    """The ids of the published records of these motions. One query."""
    query = select(Decision.motion_id, Decision.id).where(
        Decision.motion_id.in_(list(motion_ids)), Decision.published_version > 0
    )
    return {motion_id: id_ for motion_id, id_ in session.execute(query) if motion_id}


def record_of(session: Session, decision_id: str, number: int) -> Record:
    """What a version says. Raises NotFound."""
    query = select(DecisionVersion.content).where(
        DecisionVersion.decision_id == decision_id, DecisionVersion.number == number
    )
    content = session.scalar(query)
    if content is None:
        raise NotFound(NO_DECISION)
    return record_from_json(content)


def versions_of(session: Session, decision_id: str, *, published: bool = False) -> list[VersionRow]:
    """Every version, the newest first; for the public those that were published."""
    query = select(DecisionVersion).where(DecisionVersion.decision_id == decision_id)
    if published:
        query = query.where(DecisionVersion.published_at.is_not(None))
    return [
        VersionRow(
            v.number,
            v.written_at,
            v.written_by,
            v.note,
            v.published_at,
            v.sha256,
            for_audience(record_from_json(v.content), Audience.PUBLIC if published else Audience.OFFICER),
        )
        for v in session.scalars(query.order_by(DecisionVersion.number.desc()))
    ]


def makers(session: Session) -> tuple[list[tuple[str, str]], list[str]]:
    """Bodies (slug and name) and wards of published decisions, for the register's filters. One query."""
    query = (
        select(Body.slug, Body.name, Decision.wards)
        .join(Body, Body.id == Decision.body_id)
        .where(Decision.published_version > 0)
        .distinct()
    )
    bodies: dict[str, str] = {}
    wards: set[str] = set()
    for slug, name, text in session.execute(query):
        bodies[slug] = name
        wards.update(ward for ward in text.split("|") if ward and ward != "*")
    return sorted(bodies.items(), key=lambda b: b[1]), sorted(wards)


def _public(row: DecisionRow) -> DecisionRow:
    return replace(row, record=row.record.public())


def _rows(number: Any) -> Select[*tuple[Any, ...]]:
    version = and_(DecisionVersion.decision_id == Decision.id, DecisionVersion.number == number)
    columns = (
        Decision.id,
        Decision.reference,
        Decision.kind,
        Decision.body_id,
        Body.name,
        Body.slug,
        Decision.meeting_id,
        Meeting.starts_at,
        Decision.item_id,
        Decision.motion_id,
        Decision.plan_entry_id,
        Decision.maker_id,
        Decision.started_by,
        Decision.state,
        Decision.hold,
        Decision.made_on,
        Decision.version,
        Decision.published_version,
        Decision.published_at,
        Decision.counts_from,
        Decision.call_in,
        Decision.until,
        Decision.effective_on,
        Decision.aside_reason,
        DecisionVersion.content,
    )
    return (
        select(*columns)
        .join(Body, Body.id == Decision.body_id)
        .outerjoin(Meeting, Meeting.id == Decision.meeting_id)
        .join(DecisionVersion, version)
    )


def _listed(
    session: Session,
    query: Select[*tuple[Any, ...]],
    where: Collection[ColumnElement[bool]],
    limit: int,
    offset: int,
) -> list[DecisionRow]:
    query = query.where(*where).order_by(Decision.made_on.desc(), Decision.reference.desc())
    return [_row(list(row)) for row in session.execute(query.limit(limit).offset(offset))]


def _row(columns: list[Any]) -> DecisionRow:
    columns[-1] = record_from_json(columns[-1])
    return DecisionRow(*columns)
