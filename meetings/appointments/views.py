"""The buttons of an appointment, a member's own ballot, the box, and the public page."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.agendas.paper_access import closed_items
from meetings.appointments import forms, queries, usecases
from meetings.appointments.box import receipt_of, root_of
from meetings.appointments.models import Appointment, Round, RoundBallot, RoundRoll
from meetings.appointments.rules import Names, RoundState, RoundWay
from meetings.appointments.sealing import sealing_for
from meetings.appointments.shapes import AppointmentView
from meetings.appointments.wording import figures, sentence_of
from meetings.kernel.errors import NotFound
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience, may_read, may_see_meeting, may_see_proceedings
from meetings.room.queries import audience_of, items_of
from meetings.schedule.queries import meeting_of
from meetings.web.access import needs, public, signed_in
from meetings.web.answers import back_to_room
from meetings.web.doors import current_actor, reading, run, today
from meetings.web.services import services

bp = Blueprint("appointments", __name__)
runs_meeting = needs(Permission.RUN_MEETING)


@bp.post("/desk/meetings/<meeting_id>/appointments")
@runs_meeting
def open_appointment(meeting_id: str) -> ResponseReturnValue:
    """Put an appointment before the meeting."""
    run(usecases.open_appointment, forms.opening(meeting_id, request.form))
    return back_to_room(meeting_id)


@bp.post("/appointments/<appointment_id>/nominate")
@signed_in
def nominate(appointment_id: str) -> ResponseReturnValue:
    """The clerk's entry, or a member's own nomination."""
    own = None if request.form.get("proposer_id") else current_actor().person_id
    run(usecases.nominate, forms.nomination(appointment_id, request.form, own))
    return back_to_room(_meeting_of(appointment_id))


@bp.post("/appointments/<appointment_id>/consent")
@signed_in
def consent(appointment_id: str) -> ResponseReturnValue:
    """A nominee is willing."""
    run(usecases.consent, usecases.OfCandidate(appointment_id, request.form.get("candidate_id", "")))
    return back_to_room(_meeting_of(appointment_id))


@bp.post("/appointments/<appointment_id>/withdraw")
@signed_in
def withdraw(appointment_id: str) -> ResponseReturnValue:
    """A candidate withdraws."""
    run(usecases.withdraw, usecases.OfCandidate(appointment_id, request.form.get("candidate_id", "")))
    return back_to_room(_meeting_of(appointment_id))


@bp.post("/desk/appointments/<appointment_id>/uncontested")
@runs_meeting
def uncontested(appointment_id: str) -> ResponseReturnValue:
    """Appoint without a vote."""
    run(usecases.appoint_uncontested, usecases.AppointUncontested(appointment_id))
    return back_to_room(_meeting_of(appointment_id))


@bp.post("/desk/appointments/<appointment_id>/end")
@runs_meeting
def end(appointment_id: str) -> ResponseReturnValue:
    """Let it go, with a reason."""
    command = usecases.EndAppointment(appointment_id, request.form.get("reason", ""))
    run(usecases.end_appointment, command)
    return back_to_room(_meeting_of(appointment_id))


@bp.post("/desk/appointments/<appointment_id>/rounds")
@runs_meeting
def open_round(appointment_id: str) -> ResponseReturnValue:
    """Open the next round; a secret one on devices gets its key from the opener first."""
    way = forms.way(request.form)
    sealing = None
    with reading() as session:
        found = queries.appointment_of(session, appointment_id)
    if found.names is Names.SECRET and way is RoundWay.DEVICES:
        sealing = sealing_for(request.form.getlist("teller"))
    run(usecases.open_round, usecases.OpenRound(appointment_id, way, sealing))
    return back_to_room(found.meeting_id)


@bp.post("/desk/rounds/<round_id>/close")
@runs_meeting
def close(round_id: str) -> ResponseReturnValue:
    """Close the round; refused when others are missing than were shown."""
    run(usecases.close_round, forms.closing(round_id, request.form))
    return back_to_room(_meeting_of_round(round_id))


@bp.post("/desk/rounds/<round_id>/ballot")
@runs_meeting
def enter(round_id: str) -> ResponseReturnValue:
    """The clerk enters a name that was called out."""
    run(usecases.enter_in_round, forms.entered(round_id, request.form))
    return back_to_room(_meeting_of_round(round_id))


@bp.post("/desk/rounds/<round_id>/counts")
@runs_meeting
def counts(round_id: str) -> ResponseReturnValue:
    """The clerk enters hands or slips."""
    run(usecases.enter_counts, forms.counts(round_id, request.form))
    return back_to_room(_meeting_of_round(round_id))


@bp.post("/rounds/<round_id>/confirm")
@signed_in
def confirm(round_id: str) -> ResponseReturnValue:
    """A second person confirms the figures."""
    run(usecases.confirm_counts, forms.confirmed(round_id, request.form))
    return back_to_room(_meeting_of_round(round_id))


@bp.post("/rounds/<round_id>/tie")
@signed_in
def tie(round_id: str) -> ResponseReturnValue:
    """Whoever presides decides a tie, from their own device or by the clerk's hand."""
    run(usecases.decide_tie, forms.tie(round_id, request.form))
    return back_to_room(_meeting_of_round(round_id))


