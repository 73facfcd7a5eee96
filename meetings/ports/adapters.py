"""What the composition root hands in: one adapter for each port."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from meetings.ports.mail import MailSender, MailServer
from meetings.ports.scanner import Scanner
from meetings.ports.storage import Storage


@dataclass(frozen=True)
class Adapters:
    """Builders, since a folder or an address is known only at start."""

    storage: Callable[[Path], Storage]
    mail: Callable[[MailServer], MailSender]
    #: by the address of the daemon
    scanner: Callable[[str], Scanner] | None = None
