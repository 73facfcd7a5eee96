"""A meeting at the simulated Graph that was held and recorded, and a town hall: something for every operation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from integrations.simulators import graph, graph_meetings, graph_people, graph_townhalls
from integrations.simulators.base import World
from integrations.simulators.graph_state import GraphState, moment
from integrations.simulators.identity_state import ORGANISER, app_token, user_token
from tests.integrations.conforming import Seeds, Simulated
from tests.integrations.contracts import GRAPH

_MEETING, _REPORTS = "user_{}OnlineMeeting", "user.onlineMeeting_{}AttendanceReport"
_HALL, _PERSON = "solution.virtualEvent_{}Townhall", "solution.virtualEvent.townhall_{}Presenter"
_SESSION = "solution.virtualEvent.townhall.session"
#: All but a transcript's content, which the description calls bytes and the reference text/vtt.
OPERATIONS = (
    *(_MEETING.format(verb) for verb in ("List", "Create", "Get", "Update", "Delete")),
    *(_REPORTS.format(verb) for verb in ("List", "Get")),
    "user.onlineMeeting.attendanceReport_ListAttendanceRecord",
    *(f"user.onlineMeeting_{verb}" for verb in ("ListRecording", "GetRecording", "GetRecordingsContent")),
    *(f"user.onlineMeeting_{verb}" for verb in ("ListTranscript", "GetTranscript", "createOrGet")),
    *(_HALL.format(verb) for verb in ("List", "Create", "Get", "Update", "Delete")),
    *(_PERSON.format(verb) for verb in ("List", "Create", "Get", "Update", "Delete")),
    *(f"solution.virtualEvent.townhall_{verb}Session" for verb in ("List", "Get")),
    *(f"{_SESSION}_{verb}AttendanceReport" for verb in ("List", "Get")),
    f"{_SESSION}.attendanceReport_ListAttendanceRecord",
    *(f"subscription_{verb}Subscription" for verb in ("List", "Get", "Update", "Delete")),
    *(f"user_{verb}Event" for verb in ("Create", "Get", "Update", "Delete")),
    *(f"townhall_{verb}" for verb in ("publish", "cancel")),
    "subscription_reauthorize",
)
_START, _END = ({"dateTime": f"2026-12-03T{hour}:30:00", "timeZone": "UTC"} for hour in (18, 21))


def plant(world: World, operation: str) -> Seeds:
    """One of each."""
    state = world.of(GraphState)
    event = graph_meetings.new_event(
        world,
        {"subject": "Council", "start": _START, "end": _END, "transactionId": "t1", "isOnlineMeeting": True},
    )
    (meeting_id,) = state.meetings
    graph_people.join(world, meeting_id, "Councillor Adeyemi", "chair@council.example")
    graph_people.join(world, meeting_id, "A guest")
    graph_people.end(world, meeting_id)
    graph_people.record(world, meeting_id, world.now())
    hall = graph_townhalls.new_hall(
        world,
        {"displayName": "Council", "audience": "everyone", "startDateTime": _START, "endDateTime": _END},
    )
    hall["status"] = "published" if operation == "townhall_cancel" else "draft"
    state.presenters[hall["id"]].append({"id": "p1", "email": "ann@home.example", "identity": {"id": "p1"}})
    session = state.sessions[hall["id"]]["id"]
    graph_people.join(world, session, "Councillor Brooks", "member@council.example")
    graph_people.end(world, session)
    state.orders["o1"] = _order(world)
    reports = state.reports[session if _SESSION in operation else meeting_id]
    named = {
        "user-id": ORGANISER,
        "event-id": event["id"],
        "onlineMeeting-id": meeting_id,
        "meetingAttendanceReport-id": reports[0]["id"],
        "callRecording-id": state.recordings[meeting_id][0]["id"],
        "callTranscript-id": state.transcripts[meeting_id][0]["id"],
        "virtualEventTownhall-id": hall["id"],
        "virtualEventPresenter-id": "p1",
        "virtualEventSession-id": session,
        "subscription-id": "o1",
    }
    address = state.meetings[meeting_id]["joinWebUrl"]
    query = {"$filter": f"JoinWebUrl eq '{address}'"} if operation == "user_ListOnlineMeeting" else {}
    token = app_token(world)
    if ("townhall" in operation.lower()) and "AttendanceRe" not in operation:
        token = user_token(world, "VirtualEvent.ReadWrite")
    return Seeds(token, named, _body(world, operation), query)


def _order(world: World) -> dict[str, str]:
    return {
        "id": "o1",
        "resource": f"users/{ORGANISER}/onlineMeetings/getAllRecordings",
        "changeType": "created",
        "notificationUrl": "https://council.example/hooks/teams/x",
        "expirationDateTime": moment(world.now()),
    }


def _body(world: World, operation: str) -> dict[str, Any]:
    calm = {
        "participants": {"attendees": []},
        "lobbyBypassSettings": {"scope": "invited"},
        "allowedPresenters": "roleIsPresenter",
    }
    guest = {"@odata.type": "#microsoft.graph.communicationsGuestIdentity", "email": "ben@home.example"}
    bodies: dict[str, dict[str, Any]] = {
        "user_CreateEvent": {"subject": "Another", "start": _START, "end": _END},
        "user_UpdateEvent": {"start": _START, "end": _END, "transactionId": "t1"},
        "user_CreateOnlineMeeting": calm,
        "user_UpdateOnlineMeeting": calm,
        "user.onlineMeeting_createOrGet": {**calm, "externalId": "e1"},
        _HALL.format("Create"): {
            "displayName": "Another",
            "audience": "everyone",
            "startDateTime": _START,
            "endDateTime": _END,
            "coOrganizers": [],
        },
        _HALL.format("Update"): {"startDateTime": _START, "endDateTime": _END, "coOrganizers": []},
        _PERSON.format("Create"): {"identity": guest},
        "subscription_UpdateSubscription": {"expirationDateTime": _soon(world)},
    }
    return bodies.get(operation, {})


def _soon(world: World) -> str:
    return (world.now() + timedelta(hours=24)).strftime("%Y-%m-%dT%H:%M:%SZ")


SIMULATED = Simulated(GRAPH, graph.make, OPERATIONS, plant, examples=4)
