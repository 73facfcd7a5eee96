"""Orders for news: the handshake with both addresses, prolonging, and the messages themselves."""

from __future__ import annotations

import json
import re
import secrets
import urllib.parse
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from flask import Flask, Response, jsonify

from integrations.simulators.base import World
from integrations.simulators.graph_doors import Refusal, body, listed, may_subscribe, names, nothing, one
from integrations.simulators.graph_state import GraphState, moment
from integrations.simulators.identity_state import CLIENT, ORGANISER, TENANT

_BASE = "/v1.0/subscriptions"
_SENT = names(
    "changeType clientState encryptionCertificate expirationDateTime includeResourceData "
    "latestSupportedTlsVersion lifecycleNotificationUrl notificationQueryOptions notificationUrl resource"
)
_OWN = names("applicationId creatorId encryptionCertificateId id notificationUrlAppId")
_LONGEST = timedelta(minutes=4230)
_RESOURCE = re.compile(
    r"/?(?:communications/onlineMeetings|users/[^/]+/onlineMeetings)/(getAllRecordings|getAllTranscripts)"
)
_ROLE = {
    "getAllRecordings": "OnlineMeetingRecording.Read.All",
    "getAllTranscripts": "OnlineMeetingTranscript.Read.All",
}


def add(app: Flask, world: World) -> None:
    """Their addresses."""

    @app.get(_BASE, endpoint="subscriptions.list")
    def every() -> Response:
        return listed(world, world.of(GraphState).orders.values())

    @app.post(_BASE, endpoint="subscriptions.create")
    def create() -> Response:
        required = ("changeType", "notificationUrl", "resource", "expirationDateTime")
        answer = jsonify(_ordered(world, body(_SENT, required, _OWN)))
        answer.status_code = 201
        return answer

    @app.get(f"{_BASE}/<order_id>", endpoint="subscriptions.get")
    def get(order_id: str) -> Response:
        return jsonify(one(world.of(GraphState).orders, order_id))

    @app.patch(f"{_BASE}/<order_id>", endpoint="subscriptions.update")
    def update(order_id: str) -> Response:
        order = one(world.of(GraphState).orders, order_id)
        sent = body(("expirationDateTime", "notificationUrl"), (), (_SENT | _OWN) - {"expirationDateTime"})
        if "expirationDateTime" in sent:
            order["expirationDateTime"] = moment(_until(world, sent["expirationDateTime"]))
        return jsonify(order)

    @app.delete(f"{_BASE}/<order_id>", endpoint="subscriptions.delete")
    def delete(order_id: str) -> Response:
        orders = world.of(GraphState).orders
        one(orders, order_id)
        del orders[order_id]
        return nothing()

    @app.post(f"{_BASE}/<order_id>/reauthorize", endpoint="subscriptions.reauthorize")
    def reauthorize(order_id: str) -> Response:
        one(world.of(GraphState).orders, order_id)
        return nothing()


def _until(world: World, said: object) -> datetime:
    try:
        until = datetime.fromisoformat(str(said).replace("Z", "+00:00"))
    except ValueError as error:
        raise Refusal(400, "BadRequest", "expirationDateTime is not valid.") from error
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    if not world.now() < until <= world.now() + _LONGEST:
        raise Refusal(400, "BadRequest", "Subscription expiration can only be 4230 minutes in the future.")
    return until


def _ordered(world: World, sent: dict[str, Any]) -> dict[str, Any]:
    resource = _RESOURCE.fullmatch(str(sent["resource"]))
    if not resource:
        raise Refusal(400, "BadRequest", "Unsupported resource.")
    may_subscribe(world, _ROLE[resource.group(1)])
    until = _until(world, sent["expirationDateTime"])
    if sent["changeType"] != "created":
        raise Refusal(400, "InvalidRequest", "Only created is supported.")
    if len(str(sent.get("clientState") or "")) > 128:
        raise Refusal(400, "InvalidRequest", "clientState is longer than 128 characters.")
    lifecycle = sent.get("lifecycleNotificationUrl")
    if until > world.now() + timedelta(hours=1) and not lifecycle:
        raise Refusal(400, "BadRequest", "lifecycleNotificationUrl is a required property.")
    if sent.get("includeResourceData") and not sent.get("encryptionCertificate"):
        raise Refusal(400, "InvalidRequest", "encryptionCertificate is required.")
    for address in (sent["notificationUrl"], *((lifecycle,) if lifecycle else ())):
        _shake_hands(str(address))
    order = {
        **{k: v for k, v in sent.items() if v is not None and not k.startswith("@")},
        "id": secrets.token_hex(16),
        "applicationId": CLIENT,
        "creatorId": ORGANISER,
        "expirationDateTime": moment(until),
    }
    world.of(GraphState).orders[order["id"]] = order
    return order


def _shake_hands(address: str) -> None:
    """Whoever is to get news must repeat a token, as plain text."""
    parts = urllib.parse.urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise Refusal(400, "InvalidRequest", "The notification URL must be https.")
    token = f"Validation: {secrets.token_urlsafe(12)} & more"
    joint = "&" if parts.query else "?"
    url = f"{address}{joint}validationToken={urllib.parse.quote_plus(token)}"
    try:
        answer = httpx.post(
            url, content=b"", headers={"Content-Type": "text/plain"}, timeout=5, trust_env=False
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Refusal(400, "ValidationError", "Subscription validation request failed.") from error
    plain = answer.headers.get("content-type", "").startswith("text/plain")
    if answer.status_code != 200 or not plain or answer.text != token:
        raise Refusal(400, "ValidationError", "Subscription validation request failed.")


def tell(world: World, kind: str, meeting_id: str, file_id: str) -> list[int]:
    """Post the message about a new file to whoever ordered it; `kind`: recordings or transcripts."""
    wanted = "getAllRecordings" if kind == "recordings" else "getAllTranscripts"
    path = f"users('{ORGANISER}')/onlineMeetings('{meeting_id}')/{kind}('{file_id}')"
    item = {
        "resource": path,
        "resourceData": {"id": file_id, "@odata.type": f"#Microsoft.Graph.call{kind[:-1].capitalize()}"},
        "changeType": "created",
    }
    return [_posted(world, order, item) for order in _orders(world, wanted)]


def tell_of_order(world: World, event: str) -> list[int]:
    """Post what becomes of the orders themselves: reauthorizationRequired, subscriptionRemoved or missed."""
    orders = _orders(world, "")
    if event == "subscriptionRemoved":
        world.of(GraphState).orders.clear()
    return [_posted(world, order, {"lifecycleEvent": event}, lifecycle=True) for order in orders]


def _orders(world: World, ending: str) -> list[dict[str, Any]]:
    return [o for o in world.of(GraphState).orders.values() if str(o["resource"]).endswith(ending)]


def _posted(
    world: World, order: Mapping[str, Any], item: Mapping[str, Any], *, lifecycle: bool = False
) -> int:
    whole = {
        "subscriptionId": order["id"],
        "subscriptionExpirationDateTime": order["expirationDateTime"],
        "clientState": order.get("clientState"),
        "tenantId": TENANT,
        **item,
    }
    address = order["lifecycleNotificationUrl"] if lifecycle else order["notificationUrl"]
    raw = json.dumps({"value": [whole]}).encode()
    return world.deliver(str(address), raw, {"Content-Type": "application/json"})
