"""Calendar entries and online meetings of the simulated organiser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, jsonify, request

from integrations.simulators.base import World
from integrations.simulators.graph_doors import Refusal, body, listed, names, nothing, one
from integrations.simulators.graph_state import DIRECTORY, GraphState, account_at, moment, new_meeting

_EVENT = names(
    "allowNewTimeProposals attendees body categories end hideAttendees importance isAllDay isOnlineMeeting "
    "isReminderOn location locations onlineMeetingProvider recurrence reminderMinutesBeforeStart "
    "responseRequested sensitivity showAs start subject transactionId"
)
_MEETING = names(
    "allowAttendeeToEnableCamera allowAttendeeToEnableMic allowBreakoutRooms allowLiveShare allowMeetingChat "
    "allowParticipantsToChangeName allowPowerPointSharing allowRecording allowTeamworkReactions "
    "allowTranscription allowWhiteboard allowedLobbyAdmitters allowedPresenters chatRestrictions endDateTime "
    "externalId isEntryExitAnnounced lobbyBypassSettings participants recordAutomatically startDateTime "
    "subject watermarkProtection"
)
_EVENT_OWN = names(
    "bodyPreview cancelledOccurrences changeKey createdDateTime hasAttachments iCalUId id isCancelled isDraft "
    "isOrganizer lastModifiedDateTime onlineMeeting onlineMeetingUrl organizer originalEndTimeZone originalStart "
    "originalStartTimeZone responseStatus seriesMasterId type webLink"
)
_MEETING_OWN = names(
    "allowCopyingAndSharingMeetingContent attendanceReports attendeeReport audioConferencing chatInfo "
    "cloudVideoInteropInfo creationDateTime expiryDateTime id isEndToEndEncryptionEnabled joinInformation "
    "joinWebUrl meetingOptionsWebUrl meetingSpokenLanguageTag meetingTemplateId meetingType recordings "
    "sensitivityLabelAssignment shareMeetingChatHistoryDefault transcripts videoTeleconferenceId"
)
_SCOPES = {
    "organizer",
    "organization",
    "organizationAndFederated",
    "everyone",
    "invited",
    "organizationExcludingGuests",
}
_PRESENTERS = {"everyone", "organization", "roleIsPresenter", "organizer"}
_ADDRESS = re.compile(r"JoinWebUrl eq '(.*)'", re.IGNORECASE)
_AFTER = re.compile(r"end/dateTime ge '([0-9T:.\-]+)Z?'")
_USER = re.compile(r"(?:mail|userPrincipalName) eq '([^']*)'")


def add(app: Flask, world: World) -> None:
    """Their addresses."""
    _add_events(app, world)
    _add_meetings(app, world)

    @app.get("/v1.0/users", endpoint="users.list")
    def users() -> Response:
        asked = {found.lower() for found in _USER.findall(request.args.get("$filter", ""))}
        found = [account_at(email) for email in sorted(asked)] if asked else DIRECTORY
        rows = [
            {"id": a[0], "userPrincipalName": a[1], "mail": a[1], "displayName": a[2]} for a in found if a
        ]
        world.of(GraphState).accounts.update({row["id"]: row["mail"] for row in rows})
        return listed(world, rows)


def _add_events(app: Flask, world: World) -> None:
    base = "/v1.0/users/<user_id>/events"

    @app.get(base, endpoint="events.list")
    def every(user_id: str) -> Response:
        after = _AFTER.search(request.args.get("$filter", ""))
        least = datetime.fromisoformat(after.group(1)).replace(tzinfo=UTC) if after else None
        events = world.of(GraphState).events.values()
        return listed(world, [e for e in events if least is None or _at(e["end"]) >= least])

    @app.post(base, endpoint="events.create")
    def create(user_id: str) -> Response:
        return _made(new_event(world, body(_EVENT, ("subject", "start", "end"), _EVENT_OWN)))

    @app.get(f"{base}/<event_id>", endpoint="events.get")
    def get(user_id: str, event_id: str) -> Response:
        return jsonify(one(world.of(GraphState).events, event_id))

    @app.patch(f"{base}/<event_id>", endpoint="events.update")
    def update(user_id: str, event_id: str) -> Response:
        state = world.of(GraphState)
        event, sent = one(state.events, event_id), body(_EVENT, (), _EVENT_OWN)
        if sent.get("transactionId", event.get("transactionId")) != event.get("transactionId"):
            raise Refusal(400, "ErrorInvalidPropertySet", "The transactionId cannot be changed.")
        _span(event | sent)
        event.update({k: v for k, v in sent.items() if k in ("subject", "start", "end")})
        event["lastModifiedDateTime"] = moment(world.now())
        for meeting_id, entry in state.entry_of.items():
            if entry == event_id:
                state.meetings[meeting_id].update(_spanned(event))
        return jsonify(event)

    @app.delete(f"{base}/<event_id>", endpoint="events.delete")
    def delete(user_id: str, event_id: str) -> Response:
        state = world.of(GraphState)
        one(state.events, event_id)
        del state.events[event_id]
        for meeting_id in [m for m, entry in state.entry_of.items() if entry == event_id]:
            del state.entry_of[meeting_id]
            del state.meetings[meeting_id]
        return nothing()


def new_event(world: World, sent: dict[str, Any]) -> dict[str, Any]:
    """A calendar entry as asked for, with its online meeting. Raises Refusal."""
    state = world.of(GraphState)
    _span(sent)
    key = sent.get("transactionId")
    if key and key in state.transactions:
        raise Refusal(
            409,
            "ErrorDuplicateTransactionId",
            "Your request can't be completed. The TransactionId has been used before.",
            **{"@event.existingEventId": state.transactions[key]},
        )
    event_id, now = state.fresh_id("AAMk"), moment(world.now())
    event = {
        "id": event_id,
        "createdDateTime": now,
        "lastModifiedDateTime": now,
        "iCalUId": event_id[:40],
        "isCancelled": False,
        "isOrganizer": True,
        "isOnlineMeeting": False,
        **{
            k: v
            for k, v in sent.items()
            if k in ("subject", "start", "end", "transactionId", "hideAttendees")
        },
    }
    if sent.get("isOnlineMeeting"):
        spanned = _spanned(event)
        meeting = new_meeting(state, world.now(), **_named(spanned))
        state.entry_of[meeting["id"]] = event_id
        event["isOnlineMeeting"], event["onlineMeetingProvider"] = True, "teamsForBusiness"
        event["onlineMeeting"] = {"joinUrl": meeting["joinWebUrl"]}
    state.events[event_id] = event
    if key:
        state.transactions[key] = event_id
    return event


def _add_meetings(app: Flask, world: World) -> None:
    base = "/v1.0/users/<user_id>/onlineMeetings"

    @app.get(base, endpoint="onlineMeetings.list")
    def find(user_id: str) -> Response:
        asked = _ADDRESS.fullmatch(request.args.get("$filter", ""))
        if not asked and "$skiptoken" not in request.args:
            raise Refusal(400, "BadRequest", "A filter by JoinWebUrl is required.")
        address = asked.group(1).replace("''", "'") if asked else ""
        return listed(
            world, [m for m in world.of(GraphState).meetings.values() if m["joinWebUrl"] == address]
        )

    @app.post(base, endpoint="onlineMeetings.create")
    def create(user_id: str) -> Response:
        return _made(_alone(world, body(_MEETING, (), _MEETING_OWN)))

    @app.post(f"{base}/createOrGet", endpoint="onlineMeetings.createOrGet")
    def create_or_get(user_id: str) -> Response:
        sent = body(_MEETING, ("externalId",), _MEETING_OWN)
        there = world.of(GraphState).meetings.values()
        same = [m for m in there if m.get("externalId") == sent["externalId"]]
        return jsonify(same[0]) if same else _made(_alone(world, sent))

    @app.get(f"{base}/<meeting_id>", endpoint="onlineMeetings.get")
    def get(user_id: str, meeting_id: str) -> Response:
        return jsonify(one(world.of(GraphState).meetings, meeting_id))

    @app.patch(f"{base}/<meeting_id>", endpoint="onlineMeetings.update")
    def update(user_id: str, meeting_id: str) -> Response:
        meeting = one(world.of(GraphState).meetings, meeting_id)
        _change(meeting, _checked(body(_MEETING, (), _MEETING_OWN)))
        return jsonify(meeting)

    @app.delete(f"{base}/<meeting_id>", endpoint="onlineMeetings.delete")
    def delete(user_id: str, meeting_id: str) -> Response:
        state = world.of(GraphState)
        one(state.meetings, meeting_id)
        del state.meetings[meeting_id]
        state.entry_of.pop(meeting_id, None)
        return nothing()


def _change(meeting: dict[str, Any], sent: dict[str, Any]) -> None:
    people = sent.pop("participants", None)
    for name, value in sent.items():
        if isinstance(value, dict) and isinstance(meeting.get(name), dict):
            meeting[name].update(value)
        elif value is not None:
            meeting[name] = value
    if isinstance(people, dict) and isinstance(people.get("attendees"), list):
        meeting["participants"]["attendees"] = people["attendees"]


def _alone(world: World, sent: dict[str, Any]) -> dict[str, Any]:
    """A meeting without a calendar entry: nothing of it is recorded for programs."""
    _checked(sent)
    now = moment(world.now())
    meeting = new_meeting(
        world.of(GraphState),
        world.now(),
        str(sent.get("subject") or ""),
        str(sent.get("startDateTime") or now),
        str(sent.get("endDateTime") or now),
    )
    if sent.get("externalId"):
        meeting["externalId"] = sent["externalId"]
    return meeting


def _checked(sent: dict[str, Any]) -> dict[str, Any]:
    lobby = sent.get("lobbyBypassSettings")
    scope = lobby.get("scope") if isinstance(lobby, dict) else None
    if scope is not None and scope not in _SCOPES:
        raise Refusal(400, "BadRequest", "The lobby scope is not valid.")
    if sent.get("allowedPresenters") not in {None, *_PRESENTERS}:
        raise Refusal(400, "BadRequest", "allowedPresenters is not valid.")
    people = sent.get("participants")
    attendees = people.get("attendees") if isinstance(people, dict) else None
    for attendee in attendees if isinstance(attendees, list) else []:
        if not isinstance(attendee, dict):
            raise Refusal(400, "BadRequest", "An attendee is not valid.")
        if attendee.get("role") not in (None, "attendee") and not account_at(attendee.get("upn")):
            raise Refusal(400, "BadRequest", "Only users of the directory may have this role.")
    return sent


def _at(said: object) -> datetime:
    if not isinstance(said, dict):
        raise Refusal(400, "ErrorInvalidRequest", "A time is not valid.")
    try:
        naive = datetime.fromisoformat(str(said.get("dateTime") or "")[:19])
        return naive.replace(tzinfo=ZoneInfo(str(said.get("timeZone") or "UTC"))).astimezone(UTC)
    except (ValueError, KeyError, OSError, OverflowError) as error:
        raise Refusal(400, "ErrorInvalidRequest", "A time or time zone is not valid.") from error


def _span(event: Mapping[str, Any]) -> None:
    if _at(event.get("end")) < _at(event.get("start")):
        raise Refusal(400, "ErrorPropertyValidationFailure", "The end is before the start.")


def _spanned(event: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "subject": str(event.get("subject") or ""),
        "startDateTime": moment(_at(event["start"])),
        "endDateTime": moment(_at(event["end"])),
    }


def _named(spanned: Mapping[str, Any]) -> dict[str, Any]:
    return {"subject": spanned["subject"], "start": spanned["startDateTime"], "end": spanned["endDateTime"]}


def _made(what: dict[str, Any]) -> Response:
    answer = jsonify(what)
    answer.status_code = 201
    return answer
