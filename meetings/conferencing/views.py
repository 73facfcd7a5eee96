"""The officer's pages: one form and one press arrange the room and the broadcast of a meeting; how they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.conferencing.forms import ArrangeForm, Known, read_arrange
from meetings.conferencing.models import Broadcast, RemoteRoom
from meetings.conferencing.offers import (
    MANUAL,
    Choice,
    Offer,
    broadcast_offers,
    room_offers,
    standing_choice,
    usual,
)
from meetings.conferencing.overview import Overview, overview_of
from meetings.conferencing.queries import (
    broadcast_of_meeting,
    habit_of,
    invited_of,
    remote_of,
    room_of_meeting,
)
from meetings.conferencing.rules import Privacy, What, join_path
from meetings.conferencing.usecases import (
    ArrangeRemote,
    DropRemote,
    RetryCall,
    arrange_remote,
    drop_remote,
    retry_call,
)
from meetings.conferencing.wishes import sealed
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.room.queries import others_who_may_attend
from meetings.schedule.access import desk_meeting
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.web.access import needs
from meetings.web.doors import reading, run
from meetings.web.services import services

bp = Blueprint("conferencing", __name__)
GOING_ON = (MeetingStatus.OPEN, MeetingStatus.ADJOURNED)


def remote_path(meeting_id: str) -> str:
    """The address of the officer's page."""
    return f"/desk/meetings/{meeting_id}/remote"


@dataclass(frozen=True)
class Source:
    """What was entered by hand at an earlier meeting and can be used again. Both are locked."""

    room: bytes | None = None
    broadcast: bytes | None = None
    title: str = ""


@dataclass(frozen=True)
class Page:
    """What the form needs."""

    meeting: MeetingRow
    overview: Overview
    rooms: tuple[Offer, ...]
    casts: tuple[Offer, ...]
    choice: Choice
    source: Source
    known: Known
    arranged: bool


@bp.get("/desk/meetings/<meeting_id>/remote")
@needs(Permission.PREPARE_MEETING)
def remote(meeting_id: str) -> ResponseReturnValue:
    """How the room and the broadcast stand, and the form."""
    return _page(meeting_id)


@bp.get("/desk/meetings/<meeting_id>/remote/state")
@needs(Permission.PREPARE_MEETING)
def state(meeting_id: str) -> ResponseReturnValue:
    """The part of the page that changes while something is being done."""
    with reading() as session:
        row = desk_meeting(session, meeting_id)
        overview = _overview(session, meeting_id)
    return render_template("conferencing/_state.html", meeting=row, overview=overview, What=What)


@bp.post("/desk/meetings/<meeting_id>/remote")
@needs(Permission.PREPARE_MEETING)
def arrange(meeting_id: str) -> ResponseReturnValue:
    """Ask for both."""
    with reading() as session:
        page = _gather(session, meeting_id)
    form = read_arrange(request.form, page.rooms, page.casts, page.known)
    if form.errors:
        return _page(meeting_id, form)
    try:
        run(arrange_remote, _command(page, form))
    except Invalid as error:
        return _page(meeting_id, replace(form, errors=error.fields or {"": error.message}))
    wanted = form.provider(What.ROOM) or form.provider(What.BROADCAST)
    flash(f"It is being {'arranged' if wanted else 'taken away'}. This page shows how far it is.", "success")
    return redirect(remote_path(meeting_id), 303)


@bp.post("/desk/meetings/<meeting_id>/remote/usual")
@needs(Permission.PREPARE_MEETING)
def arrange_usual(meeting_id: str) -> ResponseReturnValue:
    """One press: as this body had it last."""
    with reading() as session:
        page = _gather(session, meeting_id)
    choice, source = page.choice, page.source
    unknown = (choice.room == MANUAL and source.room is None) or (
        choice.broadcast == MANUAL and source.broadcast is None
    )
    if page.arranged or unknown or not (choice.room or choice.broadcast):
        return redirect(remote_path(meeting_id), 303)
    command = ArrangeRemote(
        meeting_id,
        choice.room,
        choice.broadcast,
        source.room if choice.room == MANUAL else None,
        source.broadcast if choice.broadcast == MANUAL else None,
        choice.record,
        choice.audience,
        Privacy(choice.privacy),
    )
    run(arrange_remote, command)
    flash("It is being arranged. This page shows how far it is.", "success")
    return redirect(remote_path(meeting_id), 303)


@bp.post("/desk/meetings/<meeting_id>/remote/retry")
@needs(Permission.PREPARE_MEETING)
def retry(meeting_id: str) -> ResponseReturnValue:
    """Try again what failed."""
    what = request.form.get("what", "")
    if what not in list(What):
        raise Invalid("Say what is to be tried again.")
    run(retry_call, RetryCall(meeting_id, What(what), request.form.get("call", "")))
    flash("It is tried again.", "success")
    return redirect(remote_path(meeting_id), 303)


