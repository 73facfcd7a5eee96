"""Public addresses of minutes that stay: the confirmed ones, every text that was published, the note of a meeting."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.kernel.errors import NotFound
from meetings.kernel.facts import canonical
from meetings.minutes.document import MinutesStatus
from meetings.minutes.life import files
from meetings.minutes.life.models import SheetKind
from meetings.minutes.life.queries import note_of_meeting, published_form, published_forms
from meetings.minutes.queries import minutes_of
from meetings.publicsite.pages import meeting_page
from meetings.publicsite.queries import MeetingVersion, version_of
from meetings.schedule.queries import meeting_of
from meetings.web.access import public
from meetings.web.doors import reading

bp = Blueprint("public_minutes_life", __name__)
NOT_CONFIRMED = "The minutes of this meeting are not confirmed yet."
NO_NOTE = "No note of this meeting has been published."


@bp.get("/meetings/<meeting_id>/minutes/confirmed")
@public
def confirmed(meeting_id: str) -> ResponseReturnValue:
    """The confirmed minutes: an address that stays. It leads to the very text, by its hash."""
    with reading() as session:
        version_of(session, meeting_id)
        row = minutes_of(session, meeting_id)
        if row is None or not row.is_confirmed:
            raise NotFound(NOT_CONFIRMED)
        forms = [f for f in published_forms(session, meeting_id) if f.confirmed]
    if not forms:
        return redirect(url_for("public.minutes", meeting_id=meeting_id), 302)
    return redirect(url_for("public_minutes_life.text", meeting_id=meeting_id, sha256=forms[0].sha256), 302)


@bp.get("/meetings/<meeting_id>/minutes/versions/<sha256>")
@public
def text(meeting_id: str, sha256: str) -> ResponseReturnValue:
    """What the public was given, as it was given, by its hash."""

    def render(session: Session, _version: MeetingVersion) -> str:
        document, _ = published_form(session, meeting_id, sha256)
        forms = published_forms(session, meeting_id)
        form = next(f for f in forms if f.sha256 == sha256)
        row = minutes_of(session, meeting_id)
        assert row is not None
        if form.confirmed:
            document = replace(
                document,
                status=MinutesStatus.CONFIRMED,
                confirmed_on=row.confirmed_on,
                signed_by=row.signed_by or None,
            )
        return render_template(
            "public/minutes_text.html",
            meeting=meeting_of(session, meeting_id),
            doc=replace(document, version=form.version),
            form=form,
            newest=forms[0],
            earlier=[f for f in forms if f.number < form.number],
        )

    return meeting_page(meeting_id, f"minutes {sha256}", render)


@bp.get("/meetings/<meeting_id>/minutes/versions/<sha256>.json")
@public
def data(meeting_id: str, sha256: str) -> ResponseReturnValue:
    """The bytes that the hash is of."""
    with reading() as session:
        version_of(session, meeting_id)
        _, content = published_form(session, meeting_id, sha256)
    return Response(canonical(content), mimetype="application/json")


@bp.get("/meetings/<meeting_id>/note")
@public
def note(meeting_id: str) -> ResponseReturnValue:
    """The note of a meeting."""

    def render(session: Session, _version: MeetingVersion) -> str:
        found = note_of_meeting(session, meeting_id)
        if found is None:
            raise NotFound(NO_NOTE)
        return render_template(
            "public/note.html", meeting=meeting_of(session, meeting_id), row=found, note=found.note
        )

    return meeting_page(meeting_id, "note", render)


@bp.get("/meetings/<meeting_id>/note.pdf")
@public
def note_pdf(meeting_id: str) -> ResponseReturnValue:
    """The same in print."""
    with reading() as session:
        version_of(session, meeting_id)
        found = note_of_meeting(session, meeting_id)
        if found is None:
            raise NotFound(NO_NOTE)
        response = files.sent_sheet(session, meeting_of(session, meeting_id), SheetKind.NOTE, found.number)
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
