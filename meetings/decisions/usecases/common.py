"""What every use case of decisions starts with: the row, locked; a further version; whose grants count."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.db.record import Stream, council_stream
from meetings.decisions.models import Decision, DecisionCallIn, DecisionVersion
from meetings.decisions.queries import NO_CALL_IN, NO_DECISION, record_of
from meetings.decisions.rules.record import Record, search_text
from meetings.forwardplan.queries import Wanted as PlanWanted
from meetings.forwardplan.queries import entries
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound
from meetings.kernel.ids import new_id
from meetings.runtime.usecase import CONFLICTS
from meetings.runtime.work import Work

LONGEST = 50_000
_AGAIN = "Somebody else changed this decision at the same moment. Look at it again and repeat what you did."
for _name in (
    "decision.reference",
    "uq_decision_reference",
    "decision_notice.number",
    "uq_decision_notice_number",
    "decision_version.decision_id",
    "uq_decision_version_decision_id",
):
    CONFLICTS[_name] = _AGAIN
for _name in ("decision.motion_id", "uq_decision_motion_id"):
    CONFLICTS[_name] = "This motion has a record already."
for _name in ("decision_call_in_signature", "pk_decision_call_in_signature"):
    CONFLICTS[_name] = "Your name stands under this call-in already."


def body_of_decision(session: Session, command: Any) -> str:
    """The scope of use cases whose command has a `decision_id`. Raises NotFound."""
    body_id = session.scalar(select(Decision.body_id).where(Decision.id == command.decision_id))
    if body_id is None:
        raise NotFound(NO_DECISION)
    return body_id


def body_of_call_in(session: Session, command: Any) -> str:
    """The same for those with a `call_in_id`: the body of its decision. Raises NotFound."""
    query = (
        select(Decision.body_id)
        .join(DecisionCallIn, DecisionCallIn.decision_id == Decision.id)
        .where(DecisionCallIn.id == command.call_in_id)
    )
    body_id = session.scalar(query)
    if body_id is None:
        raise NotFound(NO_CALL_IN)
    return body_id


def locked_decision(work: Work, decision_id: str) -> Decision:
    """The row, locked until the transaction ends. Raises NotFound."""
    row = work.session.scalar(select(Decision).where(Decision.id == decision_id).with_for_update())
    if row is None:
        raise NotFound(NO_DECISION)
    return row


def locked_call_in(work: Work, call_in_id: str) -> tuple[DecisionCallIn, Decision]:
    """A call-in and its decision, the decision locked first. Raises NotFound."""
    query = select(DecisionCallIn.decision_id).where(DecisionCallIn.id == call_in_id)
    decision_id = work.session.scalar(query)
    if decision_id is None:
        raise NotFound(NO_CALL_IN)
    decision = locked_decision(work, decision_id)
    row = work.session.scalar(select(DecisionCallIn).where(DecisionCallIn.id == call_in_id).with_for_update())
    assert row is not None
    return row, decision


def newest(work: Work, row: Decision) -> Record:
    """What the newest version says."""
    return record_of(work.session, row.id, row.version)


def stream_of(work: Work, row: Decision) -> str:
    """Where its facts are: with its meeting, otherwise with the council."""
    return row.meeting_id or council_stream(work.session)


def lock_council(work: Work) -> str:
    """The council's stream, locked: numbers that run over the whole council are given one after another."""
    stream_id = council_stream(work.session)
    work.session.execute(select(Stream.id).where(Stream.id == stream_id).with_for_update())
    return stream_id


def next_references(work: Work, count: int) -> list[str]:
    """`D2026/014` and those after it. The caller has locked the council."""
    year = f"D{work.today:%Y}/"
    query = select(func.count()).select_from(Decision).where(Decision.reference.startswith(year))
    first = (work.session.scalar(query) or 0) + 1
    return [f"{year}{number:03d}" for number in range(first, first + count)]


def add_version(work: Work, row: Decision, record: Record, note: str = "") -> DecisionVersion:
    """A further version, and the columns that follow the newest one."""
    row.version += 1
    row.made_on, row.call_in, row.is_key = record.made_on, record.call_in, record.is_key
    row.exempt, row.maker_id = record.exempt, record.maker_id or None
    row.plan_entry_id = record.plan_id or None
    version = DecisionVersion(
        id=new_id(),
        decision_id=row.id,
        number=row.version,
        content=record.to_json(),
        sha256=record.sha256,
        written_at=work.now,
        written_by=work.actor.name,
        note=note,
    )
    work.session.add(version)
    work.session.flush()
    return version


def show_version(row: Decision, record: Record, body_name: str) -> None:
    """What the register finds it by: of what everybody may read, nothing else."""
    wards = ("*",) if record.all_wards else record.wards
    row.wards = f"|{'|'.join(wards)}|" if wards else ""
    row.words = search_text(record, row.reference, body_name)


def tidied(record: Record) -> Record:
    """Texts without blank lines at their ends and of bearable length. Raises Invalid."""
    checks = Checks()
    texts: dict[str, Any] = {name: checks.text(name, getattr(record, name), LONGEST) for name in _TEXTS}
    lines: dict[str, Any] = {name: checks.line(name, getattr(record, name), longest=300) for name in _LINES}
    checks.done()
    clean = replace(record, **texts, **lines)
    return replace(clean, documents=tuple(d.strip() for d in record.documents if d.strip()))


def with_own_plan(work: Work, record: Record, before: str = "") -> Record:
    """A record whose entry of the forward plan is one of its own body, or the one it had. Raises Invalid."""
    if record.plan_id and record.plan_id != before:
        own = entries(work.session, PlanWanted(ids=[record.plan_id], bodies=[record.body_id]))
        checks = Checks()
        checks.that(bool(own), "plan_id", "Choose an entry of this body’s forward plan")
        checks.done()
    return record


_TEXTS = (
    "decision",
    "reasons",
    "alternatives",
    "interests",
    "dispensations",
    "consulted",
    "scrutiny",
    "call_in_reason",
    "exempt_note",
    "exempt_decision",
    "exempt_reasons",
    "urgency",
)
_LINES = (
    "title",
    "working_title",
    "maker_name",
    "maker_post",
    "delegation",
    "joint_with",
    "contact_name",
    "contact_email",
    "contact_phone",
)
