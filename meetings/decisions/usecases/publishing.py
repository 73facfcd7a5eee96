"""Publishing records, and correcting published ones: a notice of it, and the time for call-in begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from meetings.bodies.queries import body_of
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law
from meetings.decisions.events import DecisionChanged, DecisionPublished
from meetings.decisions.models import Decision, DecisionNotice, DecisionVersion
from meetings.decisions.rules.calling import (
    counts_from,
    effective_after,
    hour_words,
    subject_by_default,
    until_of,
)
from meetings.decisions.rules.completeness import lacks
from meetings.decisions.rules.document import NoticeKind
from meetings.decisions.rules.record import CallIn, Record
from meetings.decisions.rules.standing import Hold, State
from meetings.decisions.usecases.common import (
    add_version,
    body_of_decision,
    locked_decision,
    newest,
    show_version,
    stream_of,
    tidied,
    with_own_plan,
)
from meetings.decisions.usecases.issuing import Draft, issue, words_of
from meetings.decisions.usecases.letters import tell_councillors
from meetings.decisions.usecases.writing import CHANGED, kept_together, sound
from meetings.forwardplan.rules.planned import day_words
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class PublishDecisions:
    """Records of one body, in one notice. `tell`: the council's members get a letter."""

    decision_ids: tuple[str, ...]
    tell: bool = True

    @property
    def decision_id(self) -> str:
        """Whose body's grants count; all are of one body."""
        if not self.decision_ids:
            raise Invalid("Choose at least one decision to publish.")
        return self.decision_ids[0]


@dataclass(frozen=True)
class CorrectDecision:
    """Put a published record right. `reason` is published with it."""

    decision_id: str
    seen: int
    record: Record
    reason: str


def _body(session: Session, command: Any) -> str:
    return body_of_decision(session, command)


@use_case(permission=Permission.PUBLISH, scope=_body)
def publish_decisions(work: Work, command: PublishDecisions) -> str:
    """Publish records in one notice. Returns the notice's id.

    Raises Invalid, saying what to write, while anything is blank that must be said; WrongState for one that is not
    made, or published already.
    """
    rows = [locked_decision(work, id_) for id_ in sorted(set(command.decision_ids))]
    if len({row.body_id for row in rows}) != 1:
        raise Invalid("Publish the decisions of one body at a time.")
    rows.sort(key=lambda row: row.reference)
    law = law_of(work.session)
    records = [newest(work, row) for row in rows]
    refuse_incomplete(law, rows, records)
    for row, record in zip(rows, records, strict=True):
        _begin_period(work, law, row, record)
    work.session.flush()
    notice = issue(work, Draft(NoticeKind.STATEMENT, _title(work, rows, records), rows))
    for row, record in zip(rows, records, strict=True):
        _show(work, row, record, notice)
    if command.tell and any(row.until for row in rows):
        _tell(work, rows, records, notice)
    return notice.id


def refuse_incomplete(law: Law, rows: Sequence[Decision], records: Sequence[Record]) -> None:
    """Raises Invalid with what to do about each, WrongState for what cannot be published."""
    fields: dict[str, str] = {}
    for row, record in zip(rows, records, strict=True):
        if row.state is State.DRAFT:
            raise WrongState(f"{row.reference} has not been made yet: it is published after that.")
        if row.state is not State.MADE:
            raise WrongState(f"{row.reference} is published or set aside already.")
        for lack in lacks(record, usually_subject=subject_by_default(law, record)):
            fields[f"{lack.field}-{row.id}"] = f"{row.reference}: {lack.text}"
    if fields:
        raise Invalid(" ".join(fields.values()), fields)


