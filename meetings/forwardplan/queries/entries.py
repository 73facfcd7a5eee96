"""Reads of planned decisions: as officers work on them, and as the public was last given notice of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body
from meetings.bodies.queries import members_of
from meetings.db.record import council_stream, facts_of
from meetings.forwardplan.events import (
    DecisionDeferred,
    DecisionReopened,
    DecisionTaken,
    DecisionWithdrawn,
)
from meetings.forwardplan.models import PlanEntry, PlanVersion, Status
from meetings.forwardplan.rules.planned import PlannedDecision, day_words, planned_from_json
from meetings.kernel.errors import NotFound

NO_ENTRY = (
    "There is no such decision in the forward plan. It may have been mistyped, or no notice is out yet."
)


@dataclass(frozen=True)
class EntryRow:
    """A planned decision: `decision` is the newest version, or for the public the one that was noticed."""

    id: str
    reference: str
    body_id: str
    body_name: str
    body_slug: str
    meeting_id: str | None
    status: Status
    status_before: Status
    status_reason: str
    decided_on: date | None
    version: int
    noticed_version: int
    noticed_at: datetime | None
    private_at: datetime | None
    decision: PlannedDecision

    @property
    def title(self) -> str:
        """What officers call it."""
        return self.decision.desk_title

    @property
    def waits_for_notice(self) -> bool:
        """Whether the newest version has not been published."""
        return self.status.is_open and self.version != self.noticed_version

    @property
    def maker_name(self) -> str:
        """Who decides, by name."""
        d = self.decision
        named = ", ".join(part for part in (d.maker_name, d.maker_post) if part)
        return named or self.body_name


@dataclass(frozen=True)
class VersionRow:
    """A version of an entry."""

    number: int
    written_at: datetime
    written_by: str
    note: str
    decision: PlannedDecision


@dataclass(frozen=True)
class Event:
    """Something that became of a decision, for its page."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True)
class Wanted:
    """Which entries a list shows; None: all. `start` and `end`: the day of the decision, both included."""

    bodies: Collection[str] | None = None
    is_open: bool | None = None
    start: date | None = None
    end: date | None = None
    meeting_id: str | None = None
    ids: Collection[str] | None = None


def entries(session: Session, wanted: Wanted) -> list[EntryRow]:
    """Entries as officers see them, the next decision first. One query."""
    return _listed(session, _rows(PlanEntry.version), wanted)


def public_entries(session: Session, wanted: Wanted) -> list[EntryRow]:
    """Those of which notice was given, each as it was last noticed. One query."""
    return _listed(session, _rows(PlanEntry.noticed_version), wanted, public=True)


def entry_of(session: Session, entry_id: str) -> EntryRow:
    """One entry as officers see it. Raises NotFound."""
    found = entries(session, Wanted(ids=[entry_id]))
    if not found:
        raise NotFound(NO_ENTRY)
    return found[0]


def public_entry(session: Session, entry_id: str) -> EntryRow:
    """One entry as it was last noticed. Raises the same NotFound for one without a notice as for none."""
    found = public_entries(session, Wanted(ids=[entry_id]))
    if not found:
        raise NotFound(NO_ENTRY)
    return found[0]


def content_of(session: Session, entry_id: str, number: int) -> PlannedDecision:
    """What a version says. Raises NotFound."""
    query = select(PlanVersion.content).where(PlanVersion.entry_id == entry_id, PlanVersion.number == number)
    content = session.scalar(query)
    if content is None:
        raise NotFound(NO_ENTRY)
    return planned_from_json(content)


def versions_of(session: Session, entry_id: str) -> list[VersionRow]:
    """Every version, the newest first."""
    query = select(PlanVersion).where(PlanVersion.entry_id == entry_id).order_by(PlanVersion.number.desc())
    return [
        VersionRow(v.number, v.written_at, v.written_by, v.note, planned_from_json(v.content))
        for v in session.scalars(query)
    ]


