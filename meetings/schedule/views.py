"""The officers' pages of the calendar: home, list, one meeting, and the forms that change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.schedule import queries
from meetings.schedule.access import desk_meeting, require_desk
from meetings.schedule.desk import steps_of
from meetings.schedule.forms import MeetingForm, in_order, read_meeting, values_of
from meetings.schedule.home import desk_home
from meetings.schedule.models import MeetingKind, MeetingMode, MeetingStatus
from meetings.schedule.rules import bodies_for
from meetings.schedule.usecases import (
    AnnounceMeeting,
    ArrangeMeeting,
    CancelMeeting,
    ChangeMeeting,
    MeetingChangedMeanwhile,
    announce,
    arrange_meeting,
    cancel_meeting,
    change_meeting,
)
from meetings.schedule.weighing import verdict_on_form, verdict_on_meeting
from meetings.web.access import needs, signed_in
from meetings.web.doors import current_actor, now, reading, run, today
from meetings.web.fields import page_number
from meetings.web.services import services

bp = Blueprint("schedule", __name__)
PAGE = 30
_PERIODS = {"coming": False, "past": True, "all": None}


@bp.get("/desk")
@signed_in
def desk() -> ResponseReturnValue:
    """What is to be done."""
    require_desk()
    with reading() as session:
        home = desk_home(session, current_actor(), now(), services().config.timezone)
    return render_template("schedule/desk.html", home=home)


@bp.get("/desk/meetings")
@needs(Permission.PREPARE_MEETING)
def meetings() -> ResponseReturnValue:
    """Every meeting, by body and period."""
    mine = bodies_for(current_actor(), Permission.PREPARE_MEETING, today())
    period = request.args.get("period", "coming")
    period = period if period in _PERIODS else "coming"
    page = page_number(request.args)
    with reading() as session:
        bodies = queries.bodies_to_meet(session, mine)
        body_id = request.args.get("body", "")
        chosen = (body_id,) if body_id in {b.id for b in bodies} else mine
        listing = queries.Listing(now(), _PERIODS[period], chosen, public_only=False)
        count = queries.count_of(session, listing)
        rows = queries.listed(session, listing, PAGE, (page - 1) * PAGE)
    return render_template(
        "schedule/meetings.html",
        meetings=rows,
        body_options=[(b.id, b.name) for b in bodies],
        body_id=body_id,
        period=period,
        page=page,
        pages=-(-count // PAGE),
        count=count,
    )


@bp.get("/desk/meetings/new")
@needs(Permission.PREPARE_MEETING)
def new_meeting() -> ResponseReturnValue:
    """First the committee, then the rest, with what is usual for it filled in."""
    mine = bodies_for(current_actor(), Permission.PREPARE_MEETING, today())
    with reading() as session:
        bodies = queries.bodies_to_meet(session, mine)
        wanted = request.args.get("body") or (bodies[0].id if len(bodies) == 1 else "")
        body = next((b for b in bodies if b.id == wanted), None)
        if body is None:
            asked = "body" in request.args
            errors = {"body": "Choose a committee"} if asked else {}
            options = [(b.id, b.name) for b in bodies]
            page = render_template("schedule/new.html", bodies=bodies, body_options=options, errors=errors)
            return page, 422 if asked else 200
        last = queries.meeting_before(session, body.id, now())
    return _form(body_name=body.name, body_id=body.id, values=_usual(body, last))


@bp.post("/desk/meetings/new")
@needs(Permission.PREPARE_MEETING)
def arrange() -> ResponseReturnValue:
    """Put it in the calendar."""
    body_id = request.form.get("body", "")
    form = read_meeting(request.form, services().config.timezone)
    errors = form.errors
    if form.starts_at is not None and not errors:
        try:
            meeting_id = run(arrange_meeting, _arranging(body_id, form))
        except Invalid as error:
            errors = error.fields or {"": error.message}
        else:
            flash("The meeting is arranged. Only officers can see it so far.", "success")
            return redirect(f"/desk/meetings/{meeting_id}", 303)
    mine = bodies_for(current_actor(), Permission.PREPARE_MEETING, today())
    with reading() as session:
        body = next((b for b in queries.bodies_to_meet(session, mine) if b.id == body_id), None)
    if body is None:
        raise NotFound("There is no such committee.")
    return _form(body_name=body.name, body_id=body.id, values=form.values, errors=errors)


@bp.get("/desk/meetings/<meeting_id>")
@needs(Permission.PREPARE_MEETING)
def meeting(meeting_id: str) -> ResponseReturnValue:
    """Where the meeting stands and what is next."""
    with reading() as session:
        row = desk_meeting(session, meeting_id)
        cancelled = row.status is MeetingStatus.CANCELLED
        steps = [] if cancelled else steps_of(session, row, current_actor())
        verdict = verdict_on_meeting(session, row)
    return render_template("schedule/meeting.html", meeting=row, steps=steps, verdict=verdict)


@bp.get("/desk/meetings/<meeting_id>/edit")
@needs(Permission.PREPARE_MEETING)
def edit(meeting_id: str) -> ResponseReturnValue:
    """Time, place and manner."""
    with reading() as session:
        row = desk_meeting(session, meeting_id)
    return _form(row, values=values_of(row, services().config.timezone), seen=row.mark)


@bp.post("/desk/meetings/<meeting_id>/edit")
@needs(Permission.PREPARE_MEETING)
def save(meeting_id: str) -> ResponseReturnValue:
    """Change them."""
    form = read_meeting(request.form, services().config.timezone)
    errors, status, seen = form.errors or _untold(meeting_id, form), 422, request.form.get("seen") or None
    if form.starts_at is not None and not errors:
        try:
            run(change_meeting, _changing(meeting_id, form, seen))
        except Invalid as error:
            errors = error.fields or {"": error.message}
        except MeetingChangedMeanwhile as error:
            errors, status = (
                {"": f"{error.message} What you typed is still here; what is saved now is shown above it."},
                409,
            )
        else:
            flash("The meeting was changed.", "success")
            return redirect(f"/desk/meetings/{meeting_id}", 303)
    with reading() as session:
        row = desk_meeting(session, meeting_id)
    saved = row if status == 409 else None
    mark = row.mark if saved else seen
    return _form(row, values=form.values, errors=errors, seen=mark, saved=saved, status=status)


@bp.get("/desk/meetings/<meeting_id>/cancel")
@needs(Permission.PREPARE_MEETING)
def ask_cancel(meeting_id: str) -> ResponseReturnValue:
    """Ask for the reason."""
    with reading() as session:
        row = desk_meeting(session, meeting_id)
    if row.status is not MeetingStatus.PLANNED:
        raise WrongState("Only a meeting that has not begun can be cancelled.")
    return render_template("schedule/cancel.html", meeting=row, reason="", errors={})


@bp.post("/desk/meetings/<meeting_id>/cancel")
@needs(Permission.PREPARE_MEETING)
def cancel(meeting_id: str) -> ResponseReturnValue:
    """Cancel it."""
    reason = request.form.get("reason", "")
    try:
        run(cancel_meeting, CancelMeeting(meeting_id, reason))
    except Invalid as error:
        with reading() as session:
            row = desk_meeting(session, meeting_id)
        return render_template("schedule/cancel.html", meeting=row, reason=reason, errors=error.fields), 422
    flash("The meeting is cancelled.", "success")
    return redirect(f"/desk/meetings/{meeting_id}", 303)


@bp.post("/desk/meetings/<meeting_id>/announce")
@needs(Permission.PUBLISH)
def announce_meeting(meeting_id: str) -> ResponseReturnValue:
    """Let the public know."""
    run(announce, AnnounceMeeting(meeting_id))
    flash("The public can now see the date and place of this meeting.", "success")
    return redirect(f"/desk/meetings/{meeting_id}", 303)


def _form(
    row: queries.MeetingRow | None = None,
    *,
    values: Mapping[str, Any],
    body_name: str = "",
    body_id: str = "",
    errors: Mapping[str, str] | None = None,
    seen: str | None = None,
    saved: queries.MeetingRow | None = None,
    status: int = 422,
) -> ResponseReturnValue:
    """The form for a new meeting, or for `row`; with errors the status says so."""
    page = render_template(
        "schedule/form.html",
        meeting=row,
        body_name=row.body_name if row else body_name,
        body_id=body_id,
        values=values,
        errors=in_order(errors or {}),
        seen=seen,
        saved=saved,
        modes=[(m.value, m.label) for m in MeetingMode],
        kinds=[(k.value, k.value.capitalize()) for k in MeetingKind],
        verdict=verdict_on_form(row.body_id if row else body_id, values),
    )
    return page, status if errors else 200


def _usual(body: queries.BodyToMeet, last: queries.MeetingRow | None) -> dict[str, Any]:
    return {
        "date": None,
        "time": body.usual_time,
        "place": body.usual_place or (last.place if last else ""),
        "mode": last.mode.value if last else MeetingMode.IN_PERSON.value,
        "kind": MeetingKind.ORDINARY.value,
        "planned_minutes": str(last.planned_minutes if last else 120),
        "broadcast_url": "",
        "already_held": "",
    }


def _arranging(body_id: str, form: MeetingForm) -> ArrangeMeeting:
    assert form.starts_at is not None
    return ArrangeMeeting(
        body_id=body_id,
        starts_at=form.starts_at,
        place=form.values["place"],
        mode=form.mode,
        kind=form.kind,
        planned_minutes=form.planned_minutes,
        broadcast_url=form.values["broadcast_url"],
        already_held=form.already_held,
    )


def _untold(meeting_id: str, form: MeetingForm) -> dict[str, str]:
    """Who has read the agenda must be told that the meeting moves: it is not saved without a word for them."""
    with reading() as session:
        row = desk_meeting(session, meeting_id)
    moved = (row.starts_at, row.place) != (form.starts_at, form.values["place"])
    told = not (row.agenda_version and row.is_public) or form.already_held or form.values["notice"].strip()
    if told or not moved:
        return {}
    return {"notice": "The agenda is published: say what has moved. Everybody can read this"}


def _changing(meeting_id: str, form: MeetingForm, seen: str | None) -> ChangeMeeting:
    assert form.starts_at is not None
    return ChangeMeeting(
        meeting_id=meeting_id,
        starts_at=form.starts_at,
        place=form.values["place"],
        mode=form.mode,
        kind=form.kind,
        planned_minutes=form.planned_minutes,
        broadcast_url=form.values["broadcast_url"],
        notice=form.values["notice"],
        already_held=form.already_held,
        seen=seen,
    )
