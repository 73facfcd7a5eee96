"""What a page shows at the gate to the video server: signed, so that the gate needs no database."""

from __future__ import annotations

import base64
import hmac
import json
from dataclasses import asdict, dataclass
from hashlib import sha256

#: seconds for which it is good; the page fetches another one well before
GOOD_FOR = 90


@dataclass(frozen=True)
class Ticket:
    """One device of one person, in one room, until then."""

    meeting_id: str
    room: str
    who: str
    name: str
    until: int


def write(secret: bytes, ticket: Ticket) -> str:
    """The ticket as text."""
    body = base64.urlsafe_b64encode(json.dumps(asdict(ticket), separators=(",", ":")).encode()).decode()
    return f"{body}.{_sign(secret, body)}"


def read(secret: bytes, text: str, now: float) -> Ticket | None:
    """The ticket, if we wrote it and it is still good."""
    body, _, signature = text.partition(".")
    if not hmac.compare_digest(_sign(secret, body).encode(), signature.encode(errors="replace")):
        return None
    ticket = Ticket(**json.loads(base64.urlsafe_b64decode(body)))
    return ticket if ticket.until >= now else None


def _sign(secret: bytes, body: str) -> str:
    return hmac.new(secret, b"video:" + body.encode(errors="replace"), sha256).hexdigest()
