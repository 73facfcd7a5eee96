"""Reads for the pages about imports, the record and the council's name."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from meetings.admin.words import Known, is_hidden_ballot, told
from meetings.agendas.models import AgendaItem, Paper
from meetings.bodies.models import Body
from meetings.db.record import RecordedFact
from meetings.kernel.secrecy import Audience, may_see_names
from meetings.motions.models import Motion
from meetings.people.queries import person_names
from meetings.voting.models import Vote
from meetings.voting.rules import VoteMethod, VoteState

#: What the record can be narrowed down to: the first part of a fact's type, and its name for people.
GROUPS: Mapping[str, str] = {
    "schedule": "Calendar",
    "agendas": "Agenda and papers",
    "packs": "Packs",
    "reports": "Reports",
    "forwardplan": "Forward plan",
    "law": "The law",
    "lawfulness": "Lawfulness",
    "notifications": "Letters",
    "room": "In the room",
    "interests": "Interests",
    "exclusion": "The public excluded",
    "motions": "Motions",
    "debate": "Debate",
    "voting": "Votes",
    "appointments": "Appointments",
    "proof": "Proof",
    "conferencing": "Remote room",
    "video": "Own video room",
    "broadcast": "Broadcast",
    "attendance": "Who was connected",
    "recordings": "Recordings",
    "connections": "Connections",
    "minutes": "Minutes",
    "decisions": "Decisions",
    "actions": "Actions",
    "admin": "Import",
}
_LABELS = {
    "person_id": "person",
    "presiding_id": "presiding",
    "mover_id": "mover",
    "seconder_id": "seconder",
    "item_id": "item",
    "effect_item_id": "item affected",
    "motion_id": "motion",
    "parent_id": "motion amended",
    "paper_id": "paper",
    "replaced_id": "paper replaced",
}
#: Not told of a ballot that must stay secret: what was chosen, and the device's own mark of the press.
_SECRET = frozenset({"choice", "key"})


@dataclass(frozen=True)
class RecordLine:
    """One fact as it is shown. `leaf` is the hash that was written with it."""

    seq: int
    at: datetime
    who: str
    kind: str
    group: str
    what: str
    details: tuple[tuple[str, str], ...]
    leaf: str


def count_of_facts(session: Session, meeting_id: str, group: str = "") -> int:
    """How many facts a meeting has, of one group or of all."""
    query = select(func.count()).select_from(RecordedFact).where(*_of(meeting_id, group))
    return session.scalar(query) or 0


def record_lines(
    session: Session,
    meeting_id: str,
    audience: Audience,
    timezone: ZoneInfo,
    group: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> list[RecordLine]:
    """Facts in order, in words. The same few queries however many there are."""
    query = select(RecordedFact).where(*_of(meeting_id, group)).order_by(RecordedFact.seq)
    rows = list(session.scalars(query.limit(limit).offset(offset)))
    contents = [_content(row.data) for row in rows]
    known = _known(session, meeting_id, audience, timezone, contents)
    return [_line(row, data, known) for row, data in zip(rows, contents, strict=True)]


def body_choices(session: Session, bodies: Collection[str] | None) -> list[tuple[str, str]]:
    """Name and name of each committee that still meets, for a choice by name; `bodies` None: all of them."""
    query = select(Body.name).where(Body.is_active).order_by(Body.name)
    if bodies is not None:
        query = query.where(Body.id.in_(bodies))
    return [(name, name) for name in session.scalars(query)]


def _of(meeting_id: str, group: str) -> list[ColumnElement[bool]]:
    conditions = [RecordedFact.stream_id == meeting_id]
    return [*conditions, RecordedFact.type.startswith(f"{group}.", autoescape=True)] if group else conditions


def _content(text: str) -> Mapping[str, Any]:
    """A fact's content; empty where somebody has made it unreadable, which the check of the record tells."""
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _known(
    session: Session,
    meeting_id: str,
    audience: Audience,
    timezone: ZoneInfo,
    contents: Sequence[Mapping[str, Any]],
) -> Known:
    people = {str(data[name]) for data in contents for name in _LABELS if data.get(name)}
    people |= {str(person) for data in contents for person in data.get("missing", ())}
    items = select(AgendaItem.id, AgendaItem.title).where(AgendaItem.meeting_id == meeting_id)
    motions = select(Motion.id, Motion.text).where(Motion.meeting_id == meeting_id)
    papers = select(Paper.id, Paper.title).where(Paper.meeting_id == meeting_id)
    votes = select(Vote.id, Vote.method, Vote.state).where(Vote.meeting_id == meeting_id)
    shown = {
        vote_id
        for vote_id, method, state in session.execute(votes)
        # While a vote is open not even the clerk reads along.
        if state is not VoteState.OPEN
        and may_see_names(
            recorded=method is VoteMethod.RECORDED, declared=state is VoteState.DECLARED, audience=audience
        )
    }
    named = {str(data["vote_id"]) for data in contents if data.get("vote_id")}
    return Known(
        timezone=timezone,
        people=person_names(session, sorted(people)),
        items={row[0]: row[1] for row in session.execute(items)},
        motions={row[0]: row[1] for row in session.execute(motions)},
        papers={row[0]: row[1] for row in session.execute(papers)},
        # Whatever is not known to be open is secret.
        hidden_votes=frozenset(named - shown),
    )


def _line(row: RecordedFact, data: Mapping[str, Any], known: Known) -> RecordLine:
    hidden = is_hidden_ballot(row.type, data, known)
    group = row.type.partition(".")[0]
    return RecordLine(
        seq=row.seq,
        at=row.at,
        who=row.actor_name,
        kind=row.type,
        group=GROUPS.get(group, group),
        what=told(row.type, data, known),
        details=tuple(
            (_LABELS.get(name, name).replace("_", " ").strip(), _value(name, value, known))
            for name, value in data.items()
            if not (hidden and name in _SECRET)
        ),
        leaf=row.leaf,
    )


def _value(name: str, value: Any, known: Known) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "missing":
        return ", ".join(known.person(person) for person in value) or "nobody"
    if isinstance(value, list | dict):
        return _listed(value)
    text = str(value)
    named = {**known.people, **known.items, **known.motions, **known.papers}
    return f"{named[text]} ({text})" if name in _LABELS and text in named else text


def _listed(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')}: {_listed(v)}" for key, v in value.items())
    if isinstance(value, list):
        return "; ".join(_listed(each) for each in value) or "none"
    return "none" if value is None or value == "" else str(value)
