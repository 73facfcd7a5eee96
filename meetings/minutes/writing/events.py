"""Facts about the writing of minutes. Corrections say what holds instead of an earlier fact, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from meetings.kernel.facts import Fact, fact


@dataclass(frozen=True)
class Stay:
    """From when to when somebody was there; `left_at` None: to the end."""

    arrived_at: datetime
    left_at: datetime | None = None


@fact("minutes.mover_corrected")
@dataclass(frozen=True)
class MoverCorrected(Fact):
    """Others moved or seconded a motion than was entered."""

    motion_id: str
    mover_id: str | None
    mover: str
    seconder_id: str | None
    seconder: str
    reason: str


@fact("minutes.motion_text_corrected")
@dataclass(frozen=True)
class MotionTextCorrected(Fact):
    """A motion reads otherwise than was entered: `after` wherever it read `before`."""

    motion_id: str
    before: str
    after: str
    reason: str


@fact("minutes.times_corrected")
@dataclass(frozen=True)
class TimesCorrected(Fact):
    """Somebody came and went at these times and at no others."""

    person_id: str
    name: str
    stays: tuple[Stay, ...]
    reason: str


@fact("minutes.person_corrected")
@dataclass(frozen=True)
class PersonCorrected(Fact):
    """Somebody in attendance is called otherwise, or holds another post."""

    person_id: str
    name: str
    post: str
    reason: str


@fact("minutes.public_recounted")
@dataclass(frozen=True)
class PublicRecounted(Fact):
    """So many of the public were present."""

    count: int
    reason: str


@fact("minutes.apology_corrected")
@dataclass(frozen=True)
class ApologyCorrected(Fact):
    """An apology for `absence` or `lateness` that was not entered; an empty kind: one that never was."""

    person_id: str
    name: str
    kind: str
    reason: str


@fact("minutes.sentence_corrected")
@dataclass(frozen=True)
class SentenceCorrected(Fact):
    """A sentence of the record reads otherwise: for what no other fact can put right."""

    block_id: str
    before: str
    after: str
    reason: str


@fact("minutes.comment_made")
@dataclass(frozen=True)
class CommentMade(Fact):
    """Somebody commented on a minute. What it says is kept with the comment; here is its SHA-256."""

    comment_id: str
    thread_id: str
    item_id: str
    for_name: str
    sha256: str


@fact("minutes.comment_settled")
@dataclass(frozen=True)
class CommentSettled(Fact):
    """A thread of comments was settled, or opened again."""

    thread_id: str
    item_id: str
    settled: bool


@fact("minutes.phrase_kept")
@dataclass(frozen=True)
class PhraseKept(Fact):
    """A set phrase is offered, or reads otherwise now."""

    phrase_id: str
    body_id: str | None
    name: str
    text: str
    language: str


@fact("minutes.phrase_removed")
@dataclass(frozen=True)
class PhraseRemoved(Fact):
    """A set phrase is offered no longer."""

    phrase_id: str
    name: str


@fact("minutes.word_kept")
@dataclass(frozen=True)
class WordKept(Fact):
    """A word is written so."""

    word: str


@fact("minutes.word_removed")
@dataclass(frozen=True)
class WordRemoved(Fact):
    """A word is checked again."""

    word: str
