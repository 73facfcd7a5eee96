"""Actions as the table has them against the record: what each says, who does it, by when, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.actions.models import Action
from meetings.admin.verify_facts import FactRow

_STATES = {
    "actions.recorded": "open",
    "actions.started": "in_progress",
    "actions.done": "done",
    "actions.not_needed": "not_needed",
    "actions.carried_forward": "carried_forward",
    "actions.reopened": "open",
}
_WORDS = {
    "text": "text",
    "owner": "owner",
    "due": "day",
    "status": "state",
    "private": "mark of what was asked in private",
    "removed": "mark of what was removed",
}
_DAYS = ("actions.recorded", "actions.changed", "actions.carried_forward", "actions.more_time_given")


def check(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> list[str]:
    """Everything about a meeting's actions that is not as the record has it."""
    written: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if fact.type.startswith("actions.") and fact.text("action_id"):
            _follow(written.setdefault(fact.text("action_id"), {"private": False, "removed": False}), fact)
    rows = session.scalars(select(Action).where(Action.meeting_id == meeting_id))
    stored = {r.id: _stored(r) for r in rows}
    found = []
    for key in sorted({*stored, *written}):
        if key not in stored or key not in written:
            # One that was removed before removals were kept as a mark has no row, and needs none.
            if not (key in written and written[key]["removed"]):
                where = "record and not in the table" if key in written else "table and not in the record"
                found.append(f"action {key} is in the {where}")
            continue
        found += [
            f"action {key}: the stored {word} is not the one in the record"
            for name, word in _WORDS.items()
            if stored[key][name] != written[key].get(name)
        ]
    return found


def _stored(row: Action) -> dict[str, Any]:
    return {
        "text": row.text,
        "owner": row.owner,
        "due": row.due.isoformat() if row.due else None,
        "status": row.status.value,
        "private": row.private,
        "removed": row.removed_at is not None,
    }


def _follow(row: dict[str, Any], fact: FactRow) -> None:
    row["status"] = _STATES.get(fact.type, row.get("status"))
    if fact.type in ("actions.recorded", "actions.changed"):
        row["text"], row["owner"] = fact.text("text"), fact.text("owner")
        row["private"] = bool(fact.data.get("private"))
    if fact.type in (*_DAYS, "actions.due_moved"):
        row["due"] = fact.data.get("due")
    if fact.type in ("actions.removed", "actions.restored"):
        row["removed"] = fact.type == "actions.removed"
