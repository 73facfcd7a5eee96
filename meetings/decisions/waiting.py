"""Call-ins that wait for the agenda of the committee that looks at them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from meetings.agendas.business.rules import Brought
from meetings.decisions.queries import call_ins, record_of
from meetings.decisions.queries.decisions import decision_of
from meetings.decisions.rules.calling import CallInState
from meetings.decisions.rules.wording import call_in_item
from meetings.decisions.usecases.judging import KEY
from meetings.schedule.queries import meeting_of


def call_ins_waiting(session: Session, meeting_id: str) -> Iterator[Brought]:
    """Those accepted for the committee of a meeting that stand on no agenda yet."""
    body_id = meeting_of(session, meeting_id).body_id
    for call_in in call_ins(session, states=[CallInState.VALID]):
        if call_in.scrutiny_id != body_id or call_in.item_id is not None:
            continue
        row = decision_of(session, call_in.decision_id)
        record = record_of(session, row.id, row.published_version)
        item = call_in_item(row.reference, record, call_in.reasons, call_in.instead)
        yield Brought(item.title, item.text, item.recommendation, f"{KEY}{call_in.id}")
