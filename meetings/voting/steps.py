"""The further buttons of a vote: other ways, hands, demands, own votes, questions, and what two people agree on."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from meetings.kernel.permissions import Permission
from meetings.voting import forms, usecases
from meetings.voting.views import meeting_of_vote
from meetings.web.access import needs, signed_in
from meetings.web.answers import back_to_room
from meetings.web.doors import run

bp = Blueprint("voting_steps", __name__)


@bp.post("/desk/votes/<vote_id>/way")
@signed_in
def way(vote_id: str) -> ResponseReturnValue:
    """Go on another way."""
    run(usecases.change_way, forms.way(vote_id, request.form))
    return back_to_room(meeting_of_vote(vote_id))


@bp.post("/desk/votes/<vote_id>/hands")
@needs(Permission.RUN_MEETING)
def hands(vote_id: str) -> ResponseReturnValue:
    """Enter the hands counted."""
    run(usecases.count_hands, forms.hands(vote_id, request.form))
    return back_to_room(meeting_of_vote(vote_id))


@bp.post("/desk/votes/<vote_id>/hands/confirm")
@signed_in
def confirm_hands(vote_id: str) -> ResponseReturnValue:
    """The second person's word on the hands."""
    run(usecases.confirm_hands, forms.hands_seen(vote_id, request.form))
    return back_to_room(meeting_of_vote(vote_id))


@bp.post("/desk/votes/<vote_id>/pass")
@needs(Permission.RUN_MEETING)
def pass_name(vote_id: str) -> ResponseReturnValue:
    """Called, and no answer."""
    run(usecases.pass_name, usecases.PassName(vote_id, request.form.get("person_id", "")))
    return back_to_room(meeting_of_vote(vote_id))


@bp.post("/desk/votes/<vote_id>/settle")
@needs(Permission.RUN_MEETING)
def settle(vote_id: str) -> ResponseReturnValue:
    """The list is right after all."""
    person_id, reason = request.form.get("person_id", ""), request.form.get("reason", "")
    run(usecases.settle_question, usecases.SettleQuestion(vote_id, person_id, reason))
    return back_to_room(meeting_of_vote(vote_id))


@bp.post("/desk/votes/<vote_id>/correct")
@signed_in
def correct(vote_id: str) -> ResponseReturnValue:
    """The first of two people proposes a correction."""
    run(usecases.propose_correction, forms.correction(vote_id, request.form))
    return back_to_room(meeting_of_vote(vote_id))


@bp.post("/desk/votes/<vote_id>/void")
@signed_in
def void(vote_id: str) -> ResponseReturnValue:
    """The first of two people proposes that the vote is void."""
    run(usecases.propose_void, usecases.ProposeVoid(vote_id, request.form.get("reason", "")))
    return back_to_room(meeting_of_vote(vote_id))


@bp.post("/desk/votes/<vote_id>/proposal/confirm")
@signed_in
def confirm(vote_id: str) -> ResponseReturnValue:
    """The second person's word."""
    run(usecases.confirm_proposal, usecases.ConfirmProposal(vote_id))
    return back_to_room(meeting_of_vote(vote_id))


@bp.post("/desk/votes/<vote_id>/proposal/drop")
@signed_in
def drop(vote_id: str) -> ResponseReturnValue:
    """It is not to be after all."""
    run(usecases.drop_proposal, usecases.DropProposal(vote_id))
    return back_to_room(meeting_of_vote(vote_id))


@bp.post("/votes/<vote_id>/question")
@signed_in
def question(vote_id: str) -> ResponseReturnValue:
    """A member's vote is listed wrongly."""
    run(usecases.question_ballot, usecases.QuestionBallot(vote_id, request.form.get("person_id", "")))
    return back_to_room(meeting_of_vote(vote_id), "The clerk has been told.")


@bp.post("/votes/<vote_id>/own")
@signed_in
def own(vote_id: str) -> ResponseReturnValue:
    """A member has their own vote recorded."""
    run(usecases.record_own_vote, forms.own(vote_id, request.form))
    return back_to_room(meeting_of_vote(vote_id), "It is recorded.")


@bp.post("/votes/<vote_id>/proxy")
@signed_in
def proxy(vote_id: str) -> ResponseReturnValue:
    """The holder of a proxy votes for the member they stand for."""
    run(usecases.cast_as_proxy, forms.entered(vote_id, request.form))
    return back_to_room(meeting_of_vote(vote_id))


@bp.post("/votes/demands/<meeting_id>/<motion_id>")
@signed_in
def demand(meeting_id: str, motion_id: str) -> ResponseReturnValue:
    """A member asks before the vote that names be recorded."""
    person_id = request.form.get("person_id", "")
    run(usecases.demand_names, usecases.DemandNames(meeting_id, motion_id, person_id))
    return back_to_room(meeting_id)


@bp.post("/votes/demands/<meeting_id>/<motion_id>/undo")
@signed_in
def undo_demand(meeting_id: str, motion_id: str) -> ResponseReturnValue:
    """They no longer ask."""
    person_id = request.form.get("person_id", "")
    run(usecases.undo_demand, usecases.DemandNames(meeting_id, motion_id, person_id))
    return back_to_room(meeting_id)
