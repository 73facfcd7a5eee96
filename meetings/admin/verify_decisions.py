"""Decisions as the tables have them against the record: texts, states, what holds them, notices."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.admin.verify_call_ins import call_ins
from meetings.admin.verify_facts import FactRow
from meetings.bodies.models import Council
from meetings.decisions.models import Decision, DecisionNotice, DecisionVersion
from meetings.kernel.facts import canonical

_WORDS = {
    "state": "state",
    "hold": "hold",
    "version": "version",
    "published_version": "published version",
    "until": "end of the call-in period",
    "effective_on": "day from which it may be carried out",
}
_STATES = {
    "decisions.made": "made",
    "decisions.set_aside": "set_aside",
    "decisions.published": "published",
}
_FREES = ("decisions.call_in_judged", "decisions.call_in_withdrawn")
_OUTCOMES = {"let_stand": "none", "referred_back": "referred_back", "referred_council": "referred_council"}


def check(session: Session, stream_id: str, facts: Sequence[FactRow]) -> list[str]:
    """Everything of the decisions of a stream that is not as the record has it."""
    council = session.scalar(select(Council.id).where(Council.stream_id == stream_id)) is not None
    written = _replayed(facts)
    where = Decision.meeting_id.is_(None) if council else Decision.meeting_id == stream_id
    rows = {row.id: row for row in session.scalars(select(Decision).where(where))}
    found = [*_differ(rows, written), *_texts(session, rows, written), *call_ins(session, list(rows), facts)]
    return [*found, *_notices(session, facts)] if council else found


def _replayed(facts: Sequence[FactRow]) -> dict[str, dict[str, Any]]:
    """Each decision as its facts leave it."""
    decisions: dict[str, dict[str, Any]] = {}
    frozen: set[str] = set()
    for fact in facts:
        key = fact.text("decision_id")
        if not fact.type.startswith("decisions.") or not key:
            continue
        if fact.type == "decisions.recorded":
            state = "made" if fact.text("motion_id") else "draft"
            decisions[key] = _new(state, fact)
        elif key in decisions:
            _follow(decisions[key], fact, frozen)
    return decisions


def _new(state: str, fact: FactRow) -> dict[str, Any]:
    return {
        "first": state,
        "state": state,
        "hold": "none",
        "version": fact.data.get("version"),
        "published_version": 0,
        "until": None,
        "effective_on": None,
        "sha256": {fact.data.get("version"): fact.text("sha256")},
    }


def _follow(row: dict[str, Any], fact: FactRow, frozen: set[str]) -> None:
    row["state"] = _STATES.get(fact.type, row["state"])
    if fact.type == "decisions.taken_up":
        row["state"] = row["first"]
    elif fact.type == "decisions.changed":
        row["version"] = fact.data.get("version")
        row["sha256"][row["version"]] = fact.text("sha256")
    elif fact.type == "decisions.published":
        row["published_version"] = fact.data.get("version")
        row["until"], row["effective_on"] = fact.data.get("until"), fact.data.get("effective_on")
    else:
        _call_in(row, fact, frozen)


def _call_in(row: dict[str, Any], fact: FactRow, frozen: set[str]) -> None:
    call_in, effective_on = fact.text("call_in_id"), fact.data.get("effective_on")
    if fact.type == "decisions.call_in_received":
        frozen.add(call_in)
        row["hold"], row["effective_on"] = "called_in", None
    elif fact.type == "decisions.call_in_judged" and fact.data.get("valid") is True:
        return
    elif fact.type in _FREES and call_in in frozen:
        row["hold"], row["effective_on"] = "none", effective_on
    elif fact.type == "decisions.call_in_concluded":
        row["hold"], row["effective_on"] = _OUTCOMES.get(fact.text("outcome"), ""), effective_on
    elif fact.type == "decisions.reconsidered":
        row["hold"] = "ended" if fact.text("result") == "ended" else "none"
        row["effective_on"] = effective_on


def _differ(rows: Mapping[str, Decision], written: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for key in sorted({*rows, *written}):
        if key not in rows:
            yield f"decision {key} is in the record and not in the table of decisions"
        elif key not in written:
            yield f"decision {key} is in the table of decisions and not in the record"
        else:
            row = rows[key]
            stored = {
                "state": row.state.value,
                "hold": row.hold.value,
                "version": row.version,
                "published_version": row.published_version,
                "until": row.until.isoformat() if row.until else None,
                "effective_on": row.effective_on.isoformat() if row.effective_on else None,
            }
            for name, word in _WORDS.items():
                if stored[name] != written[key][name]:
                    yield f"decision {row.reference}: the stored {word} is not the one in the record"


def _texts(
    session: Session, rows: Mapping[str, Decision], written: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """Every version still is there, and is what was written."""
    there: set[tuple[str, object]] = set()
    versions = select(DecisionVersion).where(DecisionVersion.decision_id.in_(list(rows)))
    for version in session.scalars(versions):
        there.add((version.decision_id, version.number))
        known = written.get(version.decision_id, {}).get("sha256", {})
        if known.get(version.number) != hashlib.sha256(canonical(version.content)).hexdigest():
            reference = rows[version.decision_id].reference
            yield f"decision {reference}: version {version.number} is not the one in the record"
    for key, row in rows.items():
        for number in written.get(key, {}).get("sha256", {}):
            if (key, number) not in there:
                yield f"decision {row.reference}: version {number} is missing"


def _notices(session: Session, facts: Sequence[FactRow]) -> Iterator[str]:
    published = {
        f.text("notice_id"): f.text("sha256") for f in facts if f.type == "decisions.notice_published"
    }
    stored = {n.id: n for n in session.scalars(select(DecisionNotice))}
    for key in sorted({*published, *stored}):
        if key not in stored or key not in published:
            yield f"notice of decisions {key} is in the table or in the record alone"
        elif published[key] != hashlib.sha256(canonical(stored[key].content)).hexdigest():
            yield f"notice of decisions {stored[key].number} is not the one in the record"
