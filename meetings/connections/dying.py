"""When a provider accepts our account no longer: once it is said, and to those who can connect it again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from meetings.connections.events import ConnectionDied
from meetings.connections.models import ProviderConnection
from meetings.connections.redact import redacted
from meetings.connections.rules import ConnectionState
from meetings.db.record import council_stream
from meetings.kernel.permissions import Permission
from meetings.notifications.queries import accounts_with
from meetings.notifications.usecases import Letter, LetterKind, send_letter
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class NoteDead:
    """A provider refused the account of this connecting."""

    provider: str
    name: str
    reason: str
    version: int


@use_case(permission=None, system_only=True)
def note_dead(work: Work, command: NoteDead) -> None:
    """Say that a connection is dead."""
    kill(work, command.provider, command.name, command.reason, command.version)


def kill(work: Work, provider: str, name: str, reason: str, version: int) -> bool:
    """Mark the connection dead and tell the administrators, once. False: it was connected again since.

    `version` is the connecting that was refused.
    """
    row = work.session.scalar(
        select(ProviderConnection).where(ProviderConnection.provider == provider).with_for_update()
    )
    if row is None:
        return True
    if row.state is ConnectionState.DEAD:
        return True
    if version != row.version:
        return False
    words = redacted(reason)
    row.state, row.dead_since, row.dead_reason = ConnectionState.DEAD, work.now, words
    work.record(council_stream(work.session), ConnectionDied(provider, name, words))
    text = (
        f"{name} does not accept the council’s account any more.\n\n"
        f"What it said: {words}\n\n"
        "Until it is connected again, nothing is arranged, started or stopped there by this system. What was asked "
        f"for waits and is done as soon as {name} is connected. Meetings themselves go on."
    )
    letter = Letter(
        tuple(accounts_with(work.session, Permission.SETTINGS, None, work.today)),
        f"{name} must be connected again",
        text,
        LetterKind.NOTICE,
        f"connection-died:{provider}:{row.version}:{work.now:%Y%m%d%H%M%S}",
        link=f"/desk/connections/{provider}",
    )
    send_letter(work, letter)
    return True
