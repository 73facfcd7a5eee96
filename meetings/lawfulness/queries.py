"""Reads about the lawfulness of a meeting: findings, deadlines, what was published, certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.content import AgendaContent
from meetings.agendas.queries import published_agenda, working_agenda
from meetings.deadlines.queries import law_of, overrides_of, standing_of
from meetings.deadlines.rules.base import Finding, Law, State
from meetings.deadlines.rules.facts import Deadline, MeetingFacts, Override, with_overrides
from meetings.deadlines.rules.meeting import deadlines_of, findings_of
from meetings.lawfulness.gather import PublishedVersion, gather, published_versions
from meetings.lawfulness.models import NoticeCertificate, PlannedPublication, Waiting
from meetings.schedule.queries import MeetingRow


@dataclass(frozen=True)
class Lawfulness:
    """The law applied to one meeting."""

    law: Law
    facts: MeetingFacts
    findings: tuple[Finding, ...]
    deadlines: tuple[Deadline, ...]
    overrides: tuple[Override, ...]
    versions: tuple[PublishedVersion, ...]
    #: whether somebody has confirmed that this is the law the council lives under
    confirmed: bool

    def of_state(self, *states: State) -> tuple[Finding, ...]:
        """The findings in one of these states."""
        return tuple(f for f in self.findings if f.state in states)

    @property
    def unverified(self) -> tuple[Finding, ...]:
        """Findings whose rule nobody has read in the law itself."""
        return tuple(f for f in self.findings if not f.rule.citation.verified)


def lawfulness_of(
    session: Session,
    meeting: MeetingRow,
    tz: ZoneInfo,
    *,
    content: AgendaContent | None = None,
    publishing_at: datetime | None = None,
    today: date | None = None,
) -> Lawfulness:
    """The law applied to a meeting.

    To its published agenda, or, with `content` and `publishing_at`, to one that would be published at that moment.
    Without either and nothing published yet, to the agenda that is being worked on. `today`: what is past by then
    counts as missed.
    """
    judged = content or published_agenda(session, meeting.id) or working_agenda(session, meeting.id)
    law = law_of(session)
    facts = gather(session, meeting, judged, tz, publishing_at)
    given = tuple(
        Override(o.rule_id, o.subject, o.reason, o.by, o.at) for o in overrides_of(session, meeting.id)
    )
    return Lawfulness(
        law=law,
        facts=facts,
        findings=with_overrides(findings_of(law, facts, today), given),
        deadlines=deadlines_of(law, facts, today),
        overrides=given,
        versions=published_versions(session, meeting.id),
        confirmed=bool(standing_of(session).chosen_by),
    )


@dataclass(frozen=True)
class CertificateRow:
    """A certificate without its content."""

    id: str
    meeting_id: str
    number: int
    made_at: datetime
    made_by: str
    sha256: str
    pdf_sha256: str | None
    pdf_error: str


def certificates_of(session: Session, meeting_id: str) -> list[CertificateRow]:
    """Every certificate of a meeting, the newest first."""
    c = NoticeCertificate
    query = select(
        c.id, c.meeting_id, c.number, c.made_at, c.made_by, c.sha256, c.pdf_sha256, c.pdf_error
    ).where(c.meeting_id == meeting_id)
    return [CertificateRow(*row) for row in session.execute(query.order_by(c.number.desc()))]


def planned_for(session: Session, meeting_id: str) -> PlannedPublication | None:
    """The publication that waits for its time, if one does."""
    return session.scalar(
        select(PlannedPublication).where(
            PlannedPublication.meeting_id == meeting_id, PlannedPublication.state == Waiting.WAITING
        )
    )


def last_planned(session: Session, meeting_id: str) -> PlannedPublication | None:
    """The publication that was set for a time last, whatever became of it."""
    return session.scalar(
        select(PlannedPublication)
        .where(PlannedPublication.meeting_id == meeting_id)
        .order_by(PlannedPublication.set_at.desc(), PlannedPublication.id)
        .limit(1)
    )


def fallen_due(session: Session, now: datetime) -> list[PlannedPublication]:
    """Those whose time has come, the earliest first."""
    return list(
        session.scalars(
            select(PlannedPublication)
            .where(PlannedPublication.state == Waiting.WAITING, PlannedPublication.at <= now)
            .order_by(PlannedPublication.at)
        )
    )
