"""Versions of minutes: added, never changed."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.record import facts_of
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.facts import canonical
from meetings.kernel.ids import new_id
from meetings.minutes.document import MinutesDocument, MinutesStatus
from meetings.minutes.document_json import to_data
from meetings.minutes.events import (
    MinutesApproved,
    MinutesConfirmed,
    MinutesDrafted,
    MinutesEdited,
    MinutesImported,
    MinutesPublished,
)
from meetings.minutes.models import Minutes, MinutesVersion
from meetings.minutes.queries import NO_MINUTES, document_of, minutes_of
from meetings.minutes.rules import as_stored as as_stored
from meetings.runtime.usecase import CONFLICTS
from meetings.runtime.work import Work
from meetings.schedule.usecases import lock_meeting

CONFLICTS["minutes_version.meeting_id"] = "Somebody else saved these minutes at the same moment. Save again."
CONFLICTS["uq_minutes_version"] = CONFLICTS["minutes_version.meeting_id"]
CONFLICTS["pk_minutes"] = "This meeting has minutes already."
CONFLICTS["minutes.meeting_id"] = CONFLICTS["pk_minutes"]


def locked_minutes(work: Work, meeting_id: str) -> Minutes:
    """The minutes, locked until the transaction ends, after their meeting. Raises NotFound."""
    lock_meeting(work.session, meeting_id)
    query = select(Minutes).where(Minutes.meeting_id == meeting_id).with_for_update()
    minutes = work.session.scalar(query.execution_options(populate_existing=True))
    if minutes is None:
        raise NotFound(NO_MINUTES)
    return minutes


def begin(work: Work, meeting_id: str) -> Minutes:
    """Minutes without a version yet."""
    minutes = Minutes(meeting_id=meeting_id, status=MinutesStatus.DRAFT.value, version=0, public_version=0)
    minutes.approved_by = minutes.signed_by = ""
    work.session.add(minutes)
    return minutes


def add_version(work: Work, minutes: Minutes, document: MinutesDocument, note: str) -> MinutesVersion:
    """The next version: a draft, whatever the one before was. The caller records the fact."""
    content = to_data(as_stored(document))
    minutes.version += 1
    back_to_draft(minutes)
    version = MinutesVersion(
        id=new_id(),
        meeting_id=minutes.meeting_id,
        number=minutes.version,
        content=content,
        sha256=hashlib.sha256(canonical(content)).hexdigest(),
        written_at=work.now,
        written_by=work.actor.name,
        note=note,
        pdf_error="",
    )
    work.session.add(version)
    work.session.flush()
    return version


def newest(work: Work, minutes: Minutes) -> MinutesDocument:
    """The newest version as it is kept."""
    row = minutes_of(work.session, minutes.meeting_id)
    assert row is not None
    return as_stored(document_of(work.session, row))


def worked_on_here(session: Session, meeting_id: str) -> bool:
    """Whether the newest thing that was done to these minutes was not an import."""
    steps = (MinutesDrafted, MinutesEdited, MinutesApproved, MinutesPublished, MinutesConfirmed)
    last = None
    for entry in facts_of(session, meeting_id, types=(MinutesImported, *steps)):
        last = entry.fact
    return isinstance(last, steps)


def back_to_draft(minutes: Minutes) -> None:
    """What was approved was another text."""
    minutes.status = MinutesStatus.DRAFT.value
    minutes.approved_at, minutes.approved_by = None, ""


def must_be_newest(minutes: Minutes, seen: int) -> None:
    """Refuse to act on a version that somebody has meanwhile gone beyond. Raises WrongState."""
    if seen != minutes.version:
        raise WrongState(
            f"These minutes are at version {minutes.version} now; you were looking at version {seen}. "
            "Look at the newest version, then do this again."
        )
