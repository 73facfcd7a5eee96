"""Accounts at providers and calls to them as the pages know them against the record."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.bodies.models import Council
from meetings.connections.models import ProviderCall, ProviderConnection
from meetings.connections.rules import CallState, ConnectionState

_STATES = {
    "connections.connected": ConnectionState.CONNECTED,
    "connections.died": ConnectionState.DEAD,
    "connections.disconnected": None,
}


def check(session: Session, stream_id: str, facts: Sequence[FactRow]) -> list[str]:
    """What differs: all of it stands on the council's stream."""
    if session.scalar(select(Council.id).where(Council.stream_id == stream_id)) is None:
        return []
    return [*_accounts(session, facts), *_failures(session, facts)]


def _accounts(session: Session, facts: Sequence[FactRow]) -> list[str]:
    told: dict[str, ConnectionState | None] = {}
    for fact in facts:
        provider = fact.text("provider")
        if fact.type == "connections.changed":
            told[provider] = told.get(provider) or ConnectionState.ENTERED
        elif fact.type in _STATES:
            told[provider] = _STATES[fact.type]
    rows = session.execute(select(ProviderConnection.provider, ProviderConnection.state))
    stored = {row.provider: row.state for row in rows}
    return [
        f"the connection to {provider} is {_word(stored.get(provider))}, the record says {_word(told.get(provider))}"
        for provider in sorted({*stored, *told})
        if stored.get(provider) != told.get(provider)
    ]


def _failures(session: Session, facts: Sequence[FactRow]) -> list[str]:
    told: dict[str, bool] = {}
    for fact in facts:
        if fact.type in ("connections.call_given_up", "connections.call_retried"):
            told[fact.text("call_id")] = fact.type.endswith("given_up")
    query = select(ProviderCall.id).where(ProviderCall.state == CallState.GIVEN_UP)
    stored = set(session.scalars(query))
    failed = {call_id for call_id, given_up in told.items() if given_up}
    return [
        f"the call {call_id} {'failed' if call_id in stored else 'did not fail'}, the record says otherwise"
        for call_id in sorted(stored ^ failed)
    ]


def _word(state: ConnectionState | None) -> str:
    return "not there" if state is None else f"“{state.label}”"
