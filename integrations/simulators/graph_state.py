"""What Microsoft Graph remembers: calendar entries, meetings, town halls, what came of them, orders for news."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from integrations.simulators.identity_state import ORGANISER, ORGANISER_UPN, TENANT

#: Everybody in the simulated directory: object id, sign-in name, name shown.
DIRECTORY: tuple[tuple[str, str, str], ...] = (
    (ORGANISER, ORGANISER_UPN, "Council Meetings"),
    ("a4d17b02-3c59-4e66-8f10-5b2d9e7c6a13", "officer@council.example", "Olivia Marsh"),
    ("c8e02f54-71ab-4d93-b6c7-1f3a5d8e9b24", "chair@council.example", "Councillor Adeyemi"),
    ("e1f93a66-5d28-47b0-9a4e-8c7b6d5e4f35", "member@council.example", "Councillor Brooks"),
)
#: Everybody with an address here has an account too: the staff of the demonstration council.
STAFF = "aldwater.example"


def account_at(email: object) -> tuple[str, str, str] | None:
    """Whose account in the directory this address is."""
    said = str(email).strip().lower()
    if said.endswith(f"@{STAFF}"):
        return str(uuid5(NAMESPACE_URL, said)), said, said.partition("@")[0].replace(".", " ").title()
    return next((entry for entry in DIRECTORY if entry[1] == said), None)


@dataclass
class Person:
    """Somebody in a running call."""

    name: str
    email: str
    joined: datetime
    #: object id; empty: did not sign in
    user: str = ""


@dataclass
class Call:
    """A start of a meeting that has not ended yet, and who was in it."""

    started: datetime
    inside: dict[str, Person] = field(default_factory=dict)
    #: name, e-mail, object id, joined, left
    stretches: list[tuple[str, str, str, datetime, datetime]] = field(default_factory=list)


@dataclass
class GraphState:
    """The state between two resets."""

    #: object ids in the directory that were ever told, with their sign-in names
    accounts: dict[str, str] = field(default_factory=lambda: {oid: upn for oid, upn, _ in DIRECTORY})
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: transaction ids and the entries they made, also those that are gone
    transactions: dict[str, str] = field(default_factory=dict)
    meetings: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: calendar entry of a meeting
    entry_of: dict[str, str] = field(default_factory=dict)
    #: by a meeting's id, or a town hall's session's
    calls: dict[str, Call] = field(default_factory=dict)
    reports: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    recordings: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    transcripts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    #: bytes by a file's id
    contents: dict[str, bytes] = field(default_factory=dict)
    halls: dict[str, dict[str, Any]] = field(default_factory=dict)
    presenters: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: how many rows a page of a list has
    page_size: int = 100
    #: pages still to come, by their opaque token
    pages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    number: int = 0

    def fresh_id(self, kind: str) -> str:
        """An id as long and as odd as Microsoft's."""
        self.number += 1
        told = f"{kind}*{self.number}*{secrets.token_hex(12)}".encode()
        return base64.urlsafe_b64encode(told).decode()


def moment(at: datetime) -> str:
    """As Graph writes one."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"


def new_meeting(state: GraphState, now: datetime, subject: str, start: str, end: str) -> dict[str, Any]:
    """An online meeting, with its address and number."""
    meeting_id = state.fresh_id("MSo1")
    thread = quote(f"19:meeting_{secrets.token_hex(12)}@thread.v2", safe="").lower()
    context = quote(f'{{"Tid":"{TENANT}","Oid":"{ORGANISER}"}}', safe="")
    meeting: dict[str, Any] = {
        "id": meeting_id,
        "creationDateTime": moment(now),
        "startDateTime": start,
        "endDateTime": end,
        "subject": subject,
        "joinWebUrl": f"https://teams.microsoft.com/l/meetup-join/{thread}/0?context={context}",
        "joinMeetingIdSettings": {
            "isPasscodeRequired": True,
            "joinMeetingId": f"3{state.number:011d}",
            "passcode": secrets.token_urlsafe(5),
        },
        "audioConferencing": {
            "tollNumber": "+44 20 7946 0857",
            "conferenceId": f"{730_000_000 + state.number}",
            "dialinUrl": "https://dialin.teams.microsoft.com/simulated",
        },
        "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": False},
        "allowedPresenters": "everyone",
        "allowedLobbyAdmitters": "organizerAndCoOrganizersAndPresenters",
        "allowRecording": True,
        "allowTranscription": True,
        "recordAutomatically": False,
        "participants": {
            "organizer": {
                "upn": ORGANISER_UPN,
                "role": "presenter",
                "identity": {"user": {"id": ORGANISER, "displayName": "Council Meetings"}},
            },
            "attendees": [],
        },
    }
    state.meetings[meeting_id] = meeting
    return meeting
