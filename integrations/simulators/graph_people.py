"""Buttons of the simulated Teams: people come and go, the call ends, and reports, recordings and transcripts appear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from integrations.simulators.base import Control, Input, Table, World
from integrations.simulators.graph_news import tell, tell_of_order
from integrations.simulators.graph_state import Call, GraphState, Person, account_at, moment
from integrations.simulators.identity_state import ORGANISER, TENANT, Identity

_USER, _GUEST = "communicationsUserIdentity", "communicationsGuestIdentity"


def controls(world: World) -> None:
    """Put them on the page."""
    meeting = Input("meeting", "Meeting", choices=lambda: _meetings(world))
    who = (Input("name", "Name"), Input("email", "E-mail (of the directory: signed in)"))
    for control in (
        Control("graph.join", "Somebody joins", _join(world), (meeting, *who)),
        Control("graph.leave", "Somebody leaves", _leave(world), (meeting, who[0])),
        Control(
            "graph.end", "The call ends", _end(world), (meeting,), "A report appears, and files if recorded."
        ),
        Control("graph.policy", "The application access policy is taken away or granted", _policy(world)),
        Control("graph.role", "A permission is taken away or granted", _role(world), (_role_input(world),)),
        Control("graph.news", "News of the orders themselves", _news(world), (_event_input(),)),
    ):
        world.controls[control.key] = control
    world.tables.append(lambda: _table(world))


def join(world: World, meeting_id: str, name: str, email: str = "") -> None:
    """Somebody comes in; the call starts with the first."""
    now = world.now()
    call = world.of(GraphState).calls.setdefault(meeting_id, Call(now))
    account = account_at(email)
    call.inside[name] = Person(name, email if account else "", now, account[0] if account else "")


def leave(world: World, meeting_id: str, name: str) -> None:
    """Somebody goes."""
    call = world.of(GraphState).calls[meeting_id]
    person = call.inside.pop(name)
    call.stretches.append((person.name, person.email, person.user, person.joined, world.now()))


def end(world: World, meeting_id: str) -> None:
    """All go; a report of this start of the call appears, and its files if it was recorded."""
    state = world.of(GraphState)
    for name in list(state.calls[meeting_id].inside):
        leave(world, meeting_id, name)
    call = state.calls.pop(meeting_id)
    state.reports.setdefault(meeting_id, []).append(_report(world, call))
    meeting = state.meetings.get(meeting_id)
    if meeting and meeting["recordAutomatically"] and meeting_id in state.entry_of:
        record(world, meeting_id, call.started)


def record(world: World, meeting_id: str, started: datetime) -> None:
    """A recording and a transcript are ready, and who ordered news of them is told."""
    state = world.of(GraphState)
    for kind, table in (("recordings", state.recordings), ("transcripts", state.transcripts)):
        file_id = state.fresh_id(kind)
        base = f"https://graph.microsoft.com/v1.0/users/{ORGANISER}/onlineMeetings/{meeting_id}/{kind}"
        address = "recordingContentUrl" if kind == "recordings" else "transcriptContentUrl"
        table.setdefault(meeting_id, []).append(
            {
                "id": file_id,
                "meetingId": meeting_id,
                "callId": file_id[:36],
                "createdDateTime": moment(started),
                "endDateTime": moment(world.now()),
                "meetingOrganizer": {"user": {"id": ORGANISER, "displayName": "Council Meetings"}},
                address: f"{base}/{file_id}/content",
            }
        )
        state.contents[file_id] = _VIDEO if kind == "recordings" else _WORDS
        tell(world, kind, meeting_id, file_id)


_VIDEO = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom simulated"
_WORDS = (
    b"WEBVTT\n\n00:00:03.000 --> 00:00:06.000\n<v Councillor Adeyemi>Good evening, and welcome.</v>\n\n"
    b"00:00:07.500 --> 00:00:11.000\n<v Councillor Brooks>Thank you, Chair.</v>\n"
)


def _report(world: World, call: Call) -> dict[str, Any]:
    state = world.of(GraphState)
    people: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for name, email, user, joined, left in call.stretches:
        seconds = int((left - joined).total_seconds())
        stretch = {
            "joinDateTime": moment(joined),
            "leaveDateTime": moment(left),
            "durationInSeconds": seconds,
        }
        people.setdefault((name, email, user), []).append(stretch)
    return {
        "id": state.fresh_id("report"),
        "totalParticipantCount": len(people),
        "meetingStartDateTime": moment(call.started),
        "meetingEndDateTime": moment(world.now()),
        "attendanceRecords": [_record(state, *who, stretches) for who, stretches in people.items()],
    }


def _record(
    state: GraphState, name: str, email: str, user: str, stretches: list[dict[str, Any]]
) -> dict[str, Any]:
    identity: dict[str, Any] = {
        "@odata.type": f"#microsoft.graph.{_USER if user else _GUEST}",
        "id": user or state.fresh_id("guest")[:36],
        "displayName": name,
    }
    return {
        "id": user or identity["id"],
        "emailAddress": email or None,
        "role": "Organizer" if user == ORGANISER else "Attendee",
        "totalAttendanceInSeconds": sum(s["durationInSeconds"] for s in stretches),
        "identity": {**identity, "tenantId": TENANT} if user else identity,
        "attendanceIntervals": stretches,
    }


def _meetings(world: World) -> Sequence[tuple[str, str]]:
    state = world.of(GraphState)
    halls = [(state.sessions[hall_id]["id"], hall["displayName"]) for hall_id, hall in state.halls.items()]
    return [(m["id"], m["subject"]) for m in state.meetings.values()] + halls


def _join(world: World) -> Any:
    def act(values: Mapping[str, str]) -> str:
        if values["meeting"] not in {key for key, _ in _meetings(world)}:
            raise ValueError("there is no such meeting")
        with world.lock:
            join(world, values["meeting"], values["name"], values.get("email", ""))
        return f"{values['name']} has joined."

    return act


def _leave(world: World) -> Any:
    def act(values: Mapping[str, str]) -> str:
        with world.lock:
            leave(world, values["meeting"], values["name"])
        return f"{values['name']} has left."

    return act


def _end(world: World) -> Any:
    def act(values: Mapping[str, str]) -> str:
        end(world, values["meeting"])
        return "The call has ended, and its report is there."

    return act


def _policy(world: World) -> Any:
    def act(_: Mapping[str, str]) -> str:
        state = world.of(Identity)
        state.policy = not state.policy
        return "The policy is granted." if state.policy else "The policy is taken away."

    return act


def _role_input(world: World) -> Input:
    from integrations.simulators.identity_state import EVERY_ROLE

    return Input("role", "Permission", choices=lambda: [(r, r) for r in sorted(EVERY_ROLE)])


def _role(world: World) -> Any:
    def act(values: Mapping[str, str]) -> str:
        roles = world.of(Identity).roles
        (roles.discard if values["role"] in roles else roles.add)(values["role"])
        return "Granted." if values["role"] in roles else "Taken away; the next token is without it."

    return act


def _event_input() -> Input:
    events = ("reauthorizationRequired", "subscriptionRemoved", "missed")
    return Input("event", "What", choices=lambda: [(e, e) for e in events])


def _news(world: World) -> Any:
    def act(values: Mapping[str, str]) -> str:
        return f"Told {len(tell_of_order(world, values['event']))} times."

    return act


def _table(world: World) -> Table:
    state = world.of(GraphState)
    rows = [
        (m["subject"], m["startDateTime"][:16], m["lobbyBypassSettings"]["scope"], _inside(state, m["id"]))
        for m in state.meetings.values()
    ]
    rows += [
        (f"Town hall: {h['displayName']}", h["startDateTime"]["dateTime"][:16], h["status"], "")
        for h in state.halls.values()
    ]
    return Table(
        "Meetings at Teams", ("Title", "Starts (UTC)", "Lobby", "Inside"), tuple(rows), "No meeting."
    )


def _inside(state: GraphState, meeting_id: str) -> str:
    call = state.calls.get(meeting_id)
    return ", ".join(call.inside) if call else ""
