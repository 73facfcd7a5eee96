"""The officers' page of a transcript: line by line beside the record, put right, published."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience
from meetings.recordings import queries
from meetings.recordings.desk import speakers_in
from meetings.recordings.forms import lines_in, version_in
from meetings.recordings.marks import Mark, MarkKind
from meetings.recordings.rows import Cue, RecordingRow, TranscriptRow
from meetings.recordings.rules import Segment, when_of
from meetings.recordings.standing import clock
from meetings.recordings.usecases import (
    CorrectLines,
    NameSpeaker,
    PublishTranscript,
    WithdrawTranscript,
    correct_lines,
    name_speaker,
    publish_transcript,
    withdraw_transcript,
)
from meetings.recordings.usecases.transcripts import LANGUAGES, LineWish
from meetings.room.queries import members_for
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.web.access import needs
from meetings.web.doors import reading, require, run
from meetings.web.fields import page_number
from meetings.web.services import services

bp = Blueprint("transcripts", __name__)
_PATH = "/desk/meetings/<meeting_id>/recording/transcripts/<transcript_id>"
ON_A_PAGE = 40


@dataclass(frozen=True)
class _Line:
    cue: Cue
    #: when that was, and who had the floor by the record
    at: str
    by_record: str


@dataclass(frozen=True)
class _Page:
    meeting: MeetingRow
    recording: RecordingRow
    transcript: TranscriptRow
    marks: tuple[Mark, ...]
    names: tuple[str, ...]


@bp.get(_PATH)
@needs(Permission.PUBLISH)
def review(meeting_id: str, transcript_id: str) -> ResponseReturnValue:
    """Some lines of it, beside what the record says."""
    with reading() as session:
        found = _found(session, meeting_id, transcript_id)
    cues = found.transcript.cues
    if "unnamed" in request.args:
        cues = tuple(c for c in cues if not c.speaker)
    pages = max(1, -(-len(cues) // ON_A_PAGE))
    number = min(page_number(request.args), pages)
    listed = cues[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    zone = services().config.timezone
    lines = []
    for cue in listed:
        at = when_of(found.recording.segments, found.recording.id, cue.start)
        words = f"{at.astimezone(zone):%H:%M:%S}" if at else ""
        lines.append(_Line(cue, words, _speaker_at(found, cue)))
    counts: dict[str, int] = {}
    for cue in found.transcript.cues:
        counts[cue.speaker] = counts.get(cue.speaker, 0) + 1
    return render_template(
        "recordings/transcript.html",
        meeting=found.meeting,
        recording=found.recording,
        transcript=found.transcript,
        lines=lines,
        number=number,
        pages=pages,
        counts=sorted(counts.items(), key=lambda x: (not x[0], -x[1], x[0])),
        names=found.names,
        private=sum(c.private for c in found.transcript.cues),
        language=LANGUAGES.get(found.transcript.language, found.transcript.language),
        place=clock,
        unnamed="unnamed" in request.args,
        can_fill=any(w.speaker for w in _wishes(found)),
    )


@bp.post(_PATH)
@needs(Permission.PUBLISH)
def correct(meeting_id: str, transcript_id: str) -> ResponseReturnValue:
    """Lines as they are to read."""
    command = CorrectLines(meeting_id, transcript_id, version_in(request.form), lines_in(request.form))
    changed = run(correct_lines, command)
    flash(
        f"{changed} line{'' if changed == 1 else 's'} put right." if changed else "Nothing was changed.",
        "success",
    )
    return _back(meeting_id, transcript_id)


@bp.post(f"{_PATH}/speaker")
@needs(Permission.PUBLISH)
def speaker(meeting_id: str, transcript_id: str) -> ResponseReturnValue:
    """One speaker's name, throughout."""
    form = request.form
    after = form.get("other", "").strip() or form.get("after", "")
    command = NameSpeaker(meeting_id, transcript_id, version_in(form), form.get("before", ""), after)
    try:
        changed = run(name_speaker, command)
    except Invalid as error:
        flash(error.message, "error")
        return _back(meeting_id, transcript_id)
    flash(f"{changed} line{'' if changed == 1 else 's'} named.", "success")
    return _back(meeting_id, transcript_id)


@bp.post(f"{_PATH}/from-record")
@needs(Permission.PUBLISH)
def from_record(meeting_id: str, transcript_id: str) -> ResponseReturnValue:
    """Lines without a speaker get the one who had the floor."""
    with reading() as session:
        wishes = _wishes(_found(session, meeting_id, transcript_id))
    command = CorrectLines(meeting_id, transcript_id, version_in(request.form), wishes)
    changed = run(correct_lines, command)
    flash(f"{changed} line{'' if changed == 1 else 's'} named from the record. Look them through.", "success")
    return _back(meeting_id, transcript_id)


@bp.post(f"{_PATH}/publish")
@needs(Permission.PUBLISH)
def publish(meeting_id: str, transcript_id: str) -> ResponseReturnValue:
    """Everybody can read it."""
    run(publish_transcript, PublishTranscript(meeting_id, transcript_id, version_in(request.form)))
    flash("Published: it is read beside the recording, and as its captions.", "success")
    return redirect(url_for("recordings.show", meeting_id=meeting_id), 303)


@bp.post(f"{_PATH}/withdraw")
@needs(Permission.PUBLISH)
def withdraw(meeting_id: str, transcript_id: str) -> ResponseReturnValue:
    """Take it back."""
    reason = request.form.get("text_reason", "")
    try:
        run(withdraw_transcript, WithdrawTranscript(meeting_id, transcript_id, reason))
    except Invalid as error:
        flash(error.message, "error")
        return _back(meeting_id, transcript_id)
    flash("Withdrawn.", "success")
    return _back(meeting_id, transcript_id)


def _found(session: Session, meeting_id: str, transcript_id: str) -> _Page:
    meeting = meeting_of(session, meeting_id)
    require(Permission.PUBLISH, meeting.body_id)
    recording_id, language = queries.place_of_transcript(session, transcript_id)
    recording = queries.recording_of(session, recording_id, Audience.OFFICER)
    transcript = queries.transcript_of(session, recording_id, Audience.OFFICER, language)
    if transcript is None or recording.meeting_id != meeting_id:
        raise NotFound("There is no such transcript.")
    marks = queries.marks_of(session, meeting_id, Audience.OFFICER)
    members = [m.name for m in members_for(session, meeting)]
    names = tuple(sorted({*members, *speakers_in(marks)}, key=str.casefold))
    return _Page(meeting, recording, transcript, marks, names)


def _speaker_at(found: _Page, cue: Cue) -> str:
    """Who had the floor in the middle of a line; empty where nobody had, or where its time is not known."""
    segments: tuple[Segment, ...] = found.recording.segments
    at = when_of(segments, found.recording.id, (cue.start + cue.end) / 2)
    if at is None:
        return ""
    spoke = [
        m
        for m in found.marks
        if m.kind is MarkKind.SPEAKER and m.at <= at and (m.until is None or at < m.until)
    ]
    return spoke[-1].label if spoke else ""


def _wishes(found: _Page) -> tuple[LineWish, ...]:
    """What the record says of lines without a speaker."""
    named = [(c, _speaker_at(found, c)) for c in found.transcript.cues if not c.speaker]
    return tuple(LineWish(c.position, name, c.text) for c, name in named if name)


def _back(meeting_id: str, transcript_id: str) -> ResponseReturnValue:
    page = page_number(request.form)
    there = url_for("transcripts.review", meeting_id=meeting_id, transcript_id=transcript_id, page=page)
    return redirect(there, 303)
