"""Facts about recordings and transcripts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from meetings.kernel.facts import Fact, fact
from meetings.recordings.rules import Source


@fact("recordings.added")
@dataclass(frozen=True)
class RecordingAdded(Fact):
    """A recording was brought in: a file, an address, or something a provider has and that is fetched."""

    recording_id: str
    title: str
    source: Source
    provider: str = ""
    sha256: str = ""


@fact("recordings.fetched")
@dataclass(frozen=True)
class RecordingFetched(Fact):
    """The provider's file is kept here now."""

    recording_id: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Stretch:
    """An unbroken stretch: real time, place in the file and length in thousandths of a second."""

    started_at: datetime
    offset_ms: int
    length_ms: int


@fact("recordings.stretches_set")
@dataclass(frozen=True)
class StretchesSet(Fact):
    """It was said which parts of the meeting the recording shows."""

    recording_id: str
    stretches: tuple[Stretch, ...]


@fact("recordings.published")
@dataclass(frozen=True)
class RecordingPublished(Fact):
    """Everybody can watch it."""

    recording_id: str
    title: str


@fact("recordings.withdrawn")
@dataclass(frozen=True)
class RecordingWithdrawn(Fact):
    """Nobody but officers can watch it here any more."""

    recording_id: str
    title: str
    reason: str


@fact("recordings.keeping_changed")
@dataclass(frozen=True)
class KeepingChanged(Fact):
    """It is kept longer or less long than the body's policy says. Neither day nor `for_good`: as the policy says."""

    recording_id: str
    until: date | None
    for_good: bool
    reason: str


@fact("recordings.deleted")
@dataclass(frozen=True)
class RecordingDeleted(Fact):
    """The file is gone, or the address is no longer listed."""

    recording_id: str
    title: str
    reason: str
    by_policy: bool = False


@fact("recordings.policy_set")
@dataclass(frozen=True)
class PolicySet(Fact):
    """How long a body keeps recordings. On the council's stream. `keep_days` None: for good."""

    body_id: str
    body: str
    keep_days: int | None
    decided_by: str
    legal_note: str = ""


@fact("recordings.transcript_added")
@dataclass(frozen=True)
class TranscriptAdded(Fact):
    """The text of a recording came; one in the same language that was there before is replaced."""

    transcript_id: str
    recording_id: str
    language: str
    lines: int
    sha256: str
    origin: str


@fact("recordings.transcript_corrected")
@dataclass(frozen=True)
class TranscriptCorrected(Fact):
    """Lines of it were put right."""

    transcript_id: str
    version: int
    lines: tuple[int, ...]
    #: SHA-256 over all its lines as they are now
    digest: str = ""


@fact("recordings.transcript_published")
@dataclass(frozen=True)
class TranscriptPublished(Fact):
    """Everybody can read it, and it is the captions of the recording."""

    transcript_id: str
    version: int


@fact("recordings.transcript_withdrawn")
@dataclass(frozen=True)
class TranscriptWithdrawn(Fact):
    """Nobody but officers can read it any more."""

    transcript_id: str
    reason: str


@fact("recordings.sent")
@dataclass(frozen=True)
class SentToProvider(Fact):
    """Captions or chapters stand at the provider where the recording is watched."""

    recording_id: str
    what: str
    provider: str
