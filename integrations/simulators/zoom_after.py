"""The simulated Zoom after a meeting: sittings, who was there, recordings and transcripts."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from flask import Flask, Response, g, jsonify, request
from flask.typing import ResponseReturnValue

from integrations.simulators.zoom_answers import no_meeting, paged, refused
from integrations.simulators.zoom_news import stamp
from integrations.simulators.zoom_state import ACCOUNT_ID, HOST_ID, File, Meeting, Sitting, Stretch


def add(app: Flask) -> None:
    """Its addresses. UUIDs have slashes in them."""
    for rule, operation, view in (
        ("/v2/past_meetings/<ref>/instances", "pastMeetings", _instances),
        ("/v2/past_meetings/<path:ref>/participants", "pastMeetingParticipants", _participants),
        ("/v2/report/meetings/<path:ref>/participants", "reportMeetingParticipants", _report),
        ("/v2/meetings/<path:ref>/recordings", "recordingGet", _recordings),
        ("/v2/meetings/<path:ref>/transcript", "GetMeetingTranscript", _transcript),
        ("/rec/download/<file>", "files.download", _download),
    ):
        app.add_url_rule(rule, operation, view, methods=["GET"])


def _held(ref: str) -> tuple[Meeting, Sitting] | None:
    if ref.startswith("/") or "//" in ref:
        # It had to be encoded twice, and was not.
        return None
    found: tuple[Meeting, Sitting] | None = g.state.sitting(unquote(ref))
    return found


def _instances(ref: str) -> ResponseReturnValue:
    meeting: Meeting | None = g.state.meetings.get(int(ref)) if ref.isdigit() else None
    if meeting is None:
        return no_meeting(ref)
    over = [x for x in meeting.sittings if x.ended is not None]
    return jsonify(meetings=[{"uuid": x.uuid, "start_time": stamp(x.began)} for x in reversed(over)])


def _over(ref: str) -> Sitting | Response:
    found = _held(ref)
    if found is None or found[1].ended is None:
        return no_meeting(ref)
    return found[1]


def _row(held: Sitting, who: Stretch) -> dict[str, Any]:
    left = who.left or held.ended or who.joined
    return {
        "id": who.account_user,
        "user_id": who.user_id,
        "name": who.name,
        "user_email": who.email,
        "join_time": stamp(who.joined),
        "leave_time": stamp(left),
        "duration": int((left - who.joined).total_seconds()) if held.counted else 0,
        "failover": False,
        "status": who.status,
    }


def _report(ref: str) -> ResponseReturnValue:
    held = _over(ref)
    if isinstance(held, Response):
        return held
    rows = []
    with_registrant = request.args.get("include_fields") == "registrant_id"
    # A meeting in which there was one person only is left out of reports.
    several = len({x.name for x in held.people if x.status == "in_meeting"}) > 1
    for who in held.people if several else ():
        row = _row(held, who) | {"participant_user_id": who.account_user, "bo_mtg_id": who.breakout}
        rows.append(row | ({"registrant_id": who.registrant_id} if with_registrant else {}))
    return paged(rows, "participants")


def _participants(ref: str) -> ResponseReturnValue:
    held = _over(ref)
    if isinstance(held, Response):
        return held
    rows = [
        _row(held, x) | {"registrant_id": x.registrant_id, "internal_user": bool(x.account_user)}
        for x in held.people
    ]
    return paged(rows, "participants")


def _recordings(ref: str) -> ResponseReturnValue:
    found = _held(ref)
    if found is None or not found[1].files:
        return refused(404, 3301, "There is no recording for this meeting.")
    meeting, held = found
    answer = {
        "uuid": held.uuid,
        "id": meeting.id,
        "account_id": ACCOUNT_ID,
        "host_id": HOST_ID,
        "topic": meeting.body["topic"],
        "type": "2",
        "start_time": stamp(held.began),
        "duration": int(((held.ended or held.began) - held.began).total_seconds()) // 60,
        "total_size": sum(len(x.content) for x in held.files),
        "recording_count": len(held.files),
        "recording_files": [_file(held, x) for x in held.files],
    }
    if "download_access_token" in request.args.get("include_fields", ""):
        answer["download_access_token"] = f"download-{held.files[0].id}"
    return jsonify(answer)


def _file(held: Sitting, file: File) -> dict[str, Any]:
    base = f"{g.world.address}/zoom/rec"
    return {
        "id": file.id,
        "meeting_id": held.uuid,
        "recording_start": stamp(file.began),
        "recording_end": stamp(file.ended),
        "file_type": file.file_type,
        "file_extension": file.extension,
        "file_size": len(file.content),
        "recording_type": file.recording_type,
        "download_url": f"{base}/download/{file.id}",
        "play_url": f"{base}/play/{file.id}",
        "status": "completed",
    }


def _transcript(ref: str) -> ResponseReturnValue:
    found = _held(ref)
    if found is None or found[1].transcript is None:
        return refused(404, 3322, "This meeting transcript does not exist.")
    meeting, held = found
    answer: dict[str, Any] = {
        "meeting_id": held.uuid,
        "account_id": ACCOUNT_ID,
        "meeting_topic": meeting.body["topic"],
        "host_id": HOST_ID,
        "can_download": bool(held.transcript),
    }
    if held.transcript:
        url = f"{g.world.address}/zoom/rec/download/transcript-{meeting.id}-{meeting.sittings.index(held)}"
        answer |= {"transcript_created_time": stamp(held.ended or held.began), "download_url": url}
    else:
        answer["download_restriction_reason"] = "NOT_READY"
    return jsonify(answer)


def _download(file: str) -> ResponseReturnValue:
    """With the token of the list, or with the app's own access."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    dies = g.state.tokens.get(token)
    ours = dies is not None and dies > g.world.now()
    for meeting in g.state.meetings.values():
        for number, held in enumerate(meeting.sittings):
            if file == f"transcript-{meeting.id}-{number}" and held.transcript and ours:
                return Response(held.transcript, mimetype="text/vtt")
            for kept in held.files:
                if kept.id == file and (ours or token == f"download-{held.files[0].id}"):
                    return Response(kept.content, mimetype="application/octet-stream")
    return refused(401, 124, "Invalid access token.")
