"""Personal links: each guest is registered under an address of ours, so the same guest gets the same seat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from integrations.zoom.client import Client, in_path
from integrations.zoom.settings import Council, council_of
from meetings.ports.conferencing import Door, Guest
from meetings.ports.providers import Account, Retryable

#: As many as Zoom takes at once.
BATCH = 30
_LONGEST_NAME = 64
_SEAT = "seat-"


def address_of(guest: Guest, council: Council) -> str:
    """What the guest is registered by. Zoom knows a registrant by e-mail address alone, and two members may share
    one, or have none, or change it: so it is made of our own key. Nobody writes to it, and Zoom learns no address."""
    return f"{_SEAT}{guest.key}@{council.domain}".lower()


def is_ours(address: str) -> bool:
    """Whether an address in a report is one of those, and nobody's own."""
    return address.startswith(_SEAT)


def doors(
    client: Client, account: Account, ref: str, inside: Mapping[str, str], guests: Sequence[Guest]
) -> tuple[Door, ...]:
    """A door for each guest, in order; those that are registered keep their seats."""
    council = council_of(account)
    there = {str(x.get("email") or "").lower(): x for x in _registered(client, account, ref)}
    missing = [guest for guest in guests if address_of(guest, council) not in there]
    for made in _register(client, account, ref, missing, council):
        there[str(made.get("email") or "").lower()] = made
    if any(address_of(guest, council) not in there for guest in missing):
        raise Retryable("Zoom has not given everybody a link.", code="not_all", uncertain=True)
    return tuple(_door(there[address_of(guest, council)], inside) for guest in guests)


def _registered(client: Client, account: Account, ref: str) -> Iterator[dict[str, Any]]:
    path = f"/meetings/{in_path(ref)}/registrants"
    return client.every(account, path, "registrants", status="approved")


def _register(
    client: Client, account: Account, ref: str, guests: Sequence[Guest], council: Council
) -> Iterator[dict[str, Any]]:
    path = f"/meetings/{in_path(ref)}"
    if len(guests) == 1:
        # Light at Zoom; a batch is heavy.
        body = _person(guests[0], council)
        made = client.ask(account, "POST", f"{path}/registrants", json=body)
        yield {**made, "email": body["email"]}
        return
    for start in range(0, len(guests), BATCH):
        people = [_person(guest, council) for guest in guests[start : start + BATCH]]
        answer = client.ask(
            account,
            "POST",
            f"{path}/batch_registrants",
            json={"auto_approve": True, "registrants_confirmation_email": False, "registrants": people},
        )
        yield from answer.get("registrants") or []


def _person(guest: Guest, council: Council) -> dict[str, str]:
    first, _, last = guest.name.strip().rpartition(" ")
    if not first:
        first, last = last, ""
    person = {"email": address_of(guest, council), "first_name": (first or guest.key)[:_LONGEST_NAME]}
    return {**person, "last_name": last[:_LONGEST_NAME]} if last else person


def _door(registrant: Mapping[str, Any], inside: Mapping[str, str]) -> Door:
    # Made just now it is `registrant_id`; in the list of those that are there it is `id`.
    seat = str(registrant.get("registrant_id") or registrant.get("id") or "")
    pin = registrant.get("participant_pin_code")
    phone = inside.get("dial_in", "")
    return Door(
        url=str(registrant.get("join_url") or ""),
        # With the number the caller is known as this guest.
        dial_in=f"{phone}, participant ID {pin}" if phone and pin else phone,
        passcode=inside.get("passcode", ""),
        seat_ref=seat,
    )


def revoke(client: Client, account: Account, ref: str, guest: Guest, seat_ref: str) -> None:
    """This guest's link lets nobody in any more."""
    who = {"id": seat_ref, "email": address_of(guest, council_of(account))}
    client.ask(
        account,
        "PUT",
        f"/meetings/{in_path(ref)}/registrants/status",
        json={"action": "cancel", "registrants": [who]},
    )
