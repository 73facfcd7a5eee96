"""What other features read: how a meeting's key decisions and its private parts were announced, and who may agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from meetings.bodies.models import BodyKind, Seat
from meetings.bodies.queries import BodyRow, bodies, members_of
from meetings.deadlines.rules.meeting import KeyDecisionFacts, PrivateNotice
from meetings.forwardplan.models import NoticeKind
from meetings.forwardplan.queries.entries import (
    EntryRow,
    Wanted,
    meeting_entries,
    members_by_body,
    public_entries,
)
from meetings.forwardplan.queries.notices import NoticeRow, latest_notice, notices_by_entry
from meetings.forwardplan.rules.agreement import Holder, Office
from meetings.forwardplan.rules.particulars import missing_particulars
from meetings.forwardplan.rules.timing import law_word


def key_decision_facts(session: Session, meeting_id: str) -> dict[str, KeyDecisionFacts]:
    """How each key decision of a meeting was announced, by the id of its entry: what an agenda item's
    `key_decision_id` names."""
    rows = [row for row in meeting_entries(session, meeting_id) if row.decision.is_key]
    noticed = {row.id: row for row in public_entries(session, Wanted(ids=[row.id for row in rows]))}
    found = notices_by_entry(session, [row.id for row in rows])
    on = {row.id: row.decision.decide_on for row in rows}
    members = members_by_body(session, {row.body_id for row in rows}, min(on.values())) if rows else {}
    return {
        row.id: _key_facts(noticed.get(row.id, row), found.get(row.id, []), len(members[row.body_id]))
        for row in rows
    }


def private_notices_of(session: Session, meeting_id: str) -> dict[str, PrivateNotice]:
    """What was published about each decision of a meeting that is to be in private, by the id of its entry."""
    rows = [row for row in meeting_entries(session, meeting_id) if row.decision.privacy.closed]
    found = notices_by_entry(session, [row.id for row in rows])
    return {row.id: private_facts(row, found.get(row.id, [])) for row in rows}


def private_facts(row: EntryRow, notices: Sequence[NoticeRow]) -> PrivateNotice:
    """The same for one entry whose notices are at hand."""
    second = latest_notice(notices, NoticeKind.PRIVATE_SECOND)
    by_agreement = latest_notice(notices, NoticeKind.PRIVATE_AGREED)
    return PrivateNotice(
        first_at=row.private_at,
        first_reason=row.decision.private_reasons if row.private_at else "",
        second_at=second.published_at if second else None,
        response=second.reasons if second else "",
        agreed_by=law_word(by_agreement.agreed_as) if by_agreement else "",
        agreed_reason=by_agreement.reasons if by_agreement else "",
    )


def chain_of(session: Session, scrutiny_id: str | None, on: date) -> list[Holder]:
    """Who may agree on that day, in the order of the law; without a committee, its office counts as vacant."""
    chair = _holder(session, scrutiny_id, Seat.CHAIR, Office.SCRUTINY_CHAIR, on)
    council = next((b for b in bodies(session) if b.kind is BodyKind.COUNCIL), None)
    council_id = council.id if council else None
    return [
        chair,
        _holder(session, council_id, Seat.CHAIR, Office.COUNCIL_CHAIR, on),
        _holder(session, council_id, Seat.VICE_CHAIR, Office.COUNCIL_VICE_CHAIR, on),
    ]


def committees(session: Session) -> list[BodyRow]:
    """The bodies among which the relevant overview and scrutiny committee is; those called so come first."""
    found = [
        b for b in bodies(session) if b.kind in (BodyKind.COMMITTEE, BodyKind.SUB_COMMITTEE, BodyKind.PANEL)
    ]
    return sorted(found, key=lambda b: ("scrutiny" not in b.name.casefold(), b.name.casefold()))


def _holder(session: Session, body_id: str | None, seat: Seat, office: Office, on: date) -> Holder:
    members = members_of(session, body_id, on) if body_id else []
    found = next((m for m in members if m.seat is seat), None)
    return Holder(office, found.person_id, found.name) if found else Holder(office)


def _key_facts(row: EntryRow, notices: Sequence[NoticeRow], members: int) -> KeyDecisionFacts:
    exception = latest_notice(notices, NoticeKind.EXCEPTION)
    urgent = latest_notice(notices, NoticeKind.URGENCY)
    return KeyDecisionFacts(
        notice_at=row.noticed_at,
        missing=missing_particulars(row.decision, members) if row.noticed_at else (),
        exception_at=exception.published_at if exception else None,
        exception_reason=exception.reasons if exception else "",
        agreed_by=law_word(urgent.agreed_as) if urgent else "",
        agreed_at=urgent.published_at if urgent else None,
        agreed_reason=urgent.reasons if urgent else "",
    )
