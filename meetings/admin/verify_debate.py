"""The speakers' list as the pages show it against the record: who spoke, on what, how long, and who was silenced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.debate.models import Disorder, Speech

#: column and the words for it
_SPEECH = {
    "person_id": "person",
    "kind": "kind",
    "item_id": "item",
    "motion_id": "motion",
    "state": "state",
    "limit_seconds": "time limit",
    "spoken_ms": "time spoken",
}
_DISORDER = {"person_id": "person", "step": "step", "reason": "reason", "motion_id": "motion"}
Row = dict[str, Any]


def check(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> list[str]:
    """Everything of a meeting's debate that is not as the record has it."""
    speeches, disorders = _speeches(facts), _disorders(facts)
    return [
        *_differ("speech", _SPEECH, _stored(session, Speech, _SPEECH, meeting_id), speeches),
        *_differ("call to order", _DISORDER, _stored(session, Disorder, _DISORDER, meeting_id), disorders),
    ]


def _stored(
    session: Session, model: type[Speech] | type[Disorder], names: Mapping[str, str], meeting_id: str
) -> dict[str, Row]:
    columns = [
        column
        if column.key in ("limit_seconds", "spoken_ms")
        else type_coerce(column, String).label(column.key)
        for column in (getattr(model, name) for name in ("id", *names))
    ]
    rows = session.execute(select(*columns).where(model.meeting_id == meeting_id)).mappings()
    return {str(row["id"]): dict(row) for row in rows}


def _speeches(facts: Sequence[FactRow]) -> dict[str, Row]:
    """Each speech as its facts leave it."""
    found: dict[str, Row] = {}
    for fact in facts:
        if not fact.type.startswith("debate.speech_") and fact.type not in ("debate.floor_given",):
            continue
        if fact.type == "debate.speech_asked":
            names = ("person_id", "kind", "item_id", "limit_seconds")
            found[fact.text("speech_id")] = dict.fromkeys(_SPEECH) | {n: fact.data.get(n) for n in names}
            found[fact.text("speech_id")] |= {"state": "waiting", "spoken_ms": 0}
        elif (speech := found.get(fact.text("speech_id"))) is not None:
            _follow(found, speech, fact)
    return found


def _follow(found: dict[str, Row], speech: Row, fact: FactRow) -> None:
    what = fact.type.removeprefix("debate.")
    if what == "floor_given":
        speech |= {"state": "speaking", "motion_id": fact.data.get("motion_id")}
        speech["limit_seconds"] = fact.data.get("limit_seconds")
        _set(found, fact.data.get("interrupts"), "interrupted")
        speech["interrupts"] = fact.data.get("interrupts")
    elif what == "speech_ended":
        speech |= {"state": "done", "spoken_ms": fact.number("spoken_ms")}
        _set(found, fact.data.get("returned"), "paused")
    elif what == "speech_paused":
        speech |= {"state": "paused", "spoken_ms": fact.number("spoken_ms")}
    elif what == "speech_extended":
        speech["limit_seconds"] += fact.number("seconds")
    elif what == "speech_undone":
        _undo(found, speech, fact.text("what"))
    else:
        speech["state"] = {"speech_resumed": "speaking", "speech_withdrawn": "withdrawn"}.get(
            what, speech["state"]
        )


def _undo(found: dict[str, Row], speech: Row, what: str) -> None:
    back = found.get(str(speech.get("interrupts") or ""))
    if what == "given":
        speech |= {"state": "waiting", "spoken_ms": 0, "motion_id": None}
        if back is not None and back["state"] == "interrupted":
            back["state"] = "paused"
    elif what == "ended":
        speech["state"] = "paused"
        if back is not None and back["state"] in ("paused", "speaking"):
            back["state"] = "interrupted"
    else:
        speech["state"] = "waiting"


def _set(found: dict[str, Row], speech_id: Any, state: str) -> None:
    if speech_id is not None and str(speech_id) in found:
        found[str(speech_id)]["state"] = state


def _disorders(facts: Sequence[FactRow]) -> dict[str, Row]:
    called = (f for f in facts if f.type == "debate.order_called")
    return {f.text("disorder_id"): {name: f.data.get(name) for name in _DISORDER} for f in called}


def _differ(
    what: str, names: Mapping[str, str], stored: dict[str, Row], written: dict[str, Row]
) -> Iterator[str]:
    for key in sorted(stored.keys() - written.keys()):
        yield f"{what} {key} is in the tables and not in the record"
    for key in sorted(written.keys() - stored.keys()):
        yield f"{what} {key} is in the record and not in the tables"
    for key in sorted(stored.keys() & written.keys()):
        for name, words in names.items():
            # The time of whoever speaks now is in no fact yet, and an interruption stops a clock without one.
            if name == "spoken_ms" and written[key]["state"] not in ("done", "waiting"):
                continue
            if stored[key][name] != written[key][name]:
                yield f"{what} {key}: its {words} is {stored[key][name]!r}, the record says {written[key][name]!r}"
