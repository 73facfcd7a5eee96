"""A teller's pages: enrolling a device, a share of a round's key, and approving a box."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.appointments import queries, usecases
from meetings.appointments.box import fingerprint_of
from meetings.appointments.sealing import open_box_if_approved
from meetings.kernel.errors import NotFound
from meetings.web.access import signed_in
from meetings.web.answers import back_to_room
from meetings.web.doors import current_actor, reading, run

bp = Blueprint("tellers", __name__)


@bp.get("/account/teller")
@signed_in
def device() -> ResponseReturnValue:
    """The device that one is a teller with."""
    account_id = current_actor().account_id or ""
    with reading() as session:
        found = queries.enrolled_device(session, account_id)
    mark = fingerprint_of(found.public_key) if found else ""
    return render_template("appointments/teller.html", device=found, fingerprint=mark, account_id=account_id)


@bp.post("/account/teller")
@signed_in
def enrol() -> ResponseReturnValue:
    """Keep the public half of the key that this device has made."""
    form = request.form
    command = usecases.EnrolDevice(form.get("label", ""), form.get("public_key", ""))
    run(usecases.enrol_device, command)
    flash("This device is enrolled: you can be chosen as a teller.", "success")
    return redirect(url_for("tellers.device"), code=303)


@bp.post("/account/teller/revoke")
@signed_in
def revoke() -> ResponseReturnValue:
    """Use it no more."""
    run(usecases.revoke_device, usecases.RevokeDevice())
    flash("The device is not used any more.", "success")
    return redirect(url_for("tellers.device"), code=303)


@bp.get("/rounds/<round_id>/share")
@signed_in
def share(round_id: str) -> ResponseReturnValue:
    """One's own share of the round's key, sealed to one's own device, and the box as it stands."""
    with reading() as session:
        row = queries.teller_of(session, round_id, current_actor().account_id or "")
        if row is None:
            raise NotFound("You are not a teller of this round.")
        found = queries.round_of(session, round_id)
    return jsonify(
        {
            "round": round_id,
            "state": found.state.value,
            "share": row.share,
            "approved": row.approved_at is not None,
            "root": found.box_root,
            "count": found.box_count,
        }
    )


@bp.post("/rounds/<round_id>/approve")
@signed_in
def approve(round_id: str) -> ResponseReturnValue:
    """Approve the box; with the second approval it is opened."""
    form = request.form
    number = form.get("count", "")
    command = usecases.ApproveBox(
        round_id,
        form.get("root", ""),
        int(number) if number.isdecimal() and len(number) < 7 else -1,
        form.get("approval", ""),
    )
    run(usecases.approve_box, command)
    open_box_if_approved(round_id)
    return back_to_room(_meeting_of(round_id))


@bp.post("/rounds/<round_id>/open")
@signed_in
def open_again(round_id: str) -> ResponseReturnValue:
    """Have a box that two tellers approved opened, where that was interrupted. The same box gives the same counts."""
    open_box_if_approved(round_id)
    return back_to_room(_meeting_of(round_id))


def _meeting_of(round_id: str) -> str:
    with reading() as session:
        found = queries.round_row(session, round_id)
        return found.meeting_id
