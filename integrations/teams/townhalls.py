"""Town halls: a meeting with an audience that only watches, made in the name of the organiser who signed in."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from integrations.teams import words
from integrations.teams.client import Graph
from integrations.teams.meetings import moment
from integrations.teams.people import Known, known
from meetings.ports.conferencing import Door, Guest, Room, RoomWish
from meetings.ports.providers import Account, Gone, NotYet, Permanent, ProviderFailed, Step

log = logging.getLogger(__name__)

_PATH = "/solutions/virtualEvents/townhalls"
PREFIX = "townhall:"
_NEEDS = f"{words.DELEGATED} (delegated)"


class TownHalls:
    """Of the organiser who signed in."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def create(self, account: Account, wish: RoomWish) -> Room:
        """The town hall made with this key, published: found and finished, or made now."""
        hosts = known(self._graph, account, wish.hosts)
        hall = self._ours(account, wish.key)
        if hall is None:
            body = _body(account, wish, hosts) | {"audience": "everyone"}
            hall = self._ask(account, "POST", _PATH, json=body)
        return self._settled(account, hall, hosts)

    def update(self, account: Account, hall_id: str, wish: RoomWish) -> Room:
        """Moved, renamed, other hosts."""
        hosts = known(self._graph, account, wish.hosts)
        hall = self._ask(account, "PATCH", _hall(hall_id), json=_body(account, wish, hosts))
        return self._settled(account, hall, hosts)

    def cancel(self, account: Account, hall_id: str) -> None:
        """Taken away; a draft leaves nothing behind."""
        try:
            status = self._ask(account, "GET", _hall(hall_id)).get("status")
            if status == "draft":
                self._ask(account, "DELETE", _hall(hall_id))
            elif status != "canceled":
                self._ask(account, "POST", f"{_hall(hall_id)}/cancel")
        except Gone:
            return

    def status(self, account: Account, hall_id: str) -> str:
        """Draft, published or canceled. Raises Gone."""
        return str(self._ask(account, "GET", _hall(hall_id)).get("status") or "")

    def door(self, account: Account, hall_id: str, inside: Mapping[str, str], guest: Guest) -> Door:
        """Who is a member speaks in a town hall only as presenter: made one here, once.

        Whether or not that succeeds, they come in: they can still be made one by hand.
        """
        join = inside.get("join", "")
        try:
            return Door(join, seat_ref=self._seat(account, hall_id, guest) if guest.email else "")
        except ProviderFailed as error:
            log.warning("a member comes into a town hall of Teams as audience: %s", error.reason)
            return Door(join)

    def _seat(self, account: Account, hall_id: str, guest: Guest) -> str:
        there = self._presenters(account, hall_id)
        seat = next((str(p.get("id")) for p in there if _email(p) == guest.email.lower()), "")
        if not seat:
            user = known(self._graph, account, [guest.email]).get(guest.email.strip())
            seat = next((str(p.get("id")) for p in there if user and _identity(p) == user.id), "")
            seat = seat or self._present(account, hall_id, guest, user)
        return seat

    def revoke(self, account: Account, hall_id: str, seat_ref: str) -> None:
        """A presenter no more; the public address of a town hall stays what it is."""
        if not seat_ref:
            return
        try:
            path = f"{_hall(hall_id)}/presenters/{quote(seat_ref, safe='')}"
            self._ask(account, "DELETE", path)
        except Gone:
            return

    def sessions(self, account: Account, hall_id: str) -> Iterator[dict[str, Any]]:
        """A town hall has one."""
        return self._graph.every(account, f"{_hall(hall_id)}/sessions", needs=_NEEDS, organiser=True)

    def session_path(self, hall_id: str, session_id: str) -> str:
        """Below which its attendance reports are."""
        return f"{_hall(hall_id)}/sessions/{quote(session_id, safe='')}"

    def _ours(self, account: Account, key: str) -> dict[str, Any] | None:
        path = f"{_PATH}/getByUserRole(role='organizer')"
        for hall in self._graph.every(account, path, needs=_NEEDS, organiser=True):
            described = (hall.get("description") or {}).get("content") or ""
            if _mark(key) in described and hall.get("status") != "canceled":
                return hall
        return None

    def _settled(self, account: Account, hall: Mapping[str, Any], hosts: Mapping[str, Known | None]) -> Room:
        hall_id = str(hall["id"])
        self._invite(account, hall_id, hosts)
        if hall.get("status") == "draft":
            self._ask(account, "POST", f"{_hall(hall_id)}/publish")
        join = next(
            (str(s["joinWebUrl"]) for s in self.sessions(account, hall_id) if s.get("joinWebUrl")), ""
        )
        if not join:
            raise NotYet("Teams does not show the address of the town hall yet.")
        return Room(PREFIX + hall_id, {"join": join}, (_SPEAKERS,))

    def _invite(self, account: Account, hall_id: str, hosts: Mapping[str, Known | None]) -> None:
        """Hosts without an account come in as presenters; those with one are co-organisers already."""
        strangers = [email for email, user in hosts.items() if user is None]
        there = {_email(p) for p in self._presenters(account, hall_id)} if strangers else set()
        for email in strangers:
            if email.lower() not in there:
                self._present(account, hall_id, Guest("", email.partition("@")[0], email), None)

    def _present(self, account: Account, hall_id: str, guest: Guest, user: Known | None) -> str:
        if user is None:
            kind, who = "communicationsGuestIdentity", {"displayName": guest.name, "email": guest.email}
        else:
            tenant = account.values.get("tenant", "")
            kind, who = "communicationsUserIdentity", {"id": user.id, "tenantId": tenant}
        body = {"identity": {"@odata.type": f"#microsoft.graph.{kind}", **who}}
        made = self._ask(account, "POST", f"{_hall(hall_id)}/presenters", json=body)
        return str(made.get("id") or "")

    def _presenters(self, account: Account, hall_id: str) -> list[dict[str, Any]]:
        path = f"{_hall(hall_id)}/presenters"
        return list(self._graph.every(account, path, needs=_NEEDS, organiser=True))

    def _ask(self, account: Account, method: str, path: str, **request: Any) -> dict[str, Any]:
        return self._graph.ask(account, method, path, needs=_NEEDS, organiser=True, **request)


