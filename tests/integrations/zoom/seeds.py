"""A meeting at the simulated Zoom that was held, recorded and goes on again: something to find for every operation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from integrations.simulators import zoom, zoom_acts
from integrations.simulators.base import World
from integrations.simulators.zoom_answers import kept_settings
from integrations.simulators.zoom_state import HOST, SCOPE_OF, Meeting, Registrant, ZoomState
from tests.integrations.conforming import Seeds, Simulated
from tests.integrations.contracts import ZOOM

#: While it goes on it cannot be deleted.
_OVER = {"meetingDelete"}
_LISTS = {"meetings", "meetingRegistrants", "pastMeetingParticipants", "reportMeetingParticipants"}


def plant(world: World, operation: str) -> Seeds:
    """One meeting with a member in it."""
    state = world.of(ZoomState)
    state.held = True
    state.scopes = set(SCOPE_OF.values())
    state.tokens["seed"] = world.now() + timedelta(hours=1)
    body = {"topic": "Council", "agenda": "", "type": 2, "start_time": "2026-12-03T18:30:00Z", "duration": 60}
    body |= {"timezone": "Europe/London", "password": "x7Kq2m"}
    settings = kept_settings({"approval_type": 0, "waiting_room": True})
    meeting = Meeting(81_000_000_001, state.uuid(), body, settings, world.now(), HOST)
    state.meetings[meeting.id] = meeting
    member = Registrant("seat1", "seat-1@council.example", "Ann", "Member", 123456, world.now())
    meeting.registrants[member.id] = member
    meeting.stream = {
        "stream_url": "rtmps://a.example/live",
        "stream_key": "k",
        "page_url": "https://a.example/w",
    }
    zoom_acts.opened(world, meeting)
    zoom_acts.came(world, meeting, member, straight=True)
    zoom_acts.ended(world, meeting)
    zoom_acts.files_ready(world, meeting)
    meeting.sittings[0].transcript = "WEBVTT\n"
    if operation not in _OVER:
        zoom_acts.opened(world, meeting)
    named = {"meetingId": str(meeting.id), "userId": HOST}
    bodies: dict[str, dict[str, Any]] = {
        "meetingStatus": {"action": "end"},
        "meetingLiveStreamStatusUpdate": {"action": "start"},
        "meetingRegistrantCreate": {"first_name": "Ben", "email": "seat-2@council.example"},
        "addBatchRegistrants": {"registrants": [{"first_name": "Ben", "email": "seat-2@council.example"}]},
    }
    pages = {"next_page_token": ""} if operation in _LISTS else {}
    return Seeds("seed", named, bodies.get(operation, {}), pages)


SIMULATED = Simulated(ZOOM, zoom.make, tuple(SCOPE_OF), plant)
