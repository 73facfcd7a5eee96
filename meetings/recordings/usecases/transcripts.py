"""What is said in a recording: brought in, put right line by line, published."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from meetings.kernel.checks import Checks
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.facts import canonical
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.recordings import queries
from meetings.recordings.events import (
    TranscriptAdded,
    TranscriptCorrected,
    TranscriptPublished,
    TranscriptWithdrawn,
)
from meetings.recordings.models import Recording, Transcript, TranscriptCue
from meetings.recordings.rules import State
from meetings.recordings.usecases.adding import locked_recording
from meetings.recordings.vtt import LONGEST_NAME, LONGEST_TEXT, MOST_CUES, Line, clean
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

LANGUAGES = {"en": "English", "cy": "Welsh"}
LONGEST_REASON = 500
CHANGED = (
    "Somebody else has corrected this transcript meanwhile. Look at it again; what you typed was not kept."
)
CONFLICTS["uq_transcript_recording_id_language"] = "There is a transcript in this language already."


@dataclass(frozen=True)
class AddTranscript:
    """A caption file that was read. `sha256`: of the file as it came, which is kept."""

    meeting_id: str
    recording_id: str
    language: str
    lines: tuple[Line, ...]
    sha256: str
    origin: str = "upload"


@dataclass(frozen=True)
class LineWish:
    """How a line is to read; without text it goes."""

    position: int
    speaker: str
    text: str


@dataclass(frozen=True)
class CorrectLines:
    """Some lines, as they are to read. `version`: the one that was looked at."""

    meeting_id: str
    transcript_id: str
    version: int
    lines: tuple[LineWish, ...] = field(default=())


@dataclass(frozen=True)
class NameSpeaker:
    """Everything that one speaker says was said by somebody who is called so."""

    meeting_id: str
    transcript_id: str
    version: int
    before: str
    after: str


@dataclass(frozen=True)
class PublishTranscript:
    """Let everybody read this version."""

    meeting_id: str
    transcript_id: str
    version: int


@dataclass(frozen=True)
class WithdrawTranscript:
    """Let nobody read it any more."""

    meeting_id: str
    transcript_id: str
    reason: str


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def add_transcript(work: Work, command: AddTranscript) -> str:
    """Bring it in, not public; one in the same language that was there before is replaced. Returns its id."""
    recording = locked_recording(work, command.meeting_id, command.recording_id)
    if command.language not in LANGUAGES:
        raise Invalid("Choose a language.", {"language": "Choose a language"})
    if not 0 < len(command.lines) <= MOST_CUES:
        raise Invalid("There is no line in this file.", {"file": "There is no line in this file"})
    return keep_transcript(work, recording, command)


def keep_transcript(work: Work, recording: Recording, command: AddTranscript) -> str:
    """Write it down. From the provider only where no officer has one in this language: theirs is not written over."""
    same = (Transcript.recording_id == recording.id, Transcript.language == command.language)
    before = work.session.scalar(select(Transcript).where(*same))
    if before is not None and command.origin == "provider":
        return before.id
    if before is not None:
        if before.published_at is not None:
            raise WrongState(
                "The transcript in this language is published. Withdraw it before you replace it."
            )
        work.session.execute(delete(TranscriptCue).where(TranscriptCue.transcript_id == before.id))
        work.session.execute(delete(Transcript).where(Transcript.id == before.id))
    row = Transcript(
        id=new_id(),
        recording_id=recording.id,
        language=command.language,
        origin=command.origin,
        sha256=command.sha256,
        added_at=work.now,
        added_by=work.actor.name,
        version=1,
        published_by="",
    )
    work.session.add(row)
    work.session.flush()
    for n, line in enumerate(command.lines, start=1):
        cue = TranscriptCue(transcript_id=row.id, position=n, start_ms=line.start_ms, end_ms=line.end_ms)
        cue.speaker, cue.text = line.speaker, line.text
        work.session.add(cue)
    work.session.flush()
    fact = TranscriptAdded(
        row.id, recording.id, row.language, len(command.lines), command.sha256, command.origin
    )
    work.record(recording.meeting_id, fact)
    return row.id


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def correct_lines(work: Work, command: CorrectLines) -> int:
    """Put lines right. How many changed. Raises WrongState when somebody else was quicker."""
    row, recording = _locked(work, command.meeting_id, command.transcript_id, command.version)
    wishes = {w.position: w for w in command.lines}
    query = select(TranscriptCue).where(
        TranscriptCue.transcript_id == row.id, TranscriptCue.position.in_(list(wishes))
    )
    changed = []
    for cue in work.session.scalars(query.order_by(TranscriptCue.position)).all():
        wish = wishes[cue.position]
        speaker, text = " ".join(clean(wish.speaker, LONGEST_NAME).split()), clean(wish.text, LONGEST_TEXT)
        if (cue.speaker, cue.text) == (speaker, text):
            continue
        cue.speaker, cue.text, cue.corrected_at = speaker, text, work.now
        changed.append(cue.position)
    return _corrected(work, recording, row, changed)


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def name_speaker(work: Work, command: NameSpeaker) -> int:
    """Give a speaker their name throughout. How many lines changed. Raises Invalid without a name."""
    row, recording = _locked(work, command.meeting_id, command.transcript_id, command.version)
    checks = Checks()
    after = checks.line("after", clean(command.after, LONGEST_NAME), "Choose or enter a name", LONGEST_NAME)
    checks.done()
    query = select(TranscriptCue).where(
        TranscriptCue.transcript_id == row.id, TranscriptCue.speaker == command.before
    )
    changed = []
    for cue in work.session.scalars(query.order_by(TranscriptCue.position)).all():
        if cue.speaker != after:
            cue.speaker, cue.corrected_at = after, work.now
            changed.append(cue.position)
    return _corrected(work, recording, row, changed)


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def publish_transcript(work: Work, command: PublishTranscript) -> None:
    """Everybody can read it. Lines from a time without the public are never given out. Raises WrongState."""
    row, recording = _locked(work, command.meeting_id, command.transcript_id, command.version)
    if row.published_at is not None:
        return
    if not queries.is_public(work.session, recording.meeting_id):
        raise WrongState("The meeting itself is not public, so what is said in it cannot be.")
    if recording.state is State.HELD:
        raise WrongState("Publish the recording first: its transcript is published with it or after it.")
    row.published_at, row.published_by = work.now, work.actor.name
    work.session.flush()
    work.record(recording.meeting_id, TranscriptPublished(row.id, row.version))


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def withdraw_transcript(work: Work, command: WithdrawTranscript) -> None:
    """Take it back. Raises Invalid without a reason, WrongState for one that is not published."""
    row, recording = _locked(work, command.meeting_id, command.transcript_id, None)
    checks = Checks()
    reason = checks.line("text_reason", command.reason, "Say why it is withdrawn", LONGEST_REASON)
    checks.done()
    if row.published_at is None:
        raise WrongState("This transcript is not published.")
    _take_back(work, recording, row, reason)


def take_back_transcripts(work: Work, recording: Recording, reason: str) -> None:
    """All published transcripts of a recording, with it."""
    query = select(Transcript).where(
        Transcript.recording_id == recording.id, Transcript.published_at.is_not(None)
    )
    for row in work.session.scalars(query.order_by(Transcript.language)).all():
        _take_back(work, recording, row, reason)


def digest_of(cues: Sequence[TranscriptCue]) -> str:
    """SHA-256 over all lines as they are."""
    data = [[c.position, c.start_ms, c.end_ms, c.speaker, c.text] for c in cues]
    return hashlib.sha256(canonical({"lines": data})).hexdigest()


def _take_back(work: Work, recording: Recording, row: Transcript, reason: str) -> None:
    row.published_at, row.published_by = None, ""
    work.session.flush()
    work.record(recording.meeting_id, TranscriptWithdrawn(row.id, reason))


def _locked(
    work: Work, meeting_id: str, transcript_id: str, version: int | None
) -> tuple[Transcript, Recording]:
    query = (
        select(Transcript, Recording)
        .join(Recording, Recording.id == Transcript.recording_id)
        .where(Transcript.id == transcript_id, Recording.meeting_id == meeting_id)
    )
    found = work.session.execute(query.with_for_update()).first()
    if found is None:
        raise NotFound("There is no such transcript.")
    if version is not None and found[0].version != version:
        raise WrongState(CHANGED)
    return found[0], found[1]


def _corrected(work: Work, recording: Recording, row: Transcript, changed: Sequence[int]) -> int:
    if not changed:
        return 0
    row.version += 1
    work.session.flush()
    digest = digest_of(queries.cues_of(work.session, row.id))
    work.record(recording.meeting_id, TranscriptCorrected(row.id, row.version, tuple(changed), digest))
    return len(changed)
