"""The row that says how a provider has answered of late: made when it is first needed."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meetings.connections.models import ProviderHealth


def make_health(session: Session, provider: str) -> None:
    """Have the row that workers lock while they choose: two of them never choose for one provider at once."""
    if session.get(ProviderHealth, provider) is not None:
        return
    # Somebody else may make it at the same moment.
    with suppress(IntegrityError), session.begin_nested():
        session.add(ProviderHealth(provider=provider, failures=0, last_words="", checks=[]))


def locked_health(session: Session, provider: str) -> ProviderHealth:
    """The row, for this transaction alone."""
    make_health(session, provider)
    query = select(ProviderHealth).where(ProviderHealth.provider == provider).with_for_update()
    return session.scalars(query).one()
