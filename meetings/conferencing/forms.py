"""What officers type about a remote room and a broadcast, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from meetings.conferencing.offers import MANUAL, Offer
from meetings.conferencing.rules import Privacy, What
from meetings.ports.addresses import from_invitation, recognised, trouble_with

LONGEST = 500
#: chosen where there is a room or a broadcast: it is given up
NONE = "none"
_NAMES = ("room", "broadcast", "link", "dial_in", "passcode", "watch", "privacy", "reason")
_BOXES = ("record", "audience", "same_room", "same_broadcast")


@dataclass(frozen=True)
class ArrangeForm:
    """As it was typed, what is wrong with it, and what was entered for providers that create nothing."""

    values: dict[str, str]
    errors: dict[str, str]
    room_given: dict[str, str] = field(default_factory=dict, repr=False)
    broadcast_given: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def privacy(self) -> Privacy:
        """As chosen; public unless something else is said."""
        return Privacy(self.values["privacy"]) if self.values["privacy"] in list(Privacy) else Privacy.PUBLIC

    @property
    def give_up(self) -> tuple[What, ...]:
        """What is no longer wanted."""
        return tuple(what for what in What if self.values[what.value] == NONE)

    def provider(self, what: What) -> str:
        """Which one was chosen; empty: none."""
        key = self.values[what.value]
        return "" if key == NONE else key

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.values[name])


@dataclass(frozen=True)
class Known:
    """What was entered before and counts while the fields stay empty."""

    room: bool = False
    broadcast: bool = False


def read_arrange(
    form: Mapping[str, str], rooms: tuple[Offer, ...], casts: tuple[Offer, ...], known: Known
) -> ArrangeForm:
    """The one form on which a room and a broadcast are arranged."""
    values = {n: form.get(n, "").strip() for n in _NAMES} | {n: form.get(n, "") for n in _BOXES}
    errors = {**_chosen("room", values, rooms), **_chosen("broadcast", values, casts)}
    if not values["room"] and not values["broadcast"]:
        errors["room"] = "Choose where the meeting is held online, where it is broadcast, or both"
    given_room: dict[str, str] = {}
    given_cast: dict[str, str] = {}
    if values["room"] == MANUAL:
        given_room, wrong = _entered_room(values, known.room or bool(values["same_room"]))
        errors |= wrong
    if values["broadcast"] == MANUAL:
        given_cast, wrong = _entered_cast(values, known.broadcast or bool(values["same_broadcast"]))
        errors |= wrong
    return ArrangeForm(values, errors, given_room, given_cast)


def _chosen(name: str, values: Mapping[str, str], offers: tuple[Offer, ...]) -> dict[str, str]:
    key = values[name]
    if key in ("", NONE):
        return {}
    offer = next((o for o in offers if o.key == key), None)
    if offer is None:
        return {name: "Choose one of those listed"}
    return {} if offer.usable else {name: offer.why}


def _entered_room(values: Mapping[str, str], known: bool) -> tuple[dict[str, str], dict[str, str]]:
    link, code = from_invitation(values["link"])
    dial_in, passcode = values["dial_in"], values["passcode"] or code
    errors = {}
    if not (link or dial_in):
        if known and not passcode:
            return {}, {}
        errors["link"] = "Paste the link with which people join, or enter a telephone number"
    elif link and (trouble := trouble_with(link)):
        errors["link"] = trouble
    elif link and recognised(link).starts:
        errors["link"] = "This link starts the meeting as its host. Paste the link from the invitation"
    if len(dial_in) > LONGEST:
        errors["dial_in"] = f"Shorten the telephone numbers to {LONGEST} characters"
    if len(passcode) > 100:
        errors["passcode"] = "Shorten the passcode to 100 characters"
    given = {"link": link, "dial_in": dial_in, "passcode": passcode}
    return {name: value for name, value in given.items() if value}, errors


def _entered_cast(values: Mapping[str, str], known: bool) -> tuple[dict[str, str], dict[str, str]]:
    watch, _ = from_invitation(values["watch"])
    if not watch and known:
        return {}, {}
    trouble = trouble_with(watch)
    found = recognised(watch)
    if not trouble and len(watch) > LONGEST:
        trouble = f"Shorten the address to {LONGEST} characters"
    if not trouble and found.service in ("zoom", "teams", "meet", "jitsi"):
        trouble = f"This leads into a room ({found.what}). Give the page on which the public watches"
    return ({"watch": watch}, {}) if not trouble else ({}, {"watch": trouble})
