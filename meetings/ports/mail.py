"""How a letter leaves by e-mail, and what can become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class MailFailed(Exception):
    """The letter did not leave. `reason` is one line in plain words, with what the server said."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Retryable(MailFailed):
    """It may leave later: the server cannot be reached, is busy, or asks to come back."""


class Permanent(MailFailed):
    """It will not leave however often it is tried. `bounced`: this one address was refused, not the letter."""

    def __init__(self, reason: str, *, bounced: bool = False) -> None:
        super().__init__(reason)
        self.bounced = bounced


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in. `tls`: starttls, ssl or none; `sender`: an address, perhaps with a name."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: str = "starttls"
    #: seconds for each step of the conversation
    timeout: float = 20.0


@dataclass(frozen=True)
class MailAttachment:
    """A file that goes with the letter."""

    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class MailCalendar:
    """An entry for the recipient's calendar (RFC 6047). `method` is REQUEST or CANCEL."""

    method: str
    content: bytes


@dataclass(frozen=True)
class OutgoingMail:
    """One letter to one person. The same letter sent again has the same `message_id`."""

    name: str
    address: str
    subject: str
    text: str
    html: str
    #: with its angle brackets
    message_id: str
    date: datetime
    #: an address, perhaps with a name
    sender: str
    calendar: MailCalendar | None = None
    attachments: tuple[MailAttachment, ...] = ()
    #: the address that stops such letters at one press of a mail program (RFC 8058); empty: there is none
    stop: str = ""


class MailSender(Protocol):
    """Hands letters to a mail server."""

    @property
    def server(self) -> MailServer:
        """The server they are handed to."""

    def send(self, mail: OutgoingMail) -> None:
        """Returns when the server has taken it. Raises Retryable or Permanent."""
