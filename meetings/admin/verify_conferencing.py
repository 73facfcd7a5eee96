"""Remote rooms and broadcasts as the tables have them against the record: which there is, where, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.conferencing.models import (
    Broadcast,
    FormerBroadcast,
    FormerRoom,
    Invited,
    RemoteRoom,
    RemoteStep,
)

_STATES = {"asked": "asked", "ready": "ready", "failed": "failed", "dropped": "cancelling", "gone": "gone"}
_OVER = ("cancelling", "gone")
_TABLES: tuple[tuple[Any, str, bool], ...] = (
    (RemoteRoom, "room", True),
    (FormerRoom, "room", False),
    (Broadcast, "broadcast", True),
    (FormerBroadcast, "broadcast", False),
)


def check(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> list[str]:
    """Everything of a meeting's room and broadcast that is not as the record has it."""
    written: dict[str, dict[str, Any]] = {}
    latest: dict[str, str] = {}
    invited: set[str] = set()
    done: dict[tuple[str, str], bool] = {}
    for fact in facts:
        what, _, verb = fact.type.removeprefix("conferencing.").partition("_")
        if fact.type.startswith("conferencing.") and what in ("room", "broadcast"):
            _follow(written, latest, what, verb, fact)
        elif fact.type == "conferencing.person_invited":
            invited.add(fact.text("person_id"))
        elif fact.type == "conferencing.invitation_ended":
            invited.discard(fact.text("person_id"))
        elif fact.type == "conferencing.step_marked":
            done[fact.text("origin"), fact.text("key")] = bool(fact.data["done"])
    found = _rooms(session, meeting_id, written, latest)
    stored = set(session.scalars(select(Invited.person_id).where(Invited.meeting_id == meeting_id)))
    if stored != invited:
        found.append("the list of people invited into the remote room is not the one in the record")
    for step in session.scalars(select(RemoteStep).where(RemoteStep.meeting_id == meeting_id)):
        if step.done_at is not None and not done.get((step.origin.value, step.key)):
            found.append(f"step {step.key}: it is marked as done and the record does not say so")
    return found


def _follow(
    written: dict[str, dict[str, Any]], latest: dict[str, str], what: str, verb: str, fact: FactRow
) -> None:
    row = written.setdefault(fact.text("key"), {"what": what, "state": "", "provider": ""})
    row["provider"] = fact.text("provider")
    state = _STATES[verb]
    if verb == "asked":
        latest[what] = fact.text("key")
        # Asked for anew while it stands, it goes on standing until the provider has answered.
        state = "ready" if row["state"] == "ready" else "asked"
    if verb == "failed" and row["state"] in _OVER:
        state = row["state"]
    row["state"] = state


def _rooms(
    session: Session, meeting_id: str, written: dict[str, dict[str, Any]], latest: dict[str, str]
) -> list[str]:
    found = []
    stored: dict[str, dict[str, Any]] = {}
    for table, what, current in _TABLES:
        for row in session.scalars(select(table).where(table.meeting_id == meeting_id)):
            state = "gone" if row.state.value in ("cancelled", "ended") else row.state.value
            stored[row.key] = {"what": what, "state": state, "provider": row.provider}
            if current != (latest.get(what) == row.key):
                found.append(f"{what} {row.key}: it is not the one that the record has last")
    for key in sorted({*stored, *written}):
        if key not in stored or key not in written:
            where = "record and not in the table" if key in written else "table and not in the record"
            found.append(f"remote {(stored.get(key) or written[key])['what']} {key} is in the {where}")
            continue
        found += [
            f"remote {stored[key]['what']} {key}: the stored {name} is not the one in the record"
            for name in ("what", "state", "provider")
            if stored[key][name] != written[key][name]
        ]
    return found
