"""Where ballots come in: small JSON, answered by the hub, committed by the one writer before it is acknowledged."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from meetings.kernel.errors import Invalid, SignInRequired
from meetings.voting.rules import Choice
from meetings.voting.usecases import BallotAnswer, BallotRequest
from meetings.web.access import in_hub
from meetings.web.services import services

#: the longest identifier of ours
MAX_ID = 20
bp = Blueprint("ballots", __name__)


@bp.post("/votes/<vote_id>/ballot")
@in_hub
def cast(vote_id: str) -> ResponseReturnValue:
    """Cast or change a ballot: {choice, key, on_behalf?} -> {vote, choice, seq, receipt, at}.

    The same key, the same answer.
    """
    token = request.cookies.get(services().config.session_cookie)
    if not token:
        raise SignInRequired("Your session has ended. Sign in again: your choice was not counted yet.")
    answer: BallotAnswer = services().submit_ballot(_request(vote_id, token, _body()))
    return jsonify(
        {
            "vote": answer.vote_id,
            "choice": answer.choice.value,
            "seq": answer.seq,
            "receipt": answer.receipt,
            "at": answer.at.isoformat(),
        }
    )


def _body() -> Any:
    try:
        return request.get_json(silent=True)
    except RecursionError:
        # Nested without end: no ballot looks like that.
        return None


def _request(vote_id: str, token: str, body: Any) -> BallotRequest:
    if not isinstance(body, dict):
        raise Invalid("A ballot is sent as JSON with a choice and a key.")
    choice, key = body.get("choice"), body.get("key")
    if not isinstance(choice, str) or choice not in {c.value for c in Choice}:
        raise Invalid("Choose for, against or abstain.", {"choice": "Choose for, against or abstain"})
    # What no database can keep must not reach the writer: it would take the ballots beside it down to one at a time.
    if not isinstance(key, str) or not 8 <= len(key) <= 64 or not (key.isascii() and key.isprintable()):
        raise Invalid(
            "This ballot came without a proper key. Reload the page and press again.", {"key": "Missing"}
        )
    return BallotRequest(vote_id, token, Choice(choice), key, _on_behalf(body.get("on_behalf")))


def _on_behalf(said: Any) -> str:
    """Whose proxy this is; nothing: one's own ballot."""
    if said is None:
        return ""
    if not isinstance(said, str) or len(said) > MAX_ID or not (said.isascii() and said.isalnum()):
        raise Invalid("Say for whom this ballot is.", {"on_behalf": "Unknown"})
    return said
