"""Notices of key decisions: the plan of a period, one matter, and the report of what was decided by urgency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.queries import body_of
from meetings.forwardplan import queries
from meetings.forwardplan.models import NoticeKind, PlanEntry, Status
from meetings.forwardplan.rules.document import Line, Section
from meetings.forwardplan.rules.notices import EntryWords, entry_section, plan_lead
from meetings.forwardplan.rules.particulars import missing_particulars
from meetings.forwardplan.rules.planned import day_words
from meetings.forwardplan.usecases.common import require_plan
from meetings.forwardplan.usecases.issuing import Draft, contacts, issue, words_of
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import WHOLE_COUNCIL, Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class PublishPlan:
    """Give notice of every open decision of a period, of one body or (body_id None) of all.

    `restart`: entries whose matter has become another one, so that the clear days are counted afresh.
    """

    first: date
    last: date
    body_id: str | None = None
    restart: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ReportUrgency:
    """The leader's report to the council on the decisions taken by special urgency in a period."""

    first: date
    last: date
    note: str = ""


def _plan_scope(_session: Session, command: PublishPlan) -> str:
    return command.body_id or WHOLE_COUNCIL


def _council_scope(_session: Session, _command: ReportUrgency) -> str:
    return WHOLE_COUNCIL


@use_case(permission=Permission.PUBLISH, scope=_plan_scope)
def publish_plan(work: Work, command: PublishPlan) -> str:
    """Publish the plan of a period. Returns the notice's id.

    Raises Invalid with what any entry leaves out, WrongState when there is nothing to give notice of.
    """
    require_plan(work)
    checks = Checks()
    note = checks.line("note", command.note, longest=500)
    checks.span(command.first, command.last, "last")
    checks.done()
    rows = _open_entries(work, command)
    if not rows:
        raise WrongState("There is no open decision in this period to give notice of.")
    words = [words_of(work, entry) for entry in rows]
    refuse_incomplete(words)
    body = body_of(work.session, command.body_id).name if command.body_id else ""
    before = _last_plan(work, command.body_id)
    changes = _changes(work, rows, words, before)
    same = before is not None and (before.first, before.last) == (command.first, command.last)
    if before is not None and same and not (changes or note or command.restart):
        raise WrongState(f"Nothing has changed since notice {before.number} was published.")
    draft = Draft(
        kind=NoticeKind.PLAN,
        title=f"Forward plan{f' of {body}' if body else ''}: {_period(command.first, command.last)}",
        lead=(*plan_lead(command.first, command.last, body), *((note,) if note else ())),
        sections=tuple(entry_section(w) for w in words),
        entries=tuple(rows),
        changes=changes,
        corrects=before if same else None,
        body_id=command.body_id,
        contact=contacts(words),
        closed=any(w.decision.privacy.closed for w in words),
        first=command.first,
        last=command.last,
    )
    notice = issue(work, draft)
    for entry, said in zip(rows, words, strict=True):
        note_given(work, entry, said, restart=entry.id in command.restart)
    return notice.id


@use_case(permission=Permission.PUBLISH, scope=_council_scope)
def report_urgency(work: Work, command: ReportUrgency) -> str:
    """Publish the report of special urgency decisions, also when there were none. Returns the notice's id."""
    require_plan(work)
    checks = Checks()
    note = checks.text("note", command.note, 2000)
    checks.span(command.first, command.last, "last")
    checks.that(command.last <= work.today, "last", "The period must be over, or end today")
    checks.done()
    found = queries.urgent_between(work.session, command.first, command.last)
    sections = tuple(_urgent_section(row, reference, document.title) for row, reference, document in found)
    count = f"{len(sections)} decision{'' if len(sections) == 1 else 's'}"
    said = f"{count} taken by special urgency from {day_words(command.first)} to {day_words(command.last)}."
    draft = Draft(
        kind=NoticeKind.URGENCY_REPORT,
        title=f"Special urgency: {_period(command.first, command.last)}",
        lead=tuple(part for part in (said if sections else f"No {said[2:]}", note) if part),
        sections=sections,
        first=command.first,
        last=command.last,
    )
    return issue(work, draft).id


