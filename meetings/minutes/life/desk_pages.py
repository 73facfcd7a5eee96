"""The officers' pages of the life of minutes: check, chair, publish, confirm, correct, sign, open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.agendas.uploads import take_in
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.minutes.forms import version_in
from meetings.minutes.life.desk import life_page
from meetings.minutes.life.rules import CorrectionState, SignatureWay
from meetings.minutes.life.usecases.accuracy import (
    DecideCorrection,
    NoteLaterCorrection,
    ProposeCorrection,
    decide_correction,
    note_later_correction,
    propose_correction,
)
from meetings.minutes.life.usecases.checking import (
    AskChair,
    CheckMinutes,
    SkipChair,
    ask_chair,
    check_minutes,
    skip_chair,
)
from meetings.minutes.life.usecases.confirming import (
    ConfirmAtMeeting,
    PutBeforeOther,
    confirm_at_meeting,
    put_before_other,
)
from meetings.minutes.life.usecases.notes import PublishNote, publish_note
from meetings.minutes.life.usecases.opening import OpenMinute, open_minute
from meetings.minutes.life.usecases.signing import AddScan, SignOnPaper, add_scan, read_leaves, sign_on_paper
from meetings.minutes.life.usecases.summaries import WriteSummary, write_summary
from meetings.minutes.pages import minutes_at
from meetings.minutes.rules import STATUS_WORDS
from meetings.minutes.usecases import PublishMinutes, publish_minutes
from meetings.runtime.work import Work
from meetings.web.access import needs
from meetings.web.doors import reading, run, today
from meetings.web.fields import date_of, typed
from meetings.web.services import services

bp = Blueprint("minutes_life", __name__)
C = TypeVar("C")
_PATH = "/desk/meetings/<meeting_id>/minutes/life"


@bp.get(_PATH)
@needs(Permission.APPROVE_MINUTES)
def show(meeting_id: str) -> ResponseReturnValue:
    """How far the minutes have come, and what is next."""
    return _page(meeting_id)


@bp.post(f"{_PATH}/check")
@needs(Permission.WRITE_MINUTES)
def check(meeting_id: str) -> ResponseReturnValue:
    """The list was gone through."""
    form = request.form
    command = CheckMinutes(meeting_id, version_in(form), "seen" in form, form.get("note", ""))
    return _done(meeting_id, check_minutes, command, "Checked. The chair can read them now.", "check")


@bp.post(f"{_PATH}/ask-chair")
@needs(Permission.WRITE_MINUTES)
def ask(meeting_id: str) -> ResponseReturnValue:
    """Write to the chair."""
    command = AskChair(meeting_id, version_in(request.form))
    return _done(
        meeting_id, ask_chair, command, "The chair is written to, with the way to these minutes.", "chair"
    )


@bp.post(f"{_PATH}/skip-chair")
@needs(Permission.APPROVE_MINUTES)
def skip(meeting_id: str) -> ResponseReturnValue:
    """Go on without the chair."""
    command = SkipChair(meeting_id, version_in(request.form), request.form.get("reason", ""))
    return _done(
        meeting_id, skip_chair, command, "Approved without the chair. The reason is recorded.", "skip"
    )


@bp.post(f"{_PATH}/summary")
@needs(Permission.WRITE_MINUTES)
def summary(meeting_id: str) -> ResponseReturnValue:
    """What the public may read of an exempt minute."""
    form = request.form
    item_id = form.get("item_id", "")
    none = form.get("needed") == "no"
    command = WriteSummary(
        meeting_id,
        version_in(form),
        item_id,
        "" if none else form.get("text", ""),
        form.get("reason", "") if none else "",
        form.get("note", ""),
    )
    said = "Kept. Look below at what it might give away."
    return _done(meeting_id, write_summary, command, said, f"summary-{item_id}")


@bp.post(f"{_PATH}/publish")
@needs(Permission.PUBLISH)
def publish(meeting_id: str) -> ResponseReturnValue:
    """The public reads this version from now on."""
    command = PublishMinutes(meeting_id, version_in(request.form), "accepted" in request.form)
    said = "The minutes are published, marked as a draft until they are confirmed."
    return _done(meeting_id, publish_minutes, command, said, "publish")


@bp.post(f"{_PATH}/corrections")
@needs(Permission.WRITE_MINUTES)
def propose(meeting_id: str) -> ResponseReturnValue:
    """A correction of accuracy."""
    names = ("before", "after", "reason", "by", "at_meeting_id", "block_id")
    command = ProposeCorrection(meeting_id, **{name: request.form.get(name, "") for name in names})
    return _done(
        meeting_id, propose_correction, command, "The correction is noted for the meeting.", "correct"
    )


@bp.post(f"{_PATH}/corrections/<correction_id>")
@needs(Permission.WRITE_MINUTES)
def decide(meeting_id: str, correction_id: str) -> ResponseReturnValue:
    """What the meeting made of it."""
    given = request.form.get("state")
    state = next((s for s in CorrectionState if s.value == given), CorrectionState.PROPOSED)
    command = DecideCorrection(meeting_id, correction_id, state, request.form.get("at_meeting_id", ""))
    return _done(meeting_id, decide_correction, command, f"{state.label}. It is recorded.", "correct")


@bp.post(f"{_PATH}/later-correction")
@needs(Permission.CONFIRM_MINUTES)
def later(meeting_id: str) -> ResponseReturnValue:
    """A later meeting corrected confirmed minutes by a resolution."""
    names = ("at_meeting_id", "before", "after", "reason", "motion_id")
    command = NoteLaterCorrection(meeting_id, **{name: request.form.get(name, "") for name in names})
    said = "The correction is noted beside these minutes. Nothing in them was changed."
    return _done(meeting_id, note_later_correction, command, said, "later")


@bp.post(f"{_PATH}/confirm")
@needs(Permission.CONFIRM_MINUTES)
def confirm(meeting_id: str) -> ResponseReturnValue:
    """A meeting confirmed them."""
    form = request.form
    command = ConfirmAtMeeting(
        meeting_id, version_in(form), form.get("at_meeting_id", ""), form.get("motion_id", "")
    )
    said = "The minutes are confirmed as a correct record. Next they are signed."
    return _done(meeting_id, confirm_at_meeting, command, said, "confirm")


@bp.post(f"{_PATH}/sign")
@needs(Permission.CONFIRM_MINUTES)
def sign(meeting_id: str) -> ResponseReturnValue:
    """They were signed on paper."""
    form = request.form
    values = {"form": "sign", **typed(form, "signed_by", "leaves", dates=("on",))}
    errors: dict[str, str] = {}
    on = date_of(form, "on", errors, missing="Enter the day on which they were signed")
    try:
        leaves = read_leaves(form.get("leaves", ""))
        if on is not None:
            scan = _scan() if _has_file() else None
            run(sign_on_paper, SignOnPaper(meeting_id, form.get("signed_by", ""), on, leaves, scan))
            flash("The signature is entered: these minutes are the signed record.", "success")
            return _back(meeting_id)
    except Invalid as error:
        errors |= error.fields
    return _page(meeting_id, values, errors), 422


@bp.post(f"{_PATH}/scan")
@needs(Permission.CONFIRM_MINUTES)
def scan(meeting_id: str) -> ResponseReturnValue:
    """The signed paper, scanned."""
    try:
        run(add_scan, AddScan(meeting_id, *_scan()))
    except Invalid as error:
        return _page(meeting_id, {"form": "scan"}, error.fields), 422
    flash("The scan is kept, with its hash in the record.", "success")
    return _back(meeting_id)


@bp.post(f"{_PATH}/open")
@needs(Permission.PUBLISH)
def let_read(meeting_id: str) -> ResponseReturnValue:
    """A minute is exempt no longer."""
    form = request.form
    item_id = form.get("item_id", "")
    command = OpenMinute(
        meeting_id, item_id, form.get("reason", ""), "early" in form, form.get("leave_of", "")
    )
    return _done(meeting_id, open_minute, command, "Everybody can read this minute now.", f"open-{item_id}")


@bp.post(f"{_PATH}/elsewhere")
@needs(Permission.OVERRIDE_LAW)
def elsewhere(meeting_id: str) -> ResponseReturnValue:
    """Another body confirms the minutes of one that meets no more."""
    form = request.form
    command = PutBeforeOther(meeting_id, form.get("body_id", ""), form.get("reason", ""))
    return _done(meeting_id, put_before_other, command, "It is recorded with your name.", "elsewhere")


@bp.post(f"{_PATH}/note")
@needs(Permission.PUBLISH)
def note(meeting_id: str) -> ResponseReturnValue:
    """Publish the note of the meeting."""
    command = PublishNote(meeting_id, version_in(request.form))
    return _done(meeting_id, publish_note, command, "The note of the meeting is published.", "note")


def _done(
    meeting_id: str, case: Callable[[Work, C], object], command: C, said: str, form: str
) -> ResponseReturnValue:
    """Do it and go back; what was refused comes back with all that was typed."""
    try:
        run(case, command)
    except Invalid as error:
        values = {**request.form.to_dict(), "form": form}
        return _page(meeting_id, values, error.fields or {"": error.message}), 422
    flash(said, "success")
    return _back(meeting_id)


def _page(
    meeting_id: str, values: Mapping[str, Any] | None = None, errors: Mapping[str, str] | None = None
) -> str:
    with reading() as session:
        meeting, row = minutes_at(session, meeting_id)
        page = life_page(session, meeting, row, services().config.timezone, today())
        return render_template(
            "minutes/life.html",
            page=page,
            meeting=meeting,
            row=row,
            words=STATUS_WORDS,
            values=values or {},
            errors=errors or {},
            today=today(),
            ways=SignatureWay,
            others=[(b.id, b.name) for b in page.others],
        )


def _has_file() -> bool:
    upload = request.files.get("file")
    return upload is not None and bool(upload.filename)


def _scan() -> tuple[str, str]:
    file, _ = take_in(request.files.get("file"))
    if file.media_type != "application/pdf":
        raise Invalid("Scan the paper as a PDF.", {"file": "Scan the paper as a PDF"})
    return file.sha256, file.media_type


def _back(meeting_id: str) -> ResponseReturnValue:
    return redirect(url_for("minutes_life.show", meeting_id=meeting_id), 303)
