"""Publishing a notice of decisions: numbered, hashed, kept for good, and printed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from meetings.bodies.queries import body_of, council_name
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law, Profile
from meetings.deadlines.rules.keeping import FOR_EVER
from meetings.decisions.events import StatementPublished
from meetings.decisions.models import Decision, DecisionNotice, DecisionNoticeLine
from meetings.decisions.queries import next_number
from meetings.decisions.rules.calling import hour_words, kept_until
from meetings.decisions.rules.document import NoticeDocument, NoticeKind, Section, Words, decision_section
from meetings.decisions.rules.record import Kind, Record
from meetings.decisions.rules.standing import Dates, next_words, standing_of
from meetings.decisions.usecases.common import lock_council, newest
from meetings.forwardplan.queries import entry_of
from meetings.forwardplan.rules.planned import day_words
from meetings.kernel.ids import new_id
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of

_EXECUTIVE = "SI 2012/2089, regulations 12 to 14"
_OFFICER = "SI 2014/2095, regulation 7"


@dataclass(frozen=True)
class Draft:
    """What a notice is made of. `rows` are locked; each is given in its newest version."""

    kind: NoticeKind
    title: str
    rows: Sequence[Decision]
    lead: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    #: sections instead of those of the decisions
    sections: tuple[Section, ...] = ()


def issue(work: Work, draft: Draft) -> DecisionNotice:
    """Publish it."""
    stream_id = lock_council(work)
    number = next_number(work.session)
    words = [words_of(work, row) for row in draft.rows]
    document = NoticeDocument(
        council=council_name(work.session),
        kind=draft.kind,
        number=number,
        title=draft.title,
        published=published_words(work),
        law=_law_words(law_of(work.session), [w.record for w in words]),
        lead=draft.lead,
        sections=draft.sections or tuple(decision_section(w) for w in words),
        changes=draft.changes,
        contact=_contacts(words),
    )
    notice = DecisionNotice(
        id=new_id(),
        number=number,
        kind=draft.kind,
        body_id=draft.rows[0].body_id,
        meeting_id=draft.rows[0].meeting_id,
        published_at=work.now,
        published_by=work.actor.name,
        content=document.to_json(),
        sha256=document.sha256,
        pdf_error="",
    )
    work.session.add(notice)
    work.session.flush()
    for row in draft.rows:
        line = DecisionNoticeLine(notice_id=notice.id, decision_id=row.id, version=row.version)
        work.session.add(line)
    work.session.flush()
    named = tuple(row.reference for row in draft.rows)
    fact = StatementPublished(notice.id, number, draft.kind.value, document.title, document.sha256, named)
    work.record(stream_id, fact)
    return notice


def words_of(work: Work, row: Decision, record: Record | None = None) -> Words:
    """A record in the words of a notice, as it stands now."""
    said = record or newest(work, row)
    law = law_of(work.session)
    standing = standing_of(row.state, row.hold, row.until, work.today)
    dates = Dates(row.made_on, row.until, row.effective_on, hour=hour_words(law))
    return Words(
        row.reference,
        said,
        body_of(work.session, row.body_id).name,
        meeting=_meeting_words(work, row),
        next=next_words(standing, dates, said.call_in, said.call_in_reason),
        plan=entry_of(work.session, row.plan_entry_id).reference if row.plan_entry_id else "",
        kept=_kept_words(law, said),
    )


def moment_words(work: Work, at: datetime) -> str:
    """`Monday 2 November 2026 at 10.42am`."""
    local = at.astimezone(work.timezone)
    clock = f"{local.hour % 12 or 12}.{local:%M}{'am' if local.hour < 12 else 'pm'}"
    return f"{day_words(local.date())} at {clock}"


def published_words(work: Work) -> str:
    """`Published on Monday 2 November 2026 at 10.42am`."""
    return f"Published on {moment_words(work, work.now)}"


def _meeting_words(work: Work, row: Decision) -> str:
    if row.meeting_id is None:
        return ""
    meeting = meeting_of(work.session, row.meeting_id)
    return f"{meeting.title}, {day_words(meeting.starts_at.astimezone(work.timezone).date())}"


def _kept_words(law: Law, record: Record) -> str:
    answer = kept_until(law, record)
    if answer is None:
        return ""
    if answer.result == FOR_EVER:
        return "Kept for ever"
    return day_words(date.fromisoformat(answer.result))


def _law_words(law: Law, records: Sequence[Record]) -> str:
    """The law under which it is given; a council that is under none gives it by its own rules."""
    if law.profile is not Profile.ENGLAND_PRINCIPAL and law.profile is not Profile.ENGLAND_PARISH:
        return "The council’s own rules"
    found = []
    if any(r.executive for r in records):
        found.append(_EXECUTIVE)
    if any(r.kind is Kind.OFFICER and not r.executive for r in records):
        found.append(_OFFICER)
    return "; ".join(found) or "The council’s own rules"


def _contacts(words: Sequence[Words]) -> tuple[str, ...]:
    lines = (w.record.contact_words for w in words)
    return tuple(dict.fromkeys(line for line in lines if line))