@bp.post("/desk/rounds/<round_id>/lot")
@runs_meeting
def lot(round_id: str) -> ResponseReturnValue:
    """A lot that was drawn."""
    run(usecases.draw_lot, forms.lot(round_id, request.form))
    return back_to_room(_meeting_of_round(round_id))


@bp.post("/desk/rounds/<round_id>/declare")
@runs_meeting
def declare(round_id: str) -> ResponseReturnValue:
    """Declare what the round came to."""
    read_back = timedelta(seconds=services().config.read_back_seconds)
    run(usecases.declare_round, usecases.DeclareRound(round_id, read_back))
    return back_to_room(_meeting_of_round(round_id))


@bp.post("/desk/rounds/<round_id>/void")
@runs_meeting
def propose_void(round_id: str) -> ResponseReturnValue:
    """Ask for the round to be taken again, or take that back."""
    case = usecases.take_back_void if request.form.get("back") else usecases.propose_void
    run(case, usecases.VoidRound(round_id, request.form.get("reason", "")))
    return back_to_room(_meeting_of_round(round_id))


@bp.post("/rounds/<round_id>/void/confirm")
@signed_in
def confirm_void(round_id: str) -> ResponseReturnValue:
    """The second person."""
    run(usecases.confirm_void, usecases.VoidRound(round_id))
    return back_to_room(_meeting_of_round(round_id))


@bp.get("/rounds/<round_id>/ballot")
@signed_in
def mine(round_id: str) -> ResponseReturnValue:
    """Whether I have voted, as it is kept. Of a secret round the envelope's mark and never a choice."""
    with reading() as session:
        found = session.get(Round, round_id)
        if found is None:
            raise NotFound("There is no such round.")
        person_id = current_actor().person_id or ""
        ballot = session.get(RoundBallot, (round_id, person_id))
        on_roll = session.get(RoundRoll, (round_id, person_id)) is not None
    sealed = ballot.envelope_hash if ballot else None
    return jsonify(
        {
            "round": round_id,
            "state": found.state.value,
            "on_roll": on_roll,
            "said": (sealed or ballot.choice) if ballot else None,
            "receipt": receipt_of(sealed) if sealed else None,
            "at": ballot.cast_at.isoformat() if ballot else None,
        }
    )


@bp.get("/rounds/<round_id>/box")
@public
def box(round_id: str) -> ResponseReturnValue:
    """The box of a secret round once it is closed: the hashes of its envelopes in order, their root and number."""
    with reading() as session:
        found = session.get(Round, round_id)
        if found is None or found.state is RoundState.OPEN or not found.box_root:
            raise NotFound("There is no such box.")
        _visible(session, found.appointment_id)
        hashes = [h for h, _ in queries.envelopes_of(session, round_id)]
    return jsonify(
        {
            "round": round_id,
            "root": found.box_root,
            "count": found.box_count,
            "envelopes": hashes,
            "whole": root_of(hashes) == found.box_root,
        }
    )


@bp.get("/appointments/<appointment_id>")
@public
def show(appointment_id: str) -> ResponseReturnValue:
    """An appointment for everybody: who was nominated, each declared round in plain words, who was appointed."""
    with reading() as session:
        found, title = _visible(session, appointment_id)
        meeting = meeting_of(session, found.meeting_id)
    rounds = [
        (
            r,
            figures({found.name(c): n for c, n in (r.votes or {}).items()}, r.abstained, r.none, r.spoilt),
            sentence_of(found, r),
        )
        for r in found.rounds
        if r.state is RoundState.DECLARED
    ]
    return render_template(
        "appointments/show.html", found=found, meeting=meeting, item_title=title, rounds=rounds
    )


def _visible(session: Session, appointment_id: str) -> tuple[AppointmentView, str]:
    """The appointment and its item's title, if whoever asks may read the item. Raises NotFound."""
    found = queries.appointment_of(session, appointment_id)
    meeting = meeting_of(session, found.meeting_id)
    audience = audience_of(session, current_actor(), meeting, today())
    if audience is not Audience.OFFICER:
        # Whoever is barred from reading on the item gets what everybody gets.
        closed = closed_items(session, meeting.id, current_actor().person_id)
        audience = Audience.PUBLIC if found.item_id in closed else audience
    item = next((i for i in items_of(session, meeting.id) if i.id == found.item_id), None)
    hidden = item is None or not may_read(item.sensitivity, published=True, audience=audience)
    hidden = hidden or not may_see_proceedings(private=found.private, audience=audience)
    if hidden or not may_see_meeting(published=meeting.is_public, audience=audience):
        raise NotFound("There is no such appointment.")
    assert item is not None
    return found, item.title


def _meeting_of(appointment_id: str) -> str:
    with reading() as session:
        found = session.get(Appointment, appointment_id)
        if found is None:
            raise NotFound("There is no such appointment.")
        return found.meeting_id


def _meeting_of_round(round_id: str) -> str:
    with reading() as session:
        found = session.get(Round, round_id)
        if found is None:
            raise NotFound("There is no such round.")
        return found.meeting_id