@use_case(permission=Permission.PUBLISH, scope=body_of_decision)
def correct_decision(work: Work, command: CorrectDecision) -> str:
    """Publish a further version of a published record. The earlier one stays, with the reason. The notice's id.

    The time for call-in goes on as it was. Raises WrongState unless it is published, or when somebody else changed
    it; Invalid without a reason, when nothing is changed, or when something is left blank.
    """
    row = locked_decision(work, command.decision_id)
    if row.state is not State.PUBLISHED:
        raise WrongState("This record is not published: change it as it is.")
    if row.version != command.seen:
        raise WrongState(CHANGED)
    before = newest(work, row)
    checks = Checks()
    reason = checks.line(
        "reason", command.reason, "Say what was wrong: it is published with the record", 1000
    )
    checks.done()
    after = sound(work, with_own_plan(work, tidied(kept_together(before, command.record)), before.plan_id))
    if row.meeting_id is not None:
        after = replace(after, made_on=before.made_on)
    if after.made_on > work.today:
        text = "The day of the decision cannot lie in the future"
        raise Invalid(f"{text}.", {"made_on": text})
    if after.call_in is not before.call_in:
        raise WrongState("Whether it can be called in was published and cannot be changed afterwards.")
    if after == before:
        raise Invalid("Nothing was changed.", {"": "Nothing was changed"})
    return publish_correction(work, row, after, reason)


def publish_correction(work: Work, row: Decision, record: Record, reason: str) -> str:
    """A further version of a published record, shown at once."""
    law = law_of(work.session)
    found = lacks(record, usually_subject=subject_by_default(law, record))
    if found:
        fields = {lack.field: lack.text for lack in found}
        raise Invalid(" ".join(fields.values()), fields)
    version = add_version(work, row, record, reason)
    if record.call_in is not CallIn.SUBJECT:
        # What does not wait for call-in may be carried out from the day on which it was made, as that is now known.
        row.effective_on = record.made_on
    changed = DecisionChanged(row.id, row.reference, version.number, version.sha256, reason)
    work.record(stream_of(work, row), changed)
    draft = Draft(NoticeKind.CORRECTION, record.public().title, [row], changes=(reason,))
    notice = issue(work, draft)
    _show(work, row, record, notice, corrects=True)
    return notice.id


def _begin_period(work: Work, law: Law, row: Decision, record: Record) -> None:
    row.state, row.hold, row.published_at = State.PUBLISHED, Hold.NONE, work.now
    row.counts_from = counts_from(law, work.now, work.timezone)
    row.until = until_of(law, row.counts_from) if record.call_in is CallIn.SUBJECT else None
    row.effective_on = effective_after(row.until) if row.until else record.made_on


def _show(
    work: Work, row: Decision, record: Record, notice: DecisionNotice, *, corrects: bool = False
) -> None:
    row.published_version = row.version
    show_version(row, record, body_of(work.session, row.body_id).name)
    work.session.execute(
        update(DecisionVersion)
        .where(DecisionVersion.decision_id == row.id, DecisionVersion.number == row.version)
        .values(published_at=work.now)
    )
    work.session.flush()
    fact = DecisionPublished(
        row.id,
        row.reference,
        record.public().title,
        row.version,
        notice.id,
        record.call_in.value,
        row.until,
        row.effective_on,
        corrects,
    )
    work.record(stream_of(work, row), fact)


def _title(work: Work, rows: Sequence[Decision], records: Sequence[Record]) -> str:
    words = words_of(work, rows[0], records[0])
    if words.meeting:
        return words.meeting
    title = records[0].public().title
    return title if len(rows) == 1 else f"{words.body}: {len(rows)} decisions"


def _tell(work: Work, rows: Sequence[Decision], records: Sequence[Record], notice: DecisionNotice) -> None:
    hour = hour_words(law_of(work.session))
    lines = [
        f"{row.reference}: {record.public().title}. Can be called in until {hour} on {day_words(row.until)}."
        for row, record in zip(rows, records, strict=True)
        if row.until
    ]
    others = len(rows) - len(lines)
    text = "These decisions were published and can be called in:\n\n" + "\n\n".join(lines)
    if others:
        text += f"\n\n{others} more in the same notice cannot be called in."
    text += "\n\nHow to call one in: on your own page, under My meetings, Call-in."
    subject = f"Decisions published: {_title(work, rows, records)}"
    key, link = f"decisions:{notice.id}", f"/decisions/notices/{notice.id}"
    tell_councillors(work, rows[0], subject, text, key, link)