def members_by_body(session: Session, body_ids: Collection[str], on: date) -> dict[str, tuple[str, ...]]:
    """Who sits on each body, by name and seat. One query a body."""
    return {
        body_id: tuple(
            f"{m.name} ({m.seat.label})" if m.seat.value != "member" else m.name
            for m in members_of(session, body_id, on)
        )
        for body_id in sorted(set(body_ids))
    }


def history_of(session: Session, entry_id: str) -> list[Event]:
    """What became of a decision, oldest first: put off, withdrawn, decided, brought back."""
    kinds = (DecisionDeferred, DecisionWithdrawn, DecisionTaken, DecisionReopened)
    found = []
    for entry in facts_of(session, council_stream(session), types=kinds):
        if getattr(entry.fact, "entry_id", None) == entry_id:
            found.append(Event(entry.at, entry.actor_name, _told(entry.fact)))
    return found


def meeting_entries(session: Session, meeting_id: str) -> list[EntryRow]:
    """The decisions planned for one meeting. One query."""
    return entries(session, Wanted(meeting_id=meeting_id))


def has_any(session: Session) -> bool:
    """Whether anything was ever planned."""
    return bool(session.scalar(select(func.count()).select_from(PlanEntry)))


def _told(fact: object) -> str:
    if isinstance(fact, DecisionDeferred):
        return f"Put off from {day_words(fact.was)} to {day_words(fact.now)}: {fact.reason}"
    if isinstance(fact, DecisionWithdrawn):
        return f"Withdrawn: {fact.reason}"
    if isinstance(fact, DecisionTaken):
        return f"Decided on {day_words(fact.decided_on)}"
    assert isinstance(fact, DecisionReopened)
    return f"Brought back: {fact.reason}"


def _rows(number: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            PlanEntry.id,
            PlanEntry.reference,
            PlanEntry.body_id,
            Body.name,
            Body.slug,
            PlanEntry.meeting_id,
            PlanEntry.status,
            PlanEntry.status_before,
            PlanEntry.status_reason,
            PlanEntry.decided_on,
            PlanEntry.version,
            PlanEntry.noticed_version,
            PlanEntry.noticed_at,
            PlanEntry.private_at,
            PlanVersion.content,
        )
        .join(Body, Body.id == PlanEntry.body_id)
        .join(PlanVersion, (PlanVersion.entry_id == PlanEntry.id) & (PlanVersion.number == number))
    )


def _listed(
    session: Session, query: Select[*tuple[Any, ...]], wanted: Wanted, public: bool = False
) -> list[EntryRow]:
    for condition in _conditions(wanted):
        query = query.where(condition)
    rows = [
        _row(list(row), public)
        for row in session.execute(query.order_by(PlanEntry.decide_on, PlanEntry.reference))
    ]
    # A version that was noticed may have named another day than the newest one does.
    return sorted(rows, key=lambda r: (r.decision.decide_on, r.reference)) if public else rows


def _row(columns: list[Any], public: bool) -> EntryRow:
    columns[-1] = _decision(columns[-1], public)
    return EntryRow(*columns)


def _decision(content: dict[str, Any], public: bool) -> PlannedDecision:
    decision = planned_from_json(content)
    return decision.public() if public else decision


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.bodies is not None:
        found.append(PlanEntry.body_id.in_(list(wanted.bodies)))
    if wanted.is_open is not None:
        still = PlanEntry.status.in_([s for s in Status if s.is_open])
        found.append(still if wanted.is_open else ~still)
    if wanted.start is not None:
        found.append(PlanEntry.decide_on >= wanted.start)
    if wanted.end is not None:
        found.append(PlanEntry.decide_on <= wanted.end)
    if wanted.meeting_id is not None:
        found.append(PlanEntry.meeting_id == wanted.meeting_id)
    if wanted.ids is not None:
        found.append(PlanEntry.id.in_(list(wanted.ids)))
    return found