@bp.get("/desk/meetings/<meeting_id>/remote/drop")
@needs(Permission.PREPARE_MEETING)
def ask_drop(meeting_id: str) -> ResponseReturnValue:
    """Ask before anything is taken away."""
    with reading() as session:
        row = desk_meeting(session, meeting_id)
        overview = _overview(session, meeting_id)
    sides = [side for side in overview.sides if side.stands]
    if not sides or row.status is not MeetingStatus.PLANNED:
        raise WrongState("There is nothing to take away, or the meeting has begun.")
    return render_template("conferencing/drop.html", meeting=row, sides=sides, errors={})


@bp.post("/desk/meetings/<meeting_id>/remote/drop")
@needs(Permission.PREPARE_MEETING)
def drop(meeting_id: str) -> ResponseReturnValue:
    """Take it away."""
    what = tuple(What(w) for w in request.form.getlist("what") if w in list(What))
    if not what:
        with reading() as session:
            row = desk_meeting(session, meeting_id)
            sides = [side for side in _overview(session, meeting_id).sides if side.stands]
        errors = {"what": "Choose what is no longer wanted"}
        return render_template("conferencing/drop.html", meeting=row, sides=sides, errors=errors), 422
    run(drop_remote, DropRemote(meeting_id, what, request.form.get("reason", "")[:300]))
    flash("It is being taken away. People who open the join page are told.", "success")
    return redirect(remote_path(meeting_id), 303)


def _overview(session: Session, meeting_id: str) -> Overview:
    return overview_of(remote_of(session, meeting_id), services().providers, services().vault)


def _gather(session: Session, meeting_id: str) -> Page:
    meeting = desk_meeting(session, meeting_id)
    providers = services().providers
    rooms, casts = room_offers(session, providers), broadcast_offers(session, providers)
    room, row = room_of_meeting(session, meeting_id), broadcast_of_meeting(session, meeting_id)
    arranged = any(r is not None and r.state.stands for r in (room, row))
    choice = standing_choice(room, row) if arranged else usual(session, meeting, rooms, casts)
    source = _source(session, meeting)
    known = Known(_entered(room), _entered(row))
    overview = _overview(session, meeting_id)
    return Page(meeting, overview, rooms, casts, choice, source, known, arranged)


def _entered(row: RemoteRoom | Broadcast | None) -> bool:
    return row is not None and row.state.stands and row.provider == MANUAL and row.given is not None


def _source(session: Session, meeting: MeetingRow) -> Source:
    """Addresses entered at the body's last meeting, which are often the same each time."""
    habit = habit_of(session, meeting.body_id, but=meeting.id)
    if habit is None or not habit.own:
        return Source()
    room = room_of_meeting(session, habit.meeting_id) if habit.room_provider == MANUAL else None
    row = broadcast_of_meeting(session, habit.meeting_id) if habit.broadcast_provider == MANUAL else None
    return Source(room.given if room else None, row.given if row else None)


def _command(page: Page, form: ArrangeForm) -> ArrangeRemote:
    vault = services().vault
    room, cast = form.provider(What.ROOM), form.provider(What.BROADCAST)
    room_given = sealed(vault, form.room_given)
    cast_given = sealed(vault, form.broadcast_given)
    if room == MANUAL and room_given is None and not page.known.room:
        room_given = page.source.room
    if cast == MANUAL and cast_given is None and not page.known.broadcast:
        cast_given = page.source.broadcast
    return ArrangeRemote(
        page.meeting.id,
        room,
        cast,
        room_given,
        cast_given,
        form.ticked("record"),
        form.ticked("audience"),
        form.privacy,
        form.values["reason"],
        form.give_up,
    )


def _page(meeting_id: str, form: ArrangeForm | None = None) -> ResponseReturnValue:
    with reading() as session:
        page = _gather(session, meeting_id)
        invited = invited_of(session, meeting_id)
        others = others_who_may_attend(session, page.meeting)
    taken = {row.person_id for row in invited}
    html = render_template(
        "conferencing/remote.html",
        meeting=page.meeting,
        page=page,
        overview=page.overview,
        values=form.values if form else _values(page),
        errors=form.errors if form else {},
        invited=invited,
        people=[(key, f"{name}, {post}" if post else name) for key, name, post in others if key not in taken],
        join=join_path(meeting_id),
        going_on=page.meeting.status in GOING_ON,
        over=page.meeting.status in (MeetingStatus.CLOSED, MeetingStatus.CANCELLED),
        privacies=[(p.value, p.label) for p in Privacy],
        What=What,
    )
    return html, 422 if form and form.errors else 200


def _values(page: Page) -> dict[str, Any]:
    choice = page.choice
    return {
        "room": choice.room,
        "broadcast": choice.broadcast,
        "record": "yes" if choice.record else "",
        "audience": "yes" if choice.audience else "",
        "privacy": choice.privacy,
        "same_room": "yes" if page.source.room else "",
        "same_broadcast": "yes" if page.source.broadcast else "",
    }
