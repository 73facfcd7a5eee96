"""Meetings in the organiser's calendar: made once, changed, taken away; their lobby and who may present."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from integrations.teams import words
from integrations.teams.client import Graph, rows
from integrations.teams.errors import Duplicate
from integrations.teams.people import Known, known
from meetings.ports.conferencing import Room, RoomWish
from meetings.ports.providers import Account, Gone, NotYet, Permanent

CALENDAR, ONLINE = "Calendars.ReadWrite", "OnlineMeetings.ReadWrite.All"
_FOUND: dict[str, str | int] = {"$select": "id,subject,transactionId,isCancelled,onlineMeeting", "$top": 100}
#: How often a meeting that was taken away in Teams is made again under one key of ours.
_LIVES = 20


@dataclass(frozen=True)
class Ref:
    """Both ids of a meeting: of the online meeting, which news and reports name, and of its calendar entry."""

    meeting: str
    event: str

    def __str__(self) -> str:
        return f"{self.meeting} {self.event}"

    @staticmethod
    def read(ref: str) -> Ref:
        """From what was kept. Raises Permanent."""
        meeting, _, event = ref.partition(" ")
        if not meeting or not event:
            raise Permanent("This is not a meeting of Teams.")
        return Ref(meeting, event)


class Meetings:
    """Of the organiser named in the account."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def create(self, account: Account, wish: RoomWish, now: datetime) -> Room:
        """The meeting made with this key: found, or made now."""
        event = self._ours(account, wish, now) or self._made(account, wish)
        return self._settled(account, event, wish)

    def update(self, account: Account, ref: Ref, wish: RoomWish) -> Room:
        """Moved, renamed, its options anew."""
        event = self._graph.ask(
            account, "PATCH", self._event(account, ref.event), needs=CALENDAR, json=_times(wish)
        )
        return self._settled(account, event, wish)

    def cancel(self, account: Account, ref: Ref) -> None:
        """Taken out of the calendar, and the meeting with it."""
        try:
            self._graph.ask(account, "DELETE", self._event(account, ref.event), needs=CALENDAR)
        except Gone:
            return

    def there(self, account: Account, ref: Ref) -> None:
        """Raises Gone if the meeting is not there any more."""
        self._graph.ask(account, "GET", self.online(account, ref), needs=ONLINE)

    def online(self, account: Account, ref: Ref) -> str:
        """The path of the online meeting."""
        return f"{_user(account)}/onlineMeetings/{quote(ref.meeting, safe='')}"

    def _ours(self, account: Account, wish: RoomWish, now: datetime) -> dict[str, Any] | None:
        """The one that a call made which we never heard the end of."""
        since = (now - timedelta(days=1)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        lives = {_transaction(wish.key, life) for life in range(_LIVES)}
        query = {"$filter": f"end/dateTime ge '{since}'", **_FOUND}
        for event in self._graph.every(account, f"{_user(account)}/events", query, needs=CALENDAR):
            if event.get("transactionId") in lives and not event.get("isCancelled"):
                return event
        return None

    def _made(self, account: Account, wish: RoomWish) -> dict[str, Any]:
        for life in range(_LIVES):
            body = _times(wish) | {
                "transactionId": _transaction(wish.key, life),
                "isOnlineMeeting": True,
                "onlineMeetingProvider": "teamsForBusiness",
                "allowNewTimeProposals": False,
                "hideAttendees": True,
                "responseRequested": False,
            }
            try:
                return self._graph.ask(account, "POST", f"{_user(account)}/events", needs=CALENDAR, json=body)
            except Duplicate as there:
                event = self._existing(account, there.existing)
                if event is not None:
                    return event
        raise Permanent("This meeting was taken away in Teams too often.", remedy="Arrange it anew.")

    def _existing(self, account: Account, event_id: str) -> dict[str, Any] | None:
        """The one that has our transaction's id; None: it was taken away since, so its id is used up."""
        if not event_id:
            raise NotYet("Teams has made this meeting already and does not show it yet.")
        try:
            event = self._graph.ask(account, "GET", self._event(account, event_id), needs=CALENDAR)
        except Gone:
            return None
        return None if event.get("isCancelled") else event

    def _settled(self, account: Account, event: Mapping[str, Any], wish: RoomWish) -> Room:
        info = event.get("onlineMeeting") or {}
        if not info.get("joinUrl"):
            event = self._graph.ask(account, "GET", self._event(account, str(event["id"])), needs=CALENDAR)
            info = event.get("onlineMeeting") or {}
        join = str(info.get("joinUrl") or "")
        meeting = self._by_address(account, join)
        ref = Ref(str(meeting["id"]), str(event["id"]))
        hosts = known(self._graph, account, wish.hosts)
        options = _options(wish, hosts, meeting)
        self._graph.ask(account, "PATCH", self.online(account, ref), needs=ONLINE, json=options)
        strangers = tuple(email for email, user in hosts.items() if user is None)
        steps = (words.presenters_step(strangers),) if strangers else ()
        return Room(str(ref), _inside(join, meeting, info), steps)

    def _by_address(self, account: Account, join: str) -> dict[str, Any]:
        if not join:
            raise NotYet("Teams is still making the meeting.")
        quoted = join.replace("'", "''")
        query = {"$filter": f"JoinWebUrl eq '{quoted}'"}
        found = self._graph.every(account, f"{_user(account)}/onlineMeetings", query, needs=ONLINE)
        meeting = next((m for m in found if m.get("id")), None)
        if meeting is None:
            raise NotYet("Teams does not show the meeting yet.")
        return meeting

    @staticmethod
    def _event(account: Account, event_id: str) -> str:
        return f"{_user(account)}/events/{quote(event_id, safe='')}"


def _user(account: Account) -> str:
    return f"/users/{quote(account.values.get('organiser', '').strip(), safe='')}"


def _transaction(key: str, life: int) -> str:
    return f"witan-{key}" if life == 0 else f"witan-{key}-{life}"


def _times(wish: RoomWish) -> dict[str, Any]:
    ends = wish.starts_at + timedelta(minutes=wish.minutes)
    return {
        "subject": wish.title[:255],
        "start": moment(wish.starts_at),
        "end": moment(ends),
    }


def moment(at: datetime) -> dict[str, str]:
    """As calendars at Microsoft take it: in UTC no hour comes twice when the clocks change."""
    return {"dateTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}


def _options(wish: RoomWish, hosts: Mapping[str, Known | None], meeting: Mapping[str, Any]) -> dict[str, Any]:
    roles = [{"upn": user.upn, "role": "coorganizer"} for user in hosts.values() if user is not None]
    ours = {role["upn"].lower() for role in roles}
    # Co-organisers are ours to say; whom somebody made a presenter in Teams stays one.
    there = [
        {"upn": str(one["upn"]), "role": str(one["role"])}
        for one in rows((meeting.get("participants") or {}).get("attendees"))
        if one.get("role") in ("presenter", "attendee") and one.get("upn")
    ]
    # Nobody but the hosts is invited at Teams, since our own letters go to everybody else: all others wait.
    waiting = "invited" if roles else "organizer"
    return {
        "subject": wish.title[:255],
        "lobbyBypassSettings": {
            "scope": waiting if wish.waiting_room else "everyone",
            "isDialInBypassEnabled": not wish.waiting_room,
        },
        "allowedLobbyAdmitters": "organizerAndCoOrganizersAndPresenters",
        "allowedPresenters": "roleIsPresenter",
        "allowParticipantsToChangeName": False,
        "allowRecording": True,
        "allowTranscription": True,
        "recordAutomatically": wish.record,
        "participants": {"attendees": [*roles, *(one for one in there if one["upn"].lower() not in ours)]},
    }


def _inside(join: str, meeting: Mapping[str, Any], info: Mapping[str, Any]) -> dict[str, str]:
    audio = meeting.get("audioConferencing") or {}
    phone = str(audio.get("tollNumber") or info.get("tollNumber") or "")
    code = str(audio.get("conferenceId") or info.get("conferenceId") or "")
    # The passcode of Teams belongs to a meeting's number, which nobody needs who has the address.
    return {"join": join, "dial_in": f"{phone}, conference ID {code}#" if phone and code else ""}
