"""Facts about letters.

They hold names and no e-mail addresses: a fact is kept for ever, an address must not be.
"""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact


@dataclass(frozen=True)
class Addressed:
    """A letter, and whom it is to."""

    letter_id: str
    name: str


@fact("notifications.letters_written")
@dataclass(frozen=True)
class LettersWritten(Fact):
    """Letters were written and wait to be sent."""

    kind: str
    subject: str
    letters: tuple[Addressed, ...]
    meeting_id: str | None = None


@fact("notifications.letter_sent")
@dataclass(frozen=True)
class LetterSent(Fact):
    """The mail server has taken a letter."""

    letter_id: str
    name: str


@fact("notifications.letter_not_sent")
@dataclass(frozen=True)
class LetterNotSent(Fact):
    """A letter did not leave and is not tried again by itself; `status` says why."""

    letter_id: str
    name: str
    status: str


@fact("notifications.letter_sent_again")
@dataclass(frozen=True)
class LetterSentAgain(Fact):
    """An officer had a letter sent again; under its own number if it had left before."""

    letter_id: str
    name: str


@fact("notifications.choices_changed")
@dataclass(frozen=True)
class ChoicesChanged(Fact):
    """Somebody chose which kinds of letters not to have."""

    account_id: str
    unwanted: tuple[str, ...]
