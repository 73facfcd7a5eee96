"""What the officers' page of the life of minutes shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.bodies.queries import BodyRow, bodies, body_of, person_names
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law
from meetings.deadlines.rules.keeping import FOR_EVER, retention
from meetings.deadlines.rules.profiles import value
from meetings.documents.richtext import plain
from meetings.kernel.errors import DomainError
from meetings.minutes import queries
from meetings.minutes.blocks import Summary
from meetings.minutes.document import MinuteItem, MinutesDocument
from meetings.minutes.life.disclosure import GivenAway
from meetings.minutes.life.exempt import ExemptMinute, agenda_id, exempt_minutes
from meetings.minutes.life.models import (
    MinutesCorrection,
    MinutesElsewhere,
    MinutesSheet,
    MinutesSignature,
    SheetKind,
)
from meetings.minutes.life.open_points import draft_due, giving_away, note_due, open_points
from meetings.minutes.life.opening import Opening
from meetings.minutes.life.points import Point, private_items, summary_of
from meetings.minutes.life.queries import (
    NoteRow,
    PublishedRow,
    agenda_lines,
    as_opened,
    checks_of,
    corrections_of,
    elsewhere_of,
    note_of_meeting,
    openings_of,
    presided_at,
    published_forms,
    sheet_of,
    signature_of,
)
from meetings.minutes.life.rules import ChairCheck, Check, Standing, next_step
from meetings.minutes.life.suitable import NextMeeting, Proposal, later_meetings, next_meeting, proposal_for
from meetings.schedule.queries import MeetingRow, meeting_of


@dataclass(frozen=True)
class PrivateLine:
    """An exempt minute on the page: why it is kept back, its summary, and whether it was opened."""

    minute: ExemptMinute
    summary: Summary | None
    opening: Opening | None
    review_passed: bool

    @property
    def item(self) -> MinuteItem:
        """The minute."""
        return self.minute.item

    @property
    def plain_summary(self) -> str:
        """The summary as it is typed again."""
        return plain(self.summary.html) if self.summary else ""


@dataclass(frozen=True)
class LifePage:
    """Everything about how far the minutes of a meeting have come."""

    meeting: MeetingRow
    row: queries.MinutesRow
    document: MinutesDocument
    standing: Standing
    checks: tuple[Check, ...]
    points: tuple[Point, ...]
    gives_away: tuple[GivenAway, ...]
    private: tuple[PrivateLine, ...]
    corrections: tuple[MinutesCorrection, ...]
    next: NextMeeting
    #: ids and names of meetings at which something can have been decided
    later: tuple[tuple[str, str], ...]
    proposal: Proposal | None
    signature: MinutesSignature | None
    forms: tuple[PublishedRow, ...]
    note: NoteRow | None
    sheets: Mapping[str, MinutesSheet]
    elsewhere: MinutesElsewhere | None
    others: tuple[BodyRow, ...]
    confirmed_at: MeetingRow | None
    #: who presided there, where one person did from beginning to end
    presided: str
    chair_check: ChairCheck
    electronic: bool
    draft_by: date | None
    note_by: date | None
    #: until when they are kept at least; None: for ever, or no period is known
    kept_until: date | None
    kept_for_ever: bool

    @property
    def step(self) -> str:
        """The key of the next step."""
        return next_step(self.row.status, self.standing, signed=bool(self.row.signed_by))

    @property
    def open(self) -> tuple[Point, ...]:
        """What somebody has to say that they looked at."""
        return tuple(point for point in self.points if not point.minor)

    @property
    def waiting(self) -> tuple[MinutesCorrection, ...]:
        """Corrections that wait for a decision."""
        return tuple(c for c in self.corrections if c.state.value == "proposed")


def life_page(
    session: Session, meeting: MeetingRow, row: queries.MinutesRow, tz: ZoneInfo, today: date
) -> LifePage:
    """All of it, in a session."""
    law = law_of(session)
    document = queries.document_of(session, row)
    checks = checks_of(session, meeting.id)
    held = document.held_on
    found = next_meeting(session, meeting, tz)
    note, kept = note_of_meeting(session, meeting.id), _kept(law, held)
    return LifePage(
        meeting=meeting,
        row=row,
        document=document,
        standing=Standing(tuple(c for c in checks if c.version == row.version)),
        checks=checks,
        points=() if row.is_confirmed else open_points(session, meeting.id, tz),
        gives_away=giving_away(session, meeting, as_opened(session, meeting.id, document)),
        private=_private(session, meeting, document, law, today),
        corrections=tuple(corrections_of(session, meeting.id)),
        next=found,
        later=_later(session, meeting, tz),
        proposal=None if row.is_confirmed else proposal_for(session, meeting, tz),
        signature=signature_of(session, meeting.id),
        forms=tuple(published_forms(session, meeting.id)),
        note=note,
        sheets=_sheets(session, meeting.id, row.version, note.number if note else 0),
        elsewhere=elsewhere_of(session, meeting.id),
        others=tuple(b for b in bodies(session) if b.id != meeting.body_id) if found.body_gone else (),
        confirmed_at=meeting_of(session, row.confirmed_at_meeting_id)
        if row.confirmed_at_meeting_id
        else None,
        presided=_presided(session, row),
        chair_check=ChairCheck(value(law, "minutes_chair_check").word),
        electronic=value(law, "minutes_signing").word == "electronic",
        draft_by=draft_due(law, held),
        note_by=note_due(law, held),
        kept_until=None if kept in ("", FOR_EVER) else date.fromisoformat(kept),
        kept_for_ever=kept == FOR_EVER,
    )


def _presided(session: Session, row: queries.MinutesRow) -> str:
    if not row.confirmed_at_meeting_id or row.signed_by:
        return ""
    found = presided_at(session, row.confirmed_at_meeting_id)
    return person_names(session, found).get(next(iter(found)), "") if len(found) == 1 else ""


def _private(
    session: Session, meeting: MeetingRow, document: MinutesDocument, law: Law, today: date
) -> tuple[PrivateLine, ...]:
    ids = [agenda_id(item.item_id) for item in private_items(document)]
    if not ids:
        return ()
    opened = openings_of(session, meeting.id)
    exempt = exempt_minutes(document, agenda_lines(session, meeting.id, ids), law.profile)
    return tuple(
        PrivateLine(
            minute,
            summary_of(minute.item),
            opened.get(minute.item.item_id),
            minute.review_on is not None and minute.review_on <= today,
        )
        for minute in exempt.minutes
    )


def _later(session: Session, meeting: MeetingRow, tz: ZoneInfo) -> tuple[tuple[str, str], ...]:
    elsewhere = elsewhere_of(session, meeting.id)
    body_id = elsewhere.body_id if elsewhere else meeting.body_id
    name = body_of(session, body_id).name
    rows = later_meetings(session, meeting, body_id)
    return tuple(
        (m.id, f"{name}, {day.day} {day:%B %Y}") for m in rows for day in (m.starts_at.astimezone(tz),)
    )


def _sheets(session: Session, meeting_id: str, version: int, note: int) -> dict[str, MinutesSheet]:
    found = {}
    for kind in SheetKind:
        sheet = sheet_of(session, meeting_id, kind, note if kind is SheetKind.NOTE else version)
        if sheet is not None:
            found[kind.value] = sheet
    return found


def _kept(law: Law, held: date) -> str:
    try:
        return str(retention(law, "minutes", held).result)
    except DomainError:
        return ""
