"""The one list a provider is added to."""

from __future__ import annotations

from integrations.clamav.adapter import ClamScanner
from integrations.mail_smtp.adapter import SmtpSender
from integrations.storage_fs.adapter import FolderStorage
from meetings.ports.adapters import Adapters


def adapters() -> Adapters:
    """The adapters of this installation."""
    return Adapters(storage=FolderStorage, mail=SmtpSender, scanner=ClamScanner)
