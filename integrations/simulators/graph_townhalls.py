"""Town halls: drafts that a person publishes, their presenters, their one session."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, jsonify

from integrations.simulators.base import World
from integrations.simulators.graph_doors import Refusal, body, listed, names, nothing, one
from integrations.simulators.graph_state import GraphState
from integrations.simulators.identity_state import ORGANISER, TENANT

_BASE = "/v1.0/solutions/virtualEvents/townhalls"
_HALL = names(
    "audience capacity coOrganizers description displayName endDateTime invitedAttendees isInviteOnly settings "
    "startDateTime"
)
_HALL_OWN = names(
    "createdBy externalEventInformation id isRegistrationRequired presenters registrationConfiguration "
    "registrations sessions status"
)
_TIMES = ("startDateTime", "endDateTime")


def add(app: Flask, world: World) -> None:
    """Their addresses."""
    _add_halls(app, world)
    _add_steps(app, world)
    _add_presenters(app, world)
    _add_sessions(app, world)


def _add_halls(app: Flask, world: World) -> None:
    @app.get(_BASE, endpoint="townhalls.list")
    def every() -> Response:
        return listed(world, world.of(GraphState).halls.values())

    @app.get(f"{_BASE}/getByUserRole(role='organizer')", endpoint="townhalls.getByUserRole")
    def by_role() -> Response:
        return listed(world, world.of(GraphState).halls.values())

    @app.post(_BASE, endpoint="townhalls.create")
    def create() -> Response:
        required = ("displayName", "audience", *_TIMES)
        sent = _checked(body(_HALL, required, _HALL_OWN), world.of(GraphState).accounts)
        return _made(new_hall(world, sent))

    @app.get(f"{_BASE}/<hall_id>", endpoint="townhalls.get")
    def get(hall_id: str) -> Response:
        return jsonify(one(world.of(GraphState).halls, hall_id))

    @app.patch(f"{_BASE}/<hall_id>", endpoint="townhalls.update")
    def update(hall_id: str) -> Response:
        state = world.of(GraphState)
        hall = one(state.halls, hall_id)
        sent = _checked(body(_HALL, (), _HALL_OWN), state.accounts)
        if hall["status"] == "canceled":
            raise Refusal(400, "BadRequest", "The event is cancelled.")
        hall.update(_kept(sent))
        state.sessions[hall_id].update({name: hall[name] for name in _TIMES})
        return jsonify(hall)

    @app.delete(f"{_BASE}/<hall_id>", endpoint="townhalls.delete")
    def delete(hall_id: str) -> Response:
        state = world.of(GraphState)
        if one(state.halls, hall_id)["status"] == "published":
            raise Refusal(400, "BadRequest", "A published event is cancelled, not deleted.")
        del state.halls[hall_id], state.presenters[hall_id], state.sessions[hall_id]
        return nothing()


def new_hall(world: World, sent: dict[str, Any]) -> dict[str, Any]:
    """A draft, with its one session. Raises Refusal."""
    if sent.get("audience") not in ("everyone", "organization"):
        raise Refusal(400, "BadRequest", "The audience is not valid.")
    state = world.of(GraphState)
    hall_id = f"{secrets.token_hex(16)}@{TENANT}"
    hall: dict[str, Any] = {
        "id": hall_id,
        "status": "draft",
        "isInviteOnly": False,
        "createdBy": {"user": {"id": ORGANISER, "displayName": "Council Meetings"}},
        **_kept(sent),
    }
    state.halls[hall_id], state.presenters[hall_id] = hall, []
    state.sessions[hall_id] = {
        "id": state.fresh_id("MSo2"),
        "subject": hall["displayName"],
        "joinWebUrl": f"https://events.teams.microsoft.com/event/{hall_id}",
        **{name: hall[name] for name in _TIMES},
    }
    return hall


def _made(what: dict[str, Any]) -> Response:
    answer = jsonify(what)
    answer.status_code = 201
    return answer


def _add_steps(app: Flask, world: World) -> None:
    @app.post(f"{_BASE}/<hall_id>/publish", endpoint="townhalls.publish")
    def publish(hall_id: str) -> Response:
        hall = one(world.of(GraphState).halls, hall_id)
        if hall["status"] != "draft":
            raise Refusal(400, "BadRequest", "Only a draft can be published.")
        hall["status"] = "published"
        return nothing()

    @app.post(f"{_BASE}/<hall_id>/cancel", endpoint="townhalls.cancel")
    def cancel(hall_id: str) -> Response:
        hall = one(world.of(GraphState).halls, hall_id)
        if hall["status"] != "published":
            raise Refusal(400, "BadRequest", "Only a published event can be cancelled.")
        hall["status"] = "canceled"
        return nothing()


def _add_presenters(app: Flask, world: World) -> None:
    base = f"{_BASE}/<hall_id>/presenters"

    def there(hall_id: str) -> list[dict[str, Any]]:
        state = world.of(GraphState)
        one(state.halls, hall_id)
        return state.presenters[hall_id]

    def found(hall_id: str, presenter_id: str) -> dict[str, Any]:
        return one({p["id"]: p for p in there(hall_id)}, presenter_id)

    @app.get(base, endpoint="presenters.list")
    def every(hall_id: str) -> Response:
        return listed(world, there(hall_id))

    @app.post(base, endpoint="presenters.create")
    def create(hall_id: str) -> Response:
        people = there(hall_id)
        sent = body(("email", "identity", "presenterDetails"), ("identity",), ("id",))
        presenter = _presenter(sent, world.of(GraphState).accounts)
        if any(p["email"] == presenter["email"] for p in people):
            raise Refusal(409, "Conflict", "The presenter is there already.")
        presenter["id"] = world.of(GraphState).fresh_id("presenter")
        people.append(presenter)
        return _made(presenter)

    @app.get(f"{base}/<presenter_id>", endpoint="presenters.get")
    def get(hall_id: str, presenter_id: str) -> Response:
        return jsonify(found(hall_id, presenter_id))

    @app.patch(f"{base}/<presenter_id>", endpoint="presenters.update")
    def update(hall_id: str, presenter_id: str) -> Response:
        presenter = found(hall_id, presenter_id)
        body(("presenterDetails",), (), ("email", "id", "identity"))
        return jsonify(presenter)

    @app.delete(f"{base}/<presenter_id>", endpoint="presenters.delete")
    def delete(hall_id: str, presenter_id: str) -> Response:
        there(hall_id).remove(found(hall_id, presenter_id))
        return nothing()


def _presenter(sent: dict[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    identity = sent["identity"]
    kind = str(identity.get("@odata.type", "")) if isinstance(identity, dict) else ""
    if kind == "#microsoft.graph.communicationsGuestIdentity" and identity.get("email"):
        return {"email": identity["email"], "identity": identity}
    if kind == "#microsoft.graph.communicationsUserIdentity":
        email = known.get(str(identity.get("id")), "")
        if email:
            return {"email": email, "identity": identity}
    raise Refusal(400, "BadRequest", "The identity of the presenter is not valid.")


def _add_sessions(app: Flask, world: World) -> None:
    base = f"{_BASE}/<hall_id>/sessions"

    @app.get(base, endpoint="sessions.list")
    def every(hall_id: str) -> Response:
        state = world.of(GraphState)
        one(state.halls, hall_id)
        return listed(world, [state.sessions[hall_id]])

    @app.get(f"{base}/<session_id>", endpoint="sessions.get")
    def get(hall_id: str, session_id: str) -> Response:
        state = world.of(GraphState)
        one(state.halls, hall_id)
        session = state.sessions[hall_id]
        return jsonify(one({session["id"]: session}, session_id))


def _checked(sent: dict[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    for name in _TIMES:
        value = sent.get(name)
        if name in sent and not (isinstance(value, dict) and value.get("dateTime") and value.get("timeZone")):
            raise Refusal(400, "BadRequest", f"{name} is not valid.")
    organisers = sent.get("coOrganizers") or []
    for organiser in organisers if isinstance(organisers, list) else []:
        if not isinstance(organiser, dict) or organiser.get("id") not in known:
            raise Refusal(400, "BadRequest", "A co-organiser is not in the directory.")
    return sent


def _kept(sent: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in sent.items() if v is not None and not k.startswith("@")}
