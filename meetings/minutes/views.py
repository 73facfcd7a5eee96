"""The officers' pages of minutes: write, preview, compare, approve, publish, confirm, print."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.comparison import Piece, compare
from meetings.minutes.forms import TextForm, read_attendance, read_signing, read_texts, version_in
from meetings.minutes.pages import desk_of, minutes_at, own_changes, writing_page
from meetings.minutes.ratifying import ratification
from meetings.minutes.rules import public_rendition
from meetings.minutes.usecases import (
    ApproveMinutes,
    ConfirmMinutes,
    CorrectAttendance,
    EditConflict,
    EditMinutes,
    PrintAgain,
    PublishMinutes,
    RedraftMinutes,
    approve_minutes,
    confirm_minutes,
    correct_attendance,
    edit_minutes,
    print_again,
    publish_minutes,
    redraft_minutes,
)
from meetings.ports.storage import FileMissing
from meetings.schedule.queries import MeetingRow
from meetings.web.access import needs
from meetings.web.doors import now, reading, run
from meetings.web.errors import wants_json
from meetings.web.formats import time_of_day
from meetings.web.services import services

bp = Blueprint("minutes", __name__)
NO_PDF = "This PDF is not there yet. It is made within a minute of each save."


@bp.get("/desk/meetings/<meeting_id>/minutes")
@needs(Permission.APPROVE_MINUTES)
def write(meeting_id: str) -> ResponseReturnValue:
    """The minutes as they stand, with the places to write in."""
    return writing_page(desk_of(meeting_id))


@bp.post("/desk/meetings/<meeting_id>/minutes")
@needs(Permission.WRITE_MINUTES)
def save(meeting_id: str) -> ResponseReturnValue:
    """Keep what was written. A script gets the version's number; a refused page comes back with all that was typed."""
    form = read_texts(request.form)
    try:
        version = run(edit_minutes, EditMinutes(meeting_id, form.version, form.texts, form.note))
    except (EditConflict, Invalid) as error:
        if wants_json():
            raise
        return _refused(meeting_id, form, error)
    changed = version != form.version
    at = time_of_day(now(), services().config.timezone)
    message = (
        f"Saved as version {version} at {at}." if changed else "Nothing has changed since the last save."
    )
    if wants_json():
        return jsonify({"version": version, "changed": changed, "message": message})
    flash(message, "success")
    return _back(meeting_id)


@bp.post("/desk/meetings/<meeting_id>/minutes/redraft")
@needs(Permission.WRITE_MINUTES)
def redraft(meeting_id: str) -> ResponseReturnValue:
    """Read the record again."""
    seen = version_in(request.form)
    version = run(redraft_minutes, RedraftMinutes(meeting_id, seen, request.form.get("note", "")))
    same = "The minutes say already what the record says."
    flash(same if version == seen else f"The record was read again: this is version {version}.", "success")
    return _back(meeting_id)


@bp.post("/desk/meetings/<meeting_id>/minutes/attendance")
@needs(Permission.WRITE_MINUTES)
def put_attendance_right(meeting_id: str) -> ResponseReturnValue:
    """A member was there and not ticked, or the other way round."""
    form = read_attendance(request.form)
    errors = form.errors
    if not errors:
        was_present = form.values["was_present"] == "yes"
        command = CorrectAttendance(meeting_id, form.values["person_id"], was_present, form.values["reason"])
        try:
            version = run(correct_attendance, command)
        except Invalid as error:
            errors = error.fields
        else:
            flash(f"The attendance is corrected: this is version {version} of the minutes.", "success")
            return _back(meeting_id)
    return writing_page(desk_of(meeting_id), attendance=form.values, errors=errors), 422


@bp.post("/desk/meetings/<meeting_id>/minutes/approve")
@needs(Permission.APPROVE_MINUTES)
def approve(meeting_id: str) -> ResponseReturnValue:
    """The version that was read may be published."""
    run(approve_minutes, ApproveMinutes(meeting_id, version_in(request.form)))
    flash("The minutes are approved.", "success")
    return _back(meeting_id)


@bp.post("/desk/meetings/<meeting_id>/minutes/publish")
@needs(Permission.PUBLISH)
def publish(meeting_id: str) -> ResponseReturnValue:
    """The public reads this version from now on."""
    run(publish_minutes, PublishMinutes(meeting_id, version_in(request.form)))
    flash("The minutes are published, marked as a draft until they are confirmed.", "success")
    return _back(meeting_id)


@bp.post("/desk/meetings/<meeting_id>/minutes/confirm")
@needs(Permission.CONFIRM_MINUTES)
def confirm(meeting_id: str) -> ResponseReturnValue:
    """They were confirmed at a meeting and signed."""
    form = read_signing(request.form)
    errors = form.errors
    if form.on is not None:
        try:
            run(confirm_minutes, ConfirmMinutes(meeting_id, form.version, form.on, form.signed_by))
        except Invalid as error:
            errors = error.fields
        else:
            flash("The minutes are confirmed: they are the record of the meeting.", "success")
            return _back(meeting_id)
    return writing_page(desk_of(meeting_id), signing=form.values, signing_errors=errors), 422


