"""Facts about minutes. What a version says is kept with the version; the record holds its SHA-256."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.kernel.facts import Fact, fact


@fact("minutes.drafted")
@dataclass(frozen=True)
class MinutesDrafted(Fact):
    """A version was made from the record."""

    version: int
    sha256: str
    #: the number of the last fact that was read
    read_to: int


@fact("minutes.imported")
@dataclass(frozen=True)
class MinutesImported(Fact):
    """Minutes came from another system."""

    version: int
    sha256: str
    status: str


@fact("minutes.edited")
@dataclass(frozen=True)
class MinutesEdited(Fact):
    """A version was written by hand, from the one before."""

    version: int
    sha256: str
    note: str


@fact("minutes.approved")
@dataclass(frozen=True)
class MinutesApproved(Fact):
    """A version may be published."""

    version: int


@fact("minutes.published")
@dataclass(frozen=True)
class MinutesPublished(Fact):
    """This is the version that the public reads."""

    version: int


@fact("minutes.confirmed")
@dataclass(frozen=True)
class MinutesConfirmed(Fact):
    """The body confirmed them as a correct record; `signed_by` where they were signed at the same time.

    `at_meeting_id` and `motion_id` say by which meeting's which motion, where the record has that meeting.
    """

    version: int
    confirmed_on: date
    signed_by: str
    at_meeting_id: str | None = None
    motion_id: str | None = None


@fact("minutes.print_asked")
@dataclass(frozen=True)
class PrintAsked(Fact):
    """The PDF of a version was asked for again."""

    version: int


@dataclass(frozen=True)
class PrintedForm:
    """A version in another form than PDF: `docx`, `full_docx` or `data`."""

    form: str
    sha256: str


@fact("minutes.printed")
@dataclass(frozen=True)
class MinutesPrinted(Fact):
    """The PDF of a version is kept; `sha256` is of the public one, `full_sha256` of the one with exempt items."""

    version: int
    sha256: str
    full_sha256: str = ""
    forms: tuple[PrintedForm, ...] = ()
