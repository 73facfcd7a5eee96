"""The result of a vote as a statement: what the tables hold, with the facts and proofs by which it can be checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.agendas.queries import published_agenda
from meetings.bodies.queries import council_name
from meetings.kernel.secrecy import Audience, may_read
from meetings.proof.leaves import Row
from meetings.proof.queries import Checkpoint, PublicKey, rows_about, tree_of
from meetings.schedule.queries import meeting_of
from meetings.voting.methods import METHODS
from meetings.voting.queries import VoteView, vote_of
from meetings.voting.rules import VoteState
from meetings.voting.statements.opening import opened, replayed_names

FORMAT = "witan-vote-statement/1"


@dataclass(frozen=True)
class Draft:
    """A statement to be signed, and all rows of its vote, by which the signer counts again."""

    statement: Mapping[str, Any]
    rows: tuple[Row, ...]
    state: VoteState


def draft(session: Session, vote_id: str, sealed: Checkpoint, key: PublicKey, timezone: ZoneInfo) -> Draft:
    """What is said of a vote that is over, as of a checkpoint."""
    vote = vote_of(session, vote_id)
    rows = rows_about(session, vote.meeting_id, "voting.", vote_id, sealed.size)
    secret = _is_secret(session, vote)
    statement: dict[str, Any] = {
        "format": FORMAT,
        "vote": vote.id,
        "secret": secret,
        "record": {"stream": vote.meeting_id, "size": sealed.size, "checkpoint": sealed.note},
        "key": {"id": key.id, "public_key": key.public_key},
        "facts": _facts(
            session, vote, rows, sealed, set() if secret else opened(rows, recorded=vote.is_recorded)
        ),
    }
    if not secret:
        statement |= _where(session, vote, timezone) | _said(vote, rows)
    return Draft(statement, tuple(rows), vote.state)


def _is_secret(session: Session, vote: VoteView) -> bool:
    """Whether the public may not read the item. One that is no longer on the agenda stays as it was: unread."""
    if vote.item_id is None:
        return False
    agenda = published_agenda(session, vote.meeting_id)
    item = next((i for i in agenda.items if i.id == vote.item_id), None) if agenda else None
    return item is None or not may_read(item.sensitivity, published=True, audience=Audience.PUBLIC)


def _where(session: Session, vote: VoteView, timezone: ZoneInfo) -> dict[str, Any]:
    meeting = meeting_of(session, vote.meeting_id)
    on = meeting.starts_at.astimezone(timezone).date().isoformat()
    return {
        "council": council_name(session),
        "body": meeting.body_name,
        "meeting": {"id": meeting.id, "title": meeting.title, "date": on},
        "opened_at": vote.opened_at.isoformat(),
        "closed_at": vote.closed_at.isoformat() if vote.closed_at else None,
        "declared_at": vote.declared_at.isoformat() if vote.declared_at else None,
    }


def _said(vote: VoteView, rows: Sequence[Row]) -> dict[str, Any]:
    names = replayed_names(rows)
    text = next(row.fact["text"] for row in rows if row.type == "voting.vote_opened")
    roll = [
        {"person": v.person_id, "name": names[v.person_id], "weight": v.weight, "holder": v.holder_id}
        for v in vote.voters
    ]
    recorded = vote.is_recorded
    tally = vote.tally
    return {
        "motion": {
            "id": vote.motion_id,
            "text": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "also": list(vote.also),
        },
        "rule": vote.basis,
        "rule_words": METHODS[vote.basis].label,
        "working": METHODS[vote.basis].working(tally) if tally else "",
        "way": vote.way.value,
        "names": vote.method.value,
        "present": len(roll),
        "roll": roll,
        "choices": {v.person_id: v.choice.value for v in vote.voters if v.choice} if recorded else {},
        "own": _own(rows),
        "tally": {
            "for": tally.for_,
            "against": tally.against,
            "abstain": tally.abstain,
            "none": tally.none,
        }
        if tally
        else None,
        "casting": _casting(rows),
        "outcome": vote.outcome.value if vote.outcome and vote.declared_at else None,
        "void": {"reason": vote.void_reason} if vote.state is VoteState.VOID else None,
    }


def _own(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """One a person: after a correction of the ballot the last holds."""
    found = {row.fact["person_id"]: row.fact for row in rows if row.type == "voting.own_vote_recorded"}
    return [{"person": f["person_id"], "name": f["name"], "choice": f["choice"]} for f in found.values()]


def _casting(rows: Sequence[Row]) -> dict[str, Any] | None:
    given = [row.fact for row in rows if row.type == "voting.casting_vote_given"]
    if not given:
        return None
    last = given[-1]
    return {"person": last["person_id"], "name": last["name"], "choice": last["choice"]}


def _facts(
    session: Session, vote: VoteView, rows: Sequence[Row], sealed: Checkpoint, shown: set[int]
) -> list[dict[str, Any]]:
    tree = tree_of(session, vote.meeting_id, sealed.size)
    return [
        {
            "seq": row.seq,
            "leaf": row.leaf,
            "path": [step.hex() for step in tree.inclusion(row.seq - 1)],
            "text": row.text(vote.meeting_id).decode() if row.seq in shown else None,
        }
        for row in rows
    ]


def message_of(statement: Mapping[str, Any]) -> str:
    """The text that is signed: one form for one content."""
    return json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
