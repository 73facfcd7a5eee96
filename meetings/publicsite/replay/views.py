"""The time line's pages: for everybody, for the officers, and as JSON on which a recording can hang."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.agendas.queries import published_agenda
from meetings.db.record import facts_of
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience
from meetings.publicsite.pages import meeting_page
from meetings.publicsite.queries import MeetingVersion
from meetings.publicsite.replay import Kind, Timeline, timeline
from meetings.publicsite.replay.fold import facts_told
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.web.access import needs, public
from meetings.web.doors import reading, require
from meetings.web.services import services

bp = Blueprint("replay", __name__)
_PUBLIC = "/meetings/<meeting_id>/timeline"


@bp.get(_PUBLIC)
@public
def show(meeting_id: str) -> ResponseReturnValue:
    """How the meeting went, as everybody may know it."""
    kinds, clock = _asked()

    def render(session: Session, version: MeetingVersion) -> str:
        meeting = meeting_of(session, meeting_id)
        found = read(session, meeting_id, Audience.PUBLIC)
        return _page(meeting, found, kinds, clock, f"/meetings/{meeting_id}/timeline", version.council_name)

    name = f"timeline {' '.join(kinds)} {clock or ''}"
    return meeting_page(meeting_id, name, render)


@bp.get(f"{_PUBLIC}.json")
@public
def data(meeting_id: str) -> ResponseReturnValue:
    """The same as data: every line and every state with its time and its offset from the opening in seconds."""

    def render(session: Session, _version: MeetingVersion) -> str:
        meeting = meeting_of(session, meeting_id)
        found = as_data(meeting, read(session, meeting_id, Audience.PUBLIC))
        return json.dumps(found, ensure_ascii=False, separators=(",", ":"))

    return meeting_page(meeting_id, "timeline.json", render, "application/json")


@bp.get("/desk/meetings/<meeting_id>/timeline")
@needs(Permission.RUN_MEETING)
def officers(meeting_id: str) -> ResponseReturnValue:
    """How the meeting went, with what was taken in private."""
    kinds, clock = _asked()
    with reading() as session:
        meeting = meeting_of(session, meeting_id)
        require(Permission.RUN_MEETING, meeting.body_id)
        found = read(session, meeting_id, Audience.OFFICER)
    return _page(meeting, found, kinds, clock, f"/desk/meetings/{meeting_id}/timeline", "")


@bp.get("/desk/meetings/<meeting_id>/timeline.json")
@needs(Permission.RUN_MEETING)
def officers_data(meeting_id: str) -> ResponseReturnValue:
    """The officers' time line as data."""
    with reading() as session:
        meeting = meeting_of(session, meeting_id)
        require(Permission.RUN_MEETING, meeting.body_id)
        return jsonify(as_data(meeting, read(session, meeting_id, Audience.OFFICER)))


def read(session: Session, meeting_id: str, audience: Audience) -> Timeline:
    """The time line of a meeting for an audience. Two queries."""
    entries = facts_of(session, meeting_id, types=facts_told())
    return timeline(entries, published_agenda(session, meeting_id), audience)


def as_data(meeting: MeetingRow, found: Timeline) -> dict[str, Any]:
    """A time line as JSON-ready data."""
    return {
        "meeting": meeting.id,
        "title": meeting.title,
        "body": meeting.body_name,
        "started_at": _iso(found.started_at),
        "ended_at": _iso(found.ended_at),
        "recording": meeting.broadcast_url or None,
        "entries": [
            {
                "seq": line.seq,
                "at": _iso(line.at),
                "offset": line.offset,
                "until": _iso(line.until),
                "until_offset": line.until_offset,
                "kind": line.kind.value,
                "item": line.item,
                "text": line.text,
                "detail": line.detail,
            }
            for line in found.lines
        ],
        "states": [
            {"at": _iso(at), "offset": found.offset(at), **asdict(state)} for at, state in found.states
        ],
    }


def _page(
    meeting: MeetingRow,
    found: Timeline,
    kinds: Sequence[Kind],
    clock: time | None,
    here: str,
    council_name: str,
) -> str:
    moment = found.moment(clock, services().config.timezone) if clock else None
    template = "publicsite/replay_desk.html" if here.startswith("/desk") else "publicsite/replay.html"
    return render_template(
        template,
        meeting=meeting,
        found=found,
        lines=found.of_kinds(kinds),
        kinds=list(Kind),
        chosen=[k.value for k in kinds],
        clock=f"{clock:%H:%M}" if clock else "",
        state=found.state_at(moment) if moment else None,
        moment=moment,
        here=here,
        **({"council_name": council_name} if council_name else {}),
        items=[line for line in found.lines if line.kind is Kind.ITEM],
        several_days=_days(found) > 1,
    )


def _days(found: Timeline) -> int:
    zone = services().config.timezone
    return len({line.at.astimezone(zone).date() for line in found.lines})


def _asked() -> tuple[list[Kind], time | None]:
    """Which kinds and which moment were asked for; what makes no sense is left aside."""
    wanted = set(request.args.getlist("kind"))
    kinds = [k for k in Kind if k.value in wanted]
    text = request.args.get("at", "")
    try:
        clock = time.fromisoformat(text) if len(text) == 5 else None
    except ValueError:
        clock = None
    return ([] if len(kinds) == len(Kind) else kinds), clock


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
