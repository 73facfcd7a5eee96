"""Chapters and captions for where a recording is watched: asked for with what causes them."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.connections.usecases import Ask, ask
from meetings.kernel.errors import WrongState
from meetings.kernel.permissions import Permission
from meetings.recordings.events import TranscriptPublished
from meetings.recordings.models import Recording, Transcript
from meetings.recordings.queries import meeting_of_recording
from meetings.recordings.sending import broadcast_ref
from meetings.recordings.usecases.adding import locked_recording
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting


@dataclass(frozen=True)
class WriteChapters:
    """Write them anew."""

    meeting_id: str
    recording_id: str


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def write_chapters(work: Work, command: WriteChapters) -> None:
    """Have the description written anew. Raises WrongState where it is at no broadcast that was arranged here."""
    locked_recording(work, command.meeting_id, command.recording_id)
    if not ask_for_chapters(work, command.meeting_id, command.recording_id):
        raise WrongState(
            "This recording is at no broadcast that was arranged here: write its chapters there."
        )


def ask_for_chapters(work: Work, meeting_id: str, recording_id: str) -> bool:
    """The same from within. False where the recording is at no broadcast of ours."""
    recording = work.session.get(Recording, recording_id)
    at = broadcast_ref(work.session, meeting_id, recording.address) if recording else None
    if at is None:
        return False
    key = f"chapters:{recording_id}:{work.now:%Y%m%d%H%M}"
    ask(work, Ask(at[0], "broadcast.chapters", key, {"recording_id": recording_id}, meeting_id))
    return True


def send_captions(work: Work, meeting_id: str, fact: TranscriptPublished) -> None:
    """A published text is the captions of the broadcast's own recording, too."""
    row = work.session.get(Transcript, fact.transcript_id)
    if row is not None:
        _ask_for_captions(work, meeting_id, row, f"{work.now:%Y%m%d%H}")


@dataclass(frozen=True)
class SendAgain:
    """Captions that were corrected after they had been sent."""

    transcript_id: str


@use_case(permission=None, system_only=True)
def send_again(work: Work, command: SendAgain) -> None:
    """Send them as they are now. Corrections are sent together, now and then: each sending costs a good part of what
    a provider allows in a day."""
    row = work.session.get(Transcript, command.transcript_id)
    if row is not None and row.published_at is not None:
        # Once for each version: what the provider refused is not asked for hour after hour.
        _ask_for_captions(work, meeting_of_recording(work.session, row.recording_id), row, "corrected")


def _ask_for_captions(work: Work, meeting_id: str, row: Transcript, occasion: str) -> None:
    recording = work.session.get(Recording, row.recording_id)
    at = broadcast_ref(work.session, meeting_id, recording.address) if recording else None
    if at is not None:
        payload = {"recording_id": row.recording_id, "language": row.language, "version": row.version}
        key = f"captions:{row.id}:{row.version}:{occasion}"
        ask(work, Ask(at[0], "broadcast.captions", key, payload, meeting_id))
