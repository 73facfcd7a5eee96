"""Call-ins as the tables have them against the record: where each stands, and whose names are under it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.decisions.models import CallInSignature, DecisionCallIn

_STATES = {
    "decisions.call_in_started": "collecting",
    "decisions.call_in_received": "lodged",
    "decisions.call_in_withdrawn": "withdrawn",
    "decisions.call_in_concluded": "concluded",
}


@dataclass
class _CallIn:
    """A call-in as its facts leave it. `outcome`: what scrutiny made of it, and what then became of the decision."""

    state: str = ""
    outcome: tuple[str, str] = ("", "")
    signed: set[str] = field(default_factory=set)


def call_ins(session: Session, decision_ids: Collection[str], facts: Sequence[FactRow]) -> Iterator[str]:
    """Everything about the call-ins of these decisions that is not as the record has it."""
    written: dict[str, _CallIn] = {}
    for fact in facts:
        key = fact.text("call_in_id")
        if fact.type.startswith("decisions.") and key:
            _follow(written.setdefault(key, _CallIn()), fact)
    stored = _stored(session, decision_ids)
    for key in sorted({*written, *stored}):
        if key not in stored or key not in written:
            yield f"call-in {key} is in the table or in the record alone"
            continue
        for name, words in (("state", "state"), ("outcome", "outcome"), ("signed", "list of names")):
            if getattr(stored[key], name) != getattr(written[key], name):
                yield f"call-in {key}: the stored {words} is not the one in the record"


def _follow(row: _CallIn, fact: FactRow) -> None:
    row.state = _STATES.get(fact.type, row.state)
    if fact.type == "decisions.call_in_judged":
        row.state = "valid" if fact.data.get("valid") is True else "invalid"
    elif fact.type == "decisions.call_in_concluded":
        row.outcome = (fact.text("outcome"), "")
    elif fact.type == "decisions.reconsidered":
        row.outcome = (row.outcome[0], fact.text("result"))
    elif fact.type == "decisions.call_in_signed":
        row.signed.add(fact.text("person_id"))
    elif fact.type == "decisions.call_in_unsigned":
        row.signed.discard(fact.text("person_id"))


def _stored(session: Session, decision_ids: Collection[str]) -> dict[str, _CallIn]:
    rows = session.scalars(select(DecisionCallIn).where(DecisionCallIn.decision_id.in_(decision_ids)))
    found = {row.id: _CallIn(row.state.value, (row.outcome or "", row.reconsidered or "")) for row in rows}
    signatures = select(CallInSignature.call_in_id, CallInSignature.person_id)
    for call_in_id, person_id in session.execute(signatures.where(CallInSignature.call_in_id.in_(found))):
        found[call_in_id].signed.add(person_id)
    return found
