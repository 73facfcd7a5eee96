"""Answers in Google's shape: lists in pages, refusals with their reason."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from integrations.simulators.base import Fault, FaultKind
from integrations.simulators.google_state import Resource


class Refused(Exception):
    """Answered as an error."""

    def __init__(self, status: int, reason: str, message: str, domain: str = "youtube.api") -> None:
        super().__init__(reason)
        self.answer = (status, reason, message, domain)


def refusal(status: int, reason: str, message: str, domain: str = "global") -> Response:
    """Google's error object."""
    detail = {"message": message, "domain": domain, "reason": reason}
    answer = jsonify(error={"code": status, "message": message, "errors": [detail]})
    answer.status_code = status
    return answer


def oauth_refusal(status: int, error: str, words: str) -> Response:
    """As the token address refuses."""
    answer = jsonify(error=error, error_description=words)
    answer.status_code = status
    return answer


def fault_answer(fault: Fault) -> Response:
    """A fault as Google would tell it."""
    if (request.endpoint or "").startswith("oauth."):
        return _oauth_fault(fault)
    if fault.kind is FaultKind.QUOTA:
        return refusal(
            403,
            "quotaExceeded",
            'The request cannot be completed because you have exceeded your <a href="/quota">quota</a>.',
            "youtube.quota",
        )
    reason, message = {
        401: ("authError", "Invalid Credentials"),
        403: ("insufficientPermissions", "Request had insufficient authentication scopes."),
        429: ("rateLimitExceeded", "Too many requests."),
    }.get(fault.status, ("backendError", "Backend Error"))
    return refusal(fault.status, reason, message)


def _oauth_fault(fault: Fault) -> Response:
    if fault.kind in (FaultKind.EXPIRED_TOKEN, FaultKind.REVOKED_SCOPE):
        return oauth_refusal(400, "invalid_grant", "Token has been expired or revoked.")
    return oauth_refusal(fault.status, "rate_limit_exceeded", "Later, please.")


def page(kind: str, items: list[Resource]) -> Resource:
    """One page of a list, as large as asked for."""
    size = min(max(int(request.args.get("maxResults", 5)), 0), 50)
    start = int(request.args.get("pageToken", "0"))
    answer: Resource = {
        "kind": f"youtube#{kind}ListResponse",
        "etag": f"etag-{kind}-{start}",
        "pageInfo": {"totalResults": len(items), "resultsPerPage": size},
        "items": items[start : start + size],
    }
    if start + size < len(items):
        answer["nextPageToken"] = str(start + size)
    return answer


def parts(known: set[str]) -> list[str]:
    """The `part` parameter. Refused: none, or one that the resource does not have."""
    asked = [p for said in request.args.getlist("part") for p in said.split(",") if p]
    if not asked:
        raise Refused(400, "missingRequiredParameter", "No filter selected: part", "global")
    unknown = [p for p in asked if p not in known]
    if unknown:
        raise Refused(400, "unknownPart", f"{unknown[0]}", "youtube.part")
    return asked


def one_filter(*names: str) -> str:
    """Exactly one of these parameters must be there."""
    given = [n for n in names if request.args.get(n)]
    if not given:
        raise Refused(400, "missingRequiredParameter", "No filter selected.", "youtube.parameter")
    if len(given) > 1:
        words = f"Incompatible parameters specified in the request: {', '.join(given)}"
        raise Refused(400, "incompatibleParameters", words, "youtube.parameter")
    return given[0]


def body() -> dict[str, Any]:
    """The request's JSON object."""
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        raise Refused(400, "parseError", "Parse Error", "global")
    return found