def refuse_incomplete(words: Sequence[EntryWords]) -> None:
    """Refuse to publish what leaves out a particular. Raises Invalid naming each."""
    complaints = []
    for said in words:
        missing = missing_particulars(said.decision, len(said.members))
        if missing:
            complaints.append(f"{said.reference} “{said.decision.title}” does not say {'; '.join(missing)}.")
    if complaints:
        raise Invalid("The notice would not be complete. " + " ".join(complaints), {"": " ".join(complaints)})


def note_given(
    work: Work,
    entry: PlanEntry,
    words: EntryWords,
    *,
    key: bool = True,
    private: bool = True,
    restart: bool = False,
) -> None:
    """The public knows the entry's newest version now. The first notice, or a restart, begins a count.

    `key`: the notice gave all particulars of a key decision; `private`: it gave the reasons for meeting in private.
    """
    entry.noticed_version = entry.version
    if key and (entry.noticed_at is None or restart):
        entry.noticed_at = work.now
    if not words.decision.privacy.closed:
        entry.private_at = None
    elif private and (entry.private_at is None or restart):
        entry.private_at = work.now
    if entry.status is Status.PLANNED:
        entry.status = Status.NOTICED
    work.session.flush()


def _open_entries(work: Work, command: PublishPlan) -> list[PlanEntry]:
    still = [s for s in Status if s.is_open]
    query = select(PlanEntry).where(
        PlanEntry.status.in_(still), PlanEntry.decide_on >= command.first, PlanEntry.decide_on <= command.last
    )
    if command.body_id:
        query = query.where(PlanEntry.body_id == command.body_id)
    return list(
        work.session.scalars(query.order_by(PlanEntry.decide_on, PlanEntry.reference).with_for_update())
    )


def _last_plan(work: Work, body_id: str | None) -> queries.NoticeRow | None:
    found = queries.notices(work.session, [NoticeKind.PLAN])
    return next((n for n in found if n.body_id == body_id), None)


def _changes(
    work: Work, rows: Sequence[PlanEntry], words: Sequence[EntryWords], before: queries.NoticeRow | None
) -> tuple[str, ...]:
    """What this plan says that the last one did not: changed, new, and no longer listed."""
    if before is None:
        return ()
    lines = [f"{w.reference} {w.decision.title}. {' '.join(w.changes)}" for w in words if w.changes]
    listed = dict(queries.entries_of_notice(work.session, before.id))
    lines += [
        f"{w.reference} {w.decision.title}: new."
        for e, w in zip(rows, words, strict=True)
        if e.id not in listed
    ]
    now = {entry.id for entry in rows}
    gone = queries.public_entries(work.session, queries.Wanted(ids=[i for i in listed if i not in now]))
    return (*lines, *(f"{row.reference} {row.decision.title}: {_gone(row)}." for row in gone))


def _gone(row: queries.EntryRow) -> str:
    if row.status is Status.DECIDED and row.decided_on is not None:
        return f"decided on {day_words(row.decided_on)}"
    if row.status is Status.WITHDRAWN:
        return f"withdrawn ({row.status_reason})"
    return "outside this period"


def _urgent_section(row: queries.NoticeRow, reference: str, title: str) -> Section:
    facts = (
        Line("Reference", reference),
        Line("Notice", f"{row.number}, published on {day_words(row.counts_from)}"),
        Line("Agreed by", f"{row.agreed_by}, {row.agreed_office}"),
        Line("Why it could not wait", row.reasons),
    )
    return Section(title, facts=facts)


def _period(first: date, last: date) -> str:
    def words(day: date) -> str:
        return f"{day.day} {day:%B %Y}"

    return f"{words(first)} to {words(last)}"