@bp.get("/desk/meetings/<meeting_id>/minutes/preview")
@needs(Permission.APPROVE_MINUTES)
def preview(meeting_id: str) -> ResponseReturnValue:
    """What the public will read, or with ?as=officer the whole."""
    whole = request.args.get("as") == "officer"
    with reading() as session:
        meeting, row = minutes_at(session, meeting_id)
        document = queries.document_of(session, row)
    doc = document if whole else public_rendition(document)
    return render_template(
        "minutes/preview.html",
        meeting=meeting,
        row=row,
        doc=doc,
        whole=whole,
        ratification=ratification(public_rendition(document)),
    )


@bp.get("/desk/meetings/<meeting_id>/minutes/versions/<int:number>")
@needs(Permission.APPROVE_MINUTES)
def version(meeting_id: str, number: int) -> ResponseReturnValue:
    """What a version changed in the one before it; the first is shown whole."""
    with reading() as session:
        meeting, row = minutes_at(session, meeting_id)
        doc = queries.document_of(session, row, number)
        before = queries.document_of(session, row, number - 1) if number > 1 else None
        about = next(v for v in queries.versions_of(session, meeting_id) if v.number == number)
    return render_template(
        "minutes/version.html",
        meeting=meeting,
        row=row,
        doc=doc,
        about=about,
        changes=compare(before, doc) if before else None,
        piece=Piece,
    )


@bp.get("/desk/meetings/<meeting_id>/minutes.pdf")
@needs(Permission.APPROVE_MINUTES)
def pdf(meeting_id: str) -> ResponseReturnValue:
    """A version in print: the public form, or with ?full=1 the one with exempt items."""
    with reading() as session:
        meeting, row = minutes_at(session, meeting_id)
        number = request.args.get("version", row.version, type=int)
        found = _found(queries.versions_of(session, meeting_id), number)
    full = "full" in request.args
    sha256 = found.full_pdf_sha256 if full else found.pdf_sha256
    if sha256 is None:
        raise NotFound(found.pdf_error or NO_PDF)
    try:
        file = services().storage.open(sha256)
    except FileMissing:
        raise NotFound(NO_PDF) from None
    name = _filename(meeting, number, full=full)
    response = send_file(file, mimetype="application/pdf", download_name=name, etag=sha256, conditional=True)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@bp.get("/desk/meetings/<meeting_id>/minutes/print.json")
@needs(Permission.APPROVE_MINUTES)
def print_state(meeting_id: str) -> ResponseReturnValue:
    """Whether the newest version is in print yet."""
    with reading() as session:
        _, row = minutes_at(session, meeting_id)
        found = _found(queries.versions_of(session, meeting_id), row.version)
    return jsonify(_state(meeting_id, found))


@bp.post("/desk/meetings/<meeting_id>/minutes/print")
@needs(Permission.WRITE_MINUTES)
def print_once_more(meeting_id: str) -> ResponseReturnValue:
    """Ask for the PDF again."""
    run(print_again, PrintAgain(meeting_id, version_in(request.form)))
    flash("The PDF is being made again.", "success")
    return _back(meeting_id)


def _refused(meeting_id: str, form: TextForm, error: EditConflict | Invalid) -> ResponseReturnValue:
    """The page again with what this person changed. What they did not touch is shown as others have left it."""
    desk = desk_of(meeting_id)
    if isinstance(error, EditConflict):
        page = writing_page(
            desk, typed=error.mine, note=form.note, conflicts=error.conflicts, problem=error.message
        )
        return page, 409
    typed = own_changes(desk, form.version, form.texts)
    errors = error.fields or {"": error.message}
    return writing_page(desk, typed=typed, base=form.version, note=form.note, errors=errors), 422


def _found(versions: list[queries.VersionRow], number: int) -> queries.VersionRow:
    found = next((v for v in versions if v.number == number), None)
    if found is None:
        raise NotFound("There is no such version of these minutes.")
    return found


def _state(meeting_id: str, version: queries.VersionRow) -> dict[str, Any]:
    if version.pdf_sha256 is None:
        return {"state": "failed" if version.pdf_error else "waiting", "version": version.number}
    href = url_for("minutes.pdf", meeting_id=meeting_id, version=version.number)
    return {"state": "ready", "version": version.number, "href": href, "full": bool(version.full_pdf_sha256)}


def _filename(meeting: MeetingRow, version: int, *, full: bool) -> str:
    day = meeting.starts_at.astimezone(services().config.timezone)
    return f"minutes-{meeting.body_slug}-{day:%Y-%m-%d}-v{version}{'-with-exempt-items' if full else ''}.pdf"


def _back(meeting_id: str) -> ResponseReturnValue:
    return redirect(url_for("minutes.write", meeting_id=meeting_id), 303)
