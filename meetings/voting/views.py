"""The buttons of a vote, for the clerk and the chair, and a member's own ballot."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.kernel.errors import NotFound
from meetings.kernel.permissions import Permission
from meetings.voting import forms, queries, usecases
from meetings.voting.models import Vote
from meetings.web.access import needs, signed_in
from meetings.web.answers import back_to_room
from meetings.web.doors import current_actor, reading, run
from meetings.web.services import services

bp = Blueprint("voting", __name__)


@bp.post("/desk/meetings/<meeting_id>/votes")
@signed_in
def open_vote(meeting_id: str) -> ResponseReturnValue:
    """Announce the method and open the vote."""
    run(usecases.open_vote, forms.opening(meeting_id, request.form))
    return back_to_room(meeting_id)


@bp.post("/desk/votes/<vote_id>/close")
@signed_in
def close(vote_id: str) -> ResponseReturnValue:
    """Close the vote; refused when others are missing than were shown."""
    run(usecases.close_vote, forms.closing(vote_id, request.form))
    return back_to_room(meeting_of_vote(vote_id))


@bp.post("/desk/votes/<vote_id>/declare")
@signed_in
def declare(vote_id: str) -> ResponseReturnValue:
    """Declare the result."""
    read_back = timedelta(seconds=services().config.read_back_seconds)
    run(usecases.declare_vote, usecases.DeclareVote(vote_id, read_back))
    return back_to_room(meeting_of_vote(vote_id))


@bp.post("/desk/votes/<vote_id>/ballot")
@needs(Permission.RUN_MEETING)
def enter(vote_id: str) -> ResponseReturnValue:
    """The clerk enters a choice that was called out."""
    run(usecases.enter_ballot, forms.entered(vote_id, request.form))
    return back_to_room(meeting_of_vote(vote_id))


@bp.post("/votes/<vote_id>/casting")
@signed_in
def casting(vote_id: str) -> ResponseReturnValue:
    """The casting vote, from the chair's own device or entered by the clerk."""
    run(usecases.give_casting_vote, forms.casting(vote_id, request.form))
    return back_to_room(meeting_of_vote(vote_id))


@bp.get("/votes/<vote_id>/ballot")
@signed_in
def mine(vote_id: str) -> ResponseReturnValue:
    """The ballot of whoever asks, as it is kept: {vote, state, way, on_roll, choice, seq, at}."""
    with reading() as session:
        return jsonify(_own(session, vote_id))


def _own(session: Session, vote_id: str) -> dict[str, object]:
    vote = queries.vote_of(session, vote_id)
    person_id = current_actor().person_id
    on_roll = any(v.person_id == person_id for v in vote.voters)
    ballot = queries.ballot_of(session, vote_id, person_id) if person_id else None
    return {
        "vote": vote_id,
        "state": vote.state.value,
        "way": vote.way.value,
        "on_roll": on_roll,
        "choice": ballot.choice.value if ballot else None,
        "seq": ballot.seq if ballot else None,
        "receipt": queries.receipt_of(session, vote.meeting_id, ballot.seq) if ballot else None,
        "at": ballot.cast_at.isoformat() if ballot else None,
    }


def meeting_of_vote(vote_id: str) -> str:
    """The meeting a vote is taken at. Raises NotFound."""
    with reading() as session:
        vote = session.get(Vote, vote_id)
        if vote is None:
            raise NotFound("There is no such vote.")
        return vote.meeting_id
