"""The public excluded as the tables have it against the record: how each exclusion stands, and what had stopped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.exclusion.models import Exclusion, ExclusionSurface

_STATES = {
    "exclusion.began": "stopping",
    "exclusion.confirmed": "confirmed",
    "exclusion.private_part_opened": "private",
    "exclusion.public_returning": "returning",
    "exclusion.ended": "ended",
}


def check(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> list[str]:
    """Everything of a meeting's exclusions that is not as the record has it."""
    written: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if fact.type.startswith("exclusion."):
            _follow(written.setdefault(fact.text("exclusion_id"), _empty()), fact)
    rows = session.scalars(select(Exclusion).where(Exclusion.meeting_id == meeting_id)).all()
    stopped: dict[str, set[str]] = {}
    for surface in session.scalars(
        select(ExclusionSurface).where(ExclusionSurface.exclusion_id.in_([r.id for r in rows]))
    ):
        if surface.stopped_at is not None:
            stopped.setdefault(surface.exclusion_id, set()).add(surface.name)
    stored = {
        r.id: {"state": r.state.value, "items": set(r.item_ids), "stopped": stopped.get(r.id, set())}
        for r in rows
    }
    return _differ(stored, written)


def _empty() -> dict[str, Any]:
    return {"state": "", "items": set(), "stopped": set(), "waived": False}


def _follow(row: dict[str, Any], fact: FactRow) -> None:
    row["state"] = _STATES.get(fact.type, row["state"])
    row["items"] |= set(fact.data.get("item_ids") or ())
    if fact.type == "exclusion.surface_stopped":
        row["stopped"].add(fact.text("name"))
    if fact.type == "exclusion.confirmed":
        row["waived"] = bool(fact.text("first"))
    if fact.type == "exclusion.surface_running":
        row["stopped"].discard(fact.text("name"))
        if row["state"] == "confirmed" and not row["waived"]:
            row["state"] = "stopping"


def _differ(stored: dict[str, dict[str, Any]], written: dict[str, dict[str, Any]]) -> list[str]:
    found = []
    words = {"state": "state", "items": "items", "stopped": "list of what had stopped"}
    for key in sorted({*stored, *written}):
        if key not in stored or key not in written:
            where = "record and not in the table" if key in written else "table and not in the record"
            found.append(f"exclusion {key} is in the {where}")
            continue
        found += [
            f"exclusion {key}: the stored {word} is not the one in the record"
            for name, word in words.items()
            if stored[key][name] != written[key][name]
        ]
    return found
