"""Buttons of the live room about interests, and a member's page of what an agenda touches."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.agendas.models import ItemKind
from meetings.interests import forms, queries, usecases
from meetings.interests.rules import Action, Kind
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.room.queries import items_of, members_for
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import visible_meeting
from meetings.schedule.rules import NO_MEETING
from meetings.web.access import needs, signed_in
from meetings.web.answers import back_to_room
from meetings.web.doors import current_actor, may, reading, run, today

bp = Blueprint("interests", __name__)


@bp.post("/room/<meeting_id>/interests")
@signed_in
def declare(meeting_id: str) -> ResponseReturnValue:
    """Declare an interest: one's own, or as the clerk a member's."""
    run(usecases.declare_interest, forms.declaration(meeting_id, request.form))
    return back_to_room(meeting_id, "The interest is declared.")


@bp.post("/room/<meeting_id>/interests/more")
@signed_in
def declare_more(meeting_id: str) -> ResponseReturnValue:
    """The same from the longer form."""
    run(usecases.declare_interest, forms.declaration(meeting_id, request.form))
    return back_to_room(meeting_id, "The interest is declared.")


@bp.post("/room/<meeting_id>/interests/<declaration_id>/change")
@signed_in
def change(meeting_id: str, declaration_id: str) -> ResponseReturnValue:
    """Put a declaration right."""
    command = forms.changed_declaration(meeting_id, declaration_id, request.form)
    run(usecases.change_declaration, command)
    return _after(meeting_id, "The declaration is put right.")


@bp.post("/room/<meeting_id>/interests/<declaration_id>/withdraw")
@signed_in
def withdraw(meeting_id: str, declaration_id: str) -> ResponseReturnValue:
    """Take a declaration back."""
    reason = request.form.get("reason", "")
    run(
        usecases.withdraw_declaration,
        usecases.WithdrawDeclaration(meeting_id, declaration_id, reason),
    )
    return _after(meeting_id, "The declaration is withdrawn.")


@bp.post("/room/<meeting_id>/interests/<declaration_id>/returned")
@signed_in
def returned(meeting_id: str, declaration_id: str) -> ResponseReturnValue:
    """Somebody is back in the room."""
    run(usecases.mark_returned, usecases.MarkReturned(meeting_id, declaration_id))
    return back_to_room(meeting_id)


@bp.get("/my/meetings/<meeting_id>/interests")
@needs(Permission.JOIN_AS_MEMBER)
def mine(meeting_id: str) -> ResponseReturnValue:
    """What the agenda touches in one's own register, and declaring beforehand."""
    return _mine(meeting_id, {}, {})


@bp.post("/my/meetings/<meeting_id>/interests")
@needs(Permission.JOIN_AS_MEMBER)
def declare_beforehand(meeting_id: str) -> ResponseReturnValue:
    """Declare from that page."""
    form = request.form
    try:
        run(usecases.declare_interest, forms.declaration(meeting_id, form))
    except Invalid as error:
        return _mine(meeting_id, dict(form), error.fields or {"item_id": error.message})
    flash("The interest is declared. The clerk sees it, and it is minuted under the item.", "success")
    return redirect(f"/my/meetings/{meeting_id}/interests", 303)


def _after(meeting_id: str, message: str) -> ResponseReturnValue:
    """Back where the button was."""
    if request.form.get("from") == "mine":
        flash(message, "success")
        return redirect(f"/my/meetings/{meeting_id}/interests", 303)
    return back_to_room(meeting_id, message)


def _mine(meeting_id: str, values: dict[str, str], errors: dict[str, str]) -> ResponseReturnValue:
    actor = current_actor()
    person_id = actor.person_id or ""
    with reading() as session:
        meeting = visible_meeting(session, meeting_id, actor, today())
        belongs = person_id in {m.person_id for m in members_for(session, meeting)}
        if not may(Permission.JOIN_AS_MEMBER, meeting.body_id) or not belongs:
            raise NotFound(NO_MEETING)
        items = [i for i in items_of(session, meeting_id) if i.kind is ItemKind.ITEM]
        matches = queries.matches_for(session, meeting_id, [person_id], details=True).get(person_id, [])
        declared = [d for d in queries.declarations_of(session, meeting_id) if d.person_id == person_id]
        leaves = queries.dispensations_of(session, [person_id])
    page = render_template(
        "interests/mine.html",
        meeting=meeting,
        open=meeting.status not in (MeetingStatus.CLOSED, MeetingStatus.CANCELLED),
        items=[(i.id, f"{i.number} {i.title}".strip()) for i in items],
        numbers={i.id: i.number for i in items},
        matches=matches,
        declared=declared,
        dispensations=[d for d in leaves if d.withdrawn_at is None and d.valid_to >= today()],
        kinds=[(k.value, k.choice) for k in Kind],
        actions=[(a.value, a.label) for a in Action],
        values=values,
        errors=errors,
    )
    return page, 422 if errors else 200
