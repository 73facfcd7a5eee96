"""What officers ask of providers for recordings: fetch what they have, write the chapters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.conferencing.queries import broadcast_of_meeting, rooms_of_meeting
from meetings.connections.queries import calls_of
from meetings.connections.rules import CallState
from meetings.kernel.permissions import Permission
from meetings.ports.broadcast import BroadcastProvider
from meetings.ports.conferencing import ConferenceProvider
from meetings.ports.providers import Can
from meetings.recordings.rows import RecordingRow
from meetings.recordings.sending import broadcast_ref
from meetings.recordings.usecases.fetched import FetchRecordings, fetch_recordings
from meetings.recordings.usecases.sent import WriteChapters, write_chapters
from meetings.web.access import needs
from meetings.web.doors import run
from meetings.web.services import services

bp = Blueprint("recordings_at_providers", __name__)
_PATH = "/desk/meetings/<meeting_id>/recording"


@dataclass(frozen=True)
class Fetchable:
    """A provider that may have recorded the meeting, and how it stands with fetching."""

    key: str
    name: str
    words: str = ""


@bp.post(f"{_PATH}/fetch")
@needs(Permission.PUBLISH)
def fetch(meeting_id: str) -> ResponseReturnValue:
    """Bring over what a provider has."""
    asked = run(fetch_recordings, FetchRecordings(meeting_id, request.form.get("provider", "")))
    if asked:
        flash(
            "Asked for. What is there is listed here as soon as it has come; nothing of it is public.",
            "success",
        )
    else:
        flash("This provider had no part in the meeting.", "error")
    return redirect(url_for("recordings.show", meeting_id=meeting_id), 303)


@bp.post(f"{_PATH}/<recording_id>/chapters")
@needs(Permission.PUBLISH)
def chapters(meeting_id: str, recording_id: str) -> ResponseReturnValue:
    """Write the chapters where the recording is watched."""
    run(write_chapters, WriteChapters(meeting_id, recording_id))
    flash("The chapters are being written there.", "success")
    return redirect(url_for("recordings.show", meeting_id=meeting_id), 303)


def fetchable(session: Session, meeting_id: str) -> tuple[Fetchable, ...]:
    """Who may have recorded it."""
    providers = services().providers
    found: dict[str, ConferenceProvider | BroadcastProvider] = {}
    for room in rooms_of_meeting(session, meeting_id):
        held = providers.conferencing.get(room.provider)
        if held is not None and room.ref and Can.RECORDINGS in held.can:
            found[room.provider] = held
    row = broadcast_of_meeting(session, meeting_id)
    shown = providers.broadcast.get(row.provider) if row is not None and row.ref else None
    if row is not None and shown is not None and Can.RECORDINGS in shown.can:
        found[row.provider] = shown
    words = _words(session, meeting_id)
    return tuple(Fetchable(key, each.name, words.get(key, "")) for key, each in found.items())


def sendable(session: Session, meeting_id: str, rows: tuple[RecordingRow, ...]) -> Mapping[str, str]:
    """By recording: the name of the provider at which its chapters can be written."""
    providers = services().providers.broadcast
    # Held on to, so that it is read once for all of them.
    if (_shown := broadcast_of_meeting(session, meeting_id)) is None:
        return {}
    found = {}
    for row in rows:
        at = broadcast_ref(session, meeting_id, row.address)
        provider = providers.get(at[0]) if at else None
        if provider is not None and Can.CHAPTERS in provider.can:
            found[row.id] = provider.name
    return found


def _words(session: Session, meeting_id: str) -> dict[str, str]:
    """How the last fetching stands, by provider."""
    found = {}
    for call in calls_of(session, meeting_id):
        if call.operation != "recordings.fetch":
            continue
        waiting = call.state in (CallState.WAITING, CallState.PARKED)
        said = "It is being asked." if waiting else "" if call.state is CallState.DONE else "It did not work."
        found[call.provider] = " ".join(x for x in (said, call.error, call.remedy) if x)
    return found
