"""News in words, as it stands when the letter is written: only what the public site shows at that moment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.decisions.queries import public_decision
from meetings.kernel.errors import NotFound
from meetings.minutes.queries import public_minutes
from meetings.notifications.queries import name_of_council
from meetings.publicsite.following.rules import Topic
from meetings.publicsite.following.usecases import News
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.schedule.wording import day_in_words, moment_in_words


def news_of(session: Session, topic: Topic, subject_id: str, version: str, tz: ZoneInfo) -> News | None:
    """What is told; None when the public must not know of it, or no longer."""
    try:
        return _WORDS[topic](session, subject_id, version, tz)
    except NotFound:
        return None


def _meeting(session: Session, meeting_id: str, tz: ZoneInfo) -> tuple[MeetingRow, str] | None:
    row = meeting_of(session, meeting_id)
    return (row, moment_in_words(row.starts_at, tz)) if row.is_public else None


def _agenda(session: Session, meeting_id: str, version: str, tz: ZoneInfo) -> News | None:
    found = _meeting(session, meeting_id, tz)
    if found is None or str(found[0].agenda_version) != version:
        return None
    row, when = found
    first = version == "1"
    said = (
        "The agenda and papers are published."
        if first
        else "The agenda or its papers were changed or added to."
    )
    where = f" at {row.place}" if row.place else ""
    return News(
        Topic.AGENDAS,
        f"news:agendas:{row.id}:{version}",
        f"{'Agenda' if first else 'Agenda changed'}: {row.title}, {when}",
        f"{said}\n\n{row.title} meets on {when}{where}.",
        f"/meetings/{row.id}",
        row.body_id,
        row.id,
    )


def _minutes(session: Session, meeting_id: str, version: str, tz: ZoneInfo) -> News | None:
    found = _meeting(session, meeting_id, tz)
    if found is None or public_minutes(session, meeting_id) is None:
        return None
    row, when = found
    return News(
        Topic.MINUTES,
        f"news:minutes:{row.id}:{version}",
        f"Minutes: {row.title}, {when}",
        f"The minutes of the meeting of {row.title} on {when} can be read.",
        f"/meetings/{row.id}/minutes",
        row.body_id,
        row.id,
    )


def _decision(session: Session, decision_id: str, version: str, _tz: ZoneInfo) -> News | None:
    row = public_decision(session, decision_id)
    council = name_of_council(session)
    return News(
        Topic.DECISIONS,
        f"news:decisions:{row.id}:{version}",
        f"Decision: {row.record.title}",
        f"{council} has published the record of a decision: {row.record.title} ({row.reference}).\n\n"
        f"Decided by {row.maker_words} on {day_in_words(row.made_on)}.",
        f"/decisions/{row.id}",
        row.body_id,
        row.meeting_id,
    )


def _changed(session: Session, meeting_id: str, _version: str, tz: ZoneInfo) -> News | None:
    found = _meeting(session, meeting_id, tz)
    if found is None:
        return None
    row, when = found
    cancelled = row.status is MeetingStatus.CANCELLED
    where = f" at {row.place}" if row.place else ""
    now = f"The meeting on {when} will not be held." if cancelled else f"The meeting is now on {when}{where}."
    state = f"{row.starts_at.isoformat()}|{row.place}|{row.mode}|{cancelled}"
    return News(
        Topic.CHANGES,
        f"news:changes:{row.id}:{hashlib.sha256(state.encode()).hexdigest()[:16]}",
        f"{'Cancelled' if cancelled else 'Changed'}: {row.title}, {when}",
        "\n\n".join(part for part in (now, row.notice) if part),
        f"/meetings/{row.id}",
        row.body_id,
        row.id,
    )


_WORDS: Mapping[Topic, Callable[[Session, str, str, ZoneInfo], News | None]] = {
    Topic.AGENDAS: _agenda,
    Topic.MINUTES: _minutes,
    Topic.DECISIONS: _decision,
    Topic.CHANGES: _changed,
}
