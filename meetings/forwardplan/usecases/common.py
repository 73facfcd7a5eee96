"""What every use case of the forward plan starts with: the entry, locked; a further version; its words for a notice."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.db.record import Stream, council_stream
from meetings.deadlines.queries import law_of
from meetings.forwardplan import queries
from meetings.forwardplan.models import PlanEntry, PlanVersion
from meetings.forwardplan.rules.planned import PlannedDecision
from meetings.forwardplan.rules.timing import has_plan
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.facts import canonical
from meetings.kernel.ids import new_id
from meetings.runtime.usecase import CONFLICTS
from meetings.runtime.work import Work

SAME_TIME = "Somebody else added to the forward plan at the same moment. Send it again."
for _name in (
    "plan_entry.reference",
    "uq_plan_entry_reference",
    "plan_notice.number",
    "uq_plan_notice_number",
):
    CONFLICTS[_name] = SAME_TIME
for _name in ("plan_version.entry_id", "uq_plan_version_entry_id"):
    CONFLICTS[_name] = (
        "Somebody else saved this decision meanwhile. Look at it again and repeat what you did."
    )

NO_PLAN = (
    "The law of this council asks for no forward plan. A council that keeps one of its own accord says so in "
    "Settings, under the council's law."
)


def body_of_entry(session: Session, command: Any) -> str:
    """The scope of use cases whose command has an `entry_id`. Raises NotFound."""
    body_id = session.scalar(select(PlanEntry.body_id).where(PlanEntry.id == command.entry_id))
    if body_id is None:
        raise NotFound(queries.NO_ENTRY)
    return body_id


def require_plan(work: Work) -> None:
    """Refuse where there is no forward plan. Raises WrongState."""
    if not has_plan(law_of(work.session)):
        raise WrongState(NO_PLAN)


def locked_entry(work: Work, entry_id: str) -> PlanEntry:
    """The entry's row, locked until the transaction ends. Raises NotFound."""
    entry = work.session.scalar(select(PlanEntry).where(PlanEntry.id == entry_id).with_for_update())
    if entry is None:
        raise NotFound(queries.NO_ENTRY)
    return entry


def open_entry(work: Work, entry_id: str) -> PlanEntry:
    """The same for a decision that is still to be taken. Raises WrongState, NotFound."""
    entry = locked_entry(work, entry_id)
    if not entry.status.is_open:
        raise WrongState(f"This decision is {entry.status.label.lower()}. Bring it back first.")
    return entry


def lock_council(work: Work) -> str:
    """The council's stream, locked: numbers that run over the whole council are given one after another."""
    stream_id = council_stream(work.session)
    work.session.execute(select(Stream.id).where(Stream.id == stream_id).with_for_update())
    return stream_id


def next_reference(work: Work) -> str:
    """`2026/014`. The caller has locked the council."""
    year = f"{work.today:%Y}/"
    query = select(func.count()).select_from(PlanEntry).where(PlanEntry.reference.startswith(year))
    return f"{year}{(work.session.scalar(query) or 0) + 1:03d}"


def add_version(work: Work, entry: PlanEntry, decision: PlannedDecision, note: str) -> PlanVersion:
    """A further version of the entry, and the columns that follow it."""
    entry.version += 1
    entry.body_id, entry.meeting_id = decision.body_id, decision.meeting_id
    entry.decide_on = decision.decide_on
    content = decision.to_json()
    version = PlanVersion(
        id=new_id(),
        entry_id=entry.id,
        number=entry.version,
        content=content,
        sha256=hashlib.sha256(canonical(content)).hexdigest(),
        written_at=work.now,
        written_by=work.actor.name,
        note=note,
    )
    work.session.add(version)
    work.session.flush()
    return version
