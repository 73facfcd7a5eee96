"""The one list a provider is added to."""

from __future__ import annotations

from integrations.clamav.adapter import ClamScanner
from integrations.mail_smtp.adapter import SmtpSender
from integrations.storage_fs.adapter import FolderStorage
from meetings.ports.adapters import Adapters, Providers, Surroundings
from meetings.ports.broadcast import BroadcastProvider
from meetings.ports.conferencing import ConferenceProvider


def adapters() -> Adapters:
    """The adapters of this installation."""
    return Adapters(storage=FolderStorage, mail=SmtpSender, scanner=ClamScanner, providers=providers)


def providers(around: Surroundings) -> Providers:
    """Remote rooms and broadcasts, in the order in which an officer is offered them."""
    rooms: tuple[ConferenceProvider, ...] = ()
    broadcasts: tuple[BroadcastProvider, ...] = ()
    return Providers({p.key: p for p in rooms}, {p.key: p for p in broadcasts})
