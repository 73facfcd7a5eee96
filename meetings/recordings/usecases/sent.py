"""Chapters and captions for where a recording is watched: asked for with what causes them."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.connections.usecases import Ask, ask
from meetings.kernel.errors import WrongState
from meetings.kernel.permissions import Permission
from meetings.recordings.events import TranscriptCorrected, TranscriptPublished
from meetings.recordings.models import Recording, Transcript
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


def send_captions(work: Work, meeting_id: str, fact: TranscriptPublished | TranscriptCorrected) -> None:
    """A published text is the captions of the broadcast's own recording, too."""
    row = work.session.get(Transcript, fact.transcript_id)
    if row is None or row.published_at is None:
        return
    recording = work.session.get(Recording, row.recording_id)
    assert recording is not None, "a transcript belongs to a recording"
    at = broadcast_ref(work.session, meeting_id, recording.address)
    if at is not None:
        payload = {"recording_id": recording.id, "language": row.language}
        key = f"captions:{row.id}:{row.version}:{work.now:%Y%m%d%H%M}"
        ask(work, Ask(at[0], "broadcast.captions", key, payload, meeting_id))
