"""Letters that come back: reads the report of a mail server that could not deliver (RFC 3464)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from meetings.notifications.rules import one_line

#: No report is longer; what is, is something else.
LONGEST = 1024 * 1024
_OURS = re.compile(r"<([a-z0-9]{16})@[^<>\s]+>")


@dataclass(frozen=True)
class Bounce:
    """What came back for good. `reason` is one line in the words of the mail server."""

    letter_id: str
    reason: str


def bounce_of(raw: bytes) -> Bounce | None:
    """The report in this mail; None for any other mail, a delay, or a letter that is not ours."""
    if len(raw) > LONGEST:
        return None
    try:
        parts = list(message_from_bytes(raw).walk())
    except (MessageError, ValueError, LookupError):
        return None
    failed = next((r for p in parts for r in _reports(p) if _is_final(r)), None)
    letter = next((m[1] for p in parts if (m := _OURS.search(_message_id(p)))), None)
    if failed is None or letter is None:
        return None
    said = str(failed.get("Diagnostic-Code") or "").partition(";")[2] or str(failed.get("Status") or "")
    return Bounce(letter, one_line(f"The letter came back: {said.strip() or 'no reason was given'}"))


def _reports(part: Message) -> list[Message]:
    """The blocks of a delivery status: one about the message, one for each recipient (RFC 3464, 2.1)."""
    if part.get_content_type() != "message/delivery-status":
        return []
    blocks = part.get_payload()
    return [b for b in blocks if isinstance(b, Message)] if isinstance(blocks, list) else []


def _is_final(block: Message) -> bool:
    """Failed for good: delayed and relayed letters still arrive (RFC 3464, 2.3.3; RFC 3463, class 5)."""
    action = str(block.get("Action") or "").strip().lower()
    return action == "failed" and str(block.get("Status") or "").strip().startswith("5")


def _message_id(part: Message) -> str:
    """Of the letter that came back: whole, or its head alone."""
    if part.get_content_type() == "text/rfc822-headers":
        payload = part.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
        found = re.search(r"(?im)^message-id:\s*(<[^>]+>)", text)
        return found[1] if found else ""
    return str(part.get("Message-ID") or "")
