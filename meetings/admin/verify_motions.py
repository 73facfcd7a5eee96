"""Motions as the pages show them against the record: their words, their people, their fate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.motions.models import Motion
from meetings.voting.models import Vote

#: column and the words for it, where it is to be as the last fact about it says
_SAME = {
    "item_id": "item",
    "kind": "kind",
    "status": "outcome",
    "text": "text",
    "mover_id": "mover",
    "seconder_id": "seconder",
    "parent_id": "parent",
    "reasons": "reasons",
    "private": "mark of having been moved in private",
}
_PREPARED = {
    "kind": "substantive",
    "status": "prepared",
    "mover_id": None,
    "seconder_id": None,
    "reasons": "",
    "private": False,
}
_FORESHADOWED = ("kind", "parent_id", "mover_id", "seconder_id", "private")
_NEW_TEXT = frozenset(("motions.motion_amended", "motions.motion_altered", "motions.amendment_accepted"))
#: what is put into a motion or decided in private makes it as private
_CLOSES = _NEW_TEXT | {"motions.reasons_given", "motions.motion_decided"}
_STATES = {
    "motions.motion_divided": "divided",
    "motions.debate_resumed": "moved",
    "motions.motion_withdrawn": "withdrawn",
}


def check(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> list[str]:
    """Everything of a meeting's motions that is not as the record has it."""
    written = _replayed(facts)
    columns = [
        type_coerce(column, String).label(column.key)
        for column in (getattr(Motion, name) for name in ("id", *_SAME))
    ]
    rows = session.execute(select(*columns).where(Motion.meeting_id == meeting_id)).mappings()
    stored = {str(row["id"]): {**row, "private": bool(row["private"])} for row in rows}
    return [*_differ(stored, written), *_votes_differ(session, meeting_id, facts)]


def _replayed(facts: Sequence[FactRow]) -> dict[str, dict[str, Any]]:
    """Each motion as its facts leave it."""
    motions: dict[str, dict[str, Any]] = {}
    for fact in facts:
        motion = motions.setdefault(fact.text("motion_id"), dict.fromkeys(_SAME))
        if fact.type == "voting.vote_voided":
            _reopen(motions, facts, fact)
        elif fact.type == "minutes.mover_corrected":
            motion |= {name: fact.data.get(name) for name in ("mover_id", "seconder_id")}
        elif fact.type == "minutes.motion_text_corrected":
            _reword(motions, fact)
        elif fact.type.startswith("motions."):
            _follow(motions, motion, fact)
    return {key: motion for key, motion in motions.items() if key and motion["status"] is not None}


def _reopen(motions: dict[str, dict[str, Any]], facts: Sequence[FactRow], void: FactRow) -> None:
    """What a void vote had decided is before the meeting again, and reads as it did."""
    vote_id = void.text("vote_id")
    for fact in facts:
        decided = fact.type == "motions.motion_decided" and fact.text("vote_id") == vote_id
        if decided and fact.seq < void.seq:
            motions[fact.text("motion_id")]["status"] = "moved"
    if void.text("restored_id") in motions:
        motions[void.text("restored_id")]["text"] = void.text("restored_text")


def _reword(motions: dict[str, dict[str, Any]], fact: FactRow) -> None:
    """A slip of the pen put right, in the motion and in amendments that were to make it read so."""
    motion_id = fact.text("motion_id")
    for key, motion in motions.items():
        if motion_id in (key, motion["parent_id"]) and motion["text"] == fact.text("before"):
            motion["text"] = fact.text("after")


def _follow(motions: dict[str, dict[str, Any]], motion: dict[str, Any], fact: FactRow) -> None:
    if fact.type in _CLOSES and fact.data.get("private") is True:
        motion["private"] = True
    if fact.type == "motions.motion_prepared":
        motion |= {**_PREPARED, "item_id": fact.data.get("item_id"), "text": fact.text("text")}
        motion |= {name: fact.data.get(name, motion[name]) for name in _FORESHADOWED}
    elif fact.type == "motions.motion_moved":
        motion |= {name: fact.data.get(name) for name in _SAME} | {"status": "moved"}
        motion |= {"reasons": fact.text("reasons"), "private": fact.data.get("private") is True}
    elif fact.type in _NEW_TEXT:
        motion["text"] = fact.text("text")
        if fact.type == "motions.amendment_accepted":
            motions.setdefault(fact.text("amendment_id"), dict.fromkeys(_SAME))["status"] = "accepted"
    elif fact.type == "motions.motion_put_aside":
        motion["status"] = fact.text("status")
    elif fact.type == "motions.reasons_given":
        motion["reasons"] = fact.text("reasons")
    elif fact.type == "motions.motion_decided":
        motion["status"] = "carried" if fact.data.get("carried") is True else "lost"
    elif fact.type in _STATES:
        motion["status"] = _STATES[fact.type]


def _differ(
    stored: Mapping[str, Mapping[str, Any]], written: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    for key in sorted({*stored, *written}):
        if key not in stored:
            yield f"motion {key} is in the record and not in the table of motions"
        elif key not in written:
            yield f"motion {key} is in the table of motions and not in the record"
        else:
            for name, word in _SAME.items():
                if stored[key][name] != written[key][name]:
                    yield f"motion {key}: the stored {word} is not the one in the record"


def _votes_differ(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    """Each vote is still about the motion that it was opened on."""
    opened = {f.text("vote_id"): f.text("motion_id") for f in facts if f.type == "voting.vote_opened"}
    for vote_id, motion_id in session.execute(
        select(Vote.id, Vote.motion_id).where(Vote.meeting_id == meeting_id)
    ):
        if vote_id in opened and opened[vote_id] != motion_id:
            yield f"vote {vote_id}: it stands at another motion than it was opened on"
