"""What the page of a recording shows: where each item, vote and speaker is in it, as far as everybody may know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.db.record import facts_of
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Audience
from meetings.recordings.addresses import address_at
from meetings.recordings.marks import Mark, MarkKind
from meetings.recordings.queries import NO_RECORDING, RecordingRow, marks_of, recordings_of, segments
from meetings.recordings.rules import Moment, Segment, moment_from
from meetings.voting.events import VoteDeclared

NONE = "No recording of this meeting is published."


@dataclass(frozen=True)
class Place:
    """Something to go to. `seconds`: into the recording `recording_id`."""

    key: str
    kind: MarkKind
    label: str
    number: str
    recording_id: str
    seconds: int
    #: where in the recording it is over; None: it is not known, or not in this recording
    until: int | None
    #: opens the recording there without scripts: the file itself, or its service
    href: str
    #: on our own page, to give to others
    share: str
    #: a page of its own that says more; empty: none
    more: str = ""
    #: what of it is recorded begins later
    late: bool = False


@dataclass(frozen=True)
class Chapter:
    """An item, or the meeting itself, and what happened in it."""

    place: Place | None
    #: what stands in the list where nothing of it is recorded
    label: str
    number: str
    inner: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Scene:
    """One recording of a meeting."""

    recording: RecordingRow
    #: every recording of the meeting, in the order in which they begin
    all: tuple[RecordingRow, ...]
    chapters: tuple[Chapter, ...]
    #: opens at its service in the usual way; empty for a file that is kept here
    outside: str


def recording_asked(session: Session, meeting_id: str, recording_id: str = "") -> RecordingRow:
    """The recording asked for, otherwise the first. Raises NotFound without one."""
    listed = recordings_of(session, meeting_id, Audience.PUBLIC)
    if not listed:
        raise NotFound(NONE)
    found = next((r for r in listed if r.id == recording_id), None if recording_id else listed[0])
    if found is None:
        raise NotFound(NO_RECORDING)
    return found


def scene_of(session: Session, found: RecordingRow) -> Scene:
    """The recording with everything that can be gone to in it."""
    meeting_id = found.meeting_id
    listed = recordings_of(session, meeting_id, Audience.PUBLIC)
    rows = {r.id: r for r in listed}
    marks = marks_of(session, meeting_id, Audience.PUBLIC)
    outcomes = _outcomes(session, meeting_id) if any(m.kind is MarkKind.VOTE for m in marks) else {}
    placed = places(marks, segments(session, meeting_id, Audience.PUBLIC), rows, outcomes)
    outside = "" if found.file_url else found.address
    return Scene(found, tuple(listed), chapters(marks, placed), outside)


@dataclass(frozen=True)
class ItemMoment:
    """An item, and the address of our page where its recording begins."""

    number: str
    title: str
    href: str


def moments_of(session: Session, meeting_id: str) -> list[ItemMoment]:
    """The items of which something is recorded, as they were taken."""
    stretches = segments(session, meeting_id, Audience.PUBLIC)
    if not stretches:
        return []
    found: dict[str, ItemMoment] = {}
    for mark in marks_of(session, meeting_id, Audience.PUBLIC):
        moment = moment_from(stretches, mark.at, mark.until) if mark.kind is MarkKind.ITEM else None
        if moment is not None:
            found.setdefault(mark.key, ItemMoment(mark.number, mark.label, share_of(meeting_id, moment)))
    return list(found.values())


def places(
    marks: Iterable[Mark],
    stretches: Sequence[Segment],
    rows: Mapping[str, RecordingRow],
    outcomes: Mapping[str, str],
) -> dict[Mark, Place]:
    """Every mark of which something is recorded."""
    found = {}
    for mark in marks:
        moment = moment_from(stretches, mark.at, mark.until)
        if moment is not None:
            found[mark] = _place(mark, moment, stretches, rows[moment.recording_id], outcomes)
    return found


def chapters(marks: Sequence[Mark], placed: Mapping[Mark, Place]) -> tuple[Chapter, ...]:
    """Items and breaks in order, each with the votes and speakers that came while it was taken."""
    heads = [m for m in marks if m.kind in (MarkKind.ITEM, MarkKind.MEETING)]
    inner: dict[int, list[Place]] = {}
    for mark in marks:
        if mark in heads or mark not in placed:
            continue
        at = max((n for n, head in enumerate(heads) if head.at <= mark.at), default=None)
        if at is not None:
            inner.setdefault(at, []).append(placed[mark])
    return tuple(
        Chapter(placed.get(head), head.label, head.number, tuple(inner.get(n, ())))
        for n, head in enumerate(heads)
    )


def share_of(meeting_id: str, moment: Moment) -> str:
    """The address of a moment on our own page."""
    return f"/meetings/{meeting_id}/watch?recording={moment.recording_id}&t={int(moment.seconds)}"


def _place(
    mark: Mark,
    moment: Moment,
    stretches: Sequence[Segment],
    row: RecordingRow,
    outcomes: Mapping[str, str],
) -> Place:
    seconds = int(moment.seconds)
    direct = (
        f"{row.file_url}#t={seconds}" if row.file_url else address_at(row.address, seconds) or row.address
    )
    vote = mark.kind is MarkKind.VOTE
    outcome = outcomes.get(mark.key, "")
    return Place(
        key=mark.key,
        kind=mark.kind,
        label=f"{mark.label}: {outcome}" if outcome else mark.label,
        number=mark.number,
        recording_id=moment.recording_id,
        seconds=seconds,
        until=_until(mark, moment, stretches),
        href=direct,
        share=share_of(row.meeting_id, moment),
        more=f"/votes/{mark.key}" if vote and outcome else "",
        late=not moment.exact,
    )


def _until(mark: Mark, moment: Moment, stretches: Sequence[Segment]) -> int | None:
    """Where in the same recording it is over: at its end, or with the last stretch that shows some of it."""
    if mark.until is None:
        return None
    shown = [
        s
        for s in stretches
        if s.recording_id == moment.recording_id and s.started_at < mark.until and s.ended_at > mark.at
    ]
    if not shown:
        return None
    last = max(shown, key=lambda s: s.offset)
    end = min(mark.until, last.ended_at)
    return int(last.offset + (end - last.started_at).total_seconds())


def _outcomes(session: Session, meeting_id: str) -> dict[str, str]:
    found = {}
    for entry in facts_of(session, meeting_id, types=(VoteDeclared,)):
        if isinstance(entry.fact, VoteDeclared):
            found[entry.fact.vote_id] = entry.fact.outcome.value
    return found
