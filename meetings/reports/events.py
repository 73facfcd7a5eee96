"""Facts about reports. What a report says is in none of them: its SHA-256 is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.kernel.facts import Fact, fact


@fact("reports.started")
@dataclass(frozen=True)
class ReportStarted(Fact):
    """A report was begun, for a meeting or (meeting_id null) for none yet."""

    report_id: str
    body_id: str
    meeting_id: str | None
    version: int
    sha256: str


@fact("reports.written")
@dataclass(frozen=True)
class ReportWritten(Fact):
    """A version was saved. `minor`: its author called the change minor."""

    report_id: str
    version: int
    sha256: str
    minor: bool = False


@fact("reports.moved")
@dataclass(frozen=True)
class ReportMoved(Fact):
    """A report is meant for another meeting, or (meeting_id null) for none."""

    report_id: str
    from_meeting_id: str | None
    meeting_id: str | None


@fact("reports.author_added")
@dataclass(frozen=True)
class AuthorAdded(Fact):
    """Somebody else may write on it too."""

    report_id: str
    name: str


@fact("reports.clearance_asked")
@dataclass(frozen=True)
class ClearanceAsked(Fact):
    """A consultee was asked to clear a version by a day."""

    report_id: str
    role: str
    version: int
    due_on: date


@fact("reports.clearance_given")
@dataclass(frozen=True)
class ClearanceGiven(Fact):
    """A consultee answered: `clear`, `comments` (clear with comments) or `changes` (asks for changes)."""

    report_id: str
    role: str
    version: int
    outcome: str
    #: in whose place; empty: in their own
    on_behalf_of: str = ""


@fact("reports.clearance_fell")
@dataclass(frozen=True)
class ClearanceFell(Fact):
    """The text was changed materially after a consultee had cleared it; `parts` names the changed ones by key."""

    report_id: str
    role: str
    cleared_version: int
    version: int
    parts: tuple[str, ...]


@fact("reports.commented")
@dataclass(frozen=True)
class ReportCommented(Fact):
    """A remark was made."""

    report_id: str
    comment_id: str
    version: int


@fact("reports.comment_settled")
@dataclass(frozen=True)
class CommentSettled(Fact):
    """A remark was dealt with, or taken up again."""

    report_id: str
    comment_id: str
    done: bool


@fact("reports.submitted")
@dataclass(frozen=True)
class ReportSubmitted(Fact):
    """A version was sent to democratic services; `missing` names the consultees who had not cleared it."""

    report_id: str
    version: int
    missing: tuple[str, ...] = ()


@fact("reports.returned")
@dataclass(frozen=True)
class ReportReturned(Fact):
    """Democratic services sent it back."""

    report_id: str
    version: int
    reason: str


@fact("reports.taken_back")
@dataclass(frozen=True)
class ReportTakenBack(Fact):
    """Its author took it back to work on it."""

    report_id: str
    state: str


@fact("reports.withdrawn")
@dataclass(frozen=True)
class ReportWithdrawn(Fact):
    """It is not to go to a meeting."""

    report_id: str
    reason: str


@fact("reports.taken_up")
@dataclass(frozen=True)
class ReportTakenUp(Fact):
    """A withdrawn report is worked on again."""

    report_id: str


@fact("reports.accepted")
@dataclass(frozen=True)
class ReportAccepted(Fact):
    """A version was put on the agenda. `overridden` names the clearances it went on without, `reason` says why."""

    report_id: str
    version: int
    item_id: str
    sha256: str
    exempt_sha256: str = ""
    overridden: tuple[str, ...] = ()
    reason: str = ""


@fact("reports.printed")
@dataclass(frozen=True)
class ReportPrinted(Fact):
    """A version was made into PDF; empty where there is no such part."""

    report_id: str
    version: int
    sha256: str
    exempt_sha256: str = ""


@fact("reports.role_changed")
@dataclass(frozen=True)
class ConsulteeRoleChanged(Fact):
    """A consultee's role was made or changed."""

    role_id: str
    name: str
    is_active: bool


@fact("reports.holder_changed")
@dataclass(frozen=True)
class HolderChanged(Fact):
    """Somebody holds a consultee's role from one day, to another if that is set."""

    role_id: str
    account_id: str
    valid_from: date
    valid_to: date | None = None


@fact("reports.cover_set")
@dataclass(frozen=True)
class CoverSet(Fact):
    """Somebody clears in a holder's place for some days."""

    account_id: str
    cover_id: str
    valid_from: date
    valid_to: date


@fact("reports.cover_ended")
@dataclass(frozen=True)
class CoverEnded(Fact):
    """The cover ended early."""

    account_id: str
    cover_id: str


@fact("reports.template_changed")
@dataclass(frozen=True)
class TemplateChanged(Fact):
    """What reports to a body ("council": to any) need was changed."""

    template_id: str
    sections: tuple[str, ...]
    consultees: tuple[str, ...]
