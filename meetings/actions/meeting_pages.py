"""The officers' page of a meeting's actions: what it asked for, what its resolutions offer, the sheet it reads."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.actions import queries
from meetings.actions.offers import offers_of
from meetings.actions.people import choices
from meetings.actions.sheets import kept_sheet, on_sheet, sheet_of, when_words
from meetings.actions.usecases import RecordPart, record_part
from meetings.actions.usecases.sheets import MakeSheet, PlaceSheet, make_sheet, place_sheet, placed
from meetings.kernel.permissions import Permission
from meetings.schedule.access import desk_meeting
from meetings.web.access import needs
from meetings.web.doors import now, reading, run, today
from meetings.web.errors import wants_json
from meetings.web.services import services

bp = Blueprint("meeting_actions", __name__)


@bp.get("/desk/meetings/<meeting_id>/actions")
@needs(Permission.WRITE_MINUTES)
def show(meeting_id: str) -> ResponseReturnValue:
    """What a meeting asked for and is offered, and what earlier ones asked."""
    tz = services().config.timezone
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.WRITE_MINUTES)
        rows = queries.actions_of_meeting(session, meeting_id)
        offers = [o for o in offers_of(session, meeting_id) if not o.action_id]
        reported = on_sheet(session, meeting)
        sheet = sheet_of(session, meeting_id, today(), now(), tz) if reported else None
        kept, there = kept_sheet(session, meeting_id), placed(session, meeting_id)
        owners = choices(session)
    return render_template(
        "actions/meeting.html",
        meeting=meeting,
        actions=[(row, when_words(row)) for row in rows],
        asking=[o for o in offers if o.asks],
        others=[o for o in offers if not o.asks],
        sheet=sheet,
        rows_by_id={row.id: row for row in reported},
        kept=kept,
        placed=there,
        owners=owners,
        today=today(),
    )


@bp.post("/desk/meetings/<meeting_id>/actions/from-resolution")
@needs(Permission.WRITE_MINUTES)
def from_resolution(meeting_id: str) -> ResponseReturnValue:
    """Make an action of a part of a resolution, as it stands."""
    form = request.form
    part = form.get("part", "")
    command = RecordPart(
        meeting_id,
        form.get("motion_id", ""),
        int(part) if part.isascii() and part.isdecimal() and len(part) < 4 else 0,
        form.get("owner", ""),
        form.get("owner_ref", ""),
    )
    action_id = run(record_part, command)
    if wants_json():
        return jsonify({"ok": True, "id": action_id, "message": "Action recorded."})
    flash("Action recorded.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/actions", 303)


@bp.post("/desk/meetings/<meeting_id>/actions/place")
@needs(Permission.PREPARE_MEETING)
def place(meeting_id: str) -> ResponseReturnValue:
    """Put the sheet on the agenda."""
    run(place_sheet, PlaceSheet(meeting_id))
    flash("The actions are on the agenda, at its end. The sheet is made in a moment.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/actions", 303)


@bp.post("/desk/meetings/<meeting_id>/actions/make")
@needs(Permission.PREPARE_MEETING)
def make(meeting_id: str) -> ResponseReturnValue:
    """Make the sheet again."""
    run(make_sheet, MakeSheet(meeting_id))
    flash(
        "The sheet is made again in a moment. On a published agenda it counts once that is published again.",
        "success",
    )
    return redirect(f"/desk/meetings/{meeting_id}/actions", 303)
