"""The page that leads from what the record supplies to the act that puts it right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.bodies.queries import chair_of
from meetings.kernel.errors import DomainError, Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.pages import Desk, read_desk
from meetings.minutes.sources import Traced, traced_of
from meetings.minutes.writing.right import Guest, find, guests_of, right_of
from meetings.minutes.writing.right_forms import FORMS, MOST_STAYS
from meetings.schedule.models import Meeting
from meetings.voting.rules import Choice
from meetings.voting.usecases import (
    ConfirmProposal,
    DropProposal,
    ProposeCorrection,
    confirm_proposal,
    drop_proposal,
    propose_correction,
)
from meetings.web.access import needs
from meetings.web.doors import reading, run
from meetings.web.services import services

bp = Blueprint("minutes_right", __name__)
ATTENDANCE = "attendance"
_CHOICES = {"for": Choice.FOR, "against": Choice.AGAINST, "abstain": Choice.ABSTAIN, "none": None}


@bp.get("/desk/meetings/<meeting_id>/minutes/right")
@needs(Permission.APPROVE_MINUTES)
def right(meeting_id: str) -> ResponseReturnValue:
    """What can be done about one block, or about who was there."""
    return _page(meeting_id, request.args)


@bp.post("/desk/meetings/<meeting_id>/minutes/right/<what>")
@needs(Permission.WRITE_MINUTES)
def put_right(meeting_id: str, what: str) -> ResponseReturnValue:
    """A correcting fact, and the record read again."""
    if what not in FORMS:
        raise NotFound("There is no such correction.")
    read, case = FORMS[what]
    try:
        with reading() as session:
            meeting = session.get(Meeting, meeting_id)
            opened = meeting.opened_at if meeting else None
        if opened is None:
            raise NotFound("This meeting was not held here.")
        version = run(case, read(meeting_id, request.form, opened.astimezone(services().config.timezone)))
    except Invalid as error:
        return _page(meeting_id, request.form, what, error.fields or {"": error.message}), 422
    flash(f"The record is put right and was read again: this is version {version} of the minutes.", "success")
    return _back(meeting_id)


@bp.post("/desk/meetings/<meeting_id>/minutes/ballots/<vote_id>")
@needs(Permission.APPROVE_MINUTES)
def ballot(meeting_id: str, vote_id: str) -> ResponseReturnValue:
    """One of two people says what a member's ballot was; the other confirms or drops it."""
    act, form = request.form.get("act", ""), request.form
    try:
        if act == "confirm":
            run(confirm_proposal, ConfirmProposal(vote_id))
            flash("The ballot is corrected, the vote counted again and the minutes read again.", "success")
        elif act == "drop":
            run(drop_proposal, DropProposal(vote_id))
            flash("The proposal was dropped.", "success")
        else:
            if form.get("choice", "") not in _CHOICES:
                raise Invalid("Choose what they voted.", {"choice": "Choose what they voted"})
            after = _CHOICES[form["choice"]]
            command = ProposeCorrection(vote_id, form.get("person_id", ""), after, form.get("reason", ""))
            run(propose_correction, command)
            flash("A second person must now confirm it, signed in with their own account.", "success")
    except DomainError as error:
        if isinstance(error, NotFound):
            raise
        fields = error.fields if isinstance(error, Invalid) else {}
        return _page(meeting_id, form, "ballot", fields or {"": error.message}), 422
    return redirect(f"/desk/meetings/{meeting_id}/minutes/right?block=vote-{vote_id}", 303)


def _page(
    meeting_id: str, asked: Mapping[str, str], what: str = "", errors: Mapping[str, str] | None = None
) -> str:
    block_id, person_id = asked.get("block", ATTENDANCE), asked.get("person_id", "")
    timezone = services().config.timezone
    with reading() as session:
        desk = read_desk(session, meeting_id)
        if desk.row is None or desk.document is None:
            raise NotFound(queries.NO_MINUTES)
        traced = traced_of(session, meeting_id)
        guests = guests_of(session, meeting_id, timezone) if desk.held_here else ()
        common: dict[str, Any] = {
            "desk": desk,
            "meeting": desk.meeting,
            "row": desk.row,
            "doc": desk.document,
            "what": what,
            "errors": errors or {},
            "typed": asked,
            "guests": guests,
        }
        if block_id == ATTENDANCE:
            return render_template(
                "minutes/right_people.html", **common, **_people(traced, guests, person_id)
            )
        return render_template("minutes/right.html", **common, **_block(session, desk, traced, block_id))


def _people(traced: Traced, guests: Any, person_id: str) -> dict[str, Any]:
    guest: Guest | None = next((g for g in guests if g.person_id == person_id), None)
    return {"traced": traced, "guest": guest, "most": MOST_STAYS}


def _block(session: Session, desk: Desk, traced: Traced, block_id: str) -> dict[str, Any]:
    assert desk.document is not None
    found = find(desk.document, block_id)
    if found is None:
        raise NotFound("That does not stand in the minutes any more.")
    held_on = desk.document.held_on
    return {
        "right": right_of(session, desk.meeting.id, *found),
        "source": traced.blocks.get(block_id),
        "chair": chair_of(session, desk.meeting.body_id, held_on),
    }


def _back(meeting_id: str) -> ResponseReturnValue:
    block_id = request.form.get("block", "")
    with reading() as session:
        row = queries.minutes_of(session, meeting_id)
        found = find(queries.document_of(session, row), block_id) if row else None
    anchor = f"#item-{found[0].item_id}" if found else ""
    return redirect(f"/desk/meetings/{meeting_id}/minutes{anchor}", 303)
