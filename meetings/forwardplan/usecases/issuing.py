"""Publishing a notice: numbered, hashed, kept for good, and printed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from meetings.bodies.queries import body_of, council_name
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law, Profile
from meetings.forwardplan import queries
from meetings.forwardplan.events import NoticePublished
from meetings.forwardplan.models import PlanEntry, PlanNotice, PlanNoticeEntry, Status
from meetings.forwardplan.rules.changes import changes_between
from meetings.forwardplan.rules.document import NoticeDocument, NoticeKind, Section
from meetings.forwardplan.rules.notices import EntryWords
from meetings.forwardplan.rules.planned import day_words
from meetings.forwardplan.rules.timing import counting_day
from meetings.forwardplan.usecases.common import lock_council
from meetings.kernel.ids import new_id
from meetings.runtime.work import Work

LAWS = {
    NoticeKind.PLAN: "SI 2012/2089, regulation 9",
    NoticeKind.CHANGE: "SI 2012/2089, regulation 9",
    NoticeKind.EXCEPTION: "SI 2012/2089, regulation 10",
    NoticeKind.URGENCY: "SI 2012/2089, regulation 11",
    NoticeKind.PRIVATE_FIRST: "SI 2012/2089, regulation 5(2)",
    NoticeKind.PRIVATE_SECOND: "SI 2012/2089, regulation 5(4)",
    NoticeKind.PRIVATE_AGREED: "SI 2012/2089, regulation 5(6) and (7)",
    NoticeKind.URGENCY_REPORT: "SI 2012/2089, regulation 19",
}


@dataclass(frozen=True)
class Draft:
    """What a notice is made of. `entries` are locked rows; each is given in its newest version."""

    kind: NoticeKind
    title: str
    lead: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    entries: tuple[PlanEntry, ...] = ()
    changes: tuple[str, ...] = ()
    corrects: queries.NoticeRow | None = None
    body_id: str | None = None
    contact: tuple[str, ...] = ()
    #: whether it tells of a meeting in private
    closed: bool = False
    reasons: str = ""
    earliest: date | None = None
    agreed_by: str = ""
    agreed_as: str = ""
    agreed_on: date | None = None
    first: date | None = None
    last: date | None = None


def words_of(work: Work, entry: PlanEntry, number: int = 0) -> EntryWords:
    """A version of an entry in the words of a notice, with what changed since the last one; 0: the newest."""
    version = number or entry.version
    decision = queries.content_of(work.session, entry.id, version).public()
    changes: tuple[str, ...] = ()
    if entry.noticed_version and entry.noticed_version != version:
        before = queries.content_of(work.session, entry.id, entry.noticed_version).public()
        changes = tuple(c.sentence for c in changes_between(before, decision))
    body = body_of(work.session, decision.body_id)
    members = queries.members_by_body(work.session, [body.id], work.today)[body.id]
    history = entry.status_reason if entry.status is Status.DEFERRED else ""
    return EntryWords(entry.reference, decision, body.name, members, history, changes)


def issue(work: Work, draft: Draft) -> PlanNotice:
    """Publish it. The entries count as noticed in their newest version from now on."""
    stream_id = lock_council(work)
    number = queries.next_number(work.session)
    law = law_of(work.session)
    document = _document(work, law, draft, number)
    notice = PlanNotice(
        id=new_id(),
        number=number,
        kind=draft.kind,
        body_id=draft.body_id,
        published_at=work.now,
        counts_from=counting_day(law, work.now, work.timezone),
        published_by=work.actor.name,
        content=document.to_json(),
        sha256=document.sha256,
        corrects_id=draft.corrects.id if draft.corrects else None,
        earliest=draft.earliest,
        agreed_by=draft.agreed_by,
        agreed_as=draft.agreed_as,
        agreed_on=draft.agreed_on,
        reasons=draft.reasons,
        first=draft.first,
        last=draft.last,
    )
    work.session.add(notice)
    work.session.flush()
    for entry in draft.entries:
        work.session.add(PlanNoticeEntry(notice_id=notice.id, entry_id=entry.id, version=entry.version))
    work.session.flush()
    named = tuple(entry.reference for entry in draft.entries)
    corrects = f"{draft.corrects.number}" if draft.corrects else ""
    published = NoticePublished(
        notice.id, number, draft.kind.value, document.title, document.sha256, named, corrects
    )
    work.record(stream_id, published)
    return notice


def last_of(work: Work, entry: PlanEntry, *kinds: NoticeKind) -> queries.NoticeRow | None:
    """The newest notice of these kinds that names the entry."""
    found = queries.notices_by_entry(work.session, [entry.id]).get(entry.id, [])
    return queries.latest_notice(found, *kinds)


def published_words(work: Work) -> str:
    """`Published on Monday 2 November 2026 at 10.42am`."""
    at = work.now.astimezone(work.timezone)
    clock = f"{at.hour % 12 or 12}.{at:%M}{'am' if at.hour < 12 else 'pm'}"
    return f"Published on {day_words(at.date())} at {clock}"


def contacts(words: Sequence[EntryWords]) -> tuple[str, ...]:
    """Whom to ask about a notice: the contacts of its entries, each once."""
    lines = (
        ", ".join(p for p in (d.contact_name, d.contact_email, d.contact_phone) if p)
        for d in (w.decision for w in words)
    )
    return tuple(dict.fromkeys(line for line in lines if line))


def _law_words(law: Law, kind: NoticeKind, closed: bool) -> str:
    """The law under which a notice is given; a council that does so of its own accord says that."""
    if law.profile is not Profile.ENGLAND_PRINCIPAL:
        return "The council's own forward plan"
    if kind in (NoticeKind.PLAN, NoticeKind.CHANGE) and closed:
        return "SI 2012/2089, regulations 5(2) and 9"
    return LAWS[kind]


def _document(work: Work, law: Law, draft: Draft, number: int) -> NoticeDocument:
    document = NoticeDocument(
        council=council_name(work.session),
        kind=draft.kind,
        number=number,
        title=draft.title,
        published=published_words(work),
        law=_law_words(law, draft.kind, draft.closed),
        lead=draft.lead,
        sections=draft.sections,
        changes=draft.changes,
        contact=draft.contact,
    )
    if draft.corrects is None:
        return document
    what = (
        f"This notice takes the place of notice {draft.corrects.number} ({draft.corrects.kind.label.lower()})"
    )
    at = draft.corrects.published_at.astimezone(work.timezone)
    return replace(
        document, corrects=f"{what}, published on {day_words(at.date())}, which stays on the website."
    )
