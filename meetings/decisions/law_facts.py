"""What the law asks about the decisions of a meeting: when they were published, and what their statement leaves out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from meetings.decisions.models import Decision, DecisionVersion
from meetings.decisions.rules.completeness import missing
from meetings.decisions.rules.record import Kind, record_from_json
from meetings.decisions.rules.standing import State
from meetings.schedule.lawfacts import Facts, more_facts


@more_facts
def decisions_facts(session: Session, facts: Facts) -> Facts:
    """Of the executive: the statement is out when the last record is, and complete when none lacks anything. One query.

    A meeting whose decisions have no records keeps what its minutes say.
    """
    ids = [id_ for id_, f in facts.items() if f.is_executive]
    if not ids:
        return facts
    newest = and_(DecisionVersion.decision_id == Decision.id, DecisionVersion.number == Decision.version)
    query = (
        select(Decision.meeting_id, Decision.state, Decision.published_at, DecisionVersion.content)
        .join(DecisionVersion, newest)
        .where(
            Decision.meeting_id.in_(ids),
            Decision.kind == Kind.EXECUTIVE,
            Decision.state != State.SET_ASIDE,
        )
    )
    found = defaultdict(list)
    for meeting_id, state, at, content in session.execute(query):
        found[meeting_id].append((state, at, missing(record_from_json(content))))
    changed = dict(facts)
    for meeting_id, rows in found.items():
        out = all(state is State.PUBLISHED for state, _, _ in rows)
        at = max((at for _, at, _ in rows if at), default=None) if out else None
        blank = dict.fromkeys(name for _, _, names in rows for name in names)
        changed[meeting_id] = replace(
            facts[meeting_id], decisions_at=at, decisions_missing=tuple(blank) if at else ()
        )
    return changed
