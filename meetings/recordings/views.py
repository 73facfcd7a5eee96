"""The officers' page of a meeting's recordings, and the files that everybody may have of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience
from meetings.recordings import queries
from meetings.recordings.desk import recording_page
from meetings.recordings.forms import days_in, rows_for, stretches_in, typed_rows
from meetings.recordings.provider_pages import fetchable, sendable
from meetings.recordings.standing import clock
from meetings.recordings.uploads import ACCEPT, ACCEPT_TEXT, take_in_media, take_in_text
from meetings.recordings.usecases import (
    AddFile,
    AddLink,
    AddTranscript,
    DeleteRecording,
    KeepRecording,
    PublishRecording,
    SetPolicy,
    SetStretches,
    WithdrawRecording,
    add_file,
    add_link,
    add_transcript,
    delete_recording,
    keep_recording,
    publish_recording,
    set_policy,
    set_stretches,
    withdraw_recording,
)
from meetings.recordings.usecases.transcripts import LANGUAGES
from meetings.recordings.vtt import Line, write
from meetings.runtime.work import Work
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.web.access import needs, public
from meetings.web.doors import may, reading, require, run, today
from meetings.web.fields import date_of, typed
from meetings.web.services import services

bp = Blueprint("recordings", __name__)
C = TypeVar("C")
_PATH = "/desk/meetings/<meeting_id>/recording"


@bp.get(_PATH)
@needs(Permission.PUBLISH)
def show(meeting_id: str) -> ResponseReturnValue:
    """Everything about the recordings of a meeting."""
    return _page(meeting_id)


@bp.post(f"{_PATH}/link")
@needs(Permission.PUBLISH)
def link(meeting_id: str) -> ResponseReturnValue:
    """List an address."""
    command = AddLink(meeting_id, request.form.get("address", ""), request.form.get("title", ""))
    return _done(meeting_id, add_link, command, "Listed. Enter next from when to when it runs.", "link")


@bp.post(f"{_PATH}/file")
@needs(Permission.PUBLISH)
def file(meeting_id: str) -> ResponseReturnValue:
    """Take a file in."""
    _required(meeting_id)
    try:
        stored, media_type = take_in_media(request.files.get("file"))
    except Invalid as error:
        return _again(meeting_id, error, "file"), 422
    title = request.form.get("title", "")
    command = AddFile(meeting_id, stored.sha256, stored.size, media_type, title)
    return _done(meeting_id, add_file, command, "Kept. Enter next from when to when it runs.", "file")


@bp.post(f"{_PATH}/policy")
@needs(Permission.PUBLISH)
def policy(meeting_id: str) -> ResponseReturnValue:
    """How long recordings of this body are kept."""
    form = request.form
    try:
        days = None if form.get("for_good") else days_in(form, "keep_days")
        if days is None and not form.get("for_good"):
            raise Invalid(
                "Say how long.", {"keep_days": "Enter a number of days, or choose to keep them for good"}
            )
    except Invalid as error:
        return _again(meeting_id, error, "policy"), 422
    with reading() as session:
        body_id = meeting_of(session, meeting_id).body_id
    command = SetPolicy(body_id, days, form.get("decided_by", ""), form.get("legal_note", ""))
    return _done(meeting_id, set_policy, command, "Set for all recordings of this body.", "policy")


@bp.post(f"{_PATH}/<recording_id>/times")
@needs(Permission.PUBLISH)
def times(meeting_id: str, recording_id: str) -> ResponseReturnValue:
    """Which stretches of the meeting it shows."""
    key = f"times-{recording_id}"
    with reading() as session:
        began, _ = queries.meeting_times(session, meeting_of(session, meeting_id).id)
    try:
        stretches = stretches_in(request.form, began, services().config.timezone)
    except Invalid as error:
        return _again(meeting_id, error, key), 422
    command = SetStretches(meeting_id, recording_id, stretches)
    return _done(meeting_id, set_stretches, command, "The times are kept: items and votes can be found.", key)


@bp.post(f"{_PATH}/<recording_id>/publish")
@needs(Permission.PUBLISH)
def publish(meeting_id: str, recording_id: str) -> ResponseReturnValue:
    """Everybody can watch it."""
    command = PublishRecording(meeting_id, recording_id)
    said = "Published. Its captions are due within fourteen days."
    return _done(meeting_id, publish_recording, command, said, "publish")


@bp.post(f"{_PATH}/<recording_id>/withdraw")
@needs(Permission.PUBLISH)
def withdraw(meeting_id: str, recording_id: str) -> ResponseReturnValue:
    """Take it back."""
    form = request.form
    command = WithdrawRecording(meeting_id, recording_id, form.get("reason", ""), "with_text" in form)
    said = "Withdrawn. Readers are told that there was a recording, and not why."
    return _done(meeting_id, withdraw_recording, command, said, f"withdraw-{recording_id}")


@bp.post(f"{_PATH}/<recording_id>/keep")
@needs(Permission.PUBLISH)
def keep(meeting_id: str, recording_id: str) -> ResponseReturnValue:
    """Keep it otherwise than the policy says."""
    form = request.form
    errors: dict[str, str] = {}
    wanted = form.get("keep", "")
    until = None
    if wanted == "until":
        until = date_of(form, "until", errors, missing="Enter until when it is kept")
    if errors:
        return _again(meeting_id, Invalid("Enter a day.", errors), f"keep-{recording_id}"), 422
    command = KeepRecording(meeting_id, recording_id, until, wanted == "good", form.get("keep_reason", ""))
    return _done(meeting_id, keep_recording, command, "Kept as you said.", f"keep-{recording_id}")


@bp.post(f"{_PATH}/<recording_id>/delete")
@needs(Permission.PUBLISH)
def delete(meeting_id: str, recording_id: str) -> ResponseReturnValue:
    """Delete it for good."""
    command = DeleteRecording(meeting_id, recording_id, request.form.get("delete_reason", ""))
    said = "Deleted. That there was a recording, and why it was deleted, stays in the record."
    return _done(meeting_id, delete_recording, command, said, f"delete-{recording_id}")


@bp.post(f"{_PATH}/<recording_id>/transcript")
@needs(Permission.PUBLISH)
def transcript(meeting_id: str, recording_id: str) -> ResponseReturnValue:
    """Take a caption file in."""
    _required(meeting_id)
    key = f"transcript-{recording_id}"
    try:
        found, sha256 = take_in_text(request.files.get("file"))
        language = request.form.get("language", "en")
        command = AddTranscript(meeting_id, recording_id, language, found.lines, sha256)
        transcript_id = run(add_transcript, command)
    except Invalid as error:
        return _again(meeting_id, error, key), 422
    left = f" {found.left_out} pieces made no sense and were left out." if found.left_out else ""
    flash(f"{len(found.lines)} lines were read.{left} Look them through, then publish them.", "success")
    there = url_for("transcripts.review", meeting_id=meeting_id, transcript_id=transcript_id)
    return redirect(there, 303)


@bp.get("/recordings/<recording_id>/file")
@public
def media(recording_id: str) -> ResponseReturnValue:
    """The file of a recording, whole or in part."""
    with reading() as session:
        row = queries.recording_of(session, recording_id, _audience(session, recording_id))
        sha256 = queries.file_of(session, recording_id)
    if not sha256:
        raise NotFound(queries.NO_RECORDING)
    storage = services().storage
    size = storage.size(sha256)
    answer: Response = send_file(
        storage.open(sha256), row.media_type, etag=sha256, conditional=False, max_age=0
    )
    answer.content_length = size
    return answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)


@bp.get("/recordings/<recording_id>/captions-<language>.vtt")
@public
def captions(recording_id: str, language: str) -> ResponseReturnValue:
    """The published text of a recording as captions."""
    with reading() as session:
        found = queries.transcript_of(session, recording_id, _audience(session, recording_id), language)
    if found is None:
        raise NotFound("There are no captions.")
    lines = [Line(round(c.start * 1000), round(c.end * 1000), c.speaker, c.text) for c in found.cues]
    answer = Response(write(lines, language=language), mimetype="text/vtt")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _audience(session: Session, recording_id: str) -> Audience:
    """As whom somebody asks for a file: as an officer of the body, or as one of the public."""
    body_id = meeting_of(session, queries.meeting_of_recording(session, recording_id)).body_id
    return Audience.OFFICER if may(Permission.PUBLISH, body_id) else Audience.PUBLIC


def _required(meeting_id: str) -> MeetingRow:
    """Before a file is taken in, its sender is known to be allowed."""
    with reading() as session:
        meeting = meeting_of(session, meeting_id)
    require(Permission.PUBLISH, meeting.body_id)
    return meeting


def _done(
    meeting_id: str, case: Callable[[Work, C], object], command: C, said: str, form: str
) -> ResponseReturnValue:
    """Do it and go back; what was refused comes back with all that was typed."""
    try:
        run(case, command)
    except Invalid as error:
        return _again(meeting_id, error, form), 422
    flash(said, "success")
    return redirect(url_for("recordings.show", meeting_id=meeting_id), 303)


def _again(meeting_id: str, error: Invalid, form: str) -> str:
    values = {**request.form.to_dict(), "form": form, **typed(request.form, dates=("until",))}
    return _page(meeting_id, values, error.fields or {"": error.message})


def _page(
    meeting_id: str, values: Mapping[str, Any] | None = None, errors: Mapping[str, str] | None = None
) -> str:
    zone = services().config.timezone
    with reading() as session:
        meeting = meeting_of(session, meeting_id)
        require(Permission.PUBLISH, meeting.body_id)
        page = recording_page(session, meeting, zone, today())
        asked = fetchable(session, meeting_id)
        written = sendable(session, meeting_id, tuple(x.row for x in page.lines))
    at = (values or {}).get("form", "")
    rows = {
        x.row.id: typed_rows(request.form) if at == f"times-{x.row.id}" else rows_for(x.row.segments, zone)
        for x in page.lines
    }
    return render_template(
        "recordings/recording.html",
        page=page,
        meeting=meeting,
        rows=rows,
        values=values or {},
        errors=errors or {},
        place=clock,
        today=today(),
        languages=list(LANGUAGES.items()),
        languages_by=LANGUAGES,
        fetchable=asked,
        sendable=written,
        accept=ACCEPT,
        accept_text=ACCEPT_TEXT,
        most=services().config.max_paper_bytes,
    )
