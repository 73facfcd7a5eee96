"""Facts about the life of minutes, on the stream of the meeting they are of unless it says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.kernel.facts import Fact, fact


@fact("minutes.checked")
@dataclass(frozen=True)
class MinutesChecked(Fact):
    """An officer went through the list; `open_points` are those that were seen and left as they are."""

    version: int
    open_points: tuple[str, ...] = ()
    note: str = ""


@fact("minutes.sent_to_chair")
@dataclass(frozen=True)
class SentToChair(Fact):
    """The chair was asked to read a version."""

    version: int
    to: tuple[str, ...] = ()


@fact("minutes.chair_commented")
@dataclass(frozen=True)
class ChairCommented(Fact):
    """The chair wants something changed. What it is stands beside the minutes, not in the record."""

    version: int
    check_id: str


@fact("minutes.chair_skipped")
@dataclass(frozen=True)
class ChairSkipped(Fact):
    """It went on without the chair, for this reason."""

    version: int
    reason: str


@fact("minutes.summary_written")
@dataclass(frozen=True)
class SummaryWritten(Fact):
    """What the public may read of an exempt minute was written; not `needed`: somebody said that none is."""

    version: int
    sha256: str
    item_id: str
    needed: bool


@fact("minutes.correction_proposed")
@dataclass(frozen=True)
class CorrectionProposed(Fact):
    """Somebody says that minutes are not accurate. On the stream of those minutes; the words stand in the table."""

    correction_id: str
    item_id: str
    by: str
    at_meeting_id: str | None = None


@fact("minutes.correction_decided")
@dataclass(frozen=True)
class CorrectionDecided(Fact):
    """A meeting decided on a correction of earlier minutes. On the stream of the meeting that decided.

    What it was about stands there in words, unless the minute is not for publication.
    """

    correction_id: str
    minutes_of: str
    held_on: date
    heading: str
    before: str
    after: str
    reason: str
    by: str
    carried: bool
    #: the item of the deciding meeting under which it is minuted
    at_item_id: str | None = None
    private: bool = False


@fact("minutes.correction_settled")
@dataclass(frozen=True)
class CorrectionSettled(Fact):
    """What became of a correction. On the stream of the minutes it is about."""

    correction_id: str
    state: str
    at_meeting_id: str | None = None


@fact("minutes.corrected")
@dataclass(frozen=True)
class MinutesCorrected(Fact):
    """A version with the corrections that were carried."""

    version: int
    sha256: str
    corrections: tuple[str, ...]


@fact("minutes.corrected_later")
@dataclass(frozen=True)
class CorrectedLater(Fact):
    """After they were confirmed a later meeting resolved to correct them: noted beside them, not in them."""

    correction_id: str
    at_meeting_id: str
    motion_id: str | None = None


@fact("minutes.public_form")
@dataclass(frozen=True)
class PublicForm(Fact):
    """What the public reads from now on: `sha256` is of that text, which holds nothing that is kept back."""

    number: int
    version: int
    sha256: str


@fact("minutes.signed")
@dataclass(frozen=True)
class MinutesSigned(Fact):
    """Whoever presided signed. `sha256` is of the version, `scan_sha256` of the signed paper where there is one."""

    version: int
    sha256: str
    way: str
    signed_by: str
    signed_on: date
    statement: str
    scan_sha256: str = ""


@fact("minutes.scan_added")
@dataclass(frozen=True)
class ScanAdded(Fact):
    """The signed paper was scanned; `sha256` is of the file."""

    version: int
    sha256: str


@fact("minutes.exempt_opened")
@dataclass(frozen=True)
class ExemptOpened(Fact):
    """A named person decided that a minute need not be kept back any longer."""

    item_id: str
    reason: str
    review_on: date | None = None


@fact("minutes.put_elsewhere")
@dataclass(frozen=True)
class PutElsewhere(Fact):
    """The body meets no more: its minutes are put before another, by a named person's decision."""

    body_id: str
    body: str
    reason: str


@fact("minutes.note_published")
@dataclass(frozen=True)
class NotePublished(Fact):
    """The note of a meeting was published; `sha256` is of its text."""

    number: int
    sha256: str


@fact("minutes.sheet_asked")
@dataclass(frozen=True)
class SheetAsked(Fact):
    """Something beside the minutes was asked for in print."""

    sheet: str
    version: int


@fact("minutes.confirmed_here")
@dataclass(frozen=True)
class ConfirmedHere(Fact):
    """A meeting confirmed earlier minutes. On the stream of the meeting that confirmed."""

    minutes_of: str
    held_on: date
    version: int
    motion_id: str | None = None
