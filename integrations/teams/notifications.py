"""Microsoft's change notifications: the handshake, who really sent a message, what it tells, the standing order."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from integrations.teams.client import Graph, rows
from integrations.teams.errors import NotPermitted
from integrations.teams.reports import RECORDING, TRANSCRIPT
from meetings.ports.providers import Account, Forged, Gone, Happened, Heard

#: The names under which an account keeps the shared word and the ids of what was ordered.
WORD, ORDERED = "news_word", "news_ordered"
#: What of the organiser's meetings is ordered, the permission for it, and the kind of news it makes.
_RESOURCES = {
    "getAllRecordings": (RECORDING, "recording_ready"),
    "getAllTranscripts": (TRANSCRIPT, "transcript_ready"),
}
#: Beside the orders: a hash of the address they were made for.
_WHERE = "address"
#: An order lasts three days at most; each renewal, far more often, makes it last this long.
_LASTS = timedelta(hours=60)
_LONGEST_TOKEN = 2000
_MOST_ITEMS = 1000
_MEETING = re.compile(r"onlineMeetings\('([^']{1,300})'\)/(recordings|transcripts)\('([^']{1,600})'\)")


def hear(account: Account, query: Mapping[str, str], raw: bytes) -> Heard:
    """What a message tells. Raises Forged unless every part of it bears the word that only Microsoft was told."""
    token = query.get("validationToken", "")
    if token:
        if len(token) > _LONGEST_TOKEN or not token.isprintable():
            raise Forged("the token of the handshake is none")
        # The same answer for both addresses: for news, and for what becomes of the order itself.
        return Heard(answer=token, answer_type="text/plain")
    items = _items(raw)
    word = account.values.get(WORD, "")
    for item in items:
        said = item.get("clientState")
        if not word or not isinstance(said, str) or not hmac.compare_digest(said.encode(), word.encode()):
            raise Forged("the message does not bear the word that was agreed")
    return Heard(tuple(_happened(item) for item in items))


def _items(raw: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise Forged("the message cannot be read") from error
    items = list(rows(found.get("value"))) if isinstance(found, dict) else []
    if not items or len(items) > _MOST_ITEMS or len(items) != len(found["value"]):
        raise Forged("the message is not one of notifications")
    return items


def _happened(item: Mapping[str, Any]) -> Happened:
    event = str(item.get("lifecycleEvent") or "")
    if event:
        told = json.dumps(item, sort_keys=True, default=str)
        # Anything of the kind is mended in the same way: the order is renewed, and what was missed is asked for.
        kind = "other" if event == "missed" else "news_ending"
        return Happened(_key("lifecycle", told), kind, None, "", {"event": event[:60]})
    resource = unquote(str(item.get("resource") or ""))
    found = _MEETING.search(resource)
    if not found:
        return Happened(_key("other", resource), "other", None, "", {})
    meeting, kind, file = found.groups()
    name = "recording_ready" if kind == "recordings" else "transcript_ready"
    return Happened(_key(kind, meeting, file), name, None, meeting, {"file": f"{kind[:-1]}:{file}"[:300]})


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class Orders:
    """The standing orders at Graph for news of the organiser's recordings and transcripts."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def renew(self, account: Account, address: str, now: datetime) -> None:
        """Have both orders, for some days from now on: an old one is prolonged, a lost one is made anew.

        Raises ProviderFailed, also if only one of them is refused.

        To prolong also says yes to Microsoft's question whether we may still read them.
        """
        kept = _kept(account)
        if kept.get(_WHERE) != _key(address):
            # Somebody has made a new address: what is sent to the old one is heard no longer.
            self.give_up(account)
            kept = {_WHERE: _key(address)}
        word = account.values.get(WORD) or secrets.token_urlsafe(48)
        if not account.values.get(WORD):
            # Before the first order: its news may be here before its answer.
            _keep(account, {WORD: word})
        until = (now + _LASTS).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        refused: NotPermitted | None = None
        for resource, (needs, _) in _RESOURCES.items():
            try:
                if not self._prolonged(account, kept.get(resource, ""), until, needs):
                    kept[resource] = self._ordered(account, resource, address, word, until, needs)
                    _keep(account, {ORDERED: json.dumps(kept)})
            except NotPermitted as error:
                # A council may want to hear of recordings alone.
                refused = error
        if refused is not None:
            raise refused

    def give_up(self, account: Account) -> None:
        """No more news. Raises ProviderFailed."""
        kept = _kept(account)
        for resource, (needs, _) in _RESOURCES.items():
            if resource not in kept:
                continue
            try:
                self._graph.ask(account, "DELETE", f"/subscriptions/{kept[resource]}", needs=needs)
            except Gone:
                continue
        if kept:
            _keep(account, {ORDERED: ""})

    def _prolonged(self, account: Account, order: str, until: str, needs: str) -> bool:
        if not order:
            return False
        try:
            body = {"expirationDateTime": until}
            self._graph.ask(account, "PATCH", f"/subscriptions/{order}", needs=needs, json=body)
        except Gone:
            return False
        return True

    def _ordered(
        self, account: Account, resource: str, address: str, word: str, until: str, needs: str
    ) -> str:
        body = {
            "changeType": "created",
            "notificationUrl": address,
            # Needed for an order of more than an hour; says when it must be renewed or was lost.
            "lifecycleNotificationUrl": address,
            "resource": f"users/{account.values.get('organiser', '')}/onlineMeetings/{resource}",
            "expirationDateTime": until,
            "clientState": word,
            # What was said stays at Microsoft: a message only says that there is something to fetch.
            "includeResourceData": False,
        }
        made = self._graph.ask(account, "POST", "/subscriptions", needs=needs, json=body)
        return str(made.get("id") or "")


def _kept(account: Account) -> dict[str, str]:
    try:
        found = json.loads(account.values.get(ORDERED) or "{}")
    except ValueError:
        return {}
    return (
        {k: str(v) for k, v in found.items() if k in (*_RESOURCES, _WHERE)} if isinstance(found, dict) else {}
    )


def _keep(account: Account, values: Mapping[str, str]) -> None:
    account.values.update(values)
    account.keep(values)
