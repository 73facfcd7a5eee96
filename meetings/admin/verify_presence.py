"""Attendance, quorum, declared interests and the register against the record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.interests.models import Declaration, Dispensation, Interest
from meetings.room.models import Attendance, BarLift, ConnectionLoss, RoomState

#: whether somebody is here still, and how
Stay = tuple[bool, str, str]
_SAID = ("item_id", "person_id", "kind", "action", "nature")


def check(session: Session, stream_id: str, facts: Sequence[FactRow]) -> list[str]:
    """Everything of who was there and who declared what that is not as the record has it."""
    return [
        *_attendance(session, stream_id, facts),
        *_state(session, stream_id, facts),
        *_declarations(session, stream_id, facts),
        *_register(session, facts),
    ]


def _attendance(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    written = _stays(facts)
    if not written:
        # Attendance that was imported has no facts of its own.
        return
    query = select(
        Attendance.person_id,
        Attendance.left_at.is_(None),
        type_coerce(Attendance.capacity, String),
        type_coerce(Attendance.presence, String),
    ).where(Attendance.meeting_id == meeting_id)
    stored: dict[str, Counter[Stay]] = defaultdict(Counter)
    for person_id, here, capacity, presence in session.execute(query):
        stored[person_id][(bool(here), capacity, presence)] += 1
    for person_id in sorted(written.keys() | stored.keys()):
        if Counter(written.get(person_id, ())) != stored.get(person_id, Counter()):
            yield f"the attendance of person {person_id} is not as it was recorded"


def _stays(facts: Sequence[FactRow]) -> dict[str, list[Stay]]:
    found: dict[str, list[Stay]] = {}
    for fact in facts:
        person_id = fact.text("person_id")
        stays = found.setdefault(person_id, []) if fact.type in _STAYING else []
        if fact.type == "room.member_arrived":
            stays.append((True, fact.text("capacity"), fact.text("presence")))
        elif fact.type == "room.member_left" and stays:
            stays[-1] = (False, *stays[-1][1:])
        elif fact.type == "room.arrival_corrected" and stays:
            stays.pop()
        elif fact.type == "room.presence_changed" and stays:
            stays[-1] = (stays[-1][0], stays[-1][1], fact.text("presence"))
        elif fact.type == "room.attendance_corrected":
            here = (False, fact.text("capacity"), fact.text("presence"))
            stays[:] = [here] if fact.data.get("was_present") else []
        elif fact.type == "minutes.times_corrected" and stays:
            stays[:] = [(False, *stays[0][1:])] * len(fact.data.get("stays", ()))
    return found


_STAYING = frozenset({"minutes.times_corrected"}) | frozenset(
    f"room.{name}"
    for name in (
        "member_arrived",
        "member_left",
        "arrival_corrected",
        "presence_changed",
        "attendance_corrected",
    )
)


def _state(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    quorum = [f.type for f in facts if f.type in ("room.quorum_lost", "room.quorum_regained")]
    room = session.get(RoomState, meeting_id)
    lost = bool(quorum) and quorum[-1] == "room.quorum_lost"
    if room is not None and (room.quorum_lost_at is not None) is not lost:
        yield "whether there is a quorum is not as it was recorded"
    kinds = Counter(f.type for f in facts)
    for model, kind, what in (
        (BarLift, "room.bar_lifted", "members let vote who missed a part"),
        (ConnectionLoss, "room.connection_lost", "lost connections"),
    ):
        query = select(func.count()).select_from(model).where(model.meeting_id == meeting_id)
        if session.scalar(query) != kinds[kind]:
            yield f"the {what} are not as they were recorded"


def _declarations(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    written: dict[str, dict[str, Any]] = {}
    for fact in facts:
        key = fact.text("declaration_id")
        if fact.type in ("interests.declared", "interests.declaration_changed"):
            written[key] = {**{name: fact.text(name) for name in _SAID}, "withdrawn": False}
        elif fact.type == "interests.declaration_withdrawn" and key in written:
            written[key]["withdrawn"] = True
    columns = [type_coerce(getattr(Declaration, name), String).label(name) for name in _SAID]
    query = select(Declaration.id, Declaration.withdrawn_at.is_not(None).label("withdrawn"), *columns)
    rows = session.execute(query.where(Declaration.meeting_id == meeting_id)).mappings()
    stored = {
        str(r["id"]): {**{name: r[name] for name in _SAID}, "withdrawn": bool(r["withdrawn"])} for r in rows
    }
    yield from _differ(stored, written, "declared interest")


def _register(session: Session, facts: Sequence[FactRow]) -> Iterator[str]:
    """The register and dispensations, whose facts stand in the council's own stream."""
    if not any(f.type.startswith(("interests.register", "interests.dispensation")) for f in facts):
        return
    lines: dict[str, dict[str, Any]] = {}
    leaves: dict[str, dict[str, Any]] = {}
    for fact in facts:
        key, leave = fact.text("interest_id"), fact.text("dispensation_id")
        if fact.type in ("interests.registered", "interests.register_changed"):
            said = {"person_id": fact.text("person_id"), "category": fact.text("category")}
            lines[key] = {**said, "text": fact.text("text"), "ended": False}
        elif fact.type == "interests.register_ended" and key in lines:
            lines[key]["ended"] = True
        elif fact.type == "interests.dispensation_granted":
            leaves[leave] = {"person_id": fact.text("person_id"), "valid_to": fact.text("valid_to")}
            leaves[leave]["withdrawn"] = False
        elif fact.type == "interests.dispensation_withdrawn" and leave in leaves:
            leaves[leave]["withdrawn"] = True
    stored = {
        row.id: {
            "person_id": row.person_id,
            "category": row.category.value,
            "text": "" if row.is_sensitive else row.text,
            "ended": row.ended_on is not None,
        }
        for row in session.scalars(select(Interest))
    }
    yield from _differ(stored, lines, "line of a register")
    given = {
        row.id: {
            "person_id": row.person_id,
            "valid_to": row.valid_to.isoformat(),
            "withdrawn": row.withdrawn_at is not None,
        }
        for row in session.scalars(select(Dispensation))
    }
    yield from _differ(given, leaves, "dispensation")


def _differ(
    stored: Mapping[str, Mapping[str, Any]], written: Mapping[str, Mapping[str, Any]], what: str
) -> Iterator[str]:
    for key in sorted(stored.keys() | written.keys()):
        if key not in stored:
            yield f"the {what} {key} is recorded and not there"
        elif key not in written:
            yield f"the {what} {key} is there and not recorded"
        elif stored[key] != written[key]:
            yield f"the {what} {key} is not as it was recorded"
