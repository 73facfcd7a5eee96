"""Rules of letters: their kinds, their states, when a failed one is tried again, and what may stand in a header."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

#: After so many attempts the next one waits this long; after the last of them, as long again each time.
_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1))
#: A letter that has not left by then is given up: what it is about is mostly over.
GIVE_UP_AFTER = timedelta(days=2)
#: While one worker sends, no other takes the same letter; longer than the server is waited for.
LEASE = timedelta(minutes=5)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_ADDRESS = re.compile(
    r"[^@\s,;:<>()\[\]\\\"\x00-\x1f\x7f]+@[^@\s,;:<>()\[\]\\\"\x00-\x1f\x7f]+\.[^@\s.,;:<>]+"
)


class LetterKind(StrEnum):
    """What a letter is about: what somebody can choose to have, or not."""

    SUMMONS = "summons"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    SUBSTITUTE = "substitute"
    SUPPLEMENT = "supplement"
    REPORT = "report"
    CLEARANCE = "clearance"
    REMINDER = "reminder"
    NOTICE = "notice"
    DECISION = "decision"
    TEST = "test"
    NEWS = "news"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _LABELS[self][0]

    @property
    def hint(self) -> str:
        """When such a letter comes."""
        return _LABELS[self][1]

    @property
    def to_residents(self) -> bool:
        """Whether it goes to people without an account, who asked for it: of them nothing is kept in the record."""
        return self is LetterKind.NEWS

    @property
    def statutory(self) -> bool:
        """Whether it comes whatever somebody prefers: the law has members summoned, and told of what changes."""
        return self in _STATUTORY


_STATUTORY = frozenset(
    {
        LetterKind.SUMMONS,
        LetterKind.CHANGE,
        LetterKind.CANCELLATION,
        LetterKind.SUBSTITUTE,
        LetterKind.TEST,
    }
)
_LABELS: dict[LetterKind, tuple[str, str]] = {
    LetterKind.SUMMONS: ("Summons", "You are summoned to a meeting, with its agenda"),
    LetterKind.CHANGE: ("Meeting moved", "The time or place of a meeting has changed"),
    LetterKind.CANCELLATION: ("Meeting cancelled", "A meeting will not be held"),
    LetterKind.SUBSTITUTE: ("Substitute", "You are named to sit in for a member"),
    LetterKind.SUPPLEMENT: ("Supplement", "Papers were added to an agenda, or it was corrected"),
    LetterKind.REPORT: ("Report", "A report you write or look after needs you"),
    LetterKind.CLEARANCE: ("Clearance", "A report waits for your comments or clearance"),
    LetterKind.REMINDER: ("Reminder", "A deadline is near or has passed"),
    LetterKind.DECISION: ("Decision", "Decisions that can be called in were published, or one was called in"),
    LetterKind.NOTICE: ("Notice", "Other news about the council’s meetings"),
    LetterKind.NEWS: ("News for residents", "Somebody follows a committee by e-mail"),
    LetterKind.TEST: ("Test", "A letter to try the mail server"),
}


class LetterStatus(StrEnum):
    """What has become of a letter."""

    WAITING = "waiting"
    SENT = "sent"
    NO_SERVER = "not_sent_no_server"
    REFUSED = "refused"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """The state in words."""
        return {
            "waiting": "Waiting",
            "sent": "Sent",
            "not_sent_no_server": "Not sent: no mail server",
            "refused": "Address refused",
            "failed": "Failed",
        }[self.value]

    @property
    def colour(self) -> str:
        """Of its tag."""
        return {
            "waiting": "blue",
            "sent": "green",
            "not_sent_no_server": "yellow",
            "refused": "red",
            "failed": "red",
        }[self.value]


@dataclass(frozen=True)
class Recipient:
    """Whom a letter goes to. Without an address there is no letter."""

    name: str
    email: str
    account_id: str | None = None

    @property
    def key(self) -> str:
        """The same person again: by account, otherwise by address."""
        return self.account_id or hashlib.sha256(self.email.strip().lower().encode()).hexdigest()[:16]


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts that failed."""
    return _PAUSES[min(max(attempts, 1), len(_PAUSES)) - 1]


def one_line(text: str, longest: int = 300) -> str:
    """Fit for a header: no line breaks or other control characters, not too long."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def is_address(text: str) -> bool:
    """Whether a letter can be addressed to it."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None
