"""What every call of Graph passes: the token, its permissions, whose calendar; and how Graph refuses and lists."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, jsonify, request

from integrations.simulators.base import Fault, FaultKind, World
from integrations.simulators.graph_state import GraphState
from integrations.simulators.identity_state import CLIENT, ORGANISER, Identity, claims_of

_TOWN_HALL = "VirtualEvent.ReadWrite"
#: The application permission that each kind of operation needs.
_ROLES: dict[str, str] = {
    "events": "Calendars.ReadWrite",
    "onlineMeetings": "OnlineMeetings.ReadWrite.All",
    "attendanceReports": "OnlineMeetingArtifact.Read.All",
    "attendanceRecords": "OnlineMeetingArtifact.Read.All",
    "recordings": "OnlineMeetingRecording.Read.All",
    "transcripts": "OnlineMeetingTranscript.Read.All",
    "users": "User.ReadBasic.All",
}
#: Those that Microsoft allows nobody but a person.
_DELEGATED = {"townhalls", "presenters", "sessions"}
_UNDER_POLICY = {"onlineMeetings", "attendanceReports", "attendanceRecords", "recordings", "transcripts"}


def names(text: str) -> frozenset[str]:
    """Words with spaces between them."""
    return frozenset(text.split())


class Refusal(Exception):
    """An answer that ends the call."""

    def __init__(self, status: int, code: str, message: str, **more: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.more = status, code, message, more

    def answer(self) -> Response:
        """In Graph's own form."""
        number = secrets.token_hex(8)
        inner = {"date": "2026-01-01T00:00:00Z", "request-id": number, "client-request-id": number}
        told = {"code": self.code, "message": self.message, "innerError": inner, **self.more}
        made = jsonify({"error": told})
        made.status_code = self.status
        made.headers["request-id"] = number
        return made


def struck(fault: Fault) -> Response:
    """The refusal of an ordered fault."""
    if fault.kind is FaultKind.EXPIRED_TOKEN:
        return Refusal(
            401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."
        ).answer()
    if fault.kind is FaultKind.REVOKED_SCOPE:
        return Refusal(403, "Forbidden", "Missing scope permissions on the request.").answer()
    if fault.status == 500:
        return Refusal(500, "InternalServerError", "Something went wrong.").answer()
    return Refusal(429, "TooManyRequests", "Too many requests.").answer()


def admit(world: World) -> None:
    """Token, permission, policy, and whose things are asked for. Raises Refusal."""
    if request.endpoint is None:
        return
    claims = claims_of(world, request.headers.get("Authorization", ""))
    if claims is None:
        raise Refusal(401, "InvalidAuthenticationToken", "Access token is missing, expired or not ours.")
    kind = (request.endpoint or "").partition(".")[0]
    args = request.view_args or {}
    # The reports of a town hall's session belong to the reports.
    _permitted(kind, claims)
    user = args.get("user_id")
    if user is not None and user != ORGANISER:
        raise Refusal(
            404, "ResourceNotFound", "The user is not there; application permissions need the object ID."
        )
    if user is not None and kind in _UNDER_POLICY and not world.of(Identity).policy:
        message = f"No application access policy found for this app: {CLIENT} on the user: {ORGANISER}."
        raise Refusal(403, "Forbidden", message)


def _permitted(kind: str, claims: Mapping[str, Any]) -> None:
    if kind in _DELEGATED:
        if _TOWN_HALL not in str(claims.get("scp") or "").split():
            raise Refusal(403, "Forbidden", f"API requires delegated permission {_TOWN_HALL}.")
    elif kind == "subscriptions":
        if not claims.get("roles"):
            raise Refusal(403, "ExtensionError", "Operation: Create; caller does not have access.")
    elif _ROLES.get(kind, "") not in (claims.get("roles") or []):
        raise Refusal(
            403, "Forbidden", f"Missing role permissions. API requires one of '{_ROLES.get(kind)}'."
        )


def may_subscribe(world: World, role: str) -> None:
    """An order needs the permission for what it tells of. Raises Refusal."""
    claims = claims_of(world, request.headers.get("Authorization", "")) or {}
    if role not in (claims.get("roles") or []):
        raise Refusal(403, "ExtensionError", "Operation: Create; Exception: [Status Code: Forbidden].")


def body(known: Iterable[str], required: Iterable[str] = (), ignored: Iterable[str] = ()) -> dict[str, Any]:
    """The object that was sent. Raises Refusal for what Graph does not know, or misses.

    `ignored`: what is Graph's own to say, and is left aside as it does.
    """
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise Refusal(400, "BadRequest", "Unable to read JSON request payload.")
    strange = sorted(set(sent) - set(known) - set(ignored) - {"@odata.type"})
    if strange:
        raise Refusal(400, "BadRequest", f"The property '{strange[0]}' does not exist on this type.")
    missing = [name for name in required if not sent.get(name)]
    if missing:
        raise Refusal(400, "BadRequest", f"Required property '{missing[0]}' is missing.")
    return {name: value for name, value in sent.items() if name not in set(ignored)}


def one(found: Mapping[str, dict[str, Any]], key: str) -> dict[str, Any]:
    """What has this id. Raises Refusal."""
    if key not in found:
        raise Refusal(404, "ErrorItemNotFound", "The specified object was not found in the store.")
    return found[key]


def listed(world: World, rows: Iterable[Mapping[str, Any]]) -> Response:
    """A list, page by page. The address of the next page is opaque and bears everything that was asked."""
    state = world.of(GraphState)
    token = request.args.get("$skiptoken", "")
    if token:
        if set(request.args) != {"$skiptoken"} or token not in state.pages:
            raise Refusal(400, "BadRequest", "The skip token is not valid.")
        left = state.pages.pop(token)
    else:
        skip, wanted = _number("$skip", 0), request.args.get("$select", "")
        left = [_selected(row, wanted) for row in rows][skip:]
    size = max(1, min(state.page_size, _number("$top", state.page_size)))
    answer: dict[str, Any] = {"value": left[:size]}
    if left[size:]:
        fresh = secrets.token_urlsafe(12)
        state.pages[fresh] = left[size:]
        answer["@odata.nextLink"] = f"{request.base_url}?$skiptoken={fresh}"
    return jsonify(answer)


def _selected(row: Mapping[str, Any], wanted: str) -> dict[str, Any]:
    if not wanted:
        return dict(row)
    names = {"id", *(name.strip() for name in wanted.split(","))}
    return {name: value for name, value in row.items() if name in names}


def _number(name: str, otherwise: int) -> int:
    said = request.args.get(name, "")
    if not said:
        return otherwise
    if not said.isascii() or not said.isdigit():
        raise Refusal(400, "BadRequest", f"Invalid value for {name}.")
    return min(int(said), 10_000)


def nothing() -> Response:
    """204."""
    return Response(status=204)
