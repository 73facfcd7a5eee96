"""Where ballots of an appointment come in: small JSON, answered by the hub, on disk before it is acknowledged."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from meetings.appointments.box import right_length
from meetings.appointments.usecases import RoundAnswer, RoundRequest
from meetings.kernel.errors import Invalid, SignInRequired
from meetings.web.access import in_hub
from meetings.web.services import services

bp = Blueprint("round_ballots", __name__)


@bp.post("/rounds/<round_id>/ballot")
@in_hub
def cast(round_id: str) -> ResponseReturnValue:
    """Cast or change a ballot: {choice or envelope, key} -> {round, said, seq, receipt, at}. The same key, the same
    answer. Nothing of the body is ever logged."""
    token = request.cookies.get(services().config.session_cookie)
    if not token:
        raise SignInRequired("Your session has ended. Sign in again: your choice was not counted yet.")
    answer: RoundAnswer = services().submit_in_round(_request(round_id, token, _body()))
    return jsonify(
        {
            "round": answer.round_id,
            "said": answer.said,
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


def _request(round_id: str, token: str, body: Any) -> RoundRequest:
    if not isinstance(body, dict):
        raise Invalid("A ballot is sent as JSON with a choice or an envelope, and a key.")
    key = body.get("key")
    # What no database can keep must not reach the writer: it would take the ballots beside it down to one at a time.
    if not isinstance(key, str) or not 8 <= len(key) <= 64 or not (key.isascii() and key.isprintable()):
        raise Invalid(
            "This ballot came without a proper key. Reload the page and press again.", {"key": "Missing"}
        )
    if "envelope" in body:
        text, envelope = _envelope(body["envelope"])
        return RoundRequest(round_id, token, key, envelope=text, envelope_bytes=envelope)
    choice = body.get("choice")
    if not isinstance(choice, str) or not 1 <= len(choice) <= 20 or not choice.isalnum():
        raise Invalid("Choose one of the candidates, or abstain.", {"choice": "Choose one of the candidates"})
    return RoundRequest(round_id, token, key, choice=choice)


def _envelope(text: Any) -> tuple[str, bytes]:
    try:
        envelope = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        envelope = b""
    if not right_length(envelope):
        raise Invalid("This envelope is not whole. Reload the page and press again.", {"envelope": "Damaged"})
    return base64.b64encode(envelope).decode(), envelope
