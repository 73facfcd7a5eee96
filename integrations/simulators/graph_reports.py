"""What came of simulated meetings: attendance reports, recordings, transcripts."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify, request

from integrations.simulators.base import World
from integrations.simulators.graph_doors import Refusal, listed, one
from integrations.simulators.graph_state import GraphState

_MEETING = "/v1.0/users/<user_id>/onlineMeetings/<meeting_id>"
_SESSION = "/v1.0/solutions/virtualEvents/townhalls/<hall_id>/sessions/<session_id>"
_RECORDS = "attendanceRecords"


def add(app: Flask, world: World) -> None:
    """Their addresses: below a meeting, and reports below a town hall's session too."""
    for base, suffix in ((_MEETING, ""), (_SESSION, ".session")):
        _add_attendance(app, world, base, suffix)
    for name in ("recordings", "transcripts"):
        _add_files(app, world, name)


def _add_attendance(app: Flask, world: World, base: str, suffix: str) -> None:
    def reports(ids: dict[str, str]) -> list[dict[str, Any]]:
        state = world.of(GraphState)
        if "session_id" in ids:
            one(state.halls, ids["hall_id"])
            if state.sessions[ids["hall_id"]]["id"] != ids["session_id"]:
                raise Refusal(404, "ErrorItemNotFound", "There is no such session.")
            return state.reports.get(ids["session_id"], [])
        one(state.meetings, ids["meeting_id"])
        return state.reports.get(ids["meeting_id"], [])

    def report_of(ids: dict[str, str]) -> dict[str, Any]:
        return one({r["id"]: r for r in reports(ids)}, ids["report_id"])

    def every(**ids: str) -> Response:
        # Without being asked to expand them, a list has no records.
        return listed(world, [{**r, _RECORDS: []} for r in reports(ids)])

    def get(**ids: str) -> Response:
        report = dict(report_of(ids))
        rows = report.pop(_RECORDS)
        report[_RECORDS] = []
        if request.args.get("$expand", "").startswith(_RECORDS):
            state = world.of(GraphState)
            report[_RECORDS] = rows[: state.page_size]
            if rows[state.page_size :]:
                token = state.fresh_id("page")
                state.pages[token] = rows[state.page_size :]
                report[f"{_RECORDS}@odata.nextLink"] = f"{request.base_url}/{_RECORDS}?$skiptoken={token}"
        return jsonify(report)

    def records(**ids: str) -> Response:
        return listed(world, report_of(ids)[_RECORDS])

    app.get(f"{base}/attendanceReports", endpoint=f"attendanceReports.list{suffix}")(every)
    app.get(f"{base}/attendanceReports/<report_id>", endpoint=f"attendanceReports.get{suffix}")(get)
    path = f"{base}/attendanceReports/<report_id>/attendanceRecords"
    app.get(path, endpoint=f"attendanceRecords.list{suffix}")(records)


def _add_files(app: Flask, world: World, name: str) -> None:
    base = f"{_MEETING}/{name}"

    def files(meeting_id: str) -> dict[str, dict[str, Any]]:
        state = world.of(GraphState)
        one(state.meetings, meeting_id)
        if meeting_id not in state.entry_of:
            message = (
                "No iCalUid found for the meeting. This API is supported only for calendar backed meetings."
            )
            raise Refusal(412, "PreconditionFailed", message)
        kept = state.recordings if name == "recordings" else state.transcripts
        return {file["id"]: file for file in kept.get(meeting_id, [])}

    def every(user_id: str, meeting_id: str) -> Response:
        return listed(world, files(meeting_id).values())

    def get(user_id: str, meeting_id: str, file_id: str) -> Response:
        return jsonify(one(files(meeting_id), file_id))

    def content(user_id: str, meeting_id: str, file_id: str) -> Response:
        one(files(meeting_id), file_id)
        if name == "recordings":
            return Response(world.of(GraphState).contents[file_id], content_type="application/octet-stream")
        if not request.accept_mimetypes["text/vtt"]:
            raise Refusal(406, "NotAcceptable", "Only text/vtt is available.")
        return Response(world.of(GraphState).contents[file_id], content_type="text/vtt")

    app.get(base, endpoint=f"{name}.list")(every)
    app.get(f"{base}/<file_id>", endpoint=f"{name}.get")(get)
    app.get(f"{base}/<file_id>/content", endpoint=f"{name}.content")(content)