_SPEAKERS = Step(
    "teams-speakers",
    "Look at who may speak in the town hall",
    "In a town hall only organisers and presenters are heard. Each member whose e-mail address is known here "
    "becomes a presenter when they first come in through our page. Whoever is to be one from the start, or has no "
    "address here, is added as a presenter in Teams.",
)


def hall_of(ref: str) -> str:
    """The id of a town hall; empty: this is a meeting."""
    return ref[len(PREFIX) :] if ref.startswith(PREFIX) else ""


def _hall(hall_id: str) -> str:
    if not hall_id:
        raise Permanent("This is not a town hall of Teams.")
    return f"{_PATH}/{quote(hall_id, safe='')}"


def _mark(key: str) -> str:
    return f"(our reference: {key})"


def _body(account: Account, wish: RoomWish, hosts: Mapping[str, Known | None]) -> dict[str, Any]:
    tenant = account.values.get("tenant", "")
    return {
        "displayName": wish.title[:255],
        # Town halls know no transaction's id: this mark finds ours again.
        "description": {"contentType": "text", "content": f"{wish.title} {_mark(wish.key)}"},
        "startDateTime": moment(wish.starts_at),
        "endDateTime": moment(wish.starts_at + timedelta(minutes=wish.minutes)),
        "coOrganizers": [{"id": user.id, "tenantId": tenant} for user in hosts.values() if user is not None],
        "settings": {"isAttendeeEmailNotificationEnabled": False},
    }


def _email(presenter: Mapping[str, Any]) -> str:
    identity = presenter.get("identity") or {}
    return str(presenter.get("email") or identity.get("email") or "").lower()


def _identity(presenter: Mapping[str, Any]) -> str:
    return str((presenter.get("identity") or {}).get("id") or "")
