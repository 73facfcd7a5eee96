"""What the public page of minutes says about them: confirmed where, signed by whom, corrected how, kept where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.minutes.life.models import MinutesCorrection, MinutesSignature
from meetings.minutes.life.queries import (
    PublishedRow,
    confirmed_here,
    corrections_at,
    corrections_of,
    published_forms,
    signature_of,
)
from meetings.minutes.life.rules import CorrectionState
from meetings.minutes.queries import MinutesRow
from meetings.schedule.queries import MeetingRow, meeting_of


@dataclass(frozen=True)
class PublicLife:
    """All of it. Of a correction to a minute that is not for publication only that there was one."""

    forms: tuple[PublishedRow, ...]
    #: agreed when they were confirmed, and in the text
    corrections: tuple[MinutesCorrection, ...]
    #: resolved by a later meeting, beside the text
    later: tuple[MinutesCorrection, ...]
    #: of earlier confirmed minutes, resolved by this meeting
    corrected_here: tuple[MinutesCorrection, ...]
    confirmed_at: MeetingRow | None
    confirmed_here: tuple[tuple[str, datetime], ...]
    signature: MinutesSignature | None


def public_life(session: Session, row: MinutesRow) -> PublicLife:
    """Five queries, and one for the meeting that confirmed them."""
    made = [c for c in corrections_of(session, row.meeting_id) if c.state is CorrectionState.CARRIED]
    return PublicLife(
        forms=tuple(published_forms(session, row.meeting_id)),
        corrections=tuple(c for c in made if c.version and not c.after_confirmation),
        later=tuple(c for c in made if c.after_confirmation),
        corrected_here=tuple(c for c in corrections_at(session, row.meeting_id) if c.after_confirmation),
        confirmed_at=meeting_of(session, row.confirmed_at_meeting_id)
        if row.confirmed_at_meeting_id
        else None,
        confirmed_here=tuple(confirmed_here(session, row.meeting_id)),
        signature=signature_of(session, row.meeting_id) if row.is_confirmed else None,
    )
