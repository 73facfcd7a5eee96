"""A recording is brought in: as an address, or as a file."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.recordings import queries
from meetings.recordings.addresses import address_problem
from meetings.recordings.events import RecordingAdded
from meetings.recordings.models import Recording
from meetings.recordings.rules import Source, State
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting

MEDIA = {
    "video/mp4": ("video", "mp4"),
    "video/webm": ("video", "webm"),
    "audio/mp4": ("audio", "m4a"),
    "audio/mpeg": ("audio", "mp3"),
    "audio/ogg": ("audio", "ogg"),
}
CONFLICTS["uq_recording_provider_key"] = "This recording of the provider has been taken over already."


@dataclass(frozen=True)
class AddLink:
    """Where it can be watched."""

    meeting_id: str
    address: str
    title: str = ""
    provider: str = ""
    provider_key: str | None = None


@dataclass(frozen=True)
class AddFile:
    """A file that is in our storage already."""

    meeting_id: str
    sha256: str
    size: int
    media_type: str
    title: str = ""


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def add_link(work: Work, command: AddLink) -> str:
    """List an address. Not public yet. Returns the recording's id. Raises Invalid, WrongState."""
    meeting = held_meeting(work, command.meeting_id)
    checks = Checks()
    address = command.address.strip()
    checks.that(bool(address), "address", "Enter where the recording can be watched")
    problem = address_problem(address)
    checks.that(not problem, "address", problem)
    checks.that(
        not _listed(work, meeting.id, address), "address", "A recording at this address is listed already"
    )
    title = checks.line("title", command.title)
    checks.done()
    row = _row(work, meeting, title, Source.LINK)
    row.address, row.provider, row.provider_key = address, command.provider, command.provider_key
    return put_in(work, row)


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def add_file(work: Work, command: AddFile) -> str:
    """List a file that was uploaded. Not public yet. Returns the recording's id. Raises Invalid, WrongState."""
    meeting = held_meeting(work, command.meeting_id)
    checks = Checks()
    checks.that(command.media_type in MEDIA, "file", "Choose an MP4, WebM, MP3, M4A or Ogg file")
    title = checks.line("title", command.title)
    checks.done()
    row = _row(work, meeting, title, Source.FILE)
    row.sha256, row.size, row.media_type = command.sha256, command.size, command.media_type
    row.kind = MEDIA[command.media_type][0]
    return put_in(work, row)


def held_meeting(work: Work, meeting_id: str) -> Meeting:
    """The meeting, locked, once there can be a recording of it. Raises WrongState."""
    meeting = lock_meeting(work.session, meeting_id)
    if meeting.status in (MeetingStatus.PLANNED, MeetingStatus.CANCELLED) and meeting.starts_at > work.now:
        raise WrongState("This meeting has not been held yet, so there is no recording of it.")
    return meeting


def put_in(work: Work, row: Recording) -> str:
    """Keep the row, with its fact."""
    work.session.add(row)
    work.session.flush()
    work.record(
        row.meeting_id,
        RecordingAdded(row.id, row.title, row.source, row.provider, row.sha256),
    )
    return row.id


def locked_recording(work: Work, meeting_id: str, recording_id: str) -> Recording:
    """A recording of this meeting, locked; one that was deleted is there no more. Raises NotFound, WrongState."""
    query = select(Recording).where(Recording.id == recording_id, Recording.meeting_id == meeting_id)
    row = work.session.scalar(query.with_for_update())
    if row is None:
        raise NotFound(queries.NO_RECORDING)
    if row.state is State.DELETED:
        raise WrongState("This recording was deleted.")
    return row


def new_row(work: Work, meeting_id: str, title: str, source: Source) -> Recording:
    """A row with nothing in it yet."""
    return Recording(
        id=new_id(),
        meeting_id=meeting_id,
        title=title,
        kind="video",
        source=source,
        state=State.HELD,
        address="",
        provider="",
        sha256="",
        media_type="",
        added_at=work.now,
        added_by=work.actor.name,
        withdrawn_reason="",
        keep_for_good=False,
        keep_reason="",
        deleted_reason="",
    )


def _row(work: Work, meeting: Meeting, title: str, source: Source) -> Recording:
    return new_row(work, meeting.id, title or "Recording of the meeting", source)


def _listed(work: Work, meeting_id: str, address: str) -> bool:
    query = select(Recording.id).where(
        Recording.meeting_id == meeting_id, Recording.address == address, Recording.state != State.DELETED
    )
    return work.session.scalar(query.limit(1)) is not None
