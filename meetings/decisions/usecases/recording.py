"""Records that begin by themselves: what a meeting resolved, the moment it closes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from meetings.agendas.content import AgendaContent, ContentItem
from meetings.agendas.queries import published_agenda
from meetings.agendas.rules import is_standing
from meetings.bodies.models import BodyKind
from meetings.bodies.queries import BodyRow, body_of
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law
from meetings.decisions.events import DecisionChanged, DecisionRecorded
from meetings.decisions.models import Decision
from meetings.decisions.rules.calling import subject_by_default
from meetings.decisions.rules.interests import declared_words, dispensed_words
from meetings.decisions.rules.record import CallIn, Kind, Record
from meetings.decisions.rules.standing import State
from meetings.decisions.usecases.common import (
    add_version,
    lock_council,
    locked_decision,
    newest,
    next_references,
    stream_of,
)
from meetings.decisions.usecases.sources import Written, planned, written
from meetings.forwardplan.queries import EntryRow
from meetings.forwardplan.usecases import DecisionMade as PlannedMade
from meetings.forwardplan.usecases import mark_decided
from meetings.interests.queries import Declared, declarations_of
from meetings.kernel.ids import new_id
from meetings.kernel.secrecy import EXEMPT_TITLE, Sensitivity
from meetings.minutes.writing.events import MotionTextCorrected
from meetings.motions.models import Motion
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of

KINDS = {BodyKind.COUNCIL: Kind.COUNCIL, BodyKind.CABINET: Kind.EXECUTIVE}
NONE_DECLARED = "None declared."


@dataclass(frozen=True)
class _Meeting:
    """What all decisions of a meeting have in common."""

    id: str
    body: BodyRow
    held_on: date
    law: Law
    agenda: AgendaContent | None
    declared: Sequence[Declared]
    plans: Mapping[str, tuple[EntryRow, str]]
    reports: Mapping[str, Written]

    def item(self, item_id: str | None) -> ContentItem | None:
        """The item as it stands on the agenda."""
        return self.agenda.item(item_id) if self.agenda and item_id else None


def record_decisions(work: Work, meeting_id: str, _fact: object = None) -> list[str]:
    """A record of each motion that was carried, with what the record of the meeting says. Ids; none of what has one.

    Not recorded are procedural motions, and what comes back at every meeting, such as the minutes being confirmed.
    """
    motions = _carried(work, meeting_id)
    if not motions:
        return []
    meeting = _meeting(work, meeting_id, motions)
    wanted = [m for m in motions if not _is_routine(meeting.item(m.item_id))]
    if not wanted:
        return []
    lock_council(work)
    references = next_references(work, len(wanted))
    return [_begin(work, meeting, motion, ref) for motion, ref in zip(wanted, references, strict=True)]


def follow_motion(work: Work, _meeting_id: str, fact: MotionTextCorrected) -> None:
    """A slip in a motion's text was put right: its record, while it is not published, reads so too.

    One that an officer has put in other words stays as it is, and a published one is corrected with a reason.
    """
    d = Decision
    query = select(d.id).where(d.motion_id == fact.motion_id, d.state == State.MADE)
    decision_id = work.session.scalar(query)
    if decision_id is None:
        return
    row = locked_decision(work, decision_id)
    before = newest(work, row)
    was = fact.before.strip()
    after = replace(
        before,
        decision=fact.after if before.decision.strip() == was else before.decision,
        exempt_decision=fact.after if before.exempt_decision.strip() == was else before.exempt_decision,
    )
    if after == before or row.state is not State.MADE:
        return
    version = add_version(work, row, after, "The text of the motion was corrected")
    changed = DecisionChanged(row.id, row.reference, version.number, version.sha256, version.note)
    work.record(stream_of(work, row), changed)


def _carried(work: Work, meeting_id: str) -> list[Motion]:
    query = (
        select(Motion)
        .outerjoin(Decision, Decision.motion_id == Motion.id)
        .where(
            Motion.meeting_id == meeting_id,
            Motion.kind == MotionKind.SUBSTANTIVE,
            Motion.status == MotionStatus.CARRIED,
            Decision.id.is_(None),
        )
        .order_by(Motion.position)
    )
    return list(work.session.scalars(query))


def _is_routine(item: ContentItem | None) -> bool:
    return item is not None and is_standing(item.title)


def _meeting(work: Work, meeting_id: str, motions: Sequence[Motion]) -> _Meeting:
    row = meeting_of(work.session, meeting_id)
    agenda = published_agenda(work.session, meeting_id)
    items: Collection[str] = {m.item_id for m in motions if m.item_id}
    keys = {i.id: i.key_decision_id for i in (agenda.items if agenda else ()) if i.key_decision_id}
    plans = planned(work.session, set(keys.values()))
    return _Meeting(
        id=meeting_id,
        body=body_of(work.session, row.body_id),
        held_on=row.starts_at.astimezone(work.timezone).date(),
        law=law_of(work.session),
        agenda=agenda,
        declared=declarations_of(work.session, meeting_id),
        plans={item_id: plans[key] for item_id, key in keys.items() if key in plans},
        reports=written(work.session, items),
    )


def _begin(work: Work, meeting: _Meeting, motion: Motion, reference: str) -> str:
    record = _record(meeting, motion)
    row = Decision(
        id=new_id(),
        reference=reference,
        kind=record.kind,
        body_id=record.body_id,
        meeting_id=meeting.id,
        item_id=motion.item_id,
        motion_id=motion.id,
        state=State.MADE,
        made_on=record.made_on,
        version=0,
    )
    work.session.add(row)
    version = add_version(work, row, record)
    title = record.public().title
    fact = DecisionRecorded(row.id, reference, record.kind.value, title, 1, version.sha256, motion.id)
    work.record(meeting.id, fact)
    plan = meeting.plans.get(motion.item_id or "")
    if plan is not None and plan[0].status.is_open and meeting.held_on <= work.today:
        mark_decided(work, PlannedMade(plan[0].id, meeting.held_on))
    return row.id


def _record(meeting: _Meeting, motion: Motion) -> Record:
    item = meeting.item(motion.item_id)
    kind = KINDS.get(meeting.body.kind, Kind.COMMITTEE)
    mine = [d for d in meeting.declared if d.item_id == motion.item_id]
    report = meeting.reports.get(motion.item_id or "", Written())
    record = Record(
        kind=kind,
        body_id=meeting.body.id,
        executive=kind is Kind.EXECUTIVE,
        title=item.title if item else EXEMPT_TITLE,
        decision=motion.text,
        reasons=motion.reasons or report.reasons,
        alternatives=report.alternatives,
        interests=declared_words(mine) or NONE_DECLARED,
        dispensations=dispensed_words(mine),
        made_on=meeting.held_on,
        wards=report.wards,
        documents=_documents(item),
    )
    record = _with_plan(record, meeting.plans.get(motion.item_id or ""))
    if subject_by_default(meeting.law, record):
        record = replace(record, call_in=CallIn.SUBJECT)
    return _kept_back(record, item, motion)


def _documents(item: ContentItem | None) -> tuple[str, ...]:
    papers = item.papers if item else ()
    return tuple(p.title for p in papers if p.sensitivity is Sensitivity.PUBLIC and not p.withdrawn)


def _with_plan(record: Record, plan: tuple[EntryRow, str] | None) -> Record:
    if plan is None:
        return record
    row, urgency = plan
    d = row.decision.public()
    return replace(
        record,
        is_key=d.is_key,
        plan_id=row.id,
        urgency=urgency,
        all_wards=d.all_wards,
        wards=d.wards or record.wards,
        consulted=d.consultees,
        contact_name=d.contact_name,
        contact_email=d.contact_email,
        contact_phone=d.contact_phone,
    )


def _kept_back(record: Record, item: ContentItem | None, motion: Motion) -> Record:
    """What was taken in private, or on an exempt item, goes into the part that is not published, all of it."""
    secret_item = item is None or item.sensitivity is not Sensitivity.PUBLIC
    if not (secret_item or motion.private):
        return record
    return replace(
        record,
        title=EXEMPT_TITLE if secret_item else record.title,
        working_title=item.title if item and secret_item else "",
        decision="",
        reasons="",
        alternatives="",
        interests="" if record.interests != NONE_DECLARED else record.interests,
        dispensations="",
        documents=(),
        exempt=True,
        paragraphs=item.exempt_paragraphs if item else (),
        exempt_note=item.exemption if item else "",
        exempt_decision=record.decision,
        exempt_reasons="\n".join(_withheld(record)),
    )


def _withheld(record: Record) -> list[str]:
    """What the officer has to say again in words that everybody may read."""
    interests = record.interests if record.interests != NONE_DECLARED else ""
    texts = (record.reasons, record.alternatives, interests, record.dispensations)
    return [text for text in texts if text]
